"""Matches a query against single cables: whether it matches, its hits, and an excerpt around the first."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from cable_tui.archive import vocabulary
from cable_tui.archive.documents import search_columns, sort_key
from cable_tui.archive.fulltext import ADD, CREATE_WITH_CONTENTS, Columns
from cable_tui.cables.model import Block, Cable

from .compile import Query, compile_query
from .expression import Rows
from .external import InFiles, Names
from .spelling import NO_WORDS, Pattern, Vocabulary
from .syntax import QueryError
from .tokens import facts

#: Mark the start and end of a hit in an excerpt.
HIT, END = "\x02", "\x03"

_EXCERPT = f"SELECT snippet(search, 0, '{HIT}', '{END}', '…', 14) FROM search WHERE search MATCH ?"
_MARKED = f"SELECT highlight(search, 0, '{HIT}', '{END}') FROM search WHERE search MATCH ?"
_IN_TEXT = str.maketrans(HIT + END, "  ")

#: Returns the FTS5 expression for the text of a cable, given its vocabulary.
Asked = Callable[[Vocabulary], str]


def asked_of_each(compiled: Callable[[Vocabulary], Query]) -> Asked:
    """The expression for each of several cables: compiled once, or for each cable if the query has patterns."""
    once = compiled(NO_WORDS)
    return (lambda own: compiled(own).match) if once.has_patterns else (lambda _: once.match)


@dataclass(frozen=True, slots=True)
class Match:
    """A cable that a query finds, with an excerpt around its first hits (between `HIT` and `END`)."""

    cable: Cable
    excerpt: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A hit in the text of a block; offsets are in characters."""

    block: int
    start: int
    end: int


class SearchTable:
    """An in-memory table with the words, facts and vocabulary of one cable; use it only in the thread that made it."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(CREATE_WITH_CONTENTS)

    def close(self) -> None:
        """Frees the memory."""
        self._connection.close()

    def fill(self, rows: Iterable[Columns]) -> None:
        """Adds many documents, numbered from 0."""
        self._connection.executemany(ADD, ((number, *columns) for number, columns in enumerate(rows)))

    def matching(self, match: str) -> list[int]:
        """The numbers of the documents that a compiled query finds."""
        return [row[0] for row in self._connection.execute("SELECT rowid FROM search WHERE search MATCH ?", (match,))]

    def spellings(self, pattern: Pattern) -> list[str]:
        """The words that match a pattern."""
        return vocabulary.spellings(pattern, vocabulary.walk(self._connection))

    def find(self, cable: Cable, asked: Asked) -> Match | None:
        """The match of a query in a cable, None if there is none."""
        excerpt = self._ask(_EXCERPT, search_columns(cable), asked)
        return None if excerpt is None else Match(cable, " ".join(excerpt.split()))

    def hits(self, cable: Cable, blocks: tuple[Block, ...], asked: Asked) -> tuple[Hit, ...]:
        """The hits of a query in the blocks of a cable, in order."""
        texts = [block.text.translate(_IN_TEXT) for block in blocks]
        _, subject, facts = search_columns(cable)
        marked = self._ask(_MARKED, ("\n".join(texts), subject, facts), asked)
        return tuple(_hits(marked, texts)) if marked else ()

    def _ask(self, sql: str, columns: Columns, asked: Asked) -> str | None:
        """The result of `sql` for a text that the query finds; '' if the query searches no text, None if no match."""
        self._connection.execute("DELETE FROM search")
        self._connection.execute(ADD, (1, *columns))
        if not (match := asked(self)):
            return ""
        row = self._connection.execute(sql, (match,)).fetchone()
        return str(row[0]) if row else None


def _hits(marked: str, texts: list[str]) -> Iterator[Hit]:
    """The hits in `marked`, the joined texts with marks; a hit across two texts is split."""
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    place = 0
    for part in marked.split(HIT):
        hit, _, rest = part.partition(END) if END in part else ("", "", part)
        block = bisect_right(starts, place) - 1
        at, end = place, place + len(hit)
        while at < end:
            last = min(end, starts[block] + len(texts[block]))
            if last > at:
                yield Hit(block, at - starts[block], last - starts[block])
            block += 1
            at = starts[block]
        place = end + len(rest)


class Document(NamedTuple):
    """Something else that a query can search: a text, its subject, and the facts of its header document."""

    text: str
    subject: str
    header: Mapping[str, Any]


#: Makes the test for an external field, which takes the place of a document, from field, value and `prefix`.
Test = Callable[[str, str, bool], Callable[[int], bool]]


class _Tests:
    """External fields whose names are indexes of tests."""

    database = Path()

    def __init__(self, test: Test) -> None:
        self._test = test
        self.made: list[Callable[[int], bool]] = []

    def names(self, field: str, value: str, *, prefix: bool) -> Names:
        """Adds a test and returns its index. Raises ValueError with the values expected."""
        self.made.append(self._test(field, value, prefix))
        return Names(str(len(self.made) - 1))


def found_in(documents: Sequence[Document], query: str, test: Test) -> list[int]:
    """The places of the documents that a query finds, in order. Raises QueryError."""
    tests = _Tests(test)
    places = range(len(documents))
    table = SearchTable()
    try:
        table.fill((text, subject, facts(header)) for text, subject, header in documents)
        expression = compile_query(query, tests, table).expression
        if expression is None:
            return list(places)
        named = partial(_tested, tests.made, places)
        rows = Rows(table.matching, named, partial(_no_files, query), lambda: places)
        return sorted(rows.found(expression))
    finally:
        table.close()


def _tested(tests: Sequence[Callable[[int], bool]], places: range, names: Names) -> Iterator[int]:
    return filter(tests[int(names.sql)], places)


def _no_files(query: str, wanted: InFiles) -> list[int]:
    start = query.find(wanted.beginning) if wanted.beginning else 0
    raise QueryError("source: searches the files of an archive, which are not known here", max(0, start), len(query))


def search(cables: Iterable[Cable], text: str) -> list[Match]:
    """The cables that a query finds, newest first; all for an empty one.

    Cables are searched one by one, so only those found are in memory. Raises `QueryError`.
    """
    if compile_query(text).has_outside:
        raise QueryError("source: needs a cache", 0, len(text))
    asked = asked_of_each(lambda own: compile_query(text, vocabulary=own))
    table = SearchTable()
    try:
        found = [item for cable in cables if (item := table.find(cable, asked))]
    finally:
        table.close()
    return sorted(_fullest(found), key=lambda item: (_moment(item.cable), sort_key(item.cable)), reverse=True)


def _fullest(found: list[Match]) -> Iterable[Match]:
    """One match for each cable: of several copies the longest."""
    best: dict[str, Match] = {}
    for number, match in enumerate(found):
        name = match.cable.id or f" {number}"  # a cable without an id is not a copy
        if name not in best or len(match.cable.text) > len(best[name].cable.text):
            best[name] = match
    return best.values()


def _moment(cable: Cable) -> str:
    return cable.date.isoformat() if cable.date else ""
