"""Reads the raw cables of one file of the archive, whatever its form and packing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from cable_tui.sources import csv, html, json, mail, sqldump, sqlite, text, xml
from cable_tui.sources.detect import form_of, utf16
from cable_tui.sources.folder import open_file
from cable_tui.sources.packed import MAX_UNPACKED, Budget, Packing, members, packing_of, unpacked
from cable_tui.sources.raw import Form, Problem, RawCable, Result, Skipped, SourceFile
from cable_tui.sources.stream import Stream, Transcoded, reason

MAX_DEPTH = 2
"""The most levels of packing: a page in a .zip in a .zip is read."""
MAX_FAULTS = 10_000
"""The most unreadable parts of a file (rows, members) that are named; further ones are counted."""

_RECORDS = {Form.JSON: json.read, Form.SQL: sqldump.read, Form.XML: xml.read}


def read(archive: Path, file: SourceFile, start: int = 0, before: int = 0) -> Iterator[Result]:
    """The cables of a file found by `scan`; unreadable parts are returned as `Problem`, never raised.

    To resume, pass the `end` of the last known cable as `start` and its `position` as `before`; forms that cannot
    resume (the `end` of their cables is None) are read from the beginning.
    """
    try:
        opened = open_file(archive, file)
    except (OSError, ValueError) as error:
        yield Problem(file.path, reason(error))
        return
    with opened:
        size = os.fstat(opened.fileno()).st_size
        if size > MAX_UNPACKED:
            yield Problem(file.path, f"larger than {MAX_UNPACKED >> 30} GB")
            return
        found = _Reading(Budget(size), start, before).contents(Stream(opened, size), file.path)
        yield from _named(found, file.path)


def _named(found: Iterator[Result], path: str) -> Iterator[Result]:
    """The results with only the first faults of a file; a file of nothing else would fill the cache."""
    faults = 0
    for result in found:
        faults += not isinstance(result, RawCable)
        if faults <= MAX_FAULTS or isinstance(result, RawCable):
            yield result
    if faults > MAX_FAULTS:
        yield Problem(path, f"{faults - MAX_FAULTS:,} more of its parts hold no cable or cannot be read")


class _Reading:
    """One pass over one file: its budget for unpacking, and where reading starts."""

    def __init__(self, budget: Budget, start: int, before: int) -> None:
        self._budget = budget
        self._start = start
        self._before = before
        self._resumable = True

    def contents(self, stream: Stream, path: str, depth: int = 0) -> Iterator[Result]:
        """The cables of a stream, unpacked `depth` times already, which may be packed again."""
        packing = packing_of(stream.head())
        if packing is None:
            yield from self._plain(stream, path, depth)
        elif packing is Packing.FOREIGN:
            yield Skipped(path, "packed in an unsupported way; unpack it first")
        elif depth == MAX_DEPTH:
            yield Problem(path, f"packed more than {MAX_DEPTH} times; unpack it first")
        elif packing is Packing.ZIP:
            yield from self._members(stream, path, depth)
        else:
            yield from self.contents(unpacked(stream, packing, self._budget), path, depth + 1)

    def _members(self, stream: Stream, path: str, depth: int) -> Iterator[Result]:
        self._from_the_beginning()
        for name, member in members(stream, self._budget):
            inner = f"{path}!{name}" if name else path
            if isinstance(member, str):
                yield Problem(inner, member)
            else:
                yield from self.contents(member, inner, depth + 1)

    def _plain(self, stream: Stream, path: str, depth: int) -> Iterator[Result]:
        if stream.head().startswith(sqlite.MAGIC):
            yield from sqlite.read(stream, path)
            return
        encoding = utf16(stream.head())
        if encoding:
            stream = Transcoded(stream, encoding)
            self._from_the_beginning()
        head = stream.head()
        if head or not stream.failure:
            yield from self._cables(stream, path, form_of(text.decode(head)), depth)
        if stream.failure:
            yield Problem(path, stream.failure)

    def _cables(self, stream: Stream, path: str, form: Form, depth: int) -> Iterator[Result]:
        if form is Form.CSV:
            return csv.read(stream, path, self._start, self._before, self._resumable)
        if form is Form.PAGE:
            return html.read(stream, path)
        if form in _RECORDS:
            return _RECORDS[form](stream, path)
        if form is Form.MAIL:
            return self._mail(stream, path, depth)
        return text.read(stream, path)

    def _mail(self, stream: Stream, path: str, depth: int) -> Iterator[Result]:
        """The texts and attachments of mails, each read like a file."""
        self._from_the_beginning()
        if depth > MAX_DEPTH:
            yield Problem(path, f"mails and packed files are nested more than {MAX_DEPTH} deep")
            return
        yield from mail.read(stream, path, lambda part, place: self.contents(part, place, depth + 1))

    def _from_the_beginning(self) -> None:
        """Removes offsets, which are meaningless if the stream is not the file itself."""
        self._start = self._before = 0
        self._resumable = False
