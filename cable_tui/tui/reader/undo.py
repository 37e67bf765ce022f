"""Undo and redo of commands on marks, labels, bookmarks and views, one step at a time, even after a restart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.binding import Binding

from cable_tui.tui.reader.bookmarks import Bookmarks
from cable_tui.tui.reader.search import Search
from cable_tui.tui.reader.session import Session
from cable_tui.tui.reader.triage import Triage

if TYPE_CHECKING:
    from cable_tui.notebook.notebook import Notebook
    from cable_tui.notebook.undo import ActionResult

BINDINGS = [
    Binding("u", "undo", "undo", id="triage.undo"),
    Binding("ctrl+r", "redo", "redo", id="triage.redo"),
]


class Undo:
    """Undoes and redoes changes to the notebook, and shows the result."""

    def __init__(self, session: Session, search: Search, triage: Triage, bookmarks: Bookmarks) -> None:
        self._session, self._search, self._triage, self._bookmarks = session, search, triage, bookmarks

    async def undo(self) -> None:
        """Undoes the last command; asks first if it is from an earlier session.

        Raises StoreError.
        """
        earlier = await self._session.notes.ask(lambda notebook: notebook.earlier())
        if earlier is None:
            await self._take_back()
            return
        when = f"from {earlier.day}" if earlier.day else "from an earlier session"
        self._session.confirm(f"Undo \u201c{earlier.what}\u201d {when}?", self._take_back)

    async def redo(self) -> None:
        """Redoes the command undone last. Raises StoreError."""
        await self._turn(lambda notebook: notebook.redo(), "redone: ", "Nothing to redo.")

    async def _take_back(self) -> None:
        await self._turn(lambda notebook: notebook.undo(), "undone: ", "Nothing to undo.")

    async def _turn(self, turn: Callable[[Notebook], ActionResult | None], prefix: str, nothing: str) -> None:
        done = await self._session.notes.ask(turn)
        if done is None:
            self._session.say(nothing)
            return
        is_one = len(done.cables) == 1
        await (self._triage.reread(done.cables) if is_one else self._triage.load_marks())
        await self._bookmarks.reread_of(done.cables)
        self._session.marks_changed()
        if is_one:
            await self._search.go_to_cable(done.cables[0])
        self._session.tell(done, prefix)
