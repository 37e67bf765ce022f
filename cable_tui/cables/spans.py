"""Summary, comment, note and action request: the stretches of the body that readers go to first."""

from __future__ import annotations

import re

from .model import Block, BlockKind, Span, SpanKind

_SUMMARY_HEADING = re.compile(r"\W*(?:EXECUTIVE )?SUMMARY\b(?!,? CONT)", re.I)
_SUMMARY_START = re.compile(
    r"\W*(?:\([A-Z/]+\) *)?(?:BEGIN |EXECUTIVE )?(?:SUMMARY|INTRODUCTION AND SUMMARY)\b", re.I
)
_SUMMARY_GOES_ON = re.compile(r"\W*SUMMARY,? \(?CONT", re.I)
_SUMMARY_END = re.compile(r"\(?\bEND[\s-]+(?:OF\s+)?(?:\w+\s+(?:AND\s+)?)?SUMMARY\b[^.\n]{0,40}\.?\)?", re.I)
_REMARK = re.compile(
    r"\b(?P<end>END\s+(?:OF\s+)?)?(?P<kind>COMMENT|NOTE)\b\s*(?P<mark>[:.,)]|--|$)", re.I | re.M
)
_ACTION = re.compile(r"\bACTION REQUEST(?:ED)?\b|\bTHIS IS AN ACTION (?:REQUEST|CABLE|MESSAGE)\b", re.I)
_LONGEST_SUMMARY = 12  # blocks; a summary that never ends is its own paragraph only

_KINDS = {"COMMENT": SpanKind.COMMENT, "NOTE": SpanKind.NOTE}
_TEXTUAL = (BlockKind.PARAGRAPH, BlockKind.TEXT)


def find_spans(blocks: tuple[Block, ...]) -> tuple[Span, ...]:
    """All spans in reading order."""
    uppers = [block.text.upper() for block in blocks]
    spans = []
    if summary := _find_summary(blocks, uppers):
        spans.append(summary)
    for index, upper in enumerate(uppers):
        if ("ACTION REQ" in upper or "AN ACTION" in upper) and (match := _ACTION.search(upper)):
            spans.append(Span(SpanKind.ACTION_REQUEST, index, match.start(), index, match.end()))
    spans.extend(_find_remarks(blocks, uppers))
    return tuple(sorted(spans, key=lambda span: (span.first, span.start)))


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
        if "SUMMARY" in uppers[index] and (match := _SUMMARY_END.search(uppers[index])):
            return index, match.end()
    return None


def _find_remarks(blocks: tuple[Block, ...], uppers: list[str]) -> list[Span]:
    """Comments and notes: from their word to their end mark, without one to the end of the block."""
    found: list[Span] = []
    open_spans: dict[SpanKind, tuple[int, int]] = {}
    for index, (block, upper) in enumerate(zip(blocks, uppers, strict=True)):
        if "COMMENT" not in upper and "NOTE" not in upper:
            continue
        for match in _REMARK.finditer(upper):
            kind = _KINDS[match["kind"]]
            if match["end"]:
                first, start = open_spans.pop(kind, (index, 0))
                found.append(Span(kind, first, start, index, match.end()))
            elif _opens(block, upper, match):
                _close(open_spans.pop(kind, None), kind, blocks, found)
                open_spans[kind] = (index, match.start())
    for kind, opened in open_spans.items():
        _close(opened, kind, blocks, found)
    return found


def _opens(block: Block, upper: str, match: re.Match[str]) -> bool:
    """A remark opens at the start of a block or sentence, or behind a parenthesis, and with a mark behind it."""
    if block.kind is BlockKind.HEADING:
        return False
    before = upper[: match.start()].rstrip()
    return match["mark"] in (":", ".", "--") and (
        not before or before[-1] in '.?!(:)["”' or before.endswith("BEGIN")
    )


def _close(
    opened: tuple[int, int] | None, kind: SpanKind, blocks: tuple[Block, ...], found: list[Span]
) -> None:
    if opened:
        first, start = opened
        found.append(Span(kind, first, start, first, len(blocks[first].text)))
