"""A cache that cannot be used is built anew, says so, and never costs more than the time to build it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from harness.rows import ids, rows, stored

from cable_tui.archive import Archive
from cable_tui.archive.build.update import update
from cable_tui.archive.schema import VERSION, cache_file
from cable_tui.store import StoreError


def truncate_to(share: float) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        data = file.read_bytes()
        file.write_bytes(data[: int(len(data) * share)])

    damage.__name__ = f"truncated to {share:.0%}"
    return damage


def garbage(file: Path) -> None:
    file.write_bytes(b"this was a cache once\n" * 500)


def flipped_header(file: Path) -> None:
    flip(file, 0, 16)


def flipped_schema(file: Path) -> None:
    flip(file, 100, 4096)


def flipped_pages(file: Path) -> None:
    flip(file, 4096, None)


def flip(file: Path, start: int, end: int | None) -> None:
    data = bytearray(file.read_bytes())
    data[start:end] = bytes(byte ^ 0xFF for byte in data[start:end])
    file.write_bytes(data)


def row_without_letters(file: Path) -> None:
    change_row(file, "json_remove(doc, '$.letters')")


def row_of_no_level(file: Path) -> None:
    change_row(file, "json_set(doc, '$.level', 99)")


def change_row(file: Path, doc: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"UPDATE cables SET doc = {doc} WHERE doc_id = (SELECT doc_id FROM cables LIMIT 1 OFFSET 2)")


DAMAGES = [truncate_to(0.5), truncate_to(0.02), garbage, flipped_header, flipped_schema, flipped_pages]
ROW_DAMAGES = [row_without_letters, row_of_no_level]


@pytest.fixture(params=DAMAGES, ids=lambda damage: damage.__name__)
def damaged(request: pytest.FixtureRequest, archive: Path) -> Path:
    """An archive whose cache was built, closed, and then damaged."""
    update(archive)
    request.param(cache_file(archive))
    return archive


def test_a_damaged_cache_is_rebuilt_by_an_update(damaged: Path) -> None:
    report = update(damaged)
    assert (report.added, report.cables) == (5, 5)
    assert len(rows(damaged)) == 5


def test_a_damaged_cache_that_is_opened_begins_anew_and_says_so(damaged: Path) -> None:
    with closing(Archive.open(damaged)) as opened:
        assert opened.notice == "The cache was damaged and is being rebuilt."
        assert len(opened.whole()) == 0
        assert update(damaged).cables == 5
        assert len(opened.whole()) == 5


@pytest.mark.parametrize("damage", ROW_DAMAGES)
def test_a_row_that_cannot_be_read_begins_the_cache_anew(damage: Callable[[Path], None], archive: Path) -> None:
    update(archive)
    damage(cache_file(archive))
    with closing(Archive.open(archive)) as opened:
        assert opened.notice == "The cache was damaged and is being rebuilt."
        assert update(archive).cables == 5
        assert len(opened.whole()) == 5


@pytest.mark.parametrize("stored", [b"\x00", b"", "{}", 7, None])
def test_a_damaged_text_is_an_error_with_a_sentence_and_costs_only_itself(stored: object, archive: Path) -> None:
    update(archive)
    with closing(sqlite3.connect(cache_file(archive))) as connection, connection:
        connection.execute("UPDATE texts SET doc = ? WHERE doc_id = 3", (stored,))
        sql = "SELECT doc_id FROM cables WHERE json_extract(doc, '$.text') = ?"
        damaged, sound = (connection.execute(sql, (text,)).fetchone()[0] for text in (3, 2))
    with closing(Archive.open(archive)) as opened:
        with pytest.raises(StoreError, match=r"\.$"):
            opened.cable(damaged)
        assert opened.cable(sound).id


def test_an_empty_cache_file_is_filled(archive: Path) -> None:
    update(archive)
    cache_file(archive).write_bytes(b"")
    assert update(archive).cables == 5
    assert len(ids(archive)) == 5


def test_a_sound_cache_says_nothing(archive: Path) -> None:
    update(archive)
    with closing(Archive.open(archive)) as opened:
        assert opened.notice == ""


@pytest.mark.parametrize("name", ["cache-0.db", f"cache-{VERSION + 1}.db"])
def test_a_cache_of_another_version_is_left_until_the_new_one_is_whole(name: str, archive: Path) -> None:
    folder = cache_file(archive).parent
    folder.mkdir(parents=True)
    (folder / name).write_bytes(b"another version's")
    with closing(Archive.open(archive)) as opened:
        assert "another version" in opened.notice
    assert (folder / name).exists()
    update(archive)
    assert [file.name for file in folder.glob("*.db")] == [cache_file(archive).name]
    with closing(Archive.open(archive)) as opened:
        assert opened.notice == ""


def test_a_cancelled_build_leaves_the_other_versions_cache(many: Path) -> None:
    old = cache_file(many).with_name("cache-0.db")
    old.parent.mkdir(parents=True)
    old.write_bytes(b"another version's")
    seen: list[object] = []
    update(many, seen.append, lambda: bool(seen))
    assert old.exists()
    update(many)
    assert not old.exists()


@pytest.mark.parametrize("obstacle", ["the cache home is a file", "the folder is a file", "the file is a folder"])
def test_a_cache_that_cannot_be_made_is_an_error_with_a_sentence(obstacle: str, archive: Path, home: Path) -> None:
    file = cache_file(archive)
    if obstacle == "the cache home is a file":
        (home / "cache").write_text("not a folder")
    elif obstacle == "the folder is a file":
        file.parent.parent.mkdir(parents=True)
        file.parent.write_text("not a folder")
    else:
        file.mkdir(parents=True)
    with pytest.raises(StoreError, match=r"\.$"):
        Archive.open(archive)
    with pytest.raises(StoreError, match=r"\.$"):
        update(archive)


def test_the_tables_of_a_rebuilt_cache_hold_each_row_once(archive: Path) -> None:
    update(archive)
    garbage(cache_file(archive))
    update(archive)
    assert stored(archive) == {"cables": 5, "texts": 5, "sources": 5, "problems": 0}
