"""Renames cables in the notebook, in marks, bookmarks, positions and the undo log.

A cable's name changes when two names of a post turn out to be one, when a number turns out to be shared by several
cables, and when it no longer is. Entries under two names are joined as `portable.merge` does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from cable_tui.cables.codec import decode, encode
from cable_tui.cables.references.posts import parse_id, split_name
from cable_tui.store import RowDB

from .keys import bookmark_key, key_of
from .portable import Contents, merge
from .tables import ACTIONS, BOOKMARKS, CHANGES, MARKS, META, PLACES, STAYS
from .values import Bookmark, Mark

_NAME = "json_extract(doc, '$.about.name')"
_CABLE = "json_extract(doc, '$.cable')"
_NAMES = f"""SELECT {_NAME} FROM marks UNION SELECT {_NAME} FROM bookmarks
    UNION SELECT {_CABLE} FROM places UNION SELECT {_CABLE} FROM stays"""

_TOLD = 2  # row of the table `meta`
_Document = dict[str, Any]
_Kept = TypeVar("_Kept", Mark, Bookmark)


class Entry(NamedTuple):
    """Which cable an entry of the notebook is about.

    `date` and `subject` are the cable's when the entry was saved, `digest` is of the paragraph bookmarked or last read,
    `archive` the path of the archive in which reading stopped; each is '' if not known.
    """

    name: str
    date: str = ""
    subject: str = ""
    digest: str = ""
    archive: str = ""


def known_names(db: RowDB) -> list[str]:
    """The names of all cables in the notebook."""
    return [name for (name,) in db.storage.connection.execute(_NAMES) if name]


def entries(db: RowDB, names: Iterable[str]) -> set[Entry]:
    """The notebook's entries under some names, including those in the undo log."""
    wanted = set(names)
    if not wanted:
        return set()
    return {entry for document in _documents(db, wanted) if (entry := _entry(document)).name in wanted}


def rename(db: RowDB, names: Mapping[Entry, str]) -> tuple[str, ...]:
    """Gives entries their new names, in one transaction; returns a sentence for each conflict.

    Raises StoreError.
    """
    changed = {entry: name for entry, name in names.items() if entry.name != name}
    if not changed:
        return ()
    with db.storage.transaction():
        _rename_actions(db, changed)
        _rename_positions(db, changed)
        return _rename_values(db, changed)


def not_told(db: RowDB, found: frozenset[str]) -> frozenset[str]:
    """The names not passed to this function before; records them. Raises StoreError."""
    with db.storage.transaction():
        row = db.table(META).get(doc_id=_TOLD)
        before = frozenset(dict(row)["names"] if row else ())
        if not found <= before:
            db.rows(META).put({_TOLD: {"names": sorted(before | found)}})
    return found - before


def current_names(db: RowDB) -> dict[Entry, str]:
    """The current names of entries that use an old spelling of the post."""
    now = {name: _current(name) for name in _all_names(db)}
    return {entry: now[entry.name] for entry in entries(db, [name for name in now if now[name] != name])}


def with_current_names(contents: Contents) -> Contents:
    """The contents with every cable under its current name."""

    def taken(choose: Callable[[str], bool]) -> Contents:
        return Contents(
            tuple(_renamed(mark) for mark in contents.marks if choose(mark.about.name)),
            tuple(_renamed(item) for item in contents.bookmarks if choose(item.about.name)),
            contents.views,
        )

    moved = taken(lambda name: _current(name) != name)
    if not moved.marks and not moved.bookmarks:
        return contents
    return merge(taken(lambda name: _current(name) == name), moved).contents


def _renamed(value: _Kept) -> _Kept:
    return replace(value, about=replace(value.about, name=_current(value.about.name)))


def _current(name: str) -> str:
    bare, letters = split_name(name)
    number = parse_id(bare) if bare.isalnum() else None
    return "-".join(filter(None, (str(number), letters))) if number else name


def _all_names(db: RowDB) -> set[str]:
    return {*known_names(db), *(_entry(document).name for document in _past(db, None))}


# --- reading ------------------------------------------------------------------------------------------------------


def _documents(db: RowDB, names: set[str]) -> Iterator[_Document]:
    for table in (MARKS, BOOKMARKS):
        sql = f"SELECT doc_id FROM {table} WHERE {_NAME} IN (SELECT value FROM json_each(?))"
        found = db.storage.connection.execute(sql, (json.dumps(sorted(names)),)).fetchall()
        yield from map(dict, db.table(table).get(doc_ids=[doc_id for (doc_id,) in found]))
    for table in (PLACES, STAYS):
        yield from map(dict, db.table(table).all())
    yield from _past(db, names)


def _past(db: RowDB, names: set[str] | None) -> Iterator[_Document]:
    """The documents in the undo log, of these names or of all."""
    for _, steps in _steps(db, names):
        for _, *sides in steps:
            yield from (side for side in sides if side)


def _steps(db: RowDB, names: set[str] | None) -> Iterator[tuple[int, list[Any]]]:
    """The id and the steps of each logged action on marks and bookmarks, of these names or of all."""
    tables = {action.doc_id: action["table"] for action in db.table(ACTIONS).all()}
    for change in db.table(CHANGES).all():
        if tables.get(change.doc_id) in (MARKS, BOOKMARKS) and (
            names is None or any(_name_of(step) in names for step in change["steps"])
        ):
            yield change.doc_id, change["steps"]


def _name_of(step: list[Any]) -> str:
    name: str = (step[2] or step[1])["about"]["name"]
    return name


def _entry(document: _Document) -> Entry:
    about = document.get("about")
    if about is None:
        return Entry(document["cable"], digest=document.get("digest", ""), archive=document.get("archive", ""))
    return Entry(about["name"], about.get("date", ""), about.get("subject", ""), document.get("digest", ""))


# --- writing ------------------------------------------------------------------------------------------------------


def _named(document: _Document, names: Mapping[Entry, str]) -> _Document:
    """The document under its new name; the same object if its name is unchanged."""
    name = names.get(_entry(document))
    if name is None:
        return document
    if "about" in document:
        return document | {"about": document["about"] | {"name": name}}
    return document | {"cable": name}


def _rename_values(db: RowDB, names: Mapping[Entry, str]) -> tuple[str, ...]:
    """Renames marks and bookmarks, joining those that end up with the same name."""
    wanted = {*(entry.name for entry in names), *names.values()}
    before: dict[str, dict[int, _Document]] = {}
    for table in (MARKS, BOOKMARKS):
        sql = f"SELECT doc_id FROM {table} WHERE {_NAME} IN (SELECT value FROM json_each(?))"
        found = db.storage.connection.execute(sql, (json.dumps(sorted(wanted)),)).fetchall()
        rows = db.table(table).get(doc_ids=[doc_id for (doc_id,) in found])
        before[table] = {row.doc_id: dict(row) for row in rows}
    kept = _contents(before, lambda document: document if _named(document, names) is document else None)
    moved = _contents(before, lambda document: new if (new := _named(document, names)) is not document else None)
    merged = merge(kept, moved)
    after = {
        MARKS: {key_of(mark.about.name): encode(mark) for mark in merged.contents.marks},
        BOOKMARKS: {bookmark_key(item): encode(item) for item in merged.contents.bookmarks},
    }
    for table, documents in after.items():
        db.rows(table).put({**dict.fromkeys(before[table]), **documents})
    return merged.conflicts


def _contents(documents: dict[str, dict[int, _Document]], choose: Any) -> Contents:
    marks, bookmarks = (
        tuple(new for document in documents[table].values() if (new := choose(document)) is not None)
        for table in (MARKS, BOOKMARKS)
    )
    return Contents(tuple(decode(Mark, one) for one in marks), tuple(decode(Bookmark, one) for one in bookmarks))


def _rename_positions(db: RowDB, names: Mapping[Entry, str]) -> None:
    """Renames positions; of two for one cable, the one already under the new name stays."""
    places = {row.doc_id: dict(row) for row in db.table(PLACES).all()}
    renamed = {doc_id: new for doc_id, row in places.items() if (new := _named(row, names)) is not row}
    moved = {key_of(row["cable"]): row for row in renamed.values()}
    there = places.keys() - renamed.keys()
    db.rows(PLACES).put({**dict.fromkeys(renamed), **{key: row for key, row in moved.items() if key not in there}})
    stays = {row.doc_id: dict(row) for row in db.table(STAYS).all()}
    db.rows(STAYS).put({key: new for key, row in stays.items() if (new := _named(row, names)) is not row})


def _rename_actions(db: RowDB, names: Mapping[Entry, str]) -> None:
    """Renames the undo log: the words and cables of each action, and the documents before and after it."""
    tables = {action.doc_id: dict(action) for action in db.table(ACTIONS).all()}
    for doc_id, steps in list(_steps(db, {entry.name for entry in names})):
        action = tables[doc_id]
        now = {_name_of(step): _named(step[2] or step[1], names)["about"]["name"] for step in steps}
        words = " ".join(now.get(word, word) for word in action["what"].split(" "))
        cables = list(dict.fromkeys(now.get(name, name) for name in action["cables"]))
        db.rows(ACTIONS).put({doc_id: action | {"what": words, "cables": cables}})
        db.rows(CHANGES).put({doc_id: {"steps": _renamed_steps(steps, action["table"], names)}})


def _renamed_steps(steps: list[Any], table: str, names: Mapping[Entry, str]) -> list[Any]:
    found: dict[int, list[Any]] = {}
    for doc_id, before, after in steps:
        sides = [_named(side, names) if side else None for side in (before, after)]
        last = sides[1] or sides[0]
        is_same = last is (after or before)
        found.setdefault(doc_id if is_same or last is None else _key(last, table), [*sides])
    return [[doc_id, *sides] for doc_id, sides in found.items()]


def _key(document: _Document, table: str) -> int:
    if table == MARKS:
        return key_of(document["about"]["name"])
    return bookmark_key(decode(Bookmark, document))
