"""CSV as RFC 4180 has it, for spreadsheets: a row a bookmark, or a kept cable without bookmarks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from cable_tui.escape import visible

from ..citation import CitationForm, CitationStyle, cite
from ..values import Bookmark
from .items import Item

COLUMNS = (
    *("cable", "message_number", "date", "classification", "origin", "subject", "tags", "state", "cable_labels"),
    *("paragraph", "marking", "text", "note", "labels", "created", "changed", "citation"),
)
#: What begins a formula in some spreadsheet, in full width too (OWASP, CSV Injection).
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def write(items: Iterable[Item], style: CitationStyle = CitationForm.CHICAGO) -> Iterator[str]:
    """The header and the rows, each with its CRLF.

    Lists are joined: tags by blanks, labels by `; `. Control characters are written out, and a cell that a
    spreadsheet would take for a formula has an apostrophe before it, as OWASP advises.
    """
    yield _row(COLUMNS)
    for item in items:
        for bookmark in item.bookmarks or (None,):
            yield _row(_cells(item, bookmark, style))


def _row(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_cell(cell) for cell in cells])
    return line.getvalue()


def _cell(text: str) -> str:
    shown = visible(text)
    return f"'{shown}" if text.startswith(_FORMULA) or shown.startswith(_FORMULA) else shown


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
