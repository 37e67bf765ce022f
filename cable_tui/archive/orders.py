"""The orders of the whole archive: sorted when a build has ended, and kept, so that a change of order is a look-up."""

from __future__ import annotations

from array import array
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterator

from cable_tui.store import RowDB, RowTable

from .schema import BY_DATE, LISTED, ORDERS, ORIGINS_ROW
from .view import ROW, STORED, Order

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


def keep(db: RowDB) -> None:
    """Sorts the rows in every order and keeps the results until the rows change, unless that was done."""
    table = db.rows(ORDERS)
    if table.last_id() is not None:
        return
    with db.storage.transaction():
        _keep(db, table)


def _keep(db: RowDB, table: RowTable) -> None:
    from . import missing, overview  # a reader is shown the list without them

    for order in STORED:
        # A million bytes are read in a moment, as numbers they are not.
        ids = b2a_base64(sort(db, order), newline=False).decode()
        table.insert({"order": order.value, "ids": ids})
    table.put({ORIGINS_ROW: {"origins": _origins(db)}})
    overview.keep(db)
    missing.keep(db)


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
