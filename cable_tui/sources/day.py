"""Calendar days as written in tables, rows and attributes."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAME = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_WRITTEN = tuple(
    re.compile(rf"\b{pattern}(?![\d/])", re.I)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)",
        r"(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>\d{4})",
        rf"(?P<year>\d{{4}}) {_NAME} (?P<day>\d\d?)",
        rf"(?P<day>\d\d?) {_NAME} (?P<year>\d{{4}})",
        rf"{_NAME} (?P<day>\d\d?),? (?P<year>\d{{4}})",
    )
)


def calendar_day(text: str) -> date | None:
    """The day in `2009-06-03 12:00`, `6/3/2009` (month first), `1976 July 29`, `29 JUL 1976`, else None.

    A time beside it is ignored: on the published pages it is wrong.
    """
    for pattern in _WRITTEN:
        if found := pattern.search(text):
            parts = found.groupdict()
            month = 1 + _MONTHS.index(parts["name"].lower()) if "name" in parts else int(parts["month"])
            try:
                return date(int(parts["year"]), month, int(parts["day"]))
            except ValueError:
                return None
    return None
