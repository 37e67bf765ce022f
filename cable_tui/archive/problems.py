"""Stores in the cache what could not be read: in files, and by the scan of the folders."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from cable_tui.escape import visible_line
from cable_tui.sources import Problem, Skipped
from cable_tui.store import RowDB, to_json

from .schema import PROBLEMS, cache_file, open_cache, reading

_SCAN = 0
"""The source id of problems found by the scan: links, pipes, folders that cannot be listed."""
_SOURCE = "json_extract(doc, '$.source_id')"
_OF_SOURCES = f"DELETE FROM problems WHERE {_SOURCE} IN (SELECT value FROM json_each(?))"
_BEHIND = f"DELETE FROM problems WHERE {_SOURCE} = ? AND json_extract(doc, '$.after') >= ?"


class Faults:
    """The table `problems` of a cache, for the builder."""

    def __init__(self, db: RowDB) -> None:
        self._rows = db.rows(PROBLEMS)
        self._storage = db.storage

    def add(self, faults: Iterable[tuple[int, int, Problem | Skipped]]) -> None:
        """Stores faults, each with the row of its file and the position of the cable before it."""
        first = (self._rows.last_id() or 0) + 1
        documents = [to_json(_document(*fault)) for fault in faults]
        self._rows.load(enumerate(documents, first))

    def keep_found(self, found: list[Problem | Skipped]) -> None:
        """Replaces the stored problems of the scan; writes only if they differ."""
        query = f"SELECT doc FROM problems WHERE {_SOURCE} = {_SCAN} ORDER BY doc_id"
        with self._storage.guard():
            stored = [doc for (doc,) in self._storage.connection.execute(query)]
        if stored != [to_json(_document(_SCAN, 0, item)) for item in found]:
            with self._storage.transaction():
                self.forget([_SCAN])
                self.add((_SCAN, 0, item) for item in found)

    def forget(self, source_ids: list[int]) -> None:
        """Removes the faults of files; takes thousands at once, as each call scans the table."""
        if source_ids:
            with self._storage.transaction():
                self._storage.connection.execute(_OF_SOURCES, (json.dumps(source_ids),))

    def forget_behind(self, source_id: int, position: int) -> None:
        """Removes the faults of a file after a cable, where reading resumes and will find them again."""
        with self._storage.transaction():
            self._storage.connection.execute(_BEHIND, (source_id, position))


def stored_faults(archive: Path, *, follow_links: bool = False) -> list[Problem | Skipped]:
    """Everything that could not be read in the last build, sorted by path. Raises StoreError."""
    file = cache_file(archive, follow_links=follow_links)
    with reading(file), closing(open_cache(file)) as db:
        found = [_fault(document) for document in db.table(PROBLEMS).all()]
    return sorted(found, key=lambda item: item.path)


def told(faults: Iterable[Problem | Skipped]) -> Iterator[str]:
    """Lines for the user on what could not be read: two titles with counts, each followed by its items with reasons.

    Control characters in names and reasons are written out.
    """
    items = list(faults)
    problems = [item for item in items if isinstance(item, Problem)]
    skipped = [item for item in items if isinstance(item, Skipped)]
    for title, found in (("cannot be read", problems), ("hold no cable", skipped)):
        yield f"{len(found):,} {title}{':' if found else ''}"
        for item in found:
            yield f"  {visible_line(str(item))}"


def _fault(document: Mapping[str, str]) -> Problem | Skipped:
    kind = Problem if document["kind"] == "problem" else Skipped
    return kind(document["path"], document["reason"])


def _document(source_id: int, after: int, item: Problem | Skipped) -> dict[str, str | int]:
    kind = type(item).__name__.lower()
    return {"path": item.path, "reason": item.reason, "kind": kind, "source_id": source_id, "after": after}
