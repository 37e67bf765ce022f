"""Hostile text from every source in every place of both screens: it is read there, and it is nothing else.

Twice: as the widgets have it, before anything is painted, and as a real terminal is sent it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from harness import hostile
from harness.hostile import TOKEN, sequences_of, unseen
from harness.screen import Reader, reading
from harness.terminal import KEYS, Terminal
from rich.text import Text
from textual.app import App
from textual.keys import _character_to_key
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static, TextArea, Tree

from cable_tui.tui.widgets.bars import StatusLine, TitleLine

_PROGRAM = Path(sys.executable).with_name("cable-tui")


class Place(NamedTuple):
    """Keys that lead somewhere, what is on the screen then, and keys that lead back to the list."""

    keys: str
    shown: str = TOKEN
    back: str = ""


#: Where the drawn screen and the plain one have other words, the plain one's stand behind the bar.
PLACES = (
    Place(""),
    Place("h", back="h 1"),
    Place("3 j", back="q"),
    Place("3 / opinion enter", "opinion", "q"),
    Place("3 \\", back="\\ q"),
    Place("3 e", "Transport lines", "q q"),
    Place("3 G k a", "n this paragraph|glossary", "q q"),
    Place("3 f", "a letter follows|No reference", "esc q"),
    Place("+", "", "+"),
    Place("l origin:emb tab", f'origin:"Embassy Oslo {TOKEN}', "esc"),
    Place("l from:e tab", TOKEN, "esc"),
    Place("l label:la tab", f'label:"label {TOKEN}', "esc"),
    Place("l origin:emb tab enter", f"1 of 1 |1 of 1,|{TOKEN}"),
    Place("l", f'origin:"Embassy Oslo {TOKEN}', "esc"),
    Place("l is:nothing tab", "", "esc"),
    Place("l ?", "Queries", "q esc"),
    Place("L", f"has: label {TOKEN}|labels, as in", "esc"),
    Place("L la", f"label {TOKEN}|la", "esc"),
    Place("L la tab", f"label {TOKEN}", "esc"),
    Place("L new,la tab enter", f"+label {TOKEN}"),
    Place("V", f"view {TOKEN}", "q"),
    Place("V enter", "", "l esc"),
    Place("V j enter l", f"view {TOKEN}|{TOKEN}", "esc"),
    Place("l oslo enter V a vi tab", f"view {TOKEN}", "esc q esc"),
    Place("'", f"a note {TOKEN}", "q"),
    Place("' tab", "Bookmark", "q q"),
    Place("' e", f"a note {TOKEN}", "esc q"),
    Place("' e ctrl+e", f"from the editor {TOKEN}", "esc esc q"),
    Place("' L la tab", f"label {TOKEN}", "esc q"),
    Place("' / label:la enter", TOKEN, "esc q"),
    Place("3 M", f"a note {TOKEN}", "esc q"),
    Place("3 m", "Remove the bookmark", "n q"),
    Place("R", "eferences of", "q"),
    Place("I", "not in this archive|cited", "q"),
    Place("I enter", "Who cites", "q q"),
    Place("i", "FISH|ablE|cable", "q"),
    Place("i tab G", TOKEN, "q"),
    Place("!", f"none {TOKEN}", "q"),
    Place(": view", f"View view {TOKEN}", "esc"),
    Place(f"? / {TOKEN} enter", "Keys here", "q"),
    Place(": theme enter", f"theme {TOKEN}", "esc"),
    Place("s", "", "esc"),
    Place("x", "notebook", "esc"),
    Place("| cat enter", f"back to the cables|cat: done", "enter"),
    Place("u", "Undo|undone", "n"),
)  # fmt: skip


def typed(keys: str) -> list[str]:
    """The keys one by one: what has a name, and the letters of what has none."""
    return [key for word in keys.split() for key in ([word] if word in KEYS or len(word) == 1 else word)]


@pytest.fixture(params=[False, True], ids=["drawn", "plain"])
def archive(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> Path:
    """An archive, a notebook, settings, a theme and an editor, all of them hostile."""
    found = hostile.archive_in(tmp_path)
    hostile.fill_notebook(found)
    monkeypatch.setenv("EDITOR", str(hostile.configure(tmp_path, plain=request.param)))
    return found


def test_nothing_in_any_place_is_a_sequence(archive: Path) -> None:
    with Terminal(_PROGRAM, archive, columns=110, rows=30) as terminal:
        terminal.until_text("config.toml")
        for _ in range(10):
            terminal.press("J")
        terminal.send("g")
        for place in PLACES:
            for key in typed(place.keys):
                terminal.send(key)
            terminal.until(lambda: any(one in flat(terminal) for one in place.shown.split("|")), str(place))  # noqa: B023
            terminal.until_quiet(0.1)
            for key in typed(place.back):
                terminal.send(key)
            terminal.until_quiet(0.1)
        terminal.send("Q")
        assert terminal.finish() == 0
        assert sequences_of(bytes(terminal.output)) == []


def flat(terminal: Terminal) -> str:
    return " ".join(terminal.text.split())
