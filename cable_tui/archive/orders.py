"""The orders of the whole archive: sorted when a build has ended, and kept, so that a change of order is a look-up."""

from __future__ import annotations

from array import array
from binascii import a2b_base64, b2a_base64

from cable_tui.store import RowDB, RowTable

from .header_columns import HEADERS, Listed, taken_out
from .schema import ORDERS, ORIGINS_ROW
from .view import ROW, STORED, Order

#: What the rows of an order are sorted by; among equals the newest comes first.
_SORTED = {
    Order.DATE: "",
    Order.ORIGIN: "origin, ",
    Order.CLASSIFICATION: "level DESC, ",
    Order.PRECEDENCE: "precedence DESC, ",
    Order.SUBJECT: "untitled, subject, ",
    Order.ID: "key, doc_id, ",
}


def sort(db: RowDB, order: Order, rows: Listed = HEADERS) -> array[int]:
    """The listed rows in an order, sorted now: a second for a quarter of a million, but for the date's a moment."""
    sql = f"SELECT doc_id FROM {rows.table} ORDER BY {_SORTED[order]}{rows.newest}"
    return array(ROW, (doc_id for (doc_id,) in db.storage.connection.execute(sql)))


def keep(db: RowDB) -> None:
    """Sorts the rows in every order and keeps the results until the rows change, unless that was done."""
    table = db.rows(ORDERS)
    if table.last_id() is not None:
        return
    with db.storage.transaction(), taken_out(db.storage.connection) as rows:
        _keep(db, table, rows)


def _keep(db: RowDB, table: RowTable, rows: Listed) -> None:
    from . import missing, overview  # a reader is shown the list without them

    for order in STORED:
        # A million bytes are read in a moment, as numbers they are not.
        ids = b2a_base64(sort(db, order, rows), newline=False).decode()
        table.insert({"order": order.value, "ids": ids})
    table.put({ORIGINS_ROW: {"origins": _origins(db, rows)}})
    overview.keep(db, rows)
    missing.keep(db, rows)


def _origins(db: RowDB, rows: Listed) -> list[str]:
    sql = f"SELECT origin FROM {rows.table} GROUP BY origin ORDER BY count(*) DESC, origin"
    return [name for (name,) in db.storage.connection.execute(sql) if name]


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
