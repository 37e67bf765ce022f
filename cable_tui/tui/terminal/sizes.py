"""Plausible sizes of a window."""

from __future__ import annotations

import os

from textual.geometry import Size

#: Cells; several times what the largest monitor shows in the smallest font. Every cell costs memory and time.
WIDEST, HIGHEST = 1000, 500


def believed(size: Size) -> Size:
    """A size clamped to 1 to `WIDEST` by 1 to `HIGHEST`; the program draws in that part of the window."""
    return Size(max(1, min(size.width, WIDEST)), max(1, min(size.height, HIGHEST)))


def measured(stated: Size, terminal: int) -> Size:
    """The stated size (such as COLUMNS and LINES), or if that is absurd, the terminal's own.

    `terminal` is its file descriptor.
    """
    if stated == believed(stated):
        return stated
    try:
        return believed(Size(*os.get_terminal_size(terminal)))
    except OSError:
        return believed(stated)
