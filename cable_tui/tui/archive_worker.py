"""The archive, for the screen: the cables read last are at hand, all else is asked in the archive's thread."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cable_tui.archive import Archive, Header, Limit, View
from cable_tui.tui.store_worker import StoreWorker

if TYPE_CHECKING:
    from cable_tui.archive.query.match import Hit
    from cable_tui.cables.model import Cable

_RECENT = 8  # cables kept at hand


class Reading(NamedTuple):
    """A cable as it is read: with the hits of the query that led to it, in their order."""

    cable: Cable
    hits: tuple[Hit, ...] = ()


class ArchiveWorker(StoreWorker[Archive]):
    """One archive's cache.

    `view` is what the list shows; who asks for another one sets it when the list takes it over.
    """

    def __init__(self, path: Path, *, follow_links: bool = False) -> None:
        super().__init__("archive", path, Archive.reading, RuntimeError("the archive is not open"))
        self.follow_links = follow_links
        self.view: View | None = None
        self._opening: Future[Archive] | None = None
        self._recent: OrderedDict[tuple[int, str], Reading] = OrderedDict()

    def begin_opening(self) -> Future[Archive]:
        """Opens the cache while the screen is being made."""
        if self._opening is None:
            self._opening = self.submit(lambda: Archive.open(self.path, follow_links=self.follow_links))
        return self._opening

    async def open(self) -> str:
        """Opens the cache; returns a sentence for the reader if it begins anew, else ''. Raises StoreError."""
        self.store = await asyncio.wrap_future(self.begin_opening())
        return self.store.notice

    async def faults(self) -> list[str]:
        """What could not be read when the cache was last brought up to date, in lines; see `archive.problems.told`."""
        from cable_tui.archive.problems import stored_faults, told

        return await self.ask(lambda _: list(told(stored_faults(self.path, follow_links=self.follow_links))))

    async def window(self, start: int, count: int) -> list[Header]:
        """The headers of some rows of the view."""
        ids = self.view.window(start, count) if self.view else []
        return await self.ask(lambda archive: archive.headers(ids))

    async def next_match(self, place: int, step: int, query: str) -> int | None:
        """The place of the next cable of the view, in a direction, that a query finds; None where there is none."""
        view = self.view
        return await self.ask(lambda archive: view.next_of(archive.view(Limit(query)), place, step)) if view else None

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
        reading = await self.ask(lambda archive: _read(archive, doc_id, query) if is_wanted() else None)
        if reading:
            self._recent[key] = reading
            while len(self._recent) > _RECENT:
                self._recent.popitem(last=False)
        return reading

    def forget(self) -> None:
        """Drops the cables at hand, after the cache has changed."""
        self._recent.clear()

    def close(self) -> None:
        """Closes the cache once the questions asked are answered."""
        opening = self._opening
        self.shut((lambda: opening.result().close()) if opening else None)


def _read(archive: Archive, doc_id: int, query: str) -> Reading | None:
    cable = archive.cable(doc_id)
    if cable is None:
        return None
    return Reading(cable, archive.hits(cable, query) if query else ())
