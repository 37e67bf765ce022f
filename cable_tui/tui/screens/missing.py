"""Missing cables: a list of those cited but not in the archive, the most cited first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Click
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip

from cable_tui.archive import StoreError
from cable_tui.archive.estimate import WIDEST
from cable_tui.archive.missing import Missing, MissingList
from cable_tui.escape import visible_line
from cable_tui.tui.archive_worker import ArchiveWorker
from cable_tui.tui.plain_ui import spoken
from cable_tui.tui.reader.history import MissingContext
from cable_tui.tui.screens.references import ReferencesScreen, Target
from cable_tui.tui.widgets.bars import HintLine, TitleLine
from cable_tui.tui.widgets.lines import Piece, fit
from cable_tui.tui.widgets.list_pane import ListPane
from cable_tui.tui.widgets.paging import Paged, paging
from cable_tui.tui.widgets.single_paint import PaintOnce

Fetch = Callable[[int, int], Awaitable[list[Missing]]]

_HINTS = "id, approximate date, times cited · enter citing cables · q back"
_WINDOW = 100  # rows fetched at once
_KEPT = 20  # windows
_ABOVE = 3  # rows above the initial cursor
_NAME, _DATE, _COUNT = 24, WIDEST, 7  # cells
_NARROW = 50  # cells; below this width ids are cut


class MissingLines(ListPane):
    """One line for each missing cable: id, approximate date, number of citing cables, doubts.

    Ids and counts are in memory; the rest comes from `fetch(start, count)`, which runs outside the screen's thread.
    """

    class Moved(Message):
        """The cursor is on another row."""

    def __init__(self, found: MissingList, cursor: int, fetch: Fetch) -> None:
        super().__init__(id="missing")
        self._found = found
        self._fetch = fetch
        self._windows: dict[int, list[Missing]] = {}  # by index; empty until loaded
        self.count = len(found)
        self.cursor = max(0, min(cursor, self.count - 1))
        self.top = max(0, self.cursor - _ABOVE)

    def row(self, index: int) -> Missing | None:
        """The details of a row, None until loaded."""
        window = self._windows.get(index // _WINDOW, ())
        return window[index % _WINDOW] if index % _WINDOW < len(window) else None

    def go_to(self, index: int) -> None:
        """Moves the cursor."""
        self.cursor = max(0, min(index, self.count - 1))
        self._show_rows()
        self.post_message(self.Moved())

    def _show_rows(self) -> None:
        self.settle()
        self._fetch_page()
        self.refresh()

    def _fetch_page(self) -> None:
        """Fetches the visible rows that are not loaded."""
        last = min(self.top + max(1, self.size.height), len(self._found)) - 1
        wanted = [window for window in range(self.top // _WINDOW, last // _WINDOW + 1) if window not in self._windows]
        if len(self._windows) > _KEPT:
            self._windows.clear()
            wanted = list(range(self.top // _WINDOW, last // _WINDOW + 1))
        for window in wanted:
            self._windows[window] = []
            self.run_worker(self._fetch_window(window), group="rows")

    async def _fetch_window(self, window: int) -> None:
        try:
            self._windows[window] = await self._fetch(window * _WINDOW, _WINDOW)
        except StoreError:  # ids and counts remain; the next command reports the error
            return
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Goes to the row under the mouse."""
        if (row := self.row_at(event.y)) is not None:
            self.go_to(row)

    def on_resize(self) -> None:
        """Keeps the cursor in sight."""
        self._show_rows()

    def render_line(self, y: int) -> Strip:
        """Draws one row."""
        index = self.row_at(y)
        if index is None:
            return self.line([])
        return self.row_line(lambda: self._words(index), lambda: self._cells(index), has_cursor=index == self.cursor)

    def _words(self, index: int) -> str:
        row, count = self.row(index), self._found.count(index)
        known = (f"sent {row.when}", *row.doubts) if row else ()
        return visible_line(spoken(", ".join((self._found.name(index), f"cited by {count:,}", *known))))

    def _cells(self, index: int) -> list[Piece]:
        row = self.row(index)
        name = _NAME if self.size.width >= _NARROW else max(8, self.size.width - _DATE - _COUNT - 4)
        when = str(row.when or "") if row else ""
        return [
            (fit(visible_line(self._found.name(index)), name) + " ", None),
            (fit(when, _DATE) + " ", self.style("list--date")),
            (f"{self._found.count(index):>{_COUNT},} ", self.style("list--bookmarks")),
            (visible_line(" · ".join(row.doubts)) if row else "", self.style("list--dismissed")),
        ]


class MissingScreen(Paged, PaintOnce, Screen[tuple[Target, MissingContext] | None]):
    """The list of missing cables; returns the citing cable to open and the position in this list."""

    BINDINGS = [
        *paging("missing"),
        Binding("enter", "open", "citing cables", id="missing.open"),
        Binding("q,escape,I", "dismiss", "back", id="missing.leave", key_display="q"),
        Binding("question_mark,f1", "app.keys", "keys", id="missing.keys", key_display="?"),
    ]

    def __init__(self, library: ArchiveWorker, missed: MissingContext, found: MissingList) -> None:
        super().__init__()
        self._library = library
        self._missed = missed
        self._found = found
        self._title = TitleLine(id="title")
        self._title.archive = f"Cited but not in this archive · {missed.query}"
        self._title.hints = _HINTS
        self._lines = MissingLines(found, missed.place, self._described)

    def compose(self) -> ComposeResult:
        """Title, list, keys."""
        yield self._title
        yield self._lines
        yield HintLine(_HINTS)

    def on_mount(self) -> None:
        """Shows the list, and the citing cables if they were open before."""
        self.on_missing_lines_moved()
        self._lines.focus()
        if self._missed.is_open:
            self.action_open()

    def on_missing_lines_moved(self) -> None:
        """Shows the position in the title."""
        self._title.facts = f"{self._lines.cursor + 1:,} of {len(self._found):,}"

    def action_move(self, step: int) -> None:
        """Moves the cursor."""
        self._lines.go_to(self._lines.cursor + step)

    @property
    def rows_in_sight(self) -> int:
        """The height of the list."""
        return self._lines.size.height

    async def _described(self, start: int, count: int) -> list[Missing]:
        found, places = self._found, range(start, min(start + count, len(self._found)))
        return await self._library.ask(lambda archive: list(archive.described(found, places)))

    def action_open(self) -> None:
        """Shows the cables that cite the one under the cursor."""
        name, row = self._found.name(self._lines.cursor), self._lines.row(self._lines.cursor)
        title = " · ".join((f"Cables citing {name}", *(row.doubts if row else ())))
        screen = ReferencesScreen(title, name, self._library)
        self.app.push_screen(screen, self._chosen)

    def _chosen(self, target: Target | None) -> None:
        if target:
            self.dismiss((target, self._missed._replace(place=self._lines.cursor, is_open=True)))
