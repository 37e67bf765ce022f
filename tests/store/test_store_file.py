"""The file of a store: who may read it, several processes at once, what is said when something is wrong."""

from __future__ import annotations

import os
import pickle
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tinydb import TinyDB, where

import cable_tui
from cable_tui.store import RowDB, SQLiteStorage, StoreDamaged, StoreError, ZstdCodec, open_store, written_by_us


@pytest.fixture(params=[0o000, 0o022, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_a_new_file_is_its_owners_alone(tmp_path):
    with open_store(tmp_path / "store.db") as db:
        db.insert({"n": 1})
        modes = {file.name: oct(stat.S_IMODE(file.stat().st_mode)) for file in tmp_path.iterdir()}
    assert modes == dict.fromkeys(["store.db", "store.db-wal", "store.db-shm"], "0o600")


def test_missing_folders_are_made_for_their_owner_alone(tmp_path):
    before = os.umask(0)
    try:
        open_store(tmp_path / "a" / "b" / "store.db").close()
    finally:
        os.umask(before)
    folders = [tmp_path / "a", tmp_path / "a" / "b"]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700, 0o700]


def test_the_mode_of_an_existing_file_is_its_owners_choice(tmp_path):
    open_store(tmp_path / "store.db").close()
    (tmp_path / "store.db").chmod(0o640)
    open_store(tmp_path / "store.db").close()
    assert stat.S_IMODE((tmp_path / "store.db").stat().st_mode) == 0o640


@pytest.mark.parametrize("name", ["a b.db", "ü?mode=ro#x%41.db", "'\"[x].db", os.fsdecode(b"\xe9.db")])
def test_any_file_name_will_do(tmp_path, name):
    with open_store(tmp_path / name) as db:
        db.insert({"n": 1})
    with open_store(tmp_path / name, read_only=True) as db:
        assert db.all() == [{"n": 1}]
    # A reader may not clean up the log, so it stays until the next writer closes.
    assert {file.name for file in tmp_path.iterdir()} == {name, f"{name}-wal", f"{name}-shm"}


def test_a_relative_path_stays_the_same_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open_store("store.db") as db:
        assert db.storage.path == tmp_path / "store.db"


@pytest.mark.parametrize(("synchronous", "level"), [("OFF", 0), ("NORMAL", 1), ("FULL", 2), ("EXTRA", 3)])
def test_durability_is_chosen(tmp_path, synchronous, level):
    with open_store(tmp_path / "store.db", synchronous=synchronous) as db:
        assert db.storage.connection.execute("PRAGMA synchronous").fetchone() == (level,)
        assert db.storage.connection.execute("PRAGMA fullfsync").fetchone() == (level >= 2,)  # for macOS


def test_durability_is_full_and_the_log_is_wal_unless_said_otherwise(tmp_path):
    with open_store(tmp_path / "store.db", pragmas={"page_size": 8192}) as db:
        ask = db.storage.connection.execute
        values = [ask(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode", "busy_timeout")]
        assert values == [2, "wal", 5000]
        assert ask("PRAGMA page_size").fetchone() == (8192,)


def test_a_reader_reads_while_a_writer_writes(tmp_path):
    with open_store(tmp_path / "store.db") as writer, writer.storage.transaction():
        writer.insert({"n": 1})
        with open_store(tmp_path / "store.db", read_only=True, busy_timeout=0) as reader:
            assert reader.all() == []


# --- several processes --------------------

INSERTER = """
import sys
from cable_tui.store import open_store

path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
with open_store(path, synchronous="NORMAL") as db:
    for n in range(count):
        if n % 3 == 0:
            db.insert({"by": name, "n": n})
        elif n % 3 == 1:
            db.insert_multiple([{"by": name, "n": n}])
        else:
            db.upsert({"by": name, "n": n}, lambda document: False)
        db.table("counter").update(lambda document: document.update(n=document["n"] + 1))
"""


def insert_at_once(path: Path, processes: int, count: int) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(cable_tui.__file__).parents[1])}
    arguments = [sys.executable, "-c", INSERTER, str(path)]
    children = [
        subprocess.Popen(
            [*arguments, str(n), str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            text=True,
        )
        for n in range(processes)
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    assert [child.communicate()[1] for child in children] == [""] * processes


def test_two_processes_that_insert_at_once_lose_nothing(tmp_path):
    with open_store(tmp_path / "store.db") as db:
        db.table("counter").insert({"n": 0})
    insert_at_once(tmp_path / "store.db", processes=2, count=200)
    with open_store(tmp_path / "store.db") as db:
        assert [document.doc_id for document in db] == list(range(1, 401))
        assert sorted((document["by"], document["n"]) for document in db) == [
            (by, n) for by in "01" for n in range(200)
        ]
        assert db.table("counter").all() == [{"n": 400}]


def test_many_processes_make_the_file_at_once(tmp_path):
    insert_at_once(tmp_path / "store.db", processes=8, count=3)
    with open_store(tmp_path / "store.db") as db:
        assert [document.doc_id for document in db] == list(range(1, 25))


# --- what can be wrong --------------------


@pytest.mark.parametrize("contents", [b"garbage " * 1_000, b"SQLite format 3\x00" + b"x" * 9_000, b'{"_default": {}}'])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_no_database(tmp_path, contents, read_only):
    path = tmp_path / "store.db"
    path.write_bytes(contents)
    with pytest.raises(StoreDamaged) as caught:
        open_store(path, read_only=read_only)
    assert str(caught.value) == f"{path} is damaged or is not a database."
    assert caught.value.path == path
    assert path.read_bytes() == contents


def fill(path: Path) -> None:
    with open_store(path) as db:
        db.insert_multiple({"n": n, "text": "x" * 100} for n in range(5_000))


def test_a_file_damaged_in_the_middle(tmp_path):
    path = tmp_path / "store.db"
    fill(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with open_store(path) as db:
        for ask in (db.all, lambda: db.search(where("n") == 1), lambda: db.get(doc_id=3), lambda: len(db)):
            with pytest.raises(StoreDamaged, match="damaged"):
                ask()
        with pytest.raises(StoreDamaged, match="damaged"):
            db.update({"n": 1})


@pytest.mark.parametrize("damage", ["'{\"n\": '", "x'00ff'", "NULL", "CAST(x'7b22ff227d' AS TEXT)", "12"])
@pytest.mark.parametrize("codec", ["json", "zstd"])
def test_a_damaged_document(tmp_path, damage, codec):
    with open_store(tmp_path / "store.db", codecs={"_default": ZstdCodec()} if codec == "zstd" else {}) as db:
        db.insert_multiple([{"n": 1}, {"n": 2}])
        db.storage.connection.execute(f"UPDATE _default SET doc = {damage} WHERE doc_id = 1")
        for ask in (
            db.all,
            lambda: db.get(doc_id=1),
            lambda: db.get(doc_ids=[1]),
            lambda: db.update({"n": 3}),
        ):
            with pytest.raises(StoreDamaged, match=r"damaged"):
                ask()
        assert db.get(doc_id=2) == {"n": 2}


_TYPICAL = b"The talks about the cod and the herring go on and will not end soon."
_OTHER = b"Nothing that was said of the harbour is known to anyone in the town."


def test_a_compressed_document_that_is_cut_short_or_has_another_dictionary(tmp_path):
    path = tmp_path / "store.db"
    with open_store(path, codecs={"_default": ZstdCodec(_TYPICAL)}) as db:
        db.insert({"text": _TYPICAL.decode()})
    for codecs in ({"_default": ZstdCodec(_OTHER)}, {"_default": ZstdCodec()}, {}):
        with open_store(path, codecs=codecs) as db, pytest.raises(StoreDamaged):
            db.all()
    with open_store(path, codecs={"_default": ZstdCodec(_TYPICAL)}) as db:
        db.storage.connection.execute("UPDATE _default SET doc = substr(doc, 1, length(doc) - 1)")
        with pytest.raises(StoreDamaged):
            db.all()


def test_a_file_that_is_missing_is_not_made_by_reading(tmp_path):
    with pytest.raises(StoreError, match=r"store\.db cannot be opened\.$"):
        open_store(tmp_path / "store.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_no_file_can_be(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"file/store\.db cannot be created: Not a directory\.$"):
        open_store(tmp_path / "file" / "store.db")
    with pytest.raises(StoreError, match=r"cannot be opened: it is no regular file\.$"):
        open_store(tmp_path)


WRITES: list[Callable[[TinyDB], object]] = [
    lambda db: db.insert({"n": 9, "text": "y" * 100_000}),
    lambda db: db.insert_multiple([{"n": 9, "text": "y" * 100_000}]),
    lambda db: db.update({"n": 9, "text": "y" * 100_000}, where("n") == 1),
    lambda db: db.upsert({"n": 9, "text": "y" * 100_000}, where("n") == 1),
    lambda db: db.table("texts").insert({"text": "y" * 100_000}),
]


@pytest.mark.parametrize("write", [*WRITES, lambda db: db.truncate(), lambda db: db.drop_tables()])
def test_a_store_opened_for_reading_says_so(tmp_path, write):
    fill(tmp_path / "store.db")
    with open_store(tmp_path / "store.db", read_only=True) as db:
        with pytest.raises(StoreError, match="is read-only"):
            write(db)
        assert len(db) == 5_000


@pytest.mark.parametrize("write", [*WRITES, lambda db: db.truncate(), lambda db: db.drop_tables()])
def test_a_store_that_another_writes_to_says_so(tmp_path, write):
    fill(tmp_path / "store.db")
    with closing(sqlite3.connect(tmp_path / "store.db", isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        with open_store(tmp_path / "store.db", busy_timeout=0) as db:
            with pytest.raises(StoreError, match=r"is locked by another program; try again\.$"):
                write(db)
            assert len(db) == 5_000
            another.execute("COMMIT")
            write(db)


def test_a_new_file_that_another_is_just_making_is_waited_for(tmp_path, monkeypatch):
    with closing(sqlite3.connect(tmp_path / "store.db", isolation_level=None)) as another:
        another.execute("CREATE TABLE other (n)")
        another.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            open_store(tmp_path / "store.db", busy_timeout=0)
        monkeypatch.setattr("cable_tui.store.storage.time.sleep", lambda seconds: another.execute("COMMIT"))
        open_store(tmp_path / "store.db").close()
        another.execute("SELECT * FROM other")  # looks at the file anew
        assert another.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_reading_transaction_that_writes_after_another_wrote_says_so(tmp_path):
    fill(tmp_path / "store.db")
    with open_store(tmp_path / "store.db") as db, open_store(tmp_path / "store.db") as another:
        with db.storage.transaction("DEFERRED"):
            assert len(db) == 5_000
            another.insert({"n": 1})
            assert len(db) == 5_000
            with pytest.raises(StoreError, match="locked"):
                db.insert({"n": 2})
        assert db.insert({"n": 2}) == 5_002


def remove_and(write: Callable[[TinyDB], object], db: RowDB) -> None:
    with db.storage.transaction():
        db.remove(doc_ids=[1])
        write(db)


@pytest.mark.parametrize("write", WRITES)
def test_a_full_disk_says_so_and_loses_nothing(tmp_path, write):
    fill(tmp_path / "store.db")
    with open_store(tmp_path / "store.db") as db:
        before = db.all()
        pages = db.storage.connection.execute("PRAGMA page_count").fetchone()[0]
        db.storage.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match=r"cannot be written: the disk is full\.$"):
            write(db)
        with pytest.raises(StoreError, match="full"):
            remove_and(write, db)
        assert db.all() == before
        db.storage.connection.execute("PRAGMA max_page_count = 100000")
        write(db)


@pytest.mark.parametrize("sql", ["SELECT * FROM nowhere", "SELECT", "INSERT INTO once VALUES (1), (1)"])
def test_wrong_sql_within_a_transaction_is_a_mistake_of_the_program(tmp_path, sql):
    with open_store(tmp_path / "store.db") as db:
        db.storage.connection.execute("CREATE TABLE once (n PRIMARY KEY)")
        with pytest.raises(sqlite3.Error), db.storage.transaction():
            db.storage.connection.execute(sql)
        db.insert({"n": 1})


def test_other_layers_can_have_their_own_sql_guarded(tmp_path):
    fill(tmp_path / "store.db")
    with (
        open_store(tmp_path / "store.db", read_only=True) as db,
        pytest.raises(StoreError, match="read-only"),
        db.storage.guard(),
    ):
        db.storage.connection.execute("DELETE FROM _default")


def test_an_error_can_be_sent_to_another_process(tmp_path):
    for error in (StoreError(tmp_path, "cannot be opened"), StoreDamaged(tmp_path, "is damaged")):
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), copy.path) == (type(error), str(error), tmp_path)


def test_closing_twice_is_closing(tmp_path):
    storage = SQLiteStorage(tmp_path / "store.db")
    storage.close()
    storage.close()


def of_sqlite(code: int) -> sqlite3.OperationalError:
    """What SQLite raises for one of its codes."""
    error = sqlite3.OperationalError("as SQLite words it")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    "error",
    [
        of_sqlite(sqlite3.SQLITE_ERROR),
        sqlite3.InterfaceError("bad parameter"),
        KeyError("name"),
        TypeError("no number"),
        ValueError("no date"),
        OverflowError("too large"),
        AttributeError("no items"),
        RecursionError("too deep"),
        MemoryError(),
        AssertionError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_goes_wrong_with_a_file_that_only_the_program_writes_is_damage(tmp_path, error):
    with pytest.raises(StoreDamaged) as raised, written_by_us(tmp_path / "store.db", "is damaged; remove it"):
        raise error
    assert (str(raised.value), raised.value.path) == (
        f"{tmp_path}/store.db is damaged; remove it.",
        tmp_path / "store.db",
    )
    assert raised.value.__cause__ is error


def test_errors_of_other_kinds_mean_what_they_say(tmp_path):
    class Refused(ValueError):
        """One of the program's own."""

    for error in (Refused("no"), OSError("no such folder"), KeyboardInterrupt()):
        with pytest.raises(type(error)), written_by_us(tmp_path / "store.db"):
            raise error
    with pytest.raises(StoreError, match="locked by another program") as raised, written_by_us(tmp_path / "store.db"):
        raise of_sqlite(sqlite3.SQLITE_BUSY)
    assert not isinstance(raised.value, StoreDamaged)
