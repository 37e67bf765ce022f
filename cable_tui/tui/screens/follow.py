"""Following a reference in the text by the letter beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

from cable_tui.archive.query.match import Hit
from cable_tui.cables.model import Block, Cable
from cable_tui.cables.references.entries import find_references
from cable_tui.tui.plain_ui import said


class FollowScreen(ModalScreen[str | None]):
    """A transparent screen over the text; returns the letter that was pressed."""

    BINDINGS = [Binding("escape,q,f", "dismiss(None)", "leave", id="follow.leave", key_display="esc")]

    def __init__(self, letters: frozenset[str]) -> None:
        super().__init__()
        self._known = letters

    def compose(self) -> ComposeResult:
        """The key hint in the last line."""
        hint = said(self, "a letter follows the reference beside it · esc cancels")
        yield Static(f" {hint} ", id="hints", markup=False)

    def on_key(self, event: Key) -> None:
        """Closes the screen with a known letter."""
        if event.character in self._known:
            event.stop()
            self.dismiss(event.character)


def followed(cable: Cable, blocks: Sequence[Block], places: range) -> Iterator[tuple[Hit, str]]:
    """The references in the blocks at `places`, with the ids of the cables that they cite."""
    labelled = {item.label: item.id for item in cable.references if item.id}
    alone = next((item.id for item in cable.references if item.id), None)
    for place in places:
        for start, end, item in find_references(blocks[place].text, cable.id, cable.date.year if cable.date else None):
            name = item.id or (labelled.get(item.label) if item.label else alone)
            if name:
                yield Hit(place, start, end), name
