"""A table as a mapping of its rows: to be read, and to be changed in place."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from .codecs import Codec, to_json
from .errors import StoreDamaged

if TYPE_CHECKING:
    from .storage import SQLiteStorage

# Not INSERT OR REPLACE: that deletes and inserts, which triggers and indexes would see.
UPDATE = "ON CONFLICT (doc_id) DO UPDATE SET doc = excluded.doc WHERE doc IS NOT excluded.doc"
_PAGE = 256  # rows read at once in a scan
_FIRST_ID = -(2**63)


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
        self._execute(f"INSERT INTO {{}} VALUES (?, ?) {UPDATE}", doc_id, self._codec.pack(text))

    def _execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        return self.storage.connection.execute(sql.format(self._table), values)
