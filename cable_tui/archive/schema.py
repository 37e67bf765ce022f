"""The cache's file: its path, version, tables and indexes.

The version is in the file's name. So a newer program never opens an older cache, an older session can go on reading its
own, and old caches are deleted once the new one is complete.
"""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from contextlib import AbstractContextManager
from pathlib import Path

from cable_tui import files, paths
from cable_tui.store import RowDB, StoreDamaged, StoreError, ZstdCodec, open_store, written_by_us

from . import fulltext

#: Increased whenever the documents or the parser's results change; the cache is then rebuilt.
VERSION = 7

#: `cables` has the headers, `texts` the source texts, `orders` the rows in each order of the list.
CABLES, TEXTS, SOURCES, PROBLEMS, ORDERS = "cables", "texts", "sources", "problems", "orders"
_DICTIONARY, WORDS = "dictionary", "words"
#: Rows of the table `orders` that hold other data: the origins, the facts for the overview, the citations.
ORIGINS_ROW, FACTS_ROW, CITED_ROW = 101, 102, 103
_TABLES = (CABLES, TEXTS, SOURCES, PROBLEMS, ORDERS, _DICTIONARY, WORDS)

#: Of several copies of a cable, only the fullest is listed.
LISTED = "json_extract(doc, '$.copy_of') IS NULL"
BY_DATE = "json_extract(doc, '$.date')", "json_extract(doc, '$.key')"

#: The id of a cable that shares its number has letters after it.
SHARED = "json_extract(doc, '$.shared') IS NOT NULL"

_INDEXES = (
    f"CREATE INDEX IF NOT EXISTS by_date ON cables({', '.join(BY_DATE)}) WHERE {LISTED}",
    "CREATE INDEX IF NOT EXISTS by_id ON cables(json_extract(doc, '$.id'))",
    f"CREATE INDEX IF NOT EXISTS by_shared ON cables(json_extract(doc, '$.id')) WHERE {SHARED}",
    "CREATE INDEX IF NOT EXISTS by_source ON cables(json_extract(doc, '$.source_id'))",
    "CREATE INDEX IF NOT EXISTS source_paths ON sources(json_extract(doc, '$.path'))",
)
#: A packed text has 3 kB on average, so pages of SQLite's default size would be a third empty.
_PRAGMAS = {"page_size": 32768}
_BUILDING = {"cache_size": -48_000, "wal_autocheckpoint": 2000, "temp_store": 2}  # 2: in memory


def cache_file(archive: Path, *, follow_links: bool = False) -> Path:
    """The file of an archive's cache for this version of the program; it need not exist."""
    return paths.cache_folder(archive, follow_links=follow_links) / f"cache-{VERSION}.db"


def open_cache(file: Path, *, to_build: bool = False) -> RowDB:
    """Opens a cache, creating it if needed; `to_build` gives it more memory for pages.

    Raises:
        StoreError: the folder or file cannot be used; StoreDamaged where it is not a valid cache.
    """
    make_folder(file.parent)
    if file.is_symlink():  # somebody may have planted it; its target must not be written
        raise StoreDamaged(file, "is a link")
    try:
        files.keep_database_to_owner(file)
    except OSError as error:
        raise StoreError(file, f"cannot be used: {error.strerror}") from error
    pragmas = _PRAGMAS | (_BUILDING if to_build else {})
    db = open_store(file, codecs={TEXTS: ZstdCodec(), WORDS: ZstdCodec()}, synchronous="NORMAL", pragmas=pragmas)
    storage = db.storage
    if len(storage.names()) < len(_TABLES):
        with storage.transaction():
            for name in _TABLES:
                storage.ensure(name)
            for statement in (*_INDEXES, *fulltext.CREATE):
                storage.connection.execute(statement)
    return db


def dictionary_of(db: RowDB) -> bytes:
    """The compression dictionary of the texts, b'' in a cache without one."""
    document = db.table(_DICTIONARY).get(doc_id=1)
    return a2b_base64(document["data"]) if document else b""


def keep_dictionary(db: RowDB, dictionary: bytes) -> None:
    """Stores the dictionary of the texts; it never changes afterwards."""
    db.table(_DICTIONARY).insert({"data": b2a_base64(dictionary, newline=False).decode()})


def use_dictionary(db: RowDB) -> ZstdCodec:
    """Sets the codec of the texts to the cache's dictionary, and returns it."""
    codec = ZstdCodec(dictionary_of(db))
    db.storage.codecs[TEXTS] = codec
    return codec


def make_folder(folder: Path) -> None:
    """Creates a folder and missing parents, accessible only to the owner. Raises StoreError."""
    try:
        files.make_folder(folder)
        files.keep_to_owner(folder)
    except OSError as error:
        raise StoreError(folder, f"cannot be created or used: {error.strerror}") from error


def reading(file: Path) -> AbstractContextManager[None]:
    """A context that raises any error in the contents of a cache as `StoreDamaged`."""
    return written_by_us(file, "is damaged; delete it, and it will be rebuilt")


def remove_cache(file: Path) -> None:
    """Deletes a cache's file and SQLite's files beside it."""
    for name in (file, *(file.with_name(file.name + tail) for tail in ("-wal", "-shm"))):
        name.unlink(missing_ok=True)


def older_caches(file: Path) -> list[Path]:
    """The files of other versions of the same cache."""
    return [other for other in file.parent.glob("cache-*.db*") if not other.name.startswith(file.name)]
