"""Lines that ask say what for; keys of paging; keys that do nothing say so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from harness.screen import Reader, reading

from cable_tui.archive.build.update import update
from cable_tui.tui.widgets.query_line import QuerySuggester


@pytest.fixture
async def reader(archive: Path) -> AsyncIterator[Reader]:
    update(archive)
    async with reading(archive, 80, 24) as found:
        await found.built()
        yield found


def asked(reader: Reader) -> str:
    """The line above the last one, where something is typed."""
    return reader.lines[-2].strip()


@pytest.mark.parametrize(
    ("keys", "label", "hint"),
    [
        ("l", "limit: ", "enter limit"),
        ("T", "select: ", "enter select"),
        ("3/", "find in text: ", "enter find"),
        ("s", "save cable as: ", "enter done"),
        ("x", "export notebook to: ", "enter done"),
        ("|", "pipe cable to: ", "enter done"),
        ("L", "labels: ", "enter done"),
    ],
)
async def test_a_line_says_what_it_is_for_and_names_its_keys(reader: Reader, keys: str, label: str, hint: str) -> None:
    await reader.press("u")
    assert "Nothing to undo" in reader.status
    await reader.press(*({"/": "slash", "|": "vertical_line"}.get(key, key) for key in keys))
    assert asked(reader).startswith(label)
    assert hint in reader.status
    await reader.press("e", "escape")
    assert label not in reader.text


async def test_what_is_typed_stands_behind_the_label(reader: Reader) -> None:
    await reader.press("l", *"cod")
    assert asked(reader).startswith("limit: cod")
    await reader.resize(30, 16)
    await reader.press("i")
    assert "codi" in reader.text


async def test_a_question_mark_opens_help_where_nothing_is_typed(reader: Reader) -> None:
    await reader.press("l")
    assert "? help" in reader.status
    await reader.pilot.press("question_mark")
    await reader.settled()
    assert "Queries  (q closes)" in reader.text
    await reader.press("q", "c")
    await reader.pilot.press("question_mark")
    await reader.settled()
    assert asked(reader).startswith("limit: c?")


async def test_pages_and_half_pages(archive: Path) -> None:
    update(archive)
    async with reading(archive, 80, 12) as reader:
        height = reader.list.size.height
        assert reader.list.count > height >= 2
        await reader.press("ctrl+f")
        assert reader.list.cursor == height - 1
        await reader.press("g", "ctrl+d")
        assert reader.list.cursor == height // 2
        await reader.press("ctrl+u")
        assert reader.list.cursor == 0
        await reader.press("j", "ctrl+b")
        assert reader.list.cursor == 0


async def test_half_pages_of_the_text(reader: Reader) -> None:
    await reader.press("G", "3")
    before, height = reader.viewer.top, reader.viewer.size.height
    await reader.press("ctrl+d")
    most = reader.viewer._pages.total() - height
    assert reader.viewer.top == min(before + height // 2, max(0, most))
    await reader.press("ctrl+u")
    assert reader.viewer.top == before


async def test_a_key_that_does_nothing_says_so(reader: Reader) -> None:
    await reader.press("z")
    assert "Nothing is bound to z; ? lists the keys." in reader.status
    await reader.press("j")
    assert "Nothing is bound" not in reader.status


async def test_the_keys_are_paged_and_looked_for_in_sight(archive: Path) -> None:
    update(archive)
    async with reading(archive, 80, 24) as reader:
        await reader.press("question_mark", "G")
        assert "take no counts" in reader.text
        await reader.press("g")
        assert "Keys here" in reader.text
        await reader.press("space")
        assert "Keys here" not in reader.text
        await reader.press("b")
        assert "Keys here" in reader.text
        await reader.press("slash", *"sel")
        assert "find: sel" in reader.text
        await reader.press("enter")
        assert "Keys here: sel" in reader.text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("origin:mos", ['origin:"Embassy Moscow"']),
        ('cod origin:"embassy mo', ['cod origin:"embassy moscow"']),
        ("from:MAD", ['from:"Embassy Madrid"', 'from:"Consulate Madras"']),
        ("origin:emb", ['origin:"Embassy Moscow"', 'origin:"Embassy Madrid"']),
        ("is:m", ["is:missing"]),
        ("-tag:pr", ["-tag:prEL", "-tag:prEF"]),
        ("class:>=se", ["class:>=secret"]),
        ("(sub", ["(subject:"]),
        ("label:che", ['label:"to check"']),
        ("zzz", []),
    ],
)
def test_completions(typed: str, expected: list[str]) -> None:
    suggester = QuerySuggester(
        lambda: ("Embassy Moscow", "Embassy Madrid", "Consulate Madras"),
        lambda: ("to check",),
        lambda: ("PREL", "PREF"),
    )
    assert suggester.completions(typed)[: max(1, len(expected))] == expected


async def test_tab_goes_through_what_fits_and_says_where_nothing_does(reader: Reader) -> None:
    await reader.press("l", *"origin:os", "tab")
    assert 'origin:"Embassy Oslo"' in asked(reader)
    await reader.press("ctrl+u", *"tag:pr", "tab")
    first = asked(reader)
    assert first.startswith("limit: tag:prEL")
    await reader.press("tab")
    assert asked(reader) != first
    await reader.press("ctrl+u", *"zzz", "tab")
    assert 'No completion for "zzz".' in reader.status
