"""Finds rows that have moved up or down, so that the terminal can move them instead of having them sent again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import ne
from typing import NamedTuple

from .sgr import Style

_Row = Sequence[tuple[str, Style]]

_FEWEST = 4  # differing rows; with fewer a move is not worth looking for
_LEAST = 40  # cells to save; about the cost of a move
_PARTS = 6  # a row may move if at most 1/6 of it differs afterwards; otherwise a pane beside it would jump
_LETTERS = 10  # letters that a row needs to show a move; short rows repeat
_MARGIN = 1  # cells ignored at the start of a row, where the cursor's bar comes and goes


class Move(NamedTuple):
    """Rows `first` to `last` get what was `by` rows below them, or above if `by` is negative."""

    first: int
    last: int
    by: int

    @property
    def region(self) -> range:
        """All rows affected."""
        return range(min(self.first, self.first + self.by), max(self.last, self.last + self.by) + 1)

    @property
    def exposed(self) -> range:
        """The rows left blank."""
        region = self.region
        return range(self.last + 1, region.stop) if self.by > 0 else range(region.start, self.first)


def move_of(
    shown: Sequence[_Row], wanted: Sequence[_Row], rows: Sequence[int], blank: tuple[str, Style]
) -> Move | None:
    """The move that saves the most output, if one is worthwhile.

    `rows` are those that may differ, from the top; a cell is a letter and its style.
    """
    rows = [row for row in rows if shown[row] != wanted[row]]
    if len(rows) < _FEWEST:
        return None
    found = _shift(shown, wanted, rows)
    return _best(shown, wanted, range(rows[0], rows[-1] + 1), found, blank) if found else None


def _shift(shown: Sequence[_Row], wanted: Sequence[_Row], rows: Sequence[int]) -> int:
    """The distance that most rows have moved, 0 if none has."""
    places = {_text(shown[row]): row for row in rows}
    votes = Counter(
        places[text] - row for row in rows if len((text := _text(wanted[row])).strip()) >= _LETTERS and text in places
    )
    return max(votes, key=votes.__getitem__, default=0)


def _text(row: _Row) -> str:
    return "".join(letter for letter, _ in row[_MARGIN:])


def _best(shown: Sequence[_Row], wanted: Sequence[_Row], span: range, by: int, blank: tuple[str, Style]) -> Move | None:
    """The stretch of rows for which a move saves the most."""
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
    """The number of differing cells."""
    return sum(map(ne, one, other))
