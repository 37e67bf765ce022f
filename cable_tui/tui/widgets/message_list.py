"""The list of cables: drawn line by line from a window of rows, for lists of any length."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.events import Click, MouseDown
from textual.message import Message
from textual.strip import Strip

from cable_tui.archive import Header
from cable_tui.escape import visible_line
from cable_tui.notebook.state import State
from cable_tui.tui.marks import CableMarks
from cable_tui.tui.plain_ui import spoken

from .columns import Columns, columns_of, dated, name_of
from .lines import Piece, fit, width_of
from .list_pane import ListPane

Fetch = Callable[[int, int], Awaitable[list[Header]]]

#: Signs of states: unread stands out, read is blank.
_SIGNS = {State.UNREAD: "●", State.READ: " ", State.KEPT: "+", State.DISMISSED: "×"}
_WHEEL = 3  # rows
_COUNT = 3  # cells for the number of bookmarks
_SIGNS_FROM = 18  # cells
_ALL_FROM = 80  # cells; from here empty columns are reserved, so that nothing shifts later
_DAY_FROM = 60  # cells, in the plain interface
_WINDOW = 200  # rows fetched at once
_KEPT = 5 * _WINDOW  # rows held before all but the new window are dropped


class MessageList(ListPane):
    """Shows rows `top` to `top + height`; the cursor is on row `cursor` of `count`.

    Rows come from `fetch(start, count)`, which runs outside the screen's thread. A move to a row that is not loaded
    takes effect once it is.
    """

    BINDINGS = [
        Binding("j,down", "move(1)", "next cable", id="list.down", key_display="j"),
        Binding("k,up", "move(-1)", "previous cable", id="list.up", key_display="k"),
        Binding("g,home", "go(0)", "first cable", id="list.first", key_display="g"),
        Binding("G,end", "last", "last cable", id="list.last", key_display="G"),
        Binding("pagedown,ctrl+f", "page(1)", "page down in the list", id="list.page_down", key_display="pgdn ^f"),
        Binding("pageup,ctrl+b", "page(-1)", "page up in the list", id="list.page_up", key_display="pgup ^b"),
        Binding("ctrl+d", "half_page(1)", "half a page down in the list", id="list.half_page_down"),
        Binding("ctrl+u", "half_page(-1)", "half a page up in the list", id="list.half_page_up"),
        Binding(
            "space", "screen.page(1)", "read on, then the next unread cable", id="list.read_on", key_display="space"
        ),
        Binding("b", "screen.page(-1)", "read back", id="list.read_back"),
        Binding("slash,backslash", "screen.query('limit')", "limit", id="list.limit", key_display="/"),
        Binding("enter,right", "read", "read", id="list.read", key_display="enter"),
    ]

    @dataclass
    class Highlighted(Message):
        """The cursor has reached a cable (None: the list is empty); `move` is the count of moves so far."""

        header: Header | None
        move: int

    class Chosen(Message):
        """The reader opens the cable under the cursor."""

    def __init__(self, fetch: Fetch, id: str | None = None) -> None:
        super().__init__(id=id)
        self._fetch = fetch
        self._rows: dict[int, Header] = {}
        self._generation = 0
        self._is_fetching = False  # rows that are in sight but not loaded
        self._arrived = asyncio.Event()  # set while no move is pending
        self._arrived.set()
        self._wanted = 0  # the target row of the pending move
        self.moves = 0  # requested so far
        self.date_form = "iso"
        self.range_start: int | None = None  # the row where a range begins
        self._ledger = CableMarks()
        self._selected: set[int] = set()

    def use_ledger(self, ledger: CableMarks) -> None:
        """Replaces the marks that are shown."""
        self._ledger = ledger
        self.refresh()

    # --- the selection, by rows of the cache

    def selection(self) -> list[int]:
        """The selected rows of the cache."""
        return sorted(self._selected)

    def select(self, rows: Iterable[int]) -> None:
        """Adds rows of the cache to the selection."""
        self._selected.update(rows)
        self.refresh()

    def select_none(self) -> bool:
        """Clears the selection; False if there was none."""
        had = bool(self._selected) or self.range_start is not None
        self._selected, self.range_start = set(), None
        self.refresh()
        return had

    def toggle(self) -> None:
        """Selects or deselects the row under the cursor."""
        if self.current:
            self._selected ^= {self.current.doc_id}
            self.refresh()

    def begin_range(self) -> None:
        """Begins a range at the cursor."""
        self.range_start = self.cursor
        self.refresh()

    def end_range(self, rows: Sequence[int]) -> None:
        """Selects the range that ends at the cursor; `rows` are all rows of the list."""
        self.select(self.take_range(rows))

    def take_range(self, rows: Sequence[int]) -> list[int]:
        """Ends the range at the cursor without selecting it; returns its rows, none where no range is open."""
        if self.range_start is None:
            return []
        first, last = sorted((self.range_start, self.cursor))
        self.range_start = None
        self.refresh()
        return list(rows[first : last + 1])

    @property
    def range_size(self) -> int:
        """How many rows the open range has, 0 where none is open."""
        return 0 if self.range_start is None else abs(self.cursor - self.range_start) + 1

    def _is_selected(self, index: int, header: Header) -> bool:
        in_range = self.range_start is not None and min(self.range_start, self.cursor) <= index <= max(
            self.range_start, self.cursor
        )
        return in_range or header.doc_id in self._selected

    @property
    def current(self) -> Header | None:
        """The header under the cursor."""
        return self._rows.get(self.cursor)

    def neighbours(self) -> list[Header]:
        """The loaded headers next to the cursor, the lower one first."""
        found = (self._rows.get(self.cursor + step) for step in (1, -1))
        return [header for header in found if header]

    async def show(self, count: int, cursor: int) -> None:
        """Shows a new list of `count` rows with the cursor on row `cursor`."""
        self._generation += 1
        self.range_start = None
        before = self.cursor - self.top
        cursor = max(0, min(cursor, count - 1))
        start = max(0, cursor - _WINDOW // 2)
        self._rows = dict(enumerate(await self._fetch(start, _WINDOW) if count else [], start))
        self.count, self.cursor, self.top = count, cursor, max(0, cursor - max(0, before))
        self.settle()
        self.refresh()
        self.post_message(self.Highlighted(self.current, self.moves))

    async def grow(self, count: int, cursor: int) -> None:
        """Updates the list in place: the cursor's row stays on its line."""
        self._generation += 1
        was = self.cursor
        start = max(0, cursor - _WINDOW // 2)
        fresh = await self._fetch(start, _WINDOW)
        before, offset = self.current, self.cursor - self.top
        cursor = max(0, min(cursor + self.cursor - was, count - 1))  # the reader may have moved during the fetch
        self._rows = dict(enumerate(fresh, start))
        self.count, self.cursor, self.top = count, cursor, max(0, cursor - offset)
        self.settle()
        self.refresh()
        if self.current != before:
            self.post_message(self.Highlighted(self.current, self.moves))

    async def _have(self, index: int) -> bool:
        """Loads the window around a row if needed; False if the list changed during the fetch."""
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
        """Moves by pages that overlap by one row."""
        self.go_to(self.cursor + pages * max(1, self.size.height - 1))

    def action_half_page(self, halves: int) -> None:
        """Moves by half a page."""
        self.go_to(self.cursor + halves * max(1, self.size.height // 2))

    def action_go(self, index: int) -> None:
        """Goes to a row."""
        self.go_to(index)

    def action_last(self) -> None:
        """Goes to the last row."""
        self.go_to(self.count - 1)

    def action_read(self) -> None:
        """Opens the cable under the cursor."""
        if self.current:
            self.post_message(self.Chosen())

    def go_to(self, index: int) -> bool:
        """Moves the cursor to a row, at once if it is loaded; False if it stays where it is."""
        index = max(0, min(index, self.count - 1))
        if index == self.cursor or not self.count:
            return False
        self.moves += 1
        if index in self._rows:
            self._move(index)
            self._prefetch(index)
        else:
            self._arrived.clear()
            self._wanted = index
            self.run_worker(self._go_later(index), group="rows", exclusive=True)
        return True

    async def _go_later(self, index: int) -> None:
        try:
            if await self._have(index):
                self._move(index)
        finally:
            if index == self._wanted:
                self._arrived.set()

    async def arrived(self) -> Header | None:
        """Waits for pending moves, then returns the header under the cursor: commands apply to that one."""
        await self._arrived.wait()
        return self.current

    def _prefetch(self, index: int) -> None:
        """Fetches the next window before the reader reaches it."""
        for ahead in (index + _WINDOW // 4, index - _WINDOW // 4):
            if 0 <= ahead < self.count and ahead not in self._rows:
                self.run_worker(self._have(ahead), group="prefetch", exclusive=True)

    def _move(self, index: int) -> None:
        before, top = self.cursor, self.top
        self.cursor = index
        self.settle()
        if self.top == top and self.range_start is None:
            self.repaint_line(before - top)
            self.repaint_line(index - top)
        else:
            self.refresh()
        self.post_message(self.Highlighted(self.current, self.moves))

    def on_mouse_down(self, event: MouseDown) -> None:
        """Goes to the row under the mouse, before focus changes the size of the pane."""
        if (row := self.row_at(event.y)) is not None:
            self.go_to(row)

    def on_click(self, event: Click) -> None:
        """Opens a cable on a double click."""
        if event.chain == 2:
            self.action_read()

    def on_mouse_scroll_down(self) -> None:
        """Goes down a few rows."""
        self.action_move(_WHEEL)

    def on_mouse_scroll_up(self) -> None:
        """Goes up a few rows."""
        self.action_move(-_WHEEL)

    def on_resize(self) -> None:
        """Keeps the cursor in sight."""
        self.settle()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draws one row."""
        width, index = self.size.width, self.top + y
        header = self._rows.get(index)
        if header is None:
            if index < self.count and not self._is_fetching:
                self._is_fetching = True
                self.run_worker(self._show_later(index), group="missing")
            return self.line([])
        columns = columns_of(width - self._sign_width(width))
        return self.row_line(
            lambda: self._words(index, header),
            lambda: [*self._signs(index, header, width), *self._cells(header, columns)],
            has_cursor=index == self.cursor,
            cursor="list--cursor" if self.has_focus else "list--current",
        )

    def _words(self, index: int, header: Header) -> str:
        """A row in words: `kept, 2 bookmarks, OSLO 9010, SECRET NOFORN, 2009-06-03, TALKS ABOUT COD`.

        On a narrow braille line the day is left out.
        """
        count = self._ledger.bookmarks.get(header.doc_id, 0)
        labels = self._ledger.labels.get(header.doc_id, ())
        parts = (
            "selected" if self._is_selected(index, header) else "",
            self._ledger.state(header.doc_id).value,
            f"{count} bookmark{'' if count == 1 else 's'}" if count else "",
            name_of(header, self.size.width),
            visible_line(spoken(header.classification)),
            dated(header.day, self.date_form) if self.size.width >= _DAY_FROM else "",
            visible_line(header.subject) or "no subject",
            f"labels {visible_line(', '.join(labels))}" if labels else "",
        )
        return ", ".join(filter(None, parts))

    def _sign_width(self, width: int) -> int:
        is_selecting = bool(self._selected) or self.range_start is not None or width >= _ALL_FROM
        return 0 if width < _SIGNS_FROM else 2 + is_selecting

    def _signs(self, index: int, header: Header, width: int) -> list[Piece]:
        """The signs of selection and state."""
        if not self._sign_width(width):
            return []
        state = self._ledger.state(header.doc_id)
        sign: Piece = (f"{_SIGNS[state]} ", self.style(f"state--{state.value}"))
        if self._sign_width(width) < 3:
            return [sign]
        return [("*" if self._is_selected(index, header) else " ", self.style("list--selected")), sign]

    def _run(self, header: Header, width: int) -> list[Piece]:
        """The levels of the cable's paragraphs: `U·C·S`."""
        pieces: list[Piece] = []
        for level in header.run:
            pieces += [("·", self.style("list--date")), (level.letters, self.marking(level))]
        used = sum(width_of(text) for text, _ in pieces[1:])
        return [*pieces[1:], (" " * (width - used), None)] if used <= width else [(" " * width, None)]

    async def _show_later(self, index: int) -> None:
        try:
            await self._have(index)
        finally:
            self._is_fetching = False
        self.refresh()

    def _cells(self, header: Header, columns: Columns) -> list[Piece]:
        cells: list[Piece] = []
        if columns.date:
            cells.append((fit(dated(header.day, self.date_form), columns.date) + " ", self.style("list--date")))
        if columns.marking:
            cells.append((fit(header.letters, columns.marking) + " ", self.marking(header.level)))
        if (self._ledger.bookmarks or self.size.width >= _ALL_FROM) and columns.subject >= _COUNT:
            count = self._ledger.bookmarks.get(header.doc_id, 0)
            shown = f"{min(count, 99):>{_COUNT - 1}} " if count else " " * _COUNT
            cells.append((shown, self.style("list--bookmarks")))
            columns = columns._replace(subject=columns.subject - _COUNT)
        if columns.post:
            cells.append((fit(name_of(header, columns.post), columns.post) + " ", None))
        if columns.run:
            cells += [*self._run(header, columns.run), (" ", None)]
        is_over = self._ledger.state(header.doc_id) is State.DISMISSED
        style = self.style("list--dismissed") if is_over else None
        labels = visible_line(", ".join(self._ledger.labels.get(header.doc_id, ())))
        shown = fit(f"{labels} ", min(width_of(labels) + 1, columns.subject // 3)) if labels else ""
        cells.append((shown, self.style("list--bookmarks")))
        cells.append((fit(visible_line(header.subject), columns.subject - width_of(shown)), style))
        return cells
