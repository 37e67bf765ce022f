"""The query line, with history, completion and help."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from textual.binding import Binding
from textual.events import Key
from textual.message import Message
from textual.suggester import Suggester

from cable_tui.archive.query.syntax import FIELDS, OUTSIDE
from cable_tui.tui.plain_ui import is_plain

from .labelled_input import LabelledInput

_LEVELS = ("confidential", "secret", "unclassified", "sbu", '"top secret"')
_PRECEDENCES = ("flash", "immediate", "niact", "priority", "routine")

_VALUES = {
    "class": _LEVELS,
    "precedence": _PRECEDENCES,
    "is": ("unread", "read", "kept", "dismissed", "decided", "missing"),
    "has": ("bookmark", "note", "label"),
}

Origins = Callable[[], Iterable[str]]


#: The last word of a query: the field with its colon and comparison, and what is typed of a name or a value.
_LAST = re.compile(r"""(?:^|\s)[(+-]*(?P<field>\w+:[<>=(]*)?(?P<start>"[^"]*|[^\s"]*)$""")


class QuerySuggester(Suggester):
    """Completes the last word: a field, a tag, a level, an origin, a label."""

    def __init__(self, origins: Origins, labels: Origins = tuple, tags: Origins = tuple) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._origins, self._labels, self._tags = origins, labels, tags

    async def get_suggestion(self, value: str) -> str | None:
        """The line with its last word completed, None if nothing matches."""
        return next((line for line in self.completions(value) if line.startswith(value)), None)

    def completions(self, value: str) -> list[str]:
        """The line with every completion of its last word, the likeliest first."""
        match = _LAST.search(value)
        start = match["start"].lstrip('"').casefold() if match else ""
        if match is None or not start:
            return []
        before, field = value[: match.start("start")], (match["field"] or "").rstrip("<>=(")
        if not field:
            names = (f"{name}:" for name in (*FIELDS, *OUTSIDE))
            return [f"{before}{name}" for name in names if name.startswith(start)]
        known = [*dict.fromkeys(name.strip('"') for name in self._values(field.rstrip(":").casefold()))]
        first = [name for name in known if name.casefold().startswith(start)]
        inside = [name for name in known if name not in first and f" {start}" in f" {name.casefold()}"]
        return [before + _typed(name, value[len(before) :]) for name in (*first, *inside)]

    def _values(self, field: str) -> Iterable[str]:
        if field == "tag":
            from cable_tui.cables.glossaries.tags import codes  # loaded when the first tag is typed

            return (*self._tags(), *codes())
        if field in ("origin", "from"):
            return self._origins()
        if field == "label":
            return self._labels()
        return _VALUES.get(field, ())


def _typed(name: str, start: str) -> str:
    """A value as it is typed in a query, continuing `start`; quoted if it contains blanks."""
    if " " in name:
        return f'"{start[1:] + name[len(start) - 1 :]}"' if _goes_on(start, name) else f'"{name}"'
    return start + name[len(start) :] if name.casefold().startswith(start.casefold()) else name


def _goes_on(start: str, name: str) -> bool:
    return start[:1] == '"' and name.casefold().startswith(start[1:].casefold())


#: The placeholder.
EXAMPLE = 'words, "phrases", tag:PREL, class:>=secret, date:2008 …'


class QueryLine(LabelledInput):
    """An input line; enter runs the query, escape leaves, up and down recall earlier queries."""

    BINDINGS = [
        Binding("enter", "submit", "ask", id="query.ask", key_display="enter"),
        Binding("escape", "leave", "leave", id="query.leave", key_display="esc"),
        Binding("up", "recall(-1)", "previous query", id="query.previous", key_display="↑"),
        Binding("down", "recall(1)", "next query", id="query.next", key_display="↓"),
        Binding("question_mark,f1", "help", "help, on queries", id="query.help", key_display="?"),
        Binding("tab", "complete", "complete, the word", id="query.complete", key_display="tab"),
    ]

    @dataclass
    class Asked(Message):
        """The reader runs a query."""

        query: str

    class Left(Message):
        """The reader leaves the line without a query."""

    @dataclass
    class NothingFits(Message):
        """Nothing completes the query."""

        query: str

    class Helped(Message):
        """The reader asks for help on queries."""

    def __init__(self, origins: Origins, labels: Origins = tuple, tags: Origins = tuple, id: str | None = None) -> None:
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False  # send nothing when idle
        self._completion = QuerySuggester(origins, labels, tags)
        self._completions: list[str] = []
        self._asked: list[str] = []
        self._place = 0

    def open(self, label: str, query: str) -> None:
        """Opens the line and takes the focus, with `query` selected so that typing replaces it."""
        self.show_label(label)
        if not is_plain(self):  # there the line holds only what was typed
            self.placeholder = EXAMPLE
            self.suggest_from(self._completion)
        self.put(query)
        self.action_select_all()
        self._place = len(self._asked)
        self.display = True
        self.focus()

    def close(self) -> None:
        """Hides the line."""
        self.display = False

    async def action_submit(self) -> None:
        """Runs the query."""
        query = self.text
        if query and query not in self._asked[-1:]:
            self._asked.append(query)
        self.post_message(self.Asked(query))

    def action_leave(self) -> None:
        """Leaves the line without a query."""
        self.post_message(self.Left())

    async def _on_key(self, event: Key) -> None:
        """Opens the help on `?` before anything is typed; after that `?` is part of the query."""
        if event.character == "?" and self.selected_text == self.value:
            event.stop()
            event.prevent_default()
            self.action_help()

    def action_help(self) -> None:
        """Opens the help on queries."""
        self.post_message(self.Helped())

    def action_recall(self, step: int) -> None:
        """Recalls an earlier or later query."""
        place = self._place + step
        if 0 <= place <= len(self._asked):
            self._place = place
            self.put(self._asked[place] if place < len(self._asked) else "")
            self.cursor_position = len(self.value)

    def action_complete(self) -> None:
        """Completes the last word; repeated, switches to the next completion."""
        typed = self.typed
        if typed in self._completions:
            following = self._completions.index(typed) + 1
        else:
            self._completions, following = self._completion.completions(typed), 0
        if self._completions:
            self.put(self._completions[following % len(self._completions)])
        else:
            self.post_message(self.NothingFits(typed))
        self.action_end()
