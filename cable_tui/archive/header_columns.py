"""The listed rows by the columns that orders, overview and citations are made of, out of the headers' JSON.

A reader has them taken out of the headers as they are asked for. At the end of a build, where all is asked for at
once, they are taken out a single time, which is half of the work.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .schema import BY_DATE, LISTED

_DATE, _KEY = BY_DATE
_PLAIN = ("origin", "level", "precedence", "untitled", "tags", "refs", "guessed", "assumed")
_COLUMNS = f"""doc_id, {_DATE} AS date, {_KEY} AS key, lower(json_extract(doc, '$.subject')) AS subject,
    {", ".join(f"json_extract(doc, '$.{name}') AS {name}" for name in _PLAIN)}"""


@dataclass(frozen=True, slots=True)
class Listed:
    """Where SQL finds the rows: a table, and the terms that order it as the list is, the newest first.

    Its columns are `doc_id`, `date`, `key`, `origin`, `level`, `precedence`, `untitled` and `subject` (in small
    letters), and the lists `tags`, `refs`, `guessed` and `assumed` as JSON, NULL where they are empty.
    """

    table: str
    newest: str


HEADERS = Listed(f"(SELECT {_COLUMNS} FROM cables WHERE {LISTED})", "date DESC, key DESC, doc_id DESC")
_TAKEN = Listed("temp.listed", "rowid")


@contextmanager
def taken_out(connection: sqlite3.Connection) -> Iterator[Listed]:
    """The rows as a table of their own, in the order of the list; where this fails, it goes with the transaction."""
    connection.execute(f"CREATE TEMP TABLE listed AS SELECT * FROM {HEADERS.table} ORDER BY {HEADERS.newest}")
    yield _TAKEN
    connection.execute("DROP TABLE temp.listed")
