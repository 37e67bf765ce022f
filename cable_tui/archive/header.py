"""The header of a cable as the list needs it: small, one document of the table `cables`.

A tuple with names, as thousands are made while one scrolls; a frozen dataclass takes three times as long for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from cable_tui.cables.levels import Level


class Header(NamedTuple):
    """One row of the list.

    `doc_id` is the row in the cache, `date` ISO 8601 to the minute (`2008-06-09T14:47`, the day alone where only
    that is known, '' without), `classification` the banner and `letters` its short form (`S/NF`), `post` and
    `serial` the message number in short, `origin` the post as catalogues have it, `source` where the cable was
    found and `size` the length of its text. `run` has the levels of its paragraphs, the lowest first. `subject` is
    the line that the list shows; without `has_subject` it is the beginning of the text, in brackets. `notes` are
    sentences on what contradicts itself in number, date and classification.
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
        """Whether two rows are of one telegram by what is known of them, as a name changes when others share it."""
        same = (self.date, self.post, self.subject) == (other.date, other.post, other.subject)
        return same and self.id.partition("-")[0] == other.id.partition("-")[0]

    @property
    def letters_behind(self) -> str:
        """What tells the cable from others of its number, `-qkdzb`; '' for one that has it to itself."""
        _, dash, letters = self.id.partition("-")
        return dash + letters

    @property
    def name(self) -> str:
        """What the cable is called on the screen: its id, or its file where it has none."""
        return self.id or self.source


def read_header(document: Mapping[str, Any], doc_id: int) -> Header:
    """The row of a document of the table `cables`."""
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
