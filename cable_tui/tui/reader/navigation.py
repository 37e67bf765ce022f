"""Moving between cables: references, missing cables, and the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from cable_tui.archive import Header
from cable_tui.tui.reader.bookmarks import Bookmarks
from cable_tui.tui.reader.history import History, MissingContext
from cable_tui.tui.reader.search import Search
from cable_tui.tui.reader.session import Session
from cable_tui.tui.reader.sight import Sight

if TYPE_CHECKING:
    from cable_tui.archive.missing import MissingList
    from cable_tui.tui.screens.references import Target

_MOST = 2000  # origins and tags; no known archive has more
_LETTERS = "asdghjklwertyuiopzxcvbnm"  # the easiest to type first; q and f cancel

BINDINGS = [
    Binding("R", "references", "references, to and from this cable", id="travel.references"),
    Binding("f", "follow", "follow, a reference in the text", id="travel.follow"),
    Binding("I", "missing", "missing, cables cited by the list but not in the archive", id="travel.missing"),
    Binding("i", "overview", "overview, of the list", id="travel.overview"),
    Binding("ctrl+o", "back_to(-1)", "back, in the history", id="travel.back"),
    Binding("ctrl+n", "back_to(1)", "forward, in the history", id="travel.forward"),
]


class Navigation:
    """Follows references and keeps the history."""

    def __init__(self, session: Session, search: Search, sight: Sight, bookmarks: Bookmarks) -> None:
        self._session, self._search, self._sight, self._bookmarks = session, search, sight, bookmarks
        self._history = History()
        search.listing_missing = self._list_missing
        sight.stayed.append(self._visit)

    # --- back and forth ----------------------------------------------------------------------------------------

    def _visit(self, header: Header, via: MissingContext | None = None) -> None:
        self._history.visit(header.name, self._session.viewer.current, via)

    async def back_to(self, step: int) -> None:
        """Goes back (-1) or forward (1) in the history. Raises StoreError."""
        if header := self._session.list.current:
            self._visit(header)
            self._history.leave(self._session.viewer.current)
        left = self._history.current
        entry = self._history.step(step)
        if entry is None:
            self._session.say("No earlier cable in the history." if step < 0 else "No later cable in the history.")
            return
        if await self._search.reach(entry.name):
            await self._sight.current()
            self._session.viewer.go_to_block(entry.block)
        else:
            self._session.say(f"{entry.name} is no longer in the archive.")
        if step < 0 and left and left.via:
            await self._return_to(left.via)

    # --- references --------------------------------------------------------------------------------------------

    async def show_letters(self) -> None:
        """Labels the references on the screen with letters; the next key follows one. Raises StoreError."""
        from cable_tui.tui.screens.follow import FollowScreen, followed

        header, viewer = await self._sight.current(), self._session.viewer
        if header is None or viewer.cable is None or viewer.as_source:
            return
        found = [
            (hit, name)
            for hit, name in followed(viewer.cable, viewer.blocks, viewer.in_sight())
            if viewer.is_in_sight(hit)
        ]
        if not found:
            self._session.say("No reference on this screen; R lists all.")
            return
        letters = {letter: name for letter, (_, name) in zip(_LETTERS, found, strict=False)}
        viewer.mark_letters(tuple((hit, letter) for letter, (hit, _) in zip(_LETTERS, found, strict=False)))
        screen = FollowScreen(frozenset(letters))
        self._session.push(screen, lambda letter: self._letter_chosen(letters.get(letter or "")))

    def _letter_chosen(self, name: str | None) -> None:
        self._session.viewer.mark_letters(())
        if name:
            self._session.start(self._follow_name(name), "travel")

    async def _follow_name(self, name: str) -> None:
        if header := await self._session.library.ask(lambda archive: archive.find(name)):
            await self._follow(header)
        else:
            self._session.say(f"{name} is not in this archive.")

    async def show_references(self) -> None:
        """Shows what this cable cites and what cites it."""
        from cable_tui.tui.screens.references import ReferencesScreen

        if header := await self._search.steady():
            title = f"References of {header.name} · {header.subject}"
            screen = ReferencesScreen(title, header.name, self._session.library)
            self._session.push(screen, self._reference_chosen)

    def _reference_chosen(self, target: Target | None) -> None:
        if target:
            self._session.start(self._follow(target.header, target.block), "travel")

    async def _follow(self, header: Header, block: int | None = None, via: MissingContext | None = None) -> None:
        if self._session.list.current:
            self._visit(self._session.list.current)
        if await self._search.reach(header.name):
            await self._bookmarks.current()
            if block is not None:
                self._session.viewer.go_to_block(block)
            self._visit(header, via)
            self._session.viewer.focus()

    # --- overview ----------------------------------------------------------------------------------------------

    async def show_overview(self) -> None:
        """Shows the overview of the list. Raises StoreError."""
        from cable_tui.tui.screens.overview import OverviewScreen

        session = self._session
        await self._search.steady()
        view = session.library.view
        if view is None or not len(view):
            session.say("The list is empty.")
            return
        overview = await session.library.ask(lambda archive: archive.overview(view, _MOST))
        marks = session.marks.counts(view) if session.notes.is_open else {}
        session.push(OverviewScreen(self._search.limit.query or "all cables", overview, marks), self._bar_chosen)

    def _bar_chosen(self, query: str | None) -> None:
        if query:
            now = self._search.limit.query
            self._search.ask_query((f"({now}) {query}" if " OR " in now else f"{now} {query}").strip())

    # --- missing cables ----------------------------------------------------------------------------------------

    async def ask_missing(self) -> None:
        """Lists the missing cables that the list cites."""
        await self._search.steady()
        query = self._search.limit.query
        self._search.ask_query(f"is:missing ({query})" if query else "is:missing")

    async def _list_missing(self, query: str) -> bool:
        """Lists missing cables if the query asks for them; returns whether it does. Raises QueryError, StoreError."""
        found = await self._session.library.ask(lambda archive: archive.missing(query))
        if found is None:
            return False
        if len(found):
            self._show_missing(MissingContext(query, 0), found)
        else:
            self._session.say("No cited cable is missing.")
        return True

    def _show_missing(self, context: MissingContext, found: MissingList) -> None:
        from cable_tui.tui.screens.missing import MissingScreen

        self._session.push(MissingScreen(self._session.library, context, found), self._citing_chosen)

    def _citing_chosen(self, chosen: tuple[Target, MissingContext] | None) -> None:
        if chosen:
            (header, block), context = chosen
            self._session.start(self._follow(header, block, context), "travel")

    async def _return_to(self, context: MissingContext) -> None:
        """Reopens the list of missing cables where the reader left it."""
        found = await self._session.library.ask(lambda archive: archive.missing(context.query))
        if found is not None and len(found):
            self._show_missing(context, found)
