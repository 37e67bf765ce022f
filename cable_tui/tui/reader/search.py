"""Limiting, ordering and searching: the part of the reader's screen that asks the archive for a list.

It owns the limit, what is looked for in the text, and the query line; `ReaderScreen` lays the panes out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.screen import Screen

from cable_tui.archive import Header, Limit, Order, StoreError, View
from cable_tui.archive.query.syntax import QueryError, may_ask_for_missing
from cable_tui.tui.archive_worker import ArchiveWorker
from cable_tui.tui.widgets.bars import StatusLine
from cable_tui.tui.widgets.message_list import MessageList
from cable_tui.tui.widgets.paragraph_viewer import ParagraphViewer
from cable_tui.tui.widgets.single_paint import PaintOnce

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.widget import Widget

    from cable_tui.tui.widgets.query_line import QueryLine

_MESSAGE_SECONDS = 6.0
_MOST_TAGS = 1000


class Purpose(StrEnum):
    """What the query line is open for."""

    LIMIT = "limit"
    FIND = "find"
    SELECT = "select"


#: What stands before the query line.
_LABELS = {Purpose.LIMIT: "limit:", Purpose.FIND: "find in text:", Purpose.SELECT: "select:"}


class SearchScreen(PaintOnce, Screen[None]):
    """A list of what a limit finds, and the text in which hits are gone through."""

    BINDINGS = [
        Binding("l,ampersand", "query('limit')", "limit the list by a query", id="reader.limit", key_display="l"),
        Binding("n", "hit(1)", "next hit, from any pane", id="reader.next_hit"),
        Binding("N", "hit(-1)", "previous hit, from any pane", id="reader.previous_hit"),
        Binding("o", "order", "order, the next one", id="reader.order"),
        Binding("O", "reverse", "order reversed", id="reader.reverse"),
    ]

    def __init__(self, library: ArchiveWorker) -> None:
        super().__init__()
        self._library = library
        self._list = MessageList(library.window, id="list")
        self._viewer = ParagraphViewer(id="viewer")
        self._status = StatusLine(id="status")
        self._shown: Header | None = None
        self._limit = Limit()
        self._showing = asyncio.Lock()  # the list takes over one view at a time
        self._question = 0  # counts what was asked of the list; an answer to an older question is dropped
        self._refused = ""  # the query that was asked last and found nothing, or is none
        self._answered = asyncio.Event()  # no limit is under way
        self._answered.set()
        self._find = ""  # what is looked for in the text
        self._hit_step = 0  # where a reader who goes from hit to hit comes from: above (1) or below (-1)
        self._purpose = Purpose.LIMIT
        self._began_empty = False  # there was no whole cache when the program began
        self._query_line: QueryLine | None = None
        self._asked_from: Widget | None = None
        self._unsaying: Timer | None = None
        self._said_at = 0  # how many moves of the cursor had been asked for when something was said
        self._origins: list[str] = []
        self._tags: list[str] = []  # of the archive, the most frequent first

    def _show_facts(self) -> None:
        """Has the title say what is shown; the screen knows how."""

    def _name_keys(self, pane: str) -> None:
        """Has the last line name the keys of a pane; the screen knows which."""

    def _start(self, work: Coroutine[None, None, None], group: str) -> None:
        """Has something done while the keys go on; a store that cannot be read is a message, not the end."""
        self.run_worker(self._guarded(work), group=group)

    async def _guarded(self, work: Coroutine[None, None, None]) -> None:
        try:
            await work
        except StoreError as error:
            self._say(str(error))

    def _say(self, message: str) -> None:
        """A message in the status line; a few seconds take it away, or a move of the cursor that is asked for later."""
        self._status.message = message.replace(f"{Path.home()}/", "~/")
        self._said_at = self._list.moves
        if self._unsaying:
            self._unsaying.stop()
        self._unsaying = self.set_timer(_MESSAGE_SECONDS, self._unsay)

    def tell(self, message: str) -> None:
        """Says what happened outside of this screen."""
        self._say(message)

    def warn(self, warning: str) -> None:
        """Says what is wrong with the reader's own files, in place of all else; '' ends it."""
        self._status.warning = warning

    def _unsay(self) -> None:
        self._status.message = ""

    async def _take_over(self, view: View) -> None:
        """Lets the list show a view; the cursor stays on its cable if that is in it."""
        # Who watches a first build from its beginning and has not moved is at the top, not on the first cable read.
        header = self._list.current if self._list.moves or not self._began_empty else None
        position = await self._library.place(view, header)
        self._library.view = view
        if header is None or position is None:
            await self._list.show(len(view), self._list.cursor if view.limit == self._limit else 0)
        else:
            await self._list.grow(len(view), position)
        self._limit = view.limit
        self._show_facts()

    @property
    def _query(self) -> str:
        """The query whose hits are marked: the one looked for in the text, else the limit's."""
        return self._find or self._limit.query

    async def action_query(self, purpose: str) -> None:
        """Opens the query line: to limit the list, to look for something in the text, to select."""
        from cable_tui.tui.widgets.query_line import QueryLine  # not needed to show the list

        self._purpose = Purpose(purpose)
        if self._query_line is None:
            self._query_line = QueryLine(lambda: self._origins, self._labels_known, lambda: self._tags, id="query")
            await self.mount(self._query_line, after=self.query_one("#panes"))
        self._asked_from = self.focused
        earlier = {Purpose.LIMIT: self._limit.query, Purpose.FIND: self._find, Purpose.SELECT: ""}
        self._status.message = ""  # the keys of the line are named there
        self._query_line.open(_LABELS[self._purpose], self._refused or earlier[self._purpose])
        self._name_keys("query")
        if not self._origins:
            self._start(self._learn_origins(), "origins")

    def _labels_known(self) -> list[str]:
        """The labels to complete; the screen knows them."""
        return []

    async def _learn_origins(self) -> None:
        self._origins = await self._library.prepare()
        if view := self._library.view:
            self._tags = [name for name, _ in (await self._library.overview(view, _MOST_TAGS)).tags]

    def on_query_line_nothing_fits(self, event: QueryLine.NothingFits) -> None:
        """Says why nothing changes."""
        self._say(f"Nothing is known that {event.query.rpartition(' ')[2] or 'this'} could become.")

    def on_query_line_helped(self) -> None:
        """Shows how to ask."""
        from cable_tui.tui.screens.query_help import QueryHelp

        self.app.push_screen(QueryHelp())

    def on_query_line_left(self) -> None:
        """Back to where the reader was; a limit is lifted."""
        self._close_query()
        self._refused = ""
        if self._purpose is Purpose.LIMIT:
            self._lift_limit()
        elif self._purpose is Purpose.FIND:
            self._look_for("")

    def _lift_limit(self) -> None:
        self._ask(replace(self._limit, query=""))

    def on_query_line_asked(self, event: QueryLine.Asked) -> None:
        """Limits the list, or looks for the words in the text; a query that finds nothing comes back with the line."""
        self._close_query()
        if self._purpose is Purpose.LIMIT:
            self._refused = event.query
            self._ask(replace(self._limit, query=event.query))
        elif self._purpose is Purpose.FIND:
            self._refused = event.query
            self._look_for(event.query)
        else:
            self._asked_for(self._purpose, event.query)

    def _asked_for(self, purpose: Purpose, query: str) -> None:
        """A query was typed for something else than the list and the text; the screen knows what."""

    def _close_query(self) -> None:
        if self._query_line and self._query_line.display:
            self._query_line.close()
            (self._asked_from or self._list).focus()

    def _ask(self, limit: Limit) -> None:
        """Has the list limited or ordered; of several questions the last one counts."""
        if limit == self._limit:
            self._refused = ""
            return
        self._question += 1
        self._answered.clear()
        self.run_worker(self._answer_last(limit, self._question), group="limit")

    async def _answer_last(self, limit: Limit, question: int) -> None:
        try:
            await self._answer(limit, question)
        finally:
            if question == self._question:
                self._answered.set()

    @property
    def is_answering(self) -> bool:
        """Whether a limit or an order was asked for and its list is still to come."""
        return not self._answered.is_set()

    async def _steady(self) -> Header | None:
        """The cable under the cursor, once what was asked for before is answered: a command is about that one."""
        await self._answered.wait()
        return await self._list.arrived()

    async def _answer(self, limit: Limit, question: int) -> None:
        if limit.order is Order.RELEVANCE and not limit.query:
            limit = replace(limit, order=Order.DATE)
        try:
            if may_ask_for_missing(limit.query) and await self._shows_missing(limit.query):
                return
            for ask in (self._library.first_page, self._library.find):
                view = await ask(limit)
                if question != self._question:
                    return
                if view is not None and len(view):
                    self._find = self._refused = self._status.message = ""
                    async with self._showing:
                        await self._take_over(view)
                    self._mark_hits()
                    if view.is_whole:
                        return
            self._say(await self._why_nothing(limit))
        except (QueryError, StoreError) as error:
            self._say(told(limit.query, error))

    async def _shows_missing(self, query: str) -> bool:
        """Lists the missing cables that a query asks for; False for another one. The screen knows how."""
        return False

    async def _why_nothing(self, limit: Limit) -> str:
        """What each clause finds alone, for a query that finds nothing."""
        return await self._library.why_nothing(limit.query) if limit.query else ""

    def _look_for(self, query: str) -> None:
        self._question += 1
        self._answered.set()
        self.run_worker(self._find_in_text(query, self._question), group="limit")

    async def _find_in_text(self, query: str, question: int) -> None:
        header = self._list.current
        try:
            reading = await self._library.read(header.doc_id, query or self._limit.query) if header else None
        except (QueryError, StoreError) as error:
            self._say(told(query, error))
            return
        if question != self._question:
            return
        self._find, self._refused = query, ""
        self._viewer.mark(reading.hits if reading else ())
        if query:
            self._viewer.action_hit(1, from_here=True)

    def _mark_hits(self) -> None:
        """Marks the words of a new query in the cable that stays in sight."""
        if header := self._list.current:
            self._start(self._mark_in(header, self._query), "marks")

    async def _mark_in(self, header: Header, query: str) -> None:
        reading = await self._library.read(header.doc_id, query)
        if header == self._shown and query == self._query:
            self._viewer.mark(reading.hits if reading else ())

    def on_paragraph_viewer_past_hits(self, event: ParagraphViewer.PastHits) -> None:
        """Goes on with the next cable that the query finds."""
        if self._query:
            self._start(self._go_to_next_match(event.step), "limit")
        else:
            self._say("Nothing is looked for. / looks for words.")

    async def _go_to_next_match(self, step: int) -> None:
        place = await self._library.next_match(self._list.cursor, step, self._query)
        if place is None:
            self._say("No more cable in the list has it." if step > 0 else "No cable above has it.")
            return
        self._hit_step = step
        self._list.go_to(place)

    def action_hit(self, step: int) -> None:
        """Goes to the next or previous place where the text has what was looked for."""
        self._viewer.action_hit(step)

    def action_order(self) -> None:
        """Takes the next order; relevance is one while something is looked for."""
        orders = [order for order in Order if order is not Order.RELEVANCE or self._limit.query]
        following = orders[(orders.index(self._limit.order) + 1) % len(orders)]
        self._ask(replace(self._limit, order=following, is_reversed=False))

    def action_reverse(self) -> None:
        """Turns the order round."""
        self._ask(replace(self._limit, is_reversed=not self._limit.is_reversed))


def told(query: str, error: QueryError | StoreError) -> str:
    """The error as a message; one in a query names the place."""
    if isinstance(error, StoreError):
        return str(error)
    return f"{error.message} (at: {query[error.start : error.end] or query})"
