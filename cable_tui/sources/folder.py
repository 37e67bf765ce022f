"""The files of an archive: a folder with everything below it, or one single file."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from cable_tui.sources.raw import Found, Problem, Skipped, SourceFile, printable


class ArchiveError(Exception):
    """The path given as archive cannot be one; the message is a sentence for the user."""


def scan(archive: Path) -> Iterator[Found]:
    """The files of `archive` in the order of their names, folder by folder, without opening any.

    Hidden names are left out. What is no regular file comes as `Skipped`, a folder that cannot be listed as
    `Problem`. Raises `ArchiveError` at once where `archive` is neither a folder nor a file that can be read.
    """
    name = printable(str(archive))
    try:
        status = archive.stat()
        if stat.S_ISDIR(status.st_mode):
            os.scandir(archive).close()
            return _walk(archive.resolve())
    except OSError as error:
        raise ArchiveError(f"{name} cannot be opened: {error.strerror}.") from error
    except ValueError as error:  # a NUL in the path
        raise ArchiveError(f"{name} is no path of a file.") from error
    if not stat.S_ISREG(status.st_mode):
        raise ArchiveError(f"{name} is neither a folder nor a file.")
    if not os.access(archive, os.R_OK):
        raise ArchiveError(f"{name} cannot be opened: Permission denied.")
    return iter([SourceFile(archive.name, status.st_size, status.st_mtime_ns)])


def open_file(archive: Path, path: str) -> BufferedReader:
    """The file at `path` of the archive, open for reading; raises OSError where it is no regular file.

    What took the file's place after the scan must do no harm: a FIFO is opened without blocking, and a link is
    followed only where the scan would have done so.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = _open_inside(archive, path, flags) if archive.is_dir() else os.open(archive, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(None, "not a regular file")
    return os.fdopen(descriptor, "rb")


def _open_inside(folder: Path, path: str, flags: int) -> int:
    target = f"{folder}/{path}"
    try:
        return os.open(target, flags | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
    if reason := _stays_out(Path(target), folder.resolve()):
        raise OSError(None, reason)
    return os.open(target, flags)


def _walk(root: Path) -> Iterator[Found]:
    """Depth first with an own stack, since folders may be nested deeper than Python's recursion goes."""
    pending = [_entries(root, "")]
    while pending:
        for item in pending[-1]:
            if isinstance(item, str):
                pending.append(_entries(root, item))
                break
            yield item
        else:
            pending.pop()


def _entries(root: Path, folder: str) -> Iterator[Found | str]:
    """What one folder holds, sorted by name; a folder below it comes as its path.

    Only the names are kept for sorting: entries of the listing would take ten times the memory.
    """
    try:
        with os.scandir(root / folder) as listing:
            names = sorted(entry.name for entry in listing if not entry.name.startswith("."))
    except OSError as error:
        yield Problem(folder or ".", f"the folder cannot be listed: {error.strerror}")
        return
    prefix = f"{folder}/" if folder else ""
    for name in names:
        yield _entry(root, prefix + name)


def _entry(root: Path, path: str) -> Found | str:
    target = f"{root}/{path}"  # a Path would cost as much as the look at the file
    try:
        status = os.lstat(target)
        if stat.S_ISLNK(status.st_mode):
            if reason := _stays_out(Path(target), root):
                return Skipped(path, reason)
            status = Path(target).stat()
    except OSError as error:
        return Problem(path, error.strerror or str(error))
    if stat.S_ISDIR(status.st_mode):
        return path
    if not stat.S_ISREG(status.st_mode):
        return Skipped(path, f"a {_kind(status.st_mode)}, not a file")
    return SourceFile(path, status.st_size, status.st_mtime_ns)


def _stays_out(link: Path, root: Path) -> str:
    """Why a symbolic link is not followed; '' where it is.

    Only a link to a hidden file of the archive is: large collections are kept that way by their tools, and
    everything else inside the archive is read in its own place already.
    """
    target = Path(os.path.realpath(link))
    if not target.is_relative_to(root):
        return "a symbolic link that leaves the archive"
    hidden = any(part.startswith(".") for part in target.relative_to(root).parts)
    return "" if hidden and target.is_file() else "a symbolic link"


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "named pipe"
    return "socket" if stat.S_ISSOCK(mode) else "device"
