"""Classification levels and portion markings: what is printed in banners and in parentheses."""

from __future__ import annotations

import re
from functools import lru_cache

from .model import Classification, Level, Marking

_LEVELS = {
    "U": Level.UNCLASSIFIED,
    "UNCLAS": Level.UNCLASSIFIED,
    "UNCLASSIFIED": Level.UNCLASSIFIED,
    "SBU": Level.CONTROLLED,
    "SUB": Level.CONTROLLED,  # a common slip for SBU
    "LOU": Level.CONTROLLED,
    "FOUO": Level.CONTROLLED,
    "CUI": Level.CONTROLLED,
    "EFTO": Level.CONTROLLED,
    "SENSITIVE BUT UNCLASSIFIED": Level.CONTROLLED,
    "LIMITED OFFICIAL USE": Level.CONTROLLED,
    "R": Level.RESTRICTED,
    "RESTRICTED": Level.RESTRICTED,
    "C": Level.CONFIDENTIAL,
    "CONF": Level.CONFIDENTIAL,
    "CONFIDENTIAL": Level.CONFIDENTIAL,
    "S": Level.SECRET,
    "SECRET": Level.SECRET,
    "TS": Level.TOP_SECRET,
    "TOP SECRET": Level.TOP_SECRET,
}
_CAVEATS = {
    "NF": "NOFORN",
    "N": "NOFORN",
    "NOFORN": "NOFORN",
    "NOFOR": "NOFORN",
    "FGI": "FGI",
    "OC": "ORCON",
    "ORCON": "ORCON",
    "FOUO": "FOUO",
    "NC": "NOCONTRACT",
    "PROPIN": "PROPIN",
    "SI": "SI",
}
_GLUED = {"SNF": "S/NF", "CNF": "C/NF", "SBUNF": "SBU/NF", "UFOUO": "U/FOUO"}
_ENTIRE = re.compile(
    r"\W*(?P<level>TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|SENSITIVE BUT UNCLASSIFIED"
    r"|LIMITED OFFICIAL USE|SBU|LOU|TS|[UCS])(?P<caveats>(?:\s?/{1,2}\s?[A-Z]+)*)\)?"
    r"\s*[-–—,:.]*\s*ENTIRE (?:TEXT|MESSAGE|CABLE)",
    re.I,
)
#: What may be a portion marking, as part of a pattern.
PORTION = (
    r"\(\s*(?P<portion>[A-Za-z][A-Za-z/,.&\- ]{0,40}?|(?:TS|[SCU]|SBU) ?//? ?[A-Za-z][A-Za-z/,.&\- ]{0,200}?)\s*\)"
)
_PORTION = re.compile(PORTION)
_UNOPENED = re.compile(r"([CSU]|SBU)\) ")
_SEPARATORS = re.compile(r"\s*(?://|/|,|-|\s)\s*")
_REL = re.compile(r"REL(?:EASABLE)?(?:\s+TO)?\b[\s,/]*(.*)")


@lru_cache(maxsize=4096)
def read_marking(printed: str) -> Marking | None:
    """A portion marking from the text between its parentheses, None where that is no marking.

    >>> str(read_marking("S//NF"))
    'S/NOFORN'
    """
    inner = " ".join(printed.upper().split()).replace("N/F", "NF")
    inner = _GLUED.get(inner, inner)
    if inner in _LEVELS:
        return Marking(_LEVELS[inner], (), printed)
    first, _, rest = inner.partition("/")
    if not rest:
        first, _, rest = inner.partition("-") if "-" in inner else inner.partition(" ")
    level = _LEVELS.get(first.strip())
    if level is None:
        return None
    caveats = _read_caveats(rest.strip(" /"))
    if caveats is None:
        return None
    if level is Level.UNCLASSIFIED and "FOUO" in caveats:
        level = Level.CONTROLLED
    return Marking(level, caveats, printed)


def _read_caveats(text: str) -> tuple[str, ...] | None:
    """Caveats behind the level, None if a word is there that is no caveat."""
    found: list[str] = []
    if match := re.search(r"\bREL\b|\bRELEASABLE\b", text):
        before, text = text[: match.start()].strip(" /,"), text[match.start() :]
        countries = _REL.match(text)
        names = countries[1].strip() if countries else ""
        found.append(f"REL {', '.join(part for part in re.split(r'[,/] *', names) if part)}".strip())
        text = before
    for word in filter(None, _SEPARATORS.split(text)):
        caveat = _CAVEATS.get(word)
        if caveat is None:
            return None
        if caveat not in found:
            found.insert(0 if caveat == "NOFORN" else len(found), caveat)
    return tuple(found)


def take_marking(text: str) -> tuple[Marking | None, str]:
    """The marking that opens `text` and the rest of the text; None and the text unchanged if there is no marking."""
    if text[:1] == "(":
        match = _PORTION.match(text)
        if match and (marking := read_marking(match[1])):
            return marking, text[match.end() :].lstrip()
    elif (text[1:2] == ")" or text[3:4] == ")") and (match := _UNOPENED.match(text)):
        marking = read_marking(match[1])
        return marking, text[match.end() :].lstrip()
    return None, text


def read_entire_text(text: str) -> Marking | None:
    """The default that a paragraph such as `(C - ENTIRE TEXT).` sets for all the unmarked ones."""
    match = _ENTIRE.match(text)
    if not match:
        return None
    return read_marking(match["level"] + match["caveats"])


def _whole(word: str) -> re.Pattern[str]:
    """A level as a word of its own, spaced out or not, without its first letter too: never `SECRETARY`."""
    behind = r"(?! ?A ?R ?[IY])(?:(?![A-Z'’-])|(?=NOFORN|SECTION|EXDIS|NODIS|LIMDIS|STADIS|EFTO))"
    return re.compile(rf"(?<![A-Z])(?:{word[0]} ?)?{' ?'.join(word[1:])}{behind}")


_CONFIDENTIAL, _RESTRICTED = _whole("CONFIDENTIAL"), _whole("RESTRICTED")
_SECRET_OR_TOP = re.compile(
    r"(?P<top>(?<![A-Z])T ?O ?P ?(?=S))?" + _whole("SECRET").pattern.replace("(?<![A-Z])", "(?:(?<=P)|(?<![A-Z]))", 1)
)


@lru_cache(maxsize=1024)
def read_classification(printed: str) -> Classification:
    """The classification of a catalogue or banner: `SECRET//NOFORN`, `C O N F I D E N T I A L`, `UNCLAS EFTO`.

    Words may be spaced out. UNKNOWN where no level is found.
    """
    words = " ".join(printed.upper().replace("//", " ").replace("/", " ").split())
    tight = words.replace(" ", "")
    caveats = ("NOFORN",) if "NOFORN" in tight else ()
    level, name = Level.UNKNOWN, ""
    if "LIMITEDOFFICIALUSE" in tight or tight == "LOU":
        level, name = Level.CONTROLLED, "LIMITED OFFICIAL USE"
    elif "NCLAS" in tight:
        level = Level.UNCLASSIFIED
        if "SBU" in tight or "SENSITIVEBUT" in tight:
            level, name = Level.CONTROLLED, "SENSITIVE BUT UNCLASSIFIED"
        elif any(word in tight for word in ("OFFICIALUSE", "FOUO", "SENSITIVE")):
            level = Level.CONTROLLED
        elif "EFTO" in tight:
            level, name = Level.CONTROLLED, "UNCLASSIFIED//EFTO"
    elif tight in ("CUI", "SBU"):
        level, name = Level.CONTROLLED, "CUI" if tight == "CUI" else "SENSITIVE BUT UNCLASSIFIED"
    elif match := _SECRET_OR_TOP.search(words):
        level = Level.TOP_SECRET if match["top"] else Level.SECRET
    elif _CONFIDENTIAL.search(words):
        level = Level.CONFIDENTIAL
    elif _RESTRICTED.search(words):
        level = Level.RESTRICTED
    return Classification(level, caveats, name, printed)
