"""All keys of the place one is in, as they are bound."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static


class KeysScreen(ModalScreen[None]):
    """Lists the bindings it is given; any of the keys that close a screen closes it."""

    BINDINGS = [
        Binding("q,escape,question_mark,f1,enter", "dismiss", "close", id="keys.close", key_display="q"),
        Binding("j,down", "scroll(1)", "down", id="keys.down", key_display="j"),
        Binding("k,up", "scroll(-1)", "up", id="keys.up", key_display="k"),
    ]

    def __init__(self, bindings: list[ActiveBinding]) -> None:
        super().__init__()
        self._shown = [item.binding for item in bindings if item.binding.id and item.enabled]

    def compose(self) -> ComposeResult:
        """A scrolling table of keys."""
        with VerticalScroll(id="keys"):
            yield Static(self._table(), markup=False)

    def _table(self) -> Text:
        rows: dict[str, tuple[list[str], str]] = {}
        for binding in self._shown:
            keys, _ = rows.setdefault(binding.id or "", ([], binding.description))
            display = self.app.get_key_display(binding)
            if display not in keys:
                keys.append(display)
        text = Text("Keys here  (q closes)\n")
        for keys, description in rows.values():
            text.append(f"\n {' '.join(keys):>9}", style="bold")
            text.append(f"  {description}")
        return text

    def action_scroll(self, step: int) -> None:
        """Scrolls by lines."""
        self.query_one("#keys", VerticalScroll).scroll_relative(y=step, animate=False)
