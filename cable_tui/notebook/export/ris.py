"""RIS, for reference managers: one record a cable, its bookmarked paragraphs as notes.

The format is Research Information Systems' (RIS Format Specifications, 2001 and 2011): a tag of two signs, two
spaces, a hyphen, a space, a value on one line; `TY` first, `ER` last, lines end in CRLF. A cable is a report
(`RPRT`), which every reader knows: its author, number (`M1`), type (`M3`) and institution (`PB`). Its id is the
accession number too (`AN`) and stands in the first note, as readers differ; `SN` is left out, for many take it for an
ISBN.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cable_tui.escape import visible_line

from ..citation import agency, banner, calendar_day, has_id, message_number, pinpoint, remarks
from ..values import Bookmark, CableSummary
from .items import Item

#: The author of a cable that a post sent, and the institution to which the posts belong.
NATION = "U.S."
DEPARTMENT = "U.S. Department of State"


def write(items: Iterable[Item]) -> Iterator[str]:
    """The records; control characters are written out."""
    for item in items:
        yield "".join(f"{tag}  - {plain(visible_line(value))}\r\n" for tag, value in _fields(item))


def _fields(item: Item) -> Iterator[tuple[str, str]]:
    about = item.about
    yield "TY", "RPRT"
    yield from _filled(
        ("ID", about.name if has_id(about) else ""),
        ("AU", _bare(agency(about.origin, NATION))),
        ("TI", title(about)),
        *_dates(about),
        ("PB", publisher(about)),
        ("M1", number(about)),
        ("AN", number(about)),
        ("M3", "Cable"),
        *(("KW", _bare(word, "*")) for word in keywords(item)),
        ("N1", facts(about, with_id=True)),
        *(("N1", note(bookmark)) for bookmark in item.bookmarks),
    )
    yield "ER", ""


def _filled(*fields: tuple[str, str]) -> Iterator[tuple[str, str]]:
    return (field for field in fields if visible_line(field[1]))


def _bare(value: str, unwanted: str = "*,") -> str:
    """Without the asterisk, which the format forbids here, and the comma, which divides the names of a person."""
    return "".join(sign for sign in value if sign not in unwanted)


def _dates(about: CableSummary) -> tuple[tuple[str, str], ...]:
    day = calendar_day(about)
    return (("PY", f"{day.year:04}"), ("DA", f"{day.isoformat().replace('-', '/')}/")) if day else ()


# --- what CSL-JSON says in the same words --------------------------------------------------------------------

_MARKUP = re.compile(r"<(?=[/!?A-Za-z])|\{(?=:)")


def plain(text: str) -> str:
    """Text that readers take as such: a blank parts the signs of a tag (`<i>`) and of a variable (`{:title: x}`).

    Zotero's notes are HTML, and citation processors know a few tags and, in notes, variables; nothing escapes them.
    """
    return _MARKUP.sub(r"\g<0> ", text)


def title(about: CableSummary) -> str:
    """The subject; without one a title of ours, which stands in brackets as catalogues have it."""
    return visible_line(about.subject) or f"[Cable {message_number(about) or visible_line(about.name)}]"


def number(about: CableSummary) -> str:
    """The id; for a cable without one its message number."""
    return visible_line(about.name) if has_id(about) else message_number(about)


def publisher(about: CableSummary) -> str:
    """The department, where the post is one of its own; others send cables too."""
    name = agency(about.origin, NATION)
    return DEPARTMENT if name.startswith(f"{NATION} ") or name == "Secretary of State" else ""


def keywords(item: Item) -> list[str]:
    """TAGS, the cable's labels and those of its bookmarks, each once."""
    words = (*item.about.tags, *item.labels, *(label for mark in item.bookmarks for label in mark.labels))
    return list(dict.fromkeys(word for word in map(visible_line, words) if word))


def facts(about: CableSummary, *, with_id: bool = False) -> str:
    """What the form has no field for: message number, classification, the file of a cable without id, contradictions.

    It begins with a word of ours, as `note` does: Zotero takes a line `title: other` in a note for a field.
    """
    own = number(about) if with_id and has_id(about) else ""
    file = "" if has_id(about) else f"file {visible_line(about.name)}"
    known = ", ".join(fact for fact in (own, message_number(about), banner(about), file) if fact)
    return " ".join(part for part in ("Cable", known, *remarks(about)) if part)


def note(bookmark: Bookmark) -> str:
    """A paragraph with its number and marking, and what the reader noted, on one line."""
    place = pinpoint(bookmark.number, bookmark.portion) or "text"
    noted = visible_line(bookmark.note)
    told = f"{place[0].upper()}{place[1:]}: {visible_line(bookmark.text)}"
    return f"{told} [Note: {noted}]" if noted else told
