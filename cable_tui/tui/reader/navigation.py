"""Going from cable to cable: along references, and back to where one was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding

from cable_tui.archive import Header
from cable_tui.tui.archive_worker import ArchiveWorker
from cable_tui.tui.reader.bookmarks import BookmarkingScreen
from cable_tui.tui.widgets.paragraph_viewer import ParagraphViewer

if TYPE_CHECKING:
    from cable_tui.archive.missing import MissingList
    from cable_tui.tui.screens.references import Target

_REMEMBERED = 500  # stops
_MOST = 2000  # origins and tags, which is all of them in any archive known
_LETTERS = "asdghjklwertyuiopzxcvbnm"  # in the order in which hands find them; q and f leave


class MissingContext(NamedTuple):
    """Where a reader was among missing cables: the query, the place in the list, and whether who cites it was shown."""

    query: str
    place: int
    is_open: bool = False


class HistoryEntry(NamedTuple):
    """A cable that was read, the block that was current, and the list of missing cables that led to it."""

    name: str
    block: int
    via: MissingContext | None = None


class TravellingScreen(BookmarkingScreen):
    """A cable whose references are followed."""

    BINDINGS = [
        Binding("R", "references", "references, to and from this cable", id="travel.references"),
        Binding("f", "follow", "follow, a reference in the text", id="travel.follow"),
        Binding("I", "missing", "missing, cables that the list cites and that are not here", id="travel.missing"),
        Binding("i", "overview", "overview, of the list", id="travel.overview"),
        Binding("ctrl+o", "back_to(-1)", "back, to the cable before", id="travel.back"),
        Binding("ctrl+n", "back_to(1)", "forward again", id="travel.forward"),
    ]

    def __init__(self, library: ArchiveWorker) -> None:
        super().__init__(library)
        self._stops: list[HistoryEntry] = []
        self._stop = 0  # the place in the stops; behind the last one while the reader goes on

    # --- back and forth ----------------------------------------------------------------------------------------

    def _visited(self, header: Header, via: MissingContext | None = None) -> None:
        """Remembers a cable as a stop, unless the reader is just going back and forth."""
        if via is None and self._stop < len(self._stops) and self._stops[self._stop].name == header.name:
            return
        del self._stops[self._stop + 1 :]
        if via or not self._stops or self._stops[-1].name != header.name:
            self._stops.append(HistoryEntry(header.name, self._viewer.current, via))
        del self._stops[:-_REMEMBERED]
        self._stop = len(self._stops) - 1

    async def action_back_to(self, step: int) -> None:
        """Goes to the cable before, or forward again."""
        header = self._list.current
        if header:
            self._visited(header)
        place = self._stop + step
        if not 0 <= place < len(self._stops):
            self._say("This is where it began." if step < 0 else "This is the last one.")
            return
        if header:
            self._stops[self._stop] = self._stops[self._stop]._replace(block=self._viewer.current)
        via = self._stops[self._stop].via if step < 0 else None
        self._stop = place
        await self._guarded(self._go_to_stop(self._stops[place]))
        if via:
            await self._guarded(self._return_to(via))

    async def _go_to_stop(self, stop: HistoryEntry) -> None:
        if await self._reach(stop.name):
            await self._in_sight()
            self._viewer.go_to_block(stop.block)
        else:
            self._say(f"{stop.name} is not in the archive any more.")

    async def action_follow(self) -> None:
        """Puts letters beside the references on the screen; the next key follows one."""
        await self._guarded(self._show_letters())

    async def _show_letters(self) -> None:
        from cable_tui.tui.screens.follow import FollowScreen, followed

        header = await self._in_sight()
        cable = self._viewer.cable
        if header is None or cable is None or self._viewer.as_source:
            return
        found = [
            (hit, names)
            for hit, names in followed(cable, self._viewer.blocks, self._viewer.in_sight())
            if self._viewer.is_in_sight(hit)
        ]
        if not found:
            self._say("No reference stands in the text on the screen; R lists all.")
            return
        letters = {letter: names for letter, (_, names) in zip(_LETTERS, found, strict=False)}
        self._viewer.mark_letters(tuple((hit, letter) for letter, (hit, _) in zip(_LETTERS, found, strict=False)))
        self.app.push_screen(
            FollowScreen(frozenset(letters)), lambda letter: self._letter_chosen(letters.get(letter or ""))
        )

    def _letter_chosen(self, name: str | None) -> None:
        self._viewer.mark_letters(())
        if name:
            self._start(self._follow_name(name), "travel")

    async def _follow_name(self, name: str) -> None:
        header = await self._library.find_name(name)
        if header:
            await self._follow(header)
        else:
            self._say(f"{name} is not in this archive.")

    def on_paragraph_viewer_explained(self, event: ParagraphViewer.Explained) -> None:
        """Shows what the words of a paragraph mean."""
        from cable_tui.cables.glossaries.explain import abbreviations
        from cable_tui.tui.screens.text import GlossaryScreen

        cable = self._viewer.cable
        words = abbreviations(event.text, cable.origin if cable else "")
        if words:
            self.app.push_screen(GlossaryScreen(words))
        else:
            self._say("No word of this paragraph is in the glossary.")

    def on_paragraph_viewer_transport_asked(self) -> None:
        """Shows the relay lines, and the page breaks that were taken out of the text."""
        from cable_tui.tui.screens.text import TextScreen

        cable = self._viewer.cable
        lines = "\n".join(filter(None, (cable.transport, *cable.page_marks))) if cable else ""
        if lines:
            self.app.push_screen(TextScreen("Transport lines and page breaks", lines))
        else:
            self._say("This source has no transport lines.")

    # --- overview ----------------------------------------------------------------------------------------------

    async def action_overview(self) -> None:
        """Shows the list at a glance."""
        await self._guarded(self._show_overview())

    async def _show_overview(self) -> None:
        from cable_tui.tui.screens.overview import OverviewScreen

        await self._steady()
        view = self._library.view
        if view is None or not len(view):
            self._say("There is nothing in the list.")
            return
        overview = await self._library.overview(view, _MOST)
        marks = self._ledger.counts(view) if self._notes.is_open else {}
        self.app.push_screen(OverviewScreen(self._limit.query or "all cables", overview, marks), self._bar_chosen)

    def _bar_chosen(self, query: str | None) -> None:
        if query:
            limit = f"({self._limit.query}) {query}" if " OR " in self._limit.query else f"{self._limit.query} {query}"
            self._ask(replace(self._limit, query=limit.strip()))

    # --- references --------------------------------------------------------------------------------------------

    async def action_references(self) -> None:
        """Shows what this cable cites and what cites it."""
        from cable_tui.tui.screens.references import ReferencesScreen

        header = await self._steady()
        if header:
            title = f"References of {header.name} · {header.subject}"
            screen = ReferencesScreen(title, header.name, self._library.links, self._library.citation)
            self.app.push_screen(screen, self._reference_chosen)

    def _reference_chosen(self, target: Target | None) -> None:
        if target:
            self._start(self._follow(target.header, target.block), "travel")

    async def _follow(self, header: Header, block: int | None = None, via: MissingContext | None = None) -> None:
        if self._list.current:
            self._visited(self._list.current)
        if await self._reach(header.name):
            await self._opened_in_sight()
            if block is not None:
                self._viewer.go_to_block(block)
            self._visited(header, via)
            self._viewer.focus()

    # --- cables that are not here ------------------------------------------------------------------------------

    async def action_missing(self) -> None:
        """Lists what the cables of the list cite and the archive does not have."""
        await self._steady()
        query = self._limit.query
        self._ask(replace(self._limit, query=f"is:missing ({query})" if query else "is:missing"))

    async def _shows_missing(self, query: str) -> bool:
        """Lists missing cables where a query asks for them. Raises QueryError, StoreError."""
        found = await self._library.missing(query)
        if found is None:
            return False
        self._refused = ""
        if len(found):
            self._show_missing(MissingContext(query, 0), found)
        else:
            self._say("Every cable that is cited is here.")
        return True

    def _show_missing(self, missed: MissingContext, found: MissingList) -> None:
        from cable_tui.tui.screens.missing import MissingScreen

        self.app.push_screen(MissingScreen(self._library, missed, found), self._citing_chosen)

    def _citing_chosen(self, chosen: tuple[Target, MissingContext] | None) -> None:
        if chosen:
            (header, block), missed = chosen
            self._start(self._follow(header, block, missed), "travel")

    async def _return_to(self, missed: MissingContext) -> None:
        """Lists the missing cables again, as they were left."""
        found = await self._library.missing(missed.query)
        if found is not None and len(found):
            self._show_missing(missed, found)
