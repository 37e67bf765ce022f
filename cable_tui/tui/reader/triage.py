"""Triage of one cable or many: marks, labels, selection, saved views.

Every action is on disk before the screen shows it. If it cannot be written, an error is shown and nothing changes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding

from cable_tui.archive import Header, Limit, Order, StoreError
from cable_tui.archive.query.syntax import QueryError
from cable_tui.notebook.state import State
from cable_tui.tui.marks import CableMarks
from cable_tui.tui.reader.search import Search, told
from cable_tui.tui.reader.session import Session
from cable_tui.tui.reader.sight import Sight

if TYPE_CHECKING:
    from cable_tui.notebook.values import SavedView

_MANY = 100  # cables; a command on more asks first
_VERBS = {State.KEPT: "Keep", State.DISMISSED: "Dismiss", State.READ: "Mark as read:", State.UNREAD: "Mark as unread:"}

BINDINGS = [
    Binding("tab", "unread(1)", "next unread cable", id="triage.next_unread", key_display="tab"),
    Binding("shift+tab", "unread(-1)", "previous unread cable", id="triage.previous_unread"),
    Binding("F", "decide('kept')", "keep, then the next unread cable", id="triage.keep"),
    Binding("d", "decide('dismissed')", "dismiss, then the next unread cable", id="triage.dismiss"),
    Binding("r", "decide('')", "mark as read or unread", id="triage.read"),
    Binding("L", "label", "labels", id="triage.label"),
    Binding("full_stop", "repeat", "repeat the last decision", id="triage.repeat", key_display="."),
    Binding("t", "select", "select or deselect this cable", id="triage.select"),
    Binding("v", "range", "range, for the next command; again: select it", id="triage.range"),
    Binding("T", "query('select')", "select by query", id="triage.select_query"),
    Binding("semicolon", "apply", "apply, the next command to the selection", id="triage.apply", key_display=";"),
    Binding("V", "views", "views, saved queries", id="triage.views"),
]


class Decision(NamedTuple):
    """A new state, or labels to add and remove. Without either, toggles between read and unread."""

    state: State | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    @property
    def is_labels(self) -> bool:
        """Whether it changes labels."""
        return bool(self.add or self.remove)


class Triage:
    """Marks, labels and selection of the cables in the list. `views` are the saved views, for the palette."""

    def __init__(self, session: Session, search: Search, sight: Sight) -> None:
        self._session, self._search, self._sight = session, search, sight
        self._last: Decision | None = None
        self._is_for_selection = False
        self._known_labels: list[str] = []
        self._writing = asyncio.Lock()
        self.views: list[SavedView] = []
        search.selecting = self._select_found
        sight.stayed.append(self._mark_seen)
        sight.ended.append(self._mark_seen)

    # --- marks from the notebook -------------------------------------------------------------------------------

    async def load_marks(self) -> None:
        """Loads the marks of the cables in this archive from the notebook. Raises StoreError."""
        session = self._session
        if not session.notes.is_open:
            return
        await self._follow_names()
        while True:
            before, changes = session.marks, session.marks.changes
            marks = await self._read_marks()
            if session.marks is before and before.changes == changes:
                break  # else what was decided meanwhile would be gone from the list
        session.marks = marks
        session.list.use_ledger(session.marks)
        session.on_change()

    async def _read_marks(self) -> CableMarks:
        session = self._session
        states, bookmarks, labels = await session.notes.ask(
            lambda notebook: (notebook.states(), notebook.bookmark_counts(), notebook.labelled())
        )
        names = [*(name for name, _ in states), *bookmarks, *labels]
        rows = await session.library.ask(lambda archive: archive.rows_of(names))
        return CableMarks(
            {rows[name]: state for name, state in states if name in rows},
            {rows[name]: count for name, count in bookmarks.items() if name in rows},
            {rows[name]: words for name, words in labels.items() if name in rows},
        )

    async def _follow_names(self) -> None:
        """Renames cables in the notebook to their names in the archive, and reports the changes."""
        notes, library = self._session.notes, self._session.library
        known = await notes.ask(lambda notebook: [] if notebook.read_only else notebook.known_names())
        are_numbers = all(name.isalnum() for name in known)
        if are_numbers and not await library.ask(lambda archive: archive.shared_names()):
            return  # the usual case, which needs no table of posts
        from cable_tui.evidence.names import names_of, to_tell, unsettled
        from cable_tui.evidence.names import told as told_names

        if not (wanted := await library.ask(lambda archive: unsettled(archive, known))):
            return
        entries = await notes.ask(lambda notebook: notebook.entries(wanted))
        if found := await library.ask(lambda archive: names_of(archive, entries)):
            conflicts, fresh = await notes.ask(
                lambda notebook: (notebook.rename(found), notebook.not_told(to_tell(found)))
            )
            if said := told_names(found, conflicts, fresh):
                self._session.say(" ".join(said))

    async def reread(self, names: Iterable[str]) -> None:
        """Rereads the marks of some cables. Raises StoreError."""
        session, wanted = self._session, list(names)
        marks = await session.notes.ask(lambda notebook: notebook.marks(wanted))
        for name, row in (await session.library.ask(lambda archive: archive.rows_of(wanted))).items():
            session.marks.set_state([row], marks[name].state if name in marks else State.UNREAD)
            session.marks.labels[row] = marks[name].labels if name in marks else ()

    # --- unread cables -----------------------------------------------------------------------------------------

    async def next_unread(self, step: int) -> None:
        """Goes to the next or previous unread cable, or says that there is none."""
        await self._search.steady()
        self.go_unread(step)

    def go_unread(self, step: int) -> None:
        """Like `next_unread`, without waiting for earlier requests."""
        self._session.say(self._gone_unread(step))

    def _gone_unread(self, step: int, goes_round: bool = True) -> str:
        """Goes to the next unread cable; returns a message if that wraps around or there is none."""
        rows, view = self._session.list, self._session.library.view
        place = self._session.marks.next_unread(view, rows.cursor, step) if view else None
        if place is None:
            return "No other unread cable in this list."
        is_ahead = (place - rows.cursor) * step > 0
        if not is_ahead and not goes_round:
            return "No unread cable follows."
        rows.go_to(place)
        return "" if is_ahead else "Continued from the top." if step > 0 else "Continued from the end."

    def _mark_seen(self, header: Header) -> None:
        """Marks an unread cable as read."""
        session = self._session
        if session.notes.is_open and session.marks.state(header.doc_id) is State.UNREAD:
            session.start(self._saw(header), "seen")

    async def _saw(self, header: Header) -> None:
        from cable_tui.evidence.snapshot import about  # not needed to show the list

        if await self._session.notes.ask(lambda notebook: notebook.saw(about(header))):
            self._session.marks.set_state([header.doc_id], State.READ)
            self._session.marks_changed()

    # --- decisions ---------------------------------------------------------------------------------------------

    async def repeat(self) -> None:
        """Repeats the last decision."""
        if self._last is None:
            self._session.say("Nothing to repeat.")
        else:
            await self.decide(self._last)

    async def ask_labels(self) -> None:
        """Asks for labels. Raises StoreError."""
        self._known_labels = await self._session.notes.ask(lambda notebook: notebook.labels())
        own = await self._own_labels()
        shown = f" (has: {', '.join(own)})" if own else ""
        placeholder = f"labels, as in: energy, to check, -gas{shown}"
        await self._session.ask("labels:", placeholder, self.give_labels, known=lambda: self._known_labels)

    async def _own_labels(self) -> tuple[str, ...]:
        header = await self._search.steady()
        if header is None or self._is_for_selection or self._session.list.range_start is not None:
            return ()
        marks = await self._session.notes.ask(lambda notebook: notebook.marks([header.name]))
        return marks[header.name].labels if header.name in marks else ()

    def give_labels(self, text: str) -> Coroutine[None, None, None] | None:
        """Adds and removes labels: see `read_labels`; None where the text holds none."""
        add, remove = read_labels(text)
        self._is_for_selection = self._is_for_selection and bool(add or remove)
        return self.decide(Decision(add=add, remove=remove)) if add or remove else None

    async def decide(self, decision: Decision) -> None:
        """Applies a decision to the cable under the cursor or to the selection; asks first above `_MANY` cables."""
        self._last = decision
        rows, is_selection = await self._chosen()
        if is_selection and decision == Decision():  # on a selection, `r` leaves kept and dismissed cables alone
            rows = [row for row in rows if not self._session.marks.state(row).is_decision]
        if len(rows) > _MANY:
            what = "Label" if decision.is_labels else _VERBS[self._state(decision, rows)]
            question = f"{what} {len(rows):,} cables?"
            self._session.confirm(question, lambda: self._carry_out(decision, rows, is_selection))
        elif rows:
            await self._session.guarded(self._carry_out(decision, rows, is_selection))

    async def _chosen(self) -> tuple[list[int], bool]:
        """The rows to apply a command to, and whether these are the selection (after `;`) or a range."""
        if self._is_for_selection:
            self._is_for_selection = False
            rows = self._selected()
            if not rows:
                self._session.say("No cable in the list is selected; t selects one.")
            return rows, True
        header = await self._search.steady()
        if self._session.list.range_start is not None:
            view = self._session.library.view
            return self._session.list.take_range(view.ids if view else ()), True
        return ([header.doc_id] if header else []), False

    def _selected(self) -> list[int]:
        """The selected rows in the list."""
        view = self._session.library.view
        return [row for row in self._session.list.selection() if view and row in view.members]

    def _state(self, decision: Decision, rows: list[int]) -> State:
        """The new state; for a toggle, read unless all of the cables are read."""
        if decision.state:
            return decision.state
        is_read = all(self._session.marks.state(row) is State.READ for row in rows)
        return State.UNREAD if is_read else State.READ

    async def _carry_out(self, decision: Decision, rows: list[int], is_selection: bool) -> None:
        from cable_tui.evidence.snapshot import about

        session = self._session
        async with self._writing:
            header = session.list.current
            alone = not is_selection and header is not None and rows == [header.doc_id]
            headers = [header] if alone and header else await session.library.ask(lambda archive: archive.headers(rows))
            cables = [about(one) for one in headers]
            if decision.is_labels:
                done = await session.notes.ask(lambda notebook: notebook.label(cables, decision.add, decision.remove))
                await self.reread([cable.name for cable in cables])
            else:
                state = self._state(decision, rows)
                done = await session.notes.ask(lambda notebook: notebook.decide(cables, state))
                session.marks.set_state(rows, state)
        self._sight.end_stay()
        session.marks_changed()
        # Only keep and dismiss wrap around at the end of the list.
        note = "" if is_selection else self._gone_unread(1, goes_round=decision.state is not None)
        nothing = f"{cables[0].name} needs no change." if len(cables) == 1 else "Nothing to change."
        session.tell(done, note=note, nothing=nothing)

    # --- selection ---------------------------------------------------------------------------------------------

    async def select(self) -> None:
        """Selects or deselects the cable under the cursor and moves down."""
        await self._search.steady()
        rows = self._session.list
        rows.toggle()
        rows.go_to(rows.cursor + 1)
        self._session.on_change()

    async def select_range(self) -> None:
        """Begins a range, or ends it at the cursor."""
        await self._search.steady()
        if self._session.list.range_start is None:
            self._session.list.begin_range()
            self._session.say("Range starts here. Move, then give a command for it, or v to select it.")
        else:
            self._end_range()
        self._session.on_change()

    def _end_range(self) -> None:
        view = self._session.library.view
        self._session.list.end_range(view.ids if view else ())

    def select_none(self) -> bool:
        """Clears the selection; False if there was none."""
        if not self._session.list.select_none():
            return False
        self.apply_to_cursor()
        self._session.on_change()
        return True

    def apply_to_selection(self) -> None:
        """Makes the next command apply to the selection."""
        self._end_range()
        count = len(self._selected())
        self._is_for_selection = True  # even if it is empty: the next command must not hit the cursor's cable
        names = ("triage.keep", "triage.dismiss", "triage.read", "triage.label")
        keys = " ".join(self._key_of(name) for name in names)
        self._session.say(f"{count:,} selected: {keys} …" if count else "No cable is selected; t selects one.")

    def apply_to_cursor(self) -> None:
        """Makes the next command apply to the cable under the cursor."""
        self._is_for_selection = False

    def _key_of(self, name: str) -> str:
        screen = self._session.screen
        bound = (item.binding for item in screen.active_bindings.values())
        return next((screen.app.get_key_display(binding) for binding in bound if binding.id == name), "")

    async def _select_found(self, query: str) -> None:
        session = self._session
        try:
            found = await session.library.ask(lambda archive: archive.view(Limit(query)))
        except (QueryError, StoreError) as error:
            session.say(told(query, error))
            return
        view = session.library.view
        rows = found.members & view.members if view else frozenset()
        session.list.select(rows)
        count = len(session.list.selection())
        session.say(f"{len(rows):,} found, {count:,} selected. ; applies the next command to them.")
        session.on_change()

    # --- saved views ---------------------------------------------------------------------------------------------

    def show_views(self) -> None:
        """Shows the saved views."""
        from cable_tui.notebook.values import SavedView
        from cable_tui.tui.screens.views import ViewsScreen

        notes, limit = self._session.notes, self._search.limit
        if not notes.is_open:
            self._session.say("The notebook is not open.")
            return
        now = SavedView("", limit.query, limit.order.value, limit.is_reversed)
        self._session.push(ViewsScreen(notes, now), self._view_chosen)

    def _view_chosen(self, view: SavedView | None) -> None:
        self._session.start(self.load_views(), "views")
        if view:
            self.open_view(view)

    async def load_views(self) -> None:
        """Loads the saved views. Raises StoreError."""
        self.views = await self._session.notes.ask(lambda notebook: notebook.views())

    def open_view(self, view: SavedView) -> None:
        """Limits and orders the list as saved in a view."""
        order = Order(view.order) if view.order in list(Order) else Order.DATE
        self._search.ask(Limit(view.query, order, view.is_reversed))


def read_labels(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels to add and to remove, from a list separated by commas; `-` before a label removes it."""
    words = [" ".join(filter(None, word.split(" "))) for word in text.split(",")]
    add = tuple(word.lstrip("+").strip() for word in words if word and not word.startswith("-"))
    remove = tuple(word.lstrip("-").strip() for word in words if word.startswith("-"))
    return tuple(filter(None, add)), tuple(filter(None, remove))
