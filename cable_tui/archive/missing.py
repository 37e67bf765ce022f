"""Cables that are cited and that the archive does not have: which, how often, and by which cables.

What counts is what stands in the REF lines, each citing cable once. The citations of all listed cables are kept in the
order of the list when a build has ended, as an array of small numbers: so those of any part of the archive are counted
in a moment.
"""

from __future__ import annotations

from array import array
from binascii import a2b_base64, b2a_base64
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, chain, compress, pairwise, repeat
from operator import add
from typing import Any

import orjson

from cable_tui.cables.references.posts import full_year, parse_id
from cable_tui.store import RowDB

from .estimate import Estimate, Row, comes_too_late, estimate_in, year_before
from .header_columns import HEADERS, Listed
from .schema import CITED_ROW, ORDERS

_IDS = "SELECT json_extract(doc, '$.id') FROM cables"  # of those that are not listed too


@dataclass(frozen=True, slots=True)
class Missing:
    """A cable that is cited and not here: its id, by how many cables, and when it was sent.

    `is_sure` is False where every citation was taken to be of the year before, since its number is above that of the
    citing cable: then the year is only probable. `perhaps` is the id of the year before, where the numbers of its post
    had hardly come so far when it was cited, '' elsewhere.
    """

    name: str
    cited: int
    is_sure: bool
    when: Estimate | None
    perhaps: str = ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is not certain of its id, in words."""
        return doubts(self.name, is_sure=self.is_sure, perhaps=self.perhaps)


def doubts(name: str, *, is_sure: bool, perhaps: str = "") -> tuple[str, ...]:
    """What is not certain of an id, in words: its year, or its post, which may be misspelt."""
    number = parse_id(name)
    is_known = number is not None and number.is_known
    words = ((f"perhaps {perhaps}", not perhaps), ("the year is probable", is_sure), (_UNKNOWN_POST, is_known))
    return tuple(word for word, is_certain in words if not is_certain)


_UNKNOWN_POST = "the post is in no table"


def perhaps(rows: Sequence[Row], name: str, cited: date | None) -> str:
    """The id of the year before, where a cable that is cited on a day without a year was hardly sent by then, or ''."""
    number = parse_id(name)
    return year_before(number) if number and cited and comes_too_late(rows, number, cited) else ""


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
    the year; `row_ends` is where those of each row end. `days` has for each name the day on which it is cited first (as
    `date.toordinal`; 0 where no citing cable has a date), `printed` 1 where some cable prints its year.
    """

    names: str
    name_ends: array[int]
    cited: array[int]
    row_ends: array[int]
    days: array[int]
    printed: array[int]

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
        yield _described(found, place, rows)


def _described(found: MissingList, place: int, rows: Sequence[Row]) -> Missing:
    own, name = found.numbers[place], found.name(place)
    number, day = parse_id(name), found.citations.days[own]
    cited = date.fromordinal(day) if day else None
    when = estimate_in(rows, number, cited) if number else None
    other = "" if found.citations.printed[own] else perhaps(rows, name, cited)
    return Missing(name, found.count(place), found.certain[own] > 0, when, other)


#: Ids that a row cites and that are not here, and whether the year of each is a guess.
_Cited = Sequence[tuple[str, bool]]
_NONE: _Cited = ()
_ARRAYS = ("name_ends", "cited", "row_ends", "days", "printed")


def read(db: RowDB) -> Citations:
    """The citations of all listed rows: as they were kept, or gathered now where rows have changed since."""
    document: Any = db.table(ORDERS).get(doc_id=CITED_ROW)
    if not document:
        return gather(db)
    return Citations(document["names"], *(array("I", a2b_base64(document[name])) for name in _ARRAYS))


def keep(db: RowDB, listed: Listed) -> None:
    """Keeps the citations of all listed rows until they change."""
    found = gather(db, listed)
    arrays = {name: b2a_base64(getattr(found, name).tobytes(), newline=False).decode() for name in _ARRAYS}
    db.rows(ORDERS).put({CITED_ROW: {"names": found.names, **arrays}})


def gather(db: RowDB, listed: Listed = HEADERS) -> Citations:
    """Reads the citations out of the rows: out of headers two seconds for a quarter of a million."""
    connection = db.storage.connection
    here = {name.partition("-")[0] for (name,) in connection.execute(_IDS)}  # several may share a number
    days: dict[str, int] = {}
    printed: set[str] = set()
    rows: list[_Cited] = []
    sql = f"SELECT refs, guessed, assumed, date FROM {listed.table} ORDER BY {listed.newest}"
    for refs, guessed, assumed, day in connection.execute(sql):
        if not refs:
            rows.append(_NONE)
            continue
        cited, unsure = orjson.loads(refs), orjson.loads(guessed) if guessed else ()
        # An id that is cited twice is certain if it is once.
        rows.append([(name, name in unsure) for name in dict.fromkeys(cited) if name not in here])
        if rows[-1]:
            if day:  # the newest come first
                days |= dict.fromkeys((name for name, _ in rows[-1]), date.fromisoformat(day[:10]).toordinal())
            without = orjson.loads(assumed) if assumed else ()
            printed.update(name for at, name in enumerate(cited) if at not in without and name not in unsure)
    counts = Counter(name for row in rows for name, _ in row)
    names = sorted(counts, key=lambda name: (-counts[name], _sort_key(name)))
    numbers = {name: 2 * number for number, name in enumerate(names)}
    return Citations(
        "".join(names),
        array("I", accumulate(map(len, names))),
        array("I", (numbers[name] + is_guessed for row in rows for name, is_guessed in row)),
        array("I", accumulate(map(len, rows))),
        array("I", (days.get(name, 0) for name in names)),
        array("I", (name in printed for name in names)),
    )


def _sort_key(name: str) -> tuple[int, str, int]:
    """The order of ids: full year, post, serial. What is cited has a canonical id, so it need not be looked up."""
    post = name[2:].rstrip("0123456789")
    return full_year(int(name[:2])), post, int(name[2 + len(post) :])
