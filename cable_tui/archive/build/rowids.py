"""The numbers of the cables' rows: their order is that of the days.

So a search finds the newest cables first without looking at any header, and the numbers of the rows in which a word
stands lie close together, which makes the full-text table a fifth smaller than numbers by the minute would. A day
has room for 1,024 cables; what is more goes to the next day that has room.
"""

from __future__ import annotations

import sqlite3
from datetime import date

_BITS = 10
_FIRST_DAY = date(1900, 1, 1).toordinal() - 1  # cables without a date stand before it, on day 0

_LAST = "SELECT max(doc_id) FROM cables WHERE doc_id >= ? AND doc_id < ?"


def day_number(day: str) -> int:
    """The number of a day from 1900 on, of an ISO date with or without a time; 0 without a date."""
    return max(1, date.fromisoformat(day[:10]).toordinal() - _FIRST_DAY) if day else 0


class RowIds:
    """Gives out free numbers. It belongs to the one writer of the cache."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._next: dict[int, int] = {}

    def take(self, day: str) -> int:
        """A number for a cable of this day that no row has."""
        number = day_number(day)
        while self._free(number) >= (number + 1) << _BITS:
            number += 1
        self._next[number] += 1
        return self._next[number] - 1

    def forget(self) -> None:
        """Looks at the rows again, after a change that was undone."""
        self._next.clear()

    def _free(self, number: int) -> int:
        if number not in self._next:
            first = max(1, number << _BITS)
            (last,) = self._connection.execute(_LAST, (first, (number + 1) << _BITS)).fetchone()
            self._next[number] = first if last is None else last + 1
        return self._next[number]
