"""What the sources deliver: raw cables, what could not be read, and what is no cable. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cable_tui.cables.model import Container
from cable_tui.escape import spelled, visible_line


class Form(StrEnum):
    """The form a cable was found in; the value is the name a reader is shown."""

    EXPORT = "text export"
    TRANSMISSION = "transmission"
    CSV = "csv"
    PAGE = "html page"
    TELEGRAM = "telegram"
    SMART = "SMART form"
    JSON = "json"
    SQLITE = "sqlite"
    SQL = "sql dump"
    XML = "xml"
    MAIL = "mail"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the archive: posix `path` relative to it, `size` in bytes, time of its last change.

    The path may hold surrogate escapes where a name is no UTF-8; show it through `printable`. With `follows_links`
    it may be a link that leaves the archive: the scan was asked to follow such links.
    """

    path: str
    size: int
    mtime_ns: int
    follows_links: bool = False


@dataclass(frozen=True, slots=True)
class RawCable:
    """One cable before parsing.

    `text` has LF line ends and is otherwise as it stands. `path` is the file's, with members of a packed file
    as `archive.zip!folder/name.html`. `position` counts the cables of that path from 1 (in a CSV: its rows).
    `end` is the offset in bytes after the cable where reading can be taken up again, else None.
    """

    text: str
    path: str
    position: int
    form: Form
    container: Container | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A file, a member or a row that should hold a cable and cannot be read."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{printable(self.path)}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or a member that is no cable."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{printable(self.path)}: {self.reason}"


Result = RawCable | Problem | Skipped
Found = SourceFile | Problem | Skipped


def printable(path: str) -> str:
    r"""The path with bytes that are no UTF-8 as `\xff` and control characters made visible."""
    return visible_line(spelled(path))
