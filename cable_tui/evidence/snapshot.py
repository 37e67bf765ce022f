"""What a notebook notes of a cable: from its row in the list, or from the cable itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cable_tui.archive import Header
from cable_tui.notebook.values import Bookmark, CableSummary, digest_of, portion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cable_tui.cables.model import Block


def about(header: Header) -> CableSummary:
    """The cable of a row."""
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
    """The marking of a block as a citation has it, '' without one."""
    marking = block.marking if block else None
    return portion(marking.short, inherited=marking.inherited) if marking else ""


def bookmark(header: Header, blocks: Sequence[Block], place: int) -> Bookmark:
    """A new bookmark of one of the blocks of a cable."""
    from cable_tui.notebook.relocate import copy_number  # the list does without

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
