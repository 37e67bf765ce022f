"""JSON Lines (https://jsonlines.org), for programs: an object for each bookmark and each kept cable without bookmarks.

Every object has the cable's keys:

    kind             bookmark or cable
    cable            its id, or its file where it has none
    message_number   as printed, "MOSCOW 001640"
    date             ISO 8601, to the minute or the day; "" without one
    level            the word of the level, "TOP SECRET"; "UNKNOWN"
    classification   the banner
    origin, subject  the post, the subject
    tags             a list of words
    remarks          contradictions in number, date and classification, a list of sentences
    state            unread, read, kept or dismissed
    cable_labels     a list of words
    citation         of the paragraph, or of the cable

and that of a bookmark also has these:

    uid              an id that is the same for the same paragraph in every notebook
    paragraph        its number, or null
    marking          as printed, "S/NF"; "" without one
    inherited        whether the paragraph has no marking of its own, and `marking` is of the entire text
    text, note       unchanged
    labels           a list of words, the paragraph's own
    place, copy      the number of the block in the cable, from 0; how many earlier blocks have the same text
    created, changed times in UTC, ISO 8601
    digest           of the text

Nothing is lost: unprintable characters are escaped as in JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..citation import CitationForm, CitationStyle, cite
from ..portable import json_line
from ..values import Bookmark
from .items import Item


def write(items: Iterable[Item], style: CitationStyle = CitationForm.CHICAGO) -> Iterator[str]:
    """The lines, each ending in a line feed."""
    for item in items:
        cable = _cable(item)
        for bookmark in item.bookmarks:
            citation = cite(item.about, style, number=bookmark.number, marking=bookmark.portion)
            yield json_line({"kind": "bookmark", **cable, "citation": citation, **_bookmark(bookmark)})
        if not item.bookmarks:
            yield json_line({"kind": "cable", **cable, "citation": cite(item.about, style)})


def _cable(item: Item) -> dict[str, Any]:
    about = item.about
    return {
        "cable": about.name,
        "message_number": about.number,
        "date": about.date,
        "level": about.level.name.replace("_", " "),
        "classification": about.classification,
        "origin": about.origin,
        "subject": about.subject,
        "tags": about.tags,
        "remarks": about.notes,
        "state": item.state,
        "cable_labels": item.labels,
    }


def _bookmark(bookmark: Bookmark) -> dict[str, Any]:
    return {
        "uid": bookmark.uid,
        "paragraph": bookmark.number,
        "marking": bookmark.marking,
        "inherited": bookmark.inherited,
        "text": bookmark.text,
        "note": bookmark.note,
        "labels": bookmark.labels,
        "place": bookmark.place,
        "copy": bookmark.copy,
        "created": bookmark.created,
        "changed": bookmark.changed,
        "digest": bookmark.digest,
    }
