"""Deciding cable by cable, and many at once: marks, labels, selection, saved views.

An action is on the disk before the screen shows it. What cannot be written is said, and nothing is shown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding

from cable_tui.archive import Header, Limit, Order, StoreError
from cable_tui.archive.query.syntax import QueryError
from cable_tui.notebook.state import State
from cable_tui.tui.archive_worker import ArchiveWorker
from cable_tui.tui.marks import CableMarks
from cable_tui.tui.notebook_worker import NotebookWorker
from cable_tui.tui.reader.search import Purpose, SearchScreen, told

if TYPE_CHECKING:
    from cable_tui.notebook.undo import ActionResult
    from cable_tui.notebook.values import SavedView
    from cable_tui.tui.widgets.prompt import Prompt

#: Something to be done later, perhaps.
Work = Callable[[], Coroutine[None, None, None]]
#: What is done with the answer to a question; None where it was done at once.
Answer = Callable[[str], Coroutine[None, None, None] | None]

_MANY = 100  # cables; a command that is about more asks first
_VERBS = {State.KEPT: "Keep", State.DISMISSED: "Dismiss", State.READ: "Mark as read:", State.UNREAD: "Mark as unread:"}


class Decision(NamedTuple):
    """What is done to cables: a state, or labels to add and remove. Without either: read, or unread if it was read."""

    state: State | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    @property
    def is_labels(self) -> bool:
        """Whether it is about labels."""
        return bool(self.add or self.remove)


class TriageScreen(SearchScreen):
    """A list whose cables are read, kept, dismissed and labelled."""

    BINDINGS = [
        Binding("tab", "unread(1)", "next unread cable", id="triage.next_unread", key_display="tab"),
        Binding("shift+tab", "unread(-1)", "previous unread cable", id="triage.previous_unread"),
        Binding("F", "decide('kept')", "keep, then the next unread cable", id="triage.keep"),
        Binding("d", "decide('dismissed')", "dismiss, then the next unread cable", id="triage.dismiss"),
        Binding("r", "decide('')", "read or unread", id="triage.read"),
        Binding("L", "label", "labels", id="triage.label"),
        Binding("full_stop", "repeat", "again, what was decided last", id="triage.repeat", key_display="."),
        Binding("t", "select", "select, this cable or not", id="triage.select"),
        Binding("v", "range", "range, from here on; again: up to here", id="triage.range"),
        Binding("T", "query('select')", "select by query", id="triage.select_query"),
        Binding(
            "semicolon", "apply", "apply, the next command is for the selection", id="triage.apply", key_display=";"
        ),
        Binding("V", "views", "views, saved queries", id="triage.views"),
    ]

    def __init__(self, library: ArchiveWorker) -> None:
        super().__init__(library)
        self._notes = NotebookWorker()
        self._ledger = CableMarks()
        self._last: Decision | None = None
        self._is_for_selection = False
        self._prompt: Prompt | None = None
        self._answer_to: Answer | None = None
        self._known_labels: list[str] = []
        self._writing = asyncio.Lock()
        self.saved_views: list[SavedView] = []  # for the palette

    # --- what the notebook says --------------------------------------------------------------------------------

    async def _load_ledger(self) -> None:
        """Takes over what the notebook says about the cables of this archive."""
        if not self._notes.is_open:
            return
        await self._follow_names()
        states, bookmarks, labels = await self._notes.ask(
            lambda notebook: (notebook.states(), notebook.bookmark_counts(), notebook.labelled())
        )
        rows = await self._library.rows_of([*(name for name, _ in states), *bookmarks, *labels])
        self._take_ledger(
            CableMarks(
                {rows[name]: state for name, state in states if name in rows},
                {rows[name]: count for name, count in bookmarks.items() if name in rows},
                {rows[name]: words for name, words in labels.items() if name in rows},
            )
        )

    async def _follow_names(self) -> None:
        """Brings the names in the notebook to those of the archive, and says which have become others."""
        known = await self._notes.ask(lambda notebook: [] if notebook.read_only else notebook.known_names())
        if not (wanted := await self._library.unsettled(known)):
            return
        from cable_tui.evidence.names import to_tell, told  # seldom needed

        entries = await self._notes.ask(lambda notebook: notebook.entries(wanted))
        if found := await self._library.names_of(entries):
            conflicts, fresh = await self._notes.ask(
                lambda notebook: (notebook.rename(found), notebook.not_told(to_tell(found)))
            )
            if said := told(found, conflicts, fresh):
                self._say(" ".join(said))

    def _take_ledger(self, ledger: CableMarks) -> None:
        self._ledger = ledger
        self._list.use_ledger(ledger)
        self._show_facts()

    async def _refresh_marks(self, names: Iterable[str]) -> None:
        """Takes over the marks of a few cables."""
        wanted = list(names)
        marks = await self._notes.ask(lambda notebook: notebook.marks(wanted))
        rows = await self._library.rows_of(wanted)
        for name, row in rows.items():
            self._ledger.set_state([row], marks[name].state if name in marks else State.UNREAD)
            self._ledger.labels[row] = marks[name].labels if name in marks else ()

    def _repaint_marks(self) -> None:
        self._list.refresh()
        self._show_facts()

    # --- going on ----------------------------------------------------------------------------------------------

    async def action_unread(self, step: int) -> None:
        """Goes to the next or previous unread cable."""
        await self._steady()
        self._say(self._go_unread(step))

    def _go_unread(self, step: int, goes_round: bool = True) -> str:
        """Goes there; returns a sentence where that is not simply the next one."""
        view = self._library.view
        place = self._ledger.next_unread(view, self._list.cursor, step) if view else None
        if place is None:
            return "No other cable of this list is unread."
        is_ahead = (place - self._list.cursor) * step > 0
        if not is_ahead and not goes_round:
            return "No unread cable follows."
        self._list.go_to(place)
        return "" if is_ahead else "On from the top." if step > 0 else "On from the end."

    def _mark_seen(self, header: Header) -> None:
        """Has an unread cable count as read."""
        if self._notes.is_open and self._ledger.state(header.doc_id) is State.UNREAD:
            self._start(self._saw(header), "seen")

    async def _saw(self, header: Header) -> None:
        from cable_tui.evidence.snapshot import about  # the list is shown without

        if await self._notes.ask(lambda notebook: notebook.saw(about(header))):
            self._ledger.set_state([header.doc_id], State.READ)
            self._repaint_marks()

    # --- decisions ---------------------------------------------------------------------------------------------

    async def action_decide(self, state: str) -> None:
        """Decides on the cable under the cursor, or on the selection."""
        await self._decide(Decision(State(state) if state else None))

    async def action_repeat(self) -> None:
        """Does what was decided last."""
        if self._last is None:
            self._say("Nothing was decided yet.")
        else:
            await self._decide(self._last)

    async def action_label(self) -> None:
        """Asks for labels."""
        try:
            self._known_labels = await self._notes.ask(lambda notebook: notebook.labels())
            own = await self._own_labels()
        except StoreError as error:
            self._say(str(error))
            return
        shown = f" (has: {', '.join(own)})" if own else ""
        placeholder = f"labels, as in: energy, to check, -gas{shown}"
        await self._ask_for("labels:", placeholder, self._labels_given, known=lambda: self._known_labels)

    async def _own_labels(self) -> tuple[str, ...]:
        header = await self._steady()
        if header is None or self._is_for_selection:
            return ()
        marks = await self._notes.ask(lambda notebook: notebook.marks([header.name]))
        return marks[header.name].labels if header.name in marks else ()

    def _labels_given(self, text: str) -> Coroutine[None, None, None] | None:
        add, remove = read_labels(text)
        self._is_for_selection = self._is_for_selection and bool(add or remove)
        return self._decide(Decision(add=add, remove=remove)) if add or remove else None

    async def _decide(self, decision: Decision) -> None:
        """Carries out a decision; what is about many cables is asked before."""
        self._last = decision
        rows, is_selection = await self._chosen()
        if is_selection and decision == Decision():  # read or unread, of many, takes no decision back
            rows = [row for row in rows if not self._ledger.state(row).is_decision]
        if len(rows) > _MANY:
            what = "Label" if decision.is_labels else _VERBS[self._state(decision, rows)]
            self._confirm(f"{what} {len(rows):,} cables?", lambda: self._carry_out(decision, rows, is_selection))
        elif rows:
            await self._guarded(self._carry_out(decision, rows, is_selection))

    async def _chosen(self) -> tuple[list[int], bool]:
        """The rows that a command is about: the selection after `;`, else the cursor's."""
        if self._is_for_selection:
            self._is_for_selection = False
            view = self._library.view
            rows = [row for row in self._list.selection() if view and row in view.members]
            if not rows:
                self._say("Nothing in the list is selected. t selects a cable.")
            return rows, True
        header = await self._steady()
        return ([header.doc_id] if header else []), False

    def _state(self, decision: Decision, rows: list[int]) -> State:
        """The state that is decided on; read where one of the cables is not just that."""
        if decision.state:
            return decision.state
        return State.UNREAD if all(self._ledger.state(row) is State.READ for row in rows) else State.READ

    async def _carry_out(self, decision: Decision, rows: list[int], is_selection: bool) -> None:
        from cable_tui.evidence.snapshot import about

        async with self._writing:
            header = self._list.current
            alone = not is_selection and header is not None and rows == [header.doc_id]
            headers = [header] if alone and header else await self._library.headers(rows)
            cables = [about(one) for one in headers]
            if decision.is_labels:
                done = await self._notes.ask(lambda notebook: notebook.label(cables, decision.add, decision.remove))
                await self._refresh_marks([cable.name for cable in cables])
            else:
                state = self._state(decision, rows)
                done = await self._notes.ask(lambda notebook: notebook.decide(cables, state))
                self._ledger.set_state(rows, state)
        self._decided()
        self._repaint_marks()
        # Who marks a cable as read or unread, or labels it, is not through with the list.
        note = "" if is_selection else self._go_unread(1, goes_round=decision.state is not None)
        nothing = f"{cables[0].name} was so already." if len(cables) == 1 else "All of them were so already."
        self._tell(done, note=note, nothing=nothing)

    def _decided(self) -> None:
        """A decision was made on the cable in sight: it need not count as read by itself; the screen knows how."""

    def _tell(
        self, done: ActionResult | None, prefix: str = "", note: str = "", nothing: str = "That was so already."
    ) -> None:
        left = f"; what was changed since is left ({done.left:,})" if done and done.left else ""
        what = f"{prefix}{done.what}{left}" if done else nothing
        self._say(f"{what} · {note}" if note else what)

    def _confirm(self, question: str, work: Work, otherwise: Work | None = None) -> None:
        """Asks, and has the work done after a yes, the other after a no."""
        from cable_tui.tui.screens.confirm import Confirm

        def answered(is_yes: bool | None) -> None:
            chosen = work if is_yes else otherwise
            if chosen:
                self._start(chosen(), "decision")

        self.app.push_screen(Confirm(question), answered)

    # --- selection ---------------------------------------------------------------------------------------------

    async def action_select(self) -> None:
        """Selects the cable under the cursor, or not any more, and goes on."""
        await self._steady()
        self._list.toggle()
        self._list.go_to(self._list.cursor + 1)
        self._show_facts()

    async def action_range(self) -> None:
        """Begins a range, or ends it at the cursor."""
        await self._steady()
        if self._list.range_start is None:
            self._list.begin_range()
            self._say("A range begins here; move and press v again.")
        else:
            view = self._library.view
            self._list.end_range(view.ids if view else ())
        self._show_facts()

    def action_apply(self) -> None:
        """Has the next command be about the selection."""
        view = self._library.view
        self._list.end_range(view.ids if view else ())
        count = len([row for row in self._list.selection() if view and row in view.members])
        self._is_for_selection = True  # also where nothing is: the next command must not fall on the cursor's cable
        names = ("triage.keep", "triage.dismiss", "triage.read", "triage.label")
        keys = " ".join(self._key_of(name) for name in names)
        self._say(f"{count:,} selected: {keys} …" if count else "Nothing is selected. t selects a cable.")

    def _key_of(self, name: str) -> str:
        bound = (item.binding for item in self.active_bindings.values())
        return next((self.app.get_key_display(binding) for binding in bound if binding.id == name), "")

    async def _select_found(self, query: str) -> None:
        view = self._library.view
        try:
            found = await self._library.find(Limit(query))
        except (QueryError, StoreError) as error:
            self._say(told(query, error))
            return
        rows = found.members & view.members if view else frozenset()
        self._list.select(rows)
        self._say(f"{len(rows):,} found, {len(self._list.selection()):,} selected. ; applies the next command to them.")
        self._show_facts()

    def _asked_for(self, purpose: Purpose, query: str) -> None:
        """A query was typed for something else than the list and the text."""
        if purpose is Purpose.SELECT and query:
            self._start(self._select_found(query), "selection")

    def _labels_known(self) -> list[str]:
        return sorted({name for names in self._ledger.labels.values() for name in names})

    # --- saved views ---------------------------------------------------------------------------------------------

    async def action_views(self) -> None:
        """Shows the saved views."""
        from cable_tui.notebook.values import SavedView
        from cable_tui.tui.screens.views import ViewsScreen

        if not self._notes.is_open:
            self._say("The notebook is not open.")
            return
        now = SavedView("", self._limit.query, self._limit.order.value, self._limit.is_reversed)
        self.app.push_screen(ViewsScreen(self._notes, now), self._view_chosen)

    def _view_chosen(self, view: SavedView | None) -> None:
        self._start(self._load_views(), "views")
        if view:
            self.open_view(view)

    async def _load_views(self) -> None:
        self.saved_views = await self._notes.ask(lambda notebook: notebook.views())

    def open_view(self, view: SavedView) -> None:
        """Limits the list as a saved view says."""
        order = Order(view.order) if view.order in list(Order) else Order.DATE
        self._ask(Limit(view.query, order, view.is_reversed))

    async def _go_to_cable(self, name: str) -> bool:
        """Moves the cursor to a cable of the list, if it is there."""
        view = self._library.view
        row = (await self._library.rows_of([name])).get(name)
        place = view.position(row) if view and row is not None else None
        return place is not None and (place == self._list.cursor or self._list.go_to(place))

    # --- asking ------------------------------------------------------------------------------------------------

    async def _ask_for(
        self,
        label: str,
        placeholder: str,
        answered: Answer,
        value: str = "",
        known: Callable[[], Iterable[str]] | None = None,
    ) -> None:
        """Opens a line for an answer."""
        from cable_tui.tui.widgets.prompt import Prompt  # not needed to show the list

        if self._prompt is None:
            self._prompt = Prompt(id="prompt")
            await self.mount(self._prompt, after=self.query_one("#panes"))
        self._asked_from = self.focused
        self._answer_to = answered
        self._status.message = ""  # the keys of the line are named there
        self._prompt.ask(label, placeholder, value, known)

    async def on_prompt_answered(self, event: Prompt.Answered) -> None:
        """Hands the answer on; what follows from it is done before the next key."""
        (self._asked_from or self._list).focus()
        answer, self._answer_to = self._answer_to, None
        if event.text is None:
            self._is_for_selection = False
        elif answer and (work := answer(event.text)) is not None:
            await self._guarded(work)


def read_labels(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels to add and those to remove: commas part them, a - stands before what is to go."""
    words = [" ".join(filter(None, word.split(" "))) for word in text.split(",")]
    add = tuple(word.lstrip("+").strip() for word in words if word and not word.startswith("-"))
    remove = tuple(word.lstrip("-").strip() for word in words if word.startswith("-"))
    return tuple(filter(None, add)), tuple(filter(None, remove))
