"""`cable-tui help`: shows the manual, in a pager on a terminal, as Markdown in a pipe."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from cable_tui import help as manual
from cable_tui.cli.arguments import UsageError
from cable_tui.cli.show import console_for_output

if TYPE_CHECKING:
    import argparse

_WIDEST = 100


def run(options: argparse.Namespace) -> int:
    """Prints a topic, or the list of topics; returns the exit code. Raises UsageError."""
    if options.topic is None:
        _print_topics()
    elif options.topic not in manual.TOPICS:
        raise UsageError(f"no such topic: {options.topic}. Topics: {', '.join(manual.TOPICS)}.")
    elif sys.stdout.isatty():
        _page(options.topic)
    else:
        sys.stdout.write(manual.markdown(options.topic))
    return 0


def _print_topics() -> None:
    print("Topics, for cable-tui help TOPIC:\n")
    for topic in manual.TOPICS:
        print(f"  {topic:<15} {manual.title(topic)}")


def _page(topic: str) -> None:
    """Shows a topic in $PAGER; with LESS=FRX, `less` shows colours and exits at once if all fits on the screen."""
    os.environ.setdefault("LESS", "FRX")
    console = console_for_output()
    with console.pager(styles=True):
        console.print(manual.rendered(topic, min(console.width, _WIDEST)))
