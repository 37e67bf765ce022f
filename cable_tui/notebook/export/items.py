"""The items of an export: cables with their bookmarks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cable_tui.escape import visible_line

from ..state import State
from ..values import Bookmark, CableSummary, Mark


@dataclass(frozen=True, slots=True)
class Item:
    """A cable that is kept or has bookmarks; `labels` are the cable's own."""

    about: CableSummary
    bookmarks: tuple[Bookmark, ...] = ()
    labels: tuple[str, ...] = ()
    state: State = State.UNREAD


_COLUMNS = re.compile(r"\S(?: {3,}|\t+)\S")


def printed(bookmark: Bookmark) -> str:
    """Number and marking as printed in the cable, `2. (C) `; without an inherited marking."""
    number = "" if bookmark.number is None else f"{bookmark.number}. "
    marking = "" if bookmark.inherited else visible_line(bookmark.marking)
    return f"{number}({marking}) " if marking else number


def is_table(text: str) -> bool:
    """Whether at least two lines have columns, which need a fixed-width font."""
    return sum(1 for line in text.split("\n") if _COLUMNS.search(line)) > 1


def gather(marks: Iterable[Mark], bookmarks: Iterable[Bookmark]) -> tuple[Item, ...]:
    """The cables that are kept or have bookmarks, by date, then by name; those without a date last.

    Bookmarks are in text order. If mark and bookmarks describe their cable differently, the latest description is used.
    """
    marked = {mark.about.name: mark for mark in marks}
    taken: dict[str, list[Bookmark]] = {name: [] for name, mark in marked.items() if mark.state is State.KEPT}
    for bookmark in bookmarks:
        taken.setdefault(bookmark.about.name, []).append(bookmark)
    items = (_item(marked.get(name), found) for name, found in taken.items())
    return tuple(sorted(items, key=_order))


def _item(mark: Mark | None, bookmarks: list[Bookmark]) -> Item:
    said: list[Mark | Bookmark] = [mark, *bookmarks] if mark else [*bookmarks]
    about = max(said, key=lambda one: one.changed).about
    ordered = sorted(bookmarks, key=lambda one: (one.place, one.copy, one.created, one.uid))
    same = tuple(replace(bookmark, about=about) for bookmark in ordered)
    return Item(about, same, mark.labels, mark.state) if mark else Item(about, same)


def _order(item: Item) -> tuple[bool, str, str]:
    """The sort key; numbers in a name sort by value, OSLO 9 before OSLO 10."""
    date = item.about.date
    return not date, date, re.sub(r"[0-9]+", lambda digits: digits[0].zfill(9), item.about.name)
