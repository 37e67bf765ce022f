"""Going from cable to cable: along references, and back to where one was."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from textual.binding import Binding

from cable_tui.archive import Header, Limit
from cable_tui.cables.levels import YearRule
from cable_tui.cables.model import Reference
from cable_tui.tui.library import Library
from cable_tui.tui.screens.bookmarking import BookmarkingScreen
from cable_tui.tui.screens.references import Link, Links
from cable_tui.tui.widgets.paragraph_viewer import ParagraphViewer

_REMEMBERED = 500  # stops
_MOST = 15  # origins and tags
_LETTERS = "asdghjklwertyuiopzxcvbnm"  # in the order in which hands find them; q and f leave


class Stop(NamedTuple):
    """A cable that was read, and the block that was current."""

    name: str
    block: int


class TravellingScreen(BookmarkingScreen):
    """A cable whose references are followed."""

    BINDINGS = [
        Binding("R", "references", "references, to and from this cable", id="travel.references"),
        Binding("f", "follow", "follow, a reference in the text", id="travel.follow"),
        Binding("i", "overview", "overview, of the list", id="travel.overview"),
        Binding("ctrl+o", "back_to(-1)", "back, to the cable before", id="travel.back"),
        Binding("ctrl+n", "back_to(1)", "forward again", id="travel.forward"),
    ]

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self._stops: list[Stop] = []
        self._stop = 0  # the place in the stops; behind the last one while the reader goes on

    # --- back and forth ----------------------------------------------------------------------------------------

    def _visited(self, header: Header) -> None:
        """Remembers a cable as a stop, unless the reader is just going back and forth."""
        if self._stop < len(self._stops) and self._stops[self._stop].name == header.name:
            return
        del self._stops[self._stop + 1 :]
        if not self._stops or self._stops[-1].name != header.name:
            self._stops.append(Stop(header.name, self._viewer.current))
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
            self._stops[self._stop] = Stop(header.name, self._viewer.current)
        self._stop = place
        await self._guarded(self._go_to_stop(self._stops[place]))

    async def _go_to_stop(self, stop: Stop) -> None:
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
        from cable_tui.cables.explained import abbreviations
        from cable_tui.tui.screens.glossary import GlossaryScreen

        cable = self._viewer.cable
        words = abbreviations(event.text, cable.origin if cable else "")
        if words:
            self.app.push_screen(GlossaryScreen(words))
        else:
            self._say("No word of this paragraph is in the glossary.")

    def on_paragraph_viewer_transport_asked(self) -> None:
        """Shows the relay lines, and the page breaks that were taken out of the text."""
        from cable_tui.tui.screens.glossary import TextScreen

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
            self.app.push_screen(ReferencesScreen(header, self._links), self._reference_chosen)

    async def _links(self, name: str) -> Links:
        """What a cable cites and what cites it, the oldest first. Raises StoreError."""
        header = await self._library.find_name(name)
        reading = await self._library.read(header.doc_id, "") if header else None
        cited = [item for item in (reading.cable.references if reading else ()) if item.id]
        cites = [Link(item.id or "", await self._library.find_name(item.id or ""), _note(item)) for item in cited]
        citing = await self._library.find(Limit(f'ref:"{name}"')) if header and header.id else None
        headers = await self._library.headers(citing.ids.tolist()) if citing else []
        return Links(tuple(cites), tuple(Link(one.name, one) for one in reversed(headers)))

    def _reference_chosen(self, header: Header | None) -> None:
        if header:
            self._start(self._follow(header), "travel")

    async def _follow(self, header: Header) -> None:
        if self._list.current:
            self._visited(self._list.current)
        if await self._reach(header.name):
            await self._in_sight()
            self._visited(header)
            self._viewer.focus()


def _note(item: Reference) -> str:
    """How a reference is labelled in the cable, and that its year was guessed."""
    label = f"ref {item.label}" if item.label else ""
    guessed = "the year is probable" if item.year_rule is YearRule.PREVIOUS else ""
    return ", ".join(filter(None, (label, guessed)))
