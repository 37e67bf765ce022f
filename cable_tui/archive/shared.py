"""Looks up names of cables, several of which may share a number."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial

from cable_tui.cables.model import Cable
from cable_tui.cables.references.posts import parse_id, split_name

from .header import Header
from .identity import Copy, may_be_called
from .schema import LISTED

_ID = "json_extract(doc, '$.id')"
_NAMED = f"SELECT doc_id FROM cables WHERE {_ID} = ? AND {LISTED}"
_OF_NUMBER = f"""SELECT doc_id FROM cables WHERE {_ID} > :number || '-' AND {_ID} < :number || '.' AND {LISTED}
    ORDER BY {_ID}"""
_COPIES = f"""SELECT doc_id, coalesce(json_extract(doc, '$.copy_of'), doc_id) FROM cables WHERE {_ID} = :number
    UNION ALL SELECT doc_id, coalesce(json_extract(doc, '$.copy_of'), doc_id) FROM cables
    WHERE {_ID} > :number || '-' AND {_ID} < :number || '.'"""


def called(connection: sqlite3.Connection, name: str) -> list[int]:
    """The listed rows with this name in any spelling; for a shared number, all that share it."""
    number, suffix = _read(name)
    spellings = (f"{number}-{suffix}",) if suffix else (number, name, name.upper())
    for wanted in dict.fromkeys(spellings):
        if rows := [doc_id for (doc_id,) in connection.execute(_NAMED, (wanted,))]:
            return rows
    return [] if suffix else [doc_id for (doc_id,) in connection.execute(_OF_NUMBER, {"number": number})]


def once_called(
    connection: sqlite3.Connection,
    name: str,
    cable: Callable[[int], Cable | None],
    header: Callable[[int], Header | None],
) -> list[int]:
    """The listed rows that had this name, with letters after the number, before other texts came or went."""
    number, suffix = _read(name)
    if not suffix:
        return []
    found = []
    for doc_id, listed in connection.execute(_COPIES, {"number": number}).fetchall():
        row, read = header(doc_id), cable(doc_id)
        if row and read:
            copy = Copy(read.text, row.date, row.source, 0, partial(_given, read))
            if may_be_called(copy, suffix):
                found.append(listed)
    return list(dict.fromkeys(found))


def _read(name: str) -> tuple[str, str]:
    number = parse_id(name)
    return str(number) if number else name, split_name(name.strip())[1] if number else ""


def _given(cable: Cable) -> Cable:
    return cable
