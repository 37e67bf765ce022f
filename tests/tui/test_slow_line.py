"""A slow line, a dead one, and keys that come faster than either: what is sent, and that nothing is lost."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.cables import on, transmission
from harness.terminal import Terminal

from cable_tui import paths
from cable_tui.archive.build.update import update
from cable_tui.tui.terminal.pacing import QUESTION, Pace

_PROGRAM = Path(sys.executable).with_name("cable-tui")
_SLOW = (sys.executable, Path(__file__).parent.parent / "harness" / "relay.py", "0.2", "20000")
_UPDATE = b"\x1b[?2026h"
_CABLES = 40


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Cables whose texts differ in every line; the newest but ten has many pages."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    for number in range(1, _CABLES + 1):
        count = 30 if number == _CABLES - 10 else 3
        paragraphs = tuple(" ".join(f"w{number}x{place}x{word}" for word in range(60)) for place in range(count))
        text = transmission(number=number, when=on(2009, 6, 1, minute=number), paragraphs=paragraphs)
        (folder / f"{number:02d}.txt").write_text(text, encoding="utf-8")
    update(folder)
    file = paths.config_file()  # nothing is marked by time alone: what is printed is the answer to a key
    file.parent.mkdir(parents=True)
    file.write_text("[reading]\nread_after = 0\n", encoding="utf-8")
    return folder


@pytest.fixture
def slow(shelf: Path) -> Iterator[Terminal]:
    """The program behind a line of 20 kB/s with a delay of 200 ms."""
    with Terminal(*_SLOW, _PROGRAM, shelf) as found:
        found.until_text("decided")
        found.until_quiet(1.4)  # the search for changes begins a second after the list is there
        yield found


def test_ten_fast_keys_are_answered_by_one_update(slow: Terminal) -> None:
    updates = [_burst(slow, "j", "w30x0x0")]
    assert f"11 of {_CABLES}" in slow.lines[0]
    slow.press("enter")
    slow.until_quiet(0.6)
    updates += [_burst(slow, " ", "¶ 14 of 30"), _burst(slow, "j", "¶ 24 of 30"), _burst(slow, "J", "w20x0x0")]
    assert sorted(updates)[:3] == [1, 1, 1]  # where the machine is busy a key may be late
    assert max(updates) <= 2
    assert f"21 of {_CABLES}" in slow.lines[0]


def _burst(slow: Terminal, key: str, text: str) -> int:
    """Presses a key ten times in a moment, after which a text is to be seen; returns the updates that it took."""
    assert text not in slow.text
    before = len(slow.output)
    os.write(slow._master, key.encode() * 10)
    slow.until_text(text)
    slow.until_quiet(0.6)
    return slow.output[before:].count(_UPDATE)


def test_keys_that_come_while_output_is_under_way_are_not_lost(slow: Terminal) -> None:
    before = len(slow.output)
    for _ in range(12):
        slow.send("j")
        slow.read(0.05)
    slow.send("k")
    slow.until(lambda: f"12 of {_CABLES}" in slow.lines[0], "the twelfth cable")
    slow.until_quiet(0.6)
    assert bytes(slow.output[before:]).count(_UPDATE) < 12
    shown = slow.lines
    slow.press("ctrl+l")
    slow.until_quiet(0.6)
    assert slow.lines == shown


def test_no_answer_of_the_terminal_is_typed_into_the_shell(shelf: Path) -> None:
    with Terminal(*_SLOW, "sh", "-c", f"{_PROGRAM} {shelf}; exec cat") as terminal:
        terminal.until_text("decided")
        terminal.until_quiet(1.2)
        terminal.press("i")
        terminal.until_quiet(0.6)
        before = len(terminal.output)
        terminal.send("q")
        terminal.read(0.1)
        terminal.send("Q")  # it is there before the answer to what the list asked
        terminal.until_quiet(1.2)
        assert QUESTION.encode() in terminal.output[before:]
        assert terminal.output.count(b"\x1b[?1049l") == 1
        assert "$y" not in terminal.text


def test_a_terminal_that_takes_nothing_costs_no_memory_and_is_right_afterwards(shelf: Path) -> None:
    with Terminal(_PROGRAM, shelf) as terminal:
        terminal.until_text("decided")
        terminal.until_quiet(1.2)
        before = _memory(terminal)
        for _ in range(5):  # nothing is read of what is printed meanwhile
            for keys in ("j" * _CABLES, "k" * _CABLES, "G", "g", "\x0c", "JJJ", "KKK"):
                os.write(terminal._master, keys.encode())
            _until_read(terminal)
        os.write(terminal._master, b"jjj")
        _until_read(terminal)
        assert _memory(terminal) - before < 8_000
        had = len(terminal.output)
        terminal.until(lambda: f"4 of {_CABLES}" in terminal.lines[0], "the fourth cable")
        terminal.until_quiet(0.5)
        assert len(terminal.output) - had < 60_000
        assert "w37x0x0" in terminal.text
        shown = terminal.lines
        terminal.press("ctrl+l")
        assert terminal.lines == shown


def _memory(terminal: Terminal) -> int:
    """Kilobytes of the program."""
    status = Path(f"/proc/{terminal.process.pid}/status").read_text("utf-8")
    return int(status.partition("VmRSS:")[2].split()[0])


def _until_read(terminal: Terminal) -> None:
    """Waits until the program has done with its keys: it does not run any more."""
    file = Path(f"/proc/{terminal.process.pid}/stat")
    ticks: list[str] = []
    while len(ticks) < 4 or len(set(ticks[-4:])) > 1:
        ticks.append(" ".join(file.read_text("utf-8").rpartition(")")[2].split()[11:13]))
        select.select([], [], [], 0.05)


def test_a_line_to_write_in_is_silent_too(shelf: Path) -> None:
    with Terminal(_PROGRAM, shelf) as terminal:
        terminal.until_text("decided")
        terminal.until_quiet(1.2)
        for keys in ("/c", "Lx", "Mx", ":"):
            for key in keys:
                terminal.send(key)
            terminal.until_quiet(0.5)
            before = len(terminal.output)
            terminal.read(0.7)
            assert len(terminal.output) == before
            terminal.press("ctrl+s" if keys == "Mx" else "esc")


# --- the pace alone --------------------------------------------------------------------------------------------


class Clock:
    """A clock that is set by hand."""

    time = 100.0

    def __call__(self) -> float:
        return self.time


def test_an_unanswered_question_holds_updates_until_the_answer_or_for_a_while() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert pace.sent(5000) == ""  # who has never answered is not asked
    assert pace.delay() == 0
    pace.answered(clock())
    assert pace.sent(1800) == QUESTION
    assert pace.delay() == 0  # a second one may be under way
    assert pace.sent(1800) == ""
    assert pace.delay() > 0
    pace.answered(clock())
    assert pace.delay() == 0
    pace.sent(1800)
    pace.sent(1800)
    clock.time += 10
    assert pace.delay() == 0
    assert pace.sent(1800) == ""  # and is not asked again


def test_keys_that_wait_put_an_update_off_for_a_moment_only() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert 0 < pace.delay(has_typed=True) < 1
    assert pace.delay() == 0
    clock.time += 1
    assert pace.delay(has_typed=True) == 0
    pace.sent(100)
    assert pace.delay(has_typed=True) > 0


def test_on_a_slow_line_an_update_waits_for_a_part_that_is_to_come_for_a_moment_only() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.time += 0.4
    pace.answered(clock())
    assert 0 < pace.delay(is_expecting=True) < 0.1
    assert pace.delay() == 0
    clock.time += 0.6
    assert pace.delay(is_expecting=True) == 0
    assert pace.delay(has_typed=True) > 0  # keys are waited for as long as an answer takes


def test_on_a_slow_line_an_update_waits_for_keys_that_come_together() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.typed()
    assert pace.delay() == 0  # not known to be slow
    clock.time += 0.4
    pace.answered(clock())
    assert pace.delay() == 0
    pace.typed()
    assert 0 < pace.delay() < 0.02
    clock.time += 0.02
    assert pace.delay() == 0
    for _ in range(100):  # a key that is held down
        pace.typed()
        clock.time += 0.01
    assert pace.delay() == 0


def test_on_a_fast_line_nothing_waits_for_a_part_that_is_to_come() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.time += 0.01
    pace.answered(clock())
    assert pace.delay(is_expecting=True) == 0
    pace.sent(5000)
    clock.time += 0.3  # the line became slow
    pace.answered(clock())
    assert pace.delay(is_expecting=True) > 0


def test_nothing_is_sent_while_the_last_update_is_on_its_way_out() -> None:
    assert Pace(Clock()).delay(is_busy=True) > 0
