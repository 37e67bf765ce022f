"""Lists the files of an archive: a folder with everything below it, or a single file."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from cable_tui.sources.raw import Found, Problem, Skipped, SourceFile, printable

_ASK = "--follow-links follows it"


class ArchiveError(Exception):
    """The path cannot be read as an archive; the message is a sentence for the user."""


def scan(archive: Path, *, follow_links: bool = False) -> Iterator[Found]:
    """The files of `archive`, sorted by name, folder by folder, without opening any.

    Hidden names are left out. Other than regular files are returned as `Skipped`, a folder that cannot be listed as
    `Problem`. With `follow_links`, symbolic links out of the archive are followed; no folder is read twice, however
    many links lead to it. Raises `ArchiveError` at once if `archive` is neither a folder nor a readable file.
    """
    name = printable(str(archive))
    try:
        status = archive.stat()
        if stat.S_ISDIR(status.st_mode):
            os.scandir(archive).close()
            return _Walk(archive.resolve(), follow_links).found()
    except OSError as error:
        raise ArchiveError(f"{name} cannot be opened: {error.strerror}.") from error
    except ValueError as error:  # a NUL in the path
        raise ArchiveError(f"{name} is not a valid path.") from error
    if not stat.S_ISREG(status.st_mode):
        raise ArchiveError(f"{name} is neither a folder nor a file.")
    if not os.access(archive, os.R_OK):
        raise ArchiveError(f"{name} cannot be opened: Permission denied.")
    return iter([SourceFile(archive.name, status.st_size, status.st_mtime_ns)])


def look(archive: Path, path: str, *, follow_links: bool = False) -> SourceFile | None:
    """One file of the archive by its path, as `scan` would find it now; None if it would not."""
    try:
        if not archive.is_dir():
            return next((item for item in scan(archive) if isinstance(item, SourceFile) and item.path == path), None)
        walk = _Walk(archive.resolve(), follow_links)
    except (OSError, ArchiveError):
        return None
    found = walk.one(path)
    return found if isinstance(found, SourceFile) else None


def open_file(archive: Path, file: SourceFile) -> BufferedReader:
    """Opens a file of the archive for reading. Raises OSError where it is not a regular file.

    The file may have been replaced since the scan: a FIFO is opened without blocking, and a link is followed only if
    the scan would have followed it.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = _open_inside(archive, file, flags) if archive.is_dir() else os.open(archive, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(None, "not a regular file")
    return os.fdopen(descriptor, "rb")


def _open_inside(folder: Path, file: SourceFile, flags: int) -> int:
    target = f"{folder}/{file.path}"
    try:
        return os.open(target, flags | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
    if reason := _why_not_followed(target, folder.resolve(), file.follows_links):
        raise OSError(None, reason)
    return os.open(target, flags)


class _Walk:
    """One pass over the folders below `root`, which is a path without links."""

    def __init__(self, root: Path, follow_links: bool) -> None:
        self._root = root
        self._follow_links = follow_links
        self._read = {_identity(root.stat()): "."}  # folders by identity; filled only if links may lead back

    def found(self) -> Iterator[Found]:
        """Walks depth first, with a stack, as folders may be nested deeper than Python's recursion limit."""
        pending = [self._entries("")]
        while pending:
            for item in pending[-1]:
                if isinstance(item, str):
                    pending.append(self._entries(item))
                    break
                yield item
            else:
                pending.pop()

    def one(self, path: str) -> Found | str | None:
        """The entry at a path; None if a folder on the way has become a link that is not followed."""
        folder = f"{self._root}/{path}".rpartition("/")[0]
        return self._entry(path) if self._follow_links or os.path.realpath(folder) == folder else None

    def _entries(self, folder: str) -> Iterator[Found | str]:
        """The entries of one folder, sorted by name; a subfolder is returned as its path.

        Only names are sorted: directory entries would take ten times the memory.
        """
        try:
            with os.scandir(self._root / folder) as listing:
                names = sorted(entry.name for entry in listing if not entry.name.startswith("."))
        except OSError as error:
            yield Problem(folder or ".", f"the folder cannot be listed: {error.strerror}")
            return
        prefix = f"{folder}/" if folder else ""
        for name in names:
            yield self._entry(prefix + name)

    def _entry(self, path: str) -> Found | str:
        target = f"{self._root}/{path}"  # making a Path would take as long as the stat
        try:
            status = os.lstat(target)
            if stat.S_ISLNK(status.st_mode):
                if reason := _why_not_followed(target, self._root, self._follow_links):
                    return Skipped(path, reason)
                status = Path(target).stat()
        except OSError as error:
            return Problem(path, error.strerror or str(error))
        if stat.S_ISDIR(status.st_mode):
            return self._folder(path, status)
        if not stat.S_ISREG(status.st_mode):
            return Skipped(path, f"a {_kind(status.st_mode)}, not a file")
        return SourceFile(path, status.st_size, status.st_mtime_ns, self._follow_links)

    def _folder(self, path: str, status: os.stat_result) -> Skipped | str:
        """The path of a folder to walk; if links are followed, only the first path that leads to it."""
        if not self._follow_links:
            return path
        first = self._read.setdefault(_identity(status), path)
        return path if first == path else Skipped(path, f"a folder that is read already, as {printable(first)}")


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _why_not_followed(link: str, root: Path, follow_links: bool) -> str:
    """Why a symbolic link is not followed; '' if it is.

    A visible file in the archive is read only at its own path. A hidden file in it is read through links to it, as
    tools for large collections store files that way. Other links are followed only on request.
    """
    target = Path(os.path.realpath(link))
    if not target.is_relative_to(root):
        return "" if follow_links else f"a symbolic link that leaves the archive; {_ASK}"
    hidden = any(part.startswith(".") for part in target.relative_to(root).parts)
    if hidden and target.is_dir():
        return "" if follow_links else f"a symbolic link to a hidden folder; {_ASK}"
    return "" if hidden and target.is_file() else "a symbolic link"


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "named pipe"
    return "socket" if stat.S_ISSOCK(mode) else "device"
