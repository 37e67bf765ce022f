"""Any sequence of operations leaves in the file what it leaves in TinyDB's own memory storage."""

from __future__ import annotations

import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tinydb import TinyDB, operations, where
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from cable_tui.store import RowDB, ZstdCodec, open_store

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
numbers = st.integers(0, 3)
documents = st.fixed_dictionaries({"n": numbers}, optional={"a": values, "b": st.lists(values, max_size=2)})
ids = st.integers(1, 12)
id_lists = st.lists(ids, max_size=4, unique=True)
conditions = numbers.map(lambda n: where("n") == n) | st.just(where("a").exists())
changes = st.sampled_from(
    [
        operations.increment("n"),
        operations.decrement("n"),
        operations.add("n", 2),
        operations.set("a", [1]),
        lambda document: document.pop("a", None),
        lambda document: document.setdefault("b", []).append({"x": 1}),
        lambda document: None,
    ]
)
tables = st.sampled_from(["_default", "texts"])


class Sequences(RuleBasedStateMachine):
    """The same operations on both; the reference is told the ids that the store gave."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.reference = TinyDB(storage=MemoryStorage)
        self.given: set[tuple[str, int]] = set()
        self.reopen_store()

    def reopen_store(self) -> None:
        path = Path(self.folder.name) / "store.db"
        self.store: RowDB = open_store(path, codecs={"texts": ZstdCodec()}, synchronous="OFF")

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def both(self, table: str) -> tuple[Table, Table]:
        return self.store.table(table), self.reference.table(table)

    def give(self, table: str, doc_id: int) -> None:
        assert (table, doc_id) not in self.given
        assert not self.reference.table(table).contains(doc_id=doc_id)
        self.given.add((table, doc_id))

    def forget(self, *names: str) -> None:
        self.given = {(table, doc_id) for table, doc_id in self.given if table not in names}

    @rule(table=tables, document=documents)
    def insert(self, table: str, document: dict[str, Any]) -> None:
        store, reference = self.both(table)
        doc_id = store.insert(document)
        self.give(table, doc_id)
        reference.insert(Document(deepcopy(document), doc_id))

    @rule(table=tables, batch=st.lists(documents, max_size=4))
    def insert_multiple(self, table: str, batch: list[dict[str, Any]]) -> None:
        store, reference = self.both(table)
        given = store.insert_multiple(iter(batch))
        for doc_id in given:
            self.give(table, doc_id)
        reference.insert_multiple(Document(deepcopy(d), i) for d, i in zip(batch, given, strict=True))

    @rule(table=tables, document=documents, doc_id=ids)
    def insert_with_id(self, table: str, document: dict[str, Any], doc_id: int) -> None:
        store, reference = self.both(table)
        if reference.contains(doc_id=doc_id):
            with pytest.raises(ValueError, match="already exists"):
                store.insert_multiple([document, Document(document, doc_id)])
        else:
            assert store.insert(Document(document, doc_id)) == doc_id
            reference.insert(Document(deepcopy(document), doc_id))

    @rule(table=tables, change=changes | documents, condition=st.none() | conditions)
    def update(self, table: str, change: Any, condition: Any) -> None:
        store, reference = self.both(table)
        assert store.update(change, condition) == sorted(reference.update(unshared(change), condition))

    @rule(table=tables, change=changes | documents, doc_ids=id_lists)
    def update_by_ids(self, table: str, change: Any, doc_ids: list[int]) -> None:
        store, reference = self.both(table)
        done = store.update(change, doc_ids=doc_ids)
        assert done == reference.update(unshared(change), doc_ids=doc_ids)

    @rule(table=tables, updates=st.lists(st.tuples(changes, conditions), max_size=3))
    def update_multiple(self, table: str, updates: list[Any]) -> None:
        store, reference = self.both(table)
        assert store.update_multiple(updates) == sorted(reference.update_multiple(updates))

    @rule(table=tables, change=changes, at=numbers)
    def update_and_fail(self, table: str, change: Any, at: int) -> None:
        def change_and_fail(document: Any) -> None:
            change(document)
            if document["n"] == at:
                raise LookupError

        store, reference = self.both(table)
        changed = deepcopy(reference.all())
        for document in changed:
            change(document)
        if any(document["n"] == at for document in changed):
            with pytest.raises(LookupError):
                store.update(change_and_fail)

    @rule(table=tables, document=documents, condition=conditions)
    def upsert(self, table: str, document: dict[str, Any], condition: Any) -> None:
        store, reference = self.both(table)
        done = store.upsert(document, condition)
        if reference.contains(condition):
            assert done == sorted(reference.update(unshared(document), condition))
        else:
            self.give(table, done[0])
            reference.insert(Document(deepcopy(document), done[0]))

    @rule(table=tables, document=documents, doc_id=ids)
    def upsert_with_id(self, table: str, document: dict[str, Any], doc_id: int) -> None:
        store, reference = self.both(table)
        assert store.upsert(Document(document, doc_id)) == [doc_id]
        reference.upsert(Document(deepcopy(document), doc_id))

    @rule(table=tables, condition=conditions)
    def remove(self, table: str, condition: Any) -> None:
        store, reference = self.both(table)
        assert store.remove(condition) == sorted(reference.remove(condition))

    @rule(table=tables, doc_ids=id_lists)
    def remove_by_ids(self, table: str, doc_ids: list[int]) -> None:
        store, reference = self.both(table)
        assert store.remove(doc_ids=doc_ids) == reference.remove(doc_ids=doc_ids)

    @rule(table=tables)
    def truncate(self, table: str) -> None:
        for database in self.both(table):
            database.truncate()
        self.forget(table)

    @rule(table=tables)
    def drop_table(self, table: str) -> None:
        self.store.drop_table(table)
        self.reference.drop_table(table)
        self.forget(table)

    @rule()
    def drop_tables(self) -> None:
        self.store.drop_tables()
        self.reference.drop_tables()
        self.forget("_default", "texts")

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.reopen_store()
        self.forget("_default", "texts")

    @rule(table=tables, condition=conditions, doc_ids=id_lists)
    def ask(self, table: str, condition: Any, doc_ids: list[int]) -> None:
        store, reference = self.both(table)
        assert store.count(condition) == reference.count(condition)
        assert store.contains(condition) == reference.contains(condition)
        assert by_id(store.search(condition)) == by_id(reference.search(condition))
        assert by_id(store.get(None, None, doc_ids)) == by_id(reference.get(None, None, doc_ids))
        for doc_id in doc_ids:
            assert store.get(doc_id=doc_id) == reference.get(doc_id=doc_id)

    @invariant()
    def both_hold_the_same(self) -> None:
        assert self.store.tables() == self.reference.tables()
        for table in self.reference.tables():
            store, reference = self.both(table)
            assert len(store) == len(reference)
            assert repr(by_id(store.all())) == repr(by_id(reference.all()))


def unshared(change: Any) -> Any:
    """TinyDB's memory gives the same list to each document that it updates from one mapping."""
    return change if callable(change) else lambda document: document.update(deepcopy(change))


def by_id(found: list[Document]) -> list[tuple[int, Document]]:
    return sorted((document.doc_id, document) for document in found)


TestSequences = Sequences.TestCase
TestSequences.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
