"""HTML pages with a cable: of the Cablegate site, of later archives, or any other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cable_tui.cables.model import Attribute, Container
from cable_tui.sources.day import calendar_day
from cable_tui.sources.detect import NUMBERED, holds_cable, marker_lines
from cable_tui.sources.plainer import TooMuch, plain
from cable_tui.sources.raw import Form, Problem, RawCable, Skipped
from cable_tui.sources.split import beginning, split
from cable_tui.sources.stream import MAX_TEXT, Stream
from cable_tui.sources.text import decode, joined

MAX_PAGE = 8 << 20
"""The largest page that is read, in bytes; a page with one cable has about a hundredth of that."""
MAX_BLOCKS = 100
"""The most preformatted texts of a page that are examined."""
MAX_CELLS, MAX_WORDS = 5000, 1 << 20
"""The most table cells, and characters in them, that are examined: nested tables repeat the same text many times."""

_CABLEGATE = re.compile(r"<h3[^<>]*>\s*Viewing cable\b|<table[^<>]*\bclass=['\"]?cable['\"]?[\s>]", re.I)
_TITLE = re.compile(r"\s*Viewing cable\s+([^\s,]+)\s*,?\s*(.*)", re.S)
_PLAIN_AMPERSAND = re.compile(r"&(?!(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);)", re.I)
_PLAIN_LESS = re.compile(r"<(?!/?[a-z][a-z0-9]*[\s/>]|!|\?)", re.I)
_PGP = re.compile(r"-----BEGIN PGP (?:(?!-----BEGIN).)*?-----END PGP [A-Z ]{0,40}-----\n?", re.S)
_BLOCK = "p|div|tr|li|h[1-6]|dt|dd|table|ul|ol|blockquote|section|article"
_LINE = re.compile(rf"<(?:br|/?(?:{_BLOCK}))\b[^<>]*>", re.I)
_CLOCK = re.compile(r",\s*(\d\d?):(\d\d)\b")
_BREAK = re.compile(r"<br\s*/?>\n?", re.I)
_OUTERMOST = "pre:not(pre pre)"
_SILENT = ["script", "style", "noscript", "template", "head", "nav"]

# The names that archives give to fields in tables, in order of preference.
_LABELS = {
    "id": ("reference id", "canonical id", "document number", "cable id"),
    "date": ("sent date", "draft date", "date", "created"),
    "classification": ("original classification", "classification"),
    "origin": ("origin", "from"),
    "subject": ("subject", "title"),
}
_KNOWN = {label for labels in _LABELS.values() for label in labels}


def read(stream: Stream, path: str) -> Iterator[RawCable | Problem | Skipped]:
    """The cables of a page, nearly always one; `Skipped` if there is none."""
    data = stream.whole(MAX_PAGE)
    if data is None:
        yield Problem(path, f"a page of more than {MAX_PAGE >> 20} MB")
        return
    page = decode(data)
    shown = _CABLEGATE.search(page)
    if shown:  # parsing the long lists of links before it would take ten times as long as the cable
        page = page[shown.start() :]
    try:
        page = plain(_with_signs_kept(page))
        tree = LexborHTMLParser(_BREAK.sub("\n", page))
        texts, container = _cablegate(tree) if shown else _other(tree, page)
    except TooMuch as reason:
        yield Problem(path, str(reason))
        return
    if not texts:
        yield Skipped(path, "a page that shows no cable")
    for position, cable in enumerate(texts, 1):
        yield RawCable(cable, path, position, Form.PAGE, container if len(texts) == 1 else None)


def _with_signs_kept(page: str) -> str:
    """Escape each `&` and `<` that is not markup.

    Pages print them as in the cable; a parser would turn `&pounding` into `£ing` and drop `<a@b.org>`.
    """
    return _PLAIN_LESS.sub("&lt;", _PLAIN_AMPERSAND.sub("&amp;", page))


def _cablegate(tree: LexborHTMLParser) -> tuple[list[str], Container]:
    """The text and the table of a Cablegate page, which has header and body in two elements."""
    parts = [_bounded(_clean(element.text())) for element in tree.css("pre")[:2]]
    values = _values(_columns(tree.css_first("table.cable"), _Words()))
    heading = tree.css_first("h3")
    title = _TITLE.match(heading.text()) if heading else None
    if title:
        values.setdefault("id", title[1])
        values["subject"] = title[2].strip()
    return [joined(*parts) if len(parts) == 2 else parts[0]] if parts else [], _container(values)


def _other(tree: LexborHTMLParser, page: str) -> tuple[list[str], Container]:
    """The cables and attributes of any other page, from preformatted text or else from the whole page."""
    if synopsis := _synopsis(tree):
        return _shown_text(tree, page) or [_record(synopsis)], synopsis
    return _shown_text(tree, page), _container(_values(_pairs(tree)))


def _synopsis(tree: LexborHTMLParser) -> Container | None:
    """The attributes in the public library's table of keys and values; None if there is no such table."""
    words = _Words()
    cells = words.of(tree.css("#synopsis .s_key, #synopsis .s_val") or tree.css("div.s_key, div.s_val"))
    pairs = [(name.rstrip(": "), value) for name, value in zip(cells[::2], cells[1::2], strict=False)]
    attributes = tuple(Attribute(name, value) for name, value in pairs if name)
    if not any(attribute.name == "Canonical ID" for attribute in attributes):
        return None
    said = Container(attributes=attributes)
    date = said.attribute("Date", "Sent Date", "Draft Date")
    return Container(
        id=said.attribute("Canonical ID"),
        date=calendar_day(date),
        classification=said.attribute("Original Classification"),
        subject=said.attribute("Subject", "Title"),
        sent=_moment(date),
        attributes=attributes,
    )


def _record(said: Container) -> str:
    """The attributes of a telegram whose page has no text, as its catalogue prints them."""
    pairs = (f"{attribute.name}: {attribute.value}" for attribute in said.attributes)
    return "\n".join(["Message Attributes", "", *pairs]) + "\n"


def _moment(text: str) -> datetime | None:
    """Date and time, `2010 February 26, 11:30 (Friday)`; None at midnight, which means that the time is not known."""
    day, clock = calendar_day(text), _CLOCK.search(text)
    if day is None or clock is None or (hour := int(clock[1])) > 23 or (minute := int(clock[2])) > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) if hour or minute else None


def _shown_text(tree: LexborHTMLParser, page: str) -> list[str]:
    """The cables of a page, from preformatted text or else from the whole page."""
    text = _bounded("\n".join(_preformatted(tree)))
    if not holds_cable(text):
        text = max(_flowing(page), key=marker_lines)
    return [_without_second_block(cable) for cable in split(text)] if holds_cable(text) else []


def _bounded(text: str) -> str:
    """The text unchanged. Raises TooMuch where it is longer than the longest cable that is read."""
    if len(text) > MAX_TEXT:
        raise TooMuch(f"a page whose text is longer than {MAX_TEXT >> 20} MB")
    return text


def _flowing(page: str) -> Iterator[str]:
    """The text of a page from the cable on, with line breaks from the markup, or from markup and source."""
    for source in (_LINE.sub("\n", " ".join(page.split())), _LINE.sub("\n", page)):
        whole = LexborHTMLParser(source)
        whole.strip_tags(_SILENT)
        text = _clean(whole.root.text() if whole.root else "")
        lines = "\n".join(line.strip() for line in text.split("\n"))
        yield _bounded(lines[beginning(lines) :])


def _preformatted(tree: LexborHTMLParser) -> list[str]:
    """The preformatted texts, without those contained in another (a raw copy beside the displayed one)."""
    texts = [_clean(element.text()) for element in tree.css(_OUTERMOST)[:MAX_BLOCKS]]
    squeezed = ["".join(text.split()) for text in texts]
    return [
        text
        for index, text in enumerate(texts)
        if squeezed[index]
        and not any(
            squeezed[index] in other and (other != squeezed[index] or place < index)
            for place, other in enumerate(squeezed)
            if place != index
        )
    ]


def _without_second_block(text: str) -> str:
    """Drop the second of two equal consecutive control blocks (classification line to Classified By).

    Pages of later archives print the block above the text and again at its beginning.
    """
    lines = text.split("\n")
    words = [" ".join(line.split()) for line in lines]
    first = next((place for place, line in enumerate(words) if re.search(NUMBERED, line)), None)
    if first is None or words[first] not in words[first + 1 :]:
        return text
    second = words.index(words[first], first + 1)
    block = [line for line in words[first:second] if line]
    end = second
    for line in block:
        while end < len(words) and not words[end]:
            end += 1
        if end == len(words) or words[end] != line:
            return text
        end += 1
    return "\n".join(lines[:second] + lines[end:]) if len(block) > 2 else text


def _clean(text: str) -> str:
    return _PGP.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _columns(table: LexborNode | None, words: _Words) -> Iterator[tuple[str, str]]:
    """Names and values of a table, with the names in its first row or column; further rows are ignored."""
    if table is not None:
        names = words.of(table.css("th"))
        yield from zip(names, words.of(table.css("td")[: len(names)]), strict=False)


def _pairs(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """All possible names and values on a page: in tables, definition lists, adjacent elements, `Name: value`."""
    cells = _Words().of(tree.css("th, td, dt, dd, .s_key, .s_val"))
    words = _Words()
    for table in tree.css("table")[:MAX_BLOCKS]:
        yield from _columns(table, words)
    yield from pairwise(cells)
    for cell in cells:
        name, _, value = cell.partition(":")
        yield name, value.strip()


class _Words:
    """The texts of cells, each on one line, up to a limit for the whole page."""

    def __init__(self) -> None:
        self._left = MAX_WORDS

    def of(self, cells: list[LexborNode]) -> list[str]:
        """The texts of these cells, up to the limit."""
        found: list[str] = []
        for cell in cells[:MAX_CELLS]:
            if self._left <= 0:
                break
            words = cell.text(separator=" ")
            self._left -= len(words)
            found.append(" ".join(words.split()))
        return found


def _values(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """The fields of a container; of several names for one field, the first listed is used."""
    named: dict[str, str] = {}
    for name, value in pairs:
        label = name.rstrip(": ").lower()
        if label in _KNOWN and value and value.rstrip(": ").lower() not in _KNOWN | {"n/a"}:
            named.setdefault(label, value)
    return {
        field: next(named[label] for label in labels if label in named)
        for field, labels in _LABELS.items()
        if any(label in named for label in labels)
    }


def _container(values: dict[str, str]) -> Container:
    return Container(
        id=values.get("id", ""),
        date=calendar_day(values.get("date", "")),
        classification=values.get("classification", ""),
        origin=values.get("origin", ""),
        subject=values.get("subject", ""),
    )
