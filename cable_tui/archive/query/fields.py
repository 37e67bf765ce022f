"""Translates values of query fields into the tokens of `facts` that find them."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from typing import NoReturn

from cable_tui.cables.glossaries.tags import split_tags, tag
from cable_tui.cables.markings import read_marking
from cable_tui.cables.model import Level, Precedence
from cable_tui.cables.references.posts import full_year, is_post, mrn, parse_id, split_name

from .tokens import (
    CAVEAT,
    CONCEPT,
    DRAFTER,
    FILM,
    FROM,
    ID,
    NUMBER,
    OFFICE,
    ORIGIN,
    REF,
    REF_NUMBER,
    SIGNED,
    TAG,
    TO,
    WORDY,
    date_facts,
    fold,
    level_fact,
    number_fact,
    precedence_fact,
    words_of,
)

#: The years that a range with an open end covers.
YEARS = 1900, 2099

#: The tokens for a value: every part must match, each by one of its phrases. A phrase is a row of tokens; a final *
#: makes the last one a prefix.
Parts = tuple[tuple[str, ...], ...]


def look_up(field: str, text: str, *, prefix: bool = False) -> Parts:
    """The tokens for a value of a field; `prefix` if it ended in *. '' with a prefix means any value.

    Raises:
        ValueError: the field has no such value; the message says what was expected.
    """
    if not prefix:
        return (_READERS[field](text) if field in _READERS else _read_named(field, text)) or _missing(field)
    if field not in NAMED:
        if text:
            raise ValueError(f"{field}: does not accept *; expected {_EXPECTED[field]}")
        return look_up_range(field, "", "", with_low=True, with_high=True)
    if not text:
        return ((f"{NAMED[field]}*",),)
    found = _read_named(field, fold(text) if field in ("id", "ref") else text) or _missing(field)
    return ((f"{found[0][0]}*",),)


def look_up_range(field: str, low: str, high: str, *, with_low: bool, with_high: bool) -> Parts:
    """The tokens for a range of values, with inclusive or exclusive ends; '' is an open end.

    Raises:
        ValueError: an end is not a value of the field, or the range is empty.
    """
    if field == "date":
        found = _read_dates(low, high, with_low, with_high)
    else:
        found = _read_ranks(field, low, high, with_low, with_high)
    if not found:
        raise ValueError("this range is empty")
    return (tuple(found),)


def check_end(field: str, text: str, *, prefix: bool = False) -> None:
    """Checks one end of a range; a lone * is an open end. Raises ValueError as `look_up_range` does."""
    if field == "date" or field in _ORDERED:
        if prefix and text:
            raise ValueError(f"expected {_EXPECTED[field]}, or * alone for an open end")
        if not prefix:
            look_up(field, text)
    else:
        raise ValueError(f"{field}: does not support ranges; only date:, class: and precedence: do")


def letters_of(field: str) -> str:
    """The token prefix of a field, for patterns.

    Raises:
        ValueError: the field does not accept patterns; the message says what it accepts.
    """
    letters = NAMED.get(field, "")
    if letters in WORDY:
        return letters
    if letters or field == "label":
        raise ValueError(f"{field}: accepts * only at the end, and no ? or ~")
    raise ValueError(f"{field}: does not accept *, ? or ~")


def _missing(field: str) -> NoReturn:
    raise ValueError(f"{field}: needs a value with letters or digits: {_EXPECTED[field]}")


def _read_named(field: str, text: str) -> Parts:
    """The words of a value as a phrase; none if the text has none."""
    words = words_of(text)
    return ((" ".join(NAMED[field] + word for word in words),),) if words else ()


def _read_tags(text: str) -> Parts:
    """The canonical tags, with joined ones split and slips corrected (RU is RS); a person's names as a phrase."""
    tags = split_tags(text.upper())
    if not tags or (len(tags) > 1 and not all(map(tag, tags))):
        tags = (text,)
    return tuple(part for name in tags for part in _read_named("tag", name))


def _read_caveat(text: str) -> Parts:
    """A caveat or a caption, by its name or in the short form of portion markings (NF, OC)."""
    marking = read_marking(f"S//{text.upper()}")
    return tuple(part for name in (marking.caveats if marking else (text,)) for part in _read_named("caveat", name))


def _read_class(text: str) -> Parts:
    """A level by name or letters, optionally followed by caveats: S/NF."""
    level, _, caveats = text.partition("/")
    rank = _rank("class", level)
    return (level_fact(rank),), *(_read_caveat(caveats.strip("/ ")) if caveats.strip("/ ") else ())


def _read_precedence(text: str) -> Parts:
    return ((precedence_fact(_rank("precedence", text)),),)


def _read_date(text: str) -> Parts:
    return (tuple(date_terms(*_days(text))),)


def _read_id(text: str) -> Parts:
    """A cable's own id in any spelling, a message number, or any other id as given."""
    token = _number_term(text, ID, NUMBER) or ID + (fold(text) or _missing("id"))
    return ((token,),)


def _read_ref(text: str) -> Parts:
    token = _number_term(text, REF, REF_NUMBER)
    if not token:
        raise ValueError(f"expected {_EXPECTED['ref']}")
    return ((token,),)


_MESSAGE = re.compile(r"\s*([^\W\d_][^\d]*?)\s*([0-9]{1,10})\s*")


def _number_term(text: str, field: str, number_field: str) -> str:
    """The token of an id or, if the post is known, of a message number; '' otherwise."""
    if len(text) > 80:
        return ""
    number = parse_id(text)
    if number:
        return field + fold(str(number)) + (split_name(text)[1] if field == ID else "")
    match = _MESSAGE.fullmatch(text)
    if match and int(match[2]) and is_post(match[1]):
        return number_fact(number_field, mrn(0, match[1], int(match[2])))
    return ""


_ID = re.compile(r"(?:19|20)?[0-9]{2}[A-Za-z]{2,40}[0-9]{1,7}")
_SHARED = re.compile(r"\b(?:19|20)?[0-9]{2}[A-Za-z]{2,40}[0-9]{1,7}-[A-Za-z]{5,10}\b")
_GLUED = re.compile(r"([^\W\d_]{2,40})([0-9]{1,7})")
_LONGEST_POST = 5  # words


def named_cables(text: str) -> list[str]:
    """The tokens of the cables named in a text: ids (`08MOSCOW1640`, `08 MOSCOW 1640`), numbers of known posts."""
    if len(text) < 4 or not re.search("[0-9]", text):
        return []
    names = [match[0] for match in _SHARED.finditer(text)]
    if names:
        text = _SHARED.sub(" ", text)
    words = words_of(text)
    found = (_named_cable(words, place) for place, word in enumerate(words) if word[-1].isdecimal() and word.isascii())
    shared = (_number_term(name, ID, NUMBER) for name in names if split_name(name)[1])
    return list(dict.fromkeys(token for token in (*shared, *found) if token))


def _named_cable(words: list[str], place: int) -> str:
    """The token of an id or number that ends at the word at `place`, '' if none does."""
    word = words[place]
    if _ID.fullmatch(word):
        return _number_term(word, ID, NUMBER)
    if match := _GLUED.fullmatch(word):
        return _number_term(f"{match[1]} {match[2]}", ID, NUMBER)
    if len(word) > 8 or not word.isdecimal() or not int(word):
        return ""
    for start in range(max(0, place - _LONGEST_POST), place):
        name = " ".join(words[start:place])
        if not re.search("[0-9]", name) and is_post(name):
            return _with_year(words[start - 1] if start else "", name, int(word))
    return ""


def _with_year(year: str, post: str, serial: int) -> str:
    """The token of an id if the word before the post is a year, else of a number without a year."""
    if re.fullmatch("(?:19|20)?[0-9]{2}", year):
        return ID + fold(str(mrn(int(year) if len(year) == 4 else full_year(int(year)), post, serial)))
    return number_fact(NUMBER, mrn(0, post, serial))


# --- orders -------------------------------------------------------------------------------------------------

_LEVELS = {
    Level.UNCLASSIFIED: "u unclas unclassified",
    Level.CONTROLLED: "sbu fouo lou cui efto controlled sensitivebutunclassified limitedofficialuse forofficialuseonly",
    Level.RESTRICTED: "r restricted",
    Level.CONFIDENTIAL: "c conf confidential",
    Level.SECRET: "s secret",
    Level.TOP_SECRET: "ts topsecret",
    Level.UNKNOWN: "unknown",
}
_PRECEDENCES = {
    Precedence.ROUTINE: "r routine",
    Precedence.PRIORITY: "p priority",
    Precedence.IMMEDIATE: "o immediate",
    Precedence.NIACT_IMMEDIATE: "niact niactimmediate",
    Precedence.FLASH: "z flash",
    Precedence.UNKNOWN: "unknown",
}
_ORDERED: dict[str, dict[str, int]] = {
    "class": {name: rank for rank, names in _LEVELS.items() for name in names.split()},
    "precedence": {name: rank for rank, names in _PRECEDENCES.items() for name in names.split()},
}
_UNRANKED = {"class": Level.UNKNOWN, "precedence": Precedence.UNKNOWN}
_RANK_FACTS: dict[str, Callable[[int], str]] = {"class": level_fact, "precedence": precedence_fact}


def _rank(field: str, text: str) -> int:
    rank = _ORDERED[field].get("unknown" if text.strip() == "?" else fold(text))
    if rank is None:
        raise ValueError(f"expected {_EXPECTED[field]}")
    return rank


def _read_ranks(field: str, low: str, high: str, with_low: bool, with_high: bool) -> list[str]:
    """The tokens of the ranks between two; `unknown` has no rank."""
    least, most = (_rank(field, end) if end else None for end in (low, high))
    unknown = _UNRANKED[field]
    if unknown in (least, most):
        raise ValueError(f"unknown has no rank; expected {_EXPECTED[field]}")
    return [
        _RANK_FACTS[field](rank)
        for rank in sorted({*_ORDERED[field].values()} - {unknown})
        if (least is None or rank > least or (with_low and rank == least))
        and (most is None or rank < most or (with_high and rank == most))
    ]


# --- dates --------------------------------------------------------------------------------------------------

_DATE = re.compile(r"([12][0-9]{3})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?", re.ASCII)


def _days(text: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a year, a month or a day."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"expected {_EXPECTED['date']}")
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = dt.date(year, month or 1, day or 1)
    except ValueError:
        raise ValueError(f"no such date: {text.strip()}") from None
    return first, first if day else last_day(first.replace(month=month or 12))


def _read_dates(low: str, high: str, with_low: bool, with_high: bool) -> list[str]:
    """The tokens of the days between two dates; an exclusive end excludes its whole year, month or day."""
    one = dt.timedelta(days=1)
    starts, ends = _days(low) if low else None, _days(high) if high else None
    first = (starts[0] if with_low else starts[1] + one) if starts else None
    last = (ends[1] if with_high else ends[0] - one) if ends else None
    return date_terms(first or dt.date(YEARS[0], 1, 1), last or dt.date(YEARS[1], 12, 31))


def date_terms(first: dt.date, last: dt.date) -> list[str]:
    """The fewest tokens (decades, years, months, days) that cover the days from `first` to `last`."""
    found = []
    while first <= last:
        decade, year, month, day = date_facts(first.isoformat())
        tens = min(first.year // 10 * 10 + 9, dt.MAXYEAR)
        spans = (
            (decade, first.replace(month=1, day=1, year=max(1, tens - 9)), dt.date(tens, 12, 31)),
            (year, first.replace(month=1, day=1), first.replace(month=12, day=31)),
            (month, first.replace(day=1), last_day(first)),
            (day, first, first),
        )
        token, end = next((token, end) for token, start, end in spans if start == first and end <= last)
        found.append(token)
        if end == dt.date.max:
            break
        first = end + dt.timedelta(days=1)
    return found


def last_day(date: dt.date) -> dt.date:
    """The last day of a date's month."""
    return date.replace(day=monthrange(date.year, date.month)[1])


# --- fields -------------------------------------------------------------------------------------------------

NAMED = {
    "origin": ORIGIN,
    "from": FROM,
    "to": TO,
    "tag": TAG,
    "caveat": CAVEAT,
    "signed": SIGNED,
    "drafter": DRAFTER,
    "concept": CONCEPT,
    "office": OFFICE,
    "film": FILM,
    "id": ID,
    "ref": REF,
}
_READERS: dict[str, Callable[[str], Parts]] = {
    "tag": _read_tags,
    "caveat": _read_caveat,
    "class": _read_class,
    "precedence": _read_precedence,
    "date": _read_date,
    "id": _read_id,
    "ref": _read_ref,
}
_EXPECTED = {
    "origin": "a post such as moscow",
    "from": "a post such as moscow",
    "to": 'an addressee such as moscow or "secstate washdc"',
    "tag": "a tag such as PREL or RS",
    "caveat": "a caveat or caption such as NOFORN or NODIS",
    "signed": "a name",
    "drafter": "a drafter such as APVELMER, or the drafting office",
    "concept": "a concept such as fisheries",
    "office": "an office such as EUR",
    "film": "a film number such as D760401-0123",
    "id": "a cable's id such as 08MOSCOW1640",
    "ref": 'a cable\'s id such as 08MOSCOW1425, or "MOSCOW 1425"',
    "date": "a date such as 2008, 2008-06 or 2008-06-09",
    "class": 'a level: U, SBU, R, C, S, TS, unclassified, fouo, confidential, secret, "top secret", unknown',
    "source": "the beginning of a path in the archive, such as 2004/11",
    "precedence": "a precedence: routine, priority, immediate, niact, flash, unknown",
}
