"""The orders of the whole archive: sorted when a build has ended, and kept, so that a change of order is a look-up."""

from __future__ import annotations

from array import array
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from cable_tui.store import RowDB

from .schema import BY_DATE, CABLES, CITED_ROW, FACTS_ROW, LISTED, ORDERS, ORIGINS_ROW, open_cache
from .view import ROW, STORED, Order

_MANY = 20_000  # rows that are worth the start of other processes
_DATE, _KEY = BY_DATE
_NEWEST = f"{_DATE} DESC, {_KEY} DESC, doc_id DESC"
_SORTED = {
    Order.DATE: _NEWEST,
    Order.ORIGIN: f"json_extract(doc, '$.origin'), {_NEWEST}",
    Order.CLASSIFICATION: f"json_extract(doc, '$.level') DESC, {_NEWEST}",
    Order.PRECEDENCE: f"json_extract(doc, '$.precedence') DESC, {_NEWEST}",
    Order.SUBJECT: f"json_extract(doc, '$.untitled'), lower(json_extract(doc, '$.subject')), {_NEWEST}",
    Order.ID: f"{_KEY}, doc_id",
}


def sort(db: RowDB, order: Order) -> array[int]:
    """The listed rows in an order, sorted now: a second for a quarter of a million, but for the date's a moment."""
    return array(ROW, _sorted_rows(db, order))


def _sorted_rows(db: RowDB, order: Order) -> Iterator[int]:
    sql = f"SELECT doc_id FROM cables WHERE {LISTED} ORDER BY {_SORTED[order]}"
    return (doc_id for (doc_id,) in db.storage.connection.execute(sql))


def keep(db: RowDB, processes: int = 1) -> None:
    """Sorts the rows in every order and keeps the results until the rows change, unless that was done.

    So are the facts for the overview and the citations. Of many rows as much is done at once as `processes` can do.
    """
    from .helpers import Helpers  # a reader has none

    table = db.rows(ORDERS)
    if table.last_id() is not None:
        return
    rows = (CITED_ROW, FACTS_ROW, *range(1, len(STORED) + 1), ORIGINS_ROW)  # what takes longest comes first
    is_large = len(db.rows(CABLES)) >= _MANY
    with Helpers[int, dict[str, Any]](
        processes if is_large and processes > 1 else 0, partial(_kept, db.storage.path)
    ) as helpers:
        table.put(dict(zip(rows, helpers.run(iter(rows)), strict=True)))


def _kept(cache: Path, row: int) -> dict[str, Any]:
    """What is kept in a row of the table `orders`, made from the cables of a cache."""
    from . import missing, overview  # a reader is shown the list without them

    with closing(open_cache(cache, to_build=True)) as db:
        if row == CITED_ROW:
            return missing.document(db)
        if row == FACTS_ROW:
            return overview.document(db)
        if row == ORIGINS_ROW:
            return {"origins": _origins(db)}
        order = STORED[row - 1]
        # A million bytes are read in a moment, as numbers they are not.
        return {"order": order.value, "ids": b2a_base64(sort(db, order), newline=False).decode()}


def _origins(db: RowDB) -> list[str]:
    sql = f"SELECT json_extract(doc, '$.origin') AS name FROM cables WHERE {LISTED} GROUP BY name"
    rows = db.storage.connection.execute(f"{sql} ORDER BY count(*) DESC")
    return [name for (name,) in rows if name]


def origins(db: RowDB) -> list[str]:
    """The origins of the cables, the most frequent first; none while rows change."""
    document = db.table(ORDERS).get(doc_id=ORIGINS_ROW)
    return document["origins"] if document else []


def drop(db: RowDB) -> None:
    """Forgets the orders, as rows are about to change."""
    db.rows(ORDERS).truncate()


def read(db: RowDB, order: Order) -> array[int] | None:
    """The rows in an order that was kept, None where rows have changed since."""
    document = db.table(ORDERS).get(doc_id=STORED.index(order) + 1)
    return array(ROW, a2b_base64(document["ids"])) if document else None
