"""What the words of cables mean: captions, precedence, reasons, declassification terms, abbreviations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from .tags import geographic_tags

_DATA = Path(__file__).parent / "data" / "abbreviations.tsv"
_LONGEST = 60


class GlossKind(StrEnum):
    """Where a word belongs."""

    CAPTION = "caption"
    PRECEDENCE = "precedence"
    REASON = "reason"
    DECLASSIFICATION = "declassification"
    ABBREVIATION = "abbreviation"
    ACRONYM = "acronym"


@dataclass(frozen=True, slots=True)
class Gloss:
    """The meaning of a word; `certain` is False where it is only likely. `str()` says so."""

    word: str
    kind: GlossKind
    text: str
    certain: bool = True
    country: str = ""

    def __str__(self) -> str:
        return self.text if self.certain else f"probably {self.text}"


@cache
def glosses() -> dict[str, tuple[Gloss, ...]]:
    """The table by word in capitals, read once; a word that depends on the country has several rows."""
    table: dict[str, tuple[Gloss, ...]] = {}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            word, kind, text, doubt, country = line.split("\t")
            gloss = Gloss(word, GlossKind(kind), text, doubt != "?", "" if country == "-" else country)
            table[word.upper()] = (*table.get(word.upper(), ()), gloss)
    return table


def explain(word: str, country: str = "") -> str:
    """The meaning of a word, with "probably" where it is only likely; '' if unknown.

    `country` is that of the originating post (`posts.country_of`) and settles what GOB or SAG stands for.
    """
    found = lookup(word, country)
    return str(found) if found else ""


def lookup(word: str, country: str = "") -> Gloss | None:
    """The row of a word in any case, singular or plural, a reason as `1.4 (b)`; None if unknown."""
    return None if len(word) > _LONGEST else _lookup(word, country)


def explain_reason(letter: str, section: str = "1.4") -> str:
    """The reason for classification behind a letter, of section 1.4, or 1.5 in cables before 2003."""
    return explain(f"{section} ({letter})")


@lru_cache(maxsize=1024)
def _lookup(word: str, country: str) -> Gloss | None:
    for key in _keys(word):
        government = _government(key, country) if country else None
        if government:
            return government
        rows = glosses().get(key, ())
        own = [row for row in rows if row.country and row.country == country]
        for row in own or [row for row in rows if not row.country]:
            return row
    return None


_REASON = re.compile(r"(?:E\.?O\.?\s*[0-9]+\s*,?\s*)?(?:SECTION\s*)?(1\.[45])\s*\(?([A-H])\)?")
_ORDER = re.compile(r"E\.?\s?O\.?\s?([0-9]{5})")
_RELEASE = re.compile(r"REL(?:EASABLE)?(?:\s+TO)?\s.+")


def _keys(word: str) -> list[str]:
    """The keys to try: the word as it is, a reason or an order in one spelling, the singular."""
    key = " ".join(word.upper().split()).strip(" .,;:()\"'")
    reason, order = _REASON.fullmatch(key), _ORDER.fullmatch(key)
    if reason:
        return [f"{reason[1]}{reason[2]}"]
    if order:
        return [f"E.O. {order[1]}"]
    if _RELEASE.fullmatch(key):
        return ["REL"]
    is_marked = f"{key[:-1]}s" in word  # NGOs
    plural = key[-1:] == "S" and (is_marked or (len(key) > 4 and not key.startswith("GO")))
    return [key, key[:-1]] if plural else [key]


_SMALL = frozenset(("OF", "THE", "AND"))


def _government(key: str, country: str) -> Gloss | None:
    """GO and the first letter, the initials or the geographic tag of the country, as its posts write it."""
    if not 3 <= len(key) <= 5 or key[:2] != "GO":
        return None
    words = [word for word in re.findall(r"[A-Z]+", country.upper()) if word not in _SMALL]
    spellings = {word[0] for word in words[:1]} | {"".join(word[0] for word in words)} | geographic_tags(country)
    if key[2:] not in spellings:
        return None
    article = "the " if country.startswith(("United", "Netherlands", "Philippines", "Bahamas")) else ""
    return Gloss(key, GlossKind.ABBREVIATION, f"Government of {article}{country}", country=country)
