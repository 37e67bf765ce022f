"""`cable-tui search`: what a query finds, as a table, as ids or as data."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

from rich.text import Text

from cable_tui.archive.search import END, HIT, Match, search
from cable_tui.archive.syntax import QueryError
from cable_tui.cables.codec import record
from cable_tui.cables.model import Cable
from cable_tui.printing import console_for_output
from cable_tui.visible import visible_line


def run_search(cables: Iterable[Cable], query: str, form: str, limit: int | None) -> int:
    """Prints what is found, newest first; returns the exit code, 1 where that is nothing, as grep does."""
    found = search(cables, query)
    for match in found[:limit]:
        if form == "ids":
            sys.stdout.write(f"{visible_line(match.cable.id)}\n")
        elif form == "jsonl":
            sys.stdout.write(json.dumps(record(match.cable)) + "\n")
        else:
            _print_row(match)
    return 0 if found else 1


def _print_row(match: Match) -> None:
    """Id, date, marking and subject; below it the words around the hits."""
    cable = match.cable
    day = f"{cable.date:%Y-%m-%d}" if cable.date else "no date   "
    letters = cable.classification.letters
    console = console_for_output()
    console.print(Text(f"{visible_line(cable.id):<20} {day} {letters:<5} {visible_line(cable.subject)}"))
    if HIT in match.excerpt:
        console.print(_excerpt(match.excerpt))


def _excerpt(text: str) -> Text:
    line = Text("    ", style="dim")
    for part in text.split(HIT):
        hit, _, rest = part.partition(END) if END in part else ("", "", part)
        line.append(visible_line(hit), style="bold not dim reverse")
        line.append(_spaced(rest))
    return line


def _spaced(text: str) -> str:
    """The text on one line with the blanks at its ends, which part it from the hits."""
    inner = visible_line(text)
    return f"{' ' if text[:1].isspace() else ''}{inner}{' ' if text[-1:].isspace() and inner else ''}"


def point_at(query: str, error: QueryError) -> str:
    """The message with the query and the place in it."""
    place = query[error.start : error.end] or query
    return f"{error.message} (at character {error.start + 1} of the query: {place})"
