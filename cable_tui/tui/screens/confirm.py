"""A yes-or-no question."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from cable_tui.escape import visible
from cable_tui.tui.plain_ui import is_plain


class Confirm(ModalScreen[bool]):
    """Asks for confirmation; only `y` means yes."""

    BINDINGS = [
        Binding("y,Y", "answer(True)", "yes", id="confirm.yes", key_display="y"),
        Binding("n,N,q,escape", "answer(False)", "no", id="confirm.no", key_display="n"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question and the two keys."""
        with Vertical(id="dialog"):
            text = Text(visible(self._question))
            text.append("\n\n y", style="bold")
            text.append("  yes     " if not is_plain(self) else " for yes, ")
            text.append("n", style="bold")
            text.append("  no" if not is_plain(self) else " for no")
            yield Static(text, markup=False)

    def action_answer(self, is_yes: bool) -> None:
        """Closes with the answer."""
        self.dismiss(is_yes)
