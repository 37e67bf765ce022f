"""The abbreviations of a paragraph, explained."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static


class GlossaryScreen(ModalScreen[None]):
    """Lists words with their meaning; any of the keys that close a screen closes it."""

    BINDINGS = [
        Binding("q,escape,a,enter", "dismiss", "close", id="glossary.close", key_display="q"),
        Binding("j,down", "scroll(1)", "down", id="glossary.down", key_display="j"),
        Binding("k,up", "scroll(-1)", "up", id="glossary.up", key_display="k"),
    ]

    def __init__(self, words: list[tuple[str, str]]) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        """Word by word."""
        text = Text("In this paragraph  (q closes)\n")
        for word, meaning in self._words:
            text.append(f"\n {word}", style="bold")
            text.append(f"  {meaning}")
        with VerticalScroll(id="keys"):
            yield Static(text, markup=False)

    def action_scroll(self, step: int) -> None:
        """Scrolls by lines."""
        self.query_one("#keys", VerticalScroll).scroll_relative(y=step, animate=False)
