"""What has its room on the screen: columns that stay, lines that end in an ellipsis, lists that are paged."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from harness.cables import on, transmission
from harness.screen import Reader, reading
from textual.command import CommandList
from textual.widget import Widget
from textual.widgets import OptionList

from cable_tui.archive.build.update import update
from cable_tui.tui.widgets.text_box import TextBox


@pytest.fixture
async def reader(samples: Path):
    update(samples)
    async with reading(samples) as found:
        yield found


async def test_columns_stay_where_they_are_when_something_is_selected_and_bookmarked(reader: Reader) -> None:
    def columns() -> list[int]:
        return [line.index(word) for line, word in zip(reader.pane("list"), ("ASTANA", "MOSCOW"), strict=False)]

    before = columns()
    await reader.press("m", "t", "F")
    assert "*" in reader.pane("list")[0]
    assert columns() == before


async def test_a_subject_that_is_cut_among_the_references_ends_in_an_ellipsis(repository: Path, tmp_path: Path) -> None:
    shutil.copytree(repository / "sample_cables", tmp_path / "shelf")
    update(tmp_path / "shelf")
    async with reading(tmp_path / "shelf") as found:
        await found.press("l", *"id:12OSLO9004", "enter", "R")
        cut = [line for line in found.lines if "▶" in line]
        assert len(cut) == 3
        assert all(line.endswith("…") for line in cut)
        await found.resize(200, 40)
        whole = [line for line in found.lines if "▶" in line]
        assert not any("…" in line for line in whole)
        assert all(after.startswith(before[:-1]) for before, after in zip(cut, whole, strict=True))


async def test_a_command_of_the_palette_takes_one_line_with_its_key_at_the_end(reader: Reader) -> None:
    await reader.press("colon")
    commands = reader.app.screen.query_one(CommandList)
    await reader.until(lambda: commands.option_count > 20)
    assert {len(str(option.prompt).split("\n")) for option in commands.options} == {1}
    assert any(line.strip("│ ▂▁▃▄▅▆▇█").endswith(" '") and "All bookmarks" in line for line in reader.lines)


async def test_the_unfolded_header_is_paged(reader: Reader) -> None:
    await reader.press("h", "2", "G")
    last = reader.pane("header")[-2]
    assert reader.widget("header").top > 0
    await reader.press("ctrl+b")
    assert last not in reader.pane("header")
    await reader.press("ctrl+f", "ctrl+f")
    assert reader.pane("header")[-2] == last
    await reader.press("ctrl+u")
    assert reader.pane("header")[-2] != last
    await reader.press("g")
    assert reader.widget("header").top == 0


async def test_themes_and_views_are_paged(reader: Reader) -> None:
    for name in "abcdefgh":
        await reader.press("l", *f"energy OR {name}", "enter", "V", "a", name, "enter", "q")
    await reader.press("V")
    await _is_paged(reader)
    await reader.press("q")
    reader.app.action_change_theme()
    await reader.settled()
    await _is_paged(reader)


async def _is_paged(reader: Reader) -> None:
    options = reader.app.screen.query_one(OptionList)
    await reader.press("G")
    last = options.highlighted
    assert last == options.option_count - 1
    await reader.press("g")
    assert options.highlighted == 0
    places = []
    for key in ("ctrl+d", "ctrl+f", "ctrl+b", "ctrl+u"):
        await reader.press(key)
        places.append(options.highlighted)
    assert 0 < places[0] < places[1] <= last
    assert places[2] < places[1]
    assert places[3] == 0


async def test_a_cable_without_a_subject_has_one_name_in_the_list_and_above_its_text(tmp_path: Path) -> None:
    folder = tmp_path / "untitled"
    folder.mkdir()
    text = transmission(number=1, when=on(2009, 6, 1), paragraphs=("The cod has left the fjord.",))
    text = "\n".join(line for line in text.split("\n") if not line.startswith("SUBJECT"))
    (folder / "1.txt").write_text(text, encoding="utf-8")
    update(folder)
    async with reading(folder, 100, 30) as found:
        assert "[The cod has left the fjord.]" in found.pane("list")[0]
        assert "[The cod has left the fjord.]" in found.pane("header")[0]


@pytest.mark.parametrize("columns", range(1, 9))
@pytest.mark.parametrize(("kind", "keys"), [(TextBox, ("question_mark",)), (OptionList, ("question_mark", "t"))])
async def test_where_nothing_fits_no_bar_comes_and_goes(
    kind: type[Widget], keys: tuple[str, ...], columns: int, archive: Path
) -> None:
    async with reading(archive, columns, 24) as reader:
        for key in keys:
            reader.app.simulate_key(key)
        while not (found := reader.app.screen.query(kind)):  # it may never come to rest
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
        changes: list[bool] = []
        reader.app.screen.watch(found.first(), "show_vertical_scrollbar", lambda new: changes.append(new), init=False)
        for _ in range(30):
            await asyncio.sleep(0.01)
        assert changes == []
