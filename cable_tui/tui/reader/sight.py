"""The cable in sight: it follows the cursor of the list, and counts as read once the reader has stayed on it."""

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

    Other parts are told of what happens: `leaving` before another cable comes into sight, `opening` once its text is
    there, `stayed` when it counts as read by time, `ended` when it was read to its end.
    """

    def __init__(self, session: Session, search: Search) -> None:
        self._session, self._search = session, search
        self._wanted = 0  # counts what was asked to be shown; an answer to an older question is dropped
        self._timer: Timer | None = None
        self.leaving: list[Callable[[], None]] = []
        self.opening: list[Callable[[Header], Awaitable[None]]] = []
        self.stayed: list[Callable[[Header], None]] = []
        self.ended: list[Callable[[Header], None]] = []

    @property
    def is_expecting(self) -> bool:
        """Whether the text of the cable under the cursor is still to come."""
        return self._session.shown != self._session.list.current

    def highlighted(self, event: MessageList.Highlighted) -> None:
        """Previews the cable under the cursor, at once if it is at hand."""
        session = self._session
        session.on_change()
        if session.shown is not None and event.move > session.said_at:  # the reader goes on: what was said is over
            session.unsay()
        self._wanted += 1
        header = event.header
        if header is None:
            session.shown = None
            self._show(None)
        elif header != session.shown:  # a row may have got another cable
            if reading := session.library.at_hand(header.doc_id, self._search.hit_query):
                self._bring(header, reading)
            session.start(self._preview(header, self._wanted), "preview")

    async def _preview(self, header: Header, wanted: int) -> None:
        """Shows a cable that was not at hand, then has its neighbours fetched; an older request gives way."""
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
        """Has the other parts show what they have of a cable."""
        for opened in self.opening:
            await opened(header)

    async def current(self) -> Header | None:
        """The cable under the cursor, shown: keys come faster than cables. Raises StoreError."""
        session = self._session
        header = await self._search.steady()
        if header and header != session.shown:
            reading = await session.library.read(header.doc_id, self._search.hit_query)
            if header == session.list.current != session.shown:
                self._bring(header, reading)
        return session.shown

    def _bring(self, header: Header, reading: Reading | None) -> None:
        """Shows another cable; it counts as read once the reader has stayed on it."""
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
        """The banner stands in the last line too, in its short form where that is short of room."""
        cable, room = self._session.viewer.cable, self._session.screen.size.width // 5
        self._session.status.banner_text = describe.banner(cable.classification, room) if cable else ""

    # --- reading -----------------------------------------------------------------------------------------------

    def begin_stay(self) -> None:
        """From now on the reader stays on the cable in sight."""
        session = self._session
        self.end_stay()
        header, seconds = session.shown, session.settings.read_after
        is_seen = not session.settings.plain or session.viewer.has_focus
        if header and seconds and is_seen:
            self._timer = session.screen.set_timer(seconds, lambda: self._has_stayed(header))

    def end_stay(self) -> None:
        """What the reader has decided on is not changed by time."""
        if self._timer:
            self._timer.stop()

    def _has_stayed(self, header: Header) -> None:
        if header == self._session.shown:
            for told in self.stayed:
                told(header)

    def ends(self) -> None:
        """The end of the cable in sight was reached."""
        if header := self._session.shown:
            for told in self.ended:
                told(header)
