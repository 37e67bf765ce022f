"""`cable-tui export`: every cable as one JSON object a line."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from cable_tui.cables.codec import record
from cable_tui.cli.archive_argument import check_archive, follows_links
from cable_tui.cli.arguments import Failure
from cable_tui.cli.sources import cables_of

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    """Prints the cables of an archive; returns the exit code. Raises UsageError, Failure."""
    check_archive(options.archive)
    count = 0
    for cable in cables_of(options.archive, follows_links(options)):
        sys.stdout.write(json.dumps(record(cable)) + "\n")
        count += 1
    sys.stdout.flush()
    if not count:
        raise Failure(f"no cable was found in {options.archive}.")
    return 0
