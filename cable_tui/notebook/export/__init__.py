"""The notebook's evidence in the forms of other programs: text, tables, and what reference managers read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from ..citation import CitationForm
from . import csljson, csv, jsonl, markdown, ris
from .items import Item, gather


class ExportFormat(StrEnum):
    """The forms, by the ending of their files; CSL-JSON is a `.json` by rights."""

    MD = "md"
    CSV = "csv"
    JSONL = "jsonl"
    RIS = "ris"
    CSLJSON = "csljson"


def export(
    items: Iterable[Item], form: ExportFormat, citation_form: CitationForm = CitationForm.CHICAGO
) -> Iterator[str]:
    """The pieces of a file in this form, for UTF-8 and to be written as they are (`newline=""`).

    Line ends are the form's own: CRLF in CSV and RIS, LF in the others. RIS and CSL-JSON hold no citations, for
    their readers make them.
    """
    if form is ExportFormat.RIS:
        return ris.write(items)
    if form is ExportFormat.CSLJSON:
        return csljson.write(items)
    writers = {ExportFormat.MD: markdown.write, ExportFormat.CSV: csv.write, ExportFormat.JSONL: jsonl.write}
    return writers[form](items, citation_form)


__all__ = ["ExportFormat", "Item", "export", "gather"]
