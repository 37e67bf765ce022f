"""Brings the cache up to date with the archive, processing only files that were added, changed or removed.

One writer at a time holds the lock beside the cache. Each batch is one transaction that includes the state of its
files, so that an interrupted build resumes where it stopped.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cable_tui.archive import orders, vocabulary
from cable_tui.archive.problems import Faults
from cable_tui.archive.schema import (
    SOURCES,
    cache_file,
    keep_dictionary,
    make_folder,
    older_caches,
    open_cache,
    reading,
    remove_cache,
    use_dictionary,
)
from cable_tui.sources import Problem, Skipped, SourceFile, scan
from cable_tui.store import RowDB, StoreDamaged, StoreError, ZstdCodec, to_json

from .dictionary import WORTH, train
from .jobs import Entry, Part, Resumed, batches, first_file
from .known_files import KnownFile, goes_on, is_touched, known_files
from .prefetch import ahead
from .workers import HelpersLost
from .writer import StoredCables

Found = SourceFile | Problem | Skipped

#: Seconds of work, and characters of text, in one transaction; a few large ones keep the full-text table small.
_FIRST_PATIENCE, _PATIENCE, _MOST_AT_ONCE = 0.5, 6.0, 28_000_000
#: A build that reads more than this share of the archive rebuilds the vocabulary, which is faster then.
_MUCH = 1 / 8
_HEAD_START = 1.0  # seconds in which the first cables may be stored before the workers start
_AHEAD = 80  # jobs that may wait while others are stored


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a build: cables read and stored so far, bytes done and bytes in all files to be read."""

    cables: int
    stored: int
    done: int
    total: int


@dataclass(slots=True)
class Report:
    """The result of a build: counts of files and cables, and what could not be read."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    cables: int = 0
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def add(self, faults: Iterable[Problem | Skipped]) -> None:
        """Adds items that were not read."""
        for item in faults:
            if isinstance(item, Problem):
                self.problems.append(item)
            else:
                self.skipped.append(item)

    def faults(self) -> list[Problem | Skipped]:
        """All items that were not read."""
        return [*self.problems, *self.skipped]


class Busy(Exception):
    """Another process is building this cache."""


def update(
    archive: Path,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    processes: int | None = None,
    *,
    follow_links: bool = False,
) -> Report:
    """Brings the cache up to date and reports what was done. `processes` parse (default: one for each core).

    With `follow_links`, links out of the archive are followed; such builds have a cache of their own.

    Raises:
        ArchiveError: `archive` cannot be read.
        Busy: another process holds the lock.
        StoreError: the cache cannot be written or finished.
    """
    files = list(scan(archive, follow_links=follow_links))
    file = cache_file(archive, follow_links=follow_links)
    with _lock(archive, file):
        try:
            with reading(file):
                report = _run(archive, file, files, progress, cancelled, processes or os.cpu_count() or 1)
        except StoreDamaged:
            remove_cache(file)
            report = _run(archive, file, files, progress, cancelled, processes or os.cpu_count() or 1)
        if not cancelled():
            for left_over in older_caches(file):
                left_over.unlink(missing_ok=True)
    return report


def _run(
    archive: Path,
    file: Path,
    files: list[Found],
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
    processes: int,
) -> Report:
    db = open_cache(file, to_build=True)
    try:
        return _Builder(archive, db, progress, cancelled, processes).run(files)
    except HelpersLost as error:
        raise StoreError(
            file,
            "is not finished: the processes that read files were killed repeatedly, as happens when memory is short,"
            f" the last one at {first_file(error.job)}; what was read is saved, and the next build resumes there",
        ) from error
    finally:
        db.close()


@contextmanager
def _lock(archive: Path, cache: Path) -> Iterator[None]:
    file = cache.with_suffix(".lock")
    make_folder(file.parent)
    try:
        handle = os.open(file, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    except OSError as error:
        raise StoreError(file, f"cannot be created: {error.strerror}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(f"{archive} is being indexed by another session") from error
        yield
    finally:
        os.close(handle)


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
        self.db = db
        self.storage = db.storage
        self.connection = db.storage.connection
        self.cables = StoredCables(db)
        self.sources, self.faults = db.rows(SOURCES), Faults(db)
        self.progress, self.cancelled, self.processes = progress, cancelled, processes
        self.report = Report()
        self.dictionary = b""  # a new one not yet stored
        self.has_stored = threading.Event()  # the first cables, or failed to
        self.done = 0  # bytes of the files read completely
        self.begun_bytes = 0  # bytes read of the current file
        self.known: dict[str, KnownFile] = {}  # files by path, as in the cache when the build began
        self.new_sources: list[tuple[int, str]] = []  # rows not stored yet
        self.begun: dict[str, int] = {}  # rows of files whose cables are being stored, by path

    def run(self, found: list[Found]) -> Report:
        """Removes files that are gone, and reads those that are new or changed."""
        files = [item for item in found if isinstance(item, SourceFile)]
        self.report.add(item for item in found if not isinstance(item, SourceFile))
        known = self.known = {source.path: source for source in known_files(self.connection)}
        there = {file.path for file in files}
        unseen = {item.path for item in found if isinstance(item, Problem)}  # folders that could not be listed
        gone = [source for path, source in known.items() if path not in there and not _is_below(path, unseen)]
        codec = use_dictionary(self.db)
        self.faults.keep_found(self.report.faults())
        self._forget(gone)
        todo = [file for file in files if not self._is_known(known.get(file.path), file)]
        total = sum(file.size for file in todo)
        if total > _MUCH * sum(source.size for source in known.values() if source.done):
            vocabulary.drop(self.db)
        if todo and not self.cancelled():
            resumed = [self._begin(file, known.get(file.path)) for file in todo]
            self._check_room(resumed)
            parts = batches(self.archive, resumed, self.processes, codec, lambda: self._prepare(codec, todo, total))
            self._store_all(parts, total)
        if not self.cancelled():
            orders.keep(self.db)
            vocabulary.keep(self.db)
        return self.report

    def _store_all(self, parts: Iterator[list[Part]], total: int) -> None:
        """Stores parts as they come: the first at once, then those of some seconds in one transaction."""
        for batch in _gathered(self._counted(ahead(parts, _AHEAD), total)):
            try:
                with self.storage.transaction():
                    orders.drop(self.db)
                    self._keep_dictionary()
                    self._store(batch)
            finally:
                self.has_stored.set()  # or failed to; a waiting `_prepare` must end before an error can leave this loop
            self.cables.settle()
            self._tell(0, total)
            if self.cancelled():
                break

    def _keep_dictionary(self) -> None:
        """Stores a new dictionary with the first texts that need it."""
        if self.dictionary:
            keep_dictionary(self.db, self.dictionary)
            use_dictionary(self.db)
            self.dictionary = b""

    def _counted(self, parts: Iterator[list[Part]], total: int) -> Iterator[list[Part]]:
        """The parts, with progress reported for each."""
        read = 0
        for batch in parts:
            read += sum(len(part.entries) for part in batch)
            self.done += sum(part.file.size for part in batch if part.last)
            self.begun_bytes = _begun(batch[-1])
            yield batch
            if self.cancelled():
                return
            self._tell(max(0, read - self.report.cables), total)

    def _tell(self, waiting: int, total: int) -> None:
        stored = self.report.cables
        self.progress(Progress(stored + waiting, stored, self.done + self.begun_bytes, total))

    def _on_disk(self, resumed: Resumed) -> int:
        """Bytes left to read of a file, at most its size on disk: a sparse file has holes."""
        path = self.archive if self.archive.is_file() else self.archive / resumed.file.path
        try:
            stored = path.stat().st_blocks * 512
        except OSError:
            return 0
        return min(stored, resumed.file.size - resumed.start)

    def _check_room(self, files: list[Resumed]) -> None:
        """Checks that the disk has room for the cables of some files. Raises StoreError."""
        unread = sum(resumed.file.size - resumed.start for resumed in files)
        need, free = unread + unread // 4, shutil.disk_usage(self.storage.path.parent).free
        if need > free and (need := sum(map(self._on_disk, files)) * 5 // 4) > free:
            raise StoreError(
                self.storage.path, f"needs about {megabytes(need)}, but the disk has only {megabytes(free)} left"
            )

    def _prepare(self, codec: ZstdCodec, files: list[SourceFile], total: int) -> ZstdCodec:
        """The codec for many texts, with the dictionary that the first large build makes. Runs beside the writer.

        It first waits a moment for the first cables to be stored, as the reader waits for them; there may be none.
        """
        self.has_stored.wait(_HEAD_START)
        if codec.dictionary or total < WORTH:
            return codec
        self.dictionary = train(self.archive, files)
        return ZstdCodec(self.dictionary)

    def _is_known(self, source: KnownFile | None, file: SourceFile) -> bool:
        """Whether a file is unchanged since it was read; if only its time differs, the digest decides."""
        if source is None or not source.done:
            return False
        same = source.has(file)
        if is_touched(self.archive, source, file):
            self.sources.update({"mtime_ns": file.mtime_ns}, doc_ids=[source.doc_id])
            same = True
        self.report.unchanged += same
        return same

    def _begin(self, file: SourceFile, before: KnownFile | None) -> Resumed:
        """Where to begin reading a file: after the part that is stored, if unchanged, else at its start."""
        self.report.changed += before is not None and before.done
        self.report.added += before is None or not before.done
        if before is None or before.end is None or not goes_on(self.archive, before, file):
            return Resumed(file)
        self.begun[file.path] = before.doc_id
        self.faults.forget_behind(before.doc_id, before.position)
        return Resumed(file, before.end, before.position)

    def _forget(self, gone: list[KnownFile]) -> None:
        self.faults.forget([source.doc_id for source in gone])
        for source in gone:
            with self.storage.transaction():
                orders.drop(self.db)
                self._remove(source)
        self.report.removed += len(gone)

    def _remove(self, source: KnownFile) -> None:
        self.cables.remove_of(source.doc_id)
        self.sources.remove(doc_ids=[source.doc_id])

    def _store(self, parts: list[Part]) -> None:
        """Stores parts of files together with the state of the files."""
        faults: list[tuple[int, int, Problem | Skipped]] = []
        paths = {part.file.path for part in parts} - self.begun.keys()
        self.faults.forget([self.known[path].doc_id for path in paths & self.known.keys()])
        for part in parts:
            source_id = self._keep_state(part)
            faults += [(source_id, fault.after, fault.what) for fault in part.faults]
        self._add_sources()
        self.faults.add(faults)
        self.report.add(item for *_, item in faults)
        self.report.cables += self.cables.add(self._taken(parts))

    def _taken(self, parts: list[Part]) -> Iterator[tuple[int, Entry]]:
        """The cables of parts, each with the row of its file; empties the parts to free memory."""
        for part in parts:
            taken, part.entries = part.entries, []
            for entry in taken:
                yield self.begun[part.file.path], entry

    def _keep_state(self, part: Part) -> int:
        """Records how far a file is stored, and returns its row; a file read from its start gets a new row."""
        file = part.file
        state: dict[str, Any] = {"done": part.last}
        if part.entries:
            state |= {"position": part.entries[-1].position, "end": part.entries[-1].end}
        seen = {"size": file.size, "mtime_ns": file.mtime_ns, "digest": part.digest}
        if file.path in self.begun:
            self._add_sources()
            self.sources.update(state | (seen if part.last else {}), doc_ids=[self.begun[file.path]])
        else:
            if before := self.known.pop(file.path, None):
                self._remove(before)
            self.begun[file.path] = (self.sources.last_id() or 0) + 1 + len(self.new_sources)
            record = to_json({"path": file.path, **seen, **state})
            self.new_sources.append((self.begun[file.path], record))
        return self.begun[file.path]

    def _add_sources(self) -> None:
        """Stores the rows of new files in one statement, as there may be as many files as cables."""
        self.sources.load(self.new_sources)
        self.new_sources.clear()


def _gathered(parts: Iterator[list[Part]]) -> Iterator[list[Part]]:
    """Groups parts that come within some seconds; the first is alone, as the reader waits for it."""
    gathered: list[Part] = []
    size, began, patience = 0, time.monotonic(), 0.0
    for batch in parts:
        gathered += batch
        size += sum(len(entry.columns[0]) for part in batch for entry in part.entries)
        if size > _MOST_AT_ONCE or time.monotonic() - began >= patience:
            yield gathered
            gathered, size, patience = [], 0, min(patience * 2 + _FIRST_PATIENCE, _PATIENCE)
            began = time.monotonic()
    if gathered:
        yield gathered


def _is_below(path: str, folders: set[str]) -> bool:
    return any(path[:at] in folders for at, char in enumerate(path) if char == "/")


def _begun(part: Part) -> int:
    """The bytes read of an unfinished file, at most its size, as packed files count unpacked bytes."""
    if part.last or not part.entries:
        return 0
    return min(part.entries[-1].end or 0, part.file.size)


def megabytes(size: int) -> str:
    """A size in bytes as text: 12 MB."""
    return f"{size / 1e6:,.0f} MB"
