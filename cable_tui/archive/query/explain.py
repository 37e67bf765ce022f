"""Explains an empty result: what each clause finds alone, similar spellings, and citations of missing cables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from cable_tui.archive import Archive, Limit
from cable_tui.archive.query.fields import NAMED
from cable_tui.archive.query.syntax import QueryError, parse_tree

_BARE = re.compile(r'(?:id:)?"?([^":]+)"?', re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_OPEN = re.compile(r'^[^"]*[*?]')  # a phrase may have a question mark
_SPELT = NAMED.keys() - {"id", "ref"}
_MOST_WORDS, _MOST_SUGGESTIONS = 4, 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A clause to use instead, and the number of listed cables that it finds alone."""

    clause: str
    count: int


@dataclass(frozen=True, slots=True)
class ClauseCount:
    """A clause as typed, and the number of listed cables that it finds alone.

    If it finds none, `cited` is the number of cables that cite the cable it names, and `suggestions` are clauses with
    similar words in the archive, likeliest first.
    """

    text: str
    count: int
    cited: int = 0
    suggestions: tuple[Suggestion, ...] = ()

    def __str__(self) -> str:
        """`kazakstan: 0 (did you mean kazakhstan: 912?)`."""
        return f"{self.text}: {self.count:,}{self._cited}{self._suggested}"

    @property
    def _cited(self) -> str:
        if not self.cited:
            return ""
        return f", cited by {self.cited:,} cable{'' if self.cited == 1 else 's'} (R there, or is:missing)"

    @property
    def _suggested(self) -> str:
        others = " or ".join(f"{other.clause}: {other.count:,}" for other in self.suggestions)
        return f" (did you mean {others}?)" if others else ""


def why_nothing(archive: Archive, query: str) -> str:
    """A sentence for the reader of an empty list. Raises QueryError, StoreError."""
    return "Nothing found. " + " · ".join(map(str, clause_counts(archive, query)))


def clause_counts(archive: Archive, query: str) -> list[ClauseCount]:
    """The count of each clause of a query, lowest first. Raises QueryError, StoreError."""
    counts = sorted(archive.counts(query), key=lambda item: item[1])
    return [ClauseCount(text, count) if count else _empty(archive, text) for text, count in counts]


def _empty(archive: Archive, clause: str) -> ClauseCount:
    """The count of a clause that finds nothing."""
    return ClauseCount(clause, 0, _citing(archive, clause), tuple(_suggestions(archive, clause)))


def _citing(archive: Archive, clause: str) -> int:
    """The number of cables that cite the missing cable a clause names; 0 if it names none."""
    name = _BARE.fullmatch(clause)
    return _count(archive, f'ref:"{name[1]}"') if name else 0


def _count(archive: Archive, query: str) -> int:
    try:
        return len(archive.view(Limit(query)))
    except QueryError:
        return 0


# --- spelling -----------------------------------------------------------------------------------------------


class _Typed(NamedTuple):
    """A word of a clause, its offset, and its field, '' for none."""

    start: int
    text: str
    field: str


def _suggestions(archive: Archive, clause: str) -> list[Suggestion]:
    """The clause with one word replaced by a similar one; only clauses that find something."""
    found = []
    for word in list(_words(clause))[:_MOST_WORDS]:
        for other in archive.words_near(word.text, word.field):
            changed = clause[: word.start] + _like(word.text, other) + clause[word.start + len(word.text) :]
            if count := _count(archive, changed):
                found.append(Suggestion(changed, count))
    return found[:_MOST_SUGGESTIONS]


def _words(clause: str) -> Iterator[_Typed]:
    """The words that may be misspelt; not negated words, patterns (`kazakh*`), ids or fixed values."""
    try:
        tree = parse_tree(clause, with_outside=True)
    except QueryError:  # a text that names a cable
        return
    for node, field in _leaves(tree, ""):
        if field in ("", "subject", "text", *_SPELT) and not _OPEN.search(node.value):
            for match in _WORD.finditer(node.value):
                yield _Typed(node.pos + match.start(), match[0], field if field in _SPELT else "")


def _leaves(node: Any, field: str) -> Iterator[tuple[Any, str]]:
    kind = type(node).__name__
    if kind in ("Word", "Phrase"):
        yield node, field
    elif kind not in ("Not", "Range", "From", "To"):
        inner = node.name.casefold() if kind == "SearchField" else field
        for child in node.children:
            yield from _leaves(child, inner)


def _like(word: str, other: str) -> str:
    """`other`, in capitals if `word` is."""
    return other.upper() if word.isupper() else other
