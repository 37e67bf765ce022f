"""Sizes of a window that can be believed."""

from __future__ import annotations

import os

from textual.geometry import Size

#: Cells; several times what the largest monitor shows in the smallest letters. Every cell costs memory and time.
WIDEST, HIGHEST = 1000, 500


def believed(size: Size) -> Size:
    """The part of a window that is drawn in."""
    return Size(max(1, min(size.width, WIDEST)), max(1, min(size.height, HIGHEST)))


def measured(stated: Size, terminal: int) -> Size:
    """The size that somebody states (COLUMNS and LINES, say), or where that is absurd the one that the terminal has.

    `terminal` is the number of its open file.
    """
    if stated == believed(stated):
        return stated
    try:
        return believed(Size(*os.get_terminal_size(terminal)))
    except OSError:
        return believed(stated)
