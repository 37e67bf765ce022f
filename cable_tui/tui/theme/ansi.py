"""Reduces colours to the terminal's own sixteen."""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter


class SixteenColors(LineFilter):
    """Leaves only the terminal's sixteen colours.

    A theme of such colours is not enough: Textual blends borders and shades of its own.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments with every other colour replaced by the nearest of the sixteen."""
        return [Segment(text, _downgraded(style) if style else None, control) for text, style, control in segments]


@lru_cache(maxsize=1024)
def _downgraded(style: Style) -> Style:
    return style + Style.from_color(_nearest(style.color), _nearest(style.bgcolor))


def _nearest(color: RichColor | None) -> RichColor | None:
    return color.downgrade(ColorSystem.STANDARD) if color else None
