"""What a program that has ended must have left: a terminal as it was found, and no process."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from .terminal import PATIENCE, Terminal

ALTERNATE_SCREEN, MOUSE = 1049, {9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016}
#: The private modes that are on in a terminal that nobody has touched: lines wrap, the cursor is shown.
USUAL = {7, 25}


def at_rest(terminal: Terminal, place: str) -> None:
    """Waits until the build is over and nothing is printed any more."""
    terminal.until(lambda: place in terminal.lines[0] and "reading" not in terminal.lines[0], place)
    terminal.until(lambda: shows_first_cable(terminal), "the first cable")
    terminal.until_quiet(0.4)


def shows_first_cable(terminal: Terminal) -> bool:
    """Whether the last line, above tmux's, is the first cable's or the hint of a first launch, which stays a while."""
    return any(sign in "".join(terminal.lines[-2:]) for sign in ("¶ 1", "? lists keys"))


def assert_restored(terminal: Terminal) -> None:
    """The terminal is as it was found: modes, cursor, style, and the line discipline."""
    modes = terminal.modes()
    assert ALTERNATE_SCREEN in modes
    assert {mode for mode, is_on in modes.items() if is_on != (mode in USUAL)} == set()
    assert terminal.settings_left == terminal.settings_found
    output = bytes(terminal.output)
    assert output.count(b"\x1b[?1049h") == output.count(b"\x1b[?1049l")
    assert len(re.findall(rb"\x1b\[>[0-9]+u", output)) == len(re.findall(rb"\x1b\[<[0-9]*u", output))
    styles = re.findall(rb"\x1b\[([0-9;:]*)m", output)
    assert styles[-1] in (b"", b"0")


def processes() -> dict[int, str]:
    """Every living process whose home is the test's own, with its command line."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:  # it ended meanwhile, or is another user's
            continue
        if f"HOME={os.environ['HOME']}".encode() in environment:
            found[int(folder.name)] = b" ".join(words).decode(errors="replace")
    return found


def children(pid: int) -> list[int]:
    """The children of a process."""
    return [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()]


def assert_nothing_runs() -> None:
    """Of all that the test has started nothing is left, after the moment that ending takes."""
    end = time.monotonic() + PATIENCE
    while left := processes():
        assert time.monotonic() < end, f"still there: {left}"
        time.sleep(0.05)
