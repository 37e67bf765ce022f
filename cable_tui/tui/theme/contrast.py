"""The contrast of colours by WCAG 2.2, and readable alternatives."""

from __future__ import annotations

from collections.abc import Iterable

from textual.color import Color

#: The least contrast of text on its background (WCAG 2.2, 1.4.3, level AA).
READABLE = 4.5
_STEPS = 20
_BLACK, _WHITE = Color(0, 0, 0), Color(255, 255, 255)
#: The luminance on which black and white are equally readable.
_MIDDLE = 0.179
#: Those of the terminal's sixteen colours that are dark in common palettes: black, red, blue, magenta, grey.
_DARK = {0, 1, 4, 5, 8}


def luminance(color: Color) -> float:
    """Relative luminance, from 0 for black to 1 for white."""
    red, green, blue = (_linear(channel / 255) for channel in color.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio of two opaque colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(color: Color) -> Color:
    """Black or white, whichever stands out more on a colour; for a terminal's own colour, one of those."""
    if color.ansi is None:
        return _WHITE if luminance(color) < _MIDDLE else _BLACK
    if color.ansi < 0:  # the terminal's default background takes its default text colour
        return color
    return Color.parse("ansi_bright_white" if color.ansi in _DARK else "ansi_black")


def readable(color: Color, backgrounds: Iterable[Color]) -> Color:
    """The colour, lightened or darkened just enough to be readable on each of the backgrounds.

    The terminal's own colours are returned as they are, since their shades are unknown.
    """
    behind = list(backgrounds)
    if color.ansi is not None or not behind:
        return color
    target = text_on(behind[0])
    for step in range(_STEPS + 1):
        found = color.blend(target, step / _STEPS)
        if all(contrast(found, background) >= READABLE for background in behind):
            return found
    return target


def _linear(channel: float) -> float:
    """One sRGB channel as light (WCAG 2.2, relative luminance)."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
