"""The ARCHIVE argument: whether it can be read, and whether its links are followed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cable_tui.cli.arguments import UsageError

if TYPE_CHECKING:
    import argparse


def check_archive(archive: Path) -> None:
    """Checks that an archive exists and is not empty. Raises UsageError."""
    try:
        if not archive.exists():
            raise UsageError(f"{archive} does not exist. Name a folder or a file of cables.")
        if archive.is_dir() and next(archive.iterdir(), None) is None:
            raise UsageError(f"{archive} is an empty folder. Name one that holds cables.")
    except OSError as error:
        raise UsageError(f"{archive} cannot be read: {error.strerror}.") from error


def follows_links(options: argparse.Namespace) -> bool:
    """The command line's --follow-links, else the setting. Prints warnings about the settings."""
    if options.follow_links is not None:
        return bool(options.follow_links)
    from cable_tui import config, paths
    from cable_tui.escape import visible_line

    settings, warnings = config.load(paths.config_file())
    for warning in warnings:
        print(f"cable-tui: {visible_line(warning)}", file=sys.stderr)
    return settings.follow_links
