"""Deciding by keyboard: marks, labels, selection, undo; what the screen says is in the notebook."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest
from harness.cables import export, on
from harness.screen import PATIENCE, Reader, reading
from textual._context import active_app

from cable_tui import paths
from cable_tui.archive import Archive
from cable_tui.archive.build.update import update
from cable_tui.evidence.snapshot import about
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.state import State
from cable_tui.tui.reader.search import Search
from cable_tui.tui.reader.triage import read_labels
from cable_tui.tui.widgets.message_list import MessageList

#: The archive of the tests, newest first.
ORDER = ["09OSLO9010", "09OSLO9009", "08OSLO10", "08OSLO9", "99PRAGUE3"]


@contextmanager
def notebook() -> Iterator[Notebook]:
    with closing(Notebook.open()) as found:
        yield found


def states() -> dict[str, str]:
    with notebook() as found:
        return {name: state.value for name, state in found.states()}


def labels(name: str) -> tuple[str, ...]:
    with notebook() as found:
        return found.marks([name])[name].labels if found.marks([name]) else ()


def signs(reader: Reader) -> str:
    """The states as the list shows them, a letter a row."""
    return "".join(line[2:3] for line in reader.pane("list") if line.strip())


@pytest.fixture
async def reader(archive: Path):
    update(archive)
    async with reading(archive, 100, 30) as found:
        yield found


async def type_in(reader: Reader, text: str) -> None:
    await reader.press(*text, "enter")


@pytest.mark.parametrize(("key", "state", "sign"), [("F", "kept", "+"), ("d", "dismissed", "×"), ("r", "read", " ")])
@pytest.mark.parametrize("pane", ["1", "3"])
async def test_a_decision_is_kept_shown_and_followed_by_the_next_unread_cable(
    key: str, state: str, sign: str, pane: str, reader: Reader
) -> None:
    await reader.press(pane, "j") if pane == "1" else await reader.press("J", pane)
    await reader.press(key)
    assert states() == {"09OSLO9009": state}
    assert signs(reader) == f"●{sign}●●●"
    assert reader.cursor == reader.shown == "08OSLO10"
    assert reader.focus == {"1": "list", "3": "viewer"}[pane]
    assert f"{state} 09OSLO9009" in reader.status


async def test_a_decision_stays_on_the_screen_while_another_sessions_are_looked_up(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(archive)
    rows_of, asked, answered = Archive.rows_of, Event(), Event()

    def slow(opened: Archive, names: Iterable[str]) -> dict[str, int]:
        asked.set()
        answered.wait(PATIENCE)
        return rows_of(opened, names)

    async with reading(archive, 100, 30) as reader:
        monkeypatch.setattr(Archive, "rows_of", slow)
        with closing(Archive.open(archive)) as opened, notebook() as other:
            other.decide([about(opened.find("08OSLO10"))], State.KEPT)
        await asyncio.to_thread(asked.wait, PATIENCE)
        reader.app.simulate_key("d")
        async with asyncio.timeout(PATIENCE):
            while "dismissed 09OSLO9010" not in reader.status:
                await asyncio.sleep(0.01)
        answered.set()
        await reader.settled()
        assert signs(reader) == "×●+●●"


async def test_the_title_counts_the_decisions_of_the_limit(reader: Reader) -> None:
    await reader.press("F", "d", "r")
    assert "2 of 5 decided" in reader.title
    await reader.press("l")
    await type_in(reader, "herring")
    assert "0 of 2 decided" in reader.title
    await reader.press("g", "F")
    assert "1 of 2 decided" in reader.title


async def test_after_the_last_unread_cable_comes_the_first_one_and_then_none(reader: Reader) -> None:
    await reader.press("G", "F")
    assert reader.cursor == "09OSLO9010"
    await reader.press("F", "F", "F", "F")
    assert "4 of 5 decided" not in reader.title
    assert "5 of 5 decided" in reader.title
    assert reader.cursor == ORDER[3]
    assert "No other unread cable" in reader.status


async def test_tab_goes_to_the_unread_cables_only(reader: Reader) -> None:
    await reader.press("j", "F", "g", "tab")
    assert reader.cursor == "08OSLO10"
    await reader.press("shift+tab")
    assert reader.cursor == "09OSLO9010"
    await reader.press("shift+tab")
    assert reader.cursor == "99PRAGUE3"
    assert "Continued from the end." in reader.status


async def test_r_takes_back_what_was_decided_and_then_that_it_was_read(reader: Reader) -> None:
    await reader.press("F", "g", "r")
    assert states() == {"09OSLO9010": "read"}
    await reader.press("g", "r")
    assert states() == {}
    assert signs(reader) == "●●●●●"


async def test_the_last_decision_is_repeated(reader: Reader) -> None:
    await reader.press("full_stop")
    assert "Nothing to repeat." in reader.status
    await reader.press("d", "full_stop", "L")
    await type_in(reader, "gas")
    await reader.press("full_stop")
    assert states() == {"09OSLO9010": "dismissed", "09OSLO9009": "dismissed"}
    assert labels("08OSLO10") == labels("08OSLO9") == ("gas",)


async def test_labels_are_added_removed_and_completed(reader: Reader) -> None:
    await reader.press("L")
    await type_in(reader, "energy, to check")
    assert labels("09OSLO9010") == ("energy", "to check")
    await reader.press("L", *"ene", "tab", "enter")
    assert labels("09OSLO9009") == ("energy",)
    await reader.press("g", "L")
    assert "has: energy, to check" in reader.app.screen.focused.placeholder
    await type_in(reader, "-energy")
    assert labels("09OSLO9010") == ("to check",)
    await reader.press("L", "x", "escape")
    assert labels(reader.cursor) == ("energy",)
    assert reader.focus == "list"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ((), ())),
        ("gas", (("gas",), ())),
        (" gas ,  to   check,", (("gas", "to check"), ())),
        ("+gas, -oil", (("gas",), ("oil",))),
        ("-", ((), ())),
        ("well-known", (("well-known",), ())),
    ],
)
def test_commas_part_labels(text: str, expected: object) -> None:
    assert read_labels(text) == expected


# --- many at once ----------------------------------------------------------------------------------------------------


async def test_selected_rows_are_decided_together_and_undone_in_one_step(reader: Reader) -> None:
    await reader.press("t", "j", "t")
    assert "2 selected" in reader.title
    await reader.press("semicolon", "d")
    assert states() == {"09OSLO9010": "dismissed", "08OSLO10": "dismissed"}
    assert "dismissed 2 cables" in reader.status
    await reader.press("u")
    assert states() == {}
    assert "undone: dismissed 2 cables" in reader.status
    await reader.press("ctrl+r")
    assert len(states()) == 2


async def test_without_the_semicolon_a_selection_is_left_alone(reader: Reader) -> None:
    await reader.press("t", "t", "d")
    assert states() == {"08OSLO10": "dismissed"}


async def test_a_range_is_selected_and_escape_selects_nothing(reader: Reader) -> None:
    await reader.press("j", "v", "j", "j")
    assert [line[1:2] for line in reader.pane("list")[:5]] == [" ", "*", "*", "*", " "]
    await reader.press("v", "g", "semicolon", "F")
    assert sorted(states()) == sorted(ORDER[1:4])
    await reader.press("escape", "semicolon")
    assert "No cable is selected" in reader.status
    assert "selected" not in reader.title


@pytest.mark.parametrize(("key", "state"), [("d", "dismissed"), ("F", "kept"), ("r", "read")])
async def test_a_command_in_an_open_range_is_about_the_range(key: str, state: str, reader: Reader) -> None:
    await reader.press("t", "g", "j", "v", "j", "j")
    assert "range of 3" in reader.title
    await reader.press(key)
    assert states() == dict.fromkeys(ORDER[1:4], state)
    assert "range" not in reader.title
    await reader.press("u")
    assert states() == {}


async def test_a_query_selects_within_the_limit(reader: Reader) -> None:
    await reader.press("l")
    await type_in(reader, "origin:oslo")
    await reader.press("T")
    await type_in(reader, "herring OR origin:prague")
    assert "2 selected" in reader.title
    await reader.press("semicolon", "F")
    assert sorted(states()) == ["08OSLO10", "08OSLO9"]


async def test_a_wrong_query_selects_nothing_and_says_why(reader: Reader) -> None:
    await reader.press("T")
    await type_in(reader, "colour:red")
    assert "unknown field colour" in reader.status
    assert "selected" not in reader.title


@pytest.mark.parametrize(("answer", "count"), [("y", 450), ("n", 0), ("escape", 0)])
async def test_a_command_about_more_than_a_hundred_cables_says_how_many_first(
    answer: str, count: int, many: Path
) -> None:
    update(many)
    async with reading(many) as reader:
        await reader.press("T")
        await type_in(reader, "*")
        await reader.press("semicolon", "d")
        assert "Dismiss 450 cables?" in reader.text
        assert states() == {}
        await reader.press(answer)
        assert len(states()) == count
        assert f"{count} of 450 decided" in reader.title
        if count:
            await reader.press("u")
            assert states() == {}
            assert "0 of 450 decided" in reader.title


# --- undo ------------------------------------------------------------------------------------------------------------


async def test_undo_goes_back_to_the_cable_and_names_what_it_took_back(reader: Reader) -> None:
    await reader.press("F", "d", "u")
    assert states() == {"09OSLO9010": "kept"}
    assert reader.cursor == "09OSLO9009"
    assert "undone: dismissed 09OSLO9009" in reader.status
    await reader.press("u", "u")
    assert states() == {}
    assert "Nothing to undo." in reader.status
    await reader.press("ctrl+r")
    assert states() == {"09OSLO9010": "kept"}
    assert signs(reader) == "+●●●●"


async def test_undo_reaches_back_before_the_start_and_asks_first(archive: Path) -> None:
    update(archive)
    async with reading(archive) as first:
        await first.press("F", "d")
    async with reading(archive) as second:
        await second.press("u")
        assert re.search(r"Undo “dismissed 09OSLO9009” from \d{4}-\d\d-\d\d\?", second.text)
        await second.press("n")
        assert states() == {"09OSLO9010": "kept", "09OSLO9009": "dismissed"}
        await second.press("u", "y")
        assert states() == {"09OSLO9010": "kept"}
        assert "undone: dismissed 09OSLO9009" in second.status
        await second.press("F", "u")  # its own work is taken back at once, as a slip should be
        assert "09OSLO9010" in states()
        assert "undone" in second.status
        await second.press("u", "y")
        assert states() == {}
        assert signs(second) == "●●●●●"


# --- queries ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("is:unread", ["08OSLO10", "08OSLO9", "99PRAGUE3"]),
        ("is:kept", ["09OSLO9010"]),
        ("is:decided", ["09OSLO9010", "09OSLO9009"]),
        ("NOT is:decided AND herring", ["08OSLO10", "08OSLO9"]),
        ("is:dismissed OR label:gas", ["09OSLO9009", "08OSLO10"]),
        ("label:GÁS", ["08OSLO10"]),
        ("label:g*", ["08OSLO10"]),
        ("has:bookmark", ["99PRAGUE3"]),
        ("has:label", ["08OSLO10"]),
        ("-has:bookmark origin:prague", None),
    ],
)
async def test_the_notebook_is_asked_in_the_same_language(
    query: str, expected: list[str] | None, reader: Reader
) -> None:
    await reader.press("F", "d", "L")
    await type_in(reader, "gas")
    await reader.press("G", "m", "g", "l")
    await type_in(reader, query)
    rows = [line.split()[-3:] for line in reader.pane("list") if line.strip()]
    if expected is None:
        assert "Nothing found" in reader.status
    else:
        assert reader.list.count == len(expected), rows
        found = []
        for place in range(len(expected)):
            await reader.press("g", *["j"] * place)
            found.append(reader.cursor)
        assert found == expected


async def test_a_limit_stays_as_it_is_while_its_cables_are_decided(reader: Reader) -> None:
    await reader.press("l")
    await type_in(reader, "is:unread")
    await reader.press("F")
    assert reader.list.count == 5
    assert signs(reader) == "+●●●●"


async def test_a_view_is_saved_and_opened_by_its_name(reader: Reader) -> None:
    await reader.press("l")
    await type_in(reader, "herring")
    await reader.press("o", "V", "a")
    await type_in(reader, "Fish")
    await reader.press("q", "escape")
    assert reader.list.count == 5
    await reader.press("V", "enter")
    assert reader.list.count == 2
    assert "herring" in reader.title
    assert "origin" in reader.title
    titles = [item.title for item in reader.app.get_system_commands(reader.app.screen)]
    assert "View Fish" in titles


# --- reading ---------------------------------------------------------------------------------------------------------


async def test_a_cable_counts_as_read_where_the_reader_stays(archive: Path) -> None:
    update(archive)
    config = paths.config_file()
    config.parent.mkdir(parents=True)
    config.write_text("[reading]\nread_after = 0.3\n", encoding="utf-8")
    async with reading(archive) as reader:
        await reader.press("j", "j")
        await reader.until(lambda: bool(states()))
        assert states() == {"08OSLO10": "read"}


async def test_the_end_of_a_cable_counts_as_having_read_it_and_flying_over_does_not(archive: Path) -> None:
    update(archive)
    config = paths.config_file()
    config.parent.mkdir(parents=True)
    config.write_text("[reading]\nread_after = 0\n", encoding="utf-8")
    async with reading(archive) as reader:
        await reader.press("j", "j", "k")
        assert states() == {}
        await reader.press("enter", "G")
        assert states() == {"09OSLO9009": "read"}
        await reader.press("u")
        assert states() == {"09OSLO9009": "read"}


async def test_space_reads_everything_from_the_list(archive: Path) -> None:
    update(archive)
    async with reading(archive) as reader:
        for _ in range(40):
            await reader.press("space")
        assert len(states()) == 5
        assert "No other unread cable in this list." in reader.status


async def test_reading_goes_on_where_it_stopped(archive: Path) -> None:
    update(archive)
    (archive / "long.txt").write_text(export(number=77, paragraphs=("One.",) * 40, when=on(2010, 1, 1)), "utf-8")
    update(archive)
    async with reading(archive) as reader:
        await reader.press("enter", *["j"] * 20)
        assert reader.paragraph == 21
        await reader.press("J", "J")
    async with reading(archive) as reader:
        assert reader.cursor == "09OSLO9009"
        await reader.press("K", "K")
        assert reader.paragraph == 21


async def test_who_has_moved_by_then_is_left_where_he_is(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    update(archive)
    async with reading(archive) as reader:
        await reader.press("G")
        assert reader.cursor == "99PRAGUE3"
    look_up, keys = Search.place_of, [1]

    async def place_of(self: Search, name: str) -> int | None:
        found = await look_up(self, name)
        if name == "99PRAGUE3":  # a key is answered meanwhile
            active_app.get().query_one(MessageList).action_move(keys.pop())
        return found

    monkeypatch.setattr(Search, "place_of", place_of)
    async with reading(archive) as reader:
        assert keys == []
        assert reader.cursor == "09OSLO9009"


# --- what cannot be done ---------------------------------------------------------------------------------------------


async def test_a_notebook_that_cannot_be_made_is_a_message_and_reading_goes_on(archive: Path) -> None:
    update(archive)
    file = paths.notebook_file()
    shutil.rmtree(file.parent)
    file.parent.write_text("in the way", encoding="utf-8")
    async with reading(archive) as reader:
        assert "Marks and bookmarks are not saved" in reader.status
        await reader.press("F")
        assert "cannot be created" in reader.status or "notebook.db" in reader.status
        assert signs(reader) == "●●●●●"
        await reader.press("m", "u", "L", "y", "apostrophe", "V", "j", "enter")
        assert reader.shown == "09OSLO9009"


@pytest.mark.parametrize(("answer", "expected"), [("y", {"09OSLO9010": "kept"}), ("n", {})])
async def test_a_damaged_notebook_is_set_aside_and_its_last_copy_offered(
    answer: str, expected: dict[str, str], archive: Path
) -> None:
    update(archive)
    async with reading(archive) as reader:
        await reader.press("F")
    file = paths.notebook_file()
    (copy,) = (file.parent / "copies").iterdir()
    with notebook() as found:
        found.copy_daily()
    copy.unlink()
    with notebook() as found:
        found.copy_daily()
    file.write_bytes(b"\0" * 8192)
    async with reading(archive) as reader:
        assert "is damaged" in reader.words
        assert copy.stem.removeprefix("notebook-") in reader.text
        await reader.press(answer)
        assert states() == expected
        assert signs(reader)[0] == ("+" if expected else "●")
        await reader.press("G", "d")
        assert states() == expected | {"99PRAGUE3": "dismissed"}
    assert [path.read_bytes() for path in file.parent.glob("notebook-damaged-*.db")] == [b"\0" * 8192]


async def test_another_session_is_seen_within_two_seconds(reader: Reader) -> None:
    with notebook() as other:
        from cable_tui.notebook.values import CableSummary

        other.decide([CableSummary("08OSLO9")], State.KEPT)
    async with asyncio.timeout(2.0):
        while signs(reader) != "●●●+●":
            await asyncio.sleep(0.05)
    assert "1 of 5 decided" in reader.title


async def test_read_or_unread_of_many_takes_no_decision_back(reader: Reader) -> None:
    await reader.press("F", "g", "v", "j", "j", "v", "semicolon", "r")
    found = states()
    assert sorted(found.values()) == ["kept", "read", "read"]
    await reader.press("semicolon", "r")
    assert list(states().values()) == ["kept"]
