"""Summary, comment, note and action request: the stretches of the body that readers go to first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .model import Block, BlockKind, Span, SpanKind

_SUMMARY_HEADING = re.compile(r"\W*(?:EXECUTIVE )?SUMMARY\b(?!,? CONT)")
_SUMMARY_START = re.compile(r"\W*(?:\([A-Z/]+\) *)?(?:BEGIN |EXECUTIVE )?(?:SUMMARY|INTRODUCTION AND SUMMARY)\b")
_SUMMARY_GOES_ON = re.compile(r"\W*SUMMARY,? \(?CONT")
_END_BEFORE = re.compile(r"\bEND[\s-]+(?:OF\s+)?(?:\w+\s+(?:AND\s+)?)?$")
_AFTER_SUMMARY = re.compile(r"SUMMARY\b[^.\n]{0,40}\.?\)?")
_MARK = re.compile(r"\s*(?P<mark>[:.,)]|--|$)")
_ACTION = re.compile(r"\bACTION REQUEST(?:ED)?\b|\bTHIS IS AN ACTION (?:REQUEST|CABLE|MESSAGE)\b")
_LONGEST_SUMMARY = 12  # blocks; a summary that never ends is its own paragraph only

_KINDS = {"COMMENT": SpanKind.COMMENT, "NOTE": SpanKind.NOTE}
_TEXTUAL = (BlockKind.PARAGRAPH, BlockKind.TEXT)


def find_spans(blocks: tuple[Block, ...]) -> tuple[Span, ...]:
    """All spans in reading order."""
    uppers = [_upper(block.text) for block in blocks]
    spans = []
    if summary := _find_summary(blocks, uppers):
        spans.append(summary)
    for index, upper in enumerate(uppers):
        if ("ACTION REQ" in upper or "AN ACTION" in upper) and (match := _ACTION.search(upper)):
            spans.append(Span(SpanKind.ACTION_REQUEST, index, match.start(), index, match.end()))
    spans.extend(_find_remarks(blocks, uppers))
    return tuple(sorted(spans, key=lambda span: (span.first, span.start)))


def _upper(text: str) -> str:
    """The text in capitals, as many letters as before."""
    upper = text.upper()
    return upper if len(upper) == len(text) else "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def summary_text(blocks: tuple[Block, ...], spans: tuple[Span, ...]) -> str:
    """The text of the summary, paragraphs apart by a blank line; '' where there is none."""
    span = next((span for span in spans if span.kind is SpanKind.SUMMARY), None)
    if span is None:
        return ""
    texts = [block.text for block in blocks[span.first : span.last + 1]]
    texts[-1] = texts[-1][: span.end]
    texts[0] = texts[0][span.start :]
    return "\n\n".join(text for text in texts if text)


def _find_summary(blocks: tuple[Block, ...], uppers: list[str]) -> Span | None:
    for index, (block, upper) in enumerate(zip(blocks, uppers, strict=True)):
        if "SUMMARY" not in upper[:60]:
            continue
        if block.kind is BlockKind.HEADING and _SUMMARY_HEADING.match(upper):
            return _summary_below(blocks, uppers, index + 1)
        if block.kind in _TEXTUAL and (match := _SUMMARY_START.match(upper)):
            if len(block.text) - match.end() < 3:  # a paragraph that is only the word: its text follows
                return _summary_below(blocks, uppers, index + 1) or _summary_from(blocks, uppers, index)
            return _summary_from(blocks, uppers, index)
    return None


def _summary_below(blocks: tuple[Block, ...], uppers: list[str], first: int) -> Span | None:
    """A summary under its own heading runs to its end mark or to the next heading."""
    if first >= len(blocks) or blocks[first].kind is BlockKind.HEADING:
        return None
    if ended := _explicit_end(uppers, first):
        return Span(SpanKind.SUMMARY, first, 0, *ended)
    last = first
    while last + 1 < len(blocks) and last - first < _LONGEST_SUMMARY and blocks[last + 1].kind in _TEXTUAL:
        last += 1
    if last + 1 >= len(blocks) or blocks[last + 1].kind in _TEXTUAL:
        last = first
    return Span(SpanKind.SUMMARY, first, 0, last, len(blocks[last].text))


def _summary_from(blocks: tuple[Block, ...], uppers: list[str], first: int) -> Span:
    if ended := _explicit_end(uppers, first):
        return Span(SpanKind.SUMMARY, first, 0, *ended)
    last = first
    while last + 1 < len(blocks) and _SUMMARY_GOES_ON.match(uppers[last + 1]):
        last += 1
    return Span(SpanKind.SUMMARY, first, 0, last, len(blocks[last].text))


def _explicit_end(uppers: list[str], first: int) -> tuple[int, int] | None:
    for index in range(first, min(len(uppers), first + _LONGEST_SUMMARY)):
        if end := _end_of_summary(uppers[index]):
            return index, end
    return None


def _end_of_summary(upper: str) -> int:
    """The offset behind `END SUMMARY.`, 0 where it does not stand."""
    at = upper.find("SUMMARY")
    while at >= 0:
        if _END_BEFORE.search(upper[max(0, at - 40) : at]) and (match := _AFTER_SUMMARY.match(upper, at)):
            return match.end()
        at = upper.find("SUMMARY", at + 7)
    return 0


@dataclass(frozen=True, slots=True)
class _Word:
    """COMMENT or NOTE at `start` to `end` of a block's text; `closes` where END stands before it."""

    kind: SpanKind
    start: int
    end: int
    mark: str
    closes: bool


def _words_in(upper: str) -> list[_Word]:
    found: list[_Word] = []
    for word, kind in _KINDS.items():
        at = upper.find(word)
        while at >= 0:
            end = at + len(word)
            if not (at and upper[at - 1].isalpha()) and (match := _MARK.match(upper, end)):
                before = _END_BEFORE.search(upper[max(0, at - 40) : at])
                found.append(_Word(kind, at, match.end(), match["mark"], before is not None))
            at = upper.find(word, end)
    return sorted(found, key=lambda word: word.start)


def _find_remarks(blocks: tuple[Block, ...], uppers: list[str]) -> list[Span]:
    """Comments and notes: from their word to their end mark, without one to the end of the block."""
    found: list[Span] = []
    opened: dict[SpanKind, tuple[int, int]] = {}
    for index, upper in enumerate(uppers):
        if "COMMENT" not in upper and "NOTE" not in upper:
            continue
        for word in _words_in(upper):
            if word.closes:
                first, start = opened.pop(word.kind, (index, 0))
                found.append(Span(word.kind, first, start, index, word.end))
            elif _opens(blocks[index], upper, word):
                _close(opened.pop(word.kind, None), word.kind, blocks, found)
                opened[word.kind] = (index, word.start)
    for kind, place in opened.items():
        _close(place, kind, blocks, found)
    return found


def _opens(block: Block, upper: str, word: _Word) -> bool:
    """A remark opens at the start of a block or sentence, or behind a parenthesis, and with a mark behind it."""
    if block.kind is BlockKind.HEADING or word.mark not in (":", ".", "--"):
        return False
    before = upper[max(0, word.start - 20) : word.start].rstrip()
    return not before or before[-1] in '.?!(:)["”' or before.endswith("BEGIN")


def _close(opened: tuple[int, int] | None, kind: SpanKind, blocks: tuple[Block, ...], found: list[Span]) -> None:
    if opened:
        first, start = opened
        found.append(Span(kind, first, start, first, len(blocks[first].text)))
