"""A clock that was set back: what was written in the future is taken for what it is, and nothing is done for ever."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from harness.command import COMMAND, run
from harness.restored import at_rest
from harness.rows import ids
from harness.terminal import Terminal

from cable_tui import paths
from cable_tui.archive.build.update import update
from cable_tui.archive.schema import cache_file
from cable_tui.notebook import backups
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.state import State
from cable_tui.notebook.values import CableSummary

FUTURE = time.time() + 3 * 365 * 86400
COD = CableSummary("09OSLO1", "OSLO 1", "2009-06-03")


def test_files_of_the_future_are_read_once_and_when_they_change(archive: Path) -> None:
    for path in archive.rglob("*.txt"):
        os.utime(path, (FUTURE, FUTURE))
    assert update(archive).cables == 5
    os.utime(cache_file(archive), (FUTURE, FUTURE))
    assert update(archive).unchanged == 5
    changed = archive / "09OSLO9009.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("TALKS", "TALES"), encoding="utf-8")
    report = update(archive)
    assert (report.changed, report.unchanged, report.cables) == (1, 4, 1)
    assert update(archive).unchanged == 5
    assert len(ids(archive)) == 5


def test_copies_of_the_future_keep_no_day_from_being_copied(tmp_path: Path) -> None:
    """The oldest copies go, and those of days to come are not what is left of seven."""
    file, today = tmp_path / "notebook.db", date(2026, 3, 1)
    with closing(Notebook.open(file)) as notebook:
        for day in range(400, 408):
            notebook.copy_daily(today + timedelta(days=day))
        notebook.decide([COD], State.KEPT)
        for day in range(3):
            made = notebook.copy_daily(today + timedelta(days=day))
            assert made is not None
            assert made.exists()
            assert notebook.copy_daily(today + timedelta(days=day)) is None
        found = backups.copies(file, today + timedelta(days=2))
    assert len(found) == backups.KEPT
    assert [backups.day_of(copy) for copy in found[:3]] == ["2026-03-03", "2026-03-02", "2026-03-01"]


def test_what_was_decided_in_the_future_is_undone_and_done_again(tmp_path: Path) -> None:
    faketime = shutil.which("faketime")
    if faketime is None:
        pytest.skip("no faketime here")
    with Terminal(faketime, "2031-01-01", *COMMAND, paths.sample_cables()) as terminal:
        at_rest(terminal, "1 of 8")
        terminal.press("F")
        terminal.send("Q")
        assert terminal.finish() == 0
    with Terminal(*COMMAND, paths.sample_cables()) as terminal:
        terminal.until_text("1 of 8 decided")
        terminal.press("u")
        terminal.until_text("from 2031-01-01?")
        terminal.press("y")
        terminal.until_text("0 of 8 decided")
        terminal.send("Q")
        assert terminal.finish() == 0


def test_the_screen_over_files_and_copies_of_the_future(samples: Path) -> None:
    run("index", samples)
    with closing(Notebook.open()) as notebook:
        for day in range(900, 908):
            notebook.copy_daily(date.today() + timedelta(days=day))
    folder = backups.folder_of(paths.notebook_file())
    for path in (*samples.iterdir(), cache_file(samples), *folder.iterdir()):
        os.utime(path, (FUTURE, FUTURE))
    with Terminal(*COMMAND, samples) as terminal:
        at_rest(terminal, "1 of 2")
        terminal.press("F")
        terminal.until_text("1 of 2 decided")
        terminal.until_quiet(3)  # nothing goes on for ever
        terminal.send("Q")
        assert terminal.finish() == 0
    assert (folder / f"notebook-{date.today().isoformat()}.db").exists()


def test_an_update_does_not_wait_for_the_clock(samples: Path) -> None:
    os.utime(samples, (FUTURE, FUTURE))
    for _ in range(2):
        done = subprocess.run([*COMMAND, "index", str(samples)], capture_output=True, timeout=60, check=False)
        assert done.returncode == 0
