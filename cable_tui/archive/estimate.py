"""Estimates when a missing message was sent, from the neighbouring message numbers of its post.

A post's message numbers rise through the year and restart with the next. So a message was sent between those of its
post and year with the nearest lower and higher numbers, and its date is interpolated between them. Of 149 real cables,
each estimated from the others, none lay outside its neighbours; where a month is given it was right for all but one in
twenty, which was six days off.
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

_NEAR = 31  # days; the interpolated month is given if the nearer neighbour is no further away
#: Cells of the longest estimate, `Jan-Mar 2008`.
WIDEST = 12
_MOST = 50  # neighbours tried; those without a date, or with one of another year, are skipped

_DATE, _KEY = BY_DATE
_ONE = f"SELECT {_KEY}, {_DATE} FROM cables WHERE doc_id = ?"
_ALL = f"SELECT {_KEY} AS key, {_DATE} FROM cables WHERE {LISTED} ORDER BY key"

#: Sort key (`documents.sort_key`) and ISO date of a cable.
Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A cable in the archive: its id, serial number and date."""

    id: str
    serial: int
    day: date


@dataclass(frozen=True, slots=True)
class Estimate:
    """The first and last day on which a message can have been sent, and the interpolated day, if there is one.

    `below` and `above` are the neighbours; without one, the year begins or ends the interval. `cited` is the date of
    the first citation, if that is the last possible day.
    """

    first: date
    last: date
    likely: date | None = None
    below: Neighbour | None = None
    above: Neighbour | None = None
    cited: date | None = None

    def __str__(self) -> str:
        """`~2008-05`, a day if both ends agree on it, else a range of months, `Mar-Jul 2008`, or the year."""
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
        """Whether the interpolated day is near one end, so that its month is given."""
        return self.likely is not None and min(self.likely - self.first, self.last - self.likely).days <= _NEAR

    @staticmethod
    def _month(day: date) -> str:
        return day.isoformat()[:7]

    @property
    def grounds(self) -> str:
        """The basis of the estimate, for the reader: the neighbours with their dates."""
        ends = (("after", self.below), ("before", self.above))
        told = [f"{word} {end.id} ({end.day})" for word, end in ends if end]
        told += [f"cited on {self.cited}"] if self.cited else []
        return " · ".join(told) or f"the archive has no cable of its post for {self.first.year}"


def estimate(number: Mrn, below: Neighbour | None, above: Neighbour | None, cited: date | None = None) -> Estimate:
    """Estimates the date of a message number from its neighbours.

    `cited` is the date of the earliest cable that cites it; a message is sent before it is cited.
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
    """Ends an estimate on the day of the first citation, if that is in the interval.

    A citation is not a neighbour: no month is given for an interpolated day that is near it or later.
    """
    if not found.first <= cited < found.last:
        return found
    is_told = found.likely is not None and found.likely <= cited and found.is_near
    return replace(found, last=cited, likely=found.likely if is_told else None, cited=cited)


def estimate_in(rows: Sequence[Row], number: Mrn, cited: date | None = None) -> Estimate:
    """Estimates the date of a message number; `rows` are all rows of the archive, sorted by key."""
    return estimate(number, *_neighbours(rows, number), cited)


def _neighbours(rows: Sequence[Row], number: Mrn) -> tuple[Neighbour | None, Neighbour | None]:
    prefix = f"{number.year} {number.post} "
    place = bisect_left(rows, (f"{prefix}{number.serial:07d}", ""))
    below = _neighbour(rows, range(place - 1, max(-1, place - 1 - _MOST), -1), prefix)
    above = _neighbour(rows, range(place, min(len(rows), place + _MOST)), prefix)
    return below, above


# --- numbers too high for their date --------------------------------------------------------------------------

_SLACK = 31  # days; the least margin of error
#: Years to extrapolate from, with the margin of error as a share of the days since New Year: a post sends roughly, but
#: not exactly, as much in one year as in the next.
_YEARS = ((0, 0.25), (-1, 0.5), (1, 0.5))
_FURTHEST = 3650  # days


def comes_too_late(rows: Sequence[Row], number: Mrn, cited: date) -> bool:
    """Whether a post can hardly have reached a number by the day it is cited, so that its year is doubtful.

    It cannot if a lower number of the year has a later date. Otherwise the rate of the year's numbers decides, or that
    of an adjacent year.
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
    """The day of the year, from 1, inferred from a number; None if too little is known of that year."""
    below, above = _neighbours(rows, number)
    start, first = (below.serial, below.day.timetuple().tm_yday) if below else (0, 1)
    if above:
        return first + (above.day.timetuple().tm_yday - first) * (number.serial - start) / (above.serial - start)
    return min(_FURTHEST, first * number.serial / start) if start and first > _SLACK else None


def year_before(number: Mrn) -> str:
    """The id with the same number, a year earlier."""
    return str(replace(number, year=number.year - 1))


class RowsById(Sequence[Row]):
    """The rows of an archive in order of id, each read on demand."""

    def __init__(self, connection: sqlite3.Connection, order: Sequence[int]) -> None:
        self._connection = connection
        self._order = order

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, place: Any) -> Any:
        row: Row | None = self._connection.execute(_ONE, (self._order[place],)).fetchone()
        return row or ("", "")


def rows_by_id(connection: sqlite3.Connection) -> Sequence[Row]:
    """All rows in order of id, read at once for many look-ups: half a second for a quarter of a million."""
    return connection.execute(_ALL).fetchall()


def _neighbour(rows: Sequence[Row], places: Iterable[int], prefix: str) -> Neighbour | None:
    """The first of some rows whose number has the post and year, and whose date has the year."""
    year, post = prefix.split(" ", 2)[:2]
    for place in places:
        key, day = rows[place]
        if not key.startswith(prefix):
            return None
        if day.startswith(year):
            serial = int(key[len(prefix) :].partition("-")[0])  # shared numbers are followed by letters
            return Neighbour(str(Mrn(int(year), post, serial)), serial, date.fromisoformat(day[:10]))
    return None
