"""Files for their owner alone, whatever the umask; what is written in one piece is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import EEXIST
from pathlib import Path


def make_folder(folder: Path) -> None:
    """Makes a folder, with those above it that are missing; those that are there stay as they are. Raises OSError."""
    for part in reversed((folder, *folder.parents)):  # with `parents=True` these would have the umask's mode
        if not part.exists():
            part.mkdir(mode=0o700, exist_ok=True)
            part.chmod(0o700)  # the umask may have taken the owner's bits


def create(file: Path) -> None:
    """Makes an empty file, and its folder if need be. Raises OSError; FileExistsError where there is one."""
    make_folder(file.parent)
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)


def append(file: Path, text: str) -> None:
    """Adds a text to a file, which is made if need be; it is on the disk when this returns. Raises OSError."""
    with suppress(FileExistsError):
        create(file)
    with file.open("a", encoding="utf-8", errors="surrogateescape", newline="") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())


def write(file: Path, chunks: Iterable[str], *, only_new: bool = False) -> None:
    """Writes a file in place of one that is there, which stays until all is on the disk.

    Raises OSError; with `only_new` FileExistsError where there is one.
    """
    with (
        replaced(file, only_new=only_new) as part,
        part.open("w", encoding="utf-8", errors="surrogateescape", newline="") as written,
    ):
        written.writelines(chunks)


@contextmanager
def replaced(file: Path, *, only_new: bool = False) -> Iterator[Path]:
    """An empty file to be written, which takes its place once the block has ended well; then it is on the disk.

    Its folder is made if need be. With `only_new` there must be no such file, not even one that came meanwhile.

    Raises:
        OSError: it cannot be written; FileExistsError with `only_new` where there is one.
    """
    part = file.with_name(f".{file.name}.{os.getpid()}")
    part.unlink(missing_ok=True)
    try:
        create(part)
        yield part
        _sync(part)
        if only_new:
            _take_free(part, file)
        else:
            part.replace(file)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _take_free(part: Path, file: Path) -> None:
    """Gives a file its name unless that is taken. Raises OSError; FileExistsError where it is."""
    try:
        os.link(part, file)  # unlike a renaming it fails where somebody was faster
    except FileExistsError:
        raise
    except OSError:  # a disk without links, such as a stick: there a look before has to do
        if os.path.lexists(file):
            raise FileExistsError(EEXIST, os.strerror(EEXIST), str(file)) from None
        part.replace(file)


def _sync(file: Path) -> None:
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def free(file: Path) -> Path:
    """The path, with a number behind its name where there is something already."""
    number, found = 1, file
    while found.exists():
        number += 1
        found = file.with_name(f"{file.stem}-{number}{file.suffix}")
    return found
