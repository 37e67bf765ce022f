"""Captions, which say who may see a cable, and attention lines, which say whom it is for."""

from __future__ import annotations

import re

CAPTIONS = frozenset(
    "SIPDIS NOFORN SENSITIVE EXDIS NODIS LIMDIS STADIS NOCONTRACT ORCON PROPIN ROGER AIDAC TERREP SPECAT"
    " CHEROKEE NOTAL USDOC DEPTPASS".split()
)
#: Offices that are a caption where they stand alone: `USDOC 4322/MAC` and `USDOC FOR ITA` are attention lines.
_OFFICES = frozenset(("USDOC", "DEPTPASS"))
_PHRASES = re.compile(
    r"C ?O ?R ?R ?E ?C ?T(?: ?E ?D)?\s+C ?O ?P ?Y\b.*|NOT FOR INTERNET DISTRIBUTION|NO FORN\b"
    r"|(?:DS|MED|HR|DG|ROGER|AGRMENT|DISSENT) CHANNEL(?: ONLY)?|OFFICIAL[ -]INFORMAL|EYES ONLY|NIACT IMMEDIATE"
    r"|(?:TOSEC|SECTO) *\d+|REL(?:EASABLE)? TO .*",
    re.I,
)
_MOST_CAPTIONS = 30


def split_captions(line: str) -> tuple[list[str], str]:
    """Captions that open a line, in order, and the rest: `SIPDIS, DEA HQ FOR X` gives SIPDIS and `DEA HQ FOR X`."""
    found: list[str] = []
    rest = line
    for _ in range(_MOST_CAPTIONS):
        if not rest:
            break
        if match := _PHRASES.match(rest):
            found.append(" ".join(match[0].upper().split()))
            rest = rest[match.end() :].lstrip(" ,;")
            continue
        printed = rest.split(None, 1)[0]
        word = printed.rstrip(",;").upper()
        if word not in CAPTIONS or (word in _OFFICES and _is_address(printed, rest)):
            break
        found.append(word)
        rest = rest[len(word) :].lstrip(" ,;")
    return found, rest


def _is_address(word: str, line: str) -> bool:
    """Whether words that are no caption follow the first word of a line directly, without a comma."""
    following = line[len(word) :].lstrip()
    if not following or word[-1] in ",;" or _PHRASES.match(following):
        return False
    return following.split(None, 1)[0].rstrip(",;").upper() not in CAPTIONS


_UNFINISHED = re.compile(r"(?:\b(?:FOR|AND|TO|FROM|PASS|PLEASE|PLS|THE|OF|ALSO)|[,&/(-])$", re.I)
#: How a line opens that says for whom it is, or goes on to say it: `NSC FOR JWOOD`, `FOR POPAL AND HUBAH`.
_OPENING = re.compile(r"[^;,:]{0,40}?\b(?:FOR|PASS|PLEASE|PLS|ALSO)\b", re.I)
_GOES_ON = re.compile(r"(?:FOR|PASS|PLEASE|PLS|ALSO|AND)\b", re.I)
_FULL = 56  # characters of a line and the next word that do not fit on one line of the telegram


def goes_on(printed: str, line: str) -> bool:
    """Whether the attention line `printed` goes on in `line`, the next without a gap.

    It does where it ends in a word or sign that wants more, unless the next says for whom it is itself, and where
    the last address of several on a full line (`...; BAGHDAD` / `FOR POPAL`) has none or only half of its names.
    """
    if _UNFINISHED.search(printed[-9:]):
        return not (printed[-1] in ",&/" and _OPENING.match(line) and not _GOES_ON.match(line))
    last = printed.rpartition(";")[2].rpartition(",")[2]
    if len(last) == len(printed):
        return False
    if _GOES_ON.match(line):
        return not _OPENING.match(last)
    is_full = len(printed) + 1 + len(line.split(None, 1)[0]) > _FULL
    return is_full and ";" in printed and not _OPENING.match(line)
