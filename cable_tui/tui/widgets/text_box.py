"""A text that may be longer than its box: scrolled, or in the plain interface read line by line."""

from __future__ import annotations

from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from cable_tui.tui.layout import wrap
from cable_tui.tui.plain_ui import is_plain
from cable_tui.tui.widgets.paging import Paged, paging

from .lines import Piece
from .row_list import RowList


def text_box(screen: Screen[Any], id: str, text: Text | None = None) -> TextBox | TextLines:
    """The box for a text: `TextLines` in the plain interface, else `TextBox`."""
    return TextLines(text, id=id) if is_plain(screen) else TextBox(text, id=id)


class TextBox(VerticalScroll):
    """A scrolled text."""

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
        """Scrolls by lines."""
        self.scroll_relative(y=lines, animate=False)


class TextLines(RowList[str]):
    """The text in the plain interface: a cursor moves from line to line."""

    def __init__(self, text: Text | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = text or Text()

    def show(self, text: Text) -> None:
        """Shows another text."""
        self._text = text
        self._wrap(0)

    def step(self, lines: int) -> None:
        """Moves the cursor by lines."""
        self.move(lines)

    def on_resize(self) -> None:
        """Rewraps the text."""
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


class ScrolledScreen(Paged, ModalScreen[None]):
    """A dialog with a text in `box`, scrolled by lines, by pages and to both ends."""

    BINDINGS = paging("text")
    box: TextBox | TextLines

    def action_move(self, step: int) -> None:
        """Scrolls by lines."""
        self.box.step(step)

    @property
    def rows_in_sight(self) -> int:
        """The height of the box."""
        return self.box.size.height
