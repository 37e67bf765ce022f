"""`cable-tui show`: a cable on standard output, coloured on a terminal, plain in a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from cable_tui.cables import describe
from cable_tui.cables.model import Block, BlockKind, Cable, Level
from cable_tui.cli.archive_argument import check_archive, follows_links
from cable_tui.cli.sources import cables_of, find
from cable_tui.escape import visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

_COLORS = {
    Level.UNKNOWN: "bold bright_black",
    Level.UNCLASSIFIED: "bold green",
    Level.CONTROLLED: "bold magenta",
    Level.RESTRICTED: "bold cyan",
    Level.CONFIDENTIAL: "bold blue",
    Level.SECRET: "bold red",
    Level.TOP_SECRET: "bold yellow",
}
_WIDTH = 80


def run(options: argparse.Namespace) -> int:
    """Prints the cable that is named; returns the exit code. Raises UsageError, Failure."""
    check_archive(options.archive)
    print_cable(find(cables_of(options.archive, follows_links(options)), options.archive, options.id))
    return 0


class _Console(Console):
    """Prints nothing that is hidden in a text, and leaves a pipe whose reader went away to the caller."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """What is printed passes here, piece by piece; Rich's own codes are not in it yet."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else Segment(visible(piece.text), piece.style)

    def on_broken_pipe(self) -> None:
        """Rich would end the program with an error."""
        raise BrokenPipeError


def console_for_output() -> Console:
    """Standard output: coloured and wrapped on a terminal, plain in a pipe."""
    on_terminal = sys.stdout.isatty()
    return _Console(
        highlight=False, markup=False, emoji=False, soft_wrap=not on_terminal, width=None if on_terminal else _WIDTH
    )


def print_cable(cable: Cable) -> None:
    """Prints banner, facts, text and banner again; in a pipe without colours and not wrapped."""
    console = console_for_output()
    banner = Text(str(cable.classification), style=_COLORS[cable.classification.level])
    console.print(banner)
    for label, value in describe.facts(cable):
        console.print(Text.assemble((f"{label:<14} ", "dim"), visible(value).replace("\n", "\n" + " " * 15)))
    if reason := describe.without_text(cable):
        console.print()
        console.print(Text(visible(reason)))
    for block in cable.paragraphs:
        console.print()
        console.print(_block(block))
    for label, rest in ((describe.UNPARSED, cable.unparsed), ("", cable.trailer)):
        if rest:
            console.print()
            console.print(Text(f"{label}\n{visible(rest)}".lstrip("\n"), style="dim"))
    console.print()
    console.print(banner)


def _block(block: Block) -> Text:
    text = Text()
    if block.number is not None:
        text.append(f"{block.number}. ", style="bold")
    if block.marking:
        inherited = ", as the entire text" if block.marking.inherited else ""
        text.append(f"({block.marking.short}{inherited}) ", style=_COLORS[block.marking.level])
    style = "bold" if block.kind is BlockKind.HEADING else ""
    return text.append(visible(block.text), style=style)
