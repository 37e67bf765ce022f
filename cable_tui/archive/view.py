"""What the list shows: which cables, in which order. Values only."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

#: The numbers of rows in an array: 32 bits each.
ROW = "I"


class Order(StrEnum):
    """The orders of the list; each has a direction that readers expect, and its reverse.

    The newest, the highest classification, the highest precedence, the best match come first; posts and subjects go
    from A to Z, ids from the oldest number to the newest. Among equals the newest comes first.
    """

    DATE = "date"
    ORIGIN = "origin"
    CLASSIFICATION = "classification"
    PRECEDENCE = "precedence"
    SUBJECT = "subject"
    ID = "id"
    RELEVANCE = "relevance"


#: The orders of a whole archive; relevance is one of what a search finds.
STORED = tuple(order for order in Order if order is not Order.RELEVANCE)


@dataclass(frozen=True)
class Limit:
    """A query and an order. The empty query finds everything."""

    query: str = ""
    order: Order = Order.DATE
    is_reversed: bool = False

    @property
    def sign(self) -> str:
        """The order for the title: `date ↓`."""
        return f"{self.order.value} {'↑' if self.is_reversed else '↓'}"


@dataclass(frozen=True, eq=False)
class View:
    """The rows of the cache that a limit finds, in its order. `is_whole` is False for the first page of more."""

    limit: Limit
    ids: array[int]
    is_whole: bool = True

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def members(self) -> frozenset[int]:
        """The rows without their order."""
        return frozenset(self.ids)

    def position(self, doc_id: int) -> int | None:
        """The place of a row, None if it is not in the view."""
        try:
            return self.ids.index(doc_id)
        except ValueError:
            return None

    def next_of(self, other: View, place: int, step: int) -> int | None:
        """The next place, in a direction (1 or -1), whose row is in another view too; None where there is none."""
        wanted = set(other.ids)
        places = range(place + step, len(self.ids) if step > 0 else -1, step)
        return next((number for number in places if self.ids[number] in wanted), None)

    def window(self, start: int, count: int) -> list[int]:
        """The rows from a place on."""
        return self.ids[max(0, start) : max(0, start) + count].tolist()


def kept(order: Iterable[int], found: Iterable[int]) -> array[int]:
    """The rows of an order that are among those found."""
    wanted = set(found)
    return array(ROW, [doc_id for doc_id in order if doc_id in wanted])
