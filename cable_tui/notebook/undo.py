"""The undo log of a notebook: each action is one transaction that can be undone, also after a restart.

A session undoes its own actions and those from before it began, not those of sessions running beside it. Documents that
another session has changed since are left alone and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import uuid4

from cable_tui.store import RowDB

from .tables import ACTIONS, CHANGES

Document = Mapping[str, Any]
#: Maps a document's id and contents (None if it does not exist) to its new contents (None to delete it).
Change = Callable[[int, Document | None], Document | None]

_KEPT = 1000  # actions that can be undone
_QUIET = {"state": None, "changed": None, "about": None}


@dataclass(frozen=True, slots=True)
class ActionResult:
    """An action done, undone or redone: in words (`kept 08MOSCOW1640`), with the cables it was about.

    `left` counts the documents left alone because another session has changed them since.
    """

    what: str
    cables: tuple[str, ...] = ()
    left: int = 0


@dataclass(frozen=True, slots=True)
class PendingUndo:
    """An action of an earlier session: in words, with its local date (2026-11-20), '' if not known."""

    what: str
    day: str = ""


class _Step(NamedTuple):
    """One document before and after an action."""

    doc_id: int
    before: Document | None
    after: Document | None


class Actions:
    """The undo log as one session uses it."""

    def __init__(self, db: RowDB) -> None:
        self._db = db
        self._session = uuid4().hex[:12]
        self._began = db.rows(ACTIONS).last_id() or 0

    def perform(self, done: ActionResult, table: str, doc_ids: Iterable[int], change: Change) -> bool:
        """Changes documents of a table and logs the action; returns False if nothing changes.

        Raises StoreError; nothing has changed then.
        """
        wanted = list(dict.fromkeys(doc_ids))
        with self._db.storage.transaction():
            before = self._read(table, wanted)
            steps = [_Step(doc_id, before.get(doc_id), change(doc_id, before.get(doc_id))) for doc_id in wanted]
            steps = [step for step in steps if step.before != step.after]
            if steps:
                self._db.rows(table).put({step.doc_id: step.after for step in steps})
                self._log(done, table, steps)
        return bool(steps)

    def earlier(self) -> PendingUndo | None:
        """The action to be undone next, if it is from an earlier session; else None. Raises StoreError."""
        with self._db.storage.guard():
            ids = self._mine("done")
            entry = self._one(ACTIONS, max(ids)) if ids else {"session": self._session}
        if entry["session"] == self._session:
            return None
        when = entry.get("when", "")
        return PendingUndo(entry["what"], f"{datetime.fromisoformat(when).astimezone():%Y-%m-%d}" if when else "")

    def undo(self) -> ActionResult | None:
        """Undoes the last action; None if there is none. Raises StoreError."""
        return self._turn("done", "undone", max, lambda step: (step.after, step.before))

    def redo(self) -> ActionResult | None:
        """Redoes the action undone last; None if there is none. Raises StoreError."""
        return self._turn("undone", "done", min, lambda step: (step.before, step.after))

    def _turn(
        self,
        state: str,
        following: str,
        choose: Callable[[list[int]], int],
        sides: Callable[[_Step], tuple[Document | None, Document | None]],
    ) -> ActionResult | None:
        with self._db.storage.transaction():
            ids = self._mine(state)
            if not ids:
                return None
            doc_id = choose(ids)
            entry = self._one(ACTIONS, doc_id)
            turns = {item[0]: sides(_Step(*item)) for item in self._one(CHANGES, doc_id)["steps"]}
            now = self._read(entry["table"], turns)
            mine = {key: then for key, (left, then) in turns.items() if _is_as_left(now.get(key), left)}
            self._db.rows(entry["table"]).put(mine)
            self._db.rows(ACTIONS).put({doc_id: {**entry, "state": following, "session": self._session}})
        return ActionResult(entry["what"], tuple(entry["cables"]), len(turns) - len(mine))

    def _mine(self, state: str) -> list[int]:
        """The ids of the actions in a state that this session may undo or redo."""
        sql = """SELECT doc_id FROM actions WHERE json_extract(doc, '$.state') = ?
                 AND (doc_id <= ? OR json_extract(doc, '$.session') = ?)"""
        rows = self._db.storage.connection.execute(sql, (state, self._began, self._session))
        return [doc_id for (doc_id,) in rows]

    def _one(self, table: str, doc_id: int) -> dict[str, Any]:
        return next(iter(self._read(table, [doc_id]).values()))

    def _read(self, table: str, doc_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
        return {document.doc_id: dict(document) for document in self._db.table(table).get(doc_ids=list(doc_ids))}

    def _log(self, done: ActionResult, table: str, steps: list[_Step]) -> None:
        """Logs an action and deletes undone actions, which can no longer be redone, and the oldest ones."""
        actions = self._db.rows(ACTIONS)
        doc_id = (actions.last_id() or 0) + 1
        gone = dict.fromkeys([*self._mine("undone"), *range(max(1, doc_id - _KEPT - 10), doc_id - _KEPT + 1)])
        entry = {
            "what": done.what,
            "cables": done.cables,
            "table": table,
            "state": "done",
            "session": self._session,
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        actions.put({**gone, doc_id: entry})
        self._db.rows(CHANGES).put({**gone, doc_id: {"steps": steps}})


def _is_as_left(now: Document | None, then: Document | None) -> bool:
    """Whether a document is unchanged since; an unread cable that became read by itself counts as unchanged."""
    if now == then:
        return True
    was_unread = then is None or "state" not in then
    is_read = now is not None and now.get("state") == "read"
    return was_unread and is_read and {**(now or {}), **_QUIET} == {**(then or {}), **_QUIET}
