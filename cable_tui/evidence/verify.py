"""Compares bookmarks with the text in an archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from cable_tui.archive import Archive
from cable_tui.cables.body.reading_order import reading_blocks
from cable_tui.cables.model import Cable
from cable_tui.notebook.relocate import Fit, find
from cable_tui.notebook.values import Bookmark


class Verdict(StrEnum):
    """The result for one bookmark."""

    SAME = "same"
    DIFFERS = "differs"
    MISSING = "missing"
    NO_CABLE = "no cable"


@dataclass(frozen=True, slots=True)
class Checked:
    """A bookmark and its verdict; `now` is the archive's text if it differs, else ''."""

    bookmark: Bookmark
    verdict: Verdict
    now: str = ""


def verify(archive: Archive, bookmarks: Iterable[Bookmark]) -> Iterator[Checked]:
    """Compares every bookmark with an archive. Raises StoreError."""
    cables: dict[str, Cable | None] = {}
    for item in bookmarks:
        name = item.about.name
        if name not in cables:
            cables.clear()  # bookmarks are sorted by cable
            row = archive.rows_of([name]).get(name)
            cables[name] = archive.cable(row) if row is not None else None
        cable = cables[name]
        yield check(item, cable) if cable else Checked(item, Verdict.NO_CABLE)


def check(item: Bookmark, cable: Cable) -> Checked:
    """Compares a bookmark with its cable."""
    blocks = reading_blocks(cable)
    found = find(item, blocks)
    now = blocks[found.block].text if found.fit is Fit.DIFFERS and found.block is not None else ""
    return Checked(item, Verdict(found.fit.value), now)


def now_reads(item: Bookmark, cable: Cable) -> str:
    """A sentence for a bookmark that differs from its cable, '' if it does not."""
    checked = check(item, cable)
    if checked.verdict is Verdict.DIFFERS:
        return f"In this archive the paragraph reads:\n{checked.now}"
    return "This paragraph is not in this archive's text of the cable." if checked.verdict is Verdict.MISSING else ""
