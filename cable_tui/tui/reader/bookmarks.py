"""Bookmarks of paragraphs with their notes, and where reading stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding

from cable_tui.archive import Header, StoreError
from cable_tui.cables.levels import BlockKind
from cable_tui.tui.archive_worker import ArchiveWorker, Reading
from cable_tui.tui.reader.undo import UndoingScreen

if TYPE_CHECKING:
    from cable_tui.notebook.undo import ActionResult
    from cable_tui.notebook.values import Bookmark, Place


class BookmarkingScreen(UndoingScreen):
    """A cable whose paragraphs are bookmarked."""

    BINDINGS = [
        Binding("m", "bookmark", "bookmark, the paragraph; again: remove it", id="bookmark.toggle"),
        Binding("M", "note", "note, on the paragraph", id="bookmark.note"),
        Binding("apostrophe", "bookmarks", "all bookmarks", id="bookmark.list", key_display="'"),
    ]

    def __init__(self, library: ArchiveWorker) -> None:
        super().__init__(library)
        self._bookmarks: dict[int, Bookmark] = {}  # of the cable in sight, by block
        self._opened: Header | None = None  # the cable whose bookmarks are shown
        self._remembered: dict[str, Place] = {}  # as written last
        self._wanted_block: int | None = None  # where to go in the cable that comes into sight

    # --- the cable in sight ------------------------------------------------------------------------------------

    async def _open_pages(self, header: Header) -> None:
        """Shows the bookmarks of a cable, and the place where reading stopped."""
        if not self._notes.is_open:
            return
        name = header.name
        bookmarks, place = await self._notes.ask(lambda notebook: (notebook.bookmarks(name), notebook.place(name)))
        if self._shown != header:
            return
        await self._show_bookmarks(header, bookmarks)
        self._opened = header
        wanted, self._wanted_block = self._wanted_block, None
        if wanted is None and place and not self._viewer.has_moved:
            wanted = self._block_of(place)
        if wanted is not None:
            self._viewer.go_to_block(wanted)

    async def _show_bookmarks(self, header: Header, bookmarks: list[Bookmark]) -> None:
        """Finds the paragraphs of the bookmarks in a cable and marks them, if it is still in sight."""
        blocks = self._viewer.blocks
        found: list[tuple[int | None, Bookmark]] = []
        if bookmarks:
            from cable_tui.notebook.relocate import find  # most cables have none

            found = await asyncio.to_thread(lambda: [(find(item, blocks).block, item) for item in bookmarks])
        if self._shown != header:
            return
        self._bookmarks = {place: item for place, item in found if place is not None}
        self._viewer.annotate({place: item.note for place, item in self._bookmarks.items()})

    def _block_of(self, place: Place) -> int | None:
        """The block where reading stopped: by its text, as a better parser may count differently."""
        from cable_tui.notebook.values import digest_of  # the list is shown without

        blocks = self._viewer.blocks
        near = sorted(range(len(blocks)), key=lambda at: abs(at - place.block))
        return next((at for at in near if digest_of(blocks[at].text) == place.digest), None)

    def _leave_pages(self) -> None:
        """Remembers where reading stopped in the cable that goes out of sight."""
        if self._shown and self._notes.is_open and self._viewer.has_moved:
            place = self._place_in(self._shown)
            if place and self._remembered.get(place.cable) != place:
                self._remembered[place.cable] = place
                self._start(self._notes.ask(lambda notebook: notebook.remember(place, None)), "places")

    def _place_in(self, header: Header) -> Place | None:
        from cable_tui.notebook.values import Place, digest_of

        blocks, current = self._viewer.blocks, self._viewer.current
        return Place(header.name, current, digest_of(blocks[current].text)) if current < len(blocks) else None

    async def _remember_stay(self) -> None:
        """Remembers the cable under the cursor, and the place in it."""
        from cable_tui.notebook.values import LastPosition

        header = self._list.current
        if not self._notes.is_open or header is None:
            return
        place = self._place_in(header) if header == self._shown and self._viewer.has_moved else None
        stay = LastPosition(str(self._library.path.resolve()), header.name)
        await self._notes.ask(lambda notebook: notebook.remember(place, stay))

    async def _return_to_stay(self) -> None:
        """Goes to the cable where reading stopped, if the reader has not moved yet."""
        archive = str(self._library.path.resolve())
        stay = await self._notes.ask(lambda notebook: notebook.stay(archive))
        place = await self._place_of_cable(stay.cable) if stay else None
        if place is not None and not self._list.moves:  # keys were answered while it was looked up
            self._list.go_to(place)

    # --- bookmarks ---------------------------------------------------------------------------------------------

    async def action_bookmark(self) -> None:
        """Bookmarks the current paragraph, or takes its bookmark away."""
        try:
            new = await self._new_bookmark()
            if new is None:
                return
            old = self._bookmarks.get(self._viewer.current)
            if old and old.note:
                self._confirm("Remove the bookmark with its note?", lambda: self._remove_bookmark(old))
            elif old:
                await self._remove_bookmark(old)
            else:
                await self._bookmarks_changed(await self._notes.ask(lambda notebook: notebook.bookmark(new)))
        except StoreError as error:
            self._say(str(error))

    async def _remove_bookmark(self, old: Bookmark) -> None:
        await self._bookmarks_changed(await self._notes.ask(lambda notebook: notebook.remove_bookmarks([old])))

    async def action_note(self) -> None:
        """Bookmarks the current paragraph with a note, or changes the note of its bookmark."""
        await self._guarded(self._edit_note())

    async def _edit_note(self) -> None:
        new = await self._new_bookmark()
        if new is None:
            return
        chosen = self._bookmarks.get(self._viewer.current, new)

        self._open_editor(chosen)

    def _open_editor(self, chosen: Bookmark, text: str | None = None, problem: str = "") -> None:
        from cable_tui.tui.screens.note import NoteEditor

        def edited(note: str | None) -> None:
            if note is not None:
                self._start(self._write_note(chosen, note), "note")

        self.app.push_screen(NoteEditor(chosen, text, problem), edited)

    async def _write_note(self, chosen: Bookmark, note: str) -> None:
        """Writes a note; one that cannot be written comes back in the editor."""
        try:
            done = await self._notes.ask(lambda notebook: notebook.note(chosen, note))
        except StoreError as error:
            self._open_editor(chosen, note, str(error))
            return
        await self._bookmarks_changed(done)

    async def _in_sight(self) -> Header | None:
        """The cable under the cursor, shown: keys come faster than cables. Raises StoreError."""
        header = await self._steady()
        if header and header != self._shown:
            reading = await self._library.read(header.doc_id, self._query)
            if header == self._list.current != self._shown:
                self._bring(header, reading)
        return self._shown

    def _bring(self, header: Header, reading: Reading | None) -> None:
        """Shows another cable; the screen knows how."""
        self._leave_pages()
        self._shown, self._opened, self._bookmarks = header, None, {}

    async def _opened_in_sight(self) -> Header | None:
        """The cable under the cursor, shown at the place where reading stopped, with its bookmarks as they are now.

        What is on its way meanwhile is waited for. Raises StoreError.
        """
        while (header := await self._in_sight()) and self._notes.is_open:
            await (self._reread_bookmarks() if self._opened == header else self._open_pages(header))
            if self._opened == header == self._shown == self._list.current:
                break
        return self._shown

    async def _new_bookmark(self) -> Bookmark | None:
        """A bookmark of the current paragraph; None, with the reason said, where there is none to be made.

        Raises StoreError.
        """
        from cable_tui.evidence.snapshot import bookmark

        header = await self._opened_in_sight()
        blocks = self._viewer.blocks
        if header is None or self._viewer.cable is None:
            return None
        if self._viewer.as_source:
            self._say("This is the text of the source; \\ shows the paragraphs, which can be bookmarked.")
            return None
        if blocks[self._viewer.current].kind is BlockKind.HEADING:
            return None
        return bookmark(header, blocks, self._viewer.current)

    async def _bookmarks_changed(self, done: ActionResult | None) -> None:
        """Shows the bookmarks of the cable in sight as they are now, and their number in the list."""
        await self._reread_bookmarks()
        self._repaint_marks()
        self._tell(done)

    async def action_bookmarks(self) -> None:
        """Shows all bookmarks."""
        from cable_tui.tui.screens.bookmarks import BookmarksScreen

        if not self._notes.is_open:
            self._say("The notebook is not open.")
            return
        self.app.push_screen(BookmarksScreen(self._notes, self._library), self._bookmark_chosen)

    def _bookmark_chosen(self, chosen: Bookmark | None) -> None:
        self._start(self._go_to_bookmark(chosen), "bookmark")

    async def _go_to_bookmark(self, chosen: Bookmark | None) -> None:
        """Goes to the paragraph of a bookmark, from a limit that hides its cable out of it."""
        await self._reread_notes()
        if chosen is None:
            return
        name = chosen.about.name
        if await self._reach(name):
            await self._find_paragraph(chosen)
        else:
            self._say(f"This archive does not have {name}; the bookmark holds its paragraph.")

    async def _reach(self, name: str) -> bool:
        """Moves the cursor to a cable, lifting a limit that hides it; False where the archive does not have it."""
        if not await self._go_to_cable(name):
            if name not in await self._library.rows_of([name]):
                return False
            await self._show_all()
            await self._go_to_cable(name)
        await self._steady()
        return True

    async def _find_paragraph(self, chosen: Bookmark) -> None:
        """Goes to the paragraph once its cable is in sight, and says how it differs."""
        from cable_tui.notebook.relocate import Fit, find

        header = self._list.current
        reading = await self._library.read(header.doc_id, self._query) if header else None
        if reading is None or header is None or header.name != chosen.about.name:
            return
        from cable_tui.cables.body.reading_order import reading_blocks

        found = find(chosen, reading_blocks(reading.cable))
        if self._shown == header and found.block is not None:
            self._viewer.go_to_block(found.block)
        else:
            self._wanted_block = found.block
        self._viewer.focus()
        if found.fit is Fit.DIFFERS:
            self._say("The paragraph differs from the bookmarked text; ' shows both.")
        elif found.fit is Fit.MISSING:
            self._say("The bookmarked paragraph is not in this text; ' shows it.")

    async def _reread_notes(self) -> None:
        """Takes over what was changed in the notebook elsewhere."""
        await self._load_ledger()
        await self._reread_bookmarks()

    async def _turned(self, cables: Sequence[str]) -> None:
        """Bookmarks may have come or gone, also in a cable that is not in sight."""
        await self._reread_bookmarks()
        if len(cables) == 1:
            found = await self._notes.ask(lambda notebook: notebook.bookmarks(cables[0]))
            for row in (await self._library.rows_of(cables)).values():
                self._ledger.set_bookmarks(row, len(found))

    async def _reread_bookmarks(self) -> None:
        """Takes over the bookmarks of the cable in sight."""
        header = self._shown
        if header:
            found = await self._notes.ask(lambda notebook: notebook.bookmarks(header.name))
            await self._show_bookmarks(header, found)
            self._ledger.set_bookmarks(header.doc_id, len(found))

    async def _show_all(self) -> None:
        """Lifts the limit; the screen knows how."""
