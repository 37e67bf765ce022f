"""Files of what a reader takes out: copies, saved cables, exports. They are the user's alone."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def append(file: Path, text: str) -> None:
    """Adds a text to a file, which is made with its folder if need be. Raises OSError."""
    _make_folder(file)
    with os.fdopen(os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "w", encoding="utf-8") as written:
        written.write(text)
        _sync(written.fileno())


def write(file: Path, chunks: Iterable[str]) -> None:
    """Writes a file in place of one that is there, which stays whole until all is written. Raises OSError."""
    _make_folder(file)
    part = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape", newline="") as written:
            written.writelines(chunks)
            _sync(written.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def free(file: Path) -> Path:
    """The path, with a number behind its name where there is a file already."""
    number, found = 1, file
    while found.exists():
        number += 1
        found = file.with_name(f"{file.stem}-{number}{file.suffix}")
    return found


def _make_folder(file: Path) -> None:
    """Makes missing folders for the owner alone; those that are there stay as they are."""
    for folder in reversed(file.parents):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)


def _sync(descriptor: int) -> None:
    os.fsync(descriptor)


def short(file: Path) -> str:
    """The path as a user writes it, with ~ for the home."""
    try:
        return f"~/{file.relative_to(Path.home())}"
    except ValueError:
        return str(file)
