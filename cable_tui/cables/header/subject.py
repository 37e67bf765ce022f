"""Where a subject ends: before the text below it, with or without a blank line between, or before handling lines."""

from __future__ import annotations

import re

from cable_tui.cables.lines import BREAK

from .classline import class_line_in

_FULL = 46  # characters; a line was wrapped only where the next word would have made it longer than that
_SET_IN = " " * 4
_LEFT_OVER = 15  # characters of a line that a second wrapping left of a longer one
_MOST = 4  # lines of a subject
_HANGING = re.compile(r"(?:[-,:;/(]|\b(?:and|or|of|to|for|in|on|at|with|the|a|an|by|from|as|vs?\.?|re|&))$", re.I)
_OPENS_TEXT = re.compile(
    r"\s*(?:(?:BEGIN )?SUMMARY|INTRODUCTION|BACKGROUND|COMMENT)\b[ :.]*(?:AND \w+\W*)?$"
    r"|\s*(?:BEGIN )?SUMMARY[:.]|\s*QUOTE\s*$"
    r"|\s*(?:[A-Z]+ ){1,3}(?:PLEASE |PLS )?PASS (?:TO )?\w|\s*\((?:U|SBU|LOU|C|S)(?:/[A-Z/]+)?\) ",
    re.I,
)


_GOES_ON = re.compile(r"\s*(?:and|or|of|to|for|in|on|at|with|by|from|as|between|among)\b", re.I)


def subject_limit(lines: list[str], start: int, limit: int) -> int:
    """The line, at most `limit`, behind which nothing belongs to the subject whose first line is before `start`.

    A line that was not full has none of the subject below it, nor has one that opens the text; more lines than
    subjects have are the text, but for those below an unfinished one.
    """
    end = start
    while end < limit and lines[end] and lines[end] != BREAK:
        if _OPENS_TEXT.match(lines[end]):
            return end
        if not (_is_wrapped(lines[end - 1], lines[end]) or (end == start and _is_second_of_two(lines, end))):
            return end
        end += 1
    if end - start < _MOST:
        return limit
    end = start
    while end < limit and _HANGING.search(lines[end - 1].rstrip()):
        end += 1
    return end


def _is_second_of_two(lines: list[str], at: int) -> bool:
    """Whether a line in title case, or set in, closes a block of two: the text below a subject has more lines."""
    is_mixed = not lines[at].isupper() and not lines[at - 1].isupper()
    return (
        (is_mixed or lines[at].startswith(_SET_IN))
        and not any(lines[at + 1 : at + 2])
        and goes_on_as_title(lines[at], [lines[at - 1].strip()])
    )


def _is_wrapped(before: str, line: str) -> bool:
    """Whether the line end before `line` may be the telegraph's: its first word had no room, or hangs on."""
    first = line.split(None, 1)[0]
    if len(before) + len(first) >= _FULL or len(before) < _LEFT_OVER or _GOES_ON.match(line):
        return True
    return _HANGING.search(before.rstrip()) is not None


_SENTENCE = re.compile(r"[A-Z][a-z]+ .*[a-z\d][.;]$")
_HANDLING = re.compile(
    r"\W*(?:\([A-Z/]+\)|SENSITIVE|SUMMARY|THIS|PLEASE|NOT FOR|CLASSIFIED|ENTIRE|BEGIN|FOR|FROM)\b", re.I
)
_TITLE_LINE = 75  # characters


def ends_subject(line: str, above: str) -> bool:
    """Whether the subject ends above this line: a repeated classification line, or a sentence below capitals."""
    if above.isupper() and not line.isupper() and _SENTENCE.match(line.strip()):
        return True
    again = class_line_in(line)
    return again is not None and again.serial != "" and again.column == 0


def goes_on_as_title(line: str, values: list[str]) -> bool:
    """Whether a line behind a blank one is the rest of a subject: of the same letters, and no sentence."""
    if line.isupper() and values[-1].isupper():
        return True
    text = line.strip()
    is_alike = not line.isupper() and not values[-1].isupper() and values[-1][-1:] not in ".?!:"
    return is_alike and len(text) < _TITLE_LINE and text[-1] not in ".:;," and not _HANDLING.match(text)
