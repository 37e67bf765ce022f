"""Reads cables from the files of an archive, without its cache."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cable_tui.archive.current import Unread, every_file
from cable_tui.archive.documents import cables_among, moment_of
from cable_tui.archive.identity import Copy, may_be_called
from cable_tui.archive.named import Name, tokens_of
from cable_tui.cables import Cable, parse
from cable_tui.cables.references.posts import split_name
from cable_tui.cli.arguments import Failure, UsageError
from cable_tui.escape import spelled, visible_line
from cable_tui.sources import ArchiveError, Found, Problem, RawCable, Skipped, read


class Placed(NamedTuple):
    """A cable, and the path of its file (`archive.zip!folder/name.html`)."""

    cable: Cable
    source: str


def cables_of(archive: Path, follow_links: bool) -> Iterator[Cable]:
    """Every cable of the archive; files that cannot be read are named on stderr and skipped.

    Raises UsageError where the archive cannot be read, Failure for a single file without cables.
    """
    return (placed.cable for placed in placed_cables(archive, follow_links))


def placed_cables(archive: Path, follow_links: bool) -> Iterator[Placed]:
    """Like `cables_of`, each cable with its file."""
    try:
        yield from cables_in(archive, every_file(archive, follow_links=follow_links))
    except ArchiveError as error:
        raise UsageError(str(error)) from error


def cables_in(archive: Path, files: Iterable[Unread | Found]) -> Iterator[Placed]:
    """The cables of some files of an archive; unreadable ones are named on stderr. Raises Failure as `cables_of`."""
    for found in files:
        if not isinstance(found, Unread):
            if isinstance(found, Problem | Skipped):
                report(found)
            continue
        for item in read(archive, *found):
            if isinstance(item, RawCable):
                yield Placed(parse(item.text, item.container), spelled(item.path))
            elif archive.is_file() and item.path == archive.name:
                raise Failure(f"{item}.")  # the archive has no other file
            else:
                report(item)


def report(item: Problem | Skipped) -> None:
    """Prints to stderr which file could not be read, and why."""
    print(f"cable-tui: {visible_line(str(item))}", file=sys.stderr)


class Search:
    """A search for cables by name in files, which are read until each cable is found.

    All files are read for a number without a year, which several cables may share, for a section of a cable, and
    with `to_the_end`.
    """

    def __init__(self, names: Iterable[Name], *, to_the_end: bool = False) -> None:
        self.found: dict[Name, list[Cable]] = {name: [] for name in names}
        self.is_cut_short = False  # whether the search ended before the last cable
        self._open = set(self.found)
        self._to_the_end = to_the_end

    def read(self, archive: Path, files: Iterable[Unread | Found]) -> None:
        """Searches some files. Raises ArchiveError, Failure."""
        cables = cables_in(archive, files) if self._open else iter(())
        for cable, source in cables:
            tokens = tokens_of(cable)
            for name in [one for one in self._open if _is_named(cable, source, tokens, one)]:
                self.found[name].append(cable)
                if not self._to_the_end and _is_enough(cable, name):
                    self._open.remove(name)
            if not self._open:
                self.is_cut_short = next(cables, None) is not None
                return


def _is_named(cable: Cable, source: str, tokens: set[str], name: Name) -> bool:
    """Whether a name matches a cable; one without an id is named by its file."""
    return name.token in tokens or (not cable.id and source == name.text)


def _is_enough(cable: Cable, name: Name) -> bool:
    """Whether the search for a name can stop at a cable."""
    if not name.number or split_name(cable.id)[0] != name.number or _copy(cable).section:
        return False
    return not name.letters or may_be_called(_copy(cable), name.letters)


def chosen(name: Name, cables: list[Cable]) -> Cable:
    """The cable that a name means, among those found for it; of several copies the fullest.

    A cable whose catalogue entry and text have different numbers is found by both. Raises Failure where the name is
    ambiguous.
    """
    by_id: dict[str, list[Cable]] = {}
    for cable in cables:
        by_id.setdefault(split_name(cable.id)[0], []).append(cable)
    if name.number in by_id:
        return _among(name.number, by_id[name.number], name.letters)
    if len(by_id) > 1:
        raise several(name, by_id)
    number, texts = next(iter(by_id.items()))
    return _among(number, texts, name.letters)


def several(name: Name, ids: Iterable[str]) -> Failure:
    """The failure for a message number without a year that several cables have."""
    return Failure(f"{name.called} is ambiguous: {', '.join(sorted(ids))}. Name one.")


def shared(number: str, ids: Iterable[str]) -> Failure:
    """The failure for a number that several cables share."""
    names = sorted(ids)
    return Failure(f"{number} is the number of {len(names)} cables: {', '.join(names)}. Name one.")


def uncalled(name: str, ids: Iterable[str]) -> Failure:
    """The failure for a number with letters that no cable has, where others share the number."""
    return Failure(f"no cable is called {name}; cables with its number: {', '.join(sorted(ids))}. Name one.")


def _among(number: str, texts: list[Cable], letters: str) -> Cable:
    """The cable with this number and letters, or the only one with this number. Raises Failure."""
    found = cables_among(number, texts) if number else texts[:1]
    wanted = f"{number}-{letters}"
    if len(found) == 1 and not letters:
        return found[0]
    called = [cable for cable in found if cable.id == wanted]
    called = called or [cable for cable in found if may_be_called(_copy(cable), letters)]
    if len(called) == 1:
        return called[0]
    if not letters:
        raise shared(number, (cable.id for cable in found))
    raise uncalled(wanted, (cable.id for cable in found))


def _copy(cable: Cable) -> Copy:
    return Copy(cable.text, moment_of(cable), "", 0, lambda: cable)
