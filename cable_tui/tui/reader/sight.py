"""The cable in sight: it follows the list's cursor, and counts as read after a stay or at its end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from cable_tui.archive import Header
from cable_tui.cables import describe
from cable_tui.cables.levels import Level
from cable_tui.tui.reader.search import Search
from cable_tui.tui.reader.session import Session

if TYPE_CHECKING:
    from textual.timer import Timer

    from cable_tui.tui.archive_worker import Reading
    from cable_tui.tui.widgets.message_list import MessageList


class Sight:
    """Shows the cable under the cursor.

    Other parts add hooks: `leaving` runs before another cable comes into sight, `opening` once its text is shown,
    `stayed` when it counts as read by time, `ended` when its end is reached.
    """

    def __init__(self, session: Session, search: Search) -> None:
        self._session, self._search = session, search
        self._wanted = 0  # counts requests; answers to older ones are dropped
        self._timer: Timer | None = None
        self.leaving: list[Callable[[], None]] = []
        self.opening: list[Callable[[Header], Awaitable[None]]] = []
        self.stayed: list[Callable[[Header], None]] = []
        self.ended: list[Callable[[Header], None]] = []

    @property
    def is_expecting(self) -> bool:
        """Whether the cable under the cursor is still being loaded."""
        return self._session.shown != self._session.list.current

    def highlighted(self, event: MessageList.Highlighted) -> None:
        """Shows the cable under the cursor, at once if it is cached."""
        session = self._session
        session.on_change()
        if session.shown is not None and event.move > session.said_at:  # the reader has moved on
            session.unsay()
        self._wanted += 1
        header = event.header
        if header is None:
            session.shown = None
            self._show(None)
        elif header != session.shown:  # the same row may hold another cable now
            if reading := session.library.at_hand(header.doc_id, self._search.hit_query):
                self._bring(header, reading)
            session.start(self._preview(header, self._wanted), "preview")

    async def _preview(self, header: Header, wanted: int) -> None:
        """Loads and shows a cable, then prefetches its neighbours; stops when a newer request comes."""
        if wanted != self._wanted:
            return
        session, query = self._session, self._search.hit_query
        reading = await session.library.read(header.doc_id, query, lambda: wanted == self._wanted)
        if wanted == self._wanted and session.shown != header:
            self._bring(header, reading)
        if wanted == self._wanted:
            await self.open(header)
        for neighbour in session.list.neighbours():
            if wanted == self._wanted:
                await session.library.read(neighbour.doc_id, self._search.hit_query)

    async def open(self, header: Header) -> None:
        """Runs the `opening` hooks for a cable."""
        for opened in self.opening:
            await opened(header)

    async def current(self) -> Header | None:
        """Waits until the cable under the cursor is shown, and returns it. Raises StoreError."""
        session = self._session
        header = await self._search.steady()
        if header and header != session.shown:
            reading = await session.library.read(header.doc_id, self._search.hit_query)
            if header == session.list.current != session.shown:
                self._bring(header, reading)
        return session.shown

    def _bring(self, header: Header, reading: Reading | None) -> None:
        """Brings another cable into sight and starts its stay."""
        for left in self.leaving:
            left()
        self._session.shown = header
        self._show(reading)
        self.begin_stay()

    def _show(self, reading: Reading | None) -> None:
        session = self._session
        cable = reading.cable if reading else None
        session.header.show(cable, session.shown.subject if session.shown else "")
        session.viewer.show(cable, reading.hits if reading else ())
        self._search.go_on_from_hit()
        session.status.level = cable.classification.level if cable else Level.UNKNOWN
        self.show_banner()

    def show_banner(self) -> None:
        """Shows the banner in the status line, shortened if space is tight."""
        cable, room = self._session.viewer.cable, self._session.screen.size.width // 5
        self._session.status.banner_text = describe.banner(cable.classification, room) if cable else ""

    # --- reading -----------------------------------------------------------------------------------------------

    def begin_stay(self) -> None:
        """Starts the timer after which the cable in sight counts as read."""
        session = self._session
        self.end_stay()
        header, seconds = session.shown, session.settings.read_after
        is_seen = not session.settings.plain or session.viewer.has_focus
        if header and seconds and is_seen:
            self._timer = session.screen.set_timer(seconds, lambda: self._has_stayed(header))

    def end_stay(self) -> None:
        """Stops the timer: a mark set by the reader is not changed by time."""
        if self._timer:
            self._timer.stop()

    def _has_stayed(self, header: Header) -> None:
        if header == self._session.shown:
            for told in self.stayed:
                told(header)

    def ends(self) -> None:
        """Runs the `ended` hooks."""
        if header := self._session.shown:
            for told in self.ended:
                told(header)
