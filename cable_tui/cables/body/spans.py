"""Summary, comment, note and action request: the stretches of the body that readers go to first."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from unicodedata import combining

from cable_tui.cables.blocks import Block, Span
from cable_tui.cables.levels import BlockKind, SpanKind

_SUMMARY_HEADING = re.compile(r"\W*(?:BEGIN |EXECUTIVE )?SUMMARY\b(?!,? CONT)")
_SUMMARY_ITSELF = re.compile(r"SUMMARY\s*[:.].*\bEND\s+(?:OF\s+)?SUMMARY", re.S)
_ENDED = re.compile(r"\bEND\s+(?:OF\s+)?SUMMARY\W*$")
_SUMMARY_START = re.compile(r"\W*(?:\([A-Z/]+\) *)?(?:BEGIN |EXECUTIVE )?(?:SUMMARY|INTRODUCTION AND SUMMARY)\b")
_SUMMARY_GOES_ON = re.compile(r"\W*SUMMARY,? \(?CONT")
_END_BEFORE = re.compile(r"\bEND[\s-]+(?:OF\s+)?(?:\w+\s+(?:AND\s+)?)?$")
#: What belongs to the mark: `END SUMMARY AND ACTION REQUEST.`, `END SUMMARY)`; not the words of the next heading.
_AFTER_SUMMARY = re.compile(
    r"SUMMARY\b(?:(?: AND|,)? (?:COMMENT|ACTION|INTRODUCTION|REQUEST|NOTE)\b)*"
    r"(?: AND [A-Z ]{2,30}(?=\.))?(?:\s?[.:])?[)\]]?\.?"
)
_INLINE_RULE = re.compile(r"\s+[-=*]{6,}\s")
_MARK = re.compile(r"\s*(?P<mark>[:.,)]|--|$)")
#: What may stand behind the word of a remark, or begin it; '' is the end of the text.
_MARKS = ":.,)- \t\n"
_ACTION = re.compile(r"ACTION REQUEST(?:ED)?\b|THIS IS AN ACTION (?:REQUEST|CABLE|MESSAGE)\b")
_KINDS = {"COMMENT": SpanKind.COMMENT, "NOTE": SpanKind.NOTE}
_TEXTUAL = (BlockKind.PARAGRAPH, BlockKind.TEXT)
_MOST_UNOPENED = 3  # blocks
_HEAD = 60  # characters of a block in which its summary must begin
_LONGEST_SUMMARY = 12  # blocks; a summary that never ends is its own paragraph only


@dataclass(frozen=True, slots=True)
class _Place:
    """A word at `start` of block `block`, in a text where it stands at `at`."""

    block: int
    start: int
    at: int


class _Text:
    """The texts of all blocks in capitals, letter for letter, searched as one."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        texts = [block.text for block in blocks]
        together = "\n".join(texts)
        self.blocks = blocks
        # Bytes have capitals of ASCII alone, so that every letter keeps its place, and in a tenth of the time.
        self.upper = together.encode("latin-1", "replace").upper().decode("latin-1")
        self.starts = list(accumulate((len(text) + 1 for text in texts), initial=0))

    def places(self, word: str, followed_by: str = "") -> Iterator[_Place]:
        """Everywhere the word stands, in order; where `followed_by` is given, before one of its characters."""
        upper, length = self.upper, len(word)
        at = upper.find(word)
        while at >= 0:
            if not followed_by or upper[at + length : at + length + 1] in followed_by:
                block = bisect_right(self.starts, at) - 1
                yield _Place(block, at - self.starts[block], at)
            at = upper.find(word, at + length)

    def of(self, block: int) -> str:
        """One block's text in capitals."""
        return self.upper[self.starts[block] : self.starts[block + 1] - 1]

    def is_inside_word(self, place: _Place) -> bool:
        """Whether a letter, with or without accent, stands directly before a place."""
        before = self.blocks[place.block].text[max(0, place.start - 1) : place.start]
        return before.isalpha() or bool(before and combining(before))

    def before(self, place: _Place) -> str:
        """The text of the same block before a place, as far as it matters."""
        return self.blocks[place.block].text[max(0, place.start - 40) : place.start].upper()


def find_spans(blocks: tuple[Block, ...]) -> tuple[Span, ...]:
    """All spans in reading order."""
    text = _Text(blocks)
    spans = [*_find_summary(text), *_find_requests(text), *_find_remarks(text)]
    return tuple(sorted(spans, key=lambda span: (span.first, span.start)))


def summary_text(blocks: tuple[Block, ...], spans: tuple[Span, ...]) -> str:
    """The summary's paragraphs, separated by blank lines; '' if there is no summary."""
    span = next((span for span in spans if span.kind is SpanKind.SUMMARY), None)
    if span is None:
        return ""
    texts = [block.text for block in blocks[span.first : span.last + 1]]
    texts[-1] = texts[-1][: span.end]
    texts[0] = texts[0][span.start :]
    if len(texts) > 1 and texts[-1][:7].upper() == "SUMMARY" and texts[-2].rstrip()[-3:].upper() == "END":
        texts[-2:] = [f"{texts[-2].rstrip()} {texts[-1]}"]  # the mark was torn apart
    return "\n\n".join(text for text in texts if text)


def _find_requests(text: _Text) -> Iterator[Span]:
    """The first request of each block."""
    seen: set[int] = set()
    for place in sorted((*text.places("ACTION REQUEST"), *text.places("THIS IS AN ACTION ")), key=_position):
        match = _ACTION.match(text.upper, place.at)
        if match and place.block not in seen:
            seen.add(place.block)
            yield Span(SpanKind.ACTION_REQUEST, place.block, place.start, place.block, place.start + len(match[0]))


def _position(place: _Place) -> int:
    return place.at


# --- summary -----------------------------------------------------------------------------------------------------


def _find_summary(text: _Text) -> list[Span]:
    for place in text.places("SUMMARY"):
        if place.start >= _HEAD:
            continue
        block, upper = text.blocks[place.block], text.of(place.block)
        if block.kind is BlockKind.HEADING and _SUMMARY_HEADING.match(upper):
            if _SUMMARY_ITSELF.search(upper):
                return [_summary_from(text, place.block)]
            return _summary_below(text, place.block + 1)
        if block.kind in _TEXTUAL and (match := _SUMMARY_START.match(upper)):
            below = _summary_below(text, place.block + 1) if len(upper) - match.end() < 3 else []
            return below or [_summary_from(text, place.block)]
    return _ended_only(text)


def _ended_only(text: _Text) -> list[Span]:
    """A summary of which only the end is marked, in the first paragraphs: from the first to the mark."""
    first = next((index for index, block in enumerate(text.blocks) if block.kind in _TEXTUAL), None)
    ended = _explicit_end(text, first) if first is not None else None
    if first is None or ended is None or ended[0] - first >= _MOST_UNOPENED:
        return []
    return [Span(SpanKind.SUMMARY, first, 0, *ended)]


def _summary_below(text: _Text, first: int) -> list[Span]:
    """A summary under its own heading runs to its end mark or to the next heading."""
    blocks = text.blocks
    if first >= len(blocks):
        return []
    if blocks[first].kind is BlockKind.HEADING and not _ENDED.search(text.of(first)):
        return []
    if ended := _explicit_end(text, first):
        return [Span(SpanKind.SUMMARY, first, 0, *ended)]
    last = first
    while last + 1 < len(blocks) and last - first < _LONGEST_SUMMARY and blocks[last + 1].kind in _TEXTUAL:
        last += 1
    if last + 1 >= len(blocks) or blocks[last + 1].kind is not BlockKind.HEADING:
        last = first
    return [Span(SpanKind.SUMMARY, first, 0, last, len(blocks[last].text))]


def _summary_from(text: _Text, first: int) -> Span:
    if ended := _explicit_end(text, first):
        return Span(SpanKind.SUMMARY, first, 0, *ended)
    if rule := _INLINE_RULE.search(text.blocks[first].text):
        return Span(SpanKind.SUMMARY, first, 0, first, rule.start())
    last = first
    while last + 1 < len(text.blocks) and _SUMMARY_GOES_ON.match(text.of(last + 1)):
        last += 1
    return Span(SpanKind.SUMMARY, first, 0, last, len(text.blocks[last].text))


def _explicit_end(text: _Text, first: int) -> tuple[int, int] | None:
    """Block and offset behind `END SUMMARY.`, None where that does not follow soon."""
    for place in text.places("SUMMARY"):
        if first <= place.block < first + _LONGEST_SUMMARY and _END_BEFORE.search(text.before(place)):
            match = _AFTER_SUMMARY.match(text.of(place.block), place.start)
            return place.block, match.end() if match else place.start + len("SUMMARY")
        torn = first < place.block < first + _LONGEST_SUMMARY and not text.of(place.block)[: place.start].strip()
        if torn and _END_BEFORE.search(f"{text.of(place.block - 1)[-20:].rstrip()} "):
            match = _AFTER_SUMMARY.match(text.of(place.block), place.start)
            return place.block, match.end() if match else place.start + len("SUMMARY")
    return None


# --- comments and notes ------------------------------------------------------------------------------------------


def _find_remarks(text: _Text) -> list[Span]:
    """Comments and notes: from their word to their end mark, without one to the end of the block."""
    found: list[Span] = []
    for word, kind in _KINDS.items():
        opened: _Place | None = None
        for place in text.places(word, _MARKS):
            match = _MARK.match(text.of(place.block), place.start + len(word))
            if not match or text.is_inside_word(place):
                continue
            if _END_BEFORE.search(text.before(place)):
                first, start = (opened.block, opened.start) if opened else (place.block, 0)
                found.append(Span(kind, first, start, place.block, match.end()))
                opened = None
            elif _opens(text, place, match["mark"]):
                found += _unended(text, opened, kind)
                opened = place
        found += _unended(text, opened, kind)
    return found


def _opens(text: _Text, place: _Place, mark: str) -> bool:
    """A remark opens at the start of a block or sentence, or behind a parenthesis, and with a mark behind it."""
    if text.blocks[place.block].kind is BlockKind.HEADING or mark not in (":", ".", "--"):
        return False
    before = text.before(place).rstrip()
    return not before or before[-1] in '.?!(:)["' or before.endswith("BEGIN")


def _unended(text: _Text, opened: _Place | None, kind: SpanKind) -> list[Span]:
    if opened is None:
        return []
    return [Span(kind, opened.block, opened.start, opened.block, len(text.blocks[opened.block].text))]
