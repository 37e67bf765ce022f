"""Style codes (ECMA-48, SGR): their effect on a style, and the shortest change from one style to another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

_ATTRIBUTES = {"1", "2", "3", "4", "5", "7", "8", "9"}
_OFF = {"22": ("1", "2"), "23": ("3",), "24": ("4",), "25": ("5",), "27": ("7",), "28": ("8",), "29": ("9",)}
_OFF_FOR = {attribute: code for code, attributes in _OFF.items() for attribute in attributes}
_SEEN_ON_BLANKS = {"4", "7", "9"}


class Style(NamedTuple):
    """Active attributes, foreground and background as SGR codes ('' is the terminal's default)."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""


PLAIN = Style()


def on_blanks(style: Style) -> Style:
    """The part of a style that is visible on a blank."""
    seen = style.attributes & _SEEN_ON_BLANKS
    return Style(seen, style.foreground if seen else "", style.background)


def for_blanks(pen: Style, style: Style) -> Style:
    """The style closest to the pen's in which blanks look as in `style`, a result of `on_blanks`."""
    if style.attributes or pen.attributes & _SEEN_ON_BLANKS:
        return style
    return pen._replace(background=style.background)


@lru_cache(maxsize=4096)
def applied(state: Style, codes: str) -> Style:
    """The style after a sequence of SGR codes."""
    parts = codes.split(";") if codes else ["0"]
    index = 0
    while index < len(parts):
        code = parts[index].lstrip("0") or "0"
        if code in ("38", "48"):
            length = 3 if parts[index + 1 : index + 2] == ["5"] else 5
            color = ";".join(parts[index : index + length])
            state = state._replace(foreground=color) if code == "38" else state._replace(background=color)
            index += length
            continue
        state = _one(state, code)
        index += 1
    return state


def _one(state: Style, code: str) -> Style:
    if code == "0":
        return PLAIN
    if code in _ATTRIBUTES:
        return state._replace(attributes=state.attributes | {code})
    if code in _OFF:
        return state._replace(attributes=state.attributes - set(_OFF[code]))
    number = int(code)
    if 30 <= number <= 39 or 90 <= number <= 97:
        return state._replace(foreground="" if number == 39 else code)
    if 40 <= number <= 49 or 100 <= number <= 107:
        return state._replace(background="" if number == 49 else code)
    return state


@lru_cache(maxsize=4096)
def change(old: Style, new: Style) -> str:
    """The shorter sequence from one style to another: the difference, or a reset and the whole new style."""
    anew = [*sorted(new.attributes), new.foreground, new.background]
    reset = "\x1b[" + ";".join(["", *filter(None, anew)]) + "m"
    off = {_OFF_FOR[attribute] for attribute in old.attributes - new.attributes}
    lost = {attribute for code in off for attribute in _OFF[code]} & new.attributes  # 22 ends both bold and dim
    steps = [*sorted(off), *sorted((new.attributes - old.attributes) | lost)]
    if old.foreground != new.foreground:
        steps.append(new.foreground or "39")
    if old.background != new.background:
        steps.append(new.background or "49")
    return min(reset, "\x1b[" + ";".join(steps) + "m", key=len)
