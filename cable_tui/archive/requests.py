"""Data for requesting missing cables from an archive: full name of the post, dates, citing cables and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cable_tui.cables.references.posts import parse_id, post_of

from .archive import Archive
from .citations import Link, cited
from .missing import Missing, MissingList

_REMEMBERED = 20_000  # citing cables; each may cite several


@dataclass(frozen=True, slots=True)
class Citing:
    """A cable that cites a missing one: its name, date (ISO 8601, '' without one), and labels in its REF line (`A`).

    `paragraphs` are the numbers of the citing paragraphs, None for one without a number; empty if only the REF line
    cites it.
    """

    name: str
    day: str
    labels: tuple[str, ...] = ()
    paragraphs: tuple[int | None, ...] = ()

    def __str__(self) -> str:
        """`08MOSCOW1640 (2008-06-09, ref A, ¶ 2, ¶ 5)`."""
        labels = (f"ref {label}" for label in self.labels)
        paragraphs = ("in its text" if number is None else f"¶ {number}" for number in self.paragraphs)
        said = ", ".join(part for part in (self.day, *labels, *dict.fromkeys(paragraphs)) if part)
        return f"{self.name} ({said})" if said else self.name


@dataclass(frozen=True, slots=True)
class Request:
    """A missing cable with its post as in catalogues (`Embassy Moscow`) and its number as printed (`MOSCOW 1425`).

    `citing` is sorted newest first.
    """

    missing: Missing
    post: str
    message_number: str
    citing: tuple[Citing, ...]


def requests(archive: Archive, found: MissingList, places: Sequence[int]) -> Iterator[Request]:
    """The requests for the missing cables at some places; reads the texts of citing cables. Raises StoreError."""
    rows = archive.rows_citing(found)

    @lru_cache(maxsize=_REMEMBERED)
    def links(row: int) -> tuple[str, str, dict[str, Link]] | None:
        header, cable = archive.header(row), archive.cable(row)
        return (header.name, header.day, {link.name: link for link in cited(cable)}) if header and cable else None

    for place, missing in zip(places, archive.described(found, places), strict=True):
        read = (links(row) for row in rows[place])
        citing = tuple(_citing(missing.name, *one) for one in read if one)
        yield Request(missing, *_names(missing.name), citing)


def _citing(name: str, by: str, day: str, links: dict[str, Link]) -> Citing:
    link = links.get(name, Link(name))
    return Citing(by, day, link.labels, tuple(place.number for place in link.places or ()))


def _names(name: str) -> tuple[str, str]:
    """The full name of the post and the message number of an id; for an unknown post, the letters of the id."""
    number = parse_id(name)
    if number is None:
        return "", name
    post = post_of(number)
    shown = post.name.upper() if post else number.post
    return post.origin if post else number.post, f"{shown} {number.serial}"
