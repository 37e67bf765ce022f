"""All keys of the place one is in, as they are bound; `/` looks for one."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from cable_tui.tui.widgets.prompt import Prompt


class KeysScreen(ModalScreen[None]):
    """Lists the bindings it is given; any of the keys that close a screen closes it."""

    BINDINGS = [
        Binding("q,escape,question_mark,f1,enter", "dismiss", "close", id="keys.close", key_display="q"),
        Binding("j,down", "scroll(1)", "down", id="keys.down", key_display="j"),
        Binding("k,up", "scroll(-1)", "up", id="keys.up", key_display="k"),
        Binding("slash", "find", "look for a key", id="keys.find", key_display="/"),
    ]

    def __init__(self, bindings: list[ActiveBinding]) -> None:
        super().__init__()
        self._shown = [item.binding for item in bindings if item.binding.id and item.enabled]
        self._prompt = Prompt(id="prompt")
        self._text = Static(markup=False)

    def compose(self) -> ComposeResult:
        """A scrolling table of keys."""
        with Vertical(id="keys"):
            with VerticalScroll(id="table"):
                yield self._text
            yield self._prompt

    def on_mount(self) -> None:
        """Shows all of them."""
        self._prompt.display = False
        self._text.update(self._table(""))
        self.query_one("#table").focus()

    def _table(self, wanted: str) -> Text:
        rows: dict[str, tuple[list[str], str]] = {}
        for binding in self._shown:
            keys, _ = rows.setdefault(binding.id or "", ([], binding.description))
            display = self.app.get_key_display(binding)
            if display not in keys:
                keys.append(display)
        text = Text(f"Keys here{f': {wanted}' if wanted else ''}  (q closes, / looks for one)\n")
        for keys, description in rows.values():
            if wanted.casefold() in f"{' '.join(keys)} {description}".casefold():
                text.append(f"\n {' '.join(keys):>9}", style="bold")
                text.append(f"  {description}")
        return text

    def action_scroll(self, step: int) -> None:
        """Scrolls by lines."""
        self.query_one("#table", VerticalScroll).scroll_relative(y=step, animate=False)

    def action_find(self) -> None:
        """Asks for a word."""
        self._prompt.ask("a key, or a word of what it does")

    def on_prompt_answered(self, event: Prompt.Answered) -> None:
        """Shows the keys that have it."""
        self.query_one("#table").focus()
        if event.text is not None:
            self._text.update(self._table(event.text))
