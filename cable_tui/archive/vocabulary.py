"""The archive's vocabulary: every word of its cables, for queries with wildcards or approximate words.

FTS5 lists its words only by scanning its whole index. So a build that reads much of the archive scans it at the end and
stores the words in a table; a build that reads little adds its new words in the transaction of its cables. While the
table is empty, each look-up scans the index. Words of removed cables stay, and find nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any, NamedTuple

from cable_tui.store import RowDB

from . import fulltext
from .query.spelling import MOST_WORDS, Pattern, matching
from .query.tokens import WORDY
from .schema import WORDS

_LONGEST = 64  # letters; longer strings are not words
_AT_ONCE = 50_000  # words read at a time
_REMEMBERED = 50  # patterns

_CREATE = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, search, col)"
_WALK = f"SELECT term, col = 'facts' FROM temp.vocabulary WHERE length(term) <= {_LONGEST}"


class Words(NamedTuple):
    """The distinct words of texts, and tokens of fields that hold words."""

    texts: Collection[str]
    facts: Collection[str]

    def of(self, field: str) -> Sequence[str]:
        """The words of texts for '', else those of the field with this token prefix."""
        if not field:
            return list(self.texts)
        return [word.removeprefix(field) for word in self.facts if word.startswith(field)]


def walk(connection: sqlite3.Connection) -> Iterator[Words]:
    """The words of a full-text table, in batches."""
    connection.execute(_CREATE)
    cursor = connection.execute(_WALK)
    while found := cursor.fetchmany(_AT_ONCE):
        # Names of officials are stored among the facts but searched as words of the text.
        texts = dict.fromkeys(word for word, is_fact in found if not is_fact or word[0] != "x")
        yield Words(texts, [word for word, is_fact in found if is_fact and word.startswith(WORDY)])


def spellings(pattern: Pattern, words: Iterable[Words]) -> list[str]:
    """The words that match a pattern."""
    return [word for some in words for word in matching(pattern, some.of(pattern.field))]


# --- in the cache -------------------------------------------------------------------------------------------------


def drop(db: RowDB) -> None:
    """Deletes the stored words, as many new ones will follow."""
    db.rows(WORDS).truncate()


def keep(db: RowDB) -> None:
    """Stores the words of all cables, unless they are stored already."""
    table = db.rows(WORDS)
    if table.last_id() is None:
        with db.storage.transaction():
            for some in walk(db.storage.connection):
                table.insert(_document(some))


def add(db: RowDB, cables: Iterable[fulltext.Columns]) -> None:
    """Adds the words of new cables if the others' words are stored. Call within a transaction."""
    table = db.rows(WORDS)
    last = table.last_id()
    if last is None:
        return
    new = _words_of(cables)
    for known in _kept(db):
        new = Words(set(new.texts) - set(known.texts), set(new.facts) - set(known.facts))
    if not new.texts and not new.facts:
        return
    before = _words(table.get(doc_id=last))
    if len(before.texts) + len(new.texts) <= _AT_ONCE:
        table.put({last: _document(Words([*before.texts, *new.texts], [*before.facts, *new.facts]))})
    else:
        table.insert(_document(new))


def _words_of(cables: Iterable[fulltext.Columns]) -> Words:
    texts: set[str] = set()
    facts: set[str] = set()
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(fulltext.CREATE[0])
        fulltext.add(connection, enumerate(cables, 1))
        for some in walk(connection):
            texts.update(some.texts)
            facts.update(some.facts)
    return Words(texts, facts)


def _kept(db: RowDB) -> Iterator[Words]:
    return map(_words, db.rows(WORDS))


def _words(document: Any) -> Words:
    return Words(document["texts"].split(), document["facts"].split())


def _document(words: Words) -> dict[str, str]:
    return {"texts": " ".join(sorted(words.texts)), "facts": " ".join(sorted(words.facts))}


class StoredWords:
    """The vocabulary of a cache, with recent look-ups cached."""

    def __init__(self, db: RowDB) -> None:
        self._db = db
        self._found: dict[Pattern, list[str]] = {}

    def spellings(self, pattern: Pattern) -> Sequence[str]:
        """The words that match a pattern. Raises StoreError."""
        if pattern not in self._found:
            with self._db.storage.guard():
                found = spellings(pattern, self._words())
            if len(found) > MOST_WORDS:
                return found
            if len(self._found) == _REMEMBERED:
                self._found.clear()
            self._found[pattern] = found
        return self._found[pattern]

    def _words(self) -> Iterator[Words]:
        is_kept = self._db.rows(WORDS).last_id() is not None
        return _kept(self._db) if is_kept else walk(self._db.storage.connection)
