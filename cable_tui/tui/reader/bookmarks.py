"""Bookmarks of paragraphs, with their notes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding

from cable_tui.archive import Header, StoreError
from cable_tui.cables.levels import BlockKind
from cable_tui.tui.reader.places import Places
from cable_tui.tui.reader.search import Search
from cable_tui.tui.reader.session import Session
from cable_tui.tui.reader.sight import Sight
from cable_tui.tui.reader.triage import Triage

if TYPE_CHECKING:
    from cable_tui.notebook.undo import ActionResult
    from cable_tui.notebook.values import Bookmark

BINDINGS = [
    Binding("m", "bookmark", "bookmark, the paragraph; again to remove it", id="bookmark.toggle"),
    Binding("M", "note", "note, on the paragraph", id="bookmark.note"),
    Binding("apostrophe", "bookmarks", "all bookmarks", id="bookmark.list", key_display="'"),
]


class Bookmarks:
    """The bookmarks of the cable in sight, and the list of all."""

    def __init__(self, session: Session, search: Search, sight: Sight, triage: Triage, places: Places) -> None:
        self._session, self._search, self._sight = session, search, sight
        self._triage, self._places = triage, places
        self._shown: dict[int, Bookmark] = {}  # of the cable in sight, by block
        self._opened: Header | None = None  # the cable whose bookmarks are shown
        self._wanted_block: int | None = None  # the block to show in the next cable
        sight.leaving.append(self._close)
        sight.opening.append(self._open)

    # --- the cable in sight ------------------------------------------------------------------------------------

    def _close(self) -> None:
        self._opened, self._shown = None, {}

    async def _open(self, header: Header) -> None:
        """Shows the bookmarks of a cable, and goes to where reading stopped."""
        session, name = self._session, header.name
        if not session.notes.is_open:
            return
        bookmarks, place = await session.notes.ask(lambda notebook: (notebook.bookmarks(name), notebook.place(name)))
        if session.shown != header:
            return
        await self._show(header, bookmarks)
        self._opened = header
        wanted, self._wanted_block = self._wanted_block, None
        if wanted is None and place and not session.viewer.has_moved:
            wanted = self._places.block_of(place)
        if wanted is not None:
            session.viewer.go_to_block(wanted)

    async def _show(self, header: Header, bookmarks: list[Bookmark]) -> None:
        """Finds and marks the bookmarked paragraphs of a cable, if it is still in sight."""
        session, blocks = self._session, self._session.viewer.blocks
        found: list[tuple[int | None, Bookmark]] = []
        if bookmarks:
            from cable_tui.notebook.relocate import find  # most cables have none

            found = await asyncio.to_thread(lambda: [(find(item, blocks).block, item) for item in bookmarks])
        if session.shown != header:
            return
        self._shown = {place: item for place, item in found if place is not None}
        session.viewer.annotate({place: item.note for place, item in self._shown.items()})

    async def current(self) -> Header | None:
        """Waits until the cable under the cursor is shown with its current bookmarks, and returns it.

        Raises StoreError.
        """
        session = self._session
        while (header := await self._sight.current()) and session.notes.is_open:
            await (self.reread() if self._opened == header else self._sight.open(header))
            if self._opened == header == session.shown == session.list.current:
                break
        return session.shown

    async def reread(self) -> None:
        """Rereads the bookmarks of the cable in sight. Raises StoreError."""
        session, header = self._session, self._session.shown
        if header:
            found = await session.notes.ask(lambda notebook: notebook.bookmarks(header.name))
            await self._show(header, found)
            session.marks.set_bookmarks(header.doc_id, len(found))

    async def reread_of(self, cables: Sequence[str]) -> None:
        """Like `reread`; also updates the bookmark count if `cables` names a single one. Raises StoreError."""
        session = self._session
        await self.reread()
        if len(cables) == 1:
            found = await session.notes.ask(lambda notebook: notebook.bookmarks(cables[0]))
            for row in (await session.library.ask(lambda archive: archive.rows_of(cables))).values():
                session.marks.set_bookmarks(row, len(found))

    # --- a bookmark --------------------------------------------------------------------------------------------

    async def toggle(self) -> None:
        """Bookmarks the current paragraph, or removes its bookmark. Raises StoreError."""
        new = await self._new()
        if new is None:
            return
        old = self._shown.get(self._session.viewer.current)
        if old and old.note:
            self._session.confirm("Remove the bookmark and its note?", lambda: self._remove(old))
        elif old:
            await self._remove(old)
        else:
            await self._changed(await self._session.notes.ask(lambda notebook: notebook.bookmark(new)))

    async def _remove(self, old: Bookmark) -> None:
        await self._changed(await self._session.notes.ask(lambda notebook: notebook.remove_bookmarks([old])))

    async def edit_note(self) -> None:
        """Bookmarks the current paragraph with a note, or changes the note of its bookmark. Raises StoreError."""
        new = await self._new()
        if new:
            self._open_editor(self._shown.get(self._session.viewer.current, new))

    def _open_editor(self, chosen: Bookmark, text: str | None = None, problem: str = "") -> None:
        from cable_tui.tui.screens.note import NoteEditor

        def edited(note: str | None) -> None:
            if note is not None:
                self._session.start(self._write_note(chosen, note), "note")

        self._session.push(NoteEditor(chosen, text, problem), edited)

    async def _write_note(self, chosen: Bookmark, note: str) -> None:
        """Saves a note; if that fails, reopens it in the editor."""
        try:
            done = await self._session.notes.ask(lambda notebook: notebook.note(chosen, note))
        except StoreError as error:
            self._open_editor(chosen, note, str(error))
            return
        await self._changed(done)

    async def _new(self) -> Bookmark | None:
        """A bookmark of the current paragraph; None, after telling the reader why, if it cannot have one."""
        from cable_tui.evidence.snapshot import bookmark

        header, viewer = await self.current(), self._session.viewer
        if header is None or viewer.cable is None:
            return None
        if viewer.as_source:
            self._session.say("The source text has no bookmarks; \\ returns to the paragraphs.")
            return None
        if viewer.blocks[viewer.current].kind is BlockKind.HEADING:
            return None
        return bookmark(header, viewer.blocks, viewer.current)

    async def _changed(self, done: ActionResult | None) -> None:
        """Updates the bookmarks in the text and their number in the list."""
        await self.reread()
        self._session.marks_changed()
        self._session.tell(done)

    # --- all bookmarks -----------------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Shows all bookmarks."""
        from cable_tui.tui.screens.bookmarks import BookmarksScreen

        session = self._session
        if session.notes.is_open:
            session.push(BookmarksScreen(session.notes, session.library), self._chosen)
        else:
            session.say("The notebook is not open.")

    def _chosen(self, chosen: Bookmark | None) -> None:
        self._session.start(self._go_to(chosen), "bookmark")

    async def _go_to(self, chosen: Bookmark | None) -> None:
        """Goes to the paragraph of a bookmark; lifts a limit that hides its cable."""
        await self._triage.load_marks()
        await self.reread()
        if chosen is None:
            return
        name = chosen.about.name
        if await self._search.reach(name):
            await self._find_paragraph(chosen)
        else:
            self._session.say(f"{name} is not in this archive; the bookmark has its paragraph.")

    async def _find_paragraph(self, chosen: Bookmark) -> None:
        """Goes to the paragraph once its cable is in sight, and reports any difference."""
        from cable_tui.cables.body.reading_order import reading_blocks
        from cable_tui.notebook.relocate import Fit, find

        session = self._session
        header = session.list.current
        reading = await session.library.read(header.doc_id, self._search.hit_query) if header else None
        if reading is None or header is None or header.name != chosen.about.name:
            return
        found = find(chosen, reading_blocks(reading.cable))
        if session.shown == header and found.block is not None:
            session.viewer.go_to_block(found.block)
        else:
            self._wanted_block = found.block
        session.viewer.focus()
        if found.fit is Fit.DIFFERS:
            session.say("The paragraph differs from the bookmarked text; ' shows both.")
        elif found.fit is Fit.MISSING:
            session.say("The bookmarked paragraph is not in this text; ' shows it.")
