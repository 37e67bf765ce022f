"""Paragraphs whose beginning is not where it should be: in the midst of a line, over two lines, without a gap above."""

from __future__ import annotations

import re

from .layout import ends_sentence
from .numbering import STARTS, Candidate

_PORTION = r"\((?i:U|SBU|LOU|FOUO|C|S|TS)(?:[/-][^()]{1,80})?\)"
#: Behind a sentence a number with full stop and marking: the publisher lost a line end.
_INSIDE = re.compile(
    r"(?:(?<=[.?!)\]\"”:;])|(?<=---)|(?<=XXXX)|(?<=xxxx))"
    rf"(?P<gap>\s+)¶?(?P<number>\d{{1,3}})\. {{0,3}}{_PORTION}(?=\s|$)"
)
_START = re.compile(r"\s{0,6}(?:\([A-Z/]{1,8}\) *)?¶?\s?(?P<number>\d{1,3}) ?[.),]? ?(?:\(|(?<=[.)]) )")
_STOP = re.compile(r"\.(?<=\d\.) {0,3}\((?=[A-Za-z/-]{1,9}\W)")
_BEFORE_STOP = re.compile(r"(?:[.?!)\]\"”:;]|---|XXXX|xxxx)\s+¶?\d{1,3}$")
_LONGEST_GAP = 12  # characters of number and gap
#: A number whose marking goes on in the next lines: `2. (S//REL AFGHANISTAN, KYRGYZSTAN,` / `TAJIKISTAN)`.
_OPEN_MARKING = re.compile(r"\s{0,6}¶?\s?\d{1,3} ?[.)] ?\((?:TS|SBU|[SCU])(?: ?//? ?[A-Z][A-Za-z/,.&\- ]*)?$")
_REST = re.compile(r"\s*[A-Za-z/,.&\- ]*\)")
_MARKING_LINES = 4
_FULL = 46  # characters of a line that the telegraph's width ended
_FEW_GAPS = 8  # lines to each blank one in a text that has hardly any


def with_own_lines(lines: list[str], candidates: list[Candidate], starts: list[Candidate]) -> list[str]:
    """The lines with a line of its own for each paragraph number, and with each marking on the line of its number.

    Looked for only where it would show: a candidate's marking is cut off, a number is left out among the `starts`, or
    the last paragraph holds more.
    """
    if [c for c in candidates if c.marking is None and c.rest[:1] == "(" and ")" not in c.rest]:
        lines = _with_whole_markings(lines)
    first = 0 if _leaves_out(starts) or not starts else starts[-1].line
    return _divided(lines) if _has_inside("\n".join(lines[first:])) else lines


def _has_inside(text: str) -> bool:
    """Whether a number with its marking stands behind a sentence: a quick look, from the full stop of the number."""
    return any(
        _BEFORE_STOP.search(text, max(0, match.start() - _LONGEST_GAP), match.start()) for match in _STOP.finditer(text)
    )


def _leaves_out(starts: list[Candidate]) -> bool:
    return bool(starts) and len(starts) < starts[-1].number


def _with_whole_markings(lines: list[str]) -> list[str]:
    done: list[str] = []
    index = 0
    while index < len(lines):
        line, index = lines[index], index + 1
        if _OPEN_MARKING.match(line):
            end = next((i for i in range(index, min(len(lines), index + _MARKING_LINES)) if ")" in lines[i]), None)
            if end is not None and _REST.match(" ".join(lines[index : end + 1])):
                together = " ".join(filter(None, (part.strip() for part in lines[index : end + 1])))
                line, index = f"{line} {together}", end + 1
        done.append(line)
    return done


def _divided(lines: list[str]) -> list[str]:
    """Cuts before the number that is next in order, wherever it stands in a line."""
    done: list[str] = []
    number = 0
    for line in lines:
        if line[:1] in STARTS and (start := _START.match(line)) and int(start["number"]) >= number:
            number = int(start["number"])
        at = 0
        for stop in _STOP.finditer(line) if ".(" in line or ". " in line else ():
            match = _INSIDE.match(line, _gap_before(line, stop.start()))
            if match and int(match["number"]) == number + 1:
                number += 1
                done += [line[at : match.start()], ""]
                at = match.end("gap")
        done.append(line[at:] if at else line)
    return done if len(done) > len(lines) else lines


def _gap_before(line: str, at: int) -> int:
    """Where the blanks before a number begin whose full stop is at `at`.

    A match from there takes a thirtieth of the time of a search, as the pattern begins with no character to look for.
    """
    while at and line[at - 1].isdecimal():
        at -= 1
    if at and line[at - 1] == "¶":
        at -= 1
    while at and line[at - 1].isspace():
        at -= 1
    return at


def with_gaps(lines: list[str]) -> list[str]:
    """A text without numbers that has lost its blank lines, with one around each heading and behind each last line.

    What shows them is the width: a line that was not full ended its paragraph, and was its heading where a sentence
    ended above it and none ends in it.
    """
    if len(lines) < 4 or lines.count("") * _FEW_GAPS > len(lines):
        return lines
    done: list[str] = []
    after_end = True
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        is_short = bool(line and following) and len(line) + len(following.split(None, 1)[0]) < _FULL
        is_heading = is_short and after_end and line.isupper() and line[-1] not in ".,;"
        if is_heading and done and done[-1]:
            done.append("")
        done.append(line)
        ends = is_short and ends_sentence(line)
        if is_heading or ends:
            done.append("")
        after_end = is_heading or not line or ends_sentence(line)
    return done
