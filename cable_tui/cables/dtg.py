"""Dates of a cable: the date-time group, the catalogue's day, the day of the year in the DE line.

The official time is the DTG `ddhhmmZ MON yy`, always UTC (ACP-121, format line 5). A catalogue date counts only
as the calendar day that is written there; its time and offset are not converted.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from .model import Precedence

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), 1
    )
}
_PIVOT = 60  # two-digit years: Cablegate and the archives begin in the 1960s

PRECEDENCE_LETTERS = {
    "Z": Precedence.FLASH,
    "O": Precedence.IMMEDIATE,
    "P": Precedence.PRIORITY,
    "R": Precedence.ROUTINE,
}

DTG = re.compile(
    r"(?:DTG:? *+)?(?P<precedence>(?:[ZOPRY] +)*+)"
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d) {0,2}[Zz] {0,2}"
    r"(?P<month>[A-Za-z]{3,9})\.? {0,2}(?P<year>\d{4}|\d\d)(?!\d)"
)
_CATALOGUE = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?P<month>[A-Z][a-z]{2}) (?P<day>\d\d) "
    r"\d\d:\d\d:\d\d [+-]\d{4} (?P<year>\d{4})\s*",
    re.I,
)
_SLASHED = re.compile(r"(\d{1,4})[/-](\d{1,2})[/-](\d{4}|\d\d)(?!\d)")
_WRITTEN = re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4}|\d\d)(?!\d)")


def full_year(text: str) -> int:
    """A year of two or four digits as four: 60 and later are 19yy, the rest 20yy."""
    year = int(text)
    if year >= 100:
        return year
    return year + (1900 if year >= _PIVOT else 2000)


def month_number(name: str) -> int:
    """1 to 12 for JAN, Sept, JUNE ...; 0 if the name is not a month."""
    return _MONTHS.get(name[:3].upper(), 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_dtg(match: re.Match[str]) -> datetime | None:
    """The UTC moment of a match of `DTG`, None where no such day or hour exists."""
    day, hour, minute, month, year = match.group("day", "hour", "minute", "month", "year")
    try:
        return datetime(full_year(year), month_number(month), int(day), int(hour), int(minute), tzinfo=UTC)
    except ValueError:
        return None


def catalogue_day(line: str) -> date | None:
    """The day of an export's third line, `Thu Jul 02 00:00:00 +0200 2009`, as written there."""
    match = _CATALOGUE.fullmatch(line)
    return (match and _day(int(match["year"]), month_number(match["month"]), int(match["day"]))) or None


def us_date(text: str) -> date | None:
    """A date of a DECL line: MM/DD/YYYY, M/D/YY, MM-DD-YYYY, YYYY/MM/DD or 8 MAR 1985; None if there is none.

    Two-digit years here look forward: 00 to 60 are 20yy, as declassification dates are.
    """
    if match := _SLASHED.search(text):
        first, second, third = match.groups()
        if len(first) == 4:
            return _day(int(first), int(second), int(third))
        if len(first) <= 2:
            year = int(third)
            return _day(year if year > 99 else year + (2000 if year <= 60 else 1900), int(first), int(second))
    if match := _WRITTEN.search(text):
        return _day(full_year(match["year"]), month_number(match["month"]), int(match["day"]))
    return None


def ordinal_day(year: int, ordinal: int) -> date | None:
    """The day of a DE line: day of the year (1 to 366) in the given year."""
    if not 1 <= ordinal <= 366 or not 1 <= year <= 9999:
        return None
    day = date(year, 1, 1).toordinal() + ordinal - 1
    return date.fromordinal(day) if day <= date(year, 12, 31).toordinal() else None


def at_midnight(day: date) -> datetime:
    """A day as the UTC moment that stands for it where the time is not known."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
