"""TinyDB's table and database over such a file; every operation touches only the rows it is about."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from .codecs import Codec, to_json
from .rows import UPDATE, EditableRows, Rows, quoted
from .storage import SQLiteStorage


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
            self._storage.connection.executemany(f"INSERT INTO {table} VALUES (?, ?) {UPDATE}", kept)
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
