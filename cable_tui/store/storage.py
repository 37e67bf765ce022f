"""The file: a SQLite database whose tables are TinyDB's, row by row."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

from tinydb.storages import Storage

from cable_tui import files

from .codecs import Codec
from .errors import StoreError, explained
from .rows import EditableRows, Rows, quoted

_COLUMNS = "(doc_id INTEGER PRIMARY KEY, doc)"
# SQLite keeps the text of each CREATE statement, which tells these tables from all others in the file.
_IS_TABLE = f"""type = 'table' AND sql = 'CREATE TABLE "' || replace(name, '"', '""') || '" {_COLUMNS}'"""


def _create(path: Path) -> None:
    """Create a missing file and its folders, for the owner alone; -wal and -shm inherit the mode."""
    try:
        with suppress(FileExistsError):
            files.create(path)
    except OSError as error:
        raise StoreError(path, f"cannot be created: {error.strerror}") from error


def _check(path: Path) -> None:
    try:
        files.check_database(path)
    except OSError as error:
        raise StoreError(path, f"cannot be opened: {error.strerror}") from error


class SQLiteStorage(Storage):
    """A SQLite file that holds TinyDB tables, and whatever else SQL puts beside them.

    It belongs to the thread that made it. Any number of processes may have the same file open: one writes
    at a time, the others read on (WAL). `codecs` says by table name how documents are stored; the others
    are JSON text. `synchronous` is ``FULL`` where a power cut may lose nothing, ``NORMAL`` where it may lose
    the last moments. `busy_timeout` is how many seconds to wait for another writer; `pragmas` are set
    before anything is created. With `read_only` the file must exist. Raises `StoreError`.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        read_only: bool = False,
        codecs: Mapping[str, Codec] | None = None,
        synchronous: Literal["OFF", "NORMAL", "FULL", "EXTRA"] = "FULL",
        busy_timeout: float = 5.0,
        pragmas: Mapping[str, int | str] | None = None,
    ) -> None:
        super().__init__()
        self.path = Path(path).absolute()
        self.read_only = read_only
        self.codecs = dict(codecs or {})
        if not read_only:
            _create(self.path)
        _check(self.path)
        with self.guard():
            uri = f"{self.path.as_uri()}?mode={'ro' if read_only else 'rw'}"
            #: The connection, in autocommit mode, for the SQL that TinyDB has no notion of.
            self.connection = sqlite3.connect(uri, uri=True, timeout=busy_timeout, isolation_level=None)
            try:
                # On macOS fsync leaves data in the drive's own cache; elsewhere the second one means nothing.
                safe = {"synchronous": synchronous, "fullfsync": int(synchronous in ("FULL", "EXTRA"))}
                self._configure({**(pragmas or {}), **safe}, busy_timeout)
            except BaseException:
                self.connection.close()
                raise

    def _configure(self, pragmas: Mapping[str, int | str], patience: float) -> None:
        for name, value in pragmas.items():
            self.connection.execute(f"PRAGMA {name} = {value}")
        self.connection.execute("SELECT 1 FROM sqlite_schema").fetchone()  # is it a database at all?
        if not self.read_only:
            self._use_wal(time.monotonic() + patience)

    def _use_wal(self, deadline: float) -> None:
        """Switch to WAL. SQLite does not wait here if another process is just switching the same new file."""
        while True:
            try:
                self.connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
            time.sleep(0.01)

    def guard(self) -> AbstractContextManager[None]:
        """Return a context in which SQLite's complaints about the file are raised as `StoreError`."""
        return explained(self.path)

    @contextmanager
    def transaction(self, mode: Literal["IMMEDIATE", "DEFERRED"] = "IMMEDIATE") -> Iterator[None]:
        """Make what is written inside one change: all of it is kept, or nothing if the block raises.

        ``IMMEDIATE`` waits for its turn to write; ``DEFERRED`` is for reading one state in several steps. A
        transaction inside another becomes a part of it that can fail by itself. Raises `StoreError`.
        """
        begin, commit, undo = f"BEGIN {mode}", "COMMIT", ["ROLLBACK"]
        if self.connection.in_transaction:
            begin, commit, undo = "SAVEPOINT part", "RELEASE part", ["ROLLBACK TO part", "RELEASE part"]
        with self.guard():
            self.connection.execute(begin)
            try:
                yield
                self.connection.execute(commit)
            except BaseException:
                if self.connection.in_transaction:  # a full disk has already rolled everything back
                    for statement in undo:
                        self.connection.execute(statement)
                raise

    def names(self) -> list[str]:
        """Return the names of the TinyDB tables, and of no other table in the file."""
        with self.guard():
            found = self.connection.execute(f"SELECT name FROM sqlite_schema WHERE {_IS_TABLE}").fetchall()
        return [name for (name,) in found]

    def ensure(self, name: str) -> None:
        """Create a missing TinyDB table, within a transaction.

        Raises ``sqlite3.OperationalError`` if something else in the file has the name.
        """
        if name not in self.names():
            self.connection.execute(f"CREATE TABLE {quoted(name)} {_COLUMNS}")

    def read(self) -> dict[str, Any] | None:
        """Return the tables as live `Rows` by name; None if there are none. Nothing is loaded."""
        return {name: Rows(self, name) for name in self.names()} or None

    def write(self, data: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> None:
        """Make the TinyDB tables equal to `data` in one transaction, writing only the rows that differ."""
        with self.transaction():
            for name, rows in data.items():
                if not (isinstance(rows, Rows) and rows.storage is self and rows.name == name):
                    self._replace(name, rows)  # all others are what `read` gave, and there already
            for name in set(self.names()) - set(data):
                self.connection.execute(f"DROP TABLE {quoted(name)}")

    def _replace(self, name: str, rows: Mapping[Any, Mapping[str, Any]]) -> None:
        self.ensure(name)
        table = EditableRows(self, name)
        for doc_id in set(table) - {int(key) for key in rows}:
            del table[doc_id]
        for key, document in rows.items():
            table[int(key)] = document

    def close(self) -> None:
        """Close the connection; what is not committed is undone."""
        self.connection.close()
