"""The panes of the main screen: focus, layout, title line and status line."""

from __future__ import annotations

from textual.binding import Binding

from cable_tui.tui.reader.search import Purpose, Search
from cable_tui.tui.reader.session import Session
from cable_tui.tui.reader.sight import Sight
from cable_tui.tui.widgets.bars import Hint

#: Bindings named in the footer, by pane, in this order as far as they fit; help is always shown.
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
_HEIGHTS = [(0, "-low"), (16, "-middle"), (30, "-high")]
#: What to say when the query line opens in the plain interface.
_PURPOSES = {
    Purpose.LIMIT: "Limit the list by a query",
    Purpose.FIND: "Find in the text by a query",
    Purpose.SELECT: "Select by a query",
}

BINDINGS = [
    Binding("1", "pane('list')", "list", id="reader.list"),
    Binding("2", "pane('header')", "header", id="reader.header_pane"),
    Binding("3", "pane('viewer')", "paragraphs", id="reader.viewer"),
    Binding("plus", "zoom", "zoom", id="reader.zoom", key_display="+"),
    Binding("h", "header", "header in full", id="reader.header"),
]


class Panes:
    """List, header and text, side by side or stacked; one at a time in the plain interface."""

    def __init__(self, session: Session, search: Search, sight: Sight, archive: str) -> None:
        self._session, self._search, self._sight, self._archive = session, search, sight, archive
        self._screen = session.screen
        self._is_plain = session.settings.plain
        self._asked_aloud = ""
        session.on_change = self.show_facts
        search.naming = self._name_keys
        self._screen.HORIZONTAL_BREAKPOINTS = [] if self._is_plain else _LAYOUTS[session.settings.layout]
        self._screen.VERTICAL_BREAKPOINTS = [] if self._is_plain else _HEIGHTS
        if self._is_plain:
            self._show_alone("list")

    # --- the focused pane --------------------------------------------------------------------------------------

    def focused(self, pane: str) -> None:
        """Lays the panes out for the focused one, and names its keys."""
        self.give_room(pane)
        self._name_keys(pane)

    def give_room(self, pane: str) -> None:
        """Lays the panes out for the focused one."""
        self._screen.set_class(pane == "list", "-listing")
        if self._is_plain:
            self._show_alone(pane)

    def _show_alone(self, pane: str) -> None:
        """Shows this pane alone: one pane is read aloud at a time, and only shown text counts as read."""
        if pane not in _PANES:
            return
        for name in _PANES:
            self._screen.set_class(name == pane, f"-on-{name}")
        self._session.status.is_in_text = pane == "viewer"
        if self._session.status.message == self._asked_aloud:  # it has been answered
            self._session.unsay()
        if pane == "viewer":
            self._sight.begin_stay()

    def ask_aloud(self, question: str) -> None:
        """Says what an input line is for, where the line itself has no label."""
        self._session.say(question)
        self._asked_aloud = self._session.status.message

    def _name_keys(self, pane: str) -> None:
        bound = {item.binding.id: item.binding for item in self._screen.active_bindings.values()}
        wanted = (*_FOOTER.get(pane, ()), "reader.keys")
        found = [bound[name] for name in wanted if name in bound]
        if pane == "query" and self._is_plain:
            self.ask_aloud(f"{_PURPOSES[self._search.purpose]}; typing replaces the current one")
        display = self._screen.app.get_key_display
        self._session.status.hints = tuple(Hint(display(binding), self._done_by(binding)) for binding in found)

    def _done_by(self, binding: Binding) -> str:
        """A word or two for a key; for the query line, its purpose."""
        return str(self._search.purpose) if binding.id == "query.ask" else _short(binding.description)

    # --- commands ----------------------------------------------------------------------------------------------

    def go_to(self, name: str) -> None:
        """Focuses a pane."""
        if self.is_zoomed:
            self.zoom()
        self._screen.query_one(f"#{name}").focus()

    @property
    def is_zoomed(self) -> bool:
        """Whether one pane fills the screen."""
        return self._screen.has_class("-zoomed")

    def zoom(self) -> None:
        """Zooms the focused pane to the whole screen, or back."""
        session, screen = self._session, self._screen
        if self._is_plain:
            session.say("One pane is shown at a time; 1, 2 and 3 switch panes.")
            return
        zoomed = self.is_zoomed
        for pane in (session.list, session.header, session.viewer):
            pane.set_class(not zoomed and pane is screen.focused, "-zoom")
        screen.set_class(not zoomed, "-zoomed")
        screen.set_class(not zoomed and session.list is screen.focused, "-zoomed-list")
        self.show_facts()

    def unfold_header(self) -> None:
        """Unfolds or folds the header; in the plain interface, switches between header and text."""
        header = self._session.header
        if self._is_plain:
            (self._session.viewer if header.has_focus else header).focus()
        else:
            header.set_unfolded(not header.unfolded)

    # --- the lines above and below -----------------------------------------------------------------------------

    def show_facts(self) -> None:
        """Updates the title: archive, limit, position in the list, progress of reader and build."""
        session, limit = self._session, self._search.limit
        header = session.list.current
        is_alone = self.is_zoomed and not self._screen.has_class("-zoomed-list")
        cable = f" · {header.post} {header.serial} · {header.subject}" if is_alone and header else ""
        query = f" · {limit.query}" if limit.query else ""
        session.title.archive = f"{self._archive}{query}{cable}"
        facts = (session.building, self._place(), self._counts(), limit.sign)
        session.title.facts = " · ".join(part for part in facts if part)
        if self._is_plain:
            session.status.facts = f"{session.title.facts} · {session.title.archive}"

    def _place(self) -> str:
        """The cursor's position, `3 of 12`, with the number of all cables if the list is limited."""
        count, view = self._session.list.count, self._session.library.view
        if not count:
            return "no cables yet" if self._session.building else "empty"
        more = "" if view is None or view.is_whole else "+"
        limited = f" ({self._search.total:,})" if self._search.limit.query else ""
        return f"{self._session.list.cursor + 1:,} of {count:,}{more}{limited}"

    def _counts(self) -> str:
        """The reader's progress, `214 of 251,287 decided`, and the size of the selection."""
        session, view = self._session, self._session.library.view
        if not session.list.count or view is None or not session.notes.is_open:
            return ""
        selected = len(session.list.selection())
        chosen = f" · {selected:,} selected" if selected else ""
        chosen += f" · range of {session.list.range_size:,}" if session.list.range_size else ""
        return f"{session.marks.decided(view):,} of {session.list.count:,} decided{chosen}"


def _short(description: str) -> str:
    """A description up to its first comma, for the footer."""
    return description.partition(",")[0]
