"""The cache's file: its place, its version, its tables and indexes.

The version is in the file's name. So a newer program never meets an older cache, an older session goes on reading
its own, and what is left over is removed after the new one is whole.
"""

from __future__ import annotations

from pathlib import Path

from cable_tui import paths
from cable_tui.store import RowDB, StoreError, ZlibCodec, open_store

#: Raised whenever the documents or the parser's results change; the cache is then built anew.
VERSION = 1

CABLES, TEXTS, SOURCES, PROBLEMS = "cables", "texts", "sources", "problems"

#: The order of the list: by date, then id. Only the winner of several copies of a cable is listed.
BY_DATE = "json_extract(doc, '$.date')", "json_extract(doc, '$.key')"
LISTED = "json_extract(doc, '$.copy_of') IS NULL"

_INDEXES = (
    f"CREATE INDEX IF NOT EXISTS by_date ON cables({', '.join(BY_DATE)}) WHERE {LISTED}",
    "CREATE INDEX IF NOT EXISTS by_id ON cables(json_extract(doc, '$.id'))",
    "CREATE INDEX IF NOT EXISTS by_source ON cables(json_extract(doc, '$.source_id'))",
    "CREATE INDEX IF NOT EXISTS source_paths ON sources(json_extract(doc, '$.path'))",
)
_CODECS = {TEXTS: ZlibCodec()}


def cache_file(archive: Path) -> Path:
    """The file of an archive's cache for this version of the program; it need not exist."""
    return paths.cache_folder(archive) / f"cache-{VERSION}.db"


def cache_exists(archive: Path) -> bool:
    """Whether a cache of this version was begun."""
    return cache_file(archive).exists()


def open_cache(archive: Path) -> RowDB:
    """Opens the cache, made with all its tables if need be.

    Raises:
        StoreError: the folder or file cannot be used; StoreDamaged where it is no database of ours.
    """
    file = cache_file(archive)
    make_folder(file.parent)
    db = open_store(file, codecs=_CODECS, synchronous="NORMAL")
    storage = db.storage
    if len(storage.names()) < 4:
        with storage.transaction():
            for name in (CABLES, TEXTS, SOURCES, PROBLEMS):
                storage.ensure(name)
            for statement in _INDEXES:
                storage.connection.execute(statement)
    return db


def make_folder(folder: Path) -> None:
    """Makes a folder for its owner alone. Raises StoreError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise StoreError(folder, f"cannot be made or used: {error.strerror}") from error


def remove_cache(archive: Path) -> None:
    """Removes the cache of this version, with SQLite's files beside it."""
    file = cache_file(archive)
    for name in (file, *(file.with_name(file.name + tail) for tail in ("-wal", "-shm"))):
        name.unlink(missing_ok=True)


def older_caches(archive: Path) -> list[Path]:
    """Cache files of other versions."""
    file = cache_file(archive)
    return [other for other in file.parent.glob("cache-*.db*") if not other.name.startswith(file.name)]
