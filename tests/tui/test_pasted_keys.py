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
from textual.events import Key

from cable_tui.archive.build.update import update
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.state import State
from cable_tui.tui.keymap import DECIDING, commands
from cable_tui.tui.terminal.bursts import Bursts, PasteGuard, Typed, Verdict

_PROGRAM = Path(sys.executable).with_name("cable-tui")
_SAID = "taken as pasted text"


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


class Typist:
    """Types with pauses; `decided` are the keys that were answered."""

    def __init__(self) -> None:
        self._now = 100.0
        self._bursts, self._guard = Bursts(), PasteGuard(lambda: self._now)
        self._waiting: list[Typed] = []
        self.decided = self.passed_over = 0

    def types(self, keys: str, pause: float) -> None:
        """Types keys that come together, after a pause; all that waits is looked at then."""
        self._look(until=self._now + pause)
        typed = self._bursts.come([Key(key, key) for key in keys], pause)
        self._waiting += typed
        self._guard.came(typed)
        self._look(until=self._now)

    def rests(self) -> None:
        """Types nothing for a while."""
        self._look(until=self._now + 5)

    def _look(self, until: float) -> None:
        while self._now <= until:
            while self._waiting:
                verdict = self._guard.judge(self._waiting, lambda: lambda key: key.key in "Fdr")
                if verdict is Verdict.WAIT:
                    break
                self.decided += verdict is Verdict.ANSWER and self._waiting[0].event.key in "Fdr"
                self.passed_over += verdict is Verdict.TEXT
                self._waiting.pop(0)
            self._now += 0.002
        self._now = until


@pytest.mark.parametrize(
    ("keys", "times", "pause", "decided"),
    [
        ("d", 60, 0.033, 60),  # held down
        ("d", 60, 0.015, 60),  # held down, by who likes it fast
        ("d", 3, 0.3, 3),
        ("dd", 10, 0.03, 20),  # held down, on a line that brings two at once
        ("d" * 20, 1, 1.0, 20),
        ("d" * 21, 1, 1.0, 0),
        ("ddddd\r", 8, 0.0, 0),
        ("ddddd\r", 8, 0.02, 0),
        ("ddddd\r", 8, 0.05, 0),
        ("jdFr and a word", 30, 0.05, 0),
        ("dd", 30, 0.5, 60),
        ("d" * 20, 4, 0.5, 80),
    ],
)
def test_who_types_decides_and_what_is_pasted_does_not(keys: str, times: int, pause: float, decided: int) -> None:
    typist = Typist()
    for _ in range(times):
        typist.types(keys, pause)
    typist.rests()
    assert typist.decided == decided
    assert typist.decided + typist.passed_over == sum(map(keys.count, "Fdr")) * times


def test_a_single_key_is_answered_at_once() -> None:
    typist = Typist()
    typist.types("d", 0.5)
    assert typist.decided == 1


@pytest.mark.parametrize("before", [b"", b"\x1b[200~cod\x1b[201~"])
def test_lines_that_come_as_keys_dismiss_nothing(before: bytes, terminal: Terminal) -> None:
    for line in [before + b"ddddd\r", *[b"ddddd\r"] * 7]:
        os.write(terminal._master, line)
        terminal.read(0)
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
