"""A text in a dialog, such as the glossary of a paragraph or the transport lines."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding

from cable_tui.escape import visible
from cable_tui.tui.widgets.text_box import ScrolledScreen, text_box


class TextScreen(ScrolledScreen):
    """Shows a text."""

    BINDINGS = [
        Binding("q,escape,a,e,enter", "dismiss", "close", id="glossary.close", key_display="q"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._text = Text(f"{title}  (q closes)\n\n", style="bold")
        self.add(text)

    def add(self, text: str, style: str = "not bold") -> None:
        """Appends escaped text."""
        self._text.append(visible(text), style=style)

    def compose(self) -> ComposeResult:
        """The scrolling text."""
        self.box = text_box(self, "keys", self._text)
        yield self.box

    def on_mount(self) -> None:
        """Focuses the text."""
        self.box.focus()


class GlossaryScreen(TextScreen):
    """Lists words with their meanings."""

    def __init__(self, words: list[tuple[str, str]]) -> None:
        super().__init__("In this paragraph", "")
        for word, meaning in words:
            self.add(word, "bold")
            self.add(f"  {meaning}\n")
