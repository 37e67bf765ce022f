"""A cable's header as the list needs it: one document of the table `cables`.

It is a named tuple because scrolling creates thousands; a frozen dataclass takes three times as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from cable_tui.cables.levels import Level


class Header(NamedTuple):
    """One row of the list.

    `doc_id` is the row in the cache; `date` ISO 8601 to the minute (`2008-06-09T14:47`, the day if only that is known,
    '' without one); `classification` the banner and `letters` its short form (`S/NF`); `post` and `serial` the short
    message number; `origin` the post as in catalogues; `source` the file of the cable and `size` the length of its
    text. `run` has the levels of its paragraphs, lowest first. `subject` is the line of the list; without
    `has_subject` it is the beginning of the text, in brackets. `notes` are sentences on contradictions in number, date
    and classification.
    """

    doc_id: int
    id: str
    date: str
    level: Level
    caveats: tuple[str, ...]
    classification: str
    letters: str
    post: str
    serial: str
    subject: str
    source: str
    size: int
    origin: str = ""
    tags: tuple[str, ...] = ()
    run: tuple[Level, ...] = ()
    has_subject: bool = True
    notes: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """The calendar day, `2008-06-09`, or ''."""
        return self.date[:10]

    def is_like(self, other: Header) -> bool:
        """Whether two rows seem to be one cable, whose name may have changed because others share its number."""
        same = (self.date, self.post, self.subject) == (other.date, other.post, other.subject)
        return same and self.id.partition("-")[0] == other.id.partition("-")[0]

    @property
    def letters_behind(self) -> str:
        """The letters after a shared number, `-qkdzb`; '' if the number is not shared."""
        _, dash, letters = self.id.partition("-")
        return dash + letters

    @property
    def name(self) -> str:
        """The cable's name: its id, or its file if it has none."""
        return self.id or self.source


def read_header(document: Mapping[str, Any], doc_id: int) -> Header:
    """The header in a document of the table `cables`."""
    return Header(
        doc_id=doc_id,
        id=document["id"],
        date=document["date"],
        level=Level(document["level"]),
        caveats=tuple(document.get("caveats", ())),
        classification=document["classification"],
        letters=document["letters"],
        post=document["post"],
        serial=document["serial"],
        subject=document["subject"],
        source=document["source"],
        size=document["size"],
        origin=document["origin"],
        tags=tuple(document.get("tags", ())),
        run=tuple(Level(level) for level in document.get("run", ())),
        has_subject=not document.get("untitled", False),
        notes=tuple(document.get("notes", ())),
    )
