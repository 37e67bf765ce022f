"""The files of an archive as the cache knows them from the build before."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from cable_tui.sources import SourceFile

_AT_ONCE = 500  # rows in memory


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as the cache knows it; while `done` is False its cables are in up to number `position`, byte `end`."""

    doc_id: int
    path: str
    size: int
    mtime_ns: int
    digest: str
    done: bool
    position: int = 0
    end: int | None = None

    def has(self, file: SourceFile) -> bool:
        """Whether the file looks as it did."""
        return self.size == file.size and self.mtime_ns == file.mtime_ns


def known_files(connection: sqlite3.Connection) -> Iterator[KnownFile]:
    """All files that the cache knows, a quarter of a million of them in a second."""
    cursor = connection.execute("SELECT doc_id, doc FROM sources")
    while page := cursor.fetchmany(_AT_ONCE):
        # All at once: one by one takes three times as long.
        documents = json.loads(f"[{','.join(document for _, document in page)}]")
        for (doc_id, _), document in zip(page, documents, strict=True):
            yield KnownFile(doc_id=doc_id, **document)
