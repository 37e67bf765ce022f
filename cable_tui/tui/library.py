"""The archive, for the screen: every question is asked in a thread of its own, so the screen never waits for disk."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cable_tui.archive import Archive, Header, Listing

if TYPE_CHECKING:
    from cable_tui.cables.model import Cable

_T = TypeVar("_T")
_RECENT = 8  # cables kept at hand


class Library:
    """One archive's cache, asked from the event loop and answered by a single thread, in the order asked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")
        self._archive: Archive | None = None
        self._recent: OrderedDict[int, Cable] = OrderedDict()

    async def open(self) -> str:
        """Opens the cache; returns a sentence for the reader if it begins anew, else ''. Raises StoreError."""
        self._archive = await self._ask(lambda: Archive.open(self.path))
        return self._archive.notice

    async def listing(self, header: Header | None = None) -> Listing:
        """See `Archive.listing`."""
        return await self._ask(lambda: self._opened.listing(header))

    async def window(self, start: int, count: int) -> list[Header]:
        """See `Archive.window`."""
        return await self._ask(lambda: self._opened.window(start, count))

    def at_hand(self, doc_id: int) -> Cable | None:
        """The cable if it was asked for not long ago: such a one is shown with the key that asks for it."""
        return self._recent.get(doc_id)

    async def cable(self, doc_id: int) -> Cable | None:
        """See `Archive.cable`."""
        if doc_id in self._recent:
            self._recent.move_to_end(doc_id)
            return self._recent[doc_id]
        cable = await self._ask(lambda: self._opened.cable(doc_id))
        if cable:
            self._recent[doc_id] = cable
            while len(self._recent) > _RECENT:
                self._recent.popitem(last=False)
        return cable

    def forget(self) -> None:
        """Drops the cables at hand, after the cache has changed."""
        self._recent.clear()

    def close(self) -> None:
        """Closes the cache once the questions asked are answered."""
        if self._archive:
            self._thread.submit(self._archive.close)
        self._thread.shutdown()

    @property
    def _opened(self) -> Archive:
        if self._archive is None:
            raise RuntimeError("the archive is not open")
        return self._archive

    async def _ask(self, question: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, question)
