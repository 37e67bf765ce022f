"""Reading the cache: the list by windows, a cable by its row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cable_tui.store import RowDB, StoreDamaged, StoreError

from .header import Header, read_header
from .schema import BY_DATE, CABLES, LISTED, TEXTS, cache_exists, older_caches, open_cache, remove_cache, use_dictionary

if TYPE_CHECKING:
    from cable_tui.cables.model import Cable


@dataclass(frozen=True, slots=True)
class Listing:
    """What the list shows at one moment: the number of cables, and the place of one of them (None: not listed)."""

    count: int
    position: int | None = None


class Archive:
    """The cache of one archive, open for reading. It belongs to the thread that opened it."""

    def __init__(self, path: Path, db: RowDB, notice: str = "") -> None:
        self.path = path
        self.notice = notice
        self._db = db
        self._connection = db.storage.connection
        self._has_dictionary = False

    @classmethod
    def open(cls, path: Path) -> Archive:
        """Opens the cache of the archive at `path`; one that is missing is made, empty, to be built.

        `notice` says why the cache begins anew where there was one that cannot be used.

        Raises:
            StoreError: the user's cache folder cannot be used.
        """
        notice = ""
        if not cache_exists(path) and older_caches(path):
            notice = "The cache is of another version of the program and is built anew."
        try:
            return cls._tried(path, notice)
        except StoreDamaged:
            remove_cache(path)
            return cls._tried(path, "The cache was damaged and is built anew.")

    @classmethod
    def _tried(cls, path: Path, notice: str) -> Archive:
        """Opens the cache and reads what the screen will ask for first; damage shows here, not under the reader."""
        archive = cls(path, open_cache(path), notice)
        try:
            archive.listing()
            archive.window(0, 100)
        except BaseException:
            archive.close()
            raise
        return archive

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def listing(self, header: Header | None = None) -> Listing:
        """The number of listed cables, and the place of one of them, newest first.

        A cable whose file was read anew has another row and is found by its id.
        """
        count = self._one(f"SELECT count(*) FROM cables WHERE {LISTED}")
        position = self._position(header.doc_id) if header else None
        if header and header.id and position is None and (again := self.find(header.id)):
            position = self._position(again.doc_id)
        return Listing(count, position)

    def _position(self, doc_id: int) -> int | None:
        own = self._row(f"SELECT {', '.join(BY_DATE)} FROM cables WHERE doc_id = ? AND {LISTED}", doc_id)
        if own is None:
            return None
        date, key = own
        before = f"({BY_DATE[0]}, {BY_DATE[1]}, doc_id) > (?, ?, ?)"
        place: int = self._one(f"SELECT count(*) FROM cables WHERE {LISTED} AND {before}", date, key, doc_id)
        return place

    def window(self, start: int, count: int) -> list[Header]:
        """The headers of the rows from place `start` (0 is the newest) on, at most `count`. Raises StoreDamaged."""
        order = ", ".join(f"{column} DESC" for column in (*BY_DATE, "doc_id"))
        ids = f"SELECT doc_id FROM cables WHERE {LISTED} ORDER BY {order} LIMIT ? OFFSET ?"
        places = [row[0] for row in self._rows(ids, count, start)]
        found = {doc.doc_id: doc for doc in self._db.table(CABLES).get(doc_ids=places)}
        try:
            return [read_header(found[doc_id], doc_id) for doc_id in places if doc_id in found]
        except (KeyError, TypeError, ValueError) as error:
            raise StoreDamaged(self._db.storage.path, "holds a row that cannot be read") from error

    def cable(self, doc_id: int) -> Cable | None:
        """The cable in a row, read from the cache without parsing; None if the row is gone."""
        from .documents import read_text  # the list does without the parser

        if not self._has_dictionary:
            self._has_dictionary = bool(use_dictionary(self._db).dictionary)
        header = self._db.table(CABLES).get(doc_id=doc_id)
        document = self._db.table(TEXTS).get(doc_id=header["text"]) if header else None
        if not document:
            return None
        try:
            return read_text(document)
        except (TypeError, ValueError, KeyError) as error:
            raise StoreError(self._db.storage.path, "holds a cable that cannot be read; remove the file") from error

    def find(self, name: str) -> Header | None:
        """The listed cable with this id, however it is written: 08MOSCOW1640, 2008MOSCOW01640, 08 moscow 1640."""
        from cable_tui.cables.posts import parse_id  # the table of posts is not needed to show the list

        number = parse_id(name)
        for wanted in dict.fromkeys((str(number) if number else name, name, name.upper())):
            query = f"SELECT doc_id FROM cables WHERE json_extract(doc, '$.id') = ? AND {LISTED}"
            if row := self._row(query, wanted):
                return self.header(row[0])
        return None

    def header(self, doc_id: int) -> Header | None:
        """The header in a row, None if the row is gone."""
        document: Any = self._db.table(CABLES).get(doc_id=doc_id)
        return read_header(document, doc_id) if document else None

    def changes(self) -> int:
        """A number that differs after any other process has written to the cache."""
        version: int = self._one("PRAGMA data_version")
        return version

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        with self._db.storage.guard():
            return self._connection.execute(sql, values).fetchall()

    def _row(self, sql: str, *values: Any) -> Any:
        with self._db.storage.guard():
            return self._connection.execute(sql, values).fetchone()

    def _one(self, sql: str, *values: Any) -> Any:
        return self._row(sql, *values)[0]
