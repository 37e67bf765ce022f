"""The keys of the current screen, as they are bound."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import Vertical

from cable_tui.escape import visible_line
from cable_tui.tui.plain_ui import is_plain
from cable_tui.tui.widgets.prompt import Prompt
from cable_tui.tui.widgets.text_box import ScrolledScreen, text_box


class KeysScreen(ScrolledScreen):
    """Lists the given bindings."""

    BINDINGS = [
        Binding("q,escape,question_mark,f1,enter", "dismiss", "close", id="keys.close", key_display="q"),
        Binding("slash", "find", "find a key", id="keys.find", key_display="/"),
        Binding("t", "topics", "the manual", id="keys.topics"),
    ]

    def __init__(self, bindings: list[ActiveBinding]) -> None:
        super().__init__()
        self._shown = [item.binding for item in bindings if item.binding.id and item.enabled]
        self._prompt = Prompt(id="prompt")

    def compose(self) -> ComposeResult:
        """The table of keys and the input line."""
        with Vertical(id="keys"):
            self.box = text_box(self, "table")
            yield self.box
            yield self._prompt

    def on_mount(self) -> None:
        """Shows all keys."""
        self._prompt.display = False
        self.box.show(self._table(""))
        self.box.focus()

    def _table(self, wanted: str) -> Text:
        rows: dict[str, tuple[list[str], str]] = {}
        for binding in self._shown:
            keys, _ = rows.setdefault(binding.id or "", ([], binding.description))
            display = self.app.get_key_display(binding)
            if display not in keys:
                keys.append(display)
        looked_for = f": {visible_line(wanted)}" if wanted else ""
        text = Text(f"Keys here{looked_for}  (q closes, / finds one, t opens the manual)\n")
        for keys, description in rows.values():
            if wanted.casefold() in f"{' '.join(keys)} {description}".casefold():
                named = f"{' or '.join(keys)}:" if is_plain(self) else f" {' '.join(keys):>9} "
                text.append(f"\n{named}", style="bold").append(f" {description}")
        text.append("\n\nKeys take no counts: 1 2 3 are the panes. A number or an id in the query line finds a cable.")
        return text

    def action_find(self) -> None:
        """Asks for a word to find."""
        self.query_one("#keys").add_class("-asking")
        self._prompt.ask("find:", "a key, or a word of its description")

    def action_topics(self) -> None:
        """Replaces this screen with the manual."""
        from cable_tui.tui.screens.manual import ManualScreen

        self.app.switch_screen(ManualScreen())

    def on_prompt_answered(self, event: Prompt.Answered) -> None:
        """Shows the keys that match the word."""
        self.query_one("#keys").remove_class("-asking")
        self.box.focus()
        if event.text is not None:
            self.box.show(self._table(event.text))
