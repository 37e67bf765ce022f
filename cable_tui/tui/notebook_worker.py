"""The notebook as the screen uses it: questions run in a separate thread, in order.

If the notebook cannot be used, each attempt to write to it shows a message; cables can still be read.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from cable_tui import paths
from cable_tui.store import StoreDamaged, StoreError, written_by_us
from cable_tui.tui.store_worker import StoreWorker

if TYPE_CHECKING:
    from cable_tui.notebook.notebook import Notebook


class NotebookWorker(StoreWorker["Notebook"]):
    """The user's notebook."""

    def __init__(self, file: Path | None = None) -> None:
        path = file or paths.notebook_file()

        def around(_: Notebook) -> AbstractContextManager[None]:
            return written_by_us(path)

        super().__init__("notebook", path, around, StoreError(path, "is not open yet"))
        self._changes = 0
        self.is_new = False  # there was none before `open`

    async def open(self) -> str:
        """Opens the notebook; returns a message if it cannot be written to, else ''.

        Raises StoreDamaged if it is damaged; the file is left as it is.
        """
        try:
            self.is_new = await self.run(lambda: not self.path.exists())
            self.store = await self.run(lambda: _open(self.path))
        except StoreDamaged as error:
            self.problem = error
            raise
        except StoreError as error:
            self.problem = error
            return f"Marks and bookmarks are not saved: {error}"
        return self.store.read_only

    async def set_aside(self) -> tuple[Path, Path | None]:
        """Renames a damaged notebook; returns its new path and the last good copy, if any."""
        from cable_tui.notebook.backups import last_good
        from cable_tui.notebook.schema import set_aside

        return await self.run(lambda: (set_aside(self.path), last_good(self.path)))

    async def put_back(self, copy: Path) -> str:
        """Restores the notebook from a copy; returns the day of the copy."""
        from cable_tui.notebook.backups import day_of, put_back

        await self.run(lambda: put_back(copy, self.path))
        return day_of(copy)

    async def has_changed(self) -> bool:
        """Whether another session has written since the last call."""
        changes = await self.ask(lambda notebook: notebook.changes())
        changed, self._changes = changes != self._changes, changes
        return changed

    @property
    def is_open(self) -> bool:
        """Whether the notebook is open."""
        return self.store is not None

    def close(self) -> None:
        """Closes the notebook after all pending questions."""
        self.shut(self.store.close if self.store else None)


def _open(file: Path) -> Notebook:
    from cable_tui.notebook.notebook import Notebook  # not needed to show the list

    return Notebook.open(file)
