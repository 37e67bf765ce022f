"""A text that is longer than its place: scrolled by lines, or heard line by line."""

from __future__ import annotations

from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from cable_tui.tui.layout import wrap
from cable_tui.tui.plain import is_plain

from .lines import Piece
from .row_list import RowList


def text_box(screen: Screen[Any], id: str, text: Text | None = None) -> TextBox | TextLines:
    """The box that a screen needs: scrolled, or heard."""
    return TextLines(text, id=id) if is_plain(screen) else TextBox(text, id=id)


class TextBox(VerticalScroll):
    """Shows a text and scrolls it."""

    def __init__(self, text: Text | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = Static(text or Text(), markup=False)

    def compose(self) -> ComposeResult:
        """The text."""
        yield self._text

    def show(self, text: Text) -> None:
        """Shows another text."""
        self._text.update(text)

    def step(self, lines: int) -> None:
        """Scrolls."""
        self.scroll_relative(y=lines, animate=False)


class TextLines(RowList[str]):
    """The same for who hears it: the cursor goes from line to line."""

    def __init__(self, text: Text | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = text or Text()

    def show(self, text: Text) -> None:
        """Shows another text."""
        self._text = text
        self._wrap(0)

    def step(self, lines: int) -> None:
        """Goes to another line."""
        self.move(lines)

    def on_resize(self) -> None:
        """Wraps the text anew."""
        self._wrap(self.cursor)

    def _wrap(self, cursor: int) -> None:
        width = max(10, self.size.width)
        lines = (" ".join(line.split()) for line in self._text.plain.split("\n"))
        self.fill([row for line in lines if line for row in wrap(line, width)], cursor)

    def pieces(self, row: str) -> list[Piece]:
        """A line."""
        return [(row, None)]

    def words(self, row: str) -> str:
        """A line."""
        return row


class ScrolledScreen(ModalScreen[None]):
    """A dialog that is read in a box: `box` is scrolled by lines, pages and to both ends."""

    BINDINGS = [
        Binding("j,down", "scroll(1)", "down", id="text.down", key_display="j"),
        Binding("k,up", "scroll(-1)", "up", id="text.up", key_display="k"),
        Binding("space,pagedown,ctrl+f", "page(1)", "page down", id="text.page_down", key_display="space"),
        Binding("b,pageup,ctrl+b", "page(-1)", "page up", id="text.page_up", key_display="b"),
        Binding("ctrl+d", "page(0.5)", "half a page down", id="text.half_page_down"),
        Binding("ctrl+u", "page(-0.5)", "half a page up", id="text.half_page_up"),
        Binding("g,home", "scroll(-100000)", "beginning", id="text.first", key_display="g"),
        Binding("G,end", "scroll(100000)", "end", id="text.last", key_display="G"),
    ]
    box: TextBox | TextLines

    def action_scroll(self, step: int) -> None:
        """Scrolls by lines."""
        self.box.step(step)

    def action_page(self, pages: float) -> None:
        """Scrolls by pages or half pages, one line of overlap."""
        self.box.step(int(pages * max(2, self.box.size.height - 1)))
