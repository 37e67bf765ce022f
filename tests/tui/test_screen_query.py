"""Limiting the list, walking through hits, orders: keys in, screen out."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.cables import export, on
from harness.screen import Reader, reading

from cable_tui.archive.build.update import update
from cable_tui.tui.screens.query_help import EXAMPLES
from cable_tui.tui.widgets.query_line import QuerySuggester


async def ask(reader: Reader, query: str, key: str = "slash") -> None:
    await reader.press(key, *query, "enter")


@pytest.mark.parametrize("key", ["slash", "l", "ampersand"])
async def test_a_query_limits_the_list_and_the_title_says_so(key: str, archive: Path) -> None:
    update(archive)
    async with reading(archive, 100, 30) as reader:
        await ask(reader, "herring", key)
        assert reader.list.count == 2
        assert "archive · herring" in reader.title
        assert "1 of 2 (5)" in reader.title
        assert reader.focus == "list"
        assert reader.cursor == reader.shown == "08OSLO10"


@pytest.mark.parametrize("undo", [["escape"], ["slash", "escape"], ["slash", "backspace", "enter"]])
async def test_escape_or_an_empty_query_shows_all_again(undo: list[str], archive: Path) -> None:
    update(archive)
    async with reading(archive, 100, 30) as reader:
        await ask(reader, "herring")
        await reader.press("j")
        await reader.press(*undo)
        assert reader.list.count == 5
        assert reader.cursor == "08OSLO9"
        assert "4 of 5" in reader.title
        assert "herring" not in reader.title


async def test_the_cursor_stays_on_its_cable_when_that_is_found(archive: Path) -> None:
    update(archive)
    async with reading(archive, 100, 30) as reader:
        await reader.press("j", "j", "j")
        assert reader.cursor == "08OSLO9"
        await ask(reader, "herring")
        assert (reader.cursor, reader.shown) == ("08OSLO9", "08OSLO9")
        assert "2 of 2 (5)" in reader.title


async def test_escape_without_a_limit_ends_nothing(archive: Path) -> None:
    update(archive)
    async with reading(archive, 100, 30) as reader:
        await reader.press("enter", "escape", "escape", "escape")
        assert (reader.focus, reader.list.count) == ("list", 5)
        assert reader.app.is_running


async def test_what_is_typed_takes_the_place_of_the_last_query(archive: Path) -> None:
    update(archive)
    async with reading(archive, 100, 30) as reader:
        await ask(reader, "herring")
        await ask(reader, "carp")
        assert "archive · carp" in reader.title
        await reader.press("slash", "end", *" herring", "enter", "slash")
        assert reader.app.screen.focused.value == "carp herring"


async def test_a_wrong_query_leaves_the_list_and_comes_back_to_be_mended(archive: Path) -> None:
    update(archive)
    async with reading(archive, 100, 30) as reader:
        await ask(reader, "cod colour:red")
        assert reader.list.count == 5
        assert "unknown field colour" in reader.status
        await reader.press("slash")
        assert reader.app.screen.focused.value == "cod colour:red"


async def test_when_nothing_is_found_each_clause_has_its_count(archive: Path) -> None:
    update(archive)
    async with reading(archive, 120, 30) as reader:
        await ask(reader, "herring haddock")
        assert reader.list.count == 5
        assert "haddock: 0 · herring: 2" in reader.status


async def test_hits_are_gone_through_and_on_into_the_next_cable(archive: Path) -> None:
    update(archive)
    async with reading(archive, 100, 30) as reader:
        await ask(reader, "subject:cod less")
        assert reader.list.count == 2
        await reader.press("enter", "n")
        assert (reader.shown, reader.paragraph) == ("09OSLO9010", 2)
        await reader.press("n")
        assert (reader.shown, reader.paragraph) == ("09OSLO9009", 2)
        await reader.press("n")
        assert "No further match" in reader.status
        await reader.press("N")
        assert (reader.shown, reader.paragraph) == ("09OSLO9010", 2)


async def test_words_are_found_in_the_text_without_limiting_the_list(archive: Path) -> None:
    update(archive)
    async with reading(archive, 100, 30) as reader:
        await reader.press("enter")
        await ask(reader, "less")
        assert reader.list.count == 5
        assert (reader.focus, reader.paragraph) == ("viewer", 2)
        await reader.press("n")
        assert (reader.shown, reader.paragraph) == ("09OSLO9009", 2)


async def test_a_hit_is_set_off_from_the_text(archive: Path) -> None:
    update(archive)
    async with reading(archive, 100, 30) as reader:
        await ask(reader, "nothing")
        row = next(y for y, line in enumerate(reader.pane("viewer")) if "nothing" in line)
        hit = reader.viewer.style("viewer--hit").bgcolor
        strip = reader.viewer.render_line(row)
        assert [segment.text for segment in strip if segment.style and segment.style.bgcolor == hit] == ["nothing"]


async def test_orders_follow_each_other_and_turn_round(archive: Path) -> None:
    update(archive)
    async with reading(archive, 100, 30) as reader:
        seen = []
        for _ in range(6):
            seen.append((reader.title.rpartition("· ")[2], reader.list.current.id))
            await reader.press("o")
        assert [order for order, _ in seen] == [
            "date ↓",
            "origin ↓",
            "classification ↓",
            "precedence ↓",
            "subject ↓",
            "id ↓",
        ]
        assert len({name for _, name in seen}) == 1  # the cursor stays on its cable
        assert reader.title.endswith("date ↓")
        await reader.press("O", "g")
        assert reader.title.endswith("date ↑")
        assert reader.cursor == "99PRAGUE3"


async def test_relevance_is_an_order_while_something_is_looked_for(archive: Path) -> None:
    update(archive)
    async with reading(archive, 100, 30) as reader:
        await ask(reader, "herring")
        await reader.press(*"oooooo")
        assert reader.title.endswith("relevance ↓")
        await reader.press("escape")
        assert reader.title.endswith("date ↓")
        assert reader.list.count == 5


@pytest.mark.parametrize(
    ("keys", "focus", "paragraph"),
    [(["enter", "j"], "viewer", 2), (["enter", "j", "1", "j"], "list", 1), (["3", "G", "k"], "viewer", 2)],
)
async def test_keys_typed_faster_than_they_are_answered_are_answered_in_order(
    keys: list[str], focus: str, paragraph: int, archive: Path
) -> None:
    update(archive)
    async with reading(archive, 100, 30) as reader:
        for key in keys:
            reader.app.simulate_key(key)
        await reader.until(lambda: (reader.focus, reader.paragraph) == (focus, paragraph))


async def test_a_query_typed_in_one_go_reaches_the_query_line(archive: Path) -> None:
    update(archive)
    async with reading(archive, 100, 30) as reader:
        for key in ("slash", *"herring", "enter", "j"):
            reader.app.simulate_key(key)
        await reader.until(lambda: reader.list.count == 2)
        assert "archive · herring" in reader.title
        assert reader.focus == "list"


async def test_earlier_queries_come_back(archive: Path) -> None:
    update(archive)
    async with reading(archive, 100, 30) as reader:
        await ask(reader, "herring")
        await reader.press("escape")
        await ask(reader, "carp")
        await reader.press("escape", "slash", "up", "up")
        assert reader.app.screen.focused.value == "herring"
        await reader.press("down")
        assert reader.app.screen.focused.value == "carp"


async def test_help_shows_queries_that_find_something_in_the_samples(repository: Path) -> None:
    samples = repository / "sample_cables"
    update(samples)
    async with reading(samples, 100, 60) as reader:
        await reader.press("slash", "question_mark")
        assert "class:>=confidential" in reader.text
        await reader.press("q", "escape")
        for query, _ in EXAMPLES:
            await ask(reader, query)
            assert f"· {query}" in reader.lines[0], query
            await reader.press("escape")


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("ori", "origin:"),
        ("cod AND cla", "cod AND class:"),
        ("tag:KNN", "tag:KNNP"),
        ("(class:>=conf", "(class:>=confidential"),
        ('origin:"emb', 'origin:"embassy Oslo"'),
        ("is:mis", "is:missing"),
        ("colour", None),
        ("cod ", None),
        ("tag:", None),
    ],
)
async def test_the_last_word_is_completed(typed: str, completed: str | None) -> None:
    assert await QuerySuggester(lambda: ["Embassy Oslo"]).get_suggestion(typed) == completed


async def test_the_limit_stays_while_the_archive_grows(archive: Path) -> None:
    update(archive)
    text = export(number=77, when=on(2010, 1, 1), subject="HERRING AGAIN")
    (archive / "new.txt").write_text(text, encoding="utf-8")
    async with reading(archive, 100, 30) as reader:
        await ask(reader, "herring")
        await reader.built()
        assert reader.list.count == 3
        assert reader.cursor == "08OSLO10"
        assert "2 of 3 (6)" in reader.title
