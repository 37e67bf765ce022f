"""JSON Lines and JSON lists of objects, such as this program's own export, read one record at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import orjson

from cable_tui.sources.counted import Counted, Outcome, of_record
from cable_tui.sources.raw import Form, Result
from cable_tui.sources.records import cable_of
from cable_tui.sources.stream import CHUNK, Stream

MAX_RECORD = 16 << 20
"""The longest record, in bytes: a cable's text and its paragraphs, with escapes."""

_GAP = re.compile(rb"[\s,\[\]\x1e]*+")
_SIGN = re.compile(rb'["{}\[\]]')
_STRING_END = re.compile(rb'(?:[^"\\]++|\\.)*+"', re.S)
_DEEPEST = 8  # objects around a record
_OPENS, _CLOSES = frozenset(b"{["), frozenset(b"}]")


def read(stream: Stream, path: str) -> Iterator[Result]:
    """The cables of a file of objects; `Problem` for each damaged record, and `Skipped` if none is a cable."""
    return Counted(path).results(_outcomes(stream, path))


def _outcomes(stream: Stream, path: str) -> Iterator[Outcome]:
    window = _Window(stream)
    by_lines = window.first_line_is_whole()
    number = 0
    for data in window.lines() if by_lines else window.objects():
        number += 1
        if data is None:
            yield f"record {number} is longer than {MAX_RECORD >> 20} MB or cut off"
            continue
        try:
            value = orjson.loads(data)
        except (orjson.JSONDecodeError, RecursionError):
            yield f"record {number} is not valid JSON"
            continue
        for fields in _objects(value):
            found = cable_of(fields, path, number, Form.JSON)
            yield of_record(f"record {number}", found)
            number += fields is not value
        del value


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The object itself, or the records it wraps: `{"cables": [...]}`, `{"_source": {...}}`."""
    if not isinstance(value, dict):
        return
    lists = [item for item in value.values() if isinstance(item, list) and item and isinstance(item[0], dict)]
    if "paragraphs" in value or isinstance(value.get("text", value.get("body")), str) or depth > _DEEPEST:
        yield value
    elif lists:
        for item in (item for items in lists for item in items):
            yield from _objects(item, depth + 1)
    else:
        yield from _wrapped(value, depth) or [value]


def _wrapped(value: dict[str, Any], depth: int) -> list[dict[str, Any]]:
    """The records with a text of several lines among the fields of an object that has none itself."""
    if any(isinstance(item, str) and "\n" in item for item in value.values()):
        return []
    found = [fields for item in value.values() for fields in _objects(item, depth + 1)]
    has_text = any(isinstance(text, str) and "\n" in text for fields in found for text in fields.values())
    return found if has_text else []


class _Window:
    """A window on a stream that grows to hold the current record."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._data = b""
        self._place = 0
        self._ended = False

    def first_line_is_whole(self) -> bool:
        """Whether the first line is one object, as in JSON Lines; if not, records end at their brackets."""
        while b"\n" not in self._data.lstrip() and not self._ended and len(self._data) <= MAX_RECORD:
            self._more()
        line = self._data.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0].strip()
        is_too_long = len(line) > MAX_RECORD
        return line.startswith(b"{") and (line.endswith(b"}") or is_too_long)

    def objects(self) -> Iterator[bytes | None]:
        """Each object at the top level or in a list there; None, as the last, for one too long or without an end."""
        while self._at_object():
            end = self._end()
            if end is None:
                yield None
                return
            yield self._data[self._place : end]
            self._place = end

    def lines(self) -> Iterator[bytes | None]:
        """Each non-empty line; None for one that is too long, whose rest is skipped."""
        while self._place < len(self._data) or not self._ended:
            end = self._data.find(b"\n", self._place)
            if end < 0 and not self._ended and len(self._data) - self._place <= MAX_RECORD:
                self._more()
                continue
            too_long = (len(self._data) if end < 0 else end) - self._place > MAX_RECORD
            if too_long and end < 0:
                self._skip_line()
            line = None if too_long else self._data[self._place : len(self._data) if end < 0 else end]
            if end >= 0 or not too_long:
                self._place = len(self._data) if end < 0 else end + 1
            if line is None or line.strip(b"\xef\xbb\xbf \t\r\x1e"):
                yield line.strip(b"\xef\xbb\xbf \t\r\x1e") if line is not None else None

    def _skip_line(self) -> None:
        while not self._ended and b"\n" not in self._data:
            self._place = len(self._data)
            self._more()
        self._place = self._data.find(b"\n") + 1 or len(self._data)

    def _at_object(self) -> bool:
        """Go to the next object, skipping everything between."""
        while True:
            gap = _GAP.match(self._data, self._place)
            self._place = gap.end() if gap else self._place
            found = self._data.find(b"{", self._place)
            if found >= 0:
                self._place = found
                return True
            self._place = len(self._data)
            if not self._more():
                return False

    def _end(self) -> int | None:
        """The end of the object that begins here; None if it is too long or cut off."""
        depth, place = 0, self._place
        while True:
            sign = _SIGN.search(self._data, place)
            if sign is None:
                offset = self._far(len(self._data))
            else:
                code = self._data[sign.start()]
                if code in _OPENS:
                    depth += 1
                elif code in _CLOSES:
                    depth -= 1
                elif closing := _STRING_END.match(self._data, sign.end()):
                    place = closing.end()
                    continue
                else:
                    offset = self._far(sign.start())
                    if offset is None:
                        return None
                    place = offset
                    continue
                place = sign.end()
                if depth == 0:
                    return place
                continue
            if offset is None:
                return None
            place = offset

    def _far(self, place: int) -> int | None:
        """The same place after reading more; None at the end of the data, or if the record is too long."""
        if len(self._data) - self._place > MAX_RECORD:
            return None
        before = self._place
        return place - before if self._more() else None

    def _more(self) -> bool:
        """Move the window to the current place and double it, so that a long record is not searched repeatedly."""
        self._data = self._data[self._place :]
        self._place = 0
        more = self._stream.take(max(CHUNK, len(self._data)))
        self._data += more
        self._ended = not more
        return bool(more)
