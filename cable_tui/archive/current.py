"""Finds cables by name in a cache that may be out of date, without building or writing anything.

A row is current if its file is unchanged, by size and time or else by digest, or has only grown since it was read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cable_tui.cables.model import Cable
from cable_tui.cables.references.posts import split_name
from cable_tui.sources import Found, SourceFile, look, scan
from cable_tui.store import RowDB, StoreError

from . import fulltext
from .archive import Archive
from .build.known_files import KnownFile, goes_on, is_touched, known_files
from .header import Header
from .named import Name
from .query.expression import fact
from .schema import cache_file, open_cache, reading

_ROWS = """SELECT doc_id, coalesce(json_extract(doc, '$.copy_of'), doc_id), json_extract(doc, '$.source_id')
    FROM cables WHERE doc_id IN (SELECT value FROM json_each(?))"""
_FILE = "SELECT doc FROM sources WHERE doc_id = ?"


class Unread(NamedTuple):
    """A file, or the part added to one: reading starts at byte `start`, after cable number `before`."""

    file: SourceFile
    start: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """The cache's answer for a name.

    `listed` are the cables found, if all their files are unchanged. Otherwise `listed` is empty, `copies` are the rows
    that are still current, and `again` the files to read again.
    """

    listed: tuple[Header, ...] = ()
    copies: tuple[int, ...] = ()
    again: tuple[Unread, ...] = ()


class _Row(NamedTuple):
    """A copy of a cable: its row, the row of the listed copy, and the row of its file."""

    doc_id: int
    listed: int
    source_id: int


class CurrentCables:
    """A cache that may be out of date; use it only in the thread that opened it."""

    def __init__(self, path: Path, db: RowDB, *, follow_links: bool) -> None:
        self._path, self._db, self._follow_links = path, db, follow_links
        self._archive = Archive(path, db)
        self._files: dict[int, SourceFile | bool] = {}

    @classmethod
    def open(cls, path: Path, *, follow_links: bool = False) -> CurrentCables | None:
        """Opens an existing cache; None if there is none or it cannot be used."""
        file = cache_file(path, follow_links=follow_links)
        with suppress(StoreError, OSError):
            if file.exists():
                return cls(path, open_cache(file), follow_links=follow_links)
        return None

    def close(self) -> None:
        """Closes the file."""
        self._archive.close()

    def cable(self, doc_id: int) -> Cable | None:
        """The cable in a row. Raises StoreError."""
        return self._archive.cable(doc_id)

    def held(self, name: Name) -> Held:
        """Looks a name up. Raises StoreError."""
        with reading(self._db.storage.path):
            rows = self._rows(name)
            states = {row: self._state(row.source_id) for row in rows}
            if all(state is True for state in states.values()):
                return Held(tuple(self._archive.headers(list(dict.fromkeys(row.listed for row in rows)))))
            again = {state.path: Unread(state) for state in states.values() if isinstance(state, SourceFile)}
            copies = tuple(row.doc_id for row, state in states.items() if state is True)
            return Held((), copies, tuple(again.values()))

    def _rows(self, name: Name) -> list[_Row]:
        """The copies of the cables that a name means; one with that id takes precedence over one that prints it."""
        found = self._with_token(name.token) if name.token else []
        if not found:
            return self._copies(list(self._archive.rows_of([name.text]).values()))
        if name.letters:
            wanted = {header.doc_id for header in self._archive.called(name.called)}
            return [row for row in found if row.listed in wanted]
        headers = self._archive.headers(list({row.listed for row in found}))
        own = {header.doc_id for header in headers if split_name(header.id)[0] == name.number}
        return [row for row in found if row.listed in own] if own else found

    def _with_token(self, token: str) -> list[_Row]:
        connection = self._db.storage.connection
        return self._copies(fulltext.matching(connection, fact(token)).tolist())

    def _copies(self, rows: list[int]) -> list[_Row]:
        return [_Row(*row) for row in self._db.storage.connection.execute(_ROWS, (json.dumps(rows),))]

    def _state(self, source_id: int) -> SourceFile | bool:
        """True if a file is unchanged, the file itself if it has changed, False if it is gone."""
        if source_id not in self._files:
            self._files[source_id] = self._look(source_id)
        return self._files[source_id]

    def _look(self, source_id: int) -> SourceFile | bool:
        row = self._db.storage.connection.execute(_FILE, (source_id,)).fetchone()
        if row is None:
            return False
        known = KnownFile(doc_id=source_id, **json.loads(row[0]))
        file = look(self._path, known.path, follow_links=self._follow_links)
        if file is None:
            return False
        return known.has(file) or is_touched(self._path, known, file) or self._has_grown(known, file) or file

    def _has_grown(self, source: KnownFile, file: SourceFile) -> bool:
        """Whether a file was only appended to since it was read."""
        return source.end is not None and goes_on(self._path, source, file)

    def unread(self) -> Iterator[Unread]:
        """The files that are new or changed since the cache was built. Raises ArchiveError, StoreError."""
        with reading(self._db.storage.path):
            known = {source.path: source for source in known_files(self._db.storage.connection)}
        for file in scan(self._path, follow_links=self._follow_links):
            if isinstance(file, SourceFile) and (rest := self._rest(known.get(file.path), file)):
                yield rest

    def _rest(self, source: KnownFile | None, file: SourceFile) -> Unread | None:
        """The part of a file that is not in the cache; None if all of it is."""
        if source is None:
            return Unread(file)
        if source.done and (source.has(file) or is_touched(self._path, source, file)):
            return None
        return Unread(file, source.end or 0, source.position) if self._has_grown(source, file) else Unread(file)


def every_file(archive: Path, *, follow_links: bool) -> Iterator[Unread | Found]:
    """All files of an archive, to be read whole, and the problems found by the scan. Raises ArchiveError."""
    for found in scan(archive, follow_links=follow_links):
        yield Unread(found) if isinstance(found, SourceFile) else found
