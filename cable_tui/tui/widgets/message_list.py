"""The list of cables: drawn line by line over a window of rows, whatever their number."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple

from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip

from cable_tui.archive import Header
from cable_tui.visible import visible_line

from .lines import Pane, Piece, fit, width_of

Fetch = Callable[[int, int], Awaitable[list[Header]]]

_WINDOW = 200  # rows fetched at once
_KEPT = 5 * _WINDOW  # rows kept before the far ones are let go


class _Columns(NamedTuple):
    """Widths in cells; 0 for a column that gave way."""

    date: int
    marking: int
    post: int
    subject: int


class MessageList(Pane):
    """Shows rows `top` to `top + height`; the cursor is on row `cursor` of `count`.

    Rows come from `fetch(start, count)`, answered outside the screen's thread. A move to a row that is not at hand
    happens when it has come.
    """

    BINDINGS = [
        Binding("j,down", "move(1)", "next cable", id="list.down", key_display="j"),
        Binding("k,up", "move(-1)", "previous cable", id="list.up", key_display="k"),
        Binding("g,home", "go(0)", "first cable", id="list.first", key_display="g"),
        Binding("G,end", "last", "last cable", id="list.last", key_display="G"),
        Binding("space,pagedown", "page(1)", "page down", id="list.page_down", key_display="space"),
        Binding("b,pageup", "page(-1)", "page up", id="list.page_up", key_display="b"),
        Binding("slash", "screen.query(True)", "limit", id="list.limit", key_display="/"),
        Binding("enter,right", "read", "read", id="list.read", key_display="enter"),
    ]

    @dataclass
    class Highlighted(Message):
        """The cursor is on this cable now (None: the list is empty)."""

        header: Header | None

    class Chosen(Message):
        """The reader wants to read the cable under the cursor."""

    def __init__(self, fetch: Fetch, id: str | None = None) -> None:
        super().__init__(id=id)
        self._fetch = fetch
        self._rows: dict[int, Header] = {}
        self._generation = 0
        self._is_fetching = False  # rows that are in sight and not at hand
        self.count = 0
        self.cursor = 0
        self.top = 0

    @property
    def current(self) -> Header | None:
        """The header under the cursor."""
        return self._rows.get(self.cursor)

    def neighbours(self) -> list[Header]:
        """The rows next to the cursor that are at hand, the lower first."""
        found = (self._rows.get(self.cursor + step) for step in (1, -1))
        return [header for header in found if header]

    async def show(self, count: int, cursor: int) -> None:
        """Shows a list of `count` rows anew, the cursor on row `cursor`."""
        self._generation += 1
        before = self.cursor - self.top
        cursor = max(0, min(cursor, count - 1))
        start = max(0, cursor - _WINDOW // 2)
        self._rows = dict(enumerate(await self._fetch(start, _WINDOW) if count else [], start))
        self.count, self.cursor, self.top = count, cursor, max(0, cursor - max(0, before))
        self._settle()
        self.refresh()
        self.post_message(self.Highlighted(self.current))

    async def grow(self, count: int, cursor: int) -> None:
        """Takes over a changed list without moving what the reader looks at: the cursor's row stays on its line."""
        self._generation += 1
        was = self.cursor
        start = max(0, cursor - _WINDOW // 2)
        fresh = await self._fetch(start, _WINDOW)
        before, offset = self.current, self.cursor - self.top
        cursor = max(0, min(cursor + self.cursor - was, count - 1))  # the reader may have moved meanwhile
        self._rows = dict(enumerate(fresh, start))
        self.count, self.cursor, self.top = count, cursor, max(0, cursor - offset)
        self._settle()
        self.refresh()
        if self.current != before:
            self.post_message(self.Highlighted(self.current))

    async def _have(self, index: int) -> bool:
        """Fetches the window around a row unless it is at hand; False if the list changed meanwhile."""
        if index in self._rows or not self.count:
            return True
        generation = self._generation
        start = max(0, index - _WINDOW // 2)
        rows = await self._fetch(start, _WINDOW)
        if generation != self._generation:
            return False
        if len(self._rows) > _KEPT:
            self._rows.clear()
        self._rows.update(enumerate(rows, start))
        return True

    def action_move(self, step: int) -> None:
        """Moves the cursor by rows."""
        self.go_to(self.cursor + step)

    def action_page(self, pages: int) -> None:
        """Moves by pages, one row of overlap."""
        self.go_to(self.cursor + pages * max(1, self.size.height - 1))

    def action_go(self, index: int) -> None:
        """Goes to a row."""
        self.go_to(index)

    def action_last(self) -> None:
        """Goes to the last row."""
        self.go_to(self.count - 1)

    def action_read(self) -> None:
        """Asks for the viewer."""
        if self.current:
            self.post_message(self.Chosen())

    def go_to(self, index: int) -> bool:
        """Moves the cursor to a row, at once if it is at hand; False if it stays where it is."""
        index = max(0, min(index, self.count - 1))
        if index == self.cursor or not self.count:
            return False
        if index in self._rows:
            self._move(index)
            self._prefetch(index)
        else:
            self.run_worker(self._go_later(index), group="rows", exclusive=True)
        return True

    async def _go_later(self, index: int) -> None:
        if await self._have(index):
            self._move(index)

    def _prefetch(self, index: int) -> None:
        """Has the next window fetched before the reader gets there."""
        for ahead in (index + _WINDOW // 4, index - _WINDOW // 4):
            if 0 <= ahead < self.count and ahead not in self._rows:
                self.run_worker(self._have(ahead), group="prefetch", exclusive=True)

    def _move(self, index: int) -> None:
        before, top = self.cursor, self.top
        self.cursor = index
        self._settle()
        if self.top == top:
            self.repaint_line(before - top)
            self.repaint_line(index - top)
        else:
            self.refresh()
        self.post_message(self.Highlighted(self.current))

    def _settle(self) -> None:
        """Scrolls so that the cursor is in sight and no room is wasted."""
        height = max(1, self.size.height)
        if self.cursor < self.top:
            self.top = self.cursor
        elif self.cursor >= self.top + height:
            self.top = self.cursor - height + 1
        self.top = max(0, min(self.top, self.count - height))

    def on_resize(self) -> None:
        """Keeps the cursor in sight."""
        self._settle()
        self.refresh()

    def on_focus(self) -> None:
        """The cursor looks different with the focus."""
        self.repaint_line(self.cursor - self.top)

    def on_blur(self) -> None:
        """And without."""
        self.repaint_line(self.cursor - self.top)

    def render_line(self, y: int) -> Strip:
        """Draws one row."""
        width, index = self.size.width, self.top + y
        header = self._rows.get(index)
        if header is None:
            if index < self.count and not self._is_fetching:
                self._is_fetching = True
                self.run_worker(self._show_later(index), group="missing")
            return self.line([])
        is_cursor = index == self.cursor
        row = self.style("list--cursor" if self.has_focus else "list--current") if is_cursor else None
        bar: Piece = ("▌", self.style("list--bar")) if is_cursor else (" ", None)
        return self.line([bar, *self._cells(header, _columns(width))], row)

    async def _show_later(self, index: int) -> None:
        try:
            await self._have(index)
        finally:
            self._is_fetching = False
        self.refresh()

    def _cells(self, header: Header, columns: _Columns) -> list[Piece]:
        cells: list[Piece] = []
        if columns.date:
            cells.append((fit(header.day, columns.date) + " ", self.style("list--date")))
        if columns.marking:
            cells.append((fit(header.letters, columns.marking) + " ", self.marking(header.level)))
        if columns.post:
            cells.append((fit(_name(header, columns.post), columns.post) + " ", None))
        cells.append((fit(visible_line(header.subject), columns.subject), None))
        return cells


def _name(header: Header, width: int) -> str:
    """Post and number; the post gives way, since the number is what is looked for."""
    if not header.serial:
        return visible_line(header.id or header.source)
    post = visible_line(header.post)
    room = width - len(header.serial) - 1
    return f"{post if width_of(post) <= room else fit(post, room)} {header.serial}"


def _columns(width: int) -> _Columns:
    """Columns give way in reverse order: the subject has what the others leave, and vanishes first."""
    marking, date, post = 5, 10, 18 if width >= 90 else 15 if width >= 50 else 12
    if width < 34:
        post = 0
    if width < 18:
        date = 0
    used = 1 + sum(column + 1 for column in (date, marking, post) if column)
    return _Columns(date, marking, post, max(0, width - used - 1))
