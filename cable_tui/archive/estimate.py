"""When a message was sent that the archive does not have, as far as the numbers next to its own tell.

The message numbers of a post run on through a year and begin again with the next. So a message lies between those of
its post and year with the nearest numbers below and above, and how far, their difference tells. Of 149 real cables,
each estimated from the others, none lay outside of its neighbours, and where a month is named it is the right one but
for one in twenty, which was six days off.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cable_tui.cables.references.posts import Mrn

from .schema import BY_DATE, LISTED

_NEAR = 31  # days to the nearer neighbour up to which the month is named that the numbers lead to
#: Cells of the longest estimate, `Jan-Mar 2008`.
WIDEST = 12
_MOST = 50  # neighbours whose date is of another year than their number, or missing, are passed over

_DATE, _KEY = BY_DATE
_ONE = f"SELECT {_KEY}, {_DATE} FROM cables WHERE doc_id = ?"
_ALL = f"SELECT {_KEY} AS key, {_DATE} FROM cables WHERE {LISTED} ORDER BY key"

#: Sort key (`documents.sort_key`) and ISO date of a cable.
Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A cable that the archive has: its id, its serial and its day."""

    id: str
    serial: int
    day: date


@dataclass(frozen=True, slots=True)
class Estimate:
    """The days between which a message was sent, and the day that its number leads to, where anything does.

    `below` and `above` are the neighbours that tell; without one it is the beginning or the end of the year. `cited` is
    the day on which it is cited first, where that is the last on which it can have been sent.
    """

    first: date
    last: date
    likely: date | None = None
    below: Neighbour | None = None
    above: Neighbour | None = None
    cited: date | None = None

    def __str__(self) -> str:
        """`~2008-05`, the day where both neighbours have it, else the months from and to: `Mar-Jul 2008`; `2008`."""
        if self.below and (self.above or self.cited) and self.first == self.last:
            return f"~{self.first.isoformat()}"
        if self._month(self.first) == self._month(self.last):
            return f"~{self._month(self.first)}"
        if self.likely and self.is_near:
            return f"~{self._month(self.likely)}"
        if (self.first.month, self.last.month) == (1, 12):
            return f"{self.first.year}"
        return f"{self.first:%b}-{self.last:%b} {self.first.year}"

    @property
    def is_near(self) -> bool:
        """Whether its number leads near to an end, so that the month is told."""
        return self.likely is not None and min(self.likely - self.first, self.last - self.likely).days <= _NEAR

    @staticmethod
    def _month(day: date) -> str:
        return day.isoformat()[:7]

    @property
    def grounds(self) -> str:
        """What tells it, for a reader: the neighbours with their days."""
        ends = (("after", self.below), ("before", self.above))
        told = [f"{word} {end.id} ({end.day})" for word, end in ends if end]
        told += [f"cited on {self.cited}"] if self.cited else []
        return " · ".join(told) or f"no cable of its post is here for {self.first.year}"


def estimate(number: Mrn, below: Neighbour | None, above: Neighbour | None, cited: date | None = None) -> Estimate:
    """The estimate for a message number from the known ones of its post and year next to it.

    `cited` is the day of the earliest cable that cites it: a message is not cited before it is sent.
    """
    first = below.day if below else date(number.year, 1, 1)
    last = above.day if above else date(number.year, 12, 31)
    if first > last:  # numbers and dates contradict each other
        return Estimate(last, first, None, below, above)
    start = below.serial if below else 0
    share = (number.serial - start) / (above.serial - start) if above else 0.0
    found = Estimate(first, last, first + (last - first) * share if above else None, below, above)
    return found if cited is None else _sent_by(found, cited)


def _sent_by(found: Estimate, cited: date) -> Estimate:
    """Ended by the day on which it is cited, where that is one of the days in question.

    That day is no neighbour: a number that leads near to it, or behind it, names no month.
    """
    if not found.first <= cited < found.last:
        return found
    is_told = found.likely is not None and found.likely <= cited and found.is_near
    return replace(found, last=cited, likely=found.likely if is_told else None, cited=cited)


def estimate_in(rows: Sequence[Row], number: Mrn, cited: date | None = None) -> Estimate:
    """The estimate for a message number; `rows` are those of the archive's cables in the order of their keys."""
    return estimate(number, *_neighbours(rows, number), cited)


def _neighbours(rows: Sequence[Row], number: Mrn) -> tuple[Neighbour | None, Neighbour | None]:
    prefix = f"{number.year} {number.post} "
    place = bisect_left(rows, (f"{prefix}{number.serial:07d}", ""))
    below = _neighbour(rows, range(place - 1, max(-1, place - 1 - _MOST), -1), prefix)
    above = _neighbour(rows, range(place, min(len(rows), place + _MOST)), prefix)
    return below, above


# --- numbers that are too high for their day ------------------------------------------------------------------

_SLACK = 31  # days by which a rate may be wrong
#: The years whose numbers tell, and by what part of the days since New Year each may be wrong: a post writes about as
#: much in one year as in the next, and not just as much.
_YEARS = ((0, 0.25), (-1, 0.5), (1, 0.5))
_FURTHEST = 3650  # days


def comes_too_late(rows: Sequence[Row], number: Mrn, cited: date) -> bool:
    """Whether a post had hardly come to a number by the day on which it is cited, so that its year is doubtful.

    It had not where a lower number of the year is of a later day. Else the numbers of the year tell how fast they
    run, or where there are none, those of a year next to it.
    """
    if number.year != cited.year:
        return False
    below, _ = _neighbours(rows, number)
    if below and (below.day - cited).days > 1:
        return True
    passed = cited.timetuple().tm_yday
    for years, share in _YEARS:
        day = _leads_to(rows, replace(number, year=number.year + years))
        if day is not None:
            return day - passed > max(_SLACK, passed * share)
    return False


def _leads_to(rows: Sequence[Row], number: Mrn) -> float | None:
    """The day of the year, from 1, to which its number leads; None where too little is known of that year."""
    below, above = _neighbours(rows, number)
    start, first = (below.serial, below.day.timetuple().tm_yday) if below else (0, 1)
    if above:
        return first + (above.day.timetuple().tm_yday - first) * (number.serial - start) / (above.serial - start)
    return min(_FURTHEST, first * number.serial / start) if start and first > _SLACK else None


def year_before(number: Mrn) -> str:
    """The id of the same number a year earlier."""
    return str(replace(number, year=number.year - 1))


class RowsById(Sequence[Row]):
    """The rows of an archive in the order of their ids, each read when it is asked for."""

    def __init__(self, connection: sqlite3.Connection, order: Sequence[int]) -> None:
        self._connection = connection
        self._order = order

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, place: Any) -> Any:
        row: Row | None = self._connection.execute(_ONE, (self._order[place],)).fetchone()
        return row or ("", "")


def rows_by_id(connection: sqlite3.Connection) -> Sequence[Row]:
    """All of them at once, for many questions: half a second for a quarter of a million."""
    return connection.execute(_ALL).fetchall()


def _neighbour(rows: Sequence[Row], places: Iterable[int], prefix: str) -> Neighbour | None:
    """The first of some rows that is of the post and year, in its number and in its date."""
    year, post = prefix.split(" ", 2)[:2]
    for place in places:
        key, day = rows[place]
        if not key.startswith(prefix):
            return None
        if day.startswith(year):
            serial = int(key[len(prefix) :].partition("-")[0])  # cables that share a number have letters behind it
            return Neighbour(str(Mrn(int(year), post, serial)), serial, date.fromisoformat(day[:10]))
    return None
