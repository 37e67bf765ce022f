"""Finds words of an archive with a similar spelling, in its full-text index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from string import ascii_lowercase

from .query.fields import NAMED
from .query.tokens import words_of

_TABLE = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.near_words USING fts5vocab(main, search, row)"
_BETWEEN = "SELECT term, doc FROM temp.near_words WHERE term >= ? AND term < ?"
_BEHIND = "\U0010ffff"
_MOST = 5
#: The word lengths from which one and two letters may be wrong, as in Lucene and Elasticsearch (fuzziness AUTO).
_ONE_WRONG, _TWO_WRONG = 3, 6


def words_near(connection: sqlite3.Connection, word: str, field: str = "") -> list[str]:
    """The words that differ from `word` in a letter or two, nearest and most frequent first.

    With a field of named values (`origin`, `tag`) it searches that field. Returns none if the archive has the word
    itself, or if it is too short.
    """
    from rapidfuzz.distance import OSA  # needed only if a query finds nothing

    folded = "".join(words_of(word))
    most_wrong = (len(folded) >= _ONE_WRONG) + (len(folded) >= _TWO_WRONG)
    prefix = NAMED[field] if field else ""
    near: list[tuple[int, int, str]] = []
    for term, count in _candidates(connection, prefix, folded) if most_wrong else ():
        distance = OSA.distance(folded, term, score_cutoff=most_wrong)
        if distance == 0:
            return []
        if distance <= most_wrong:
            near.append((distance, -count, term))
    return [term for *_, term in sorted(near)[:_MOST]]


def _candidates(connection: sqlite3.Connection, prefix: str, word: str) -> Iterable[tuple[str, int]]:
    """The words to compare, with the number of cables that have them."""
    connection.execute(_TABLE)
    found: dict[str, int] = {}
    for beginning in [""] if prefix else _beginnings(word):
        start = prefix + beginning
        rows = connection.execute(_BETWEEN, (start, start + _BEHIND))
        found.update((term[len(prefix) :], count) for term, count in rows)
    return found.items()


def _beginnings(word: str) -> Iterator[str]:
    """The possible beginnings of similar words: the first letter, or two correct letters after a wrong one.

    Reading all words of 20,000 cables takes half a second, those with one first letter a twentieth of that.
    """
    yield word[0]
    yield word[1:3]
    yield word[1] + word[0] + word[2:3]
    for letter in ascii_lowercase:
        yield letter + word[1:3]
        yield letter + word[0:2]
