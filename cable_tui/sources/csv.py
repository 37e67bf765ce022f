r"""The `cables.csv` of the Cablegate release: one row for each cable, read as a stream.

Eight columns: row number, date, id, origin, classification, references, header, body. No header row. Fields
stand in quotes and may hold line ends; `\"` and `\\` are escapes as in COPY of PostgreSQL (ESCAPE '\'): a
backslash before anything else is only a backslash. Files written anew with doubled quotes are read as well.
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
"""A row with more is damaged; without an end to them, a file of commas would fill the memory."""

_BARE = re.compile(rb'[^",\r\n]*+')
_QUOTE, _BACKSLASH = b'"\\'
_ESCAPED = re.compile(rb'\\(["\\])|"(")')
# What only the beginning of a row looks like; after a backslash it is quoted in a text.
_DATE = rb"\d{1,2}/\d{1,2}/\d{4}\b[^\",\n]{0,12}"
_ROW_START = re.compile(rb'(?<!\\)"\d+","%b","\d\d|^"?\d+"?,"?%b"?,"?\d\d' % (_DATE, _DATE), re.M)
_YEAR = re.compile(rb"/\d{1,2}/\d{4}\b")
"""What each beginning of a row has in it, found fifty times as fast as the whole."""
LONGEST_START = 64
"""Bytes that such a beginning has at most, on either side of what `_YEAR` finds."""
_LINE_ENDS = re.compile(rb"[\r\n]*+")


def read(stream: Stream, path: str, start: int, before: int, resumable: bool) -> Iterator[RawCable | Problem]:
    """The cables of the rows from byte `start` on, the first being row `before` + 1.

    `end` of each cable is where its row ends, if `resumable`. A row that is damaged or has another number of
    columns is a `Problem` that names it; reading goes on at the next row.
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
    """True for a row of column names, which somebody put on top: neither its date nor its id has a digit."""
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
        """Go to the next byte that is no line end; False where there is none."""
        while True:
            if ends := _LINE_ENDS.match(self._data, self._place):
                self._place = ends.end()
            if self._place < len(self._data):
                return True
            if not self._more():
                return False

    def _row(self) -> list[bytes] | None:
        """Take one row; None where it is damaged, cut off or longer than `MAX_TEXT`."""
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
        """Go to what can only be the beginning of a row, however it is placed, or to the end."""
        self._place += 1
        while (found := _row_start(self._data, self._place)) is None:
            self._place = max(self._place, len(self._data) - LONGEST_START)
            if not self._more():
                self._place = len(self._data)
                return
        self._place = found

    def _more(self) -> bool:
        """Move the window to where reading is and double it, so that a long row is not searched too often."""
        self._data = self._data[self._place :]
        self._offset += self._place
        self._place = 0
        more = self._stream.take(max(CHUNK, len(self._data)))
        self._data += more
        return bool(more)


def _row_start(data: bytes, place: int) -> int | None:
    """Where the first row begins at or behind `place`, None where none does."""
    for year in _YEAR.finditer(data, place):
        nearby = max(place, year.start() - LONGEST_START), year.end() + LONGEST_START
        if found := _ROW_START.search(data, *nearby):
            return found.start()
    return None


def _parse(data: bytes, place: int) -> tuple[list[bytes] | None, int]:
    """The fields from `place` on, as they stand there, and where they end.

    No fields and the end of the data where more are needed to tell.
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
    """Where the quote is that closes the field whose text begins at `place`; -1 where it is not in the data.

    Bytes are looked for instead of a pattern matched, which takes a tenth of the time.
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
