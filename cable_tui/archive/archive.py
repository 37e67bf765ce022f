"""Reading the cache: the list by windows, a cable by its row."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cable_tui.store import RowDB, StoreDamaged, StoreError

from . import by_name, fulltext, orders
from .header import Header, read_header
from .query import external
from .query.external import Fields
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
    from .query.match import Hit, SearchTable

_NAME = "coalesce(nullif(json_extract(doc, '$.id'), ''), json_extract(doc, '$.source'))"
_MANY = 1000  # missing cables; for the dates of more all rows are read at once


class Archive:
    """The cache of one archive, open for reading. It belongs to the thread that opened it."""

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

    def use(self, fields: Fields) -> None:
        """Lets queries ask for fields that the archive does not know. Raises StoreError."""
        with self._db.storage.guard():
            if self._fields:
                self._connection.execute(f"DETACH {external.SCHEMA}")
                self._fields = None
            self._connection.execute(f"ATTACH ? AS {external.SCHEMA}", (f"{fields.database.as_uri()}?mode=ro",))
        self._fields = fields

    @classmethod
    def open(cls, path: Path, *, follow_links: bool = False) -> Archive:
        """Opens the cache of the archive at `path`; one that is missing is made, empty, to be built.

        With `follow_links` it is the cache of builds that follow them. `notice` says why the cache begins anew where
        there was one that cannot be used.

        Raises:
            StoreError: the user's cache folder cannot be used.
        """
        notice = ""
        file = cache_file(path, follow_links=follow_links)
        with suppress(OSError):  # which is told when it is opened
            if not file.exists() and older_caches(file):
                notice = "The cache is of another version of the program and is built anew."
        try:
            return cls._tried(path, file, notice)
        except StoreDamaged:
            remove_cache(file)
            return cls._tried(path, file, "The cache was damaged and is built anew.")

    @classmethod
    def _tried(cls, path: Path, file: Path, notice: str) -> Archive:
        """Opens the cache and reads what the screen will ask for first; damage shows here, not under the reader."""
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
            order = array(ROW, dict.fromkeys((*best, *order)))  # what has none of the words follows by date
        return kept(order, self._rows_of(query.expression))

    def _rows_of(self, part: Expression | None) -> set[int]:
        """The rows that an expression finds, copies that are not listed among them."""
        from .query.expression import Rows

        rows = Rows(
            self._matching, lambda names: by_name.named(self._connection, names), lambda: self._ordered(Order.DATE)
        )
        return rows.found(part) if part is not None else set(rows.all())

    def _matching(self, match: str) -> array[int]:
        return fulltext.matching(self._connection, match)

    def rows_by_source(self) -> list[int]:
        """See `by_name.by_source`."""
        with self._db.storage.guard():
            return by_name.by_source(self._connection)

    def rows_of(self, names: Iterable[str]) -> dict[str, int]:
        """See `by_name.rows_of`."""
        with self._db.storage.guard():
            return by_name.rows_of(self._connection, names)

    def first_page(self, limit: Limit, count: int) -> View | None:
        """The beginning of a view, found without the rest; None where the rest must be known for it.

        The newest rows are known at once, whatever else a query finds. Raises QueryError, StoreError.
        """
        query = self._compiled(limit.query)
        if query is None or query.has_outside or limit.order is not Order.DATE or limit.is_reversed:
            return None
        with self._db.storage.guard():
            found = fulltext.newest(self._connection, query.match, count)
            return View(limit, kept(self._ordered(Order.DATE), found), is_whole=len(found) < count)

    def _compiled(self, text: str) -> Query | None:
        """What a query means, None for everything. Its parser is imported with the first one."""
        if not text.strip():
            return None
        from .query.compile import compile_query
        from .query.syntax import QueryError

        query = compile_query(text, self._fields, with_missing=True)
        if query.is_missing:
            raise QueryError("is:missing lists cables that are not here: it is for the limit alone", 0, len(text))
        return query

    def words_of(self, query: str) -> str:
        """What a query asks of a text, as an expression of FTS5; '' where it asks nothing."""
        compiled = self._compiled(query)
        return compiled.match if compiled else ""

    def counts(self, query: str) -> list[tuple[str, int]]:
        """How many listed cables each clause of a query finds alone, by the clause as it was typed."""
        compiled = self._compiled(query)
        everything = self._ordered(Order.DATE)
        with self._db.storage.guard():
            return [
                (clause.text, len(kept(everything, self._rows_of(clause.expression))))
                for clause in (compiled.clauses if compiled else ())
            ]

    def _ordered(self, order: Order) -> array[int]:
        """All listed rows in an order, remembered until another process writes."""
        if (changes := self.changes()) != self._changes:
            self._changes = changes
            self._orders.clear()
            self._facts = self._citations = None
        if order not in self._orders:
            with self._db.storage.guard():
                self._orders[order] = orders.read(self._db, order) or orders.sort(self._db, order)
        return self._orders[order]

    def overview(self, view: View, most: int) -> Overview:
        """Counts over the cables of a view: by month and level, and the most frequent origins and tags."""
        from . import overview

        order = self._ordered(Order.DATE)
        if self._facts is None:
            with self._db.storage.guard():
                self._facts = overview.read(self._db)
        return self._facts.count(order, view.members if view.limit.query else None, most)

    def missing(self, query: str) -> MissingList | None:
        """The cables that are not here and that those cite which the rest of the query finds; all for none.

        None where the query does not ask for missing cables. Raises QueryError, StoreError.
        """
        from .query.compile import compile_query
        from .query.syntax import may_ask_for_missing

        if not may_ask_for_missing(query):
            return None
        compiled = compile_query(query, self._fields, with_missing=True)
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
        """Some of those missing cables by their places, with their dates as far as they can be told.

        Raises StoreError.
        """
        from .missing import described

        is_for_many = len(places) > _MANY
        rows = self._by_id(is_for_many=is_for_many)
        if is_for_many:
            return described(found, places, rows)
        with self._db.storage.guard():
            return list(described(found, places, rows))

    def citing_names(self, found: MissingList) -> list[list[str]]:
        """By whom each of those missing cables is cited, the newest first: ids, sources where there is none.

        Raises StoreError.
        """
        names = dict(self._rows(f"SELECT doc_id, {_NAME} FROM cables WHERE {LISTED}"))
        by_number: dict[int, list[str]] = {number: [] for number in found.numbers}
        for row, number in found.citations.citing(self._ordered(Order.DATE), found.members):
            if row in names:  # another process may have taken it away
                by_number[number].append(names[row])
        return [by_number[number] for number in found.numbers]

    def _by_id(self, *, is_for_many: bool = False) -> Sequence[Row]:
        from .estimate import RowsById, rows_by_id

        if is_for_many:
            with self._db.storage.guard():
                return rows_by_id(self._connection)
        return RowsById(self._connection, self._ordered(Order.ID))

    def estimate(self, name: str, cited: date | None = None) -> Estimate | None:
        """When the cable with this id was sent, from those of its post and year; None for what is no id.

        `cited` is the day of the earliest cable that cites it.
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
        """The listed cables whose REF lines have this id, the oldest first. Raises StoreError."""
        return self.headers(self.citing_rows(name))

    def citing_rows(self, name: str) -> list[int]:
        """The rows of those cables; none for what is no id."""
        with self._db.storage.guard():
            return by_name.citing(self._connection, name)

    def place(self, view: View, header: Header) -> int | None:
        """The place of a cable in a view; one whose file was read anew has another row and is found by its id."""
        there = self.header(header.doc_id)
        is_there = there and (there.id == header.id or there.is_like(header))
        position = view.position(header.doc_id) if is_there else None
        if position is not None:
            return position
        found = self.called(header.id) if header.id else []
        again = next((one for one in found if one.is_like(header)), found[0] if len(found) == 1 else None)
        return view.position(again.doc_id) if again else None

    def headers(self, ids: list[int]) -> list[Header]:
        """The headers of some rows, in their order; rows that are gone are left out. Raises StoreDamaged."""
        found = {doc.doc_id: doc for doc in self._db.table(CABLES).get(doc_ids=ids)}
        try:
            return [read_header(found[doc_id], doc_id) for doc_id in ids if doc_id in found]
        except (KeyError, TypeError, ValueError) as error:
            raise StoreDamaged(self._db.storage.path, "holds a row that cannot be read") from error

    def prepare(self) -> list[str]:
        """Makes ready for queries, whose parser takes a moment to load; returns the origins, most frequent first."""
        from .query import compile as compiling

        compiling.compile_query("ready")
        return orders.origins(self._db)

    def cable(self, doc_id: int) -> Cable | None:
        """The cable in a row, read from the cache without parsing; None if the row is gone."""
        from .documents import read_parts  # the list does without the parser

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
        """The listed cable with this id, however it is written: 08MOSCOW1640, 2008MOSCOW01640, 08 moscow 1640.

        Of several that share the number it is the fullest; `called` has them all.
        """
        return max(self.called(name), key=lambda header: header.size, default=None)

    def called(self, name: str) -> list[Header]:
        """The listed cables that a name may mean: several for a number that they share.

        A name with letters behind the number means a cable whose fuller or shorter copies have given it others, or
        which has its number to itself here; the name of a file what it holds. Raises StoreError.
        """
        from . import shared  # the table of posts is not needed to show the list

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
        """Where the words of a query stand in the blocks that a reader sees of a cable."""
        from cable_tui.cables.body.reading_order import reading_blocks

        from .query.match import SearchTable

        if self._marker is None:
            self._marker = SearchTable()
        return self._marker.hits(cable, reading_blocks(cable), self.words_of(query))

    def header(self, doc_id: int) -> Header | None:
        """The header in a row, None if the row is gone."""
        document: Any = self._db.table(CABLES).get(doc_id=doc_id)
        return read_header(document, doc_id) if document else None

    def changes(self) -> int:
        """A number that differs after any other process has written to the cache."""
        return int(self._rows("PRAGMA data_version")[0][0])

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        with self._db.storage.guard():
            return self._connection.execute(sql, values).fetchall()
