"""The program's own files: for their owner alone, whatever the umask; written whole or not at all; opened with care.

What lies in the place of one may be anything: a pipe that nobody writes to, a device, a link that somebody planted, a
file or folder that is open to all. Reading takes regular files of bounded size alone, writing follows no link, and
modes are made those of the owner.
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EEXIST, EFBIG, EINVAL, ELOOP
from pathlib import Path

from cable_tui import paths

_OTHERS, _OTHERS_WRITE = 0o077, 0o022
_SIDES = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database


def make_folder(folder: Path) -> None:
    """Makes a folder, with those above it that are missing.

    Folders of the program's own are made their owner's alone, and below the first of them no link is followed; all
    others that are there stay as they are. Raises OSError.
    """
    own = paths.own_folders()
    for part in reversed((folder, *folder.parents)):  # with `parents=True` these would have the umask's mode
        root = next((root for root in own if part.is_relative_to(root)), None)
        if root is not None and part != root and part.is_symlink():
            raise OSError(ELOOP, "it is a link where a folder of the program's own should be", str(part))
        if not part.exists():
            part.mkdir(mode=0o700, exist_ok=True)
            part.chmod(0o700)  # the umask may have taken the owner's bits
        elif root is not None:
            keep_to_owner(part)


def keep_to_owner(path: Path) -> None:
    """Takes the rights of all others from a file or folder; one that is missing stays so.

    Raises OSError where somebody else could write there and that cannot be changed.
    """
    with suppress(FileNotFoundError):
        mode = path.stat().st_mode
        if not mode & _OTHERS:
            return
        try:
            path.chmod(stat.S_IMODE(mode) & ~_OTHERS)
        except OSError:
            if mode & _OTHERS_WRITE:
                raise OSError(EACCES, "others can write there, and that cannot be changed", str(path)) from None


def check_database(file: Path) -> None:
    """Looks at what lies in the place of a database without opening it: a pipe would block, a device never end.

    It is looked at only, because closing a file takes away the locks that SQLite has on it in this process. Raises
    OSError where it, or what SQLite keeps beside it, is no regular file.
    """
    for name in _with_sides(file):
        with suppress(FileNotFoundError):
            _check_regular(name.stat(), name)


def keep_database_to_owner(file: Path) -> None:
    """`keep_to_owner` for a database and what SQLite keeps beside it. Raises OSError."""
    for name in _with_sides(file):
        keep_to_owner(name)


def _with_sides(file: Path) -> Iterator[Path]:
    real = Path(os.path.realpath(file))  # SQLite puts its files beside the file that a link leads to
    yield real
    yield from (real.with_name(real.name + side) for side in _SIDES)


def read(file: Path, limit: int) -> bytes:
    """All of a regular file of at most so many bytes. Raises OSError."""
    with os.fdopen(_open(file, os.O_RDONLY), "rb") as found:
        data = found.read(limit + 1)
    if len(data) > limit:
        raise OSError(EFBIG, f"it is larger than {limit >> 10:,} kB", str(file))
    return data


def _open(file: Path, flags: int) -> int:
    """Opens a regular file; what would block or never end is refused. Raises OSError."""
    descriptor = os.open(file, flags | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        _check_regular(os.fstat(descriptor), file)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _check_regular(status: os.stat_result, file: Path) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise OSError(EINVAL, "it is no regular file", str(file))


def create(file: Path) -> None:
    """Makes an empty file, and its folder if need be. Raises OSError; FileExistsError where there is one."""
    make_folder(file.parent)
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)


def append(file: Path, text: str) -> None:
    """Adds a text to a file, which is made if need be; it is on the disk when this returns. Raises OSError.

    No link is followed: who planted one would choose which file is written to.
    """
    with suppress(FileExistsError):
        create(file)
    if file.is_symlink():
        raise OSError(ELOOP, "it is a link, and is not written through", str(file))
    descriptor = _open(file, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "a", encoding="utf-8", errors="surrogateescape", newline="") as written:
        if os.fstat(descriptor).st_mode & _OTHERS:
            os.fchmod(descriptor, 0o600)
        written.write(text)
        written.flush()
        _to_disk(written.fileno())


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
        _to_disk(written.fileno())


def _to_disk(descriptor: int) -> None:
    """Waits until a file is on the disk. Raises OSError."""
    if hasattr(fcntl, "F_FULLFSYNC"):  # on macOS fsync leaves data in the drive's own cache
        with suppress(OSError):  # a disk that knows no such command, such as one of the network
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def free(file: Path) -> Path:
    """The path, with a number behind its name where there is something already."""
    number, found = 1, file
    while found.exists():
        number += 1
        found = file.with_name(f"{file.stem}-{number}{file.suffix}")
    return found
