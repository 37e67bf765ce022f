"""Finds the files of cables, and the cables of files, by path in the archive."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import NamedTuple

from cable_tui.escape import spelled

from .header import Header

_SOURCE, _SOURCE_ID, _PATH = (f"json_extract(doc, '$.{name}')" for name in ("source", "source_id", "path"))
_OF_FILES = f"""SELECT coalesce(json_extract(doc, '$.copy_of'), doc_id) FROM cables
    WHERE {_SOURCE_ID} IN (SELECT doc_id FROM sources WHERE {{}})"""
#: Cables in files whose path has a prefix.
_BELOW = _OF_FILES.format(f"{_PATH} >= :path AND {_PATH} < :behind")
#: Cables in members of packed files whose path has a prefix.
_MEMBERS = f"{_OF_FILES.format(f'{_PATH} = :packed')} AND substr({_SOURCE}, 1, length(:path)) = :path"
_FILE = f"""SELECT {_PATH} FROM sources
    WHERE doc_id = (SELECT {_SOURCE_ID} FROM cables WHERE doc_id = ?)"""
_LAST = "\U0010ffff"
_MEMBER = "!"


class CableFile(NamedTuple):
    """The path of a cable's file, and the member of a packed file or mailbox, '' for none."""

    path: Path
    member: str = ""

    def __str__(self) -> str:
        """`/srv/cables/2004/archive.zip!11/page.html`."""
        return f"{self.path}{_MEMBER if self.member else ''}{self.member}"


def rows(connection: sqlite3.Connection, beginning: str) -> list[int]:
    """The listed rows of cables with a copy whose source begins with `beginning`."""
    packed = [beginning[:at] for at, char in enumerate(beginning) if char == _MEMBER]
    found = connection.execute(_BELOW, {"path": beginning, "behind": beginning + _LAST}).fetchall()
    for path in packed:
        found += connection.execute(_MEMBERS, {"packed": path, "path": beginning})
    return [doc_id for (doc_id,) in found]


def file_of(connection: sqlite3.Connection, archive: Path, header: Header) -> CableFile:
    """The file of a row, as an absolute path; the archive itself if it is a single file."""
    row = connection.execute(_FILE, (header.doc_id,)).fetchone()
    path = row[0] if row else header.source.partition(_MEMBER)[0]
    member = header.source[len(spelled(path)) :].removeprefix(_MEMBER)
    whole = archive.absolute()
    return CableFile(whole / path if whole.is_dir() else whole, member)
