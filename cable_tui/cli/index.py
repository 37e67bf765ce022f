"""`cable-tui index`: builds the cache, for the command line and, as a child process, for the screen."""

from __future__ import annotations

import gc
import json
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from cable_tui.archive.build.update import Busy, Progress, Report, update
from cable_tui.archive.problems import stored_faults, told
from cable_tui.cli.archive_argument import check_archive, follows_links
from cable_tui.escape import visible_line
from cable_tui.sources import ArchiveError
from cable_tui.store import StoreError

if TYPE_CHECKING:
    import argparse

_PAUSE = 0.25  # seconds between reports
_PATIENCE = 0.5  # seconds between tries while another session builds


def run(options: argparse.Namespace) -> int:
    """Builds the cache; returns the exit code. Raises UsageError."""
    if options.progress == "text":  # for the screen, an archive that became empty is no error
        check_archive(options.archive)
    return run_index(
        options.archive,
        as_json=options.progress == "json",
        with_faults=options.report,
        follow_links=follows_links(options),
    )


def run_index(archive: Path, as_json: bool, with_faults: bool = False, *, follow_links: bool = False) -> int:
    """Builds the cache and prints progress, or with `with_faults` every unreadable file; returns the exit code."""
    gc.disable()  # as in the worker processes
    stopped = _stop_on_signal()
    speaker = _Speaker(as_json, is_quiet=with_faults)
    while True:
        try:
            report = update(archive, speaker.progress, stopped, follow_links=follow_links)
        except Busy:
            time.sleep(_PATIENCE)
            speaker.waiting()
            if stopped():
                return 1
            continue
        except (ArchiveError, StoreError) as error:
            speaker.close()
            print(f"cable-tui: {visible_line(str(error))}", file=sys.stderr)
            return 1
        if with_faults:
            speaker.close()
            return _print_faults(archive, stopped(), follow_links)
        if archive.is_file() and not report.cables and not report.unchanged and (faults := report.faults()):
            print(f"cable-tui: {visible_line(str(faults[0]))}", file=sys.stderr)
            return 1
        speaker.finish(report)
        return 0


def _print_faults(archive: Path, was_stopped: bool, follow_links: bool) -> int:
    """Prints every file, archive member and row that could not be read, one per line, with the reason."""
    if was_stopped:
        print("cable-tui: stopped before all files were read.", file=sys.stderr)
        return 1
    try:
        faults = stored_faults(archive, follow_links=follow_links)
    except StoreError as error:
        print(f"cable-tui: {visible_line(str(error))}", file=sys.stderr)
        return 1
    for line in told(faults):
        print(line)
    return 0


class _Stop:
    """Set by the first signal; the build stops after the current batch."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        return self.asked

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def _stop_on_signal() -> _Stop:
    stop = _Stop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop.on_signal)
    return stop


class _Speaker:
    """Reports progress: a bar on a terminal, lines of text in a pipe, lines of JSON for the screen."""

    def __init__(self, as_json: bool, is_quiet: bool = False) -> None:
        self.as_json = as_json
        self._is_quiet = is_quiet  # only a bar on a terminal, nothing in a pipe
        self._began = time.monotonic()
        self._spoke = 0.0
        self._stored = -1
        self._waits = 0
        self._bar: _Bar | None = None

    def progress(self, now: Progress) -> None:
        """Reports a few times a second, and whenever more cables are stored."""
        moment = time.monotonic()
        if now.stored == self._stored and moment - self._spoke < _PAUSE:
            return
        self._spoke, self._stored = moment, now.stored
        share = now.done / now.total if now.total else 1.0
        spent = moment - self._began
        left = spent / share - spent if share else 0.0
        if self.as_json:
            pace = {"rate": round(now.cables / spent, 1), "left": round(left, 1)} if spent > 1 else {}
            self._say(json.dumps({"cables": now.cables, "stored": now.stored, "share": round(share, 4), **pace}))
        elif sys.stdout.isatty():
            self._bar = self._bar or _Bar()
            self._bar.show(now)
        elif not self._is_quiet:
            self._say(f"{now.cables:,} cables, {share:.0%}, {now.cables / max(spent, 0.001):,.0f}/s")

    def waiting(self) -> None:
        """Tells the screen to refresh its list, which another session is building."""
        if self.as_json:
            self._waits += 1
            self._say(json.dumps({"cables": 1, "share": 0.0, "stored": self._waits}))

    def close(self) -> None:
        """Removes the bar."""
        if self._bar:
            self._bar.close()

    def finish(self, report: Report) -> None:
        """Reports what was done and what could not be read."""
        self.close()
        if self.as_json:
            message = summary_of_faults(report)
            changed = report.cables + report.removed
            self._say(json.dumps({"cables": changed, "finished": True, "message": message}))
            return
        self._say(
            f"{report.cables:,} cables read; files: {report.added:,} new, {report.changed:,} changed,"
            f" {report.removed:,} removed, {report.unchanged:,} unchanged"
        )
        for item in report.faults():
            print(visible_line(str(item)), file=sys.stderr)

    @staticmethod
    def _say(line: str) -> None:
        print(line, flush=True)


class _Bar:
    """The progress bar of a terminal."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        columns = (
            TextColumn("{task.fields[cables]:,} cables", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
        )
        self._progress = RichProgress(*columns, transient=True)
        self._task = self._progress.add_task("", cables=0)
        self._progress.start()

    def show(self, now: Progress) -> None:
        """Moves the bar."""
        self._progress.update(self._task, completed=now.done, total=max(1, now.total), cables=now.cables)

    def close(self) -> None:
        """Removes the bar."""
        self._progress.stop()


def summary_of_faults(report: Report) -> str:
    """A sentence for the screen on files that were not read, '' if there are none."""
    problems, skipped = len(report.problems), len(report.skipped)
    parts = [f"{_files(problems, 'cannot', 'cannot')} be read"] if problems else []
    parts += [f"{_files(skipped, 'holds', 'hold')} no cable"] if skipped else []
    return f"{', '.join(parts)}: ! lists them" if parts else ""


def _files(count: int, one: str, many: str) -> str:
    return f"1 file {one}" if count == 1 else f"{count:,} files {many}"
