"""Searching cables: a full-text table that compiled queries run over."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from cable_tui.cables.model import Cable

from .documents import header_document, sort_key
from .query import Query, compile_query
from .terms import facts

#: Around a hit in an excerpt.
HIT, END = "\x02", "\x03"

_TABLE = "CREATE VIRTUAL TABLE search USING fts5(subject, text, facts, tokenize='unicode61 remove_diacritics 2')"
_FIND = f"SELECT snippet(search, 1, '{HIT}', '{END}', '…', 14) FROM search WHERE search MATCH ?"


@dataclass(frozen=True, slots=True)
class Match:
    """A cable that a query finds, with some words around its first hits (between `HIT` and `END`)."""

    cable: Cable
    excerpt: str


class SearchTable:
    """Words and facts of cables in memory. It belongs to the thread that made it."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(_TABLE)

    def close(self) -> None:
        """Frees the memory."""
        self._connection.close()

    def find(self, cable: Cable, query: Query) -> Match | None:
        """The match of a query in one cable, None if it has none."""
        if not query.match:
            return Match(cable, "")
        self._connection.execute("DELETE FROM search")
        self._connection.execute("INSERT INTO search VALUES (?, ?, ?)", search_columns(cable))
        row = self._connection.execute(_FIND, (query.match,)).fetchone()
        return Match(cable, " ".join(row[0].split())) if row else None


def search_columns(cable: Cable) -> tuple[str, str, str]:
    """What a search table holds of a cable: subject, text, and the facts of its header as words."""
    document = header_document(cable, "", 0)
    names = [recipient.name for recipient in (*cable.to, *cable.info)]
    texts = [block.text for block in cable.paragraphs]
    return document["subject"], "\n".join(texts), facts(document, sender=cable.sender, recipients=names)


def search(cables: Iterable[Cable], text: str) -> list[Match]:
    """The cables that a query finds, newest first; all of them for an empty one.

    They are looked at one by one, so memory holds what is found and no more. Raises `QueryError`.
    """
    query = compile_query(text)
    table = SearchTable()
    try:
        found = [match for cable in cables if (match := table.find(cable, query))]
    finally:
        table.close()
    return sorted(_fullest(found), key=lambda match: (_moment(match.cable), sort_key(match.cable)), reverse=True)


def _fullest(found: list[Match]) -> Iterable[Match]:
    """One match of each cable: of several copies the one with the most text."""
    best: dict[str, Match] = {}
    for number, match in enumerate(found):
        name = match.cable.id or f" {number}"  # a cable without an id is no copy of another
        if name not in best or len(match.cable.text) > len(best[name].cable.text):
            best[name] = match
    return best.values()


def _moment(cable: Cable) -> str:
    return cable.date.isoformat() if cable.date else ""
