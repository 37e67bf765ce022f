"""`cable-tui [ARCHIVE]`: opens the screen; only this module imports it."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from cable_tui.cli.archive_argument import check_archive
from cable_tui.cli.arguments import Failure, UsageError


def open_screen(archive: Path | None, is_plain: bool = False, follow_links: bool | None = None) -> int:
    """Opens an archive, or the samples; returns the exit code. Raises UsageError, Failure."""
    from contextlib import suppress
    from dataclasses import replace

    from cable_tui import config, paths

    greeting = ""
    settings, warnings = config.load(paths.config_file())
    if archive is None and settings.archive:
        archive = Path(settings.archive).expanduser()
    elif archive is None:
        archive = paths.sample_cables()
        greeting = "These are the sample cables. To read your own: cable-tui ARCHIVE"
    check_archive(archive)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the screen needs a terminal. To print a cable: cable-tui show ARCHIVE ID")
    _check_terminal()
    # Start-up makes no garbage: collection is off until the first screen is drawn (CableApp.on_ready).
    gc.disable()
    # Textual repaints on a clock; at the default 60 ticks a second, the response to a key waits for two ticks.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    _check_file(archive)
    if is_plain:
        settings = replace(settings, plain=True)
    if follow_links is not None:
        settings = replace(settings, follow_links=follow_links)
    from cable_tui.tui.reader.indexer import Indexer

    indexer = Indexer(archive, follow_links=settings.follow_links)
    with suppress(OSError):  # the screen tries again and reports the error
        if not paths.cache_folder(archive, follow_links=settings.follow_links).exists():
            indexer.start()  # the screen is empty until it has begun, so it does not wait for the screen
    from cable_tui import crash
    from cable_tui.escape import visible_line
    from cable_tui.tui.app import CableApp
    from cable_tui.tui.terminal.driver import FrugalDriver

    name = archive.name or archive.resolve().name or str(archive)
    crash.watch_threads()
    app = CableApp(archive, name, greeting, FrugalDriver, settings, warnings, indexer)
    app.run(mouse=settings.mouse)
    if app.fault:
        print(f"cable-tui: {visible_line(crash.told(app.fault))}", file=sys.stderr)
        return crash.EXIT_CODE
    return app.return_code or 0


def _check_terminal() -> None:
    """Refuses terminals that cannot move the cursor; ignores an empty NO_COLOR, as its standard requires."""
    kind = os.environ.get("TERM", "")
    if kind in ("", "dumb", "unknown"):
        named = f"is {kind}" if kind else "is not set"
        raise UsageError(
            f"the screen needs a terminal that can move the cursor, and TERM {named}. "
            "To print a cable: cable-tui show ARCHIVE ID"
        )
    if not os.environ.get("NO_COLOR", "-"):
        del os.environ["NO_COLOR"]


def _check_file(archive: Path) -> None:
    """Refuses a single file without cables. Raises Failure."""
    if not archive.is_file():
        return
    from cable_tui.sources import RawCable, SourceFile, read, scan

    for found in scan(archive):
        first = next(read(archive, found), None) if isinstance(found, SourceFile) else found
        if first is not None and not isinstance(first, RawCable) and first.path == archive.name:
            raise Failure(f"{first}.")
