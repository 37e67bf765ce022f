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
    Place("g", "1 of 9"),
    Place("h", back="h 1"),
    Place("3 j", back="q"),
    Place("g j j 3 /", "find in text:|Find in the text"),
    Place("disagreed enter", "hit 1 of 1", "q"),
    Place("3 \\", back="\\ q"),
    Place("3 e", "Transport lines", "q q"),
    Place("3 g a", "In this paragraph", "q q"),
    Place("3 f", "a letter follows", "esc q"),
    Place("+", "", "+"),
    Place("l", "limit:|Limit the list"),
    Place("origin:emb tab tab", '␛c"|<U+3164>"'),
    Place("ctrl+u from:e tab tab", '␛c"|<U+3164>"'),
    Place("ctrl+u label:la tab", '␍"'),
    Place("ctrl+u origin:emb tab tab enter", "(9)"),
    Place("l", '␛c"|<U+3164>"'),
    Place("esc", "of 9 "),
    Place("l ?", "Queries", "q esc"),
    Place("L", "labels: |labels, as in"),
    Place("la", "la"),
    Place("tab", "<U+3164>", "esc"),
    Place("L new,la tab enter", f"+label {TOKEN}"),
    Place("V", f"view {TOKEN}"),
    Place("enter", ""),
    Place("l", "limit:|Limit the list", "esc"),
    Place("l opinion enter", "(9)"),
    Place("V", f"view {TOKEN}"),
    Place("a", "save view as:|name of the view"),
    Place("vi tab", "␍", "esc"),
    Place("q", "(9)", "esc"),
    Place("'", "enter go"),
    Place("tab", "(q closes)", "q"),
    Place("e", "ctrl+s save", "esc"),
    Place("e", "ctrl+s save"),
    Place("ctrl+e", "from the editor", "esc esc"),
    Place("L", "labels: |labels, as in"),
    Place("la tab", "<U+3164>", "esc"),
    Place("/", "limit:|words, label"),
    Place("nothing enter", "1 of 17", "q"),
    Place("3 M", "ctrl+s save", "esc q"),
    Place("3 m", "Remove the bookmark", "n q"),
    Place("R", "eferences of", "q"),
    Place("I", "not in this archive", "q"),
    Place("I enter", "Cables citing", "q q"),
    Place("i", "enter limit the list", "q"),
    Place("i tab G", TOKEN, "q"),
    Place("!", "2 hold no cable", "q"),
    Place(": view", f"View view {TOKEN}", "esc"),
    Place(f"? / {TOKEN} enter", "Keys here:", "q"),
    Place(": theme enter", "Theme not used", "esc"),
    Place("s", "save cable|file to save", "esc"),
    Place("x", "export notebook|file to export", "esc"),
    Place("|", "pipe cable|command that reads"),
    Place("cat enter", "press enter to return"),
    Place("enter", "cat: done"),
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
        for _ in range(8):
            terminal.press("J")
        for place in PLACES:
            send(terminal, place.keys)
            terminal.until(lambda: is_shown(place.shown, terminal.text), str(place))  # noqa: B023
            send(terminal, place.back)
        terminal.send("Q")
        assert terminal.finish() == 0
        assert sequences_of(bytes(terminal.output)) == []


def send(terminal: Terminal, keys: str) -> None:
    for word in keys.split():
        for key in typed(word):
            terminal.send(key)
        terminal.until_quiet(0.15 if word == "esc" else 0.06)  # with the next key an escape would be one


def is_shown(shown: str, text: str) -> bool:
    """Whether one of several texts stands on the screen, wherever lines are broken and letters changed."""
    flat = " ".join(text.split()).casefold()
    return any(one.casefold() in flat for one in shown.split("|"))


async def test_no_widget_of_any_place_holds_what_is_not_seen(archive: Path) -> None:
    async with reading(archive, 110, 30) as reader:
        await reader.built()
        for _ in range(8):
            await reader.press("J")
            assert held(reader.app) == {}
        for place in PLACES:
            if place.keys in ("ctrl+e", "|", "cat enter"):  # other programs want a terminal
                await press(reader, "esc" if place.keys == "ctrl+e" else "")
                continue
            await press(reader, place.keys)
            assert held(reader.app) == {}, place
            await press(reader, place.back)


async def press(reader: Reader, keys: str) -> None:
    for word in keys.split():
        if word in KEYS or len(word) == 1:
            await reader.press({"esc": "escape"}.get(word, _character_to_key(word) if len(word) == 1 else word))
        else:
            await reader.press(*word)


def held(app: App[None]) -> dict[str, list[str]]:
    """By widget, every character that is not seen in what it has been given to show."""
    texts = ((widget, text) for widget in app.screen.walk_children(Widget) for text in texts_of(widget))
    found = ((widget, unseen(text.replace("\r\n", "\n"))) for widget, text in texts)
    return {repr(widget): characters for widget, characters in found if characters}


def texts_of(widget: Widget) -> Iterator[str]:
    """What a widget has to show, by its kind; the lines that it draws itself."""
    if isinstance(widget, Input):
        yield from (widget.value, str(widget.placeholder), widget._suggestion)
    elif isinstance(widget, TextArea):
        yield widget.text
    elif isinstance(widget, TitleLine):
        yield from (widget.archive, widget.facts)
    elif isinstance(widget, StatusLine):
        yield from (widget.message, widget.warning, widget.place, widget.banner_text, widget.facts)
    elif isinstance(widget, Static):
        yield str(widget.content)
    elif isinstance(widget, OptionList):
        yield from (str(option.prompt) for option in widget.options)
    elif isinstance(widget, Tree):
        yield from (str(node.label) for node in nodes(widget))
    yield str(widget.tooltip or "")
    yield from (widget.render_line(y).text for y in range(widget.size.height))


def nodes(tree: Tree[object]) -> Iterator[object]:
    waiting = [tree.root]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        yield node
