"""What can be wrong with a store's file, as one sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_OF_DAMAGE = (
    *(sqlite3.Error, LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError),
    *(MemoryError, AssertionError),
)
_SENTENCES = {
    sqlite3.SQLITE_BUSY: "is locked by another program; try again",
    sqlite3.SQLITE_PROTOCOL: "is locked by another program; try again",
    sqlite3.SQLITE_FULL: "cannot be written: the disk is full",
    sqlite3.SQLITE_READONLY: "cannot be written: it is read-only",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk reports an error",
}


class StoreError(Exception):
    """A store cannot be opened, read or written. ``str()`` is a sentence for the user, `path` the file."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(path, problem)  # both, so that it can be sent from one process to another
        self.path = path

    def __str__(self) -> str:
        return "{} {}.".format(*self.args)


class StoreDamaged(StoreError):
    """The file is no database, or its contents are broken. Trying again does not help."""


@contextmanager
def written_by_us(path: Path, problem: str = "is damaged") -> Iterator[None]:
    """Take whatever goes wrong with a store that only this program has written for damage: `StoreDamaged`.

    Bits that turned make SQL fail in ways that only wrong SQL can otherwise, and documents that lack what each of them
    has. Errors of this program's own classes have a meaning of their own and pass.
    """
    try:
        with explained(path):
            yield
    except _OF_DAMAGE as error:
        if type(error).__module__ not in ("builtins", "sqlite3", "json.decoder"):
            raise
        raise StoreDamaged(path, problem) from error


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what can happen to a file into a `StoreError`; leave alone what only wrong SQL can cause."""
    try:
        yield
    except sqlite3.Error as error:
        # Text that is not UTF-8 is an OperationalError without a code.
        missing = sqlite3.SQLITE_CORRUPT if isinstance(error, sqlite3.OperationalError) else 0
        code = getattr(error, "sqlite_errorcode", missing) & 0xFF  # without its extension
        if code in _DAMAGED:
            raise StoreDamaged(path, "is damaged or is not a database") from error
        if code in _SENTENCES:
            raise StoreError(path, _SENTENCES[code]) from error
        raise
