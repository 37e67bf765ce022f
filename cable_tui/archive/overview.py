"""An overview of an archive: counts of cables by month, level, origin and tag.

At the end of a build these facts of all rows are stored in the order of the list, as arrays of small numbers, so that
they are counted quickly for any part of the archive.
"""

from __future__ import annotations

import json
from array import array
from binascii import a2b_base64, b2a_base64
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import Any

from cable_tui.cables.levels import Level
from cable_tui.store import RowDB

from .header_columns import HEADERS, Listed
from .schema import FACTS_ROW, ORDERS


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of cables: by month (`2008-06`, '' without a date) and level, by origin and tag (most frequent first)."""

    months: dict[str, dict[Level, int]]
    origins: tuple[tuple[str, int], ...]
    tags: tuple[tuple[str, int], ...]

    @property
    def levels(self) -> dict[Level, int]:
        """Counts by level, the highest first."""
        total: Counter[Level] = Counter()
        for counts in self.months.values():
            total.update(counts)
        return dict(sorted(total.items(), reverse=True))


@dataclass(frozen=True, slots=True)
class Facts:
    """Month, level, origin and tags of every listed row, as indexes into `words`, in the order of the list."""

    words: Sequence[str]
    months: array[int]
    levels: array[int]
    origins: array[int]
    tags: array[int]  # of all rows, concatenated
    ends: array[int]  # where the tags of each row end

    def count(self, order: Iterable[int], members: Container[int] | None, most: int) -> Overview:
        """Counts the rows that are members (None: all); at most `most` origins and tags."""
        mask = [True] * len(self.months) if members is None else [row in members for row in order]
        months: dict[str, dict[Level, int]] = {}
        for (month, level), count in Counter(compress(zip(self.months, self.levels, strict=True), mask)).items():
            months.setdefault(self.words[month], {})[Level(level - 1)] = count
        return Overview(
            dict(sorted(months.items())),
            self._named(Counter(compress(self.origins, mask)), most),
            self._named(Counter(self._tags(mask)), most),
        )

    def _tags(self, mask: list[bool]) -> Iterable[int]:
        if all(mask):
            return self.tags
        starts = chain((0,), self.ends)
        stretches = compress(zip(starts, self.ends, strict=False), mask)
        return chain.from_iterable(self.tags[start:end] for start, end in stretches)

    def _named(self, counts: Counter[int], most: int) -> tuple[tuple[str, int], ...]:
        named = ((self.words[number], count) for number, count in counts.most_common(most + 1))
        return tuple((name, count) for name, count in named if name)[:most]


def read(db: RowDB) -> Facts:
    """The facts of all listed rows: as stored, or gathered now if rows have changed since."""
    document: Any = db.table(ORDERS).get(doc_id=FACTS_ROW)
    return _decoded(document) if document else gather(db)


def keep(db: RowDB, rows: Listed) -> None:
    """Stores the facts of all listed rows."""
    facts = gather(db, rows)
    numbers = {name: _text(getattr(facts, name)) for name in _ARRAYS}
    db.rows(ORDERS).put({FACTS_ROW: {"words": list(facts.words), **numbers}})


_ARRAYS = {"months": "I", "levels": "B", "origins": "I", "tags": "I", "ends": "I"}


def gather(db: RowDB, rows: Listed = HEADERS) -> Facts:
    """Gathers the facts from the rows; from headers, two seconds for a quarter of a million."""
    words: dict[str, int] = {"": 0}
    found = {name: array(kind) for name, kind in _ARRAYS.items()}
    sql = f"SELECT date, level, origin, tags FROM {rows.table} ORDER BY {rows.newest}"
    for date, level, origin, tags in db.storage.connection.execute(sql):
        found["months"].append(words.setdefault(date[:7], len(words)))
        found["levels"].append(level + 1)
        found["origins"].append(words.setdefault(origin, len(words)))
        found["tags"].extend(words.setdefault(tag, len(words)) for tag in _tags_of(tags))
        found["ends"].append(len(found["tags"]))
    return Facts(list(words), **found)


def _tags_of(tags: str | None) -> Iterable[str]:
    return dict.fromkeys(json.loads(tags)) if tags else ()


def _text(numbers: array[int]) -> str:
    return b2a_base64(numbers.tobytes(), newline=False).decode()


def _decoded(document: dict[str, Any]) -> Facts:
    return Facts(document["words"], **{name: array(kind, a2b_base64(document[name])) for name, kind in _ARRAYS.items()})
