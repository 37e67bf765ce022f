"""The archive as the screen uses it: recent cables are cached, everything else is read in the archive's thread."""

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

_RECENT = 8  # cables


class Reading(NamedTuple):
    """A cable with the hits of a query in it, in order."""

    cable: Cable
    hits: tuple[Hit, ...] = ()


class ArchiveWorker(StoreWorker[Archive]):
    """The cache of one archive.

    `view` is the view that the list shows; the caller sets it when the list switches to another.
    """

    def __init__(self, path: Path, *, follow_links: bool = False) -> None:
        super().__init__("archive", path, Archive.reading, RuntimeError("the archive is not open"))
        self.follow_links = follow_links
        self.view: View | None = None
        self._opening: Future[Archive] | None = None
        self._recent: OrderedDict[tuple[int, str], Reading] = OrderedDict()

    def begin_opening(self) -> Future[Archive]:
        """Starts to open the cache while the screen is set up."""
        if self._opening is None:
            self._opening = self.submit(lambda: Archive.open(self.path, follow_links=self.follow_links))
        return self._opening

    async def open(self) -> str:
        """Opens the cache; returns a message if it is rebuilt from scratch, else ''. Raises StoreError."""
        self.store = await asyncio.wrap_future(self.begin_opening())
        return self.store.notice

    async def faults(self) -> list[str]:
        """The files skipped in the last update, one per line; see `archive.problems.told`."""
        from cable_tui.archive.problems import stored_faults, told

        return await self.ask(lambda _: list(told(stored_faults(self.path, follow_links=self.follow_links))))

    async def window(self, start: int, count: int) -> list[Header]:
        """The headers of `count` rows of the view from `start`."""
        ids = self.view.window(start, count) if self.view else []
        return await self.ask(lambda archive: archive.headers(ids))

    async def next_match(self, place: int, step: int, query: str) -> int | None:
        """The position of the next cable in the view that a query finds, up or down; None if there is none."""
        view = self.view
        return await self.ask(lambda archive: view.next_of(archive.view(Limit(query)), place, step)) if view else None

    def at_hand(self, doc_id: int, query: str) -> Reading | None:
        """A recently read cable, which can be shown without waiting; else None."""
        return self._recent.get((doc_id, query))

    async def read(self, doc_id: int, query: str, is_wanted: Callable[[], bool] = lambda: True) -> Reading | None:
        """A cable with the hits of a query; None if its row is gone or it is no longer wanted when its turn comes."""
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
        """Drops the recent cables. Call after the cache has changed."""
        self._recent.clear()

    def close(self) -> None:
        """Closes the cache after all pending questions."""
        opening = self._opening
        self.shut((lambda: opening.result().close()) if opening else None)


def _read(archive: Archive, doc_id: int, query: str) -> Reading | None:
    cable = archive.cable(doc_id)
    if cable is None:
        return None
    return Reading(cable, archive.hits(cable, query) if query else ())
