"""A program in a real pseudo-terminal: its bytes, and the screen that a user would see."""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from types import TracebackType

import pyte

KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "space": " ",
    "tab": "\t",
    "down": "\x1b[B",
    "up": "\x1b[A",
    "ctrl+c": "\x03",
    "ctrl+q": "\x11",
    "ctrl+\\": "\x1c",
}
KEYS |= {f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "elnorsuz"} | {"shift+tab": "\x1b[Z"}
PATIENCE = 20.0  # seconds until a test that waits for something fails

#: Becomes the leader of the terminal, so that it is told of a new size, then runs the program.
_LAUNCHER = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
#: Questions that programs put to a terminal, with its answers.
_ANSWERS = {
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
}
#: Sequences that pyte does not know and would print.
_UNKNOWN = re.compile(
    rb"\x1b\[[<>=?][0-9;]*u|\x1b\[>[0-9;]*[a-zA-Z]|\x1bP[^\x1b]*\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
)
_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")


class Terminal:
    """Runs `argv`; all that it prints is in `output`, the screen as it stands in `lines`.

    `settings_found` and `settings_left` are those of the line discipline, before the program and after it. What goes
    to stderr is taken apart with `errors`. A program that does not lead is told nothing of its terminal.
    """

    def __init__(
        self, *argv: object, columns: int = 80, rows: int = 24, errors: Path | None = None, leads: bool = True
    ) -> None:
        self.output = bytearray()
        self._is_closed = False
        self.is_drawn = True  # False where only the time counts: drawing costs more than the program
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._master, self._slave = os.openpty()
        self._size(columns, rows)
        self.settings_found = termios.tcgetattr(self._slave)
        self.settings_left: list[object] = []
        launcher = [sys.executable, "-ISc", _LAUNCHER] if leads else []
        with errors.open("wb") if errors else nullcontext(self._slave) as stderr:
            self.process = subprocess.Popen(
                [*launcher, *map(str, argv)],
                stdin=self._slave,
                stdout=self._slave,
                stderr=stderr,
                start_new_session=True,
                env=dict(os.environ),  # readline, where it was loaded, set LINES and COLUMNS behind Python's back
            )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.close()

    def close(self) -> None:
        """The terminal is closed under the program."""
        if not self._is_closed:
            self._is_closed = True
            os.close(self._slave)
            os.close(self._master)

    def _size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns: int, rows: int) -> None:
        """Changes the size of the window."""
        self.screen.resize(rows, columns)
        self._size(columns, rows)

    @property
    def lines(self) -> list[str]:
        """The screen, without the blanks at the ends of its lines."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column of the terminal's own cursor, from 0."""
        return self.screen.cursor.y, self.screen.cursor.x

    @property
    def shows_cursor(self) -> bool:
        """Whether the terminal's own cursor is to be seen."""
        return not self.screen.cursor.hidden

    @property
    def line(self) -> str:
        """The line of the cursor: what a screen reader reads."""
        return self.lines[self.screen.cursor.y]

    def read(self, seconds: float) -> bytes:
        """What arrives first within this time, b"" if nothing does."""
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return b""
        data = os.read(self._master, 65536)
        self.output += data
        for question, answer in _ANSWERS.items():
            if question in data:
                os.write(self._master, answer)
        if self.is_drawn:
            self._stream.feed(_UNKNOWN.sub(b"", data))
        return data

    def until(self, holds: Callable[[], bool], what: str = "") -> None:
        """Reads until something holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            self.read(0.05)
            assert time.monotonic() < end, f"{what or 'it'} did not come:\n{self.text}"

    def until_text(self, text: str) -> None:
        """Reads until a text stands on the screen."""
        self.until(lambda: text in self.text, repr(text))

    def until_quiet(self, seconds: float = 0.15) -> None:
        """Reads until nothing has come for this long."""
        end = time.monotonic() + PATIENCE
        while self.read(seconds):
            assert time.monotonic() < end, f"it does not come to rest:\n{self.text}"

    def press(self, *keys: str) -> bytes:
        """Sends keys, by name or as they are, and returns all that is printed until it is quiet again."""
        before = len(self.output)
        for key in keys:
            os.write(self._master, KEYS.get(key, key).encode())
            self.until(lambda: len(self.output) > before, f"an answer to {key}")
            self.until_quiet()
        return bytes(self.output[before:])

    def send(self, key: str) -> None:
        """Sends a key without waiting for an answer."""
        os.write(self._master, KEYS.get(key, key).encode())

    def finish(self) -> int:
        """Reads to the end of the program and returns its exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            self.read(0.05)
            assert time.monotonic() < end, f"it does not end:\n{self.text}"
        self.until_quiet(0.01)
        self.settings_left = termios.tcgetattr(self._slave)
        return self.process.returncode

    def modes(self) -> dict[int, bool]:
        """The terminal's private modes that the program has touched, as it left them."""
        found = {}
        for numbers, verb in _MODE.findall(bytes(self.output)):
            for number in numbers.split(b";"):
                found[int(number)] = verb == b"h"
        return found
