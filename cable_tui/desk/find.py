"""Bookmarks that a query finds: the language is that of the list, over the paragraph, its note and its cable."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cable_tui.archive.search import Document, found_in
from cable_tui.archive.terms import fold
from cable_tui.cables.posts import parse_id
from cable_tui.notebook.values import Bookmark


def found_by(bookmarks: Sequence[Bookmark], query: str) -> list[Bookmark]:
    """Those of the bookmarks that a query finds, in their order. Raises QueryError."""

    def test(field: str, value: str, prefix: bool) -> Callable[[int], bool]:
        asked = _test(field, value, prefix)
        return lambda at: asked(bookmarks[at])

    return [bookmarks[at] for at in found_in([_document(item) for item in bookmarks], query, test)]


def _document(item: Bookmark) -> Document:
    about = item.about
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
    return Document(f"{item.text}\n{item.note}", about.subject, header)


def _test(field: str, value: str, prefix: bool) -> Callable[[Bookmark], bool]:
    """Whether a bookmark has a label or a note. Raises ValueError: what was expected."""
    kind = value.casefold().removesuffix("s")
    if field == "label":
        wanted = fold(value)
        return lambda item: any(
            fold(name) == wanted or (prefix and fold(name).startswith(wanted)) for name in item.labels
        )
    if field == "has" and kind in _HAS:
        return _HAS[kind]
    raise ValueError(f"{field}:{value} says nothing about a bookmark; expected a label: or has:note")


_HAS: dict[str, Callable[[Bookmark], bool]] = {
    "note": lambda item: bool(item.note),
    "bookmark": lambda item: True,
    "label": lambda item: bool(item.labels),
}
