"""A checksum in every row of a notebook detects flipped bits in notes and bookmarked paragraphs.

SQLite notices damage to the structure of a page but not to the text in it. So the JSON of each row is followed by 32
tabs and line feeds, chosen so that the CRC-32 of the whole row is 0. One call checks a row. JSON ignores trailing
white space, so SQL and programs that know nothing of the checksum read the rows as before.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any
from zlib import crc32

from cable_tui.store import Codec

_BITS = 32
_TAB, _LINE_FEED = "\t", "\n"
_TABS = _TAB.encode() * _BITS


class SummedCodec(Codec):
    """Documents as JSON text with a checksum. Rows without one, from older versions, are read too."""

    def pack(self, text: str) -> str:
        """The text with its checksum."""
        return summed(text)

    def unpack(self, stored: Any) -> str:
        """The text without its checksum. Raises ValueError where they do not match."""
        if not isinstance(stored, str):
            raise ValueError("not text")
        if crc32(stored.encode()) == 0:
            return stored[:-_BITS]
        if not is_bare(stored):
            raise ValueError("checksum mismatch")
        return stored


def is_bare(stored: Any) -> bool:
    """Whether a row is JSON without a checksum."""
    if not isinstance(stored, str) or not stored.endswith("}"):
        return False
    try:
        json.loads(stored)
    except ValueError:
        return False
    return True


def summed(text: str) -> str:
    """The text, followed by the white space that makes its CRC-32 0."""
    left = crc32(_TABS, crc32(text.encode()))
    turned = 0
    for bit, places in enumerate(_turning()):
        if left >> bit & 1:
            turned ^= places
    return text + "".join(_LINE_FEED if turned >> place & 1 else _TAB for place in range(_BITS))


@cache
def _turning() -> list[int]:
    """For each bit of the checksum, which of 32 tabs must become line feeds to flip that bit alone.

    A line feed in a given place always flips the same bits, whatever the other places hold, and the 32 patterns are
    linearly independent, so Gaussian elimination over GF(2) solves for the places.
    """
    rows = []
    for place in range(_BITS):
        changed = bytearray(_TABS)
        changed[place] = ord(_LINE_FEED)
        rows.append((crc32(changed) ^ crc32(_TABS), 1 << place))
    for bit in range(_BITS):
        pivot = next(at for at in range(bit, _BITS) if rows[at][0] >> bit & 1)
        rows[bit], rows[pivot] = rows[pivot], rows[bit]
        sums, places = rows[bit]
        rows = [
            (left ^ sums, right ^ places) if at != bit and left >> bit & 1 else (left, right)
            for at, (left, right) in enumerate(rows)
        ]
    return [places for _, places in rows]
