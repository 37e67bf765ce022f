"""The columns of the list of cables."""

from __future__ import annotations

from typing import NamedTuple

from cable_tui.archive import Header
from cable_tui.escape import visible_line

from .lines import fit, width_of

_RUN, _RUN_FROM = 8, 96  # cells for the paragraphs' levels; the least width to show them


class Columns(NamedTuple):
    """Widths in cells; 0 hides a column."""

    date: int
    marking: int
    post: int
    subject: int
    run: int = 0


def dated(day: str, form: str) -> str:
    """A day in the configured form."""
    year, _, rest = day.partition("-")
    month, _, number = rest.partition("-")
    if form == "iso" or not number:
        return day
    return f"{number}.{month}.{year}" if form == "dmy" else f"{month}/{number}/{year}"


def name_of(header: Header, width: int) -> str:
    """Post and number; the post is cut first, since readers look for the number."""
    if not header.serial:
        return visible_line(header.id or header.source)
    post, serial = visible_line(header.post), visible_line(header.serial + header.letters_behind)
    room = width - width_of(serial) - 1
    return f"{post if width_of(post) <= room else fit(post, room)} {serial}" if room > 0 else fit(serial, width)


def columns_of(width: int) -> Columns:
    """The columns at a given width. The subject gets the space that the others leave and shrinks first."""
    marking, date, post = 5, 10, 18 if width >= 90 else 15 if width >= 50 else 12
    if width < 34:
        post = 0
    if width < 18:
        date = 0
    run = _RUN if width >= _RUN_FROM else 0
    used = 1 + sum(column + 1 for column in (date, marking, post, run) if column)
    return Columns(date, marking, post, max(0, width - used - 1), run)
