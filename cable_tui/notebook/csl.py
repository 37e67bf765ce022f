"""Citations in a style of the Citation Style Language (CSL 1.0.2), read from a `.csl` file by citeproc-py.

A note style writes a note with the paragraph. Any other style writes the bibliography entry, followed by the paragraph,
since an in-text mark such as `[1]` means nothing without its list.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from cable_tui import files
from cable_tui.escape import visible_line

from .citation import CitationForm, CitationStyle, pinpoint
from .export import csljson
from .export.items import Item
from .values import CableSummary

_LARGEST = 4 << 20  # bytes; ten times the longest published style


class StyleError(Exception):
    """A style cannot be used; the message says which, and why."""


def style_of(setting: str, folder: Path) -> CitationStyle:
    """The style that the setting `citation.form` names: a built-in form, or a `.csl` file relative to `folder`.

    Raises StyleError.
    """
    if setting in set(CitationForm):
        return CitationForm(setting)
    return CslStyle(folder / Path(setting).expanduser())


class CslStyle:
    """A style read from a file. Raises StyleError."""

    def __init__(self, file: Path) -> None:
        try:
            from citeproc import CitationStylesStyle
        except ImportError:
            raise StyleError(f"{file.name}: citation styles need citeproc-py; install cable-tui[csl].") from None
        try:
            files.read(file, _LARGEST)
        except OSError as error:
            raise StyleError(f"{file} cannot be read: {error.strerror}.") from error
        try:
            with warnings.catch_warnings(action="ignore"):
                self._style: Any = CitationStylesStyle(str(file), validate=False)
                self._is_note = self._style.root.get("class") == "note"
        except Exception as error:  # lxml and citeproc raise many kinds
            raise StyleError(f"{file} is not a citation style (CSL).") from error
        self._file = file

    def write(self, about: CableSummary, number: int | None, marking: str) -> str:
        """The citation of a cable, or of its paragraph with this number and marking; one line. Raises StyleError."""
        try:
            with warnings.catch_warnings(action="ignore"):
                return self._written(about, number, marking)
        except Exception as error:  # a style may refer to a missing macro
            raise StyleError(f"{self._file} cannot cite {visible_line(about.name)}.") from error

    def _written(self, about: CableSummary, number: int | None, marking: str) -> str:
        from citeproc import Citation, CitationItem, CitationStylesBibliography, Locator, formatter
        from citeproc.source.json import CiteProcJSON

        item = csljson.record(Item(about)) | {"id": "cable"}
        bibliography = CitationStylesBibliography(self._style, CiteProcJSON([item]), formatter.plain)
        is_cited = self._is_note and number is not None
        locator = {"locator": Locator("paragraph", str(number))} if is_cited else {}
        citation = Citation([CitationItem("cable", **locator)])
        bibliography.register(citation)
        if self._is_note:
            return visible_line(str(bibliography.cite(citation, lambda _: None)))
        entry = visible_line("".join(map(str, bibliography.bibliography()))).rstrip(" ")
        place = pinpoint(number, marking)
        return f"{entry} {place[0].upper()}{place[1:]}." if place else entry
