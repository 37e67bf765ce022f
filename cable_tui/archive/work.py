"""The part of a build that needs no cache: files to cables ready to be stored. It runs in as many processes as help.

Small files travel to the workers by name, many at once; a large one is read in a single place and its cables travel
as text, so that one `cables.csv` keeps all cores busy too.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from cable_tui.cables import parse
from cable_tui.cables.codec import encode
from cable_tui.sources import Problem, RawCable, Skipped, SourceFile, read
from cable_tui.store import Codec

from .documents import header_document

LARGE = 4 * 1024 * 1024  # bytes; larger files are read in one place
_JOB_BYTES = 2 * 1024 * 1024
_JOB_FILES = 200
_JOB_CABLES = 100
_INLINE_BYTES = 2 * _JOB_BYTES  # a smaller archive is done before other processes have started


@dataclass(frozen=True, slots=True)
class Entry:
    """A cable ready to be stored: its header document and its packed text; `end` and `position` as in RawCable."""

    id: str
    header: dict[str, Any]
    text: str | bytes
    position: int
    end: int | None


@dataclass(slots=True)
class Part:
    """What one piece of work found in a file; `last` when nothing of the file is left."""

    file: SourceFile
    entries: list[Entry] = field(default_factory=list)
    faults: list[Problem | Skipped] = field(default_factory=list)
    last: bool = True
    digest: str = ""


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


def batches(archive: Path, files: list[Resumed], codec: Codec, processes: int) -> Iterator[list[Part]]:
    """The parts of all files in their order, a batch at a time, made by this many processes.

    Where there is little to do this process does it alone.
    """
    if processes < 2 or sum(resumed.file.size for resumed in files) < _INLINE_BYTES:
        for job in _jobs(archive, files):
            yield _work(archive, job, codec)
        return
    with ProcessPoolExecutor(processes, initializer=_end_with_parent, initargs=(os.getpid(),)) as pool:
        waiting: deque[Future[list[Part]]] = deque()
        try:
            for job in _jobs(archive, files):
                waiting.append(pool.submit(_work, archive, job, codec))
                if len(waiting) > 2 * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _end_with_parent(parent: int) -> None:
    """A worker whose builder was killed ends too, instead of waiting for work for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _jobs(archive: Path, files: list[Resumed]) -> Iterator[_Job]:
    small: list[SourceFile] = []
    size = 0
    for resumed in files:
        if resumed.file.size > LARGE or resumed.start:
            if small:
                yield small
                small, size = [], 0
            yield from _pieces(archive, resumed)
            continue
        small.append(resumed.file)
        size += resumed.file.size
        if size > _JOB_BYTES or len(small) >= _JOB_FILES:
            yield small
            small, size = [], 0
    if small:
        yield small


def _pieces(archive: Path, resumed: Resumed) -> Iterator[_Raws]:
    """The cables of a large file, some at a time."""
    results = read(archive, resumed.file, resumed.start, resumed.before)
    part = Part(resumed.file, digest=digest(archive, resumed.file))
    while True:
        found = list(islice(results, _JOB_CABLES))
        faults = [item for item in found if not isinstance(item, RawCable)]
        raws = [item for item in found if isinstance(item, RawCable)]
        last = len(found) < _JOB_CABLES
        yield _Raws(Part(part.file, [], faults, last, part.digest), raws)
        if last:
            return


def _work(archive: Path, job: _Job, codec: Codec) -> list[Part]:
    if isinstance(job, _Raws):
        job.part.entries.extend(_entry(raw, codec) for raw in job.raws)
        return [job.part]
    return [_read_file(archive, file, codec) for file in job]


def _read_file(archive: Path, file: SourceFile, codec: Codec) -> Part:
    part = Part(file, digest=digest(archive, file))
    for item in read(archive, file):
        if isinstance(item, RawCable):
            part.entries.append(_entry(item, codec))
        else:
            part.faults.append(item)
    return part


def _entry(raw: RawCable, codec: Codec) -> Entry:
    cable = parse(raw.text, raw.container)
    header = {**header_document(cable, raw.path, raw.position), "form": raw.form.value}
    text = json.dumps(encode(cable), separators=(",", ":"))
    return Entry(cable.id, header, codec.pack(text), raw.position, raw.end)


def digest(archive: Path, file: SourceFile) -> str:
    """The digest of a file's bytes, '' where it cannot be read (which the sources then report)."""
    path = archive if archive.is_file() else archive / file.path
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
    except OSError:
        return ""
