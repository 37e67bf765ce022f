"""`cable-tui export`: every cable as one JSON object a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cable_tui.archive import StoreError
from cable_tui.archive.problems import stored_faults
from cable_tui.cables.codec import record
from cable_tui.cli.archive_argument import check_archive, follows_links
from cable_tui.cli.arguments import Failure, UsageError
from cable_tui.cli.search import open_up_to_date
from cable_tui.cli.sources import cables_of, report
from cable_tui.escape import visible_line
from cable_tui.sources import ArchiveError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from cable_tui.cables import Cable


def run(options: argparse.Namespace) -> int:
    """Prints the cables of an archive; returns the exit code. Raises UsageError, Failure."""
    check_archive(options.archive)
    follow_links = follows_links(options)
    every_copy = cables_of(options.archive, follow_links)
    count = 0
    for cable in every_copy if options.sources else _listed(options.archive, follow_links):
        sys.stdout.write(json.dumps(record(cable)) + "\n")
        count += 1
    sys.stdout.flush()
    if not count:
        raise Failure(f"no cable was found in {options.archive}.")
    return 0


def _listed(archive: Path, follow_links: bool) -> Iterator[Cable]:
    """Each cable once, as the list shows it; every copy where no cache can be made. Raises UsageError, Failure."""
    try:
        cache = open_up_to_date(archive, follow_links=follow_links)
    except ArchiveError as error:
        raise UsageError(str(error)) from error
    except StoreError as error:
        print(f"cable-tui: {visible_line(str(error))} Every copy is exported instead.", file=sys.stderr)
        yield from cables_of(archive, follow_links)
        return
    try:
        rows = cache.rows_by_source()
        for fault in stored_faults(archive, follow_links=follow_links):
            if archive.is_file() and not rows:
                raise Failure(f"{fault}.")
            report(fault)
        for row in rows:
            if cable := cache.cable(row):
                yield cable
    except StoreError as error:
        raise Failure(str(error)) from error
    finally:
        cache.close()
