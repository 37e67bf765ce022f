"""Files for their owner alone: modes under any umask, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cable_tui import files


@pytest.fixture(params=[0o000, 0o077, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


@pytest.mark.usefixtures("umask")
def test_files_and_their_folders_are_the_owners_alone(tmp_path: Path) -> None:
    written, grown, made = tmp_path / "a" / "b" / "w", tmp_path / "c" / "g", tmp_path / "d" / "m"
    files.write(written, ["one", " two"])
    files.append(grown, "one\n")
    files.append(grown, "two\n")
    files.create(made)
    assert (written.read_text(), grown.read_text(), made.read_text()) == ("one two", "one\ntwo\n", "")
    assert {mode(file) for file in (written, grown, made)} == {"0o600"}
    assert {mode(folder) for folder in (tmp_path / "a", tmp_path / "a" / "b", tmp_path / "c")} == {"0o700"}


def test_a_folder_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    files.write(tmp_path / "file", ["text"])
    assert mode(tmp_path) == "0o755"


def breaking() -> Iterator[str]:
    yield "half of "
    raise RuntimeError("no more")


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("before")
    with pytest.raises(RuntimeError):
        files.write(file, breaking())
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"file": "before"}


def test_a_part_that_a_killed_process_left_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / f".file.{os.getpid()}").write_text("half")
    files.write(tmp_path / "file", ["whole"])
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"file": "whole"}


def test_only_a_new_file_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "file"
    session = files.replaced(file, only_new=True)
    session.__enter__().write_text("mine")
    file.write_text("of another session")
    with pytest.raises(FileExistsError):
        session.__exit__(None, None, None)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"file": "of another session"}


@pytest.mark.parametrize("before", [None, "of another session"])
def test_a_disk_without_links_keeps_what_is_there_too(
    before: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:  # as FAT does, which only the administrator can mount
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    file = tmp_path / "file"
    if before is None:
        files.write(file, ["mine"], only_new=True)
    else:
        file.write_text(before)
        with pytest.raises(FileExistsError):
            files.write(file, ["mine"], only_new=True)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"file": before or "mine"}


def test_a_free_name_is_numbered(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    assert files.free(file) == file
    file.touch()
    (tmp_path / "a-2.txt").touch()
    assert files.free(file).name == "a-3.txt"


def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, events = tmp_path / "file", []
    sync, replace = os.fsync, Path.replace

    def syncing(descriptor: int) -> None:
        events.append(os.fstat(descriptor).st_size)
        sync(descriptor)

    def replacing(part: Path, target: Path) -> Path:
        events.append(target.name)
        return replace(part, target)

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(Path, "replace", replacing)
    files.write(file, ["whole"])
    assert events[:2] == [5, "file"]


def test_what_is_added_to_a_file_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes, sync = [], os.fsync

    def syncing(descriptor: int) -> None:
        sizes.append(os.fstat(descriptor).st_size)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", syncing)
    files.append(tmp_path / "file", "one")
    files.append(tmp_path / "file", "two")
    assert (3 in sizes, sizes[-1]) == (True, 6)
