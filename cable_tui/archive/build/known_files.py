"""The files of an archive as recorded in the cache by the last build."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cable_tui.sources import SourceFile, open_file

_AT_ONCE = 500  # rows read at a time
_DIGEST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file in the cache; until it is `done`, its cables are stored up to number `position`, byte `end`."""

    doc_id: int
    path: str
    size: int
    mtime_ns: int
    digest: str
    done: bool
    position: int = 0
    end: int | None = None

    def has(self, file: SourceFile) -> bool:
        """Whether the file has the same size and time."""
        return self.size == file.size and self.mtime_ns == file.mtime_ns


def is_touched(archive: Path, source: KnownFile, file: SourceFile) -> bool:
    """Whether a file has another time than when it was read, but the same contents."""
    alike = not source.has(file) and source.size == file.size and bool(source.digest)
    return alike and digest(archive, file) == source.digest


def goes_on(archive: Path, source: KnownFile, file: SourceFile) -> bool:
    """Whether reading can resume: the build of this file was interrupted, or the file has only grown."""
    if not source.done:
        return source.has(file)
    return file.size > source.size and digest(archive, file, source.size) == source.digest


def known_files(connection: sqlite3.Connection) -> Iterator[KnownFile]:
    """All files in the cache; takes a second for a quarter of a million."""
    cursor = connection.execute("SELECT doc_id, doc FROM sources")
    while page := cursor.fetchmany(_AT_ONCE):
        # Decoding one by one takes three times as long.
        documents = json.loads(f"[{','.join(document for _, document in page)}]")
        for (doc_id, _), document in zip(page, documents, strict=True):
            yield KnownFile(doc_id=doc_id, **document)


def digest(
    archive: Path, file: SourceFile, size: int | None = None, cancelled: Callable[[], bool] = lambda: False
) -> str:
    """The digest of a file's first `size` bytes (default: the size seen by `scan`).

    '' if the file is shorter or cannot be read, which the sources report, or if cancelled.
    """
    left = file.size if size is None else size
    state = hashlib.blake2b(digest_size=16)
    try:
        with open_file(archive, file) as stream:
            while left and not cancelled() and (piece := stream.read(min(left, _DIGEST_BYTES))):
                state.update(piece)
                left -= len(piece)
    except (OSError, ValueError):
        return ""
    return "" if left else state.hexdigest()
