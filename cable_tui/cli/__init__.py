"""The command line. Each command is a module with a function `run`, imported only when needed."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cable_tui.cli.arguments import COMMANDS, Failure, UsageError, command_parser, screen_parser

if TYPE_CHECKING:
    import argparse


class Command(Protocol):
    """A command's module."""

    def run(self, options: argparse.Namespace) -> int:
        """Runs the command; returns the exit code. Raises UsageError, Failure."""
        ...


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program and returns its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _fill_streams()
    try:
        try:
            code = _run(arguments)
        except SystemExit as end:  # argparse has printed its help or an error
            code = end.code if isinstance(end.code, int) else 0
        sys.stdout.flush()
        return code
    except UsageError as error:
        return _complain(str(error), 2)
    except Failure as error:
        return _complain(str(error), 1)
    except BrokenPipeError:  # the reader of the pipe has gone
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        return _complain(f"cannot write the output: {error.strerror}.", 1)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _complain_of_fault(error)


def _fill_streams() -> None:
    """Replaces standard streams that were closed before the program started.

    Otherwise the next file opened would get the stream's descriptor, and output would go into it. The replacement for
    the input is empty, writing to the output fails with a message, and errors go nowhere.
    """
    for number, (name, flags) in enumerate((("stdin", os.O_RDONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY))):
        if getattr(sys, name) is None:
            os.open(os.devnull, flags)  # takes the lowest free descriptor
            stream = open(number, "w" if number else "r", encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)


def _drop_output() -> None:
    """Keeps Python from writing the rest of the output again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(sentence: str, code: int) -> int:
    from cable_tui.escape import visible_line

    with suppress(OSError):  # nobody is reading
        print(f"cable-tui: {visible_line(sentence)}", file=sys.stderr)
    return code


def _complain_of_fault(error: BaseException) -> int:
    """Says where the crash report is; a traceback could show text of cables."""
    from cable_tui import crash

    return _complain(crash.told(error), crash.EXIT_CODE)


def _run(arguments: list[str]) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):  # what the terminal's encoding lacks is escaped
        sys.stdout.reconfigure(errors="backslashreplace")
    if "_ARGCOMPLETE" in os.environ:
        _complete()
    if arguments and arguments[0] in COMMANDS and not (len(arguments) == 1 and Path(arguments[0]).exists()):
        options = command_parser().parse_args(arguments)
        return _command(arguments[0], options)
    from cable_tui.cli.screen import open_screen

    if len(arguments) < 2 and not any(argument.startswith("-") for argument in arguments):
        return open_screen(Path(arguments[0]) if arguments else None)  # without argparse, to open the screen sooner
    options = screen_parser().parse_args(arguments)
    return open_screen(options.archive, is_plain=options.plain_ui, follow_links=options.follow_links)


def _command(name: str, options: argparse.Namespace) -> int:
    if name == "completion":
        return _completion(options)
    command: Command = import_module(f"cable_tui.cli.{name}")
    return command.run(options)


def _complete() -> None:
    """Answers a shell's request for completions and exits."""
    import argcomplete

    argcomplete.autocomplete(command_parser())


def _completion(options: argparse.Namespace) -> int:
    from argcomplete.shell_integration import shellcode

    print(shellcode(["cable-tui"], shell=options.shell))
    return 0
