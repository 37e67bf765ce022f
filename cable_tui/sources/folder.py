"""The files of an archive: a folder with everything below it, or one single file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from cable_tui.sources.raw import Problem, Skipped, SourceFile

Found = SourceFile | Problem | Skipped


class ArchiveError(Exception):
    """The path given as archive cannot be one; the message is a sentence for the user."""


def scan(archive: Path) -> Iterator[Found]:
    """The files of `archive` in the order of their names, folder by folder, without opening any.

    Hidden names are left out. What is no regular file comes as `Skipped`, a folder that cannot be listed as
    `Problem`. Raises `ArchiveError` at once where `archive` is neither a folder nor a file that can be read.
    """
    try:
        status = archive.stat()
        if stat.S_ISDIR(status.st_mode):
            os.scandir(archive).close()
            return _walk(os.path.realpath(archive))
    except OSError as error:
        raise ArchiveError(f"{archive} cannot be opened: {error.strerror}.") from error
    except ValueError as error:  # a NUL in the path
        raise ArchiveError(f"{str(archive)!r} is no path of a file.") from error
    if not stat.S_ISREG(status.st_mode):
        raise ArchiveError(f"{archive} is neither a folder nor a file.")
    if not os.access(archive, os.R_OK):
        raise ArchiveError(f"{archive} cannot be opened: Permission denied.")
    return iter([SourceFile(archive.name, status.st_size, status.st_mtime_ns)])


def open_file(archive: Path, path: str) -> BufferedReader:
    """The file at `path` of the archive, open for reading; raises OSError where it is no regular file.

    A FIFO that took the file's place after the scan must not stop the program: it is opened without blocking.
    """
    target = archive / path if archive.is_dir() else archive
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(target, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(None, "not a regular file")
    return os.fdopen(descriptor, "rb")


def _walk(root: str) -> Iterator[Found]:
    """Depth first with an own stack, since folders may be nested deeper than Python's recursion goes."""
    pending = [_entries(root, "", root)]
    while pending:
        for item in pending[-1]:
            if isinstance(item, str):
                pending.append(_entries(f"{root}/{item}", f"{item}/", root))
                break
            yield item
        else:
            pending.pop()


def _entries(folder: str, prefix: str, root: str) -> Iterator[Found | str]:
    """What one folder holds, sorted by name; a folder below it comes as its path."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted((entry for entry in listing if not entry.name.startswith(".")), key=_name)
    except OSError as error:
        yield Problem(prefix.rstrip("/"), f"the folder cannot be listed: {error.strerror}")
        return
    for entry in entries:
        yield _entry(entry, prefix + entry.name, root)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _entry(entry: os.DirEntry[str], path: str, root: str) -> Found | str:
    try:
        if entry.is_symlink() and (reason := _stays_out(entry, root)):
            return Skipped(path, reason)
        if entry.is_dir(follow_symlinks=False):
            return path
        status = entry.stat()
    except OSError as error:
        return Problem(path, error.strerror or str(error))
    if not stat.S_ISREG(status.st_mode):
        return Skipped(path, f"a {_kind(status.st_mode)}, not a file")
    return SourceFile(path, status.st_size, status.st_mtime_ns)


def _stays_out(link: os.DirEntry[str], root: str) -> str:
    """Why a symbolic link is not followed; '' where it is.

    Only a link to a hidden file of the archive is: large collections are kept that way by their tools, and
    everything else inside the archive is read in its own place already.
    """
    target = Path(os.path.realpath(link.path))
    if not target.is_relative_to(root):
        return "a symbolic link that leaves the archive"
    hidden = any(part.startswith(".") for part in target.relative_to(root).parts)
    return "" if hidden and target.is_file() else "a symbolic link"


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "named pipe"
    return "socket" if stat.S_ISSOCK(mode) else "device"
