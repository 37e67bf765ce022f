"""A text over the screen: the abbreviations of a paragraph explained, transport lines."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from cable_tui.tui.widgets.text_box import text_box
from cable_tui.visible import visible


class TextScreen(ModalScreen[None]):
    """Shows a text; any of the keys that close a screen closes it."""

    BINDINGS = [
        Binding("q,escape,a,e,enter", "dismiss", "close", id="glossary.close", key_display="q"),
        Binding("j,down", "scroll(1)", "down", id="glossary.down", key_display="j"),
        Binding("k,up", "scroll(-1)", "up", id="glossary.up", key_display="k"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._text = Text(f"{title}  (q closes)\n\n", style="bold").append(visible(text), style="not bold")

    def compose(self) -> ComposeResult:
        """All of it, scrolling."""
        self._box = text_box(self, "keys", self._text)
        yield self._box

    def on_mount(self) -> None:
        """The keys are its own."""
        self._box.focus()

    def action_scroll(self, step: int) -> None:
        """Scrolls by lines."""
        self._box.step(step)


class GlossaryScreen(TextScreen):
    """Lists words with their meaning."""

    def __init__(self, words: list[tuple[str, str]]) -> None:
        super().__init__("In this paragraph", "")
        for word, meaning in words:
            self._text.append(f"{word}").append(f"  {meaning}\n", style="not bold")
