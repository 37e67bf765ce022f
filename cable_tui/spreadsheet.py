"""Rows of CSV as RFC 4180 has it, for spreadsheets that must not take text for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from cable_tui.escape import visible

#: What begins a formula in some spreadsheet, in full width too (OWASP, CSV Injection).
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def row(cells: Iterable[str]) -> str:
    """A row with its CRLF.

    Control characters are written out, and a cell that a spreadsheet would take for a formula has an apostrophe before
    it, as OWASP advises.
    """
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_cell(cell) for cell in cells])
    return line.getvalue()


def _cell(text: str) -> str:
    shown = visible(text)
    return f"'{shown}" if text.startswith(_FORMULA) or shown.startswith(_FORMULA) else shown
