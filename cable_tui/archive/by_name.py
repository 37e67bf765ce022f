"""Finds rows by the names of cables, and the cables that cite a name. A cable without a number is named by its file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from . import fulltext
from .query.external import Names
from .schema import BY_DATE, LISTED, SHARED

_ID = "json_extract(doc, '$.id')"
_SOURCE = "json_extract(doc, '$.source')"
_OF_FILE = f"""SELECT DISTINCT coalesce(json_extract(doc, '$.copy_of'), doc_id) FROM cables
    WHERE json_extract(doc, '$.source_id') IN
    (SELECT doc_id FROM sources WHERE json_extract(doc, '$.path') IN (:name, :packed)) AND {_SOURCE} = :name"""


def named(connection: sqlite3.Connection, names: Names) -> list[int]:
    """The rows of the cables with these names."""
    sql = f"""WITH names(name) AS MATERIALIZED ({names.sql})
              SELECT doc_id FROM names CROSS JOIN main.cables ON {_ID} = name
              UNION SELECT doc_id FROM main.cables WHERE {_ID} = '' AND {_SOURCE} IN names"""
    return [doc_id for (doc_id,) in connection.execute(sql, names.values)]


def rows_of(connection: sqlite3.Connection, names: Iterable[str]) -> dict[str, int]:
    """The rows of listed cables by name; names that the archive does not have are left out."""
    sql = f"""SELECT value, doc_id FROM json_each(?) CROSS JOIN main.cables ON {_ID} = value
              WHERE value <> '' AND {LISTED}"""
    wanted = set(names)
    nameless = f"SELECT {_SOURCE}, doc_id FROM main.cables WHERE {_ID} = '' AND {LISTED}"
    found = dict(connection.execute(sql, (json.dumps(sorted(wanted)),)).fetchall())
    return found | {name: doc_id for name, doc_id in connection.execute(nameless) if name in wanted}


def shared_names(connection: sqlite3.Connection) -> list[str]:
    """The names of listed cables that share their number with others."""
    sql = f"SELECT {_ID} FROM cables WHERE {SHARED} AND {LISTED} ORDER BY 1"
    return [name for (name,) in connection.execute(sql)]


def of_file(connection: sqlite3.Connection, name: str) -> list[int]:
    """The listed rows of the cables in a file."""
    values = {"name": name, "packed": name.partition("!")[0]}
    return [doc_id for (doc_id,) in connection.execute(_OF_FILE, values)]


def citing(connection: sqlite3.Connection, name: str) -> list[int]:
    """The listed rows with this id in their REF lines, oldest first; empty if it is not an id."""
    from cable_tui.cables.references.posts import parse_id  # the list needs neither

    from .query.compile import compile_query

    number = parse_id(name)
    if number is None:
        return []
    found = fulltext.matching(connection, compile_query(f"ref:{number}").match)
    sql = f"""SELECT doc_id FROM cables WHERE doc_id IN (SELECT value FROM json_each(?)) AND {LISTED}
              ORDER BY {", ".join(BY_DATE)}, doc_id"""
    return [doc_id for (doc_id,) in connection.execute(sql, (json.dumps(found.tolist()),))]


def by_source(connection: sqlite3.Connection) -> list[int]:
    """The listed rows, sorted by file and by position in the file."""
    sql = f"SELECT doc_id FROM cables WHERE {LISTED} ORDER BY {_SOURCE}, json_extract(doc, '$.position')"
    return [doc_id for (doc_id,) in connection.execute(sql)]
