"""A line in which something is asked for: labels, a name, a file, a command."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message
from textual.suggester import Suggester

from cable_tui.tui.plain_ui import is_plain

from .labelled_input import LabelledInput


class ListSuggester(Suggester):
    """Completes the last of several words that commas part."""

    def __init__(self, known: Callable[[], Iterable[str]]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = known

    async def get_suggestion(self, value: str) -> str | None:
        """The whole line with its last word completed, None where nothing begins so."""
        start = value.rpartition(",")[2].lstrip(" +-").casefold()
        found = next((name for name in self._known() if name.casefold().startswith(start)), None) if start else None
        return value + found[len(start) :] if found else None


class Prompt(LabelledInput):
    """Asks for one thing at a time."""

    BINDINGS = [
        Binding("enter", "submit", "done", id="prompt.done", key_display="enter"),
        Binding("escape", "leave", "cancel", id="prompt.leave", key_display="esc"),
        Binding("tab", "complete", "complete", id="prompt.complete", key_display="tab"),
    ]

    @dataclass
    class Answered(Message):
        """What was typed; None where the reader thought better of it."""

        text: str | None

    @dataclass
    class Asks(Message):
        """What is asked for, where that must not stand in the line itself."""

        text: str

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False  # nothing is sent while nothing happens
        self._completion: ListSuggester | None = None

    def ask(
        self, label: str, placeholder: str, value: str = "", known: Callable[[], Iterable[str]] | None = None
    ) -> None:
        """Takes the keyboard; the label says what for, the placeholder what to type; `known` are words to complete."""
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
        """Answers."""
        self.display = False
        self.post_message(self.Answered(self.text))

    def action_leave(self) -> None:
        """Leaves without an answer."""
        self.display = False
        self.post_message(self.Answered(None))

    async def action_complete(self) -> None:
        """Takes over the completion that is shown, or would be."""
        if is_plain(self) and self._completion:
            self.put(await self._completion.get_suggestion(self.typed) or self.typed)
        self.action_cursor_right() if self.cursor_position == len(self.value) else self.action_end()
