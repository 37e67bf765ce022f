"""Cables that are cited and that the archive does not have: which, how often, and by which cables.

What counts is what stands in the REF lines, each citing cable once. The citations of all listed cables are kept in the
order of the list when a build has ended, as an array of small numbers: so those of any part of the archive are counted
in a moment.
"""

from __future__ import annotations

import json
from array import array
from binascii import a2b_base64, b2a_base64
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress, pairwise, repeat
from operator import add
from typing import Any

from cable_tui.cables.posts import Mrn, parse_id
from cable_tui.store import RowDB

from .estimate import Estimate, Row, estimate_in
from .schema import BY_DATE, CITED_ROW, LISTED, ORDERS

_DATE, _KEY = BY_DATE
_SQL = f"""SELECT json_extract(doc, '$.refs'), json_extract(doc, '$.guessed') FROM cables WHERE {LISTED}
           ORDER BY {_DATE} DESC, {_KEY} DESC, doc_id DESC"""
_IDS = "SELECT DISTINCT json_extract(doc, '$.id') FROM cables"


@dataclass(frozen=True, slots=True)
class Missing:
    """A cable that is cited and not here: its id, by how many cables, and when it was sent.

    `is_sure` is False where every citation was taken to be of the year before, since its number is above that of the
    citing cable: then the year is only probable.
    """

    name: str
    cited: int
    is_sure: bool
    when: Estimate | None

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is not certain of its id, in words."""
        return doubts(self.name, is_sure=self.is_sure)


def doubts(name: str, *, is_sure: bool) -> tuple[str, ...]:
    """What is not certain of an id, in words: its year, or its post, which may be misspelt."""
    number = parse_id(name)
    is_known = number is not None and number.is_known
    words = (("the year is probable", is_sure), ("the post is in no table", is_known))
    return tuple(word for word, is_certain in words if not is_certain)


@dataclass(frozen=True, slots=True, eq=False)
class MissingList:
    """The missing cables that some part of the archive cites, those first that are cited most; then by id.

    Each of `numbers` is that of a name in `citations`. By such a number `counts` tells how many cables cite it, and
    `certain` how many of them with a year that is certain. `members` are the rows of that part, None for all.
    """

    citations: Citations
    numbers: Sequence[int]
    counts: Sequence[int]
    certain: Sequence[int]
    members: Container[int] | None

    def __len__(self) -> int:
        return len(self.numbers)

    def name(self, place: int) -> str:
        """The id at a place."""
        return self.citations.name(self.numbers[place])

    def count(self, place: int) -> int:
        """How many cables cite it."""
        return self.counts[self.numbers[place]]


@dataclass(frozen=True, slots=True, eq=False)
class Citations:
    """The citations of missing cables by every listed row, in the order of the list.

    `names` are all ids in a row without anything between them, `name_ends` where each ends; the first are those that
    are cited most. Of `cited` each is twice the number of a name, and one more where only the rule of the year gives
    the year; `row_ends` is where those of each row end.
    """

    names: str
    name_ends: array[int]
    cited: array[int]
    row_ends: array[int]

    def name(self, number: int) -> str:
        """The id with a number."""
        return self.names[self.name_ends[number - 1] if number else 0 : self.name_ends[number]]

    def count(self, order: Iterable[int], members: Container[int] | None) -> MissingList:
        """What those rows of the list (None: all) cite that are members."""
        found = Counter(self.cited if members is None else self._of_rows(order, members))
        whole = range(len(self.name_ends))
        # Half a million of them: so every step is one of the interpreter's own loops.
        certain = array("I", map(found.get, range(0, 2 * len(whole), 2), repeat(0)))
        guessed = map(found.get, range(1, 2 * len(whole) + 1, 2), repeat(0))
        counts = array("I", map(add, certain, guessed))
        if members is None:
            return MissingList(self, whole, counts, certain, members)  # they are numbered in this order
        numbers = sorted(compress(whole, counts), key=counts.__getitem__, reverse=True)
        return MissingList(self, numbers, counts, certain, members)

    def _of_rows(self, order: Iterable[int], members: Container[int]) -> Iterable[int]:
        stretches = pairwise(chain((0,), self.row_ends))
        return chain.from_iterable(
            self.cited[start:end] for start, end in compress(stretches, (row in members for row in order))
        )

    def citing(self, order: Iterable[int], members: Container[int] | None) -> Iterator[tuple[int, int]]:
        """The citations one by one: row and number of the name, in the order of the list."""
        stretches = pairwise(chain((0,), self.row_ends))
        for row, (start, end) in zip(order, stretches, strict=False):
            if members is None or row in members:
                yield from ((row, number >> 1) for number in self.cited[start:end])


def described(found: MissingList, places: Iterable[int], rows: Sequence[Row]) -> Iterator[Missing]:
    """Some of the missing cables; `rows` are those of the archive, in the order of their ids."""
    for place in places:
        is_sure = found.certain[found.numbers[place]] > 0
        yield _described(found.name(place), found.count(place), is_sure, rows)


def _described(name: str, cited: int, is_sure: bool, rows: Sequence[Row]) -> Missing:
    number = parse_id(name)
    when = estimate_in(rows, number) if number else None
    return Missing(name, cited, is_sure, when)


_NONE: Sequence[tuple[str, bool]] = ()
_ARRAYS = ("name_ends", "cited", "row_ends")


def read(db: RowDB) -> Citations:
    """The citations of all listed rows: as they were kept, or gathered now where rows have changed since."""
    document: Any = db.table(ORDERS).get(doc_id=CITED_ROW)
    if not document:
        return gather(db)
    return Citations(document["names"], *(array("I", a2b_base64(document[name])) for name in _ARRAYS))


def keep(db: RowDB) -> None:
    """Keeps the citations of all listed rows until they change."""
    found = gather(db)
    arrays = {name: b2a_base64(getattr(found, name).tobytes(), newline=False).decode() for name in _ARRAYS}
    db.rows(ORDERS).put({CITED_ROW: {"names": found.names, **arrays}})


def gather(db: RowDB) -> Citations:
    """Reads the citations out of the headers: two seconds for a quarter of a million."""
    connection = db.storage.connection
    here = {name for (name,) in connection.execute(_IDS)}
    rows = [_missing(here, refs, guessed) if refs else _NONE for refs, guessed in connection.execute(_SQL)]
    counts = Counter(name for row in rows for name, _ in row)
    names = sorted(counts, key=lambda name: (-counts[name], _sort_key(name)))
    numbers = {name: 2 * number for number, name in enumerate(names)}
    return Citations(
        "".join(names),
        array("I", accumulate(map(len, names))),
        array("I", (numbers[name] + is_guessed for row in rows for name, is_guessed in row)),
        array("I", accumulate(map(len, rows))),
    )


def _missing(here: Container[str], refs: str, guessed: str | None) -> Sequence[tuple[str, bool]]:
    """The ids of a row that are not here, and whether its year is a guess; an id twice is certain if one is."""
    unsure = json.loads(guessed) if guessed else ()
    return [(name, name in unsure) for name in dict.fromkeys(json.loads(refs)) if name not in here]


def _sort_key(name: str) -> tuple[int, str, int]:
    number = parse_id(name)
    return number.sort_key if number else Mrn(0, name, 0).sort_key
