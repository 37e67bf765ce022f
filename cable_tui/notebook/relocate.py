"""Finds a bookmark's paragraph in a cable: by its text, else by its number and similarity.

Texts that differ only in punctuation are the same: older versions did not repair garbled quotation marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from cable_tui.cables.model import Block
from cable_tui.cables.signs import mend_signs

from .values import Bookmark, digest_of

#: The share of words that two texts must have in common, with the same paragraph number and without.
_SAME_NUMBER, _ANY_NUMBER = 0.5, 0.75
_WORDS = 500  # compared of each text; repeated words make the comparison quadratic


class Fit(StrEnum):
    """How a bookmark matches its cable in the archive."""

    SAME = "same"
    DIFFERS = "differs"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Found:
    """The block (counted from 0) that a bookmark is about, None if missing."""

    fit: Fit
    block: int | None = None


def find(bookmark: Bookmark, blocks: Sequence[Block]) -> Found:
    """Finds a bookmark's paragraph among the blocks of its cable."""
    same = [place for place, block in enumerate(blocks) if digest_of(block.text) == bookmark.digest]
    if not same and (letters := _letters(mend_signs(bookmark.text))):
        same = [place for place, block in enumerate(blocks) if _letters(block.text) == letters]
    if same:
        return Found(Fit.SAME, same[min(bookmark.copy, len(same) - 1)])
    numbered = [place for place, block in enumerate(blocks) if block.number and block.number == bookmark.number]
    for places, least in ((numbered, _SAME_NUMBER), (range(len(blocks)), _ANY_NUMBER)):
        likeness, place = max(
            ((_likeness(bookmark.text, blocks[place].text), place) for place in places), default=(0, 0)
        )
        if likeness >= least:
            return Found(Fit.DIFFERS, place)
    return Found(Fit.MISSING)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _likeness(one: str, other: str) -> float:
    """The share of words that two texts have in common, in their order."""
    first, second = one.split()[:_WORDS], other.split()[:_WORDS]
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < _SAME_NUMBER or matcher.quick_ratio() < _SAME_NUMBER:
        return 0.0
    return matcher.ratio()


def copy_number(blocks: Sequence[Block], place: int) -> int:
    """The number of earlier blocks with the same text."""
    digest = digest_of(blocks[place].text)
    return sum(digest_of(block.text) == digest for block in blocks[:place])
