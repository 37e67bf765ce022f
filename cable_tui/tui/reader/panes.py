"""The panes of the reader's screen: which is shown, which has its room, and which keys are named below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.events import DescendantFocus

from cable_tui.archive import Header
from cable_tui.config import Settings
from cable_tui.tui.archive_worker import ArchiveWorker
from cable_tui.tui.reader.output import TakingScreen
from cable_tui.tui.reader.search import Purpose
from cable_tui.tui.widgets.bars import Hint, TitleLine
from cable_tui.tui.widgets.header_pane import HeaderPane

if TYPE_CHECKING:
    from cable_tui.tui.widgets.prompt import Prompt

#: Bindings that the footer names, by pane, in this order as far as there is room; help is always there.
_FOOTER = {
    "list": ("list.down", "list.read", "list.limit", "triage.keep", "triage.dismiss", "reader.quit"),
    "viewer": ("viewer.page_down", "triage.keep", "triage.dismiss", "bookmark.toggle", "take.copy", "reader.back"),
    "header": ("header.down", "reader.header", "reader.back"),
    "query": ("query.ask", "query.complete", "query.help", "query.leave"),
    "prompt": ("prompt.done", "prompt.complete", "prompt.leave"),
}
_PANES = ("list", "header", "viewer")
_LAYOUTS = {
    "auto": [(0, "-narrow"), (120, "-wide")],
    "wide": [(0, "-narrow"), (60, "-wide")],
    "stacked": [(0, "-narrow")],
}
#: What the query line is open for, where that has to be said.
_PURPOSES = {
    Purpose.LIMIT: "Limit the list, a query",
    Purpose.FIND: "Look in the text, a query",
    Purpose.SELECT: "Select, a query",
}


class PanesScreen(TakingScreen):
    """List, header and text, beside or above each other; or one at a time, for who hears them."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-middle"), (30, "-high")]

    def __init__(self, library: ArchiveWorker, settings: Settings) -> None:
        super().__init__(library, settings)
        self.HORIZONTAL_BREAKPOINTS = _LAYOUTS[settings.layout]
        self._title = TitleLine(id="title")
        self._header = HeaderPane(id="header")
        self._asked_aloud = ""
        if settings.plain:
            self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS = [], []
            self._show_pane("list")

    def _begin_stay(self, header: Header) -> None:
        """From now on the reader stays on a cable; the screen knows what follows."""

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Gives the focused pane its room, and names its keys."""
        pane = event.widget.id or ""
        self._give_room(pane)
        self._name_keys(pane)

    def _give_room(self, pane: str) -> None:
        self.set_class(pane == "list", "-listing")
        if self._settings.plain:
            self._show_pane(pane)

    def on_prompt_asks(self, event: Prompt.Asks) -> None:
        """Says what is to be typed."""
        self._ask_aloud(event.text)

    def _ask_aloud(self, question: str) -> None:
        """Says what a line is open for, as nothing stands in the line but what is typed."""
        self._say(question)
        self._asked_aloud = self._status.message

    def _show_pane(self, pane: str) -> None:
        """Shows this pane alone. What is heard is one thing at a time, and read is only what is shown."""
        if pane not in _PANES:
            return
        for name in _PANES:
            self.set_class(name == pane, f"-on-{name}")
        self._status.is_in_text = pane == "viewer"
        if self._status.message == self._asked_aloud:  # it is answered
            self._status.message = ""
        if pane == "viewer" and self._shown:
            self._begin_stay(self._shown)

    def _name_keys(self, pane: str) -> None:
        bound = {item.binding.id: item.binding for item in self.active_bindings.values()}
        wanted = (*_FOOTER.get(pane, ()), "reader.keys")
        found = [bound[name] for name in wanted if name in bound]
        if pane == "query" and self._settings.plain:
            self._ask_aloud(f"{_PURPOSES[self._purpose]}; what stands there is typed over")
        self._status.hints = tuple(Hint(self.app.get_key_display(binding), self._done_by(binding)) for binding in found)

    def _done_by(self, binding: Binding) -> str:
        """What a key does, in a word or two; of a query, what it is for."""
        return str(self._purpose) if binding.id == "query.ask" else _short(binding.description)

    def action_pane(self, name: str) -> None:
        """Focuses a pane."""
        if self.has_class("-zoomed"):
            self.action_zoom()
        self.query_one(f"#{name}").focus()

    def action_zoom(self) -> None:
        """Gives the whole screen to the focused pane, or back to all three."""
        if self._settings.plain:
            self._say("One pane has the whole screen already; 1, 2 and 3 go from pane to pane.")
            return
        zoomed = self.has_class("-zoomed")
        for pane in (self._list, self._header, self._viewer):
            pane.set_class(not zoomed and pane is self.focused, "-zoom")
        self.set_class(not zoomed, "-zoomed")
        self.set_class(not zoomed and self._list is self.focused, "-zoomed-list")
        self._show_facts()

    def action_header(self) -> None:
        """Unfolds or folds the header; where it is shown alone, goes there and back to the text."""
        if self._settings.plain:
            (self._viewer if self._header.has_focus else self._header).focus()
            return
        self._header.set_unfolded(not self._header.unfolded)


def _short(description: str) -> str:
    """The first words of a description, for the footer."""
    return description.partition(",")[0]
