"""What a request to an archive needs of each missing cable: its post in full, its dates, and who cites it where."""

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
    """A cable that cites a missing one: its name, its day (ISO 8601, '' without), the labels of its REF line (`A`).

    `paragraphs` are the numbers of those that cite it, None for one without a number; none where the REF line alone
    does.
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
    """A missing cable with its post as catalogues have it (`Embassy Moscow`) and its number as printed (`MOSCOW 1425`).

    `citing` has the newest first.
    """

    missing: Missing
    post: str
    message_number: str
    citing: tuple[Citing, ...]


def requests(archive: Archive, found: MissingList, places: Sequence[int]) -> Iterator[Request]:
    """Some of the missing cables by their places. The texts of the citing cables are read. Raises StoreError."""
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
    """The post in full and the message number of an id; the letters of the id for a post that no table knows."""
    number = parse_id(name)
    if number is None:
        return "", name
    post = post_of(number)
    shown = post.name.upper() if post else number.post
    return post.origin if post else number.post, f"{shown} {number.serial}"
