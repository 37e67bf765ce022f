"""The theme chosen last, remembered across launches."""

from __future__ import annotations

from pathlib import Path

from cable_tui import files

_LONGEST = 100  # bytes; a longer file is not a name


def remembered(file: Path) -> str:
    """The name in the file, '' if it is missing or unreadable, which is not worth a warning."""
    try:
        return files.read(file, _LONGEST).decode("utf-8", "replace").strip()
    except OSError:
        return ""


def remember(file: Path, name: str) -> None:
    """Writes the name atomically, readable only by the user. Raises OSError."""
    files.write(file, [f"{name}\n"])
