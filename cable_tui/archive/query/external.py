"""Query fields outside the full-text table: tables of another database, supplied by the caller, and cables' files."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Protocol

#: The schema name under which the other database is attached.
SCHEMA = "outside"


class Names(NamedTuple):
    """SQL over tables of `SCHEMA` that selects names of cables (ids, or sources of cables without one), and its values.

    With `others`, it means all other cables.
    """

    sql: str
    values: tuple[str, ...] = ()
    others: bool = False


class InFiles(NamedTuple):
    """The cables with a copy in a file whose path in the archive begins with this, case-sensitively. '' means any.

    A member of a packed file is `archive.zip!folder/name.html`.
    """

    beginning: str


class Fields(Protocol):
    """Supplies the fields `is`, `label` and `has`."""

    @property
    def database(self) -> Path:
        """The database file with the tables."""

    def names(self, field: str, value: str, *, prefix: bool) -> Names:
        """The cables with a value; `prefix` if it ended in *. Raises ValueError with the values expected."""
