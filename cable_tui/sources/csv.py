r"""The `cables.csv` of the Cablegate release: one row for each cable, read as a stream.

Eight columns: row number, date, id, origin, classification, references, header, body. No header row. Fields
are quoted and may contain line ends; `\"` and `\\` are escapes as in COPY of PostgreSQL (ESCAPE '\'), and a
backslash before anything else is literal. Files rewritten with doubled quotes are read too.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from cable_tui.cables.model import Container
from cable_tui.sources.day import calendar_day
from cable_tui.sources.raw import Form, Problem, RawCable
from cable_tui.sources.stream import CHUNK, MAX_TEXT, Stream
from cable_tui.sources.text import decode, joined

COLUMNS = 8
MAX_COLUMNS = 50
"""A row with more is damaged; without a limit, a file of commas would fill the memory."""

_BARE = re.compile(rb'[^",\r\n]*+')
_QUOTE, _BACKSLASH = b'"\\'
_ESCAPED = re.compile(rb'\\(["\\])|"(")')
# Matches only the beginning of a row; after a backslash it is part of a quoted text.
_DATE = rb"\d{1,2}/\d{1,2}/\d{4}\b[^\",\n]{0,12}"
_ROW_START = re.compile(rb'(?<!\\)"\d+","%b","\d\d|^"?\d+"?,"?%b"?,"?\d\d' % (_DATE, _DATE), re.M)
_YEAR = re.compile(rb"/\d{1,2}/\d{4}\b")
"""A part of every beginning of a row, found fifty times as fast as the whole."""
LONGEST_START = 64
"""The most bytes that such a beginning has on either side of a match of `_YEAR`."""
_LINE_ENDS = re.compile(rb"[\r\n]*+")


def read(stream: Stream, path: str, start: int, before: int, resumable: bool) -> Iterator[RawCable | Problem]:
    """The cables of the rows from byte `start`; the first is row `before` + 1.

    If `resumable`, `end` of each cable is where its row ends. A row that is damaged or has the wrong number of columns
    is a `Problem` that names it; reading continues with the next row.
    """
    if not start and stream.head().startswith(codecs.BOM_UTF8):
        start = len(codecs.BOM_UTF8)
    stream.skip(start)
    number = before
    rows = _Rows(stream, start)
    for end, row in rows:
        if number == 0 and row is not None and _is_title(row):
            continue
        number += 1
        if row is None:
            yield Problem(path, f"row {number} is damaged or cut off")
        elif len(row) != COLUMNS:
            rows.find_next()
            yield Problem(path, f"row {number} has {len(row)} columns instead of {COLUMNS}")
        else:
            yield _cable(row, path, number, end if resumable else None)


def _cable(row: list[bytes], path: str, number: int, end: int | None) -> RawCable:
    _, day, identity, origin, classification, _, header, body = (decode(field) for field in row)
    container = Container(
        id=identity.strip(),
        date=calendar_day(day),
        classification=classification.strip(),
        origin=origin.strip(),
    )
    return RawCable(joined(header, body), path, number, Form.CSV, container, end)


def _is_title(row: list[bytes]) -> bool:
    """Whether a row has added column names: neither its date nor its id has a digit."""
    return len(row) > 2 and all(row[1:3]) and not re.search(rb"\d", row[1] + row[2])


class _Rows:
    """The rows of a stream through a window that holds one row and a little more."""

    def __init__(self, stream: Stream, offset: int) -> None:
        self._stream = stream
        self._offset = offset
        self._data = b""
        self._place = 0

    def __iter__(self) -> Iterator[tuple[int, list[bytes] | None]]:
        """Each row with the offset in the stream where it ends; None for a damaged one."""
        while self._at_row():
            fields = self._row()
            if fields is None:
                self.find_next()
            yield self._offset + self._place, fields

    def _at_row(self) -> bool:
        """Skip line ends; False at the end of the data."""
        while True:
            if ends := _LINE_ENDS.match(self._data, self._place):
                self._place = ends.end()
            if self._place < len(self._data):
                return True
            if not self._more():
                return False

    def _row(self) -> list[bytes] | None:
        """Take one row; None if it is damaged, cut off or longer than `MAX_TEXT`."""
        fields, end = _parse(self._data, self._place)
        while end == len(self._data):
            if end - self._place > MAX_TEXT:
                return None
            if not self._more():
                end = len(self._data)
                break
            fields, end = _parse(self._data, self._place)
        if fields is None or self._data[end : end + 1] not in (b"", b"\n", b"\r"):
            return None
        self._place = end
        return [_value(field) for field in fields]

    def find_next(self) -> None:
        """Go to the next certain beginning of a row, or to the end."""
        self._place += 1
        while (found := _row_start(self._data, self._place)) is None:
            self._place = max(self._place, len(self._data) - LONGEST_START)
            if not self._more():
                self._place = len(self._data)
                return
        self._place = found

    def _more(self) -> bool:
        """Move the window to the current place and double it, so that a long row is not searched repeatedly."""
        self._data = self._data[self._place :]
        self._offset += self._place
        self._place = 0
        more = self._stream.take(max(CHUNK, len(self._data)))
        self._data += more
        return bool(more)


def _row_start(data: bytes, place: int) -> int | None:
    """Where the first row at or after `place` begins, None if none does."""
    for year in _YEAR.finditer(data, place):
        nearby = max(place, year.start() - LONGEST_START), year.end() + LONGEST_START
        if found := _ROW_START.search(data, *nearby):
            return found.start()
    return None


def _parse(data: bytes, place: int) -> tuple[list[bytes] | None, int]:
    """The raw fields from `place` on, and where they end.

    No fields and the end of the data if more data are needed.
    """
    fields = []
    while True:
        if data.startswith(b'"', place):
            if (end := _closing(data, place + 1)) < 0:
                return None, len(data)
            fields.append(data[place + 1 : end])
            place = end + 1
        else:
            bare = _BARE.match(data, place)
            assert bare is not None  # the pattern matches nothing at all too
            fields.append(bare[0])
            place = bare.end()
        if data[place : place + 1] != b"," or len(fields) == MAX_COLUMNS:
            return fields, place
        place += 1


def _closing(data: bytes, place: int) -> int:
    """The place of the quote that closes the field whose text begins at `place`; -1 if it is not in the data.

    Searching for bytes takes a tenth of the time of a pattern.
    """
    quote = data.find(b'"', place)
    while quote >= 0:
        before = quote
        while before > place and data[before - 1] == _BACKSLASH:
            before -= 1
        if (quote - before) % 2:
            place = quote + 1
        elif quote + 1 < len(data) and data[quote + 1] == _QUOTE:
            place = quote + 2
        else:
            return quote
        quote = data.find(b'"', place)
    return -1


def _value(field: bytes) -> bytes:
    if b"\\" not in field and b'"' not in field:  # each looked for in a moment, unlike two characters
        return field
    if b"\\\\" in field or b'""' in field:
        return _ESCAPED.sub(rb"\1\2", field)
    return field.replace(b'\\"', b'"')
