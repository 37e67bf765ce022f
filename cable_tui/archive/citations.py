"""The cables that a cable cites and those that cite it, with the citing paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from cable_tui.archive import Archive, Header
from cable_tui.archive.estimate import year_before
from cable_tui.archive.missing import doubts
from cable_tui.cables.body.reading_order import reading_blocks
from cable_tui.cables.model import Block, Cable, Reference, YearRule
from cable_tui.cables.references.entries import find_references
from cable_tui.cables.references.posts import parse_id, split_name

_PLURAL = "S"  # REFS, REFTELS
_BEFORE, _WORDS = 60, 160  # characters of an excerpt: before a mention, and in all


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph that cites a cable: its block in reading order, its number (None if it has none).

    `text` is an excerpt around the first mention.
    """

    block: int
    number: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """One end of a reference: a cable's id, and its header if the archive has it (None: it is missing).

    `when` is the estimated date of a missing cable (see `archive.estimate`), `doubts` says what is uncertain about its
    id. `labels` are the citing cable's labels for it, `places` the citing paragraphs (None: not looked for yet).
    `cited_by` counts the cables that cite a missing one. `is_printed` is False if the year is not printed and taken to
    be that of the citing cable.
    """

    name: str
    header: Header | None = None
    when: str = ""
    doubts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    places: tuple[Place, ...] | None = None
    cited_by: int = 0
    is_printed: bool = True


@dataclass(frozen=True, slots=True)
class Links:
    """The cables that a cable cites and those that cite it; `grounds` explains the estimated date of a missing one."""

    name: str
    header: Header | None = None
    cites: tuple[Link, ...] = ()
    cited_by: tuple[Link, ...] = ()
    when: str = ""
    grounds: str = ""


def links(archive: Archive, name: str) -> Links:
    """The links of the cable with this id; a missing one has only `cited_by`. Raises StoreError.

    `cites` has the cables in its REF lines, in their order, then those named only in its text; `cited_by` has the
    oldest first.
    """
    header = archive.find(name) or _without_id(archive, name)
    cited_by = tuple(Link(one.name, one) for one in archive.citing(header.id if header else name))
    if header is None:
        days = [one.header.date for one in cited_by if one.header and one.header.date]
        when = archive.estimate(name, _day(min(days, default="")))
        return Links(name, None, (), cited_by, str(when or ""), when.grounds if when else "")
    cable = archive.cable(header.doc_id)
    cites = tuple(end for link in cited(cable) for end in _completed(archive, link, cable)) if cable else ()
    return Links(name, header, cites, cited_by)


def _without_id(archive: Archive, name: str) -> Header | None:
    """The cable without an id that has this source as its name."""
    row = archive.rows_of([name]).get(name)
    return None if row is None else archive.header(row)


def _completed(archive: Archive, link: Link, cable: Cable) -> list[Link]:
    """A link with its header, or with the estimate for a missing cable, and with doubts about its year.

    If several cables share the number, there is a link for each.
    """
    own = cable.date.date() if cable.date else None
    if headers := archive.called(link.name):
        several = (f"one of {len(headers)} with this number",) if len(headers) > 1 else ()
        return [
            replace(
                link,
                name=header.name if several else link.name,
                header=header,
                doubts=(*_too_late(link, header, own), *several, *link.doubts),
            )
            for header in headers
        ]
    rows = archive.citing_rows(link.name)
    first = archive.header(rows[0]) if rows else None
    days = [day for day in (own, _day(first.date) if first else None) if day]
    when = archive.estimate(link.name, min(days, default=None))
    other = "" if link.is_printed else archive.perhaps(link.name, own)
    known = (f"perhaps {other}",) if other else ()
    return [replace(link, when=str(when or ""), cited_by=len(rows), doubts=(*known, *link.doubts))]


def _too_late(link: Link, header: Header, own: date | None) -> tuple[str, ...]:
    """The doubt about a cable cited without a year that was sent after the citing one: the year before is meant."""
    day, number = _day(header.date), parse_id(link.name)
    if link.is_printed or number is None or own is None or day is None or (day - own).days <= 1:
        return ()
    return (f"perhaps {year_before(number)}",)


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def cited(cable: Cable) -> list[Link]:
    """The cables that a cable cites, without duplicates, with the citing paragraphs."""
    blocks = reading_blocks(cable)
    mentions = list(_mentions(cable, blocks))
    references = [*cable.references, *(mention.item for mention in mentions if mention.item.id)]
    found = []
    for name in dict.fromkeys(item.id for item in references if item.id):
        same = [item for item in references if item.id == name]
        labels = tuple(dict.fromkeys(item.label for item in cable.references if item.id == name and item.label))
        places = _places(name, cable, blocks, mentions)
        is_printed = {item.year_rule for item in same} != {YearRule.SAME}
        found.append(Link(name, None, "", _doubts(name, same), labels, places, is_printed=is_printed))
    return found


def citation(cable: Cable, name: str) -> Link:
    """A cable's link to another: labels, citing paragraphs (none if only its REF lines cite it) and doubts."""
    number = split_name(name)[0]
    return next((link for link in cited(cable) if link.name == number), Link(name, places=()))


class _Mention(NamedTuple):
    """A reference in a block, and its offset there."""

    block: int
    start: int
    item: Reference


def _mentions(cable: Cable, blocks: Sequence[Block]) -> Iterator[_Mention]:
    year = cable.date.year if cable.date else None
    for place, block in enumerate(blocks):
        for start, _, item in find_references(block.text, cable.id, year):
            yield _Mention(place, start, item)


def _places(name: str, cable: Cable, blocks: Sequence[Block], mentions: Iterable[_Mention]) -> tuple[Place, ...]:
    first: dict[int, int] = {}
    for block, start, item in mentions:
        if name in _meant(item, cable):
            first.setdefault(block, start)
    return tuple(Place(at, blocks[at].number, _around(blocks[at].text, start)) for at, start in first.items())


def _around(text: str, start: int) -> str:
    """An excerpt that starts some words before a place."""
    if start <= _BEFORE:
        return text[:_WORDS]
    begin = text.find(" ", start - _BEFORE, start) + 1 or start
    return f"…{text[begin : begin + _WORDS]}"


def _meant(item: Reference, cable: Cable) -> list[str]:
    """The ids that a mention means: its own, or those of its label; for REFTEL the first, for REFTELS all."""
    if item.id:
        return [item.id]
    names = [one.id for one in cable.references if one.id and (not item.label or one.label == item.label)]
    return names if item.label or item.text.upper().rstrip(")").endswith(_PLURAL) else names[:1]


def _doubts(name: str, references: Iterable[Reference]) -> tuple[str, ...]:
    is_sure = {item.year_rule for item in references} != {YearRule.PREVIOUS}
    return doubts(name, is_sure=is_sure)
