"""Rows that have moved up or down on the screen: they need not be sent again where the terminal moves them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import ne
from typing import NamedTuple

from .sgr import Style

_Row = Sequence[tuple[str, Style]]

_FEWEST = 4  # rows that differ; for fewer it is not worth looking
_LEAST = 40  # cells to be saved; what a move itself sends is worth about that
_PARTS = 6  # a row moves if no more than this part of it differs then: beside it another pane would be seen to jump
_LETTERS = 10  # in a row that tells a move; there are many short ones of the same text
_MARGIN = 1  # cells at the beginning of a row; a bar that comes and goes there does not hide a move


class Move(NamedTuple):
    """Rows `first` to `last` show afterwards what stood `by` rows below them; above them where that is less than 0."""

    first: int
    last: int
    by: int

    @property
    def region(self) -> range:
        """All rows that the terminal touches."""
        return range(min(self.first, self.first + self.by), max(self.last, self.last + self.by) + 1)

    @property
    def exposed(self) -> range:
        """The rows that are blank afterwards."""
        region = self.region
        return range(self.last + 1, region.stop) if self.by > 0 else range(region.start, self.first)


def move_of(
    shown: Sequence[_Row], wanted: Sequence[_Row], rows: Sequence[int], blank: tuple[str, Style]
) -> Move | None:
    """The move that saves most of what is to be sent, if one is worth it.

    `rows` are those that may differ, top to bottom; a cell is a letter and its style.
    """
    rows = [row for row in rows if shown[row] != wanted[row]]
    if len(rows) < _FEWEST:
        return None
    found = _shift(shown, wanted, rows)
    return _best(shown, wanted, range(rows[0], rows[-1] + 1), found, blank) if found else None


def _shift(shown: Sequence[_Row], wanted: Sequence[_Row], rows: Sequence[int]) -> int:
    """By how much most of the rows have moved, 0 where none has."""
    places = {_text(shown[row]): row for row in rows}
    votes = Counter(
        places[text] - row for row in rows if len((text := _text(wanted[row])).strip()) >= _LETTERS and text in places
    )
    return max(votes, key=votes.__getitem__, default=0)


def _text(row: _Row) -> str:
    return "".join(letter for letter, _ in row[_MARGIN:])


def _best(shown: Sequence[_Row], wanted: Sequence[_Row], span: range, by: int, blank: tuple[str, Style]) -> Move | None:
    """The stretch of rows for which a move saves most."""
    empty = [blank] * len(wanted[0])
    in_place = {row: _differing(shown[row], wanted[row]) for row in span}
    moved = {row: _differing(shown[row + by], wanted[row]) for row in span if row + by in span}
    start, saved, best, move = -1, 0, 0, None
    for row in span:
        gain = in_place[row] - moved[row] if row in moved and _PARTS * moved[row] <= len(empty) else None
        if gain is None or saved + gain <= 0:
            start, saved = -1, 0
            continue
        start, saved = (row if start < 0 else start), saved + gain
        if saved > best:
            best, move = saved, Move(start, row, by)
    if move is None:
        return None
    best += sum(in_place[row] - _differing(empty, wanted[row]) for row in move.exposed)
    return move if best >= _LEAST else None


def _differing(one: _Row, other: _Row) -> int:
    """How many cells differ."""
    return sum(map(ne, one, other))
