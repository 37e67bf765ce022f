"""The notebook, for the screen: every question is asked in a thread of its own, in the order asked.

A notebook that cannot be used is a message at every attempt to write in it; reading cables goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cable_tui import paths
from cable_tui.store import StoreDamaged, StoreError, written_by_us

if TYPE_CHECKING:
    from cable_tui.notebook.notebook import Notebook

_T = TypeVar("_T")


class NotebookWorker:
    """The user's notebook, asked from the event loop."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file or paths.notebook_file()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="notebook")
        self._notebook: Notebook | None = None
        self._problem: StoreError = StoreError(self.file, "is not open yet")
        self._changes = 0
        self._is_closed = False
        self.is_new = False  # there was none before

    async def open(self) -> str:
        """Opens the notebook; returns a sentence on what keeps it from being written, '' for nothing.

        Raises StoreDamaged where it is no notebook any more; it was left as it is.
        """
        try:
            self.is_new = await self._run(lambda: not self.file.exists())
            self._notebook = await self._run(lambda: _open(self.file))
        except StoreDamaged as error:
            self._problem = error
            raise
        except StoreError as error:
            self._problem = error
            return f"Marks and bookmarks are not kept: {error}"
        return self._notebook.read_only

    async def copy_daily(self) -> None:
        """See `Notebook.copy_daily`."""
        await self.ask(lambda notebook: notebook.copy_daily())

    async def set_aside(self) -> tuple[Path, Path | None]:
        """Gives a damaged notebook another name; returns it, and the last good copy."""
        from cable_tui.notebook.backups import last_good
        from cable_tui.notebook.schema import set_aside

        return await self._run(lambda: (set_aside(self.file), last_good(self.file)))

    async def put_back(self, copy: Path) -> str:
        """Goes on with a copy; returns its day."""
        from cable_tui.notebook.backups import day_of, put_back

        await self._run(lambda: put_back(copy, self.file))
        return day_of(copy)

    async def ask(self, question: Callable[[Notebook], _T]) -> _T:
        """Asks the notebook. Raises StoreError, also where it is not open."""

        def answer() -> _T:
            opened = self._opened()
            with written_by_us(self.file):
                return question(opened)

        return await self._run(answer)

    async def has_changed(self) -> bool:
        """Whether another session has written since this was asked last."""
        changes = await self.ask(lambda notebook: notebook.changes())
        changed, self._changes = changes != self._changes, changes
        return changed

    @property
    def is_open(self) -> bool:
        """Whether it can be asked."""
        return self._notebook is not None

    def close(self) -> None:
        """Closes the notebook once the questions asked are answered."""
        self._is_closed = True
        if self._notebook:
            self._thread.submit(self._notebook.close)
        self._thread.shutdown()

    def _opened(self) -> Notebook:
        if self._notebook is None:
            raise self._problem
        return self._notebook

    async def _run(self, work: Callable[[], _T]) -> _T:
        if self._is_closed:  # the program is about to end
            raise StoreError(self.file, "is closed")
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _open(file: Path) -> Notebook:
    from cable_tui.notebook.notebook import Notebook  # the list is shown before

    return Notebook.open(file)
