"""The stream to the terminal, which may be cut at any moment."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import IO


class Line:
    """Writes to the terminal. One that is cut raises nothing: it takes everything and says once that it is gone.

    The thread that writes flushes when nothing more is to be written; `free` is told then.
    """

    def __init__(self, stream: IO[str], lost: Callable[[], None], free: Callable[[], None]) -> None:
        self._stream, self._lost, self._free = stream, lost, free
        self.is_cut = False
        self.queued = 0  # texts that are to be written, counted by who has them written
        self._written = self._flushed = 0

    @property
    def is_busy(self) -> bool:
        """Whether something is on its way out of the program."""
        return self._flushed < self.queued

    def write(self, text: str) -> None:
        """Writes a text."""
        self._written += 1
        self._try(lambda: self._stream.write(text))

    def flush(self) -> None:
        """Sends what was written."""
        self._try(self._stream.flush)
        self._flushed = self._written
        self._free()

    def fileno(self) -> int:
        """The descriptor of the stream."""
        return self._stream.fileno()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._stream.isatty()

    def _try(self, work: Callable[[], object]) -> None:
        if self.is_cut:
            return
        try:
            work()
        except OSError:
            self.is_cut = True
            _drop(self._stream.fileno())
            self._lost()


def _drop(descriptor: int) -> None:
    """What the stream still holds goes nowhere when it is flushed at the end, instead of failing once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
