"""The base of all lists drawn line by line: cursor, scrolling, rows as words or cells."""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Offset
from textual.strip import Strip

from .lines import Pane, Piece


class ListPane(Pane):
    """Shows rows `top` to `top + height` out of `count`; the cursor is on row `cursor`."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.count = 0
        self.cursor = 0
        self.top = 0

    def settle(self, first: int | None = None) -> None:
        """Scrolls so that the rows from `first` to the cursor are in sight and the pane is filled."""
        height = max(1, self.size.height)
        highest = min(self.top, self.cursor if first is None else first, self.count - height)
        self.top = max(0, highest, self.cursor - height + 1)

    @property
    def cursor_place(self) -> Offset:
        """The start of the cursor's row."""
        return Offset(0, self.cursor - self.top)

    def row_at(self, y: int) -> int | None:
        """The row on a line of the pane, None below the last one."""
        return self.top + y if self.top + y < self.count else None

    def row_line(
        self,
        words: Callable[[], str],
        cells: Callable[[], list[Piece]],
        *,
        has_cursor: bool,
        cursor: str = "list--cursor",
    ) -> Strip:
        """A row: words in the plain interface, else the cursor's bar and its cells, in style `cursor` if current."""
        if self.is_plain:
            return self.line([(words(), None)])
        bar: Piece = ("▌", self.style("list--bar")) if has_cursor else (" ", None)
        return self.line([bar, *cells()], self.style(cursor) if has_cursor else None)

    def on_focus(self) -> None:
        """Repaints the cursor, which looks different with the focus."""
        self.repaint_line(self.cursor - self.top)

    def on_blur(self) -> None:
        """Repaints the cursor, which looks different without the focus."""
        self.repaint_line(self.cursor - self.top)
