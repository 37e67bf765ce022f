"""Symbolic links that are followed because that was asked for: where they lead, and that they end."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from invented import BARE, kinds

from cable_tui.sources import Problem, Result, Skipped, SourceFile, read, scan

ASK = "; --follow-links follows it"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside the archive, with a cable and a cable in a folder below."""
    folder = tmp_path / "outside"
    (folder / "deep").mkdir(parents=True)
    (folder / "one.txt").write_text(BARE)
    (folder / "deep" / "two.txt").write_text(BARE)
    return folder


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "real.txt").write_text(BARE)
    return folder


def followed(archive: Path) -> dict[str, str]:
    """What a scan that follows links finds, by path; '' for files, the reason for the rest."""
    found = scan(archive, follow_links=True)
    return {item.path: "" if isinstance(item, SourceFile) else item.reason for item in found}


def read_all(archive: Path) -> Iterator[Result]:
    for item in scan(archive, follow_links=True):
        yield from read(archive, item) if isinstance(item, SourceFile) else [item]


def test_what_links_lead_to_is_read_where_that_is_asked_for(archive: Path, outside: Path) -> None:
    (archive / "out").symlink_to(outside)
    (archive / "out.txt").symlink_to("../outside/one.txt")
    assert followed(archive) == dict.fromkeys(("out/deep/two.txt", "out/one.txt", "out.txt", "real.txt"), "")
    assert kinds(list(read_all(archive))) == ["RawCable"] * 4
    assert {str(item) for item in scan(archive) if isinstance(item, Skipped)} == {
        f"out: a symbolic link that leaves the archive{ASK}",
        f"out.txt: a symbolic link that leaves the archive{ASK}",
    }


def test_loops_end_and_each_folder_is_read_once(archive: Path, outside: Path) -> None:
    (archive / "a").symlink_to(outside)
    (archive / "b").symlink_to(outside / "deep")
    (archive / "up").symlink_to(archive.parent)
    (outside / "again").symlink_to(outside)
    (outside / "back").symlink_to(archive)
    (outside / "deep" / "up").symlink_to("..")
    assert followed(archive) == {
        "a/again": "a folder that is read already, as a",
        "a/back": "a symbolic link",
        "a/deep/two.txt": "",
        "a/deep/up": "a folder that is read already, as a",
        "a/one.txt": "",
        "b": "a folder that is read already, as a/deep",
        "real.txt": "",
        "up/archive": "a folder that is read already, as .",
        "up/outside": "a folder that is read already, as a",
    }


def test_what_is_in_the_archive_is_read_in_its_own_place(archive: Path, outside: Path) -> None:
    """The name of a cable without an id is its path: no link may take its place, whatever comes first."""
    (archive / "z").mkdir()
    (archive / "z" / "cable.txt").write_text(BARE)
    (archive / "a").symlink_to("z")
    (archive / "b").symlink_to(outside)
    (outside / "z").symlink_to(archive / "z")
    (outside / "cable.txt").symlink_to(archive / "real.txt")
    assert [path for path, reason in followed(archive).items() if not reason] == [
        "b/deep/two.txt",
        "b/one.txt",
        "real.txt",
        "z/cable.txt",
    ]


def test_links_that_lead_nowhere_are_told(archive: Path, outside: Path) -> None:
    (outside / "first").symlink_to("second")
    (outside / "second").symlink_to("first")
    (archive / "loop").symlink_to(outside / "first")
    (archive / "gone").symlink_to(outside / "gone")
    (archive / "self").symlink_to("self")
    found = [item for item in scan(archive, follow_links=True) if not isinstance(item, SourceFile)]
    assert found == [
        Problem("gone", "No such file or directory"),
        Problem("loop", "Too many levels of symbolic links"),
        Skipped("self", "a symbolic link"),
    ]


def test_what_is_no_file_behind_a_link_is_told_and_not_opened(
    archive: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(outside / "pipe")
    monkeypatch.chdir(outside)  # the address of a socket may not be long
    with closing(socket.socket(socket.AF_UNIX)) as server:
        server.bind("socket")
    for name, target in (("pipe", outside / "pipe"), ("socket", outside / "socket"), ("zero", Path("/dev/zero"))):
        (archive / name).symlink_to(target)
    (archive / "out").symlink_to(outside)
    assert {path: reason for path, reason in followed(archive).items() if reason} == {
        "out/pipe": "a named pipe, not a file",
        "out/socket": "a socket, not a file",
        "pipe": "a named pipe, not a file",
        "socket": "a socket, not a file",
        "zero": "a device, not a file",
    }


def test_a_link_that_came_to_lead_to_a_pipe_is_a_problem(archive: Path, outside: Path) -> None:
    (archive / "out.txt").symlink_to(outside / "one.txt")
    (found,) = (item for item in scan(archive, follow_links=True) if item.path == "out.txt")
    assert isinstance(found, SourceFile)
    (outside / "one.txt").unlink()
    os.mkfifo(outside / "one.txt")
    assert list(read(archive, found)) == [Problem("out.txt", "not a regular file")]


def test_a_hidden_folder_is_read_through_its_link(archive: Path) -> None:
    (archive / ".kept").mkdir()
    (archive / ".kept" / "cable.txt").write_text(BARE)
    (archive / "kept").symlink_to(".kept")
    assert followed(archive) == {"kept/cable.txt": "", "real.txt": ""}
    assert Skipped("kept", f"a symbolic link to a hidden folder{ASK}") in list(scan(archive))


def test_hidden_names_are_left_out_behind_a_link_too(archive: Path, outside: Path) -> None:
    (outside / ".git").mkdir()
    (outside / ".git" / "x.txt").write_text(BARE)
    (archive / "out").symlink_to(outside)
    assert not any(".git" in path for path in followed(archive))
