"""What a dictionary is made from: cables of all places of a large file, which is read once at most."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cable_tui.archive.build import dictionary
from cable_tui.archive.build.dictionary import _spread
from cable_tui.sources import RawCable, SourceFile, read, scan

sys.path.append(str(Path(__file__).parents[1] / "sources"))

from invented import BARE, row


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Where reading began, each time."""
    seen: list[int] = []

    def watched(archive: Path, file: SourceFile, start: int = 0, before: int = 0) -> Iterator[object]:
        seen.append(start)
        return read(archive, file, start, before)

    monkeypatch.setattr(dictionary, "read", watched)
    return seen


def spread(folder: Path) -> list[RawCable]:
    return list(_spread(folder, [file for file in scan(folder) if isinstance(file, SourceFile)]))


def test_cables_come_from_everywhere(tmp_path: Path, starts: list[int]) -> None:
    (tmp_path / "cables.csv").write_text("".join(map(row, range(1, 12_000))), encoding="utf-8")
    found = spread(tmp_path)
    assert len(starts) > 20
    assert 1000 < len(found) <= 1400
    assert len({cable.container.id for cable in found if cable.container}) == len(found)


@pytest.mark.parametrize(
    ("text", "most", "cables"),
    [
        ("word\n" * 1_000_000, 1, 0),
        (BARE * 16_000, 1, 1400),
        ("".join(map(row, range(60))) + "x\n" * 2_500_000 + "".join(map(row, range(60))), 3, 100),
    ],
    ids=["no cable", "one text", "rubbish between"],
)
def test_no_part_of_a_large_file_is_read_again(
    tmp_path: Path, starts: list[int], text: str, most: int, cables: int
) -> None:
    (tmp_path / "file").write_text(text, encoding="utf-8")
    assert len(spread(tmp_path)) == cables
    assert len(starts) <= most


def test_small_files_give_their_cables(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.csv").write_text(row(number), encoding="utf-8")
    assert len(spread(tmp_path)) == 3
