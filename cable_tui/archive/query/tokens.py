"""The facts of a cable's header as tokens, for the search table's column `facts`.

They let one FTS5 expression search both fields and words. Every token begins with `x` and a few letters that name the
field, and is one word to the tokenizer `unicode61`: letters and digits, without accents. The tokens of one value are
adjacent and in order; values are separated, so that a phrase does not match across two of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from cable_tui.cables.references.posts import Mrn, canonical_post, names_of, parse_id

#: A token that every cable has; a query that is only a negation is subtracted from it.
ALL = "xall"
#: A token that no cable has.
NONE = "xnone"

ORIGIN, FROM, TO, TAG, CAVEAT, SIGNED = "xori", "xfrm", "xto", "xtag", "xcav", "xsig"
DRAFTER, CONCEPT, OFFICE, FILM = "xdrf", "xcon", "xoff", "xflm"
#: The searchable facts of the 1970s catalogue, with their tokens.
ARCHIVE = {"drafter": DRAFTER, "concepts": CONCEPT, "office": OFFICE, "film": FILM}
#: The fields whose values are words.
WORDY = (ORIGIN, FROM, TO, TAG, CAVEAT, SIGNED, DRAFTER, CONCEPT, OFFICE)
LEVEL, PRECEDENCE = "xcls", "xprec"
#: Own ids and numbers (without the year), of which text and catalogue may have different ones; those of references.
ID, NUMBER, REF, REF_NUMBER = "xid", "xnum", "xref", "xrnm"

_APART = "xsep"
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text as in tokens: without compatibility forms and accents, case folded."""
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in plain if not unicodedata.category(char).startswith("M"))
    return _WORD.findall(text.casefold())


def fold(text: str) -> str:
    """All the letters and digits of a text as one word: `Rio de Janeiro` -> `riodejaneiro`."""
    if text.isascii() and text.isalnum():  # as ids are
        return text.lower()
    return "".join(words_of(text))


def facts(
    document: Mapping[str, Any],
    *,
    sender: str = "",
    recipients: Iterable[str] = (),
    officials: str = "",
    archive: Mapping[str, str] | None = None,
) -> str:
    """The tokens of a cable, separated by spaces, followed by the words of `officials`, searched as words of the text.

    `document` is its header document (`documents.header_document`). The header lacks `sender`, the FM line;
    `recipients`, the names of the addressees; and `officials`, the names of the classifying officials. `archive` has
    facts of the 1970s catalogue by their names in `ARCHIVE`; concepts are separated by commas.
    """
    tokens = [
        ALL,
        *_named(ORIGIN, (document["origin"], document["post"], *_names_of(document["id"]))),
        *_named(FROM, (sender, document["origin"])),
        *_named(TO, recipients),
        *_named(SIGNED, document.get("signed", ())),
        *_named(TAG, document.get("tags", ())),
        *_named(CAVEAT, (*document.get("caveats", ()), *document.get("captions", ()))),
        *date_facts(document["date"]),
        level_fact(document["level"]),
        precedence_fact(document["precedence"]),
        *own_names(document["id"], document.get("printed", "")),
    ]
    for name, value in (archive or {}).items():
        tokens += _named(ARCHIVE[name], value.split(",") if name == "concepts" else (value,))
    for name in document.get("refs", ()):
        tokens += _id_facts(name, REF, REF_NUMBER)
    tokens += [word for word in words_of(officials) if word[0] != "x"]  # those are facts
    return " ".join(filter(None, tokens))


def _names_of(name: str) -> tuple[str, ...]:
    """The names of a cable's post, if it has had several."""
    number = parse_id(name) if name else None
    return names_of(number.post) if number else ()


def _named(field: str, values: Iterable[str]) -> list[str]:
    """Each value word by word, then joined if it has several words: `embassy moscow`, `embassymoscow`."""
    return [_name(field, value) for value in dict.fromkeys(values)]


@lru_cache(maxsize=8192)
def _name(field: str, value: str) -> str:
    """The tokens of one value, separated by spaces; cached, as posts repeat."""
    words = words_of(value)
    tokens = [*(field + word for word in words), _APART] if words else []
    return " ".join([*tokens, field + "".join(words), _APART] if len(words) > 1 else tokens)


def level_fact(level: int) -> str:
    """The token of a classification level; for an unknown one, without a number."""
    return f"{LEVEL}{int(level)}" if level >= 0 else f"{LEVEL}n"


def precedence_fact(precedence: int) -> str:
    """The token of a precedence."""
    return f"{PRECEDENCE}{int(precedence)}"


# --- ids ----------------------------------------------------------------------------------------------------


def own_names(name: str, printed: str) -> list[str]:
    """The tokens that find a cable itself: of its id, and of the number printed in its text if that differs."""
    return [*_id_facts(name, ID, NUMBER), *_id_facts(printed, ID, NUMBER)]


def _id_facts(name: str, field: str, number_field: str) -> Iterator[str]:
    """The id as given, the id in canonical spelling, and post and number without the year."""
    if not name:
        return
    number = parse_id(name)
    yield from dict.fromkeys((field + fold(name), field + fold(str(number or name))))
    if number:
        yield number_fact(number_field, number)


def number_fact(field: str, number: Mrn) -> str:
    """The token of a message number, without the year: `MOSCOW 1640` -> `xnummoscow1640`."""
    return f"{field}{fold(canonical_post(number.post)[0])}{number.serial}"


# --- dates --------------------------------------------------------------------------------------------------


def date_facts(date: str) -> tuple[str, ...]:
    """The tokens of decade, year, month and day of an ISO date (`2008-06-09`, with or without a time); none for ''."""
    if not date:
        return ()
    year, month, day = date[:4], date[5:7], date[8:10]
    return f"xt{year[:3]}", f"xy{year}", f"xm{year}{month}", f"xd{year}{month}{day}"
