"""Letters typed for digits and digits for letters in the names and numbers of cables: `O7 BERN`, `T0KYO`, `l234`."""

from __future__ import annotations

import re

from .posts import spellings

_SPLIT = re.compile(r"(?<![A-Za-z0-9])([0-9]{1,2}) ([Oo][0-9]{4,5})(?![A-Za-z0-9])")
_NUMBER = re.compile(r"(?<![A-Za-z0-9])(?=[0-9]{0,8}[OoIl])[0-9OoIl]{2,9}(?![A-Za-z0-9])")
_NAME = re.compile(r"(?<![A-Za-z0-9])(?=[A-Z]*[01])(?=[01]*[A-Z]+[01]*[A-Z])[A-Z01]{4,20}(?![A-Za-z0-9])")
_TO_DIGITS = str.maketrans("OoIl", "0011")


def mended(text: str) -> str:
    """The text with such slips undone, every character in its place.

    A number in two pieces is one where the second begins with an O: `STATE 1 O1684` is STATE 101684.
    """
    text = _SPLIT.sub(r" \1\2", text)
    text = _NUMBER.sub(_number, text)
    return _NAME.sub(_name, text)


def _number(match: re.Match[str]) -> str:
    """Two digits make a number, one digit a year (`O7`)."""
    digits = sum(map(str.isdigit, match[0]))
    return match[0].translate(_TO_DIGITS) if digits >= min(2, len(match[0]) - 1) else match[0]


def _name(match: re.Match[str]) -> str:
    for one in "IL":
        if (name := match[0].replace("0", "O").replace("1", one)) in spellings():
            return name
    return match[0]
