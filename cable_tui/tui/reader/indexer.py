"""The build as the screen sees it: a process of its own that reports its progress line by line."""

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
    """One report of the build: cables read so far, share of the work (0 to 1), and whether it is over.

    `stored` are the cables that are in the cache already, `rate` is in cables a second and `left` in seconds (0 where
    they are not known yet). `message` is for the reader: what could not be read, or why the build ended.
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
    """Runs `cable-tui index ARCHIVE` and gives its reports."""

    def __init__(self, archive: Path, *, follow_links: bool = False) -> None:
        self.archive = archive
        self._links = "--follow-links" if follow_links else "--no-follow-links"  # whatever the settings say by now
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def was_started(self) -> bool:
        """Whether the build was started."""
        return self._process is not None

    def start(self) -> subprocess.Popen[bytes]:
        """Starts the build, unless it was started; its reports wait for whoever asks for the steps."""
        if self._process is None:
            command = [sys.executable, "-P"]  # what lies in the current folder is no part of the program
            command += ["-m", "cable_tui", "index", "--progress=json", self._links, "--", str(self.archive)]
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        return self._process

    async def steps(self) -> AsyncIterator[Step]:
        """Starts the build, if need be, and yields its reports until it ends; they can be had once."""
        try:
            process = self.start()
        except OSError as error:  # no room for another process
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
        elif not is_finished:  # killed: the title must not say for ever that cables are read
            yield Step(finished=True, message=_CUT_SHORT)

    async def stop(self) -> None:
        """Ends the build if it runs; what it has committed stays."""
        if self._process and self._process.returncode is None:
            self._process.terminate()
            await _end_of(self._process)


@asynccontextmanager
async def _lines(pipe: IO[bytes]) -> AsyncIterator[asyncio.StreamReader]:
    """What comes out of a pipe, which is closed at last."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    try:
        yield reader
    finally:
        transport.close()


async def _end_of(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a process that is about to end."""
    return await asyncio.to_thread(process.wait)


def read_step(line: bytes) -> Step | None:
    """The step of a line of the build's output, None for any other line."""
    try:
        return Step(**json.loads(line))
    except (ValueError, TypeError):
        return None
