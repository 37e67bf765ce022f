"""What a cache holds, asked through the archive and counted in the file itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from cable_tui.archive import Archive, Header
from cable_tui.archive.schema import cache_file
from cable_tui.cables import Cable


def window(opened: Archive, start: int, count: int) -> list[Header]:
    """Rows of the whole list, newest first."""
    return opened.headers(opened.whole().window(start, count))


def listing(opened: Archive, header: Header | None = None) -> tuple[int, int | None]:
    """The number of listed cables, and the place of one of them."""
    whole = opened.whole()
    return len(whole), opened.place(whole, header) if header else None


def rows(archive: Path, *, follow_links: bool = False) -> list[tuple[Header, Cable]]:
    """Every listed cable in the order of the list."""
    with closing(Archive.open(archive, follow_links=follow_links)) as opened:
        found = [(header, opened.cable(header.doc_id)) for header in window(opened, 0, len(opened.whole()))]
    assert all(cable is not None for _, cable in found)
    return found


def ids(archive: Path, *, follow_links: bool = False) -> list[str]:
    """The ids of the list."""
    return [header.id for header, _ in rows(archive, follow_links=follow_links)]


def stored(archive: Path, *, follow_links: bool = False) -> dict[str, int]:
    """The number of rows in each table of the file."""
    with closing(sqlite3.connect(cache_file(archive, follow_links=follow_links))) as connection:
        tables = ("cables", "texts", "sources", "problems")
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}


def snapshot(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Everything below a folder, itself included: time of change, mode and contents."""
    found = {}
    for path in (folder, *folder.rglob("*")):
        status = path.stat()
        contents = path.read_bytes() if path.is_file() else b""
        found[str(path)] = (status.st_mtime_ns, status.st_mode, contents)
    return found
