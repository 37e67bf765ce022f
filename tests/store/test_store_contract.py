"""TinyDB's documented behaviour, over TinyDB's own memory storage as the reference and over ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from tinydb import Query, TinyDB, operations, where
from tinydb.queries import QueryInstance
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from cable_tui.store import SQLiteStorage, ZstdCodec, open_store

TABLES = ("_default", "cables", "texts")


class KeptMemory(MemoryStorage):
    """A memory that a second TinyDB can open again, as the files can be."""

    files: dict[Path, Any] = {}

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.memory = self.files.get(path)

    def close(self) -> None:
        self.files[self.path] = self.memory


KINDS: dict[str, Callable[[Path], TinyDB]] = {
    "memory": lambda path: TinyDB(path, storage=KeptMemory),
    "rows": open_store,
    "zstd": lambda path: open_store(path, codecs=dict.fromkeys(TABLES, ZstdCodec(b'"origin":"EMBASSY'))),
    "plain table": lambda path: TinyDB(path, storage=SQLiteStorage),
}

CABLES: list[dict[str, Any]] = [
    {"mrn": "09ASTANA1103", "n": 1, "tags": ["PREL", "KZ"], "from": {"post": "Astana"}},
    {"mrn": "08MOSCOW1640", "n": 2, "tags": ["PREL", "ENRG"], "from": {"post": "Moscow"}, "note": "öl"},
    {"mrn": "08MOSCOW1425", "n": 2, "tags": [], "from": {"post": "Moscow", "rso": ["x", {"y": 1}]}},
]


@pytest.fixture(params=KINDS)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], TinyDB]]:
    """Return what opens the same database again and again; all is closed at the end."""
    databases: list[TinyDB] = []

    def again() -> TinyDB:
        databases.append(KINDS[request.param](tmp_path / "store.db"))
        return databases[-1]

    yield again
    for database in databases:
        database.close()


@pytest.fixture
def db(opened: Callable[[], TinyDB]) -> TinyDB:
    database = opened()
    database.insert_multiple(deepcopy(CABLES))  # TinyDB's memory shares the lists in them
    return database


def numbers(db: TinyDB) -> list[int]:
    return [document["n"] for document in db]


# --- inserting --------------------


def test_insert_gives_ids_from_one_and_keeps_the_document(opened):
    db = opened()
    assert [db.insert(cable) for cable in CABLES] == [1, 2, 3]
    assert db.all() == CABLES
    assert [document.doc_id for document in db] == [1, 2, 3]


def test_insert_multiple_takes_a_generator(opened):
    db = opened()
    assert db.insert_multiple({"n": n} for n in range(5)) == [1, 2, 3, 4, 5]
    assert numbers(db) == [0, 1, 2, 3, 4]


def test_insert_multiple_of_nothing(opened):
    db = opened()
    assert db.insert_multiple([]) == []
    assert len(db) == 0
    assert db.all() == []


def test_insert_multiple_takes_documents_made_from_the_same_table(db):
    assert db.insert_multiple(dict(document) for document in db) == [4, 5, 6]
    assert db.all() == CABLES * 2


def test_a_document_brings_its_own_id(db):
    assert db.insert(Document({"n": 7}, doc_id=12)) == 12
    assert db.get(doc_id=12) == {"n": 7}
    assert db.insert({"n": 8}) == 13


def test_documents_bring_their_own_ids(db):
    assert db.insert_multiple([Document({"n": 7}, doc_id=12), Document({"n": 8}, doc_id=14)]) == [12, 14]
    assert [document.doc_id for document in db.search(where("n") > 2)] == [12, 14]


def test_an_id_that_is_taken_is_refused_and_nothing_changes(db):
    with pytest.raises(ValueError, match="Document with ID 2 already exists"):
        db.insert(Document({"n": 7}, doc_id=2))
    with pytest.raises(ValueError, match="Document with ID 3 already exists"):
        db.insert_multiple([Document({"n": 7}, doc_id=9), Document({"n": 8}, doc_id=3)])
    assert db.all() == CABLES


@pytest.mark.parametrize("wrong", [[1, 2], "text", {1, 2}, None])
def test_only_mappings_are_documents(db, wrong):
    with pytest.raises(ValueError, match="not a Mapping"):
        db.insert(wrong)
    with pytest.raises(ValueError, match="not a Mapping"):
        db.insert_multiple([{"n": 9}, wrong])
    assert db.all() == CABLES


def test_the_next_id_is_not_that_of_a_document_removed_in_this_session(db):
    db.remove(doc_ids=[3])
    assert db.insert({"n": 9}) == 4


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        0,
        -1,
        2**62,
        1.5,
        -0.0,
        1e300,
        "",
        "Ünïcödé \U0001f4dc",
        "a\x00b\n\x1b[31m",
        [],
        {},
        [[[]]],
    ],
)
def test_a_value_comes_back_as_it_went_in(opened, value):
    db = opened()
    back = db.get(doc_id=db.insert({"value": value, "nested": {"list": [value]}}))
    assert back == {"value": value, "nested": {"list": [value]}}
    assert repr(back["value"]) == repr(value)


def test_the_order_of_fields_is_kept(opened):
    db = opened()
    db.insert({"z": 1, "a": 2, "m": 3})
    assert list(db.all()[0]) == ["z", "a", "m"]


# --- asking --------------------

Cable = Query()
QUESTIONS: list[tuple[str, QueryInstance, list[int]]] = [
    ("equal", where("n") == 2, [2, 3]),
    ("item access", where("mrn") == "09ASTANA1103", [1]),
    ("not equal", where("n") != 2, [1]),
    ("less", where("n") < 2, [1]),
    ("at least", where("n") >= 2, [2, 3]),
    ("nothing", where("n") == 99, []),
    ("missing field", where("absent") == 1, []),
    ("nested", Cable["from"].post == "Moscow", [2, 3]),
    ("deeply nested", Cable["from"].rso.any([{"y": 1}]), [3]),
    ("exists", Cable.note.exists(), [2]),
    ("matches", Cable.mrn.matches(r"\d\dMOSCOW\d+$"), [2, 3]),
    ("search", Cable.mrn.search("1640"), [2]),
    ("test", Cable.n.test(lambda n, low, high: low <= n <= high, 0, 1), [1]),
    ("any of", Cable.tags.any(["KZ", "ENRG"]), [1, 2]),
    ("any by query", Cable["from"].rso.any(where("y") == 1), [3]),
    ("all of", Cable.tags.all(["PREL"]), [1, 2]),
    ("all of several", Cable.tags.all(["PREL", "KZ"]), [1]),
    ("one of", Cable.mrn.one_of(["09ASTANA1103", "08MOSCOW1425", "x"]), [1, 3]),
    ("fragment", Query().fragment({"n": 2, "mrn": "08MOSCOW1640"}), [2]),
    ("fragment of a field", Cable["from"].fragment({"post": "Astana"}), [1]),
    ("and", (where("n") == 2) & Cable.note.exists(), [2]),
    ("or", (where("n") == 1) | Cable.note.exists(), [1, 2]),
    ("not", ~(where("n") == 1), [2, 3]),
    ("noop", Query().noop(), [1, 2, 3]),
    ("map", Cable.tags.map(len) == 2, [1, 2]),
]


@pytest.mark.parametrize(("condition", "found"), [q[1:] for q in QUESTIONS], ids=[q[0] for q in QUESTIONS])
def test_questions(db, condition, found):
    assert [document.doc_id for document in db.search(condition)] == found
    assert db.search(condition) == [CABLES[doc_id - 1] for doc_id in found]
    assert db.count(condition) == len(found)
    assert db.contains(condition) == bool(found)
    first = db.get(condition)
    assert (first and first.doc_id) == (found[0] if found else None)


def test_get_by_id(db):
    document = db.get(doc_id=2)
    assert document == CABLES[1]
    assert isinstance(document, Document)
    assert document.doc_id == 2
    assert db.get(doc_id=99) is None
    assert db.get(doc_id=2**70) is None
    assert db.get(where("n") == 1, doc_id=99) is None  # the id goes before the condition
    assert db.get(where("n") == 1, 2, [3]) == CABLES[1]  # and before the ids


def test_get_by_ids_in_the_stored_order_whatever_the_order_asked(db):
    found = db.get(doc_ids=[3, 99, 1, 3, 2**70, -1])
    assert found == [CABLES[0], CABLES[2]]
    assert [document.doc_id for document in found] == [1, 3]
    assert db.get(doc_ids=[]) == []
    assert db.get(doc_ids=(2,)) == [CABLES[1]]


def test_get_wants_a_question(db):
    with pytest.raises(RuntimeError):
        db.get()
    with pytest.raises(RuntimeError):
        db.contains()


def test_contains_by_id(db):
    assert db.contains(doc_id=3)
    assert not db.contains(doc_id=4)


def test_length_and_iteration(db):
    assert len(db) == 3
    assert list(db) == CABLES
    assert all(isinstance(document, Document) for document in db)


def test_writing_while_iterating(db):
    for document in db:
        db.update({"seen": True}, doc_ids=[document.doc_id])
        db.insert({"n": 10 + document["n"]})
    assert db.count(where("seen") == True) == 3  # noqa: E712
    assert numbers(db) == [1, 2, 2, 11, 12, 12]


def test_an_empty_database_has_no_answers(opened):
    db = opened()
    assert len(db) == 0
    assert db.all() == []
    assert db.search(where("n") == 1) == []
    assert db.get(where("n") == 1) is None
    assert db.get(doc_id=1) is None
    assert db.get(doc_ids=[1, 2]) == []
    assert not db.contains(doc_id=1)
    assert db.remove(where("n") == 1) == []
    assert db.update({"n": 1}) == []


# --- updating --------------------


def test_update_all(db):
    assert db.update({"n": 5, "new": [1]}) == [1, 2, 3]
    assert db.all() == [cable | {"n": 5, "new": [1]} for cable in CABLES]


def test_update_by_condition(db):
    assert db.update({"n": 5}, where("n") == 2) == [2, 3]
    assert numbers(db) == [1, 5, 5]


def test_update_by_ids_skips_those_that_do_not_exist(db):
    assert db.update({"n": 5}, doc_ids=[3, 99, -1, 2**70, 1]) == [3, 1]
    assert numbers(db) == [5, 2, 5]


def test_update_with_a_callable_that_changes_in_place(db):
    def tag(document):
        document["tags"].append("NEW")
        document["from"]["post"] = document["from"]["post"].upper()

    assert db.update(tag, where("n") == 2) == [2, 3]
    assert [document["tags"] for document in db] == [["PREL", "KZ"], ["PREL", "ENRG", "NEW"], ["NEW"]]
    assert [document["from"]["post"] for document in db] == ["Astana", "MOSCOW", "MOSCOW"]


OPERATIONS = [
    (operations.delete("note"), {"n": 2}),
    (operations.increment("n"), {"n": 3, "note": "öl"}),
    (operations.decrement("n"), {"n": 1, "note": "öl"}),
    (operations.add("n", 10), {"n": 12, "note": "öl"}),
    (operations.add("note", "!"), {"n": 2, "note": "öl!"}),
    (operations.subtract("n", 0.5), {"n": 1.5, "note": "öl"}),
    (operations.set("note", {"a": [1]}), {"n": 2, "note": {"a": [1]}}),
]


@pytest.mark.parametrize(("operation", "after"), OPERATIONS)
def test_operations(db, operation, after):
    assert db.update(operation, where("note").exists()) == [2]
    document = db.get(doc_id=2)
    assert {field: document[field] for field in ("n", "note") if field in document} == after
    assert db.get(doc_ids=[1, 3]) == [CABLES[0], CABLES[2]]


def test_update_multiple(db):
    changes = [({"n": 9}, where("n") == 2), (operations.delete("tags"), where("mrn") == "09ASTANA1103")]
    assert db.update_multiple(changes) == [1, 2, 3]
    assert numbers(db) == [1, 9, 9]
    assert [document.get("tags") for document in db] == [None, ["PREL", "ENRG"], []]


def test_upsert_updates_what_matches(db):
    assert db.upsert({"n": 9}, where("n") == 2) == [2, 3]
    assert numbers(db) == [1, 9, 9]


def test_upsert_inserts_where_nothing_matches(db):
    assert db.upsert({"n": 9}, where("n") == 9) == [4]
    assert numbers(db) == [1, 2, 2, 9]


def test_upsert_by_the_id_of_a_document(db):
    assert db.upsert(Document({"n": 9}, doc_id=2)) == [2]
    assert db.upsert(Document({"n": 10}, doc_id=7)) == [7]
    assert numbers(db) == [1, 9, 2, 10]
    assert db.get(doc_id=2)["mrn"] == "08MOSCOW1640"


def test_upsert_wants_a_question(db):
    with pytest.raises(ValueError, match="doc_id"):
        db.upsert({"n": 9})
    assert db.all() == CABLES


# --- removing --------------------


def test_remove_by_condition(db):
    assert db.remove(where("n") == 2) == [2, 3]
    assert db.all() == CABLES[:1]


def test_remove_by_ids_skips_those_that_do_not_exist(db):
    assert db.remove(doc_ids=[3, 99, -1, 2**70, 1]) == [3, 1]
    assert db.all() == [CABLES[1]]


def test_remove_wants_a_question(db):
    with pytest.raises(RuntimeError, match="truncate"):
        db.remove()
    assert db.all() == CABLES


def test_truncate_empties_the_table_and_starts_ids_again(db):
    db.truncate()
    assert len(db) == 0
    assert db.tables() == {"_default"}
    assert db.insert({"n": 1}) == 1


# --- tables --------------------


def test_tables_do_not_know_each_other(db):
    db.table("texts").insert({"text": "PARAGRAPH"})
    db.table("texts").update({"text": "SUMMARY"})
    assert db.table("texts").all() == [{"text": "SUMMARY"}]
    assert db.table("cables").all() == []
    assert db.all() == CABLES
    assert db.tables() == {"_default", "texts"}


NAMES = [
    "Ünï",
    "a b",
    'he said "no"',
    "it's",
    "[x]",
    "x]; --",
    "x{}%s?",
    "`b`",
    '"',
    "select",
    "",
    "1",
    "дом",
]


def test_a_table_may_have_any_name(opened):
    db = opened()
    for n, name in enumerate(NAMES):
        db.table(name).insert({"n": n})
        db.table(name).update(operations.increment("n"))
        db.table(name).insert_multiple([{"n": -1}])
        db.table(name).remove(where("n") == -1)
    assert db.tables() == set(NAMES)
    assert [db.table(name).all() for name in NAMES] == [[{"n": n + 1}] for n in range(len(NAMES))]
    for name in NAMES:
        db.drop_table(name)
    assert db.tables() == set()


def test_drop_one_table(db):
    db.table("texts").insert({"text": "x"})
    db.drop_table("_default")
    assert db.tables() == {"texts"}
    assert len(db) == 0
    assert db.insert({"n": 1}) == 1
    assert db.table("texts").all() == [{"text": "x"}]


def test_drop_a_table_that_is_not_there(opened):
    db = opened()
    db.drop_table("texts")
    db.insert({"n": 1})
    db.drop_table("texts")
    assert db.tables() == {"_default"}


def test_drop_all_tables(db):
    db.table("texts").insert({"text": "x"})
    db.drop_tables()
    assert db.tables() == set()
    assert len(db) == 0
    assert db.insert({"n": 1}) == 1
    assert db.tables() == {"_default"}


def test_a_table_exists_once_something_was_done_to_it(opened):
    db = opened()
    assert db.tables() == set()
    db.table("cables").all()
    assert db.tables() == set()
    db.table("cables").insert_multiple([])
    db.table("texts", persist_empty=True)
    assert db.tables() == {"cables", "texts"}


# --- opening again --------------------


def test_what_was_written_is_there_when_opened_again(opened):
    with opened() as db:
        db.insert_multiple(deepcopy(CABLES))
        db.update(operations.increment("n"), where("n") == 1)
        db.table("texts").insert(Document({"text": "x"}, doc_id=5))
        db.remove(doc_ids=[2])
    db = opened()
    assert db.tables() == {"_default", "texts"}
    assert db.all() == [CABLES[0] | {"n": 2}, CABLES[2]]
    assert db.insert({"n": 4}) == 4
    assert db.table("texts").insert({"text": "y"}) == 6


# --- a failing updater --------------------


def failing(document):
    document["n"] = 99
    if document["mrn"] == "08MOSCOW1425":
        raise LookupError("the third")


def documents_that_end_badly():
    yield {"n": 5}
    raise LookupError("after the first")


ATTEMPTS: dict[str, tuple[type[Exception], Callable[[TinyDB], Any]]] = {
    "insert multiple": (LookupError, lambda db: db.insert_multiple(documents_that_end_badly())),
    "update": (LookupError, lambda db: db.update(failing)),
    "update by id": (LookupError, lambda db: db.update(failing, doc_ids=[1, 3])),
    "update multiple": (LookupError, lambda db: db.update_multiple([(failing, Query().noop())])),
    "operation": (KeyError, lambda db: db.update(operations.delete("note"))),
    "remove": (ZeroDivisionError, lambda db: db.remove(where("n").test(lambda n: 1 // (n - 2) < 0))),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_failing_updater_is_heard_of_and_leaves_the_number_of_documents(db, attempt):
    error, call = ATTEMPTS[attempt]
    with pytest.raises(error):
        call(db)
    assert [document.doc_id for document in db] == [1, 2, 3]
    assert db.insert({"n": 6}) >= 4


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize(
    "opened", [kind for kind in KINDS if kind != "memory"], indirect=True
)  # memory was changed in place
def test_a_failing_updater_changes_nothing(db, attempt):
    error, call = ATTEMPTS[attempt]
    with pytest.raises(error):
        call(db)
    assert db.all() == CABLES
