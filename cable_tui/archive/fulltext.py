"""The full-text table of the cache: words and facts of every cable, by row id.

It is a contentless FTS5 table, so that no text is stored twice. The text is the first column, which saves two bytes for
each word of each cable. SQLite 3.40 deletes a row of such a table only if given its original values; these are read
again from the cache's text.
"""

from __future__ import annotations

import re
import sqlite3
from array import array
from collections.abc import Iterable
from contextlib import closing

from .view import ROW

#: Text, subject, facts: the columns of the table, as `documents.search_columns` returns them.
Columns = tuple[str, str, str]

_TOKENIZER = "tokenize='unicode61 remove_diacritics 2'"
_HASH = 64 * 1024 * 1024  # bytes of words sorted in memory before they are written
_MOST_SEGMENTS = 1000  # FTS5 allows fewer than 2,000
#: Merging during inserts would take more than half of the time, so it is left to the end.
CREATE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(text, subject, facts, content='', {_TOKENIZER})",
    f"INSERT INTO search(search, rank) VALUES ('hashsize', {_HASH})",
    "INSERT INTO search(search, rank) VALUES ('automerge', 0)",
    f"INSERT INTO search(search, rank) VALUES ('crisismerge', {_MOST_SEGMENTS})",
)
#: The same table with contents, for highlighting in a single cable.
CREATE_WITH_CONTENTS = f"CREATE VIRTUAL TABLE search USING fts5(text, subject, facts, {_TOKENIZER})"

#: Adds one cable: its row id and columns.
ADD = "INSERT INTO search(rowid, text, subject, facts) VALUES (?, ?, ?, ?)"
_REMOVE = "INSERT INTO search(search, rowid, text, subject, facts) VALUES ('delete', ?, ?, ?, ?)"
_FIND = "SELECT rowid FROM search WHERE search MATCH ?"

_TOKENS = "CREATE VIRTUAL TABLE tokens USING fts5vocab(search, instance)"


def words(text: str) -> list[str]:
    """The words of a text as the table stores them: folded, in order."""
    if text.isascii():
        return re.findall("[0-9a-z]+", text.lower())
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(CREATE[0])
        connection.execute(_TOKENS)
        add(connection, [(1, (text, "", ""))])
        return [word for (word,) in connection.execute("SELECT term FROM tokens ORDER BY offset")]


def add(connection: sqlite3.Connection, rows: Iterable[tuple[int, Columns]]) -> None:
    """Adds cables by row id."""
    connection.executemany(ADD, ((doc_id, *columns) for doc_id, columns in rows))


def remove(connection: sqlite3.Connection, rows: Iterable[tuple[int, Columns]]) -> None:
    """Removes cables; the columns must be those they were added with."""
    connection.executemany(_REMOVE, ((doc_id, *columns) for doc_id, columns in rows))


def matching(connection: sqlite3.Connection, match: str) -> array[int]:
    """The rows that an FTS5 expression finds, in order of row id."""
    return array(ROW, (doc_id for (doc_id,) in connection.execute(_FIND, (match,))))


def newest(connection: sqlite3.Connection, match: str, count: int) -> list[int]:
    """The `count` highest row ids that an expression finds, highest first."""
    return [row[0] for row in connection.execute(f"{_FIND} ORDER BY rowid DESC LIMIT ?", (match, count))]


def by_relevance(connection: sqlite3.Connection, match: str) -> array[int]:
    """The rows that an expression finds, best match (BM25) first."""
    found = connection.execute(f"{_FIND} ORDER BY bm25(search, 1.0, 4.0, 0.0)", (match,))
    return array(ROW, (doc_id for (doc_id,) in found))
