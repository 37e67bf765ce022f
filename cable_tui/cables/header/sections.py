"""Messages of several sections: from 1980 to 2001 each section repeats the whole header, even in mid-sentence."""

from __future__ import annotations

import re

from cable_tui.cables.dtg import DTG
from cable_tui.cables.lines import BREAK, is_banner, lines_with, repeated, whole_subject

from .classline import ClassLine, class_line_in

_ADDRESS = r"(?:FM|TO)\b|R[A-Z]{5,7}/|AMEMBASSY |AMCONSUL |USMISSION |SECSTATE |SECDEF |NSC |CIA "  # behind the DTG
_PAGE_ONE = r"PAGE \d\d\b"
_END = r"N{3,4}(?:[A-Z]{2,4}VZCZ)?$|<+ ?END OF DOCUMENT|\*\*\* Current [A-Z]"
_OTHERS = r"(?:ACTION|ORIGIN|INFO)\b|[A-Z]{2,5}-\d\d\b|-{6,}|VZCZC|DE R|ZN[RY]|(?:ZZ|OO|PP|RR) R"
_HEADER = re.compile(rf"\s*(?:{_ADDRESS}|{_PAGE_ONE}|{_OTHERS}|{_END})")
_ABOVE_DTG = re.compile(rf"\s*(?:{_PAGE_ONE}|{_OTHERS}|{_END})")
_PAGE_LINE = re.compile(rf"\s*{_PAGE_ONE}")
_ABOVE_PAGE = re.compile(rf"\s*(?:{_END})")
_COUNT, _DISTRIBUTION = re.compile(r"\s*\d\d"), re.compile(r"\s*(?:ACTION|ORIGIN)\b")  # the count stands above it
_FIELD = re.compile(r"\s*(?:SUBJ(?:ECT)?\b|E\.? ?O\.? ?1\d{4}|TAGS?\b)", re.I)
_SUBJECT = re.compile(r"\s*SUBJ(?:ECT)?\b[ :]", re.I)
_PARAGRAPH = re.compile(r"\s*(?:\([A-Z/]+\) *)?¶?\d{1,3}\s?[.)]")
_PAGE = re.compile(r"\s*PAGE \d\d +[A-Z][A-Z .'-]*? *\d{4,6}\b(?: +\d\d OF \d\d)?(?: +\d{6}Z)? *")
_BLOCK = 40  # lines a repeated header may have on either side of its classification line


def without_repeated_headers(lines: list[str], own: ClassLine | None, removed: list[str]) -> list[str]:
    """The lines with `BREAK` for each repeated header of the same message; what is cut goes to `removed`."""
    if own is None or not own.serial or own.sections < 2:
        return lines
    kept: list[str] = []
    done = 0
    known: set[str] = set()
    for index in lines_with("SECTION", lines, "\n".join(lines)):
        again = class_line_in(lines[index], index) if index >= done else None
        if again and again.section > 1 and again.serial.lstrip("0") == own.serial.lstrip("0"):
            known = known or _first_header(lines)
            first = max(done, _header_start(lines, index))
            subject = _subject(lines, index)
            rest = _behind_subject(lines, subject) if subject else ""
            last = subject if rest else _header_end(lines, index, known)
            cut = "\n".join(lines[first:last]).removesuffix(rest)
            removed.extend(line.strip() for line in cut.split("\n") if line.strip())
            kept += [*lines[done:first], BREAK, *([rest] if rest else [])]
            done = last
    return kept + lines[done:] if done else lines


def _first_header(lines: list[str]) -> set[str]:
    """What the cable's own header says, a line each."""
    end = next((index for index, line in enumerate(lines[:_BLOCK]) if _PARAGRAPH.match(line)), _BLOCK)
    return {_squashed(_PAGE.sub("", line)) for line in lines[:end] if line}


def _header_start(lines: list[str], at: int) -> int:
    """Upwards over addressees, date, routing, the page line and banners, in that order: a text may begin with `TO`."""
    first, below, known = at, "", _HEADER
    for index in range(at - 1, max(-1, at - _BLOCK), -1):
        line = lines[index]
        if line == BREAK or not line:
            continue
        is_dtg = known is not _ABOVE_PAGE and bool(DTG.match(line.strip()))
        is_count = _COUNT.fullmatch(line) and _DISTRIBUTION.match(below)
        if not (is_dtg or is_count or known.match(line) or is_banner(line)):
            break
        first, below = index, line
        if _PAGE_LINE.match(line):
            known = _ABOVE_PAGE
        elif is_dtg:
            known = _ABOVE_DTG
    return first


def _header_end(lines: list[str], at: int, known: set[str]) -> int:
    """Downwards to the subject, if it is printed again, and over everything that the first header has too."""
    end = _subject(lines, at) or at + 1
    for index in range(end, min(len(lines), at + _BLOCK)):
        line = lines[index]
        if not line or line == BREAK:
            continue
        text = _PAGE.sub("", line)
        if text and _squashed(text) not in known and not _FIELD.match(text):
            break
        end = index + 1
    return end


def _subject(lines: list[str], at: int) -> int:
    """The index behind a subject's first line that follows before any paragraph, 0 without one."""
    for index in range(at + 1, min(len(lines), at + _BLOCK)):
        if _SUBJECT.match(lines[index]):
            return index + 1
        if _PARAGRAPH.match(lines[index]):
            return 0
    return 0


def _behind_subject(lines: list[str], end: int) -> str:
    """What follows a repeated subject on its line, the one before `end`: the sentence that the page broke."""
    first = next((index for index, line in enumerate(lines[:_BLOCK]) if _SUBJECT.match(line)), end - 1)
    value, whole = (_SUBJECT.sub("", line, count=1).strip() for line in (lines[end - 1], whole_subject(lines, first)))
    return value[repeated(value, whole, least=1) :].strip()


def _squashed(line: str) -> str:
    return "".join(line.upper().split())
