"""What is left of an exception that nobody expected: a report without a word of what was read.

The message of an exception may hold text of a cable, and so may its locals and the names of files. A report has the
types of the exceptions and the lines of this program that they came through, and nothing else.
"""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cable_tui import __version__, files, paths

#: The exit code of a program that ends by a fault of its own (EX_SOFTWARE of sysexits.h).
EXIT_CODE = 70

_PACKAGE = Path(__file__).parent
_MOST = 8  # exceptions that led to each other


def describe(error: BaseException) -> str:
    """The report on an exception: versions, then for each exception that led to it its type and our own lines."""
    lines = [
        f"cable-tui {__version__}, textual {_version('textual')}, Python {platform.python_version()}",
        f"{platform.system()} {platform.release()}, {platform.machine()}",
    ]
    for one in _chain(error):
        lines += ["", _type(one), *_frames(one)]
    return "\n".join(lines) + "\n"


def report(error: BaseException) -> Path | None:
    """Writes the report into the user's state folder, readable by the user alone; None where it cannot be written."""
    file = paths.reports_folder() / f"{datetime.now():%Y-%m-%dT%H%M%S}-{os.getpid()}.txt"
    try:
        files.append(file, describe(error).encode("ascii", "backslashreplace").decode())
    except OSError:
        return None
    return file


def told(error: BaseException) -> str:
    """Writes the report and returns the sentence for the user."""
    file = report(error)
    where = f"What happened, without any text of yours, is in {file}" if file else "No report of it could be written"
    return f"stopped by a fault of its own ({type(error).__name__}). {where}."


def watch_threads() -> None:
    """From now on what goes wrong in a thread, or where nobody can be told, is reported and not printed."""
    import threading

    threading.excepthook = lambda what: _noted(what.exc_value)
    sys.unraisablehook = lambda what: _noted(what.exc_value)


def _noted(error: BaseException | None) -> None:
    if error is not None and not isinstance(error, SystemExit):
        report(error)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and those that led to it, the last first."""
    seen: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in seen and len(seen) < _MOST:
        seen.append(following)
        yield following
        following = following.__cause__ or following.__context__


def _type(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _frames(error: BaseException) -> Iterator[str]:
    """The lines of this package that an exception came through, the outermost first."""
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(_PACKAGE):
            yield f"  {file.relative_to(_PACKAGE.parent)}:{line} {frame.f_code.co_name}"


def _version(name: str) -> str:
    from importlib import metadata  # takes longer than all the rest of the way to the first screen; faults are rare

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "?"
