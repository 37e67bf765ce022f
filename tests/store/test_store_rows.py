"""What only a store of rows promises: what is read and written, in which transaction, beside what else."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, operations, where
from tinydb.table import Document

from cable_tui.store import RowDB, RowTable, SQLiteStorage, ZstdCodec, open_store

MANY = 10_000


@pytest.fixture(params=["json", "zstd"])
def codecs(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"_default": ZstdCodec()} if request.param == "zstd" else {}


@pytest.fixture
def db(tmp_path: Path, codecs: dict[str, Any]) -> Iterator[RowDB]:
    with open_store(tmp_path / "store.db", codecs=codecs, synchronous="NORMAL") as database:
        yield database


@pytest.fixture
def other(db: RowDB, codecs: dict[str, Any]) -> Iterator[RowDB]:
    """Another connection to the same file, as another process has one; it does not wait for locks."""
    with open_store(db.storage.path, codecs=codecs, busy_timeout=0) as database:
        yield database


@pytest.fixture
def many(db: RowDB) -> RowDB:
    db.insert_multiple({"n": n, "tags": ["PREL"]} for n in range(1, MANY + 1))
    return db


class Written:
    """The rows that SQLite wrote since this was made, by its own count and by triggers."""

    def __init__(self, db: RowDB) -> None:
        self.connection = db.storage.connection
        self.connection.execute("CREATE TABLE log (what, doc_id)")
        for what, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            self.connection.execute(
                f"CREATE TRIGGER log_{what} AFTER {what} ON _default"
                f" BEGIN INSERT INTO log VALUES ('{what}', {row}.doc_id); END"
            )
        self.before = self.connection.total_changes

    def rows(self) -> list[tuple[str, int]]:
        found = self.connection.execute("SELECT what, doc_id FROM log").fetchall()
        # Each row written makes one entry in the log: nothing else was written anywhere.
        assert self.connection.total_changes - self.before == 2 * len(found)
        return found


# --- only the rows it is about --------------------


def test_inserting_into_many_writes_one_row(many):
    before = many.storage.connection.total_changes
    many.insert({"n": 0})
    assert many.storage.connection.total_changes - before == 1


def test_inserting_into_many_writes_that_row(many):
    written = Written(many)
    assert many.insert({"n": 0}) == MANY + 1
    assert written.rows() == [("INSERT", MANY + 1)]


def test_updating_one_of_many_writes_that_row(many):
    written = Written(many)
    many.update({"n": -1}, where("n") == 5_000)
    assert written.rows() == [("UPDATE", 5_000)]
    assert many.get(doc_id=5_000) == {"n": -1, "tags": ["PREL"]}


@pytest.mark.parametrize(
    "change",
    [
        {"n": -1},
        operations.increment("n"),
        operations.delete("n"),
        operations.set("new", None),
        lambda document: document["tags"].append("KZ"),
    ],
)
def test_a_change_in_place_writes_the_rows_changed(many, change):
    written = Written(many)
    many.update(change, doc_ids=[7, 9])
    assert written.rows() == [("UPDATE", 7), ("UPDATE", 9)]


def test_removing_some_of_many_deletes_those_rows(many):
    written = Written(many)
    many.remove(where("n").one_of([3, MANY]))
    assert written.rows() == [("DELETE", 3), ("DELETE", MANY)]


def test_an_update_that_changes_nothing_writes_nothing(many):
    written = Written(many)
    many.update({"tags": ["PREL"]})
    many.update(lambda document: None)
    many.upsert({"n": 17}, where("n") == 17)
    assert written.rows() == []


def test_a_change_of_type_alone_is_a_change(db):
    db.insert({"n": 1})
    db.update({"n": True})
    assert db.all()[0]["n"] is True
    db.update({"n": 1.0})
    assert repr(db.all()) == "[{'n': 1.0}]"


def test_looking_up_by_id_decodes_only_what_was_asked(many):
    many.storage.connection.execute("UPDATE _default SET doc = 'damaged' WHERE doc_id NOT IN (5, 6, 7)")
    assert many.get(doc_id=6) == {"n": 6, "tags": ["PREL"]}
    assert many.contains(doc_id=7)
    assert [document["n"] for document in many.get(doc_ids=[7, 5])] == [5, 7]
    assert many.update({"n": 0}, doc_ids=[5]) == [5]
    assert many.remove(doc_ids=[7]) == [7]
    assert len(many) == MANY - 1
    assert many.insert({"n": 1}) == MANY + 1


def test_more_ids_than_sqlite_has_parameters(db):
    ids = list(range(40_000, 0, -1))
    db.insert_multiple({"n": n} for n in range(1, 40_001))
    assert [document.doc_id for document in db.get(doc_ids=ids)] == sorted(ids)


def test_get_by_ids_is_answered_by_key(many):
    plans: list[str] = []
    connection = many.storage.connection
    connection.set_trace_callback(plans.append)
    many.get(doc_ids=[3, 4])
    connection.set_trace_callback(None)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {plans[-1]}").fetchall()
    assert "SEARCH _default USING INTEGER PRIMARY KEY" in plan[0][3]


@pytest.mark.parametrize("scan", ["iterate", "search", "update", "remove", "upsert"])
def test_a_scan_keeps_a_page_of_rows_in_memory_at_most(db, scan):
    documents, size = 3_000, 10_000
    db.insert_multiple({"n": n, "text": f"{n:05}" * (size // 5)} for n in range(documents))
    scans = {
        "iterate": lambda: sum(1 for _ in db),
        "search": lambda: db.search(where("n") == documents - 1),
        "update": lambda: db.update(operations.increment("n")),
        "remove": lambda: db.remove(where("n") >= 0),
        "upsert": lambda: db.upsert({"text": ""}, where("n") >= 0),
    }
    tracemalloc.start()
    scans[scan]()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < documents * size / 4


# --- results and what is stored --------------------


def test_results_share_nothing_with_what_is_stored(db):
    cable = {"tags": ["PREL"], "from": {"posts": ["Astana"]}}
    db.insert(cable)
    cable["tags"].append("changed after the insert")
    for found in (db.all()[0], db.get(doc_id=1), db.search(where("tags").exists())[0], next(iter(db))):
        found["tags"].append("changed in a result")
        found["from"]["posts"].clear()
    assert db.all() == [{"tags": ["PREL"], "from": {"posts": ["Astana"]}}]


def test_a_value_given_to_several_documents_is_not_shared_by_them(db):
    db.insert_multiple([{"n": 1}, {"n": 2}])
    db.update({"tags": ["PREL"]})
    db.update(lambda document: document["tags"].append("KZ"), doc_ids=[1])
    assert [document["tags"] for document in db] == [["PREL", "KZ"], ["PREL"]]


def test_the_same_question_is_asked_anew_because_others_write(db, other):
    question = where("n") == 1
    assert db.search(question) == []
    assert len(db) == 0
    other.insert({"n": 1})
    assert db.search(question) == [{"n": 1}]
    assert db.count(question) == len(db) == 1
    other.drop_tables()
    assert db.search(question) == []


def test_a_cache_that_was_asked_for_knows_its_own_writes(db):
    cached = db.table("texts", cache_size=10)
    assert cached.search(where("n") == 1) == []
    cached.insert({"n": 1})
    assert cached.search(where("n") == 1) == [{"n": 1}]


def test_text_that_utf8_cannot_hold_is_kept(db):
    name = b"caf\xe9.txt".decode(errors="surrogateescape")
    db.insert({"file": name, "städte": "Астана"})
    db.update({"n": 1})
    assert db.all() == [{"file": name, "städte": "Астана", "n": 1}]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"bytes", object()])
def test_what_json_cannot_hold_is_refused(db, value):
    db.insert({"n": 1})
    with pytest.raises((TypeError, ValueError)):
        db.insert({"value": value})
    with pytest.raises((TypeError, ValueError)):
        db.update({"value": value})
    assert db.all() == [{"n": 1}]


# --- as it is in the file --------------------


def test_documents_are_compact_json_that_sql_can_ask(tmp_path):
    with open_store(tmp_path / "store.db") as db:
        db.table("cables").insert({"post": "Астана", "tags": ["PREL", "KZ"]})
        row = db.storage.connection.execute("SELECT doc_id, doc, doc ->> '$.tags[1]' FROM cables").fetchone()
    assert row == (1, '{"post":"Астана","tags":["PREL","KZ"]}', "KZ")


def test_compressed_documents_are_smaller_blobs_and_a_dictionary_helps(tmp_path):
    document = {"text": "SUBJECT: SCENESETTER FOR THE VISIT. CLASSIFIED BY: AMBASSADOR. REASONS 1.4 B, D. " * 3}
    codecs = {"plain": ZstdCodec(), "primed": ZstdCodec(json.dumps(document).encode())}
    with open_store(tmp_path / "store.db", codecs=codecs) as db:
        sizes = []
        for name in ("other", "plain", "primed"):
            db.table(name).insert(document)
            sql = f"SELECT typeof(doc), length(doc) FROM {name}"
            sizes.append(db.storage.connection.execute(sql).fetchone())
            assert db.table(name).all() == [document]
    assert [kind for kind, _ in sizes] == ["text", "blob", "blob"]
    assert sizes[0][1] > sizes[1][1] > 3 * sizes[2][1]


def add_foreign_tables(db: TinyDB) -> None:
    db.storage.connection.executescript(
        """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value);
        INSERT INTO meta VALUES ('schema', 1);
        CREATE TABLE alike (doc_id INTEGER PRIMARY KEY, doc TEXT);
        CREATE VIRTUAL TABLE found USING fts5 (body);
        INSERT INTO found VALUES ('scenesetter');
        CREATE TABLE numbered (n INTEGER PRIMARY KEY AUTOINCREMENT);
        CREATE VIEW cables_seen AS SELECT doc_id, doc FROM cables;
        CREATE INDEX by_origin ON cables (doc ->> '$.origin');
        """
    )


def test_tables_of_others_are_not_seen_and_survive(tmp_path):
    with open_store(tmp_path / "store.db") as db:
        db.table("cables").insert({"origin": "ASTANA"})
        db.table("texts").insert({"n": 1})
        add_foreign_tables(db)
        assert db.tables() == {"cables", "texts"}
        db.drop_table("texts")
        assert db.tables() == {"cables"}
        db.storage.connection.execute("DROP VIEW cables_seen")
        db.drop_tables()
        assert db.tables() == set()
        connection = db.storage.connection
        assert connection.execute("SELECT * FROM meta").fetchall() == [("schema", 1)]
        assert connection.execute("SELECT body FROM found ('scenesetter')").fetchall() == [("scenesetter",)]
        assert connection.execute("SELECT * FROM alike").fetchall() == []
        assert connection.execute("SELECT * FROM numbered").fetchall() == []


@pytest.mark.parametrize("name", ["meta", "alike", "found", "cables_seen", "found_data"])
def test_a_name_that_others_have_is_never_written_to(tmp_path, name):
    with open_store(tmp_path / "store.db") as db:
        db.table("cables").insert({"origin": "ASTANA"})
        add_foreign_tables(db)
        before = list(db.storage.connection.iterdump())
        assert db.table(name).all() == []
        with pytest.raises(Exception, match=name):
            db.table(name).insert({"n": 1})
        assert list(db.storage.connection.iterdump()) == before


def test_the_index_of_another_layer_is_kept_up_to_date(tmp_path):
    sql = "SELECT doc_id FROM cables INDEXED BY by_origin WHERE doc ->> '$.origin' = 'MOSCOW'"
    with open_store(tmp_path / "store.db") as db:
        db.table("cables").insert_multiple([{"origin": "ASTANA"}, {"origin": "MOSCOW"}])
        add_foreign_tables(db)
        db.table("cables").update({"origin": "MOSCOW"}, doc_ids=[1])
        db.table("cables").remove(doc_ids=[2])
        assert db.storage.connection.execute(sql).fetchall() == [(1,)]


# --- transactions --------------------


def test_a_transaction_keeps_all_or_nothing(db, other):
    with suppress(LookupError), db.storage.transaction():
        db.insert({"n": 1})
        db.table("texts").insert({"n": 1})
        db.storage.connection.execute("CREATE TABLE meta (key)")
        raise LookupError
    assert db.tables() == other.tables() == set()
    assert db.storage.connection.execute("SELECT * FROM sqlite_schema").fetchall() == []
    with db.storage.transaction():
        db.insert({"n": 1})
        assert other.all() == []
        db.table("texts").insert({"n": 2})
    assert other.all() == [{"n": 1}]
    assert other.table("texts").all() == [{"n": 2}]


def test_a_part_of_a_transaction_can_fail_by_itself(db):
    def fail(document: dict[str, Any]) -> None:
        document["n"] += 10
        if document["n"] > 11:
            raise LookupError

    with db.storage.transaction():
        db.insert_multiple([{"n": 1}, {"n": 2}])
        with pytest.raises(LookupError):
            db.update(fail)
        with db.storage.transaction():
            db.insert({"n": 3})
    assert [document["n"] for document in db] == [1, 2, 3]


def test_only_one_transaction_writes_at_a_time(db, other):
    with db.storage.transaction(), pytest.raises(Exception, match="locked"):
        other.insert({"n": 1})
    assert other.insert({"n": 2}) == 1


@pytest.mark.parametrize(
    "write",
    [
        lambda db: db.insert({"n": 9}),
        lambda db: db.insert_multiple({"n": n} for n in range(300)),
        lambda db: db.update({"n": 9}),
        lambda db: db.upsert({"n": 9}, where("n") == 9),
        lambda db: db.upsert(Document({"n": 9}, 9)),
        lambda db: db.remove(where("n") == 1),
        lambda db: db.truncate(),
        lambda db: db.drop_table("_default"),
        lambda db: db.drop_tables(),
    ],
    ids=["insert", "multiple", "update", "upsert", "upsert id", "remove", "truncate", "drop", "drop all"],
)
def test_each_operation_is_one_transaction(db, write):
    db.insert({"n": 1})
    statements: list[str] = []
    db.storage.connection.set_trace_callback(statements.append)
    write(db)
    db.storage.connection.set_trace_callback(None)
    assert statements[0] == "BEGIN IMMEDIATE"
    assert statements[-1] == "COMMIT"
    assert not {"BEGIN", "COMMIT", "ROLLBACK"} & {statement.split()[0] for statement in statements[1:-1]}


class Meanwhile:
    """A condition that all documents meet, and that does something when it has seen `after` of them."""

    def __init__(self, after: int, action: Any) -> None:
        self.left, self.action = after, action

    def __call__(self, document: Any) -> bool:
        self.left -= 1
        if self.left == 0:
            self.action()
        return True


def test_a_search_sees_one_state_of_a_table_that_others_change(many, other):
    found = many.search(Meanwhile(1_000, lambda: other.update({"n": 0})))
    assert [document["n"] for document in found] == list(range(1, MANY + 1))
    assert many.count(where("n") == 0) == MANY


def test_all_is_one_state_of_a_table_that_others_change(many, other):
    class Watched(Document):
        def __init__(self, value: Any, doc_id: int) -> None:
            super().__init__(value, doc_id)
            if doc_id == 1_000:
                other.update({"n": 0})

    many.table("_default").document_class = Watched
    assert [document["n"] for document in many.all()] == list(range(1, MANY + 1))


def test_an_iteration_goes_on_while_others_and_the_caller_write(many, other):
    seen = []
    for document in many:
        seen.append(document.doc_id)
        if document.doc_id == 1_000:
            other.insert({"n": 0})
            other.remove(doc_ids=[5_000])
            many.insert({"n": 0})
    assert seen == [doc_id for doc_id in range(1, MANY + 1) if doc_id != 5_000]


def test_an_iteration_left_half_way_holds_nothing(many, other):
    documents = iter(many)
    next(documents)
    other.insert({"n": 0})
    many.insert({"n": 0})
    assert other.storage.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    many.drop_tables()


# --- ids --------------------


def test_an_id_given_out_in_this_session_is_not_given_again(db):
    assert [db.insert({"n": n}) for n in range(3)] == [1, 2, 3]
    db.remove(doc_ids=[2, 3])
    with pytest.raises(ValueError, match="exists"):
        db.insert(Document({}, doc_id=1))
    assert db.insert({"n": 3}) == 4
    with suppress(LookupError), db.storage.transaction():
        assert db.insert({"n": 4}) == 5
        raise LookupError
    assert db.insert_multiple([{"n": 5}, {"n": 6}]) == [6, 7]


def test_ids_that_documents_bring_are_passed_over(db):
    assert db.insert_multiple([{}, Document({}, doc_id=2), {}, Document({}, doc_id=9), {}]) == [
        1,
        2,
        3,
        9,
        10,
    ]
    assert db.insert({}) == 11


def test_two_connections_give_different_ids(db, other):
    assert [database.insert({}) for database in (db, other, other, db, other)] == [1, 2, 3, 4, 5]


# --- the storage by itself --------------------


def test_the_storage_reads_tables_as_mappings_by_text_ids(db):
    assert db.storage.read() is None
    db.insert({"n": 1})
    tables = db.storage.read()
    assert list(tables) == ["_default"]
    assert dict(tables["_default"].items()) == {"1": {"n": 1}}
    db.insert({"n": 2})
    assert list(tables["_default"]) == ["1", "2"]  # live
    assert tables["_default"]["2"] == {"n": 2}
    assert tables["_default"].get("3") is None
    assert "2" in tables["_default"]
    assert len(tables["_default"]) == 2


def test_writing_makes_the_file_equal_to_the_data_and_writes_what_differs(db):
    db.insert_multiple([{"n": 1}, {"n": 2}, {"n": 3}])
    db.table("gone").insert({})
    written = Written(db)
    db.storage.write({"_default": {"1": {"n": 1}, 2: {"n": 20}, "7": {"n": 7}}, "empty": {}})
    assert written.rows() == [("DELETE", 3), ("UPDATE", 2), ("INSERT", 7)]
    assert db.tables() == {"_default", "empty"}
    assert {document.doc_id: document["n"] for document in db} == {1: 1, 2: 20, 7: 7}


def test_writing_what_was_read_touches_no_document(db):
    db.insert({"n": 1})
    db.table("texts").insert({"n": 1})
    db.storage.connection.execute("UPDATE _default SET doc = 'damaged'")
    db.storage.write(db.storage.read())
    db.drop_table("texts")
    assert db.tables() == {"_default"}
    assert db.storage.connection.execute("SELECT doc FROM _default").fetchall() == [("damaged",)]


def test_writing_what_was_read_under_another_name_or_from_another_file_copies_it(db, tmp_path):
    db.insert_multiple({"n": n} for n in range(3))
    rows = db.storage.read()["_default"]
    db.storage.write({"renamed": rows})
    assert db.tables() == {"renamed"}
    assert db.table("renamed").count(where("n") >= 0) == 3
    with open_store(tmp_path / "second.db") as second:
        second.table("renamed").insert({"n": 9})
        second.storage.write(db.storage.read())
        assert [document["n"] for document in second.table("renamed")] == [0, 1, 2]


def test_writing_fails_as_a_whole(db):
    db.insert({"n": 1})
    with pytest.raises(TypeError):
        db.storage.write({"_default": {"1": {"n": 2}}, "texts": {"1": {"n": object()}}})
    assert db.tables() == {"_default"}
    assert db.all() == [{"n": 1}]


def test_an_updater_finds_an_ordinary_mapping(db):
    db.insert_multiple([{"n": 1}, {"n": 2}, {"n": 3}])
    seen: list[Any] = []

    def updater(rows: Any) -> None:
        for doc_id, document in rows.items():
            seen.append((doc_id, document["n"]))
            document["n"] *= 10
        rows[2]["n"] += 1
        rows[1]["n"] += 1
        rows[9] = rows.pop(3)
        rows[9]["new"] = True
        seen.append((len(rows), list(rows), 3 in rows, rows.get(3), rows.setdefault(2, {})))
        with pytest.raises(KeyError):
            del rows[3]

    db.table("_default")._update_table(updater)
    assert seen == [(1, 1), (2, 2), (3, 3), (3, [1, 2, 9], False, None, {"n": 21})]
    assert {document.doc_id: document for document in db} == {
        1: {"n": 11},
        2: {"n": 21},
        9: {"n": 30, "new": True},
    }


def replace(rows: Any) -> None:
    rows[1]["n"] = 10
    rows[1] = {"n": 11}


def delete(rows: Any) -> None:
    rows[1]["n"] = 10
    del rows[1]


def clear(rows: Any) -> None:
    rows[1]["n"] = 10
    rows.clear()


@pytest.mark.parametrize(("updater", "after"), [(replace, [11, 2]), (delete, [2]), (clear, [])])
def test_what_an_updater_replaces_or_deletes_after_changing_it_stays_so(db, updater, after):
    db.insert_multiple([{"n": 1}, {"n": 2}])
    db.table("_default")._update_table(updater)
    assert [document["n"] for document in db] == after


def test_making_a_table_persistent_does_not_empty_it(db):
    db.insert({"n": 1})
    assert len(RowTable(db.storage, "_default", persist_empty=True)) == 1


def test_tinydb_itself_keeps_its_own_table_class(db):
    assert type(db.table("x")) is RowTable
    assert TinyDB.table_class is not RowTable
    assert isinstance(db.storage, SQLiteStorage)
