"""Undo and redo of every command on marks, labels and bookmarks, one step each, also after a restart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding

from cable_tui.tui.reader.triage import TriageScreen

if TYPE_CHECKING:
    from cable_tui.notebook.undo import ActionResult


class UndoingScreen(TriageScreen):
    """A list whose decisions are taken back."""

    BINDINGS = [
        Binding("u", "undo", "undo", id="triage.undo"),
        Binding("ctrl+r", "redo", "redo", id="triage.redo"),
    ]

    async def action_undo(self) -> None:
        """Takes back the last command; asks first where that is one of another day's work, which is out of mind."""
        await self._guarded(self._undo())

    async def action_redo(self) -> None:
        """Does again what was taken back last."""
        await self._guarded(self._turn(lambda notebook: notebook.redo(), "done again: ", "Nothing to redo."))

    async def _undo(self) -> None:
        earlier = await self._notes.ask(lambda notebook: notebook.earlier())
        if earlier is None:
            await self._take_back()
            return
        when = f"of {earlier.day}" if earlier.day else "of an earlier session"
        self._confirm(f"Undo \u201c{earlier.what}\u201d {when}?", self._take_back)

    async def _take_back(self) -> None:
        await self._turn(lambda notebook: notebook.undo(), "undone: ", "Nothing to undo.")

    async def _turn(self, turn: Callable[..., ActionResult | None], prefix: str, nothing: str) -> None:
        done = await self._notes.ask(turn)
        if done is None:
            self._say(nothing)
            return
        is_one = len(done.cables) == 1
        await (self._refresh_marks(done.cables) if is_one else self._load_ledger())
        await self._turned(done.cables)
        self._repaint_marks()
        if is_one:
            await self._go_to_cable(done.cables[0])
        self._tell(done, prefix)

    async def _turned(self, cables: Sequence[str]) -> None:
        """Something was undone or done again; the screen knows what else is to be shown."""
