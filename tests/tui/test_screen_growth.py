"""The archive changes under the reader: what is looked at stays where it is."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from harness.cables import export, on
from harness.rows import ids
from harness.screen import reading

from cable_tui.archive.build.update import update
from cable_tui.archive.schema import cache_file
from cable_tui.tui.reader.indexer import Indexer


def add(archive: Path, number: int, year: int) -> None:
    text = export(number=number, when=on(year, 1, 1), subject=f"FRESH NEWS {number}")
    (archive / f"zz{number}.txt").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("moves", "pane"), [(0, "1"), (3, "1"), (1, "3")])
async def test_the_cursor_stays_on_its_cable_when_newer_ones_come(moves: int, pane: str, archive: Path) -> None:
    update(archive)
    for number in range(1, 4):
        add(archive, number, 2010)
    async with reading(archive, 120, 40) as reader:
        await reader.press(*["j"] * moves, pane)
        before = reader.cursor
        assert reader.list.count == 5
        await reader.built()
        assert reader.list.count == 8
        assert reader.cursor == reader.shown == before
        assert f"{moves + 4} of 8" in reader.title
        assert sum(row.startswith("▌") for row in reader.pane("list")) == 1


async def test_older_cables_come_below(archive: Path) -> None:
    update(archive)
    add(archive, 1, 1990)
    async with reading(archive, 120, 40) as reader:
        before = reader.pane("list")[:5]
        await reader.built()
        assert reader.pane("list")[:5] == before
        assert "FRESH NEWS 1" in reader.pane("list")[5]


async def test_the_paragraph_being_read_stays_when_the_list_grows(samples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "growing"
    folder.mkdir()
    for sample in samples.iterdir():
        (folder / sample.name).write_bytes(sample.read_bytes())
    update(folder)
    add(folder, 1, 2010)
    async with reading(folder) as reader:
        await reader.press("enter", "j", "j", "j")
        before = (reader.paragraph, reader.pane("viewer"), reader.pane("header"))
        await reader.built()
        assert reader.list.count == 3
        assert (reader.paragraph, reader.pane("viewer"), reader.pane("header")) == before


@pytest.mark.parametrize(
    ("file", "key", "name"),
    [("09OSLO9009.txt", "j", "09OSLO9009"), ("older/99PRAGUE3.txt", "G", "99PRAGUE3")],
    ids=["in the middle", "stored last"],
)
async def test_the_cursor_stays_on_its_cable_when_its_file_was_rewritten(
    file: str, key: str, name: str, archive: Path
) -> None:
    update(archive)
    add(archive, 1, 2010)
    path = archive / file
    path.write_text(path.read_text(encoding="utf-8").replace("SUBJECT: ", "SUBJECT: CORRECTED "), encoding="utf-8")
    async with reading(archive, 120, 40) as reader:
        await reader.press(key)
        assert reader.cursor == name
        assert "CORRECTED" not in reader.pane("header")[0]
        await reader.built()
        assert reader.list.count == 6
        assert reader.cursor == reader.shown == name
        assert "CORRECTED" in reader.pane("header")[0]
        assert any(row.startswith("▌") and "CORRECTED" in row for row in reader.pane("list"))


async def test_the_cursor_goes_to_a_neighbour_when_its_cable_is_gone(archive: Path) -> None:
    update(archive)
    (archive / "09OSLO9009.txt").unlink()
    async with reading(archive, 120, 40) as reader:
        await reader.press("j")
        await reader.built()
        assert reader.list.count == 4
        assert reader.cursor == reader.shown == "08OSLO10"
        assert "2 of 4" in reader.title


async def test_the_cursor_goes_to_the_new_end_when_the_end_is_gone(archive: Path) -> None:
    update(archive)
    (archive / "older" / "99PRAGUE3.txt").unlink()
    async with reading(archive, 120, 40) as reader:
        await reader.press("G")
        await reader.built()
        assert reader.cursor == reader.shown == "08OSLO9"
        assert "4 of 4" in reader.title


async def test_a_list_that_grows_from_nothing_can_be_used_at_once(many: Path) -> None:
    async with reading(many) as reader:
        await reader.until(lambda: reader.list.count >= 50)
        await reader.press("j", "j", "enter", "j")
        where = reader.shown
        assert where
        await reader.built()
        assert reader.list.count == 450
        assert reader.shown == reader.cursor == where
        assert reader.paragraph == 2


async def test_a_build_that_began_before_the_screen_is_followed_from_the_top(many: Path) -> None:
    indexer = Indexer(many)
    indexer.start()
    async with asyncio.timeout(20):
        while not (cache_file(many).exists() and ids(many)):
            await asyncio.sleep(0.01)
    async with reading(many, indexer=indexer) as reader:
        assert reader.list.count
        await reader.built()
        assert "1 of 450" in reader.title


async def test_the_title_says_how_far_the_build_is_and_then_no_more(many: Path, tmp_path: Path) -> None:
    first, *rest = sorted(many.iterdir())
    aside = tmp_path / "aside"
    aside.mkdir()
    for file in rest:
        file.rename(aside / file.name)
    update(many)
    for file in rest:
        (aside / file.name).rename(file)
    async with reading(many, 120, 40) as reader:
        said: list[str] = []
        reader.app.screen.watch(reader.widget("title"), "facts", lambda facts: said.append(facts))
        assert said == ["1 of 1 · 0 of 1 decided · date ↓"]
        await reader.built()
        for place in ("looking for changes", "reading 50 · 11%", "reading 449 · 100%"):
            assert [facts for facts in said if facts.startswith(place)], said
        assert re.fullmatch(r"\d+ of 450 · 0 of 450 decided · date ↓", said[-1])
        assert reader.title.endswith(said[-1])
        assert reader.cursor == "09OSLO1", first


async def test_what_is_no_cable_is_counted_and_listed_with_its_reason(archive: Path) -> None:
    (archive / "recipe[red].txt").write_text("Two eggs and a fish.")
    async with reading(archive, 100, 30) as reader:
        await reader.built()
        assert "1 file holds no cable: ! lists them" in reader.status
        await reader.press("exclamation_mark")
        assert "recipe[red].txt" in reader.text
        await reader.press("q")
        assert "recipe" not in reader.text


async def test_a_move_while_the_list_grows_counts(archive: Path) -> None:
    update(archive)
    async with reading(archive, 120, 40) as reader:
        await reader.built()
        fetch, moved = reader.list._fetch, []

        async def moving(start: int, count: int) -> object:
            """The reader's key comes while the rows of the longer list are on their way."""
            if not moved:
                moved.append(True)
                reader.list.action_move(1)
            return await fetch(start, count)

        reader.list._fetch = moving
        await reader.list.grow(5, 2)  # the cursor's cable is the third row now
        assert reader.list.cursor == 3
