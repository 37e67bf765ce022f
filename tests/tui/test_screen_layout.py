"""Where the panes are at each size, and what a change of the size leaves in sight."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from harness.cables import LONG, export
from harness.screen import PATIENCE, Reader, reading

from cable_tui.archive.build.update import update

NARROW, WIDE, SMALL = (80, 24), (120, 40), (40, 12)
LAST = 12


@pytest.fixture
async def reader(tmp_path: Path) -> AsyncIterator[Reader]:
    """A cable of twelve short paragraphs and one that is taller than any pane, at 80x24."""
    file = tmp_path / "a.txt"
    short = tuple(f"Paragraph {number} was about cod, and so was what Velmer said." for number in range(1, LAST + 1))
    file.write_text(export(paragraphs=(*short, LONG)), encoding="utf-8")
    update(file)
    async with reading(file, *NARROW) as found:
        yield found


async def test_the_panes_share_the_screen_without_overlap(reader: Reader) -> None:
    for size in (NARROW, WIDE, SMALL, (80, 16), (119, 50), (200, 20), (30, 10)):
        await reader.resize(*size)
        assert_shared(reader, size)


def assert_shared(reader: Reader, size: tuple[int, int]) -> None:
    columns, rows = size
    regions = {name: reader.widget(name).region for name in ("title", "list", "header", "viewer", "status")}
    assert all(region.area for region in regions.values()), regions
    named = list(regions.values())
    assert not [(a, b) for a in named for b in named if a is not b and a.overlaps(b)]
    assert regions["title"].y == 0
    assert regions["status"].bottom == rows
    assert regions["title"].width == regions["status"].width == columns
    if columns >= 120:
        assert regions["list"].right <= regions["header"].x == regions["viewer"].x
        assert regions["list"].height == rows - 2
    else:
        assert regions["list"].bottom == regions["header"].y
        assert regions["list"].x == regions["viewer"].x == 0
    assert regions["header"].bottom == regions["viewer"].y


@pytest.mark.parametrize("size", [NARROW, WIDE, SMALL], ids=str)
async def test_a_launch_at_a_size_looks_like_a_change_to_it(size: tuple[int, int], archive: Path) -> None:
    update(archive)
    async with reading(archive, *size) as there:
        await there.press("g", "j", "enter")
        expected = there.body
    async with reading(archive, 100, 30) as reader:
        await reader.press("g", "j", "enter")
        await reader.resize(*size)
        assert reader.body == expected


async def test_the_wide_layout_puts_the_list_on_the_left(samples: Path) -> None:
    update(samples)
    async with reading(samples, *WIDE) as reader:
        assert "2009-07-02" in reader.lines[1][:50]
        assert "KAZAKHSTAN: SCENESETTER" in reader.lines[1][51:]
        assert "2008-06-09" in reader.lines[2][:50]
        assert "Embassy Astana" in reader.lines[2][51:]


async def test_the_list_has_more_room_while_it_is_used(reader: Reader) -> None:
    before = reader.list.size.height
    await reader.press("enter")
    assert reader.list.size.height < before
    await reader.press("q")
    assert reader.list.size.height == before


@pytest.mark.parametrize("number", [1, 6, LAST])
async def test_the_current_paragraph_stays_in_sight_when_the_size_changes(number: int, reader: Reader) -> None:
    await reader.press("enter", *["j"] * (number - 1))
    before = reader.barred[0].split()[:4]
    assert str(number) in before
    for size in (WIDE, SMALL, NARROW, (80, 16), (30, 10), NARROW):
        await reader.resize(*size)
        assert reader.barred, reader.text
        assert reader.barred[0].split()[:4] == before


async def test_a_paragraph_taller_than_the_pane_stays_in_sight(reader: Reader) -> None:
    await reader.press("enter", *["j"] * (LAST + 4))
    assert reader.paragraph == LAST + 1
    for size in (SMALL, WIDE, NARROW):
        await reader.resize(*size)
        assert reader.paragraph == LAST + 1 or size == SMALL
        assert reader.barred


async def test_the_cursor_of_the_list_stays_in_sight(many: Path) -> None:
    update(many)
    async with reading(many, *WIDE) as reader:
        await reader.press("space")
        where = reader.cursor
        for size in (SMALL, NARROW, WIDE):
            await reader.resize(*size)
            assert reader.cursor == where
            assert sum(line.startswith("▌") for line in reader.pane("list")) == 1


@pytest.mark.parametrize("size", [NARROW, WIDE, SMALL, (60, 20), (36, 12), (30, 10)], ids=str)
async def test_columns_give_way_from_the_right(size: tuple[int, int], samples: Path) -> None:
    update(samples)
    async with reading(samples, *size) as reader:
        row = reader.pane("list")[1]
        assert " C " in row
        assert "2008-06-09" in row
        assert ("MOSCOW 1640" in row) is (size[0] >= 34)
        assert ("MEDVEDEV" in row) is (size[0] >= 60 or size[0] < 34)


async def test_a_window_of_a_few_cells_is_survived(reader: Reader) -> None:
    for size in ((1, 1), (5, 3), (12, 4), (20, 6)):
        await reader.resize(*size)
        for key in ("j", "h", "j", "plus", "q", "h"):
            await reader.press(key)
            for strip in reader.app.screen._compositor.render_strips(reader.app.size):
                assert sum(segment.cell_length for segment in strip) == size[0]
    await reader.resize(*NARROW)
    assert any("Paragraph" in line for line in reader.pane("viewer"))


@pytest.mark.parametrize("size", [(5, 24), (6, 4)])
@pytest.mark.parametrize("keys", [("question_mark",), ("question_mark", "t"), ("question_mark", "t", "enter")])
async def test_a_dialog_comes_to_rest_where_it_has_no_room(
    keys: tuple[str, ...], size: tuple[int, int], samples: Path
) -> None:
    async with reading(samples) as reader:
        await reader.press(*keys)
        async with asyncio.timeout(PATIENCE):
            await reader.resize(*size)
