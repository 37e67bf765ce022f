"""An input line for labels, a name, a file or a command."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message
from textual.suggester import Suggester

from cable_tui.tui.plain_ui import is_plain

from .labelled_input import LabelledInput


class ListSuggester(Suggester):
    """Completes the last of several words separated by commas."""

    def __init__(self, known: Callable[[], Iterable[str]]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = known

    async def get_suggestion(self, value: str) -> str | None:
        """The line with its last word completed, None if nothing matches."""
        start = value.rpartition(",")[2].lstrip(" +-").casefold()
        found = next((name for name in self._known() if name.casefold().startswith(start)), None) if start else None
        return value + found[len(start) :] if found else None


class Prompt(LabelledInput):
    """An input line that asks one question at a time."""

    BINDINGS = [
        Binding("enter", "submit", "done", id="prompt.done", key_display="enter"),
        Binding("escape", "leave", "cancel", id="prompt.leave", key_display="esc"),
        Binding("tab", "complete", "complete", id="prompt.complete", key_display="tab"),
    ]

    @dataclass
    class Answered(Message):
        """The text that was entered; None if cancelled."""

        text: str | None

    @dataclass
    class Asks(Message):
        """The placeholder, to be said elsewhere in the plain interface."""

        text: str

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False  # send nothing when idle
        self._completion: ListSuggester | None = None

    def ask(
        self, label: str, placeholder: str, value: str = "", known: Callable[[], Iterable[str]] | None = None
    ) -> None:
        """Opens the line and takes the focus; `known` gives the words for completion."""
        self.show_label(label)
        self._completion = ListSuggester(known) if known else None
        if is_plain(self):
            self.post_message(self.Asks(placeholder))
        else:
            self.placeholder = placeholder
            self.suggest_from(self._completion)
        self.put(value)
        self.cursor_position = len(self.value)
        self.display = True
        self.focus()

    async def action_submit(self) -> None:
        """Closes the line with its text."""
        self.display = False
        self.post_message(self.Answered(self.text))

    def action_leave(self) -> None:
        """Closes the line without an answer."""
        self.display = False
        self.post_message(self.Answered(None))

    async def action_complete(self) -> None:
        """Accepts the completion, shown or (in the plain interface) not."""
        if is_plain(self) and self._completion:
            self.put(await self._completion.get_suggestion(self.typed) or self.typed)
        self.action_cursor_right() if self.cursor_position == len(self.value) else self.action_end()
