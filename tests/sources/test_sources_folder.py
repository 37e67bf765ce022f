"""Which files an archive has, whatever lies in its folders."""

from __future__ import annotations

import inspect
import os
import socket
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from invented import BARE, kinds, results

from cable_tui.sources import ArchiveError, Problem, Skipped, SourceFile, printable, read, scan

LEAVES = "a symbolic link that leaves the archive; --follow-links follows it"


def paths(archive: Path) -> list[str]:
    return [found.path for found in scan(archive)]


def reasons(archive: Path) -> dict[str, str]:
    return {found.path: found.reason for found in scan(archive) if not isinstance(found, SourceFile)}


def test_files_come_sorted_with_their_size_and_time(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/10.txt", "a.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x" * len(name))
    assert paths(tmp_path) == ["a.txt", "b/10.txt", "b/2.txt", "c.txt"]
    first = next(scan(tmp_path))
    assert first == SourceFile("a.txt", 5, (tmp_path / "a.txt").stat().st_mtime_ns)


def test_a_single_file_is_an_archive(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text(BARE)
    assert paths(file) == ["one.txt"]
    assert kinds(results(file)) == ["RawCable"]


def test_hidden_names_are_left_out(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text(BARE)
    (tmp_path / ".x.txt").write_text(BARE)
    assert paths(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("absent", "cannot be opened: No such file or directory."),
        ("pipe", "neither a folder nor a file"),
        ("nul\0", "not a valid path"),
        ("loop", "cannot be opened"),
        ("file/below", "cannot be opened: Not a directory."),
    ],
)
def test_a_wrong_path_is_said_at_once(tmp_path: Path, name: str, said: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match=said.replace(".", r"\.")):
        scan(tmp_path / name)


def test_what_is_no_file_is_skipped_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    server = socket.socket(socket.AF_UNIX)
    home = Path.cwd()
    try:
        os.chdir(tmp_path)  # the address of a socket may not be longer than about 100 bytes
        server.bind("socket")
    finally:
        os.chdir(home)
        server.close()
    assert reasons(tmp_path) == {
        "pipe": "a named pipe, not a file",
        "socket": "a socket, not a file",
    }


def test_devices_are_never_opened(tmp_path: Path) -> None:
    """Neither one made in the archive, where that is permitted, nor one that took a file's place, nor one linked to."""
    for name in ("zero", "null", "tty"):
        (tmp_path / name).symlink_to(f"/dev/{name}")
    expected = dict.fromkeys(("zero", "null", "tty"), LEAVES)
    with suppress(PermissionError):
        os.mknod(tmp_path / "device", stat.S_IFCHR | 0o600, os.makedev(1, 5))  # that of /dev/zero
        expected["device"] = "a device, not a file"
    assert reasons(tmp_path) == expected
    for name in expected:
        (found,) = read(tmp_path, SourceFile(name, 1000, 0))  # as if it had been a file when it was looked for
        assert isinstance(found, Problem)
    with pytest.raises(ArchiveError, match="neither a folder nor a file"):
        scan(tmp_path / "zero")


def test_a_file_system_mounted_in_an_archive_is_read_with_it(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "none", tmp_path / "disk"], check=False, capture_output=True)
    if mount.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        (tmp_path / "disk" / "cable.txt").write_text(BARE)
        assert paths(tmp_path) == ["disk/cable.txt"]
        assert kinds(results(tmp_path)) == ["RawCable"]
    finally:
        subprocess.run(["umount", "-l", tmp_path / "disk"], check=False, capture_output=True)


def test_a_system_of_endless_files_ends(tmp_path: Path) -> None:
    """Those of a kernel's own file system have no size: nothing is read of them."""
    process = Path("/proc/self/fdinfo")
    if not process.is_dir():
        pytest.skip("no such file system here")
    assert {type(found) for found in results(process)} <= {Skipped, Problem}


def test_links_do_not_leave_the_archive_nor_repeat_it(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    archive = tmp_path / "archive"
    (archive / "folder").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.txt").write_text(BARE)
    (archive / "real.txt").write_text(BARE)
    (archive / "again.txt").symlink_to("real.txt")
    (archive / "dangling.txt").symlink_to("nowhere.txt")
    (archive / "folder" / "up").symlink_to("..")
    (archive / "out").symlink_to(outside)
    (archive / "out.txt").symlink_to(outside / "secret.txt")
    assert [path for path in paths(archive) if path not in reasons(archive)] == ["real.txt"]
    assert reasons(archive) == {
        "again.txt": "a symbolic link",
        "dangling.txt": "a symbolic link",
        "folder/up": "a symbolic link",
        "out": LEAVES,
        "out.txt": LEAVES,
    }


def test_a_link_to_a_file_kept_hidden_in_the_archive_is_read(tmp_path: Path) -> None:
    (tmp_path / ".store").mkdir()
    (tmp_path / ".store" / "1a2b").write_text(BARE)
    (tmp_path / "cable.txt").symlink_to(".store/1a2b")
    assert kinds(results(tmp_path)) == ["RawCable"]


def test_the_archive_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "cable.txt").write_text(BARE)
    (tmp_path / "link").symlink_to("real")
    assert kinds(results(tmp_path / "link")) == ["RawCable"]


def test_names_that_are_no_utf8_are_read_and_printed(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_text(BARE)
    (found,) = results(tmp_path)
    assert found.path == name
    assert kinds([found]) == ["RawCable"]
    assert printable(found.path) == r"caf\xe9.txt"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("plain é/name.txt", "plain é/name.txt"),
        ("\x1b[31mred\n", "␛[31mred"),
        ("\udcff\ud800", r"\xff\ud800"),
        ("\u202eright", "<U+202E>right"),
    ],
)
def test_printable(path: str, shown: str) -> None:
    assert printable(path) == shown
    assert str(Problem(path, "no")) == f"{shown}: no"
    assert str(Skipped(path, "no")) == f"{shown}: no"


def test_folders_are_walked_without_recursion(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 300)
    deep.mkdir(parents=True)
    (deep / "cable.txt").write_text(BARE)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 100)
    try:
        found = paths(tmp_path)
    finally:
        sys.setrecursionlimit(limit)
    assert found == ["d/" * 300 + "cable.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_closed_folders_and_files_are_problems(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    (tmp_path / "file.txt").write_text(BARE)
    (tmp_path / "file.txt").chmod(0)
    assert kinds(results(tmp_path)) == ["Problem", "Problem"]
    with pytest.raises(ArchiveError):
        scan(tmp_path / "closed")


def test_a_file_that_vanished_or_became_a_pipe_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "cable.txt"
    file.write_text(BARE)
    (found,) = scan(tmp_path)
    assert isinstance(found, SourceFile)
    file.unlink()
    assert list(read(tmp_path, found)) == [Problem("cable.txt", "No such file or directory")]
    os.mkfifo(file)
    assert list(read(tmp_path, found)) == [Problem("cable.txt", "not a regular file")]


def test_a_folder_of_many_files_is_given_one_by_one(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"{number:05}.txt").touch()
    assert sum(1 for _ in scan(tmp_path)) == 3000
