"""Values that say which cables the list shows, and in which order."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

#: The type code for arrays of row ids: 32 bits each.
ROW = "I"


class Order(StrEnum):
    """The orders of the list.

    Newest, highest classification, highest precedence and best match come first; posts and subjects run from A to Z,
    ids from the oldest to the newest. Equal cables are sorted newest first.
    """

    DATE = "date"
    ORIGIN = "origin"
    CLASSIFICATION = "classification"
    PRECEDENCE = "precedence"
    SUBJECT = "subject"
    ID = "id"
    RELEVANCE = "relevance"


#: The orders stored in the cache; relevance depends on the query.
STORED = tuple(order for order in Order if order is not Order.RELEVANCE)


@dataclass(frozen=True)
class Limit:
    """A query and an order. An empty query finds every cable."""

    query: str = ""
    order: Order = Order.DATE
    is_reversed: bool = False

    @property
    def sign(self) -> str:
        """The order for the title: `date ↓`."""
        return f"{self.order.value} {'↑' if self.is_reversed else '↓'}"


@dataclass(frozen=True, eq=False)
class View:
    """The rows that a limit finds, in its order. `is_whole` is False if more rows may follow."""

    limit: Limit
    ids: array[int]
    is_whole: bool = True

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def members(self) -> frozenset[int]:
        """The rows as a set."""
        return frozenset(self.ids)

    def position(self, doc_id: int) -> int | None:
        """The place of a row, None if it is not in the view."""
        try:
            return self.ids.index(doc_id)
        except ValueError:
            return None

    def next_of(self, other: View, place: int, step: int) -> int | None:
        """The next place, in a direction (1 or -1), whose row is also in another view; None if there is none."""
        wanted = set(other.ids)
        places = range(place + step, len(self.ids) if step > 0 else -1, step)
        return next((number for number in places if self.ids[number] in wanted), None)

    def window(self, start: int, count: int) -> list[int]:
        """At most `count` rows, starting at a place."""
        return self.ids[max(0, start) : max(0, start) + count].tolist()


def kept(order: Iterable[int], found: Iterable[int]) -> array[int]:
    """The rows of `order` that are in `found`."""
    wanted = set(found)
    return array(ROW, [doc_id for doc_id in order if doc_id in wanted])
