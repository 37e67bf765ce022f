"""Collects what an export contains: bookmarks and kept cables."""

from __future__ import annotations

from cable_tui.notebook.export.items import Item, gather
from cable_tui.notebook.notebook import Notebook


def items_of(notebook: Notebook) -> list[Item]:
    """The cables of a notebook that are kept or have bookmarks."""
    return list(gather(notebook.all_marks(), notebook.bookmarks()))
