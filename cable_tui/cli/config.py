"""`cable-tui config`: prints the settings and their origin, or the keys of all commands, or writes a settings file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from cable_tui import config, files, paths
from cable_tui.cli.arguments import Failure
from cable_tui.escape import visible, visible_line
from cable_tui.tui.check_settings import checked

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    """Prints or writes the settings; returns the exit code. Raises Failure."""
    if options.keys:
        print_keys()
        return 0
    if options.write:
        write_template()
    warnings = print_settings()
    for warning in warnings:
        print(f"cable-tui: {visible_line(warning)}", file=sys.stderr)
    return 1 if warnings else 0


def print_keys() -> None:
    """Prints the ids of all commands with their keys, in the form of the settings file."""
    from cable_tui.tui.keymap import commands  # imports every screen

    for name, binding in sorted(commands().items()):
        print(f'"{name}" = "{binding.key}"'.ljust(44) + f"# {binding.description}")


def print_settings() -> list[str]:
    """Prints every setting with its origin; returns a sentence for each entry of the file that is ignored."""
    file = paths.config_file()
    settings, warnings = config.load(file)
    settings, wrong = checked(settings, (paths.own_themes(), paths.shipped_themes()))
    print(f"# {visible_line(str(file))}{'' if file.exists() else ' (does not exist; --write creates it)'}")
    for key, value, is_own in config.shown(settings):
        print(visible(f"{key} = {config.as_toml(value)}").ljust(40) + ("# from the file" if is_own else "# default"))
    return [*warnings, *wrong]


def write_template() -> None:
    """Writes a file with every setting commented out. Raises Failure, also where the file exists."""
    file = paths.config_file()
    try:
        with files.replaced(file, only_new=True) as part:
            part.write_text(config.template(), encoding="utf-8")
    except FileExistsError:
        raise Failure(f"{file} already exists.") from None
    except OSError as error:
        raise Failure(f"cannot write {file}: {error.strerror}.") from error
