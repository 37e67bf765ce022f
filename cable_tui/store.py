"""TinyDB tables kept as the rows of a SQLite file.

TinyDB's own storages read and rewrite the whole file for every operation. Here each TinyDB table is a
SQLite table ``(doc_id INTEGER PRIMARY KEY, doc)``, ``doc`` being the document's JSON, and an operation
touches only the rows it is about. Both halves are TinyDB's documented seams: `SQLiteStorage` is a
``Storage``, `RowTable` a ``Table``.

What differs from TinyDB's other storages: the stored order is the order of the ids, which are integers;
results share nothing with what is stored; numbers that JSON does not have (NaN) are refused; the names of
two tables must differ in more than their case, and those that begin with ``sqlite_`` belong to SQLite.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

_COLUMNS = "(doc_id INTEGER PRIMARY KEY, doc)"
# SQLite keeps the text of each CREATE statement, which tells these tables from all others in the file.
_IS_TABLE = f"""type = 'table' AND sql = 'CREATE TABLE "' || replace(name, '"', '""') || '" {_COLUMNS}'"""
# Not INSERT OR REPLACE: that deletes and inserts, which triggers and indexes would see.
_UPDATE = "ON CONFLICT (doc_id) DO UPDATE SET doc = excluded.doc WHERE doc IS NOT excluded.doc"
_PAGE = 256  # rows read at once in a scan
_FIRST_ID = -(2**63)

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_SENTENCES = {
    sqlite3.SQLITE_BUSY: "is locked by another program; try again",
    sqlite3.SQLITE_PROTOCOL: "is locked by another program; try again",
    sqlite3.SQLITE_FULL: "cannot be written: the disk is full",
    sqlite3.SQLITE_READONLY: "cannot be written: it is read-only",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk reports an error",
}

_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_escaped = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode


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
def _explained(path: Path) -> Iterator[None]:
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


class Codec:
    """How the documents of one table are stored; this one keeps the JSON text, which SQL can look into."""

    def pack(self, text: str) -> str | bytes:
        """Return what goes into the column."""
        return text

    def unpack(self, stored: Any) -> str:
        """Return the JSON text. May raise ``TypeError`` or ``ValueError`` if it is damaged."""
        return str(stored, "utf-8") if isinstance(stored, bytes) else stored


@dataclass(frozen=True, slots=True)
class ZstdCodec(Codec):
    """Documents compressed one by one; `dictionary` is text typical of them, or trained on it, to refer to.

    A table must be opened with the dictionary it was written with; what was written without one is read with any.
    """

    dictionary: bytes = b""
    level: int = 4

    def pack(self, text: str) -> bytes:
        """Return the compressed UTF-8 of the text."""
        packed: bytes = _compressor(self.dictionary, self.level).compress(text.encode())
        return packed

    def unpack(self, stored: Any) -> str:
        """Return the text of a compressed blob that is whole."""
        from zstandard import ZstdError

        try:
            return str(_decompressor(self.dictionary).decompress(stored), "utf-8")
        except ZstdError as error:
            raise ValueError("the compressed document is damaged") from error


@lru_cache(maxsize=4)
def _compressor(dictionary: bytes, level: int) -> Any:
    import zstandard  # what reads and writes no packed table does without

    known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    if known:
        known.precompute_compress(level=level)
    return zstandard.ZstdCompressor(level=level, dict_data=known, write_checksum=True, write_dict_id=False)


@lru_cache(maxsize=4)
def _decompressor(dictionary: bytes) -> Any:
    import zstandard

    known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    return zstandard.ZstdDecompressor(dict_data=known)


def to_json(document: Mapping[str, Any]) -> str:
    """Return the document as compact JSON. Raises ``TypeError`` or ``ValueError`` if JSON cannot hold it."""
    text = _compact(document)
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate, as in a file name that is not UTF-8: escaped, it keeps
        return _escaped(document)
    return text


def _create(path: Path) -> None:
    """Create a missing file and its folders, for the owner alone; -wal and -shm inherit the mode."""
    try:
        if not path.parent.exists():
            for folder in reversed(path.parents):
                folder.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        path.chmod(0o600)  # an umask may have taken the owner's bits
    except FileExistsError:
        return
    except OSError as error:
        raise StoreError(path, f"cannot be created: {error.strerror}") from error


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
        with self.guard():
            uri = f"{self.path.as_uri()}?mode={'ro' if read_only else 'rw'}"
            #: The connection, in autocommit mode, for the SQL that TinyDB has no notion of.
            self.connection = sqlite3.connect(uri, uri=True, timeout=busy_timeout, isolation_level=None)
            try:
                self._configure({**(pragmas or {}), "synchronous": synchronous}, busy_timeout)
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
        return _explained(self.path)

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


def quoted(name: str) -> str:
    """Return a table's name as SQL wants it, whatever characters it has."""
    return '"' + name.replace('"', '""') + '"'


class Rows(Mapping[Any, Any]):
    """A TinyDB table as a mapping from ``str(doc_id)`` to the document; each look-up reads anew."""

    key: Callable[[int], Any] = str

    def __init__(self, storage: SQLiteStorage, name: str) -> None:
        self.name = name
        self.storage = storage
        self._codec = storage.codecs.get(name, Codec())
        self._table = quoted(name)

    def __getitem__(self, doc_id: Any) -> Any:
        return self.load(doc_id)[1]

    def __contains__(self, doc_id: object) -> bool:
        # As text, because an integer beyond 64 bits is a question without a match, not an error.
        return bool(self.select("SELECT 1 FROM {} WHERE doc_id = ?", str(doc_id)))

    def __iter__(self) -> Iterator[Any]:
        return (self.key(doc_id) for (doc_id,) in self.select("SELECT doc_id FROM {} ORDER BY doc_id"))

    def __len__(self) -> int:
        return int(self.select("SELECT count(*) FROM {}")[0][0])

    def last_id(self) -> int | None:
        """Return the highest id, None if the table is empty."""
        found: int | None = self.select("SELECT max(doc_id) FROM {}")[0][0]
        return found

    def items(self) -> Any:
        """Yield (key, document) by id, up to the highest id of the moment, reading a page of rows at a time.

        No statement stays open meanwhile, so the caller may write between two documents, and a scan that is
        left half-way holds nothing.
        """
        sql = f"SELECT doc_id, doc FROM {{}} WHERE doc_id BETWEEN ? AND ? ORDER BY doc_id LIMIT {_PAGE}"
        start, last = _FIRST_ID, self.last_id()
        while last is not None and start <= last and (page := self.select(sql, start, last)):
            for doc_id, stored in page:
                yield self.key(doc_id), self._decode(stored)[1]
            start = page[-1][0] + 1

    def pick(self, doc_ids: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield (key, document) for those ids that exist, by id."""
        # One parameter however many ids there are: SQLite limits the number of parameters.
        sql = "SELECT doc_id, doc FROM {} WHERE doc_id IN (SELECT value FROM json_each(?)) ORDER BY doc_id"
        for doc_id, stored in self.select(sql, json.dumps([str(doc_id) for doc_id in doc_ids])):
            yield self.key(doc_id), self._decode(stored)[1]

    def load(self, doc_id: Any) -> tuple[str, Any]:
        """Return a document's JSON and the document. Raises ``KeyError``, `StoreDamaged`."""
        found = self.select("SELECT doc FROM {} WHERE doc_id = ?", doc_id)
        if not found:
            raise KeyError(doc_id)
        return self._decode(found[0][0])

    def _decode(self, stored: Any) -> tuple[str, Any]:
        try:
            text = self._codec.unpack(stored)
            return text, json.loads(text)
        except (TypeError, ValueError) as error:
            raise StoreDamaged(self.storage.path, f"has a damaged document in {self.name!r}") from error

    def select(self, sql: str, *values: int | str) -> list[Any]:
        """Return all rows of a query in which ``{}`` stands for the table."""
        with self.storage.guard():
            return self.storage.connection.execute(sql.format(self._table), values).fetchall()


class EditableRows(Rows, MutableMapping[Any, Any]):
    """A TinyDB table as its updaters want it: a mapping from ``int`` ids to documents to change in place.

    The document looked up last is open: what was done to it is written when another is looked up, and by
    `flush`. To be used within a transaction.
    """

    key = int

    def __init__(self, storage: SQLiteStorage, name: str) -> None:
        super().__init__(storage, name)
        self._open: tuple[Any, str, Any] | None = None  # its id, its JSON as stored, the document

    def __getitem__(self, doc_id: Any) -> Any:
        if self._open is None or self._open[0] != doc_id:
            self.flush()
            self._open = (doc_id, *self.load(doc_id))
        return self._open[2]

    def __setitem__(self, doc_id: Any, document: Mapping[str, Any]) -> None:
        self.flush()
        self._write(doc_id, to_json(document))

    def __delitem__(self, doc_id: Any) -> None:
        self.flush()
        if not self._execute("DELETE FROM {} WHERE doc_id = ?", doc_id).rowcount:
            raise KeyError(doc_id)

    def items(self) -> Any:
        """Return the items, of which the one given last is open."""
        return ItemsView(self)

    def clear(self) -> None:
        """Delete all rows."""
        self._open = None
        self._execute("DELETE FROM {}")

    def flush(self) -> None:
        """Write the open document if it has changed, and close it."""
        if self._open is not None:
            doc_id, before, document = self._open
            self._open = None
            if (text := to_json(document)) != before:
                self._write(doc_id, text)

    def _write(self, doc_id: Any, text: str) -> None:
        self._execute(f"INSERT INTO {{}} VALUES (?, ?) {_UPDATE}", doc_id, self._codec.pack(text))

    def _execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        return self.storage.connection.execute(sql.format(self._table), values)


class RowTable(Table):
    """A TinyDB table that reads and writes single rows of a `SQLiteStorage`.

    Every method that writes is one transaction. New ids are one above the highest in the table, and above all
    that this object gave out before. There is no query cache, because other processes write as well.
    """

    default_query_cache_capacity = 0
    _storage: SQLiteStorage

    def __init__(
        self,
        storage: Storage,
        name: str,
        cache_size: int = default_query_cache_capacity,
        persist_empty: bool = False,
    ) -> None:
        super().__init__(storage, name, cache_size)
        self._last_id = 0
        if persist_empty:  # TinyDB would empty a table that has documents
            self._update_table(lambda rows: None)

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document and return its id. Raises ``ValueError`` if the id of a `Document` is taken."""
        with self._storage.transaction():
            self._storage.ensure(self.name)
            return super().insert(document)

    def load(self, rows: Iterable[tuple[int, str | bytes]]) -> None:
        """Insert documents that this table's codec has packed already, as another process may do, with their ids.

        Raises `StoreError`; ``sqlite3.IntegrityError`` if an id is taken.
        """
        with self._storage.transaction():
            self._storage.ensure(self.name)
            insert = f"INSERT INTO {quoted(self.name)} (doc_id, doc) VALUES (?, ?)"
            self._storage.connection.executemany(insert, rows)

    def put(self, documents: Mapping[int, Mapping[str, Any] | None]) -> None:
        """Make the documents with these ids what is given, None removing one: thousands of them as fast as one.

        Raises `StoreError`.
        """
        codec = self._storage.codecs.get(self.name, Codec())
        kept = (
            (doc_id, codec.pack(to_json(document))) for doc_id, document in documents.items() if document is not None
        )
        gone = ((doc_id,) for doc_id, document in documents.items() if document is None)
        table = quoted(self.name)
        with self._storage.transaction():
            self._storage.ensure(self.name)
            self._storage.connection.executemany(f"INSERT INTO {table} VALUES (?, ?) {_UPDATE}", kept)
            self._storage.connection.executemany(f"DELETE FROM {table} WHERE doc_id = ?", gone)

    def last_id(self) -> int | None:
        """Return the highest id, None if the table is empty."""
        return Rows(self._storage, self.name).last_id()

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Update the documents that match, or insert this one; return the ids."""
        with self._storage.transaction():
            return super().upsert(document, cond)

    def search(self, cond: QueryLike) -> list[Document]:
        """Return the documents that match, all of one state of the table."""
        with self._storage.transaction("DEFERRED"):
            return super().search(cond)

    def all(self) -> list[Document]:
        """Return all documents, all of one state of the table."""
        with self._storage.transaction("DEFERRED"):
            return super().all()

    if not TYPE_CHECKING:  # the types are those of TinyDB's overloads

        def get(self, cond=None, doc_id=None, doc_ids=None):
            """Return a document by condition or id, or those of a list of ids that exist, by id."""
            if doc_id is None and doc_ids is not None:
                return self._pick(doc_ids)
            return super().get(cond, doc_id, doc_ids)

    def _pick(self, doc_ids: Iterable[int]) -> list[Document]:
        if self.name not in self._storage.names():
            return []
        found = Rows(self._storage, self.name).pick(doc_ids)
        return [self.document_class(document, int(key)) for key, document in found]

    def truncate(self) -> None:
        """Remove all documents; ids start again at 1."""
        super().truncate()
        self._last_id = 0

    def _get_next_id(self) -> int:
        """Return a free id. Within a transaction nobody else can take it."""
        self._last_id = max(self._last_id, self.last_id() or 0) + 1
        return self._last_id

    def _read_table(self) -> Any:
        """Return the live rows; an empty mapping while the table does not exist."""
        return Rows(self._storage, self.name) if self.name in self._storage.names() else {}

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        """Run an updater over the rows in one transaction. If it raises, nothing has changed."""
        with self._storage.transaction():
            self._storage.ensure(self.name)
            rows = EditableRows(self._storage, self.name)
            updater(rows)
            rows.flush()
        self.clear_cache()


class RowDB(TinyDB):
    """A TinyDB whose tables are `RowTable` over a `SQLiteStorage`; `open_store` makes one."""

    table_class = RowTable
    _storage: SQLiteStorage

    @property
    def storage(self) -> SQLiteStorage:
        """The storage, with its connection and its transactions."""
        return self._storage

    def rows(self, name: str) -> RowTable:
        """The table as what it is, for what TinyDB's tables do not have."""
        table = self.table(name)
        assert isinstance(table, RowTable)
        return table

    def drop_table(self, name: str) -> None:
        """Drop a table, if it exists."""
        with self.storage.transaction():
            super().drop_table(name)


def open_store(path: str | os.PathLike[str], **options: Any) -> RowDB:
    """Open or create a store; the options are those of `SQLiteStorage`. Raises `StoreError`."""
    return RowDB(path, storage=SQLiteStorage, **options)
