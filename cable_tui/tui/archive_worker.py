"""The archive, for the screen: every question is asked in a thread of its own, so the screen never waits for disk."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from cable_tui.archive import Archive, Header, Limit, StoreError, View

if TYPE_CHECKING:
    from cable_tui.archive.citations import Link, Links
    from cable_tui.archive.missing import Missing, MissingList
    from cable_tui.archive.overview import Overview
    from cable_tui.archive.query.external import Fields
    from cable_tui.archive.query.match import Hit
    from cable_tui.cables.model import Cable
    from cable_tui.notebook.names import Entry

_T = TypeVar("_T")
_RECENT = 8  # cables kept at hand
_FIRST_PAGE = 200  # rows


class Reading(NamedTuple):
    """A cable as it is read: with the hits of the query that led to it, in their order."""

    cable: Cable
    hits: tuple[Hit, ...] = ()


class ArchiveWorker:
    """One archive's cache, asked from the event loop and answered by a single thread, in the order asked.

    `view` is what the list shows; who asks for another one sets it when the list takes it over.
    """

    def __init__(self, path: Path, *, follow_links: bool = False) -> None:
        self.path = path
        self.follow_links = follow_links
        self.view: View | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")
        self._opening: Future[Archive] | None = None
        self._archive: Archive | None = None
        self._is_closed = False
        self._recent: OrderedDict[tuple[int, str], Reading] = OrderedDict()

    def begin_opening(self) -> Future[Archive]:
        """Opens the cache while the screen is being made."""
        if self._opening is None:
            self._opening = self._thread.submit(Archive.open, self.path, follow_links=self.follow_links)
        return self._opening

    async def open(self) -> str:
        """Opens the cache; returns a sentence for the reader if it begins anew, else ''. Raises StoreError."""
        self._archive = await asyncio.wrap_future(self.begin_opening())
        return self._archive.notice

    async def find(self, limit: Limit) -> View:
        """See `Archive.view`."""
        return await self._ask(lambda: self._opened.view(limit))

    async def first_page(self, limit: Limit) -> View | None:
        """See `Archive.first_page`."""
        return await self._ask(lambda: self._opened.first_page(limit, _FIRST_PAGE))

    async def place(self, view: View, header: Header | None) -> int | None:
        """See `Archive.place`."""
        return await self._ask(lambda: self._opened.place(view, header)) if header else None

    async def look(self, limit: Limit) -> tuple[View, int]:
        """A view of the archive as it is now, and the number of all listed cables."""
        return await self._ask(lambda: (self._opened.view(limit), len(self._opened.whole())))

    async def why_nothing(self, query: str) -> str:
        """See `archive.query.explain.why_nothing`."""
        from cable_tui.archive.query import explain

        return await self._ask(lambda: explain.why_nothing(self._opened, query))

    async def overview(self, view: View, most: int) -> Overview:
        """See `Archive.overview`."""
        return await self._ask(lambda: self._opened.overview(view, most))

    async def missing(self, query: str) -> MissingList | None:
        """See `Archive.missing`."""
        return await self._ask(lambda: self._opened.missing(query))

    async def described(self, found: MissingList, start: int, count: int) -> list[Missing]:
        """Some rows of a list of missing cables: see `Archive.described`."""
        places = range(start, min(start + count, len(found)))
        return await self._ask(lambda: list(self._opened.described(found, places)))

    async def links(self, name: str) -> Links:
        """See `archive.citations.links`."""
        from cable_tui.archive import citations

        return await self._ask(lambda: citations.links(self._opened, name))

    async def citation(self, header: Header, name: str) -> Link:
        """How a cable cites another one by its id: see `archive.citations.citation`."""
        from cable_tui.archive import citations

        def question() -> Link:
            cable = self._opened.cable(header.doc_id)
            return citations.citation(cable, name) if cable else citations.Link(name, places=())

        return await self._ask(question)

    async def prepare(self) -> list[str]:
        """See `Archive.prepare`."""
        return await self._ask(lambda: self._opened.prepare())

    async def use(self, fields: Fields) -> None:
        """See `Archive.use`."""
        await self._ask(lambda: self._opened.use(fields))

    async def rows_of(self, names: Iterable[str]) -> dict[str, int]:
        """See `Archive.rows_of`."""
        return await self._ask(lambda: self._opened.rows_of(names))

    async def unsettled(self, names: Iterable[str]) -> list[str]:
        """See `evidence.names.unsettled`."""
        wanted = list(names)
        are_numbers = all(name.isalnum() for name in wanted)
        if are_numbers and not await self._ask(lambda: self._opened.shared_names()):
            return []  # as nearly always; the table of posts is not needed
        from cable_tui.evidence.names import unsettled

        return await self._ask(lambda: unsettled(self._opened, wanted))

    async def names_of(self, entries: Iterable[Entry]) -> dict[Entry, str]:
        """See `evidence.names.names_of`."""
        from cable_tui.evidence.names import names_of

        return await self._ask(lambda: names_of(self._opened, entries))

    async def headers(self, ids: list[int]) -> list[Header]:
        """See `Archive.headers`."""
        return await self._ask(lambda: self._opened.headers(ids))

    async def faults(self) -> list[str]:
        """What could not be read when the cache was last brought up to date, in lines; see `archive.faults.told`."""
        from cable_tui.archive.problems import stored_faults, told

        return await self._ask(lambda: list(told(stored_faults(self.path, follow_links=self.follow_links))))

    async def find_name(self, name: str) -> Header | None:
        """See `Archive.find`."""
        return await self._ask(lambda: self._opened.find(name))

    async def window(self, start: int, count: int) -> list[Header]:
        """The headers of some rows of the view."""
        ids = self.view.window(start, count) if self.view else []
        return await self._ask(lambda: self._opened.headers(ids))

    async def next_match(self, place: int, step: int, query: str) -> int | None:
        """The place of the next cable of the view, in a direction, that a query finds; None where there is none."""
        view = self.view
        if view is None:
            return None
        found = await self.find(Limit(query))
        return await self._ask(lambda: view.next_of(found, place, step))

    def at_hand(self, doc_id: int, query: str) -> Reading | None:
        """What was asked for not long ago: it is shown with the key that asks for it."""
        return self._recent.get((doc_id, query))

    async def read(self, doc_id: int, query: str, is_wanted: Callable[[], bool] = lambda: True) -> Reading | None:
        """A cable with the places where the words of a query stand in it; None if its row is gone.

        None also if it is not wanted any more when its turn comes.
        """
        key = doc_id, query
        if key in self._recent:
            self._recent.move_to_end(key)
            return self._recent[key]
        reading = await self._ask(lambda: self._read(doc_id, query) if is_wanted() else None)
        if reading:
            self._recent[key] = reading
            while len(self._recent) > _RECENT:
                self._recent.popitem(last=False)
        return reading

    def _read(self, doc_id: int, query: str) -> Reading | None:
        cable = self._opened.cable(doc_id)
        if cable is None:
            return None
        return Reading(cable, self._opened.hits(cable, query) if query else ())

    def forget(self) -> None:
        """Drops the cables at hand, after the cache has changed."""
        self._recent.clear()

    def close(self) -> None:
        """Closes the cache once the questions asked are answered."""
        self._is_closed = True
        if opening := self._opening:
            self._thread.submit(lambda: opening.result().close())
        self._thread.shutdown()

    @property
    def _opened(self) -> Archive:
        if self._archive is None:
            raise RuntimeError("the archive is not open")
        return self._archive

    async def _ask(self, question: Callable[[], _T]) -> _T:
        if self._is_closed:  # the program is about to end
            raise StoreError(self.path, "is closed")
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._answer, question)

    def _answer(self, question: Callable[[], _T]) -> _T:
        with self._opened.reading():
            return question()
