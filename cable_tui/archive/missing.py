"""Missing cables: cited but not in the archive, with the number and names of the citing cables.

Only REF lines count, each citing cable once. At the end of a build the citations of all listed cables are stored in the
order of the list, as arrays of small numbers, so that they are counted quickly for any part of the archive.
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

_IDS = "SELECT json_extract(doc, '$.id') FROM cables"  # including copies that are not listed


@dataclass(frozen=True, slots=True)
class Missing:
    """A missing cable: its id, the number of citing cables, and when it was sent.

    `is_sure` is False if every citation was taken to be of the year before, as its number is above that of the citing
    cable; the year is then only probable. `perhaps` is the id in the year before, if the post can hardly have reached
    the number when it was cited, else ''.
    """

    name: str
    cited: int
    is_sure: bool
    when: Estimate | None
    perhaps: str = ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is uncertain about its id, in words."""
        return doubts(self.name, is_sure=self.is_sure, perhaps=self.perhaps)


def doubts(name: str, *, is_sure: bool, perhaps: str = "") -> tuple[str, ...]:
    """What is uncertain about an id, in words: its year, or its post, which may be misspelt."""
    number = parse_id(name)
    is_known = number is not None and number.is_known
    words = ((f"perhaps {perhaps}", not perhaps), ("the year is probable", is_sure), (_UNKNOWN_POST, is_known))
    return tuple(word for word, is_certain in words if not is_certain)


_UNKNOWN_POST = "unknown post"


def perhaps(rows: Sequence[Row], name: str, cited: date | None) -> str:
    """The id in the year before, for a cable cited without a year that can hardly have been sent by then; else ''."""
    number = parse_id(name)
    return year_before(number) if number and cited and comes_too_late(rows, number, cited) else ""


@dataclass(frozen=True, slots=True, eq=False)
class MissingList:
    """The missing cables cited by a part of the archive, most cited first, then by id.

    `numbers` are numbers of names in `citations`. Indexed by such a number, `counts` has how many cables cite it, and
    `certain` how many of them with a certain year. `members` are the rows of that part, None for all.
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
        """The number of cables that cite the one at a place."""
        return self.counts[self.numbers[place]]


@dataclass(frozen=True, slots=True, eq=False)
class Citations:
    """The citations of missing cables by every listed row, in the order of the list.

    `names` are all ids concatenated, most cited first, and `name_ends` where each ends. Each item of `cited` is twice
    the number of a name, plus one if the year is a guess; `row_ends` is where the items of each row end. `days` has for
    each name the date of the first citation (as `date.toordinal`; 0 if no citing cable has a date), `printed` is 1 if
    some cable prints its year.
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
        """Counts the citations by the rows that are members (None: by all)."""
        found = Counter(self.cited if members is None else self._of_rows(order, members))
        whole = range(len(self.name_ends))
        # There may be half a million, so every step loops in C.
        certain = array("I", map(found.get, range(0, 2 * len(whole), 2), repeat(0)))
        guessed = map(found.get, range(1, 2 * len(whole) + 1, 2), repeat(0))
        counts = array("I", map(add, certain, guessed))
        if members is None:
            return MissingList(self, whole, counts, certain, members)  # numbered in this order
        numbers = sorted(compress(whole, counts), key=counts.__getitem__, reverse=True)
        return MissingList(self, numbers, counts, certain, members)

    def _of_rows(self, order: Iterable[int], members: Container[int]) -> Iterable[int]:
        stretches = pairwise(chain((0,), self.row_ends))
        return chain.from_iterable(
            self.cited[start:end] for start, end in compress(stretches, (row in members for row in order))
        )

    def citing(self, order: Iterable[int], members: Container[int] | None) -> Iterator[tuple[int, int]]:
        """The citations as pairs of row and number of a name, in the order of the list."""
        stretches = pairwise(chain((0,), self.row_ends))
        for row, (start, end) in zip(order, stretches, strict=False):
            if members is None or row in members:
                yield from ((row, number >> 1) for number in self.cited[start:end])


def described(found: MissingList, places: Iterable[int], rows: Sequence[Row]) -> Iterator[Missing]:
    """The missing cables at some places; `rows` are all rows of the archive, sorted by id."""
    for place in places:
        yield _described(found, place, rows)


def _described(found: MissingList, place: int, rows: Sequence[Row]) -> Missing:
    own, name = found.numbers[place], found.name(place)
    number, day = parse_id(name), found.citations.days[own]
    cited = date.fromordinal(day) if day else None
    when = estimate_in(rows, number, cited) if number else None
    other = "" if found.citations.printed[own] else perhaps(rows, name, cited)
    return Missing(name, found.count(place), found.certain[own] > 0, when, other)


#: The missing ids that a row cites, and whether the year of each is a guess.
_Cited = Sequence[tuple[str, bool]]
_NONE: _Cited = ()
_ARRAYS = ("name_ends", "cited", "row_ends", "days", "printed")


def read(db: RowDB) -> Citations:
    """The citations of all listed rows: as stored, or gathered now if rows have changed since."""
    document: Any = db.table(ORDERS).get(doc_id=CITED_ROW)
    if not document:
        return gather(db)
    return Citations(document["names"], *(array("I", a2b_base64(document[name])) for name in _ARRAYS))


def keep(db: RowDB, listed: Listed) -> None:
    """Stores the citations of all listed rows."""
    found = gather(db, listed)
    arrays = {name: b2a_base64(getattr(found, name).tobytes(), newline=False).decode() for name in _ARRAYS}
    db.rows(ORDERS).put({CITED_ROW: {"names": found.names, **arrays}})


def gather(db: RowDB, listed: Listed = HEADERS) -> Citations:
    """Gathers the citations from the rows; from headers, two seconds for a quarter of a million."""
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
        # The year of an id cited twice is certain if one citation makes it so.
        rows.append([(name, name in unsure) for name in dict.fromkeys(cited) if name not in here])
        if rows[-1]:
            if day:  # rows are sorted newest first
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
    """Sorts ids by full year, post, serial. Cited ids are canonical, so the post is not looked up."""
    post = name[2:].rstrip("0123456789")
    return full_year(int(name[:2])), post, int(name[2 + len(post) :])
