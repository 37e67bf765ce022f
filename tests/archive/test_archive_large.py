"""A large file is stored piece by piece, on all cores, and a build that was killed goes on inside it."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from harness.cables import LONG, Invented, on
from harness.command import COMMAND, run
from harness.rows import ids, rows, stored

from cable_tui.archive.build.jobs import LARGE
from cable_tui.archive.build.update import Progress, update
from cable_tui.archive.schema import cache_file

COUNT = 450
#: Builds and dies after its second report.
MORTAL = """
import os, signal, sys
from pathlib import Path
from cable_tui.archive.build.update import update
seen = []
def mortal(now):
    seen.append(now)
    if len(seen) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
update(Path(sys.argv[1]), mortal)
"""


def quoted(*fields: str) -> str:
    """A row of the csv form: every field in quotes, a quote inside with a backslash."""
    return ",".join('"' + field.replace("\\", "\\\\").replace('"', '\\"') + '"' for field in fields) + "\n"


def row(number: int) -> str:
    when = on(2009, number % 12 + 1, number % 28 + 1, number % 24)
    text = Invented(number=number, when=when, paragraphs=(LONG, LONG, LONG, f"Last of {number}.")).transmission()
    header, found, body = text.partition("C O N F I D E N T I A L")
    assert found
    written = f"{when.month}/{when.day}/{when.year} {when:%H:%M}"
    return quoted(
        str(number), written, f"09OSLO{number}", "Embassy Oslo", "CONFIDENTIAL", "", header.strip(), found + body
    )


@pytest.fixture(scope="module")
def contents() -> str:
    return "".join(map(row, range(1, COUNT + 1)))


@pytest.fixture
def large(contents: str, tmp_path: Path) -> Path:
    """An archive of one csv with more in it than is read at once."""
    folder = tmp_path / "large"
    folder.mkdir()
    (folder / "cables.csv").write_text(contents, encoding="utf-8")
    assert (folder / "cables.csv").stat().st_size > LARGE
    return folder


def everything(archive: Path) -> list[tuple[object, ...]]:
    return [(header[1:], cable) for header, cable in rows(archive)]


def test_all_cores_come_to_the_same_end_as_one(large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
        update(large, processes=1)
        expected = everything(large)
    assert run("index", large).returncode == 0
    assert len(expected) == COUNT
    assert everything(large) == expected


def test_a_killed_build_goes_on_inside_a_large_file(large: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", MORTAL, large], timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    until_alone(large)
    before = len(ids(large))
    assert 0 < before < COUNT
    report = update(large, processes=1)
    assert report.cables == COUNT - before
    assert sorted(ids(large)) == sorted(f"09OSLO{number}" for number in range(1, COUNT + 1))
    assert stored(large) == {"cables": COUNT, "texts": COUNT, "sources": 1, "problems": 0}
    assert update(large).unchanged == 1


def test_a_large_file_that_changed_after_the_kill_is_read_from_its_start(large: Path, contents: str) -> None:
    subprocess.run([sys.executable, "-c", MORTAL, large], timeout=60, check=False)
    until_alone(large)
    (large / "cables.csv").write_text(contents.replace("TALKS ABOUT COD", "TALKS ABOUT EELS"), encoding="utf-8")
    assert update(large, processes=1).cables == COUNT
    assert {header.subject for header, _ in rows(large)} == {"TALKS ABOUT EELS"}
    assert stored(large) == {"cables": COUNT, "texts": COUNT, "sources": 1, "problems": 0}


def test_a_large_file_that_is_gone_after_the_kill_leaves_nothing(large: Path) -> None:
    subprocess.run([sys.executable, "-c", MORTAL, large], timeout=60, check=False)
    until_alone(large)
    (large / "cables.csv").unlink()
    update(large)
    assert stored(large) == {"cables": 0, "texts": 0, "sources": 0, "problems": 0}


def test_the_share_rises_while_a_large_file_is_read(large: Path) -> None:
    seen: list[Progress] = []
    update(large, seen.append, processes=1)
    shares = [now.done / now.total for now in seen]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert [share for share in shares if 0.2 < share < 0.8]


def test_a_build_that_is_asked_to_end_leaves_no_process_and_no_loss(large: Path) -> None:
    command = subprocess.Popen([*COMMAND, "index", large], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with command:
        assert command.stdout.readline()
        command.send_signal(signal.SIGTERM)
        _, error = command.communicate(timeout=60)
    assert b"Traceback" not in error
    until_alone(large)
    assert run("index", large).returncode == 0
    assert len(ids(large)) == COUNT


def test_ctrl_c_ends_a_build_with_all_its_processes(large: Path) -> None:
    """A terminal sends it to every process of the command."""
    command = subprocess.Popen(
        [*COMMAND, "index", large], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    with command:
        assert command.stdout.readline()
        os.killpg(command.pid, signal.SIGINT)
        _, error = command.communicate(timeout=60)
    assert b"Traceback" not in error
    until_alone(large)
    assert run("index", large).returncode == 0
    assert len(ids(large)) == COUNT


def until_alone(archive: Path) -> None:
    """Waits until no process is left that was started for this archive, and none holds its lock."""
    end = time.monotonic() + 20
    while found := [path for path in Path("/proc").glob("[0-9]*/cmdline") if os.fsencode(archive) in read(path)]:
        assert time.monotonic() < end, found
    with cache_file(archive).with_suffix(".lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a process gives its files back after its name


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has just ended
        return b""


# --- a file that has grown -------------------------------------------------------------------------------------------


def test_a_table_that_has_grown_is_read_on_from_where_it_ended(large: Path) -> None:
    whole = (large / "cables.csv").read_text(encoding="utf-8")
    update(large)
    with (large / "cables.csv").open("a", encoding="utf-8") as file:
        file.write(row(COUNT + 1) + row(COUNT + 2))
    report = update(large)
    assert (report.changed, report.cables) == (1, 2)
    assert stored(large) == {"cables": COUNT + 2, "texts": COUNT + 2, "sources": 1, "problems": 0}
    assert update(large).unchanged == 1
    (large / "cables.csv").write_text(whole.replace("Ana Velmer", "Ina Velmer", 1) + row(COUNT + 1), encoding="utf-8")
    report = update(large)  # it has grown, but its beginning is another
    assert (report.changed, report.cables) == (1, COUNT + 1)
    assert stored(large)["cables"] == COUNT + 1


def test_a_last_row_that_was_cut_is_read_when_the_rest_has_come(large: Path) -> None:
    last = row(COUNT + 1)
    with (large / "cables.csv").open("a", encoding="utf-8") as file:
        file.write(last[:200])
    report = update(large)
    assert (report.cables, len(report.problems)) == (COUNT, 1)
    assert stored(large)["problems"] == 1
    with (large / "cables.csv").open("a", encoding="utf-8") as file:
        file.write(last[200:])
    report = update(large)
    assert (report.cables, report.problems) == (1, [])
    assert stored(large) == {"cables": COUNT + 1, "texts": COUNT + 1, "sources": 1, "problems": 0}
