"""A text over the screen: the abbreviations of a paragraph explained, transport lines."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding

from cable_tui.escape import visible
from cable_tui.tui.widgets.text_box import ScrolledScreen, text_box


class TextScreen(ScrolledScreen):
    """Shows a text; any of the keys that close a screen closes it."""

    BINDINGS = [
        Binding("q,escape,a,e,enter", "dismiss", "close", id="glossary.close", key_display="q"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._text = Text(f"{title}  (q closes)\n\n", style="bold")
        self.add(text)

    def add(self, text: str, style: str = "not bold") -> None:
        """Adds to the text, which may come from a file."""
        self._text.append(visible(text), style=style)

    def compose(self) -> ComposeResult:
        """All of it, scrolling."""
        self.box = text_box(self, "keys", self._text)
        yield self.box

    def on_mount(self) -> None:
        """The keys are its own."""
        self.box.focus()


class GlossaryScreen(TextScreen):
    """Lists words with their meaning."""

    def __init__(self, words: list[tuple[str, str]]) -> None:
        super().__init__("In this paragraph", "")
        for word, meaning in words:
            self.add(word, "bold")
            self.add(f"  {meaning}\n")
