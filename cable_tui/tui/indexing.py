"""The build as the screen sees it: a process of its own that reports its progress line by line."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple


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


_CUT_SHORT = "The reading was cut short; the next start goes on with it."


class Indexer:
    """Runs `cable-tui index ARCHIVE` and gives its reports."""

    def __init__(self, archive: Path, *, follow_links: bool = False) -> None:
        self.archive = archive
        self._links = "--follow-links" if follow_links else "--no-follow-links"  # whatever the settings say by now
        self._process: asyncio.subprocess.Process | None = None

    async def steps(self) -> AsyncIterator[Step]:
        """Starts the build and yields its reports until it ends."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # what lies in the current folder is no part of the program
            "-m",
            "cable_tui",
            "index",
            "--progress=json",
            self._links,
            "--",
            str(self.archive),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        is_finished = False
        async for line in self._process.stdout:
            if step := read_step(line):
                is_finished = step.finished
                yield step
        error = (await self._process.stderr.read()).decode(errors="replace").strip()
        if await self._process.wait() and error:
            yield Step(finished=True, message=error.splitlines()[-1])
        elif not is_finished:  # killed: the title must not say for ever that cables are read
            yield Step(finished=True, message=_CUT_SHORT)

    async def stop(self) -> None:
        """Ends the build if it runs; what it has committed stays."""
        if self._process and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            await self._process.wait()


def read_step(line: bytes) -> Step | None:
    """The step of a line of the build's output, None for any other line."""
    try:
        return Step(**json.loads(line))
    except (ValueError, TypeError):
        return None
