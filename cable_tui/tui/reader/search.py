"""Limiting and ordering the list, and finding words in the text.

Owns the limit, the search in the text, the query line, and the counter that tells stale answers from current ones.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from textual.binding import Binding

from cable_tui.archive import Archive, Header, Limit, Order, StoreError, View
from cable_tui.archive.query.syntax import QueryError, may_ask_for_missing
from cable_tui.tui.reader.session import Session

if TYPE_CHECKING:
    from textual.widget import Widget

    from cable_tui.tui.widgets.query_line import QueryLine

_MOST_TAGS = 1000
_FIRST_PAGE = 200  # rows

BINDINGS = [
    Binding("l,ampersand", "query('limit')", "limit the list by a query", id="reader.limit", key_display="l"),
    Binding("n", "hit(1)", "next hit, from any pane", id="reader.next_hit"),
    Binding("N", "hit(-1)", "previous hit, from any pane", id="reader.previous_hit"),
    Binding("o", "order", "next order", id="reader.order"),
    Binding("O", "reverse", "reverse the order", id="reader.reverse"),
]


class Purpose(StrEnum):
    """The purpose of the query line."""

    LIMIT = "limit"
    FIND = "find"
    SELECT = "select"


#: Labels of the query line.
_LABELS = {Purpose.LIMIT: "limit:", Purpose.FIND: "find in text:", Purpose.SELECT: "select:"}


class Search:
    """The limit of the list, and the search in the text.

    `limit` and `total` (the number of all cables) describe the list as shown. Three hooks are set by other parts:
    `selecting` selects what a query finds; `listing_missing` lists missing cables and returns whether the query asked
    for them; `naming` is called when the keys in the footer change.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.limit = Limit()
        self.total = 0
        self.purpose = Purpose.LIMIT
        self.began_empty = False  # there was no complete cache at startup
        self.selecting: Callable[[str], Coroutine[None, None, None]] | None = None
        self.listing_missing: Callable[[str], Awaitable[bool]] | None = None
        self.naming: Callable[[str], None] = lambda pane: None
        self._showing = asyncio.Lock()  # one view is shown at a time
        self._question = 0  # counts requests; answers to older ones are dropped
        self._refused = ""  # the last query, if it was invalid or found nothing
        self._answered = asyncio.Event()  # set while no limit is being computed
        self._answered.set()
        self._find = ""  # the query of the search in the text
        self._hit_step = 0  # the direction in which `n` (1) or `N` (-1) left the last cable
        self._line: QueryLine | None = None
        self._asked_from: Widget | None = None
        self._origins: list[str] = []
        self._tags: list[str] = []  # of the archive, the most frequent first

    @property
    def hit_query(self) -> str:
        """The query whose hits are marked: the search in the text, else the limit."""
        return self._find or self.limit.query

    # --- the list ----------------------------------------------------------------------------------------------

    async def reload(self) -> None:
        """Reloads the list after the cache has changed; the cursor stays on its cable. Raises StoreError."""
        library = self._session.library
        async with self._showing:
            library.forget()
            view, self.total = await library.ask(partial(_look, limit=self.limit))
            await self._take_over(view)

    async def show_all(self) -> None:
        """Lifts the limit. Raises StoreError."""
        whole = replace(self.limit, query="")
        view, self.total = await self._session.library.ask(partial(_look, limit=whole))
        async with self._showing:
            await self._take_over(view)

    async def _take_over(self, view: View) -> None:
        """Shows a view; the cursor stays on its cable if the view contains it."""
        session, rows = self._session, self._session.list
        # During a first build, until the reader moves, the cursor stays on the first row, not on the first cable read.
        header = rows.current if rows.moves or not self.began_empty else None
        position = await session.library.ask(lambda archive: archive.place(view, header)) if header else None
        session.library.view = view
        if header is None or position is None:
            await rows.show(len(view), rows.cursor if view.limit == self.limit else 0)
        else:
            await rows.grow(len(view), position)
        self.limit = view.limit
        session.on_change()

    async def go_to_cable(self, name: str) -> bool:
        """Moves the cursor to a cable; returns whether the list contains it. Raises StoreError."""
        rows, place = self._session.list, await self.place_of(name)
        return place is not None and (place == rows.cursor or rows.go_to(place))

    async def place_of(self, name: str) -> int | None:
        """The position of a cable in the list, None if it is not in it. Raises StoreError."""
        library = self._session.library
        view = library.view
        row = (await library.ask(lambda archive: archive.rows_of([name]))).get(name)
        return view.position(row) if view and row is not None else None

    async def reach(self, name: str) -> bool:
        """Moves the cursor to a cable, lifting a limit that hides it; False if the archive does not have it.

        Raises StoreError.
        """
        if not await self.go_to_cable(name):
            if name not in await self._session.library.ask(lambda archive: archive.rows_of([name])):
                return False
            await self.show_all()
            await self.go_to_cable(name)
        await self.steady()
        return True

    # --- the limit ---------------------------------------------------------------------------------------------

    def ask(self, limit: Limit) -> None:
        """Limits or orders the list in the background; the last of several requests counts."""
        if limit == self.limit:
            self._refused = ""
            return
        self._question += 1
        self._answered.clear()
        self._run(self._answer_last(limit, self._question))

    def ask_query(self, query: str) -> None:
        """Limits the list by a query and keeps its order."""
        self.ask(replace(self.limit, query=query))

    def _run(self, work: Coroutine[None, None, None]) -> None:
        self._session.screen.run_worker(work, group="limit")

    async def _answer_last(self, limit: Limit, question: int) -> None:
        try:
            await self._answer(limit, question)
        finally:
            if question == self._question:
                self._answered.set()

    @property
    def is_answering(self) -> bool:
        """Whether a new limit or order is still being computed."""
        return not self._answered.is_set()

    async def steady(self) -> Header | None:
        """Waits for earlier requests and moves, then returns the cable under the cursor: commands apply to that one."""
        await self._answered.wait()
        return await self._session.list.arrived()

    async def _answer(self, limit: Limit, question: int) -> None:
        library, say = self._session.library, self._session.say
        if limit.order is Order.RELEVANCE and not limit.query:
            limit = replace(limit, order=Order.DATE)
        try:
            if await self._has_listed_missing(limit.query):
                return
            for look in (_first_page, Archive.view):
                view = await library.ask(partial(look, limit=limit))
                if question != self._question:
                    return
                if view is not None and len(view):
                    await self._show_answer(view)
                    if view.is_whole:
                        return
            say(await self._why_nothing(limit.query) if limit.query else "")
        except (QueryError, StoreError) as error:
            say(told(limit.query, error))

    async def _why_nothing(self, query: str) -> str:
        """Says how many cables each clause finds alone, for a query that finds none."""
        from cable_tui.archive.query import explain

        return await self._session.library.ask(lambda archive: explain.why_nothing(archive, query))

    async def _show_answer(self, view: View) -> None:
        self._find = self._refused = ""
        self._session.unsay()
        async with self._showing:
            await self._take_over(view)
        self._mark_hits()

    async def _has_listed_missing(self, query: str) -> bool:
        if self.listing_missing is None or not may_ask_for_missing(query):
            return False
        has_listed = await self.listing_missing(query)
        self._refused = "" if has_listed else self._refused
        return has_listed

    def next_order(self) -> None:
        """Switches to the next order; relevance is among them only while the list is limited."""
        orders = [order for order in Order if order is not Order.RELEVANCE or self.limit.query]
        following = orders[(orders.index(self.limit.order) + 1) % len(orders)]
        self.ask_order(following)

    def ask_order(self, order: Order) -> None:
        """Has the list ordered so."""
        self.ask(replace(self.limit, order=order, is_reversed=False))

    def reverse(self) -> None:
        """Reverses the order."""
        self.ask(replace(self.limit, is_reversed=not self.limit.is_reversed))

    # --- the query line ----------------------------------------------------------------------------------------

    async def open_line(self, purpose: Purpose) -> None:
        """Opens the query line to limit the list, find in the text, or select."""
        from cable_tui.tui.widgets.query_line import QueryLine  # not needed to show the list

        session = self._session
        self.purpose = purpose
        if self._line is None:
            self._line = QueryLine(lambda: self._origins, self._labels, lambda: self._tags, id="query")
            await session.mount(self._line)
        self._asked_from = session.screen.focused
        earlier = {Purpose.LIMIT: self.limit.query, Purpose.FIND: self._find, Purpose.SELECT: ""}
        session.unsay()  # makes room for the keys of the line
        self._line.open(_LABELS[purpose], self._refused or earlier[purpose])
        self.naming("query")
        if not self._origins:
            session.start(self._learn_origins(), "origins")

    def _labels(self) -> list[str]:
        return sorted({name for names in self._session.marks.labels.values() for name in names})

    async def _learn_origins(self) -> None:
        library = self._session.library
        self._origins = await library.ask(lambda archive: archive.prepare())
        if view := library.view:
            overview = await library.ask(lambda archive: archive.overview(view, _MOST_TAGS))
            self._tags = [name for name, _ in overview.tags]

    def asked(self, query: str, purpose: Purpose | None = None) -> None:
        """A query was typed, for this purpose or that of the line; one that finds nothing comes back with the line."""
        self.purpose = purpose or self.purpose
        self._close_line()
        if self.purpose is Purpose.SELECT:
            if query and self.selecting:
                self._session.start(self.selecting(query), "selection")
            return
        self._refused = query
        if self.purpose is Purpose.LIMIT:
            self.ask_query(query)
        else:
            self._look_for(query)

    def left(self) -> None:
        """Closes the line without a query, and lifts the limit or ends the search."""
        self._close_line()
        self._refused = ""
        if self.purpose is Purpose.LIMIT:
            self.ask_query("")
        elif self.purpose is Purpose.FIND:
            self._look_for("")

    def _close_line(self) -> None:
        if self._line and self._line.display:
            self._line.close()
            (self._asked_from or self._session.list).focus()

    # --- hits --------------------------------------------------------------------------------------------------

    def _look_for(self, query: str) -> None:
        self._question += 1
        self._answered.set()
        self._run(self._find_in_text(query, self._question))

    async def _find_in_text(self, query: str, question: int) -> None:
        session = self._session
        header = session.list.current
        try:
            reading = await session.library.read(header.doc_id, query or self.limit.query) if header else None
        except (QueryError, StoreError) as error:
            session.say(told(query, error))
            return
        if question != self._question:
            return
        self._find, self._refused = query, ""
        session.viewer.mark(reading.hits if reading else ())
        if query:
            session.viewer.action_hit(1, from_here=True)

    def _mark_hits(self) -> None:
        """Marks the hits of a new query in the cable in sight."""
        if header := self._session.list.current:
            self._session.start(self._mark_in(header, self.hit_query), "marks")

    async def _mark_in(self, header: Header, query: str) -> None:
        reading = await self._session.library.read(header.doc_id, query)
        if header == self._session.shown and query == self.hit_query:
            self._session.viewer.mark(reading.hits if reading else ())

    def past_hits(self, step: int) -> None:
        """Goes to the next or previous cable that the query finds."""
        if self.hit_query:
            self._session.start(self._go_to_next_match(step), "limit")
        else:
            self._session.say("No search words; / finds words.")

    async def _go_to_next_match(self, step: int) -> None:
        session = self._session
        place = await session.library.next_match(session.list.cursor, step, self.hit_query)
        if place is None:
            session.say("No further match in this list." if step > 0 else "No earlier match in this list.")
            return
        self._hit_step = step
        session.list.go_to(place)

    def go_on_from_hit(self) -> None:
        """Goes to the first or last hit of a cable reached by `n` or `N`."""
        if self._hit_step:
            self._session.viewer.go_to_end_hit(self._hit_step)
            self._hit_step = 0


def told(query: str, error: QueryError | StoreError) -> str:
    """The error as a message; for an invalid query, with the part that is wrong."""
    if isinstance(error, StoreError):
        return str(error)
    return f"{error.message} (at: {query[error.start : error.end] or query})"


def _first_page(archive: Archive, limit: Limit) -> View | None:
    return archive.first_page(limit, _FIRST_PAGE)


def _look(archive: Archive, limit: Limit) -> tuple[View, int]:
    """A view, and the number of all cables."""
    return archive.view(limit), len(archive.whole())
