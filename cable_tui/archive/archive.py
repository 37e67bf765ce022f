"""Reads the cache: windows of the list, queries, and single cables."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cable_tui.store import RowDB, StoreDamaged, StoreError

from . import by_name, files_of, fulltext, orders
from .files_of import CableFile
from .header import Header, read_header
from .query import external
from .query.external import Fields, InFiles, Names
from .schema import (
    CABLES,
    LISTED,
    TEXTS,
    cache_file,
    older_caches,
    open_cache,
    reading,
    remove_cache,
    use_dictionary,
)
from .view import ROW, Limit, Order, View, kept

if TYPE_CHECKING:
    from datetime import date

    from cable_tui.cables.model import Cable

    from .estimate import Estimate, Row
    from .missing import Citations, Missing, MissingList
    from .overview import Facts, Overview
    from .query.compile import Query
    from .query.expression import Expression
    from .query.match import Asked, Hit, SearchTable
    from .query.spelling import Vocabulary
    from .vocabulary import StoredWords

_NAME = "coalesce(nullif(json_extract(doc, '$.id'), ''), json_extract(doc, '$.source'))"
_MANY = 1000  # missing cables; to date more, all rows are read at once


class Archive:
    """The cache of one archive, open for reading; use it only in the thread that opened it.

    `notice` says why the cache is built anew, if one was there that cannot be used.
    """

    def __init__(self, path: Path, db: RowDB, notice: str = "") -> None:
        self.path = path
        self.notice = notice
        self._db = db
        self._connection = db.storage.connection
        self._has_dictionary = False
        self._orders: dict[Order, array[int]] = {}
        self._changes = 0
        self._marker: SearchTable | None = None
        self._fields: Fields | None = None
        self._facts: Facts | None = None  # for the overview
        self._citations: Citations | None = None
        self._vocabulary: StoredWords | None = None

    def use(self, fields: Fields) -> None:
        """Adds query fields from another database, such as the notebook. Raises StoreError."""
        with self._db.storage.guard():
            if self._fields:
                self._connection.execute(f"DETACH {external.SCHEMA}")
                self._fields = None
            self._connection.execute(f"ATTACH ? AS {external.SCHEMA}", (f"{fields.database.as_uri()}?mode=ro",))
        self._fields = fields

    @classmethod
    def open(cls, path: Path, *, follow_links: bool = False) -> Archive:
        """Opens the cache of the archive at `path`; creates an empty one if there is none.

        With `follow_links` it opens the cache of builds that follow links.

        Raises:
            StoreError: the user's cache folder cannot be used.
        """
        notice = ""
        file = cache_file(path, follow_links=follow_links)
        with suppress(OSError):  # reported when the cache is opened
            if not file.exists() and older_caches(file):
                notice = "The cache is from another version of the program and is being rebuilt."
        try:
            return cls._tried(path, file, notice)
        except StoreDamaged:
            remove_cache(file)
            return cls._tried(path, file, "The cache was damaged and is being rebuilt.")

    @classmethod
    def _tried(cls, path: Path, file: Path, notice: str) -> Archive:
        """Opens the cache and reads the first rows, so that damage is found now and not on the screen."""
        with reading(file):
            archive = cls(path, open_cache(file), notice)
            try:
                archive.headers(archive.whole().window(0, 100))
            except BaseException:
                archive.close()
                raise
        return archive

    def reading(self) -> AbstractContextManager[None]:
        """See `schema.reading`."""
        return reading(self._db.storage.path)

    def close(self) -> None:
        """Closes the file."""
        if self._marker:
            self._marker.close()
        self._db.close()

    def whole(self) -> View:
        """All listed cables, newest first."""
        return View(Limit(), self._ordered(Order.DATE))

    def view(self, limit: Limit) -> View:
        """The cables that a limit finds, in its order. Raises QueryError, StoreError."""
        with self._db.storage.guard():
            ids = self._found(limit)
        return View(limit, ids[::-1] if limit.is_reversed else ids)

    def _found(self, limit: Limit) -> array[int]:
        query = self._compiled(limit.query)
        order = self._ordered(Order.DATE if limit.order is Order.RELEVANCE else limit.order)
        if query is None:
            return order
        if limit.order is Order.RELEVANCE and query.match:
            best = fulltext.by_relevance(self._connection, query.match)
            if not query.has_outside:
                return kept(best, order)
            order = array(ROW, dict.fromkeys((*best, *order)))  # cables without the words follow, by date
        return kept(order, self._rows_of(query.expression))

    def _rows_of(self, part: Expression | None) -> set[int]:
        """The rows that an expression finds, including copies that are not listed."""
        from .query.expression import Rows

        rows = Rows(self._matching, self._named, self._in_files, lambda: self._ordered(Order.DATE))
        return rows.found(part) if part is not None else set(rows.all())

    def _matching(self, match: str) -> array[int]:
        return fulltext.matching(self._connection, match)

    def _named(self, names: Names) -> list[int]:
        return by_name.named(self._connection, names)

    def _in_files(self, wanted: InFiles) -> list[int]:
        return files_of.rows(self._connection, wanted.beginning)

    def file_of(self, header: Header) -> CableFile:
        """The file that a cable is in, and the member of it. Raises StoreError."""
        with self._db.storage.guard():
            return files_of.file_of(self._connection, self.path, header)

    def rows_by_source(self) -> list[int]:
        """See `by_name.by_source`."""
        with self._db.storage.guard():
            return by_name.by_source(self._connection)

    def rows_of(self, names: Iterable[str]) -> dict[str, int]:
        """See `by_name.rows_of`."""
        with self._db.storage.guard():
            return by_name.rows_of(self._connection, names)

    def first_page(self, limit: Limit, count: int) -> View | None:
        """The first rows of a view, found without the rest; None where that is not possible.

        It works for lists by date, as the row ids are in order of date. Raises QueryError, StoreError.
        """
        query = self._compiled(limit.query)
        if query is None or query.has_outside or limit.order is not Order.DATE or limit.is_reversed:
            return None
        with self._db.storage.guard():
            found = fulltext.newest(self._connection, query.match, count)
            return View(limit, kept(self._ordered(Order.DATE), found), is_whole=len(found) < count)

    def _compiled(self, text: str, own: Vocabulary | None = None) -> Query | None:
        """Compiles a query, with the archive's words or `own`; None for an empty one. The first imports the parser."""
        if not text.strip():
            return None
        from .query.compile import compile_query
        from .query.syntax import QueryError

        query = compile_query(text, self._fields, own or self._words(), with_missing=True)
        if query.is_missing:
            raise QueryError(
                "is:missing lists cables that are not in the archive; use it only in a limit", 0, len(text)
            )
        return query

    def words_near(self, word: str, field: str = "") -> list[str]:
        """See `near_words.words_near`. Raises StoreError."""
        from .near_words import words_near

        with self._db.storage.guard():
            return words_near(self._connection, word, field)

    def _words(self) -> Vocabulary:
        from .vocabulary import StoredWords

        self._forget_changed()
        self._vocabulary = self._vocabulary or StoredWords(self._db)
        return self._vocabulary

    def asked_of_each(self, query: str) -> Asked:
        """The part of a query that searches the text of a cable. Raises QueryError."""
        from .query.compile import Query
        from .query.match import asked_of_each

        return asked_of_each(lambda own: self._compiled(query, own) or Query())

    def counts(self, query: str) -> list[tuple[str, int]]:
        """Each clause of a query as typed, with the number of listed cables that it finds alone."""
        compiled = self._compiled(query)
        everything = self._ordered(Order.DATE)
        with self._db.storage.guard():
            return [
                (clause.text, len(kept(everything, self._rows_of(clause.expression))))
                for clause in (compiled.clauses if compiled else ())
            ]

    def _ordered(self, order: Order) -> array[int]:
        """All listed rows in an order, cached until another process writes."""
        self._forget_changed()
        if order not in self._orders:
            with self._db.storage.guard():
                self._orders[order] = orders.read(self._db, order) or orders.sort(self._db, order)
        return self._orders[order]

    def _forget_changed(self) -> None:
        if (changes := self.changes()) != self._changes:
            self._changes = changes
            self._orders.clear()
            self._facts = self._citations = self._vocabulary = None

    def overview(self, view: View, most: int) -> Overview:
        """Counts the cables of a view: by month and level, and by the most frequent origins and tags."""
        from . import overview

        order = self._ordered(Order.DATE)
        if self._facts is None:
            with self._db.storage.guard():
                self._facts = overview.read(self._db)
        return self._facts.count(order, view.members if view.limit.query else None, most)

    def missing(self, query: str) -> MissingList | None:
        """The missing cables cited by the cables that the rest of the query finds, or by any if there is no rest.

        None if the query does not have is:missing. Raises QueryError, StoreError.
        """
        from .query.compile import compile_query
        from .query.syntax import may_ask_for_missing

        if not may_ask_for_missing(query):
            return None
        compiled = compile_query(query, self._fields, self._words(), with_missing=True)
        if not compiled.is_missing:
            return None
        order, citations = self._ordered(Order.DATE), self._all_citations()
        with self._db.storage.guard():
            return citations.count(order, self._rows_of(compiled.expression) if compiled.expression else None)

    def _all_citations(self) -> Citations:
        from . import missing

        if self._citations is None:
            with self._db.storage.guard():
                self._citations = missing.read(self._db)
        return self._citations

    def described(self, found: MissingList, places: Sequence[int]) -> Iterable[Missing]:
        """The missing cables at some places, with estimated dates. Raises StoreError."""
        from .missing import described

        is_for_many = len(places) > _MANY
        rows = self._by_id(is_for_many=is_for_many)
        if is_for_many:
            return described(found, places, rows)
        with self._db.storage.guard():
            return list(described(found, places, rows))

    def citing_names(self, found: MissingList) -> list[list[str]]:
        """The names of the cables that cite each missing cable, newest first. Raises StoreError."""
        names = dict(self._rows(f"SELECT doc_id, {_NAME} FROM cables WHERE {LISTED}"))
        # Another process may have removed a row.
        return [[names[row] for row in rows if row in names] for rows in self.rows_citing(found)]

    def rows_citing(self, found: MissingList) -> list[list[int]]:
        """The rows that cite each missing cable, newest first. Raises StoreError."""
        by_number: dict[int, list[int]] = {number: [] for number in found.numbers}
        for row, number in found.citations.citing(self._ordered(Order.DATE), found.members):
            by_number[number].append(row)
        return [by_number[number] for number in found.numbers]

    def _by_id(self, *, is_for_many: bool = False) -> Sequence[Row]:
        from .estimate import RowsById, rows_by_id

        if is_for_many:
            with self._db.storage.guard():
                return rows_by_id(self._connection)
        return RowsById(self._connection, self._ordered(Order.ID))

    def estimate(self, name: str, cited: date | None = None) -> Estimate | None:
        """Estimates when the cable with this id was sent, from its post's cables of that year; None if not an id.

        `cited` is the date of the earliest cable that cites it.
        """
        from cable_tui.cables.references.posts import parse_id

        from .estimate import estimate_in

        number = parse_id(name)
        rows = self._by_id()
        with self._db.storage.guard():
            return estimate_in(rows, number, cited) if number else None

    def perhaps(self, name: str, cited: date | None) -> str:
        """See `missing.perhaps`."""
        from .missing import perhaps

        rows = self._by_id()
        with self._db.storage.guard():
            return perhaps(rows, name, cited)

    def citing(self, name: str) -> list[Header]:
        """The listed cables with this id in their REF lines, oldest first. Raises StoreError."""
        return self.headers(self.citing_rows(name))

    def citing_rows(self, name: str) -> list[int]:
        """The rows of the cables with this id in their REF lines; empty if it is not an id."""
        with self._db.storage.guard():
            return by_name.citing(self._connection, name)

    def place(self, view: View, header: Header) -> int | None:
        """The place of a cable in a view; found by its id if its file was read again and its row has changed."""
        there = self.header(header.doc_id)
        is_there = there and (there.id == header.id or there.is_like(header))
        position = view.position(header.doc_id) if is_there else None
        if position is not None:
            return position
        found = self.called(header.id) if header.id else []
        again = next((one for one in found if one.is_like(header)), found[0] if len(found) == 1 else None)
        return view.position(again.doc_id) if again else None

    def headers(self, ids: list[int]) -> list[Header]:
        """The headers of some rows, in the given order; removed rows are left out. Raises StoreDamaged."""
        found = {doc.doc_id: doc for doc in self._db.table(CABLES).get(doc_ids=ids)}
        try:
            return [read_header(found[doc_id], doc_id) for doc_id in ids if doc_id in found]
        except (KeyError, TypeError, ValueError) as error:
            raise StoreDamaged(self._db.storage.path, "holds a row that cannot be read") from error

    def prepare(self) -> list[str]:
        """Loads the query parser, which takes a moment; returns the origins, most frequent first."""
        from .query import compile as compiling

        compiling.compile_query("ready")
        return orders.origins(self._db)

    def cable(self, doc_id: int) -> Cable | None:
        """The cable in a row, parsed from the cached text; None if the row was removed."""
        from .documents import read_parts  # the list does not need the parser

        if not self._has_dictionary:
            self._has_dictionary = bool(use_dictionary(self._db).dictionary)
        header = self._db.table(CABLES).get(doc_id=doc_id)
        if not header:
            return None
        wanted: list[int] = header.get("parts") or [header["text"]]
        texts = {text.doc_id: dict(text) for text in self._db.table(TEXTS).get(doc_ids=wanted)}
        try:
            return read_parts([texts[text] for text in wanted if text in texts], header)
        except (TypeError, ValueError, KeyError) as error:
            raise StoreError(self._db.storage.path, "holds a cable that cannot be read; remove the file") from error

    def find(self, name: str) -> Header | None:
        """The listed cable with this id in any spelling: 08MOSCOW1640, 2008MOSCOW01640, 08 moscow 1640.

        If several share the number, the fullest; `called` returns all.
        """
        return max(self.called(name), key=lambda header: header.size, default=None)

    def called(self, name: str) -> list[Header]:
        """The listed cables that a name may mean: all that share a number, or all in a file.

        A name with letters after its number also finds a cable that had these letters before other copies came or went.
        Raises StoreError.
        """
        from . import shared  # showing the list does not need the table of posts

        with self._db.storage.guard():
            rows = shared.called(self._connection, name) or shared.once_called(
                self._connection, name, self.cable, self.header
            )
            return self.headers(rows or by_name.of_file(self._connection, name))

    def shared_names(self) -> list[str]:
        """See `by_name.shared_names`."""
        with self._db.storage.guard():
            return by_name.shared_names(self._connection)

    def hits(self, cable: Cable, query: str) -> tuple[Hit, ...]:
        """The places of a query's words in the displayed blocks of a cable."""
        from cable_tui.cables.body.reading_order import reading_blocks

        from .query.match import SearchTable

        if self._marker is None:
            self._marker = SearchTable()
        return self._marker.hits(cable, reading_blocks(cable), self.asked_of_each(query))

    def header(self, doc_id: int) -> Header | None:
        """The header in a row, None if the row was removed."""
        document: Any = self._db.table(CABLES).get(doc_id=doc_id)
        return read_header(document, doc_id) if document else None

    def changes(self) -> int:
        """A number that changes when another process has written to the cache."""
        return int(self._rows("PRAGMA data_version")[0][0])

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        with self._db.storage.guard():
            return self._connection.execute(sql, values).fetchall()
