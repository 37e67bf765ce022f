"""XML with an element for each message, its text in `msgtext` or the like; read as a stream, without entities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from cable_tui.sources.counted import Counted, Outcome, of_record
from cable_tui.sources.raw import Form, Result
from cable_tui.sources.records import MAX_FIELDS, cable_of
from cable_tui.sources.stream import CHUNK, MAX_TEXT, Stream

MAX_DEPTH = 100
MAX_CHARACTERS = 2 * MAX_TEXT
"""The most characters in all fields of a message."""

_TEXTS = frozenset("msgtext messagetext body text content fulltext cabletext rawtext".split())
_LINES = frozenset("p br para line l div lb tr li".split())
_UTF16 = re.compile(rb"<\?xml[^>]{0,80}encoding=[\"']utf-?16", re.I)


class _Refused(Exception):
    """Stops reading a file; the message is the second half of a sentence."""


def read(stream: Stream, path: str) -> Iterator[Result]:
    """The cables of a file; `Problem` after the last one if it is not well-formed or declares entities."""
    return Counted(path).results(_Messages(path).outcomes(stream))


@dataclass(slots=True)
class _Element:
    """An open element: its name, its fields, its own characters, and the number of characters in all its fields."""

    name: str
    fields: dict[str, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    size: int = 0
    has_cable: bool = False

    def add(self, name: str, value: str) -> None:
        """Adds a field; ignores repeated names, and fields beyond the limit of a record."""
        if len(self.fields) <= MAX_FIELDS and value.strip() and name not in self.fields:
            self.fields[name] = value
            self.size += len(value)


class _Messages:
    """One pass over a file."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._open: list[_Element] = []
        self._in_text = 0
        self._number = 0
        self._ready: list[Outcome] = []

    def outcomes(self, stream: Stream) -> Iterator[Outcome]:
        """A cable, a fault, or '' for each element that may be a message."""
        parser = self._parser("utf-8" if _UTF16.search(stream.head()) else None)
        try:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
                yield from self._taken()
            if not stream.failure:
                parser.Parse(b"", True)
        except _Refused as reason:
            self._ready.append(str(reason))
        except (expat.ExpatError, ValueError, LookupError) as error:
            self._ready.append(f"the XML is damaged after message {self._number} ({error})")
        yield from self._taken()

    def _taken(self) -> Iterator[Outcome]:
        ready, self._ready = self._ready, []
        return iter(ready)

    def _parser(self, encoding: str | None) -> expat.XMLParserType:
        parser = expat.ParserCreate(encoding)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = _refuse
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise _Refused(f"elements are nested more than {MAX_DEPTH} deep")
        element = _Element(_local(name))
        for key, value in attributes.items():
            element.add(_local(key), value)
        self._open.append(element)
        self._in_text += len(self._open) > 1 and (self._in_text > 0 or element.name in _TEXTS)

    def _characters(self, data: str) -> None:
        target = self._open[len(self._open) - self._in_text] if self._in_text else self._open[-1]
        target.size += len(data)
        if target.size <= MAX_CHARACTERS and len(self._open) > 1:
            target.text.append(data)

    def _end(self, _: str) -> None:
        element = self._open.pop()
        if not self._open:
            return
        if self._in_text > 1:  # markup within a text
            self._in_text -= 1
            if element.name in _LINES:
                self._characters("\n")
            return
        self._in_text = 0
        if element.fields and element.name not in _TEXTS:
            self._close(element)
        else:
            self._give(element, "".join(element.text))

    def _give(self, element: _Element, text: str) -> None:
        """Adds an element without children as a field of its parent."""
        parent = self._open[-1]
        if len(self._open) > 1 or element.name in _TEXTS:
            for name, value in element.fields.items():
                parent.add(name, value)
            parent.add(element.name, text)
            parent.size = max(parent.size, element.size)

    def _close(self, element: _Element) -> None:
        """Ends an element with fields, which is a message or a part of its parent."""
        parent = self._open[-1]
        if element.has_cable:
            parent.has_cable = True
            return
        if element.size > MAX_CHARACTERS:
            self._number += 1
            self._ready.append(f"message {self._number} is longer than {MAX_CHARACTERS >> 20} MB")
            return
        if "".join(element.text).strip():
            element.add(element.name, "".join(element.text))
        found = cable_of(element.fields, self._path, self._number + 1, Form.XML) if _has_text(element) else ""
        if found or len(self._open) == 1:
            self._number += 1
            parent.has_cable = bool(found)
            self._ready.append(of_record(f"message {self._number}", found))
            return
        for name, value in element.fields.items():
            parent.add(name, value)
        parent.size = max(parent.size, element.size)


def _has_text(element: _Element) -> bool:
    return not _TEXTS.isdisjoint(element.fields) or "locator" in element.fields


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()[:80]


def _refuse(*_: object) -> None:
    raise _Refused("it declares entities, which are not supported")
