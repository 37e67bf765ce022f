"""A store that is asked from the event loop and answers in a thread of its own, so the screen never waits for disk."""

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
    """One store and its only thread. Questions are answered in the order asked.

    `around` is entered around each question; `problem` is raised while the store is not open.
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
        """Asks the open store. Raises StoreError; also after the worker was closed."""
        return await self.run(lambda: self._answer(question))

    async def run(self, work: Callable[[], _Answer]) -> _Answer:
        """Does work in the thread, also while the store is not open. Raises StoreError once the worker is closed."""
        if self._is_closed:  # the program is about to end
            raise StoreError(self.path, "is closed")
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def submit(self, work: Callable[[], _Answer]) -> Future[_Answer]:
        """Begins work in the thread before there is an event loop to wait in."""
        return self._thread.submit(work)

    def shut(self, last: Callable[[], object] | None) -> None:
        """Takes no more questions; `last` is done once those asked are answered."""
        self._is_closed = True
        if last:
            self._thread.submit(last)
        self._thread.shutdown()

    def _answer(self, question: Callable[[_Store], _Answer]) -> _Answer:
        if self.store is None:
            raise self.problem
        with self._around(self.store):
            return question(self.store)
