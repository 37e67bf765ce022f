"""TAGS: reading the line, and what the codes mean.

TAGS is Traffic Analysis by Geography and Subject (5 FAH-3). A line mixes subject and program codes of four
letters, two-letter country codes (near FIPS 10-4, never ISO 3166), organisations, persons and free words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "tags.tsv"


class TagClass(StrEnum):
    """The handbook's classes, TERM for free words and UNKNOWN for tags in no list."""

    PERSON = "person"
    GEOGRAPHIC = "geographic"
    PROGRAM = "program"
    SUBJECT = "subject"
    ORGANISATION = "organisation"
    TERM = "term"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Tag:
    """One row of the table; `meaning` may be '', `certain` is False where the wording was not confirmed."""

    code: str
    kind: TagClass
    meaning: str
    certain: bool


# --- the table ----------------------------------------------------------------------------------------------


@cache
def _table() -> tuple[dict[str, Tag], dict[str, str]]:
    """Tags by code, and slips with the code they mean; read once."""
    tags, slips = {}, {}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            code, kind, meaning, doubt = line.split("\t")
            if kind == "slip":
                slips[code] = meaning
            else:
                tags[code] = Tag(code, TagClass(kind), "" if meaning == "-" else meaning, doubt != "?")
    return tags, slips


@cache
def _plain() -> frozenset[str]:
    """Codes that mean themselves: no words, and none of the travel tags that persons follow."""
    return frozenset(code for code, tag in _table()[0].items() if tag.kind is not TagClass.TERM) - _TRAVEL


@cache
def geographic_names() -> tuple[str, ...]:
    """The countries and regions that the geographic codes mean."""
    return tuple(tag.meaning for tag in _table()[0].values() if tag.kind is TagClass.GEOGRAPHIC)


@cache
def _terms() -> dict[str, list[tuple[str, ...]]]:
    """Terms of several words by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for code, tag in _table()[0].items():
        if tag.kind is TagClass.TERM and " " in code:
            words = tuple(code.split())
            found.setdefault(words[0], []).append(words)
    for terms in found.values():
        terms.sort(key=len, reverse=True)
    return found


_TRAVEL = frozenset(("OVIP", "OREP", "OTRA"))
_LEVELS = frozenset(("UNCLAS", "UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET"))
_CAPTIONS = frozenset(("SIPDIS", "NOFORN", "SENSITIVE", "NODIS", "EXDIS", "LIMDIS", "STADIS", "NOTAL"))
_NOT_TAGS = _LEVELS | _CAPTIONS | {"TAGS", "TAG", "PAGE", "AND"}


def tag(code: str) -> Tag | None:
    """The row of a canonical tag, None if it is in no list."""
    return _table()[0].get(code.upper())


def codes() -> tuple[str, ...]:
    """All canonical tags of the table, in its order."""
    return tuple(_table()[0])


def meaning(code: str) -> str:
    """What a tag stands for, '' if unknown."""
    found = tag(code)
    return found.meaning if found else ""


def is_certain(code: str) -> bool:
    """False where the meaning is only likely, so that a screen can say "probably"."""
    found = tag(code)
    return found is not None and found.certain


@cache
def geographic_tags(country: str) -> frozenset[str]:
    """The geographic tags whose meaning is this country's name."""
    rows = [row for row in _table()[0].values() if row.kind is TagClass.GEOGRAPHIC]
    return frozenset(row.code for row in rows if row.meaning.partition(",")[0] == country)


def classify(code: str) -> TagClass:
    """The class of a tag: by the table first, then by its shape."""
    upper = code.upper()
    found = _table()[0].get(upper)
    if found:
        return found.kind
    if "," in upper:
        return TagClass.PERSON
    if len(upper) == 2 and upper.isalpha():
        return TagClass.GEOGRAPHIC
    if len(upper) == 4 and upper[0] == "K" and upper.isalpha():
        return TagClass.PROGRAM
    return TagClass.TERM if " " in upper or len(upper) > 5 else TagClass.UNKNOWN


# --- splitting ----------------------------------------------------------------------------------------------

_LINK = re.compile(r"\[([^\[\]\n]*)\]\([^()\n]*\)")
_LABEL = re.compile(r"\s*(?:TAGS?|TABS|TAS|TGS|AGS)\s*[:,;]\s*", re.IGNORECASE)
_PIECE = re.compile(r"\(([^()]*)\)?|([^\s,;()\[\]]+)|([,;])")
_SEPARATORS = frozenset(",;-–|/")
_EDGE = ".:'\"`*"


def split_tags(value: str) -> tuple[str, ...]:
    """The tags of a TAGS value (its lines joined by newlines), canonical, in order, without doubles.

    Markdown links are unwrapped, glued codes cut, known slips corrected; persons (`CLINTON, HILLARY`) and
    known terms of several words stay whole. What is in no list is kept as it stands.
    """
    words = value.replace(",", " ").split()
    if _plain().issuperset(words):
        return tuple(dict.fromkeys(words))
    return tuple(dict.fromkeys(_read(value)))


def _read(value: str) -> Iterator[str]:
    """The slow path: pieces one by one, with the words a person or a term is made of."""
    if "[" in value:
        value = _LINK.sub(r" \1 ", value)
    label = _LABEL.match(value)
    pieces = _pieces(value.upper(), label.end() if label else 0)
    at, after_travel = 0, False
    while at < len(pieces):
        word, inside = pieces[at]
        if inside:
            yield from _parenthesis(word, after_travel)
            at += 1
        elif after_travel and (length := _person_length(pieces, at)):
            yield _person(pieces[at : at + length])
            at += length
        elif length := _term_length(pieces, at):
            yield " ".join(piece for piece, _ in pieces[at : at + length])
            at += length
            after_travel = False
        else:
            after_travel = word in _TRAVEL or (after_travel and word in (",", ";", "AND"))
            yield from _single(word)
            at += 1


def _pieces(value: str, start: int) -> list[tuple[str, bool]]:
    """(text, is it the inside of parentheses) for words, parentheses and the separators `,` and `;`."""
    found = []
    for match in _PIECE.finditer(value, start):
        inside, word, separator = match.groups()
        if inside is not None:
            found.append((inside, True))
        elif separator or (word := word.strip(_EDGE)):
            found.append((separator or word, False))
    return found


def _single(word: str) -> Iterator[str]:
    """The tags of one word: itself, its correction, or the codes it was glued from."""
    if not word or word in _SEPARATORS or word in _NOT_TAGS:
        return
    tags, slips = _table()
    if "/" in word and all(part in tags for part in word.split("/")):
        yield from word.split("/")
        return
    if word in tags:
        yield word
    elif word in slips:
        yield slips[word]
    else:
        yield from _cut(word) or (word,)


@lru_cache(maxsize=1024)
def _cut_cached(word: str) -> tuple[str, ...]:
    tags = _table()[0]
    at, found = 0, []
    while len(word) - at >= 4 and (code := word[at : at + 4]) in tags:
        found.append(code)
        at += 4
    while found and len(word) - at >= 2 and (code := word[at : at + 2]) in tags:
        found.append(code)
        at += 2
    return tuple(found) if at == len(word) else ()


def _cut(word: str) -> tuple[str, ...]:
    """Glued codes: as many of four letters as there are, then of two; nothing unless they make up it all."""
    return _cut_cached(word) if 4 < len(word) <= 80 and word.isalpha() else ()


def _term_length(pieces: list[tuple[str, bool]], at: int) -> int:
    for words in _terms().get(pieces[at][0], ()):
        if all(at + i < len(pieces) and pieces[at + i] == (word, False) for i, word in enumerate(words)):
            return len(words)
    return 0


def _parenthesis(inside: str, after_travel: bool) -> Iterator[str]:
    """Persons if there is a comma or a travel tag before, else tags."""
    for part in inside.split(";"):
        words = [word for word in part.replace(",", " , ").split() if word]
        names = [word for word in words if word != ","]
        if not names:
            continue
        if _plain().issuperset(names):
            yield from names
        elif "," in words or after_travel:
            yield _named(words)
        else:
            for word in names:
                yield from _single(word.strip(_EDGE))


def _person_length(pieces: list[tuple[str, bool]], at: int) -> int:
    """How many pieces from `at` name a person: unknown words, one comma allowed after the first."""
    plain, length = _plain(), 0
    while at + length < len(pieces) and length < 5:
        word, inside = pieces[at + length]
        comma = word == "," and length == 1 and _is_name(pieces, at + 2)
        if inside or not (comma or _is_name(pieces, at + length)) or (word in plain and len(word) != 1):
            break
        length += 1
    if length and pieces[at][0] in ",;":
        return 0
    return min(length, 1) if _are_surnames(pieces, at + length) else length


def _are_surnames(pieces: list[tuple[str, bool]], end: int) -> bool:
    """Whether names up to `end` are surnames alone, as the last of them is: `VELMER, OST, AND LUND`."""
    rest = [word for word, _ in pieces[end : end + 4] if word != ","]
    commas = [word for word, _ in pieces[end + 1 : end + 4] if word == ","]
    return rest[:1] == ["AND"] and len(rest) == 2 and not commas


def _is_name(pieces: list[tuple[str, bool]], at: int) -> bool:
    if at >= len(pieces) or pieces[at][1]:
        return False
    word = pieces[at][0]
    known = word in _plain() or word in _TRAVEL or word in _NOT_TAGS or word in _table()[1]
    return word.replace("'", "").replace("-", "").replace(".", "").isalpha() and not known and not _cut(word)


def _person(pieces: list[tuple[str, bool]]) -> str:
    return _named([word for word, _ in pieces])


def _named(words: list[str]) -> str:
    """`SURNAME, GIVEN NAMES` from its words, with or without the comma."""
    if "," not in words and len(words) > 1:
        words = [words[0], ",", *words[1:]]
    return " ".join(words).replace(" ,", ",").strip(" ,")


# --- continuation lines -------------------------------------------------------------------------------------

_WORDS = re.compile(r"[^\s,;()\[\]#]+")


def continues(line: str, previous: str) -> bool:
    """True when `line` goes on with the TAGS value that `previous` ends.

    It does if it is made of known tags and codes of two or four capitals or, after a comma, of capitals.
    """
    if len(line) > 400 or ":" in line:
        return False
    words = _WORDS.findall(line)
    if not words or words[0].upper() in _LABELS:
        return False
    tags, slips = _table()
    known = [word for word in words if word in tags or word in slips or _cut(word)]
    if len(known) == len(words):
        return True
    if previous.rstrip().endswith(","):
        return all(_tag_like(word) for word in words) or _all_terms(line)
    return bool(known) and all(word in known or _code_like(word) for word in words)


_LABELS = frozenset(("SUBJECT", "SUBJ", "UBJECT", "REF", "REFS", "REFTEL", "REFTELS", "SUMMARY")) | frozenset(
    ("CLASSIFIED", "DERIVED", "REASON", "REASONS", "E.O.", "EO", "DECL", "TAGS")
)


def _code_like(word: str) -> bool:
    return len(word) in (2, 4) and word.isalpha() and word.isupper()


def _tag_like(word: str) -> bool:
    upper = word.upper()
    return upper in _table()[0] or upper in _table()[1] or _code_like(upper)


def _all_terms(line: str) -> bool:
    tags = split_tags(line)
    return bool(tags) and line.upper() == line and all(tag(word) or _code_like(word) for word in tags)
