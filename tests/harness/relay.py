"""A slow line between a terminal and a program: `relay.py DELAY RATE PROGRAM ...`, run in a terminal.

Bytes of either direction arrive DELAY seconds late, and no more than RATE of them in a second. As with sshd, what the
program prints is taken from it at once and waits in the relay: the program cannot see that the line is slow.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import sys
import termios
import time
import tty
from collections import deque

_TICK = 0.01  # seconds


class _Way:
    """One direction: bytes that are under way."""

    def __init__(self, source: int, target: int, delay: float, rate: float) -> None:
        self.source, self._target, self._delay, self._rate = source, target, delay, rate
        self._waiting: deque[tuple[float, bytes]] = deque()  # with the moment of their arrival
        self._free = 0.0  # when the line has room for more

    def take(self) -> bool:
        """Takes what is there; False at its end."""
        try:
            data = os.read(self.source, 65536)
        except OSError:
            return False
        piece = max(1, int(self._rate * _TICK))
        for at in range(0, len(data), piece):
            self._free = max(self._free, time.monotonic()) + len(data[at : at + piece]) / self._rate
            self._waiting.append((self._free + self._delay, data[at : at + piece]))
        return bool(data)

    def give(self) -> None:
        """Hands over what has arrived."""
        while self._waiting and self._waiting[0][0] <= time.monotonic():
            os.write(self._target, self._waiting.popleft()[1])

    @property
    def is_empty(self) -> bool:
        """Whether nothing is under way."""
        return not self._waiting


def main() -> int:
    delay, rate = float(sys.argv[1]), float(sys.argv[2])
    size = fcntl.ioctl(0, termios.TIOCGWINSZ, b"\0" * 8)
    tty.setraw(0)
    pid, inner = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, size)
        os.execvp(sys.argv[3], sys.argv[3:])
    ways = [_Way(0, inner, delay, rate), _Way(inner, 1, delay, rate)]
    is_open = True
    while is_open or not ways[1].is_empty:
        ready = select.select([way.source for way in ways] if is_open else [], [], [], _TICK)[0]
        for way in ways:
            if way.source in ready:
                is_open = way.take() and is_open
            if is_open or way is ways[1]:
                way.give()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    sys.exit(main())
