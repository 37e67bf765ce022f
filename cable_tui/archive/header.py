"""The header of a cable as the list needs it: small, one document of the table `cables`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cable_tui.cables.model import BlockKind, Cable, Level
from cable_tui.cables.posts import parse_id


@dataclass(frozen=True, slots=True)
class Header:
    """One row of the list.

    `doc_id` is the row in the cache, `date` ISO 8601 to the minute (`2008-06-09T14:47`, the day alone where only
    that is known, '' without), `post` and `serial` the message number in short, `run` the markings of the
    paragraphs in order without repetition (`C·U·C`), `source` where the cable was found.
    """

    doc_id: int
    id: str
    date: str
    level: Level
    caveats: tuple[str, ...]
    classification: str
    post: str
    serial: str
    subject: str
    source: str

    @property
    def day(self) -> str:
        """The calendar day, `2008-06-09`, or ''."""
        return self.date[:10]

    @property
    def name(self) -> str:
        """What the cable is called on the screen: its id, or its file where it has none."""
        return self.id or self.source


def header_document(cable: Cable, source: str, position: int) -> dict[str, Any]:
    """The document of a cable in the table `cables`; `copy_of` and the like are added by the builder."""
    number = parse_id(cable.id) if cable.id else None
    return {
        "id": cable.id,
        "key": sort_key(cable),
        "date": _date(cable),
        "level": int(cable.classification.level),
        "caveats": list(cable.classification.caveats),
        "classification": str(cable.classification),
        "origin": cable.origin,
        "post": post_name(cable, number.post if number else ""),
        "serial": str(number.serial) if number else "",
        "precedence": int(cable.precedence),
        "subject": subject_line(cable),
        "tags": list(cable.tags),
        "captions": list(cable.captions),
        "refs": [reference.id for reference in cable.references if reference.id],
        "signed": list(cable.signed_by),
        "source": source,
        "position": position,
        "size": len(cable.text),
    }


def read_header(document: Mapping[str, Any], doc_id: int) -> Header:
    """The row of a document of the table `cables`."""
    return Header(
        doc_id=doc_id,
        id=document["id"],
        date=document["date"],
        level=Level(document["level"]),
        caveats=tuple(document["caveats"]),
        classification=document["classification"],
        post=document["post"],
        serial=document["serial"],
        subject=document["subject"],
        source=document["source"],
    )


def sort_key(cable: Cable) -> str:
    """Year, post and number so that text order is the order of ids: 9 comes before 10, 1999 before 2000."""
    number = parse_id(cable.id) if cable.id else None
    return f"{number.year} {number.post} {number.serial:07d}" if number else f"~ {cable.id}"


def post_name(cable: Cable, post: str) -> str:
    """The post as its own cables print it, RIO DE JANEIRO; the letters of the id where they print none."""
    printed = cable.message_number.rpartition(" ")[0].upper()
    return printed if printed.replace(" ", "") == post else post or printed


def subject_line(cable: Cable) -> str:
    """The subject; where there is none, the container's title or the first words of the text."""
    if cable.subject:
        return cable.subject
    if cable.container and cable.container.subject:
        return cable.container.subject
    texts = (block.text for block in cable.paragraphs if block.kind is not BlockKind.SIGNATURE)
    return next((" ".join(text.split())[:120] for text in texts if text.strip()), "(no text)")


def _date(cable: Cable) -> str:
    if cable.date is None:
        return ""
    return f"{cable.date:%Y-%m-%dT%H:%M}" if cable.date_is_exact else f"{cable.date:%Y-%m-%d}"
