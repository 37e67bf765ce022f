"""Bringing the cache up to date with the archive: added, changed and removed files, and nothing else.

One writer at a time holds the lock beside the cache. Everything is written in batches, each one transaction with
the state of its files, so that a build that is killed goes on where it stopped.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tinydb import where
from tinydb.table import Document

from cable_tui.sources import Problem, Skipped, SourceFile, scan
from cable_tui.store import RowDB, StoreDamaged, StoreError

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
from .work import Entry, Part, Resumed, batches, digest

Found = SourceFile | Problem | Skipped


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
    processes: int | None = None,
) -> Report:
    """Makes the cache agree with the archive and returns what was done. `processes` is how many parse (all cores).

    Raises:
        ArchiveError: there is nothing to read at `archive`.
        Busy: another process holds the lock.
        StoreError: the cache cannot be written.
    """
    files = list(scan(archive))
    with _lock(archive):
        try:
            report = _run(archive, files, progress, cancelled, processes or os.cpu_count() or 1)
        except StoreDamaged:
            remove_cache(archive)
            report = _run(archive, files, progress, cancelled, processes or os.cpu_count() or 1)
        if not cancelled():
            for left_over in older_caches(archive):
                left_over.unlink(missing_ok=True)
    return report


def _run(
    archive: Path,
    files: list[Found],
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
    processes: int,
) -> Report:
    db = open_cache(archive)
    try:
        return _Builder(archive, db, progress, cancelled, processes).run(files)
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


class _Builder:
    """One run of `update` over an open cache."""

    def __init__(
        self,
        archive: Path,
        db: RowDB,
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
        processes: int,
    ) -> None:
        self.archive = archive
        self.storage = db.storage
        self.cables, self.texts = db.table(CABLES), db.rows(TEXTS)
        self.sources, self.problems = db.table(SOURCES), db.table(PROBLEMS)
        self.progress, self.cancelled, self.processes = progress, cancelled, processes
        self.report = Report()
        self.begun: dict[str, int] = {}  # files whose cables are being stored, and their rows

    def run(self, found: list[Found]) -> Report:
        """Forgets what is gone, reads what is new or changed."""
        files = [item for item in found if isinstance(item, SourceFile)]
        self.report.skipped += [item for item in found if isinstance(item, Skipped)]
        self.report.problems += [item for item in found if isinstance(item, Problem)]
        known = {source.path: source for source in map(_read_source, self.sources)}
        there = {file.path for file in files}
        unseen = tuple(f"{item.path}/" for item in found if isinstance(item, Problem))  # folders not listed this once
        gone = [source for path, source in known.items() if path not in there and not path.startswith(unseen)]
        self._forget(gone)
        todo = [file for file in files if not self._is_known(known.get(file.path), file)]
        resumed = [self._begin(file, known.get(file.path)) for file in todo]
        total, done = sum(file.size for file in todo), 0
        if self.cancelled():
            return self.report
        for batch in batches(self.archive, resumed, self.storage.codecs[TEXTS], self.processes):
            with self.storage.transaction():
                for part in batch:
                    self._store(part)
            done += sum(part.file.size for part in batch if part.last)
            self.progress(Progress(self.report.cables, done + _begun(batch[-1]), total))
            if self.cancelled():
                break
        return self.report

    def _is_known(self, source: _Source | None, file: SourceFile) -> bool:
        """Whether the file was read before; one that was only touched is told by its digest."""
        if source is None or not source.done:
            return False
        same = source.has(file)
        if not same and source.size == file.size and digest(self.archive, file) == source.digest:
            self.sources.update({"mtime_ns": file.mtime_ns}, doc_ids=[source.doc_id])
            same = True
        self.report.unchanged += same
        return same

    def _begin(self, file: SourceFile, before: _Source | None) -> Resumed:
        """Where to begin with a file: behind what an interrupted build has stored, else at its start."""
        self.report.changed += before is not None and before.done
        self.report.added += before is None or not before.done
        if before and not before.done and before.has(file) and before.end is not None:
            self.begun[file.path] = before.doc_id
            return Resumed(file, before.end, before.position)
        return Resumed(file)

    def _forget(self, gone: list[_Source]) -> None:
        for source in gone:
            with self.storage.transaction():
                self._remove(source)
        self.report.removed += len(gone)

    def _remove(self, source: _Source) -> None:
        query = "SELECT doc_id, json_extract(doc, '$.id') FROM cables WHERE json_extract(doc, '$.source_id') = ?"
        rows = self.storage.connection.execute(query, (source.doc_id,)).fetchall()
        ids = [doc_id for doc_id, _ in rows]
        self.cables.remove(doc_ids=ids)
        self.texts.remove(doc_ids=ids)
        self.problems.remove(where("source_id") == source.doc_id)
        self.sources.remove(doc_ids=[source.doc_id])
        for name in {name for _, name in rows if name}:
            self._choose(name)

    def _store(self, part: Part) -> None:
        """Stores a part of a file with the state of the file."""
        source_id = self.begun.get(part.file.path) or self._new_source(part)
        self._add(part.entries, source_id)
        for fault in part.faults:
            self._add_fault(fault, source_id)
        state: dict[str, Any] = {"done": part.last}
        if part.entries:
            state |= {"position": part.entries[-1].position, "end": part.entries[-1].end}
        self.sources.update(state, doc_ids=[source_id])
        self.report.cables += len(part.entries)

    def _new_source(self, part: Part) -> int:
        """The row of a file that is read from its start; what was known of it before goes."""
        file = part.file
        for document in self.sources.search(where("path") == file.path):
            self._remove(_read_source(document))
        record = {"path": file.path, "size": file.size, "mtime_ns": file.mtime_ns, "digest": part.digest, "done": False}
        self.begun[file.path] = self.sources.insert(record)
        return self.begun[file.path]

    def _add(self, entries: list[Entry], source_id: int) -> None:
        ids = self.cables.insert_multiple({**entry.header, "source_id": source_id} for entry in entries)
        self.texts.load(zip(ids, [entry.text for entry in entries], strict=True))
        for name in {entry.id for entry in entries if entry.id}:
            self._choose(name)

    def _choose(self, name: str) -> None:
        """Of several copies of one cable the fullest is listed, the others point to it."""
        query = f"SELECT doc_id, json_extract(doc, '$.size'), {LISTED} FROM cables WHERE json_extract(doc, '$.id') = ?"
        copies = self.storage.connection.execute(query, (name,)).fetchall()
        best = max(copies, key=lambda row: (row[1], -row[0]), default=(None,))[0]
        for doc_id, _, is_listed in copies:
            if (doc_id == best) != bool(is_listed) or len(copies) > 2:
                self.cables.update({"copy_of": None if doc_id == best else best}, doc_ids=[doc_id])

    def _add_fault(self, item: Problem | Skipped, source_id: int) -> None:
        if isinstance(item, Problem):
            self.report.problems.append(item)
        else:
            self.report.skipped.append(item)
        kind = type(item).__name__.lower()
        self.problems.insert({"path": item.path, "reason": item.reason, "kind": kind, "source_id": source_id})


def _begun(part: Part) -> int:
    """How many bytes of an unfinished file are read, at most its size: packed ones count their contents."""
    if part.last or not part.entries:
        return 0
    return min(part.entries[-1].end or 0, part.file.size)


def _read_source(document: Document) -> _Source:
    values: dict[str, Any] = dict(document)
    return _Source(doc_id=document.doc_id, **values)
