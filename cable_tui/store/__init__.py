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

from .codecs import Codec, ZstdCodec, to_json
from .errors import StoreDamaged, StoreError, written_by_us
from .storage import SQLiteStorage
from .tables import RowDB, RowTable, open_store

__all__ = [
    "Codec",
    "RowDB",
    "RowTable",
    "SQLiteStorage",
    "StoreDamaged",
    "StoreError",
    "ZstdCodec",
    "open_store",
    "to_json",
    "written_by_us",
]
