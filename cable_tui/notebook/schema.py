"""The notebook's file: its tables, its version, and the handling of damaged files.

Every write is on disk before it returns (``synchronous = FULL``). A damaged file is set aside under a dated name, never
overwritten; a file of a newer version is opened read-only.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zlib import crc32

from cable_tui import files
from cable_tui.store import Codec, RowDB, StoreDamaged, StoreError, ZstdCodec, open_store, written_by_us

from .checksum import SummedCodec, is_bare, summed
from .tables import ACTIONS, BOOKMARKS, CHANGES, MARKS, META, PLACES, STAYS, VIEWS

#: Increased when older versions would misread the file.
VERSION = 2

_TABLES = (MARKS, BOOKMARKS, VIEWS, PLACES, STAYS, ACTIONS, CHANGES, META)
#: Each row has a checksum; in `changes`, that of its zstd frame.
_CODECS: dict[str, Codec] = {**dict.fromkeys(_TABLES, SummedCodec()), CHANGES: ZstdCodec()}

#: The indexed expressions: a cable's name and state.
NAME, STATE = "json_extract(doc, '$.about.name')", "json_extract(doc, '$.state')"
_INDEXES = (
    f"CREATE INDEX IF NOT EXISTS marks_by_state ON marks({STATE}, {NAME})",
    f"CREATE INDEX IF NOT EXISTS bookmarks_by_cable ON bookmarks({NAME})",
)
_NOT_SUMMED = "typeof(doc) <> 'text' OR crc32(CAST(doc AS BLOB)) <> 0"
_PATIENCE = 5.0  # seconds to wait for another session's write


def open_file(file: Path) -> tuple[RowDB, str]:
    """Opens or creates a notebook; returns its store and why it is read-only ('' if it is not).

    Raises:
        StoreError: it can be neither created nor read; StoreDamaged where it is damaged.
    """
    _keep_to_owner(file)
    try:
        db = _opened(file, read_only=False)
    except StoreDamaged:
        raise
    except StoreError as error:
        if not file.exists():
            raise
        return _opened(file, read_only=True), str(error)
    try:
        version = _version(db)
    except BaseException:
        db.close()
        raise
    if version > VERSION:
        db.close()
        reason = f"The notebook was written by a newer version of the program ({version}); it is open read-only."
        return _opened(file, read_only=True), reason
    try:
        _make(db)
    except BaseException:
        db.close()
        raise
    return db, ""


def _keep_to_owner(file: Path) -> None:
    try:
        files.make_folder(file.parent)
        files.keep_database_to_owner(file)
    except OSError as error:
        raise StoreError(file, f"cannot be used: {error.strerror}") from error


def open_copy(file: Path) -> RowDB:
    """Opens a copy of a notebook read-only. Raises StoreError."""
    return _opened(file, read_only=True)


def _opened(file: Path, read_only: bool) -> RowDB:
    db = open_store(file, read_only=read_only, codecs=_CODECS, synchronous="FULL", busy_timeout=_PATIENCE)
    try:
        with written_by_us(file):
            without = _check(db, file)
            if without and not read_only:
                _add_checksums(db, without)
    except BaseException:
        db.close()
        raise
    return db


def _check(db: RowDB, file: Path) -> list[str]:
    """Checks every page and row; a notebook is small, and damage should be found early.

    Returns the tables with rows that lack a checksum. Raises StoreDamaged.
    """
    with db.storage.guard():
        execute = db.storage.connection.execute
        db.storage.connection.create_function("crc32", 1, crc32)
        is_sound = execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        if is_sound and not _is_ours(db):
            raise StoreDamaged(file, "is a database of another program")
        names = sorted(set(db.storage.names()) & set(_TABLES) - {CHANGES}) if is_sound else []
        odd = [name for name in names if execute(f"SELECT 1 FROM {name} WHERE {_NOT_SUMMED} LIMIT 1").fetchone()]
        for name in odd:
            rows = execute(f"SELECT doc FROM {name} WHERE {_NOT_SUMMED}")
            is_sound = is_sound and all(is_bare(doc) for (doc,) in rows)
    if not is_sound:
        raise StoreDamaged(file, "is damaged")
    return odd


def _is_ours(db: RowDB) -> bool:
    """Whether a database is empty or a notebook, whose tables are created in one transaction."""
    found = db.storage.connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
    names = {name for (name,) in found}
    return not names or (META in db.storage.names() and set(_TABLES) & names <= set(db.storage.names()))


def indexes_agree(db: RowDB) -> bool:
    """Whether the indexes match the rows; takes longer than opening. Raises StoreError."""
    with db.storage.guard():
        return bool(db.storage.connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")


def make_indexes_anew(db: RowDB) -> None:
    """Rebuilds the indexes from the rows. Raises StoreError."""
    with db.storage.transaction():
        db.storage.connection.execute("REINDEX")


def _add_checksums(db: RowDB, names: list[str]) -> None:
    """Adds checksums to rows that older versions wrote. Raises StoreError."""
    db.storage.connection.create_function("summed", 1, summed)
    with db.storage.transaction():
        for name in names:
            db.storage.connection.execute(f"UPDATE {name} SET doc = summed(doc) WHERE {_NOT_SUMMED}")


def _version(db: RowDB) -> int:
    """The version of the file, 0 if it is empty. Raises StoreDamaged."""
    document = db.table(META).get(doc_id=1) if META in db.storage.names() else None
    version = document.get("version") if document else 0
    if not isinstance(version, int):
        raise StoreDamaged(db.storage.path, "has no valid version number")
    return version


def _make(db: RowDB) -> None:
    if len(db.storage.names()) >= len(_TABLES):
        if _version(db) < VERSION:
            _upgrade(db)
        return
    with db.storage.transaction():
        for name in _TABLES:
            db.storage.ensure(name)
        for statement in _INDEXES:
            db.storage.connection.execute(statement)
        db.rows(META).put({1: {"version": VERSION}})


def _upgrade(db: RowDB) -> None:
    """Upgrades from version 1, which had a cable under each name of its post. Raises StoreError."""
    from . import names  # imported late: rarely needed

    with db.storage.transaction():
        names.rename(db, names.current_names(db))
        db.rows(META).put({1: {"version": VERSION}})


def set_aside(file: Path) -> Path:
    """Renames a damaged notebook and SQLite's files beside it to a dated name, in the same folder; deletes nothing.

    Raises StoreError.
    """
    name = f"{file.stem}-damaged-{datetime.now():%Y-%m-%dT%H%M%S}"
    aside = files.free(file.with_name(f"{name}.db"))
    try:
        file.rename(aside)
        for tail in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                file.with_name(file.name + tail).rename(aside.with_name(aside.name + tail))
    except OSError as error:
        raise StoreError(file, f"is damaged and cannot be set aside: {error.strerror}") from error
    return aside
