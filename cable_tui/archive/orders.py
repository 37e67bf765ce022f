"""The orders of the whole archive, sorted and stored at the end of a build, so that changing the order is a look-up."""

from __future__ import annotations

from array import array
from binascii import a2b_base64, b2a_base64

from cable_tui.store import RowDB, RowTable

from .header_columns import HEADERS, Listed, taken_out
from .schema import ORDERS, ORIGINS_ROW
from .view import ROW, STORED, Order

#: The sort terms of each order; equal rows are sorted newest first.
_SORTED = {
    Order.DATE: "",
    Order.ORIGIN: "origin, ",
    Order.CLASSIFICATION: "level DESC, ",
    Order.PRECEDENCE: "precedence DESC, ",
    Order.SUBJECT: "untitled, subject, ",
    Order.ID: "key, doc_id, ",
}


def sort(db: RowDB, order: Order, rows: Listed = HEADERS) -> array[int]:
    """Sorts the listed rows; takes a second for a quarter of a million, but no time by date."""
    sql = f"SELECT doc_id FROM {rows.table} ORDER BY {_SORTED[order]}{rows.newest}"
    return array(ROW, (doc_id for (doc_id,) in db.storage.connection.execute(sql)))


def keep(db: RowDB) -> None:
    """Sorts the rows in every order and stores the results, unless they are stored already."""
    table = db.rows(ORDERS)
    if table.last_id() is not None:
        return
    with db.storage.transaction(), taken_out(db.storage.connection) as rows:
        _keep(db, table, rows)


def _keep(db: RowDB, table: RowTable, rows: Listed) -> None:
    from . import missing, overview  # the list does not need them

    for order in STORED:
        # A million bytes of base64 load much faster than a list of numbers.
        ids = b2a_base64(sort(db, order, rows), newline=False).decode()
        table.insert({"order": order.value, "ids": ids})
    table.put({ORIGINS_ROW: {"origins": _origins(db, rows)}})
    overview.keep(db, rows)
    missing.keep(db, rows)


def _origins(db: RowDB, rows: Listed) -> list[str]:
    sql = f"SELECT origin FROM {rows.table} GROUP BY origin ORDER BY count(*) DESC, origin"
    return [name for (name,) in db.storage.connection.execute(sql) if name]


def origins(db: RowDB) -> list[str]:
    """The origins of the cables, most frequent first; empty during a build."""
    document = db.table(ORDERS).get(doc_id=ORIGINS_ROW)
    return document["origins"] if document else []


def drop(db: RowDB) -> None:
    """Deletes the stored orders, as rows are about to change."""
    db.rows(ORDERS).truncate()


def read(db: RowDB, order: Order) -> array[int] | None:
    """The rows in a stored order, None if rows have changed since."""
    document = db.table(ORDERS).get(doc_id=STORED.index(order) + 1)
    return array(ROW, a2b_base64(document["ids"])) if document else None
