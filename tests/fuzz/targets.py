"""What is tried, and what has to hold for it whatever the input."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from test_properties import CANONICAL, LABELS, is_told, strings, without_line_ends, words

from cable_tui.cables import Cable, parse
from cable_tui.cables.codec import decode, encode
from cable_tui.sources import Form, Problem, RawCable, Skipped, SourceFile, read, scan
from cable_tui.sources.detect import form_of
from cable_tui.sources.packed import packing_of
from cable_tui.sources.stream import HEAD
from cable_tui.sources.text import decode as text_of
from cable_tui.sources.text import decoded

from . import seeds
from .trying import FLOOR, Broken

Result = RawCable | Problem | Skipped


@dataclass(frozen=True)
class Target:
    """A part of the program with what it is tried on; `check` raises what is wrong with an input.

    `floor` are the seconds that any input may take.
    """

    name: str
    says: str
    invented: Callable[[], Sequence[str] | Sequence[bytes]]
    real: Callable[[], Sequence[str] | Sequence[bytes]]
    dictionary: Sequence[str]
    check: Callable[[bytes], None]
    floor: float = FLOOR


# --- the parser


def as_text(data: bytes) -> str:
    """The text that a case stands for: any string, lone surrogates as well."""
    return data.decode("utf-8", "surrogatepass")


def check_parse(data: bytes) -> None:
    """It is read, is what its text says, as wrapped too, survives JSON, and no word of it is lost."""
    text = as_text(data)
    read = parse(text)
    if read.text != text:
        raise Broken("the text is another")
    if parse(read.text) != read:
        raise Broken("the text parsed again is another cable")
    if without_line_ends(parse(text, wrapped=True)) != without_line_ends(read):
        raise Broken("as wrapped it is another cable")
    if decode(Cable, json.loads(json.dumps(encode(read)))) != read:
        raise Broken("JSON makes another cable of it")
    if lost := lost_words(text, read):
        raise Broken("words are in no field", " ".join(lost))


#: What is taken out of a text, within a word as well.
_UNSEEN = dict.fromkeys(map(ord, "\0\ufeff\u200b¶"))
MISSPELT = frozenset(
    label[:at] + label[at + 1 :] for label in LABELS | {"priority"} if len(label) > 3 for at in range(len(label))
)
_KNOWN = re.compile(
    r"(?<!\w)(?:(?:[A-Z][a-z]{2} ?){2}\d\d ?)?\d\d:\d\d:\d\d ?[+-]?\w*|(?<!\w)(?:MRN: *|SECTION +)\d+(?!\w)"
)
_LEVELS = ("unclas", "confidential", "secret")


def lost_words(text: str, read: Cable) -> list[str]:
    """The words of a text that are in no field of its cable.

    Of a catalogue's date the day is kept, without its hour; of two names of a cable one is. A pilcrow is no part of
    a word, and labels may be misspelt.
    """
    all_told = " ".join(strings(read))
    told = words(all_told) | CANONICAL | MISSPELT
    told |= {str(block.number)[1:] for block in read.paragraphs} | set(map(str, range(1, read.sections + 1)))
    told |= {f"{section:02}" for section in range(1, min(99, read.sections) + 1)}
    told |= words(_plain_digits(all_told))
    seen = _plain_digits(_KNOWN.sub(" ", text.translate(_UNSEEN)))
    return [
        word for word in sorted(words(seen)) if not (is_told(word, told) or any(level in word for level in _LEVELS))
    ]


def _plain_digits(text: str) -> str:
    """The same with the digits of other scripts as those that a number is told in."""
    return text if text.isascii() else "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


# --- the sources


def results(data: bytes, start: int = 0, before: int = 0) -> list[Result]:
    """What reading a file with these contents gives."""
    file = _folder() / "file"
    file.write_bytes(data)
    (found,) = scan(file)
    assert isinstance(found, SourceFile)
    return list(read(file, found, start, before))


def check_source(data: bytes) -> None:
    """It is read or named with a reason; the same when packed; its cables can be parsed, its text is all there."""
    found = results(data)
    for item in found:
        _check_result(item)
    if packing_of(data) is None:
        if not found:
            raise Broken("nothing is said of a file")
        _same(found, results(gzip.compress(data, 1)), "packed it reads otherwise")
        _check_whole(data, found)
        _check_resumed(data, found)
        _check_utf16(data, found)


def _check_result(item: Result) -> None:
    if isinstance(item, RawCable):
        if "\r" in item.text:
            raise Broken("a carriage return is left")
        parse(item.text, item.container)
        item.text.encode()
    elif not item.reason or not str(item).isprintable():
        raise Broken("a reason that cannot be shown")


def _same(found: list[Result], other: list[Result], what: str) -> None:
    if [_told(item) for item in found] != [_told(item) for item in other]:
        raise Broken(what)


def _told(item: Result) -> object:
    if isinstance(item, RawCable):
        return item.text, item.position, item.form, item.container
    return type(item), item.reason


_IN_OTHERS = {Form.CSV, Form.PAGE, Form.JSON, Form.SQLITE, Form.SQL, Form.XML, Form.MAIL}
"""Forms in which a cable is only a part of the file, or its text is written otherwise."""


def _check_whole(data: bytes, found: list[Result]) -> None:
    """The cables of a text are the text, where nothing else is in it."""
    cables = [item for item in found if isinstance(item, RawCable)]
    if form_of(text_of(data[:HEAD])) is Form.MAIL:
        return
    if len(cables) < len(found) or any(item.form in _IN_OTHERS for item in cables):
        return
    if b"\0" not in data and "".join(item.text for item in cables) != "".join(decoded([data])):
        raise Broken("text of a file is in no cable")


def _check_resumed(data: bytes, found: list[Result]) -> None:
    """Reading that is taken up again finds what is left."""
    for place, item in list(enumerate(found))[:: max(1, len(found) // 3)]:
        if isinstance(item, RawCable) and item.end is not None:
            _same(found[place + 1 :], results(data, item.end, item.position), "taken up again it reads otherwise")


def _check_utf16(data: bytes, found: list[Result]) -> None:
    """The same text in UTF-16 is the same."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    if text and "\0" not in text and "\ufeff" not in text:
        _same(found, results(text.encode("utf-16")), "in UTF-16 it reads otherwise")


_made: list[TemporaryDirectory[str]] = []


def _folder() -> Path:
    if not _made:
        _made.append(TemporaryDirectory(prefix="fuzz"))
    return Path(_made[0].name)


_SOURCES = "never raises; all text is in cables or named; the same packed, in UTF-16 and taken up again"

_RECORDS = "never raises; read, or named with a reason; the same packed"
_OF_PACKED = "never raises; read, or named with a reason"
UNPACKING = 10.0  # seconds: a few bytes may unpack to 64 MB
_WORDS = seeds.DICTIONARY[:20]


def _none() -> Sequence[bytes]:
    return []


TARGETS = {
    target.name: target
    for target in (
        Target(
            "parse",
            "never raises; no word is lost; the same again and through JSON",
            seeds.texts,
            seeds.real_texts,
            seeds.DICTIONARY,
            check_parse,
        ),
        Target("exports", _SOURCES, seeds.exports, seeds.real_exports, seeds.DICTIONARY, check_source),
        Target("telegrams", _SOURCES, seeds.telegrams, seeds.real_telegrams, seeds.DICTIONARY, check_source),
        Target("forms", _SOURCES, seeds.forms, _none, seeds.DICTIONARY, check_source),
        Target("tables", _SOURCES, seeds.tables, _none, [*seeds.ROW_PARTS, *_WORDS], check_source),
        Target("json", _RECORDS, seeds.json_files, _none, [*seeds.JSON_SIGNS, *_WORDS], check_source),
        Target("sql", _RECORDS, seeds.dumps, _none, [*seeds.SQL_SIGNS, *_WORDS], check_source),
        Target("sqlite", _RECORDS, seeds.databases, _none, _WORDS, check_source),
        Target("xml", _RECORDS, seeds.xml_files, _none, [*seeds.XML_SIGNS, *_WORDS], check_source),
        Target("mails", _RECORDS, seeds.mails, _none, [*seeds.MAIL_SIGNS, *_WORDS], check_source),
        Target("pages", _SOURCES, seeds.pages, seeds.real_pages, [*seeds.MARKUP, *_WORDS], check_source),
        Target(
            "packed", "never raises; read, or named with a reason", seeds.packed, _none, _WORDS, check_source, UNPACKING
        ),
    )
}
