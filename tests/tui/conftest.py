"""These tests are about readers who have been here before: the first launch has a hint in the last line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cable_tui.notebook.notebook import Notebook


@pytest.fixture(autouse=True)
def notebook_of_before(home: Path) -> None:
    """An empty notebook."""
    Notebook.open().close()
