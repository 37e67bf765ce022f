"""Signals, and a terminal that goes: what was found is restored, what was answered is kept, and nothing runs on."""

from __future__ import annotations

import os
import random
import re
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import LONG, transmission
from harness.command import COMMAND, run
from harness.restored import MOUSE, assert_nothing_runs, assert_restored, at_rest, children, processes
from harness.terminal import PATIENCE, Terminal

from cable_tui.notebook.notebook import Notebook

SHELL = ("bash", "--norc", "--noprofile", "-i")


@pytest.fixture
def terminal(samples: Path) -> Iterator[Terminal]:
    with Terminal(*COMMAND, samples) as found:
        at_rest(found, "1 of 2")
        yield found


@pytest.fixture
def heavy(tmp_path: Path) -> Path:
    """An archive that several processes build for some seconds."""
    folder = tmp_path / "heavy"
    folder.mkdir()
    for number in range(1, 401):
        text = transmission(number=number, subject=f"MESSAGE {number}", paragraphs=(LONG,) * 15)
        (folder / f"{number:03d}.txt").write_text(text, encoding="utf-8")
    return folder


def bookmarked() -> list[str]:
    """The cables that have bookmarks; the notebook is looked at page by page when it is opened."""
    with closing(Notebook.open()) as notebook:
        return [bookmark.about.name for bookmark in notebook.bookmarks()]


def drawn(terminal: Terminal) -> list[str]:
    """The screen once nothing changes it by itself any more: the cable in sight counts as read after two seconds."""
    terminal.until_quiet(2.4)
    return terminal.lines


def building(terminal: Terminal) -> int:
    """The builder of a reader, once other processes help it."""
    found: list[int] = []

    def helped() -> bool:
        found[:] = [child for child in children(terminal.process.pid) if children(child)]
        return bool(found)

    terminal.until(helped, "a builder with helpers")
    return found[0]


ENDING = [
    *(signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM),
    *(signal.SIGVTALRM, signal.SIGXCPU, signal.SIGABRT),
]


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_ends_the_program_and_nothing_is_lost(number: signal.Signals, terminal: Terminal) -> None:
    terminal.press("enter", "m")
    terminal.process.send_signal(number)
    assert terminal.finish() == 128 + number
    assert_restored(terminal)
    assert b"Traceback" not in terminal.output
    assert_nothing_runs()
    assert bookmarked() == ["09ASTANA1103"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_while_the_program_starts_restores_the_terminal(number: signal.Signals, samples: Path) -> None:
    draw = random.Random(number)
    for _ in range(6):
        with Terminal(*COMMAND, samples) as terminal:
            terminal.until(lambda terminal=terminal: b"\x1b[?1049h" in terminal.output, "the screen")
            time.sleep(draw.uniform(0, 0.3))
            terminal.process.send_signal(number)
            assert terminal.finish() == 128 + number
            assert_restored(terminal)
            assert b"Traceback" not in terminal.output
    assert_nothing_runs()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_in_the_middle_of_a_build_leaves_no_process(number: signal.Signals, heavy: Path) -> None:
    with Terminal(*COMMAND, heavy) as terminal:
        building(terminal)
        terminal.process.send_signal(number)
        assert terminal.finish() == 128 + number
        assert_restored(terminal)
    assert_nothing_runs()


def test_a_reader_that_is_killed_leaves_no_build(heavy: Path) -> None:
    with Terminal(*COMMAND, heavy) as terminal:
        building(terminal)
        terminal.process.kill()
        terminal.process.wait()
        assert_nothing_runs()


def test_a_builder_that_is_killed_is_a_message_and_reading_goes_on(heavy: Path) -> None:
    with Terminal(*COMMAND, heavy) as terminal:
        os.kill(building(terminal), signal.SIGKILL)
        terminal.until_text("The build was interrupted; it resumes at the next start.")
        assert "reading" not in terminal.lines[0]
        terminal.until(lambda: len(processes()) == 1, "the end of the helpers")
        terminal.press("j")
        assert " 2 of " in terminal.lines[0]
        terminal.send("Q")
        assert terminal.finish() == 0
        assert_restored(terminal)
    assert run("index", heavy).returncode == 0
    assert run("search", heavy, "cod", "--format", "ids").stdout.count("\n") == 400


def test_a_disturbed_screen_is_drawn_anew_in_every_place(terminal: Terminal) -> None:
    drawn(terminal)
    seen = set()
    for keys in ("", "2", "/", "?", "R", "I", "i", "B", "V", "T", ":", "!", "/?"):
        terminal.press(*keys)
        terminal.until_quiet(0.3)
        before = terminal.lines
        seen.add("\n".join(before))
        terminal.screen.erase_in_display(2)
        terminal.press("ctrl+l")
        assert terminal.lines == before, keys
        for _ in keys:
            terminal.press("esc")
            terminal.until_quiet(0.3)
    assert len(seen) == 13


def test_two_hundred_sizes_in_a_moment_end_in_the_last_one(terminal: Terminal) -> None:
    draw = random.Random(4)
    for _ in range(200):
        terminal.resize(draw.randrange(20, 160), draw.randrange(5, 50))
        terminal.read(0)
    terminal.resize(80, 24)
    terminal.until_quiet(1.5)
    terminal.send("j")
    terminal.until(lambda: " 2 of 2" in terminal.lines[0], "the next cable")
    terminal.until(lambda: terminal.lines[2].startswith("▌") and terminal.lines[-1].endswith("? keys"), "the screen")
    before = drawn(terminal)
    terminal.press("ctrl+l")
    assert terminal.lines == before
    terminal.send("Q")
    assert terminal.finish() == 0
    assert_restored(terminal)


# --- stopped and continued ---------------------------------------------------------------------------------------


@pytest.fixture
def shell(samples: Path) -> Iterator[Terminal]:
    """The program as a job of a shell."""
    with Terminal(*SHELL) as found:
        found.press("PS1='ready> '\r")
        found.send(f"{' '.join(COMMAND)} {samples}\r")
        at_rest(found, "1 of 2")
        yield found


def program() -> int:
    """The reader that the shell runs."""
    (found,) = [pid for pid, words in processes().items() if "cable_tui" in words and " index " not in words]
    return found


def usable(terminal: Terminal) -> bool:
    """The shell has a terminal with a cursor, on its own screen, and without a mouse or marks for what is pasted."""
    modes = {**terminal.modes(), 2004: False}  # bash switches the last one on for itself
    return not modes[1049] and modes[25] and modes[7] and not any(modes.get(mode, False) for mode in {1004, *MOUSE})


@pytest.mark.parametrize("way", ["key", "signal", "unasked"])
def test_what_was_on_the_screen_is_there_again_after_fg(way: str, shell: Terminal) -> None:
    shell.press("enter", "j")
    before = drawn(shell)
    for _ in range(3):
        if way == "key":
            shell.send("ctrl+z")
        else:
            os.kill(program(), signal.SIGTSTP if way == "signal" else signal.SIGSTOP)
        shell.until_text("Stopped")
        shell.until_text("ready>")
        assert way == "unasked" or usable(shell)
        shell.press("clear\r")
        shell.send("fg\r")
        shell.until(lambda: shell.lines == before, "the same screen")
        shell.until_quiet(0.3)
    shell.press("q", "j")
    assert " 2 of 2" in shell.lines[0]
    shell.send("q")
    shell.until_text("ready>")
    assert usable(shell)
    shell.press("stty -a\r")
    assert all(f" {word} " in f"{shell.text} ".replace("\n", " ") for word in ("icanon", "echo", "isig", "icrnl"))
    assert b"Traceback" not in shell.output


def test_a_dialog_is_there_again_after_fg(shell: Terminal) -> None:
    shell.press("enter", "M", *"cod")
    before = shell.lines  # its cursor blinks
    os.kill(program(), signal.SIGTSTP)
    shell.until_text("Stopped")
    shell.press("clear\r")
    shell.send("fg\r")
    shell.until(lambda: shell.lines == before, "the same screen")
    shell.press("ctrl+s", "Q")
    assert bookmarked() == ["09ASTANA1103"]


def test_where_no_shell_could_continue_it_the_program_is_not_stopped(terminal: Terminal) -> None:
    before = drawn(terminal)
    terminal.send("ctrl+z")
    terminal.until(lambda: terminal.output.count(b"\x1b[?1049h") == 2, "the screen, taken back")
    terminal.until_quiet(0.4)
    terminal.until(lambda: terminal.lines == before, "the same screen")
    terminal.press("j")
    assert " 2 of 2" in terminal.lines[0]


def test_a_stop_in_the_middle_of_anything_holds_nothing_up(terminal: Terminal) -> None:
    draw = random.Random(6)
    for _ in range(25):
        terminal.send(draw.choice("jkJK "))
        time.sleep(draw.uniform(0, 0.02))
        terminal.process.send_signal(signal.SIGTSTP)
        terminal.read(0.02)
    terminal.until_quiet(0.6)
    terminal.send("1")
    terminal.send("g")
    terminal.until(lambda: " 1 of 2" in terminal.lines[0], "the first cable")
    before = drawn(terminal)
    terminal.press("ctrl+l")
    assert terminal.lines == before
    terminal.send("Q")
    assert terminal.finish() == 0
    assert_restored(terminal)


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+\\"])
def test_a_key_that_ends_another_program_ends_that_one_alone(key: str, terminal: Terminal) -> None:
    """While another program has the terminal, it makes signals of these keys, for both."""
    terminal.press("|", *"echo begun; exec sleep 1000", "\r")
    terminal.until(lambda: terminal.text.count("begun") == 2, "the command")
    terminal.send(key)
    terminal.until_text("[press enter to return]")
    terminal.send(key)
    terminal.send("enter")
    terminal.until_text("sleep 1000: exited with code -")
    terminal.press("j")
    assert " 2 of 2" in terminal.lines[0]
    terminal.send("Q")
    assert terminal.finish() == 0


# --- the terminal goes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_told", [True, False])
def test_a_program_whose_terminal_is_gone_ends(is_told: bool, heavy: Path, tmp_path: Path) -> None:
    """The terminal's own end is closed; without a hangup signal the program has to see it for itself."""
    errors = tmp_path / "errors"
    with Terminal(*COMMAND, heavy, errors=errors, leads=is_told) as terminal:
        building(terminal)
        terminal.until_text("MESSAGE")
        terminal.press("enter", "m")
        terminal.close()
        terminal.process.wait(PATIENCE)
        assert terminal.process.returncode == 128 + signal.SIGHUP
        assert_nothing_runs()
    assert re.search(r"\S", errors.read_text(encoding="utf-8")) is None
    assert len(bookmarked()) == 1
