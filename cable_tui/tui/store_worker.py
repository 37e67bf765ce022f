"""A store that runs in its own thread and is used from the event loop, so the screen never waits for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Generic, TypeVar

from cable_tui.store import StoreError

_Store = TypeVar("_Store")
_Answer = TypeVar("_Answer")


class StoreWorker(Generic[_Store]):
    """One store and its thread. Questions are answered in order.

    `around` is a context manager entered for each question; `problem` is raised while the store is not open.
    """

    def __init__(
        self, name: str, path: Path, around: Callable[[_Store], AbstractContextManager[None]], problem: Exception
    ) -> None:
        self.path = path
        self.store: _Store | None = None
        self.problem = problem
        self._around = around
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._is_closed = False

    async def ask(self, question: Callable[[_Store], _Answer]) -> _Answer:
        """Runs `question` on the open store. Raises StoreError, also after the worker is closed."""
        return await self.run(lambda: self._answer(question))

    async def run(self, work: Callable[[], _Answer]) -> _Answer:
        """Runs `work` in the thread, whether or not the store is open. Raises StoreError once the worker is closed."""
        if self._is_closed:  # the program is ending
            raise StoreError(self.path, "is closed")
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def submit(self, work: Callable[[], _Answer]) -> Future[_Answer]:
        """Runs `work` in the thread; usable before the event loop runs."""
        return self._thread.submit(work)

    def shut(self, last: Callable[[], object] | None) -> None:
        """Accepts no more questions; runs `last` after the pending ones."""
        self._is_closed = True
        if last:
            self._thread.submit(last)
        self._thread.shutdown()

    def _answer(self, question: Callable[[_Store], _Answer]) -> _Answer:
        if self.store is None:
            raise self.problem
        with self._around(self.store):
            return question(self.store)
