"""Commands that are typed behind `:`, as `:limit origin:moscow`, with an argument."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from typing import NamedTuple

from cable_tui.archive import Order
from cable_tui.tui.reader.output import Output
from cable_tui.tui.reader.search import Purpose, Search
from cable_tui.tui.reader.session import Session
from cable_tui.tui.reader.triage import Triage

#: What is done, with what was typed behind the command.
_Do = Callable[[str], Coroutine[None, None, None] | None]

_SAVED = "Everything is saved already."


class _Command(NamedTuple):
    """A command: what it does, what its argument is ('' where it takes none), and how it is done."""

    help: str
    argument: str
    do: _Do


class CommandLine:
    """The commands of the main screen by their names; others are found by the palette."""

    def __init__(self, session: Session, search: Search, triage: Triage, output: Output) -> None:
        self._session, self._search, self._triage = session, search, triage
        leave = _Command("quit", "", lambda _: session.screen.app.exit())
        self._commands: dict[str, _Command] = {
            "limit": _Command("limit the list", "QUERY", search.ask_query),
            "find": _Command("find words in the text", "WORDS", lambda text: search.asked(text, Purpose.FIND)),
            "order": _Command("order the list", "ORDER", self._order),
            "view": _Command("open a saved view", "NAME", self._view),
            "label": _Command("label the cable or the selection", "LABELS", triage.give_labels),
            "export": _Command("export bookmarks and kept cables", "FILE", output.export_to),
            "save": _Command("save the cable as text", "FILE", output.save_as),
            "help": _Command("show the keys", "", lambda _: self._keys()),
            "w": _Command(_SAVED, "", lambda _: session.say(_SAVED)),
            "q": leave,
            "quit": leave,
            "wq": leave,
        }

    def named(self, line: str) -> str:
        """The name of the command that a line begins with, '' where it is none of these."""
        name, _, argument = line.strip().partition(" ")
        command = self._commands.get(name)
        return name if command and (command.argument or not argument.strip()) else ""

    async def run(self, line: str) -> None:
        """Runs a line that names a command."""
        name, _, argument = line.strip().partition(" ")
        command = self._commands[name]
        if command.argument and not argument.strip():
            self._session.say(f"Type what follows: {name} {command.argument}")
        elif work := command.do(argument.strip()):
            await self._session.guarded(work)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Whole lines that may be typed, with what they do, for completion."""
        for order in Order:
            yield f"order {order.value}", self._commands["order"].help
        for view in self._triage.views:
            yield f"view {view.name}", view.query
        for label in sorted({label for labels in self._session.marks.labels.values() for label in labels}):
            yield f"label {label}", self._commands["label"].help

    async def _keys(self) -> None:
        await self._session.screen.run_action("app.keys")

    def _order(self, name: str) -> None:
        found = [order for order in Order if order.value.startswith(name.casefold())]
        if len(found) == 1:
            self._search.ask_order(found[0])
        else:
            self._session.say(f"No order is called {name}; there are {', '.join(order.value for order in Order)}.")

    def _view(self, name: str) -> None:
        found = [view for view in self._triage.views if view.name.casefold() == name.casefold()]
        if found:
            self._triage.open_view(found[0])
        else:
            self._session.say(f"No view is called {name}; V lists them.")
