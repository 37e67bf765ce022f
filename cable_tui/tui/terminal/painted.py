"""The last filter for text before it reaches the terminal: no widget can paint a control sequence.

Widgets escape outside text themselves, where it enters. Whatever one of them misses is escaped here, in the lines of
every widget, so that the driver sends only sequences of the program and of Textual.
"""

from __future__ import annotations

from unicodedata import category

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

#: Controls, invisible characters (such as direction marks), surrogates, line and paragraph separators.
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
#: Invisible characters (the Unicode block "Tags" and those after it).
_TAGS = range(0xE0000, 0xE1000)
_NO_PICTURE = "\ufffd"


class _Pictures(dict[int, str]):
    """What is painted for each character: itself, or a picture of one cell."""

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
    """Replaces characters that are not text by pictures of one cell, and removes links, whose addresses are invisible.

    A line keeps its width: if pictures take cells that Textual did not count, its end is cut.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The filtered segments; the same list if all of them are text."""
        if all(text.isprintable() and not (style and style.link) for text, style, _ in segments):
            return segments
        width = Segment.get_line_length(segments)
        seen = [Segment(text.translate(_PICTURES), _without_link(style)) for text, style, _ in segments]
        return Segment.adjust_line_length(seen, width)


def _without_link(style: Style | None) -> Style | None:
    return style.update_link(None) if style and style.link else style
