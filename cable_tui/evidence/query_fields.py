"""The query fields that search the notebook: `is:`, `label:`, `has:`."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from cable_tui import paths
from cable_tui.archive.query.external import SCHEMA, Names
from cable_tui.archive.query.syntax import OUTSIDE, without_missing
from cable_tui.archive.query.tokens import fold
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.state import State

_NAME, _STATE = "json_extract(doc, '$.about.name')", "json_extract(doc, '$.state')"
_MARKS, _BOOKMARKS = f"SELECT {_NAME} FROM {SCHEMA}.marks", f"SELECT {_NAME} FROM {SCHEMA}.bookmarks"
_MARKED = Names(f"{_MARKS} WHERE {_STATE} IS NOT NULL", others=True)
_DECIDED = Names(f"{_MARKS} WHERE {_STATE} IN (?, ?)", (State.KEPT, State.DISMISSED))
_LABELLED = "EXISTS (SELECT 1 FROM json_each(doc, '$.labels') WHERE value IN ({}))"
_HAS = {
    "bookmark": Names(_BOOKMARKS),
    "note": Names(f"{_BOOKMARKS} WHERE json_extract(doc, '$.note') IS NOT NULL"),
    "label": Names(f"{_MARKS} WHERE json_extract(doc, '$.labels') IS NOT NULL"),
}
_ALL_LABELS = f"""SELECT DISTINCT value FROM {SCHEMA}.marks, json_each(doc, '$.labels')
                  UNION SELECT value FROM {SCHEMA}.bookmarks, json_each(doc, '$.labels')"""


def notebook_fields(query: str) -> NotebookFields | None:
    """The fields of the user's notebook if a query may use them, else None. Raises StoreError."""
    others = without_missing(query).casefold()
    if not any(f"{name}:" in others for name in OUTSIDE):
        return None
    Notebook.open().close()  # creates a missing one
    return NotebookFields(paths.notebook_file())


class NotebookFields:
    """The fields for one notebook; safe to use in any thread."""

    def __init__(self, database: Path) -> None:
        self.database = database

    def names(self, field: str, value: str, *, prefix: bool) -> Names:
        """The cables with this state, label or kind of entry. Raises ValueError with the values expected."""
        if field == "label":
            return self._labelled(value, prefix)
        if prefix:
            raise ValueError(f"{field}: does not accept *; expected {_EXPECTED[field]}")
        found = _state(value.casefold()) if field == "is" else _HAS.get(value.casefold().removesuffix("s"))
        if found is None:
            raise ValueError(f"expected {_EXPECTED[field]}")
        return found

    def _labelled(self, value: str, prefix: bool) -> Names:
        """The cables with a label, ignoring accents and case."""
        wanted = fold(value)
        if not wanted and not prefix:
            raise ValueError("label: needs a label such as energy")
        labels = tuple(
            name for name in self._labels() if fold(name) == wanted or (prefix and fold(name).startswith(wanted))
        )
        condition = _LABELLED.format(", ".join("?" * len(labels)) or "NULL")
        sql = f"{_MARKS} WHERE {condition} UNION {_BOOKMARKS} WHERE {condition}"
        return Names(sql, labels + labels)

    def _labels(self) -> list[str]:
        try:
            with closing(sqlite3.connect(":memory:", uri=True)) as connection:
                connection.execute(f"ATTACH ? AS {SCHEMA}", (f"{self.database.as_uri()}?mode=ro",))
                return [name for (name,) in connection.execute(_ALL_LABELS)]
        except sqlite3.Error as error:
            raise ValueError("cannot look up labels: the notebook cannot be read") from error


def _state(value: str) -> Names | None:
    if value == State.UNREAD:
        return _MARKED
    if value == "decided":
        return _DECIDED
    return Names(f"{_MARKS} WHERE {_STATE} = ?", (value,)) if value in list(State) else None


_EXPECTED = {
    "is": "unread, read, kept, dismissed, decided or missing",
    "has": "bookmark, note or label",
}
