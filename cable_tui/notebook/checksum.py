"""A checksum in every row of a notebook: a bit that turned in a note or a marked paragraph is noticed.

SQLite tells a damaged page from a good one by its structure alone; letters may become others. So behind the JSON of a
row stand blanks, tabs and line feeds, which are chosen so that the CRC-32 of the whole row is 0. One call for each row
checks it. Blanks there mean nothing to JSON: SQL looks into the rows as before, and a program that knows nothing of
checksums reads them.
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
    """Documents as JSON text with their checksum. What has none, as older programs write it, is read as well."""

    def pack(self, text: str) -> str:
        """The text with its checksum."""
        return summed(text)

    def unpack(self, stored: Any) -> str:
        """The text; ValueError where it is not what was written."""
        if not isinstance(stored, str):
            raise ValueError("no text")
        if crc32(stored.encode()) == 0:
            return stored[:-_BITS]
        if not is_bare(stored):
            raise ValueError("another text than was written")
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
    """The text with the blanks that make its checksum 0."""
    left = crc32(_TABS, crc32(text.encode()))
    turned = 0
    for bit, places in enumerate(_turning()):
        if left >> bit & 1:
            turned ^= places
    return text + "".join(_LINE_FEED if turned >> place & 1 else _TAB for place in range(_BITS))


@cache
def _turning() -> list[int]:
    """For each bit of a checksum the blanks, of 32 tabs, that must become line feeds to turn it and no other.

    A line feed in some place always turns the same bits, whatever else stands there; no two places turn the same,
    so that these 32 sums can be solved for the places, as equations are.
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
