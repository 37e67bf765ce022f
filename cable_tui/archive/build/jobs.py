"""The part of a build that needs no cache: files to cables ready to be stored. It runs in as many processes as help.

Small files travel to the workers by name, many at once; a large one is read in a single place and its cables travel
as text, so that one `cables.csv` keeps all cores busy too.
"""

from __future__ import annotations

import hashlib
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
from cable_tui.sources import Problem, RawCable, Result, Skipped, SourceFile, open_file, read
from cable_tui.store import Codec, to_json

from .workers import WorkerPool

LARGE = 4 * 1024 * 1024  # bytes; larger files are read in one place
_JOB_BYTES = 1024 * 1024
_JOB_FILES = 200
_FIRST_JOB = 50  # files, or cables of a large one, of the first job, which the reader waits for
_INLINE_BYTES = 4 * _JOB_BYTES  # a smaller archive is done before other processes have started
_JOB_CABLES = 100
_DIGEST_BYTES = 1 << 20
_SMALL_TEXT = 32 << 20  # characters that a small file may unpack to; one with more is read as a large one


class Entry(NamedTuple):
    """A cable ready to be stored: header document as JSON, packed text, words; `end` and `position` as in RawCable."""

    id: str
    date: str
    header: str
    text: str | bytes
    columns: Columns
    position: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be read, behind the cable with this position in its file (0: before the first)."""

    after: int
    what: Problem | Skipped


@dataclass(slots=True)
class Part:
    """What one piece of work found in a file; `last` when nothing of the file is left."""

    file: SourceFile
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    last: bool = True
    digest: str = ""
    unpacks: bool = False  # nothing was taken from it, since it unpacks to more than one piece of work may hold


@dataclass(frozen=True, slots=True)
class Resumed:
    """Where the reading of a large file is taken up again."""

    file: SourceFile
    start: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class _Raws:
    """A piece of a large file on its way to a worker."""

    part: Part
    raws: list[RawCable]


_Job = list[SourceFile] | _Raws


def batches(
    archive: Path, files: list[Resumed], processes: int, codec: Codec, prepare: Callable[[], Codec]
) -> Iterator[list[Part]]:
    """The parts of all files in their order, a job at a time.

    This process does the first job, so that there is something to read at once, and all of them where there is
    little to do. Then as many as `processes` help, with the codec that `prepare` returns.
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
    """The path in the archive of the first file that a piece of work is about."""
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
    """The cables of a large file, some at a time; its digest is made meanwhile, unless it holds no cable.

    The digest begins behind the first cables, which have the processors for themselves.
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
    """The cables of what was found; the faults between them go to the part."""
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
    """All texts are packed before the first is parsed: the dictionary then stays in the processor's cache."""
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
    """A cable's document of the table `texts` as JSON, which is also what a dictionary is trained on."""
    return _json(text_document(raw.text, raw.container))


def _json(document: dict[str, Any]) -> str:
    """As `to_json`, in a tenth of the time."""
    try:
        return orjson.dumps(document).decode()
    except TypeError:  # a lone surrogate, as in a file name that is not UTF-8
        return to_json(document)


def digest(
    archive: Path, file: SourceFile, size: int | None = None, cancelled: Callable[[], bool] = lambda: False
) -> str:
    """The digest of a file's first `size` bytes (all that `scan` saw), '' where it cannot be read or is shorter.

    The sources then report it. '' also where nobody wants it any more.
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
