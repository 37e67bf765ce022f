"""`cable-tui show`: prints cables, in colour on a terminal, as plain text in a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from cable_tui.archive.named import names_in
from cable_tui.cables import describe
from cable_tui.cables.model import Block, BlockKind, Cable, Level
from cable_tui.cli.archive_argument import check_archive, follows_links
from cable_tui.cli.arguments import Failure
from cable_tui.cli.named import cables_named
from cable_tui.escape import visible, visible_line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

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
    """Prints the named cables; returns the exit code. Raises UsageError; Failure where one is not found."""
    check_archive(options.archive)
    names = dict.fromkeys(name for text in _texts(options.id) for name in names_in(text))
    if not names:
        raise Failure("no id on standard input.")
    printed: set[str] = set()
    failure = None
    for found in cables_named(options.archive, [*names], follow_links=follows_links(options)):
        if isinstance(found, Failure):
            if failure:
                print(f"cable-tui: {visible_line(str(failure))}", file=sys.stderr)
            failure = found
        elif not found.id or found.id not in printed:  # two names may mean one cable
            sys.stdout.write("\n" if printed else "")
            print_cable(found)
            printed.add(found.id)
    if failure:
        raise failure
    return 0


def _texts(arguments: Iterable[str]) -> Iterator[str]:
    """The arguments; `-` stands for the non-empty lines of standard input."""
    for argument in arguments:
        if argument != "-":
            yield argument
            continue
        sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
        yield from (line.strip() for line in sys.stdin if line.strip())


class _Console(Console):
    """A console that writes out hidden characters and leaves a broken pipe to the caller."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Makes each segment safe, before Rich adds its own control codes."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else Segment(visible(piece.text), piece.style)

    def on_broken_pipe(self) -> None:
        """Raises BrokenPipeError; Rich would exit with an error."""
        raise BrokenPipeError


def console_for_output() -> Console:
    """A console on standard output: coloured and wrapped on a terminal, plain in a pipe."""
    on_terminal = sys.stdout.isatty()
    return _Console(
        highlight=False, markup=False, emoji=False, soft_wrap=not on_terminal, width=None if on_terminal else _WIDTH
    )


def print_cable(cable: Cable) -> None:
    """Prints banner, header, text and banner again; in a pipe without colours or wrapping."""
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
