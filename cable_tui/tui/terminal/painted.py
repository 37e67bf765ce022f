"""Nothing that a widget paints is a sequence: the last look at text before the terminal gets it.

Widgets are to make text from outside visible themselves, where it enters. What one of them misses is made visible here,
in the lines of every widget, so that the driver obeys nothing but what the program and Textual ask for.
"""

from __future__ import annotations

from unicodedata import category

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

#: Controls, invisible signs (marks of direction among them), halves of letters, ends of lines and paragraphs.
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
#: Letters for programs alone (Unicode, "Tags" and what follows them): whoever reads sees nothing of them.
_TAGS = range(0xE0000, 0xE1000)
_NO_PICTURE = "\ufffd"


class _Pictures(dict[int, str]):
    """For each character what is painted: itself, or one cell that shows that something stands there."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        is_seen = category(letter) not in _UNSEEN and code not in _TAGS
        shown = self[code] = letter if is_seen else _picture(code)
        return shown


def _picture(code: int) -> str:
    if code == ord("\t"):
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else _NO_PICTURE


_PICTURES = _Pictures()


class OnlyText(LineFilter):
    """Replaces what is no text by pictures of one cell, and takes links away: their addresses are sent unseen.

    A line keeps its width: where pictures take cells that Textual has not counted, its end is cut.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, which are the same list where all of them are text."""
        if all(text.isprintable() and not (style and style.link) for text, style, _ in segments):
            return segments
        width = Segment.get_line_length(segments)
        seen = [Segment(text.translate(_PICTURES), _without_link(style)) for text, style, _ in segments]
        return Segment.adjust_line_length(seen, width)


def _without_link(style: Style | None) -> Style | None:
    return style.update_link(None) if style and style.link else style
