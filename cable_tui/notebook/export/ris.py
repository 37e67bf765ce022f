"""RIS, for reference managers: one record per cable, its bookmarked paragraphs as notes.

The format is by Research Information Systems (RIS Format Specifications, 2001 and 2011): a tag of two characters, two
spaces, a hyphen, a space, a value on one line; `TY` first, `ER` last, lines end in CRLF. A cable is a report
(`RPRT`), which every program knows, with author, number (`M1`), type (`M3`) and institution (`PB`). As programs differ,
its id is also the accession number (`AN`) and in the first note; `SN` is left out, as many read it as an ISBN.
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
    """Removes asterisks, which the format forbids here, and commas, which separate parts of a personal name."""
    return "".join(sign for sign in value if sign not in unwanted)


def _dates(about: CableSummary) -> tuple[tuple[str, str], ...]:
    day = calendar_day(about)
    return (("PY", f"{day.year:04}"), ("DA", f"{day.isoformat().replace('-', '/')}/")) if day else ()


# --- shared with CSL-JSON and BibTeX -------------------------------------------------------------------------

_MARKUP = re.compile(r"<(?=[/!?A-Za-z])|\{(?=:)")


def plain(text: str) -> str:
    """Breaks up tags (`<i>`) and variables (`{:title: x}`) with a space, so that they are read as text.

    Zotero's notes are HTML, and citation processors know some tags and, in notes, variables; neither can be escaped.
    """
    return _MARKUP.sub(r"\g<0> ", text)


def title(about: CableSummary) -> str:
    """The subject; without one a supplied title in brackets, as in catalogues."""
    return visible_line(about.subject) or f"[Cable {message_number(about) or visible_line(about.name)}]"


def number(about: CableSummary) -> str:
    """The id, or the message number of a cable without one."""
    return visible_line(about.name) if has_id(about) else message_number(about)


def publisher(about: CableSummary) -> str:
    """The department if the post belongs to it; other agencies send cables too."""
    name = agency(about.origin, NATION)
    return DEPARTMENT if name.startswith(f"{NATION} ") or name == "Secretary of State" else ""


def keywords(item: Item) -> list[str]:
    """TAGS and the labels of the cable and its bookmarks, without duplicates."""
    words = (*item.about.tags, *item.labels, *(label for mark in item.bookmarks for label in mark.labels))
    return list(dict.fromkeys(word for word in map(visible_line, words) if word))


def facts(about: CableSummary, *, with_id: bool = False) -> str:
    """Data without a field of its own: message number, classification, file of a cable without id, contradictions.

    Like `note`, it begins with a fixed word, as Zotero reads a line `title: other` in a note as a field.
    """
    own = number(about) if with_id and has_id(about) else ""
    file = "" if has_id(about) else f"file {visible_line(about.name)}"
    known = ", ".join(fact for fact in (own, message_number(about), banner(about), file) if fact)
    return " ".join(part for part in ("Cable", known, *remarks(about)) if part)


def note(bookmark: Bookmark) -> str:
    """A paragraph with its number, marking and note, on one line."""
    place = pinpoint(bookmark.number, bookmark.portion) or "text"
    noted = visible_line(bookmark.note)
    told = f"{place[0].upper()}{place[1:]}: {visible_line(bookmark.text)}"
    return f"{told} [Note: {noted}]" if noted else told
