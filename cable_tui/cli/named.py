"""Finds cables by name: in the cache where it is current, else in the files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path

from cable_tui.archive import StoreError
from cable_tui.archive.current import CurrentCables, Held, Unread, every_file
from cable_tui.archive.named import Name
from cable_tui.cables import Cable
from cable_tui.cables.references.posts import split_name
from cable_tui.cli.arguments import Failure, UsageError
from cable_tui.cli.sources import Search, chosen, several, shared, uncalled
from cable_tui.sources import ArchiveError, Found

_SMALL = 4_000_000  # bytes; smaller archives are read whole, in a few seconds, to find the fullest copy
_FEW = 20  # names for which files named after them are read first
_CUT_SHORT = (
    "without a cache only the first copy of each cable is found;"
    " `cable-tui index` builds one, from which `show` answers at once."
)


def cables_named(archive: Path, names: list[Name], *, follow_links: bool = False) -> Iterator[Cable | Failure]:
    """Yields the cable of each name, in order, or a Failure (not raised) where it is not found.

    Raises UsageError, Failure as `sources.cables_of` does.
    """
    cache = CurrentCables.open(archive, follow_links=follow_links)
    with closing(cache) if cache else nullcontext():
        try:
            held = {name: cache.held(name) for name in names} if cache else {}
        except StoreError:  # a damaged cache counts as none
            cache, held = None, {}
        lookup = _Lookup(archive, cache, held, follow_links=follow_links)
        lookup.read([name for name in names if not held.get(name, Held()).listed])
        for name in names:
            try:
                yield lookup.cable(name)
            except Failure as failure:
                yield failure
            except StoreError as error:
                yield Failure(str(error))


class _Lookup:
    """The cables found for each name, in the cache and in the files."""

    def __init__(
        self, archive: Path, cache: CurrentCables | None, held: dict[Name, Held], *, follow_links: bool
    ) -> None:
        self._archive, self._cache, self._held, self._follow_links = archive, cache, held, follow_links
        self._found: dict[Name, list[Cable]] = {}

    def read(self, names: list[Name]) -> None:
        """Searches the files for names that the cache does not have. Raises UsageError, Failure."""
        held = {name: self._held.get(name, Held()) for name in names}
        self._found = {name: [cable for row in held[name].copies if (cable := self._stored(row))] for name in names}
        again = {unread.file.path: unread for one in held.values() for unread in one.again}
        try:
            self._search([name for name in names if held[name].again], list(again.values()))
            if rest := [name for name in names if not self._found[name]]:
                self._search(rest, self._likely_first(rest, list(self._others())))
        except ArchiveError as error:
            raise UsageError(str(error)) from error
        except StoreError as error:
            raise Failure(str(error)) from error

    def _others(self) -> Iterator[Unread | Found]:
        return self._cache.unread() if self._cache else every_file(self._archive, follow_links=self._follow_links)

    def _search(self, names: list[Name], files: list[Unread | Found]) -> None:
        size = sum(item.file.size for item in files if isinstance(item, Unread))
        search = Search(names, to_the_end=self._cache is None and size <= _SMALL)
        search.read(self._archive, files)
        for name, cables in search.found.items():
            self._found[name] += cables
        if self._cache is None and search.is_cut_short:
            print(f"cable-tui: {_CUT_SHORT}", file=sys.stderr)

    @staticmethod
    def _likely_first(names: list[Name], files: list[Unread | Found]) -> list[Unread | Found]:
        """The files, those named after a cable first, as many archives name them."""
        numbers = [name.number.lower() for name in names[:_FEW] if name.number]

        def is_other(item: Unread | Found) -> bool:
            path = (item.file if isinstance(item, Unread) else item).path.lower()
            return not any(number in path for number in numbers)

        return sorted(files, key=is_other)

    def cable(self, name: Name) -> Cable:
        """The cable of a name. Raises Failure where there is none, or more than one."""
        if listed := self._held.get(name, Held()).listed:
            numbers = {split_name(header.id)[0] for header in listed}
            if len(numbers) > 1:
                raise several(name, numbers)
            if len(listed) > 1:
                raise shared(numbers.pop(), (header.id for header in listed))
            if cable := self._stored(listed[0].doc_id):
                return cable
        if self._found.get(name):
            return chosen(name, self._found[name])
        others = self._cache.held(replace(name, letters="")).listed if self._cache and name.letters else ()
        if others:
            raise uncalled(name.called, (header.id for header in others))
        raise Failure(f"{self._archive} has no cable {name.called}.")

    def _stored(self, row: int) -> Cable | None:
        try:
            return self._cache.cable(row) if self._cache else None
        except StoreError as error:
            raise Failure(str(error)) from error
