"""Fields of a query that are no words of a cable: those that whoever asks brings, as tables of another database, and
those of the cables' files.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Protocol

#: The schema under which the other database is attached.
SCHEMA = "outside"


class Names(NamedTuple):
    """SQL over tables of `SCHEMA` that selects names of cables (ids; the source where there is none), and its values.

    With `others` all cables but these are meant.
    """

    sql: str
    values: tuple[str, ...] = ()
    others: bool = False


class InFiles(NamedTuple):
    """The cables that have a copy in a file whose path in the archive begins so; case counts. '' means any.

    A member of a packed file is `archive.zip!folder/name.html`.
    """

    beginning: str


class Fields(Protocol):
    """What the fields `is`, `label` and `has` mean."""

    @property
    def database(self) -> Path:
        """The file of the tables."""

    def names(self, field: str, value: str, *, prefix: bool) -> Names:
        """The cables with this value; `prefix` where a * stood behind it. Raises ValueError: what was expected."""
