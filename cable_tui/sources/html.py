"""Pages that show a cable: those of the Cablegate site, of later archives, and any other with one in it."""

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
"""The longest page that is read, in bytes; pages of one cable have about a hundredth of it."""
MAX_BLOCKS = 100
"""How many preformatted texts of a page are looked at."""
MAX_CELLS, MAX_WORDS = 5000, 1 << 20
"""How many cells of tables, and characters of them, are looked at: tables in tables hold the same text many times."""

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

# What archives call the fields of their tables, the word that counts most first.
_LABELS = {
    "id": ("reference id", "canonical id", "document number", "cable id"),
    "date": ("sent date", "draft date", "date", "created"),
    "classification": ("original classification", "classification"),
    "origin": ("origin", "from"),
    "subject": ("subject", "title"),
}
_KNOWN = {label for labels in _LABELS.values() for label in labels}


def read(stream: Stream, path: str) -> Iterator[RawCable | Problem | Skipped]:
    """The cables of a page, nearly always one; `Skipped` where it shows none."""
    data = stream.whole(MAX_PAGE)
    if data is None:
        yield Problem(path, f"a page of more than {MAX_PAGE >> 20} MB")
        return
    page = decode(data)
    shown = _CABLEGATE.search(page)
    if shown:  # the long lists of links before it would cost ten times as much as the cable
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
    """Escape each `&` and `<` that is no markup.

    Pages print them as the cable has them; a parser makes `£ing` of `&pounding` and nothing of `<a@b.org>`.
    """
    return _PLAIN_LESS.sub("&lt;", _PLAIN_AMPERSAND.sub("&amp;", page))


def _cablegate(tree: LexborHTMLParser) -> tuple[list[str], Container]:
    """The text and the table of a Cablegate page: header and body stand in two elements of their own."""
    parts = [_bounded(_clean(element.text())) for element in tree.css("pre")[:2]]
    values = _values(_columns(tree.css_first("table.cable"), _Words()))
    heading = tree.css_first("h3")
    title = _TITLE.match(heading.text()) if heading else None
    if title:
        values.setdefault("id", title[1])
        values["subject"] = title[2].strip()
    return [joined(*parts) if len(parts) == 2 else parts[0]] if parts else [], _container(values)


def _other(tree: LexborHTMLParser, page: str) -> tuple[list[str], Container]:
    """The cables and the attributes of any other page, from preformatted text or else from all of it."""
    if synopsis := _synopsis(tree):
        return _shown_text(tree, page) or [_record(synopsis)], synopsis
    return _shown_text(tree, page), _container(_values(_pairs(tree)))


def _synopsis(tree: LexborHTMLParser) -> Container | None:
    """What the public library's table says, whose cells hold a key and its value; None where there is no such table."""
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
    """The facts of a telegram whose page shows no text, as its archive prints them."""
    pairs = (f"{attribute.name}: {attribute.value}" for attribute in said.attributes)
    return "\n".join(["Message Attributes", "", *pairs]) + "\n"


def _moment(text: str) -> datetime | None:
    """Day and minute, `2010 February 26, 11:30 (Friday)`; None at midnight, which stands for a time not known."""
    day, clock = calendar_day(text), _CLOCK.search(text)
    if day is None or clock is None or (hour := int(clock[1])) > 23 or (minute := int(clock[2])) > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) if hour or minute else None


def _shown_text(tree: LexborHTMLParser, page: str) -> list[str]:
    """The cables of a page, from preformatted text or else from all of it."""
    text = _bounded("\n".join(_preformatted(tree)))
    if not holds_cable(text):
        text = max(_flowing(page), key=marker_lines)
    return [_without_second_block(cable) for cable in split(text)] if holds_cable(text) else []


def _bounded(text: str) -> str:
    """The text itself. Raises TooMuch where it is longer than any cable that is read."""
    if len(text) > MAX_TEXT:
        raise TooMuch(f"a page whose text is longer than {MAX_TEXT >> 20} MB")
    return text


def _flowing(page: str) -> Iterator[str]:
    """All the text of a page from the cable on, its lines those of the markup or those of the source as well."""
    for source in (_LINE.sub("\n", " ".join(page.split())), _LINE.sub("\n", page)):
        whole = LexborHTMLParser(source)
        whole.strip_tags(_SILENT)
        text = _clean(whole.root.text() if whole.root else "")
        lines = "\n".join(line.strip() for line in text.split("\n"))
        yield _bounded(lines[beginning(lines) :])


def _preformatted(tree: LexborHTMLParser) -> list[str]:
    """The preformatted texts; one that is also in another (a raw copy beside the shown one) is dropped."""
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
    """Drop the second of two equal control blocks (classification line to Classified By) in a row.

    Pages of later archives print the block above the text and again as its beginning.
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
    """Names and values of a table, the names in its first row or its first column; more rows don't count."""
    if table is not None:
        names = words.of(table.css("th"))
        yield from zip(names, words.of(table.css("td")[: len(names)]), strict=False)


def _pairs(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Whatever may be name and value on a page: tables, lists of terms, neighbours, `Name: value`."""
    cells = _Words().of(tree.css("th, td, dt, dd, .s_key, .s_val"))
    words = _Words()
    for table in tree.css("table")[:MAX_BLOCKS]:
        yield from _columns(table, words)
    yield from pairwise(cells)
    for cell in cells:
        name, _, value = cell.partition(":")
        yield name, value.strip()


class _Words:
    """The texts of cells, each on one line, up to the cell that is one too many, of however many tables."""

    def __init__(self) -> None:
        self._left = MAX_WORDS

    def of(self, cells: list[LexborNode]) -> list[str]:
        """The texts of these cells, as far as they go."""
        found: list[str] = []
        for cell in cells[:MAX_CELLS]:
            if self._left <= 0:
                break
            words = cell.text(separator=" ")
            self._left -= len(words)
            found.append(" ".join(words.split()))
        return found


def _values(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """The fields of a container; of several names for one field the first listed counts."""
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
