"""The part of a build that does not touch the cache: it turns files into cables ready to be stored, in many processes.

Small files are sent to the workers by name, many at a time. A large file is read in this process and its cables are
sent as text, so that a single `cables.csv` keeps all cores busy too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from cable_tui.archive.documents import header_document, parse_words, search_columns, text_document
from cable_tui.archive.fulltext import Columns
from cable_tui.escape import spelled
from cable_tui.sources import Problem, RawCable, Result, Skipped, SourceFile, read
from cable_tui.store import Codec, to_json

from .known_files import digest
from .workers import WorkerPool

LARGE = 4 * 1024 * 1024  # bytes; larger files are read in this process
_JOB_BYTES = 1024 * 1024
_JOB_FILES = 200
_FIRST_JOB = 50  # files, or cables of a large file, in the first job, for which the reader waits
_INLINE_BYTES = 4 * _JOB_BYTES  # a smaller archive is finished before other processes could start
_JOB_CABLES = 100
_SMALL_TEXT = 32 << 20  # characters; a small file that unpacks to more is read as a large one


class Entry(NamedTuple):
    """A cable ready to be stored: header as JSON, packed text, words; `end` and `position` as in RawCable."""

    id: str
    date: str
    header: str
    text: str | bytes
    columns: Columns
    position: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that could not be read, after the cable at this position in its file (0: before the first)."""

    after: int
    what: Problem | Skipped


@dataclass(slots=True)
class Part:
    """The results of one job for a file; `last` if they complete the file."""

    file: SourceFile
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    last: bool = True
    digest: str = ""
    unpacks: bool = False  # nothing was taken from it, as it unpacks to more than a job may hold


@dataclass(frozen=True, slots=True)
class Resumed:
    """A file and where to resume reading it: at byte `start`, after `before` cables."""

    file: SourceFile
    start: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class _Raws:
    """A piece of a large file, to be sent to a worker."""

    part: Part
    raws: list[RawCable]


_Job = list[SourceFile] | _Raws


def batches(
    archive: Path, files: list[Resumed], processes: int, codec: Codec, prepare: Callable[[], Codec]
) -> Iterator[list[Part]]:
    """The parts of all files in order, one job at a time.

    This process does the first job, so that there is something to read at once, and all jobs if there is little to do.
    The others are done by `processes` workers, with the codec that `prepare` returns.
    """
    large: list[SourceFile] = []
    for parts in _all(archive, files, processes, codec, prepare):
        large += [part.file for part in parts if part.unpacks]
        if left := [part for part in parts if not part.unpacks]:
            yield left
    for file in large:
        for piece in _pieces(archive, Resumed(file)):
            yield _work(archive, codec, piece)


def _all(
    archive: Path, files: list[Resumed], processes: int, codec: Codec, prepare: Callable[[], Codec]
) -> Iterator[list[Part]]:
    jobs = _jobs(archive, files)
    alone = processes < 2 or sum(resumed.file.size - resumed.start for resumed in files) < _INLINE_BYTES
    for job in jobs if alone else islice(jobs, 1):
        yield _work(archive, codec, job)
    if not alone:
        with WorkerPool[_Job, list[Part]](processes, partial(_work, archive, prepare())) as helpers:
            yield from helpers.run(jobs)


def first_file(job: object) -> str:
    """The path in the archive of the first file in a job."""
    file = job.part.file if isinstance(job, _Raws) else job[0] if isinstance(job, list) else None
    return file.path if isinstance(file, SourceFile) else ""


def _jobs(archive: Path, files: list[Resumed]) -> Iterator[_Job]:
    small: list[SourceFile] = []
    size = 0
    most = _FIRST_JOB
    for resumed in files:
        if resumed.file.size > LARGE or resumed.start:
            if small:
                yield small
                small, size, most = [], 0, _JOB_FILES
            yield from _pieces(archive, resumed)
            continue
        small.append(resumed.file)
        size += resumed.file.size
        if size > _JOB_BYTES or len(small) >= most:
            yield small
            small, size, most = [], 0, _JOB_FILES
    if small:
        yield small


def _pieces(archive: Path, resumed: Resumed) -> Iterator[_Raws]:
    """The cables of a large file, some at a time; its digest is computed meanwhile, if it has any cables.

    The digest starts after the first piece, which should not have to share the processor.
    """
    results = read(archive, resumed.file, resumed.start, resumed.before)
    position, most = resumed.before, _FIRST_JOB
    worthless = threading.Event()
    make_digest = partial(digest, archive, resumed.file, cancelled=worthless.is_set)
    whole: Future[str] | None = None
    with ThreadPoolExecutor(1) as thread:
        try:
            while True:
                found = list(islice(results, most))
                part = Part(resumed.file, last=len(found) < most)
                raws = _sort(found, part, position)
                position = raws[-1].position if raws else position
                if part.last and not position:
                    worthless.set()
                if part.last:
                    part.digest = whole.result() if whole else make_digest()
                yield _Raws(part, raws)
                if part.last:
                    return
                whole = whole or thread.submit(make_digest)
                most = _JOB_CABLES
        finally:
            worthless.set()


def _sort(found: list[Result], part: Part, position: int) -> list[RawCable]:
    """The cables among some results; adds the faults to the part."""
    raws: list[RawCable] = []
    for item in found:
        if isinstance(item, RawCable):
            raws.append(item)
            position = item.position
        else:
            part.faults.append(Fault(position, item))
    return raws


def _work(archive: Path, codec: Codec, job: _Job) -> list[Part]:
    found = [(job.part, job.raws)] if isinstance(job, _Raws) else [_read_file(archive, file) for file in job]
    entries = _entries([raw for _, raws in found for raw in raws], codec)
    for part, raws in found:
        part.entries.extend(islice(entries, len(raws)))
    return [part for part, _ in found]


def _read_file(archive: Path, file: SourceFile) -> tuple[Part, list[RawCable]]:
    part = Part(file, digest=digest(archive, file))
    found: list[Result] = []
    size = 0
    for item in read(archive, file):
        found.append(item)
        size += len(item.text) if isinstance(item, RawCable) else 0
        if size > _SMALL_TEXT:
            return Part(file, unpacks=True), []
    return part, _sort(found, part, 0)


def _entries(raws: list[RawCable], codec: Codec) -> Iterator[Entry]:
    """Packs all texts before parsing the first, so that the dictionary stays in the processor's cache."""
    packed = [codec.pack(typical(raw)) for raw in raws]
    return map(_entry, raws, packed)


def _entry(raw: RawCable, text: str | bytes) -> Entry:
    cable = parse_words(raw.text, raw.container)
    header = {**header_document(cable, spelled(raw.path), raw.position), "form": raw.form.value}
    return Entry(
        id=cable.id,
        date=header["date"],
        header=_json(header),
        text=text,
        columns=search_columns(cable, header),
        position=raw.position,
        end=raw.end,
    )


def typical(raw: RawCable) -> str:
    """A cable's document of the table `texts` as JSON; dictionaries are also trained on it."""
    return _json(text_document(raw.text, raw.container))


def _json(document: dict[str, Any]) -> str:
    """Like `to_json`, in a tenth of the time."""
    try:
        return orjson.dumps(document).decode()
    except TypeError:  # a lone surrogate, as in a file name that is not UTF-8
        return to_json(document)
