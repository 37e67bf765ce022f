"""Under which order a cable is classified, by whom, for which reasons and until when."""

from __future__ import annotations

import re
from datetime import date

from cable_tui.cables.dtg import us_date
from cable_tui.cables.model import Official

_ORDER = re.compile(r"E\.? ?[O0]\.? ?:? ?(?P<number>1\d{3,4})?|EXECUTIVE ORDER:? ?(?P<long>1\d{4})?", re.I)
_DECL = re.compile(r"DECL(?:ASSIFY ON|ASSIFICATION DATE)?\b[ :]*", re.I)
_LABEL = re.compile(r"\s*(?:¶?1\. *)?(?:\([A-Z/]{1,8}\) *)?(?:CLAS?S?I?FIED(?: BY)?|DECLASSIFY ON)\b[ :;.]*", re.I)
_REASONS = re.compile(r"1(?<![\d.]1) ?[./] ?[45](?!\d)[.,]?\s*(?P<letters>.*)", re.S)
#: Words between the person and the section: `for reasons`, `per E.O. 12958, reason`.
_BEFORE_REASONS = re.compile(
    r"for|per|under|pursuant|to|the|of|and|reasons?:?|section|e\.?o\.?|1[0-9]{4},?|reason\(s\):?|[,;:.-]+", re.I
)
#: The commonest of them.
_SURELY_BEFORE = frozenset(("for", "reason", "reasons", "reason(s)", "section", "per"))
_GLUED_REASONS = re.compile(r"1 ?[./] ?[45](?=[a-hA-H]\b)")
_LETTERS = re.compile(r"[A-Za-z]+|[-–]")
_DERIVED = re.compile(r"\bDERIVED FROM[ :]*(?P<value>.*)", re.I | re.S)
_SUFFIX = re.compile(r",\s*(?=(?:JR|SR|II|III|IV)\b)", re.I)
_NAME_PARTICLES = frozenset("de la van von der den al el bin del di da".split())
_TITLES = frozenset(
    "ambassador amb cda charge charge' chargé d'affaires d’affaires a.i ai dcm a/dcm deputy chief of mission acting"
    " consul general congen consul-general cg counselor counsellor polcouns polcounselor polcouncelor econcouns"
    " polminscouns polmincouns econmin political economic econ pol econpol ecopol polec pol/econ polecon minister"
    " minister-counselor minister-counsellor mc m/c officer poloff econoff emboff conoff director dir assistant"
    " secretary under undersecretary a/s u/s das pdas principal section affairs for pol-mil political-military"
    " the to and commercial consular counterterrorism regional public refugee labor science environment attache attaché"
    " daso dao rso prt adviser advisor senior special envoy coordinator interagency provincial executive inr nas"
    " usnato perm rep permanent representative head office unit embassy us u.s management agricultural legal polad"
    " a/polad staff vice president press global".split()
)
_LONGEST = 600
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
    """The official whom the order's line names: `(TOMSETH, VICTOR L.)` is Victor L. Tomseth, without a title."""
    match = _ON_ORDER.search(declassify) if "(" in declassify else None
    return Official(" ".join(f"{match['given']} {match['surname']}".split())) if match else None


def join_wrapped(lines: list[str]) -> str:
    """Joins lines; exports cut this field at column 71 even inside a word ("FOR REAS", "ONS 1.4")."""
    return "".join(line + ("" if len(line) == 71 else " ") for line in lines).rstrip()


def read_classified_by(lines: list[str]) -> tuple[Official | None, tuple[str, ...], str]:
    """The person, the reasons as lower-case letters in the order printed, and what it is derived from."""
    if not lines:
        return None, (), ""
    text = join_wrapped(lines)[: _LONGEST * 10]
    derived = ""
    if "DERIVED" in text.upper() and (match := _DERIVED.search(text)):
        derived, text = match["value"].strip(), text[: match.start()]
    text = _GLUED_REASONS.sub(_with_blank, text)
    while match := _LABEL.match(text):  # "Classified By: CLASSIFIED BY ISN ..." and "(U) Classified by" happen
        text = text[match.end() :]
    reasons: tuple[str, ...] = ()
    if match := _REASONS.search(text):
        reasons = _read_letters(match["letters"])
        text = text[: match.start()]
    words = text.split()
    while words and _is_before_reasons(words[-1].strip(",;:")):
        words.pop()
    text = " ".join(words).strip(" ,;:.-")
    return (split_official(text) if text else None), reasons, derived


def _with_blank(match: re.Match[str]) -> str:
    return f"{match[0]} "


def _is_before_reasons(word: str) -> bool:
    return not word or word.lower() in _SURELY_BEFORE or _BEFORE_REASONS.fullmatch(word) is not None


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


def split_official(text: str) -> Official:
    """Name and title apart: `Ambassador Alice G. Wells` and `Alice G. Wells, Ambassador` give the same."""
    text = _SUFFIX.sub(" ", text)
    head, comma, tail = text.partition(",")
    if comma and not _is_title(head.split()[-1:]):
        name, title = _name_and_title(head.split())
        return Official(name, ", ".join(part for part in (title, tail.strip(" ,")) if part))
    name, title = _name_and_title(text.replace(",", " , ").split())
    return Official(name, title)


def _is_title(words: list[str]) -> bool:
    return bool(words) and _is_title_word(words[0])


def _is_title_word(word: str) -> bool:
    plain = word.strip(",.;:").lower()
    return plain in _TITLES or "/" in plain or word == ","


def _name_and_title(words: list[str]) -> tuple[str, str]:
    last = len(words) - 1
    while last >= 0 and not _is_title_word(words[last]):
        last -= 1
    name, title = words[last + 1 :], words[: last + 1]
    if not name:  # nothing but a title: an office signs
        return "", " ".join(title).replace(" ,", ",")
    if len(name) > 4 and not any(word.lower() in _NAME_PARTICLES for word in name):
        name, title = name[-3:], title + name[:-3]
    return " ".join(name), " ".join(title).replace(" ,", ",").strip(" ,")
