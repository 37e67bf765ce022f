"""Processes that help to build: what they do comes in order, and one that is killed is replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from harness.cables import LONG, Invented, on
from harness.command import COMMAND, python, run
from harness.restored import children
from harness.rows import ids, stored

from cable_tui.archive.build.workers import HelpersLost, WorkerPool

COUNT = 1500
SPAWNED = """
import multiprocessing
multiprocessing.set_start_method("spawn")
from cable_tui.archive.build.workers import WorkerPool
with WorkerPool(2, len) as helpers:
    print(list(helpers.run(iter(["a", "bb", "ccc"]))))
"""


def slow_when_even(number: int) -> tuple[int, int]:
    time.sleep(0.02 if number % 2 == 0 else 0)
    return number, os.getpid()


def picky(number: int) -> int:
    if number == 7:
        raise ValueError("not a seven")
    return number


def mortal(folder: Path) -> str:
    """Dies once, as a helper does that the system kills; the next one lives."""
    if folder.name == "deadly" or not (folder / "died").exists():
        (folder / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return folder.name


def weigh(load: bytes) -> int:
    time.sleep(0.05)
    return len(load)


def test_results_come_in_the_order_of_the_jobs_from_several_processes() -> None:
    with WorkerPool(3, slow_when_even) as helpers:
        found = list(helpers.run(iter(range(60))))
    assert [number for number, _ in found] == list(range(60))
    assert len({process for _, process in found}) == 3
    assert os.getpid() not in {process for _, process in found}


def test_helpers_that_are_spawned_as_on_macos_do_their_jobs() -> None:
    done = python(SPAWNED)
    assert (done.stdout, done.stderr) == ("[1, 2, 3]\n", "")


def test_what_a_job_raises_is_raised_where_its_result_is_taken() -> None:
    with WorkerPool(2, picky) as helpers:
        results = helpers.run(iter(range(20)))
        assert [next(results) for _ in range(7)] == list(range(7))
        with pytest.raises(ValueError, match="not a seven"):
            next(results)
    assert children(os.getpid()) == []


def test_large_jobs_and_killed_helpers_hold_nothing_up() -> None:
    loads = [bytes(3_000_000 + number) for number in range(8)]
    with WorkerPool(2, weigh) as helpers:
        results = helpers.run(iter(loads))
        found = [next(results)]
        os.kill(children(os.getpid())[0], signal.SIGKILL)
        found += results
    assert found == [len(load) for load in loads]


def test_a_job_whose_helper_died_is_done_by_another(tmp_path: Path) -> None:
    with WorkerPool(2, mortal) as helpers:
        assert list(helpers.run(iter([tmp_path]))) == [tmp_path.name]


def test_a_job_that_no_helper_lives_through_is_given_up(tmp_path: Path) -> None:
    deadly = tmp_path / "deadly"
    deadly.mkdir()
    with WorkerPool(2, mortal) as helpers, pytest.raises(HelpersLost) as raised:
        list(helpers.run(iter([deadly])))
    assert raised.value.job == deadly


def test_helpers_that_are_all_killed_at_once_and_once_more_are_replaced() -> None:
    """As by a signal to all processes of a session: each had another job."""
    with WorkerPool(4, weigh) as helpers:
        results = helpers.run(iter([bytes(number) for number in range(40)]))
        found = []
        for _ in range(2):
            found += [next(results), next(results), next(results)]
            for helper in children(os.getpid()):
                os.kill(helper, signal.SIGTERM)
        found += results
    assert found == list(range(40))


class Stubborn(Exception):
    """Cannot be sent from one process to another."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one)


def refuse(number: int) -> int:
    raise Stubborn("a", "b")


def test_an_error_that_cannot_be_sent_is_told_by_its_name(capfd: pytest.CaptureFixture[str]) -> None:
    with WorkerPool(2, refuse) as helpers, pytest.raises(RuntimeError, match=r"^Stubborn$"):
        list(helpers.run(iter([1, 2])))
    assert capfd.readouterr() == ("", "")


#: Jobs that take more memory than the helpers may have: as they come, or while they are done.
SHORT_OF_MEMORY = """
import resource
from cable_tui.archive.build.workers import WorkerPool, HelpersLost
def limit(load):
    resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))
    return len(load)
with WorkerPool(1, limit) as helpers:
    try:
        print(sum(helpers.run(bytes(200_000_000) for _ in range(4))))
    except HelpersLost:
        print("lost")
"""


def test_a_helper_without_memory_for_a_job_holds_nothing_up() -> None:
    done = python(SHORT_OF_MEMORY)
    assert done.stdout.strip() in ("800000000", "lost")
    assert done.stderr == ""


#: Has two helpers, and takes one result of theirs, which are so large that they are held up in sending the next.
HELPED = """
import time
from cable_tui.archive.build.workers import WorkerPool
with WorkerPool(2, bytes) as helpers:
    results = helpers.run(iter([3_000_000] * 8))
    next(results)
    print(flush=True)
    time.sleep(60)
"""


def test_the_helpers_of_a_killed_process_end_without_a_word() -> None:
    for _ in range(6):
        command = subprocess.Popen(
            [sys.executable, "-c", HELPED], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
        with command:
            assert command.stdout.readline()
            helpers = children(command.pid)
            time.sleep(0.1)
            command.kill()
            _, error = command.communicate(timeout=20)  # until the last of them has ended
        assert error == b""
        assert len(helpers) == 2


def test_where_no_process_can_be_started_the_jobs_are_done_here() -> None:
    code = """
import os, resource
from cable_tui.archive.build.workers import WorkerPool
most = len(os.listdir("/proc/self/fd")) - 1
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
def own(number):
    return number, os.getpid()
with WorkerPool(2, own) as helpers:
    print(list(helpers.run(iter([1, 2]))) == [own(1), own(2)])
"""
    assert python(code).stdout.strip() == "True"


# --- a build -----------------------------------------------------------------------------------------------------


@pytest.fixture
def heavy(tmp_path: Path) -> Path:
    """An archive of one csv that keeps several processes busy for a second."""
    folder = tmp_path / "heavy"
    folder.mkdir()
    with (folder / "cables.csv").open("w", encoding="utf-8") as file:
        for number in range(1, COUNT + 1):
            text = Invented(number=number, when=on(2009, 5, 4, 3), paragraphs=(LONG,) * 15).transmission()
            fields = (str(number), "5/4/2009 3:00", f"09OSLO{number}", "Embassy Oslo", "CONFIDENTIAL", "", "", text)
            file.write(",".join('"' + field.replace('"', '\\"') + '"' for field in fields) + "\n")
    return folder


def kill_helpers(builder: subprocess.Popen[bytes], times: int) -> int:
    """Kills helpers of a builder while there are any; returns how many."""
    killed: set[int] = set()
    while len(killed) < times and builder.poll() is None:
        for helper in sorted(set(children(builder.pid)) - killed)[:1]:
            with suppress(ProcessLookupError):
                os.kill(helper, signal.SIGKILL)
                killed.add(helper)
        time.sleep(0.02)
    return len(killed)


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="nobody helps on a single core")
class TestBuild:
    def test_a_helper_that_is_killed_costs_neither_cables_nor_the_build(self, heavy: Path) -> None:
        command = subprocess.Popen([*COMMAND, "index", heavy], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with command:
            assert kill_helpers(command, 2) == 2
            _, error = command.communicate(timeout=60)
        assert (command.returncode, error) == (0, b"")
        assert sorted(ids(heavy)) == sorted(f"09OSLO{number}" for number in range(1, COUNT + 1))
        assert stored(heavy) == {"cables": COUNT, "texts": COUNT, "sources": 1, "problems": 0}

    def test_one_whose_helpers_are_killed_again_and_again_says_so_and_is_gone_on_with(self, heavy: Path) -> None:
        command = subprocess.Popen([*COMMAND, "index", heavy], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with command:
            assert kill_helpers(command, 40) >= 3
            _, error = command.communicate(timeout=60)
        assert command.returncode == 1
        assert error.startswith(b"cable-tui: ")
        assert b"the processes that read files were killed repeatedly" in error
        assert b"the last one at cables.csv; what was read is saved" in error
        assert b"Traceback" not in error
        assert run("index", heavy).returncode == 0
        assert len(ids(heavy)) == COUNT
