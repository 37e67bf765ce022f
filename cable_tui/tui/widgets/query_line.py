"""The line in which a query is typed: with the last queries, completion and help."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from textual.binding import Binding
from textual.events import Key
from textual.message import Message
from textual.suggester import Suggester

from cable_tui.archive.syntax import FIELDS, OUTSIDE
from cable_tui.tui.plain import is_plain

from .asking import AskingLine

_LEVELS = ("confidential", "secret", "unclassified", "sbu", '"top secret"')
_PRECEDENCES = ("flash", "immediate", "niact", "priority", "routine")

_VALUES = {
    "class": _LEVELS,
    "precedence": _PRECEDENCES,
    "is": ("unread", "read", "kept", "dismissed", "decided", "missing"),
    "has": ("bookmark", "note", "label"),
}

Origins = Callable[[], Iterable[str]]


class QuerySuggester(Suggester):
    """Completes the last word: a field's name, a tag, a level, an origin."""

    def __init__(self, origins: Origins, labels: Origins = tuple) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._origins, self._labels = origins, labels

    async def get_suggestion(self, value: str) -> str | None:
        """The whole line with its last word completed, None where nothing begins so."""
        word = value.rpartition(" ")[2].lstrip("(-+")
        field, colon, start = word.rpartition(":")
        start = start.lstrip(">=<(")
        known = self._values(field.casefold()) if colon else (f"{name}:" for name in (*FIELDS, *OUTSIDE))
        if not start:
            return None
        found = next((name for name in known if name.casefold().startswith(start.casefold())), None)
        return None if found is None else value + found[len(start) :]

    def _values(self, field: str) -> Iterable[str]:
        if field == "tag":
            from cable_tui.cables.tags import codes  # the table is read when the first tag is typed

            return codes()
        if field in ("origin", "from"):
            return self._origins()
        if field == "label":
            return (f'"{name}"' if " " in name else name for name in self._labels())
        return _VALUES.get(field, ())


#: What may be typed.
EXAMPLE = 'words, "phrases", tag:PREL, class:>=secret, date:2008 …'


class QueryLine(AskingLine):
    """One line; Enter asks, Escape leaves, up and down bring back what was asked before."""

    BINDINGS = [
        Binding("enter", "submit", "ask", id="query.ask", key_display="enter"),
        Binding("escape", "leave", "leave", id="query.leave", key_display="esc"),
        Binding("up", "recall(-1)", "last query", id="query.previous", key_display="↑"),
        Binding("down", "recall(1)", "next query", id="query.next", key_display="↓"),
        Binding("question_mark,f1", "help", "help, on queries", id="query.help", key_display="?"),
        Binding("tab", "complete", "complete, the word", id="query.complete", key_display="tab"),
    ]

    @dataclass
    class Asked(Message):
        """The reader wants what this query finds."""

        query: str

    class Left(Message):
        """The reader has thought better of it."""

    class Helped(Message):
        """The reader wants to know how to ask."""

    def __init__(self, origins: Origins, labels: Origins = tuple, id: str | None = None) -> None:
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False  # nothing is sent while nothing happens
        self._completion = QuerySuggester(origins, labels)
        self._asked: list[str] = []
        self._place = 0

    def open(self, label: str, query: str) -> None:
        """Takes the keyboard, with a query to go on from; what is typed at once takes its place."""
        self.show_label(label)
        if not is_plain(self):  # there nothing must stand in the line that was not typed
            self.placeholder, self.suggester = EXAMPLE, self._completion
        self.value = query
        self.action_select_all()
        self._place = len(self._asked)
        self.display = True
        self.focus()

    def close(self) -> None:
        """Goes out of sight."""
        self.display = False

    async def action_submit(self) -> None:
        """Asks."""
        query = self.value.strip()
        if query and query not in self._asked[-1:]:
            self._asked.append(query)
        self.post_message(self.Asked(query))

    def action_leave(self) -> None:
        """Leaves without asking."""
        self.post_message(self.Left())

    async def _on_key(self, event: Key) -> None:
        """A question mark asks for help where nothing is typed yet; later it would be a letter of a word."""
        if event.character == "?" and self.selected_text == self.value:
            event.stop()
            event.prevent_default()
            self.action_help()

    def action_help(self) -> None:
        """Asks how to ask."""
        self.post_message(self.Helped())

    def action_recall(self, step: int) -> None:
        """Brings back an earlier query."""
        place = self._place + step
        if 0 <= place <= len(self._asked):
            self._place = place
            self.value = self._asked[place] if place < len(self._asked) else ""
            self.cursor_position = len(self.value)

    async def action_complete(self) -> None:
        """Takes over the completion that is shown, or would be."""
        if is_plain(self):
            self.value = await self._completion.get_suggestion(self.value) or self.value
        self.action_cursor_right() if self.cursor_position == len(self.value) else self.action_end()
