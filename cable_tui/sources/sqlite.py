"""SQLite databases with a cable in each row of a table. Nothing defined in a database is run: no views, triggers,
virtual tables or computed columns; only stored rows are read."""

from __future__ import annotations

import io
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cable_tui.sources.counted import Counted, Outcome, of_record
from cable_tui.sources.raw import Form, Problem, Result, printable
from cable_tui.sources.records import MAX_FIELDS, cable_of
from cable_tui.sources.stream import Stream

MAGIC = b"SQLite format 3\0"
MAX_HELD = 128 << 20
"""The largest packed database, which is held in memory, in bytes."""
MAX_VALUE = 16 << 20
"""The longest value, in bytes."""
MAX_TABLES = 1000
_LEAST, _TIMES = 64 << 20, 2
"""The most bytes, and times its size, that a file may return: a damaged one may repeat a page many times."""
_STEPS, _CALLS = 10_000, 500
"""Steps of SQLite's virtual machine between two checks, and the most checks during a single row."""

_ALLOWED = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ))


def read(stream: Stream, path: str) -> Iterator[Result]:
    """The cables of a database; `Problem` if it is damaged, `Skipped` if no table holds any."""
    file = stream.file(MAX_HELD)
    if file is None:
        yield Problem(path, f"a packed database of more than {MAX_HELD >> 20} MB; unpack it")
        return
    try:
        connection, size = _open(file)
    except (sqlite3.Error, OSError, UnicodeError) as error:
        yield Problem(path, printable(f"the database cannot be opened ({error})"))
        return
    try:
        yield from Counted(path).results(_Rows(connection, size, path).outcomes())
    finally:
        connection.close()


def _open(file: Any) -> tuple[sqlite3.Connection, int]:
    """Opens the database in a file or in memory, read-only; returns it with its size."""
    place = Path(f"/proc/self/fd/{file.fileno()}") if isinstance(file, io.BufferedReader) else None
    if place is not None and place.exists():
        connection = sqlite3.connect(f"{place.as_uri()}?mode=ro&immutable=1", uri=True)
        return _guarded(connection), os.fstat(file.fileno()).st_size
    if place is not None:
        file.seek(0)
    data = bytearray(file.read(MAX_HELD + 1))
    if len(data) > MAX_HELD:
        raise OSError(None, "too large to be held in memory")
    data[18:20] = b"\1\1"  # it has no -wal file
    connection = sqlite3.connect(":memory:")
    connection.deserialize(bytes(data))
    return _guarded(connection), len(data)


def _guarded(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON", "mmap_size = 0"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


class _Rows:
    """All rows of all ordinary tables, within limits set by the size of the file."""

    def __init__(self, connection: sqlite3.Connection, size: int, path: str) -> None:
        self._connection, self._path = connection, path
        self._bytes = max(_LEAST, _TIMES * size)
        self._left = size // 4 + 1000  # no row takes less than four bytes
        self._looks = 0
        self._number = 0
        connection.set_progress_handler(self._look, _STEPS)

    def outcomes(self) -> Iterator[Outcome]:
        """A cable, a fault, or '' for each row."""
        try:
            tables = list(self._tables())
        except (sqlite3.Error, UnicodeError) as error:
            yield f"the database is damaged ({error})"
            return
        self._connection.set_authorizer(_authorize)
        for table, columns in tables:
            yield from self._table(table, columns)

    def _tables(self) -> Iterator[tuple[str, list[str]]]:
        """Ordinary tables with their stored columns."""
        names = [
            row[1]
            for row in self._connection.execute("PRAGMA table_list")
            if row[0] == "main" and row[2] == "table" and not row[1].startswith("sqlite_")
        ]
        for name in names[:MAX_TABLES]:
            columns = self._connection.execute(f"PRAGMA table_xinfo({_quoted(name)})")
            stored = [column[1] for column in columns if column[6] == 0]
            if 0 < len(stored) <= MAX_FIELDS:
                yield name, stored

    def _table(self, table: str, columns: list[str]) -> Iterator[Outcome]:
        before = self._number
        try:
            rows = self._connection.execute(f"SELECT {', '.join(map(_quoted, columns))} FROM {_quoted(table)}")
            for row in rows:
                self._number += 1
                self._looks = 0
                self._left -= 1
                self._bytes -= sum(len(value) for value in row if isinstance(value, str | bytes))
                if self._left < 0 or self._bytes < 0:
                    yield f"table {table} returns more than the file holds; it is damaged, and the rest is not read"
                    return
                found = cable_of(dict(zip(columns, row, strict=True)), self._path, self._number, Form.SQLITE)
                yield of_record(f"row {self._number - before} of table {table}", found)
        except (sqlite3.Error, UnicodeError) as error:
            yield f"table {table} cannot be read after row {self._number - before} ({error})"

    def _look(self) -> int:
        self._looks += 1
        return int(self._looks > _CALLS)


def _authorize(action: int, *_: object) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
