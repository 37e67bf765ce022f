"""How well one colour is read on another, by WCAG 2.2, and what to do where it is not."""

from __future__ import annotations

from collections.abc import Iterable

from textual.color import Color

#: The contrast that text needs on what is behind it (WCAG 2.2, 1.4.3, level AA).
READABLE = 4.5
_STEPS = 20
_BLACK, _WHITE = Color(0, 0, 0), Color(255, 255, 255)
#: Half of the way from black to white as the eye has it: black on it is as readable as white.
_MIDDLE = 0.179
#: Of the terminal's sixteen colours those that are dark in every usual palette: black, red, blue, magenta, grey.
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
    """Black or white, whichever stands out more; from the terminal's own colours for one of these."""
    if color.ansi is None:
        return _WHITE if luminance(color) < _MIDDLE else _BLACK
    if color.ansi < 0:  # on the terminal's own background its own text
        return color
    return Color.parse("ansi_bright_white" if color.ansi in _DARK else "ansi_black")


def readable(color: Color, backgrounds: Iterable[Color]) -> Color:
    """The colour, made lighter or darker as far as it must be to be read as text on each of the backgrounds.

    The terminal's own colours stay: nobody knows what they look like.
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
