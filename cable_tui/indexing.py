"""`cable-tui index`: the build on the command line, and for the screen that follows it."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from cable_tui.archive.build import Busy, Progress, Report, update
from cable_tui.sources import ArchiveError
from cable_tui.store import StoreError
from cable_tui.visible import visible_line

_PATIENCE = 0.5  # seconds between looks at a cache that another session builds


def run_index(archive: Path, as_json: bool) -> int:
    """Builds the cache and reports to stdout; returns the exit code."""
    stopped = _stop_on_signal()
    speaker = _Speaker(as_json)
    while True:
        try:
            report = update(archive, speaker.progress, stopped)
        except Busy:
            time.sleep(_PATIENCE)
            speaker.waiting()
            if stopped():
                return 1
            continue
        except (ArchiveError, StoreError) as error:
            print(f"cable-tui: {visible_line(str(error))}", file=sys.stderr)
            return 1
        if archive.is_file() and not report.cables and not report.unchanged and (faults := report.faults()):
            print(f"cable-tui: {visible_line(str(faults[0]))}", file=sys.stderr)
            return 1
        speaker.finish(report)
        return 0


class _Stop:
    """Set by the first signal; the build ends after the batch it is in."""

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
    """Says how the build goes: lines of JSON for the screen, plain lines for a person."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def progress(self, now: Progress) -> None:
        share = now.done / now.total if now.total else 1.0
        if self.as_json:
            self._say(json.dumps({"cables": now.cables, "share": round(share, 4)}))
        else:
            self._say(f"{now.cables:,} cables, {share:.0%}")

    def waiting(self) -> None:
        if self.as_json:
            self._say(json.dumps({"cables": 1, "share": 0.0}))

    def finish(self, report: Report) -> None:
        if self.as_json:
            message = summary_of_faults(report)
            self._say(json.dumps({"cables": report.cables + report.removed, "finished": True, "message": message}))
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


def summary_of_faults(report: Report) -> str:
    """One sentence on what was not read, '' if everything was."""
    problems, skipped = len(report.problems), len(report.skipped)
    parts = [f"{_files(problems, 'cannot', 'cannot')} be read"] if problems else []
    parts += [f"{_files(skipped, 'holds', 'hold')} no cable"] if skipped else []
    return f"{', '.join(parts)}: see cable-tui index" if parts else ""


def _files(count: int, one: str, many: str) -> str:
    return f"1 file {one}" if count == 1 else f"{count:,} files {many}"
