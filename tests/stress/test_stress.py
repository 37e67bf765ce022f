"""The long runs, shortened."""

from __future__ import annotations

from pathlib import Path

from .rounds import keys, resizes


def test_any_size_is_survived(archive: Path) -> None:
    assert "the program stands" in resizes(archive, 15, 3)


def test_any_bytes_are_survived(archive: Path) -> None:
    assert "the program stands" in keys(archive, 2_000, 3)
