"""Text that arrives as keys decides nothing, however it is cut; what somebody types decides as ever."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import on, transmission
from harness.terminal import Terminal

from cable_tui.archive.build.update import update
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.state import State
from cable_tui.tui.keymap import DECIDING, commands

_PROGRAM = Path(sys.executable).with_name("cable-tui")
_SAID = "taken for pasted text"


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    folder = tmp_path / "shelf"
    folder.mkdir()
    for number in range(1, 61):
        text = transmission(number=number, when=on(2009, 6, 1, minute=number % 60))
        (folder / f"{number:02d}.txt").write_text(text, encoding="utf-8")
    update(folder)
    with Terminal(_PROGRAM, folder) as found:
        found.until_text("decided")
        found.until_quiet(0.5)
        yield found


def decided(terminal: Terminal) -> int:
    """Ends the program; returns how many cables it has left dismissed."""
    terminal.until_quiet(0.5)
    terminal.send("1")
    terminal.send("Q")
    assert terminal.finish() == 0
    with closing(Notebook.open()) as notebook:
        return sum(state is State.DISMISSED for _, state in notebook.states())


@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.04])
@pytest.mark.parametrize("before", [b"", b"\x1b[200~cod\x1b[201~"])
def test_lines_that_come_as_keys_dismiss_nothing(seconds: float, before: bytes, terminal: Terminal) -> None:
    for line in [before + b"ddddd\r", *[b"ddddd\r"] * 7]:
        os.write(terminal._master, line)
        time.sleep(seconds)
    terminal.until_text(_SAID)
    assert decided(terminal) == 0


def test_behind_a_marked_paste_even_one_key_is_text(terminal: Terminal) -> None:
    os.write(terminal._master, b"\x1b[200~cod\x1b[201~d")
    terminal.until_text(_SAID)
    assert decided(terminal) == 0


def test_keys_that_move_are_answered_all_the_same(terminal: Terminal) -> None:
    os.write(terminal._master, b"jd" * 25)
    terminal.until(lambda: "26 of 60" in terminal.lines[0], "the last move")
    terminal.until_text(_SAID)
    assert decided(terminal) == 0


def test_a_key_that_is_held_down_decides_each_time(terminal: Terminal) -> None:
    for _ in range(30):
        os.write(terminal._master, b"d")
        time.sleep(0.033)  # as fast as keyboards repeat
    assert decided(terminal) == 30


def test_twenty_keys_that_a_slow_line_brings_at_once_decide(terminal: Terminal) -> None:
    os.write(terminal._master, b"d" * 20)
    terminal.until_text("20 of 60 decided")
    assert decided(terminal) == 20


def test_what_decides_are_commands_that_there_are() -> None:
    assert commands().keys() >= DECIDING
