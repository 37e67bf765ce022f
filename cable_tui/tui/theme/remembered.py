"""The theme that was chosen last, remembered across launches."""

from __future__ import annotations

from pathlib import Path

from cable_tui import files

_LONGEST = 100  # bytes; a longer file holds no name


def remembered(file: Path) -> str:
    """The name in the file, '' where there is none or it cannot be read: a theme is no reason to complain."""
    try:
        return files.read(file, _LONGEST).decode("utf-8", "replace").strip()
    except OSError:
        return ""


def remember(file: Path, name: str) -> None:
    """Writes the name, readable by the user alone, in one step. Raises OSError."""
    files.write(file, [f"{name}\n"])
