"""The notebook's evidence in the forms of other programs: text, tables, and what reference managers read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from ..citation import CitationForm, CitationStyle
from . import bibtex, csljson, csv, html, jsonl, markdown, ris
from .items import Item, gather


class ExportFormat(StrEnum):
    """The forms, by the ending of their files; CSL-JSON is a `.json` by rights."""

    MD = "md"
    HTML = "html"
    CSV = "csv"
    JSONL = "jsonl"
    RIS = "ris"
    BIB = "bib"
    CSLJSON = "csljson"


def export(items: Iterable[Item], form: ExportFormat, style: CitationStyle = CitationForm.CHICAGO) -> Iterator[str]:
    """The pieces of a file in this form, for UTF-8 and to be written as they are (`newline=""`).

    Line ends are the form's own: CRLF in CSV and RIS, LF in the others. RIS, BibTeX and CSL-JSON hold no citations, for
    their readers make them. Raises csl.StyleError where a style from a file cannot cite one of the cables.
    """
    references = {ExportFormat.RIS: ris.write, ExportFormat.BIB: bibtex.write, ExportFormat.CSLJSON: csljson.write}
    if form in references:
        return references[form](items)
    cited = {
        ExportFormat.MD: markdown.write,
        ExportFormat.HTML: html.write,
        ExportFormat.CSV: csv.write,
        ExportFormat.JSONL: jsonl.write,
    }
    return cited[form](items, style)


__all__ = ["ExportFormat", "Item", "export", "gather"]
