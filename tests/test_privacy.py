"""What the program writes is the user's alone, stays out of the archive, and goes over no network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from harness.command import COMMAND, python, run
from harness.restored import at_rest
from harness.rows import snapshot
from harness.terminal import Terminal


@pytest.mark.parametrize("mask", ["000", "022", "077"])
def test_whatever_is_written_is_the_users_alone(mask: str, samples: Path, home: Path) -> None:
    """A day's work with every way to write something, under a shell's umask."""
    before = snapshot(samples)
    umask = ("sh", "-c", f'umask {mask}; exec "$@"', "-")
    with Terminal(*umask, *COMMAND, samples) as terminal:
        at_rest(terminal, "1 of 2")
        terminal.press("enter", "j", "m", "y", "F", "s", "enter")
        terminal.until_text("saved as")
        terminal.press("x", "enter")
        terminal.until_text("exported")
        terminal.send("Q")
        assert terminal.finish() == 0
    backup = home / "data" / "backup.jsonl"
    for arguments in (("index", samples), ("notebook", "backup", backup), ("notebook", "merge", backup)):
        subprocess.run([*umask, *COMMAND, *map(str, arguments)], check=True, capture_output=True, timeout=60)
    written = sorted(path for path in home.rglob("*") if path.is_relative_to(home))
    names = {path.suffix for path in written if path.is_file()}
    assert {".db", ".lock", ".txt", ".md", ".jsonl"} <= names
    assert any(path.parent.name == "copies" for path in written)
    for path in written:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
    assert snapshot(samples) == before
    assert sorted(path.name for path in samples.parent.iterdir()) == ["samples"]


def test_other_commands_write_nothing_beside_the_archive(samples: Path) -> None:
    before = snapshot(samples.parent)
    for arguments in (
        ("show", samples, "08MOSCOW1640"),
        ("search", samples, "kazakhstan"),
        ("export", samples),
        ("index", samples),
        ("notebook", "verify", samples),
    ):
        assert run(*arguments).returncode in (0, 1)
    assert snapshot(samples.parent) == before


# --- the guard of the whole suite ----------------------------------------------------------------------------------

CONNECTS = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"


def test_a_program_of_a_test_cannot_reach_the_network() -> None:
    assert "a test reached for the network" in python(CONNECTS).stderr
    assert "a test reached for the network" in python("import socket; socket.getaddrinfo('localhost', 1)").stderr


def test_the_program_itself_is_under_this_guard(samples: Path) -> None:
    code = "import sys, sitecustomize; from cable_tui.cli import main; print(sitecustomize.__file__)"
    assert "guard" in python(code).stdout
    assert os.environ["PYTHONPATH"].endswith("guard")
    assert sys.flags.isolated == 0


def test_a_test_cannot_reach_the_network() -> None:
    import socket

    with socket.socket() as made, pytest.raises(pytest.fail.Exception, match="network"):
        made.connect(("127.0.0.1", 9))
