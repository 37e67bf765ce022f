"""Searches bookmarks and kept cables, in the query language of the list.

A bookmark is searched by its paragraph, its note and the header of its cable; a cable without bookmarks by its header.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from cable_tui.archive.query.match import Document, found_in
from cable_tui.archive.query.tokens import fold
from cable_tui.cables.references.posts import parse_id
from cable_tui.notebook.export.items import Item
from cable_tui.notebook.state import State
from cable_tui.notebook.values import Bookmark, CableSummary


@dataclass(frozen=True, slots=True)
class _Entry:
    """A bookmark, or a cable without bookmarks, as a query sees it."""

    about: CableSummary
    text: str = ""
    note: str = ""
    labels: tuple[str, ...] = ()
    state: State | None = None
    is_bookmark: bool = True

    def document(self) -> Document:
        """The text and header fields that a query searches."""
        about = self.about
        number = parse_id(about.name)
        header = {
            "id": about.name,
            "date": about.date,
            "level": int(about.level),
            "origin": about.origin,
            "post": number.post if number else "",
            "precedence": 0,
            "tags": about.tags,
            "caveats": about.classification.split("//")[1:],
        }
        return Document(f"{self.text}\n{self.note}", about.subject, header)


def found_by(bookmarks: Sequence[Bookmark], query: str) -> list[Bookmark]:
    """The bookmarks that a query finds, in the given order. Raises QueryError."""
    entries = [_Entry(item.about, item.text, item.note, item.labels) for item in bookmarks]
    return [bookmarks[at] for at in _found(entries, query)]


def items_by(items: Iterable[Item], query: str) -> list[Item]:
    """The items that a query finds, each with only the bookmarks that it finds.

    Raises QueryError.
    """
    whole = list(items)
    pairs = [(at, item) for at, one in enumerate(whole) for item in one.bookmarks or (None,)]
    entries = [_entry(whole[at], item) for at, item in pairs]
    chosen: dict[int, list[Bookmark]] = {}
    for place in _found(entries, query):
        at, item = pairs[place]
        chosen.setdefault(at, []).extend([item] if item else [])
    return [replace(whole[at], bookmarks=tuple(found)) for at, found in chosen.items()]


def _entry(item: Item, bookmark: Bookmark | None) -> _Entry:
    if bookmark is None:
        return _Entry(item.about, labels=item.labels, state=item.state, is_bookmark=False)
    labels = (*item.labels, *bookmark.labels)
    return _Entry(item.about, bookmark.text, bookmark.note, labels, item.state)


def _found(entries: list[_Entry], query: str) -> list[int]:
    def test(field: str, value: str, prefix: bool) -> Callable[[int], bool]:
        asked = _test(field, value, prefix)
        return lambda at: asked(entries[at])

    return found_in([entry.document() for entry in entries], query, test)


def _test(field: str, value: str, prefix: bool) -> Callable[[_Entry], bool]:
    """The test for a field of the notebook. Raises ValueError with the values expected."""
    kind = value.casefold()
    if field == "label":
        wanted = fold(value)
        return lambda entry: any(
            fold(name) == wanted or (prefix and fold(name).startswith(wanted)) for name in entry.labels
        )
    if field == "has" and kind.removesuffix("s") in _HAS:
        return _HAS[kind.removesuffix("s")]
    if field == "is" and kind in list(State):
        return lambda entry: entry.state is not None and entry.state.value == kind
    raise ValueError(f"{field}:{value} is not known here; expected label:, has:note or is:kept")


_HAS: dict[str, Callable[[_Entry], bool]] = {
    "note": lambda entry: bool(entry.note),
    "bookmark": lambda entry: entry.is_bookmark,
    "label": lambda entry: bool(entry.labels),
}
