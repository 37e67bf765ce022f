"""A list of rows in memory, drawn line by line."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.events import Click
from textual.strip import Strip

from cable_tui.escape import visible

from .lines import Piece
from .list_pane import ListPane

_Row = TypeVar("_Row")


class RowList(ListPane, Generic[_Row]):
    """Shows `rows` from `top` on, with the cursor on row `cursor`.

    Subclasses draw a row and name the headings, which the cursor skips. If `shows_cursor_always` is False, the
    cursor is shown only with the focus.
    """

    shows_cursor_always = True

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: list[_Row] = []

    def pieces(self, row: _Row) -> list[Piece]:
        """The cells of a row."""
        raise NotImplementedError

    def words(self, row: _Row) -> str:
        """A row in words, for the plain interface."""
        raise NotImplementedError

    def is_heading(self, row: _Row) -> bool:
        """Whether a row is a heading."""
        return False

    def fill(self, rows: list[_Row], cursor: int = 0) -> None:
        """Replaces the rows and puts the cursor on row `cursor`, or the next that is not a heading."""
        self.rows, self.count = rows, len(rows)
        self.go_to(cursor)

    @property
    def current(self) -> _Row | None:
        """The row under the cursor, None where there is none."""
        row = self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None
        return None if row is None or self.is_heading(row) else row

    def go_to(self, index: int) -> None:
        """Moves the cursor to a row, or the next that is not a heading."""
        places = self._places()
        at_or_behind = (place for place in places if place >= index)
        self._set(next(at_or_behind, places[-1] if places else 0))

    def move(self, step: int) -> None:
        """Moves the cursor by rows, skipping headings."""
        places = self._places()
        if places:
            at = places.index(self.cursor) if self.cursor in places else 0
            self._set(places[max(0, min(at + step, len(places) - 1))])

    def _places(self) -> list[int]:
        """The rows where the cursor may be: in the plain interface also headings."""
        return [place for place, row in enumerate(self.rows) if self.is_plain or not self.is_heading(row)]

    def _set(self, place: int) -> None:
        """Puts the cursor on a row and scrolls to it, with the heading above it."""
        above = place - 1 if place and self.rows and self.is_heading(self.rows[place - 1]) else place
        self.cursor = place
        self.settle(above)
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Goes to the row under the mouse."""
        index = self.row_at(event.y)
        if index is not None and not self.is_heading(self.rows[index]):
            self._set(index)

    def on_resize(self) -> None:
        """Keeps the cursor in sight."""
        self.go_to(self.cursor)

    def render_line(self, y: int) -> Strip:
        """Draws one row."""
        index = self.row_at(y)
        if index is None:
            return self.line([])
        row = self.rows[index]
        has_cursor = index == self.cursor and not self.is_heading(row) and (self.shows_cursor_always or self.has_focus)
        return self.row_line(
            lambda: visible(self.words(row)),
            lambda: [(visible(text), style) for text, style in self.pieces(row)],
            has_cursor=has_cursor,
        )
