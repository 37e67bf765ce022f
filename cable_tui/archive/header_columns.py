"""The columns of the listed rows that orders, overview and citations need, extracted from the headers' JSON.

A reader extracts them as needed. At the end of a build, which needs all of them, they are extracted once into a
temporary table, which saves half of the work.
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
    """An SQL table of the rows, and the terms that sort it as the list is, newest first.

    Its columns are `doc_id`, `date`, `key`, `origin`, `level`, `precedence`, `untitled` and `subject` (in lower case),
    and the lists `tags`, `refs`, `guessed` and `assumed` as JSON, NULL if empty.
    """

    table: str
    newest: str


HEADERS = Listed(f"(SELECT {_COLUMNS} FROM cables WHERE {LISTED})", "date DESC, key DESC, doc_id DESC")
_TAKEN = Listed("temp.listed", "rowid")


@contextmanager
def taken_out(connection: sqlite3.Connection) -> Iterator[Listed]:
    """The rows in a temporary table, in the order of the list; on an error it is rolled back with the transaction."""
    connection.execute(f"CREATE TEMP TABLE listed AS SELECT * FROM {HEADERS.table} ORDER BY {HEADERS.newest}")
    yield _TAKEN
    connection.execute("DROP TABLE temp.listed")
