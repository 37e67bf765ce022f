"""Several processes at one cache, and builds that are killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from harness.command import COMMAND, python, run
from harness.rows import ids, rows, stored

from cable_tui.archive import Archive
from cable_tui.archive.build.update import Busy, update

#: Builds, says when it holds the lock, and goes on when its standard input is closed.
HOLDER = """
import sys
from pathlib import Path
from cable_tui.archive.build.update import update
def held(_):
    if not sys.stdin.closed:
        print("held", flush=True)
        sys.stdin.read()
        sys.stdin.close()
update(Path(sys.argv[1]), held)
"""
#: Builds and dies on the way, before the parser is given its n-th text.
MORTAL = """
import os, signal, sys
from pathlib import Path
from cable_tui.archive.build import jobs, update
left, parse = int(sys.argv[2]), jobs.parse_words
def mortal(*values, **options):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return parse(*values, **options)
jobs.parse_words = mortal
update.update(Path(sys.argv[1]))
"""
#: The same, after the first batch was committed.
MORTAL_BETWEEN = """
import os, signal, sys
from pathlib import Path
from cable_tui.archive.build.update import update
update(Path(sys.argv[1]), lambda _: os.kill(os.getpid(), signal.SIGKILL))
"""


#: Cables after each piece of work; those that come in quick succession are stored together.
BATCHES = (50, 250, 450)


def everything(archive: Path) -> list[tuple[object, ...]]:
    """All that the list and the viewer can show, without the numbers of the rows."""
    return [(header[1:], cable) for header, cable in rows(archive)]


@pytest.fixture
def undisturbed(many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """The rows of a build that nothing interfered with, in another cache."""
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
        update(many)
        return everything(many)


@pytest.mark.parametrize(
    ("code", "arguments", "committed"),
    [(MORTAL, [1], {0}), (MORTAL, [30], {0}), (MORTAL, [350], {50, 250}), (MORTAL_BETWEEN, [], {50})],
    ids=["at the first", "in the first batch", "in the second batch", "between batches"],
)
def test_a_build_that_is_killed_goes_on_and_comes_to_the_same_end(
    code: str, arguments: list[int], committed: set[int], many: Path, undisturbed: list[tuple[object, ...]]
) -> None:
    killed = subprocess.run([sys.executable, "-c", code, many, *map(str, arguments)], timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    report = update(many)
    assert report.unchanged in committed  # a slow machine stores the second piece of work by itself
    assert report.added == 450 - report.unchanged
    assert everything(many) == undisturbed
    assert stored(many) == {"cables": 450, "texts": 450, "sources": 450, "problems": 0}


def test_what_a_killed_build_had_committed_can_be_read(many: Path) -> None:
    subprocess.run([sys.executable, "-c", MORTAL_BETWEEN, many], timeout=60, check=False)
    assert len(rows(many)) == 50


def test_a_second_builder_is_told_that_the_cache_is_busy(archive: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, archive], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Busy):
            update(archive)
        assert len(ids(archive)) == 5  # reading does not wait for the builder
        holder.stdin.close()
    assert holder.returncode == 0
    assert update(archive).unchanged == 5


def test_the_lock_of_a_dead_builder_holds_nobody_up(archive: Path) -> None:
    subprocess.run([sys.executable, "-c", MORTAL, archive, "2"], timeout=60, check=False)
    assert update(archive).cables == 5


def test_commands_that_build_at_once_wait_for_each_other(many: Path) -> None:
    commands = [
        subprocess.Popen([*COMMAND, "index", many], stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)
    ]
    said = [command.communicate(timeout=60) for command in commands]
    assert [command.returncode for command in commands] == [0, 0, 0], said
    assert [error for _, error in said] == [b"", b"", b""]
    read = [int(out.decode().splitlines()[-1].split()[0]) for out, _ in said]
    assert sorted(read) == [0, 0, 450]
    assert stored(many) == {"cables": 450, "texts": 450, "sources": 450, "problems": 0}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_build_that_is_asked_to_end_keeps_what_it_has(number: signal.Signals, many: Path) -> None:
    command = subprocess.Popen([*COMMAND, "index", many], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with command:
        assert b"cables" in command.stdout.readline()
        command.send_signal(number)
        _, error = command.communicate(timeout=60)
    assert b"Traceback" not in error
    committed = len(rows(many))
    assert committed in BATCHES
    assert run("index", many).returncode == 0
    assert len(rows(many)) == 450


def test_a_reader_in_the_middle_of_a_build_sees_whole_batches(many: Path) -> None:
    with closing(Archive.open(many)) as opened:
        seen: list[int] = []
        update(many, lambda _: seen.append(len(opened.whole())))
    assert (seen[0], seen[-1]) == (50, 450)
    assert set(seen) <= set(BATCHES)


def test_what_a_worker_makes_holds_no_cycles(many: Path, repository: Path) -> None:
    """So it needs no collecting of garbage, which is off there."""
    code = """
import gc, sys
from pathlib import Path
from cable_tui.archive.build.jobs import batches, Resumed
from cable_tui.sources import scan
from cable_tui.store import Codec
def all_of(archive):
    return sum(1 for _ in batches(archive, [Resumed(file) for file in scan(archive)], 1, Codec(), Codec))
all_of(Path(sys.argv[1]))
gc.collect()
gc.disable()
print(all_of(Path(sys.argv[1])) + all_of(Path(sys.argv[2])), gc.collect())
"""
    done = python(code, many, repository / "sample_cables")
    batches_read, unreachable = map(int, done.stdout.split())
    assert batches_read > 1
    assert unreachable < 100  # whatever it leaves does not grow with the cables
