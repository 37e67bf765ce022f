"""Classification authority: the executive order, the official, the reasons and the declassification date."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from itertools import zip_longest

from cable_tui.cables.dtg import us_date
from cable_tui.cables.model import Official

from .official import split_official

_ORDER = re.compile(r"E\.? ?[O0]\.? ?:? ?(?P<number>1\d{3,4})?|EXECUTIVE ORDER:? ?(?P<long>1\d{4})?", re.I)
_DECL = re.compile(r"DECL(?:ASSIFY ON|ASSIFICATION DATE)?\b[ :]*", re.I)
_LABEL = re.compile(r"\s*(?:¶?1\. *)?(?:\([A-Z/]{1,8}\) *)?(?:CLAS?S?I?FIED(?: BY)?|DECLASSIFY ON)\b[ :;.]*", re.I)
_REASONS = re.compile(r"1(?<![\d.]1) ?[./] ?[45](?!\d)[.,]?\s*(?P<letters>.*)", re.S)
#: `reasons` with letters lost, doubled or out of their place; no `Rosen`, no `Reno`.
_REASON = r"r(?:easons?|(?=[ea])(?=[eaoih]*[sn])(?=[eaoihn]*s)(?=[eaoihs]*n)[easonih]{3,7})(?:\(s\))?"
_SECTION = (
    r"(?:1\s?[./]\s?[45]|e\.?\s?[o0]\.?\b|executive\s+order|(?:sec(?:tions?|\.)|para(?:graph)?s?)(?=\s*\(?1\s?[./]))"
)
#: Where the reasons begin: at their word, their order or their section, with the words that lead there.
_BEGIN_REASONS = re.compile(
    rf"""(?<=[a-z]{{3}})for\s+reasons?\b|(?:^|(?<![\s,;:(–—-])(?<!(?<!r)\.)(?=[\s,;:.(–—-]))
    (?:(?<!\b[js]r)\.|[\s,;:(–—-])*+(?:
        (?:for|per|by|with|under|due\s+to|based\s+on)\s+(?:the\s+)?(?:following\s+)?{_REASON}\b
      | {_REASON}\b(?=[\s:;,.(-]*(?:$|[a-h]\b|per\b|under\b|of\b|is\b|are\b|{_SECTION}))
      | (?:(?:for|per|under|pursuant|based|in|according|as|iaw|by|of|citing|accordance|with|on|to|the|authority)\s+)*
        {_SECTION}
        (?=[\s\d.:,(a-h]|$)
    )""",
    re.I | re.X,
)
_GLUED_REASONS = re.compile(r"1 ?[./] ?[45](?=[a-hA-H]\b)")
#: Letters that stand behind the word alone: `for reasons b, d`.
_BARE_LETTERS = re.compile(rf"{_REASON}\b[\s:;,.]*(?P<letters>\(?[a-h]\b.*)", re.I | re.S)
_LETTERS = re.compile(r"[A-Za-z]+|[-–]")
_DERIVED = re.compile(r"\bDERIVED FROM[ :]*(?P<value>.*)", re.I | re.S)
_SUFFIXED = re.compile(r"\b(?:jr|sr)\.$", re.I)
_LONGEST = 600
_CUT = 71
#: The official on the line of the order, as it was to 1982: `GDS 8/12/85 (TOMSETH, VICTOR L.) OR-P`.
_ON_ORDER = re.compile(r"\b(?:X?GDS|RDS)\b[^()]*\((?P<surname>[^\W\d][^\d(),]*),(?P<given>[^\d(),]+)\)", re.I)


def read_order(lines: list[str]) -> tuple[str, str, date | None]:
    """The order's number ('12958'), the declassification as printed, and its date where that is one.

    `E.O. 12958: DECL: 06/05/2018` gives ('12958', '06/05/2018', 2018-06-05); `E.O. 12958: N/A` gives N/A.
    """
    if not lines:
        return "", "", None
    text = " ".join(lines)
    match = _ORDER.match(text)
    if not match:
        return "", text, us_date(text)
    rest = text[match.end() :].strip(" :.;,")
    declassify = _DECL.sub("", rest, count=1).strip() if _DECL.match(rest) else rest
    return match["number"] or match["long"] or "", declassify, us_date(declassify)


def official_on_order(declassify: str) -> Official | None:
    """The official named on the order's line: `(TOMSETH, VICTOR L.)` is Victor L. Tomseth, without a title."""
    match = _ON_ORDER.search(declassify) if "(" in declassify else None
    return Official(" ".join(f"{match['given']} {match['surname']}".split())) if match else None


def join_wrapped(lines: list[str]) -> str:
    """Joins lines; exports cut this field at column 71 even inside a word ("FOR REAS", "ONS 1.4")."""
    parts: list[str] = []
    start = 0  # columns that a label takes before its value, which was split off
    for line, below in zip_longest(lines, lines[1:], fillvalue=""):
        parts += [line, "" if start + len(line) == _CUT and _is_cut(line, below) else " "]
        start = len(line) + 1 if line.endswith(":") else 0
    return "".join(parts).rstrip()


def _is_cut(line: str, below: str) -> bool:
    """Whether the end of a full line is in the midst of a word; a capital behind small letters begins another one."""
    return not (line[-1:].islower() and below[:1].isupper())


def read_classified_by(lines: list[str]) -> tuple[Official | None, tuple[str, ...], str]:
    """The person, the reasons as lower-case letters in the order printed, and what it is derived from."""
    return _read_classified_by(join_wrapped(lines)[: _LONGEST * 10]) if lines else (None, (), "")


@lru_cache(maxsize=512)
def _read_classified_by(text: str) -> tuple[Official | None, tuple[str, ...], str]:
    """As `read_classified_by`, remembered: an official signs with the same words for years."""
    derived = ""
    if "DERIVED" in text.upper() and (match := _DERIVED.search(text)):
        derived, text = match["value"].strip(), text[: match.start()]
    text = _GLUED_REASONS.sub(_with_blank, text)
    while match := _LABEL.match(text):  # "Classified By: CLASSIFIED BY ISN ..." and "(U) Classified by" happen
        text = text[match.end() :]
    begin = _BEGIN_REASONS.search(text)
    reasons = _read_reasons(text)
    text = " ".join((text[: begin.start()] if begin else text).split()).strip(" ,;:-(").lstrip(".")
    if not _SUFFIXED.search(text):
        text = text.rstrip(" ,;:.-(")
    return (split_official(text[:_LONGEST]) if text else None), reasons, derived


def _read_reasons(text: str) -> tuple[str, ...]:
    match = _REASONS.search(text) or _BARE_LETTERS.search(text)
    return _read_letters(match["letters"]) if match else ()


def _with_blank(match: re.Match[str]) -> str:
    return f"{match[0]} "


def _read_letters(text: str) -> tuple[str, ...]:
    """`(b) and (d)`, `b/d`, `(b-d)`, `(B)(D)`: the letters, a range written out."""
    found: list[str] = []
    span = False
    for token in _LETTERS.findall(text.lower()):
        if token in ("-", "–"):
            span = True
        elif len(token) == 1 and "a" <= token <= "h":
            if span and found:
                codes = range(ord(found[-1]) + 1, ord(token) + 1)
                found.extend(chr(code) for code in codes if chr(code) not in found)
            elif token not in found:
                found.append(token)
            span = False
        elif token in ("through", "to"):
            span = True
        elif token not in ("and", "or"):
            break
    return tuple(found)


_IN_TEXT = re.compile(r"\bCLASSIFIED BY\b", re.I)


def official_in_text(text: str) -> tuple[Official | None, tuple[str, ...]]:
    """The official and the reasons of a first paragraph that says them: `1. C - ENTIRE TEXT. CLASSIFIED BY: ...`."""
    match = _IN_TEXT.search(text[:_LONGEST])
    if not match or not _REASONS.search(text, match.end(), match.end() + _LONGEST):
        return None, ()
    return read_classified_by([text[match.start() : match.end() + _LONGEST]])[:2]
