"""Where a classified-by value ends: at its legal reasons, wherever a copy cut its lines."""

from __future__ import annotations

import re

from cable_tui.cables.lines import BREAK
from cable_tui.cables.markings import take_marking

_REASONS = re.compile(r"1 ?[./] ?[45][.,]?\s*\(? ?[a-h]\b(?:.*\)|[^()]*[.]?$)", re.I)
_SECTION = re.compile(r"\b1 ?[./] ?[45]\b|\bREASONS?\b", re.I)
_TITLE_LINES = 4
_TITLE = 90  # characters of the rest of an official's title
#: The column at which exports cut this field, even inside a word.
CUT_AT = 71
_UNFINISHED = re.compile(r"(?:\(|[ )](?:and|or|through)|[,&/])$", re.I)
_MORE_REASONS = re.compile(r"(?:\)|\(?[a-h]\)|(?P<word>(?:and|or)\b|[,&/])\s*\(?[a-h]\b)", re.I)
_REST_OF_REASONS = re.compile(r"(?:a?nd?|or|[a-h])?[\s().,;&/-]*(?:(?:and|or|[a-h])\b[\s().,;&/-]*)*", re.I)


def is_cut(printed: str, line: str) -> bool:
    """Whether reasons that ended in the middle, `1.4 (b) and (` or `(b) a`, end in this line: `d).`, `nd (d)`."""
    rest = line.strip()
    more = _MORE_REASONS.match(rest)
    if rest[0] in ")&,/" or (more and more["word"]) or len(printed) == CUT_AT or _UNFINISHED.search(printed[-9:]):
        return more is not None or _REST_OF_REASONS.fullmatch(rest) is not None
    return False


def has_reasons(values: list[str]) -> bool:
    """Whether a classified-by value has its legal reasons, and so is complete."""
    return _REASONS.search(" ".join(values[-3:])) is not None


def leads_to_reasons(values: list[str], lines: list[str], position: int) -> bool:
    """Whether the rest of a block below an official has the reasons, or is short enough to be his title."""
    if has_reasons(values) or not values:
        return True
    block = lines[position : position + _TITLE_LINES]
    end = next((i for i, text in enumerate(block) if not text or text == BREAK), len(block))
    block = block[:end]
    if _SECTION.search(" ".join((values[-1], *block))):
        return True
    is_short = end < _TITLE_LINES and len(" ".join(block)) < _TITLE
    return is_short and take_marking(block[0].lstrip())[0] is None
