"""CSV (RFC 4180), for spreadsheets: a row for each bookmark and each kept cable without bookmarks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cable_tui.spreadsheet import row

from ..citation import CitationForm, CitationStyle, cite
from ..values import Bookmark
from .items import Item

COLUMNS = (
    *("cable", "message_number", "date", "classification", "origin", "subject", "tags", "state", "cable_labels"),
    *("paragraph", "marking", "text", "note", "labels", "created", "changed", "citation"),
)


def write(items: Iterable[Item], style: CitationStyle = CitationForm.CHICAGO) -> Iterator[str]:
    """The header and the rows, each ending in CRLF.

    Tags are separated by spaces, labels by `; `. Cells are made safe for spreadsheets (`spreadsheet.row`).
    """
    yield row(COLUMNS)
    for item in items:
        for bookmark in item.bookmarks or (None,):
            yield row(_cells(item, bookmark, style))


def _cells(item: Item, bookmark: Bookmark | None, style: CitationStyle) -> tuple[str, ...]:
    about = item.about
    cable = (about.name, about.number, about.date, about.classification, about.origin, about.subject)
    lists = (" ".join(about.tags), item.state.value, "; ".join(item.labels))
    if bookmark is None:
        return (*cable, *lists, "", "", "", "", "", "", "", cite(about, style))
    number = "" if bookmark.number is None else str(bookmark.number)
    citation = cite(about, style, number=bookmark.number, marking=bookmark.portion)
    own = (number, bookmark.portion, bookmark.text, bookmark.note, "; ".join(bookmark.labels))
    return (*cable, *lists, *own, bookmark.created, bookmark.changed, citation)
