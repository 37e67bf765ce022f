"""Writes cables to the cache: header, text and words in three tables, and which of several copies is listed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from operator import itemgetter

from cable_tui.archive import fulltext, vocabulary
from cable_tui.archive.documents import read_words
from cable_tui.archive.schema import CABLES, TEXTS
from cable_tui.store import RowDB

from .jobs import Entry
from .naming import Naming
from .rowids import RowIds

_AT_ONCE = 500  # rows removed at a time

_OF_SOURCE = """SELECT doc_id, json_extract(doc, '$.text'), json_extract(doc, '$.id'),
    coalesce(json_extract(doc, '$.copy_of'), json_extract(doc, '$.parts')) IS NOT NULL FROM cables
    WHERE json_extract(doc, '$.source_id') = ?"""


class StoredCables:
    """The cables of an open cache, for its one writer. Call every method but `settle` within a transaction."""

    def __init__(self, db: RowDB) -> None:
        self._db, self._connection = db, db.storage.connection
        self._cables, self._texts = db.rows(CABLES), db.rows(TEXTS)
        self._ids = RowIds(self._connection)
        self._naming = Naming(db)

    def settle(self) -> None:
        """Call after each transaction: ids from a rolled-back one are free again."""
        self._ids.forget()
        self._naming.settle()

    def remove_of(self, source_id: int) -> None:
        """Removes all cables of a file."""
        rows = self._connection.execute(_OF_SOURCE, (source_id,)).fetchall()
        self._naming.take_apart(name for *_, name, is_part in rows if is_part and name)
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            self._remove_rows({text_id: (doc_id, name) for doc_id, text_id, name, _ in some})
        self._choose({name for *_, name, _ in rows if name})

    def _remove_rows(self, rows: dict[int, tuple[int, str]]) -> None:
        """Removes cables; `rows` maps the row of each text to the cable's row and name."""
        texts = self._texts.get(doc_ids=list(rows))
        words = ((rows[text.doc_id][0], read_words(text, rows[text.doc_id][1])) for text in texts)
        fulltext.remove(self._connection, words)
        self._cables.remove(doc_ids=[doc_id for doc_id, _ in rows.values()])
        self._texts.remove(doc_ids=list(rows))

    def add(self, entries: Iterator[tuple[int, Entry]]) -> int:
        """Adds cables, each with the row of its file, and returns how many; frees each as the last table takes it."""
        found = ((self._ids.take(entry.date), source_id, entry) for source_id, entry in entries)
        rows = deque(sorted(found, key=itemgetter(0)))
        count, names = len(rows), {entry.id for *_, entry in rows if entry.id}
        self._add(rows)
        self._choose(names)
        return count

    def _choose(self, names: set[str]) -> None:
        self._naming.choose(names)
        if joined := self._naming.take_joined():
            vocabulary.add(self._db, joined)

    def _add(self, rows: deque[tuple[int, int, Entry]]) -> None:
        """Adds rows, which must be sorted, as FTS5 flushes its memory when an id is lower than the last."""
        last = self._texts.last_id() or 0
        # The worker that made a header did not know the rows of its file and text.
        self._cables.load(
            (doc_id, f'{entry.header[:-1]},"source_id":{source_id},"text":{text_id}}}')
            for text_id, (doc_id, source_id, entry) in enumerate(rows, last + 1)
        )
        self._texts.load((text_id, entry.text) for text_id, (_, _, entry) in enumerate(rows, last + 1))
        vocabulary.add(self._db, (entry.columns for *_, entry in rows))
        fulltext.add(self._connection, _words(rows))


def _words(rows: deque[tuple[int, int, Entry]]) -> Iterator[tuple[int, fulltext.Columns]]:
    """The words of each row; drops the row, as memory is short while FTS5 sorts the words."""
    while rows:
        doc_id, _, entry = rows.popleft()
        yield doc_id, entry.columns
