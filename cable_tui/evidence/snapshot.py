"""Makes the notebook's values from the archive's: summaries of cables, and bookmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cable_tui.archive import Header
from cable_tui.notebook.values import Bookmark, CableSummary, digest_of, portion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cable_tui.cables.model import Block


def about(header: Header) -> CableSummary:
    """The summary of a cable, from its row in the list."""
    return CableSummary(
        name=header.name,
        number=f"{header.post} {header.serial}" if header.serial else "",
        date=header.date,
        level=header.level,
        classification=header.classification,
        origin=header.origin,
        subject=header.subject if header.has_subject else "",
        tags=header.tags,
        notes=header.notes,
    )


def portion_of(block: Block | None) -> str:
    """The marking of a block as cited, '' without one."""
    marking = block.marking if block else None
    return portion(marking.short, inherited=marking.inherited) if marking else ""


def bookmark(header: Header, blocks: Sequence[Block], place: int) -> Bookmark:
    """A new bookmark of a block of a cable."""
    from cable_tui.notebook.relocate import copy_number  # not needed at start

    block = blocks[place]
    return Bookmark(
        about=about(header),
        text=block.text,
        number=block.number,
        marking=block.marking.short if block.marking else "",
        place=place,
        copy=copy_number(blocks, place),
        digest=digest_of(block.text),
        inherited=bool(block.marking and block.marking.inherited),
    )
