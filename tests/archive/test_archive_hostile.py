"""A stranger's archive, as `cable-tui index --report` finds it: the rest is read, and everything else is named."""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import transmission
from harness.rows import ids, stored

from cable_tui.archive import Archive
from cable_tui.archive.build import jobs
from cable_tui.archive.build.update import Progress, update
from cable_tui.archive.problems import stored_faults
from cable_tui.cli import main
from cable_tui.sources import SourceFile, scan
from cable_tui.store import ZstdCodec

STRANGE = os.fsdecode(b"caf\xe9\x1b[31m\n.txt")


@pytest.fixture
def hostile(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The five invented cables among what somebody put there to annoy."""
    os.mkfifo(archive / "pipe")
    monkeypatch.chdir(archive)  # the address of a socket may not be long
    with closing(socket.socket(socket.AF_UNIX)) as server:
        server.bind("socket")
    (tmp_path / "secret.txt").write_text(transmission(number=666), encoding="utf-8")
    (archive / "out.txt").symlink_to(tmp_path / "secret.txt")
    (archive / "loop").symlink_to("loop")
    (archive / "again.txt").symlink_to("09OSLO9009.txt")
    (archive / STRANGE).write_text("nothing")
    (archive / "cut.gz").write_bytes(gzip.compress(os.urandom(5000))[:3000])
    with (archive / "hole.txt").open("wb") as hole:
        hole.truncate(5 << 15)
    return archive


NAMED = {
    "again.txt": "a symbolic link",
    "hole.txt": "binary data",
    "loop": "a symbolic link",
    "out.txt": "a symbolic link that leaves the archive; --follow-links follows it",
    "pipe": "a named pipe, not a file",
    "socket": "a socket, not a file",
    r"caf\xe9␛[31m .txt": "no line that marks a cable",
}


def test_the_report_names_everything_each_time(hostile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):  # the second time nothing is read anew, and nothing forgotten
        assert main(["index", "--report", str(hostile)]) == 0
        shown = capsys.readouterr()
        lines = shown.out.splitlines()
        assert shown.err == ""
        assert all(f"  {path}: {reason}" in lines for path, reason in NAMED.items()), lines
        assert any(line.startswith("  cut.gz: ") for line in lines)
        assert all(line.isprintable() for line in lines)
        assert f"{len(lines) - 3:,} hold no cable:" in lines
    assert len(ids(hostile)) == 5


def test_what_is_mended_is_named_no_more(hostile: Path) -> None:
    update(hostile)
    for name in ("pipe", "loop", "hole.txt", STRANGE):
        (hostile / name).unlink()
    (hostile / "cut.gz").write_bytes(gzip.compress(transmission(number=77).encode()))
    update(hostile)
    assert [fault.path for fault in stored_faults(hostile)] == ["again.txt", "out.txt", "socket"]


def test_an_archive_of_one_file_without_a_cable_is_reported_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("nothing")
    assert main(["index", "--report", str(tmp_path / "a.txt")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "0 cannot be read",
        "1 hold no cable:",
        "  a.txt: no line that marks a cable",
    ]


def test_a_hole_is_no_reason_to_find_the_disk_too_small(hostile: Path) -> None:
    with (hostile / "hole.txt").open("r+b") as hole:
        hole.truncate(shutil.disk_usage(hostile).free + (1 << 15))
    assert update(hostile).cables == 5


def test_a_pipe_that_took_a_files_place_stops_no_digest(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert jobs.digest(tmp_path, SourceFile("a.txt", 10, 0)) == ""


def batches_of(archive: Path) -> Iterator[list[jobs.Part]]:
    files = [jobs.Resumed(file) for file in scan(archive) if isinstance(file, SourceFile)]
    return jobs.batches(archive, files, 1, ZstdCodec(), ZstdCodec)


def test_a_small_file_that_unpacks_to_much_is_read_piece_by_piece(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_SMALL_TEXT", 10_000)
    texts = "".join(transmission(number=number) for number in range(100, 400))
    (archive / "all.gz").write_bytes(gzip.compress(texts.encode()))
    parts = [part for batch in batches_of(archive) for part in batch if part.file.path == "all.gz"]
    assert max(len(part.entries) for part in parts) == 100
    assert update(archive).cables == 305
    assert stored(archive)["cables"] == 305
    assert update(archive).unchanged == 6
    with closing(Archive.open(archive)) as opened:
        assert opened.find("09OSLO399")


def test_a_first_file_that_is_put_off_holds_nothing_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The helpers wait for the first cables to be stored, and here none come before them."""
    monkeypatch.setattr(jobs, "_SMALL_TEXT", 10_000)
    monkeypatch.setattr(jobs, "_INLINE_BYTES", 0)
    folder = tmp_path / "packed"
    folder.mkdir()
    texts = "".join(transmission(number=number) for number in range(100, 400))
    (folder / "all.gz").write_bytes(gzip.compress(texts.encode()))
    assert update(folder, processes=2).cables == 300


def test_a_build_whose_listener_went_away_ends_and_leaves_nothing_locked(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the screen is killed in the first moment: helpers that wait for the first cables hold no end up."""
    monkeypatch.setattr(jobs, "_INLINE_BYTES", 0)

    def gone(now: Progress) -> None:
        raise BrokenPipeError(now)

    with pytest.raises(BrokenPipeError):
        update(archive, gone, processes=2)
    update(archive)
    assert len(ids(archive)) == 5


def test_thousands_of_empty_files_come_and_go_in_seconds(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    for number in range(4_000):
        (folder / f"{number:05}.txt").touch()
    began = time.process_time()
    assert len(update(folder).skipped) == 4_000
    for file in list(folder.iterdir())[1:]:
        file.unlink()
    assert update(folder).removed == 3_999
    assert stored(folder)["problems"] == 1
    assert time.process_time() - began < 15
