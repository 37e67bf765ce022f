"""Daily copies of the notebook; the last seven are retained."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from cable_tui import files
from cable_tui.store import RowDB, StoreDamaged, StoreError

from .schema import indexes_agree, open_copy
from .tables import MARKS

KEPT = 7
_NAME = re.compile(r"notebook-(\d{4}-\d{2}-\d{2})\.db")


def folder_of(file: Path) -> Path:
    """The folder of a notebook's copies."""
    return file.parent / "copies"


def copies(file: Path, today: date | None = None) -> list[Path]:
    """The copies of a notebook, newest first; copies from the future (the clock was set back) come last."""
    now = (today or date.today()).isoformat()
    found = (path for path in folder_of(file).glob("notebook-*.db") if _NAME.fullmatch(path.name))
    return sorted(found, key=lambda path: (day_of(path) <= now, path.name), reverse=True)


def copy_of(file: Path, day: date) -> Path:
    """The path of a day's copy, which need not exist."""
    return folder_of(file) / f"notebook-{day.isoformat()}.db"


def day_of(copy: Path) -> str:
    """The day of a copy, such as `2026-11-21`; '' if it has none."""
    match = _NAME.fullmatch(copy.name)
    return match[1] if match else ""


def copy_daily(db: RowDB, file: Path, today: date) -> Path | None:
    """Makes today's copy unless it exists, and deletes the oldest; returns None if none was made. Raises StoreError."""
    copy = copy_of(file, today)
    if copy.exists():
        return None
    _write(db, copy)
    for old in copies(file, today)[KEPT:]:
        with suppress(OSError):
            old.unlink()
    return copy


def _write(db: RowDB, copy: Path) -> None:
    """Writes a copy under a temporary name and renames it when complete. Raises StoreError."""
    try:
        with files.replaced(copy) as part, db.storage.guard(), closing(sqlite3.connect(part)) as target:
            db.storage.connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
    except OSError as error:
        raise StoreError(copy, f"cannot be written: {error.strerror}") from error


def last_good(file: Path) -> Path | None:
    """The newest intact copy; None if there is none."""
    return next((copy for copy in copies(file) if _is_whole(copy)), None)


def _is_whole(copy: Path) -> bool:
    try:
        with closing(open_copy(copy)) as db:
            return MARKS in db.storage.names() and indexes_agree(db)
    except StoreError:
        return False


def put_back(copy: Path, file: Path) -> None:
    """Makes a copy the notebook, after a damaged one was set aside.

    Raises:
        StoreError: the notebook cannot be written.
        StoreDamaged: a notebook exists.
    """
    if file.exists():
        raise StoreDamaged(file, "exists and is not overwritten")
    try:
        with files.replaced(file, only_new=True) as part:
            part.write_bytes(copy.read_bytes())
    except OSError as error:
        raise StoreError(file, f"cannot be written: {error.strerror}") from error
