"""Runs the build in a separate process that reports its progress line by line."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, NamedTuple


class Step(NamedTuple):
    """One report of the build: cables read so far, share of the work (0 to 1), and whether it has finished.

    `stored` counts the cables already in the cache. `rate` is in cables per second and `left` in seconds; both are 0
    until known. `message` tells the reader what could not be read, or why the build ended.
    """

    cables: int = 0
    share: float = 0.0
    stored: int = 0
    rate: float = 0.0
    left: float = 0.0
    finished: bool = False
    message: str = ""


_CUT_SHORT = "The build was interrupted; it resumes at the next start."


class Indexer:
    """Runs `cable-tui index ARCHIVE` and yields its reports."""

    def __init__(self, archive: Path, *, follow_links: bool = False) -> None:
        self.archive = archive
        self._links = "--follow-links" if follow_links else "--no-follow-links"  # the settings may have changed since
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def was_started(self) -> bool:
        """Whether `start` was called."""
        return self._process is not None

    def start(self) -> subprocess.Popen[bytes]:
        """Starts the build if it has not been started; its reports wait for `steps`."""
        if self._process is None:
            command = [sys.executable, "-P"]  # do not import from the current folder
            command += ["-m", "cable_tui", "index", "--progress=json", self._links, "--", str(self.archive)]
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        return self._process

    async def steps(self) -> AsyncIterator[Step]:
        """Starts the build if needed and yields its reports until it ends. Iterate only once."""
        try:
            process = self.start()
        except OSError as error:  # such as too many processes
            yield Step(finished=True, message=f"Cannot check for new cables: {error.strerror}.")
            return
        assert process.stdout is not None
        assert process.stderr is not None
        is_finished = False
        async with _lines(process.stdout) as lines, _lines(process.stderr) as errors:
            async for line in lines:
                if step := read_step(line):
                    is_finished = step.finished
                    yield step
            complaint = (await errors.read()).decode(errors="replace").strip()
        if await _end_of(process) and complaint:
            yield Step(finished=True, message=complaint.splitlines()[-1])
        elif not is_finished:  # killed: clear the progress from the title
            yield Step(finished=True, message=_CUT_SHORT)

    async def stop(self) -> None:
        """Ends the build if it runs; committed cables stay in the cache."""
        if self._process and self._process.returncode is None:
            self._process.terminate()
            await _end_of(self._process)


@asynccontextmanager
async def _lines(pipe: IO[bytes]) -> AsyncIterator[asyncio.StreamReader]:
    """A reader of a pipe, which is closed on exit."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    try:
        yield reader
    finally:
        transport.close()


async def _end_of(process: subprocess.Popen[bytes]) -> int:
    """Waits for a process to end; returns its exit code."""
    return await asyncio.to_thread(process.wait)


def read_step(line: bytes) -> Step | None:
    """Parses a line of the build's output, None if it is not a report."""
    try:
        return Step(**json.loads(line))
    except (ValueError, TypeError):
        return None
