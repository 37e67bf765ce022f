"""Bringing the cache up to date: only what has changed is read, and nothing of what was there is lost."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from harness.cables import export, on, transmission
from harness.rows import ids, listing, rows, snapshot, stored, window

from cable_tui.archive import Archive
from cable_tui.archive.build import jobs
from cable_tui.archive.build.update import Progress, update
from cable_tui.archive.schema import cache_file

IDS = ["09OSLO9010", "09OSLO9009", "08OSLO10", "08OSLO9", "99PRAGUE3"]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the parser was given since."""
    texts: list[str] = []
    real = jobs.parse_words

    def counting(text: str, *rest: Any, **options: Any) -> object:
        texts.append(text)
        return real(text, *rest, **options)

    monkeypatch.setattr("cable_tui.archive.build.jobs.parse_words", counting)
    return texts


def test_the_first_build_reads_everything(archive: Path, parsed: list[str]) -> None:
    report = update(archive)
    assert (report.added, report.cables, len(parsed)) == (5, 5, 5)
    assert (report.changed, report.removed, report.unchanged) == (0, 0, 0)
    assert (report.problems, report.skipped) == ([], [])
    assert ids(archive) == IDS


def test_a_second_update_reads_nothing(archive: Path, parsed: list[str]) -> None:
    update(archive)
    parsed.clear()
    report = update(archive)
    assert (report.unchanged, report.added, report.changed, report.removed, report.cables) == (5, 0, 0, 0, 0)
    assert parsed == []
    assert ids(archive) == IDS


def add(archive: Path) -> None:
    (archive / "new.txt").write_text(export(number=77, when=on(2010, 1, 1)), encoding="utf-8")


def change(archive: Path) -> None:
    (archive / "09OSLO9009.txt").write_text(transmission(number=78, when=on(2010, 1, 1)), encoding="utf-8")


def change_within_its_size(archive: Path) -> None:
    file = archive / "09OSLO9009.txt"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("COD", "EEL"), encoding="utf-8")
    assert len(text) == len(file.read_text(encoding="utf-8"))
    os.utime(file, (0, 0))


def remove(archive: Path) -> None:
    (archive / "09OSLO9009.txt").unlink()


def remove_a_folder(archive: Path) -> None:
    shutil.rmtree(archive / "older")


def move(archive: Path) -> None:
    (archive / "09OSLO9009.txt").rename(archive / "older" / "moved.txt")


def touch(archive: Path) -> None:
    os.utime(archive / "09OSLO9009.txt", (0, 0))


@pytest.mark.parametrize(
    ("action", "counts", "expected"),
    [
        (add, {"added": 1, "unchanged": 5, "cables": 1}, ["10OSLO77", *IDS]),
        (change, {"changed": 1, "unchanged": 4, "cables": 1}, ["10OSLO78", IDS[0], *IDS[2:]]),
        (change_within_its_size, {"changed": 1, "unchanged": 4, "cables": 1}, IDS),
        (remove, {"removed": 1, "unchanged": 4}, [IDS[0], *IDS[2:]]),
        (remove_a_folder, {"removed": 3, "unchanged": 2}, IDS[:2]),
        (move, {"added": 1, "removed": 1, "unchanged": 4, "cables": 1}, IDS),
        (touch, {"unchanged": 5}, IDS),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_an_update_reads_only_what_has_changed(
    archive: Path,
    parsed: list[str],
    action: Callable[[Path], None],
    counts: dict[str, int],
    expected: list[str],
) -> None:
    update(archive)
    parsed.clear()
    action(archive)
    report = update(archive)
    numbers = {name: getattr(report, name) for name in ("added", "changed", "removed", "unchanged", "cables")}
    assert {name: number for name, number in numbers.items() if number} == counts
    assert len(parsed) == counts.get("cables", 0)
    assert ids(archive) == expected
    assert stored(archive) == {
        "cables": len(expected),
        "texts": len(expected),
        "sources": len(list(archive.rglob("*.txt"))),
        "problems": 0,
    }


def test_a_changed_file_is_read_with_its_new_text(archive: Path) -> None:
    update(archive)
    change_within_its_size(archive)
    update(archive)
    header, cable = next((header, cable) for header, cable in rows(archive) if header.id == "09OSLO9009")
    assert (header.subject, cable.subject) == ("TALKS ABOUT EEL", "TALKS ABOUT EEL")


def test_a_file_that_was_only_touched_is_known_by_its_time_afterwards(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(archive)
    touch(archive)
    update(archive)
    digested: list[object] = []
    monkeypatch.setattr(
        "cable_tui.archive.build.known_files.digest", lambda *values: digested.append(values) or jobs.digest(*values)
    )
    assert update(archive).unchanged == 5
    assert digested == []


def test_an_archive_can_be_a_single_file(archive: Path, parsed: list[str]) -> None:
    file = archive / "09OSLO9009.txt"
    assert update(file).cables == 1
    assert ids(file) == ["09OSLO9009"]
    assert update(file).unchanged == 1
    assert len(parsed) == 1


def test_what_is_no_cable_is_reported_and_remembered(archive: Path, parsed: list[str]) -> None:
    (archive / "notes.md").write_text("# The collection\n\nCables about fish.\n", encoding="utf-8")
    (archive / "empty.txt").touch()
    report = update(archive)
    assert sorted(item.path for item in (*report.skipped, *report.problems)) == ["empty.txt", "notes.md"]
    assert update(archive).unchanged == 7
    assert len(parsed) == 5
    assert ids(archive) == IDS


def test_progress_rises_to_the_whole(archive: Path) -> None:
    seen: list[Progress] = []
    update(archive, seen.append)
    size = sum(file.stat().st_size for file in archive.rglob("*.txt"))
    assert seen[-1] == Progress(cables=5, stored=5, done=size, total=size)
    assert [item.done for item in seen] == sorted(item.done for item in seen)


def test_a_cancelled_build_goes_on_where_it_stopped(many: Path, parsed: list[str]) -> None:
    seen: list[Progress] = []
    first = update(many, seen.append, lambda: bool(seen))
    assert 0 < first.cables < 450
    assert len(rows(many)) == first.cables
    second = update(many)
    assert second.unchanged == first.cables
    assert first.cables + second.cables == 450
    assert len(parsed) < 2 * 450  # what was read ahead when the build was cancelled is read again


# --- several copies of one cable --------------------------------------------------------------------------------

SHORT = transmission(number=9001, paragraphs=("Ana Velmer was out.",))
FULL = export(number=9001, paragraphs=("Ana Velmer was out.", "Nobody knew where she had gone, or why."))


@pytest.mark.parametrize(("short", "full"), [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_of_two_copies_the_fuller_is_listed_and_the_other_comes_back(short: str, full: str, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / short).write_text(SHORT, encoding="utf-8")
    (folder / full).write_text(FULL, encoding="utf-8")
    update(folder)
    assert [header.source for header, _ in rows(folder)] == [full]
    (folder / full).unlink()
    update(folder)
    assert [header.source for header, _ in rows(folder)] == [short]
    (folder / full).write_text(FULL, encoding="utf-8")
    update(folder)
    assert [header.source for header, _ in rows(folder)] == [full]
    assert stored(folder)["cables"] == 2


def test_a_copy_that_becomes_the_fuller_one_is_listed(tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    for name, text in (("a.txt", SHORT), ("b.txt", FULL), ("c.txt", SHORT)):
        (folder / name).write_text(text, encoding="utf-8")
    update(folder)
    (folder / "c.txt").write_text(FULL.replace("or why.", "or why, or with whom."), encoding="utf-8")
    update(folder)
    assert [header.source for header, _ in rows(folder)] == ["c.txt"]


def test_the_place_of_a_copy_that_gave_way_is_that_of_the_fuller_one(tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "a.txt").write_text(SHORT, encoding="utf-8")
    (folder / "newer.txt").write_text(export(number=9002, when=on(2009, 6, 4)), encoding="utf-8")
    update(folder)
    with closing(Archive.open(folder)) as opened:
        before = window(opened, 1, 1)[0]
        assert before.source == "a.txt"
        (folder / "b.txt").write_text(FULL, encoding="utf-8")
        update(folder)
        assert listing(opened, before) == (2, 1)
        assert opened.find("09OSLO9001").source == "b.txt"


# --- the cache's place -------------------------------------------------------------------------------------------


@pytest.fixture
def no_mask() -> None:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("no_mask")
def test_the_cache_is_the_users_alone(archive: Path) -> None:
    folder = cache_file(archive).parent
    modes: dict[str, int] = {}
    update(archive, lambda _: modes.update({item.name: mode(item) for item in folder.iterdir()}))
    assert mode(folder) == 0o700
    assert {name.rpartition(".")[2] for name in modes} >= {"db", "db-wal", "lock"}
    assert set(modes.values()) == {0o600}


def test_a_cache_folder_that_others_can_read_is_closed_to_them(archive: Path) -> None:
    folder = cache_file(archive).parent
    folder.mkdir(parents=True, mode=0o755)
    folder.chmod(0o755)
    Archive.open(archive).close()
    assert mode(folder) == 0o700


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nothing_is_written_beside_the_cables(archive: Path) -> None:
    before = snapshot(archive)
    update(archive)
    Archive.open(archive).close()
    assert snapshot(archive) == before


def test_an_archive_that_is_read_only_is_built_and_left_alone(archive: Path) -> None:
    folders = [archive / "older", archive]
    for folder in folders:
        folder.chmod(0o555)
    try:
        before = snapshot(archive)
        assert update(archive).cables == 5
        assert ids(archive) == IDS
        assert snapshot(archive) == before
    finally:
        for folder in folders:
            folder.chmod(0o755)
