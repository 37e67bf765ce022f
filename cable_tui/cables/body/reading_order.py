"""What a viewer shows of a cable, block by block."""

from __future__ import annotations

from cable_tui.cables.describe import UNPARSED, without_text
from cable_tui.cables.model import Block, BlockKind, Cable


def reading_blocks(cable: Cable) -> tuple[Block, ...]:
    """The cable's blocks, before them why there is no text, and at the end what the parser did not understand."""
    blocks = cable.paragraphs
    if reason := without_text(cable):
        blocks = (Block(BlockKind.TEXT, reason), *blocks)
    if cable.unparsed:
        blocks = (*blocks, Block(BlockKind.TEXT, f"{UNPARSED}\n{cable.unparsed}"))
    if cable.trailer:
        blocks = (*blocks, Block(BlockKind.TEXT, cable.trailer))
    return blocks or (Block(BlockKind.TEXT, "This source holds no text of the cable."),)


def source_blocks(cable: Cable) -> tuple[Block, ...]:
    """The untouched text of the source, line by line."""
    return (Block(BlockKind.TABLE, cable.text),) if "\n" in cable.text else (Block(BlockKind.TEXT, cable.text),)
