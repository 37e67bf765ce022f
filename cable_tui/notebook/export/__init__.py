"""Exports of the notebook: text, tables, and the forms of reference managers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from ..citation import CitationForm, CitationStyle
from . import bibtex, csljson, csv, html, jsonl, markdown, ris
from .items import Item, gather


class ExportFormat(StrEnum):
    """The forms, named by their file suffix, except CSL-JSON, whose files end in `.json`."""

    MD = "md"
    HTML = "html"
    CSV = "csv"
    JSONL = "jsonl"
    RIS = "ris"
    BIB = "bib"
    CSLJSON = "csljson"


def export(items: Iterable[Item], form: ExportFormat, style: CitationStyle = CitationForm.CHICAGO) -> Iterator[str]:
    """The pieces of an export, to be written in UTF-8 without newline translation (`newline=""`).

    Lines end in CRLF in CSV and RIS, in LF in the others. RIS, BibTeX and CSL-JSON hold no citations, as the programs
    that read them make their own. Raises csl.StyleError where a style from a file cannot cite one of the cables.
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
