"""Row ids of cables, in order of date.

So a search finds the newest cables first without reading any header. The ids of rows with a word are close together,
which makes the full-text table a fifth smaller than ids by the minute would. A day has room for 1,024 cables; further
ones go to the next day with room.
"""

from __future__ import annotations

import sqlite3
from datetime import date

_BITS = 10
_FIRST_DAY = date(1900, 1, 1).toordinal() - 1  # cables without a date are on day 0, before it

_LAST = "SELECT max(doc_id) FROM cables WHERE doc_id >= ? AND doc_id < ?"


def day_number(day: str) -> int:
    """The number of a day since 1900, from an ISO date with or without a time; 0 without a date."""
    return max(1, date.fromisoformat(day[:10]).toordinal() - _FIRST_DAY) if day else 0


class RowIds:
    """Gives out free row ids, for the one writer of the cache."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._next: dict[int, int] = {}

    def take(self, day: str) -> int:
        """A free row id for a cable of this day."""
        number = day_number(day)
        while self._free(number) >= (number + 1) << _BITS:
            number += 1
        self._next[number] += 1
        return self._next[number] - 1

    def forget(self) -> None:
        """Reads the ids in use again, after a rollback."""
        self._next.clear()

    def _free(self, number: int) -> int:
        if number not in self._next:
            first = max(1, number << _BITS)
            (last,) = self._connection.execute(_LAST, (first, (number + 1) << _BITS)).fetchone()
            self._next[number] = first if last is None else last + 1
        return self._next[number]
