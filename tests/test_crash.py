"""An exception that nobody expected: the terminal is restored, and the report has not a word of a cable."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from harness.restored import assert_nothing_runs, assert_restored, at_rest
from harness.terminal import Terminal

from cable_tui import crash, paths

SECRET = "HERRING-IN-THE-VAULT"

#: Runs the program with one of its own methods raising: it stands where the real one stands.
FAULTY = f"""
import sys
from cable_tui import cli
from cable_tui.tui.reader.screen import ReaderScreen
from cable_tui.tui.widgets.message_list import MessageList
from cable_tui.tui.archive_worker import ArchiveWorker
from cable_tui.tui.terminal import driver

def breaks(*arguments, **options):
    text = "{SECRET}"
    if sys.argv[1] == "rich":
        class Shown(Exception):
            def __rich__(self):
                return text
        raise Shown(text)
    raise KeyError(text)

async def breaks_later(*arguments, **options):
    breaks()

where = sys.argv[1]
if where in ("key", "rich"):
    ReaderScreen.action_header = breaks
elif where == "worker":
    ReaderScreen.action_header = lambda self: self.run_worker(breaks_later())
elif where == "thread":
    ReaderScreen.action_header = lambda self: self.run_worker(breaks, thread=True)
elif where == "timer":
    ReaderScreen.action_header = lambda self: self.set_timer(0.01, breaks)
elif where == "drawing":
    def later(self):
        MessageList.render_line = breaks
        self.refresh(layout=True)
        self.query_one("#list").refresh()
    ReaderScreen.action_header = later
elif where == "input":
    driver.LinuxDriver.process_message = breaks
elif where == "mount":
    ReaderScreen.on_mount = breaks
elif where == "unmount":
    ReaderScreen.on_unmount = breaks_later
sys.exit(cli.main(sys.argv[2:]))
"""
PLACES = ["key", "rich", "worker", "thread", "timer", "drawing", "input", "mount", "unmount"]


def reports() -> list[Path]:
    return sorted(paths.reports_folder().glob("*")) if paths.reports_folder().exists() else []


@pytest.mark.parametrize("where", PLACES)
def test_a_fault_restores_the_terminal_and_leaves_a_report_without_text(
    where: str, samples: Path, tmp_path: Path
) -> None:
    program, errors = tmp_path / "faulty.py", tmp_path / "errors"
    program.write_text(FAULTY, encoding="utf-8")
    with Terminal(sys.executable, program, where, samples, errors=errors) as terminal:
        if where not in ("mount", "input"):  # the terminal's answers at the start are input too
            at_rest(terminal, "1 of 2")
            terminal.send("q" if where == "unmount" else "h")
        assert terminal.finish() == crash.EXIT_CODE
        assert_restored(terminal)
        assert SECRET.encode() not in terminal.output
        assert b"Traceback" not in terminal.output
    (report,) = reports()
    said = errors.read_text(encoding="utf-8")
    assert said.count("\n") == 1
    assert str(report) in said
    assert SECRET not in said
    assert_without_text(report, samples)
    assert_nothing_runs()


def assert_without_text(report: Path, samples: Path) -> None:
    """Every line of a report is a version, a type, or a line of the program."""
    assert report.stat().st_mode & 0o777 == 0o600
    assert report.parent.stat().st_mode & 0o777 == 0o700
    lines = report.read_text(encoding="ascii").splitlines()
    assert lines[0].startswith("cable-tui ")
    for line in lines[2:]:
        assert re.fullmatch(r"|[\w.<>]+|  cable_tui/[\w/]+\.py:\d+ [\w<>]+", line), line
    assert SECRET not in "\n".join(lines)
    assert str(samples) not in "\n".join(lines)


def test_a_command_that_breaks_says_so_in_one_line(samples: Path) -> None:
    code = f"""
import sys
from cable_tui import cli
from cable_tui.cli import show
def breaks(cable):
    raise ValueError(cable.text)
show.print_cable = breaks
sys.exit(cli.main(["show", {str(samples)!r}, "08MOSCOW1640"]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False, timeout=60)
    (report,) = reports()
    assert done.returncode == crash.EXIT_CODE
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    assert str(report) in done.stderr
    assert "Medvedev" not in done.stderr
    assert "cable_tui/cli/__init__.py" in report.read_text(encoding="ascii")
    assert_without_text(report, samples)


def test_a_report_names_the_causes_by_their_types_alone() -> None:
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as first:
            raise LookupError(SECRET) from first
    except LookupError as error:
        text = crash.describe(error)
    assert text.splitlines()[3::2] == ["LookupError", "ValueError"]
    assert SECRET not in text


def test_a_report_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert crash.told(ValueError(SECRET)) == (
        "stopped by a fault of its own (ValueError). No report of it could be written."
    )


@pytest.mark.parametrize("mask", [0o000, 0o077, 0o777])
def test_a_report_is_the_users_alone_whatever_the_umask(mask: int) -> None:
    before = os.umask(mask)
    try:
        file = crash.report(ValueError(SECRET))
    finally:
        os.umask(before)
    if file is None:
        pytest.skip("with this umask no folder can be used by who is not root")
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0
