"""Bringing the cache up to date with the archive: added, changed and removed files, and nothing else.

One writer at a time holds the lock beside the cache. Everything is written in batches, each one transaction with
the state of its files, so that a build that is killed goes on where it stopped.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tinydb import where
from tinydb.table import Document

from cable_tui.cables import parse
from cable_tui.cables.codec import encode
from cable_tui.sources import Problem, RawCable, Skipped, SourceFile, read, scan
from cable_tui.store import RowDB, StoreDamaged, StoreError

from .documents import header_document
from .schema import (
    CABLES,
    LISTED,
    PROBLEMS,
    SOURCES,
    TEXTS,
    cache_file,
    make_folder,
    older_caches,
    open_cache,
    remove_cache,
)

Found = SourceFile | Problem | Skipped

_BATCH = 200  # cables in one transaction


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: cables read so far, bytes of the files done and of all the files to be read."""

    cables: int
    done: int
    total: int


@dataclass(slots=True)
class Report:
    """What a build did: numbers of files and cables, and what could not be read."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    cables: int = 0
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def faults(self) -> list[Problem | Skipped]:
        """Everything that was not read."""
        return [*self.problems, *self.skipped]


class Busy(Exception):
    """Another process is building this cache."""


def update(
    archive: Path,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Report:
    """Makes the cache agree with the archive and returns what was done.

    Raises:
        ArchiveError: there is nothing to read at `archive`.
        Busy: another process holds the lock.
        StoreError: the cache cannot be written.
    """
    files = list(scan(archive))
    with _lock(archive):
        try:
            report = _run(archive, files, progress, cancelled)
        except StoreDamaged:
            remove_cache(archive)
            report = _run(archive, files, progress, cancelled)
        if not cancelled():
            for left_over in older_caches(archive):
                left_over.unlink(missing_ok=True)
    return report


def _run(
    archive: Path, files: list[Found], progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> Report:
    db = open_cache(archive)
    try:
        return _Builder(archive, db, progress, cancelled).run(files)
    finally:
        db.close()


@contextmanager
def _lock(archive: Path) -> Iterator[None]:
    file = cache_file(archive).with_suffix(".lock")
    make_folder(file.parent)
    try:
        handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise StoreError(file, f"cannot be made: {error.strerror}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(f"{archive} is being indexed by another session") from error
        yield
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True)
class _Source:
    """A file as the cache knows it; `done` is False while its cables are only partly in."""

    doc_id: int
    path: str
    size: int
    mtime_ns: int
    digest: str
    done: bool

    def is_same(self, file: SourceFile) -> bool:
        return self.done and self.size == file.size and self.mtime_ns == file.mtime_ns


class _Builder:
    """One run of `update` over an open cache."""

    def __init__(
        self, archive: Path, db: RowDB, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> None:
        self.archive = archive
        self.storage = db.storage
        self.cables, self.texts = db.table(CABLES), db.table(TEXTS)
        self.sources, self.problems = db.table(SOURCES), db.table(PROBLEMS)
        self.progress, self.cancelled = progress, cancelled
        self.report = Report()

    def run(self, found: list[Found]) -> Report:
        files = [item for item in found if isinstance(item, SourceFile)]
        self.report.skipped += [item for item in found if isinstance(item, Skipped)]
        self.report.problems += [item for item in found if isinstance(item, Problem)]
        known = {source.path: source for source in map(_read_source, self.sources)}
        there = {file.path for file in files}
        self._forget([source for path, source in known.items() if path not in there])
        todo = [file for file in files if not self._is_known(known.get(file.path), file)]
        total, done = sum(file.size for file in todo), 0
        for batch in _batches(todo):
            if self.cancelled():
                break
            with self.storage.transaction():
                for file in batch:
                    self._read_file(file, known.get(file.path))
            done += sum(file.size for file in batch)
            self.progress(Progress(self.report.cables, done, total))
        return self.report

    def _is_known(self, source: _Source | None, file: SourceFile) -> bool:
        """Whether the file was read before; one that was only touched is told by its digest."""
        if source is None:
            return False
        same = source.is_same(file)
        if not same and source.done and source.size == file.size and _digest(self.archive, file) == source.digest:
            self.sources.update({"mtime_ns": file.mtime_ns}, doc_ids=[source.doc_id])
            same = True
        self.report.unchanged += same
        return same

    def _forget(self, gone: list[_Source]) -> None:
        for source in gone:
            with self.storage.transaction():
                self._remove_cables(source)
                self.sources.remove(doc_ids=[source.doc_id])
        self.report.removed += len(gone)

    def _remove_cables(self, source: _Source) -> None:
        query = "SELECT doc_id, json_extract(doc, '$.id') FROM cables WHERE json_extract(doc, '$.source_id') = ?"
        rows = self.storage.connection.execute(query, (source.doc_id,)).fetchall()
        ids = [doc_id for doc_id, _ in rows]
        self.cables.remove(doc_ids=ids)
        self.texts.remove(doc_ids=ids)
        self.problems.remove(where("source_id") == source.doc_id)
        for name in {name for _, name in rows if name}:
            self._choose(name)

    def _read_file(self, file: SourceFile, before: _Source | None) -> None:
        if before:
            self._remove_cables(before)
            self.sources.remove(doc_ids=[before.doc_id])
        self.report.changed += before is not None
        self.report.added += before is None
        record = {
            "path": file.path,
            "size": file.size,
            "mtime_ns": file.mtime_ns,
            "digest": _digest(self.archive, file),
            "done": True,
        }
        source_id = self.sources.insert(record)
        for item in read(self.archive, file):
            if isinstance(item, RawCable):
                self._add(item, source_id)
            else:
                self._add_problem(item, source_id)

    def _add(self, raw: RawCable, source_id: int) -> None:
        cable = parse(raw.text, raw.container)
        header = {
            **header_document(cable, raw.path, raw.position),
            "form": raw.form.value,
            "source_id": source_id,
        }
        doc_id = self.cables.insert(header)
        self.texts.insert(Document(encode(cable), doc_id))
        self.report.cables += 1
        if cable.id:
            self._choose(cable.id)

    def _choose(self, name: str) -> None:
        """Of several copies of one cable the fullest is listed, the others point to it."""
        query = "SELECT doc_id, json_extract(doc, '$.size') FROM cables WHERE json_extract(doc, '$.id') = ?"
        copies = self.storage.connection.execute(query, (name,)).fetchall()
        if len(copies) < 2:
            alone = f"SELECT doc_id FROM cables WHERE json_extract(doc, '$.id') = ? AND NOT ({LISTED})"
            for (doc_id,) in self.storage.connection.execute(alone, (name,)).fetchall():
                self.cables.update({"copy_of": None}, doc_ids=[doc_id])
            return
        best = max(copies, key=lambda row: (row[1], -row[0]))[0]
        for doc_id, _ in copies:
            self.cables.update({"copy_of": None if doc_id == best else best}, doc_ids=[doc_id])

    def _add_problem(self, item: Problem | Skipped, source_id: int) -> None:
        if isinstance(item, Problem):
            self.report.problems.append(item)
        else:
            self.report.skipped.append(item)
        kind = type(item).__name__.lower()
        self.problems.insert({"path": item.path, "reason": item.reason, "kind": kind, "source_id": source_id})


def _read_source(document: Document) -> _Source:
    values: dict[str, Any] = dict(document)
    return _Source(
        document.doc_id, values["path"], values["size"], values["mtime_ns"], values["digest"], values["done"]
    )


def _batches(files: list[SourceFile]) -> Iterator[list[SourceFile]]:
    for start in range(0, len(files), _BATCH):
        yield files[start : start + _BATCH]


def _digest(archive: Path, file: SourceFile) -> str:
    """The digest of a file's bytes, '' where it cannot be read (which the sources then report)."""
    path = archive if archive.is_file() else archive / file.path
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError:
        return ""
