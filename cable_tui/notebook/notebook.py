"""The open notebook: marks and labels of cables, bookmarks of paragraphs, saved views, reading positions.

Every method that changes something is one transaction, on disk when it returns.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from cable_tui import paths
from cable_tui.cables.codec import decode, encode
from cable_tui.store import RowDB, StoreDamaged, StoreError

from . import backups, names
from .keys import bookmark_key, key_of
from .portable import MAX_NOTE, Contents
from .schema import NAME, STATE, indexes_agree, make_indexes_anew, open_file
from .state import State
from .tables import BOOKMARKS, MARKS, PLACES, STAYS, VIEWS
from .undo import ActionResult, Actions, Change, PendingUndo
from .values import Bookmark, CableSummary, LastPosition, Mark, Place, SavedView

_T = TypeVar("_T")
_NAMED = 20  # cables that an action lists


class Notebook:
    """An open notebook; use it only in the thread that opened it.

    `read_only` says why the notebook cannot be written, '' if it can.
    """

    def __init__(self, file: Path, db: RowDB, read_only: str = "") -> None:
        self.file = file
        self.read_only = read_only
        self._db = db
        self._actions = None if read_only else Actions(db)

    @classmethod
    def open(cls, file: Path | None = None) -> Notebook:
        """Opens the user's notebook, or another one; creates it if it does not exist.

        Raises:
            StoreError: it can be neither created nor read; StoreDamaged where it is damaged.
        """
        file = file or paths.notebook_file()
        db, read_only = open_file(file)
        return cls(file, db, read_only)

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def copy_daily(self, today: date | None = None) -> Path | None:
        """Makes today's copy unless it exists. Raises StoreError; StoreDamaged rather than copy a damaged notebook."""
        day = today or date.today()
        if self.read_only or backups.copy_of(self.file, day).exists():
            return None
        self.check()
        return backups.copy_daily(self._db, self.file, day)

    def check(self) -> None:
        """Checks indexes and row ids, which opening does not; rebuilds damaged indexes.

        Raises StoreError; StoreDamaged where that does not help.
        """
        if indexes_agree(self._db):
            return
        if not self._keys_agree():
            raise StoreDamaged(self.file, "is damaged")
        make_indexes_anew(self._db)
        if not indexes_agree(self._db):
            raise StoreDamaged(self.file, "is damaged")

    def _keys_agree(self) -> bool:
        marks, bookmarks = self._db.table(MARKS).all(), self._db.table(BOOKMARKS).all()
        return all(row.doc_id == key_of(self._value(Mark, row).about.name) for row in marks) and all(
            row.doc_id == bookmark_key(self._value(Bookmark, row)) for row in bookmarks
        )

    def changes(self) -> int:
        """A number that changes when another session has written."""
        with self._db.storage.guard():
            version: int = self._db.storage.connection.execute("PRAGMA data_version").fetchone()[0]
        return version

    # --- marks and labels

    def marks(self, names: Iterable[str]) -> dict[str, Mark]:
        """The marks of some cables by name; cables without a mark are left out."""
        found = self._db.table(MARKS).get(doc_ids=[key_of(name) for name in names])
        return {mark.about.name: mark for mark in (self._value(Mark, document) for document in found)}

    def all_marks(self) -> Iterator[Mark]:
        """Iterates over every mark."""
        return (self._value(Mark, document) for document in self._db.table(MARKS).all())

    def states(self) -> list[tuple[str, State]]:
        """Name and state of every cable that is not unread."""
        sql = f"SELECT {NAME}, {STATE} FROM marks WHERE {STATE} IS NOT NULL"
        return [(name, State(state)) for name, state in self._rows(sql)]

    def labelled(self) -> dict[str, tuple[str, ...]]:
        """The labels of every labelled cable."""
        sql = f"SELECT {NAME}, json_extract(doc, '$.labels') AS labels FROM marks WHERE labels IS NOT NULL"
        return {name: tuple(json.loads(labels)) for name, labels in self._rows(sql)}

    def labels(self) -> list[str]:
        """Every label in use, of cables and of bookmarks, most frequent first."""
        sql = """SELECT value FROM (
                     SELECT value FROM marks, json_each(doc, '$.labels')
                     UNION ALL SELECT value FROM bookmarks, json_each(doc, '$.labels'))
                 GROUP BY value ORDER BY count(*) DESC, value"""
        return [label for (label,) in self._rows(sql)]

    def decide(self, cables: Iterable[CableSummary], state: State) -> ActionResult | None:
        """Sets the state of cables; None if all have it already. Raises StoreError."""
        return self._mark(cables, state.value, lambda mark: replace(mark, state=state))

    def label(
        self, cables: Iterable[CableSummary], add: Iterable[str], remove: Iterable[str] = ()
    ) -> ActionResult | None:
        """Adds labels to cables and removes others; None if that changes nothing. Raises StoreError."""
        more, less = tuple(add), tuple(remove)
        words = " ".join([*(f"+{name}" for name in more), *(f"-{name}" for name in less)])
        return self._mark(
            cables, f"labelled {words}:", lambda mark: replace(mark, labels=_labels(mark.labels, more, less))
        )

    def saw(self, cable: CableSummary) -> bool:
        """Marks an unread cable as read; not in the undo log. Returns whether it was unread. Raises StoreError."""
        with self._db.storage.transaction():
            before = self.marks([cable.name]).get(cable.name, Mark(cable))
            if before.state is not State.UNREAD:
                return False
            mark = replace(before, about=cable, state=State.READ, changed=_now())
            self._db.rows(MARKS).put({key_of(cable.name): encode(mark)})
        return True

    def _mark(self, cables: Iterable[CableSummary], verb: str, change: Callable[[Mark], Mark]) -> ActionResult | None:
        by_key = {key_of(about.name): about for about in cables}
        done = ActionResult(f"{verb} {_named([about.name for about in by_key.values()])}", _some(by_key.values()))

        def following(doc_id: int, before: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
            old = self._value(Mark, before) if before else Mark(by_key[doc_id])
            new = change(old)
            if new == old:
                return before
            empty = new.state is State.UNREAD and not new.labels
            return None if empty else _encoded(replace(new, about=by_key[doc_id], changed=_now()))

        return done if self._write(done, MARKS, by_key, following) else None

    # --- bookmarks

    def bookmarks(self, cable: str | None = None) -> list[Bookmark]:
        """All bookmarks, or those of a cable; sorted by date and name of the cable, then in text order."""
        if cable is None:
            documents = self._db.table(BOOKMARKS).all()
        else:
            sql = f"SELECT doc_id FROM bookmarks WHERE {NAME} = ?"
            documents = self._db.table(BOOKMARKS).get(doc_ids=[row[0] for row in self._rows(sql, cable)])
        found = (self._value(Bookmark, document) for document in documents)
        return sorted(found, key=lambda item: (item.about.date, item.about.name, item.place, item.created))

    def bookmark_counts(self) -> dict[str, int]:
        """The number of bookmarks of each cable that has any."""
        sql = f"SELECT {NAME} AS name, count(*) FROM bookmarks GROUP BY name"
        return dict(self._rows(sql))

    def bookmark(self, bookmark: Bookmark) -> ActionResult | None:
        """Saves a new or changed bookmark; None if it is saved already. Raises StoreError."""

        def following(_: int, before: Mapping[str, Any] | None) -> Mapping[str, Any]:
            now = _now()
            new = encode(replace(bookmark, created=before["created"] if before else now, changed=now))
            return before if before and {**before, "changed": now} == new else new

        done = ActionResult(f"bookmarked {_paragraph(bookmark)}", (bookmark.about.name,))
        return done if self._write(done, BOOKMARKS, [bookmark_key(bookmark)], following) else None

    def note(self, bookmark: Bookmark, note: str) -> ActionResult | None:
        """Sets the note of a bookmark, '' for none; creates the bookmark if needed.

        Raises StoreError, also where the note is longer than MAX_NOTE.
        """
        if len(note) > MAX_NOTE:
            raise StoreError(self.file, f"stores no note longer than {MAX_NOTE:,} characters; shorten it")

        def following(_: int, before: Mapping[str, Any] | None) -> Mapping[str, Any]:
            old = self._value(Bookmark, before) if before else replace(bookmark, created=_now())
            new = replace(old, note=note)
            return before if before and new == old else _encoded(replace(new, changed=_now()))

        done = ActionResult(f"note on {_paragraph(bookmark)}", (bookmark.about.name,))
        return done if self._write(done, BOOKMARKS, [bookmark_key(bookmark)], following) else None

    def label_bookmarks(
        self, bookmarks: Iterable[Bookmark], add: Iterable[str], remove: Iterable[str] = ()
    ) -> ActionResult | None:
        """Adds labels to bookmarks and removes others; None if that changes nothing. Raises StoreError."""
        more, less, chosen = tuple(add), tuple(remove), list(bookmarks)
        what = _paragraph(chosen[0]) if len(chosen) == 1 else f"{len(chosen):,} bookmarks"
        done = ActionResult(f"labelled {what}", _some(item.about for item in chosen))
        return self._change(chosen, done, lambda item: replace(item, labels=_labels(item.labels, more, less)))

    def remove_bookmarks(self, bookmarks: Iterable[Bookmark]) -> ActionResult | None:
        """Removes bookmarks; None if none of them exists. Raises StoreError."""
        chosen = list(bookmarks)
        what = _paragraph(chosen[0]) if len(chosen) == 1 else f"{len(chosen):,} bookmarks"
        done = ActionResult(f"removed the bookmark of {what}", _some(item.about for item in chosen))
        return done if self._write(done, BOOKMARKS, map(bookmark_key, chosen), lambda *_: None) else None

    def _change(
        self, bookmarks: list[Bookmark], done: ActionResult, change: Callable[[Bookmark], Bookmark]
    ) -> ActionResult | None:
        def following(_: int, before: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
            if before is None:
                return None
            old = self._value(Bookmark, before)
            new = change(old)
            return before if new == old else _encoded(replace(new, changed=_now()))

        return done if self._write(done, BOOKMARKS, map(bookmark_key, bookmarks), following) else None

    # --- saved views and places

    def views(self) -> list[SavedView]:
        """The saved views, sorted by name."""
        found = (self._value(SavedView, document) for document in self._db.table(VIEWS).all())
        return sorted(found, key=lambda view: view.name.casefold())

    def save_view(self, view: SavedView) -> ActionResult | None:
        """Saves a view, replacing one of the same name. Raises StoreError."""
        done = ActionResult(f"saved the view {view.name}")
        return done if self._write(done, VIEWS, [key_of(view.name)], lambda *_: encode(view)) else None

    def remove_view(self, name: str) -> ActionResult | None:
        """Removes a view; None if there is none of that name. Raises StoreError."""
        done = ActionResult(f"removed the view {name}")
        return done if self._write(done, VIEWS, [key_of(name)], lambda *_: None) else None

    def place(self, cable: str) -> Place | None:
        """Where reading stopped in a cable; None at its beginning."""
        document = self._db.table(PLACES).get(doc_id=key_of(cable))
        return self._value(Place, document) if document else None

    def stay(self, archive: str) -> LastPosition | None:
        """Where reading stopped in an archive."""
        document = self._db.table(STAYS).get(doc_id=key_of(archive))
        return self._value(LastPosition, document) if document else None

    def remember(self, place: Place | None, stay: LastPosition | None) -> None:
        """Saves where reading stopped. Raises StoreError."""
        if self.read_only:
            return
        with self._db.storage.transaction():
            if place:
                self._db.rows(PLACES).put({key_of(place.cable): encode(place) if place.block else None})
            if stay:
                self._db.rows(STAYS).put({key_of(stay.archive): encode(stay)})

    # --- all of it

    def contents(self) -> Contents:
        """Marks, bookmarks and views, read in one transaction."""
        with self._db.storage.transaction("DEFERRED"):
            return Contents(tuple(self.all_marks()), tuple(self.bookmarks()), tuple(self.views()))

    def take_over(self, contents: Contents, what: str) -> None:
        """Replaces marks, bookmarks and views in one transaction; undo takes them back one kind at a time.

        `what` is the verb for the undo log, such as `restored`. Raises StoreError.
        """
        contents = names.with_current_names(contents)  # a backup may be of version 1
        values: dict[str, dict[int, Mapping[str, Any]]] = {
            MARKS: {key_of(mark.about.name): encode(mark) for mark in contents.marks},
            BOOKMARKS: {bookmark_key(item): encode(item) for item in contents.bookmarks},
            VIEWS: {key_of(view.name): encode(view) for view in contents.views},
        }
        with self._db.storage.transaction():
            for table, documents in values.items():
                there = [document.doc_id for document in self._db.table(table).all()]
                self._write(ActionResult(f"{what} {table}"), table, [*there, *documents], _taken_from(documents))

    # --- names

    def known_names(self) -> list[str]:
        """The names of all cables in the notebook."""
        with self._db.storage.guard():
            return names.known_names(self._db)

    def entries(self, wanted: Iterable[str]) -> set[names.Entry]:
        """See `names.entries`."""
        with self._db.storage.guard():
            return names.entries(self._db, wanted)

    def rename(self, wanted: Mapping[names.Entry, str]) -> tuple[str, ...]:
        """See `names.rename`; does nothing if the notebook is read-only."""
        return () if self.read_only else names.rename(self._db, wanted)

    def not_told(self, found: Iterable[str]) -> frozenset[str]:
        """The names not passed here before, so that a change of name is reported once."""
        return frozenset() if self.read_only else names.not_told(self._db, frozenset(found))

    # --- undo

    def earlier(self) -> PendingUndo | None:
        """The action `undo` would take back, if it is from an earlier session; else None. Raises StoreError."""
        return self._log.earlier()

    def undo(self) -> ActionResult | None:
        """Undoes the last action; None if there is none. Raises StoreError."""
        return self._log.undo()

    def redo(self) -> ActionResult | None:
        """Redoes the action undone last; None if there is none. Raises StoreError."""
        return self._log.redo()

    @property
    def _log(self) -> Actions:
        if self._actions is None:
            raise StoreError(self.file, f"cannot be written: {self.read_only.rstrip('.')}")
        return self._actions

    def _write(self, done: ActionResult, table: str, doc_ids: Iterable[int], change: Change) -> bool:
        return self._log.perform(done, table, doc_ids, change)

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        with self._db.storage.guard():
            return self._db.storage.connection.execute(sql, values).fetchall()

    def _value(self, kind: type[_T], document: Mapping[str, Any]) -> _T:
        try:
            return decode(kind, dict(document))
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise StoreDamaged(self.file, "holds an entry that cannot be read") from error


def _taken_from(documents: Mapping[int, Mapping[str, Any]]) -> Change:
    return lambda doc_id, _: documents.get(doc_id)


def _encoded(value: Mark | Bookmark) -> Mapping[str, Any]:
    document: Mapping[str, Any] = encode(value)
    return document


def _labels(labels: tuple[str, ...], add: tuple[str, ...], remove: tuple[str, ...]) -> tuple[str, ...]:
    """The labels with some added and others removed, ignoring case.

    NUL, at which SQL would cut a label, becomes its symbol.
    """
    known = {label.casefold(): label for label in (*(label.replace("\0", "␀") for label in add), *labels)}
    for label in remove:
        known.pop(label.casefold(), None)
    return tuple(sorted(known.values(), key=str.casefold))


def _named(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{len(names):,} cables"


def _some(cables: Iterable[CableSummary]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(about.name for about in cables))[:_NAMED]


def _paragraph(bookmark: Bookmark) -> str:
    number = "" if bookmark.number is None else f" ¶ {bookmark.number}"
    return f"{bookmark.about.name}{number}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
