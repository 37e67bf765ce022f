"""Splits a text into its cables."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from cable_tui.sources.detect import EXPORT_HEAD, LEVEL, NUMBERED, first_marker, holds_cable

LOOKAHEAD = 1 << 16
"""Characters needed after a possible beginning before it is judged, while streaming."""
ENOUGH_AT_ONCE = 1 << 22
"""Characters gathered before a text is split."""

EXPORT_LINES = 9
"""Lines of an export before its transport header: five of its own, then an optional notice of an extract."""
OPENING = 400
"""The most characters between the words that open a quotation and the quoted cable."""

_MARK = re.compile(
    r"^(?:(?P<relay>VZCZC[A-Z]{3}\d{3,4}\b|This record is a partial extract of the original)"
    rf"|(?P<export>{EXPORT_HEAD})|(?P<telegram>Message Text[ \t]*$)"
    r"|(?P<form>MRN: *\d)|(?P<sender>FM [A-Z])|(?P<ended>NNNN[ \t]*$))",
    re.M,
)
_NAMED = re.compile(rf"{NUMBERED}|^MRN: *\d{{2,4}} (?P<post2>[A-Z][A-Z .'-]{{0,40}}?) (?P<number2>\d+)\b", re.M)
_NUMBER = re.compile(r"\s*\S*?(\d{1,4})[ \t]*\n")
_STATION = re.compile(r"^DE \S+ #?(\d{4})(?:/\d\d)?(?: \d{7})?", re.M)
_CONTROL = re.compile(r"^\s*(?:TAGS?\b|SUBJ|E\.? ?O\.? ?1\d{4})", re.M | re.I)
_SPOKEN = r"(?:text|quote|cable|message|telegram)\b"
_QUOTE = re.compile(
    r"[BbEeQqUuN](?:"  # one set of first letters lets the search skip everything else quickly
    rf"(?P<begin>(?<=[Bb])(?i:egin\s+(?:\w+\s+){{0,3}}?{_SPOKEN}))"
    rf"|(?<=[Ee])(?i:nd\s+(?:\w+\s+){{0,3}}?{_SPOKEN})"
    r"|(?P<open>(?<=\n[Qq])(?i:uote|te)\b)|(?<=[Uu])(?i:nquote|nqte)\b|(?<=\nN)NNN\b)"
)
"""Quotation marks in words, such as `Begin text of STATE 123` and `UNQUOTE`; NNNN ends a quotation too."""
_HEADER = re.compile(
    r"VZCZC|(?:ZZ|OO|PP|RR) R|DE R|ZN[RY] |(?:[ZOPR] )*\d{6}Z|PAGE 0?1 |(?:ACTION|ORIGIN) "
    rf"|\s*{LEVEL}\s*$|(?:SBU|SENSITIVE|NOFORN)\s*$"
)
"""Lines above FM or MRN that belong to its cable."""
_FILLING = re.compile(r"\s*$|INFO |R[A-Z]{4,}[ \n]|\s*[A-Z/]+-\d\d\s|\s*-{9}|\s*/\d+ ?[RW]|\d{1,3}\s*$")
"""Lines that belong to the cable below if they follow one of those lines."""
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class _Name:
    """A cable's name in the classification line: post (letters only), number, section."""

    post: str
    number: int
    section: int = 1

    def same(self, other: _Name | None) -> bool:
        return other is not None and (self.post, self.number) == (other.post, other.number)


def split(text: str) -> list[str]:
    """The cables of `text`; joined, they are the text again."""
    marks = _beginnings(text)
    bounds = [*_cuts(text, marks), len(text)]
    return [text[start:end] for start, end in pairwise([0, *bounds])]


def beginning(text: str) -> int:
    """Where the header of the first cable begins, in a text with something else before it."""
    return min([_back(text, first_marker(text)), *(start for start, _ in _beginnings(text)[:1])])


def split_stream(chunks: Iterable[str], limit: int) -> Iterator[str]:
    """The cables of a text that comes in chunks, with only a few cables in memory.

    A cable longer than `limit` characters is returned as far as it was read, and ends the reading. The text is
    judged again only when it has doubled, so that a long one takes at most twice the time.
    """
    buffer, wanted = "", ENOUGH_AT_ONCE
    for chunk in chunks:
        buffer += chunk
        if len(buffer) < wanted:
            continue
        *settled, buffer = _settled(buffer)
        yield from settled
        if len(buffer) > limit + LOOKAHEAD:
            yield buffer
            return
        wanted = max(ENOUGH_AT_ONCE, 2 * len(buffer))
    yield from split(buffer)


def _settled(text: str) -> list[str]:
    """The cables of an unfinished text whose ends are final, then the rest of the text."""
    pieces, rest = split(text), len(text)
    settled = []
    for piece in pieces[:-1]:
        if rest - len(piece) < LOOKAHEAD:
            break
        rest -= len(piece)
        settled.append(piece)
    return [*settled, text[len(text) - rest :]]


def _beginnings(text: str) -> list[tuple[int, str]]:
    """Places where a cable may begin, each with the kind of its strongest sign."""
    found: dict[int, str] = {}
    for mark in _MARK.finditer(text):
        kind = str(mark.lastgroup)
        place = _place(text, mark, kind)
        if found.get(place, "ended") == "ended":
            found[place] = kind
    return sorted(found.items())


def _place(text: str, mark: re.Match[str], kind: str) -> int:
    """The beginning that a sign indicates: its own line, lines above it, or the text after an end."""
    if kind in ("sender", "form"):
        return _back(text, mark.start())
    space = _SPACE.match(text, mark.end()) if kind == "ended" else None
    return space.end() if space else mark.start()


def _back(text: str, place: int) -> int:
    """The first of the header lines directly above `place`."""
    best = place
    while place > 0:
        start = text.rfind("\n", 0, place - 1) + 1
        if _HEADER.match(text, start, place):
            best = start
        elif not _FILLING.match(text, start, place):
            break
        place = start
    return best


@dataclass(slots=True)
class _Piece:
    """The cable being gathered: its start, its sign, its name, and whether it is certainly a cable."""

    start: int
    kind: str
    name: _Name | None = None
    complete: bool = False


def _cuts(text: str, places: list[tuple[int, str]]) -> list[int]:
    """Decides which places are beginnings, from the cable before and the text up to the next place."""
    if not places or (len(places) == 1 and not text[: places[0][0]].strip()):
        return []
    cuts: list[int] = []
    quotes = _Quotes(text)
    piece = _Piece(0, "")
    for kind, start, end, header_end in _segments(text, places):
        name = _name(text, start, header_end)
        if not piece.complete:
            piece.kind = kind
        elif _begins(text, piece, kind, start, end, name) and not quotes.hold(start):
            cuts.append(start)
            piece = _Piece(start, kind)
        piece.name = piece.name or name
        piece.complete = piece.complete or holds_cable(text[start:end])
    return cuts


def _segments(text: str, places: list[tuple[int, str]]) -> Iterator[tuple[str, int, int, int]]:
    """Kind, start and end of the text between two places, and how far to look for its name.

    A sender's line belongs to the transport header above it; the name of both follows it.
    """
    bounds = [(0, ""), *places, (len(text), "")]
    for index, (start, kind) in enumerate(bounds[:-1]):
        end, following = bounds[index + 1]
        further = following == "sender" and kind != "sender"
        yield kind, start, end, bounds[index + 2][0] if further else end


def _begins(text: str, piece: _Piece, kind: str, start: int, end: int, name: _Name | None) -> bool:
    """Whether a segment is a cable of its own, not a section, header or trailer of the piece."""
    if kind == "sender":
        return name is not None and piece.name is not None and not name.same(piece.name)
    if name is not None and name.same(piece.name) and (name.section > 1 or kind == "form"):
        return False
    if kind == "ended":
        return holds_cable(text[start:end])
    if kind == "relay" and piece.name is None and _repeats_header(text, piece.start, start, end):
        return False
    return not (kind == "relay" and piece.kind == "export" and _opens_export(text, piece.start, start, end))


def _repeats_header(text: str, first: int, relay: int, end: int) -> bool:
    """Whether the header at `relay` repeats station, number and time of the one above it, which has no text."""
    above, again = _STATION.search(text, first, relay), _STATION.search(text, relay, end)
    return bool(above and again and above[0] == again[0] and not _CONTROL.search(text, above.end(), relay))


def _opens_export(text: str, first: int, relay: int, end: int) -> bool:
    """Whether the transport header at `relay` belongs to the export whose lines begin at `first`."""
    if _lines_reach(text, first, relay, EXPORT_LINES) or text.find("\nVZCZC", first, relay) >= 0:
        return False
    identity = _NUMBER.match(text, first)
    station = _STATION.search(text, relay, end)
    return not (identity and station) or int(identity[1]) == int(station[1])


def _lines_reach(text: str, start: int, end: int, most: int) -> bool:
    """Whether there are more than `most` line ends before `end`; stops after that many."""
    for _ in range(most + 1):
        start = text.find("\n", start, end) + 1
        if not start:
            return False
    return True


def _name(text: str, start: int, end: int) -> _Name | None:
    found = _NAMED.search(text, start, end)
    if found is None:
        return None
    post = re.sub(r"[^A-Z]", "", found["post"] or found["post2"])
    return _Name(post, int(found["number"] or found["number2"]), int(found["section"] or 1))


class _Quotes:
    """The quotation marks in words of a text, found when first needed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: list[int] | None = None
        self._opens: list[bool] = []

    def hold(self, place: int) -> bool:
        """Whether a mark shortly before `place` opens a quotation and the next one after it closes it."""
        if self._places is None:
            marks = list(_QUOTE.finditer(self._text))
            self._places = [mark.start() for mark in marks]
            self._opens = [bool(mark["begin"] or mark["open"]) for mark in marks]
        after = bisect_left(self._places, place)
        if not 0 < after < len(self._places) or self._places[after - 1] < place - OPENING:
            return False
        return self._opens[after - 1] and not self._opens[after]
