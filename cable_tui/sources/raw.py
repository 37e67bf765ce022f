"""The values that sources return: raw cables, problems, and skipped files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cable_tui.cables.model import Container
from cable_tui.escape import spelled, visible_line


class Form(StrEnum):
    """The form of a cable's file; the value is the name shown to the user."""

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
    """A file of the archive: posix `path` relative to it, `size` in bytes, time of last modification.

    The path has surrogate escapes if a name is not UTF-8; show it through `printable`. With `follows_links` it may be a
    link out of the archive: the scan was asked to follow such links.
    """

    path: str
    size: int
    mtime_ns: int
    follows_links: bool = False


@dataclass(frozen=True, slots=True)
class RawCable:
    """One cable before parsing.

    `text` has LF line ends and is otherwise unchanged. `path` is the path of the file; members of a packed file are
    `archive.zip!folder/name.html`. `position` counts the cables of that path from 1 (in a CSV, its rows). `end` is the
    byte offset after the cable where reading can resume, else None.
    """

    text: str
    path: str
    position: int
    form: Form
    container: Container | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A file, member or row that should hold a cable and cannot be read."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{printable(self.path)}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or member that is not a cable."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{printable(self.path)}: {self.reason}"


Result = RawCable | Problem | Skipped
Found = SourceFile | Problem | Skipped


def printable(path: str) -> str:
    r"""The path with bytes that are not UTF-8 as `\xff` and control characters written out."""
    return visible_line(spelled(path))
