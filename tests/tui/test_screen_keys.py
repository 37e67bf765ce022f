"""Each key does what it says, in the list and in the paragraphs."""

from __future__ import annotations

import re
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from harness.cables import LONG, export, on
from harness.screen import Reader, reading
from textual import events

from cable_tui.archive import Archive
from cable_tui.archive.build.update import update

ORDER = ["09OSLO9010", "09OSLO9009", "08OSLO10", "08OSLO9", "99PRAGUE3"]
BOTH = pytest.mark.parametrize("start", ["list", "viewer"])


@pytest.fixture
async def reader(archive: Path) -> AsyncIterator[Reader]:
    """Five cables at 80x24, the cursor of the list on the newest."""
    update(archive)
    async with reading(archive) as found:
        yield found


# --- the list --------------------------------------------------------------------------------------------------------


MOVES = {
    "j": 1,
    "j j": 2,
    "down down down": 3,
    "j j k": 1,
    "j up": 0,
    "k": 0,
    "G": 4,
    "G j": 4,
    "end": 4,
    "G g": 0,
    "G home": 0,
    "J": 1,
    "J J K": 1,
    "K": 0,
    "G J": 4,
}


async def test_moving_in_the_list_previews_the_cable(reader: Reader) -> None:
    for keys, place in MOVES.items():
        await reader.press("g", *keys.split())
        assert reader.cursor == reader.shown == ORDER[place], keys
        assert f"{place + 1} of 5" in reader.title, keys
        assert reader.pane("header")[0].endswith(reader.viewer.cable.message_number), keys
        assert [line[:1] for line in reader.pane("list")].index("▌") == place - reader.list.top, keys
        assert reader.focus == "list"


async def test_paging_in_the_list_overlaps_by_a_row(many: Path) -> None:
    update(many)
    async with reading(many) as reader:
        height = reader.list.size.height
        await reader.press("pagedown")
        assert reader.list.cursor == height - 1
        await reader.press("pagedown", "pagedown")
        assert reader.list.cursor == 3 * (height - 1)
        await reader.press("pageup")
        assert reader.list.cursor == 2 * (height - 1)
        await reader.press("pageup", "pageup", "pageup")
        assert reader.list.cursor == 0
        await reader.press("pagedown", "pageup")
        assert reader.list.cursor == 0


async def test_a_long_list_can_be_walked_from_end_to_end(many: Path) -> None:
    update(many)
    async with reading(many) as reader:
        await reader.press("G")
        assert reader.list.cursor == 449
        assert "450 of 450" in reader.title
        last = reader.shown
        assert all(line.strip() for line in reader.pane("list"))
        await reader.press("k", "j")
        assert reader.shown == last
        await reader.press("g")
        assert reader.list.cursor == 0


async def test_enter_reads_the_cable(reader: Reader) -> None:
    await reader.press("j", "enter")
    assert reader.focus == "viewer"
    assert reader.shown == ORDER[1]
    assert reader.paragraph == 1


# --- panes -----------------------------------------------------------------------------------------------------------


PANES = {"1": "list", "2": "header", "3": "viewer"}


async def test_a_number_focuses_its_pane_from_every_other(reader: Reader) -> None:
    for start in PANES:
        for key, pane in PANES.items():
            await reader.press(start, key)
            assert reader.focus == pane, f"{start} {key}"


async def test_back_leads_to_the_list(reader: Reader) -> None:
    await reader.press("j")
    for start in ("2", "3", "enter"):
        for key in ("q", "escape"):
            await reader.press(start, key)
            assert reader.focus == "list", f"{start} {key}"
            assert reader.cursor == ORDER[1]
            assert reader.app.return_code is None


@pytest.mark.parametrize(("start", "key"), [("1", "q"), ("1", "Q"), ("2", "Q"), ("3", "Q"), ("3", "ctrl+q")])
async def test_quitting(start: str, key: str, archive: Path) -> None:
    update(archive)
    async with reading(archive) as reader:
        await reader.press(start)
        await reader.pilot.press(key)
    assert reader.app.return_code == 0


async def test_quitting_while_a_cable_is_fetched_is_clean(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer comes when the panes are being taken down."""
    update(archive)
    taken_down = threading.Event()
    real = Archive.cable

    def late(self: Archive, doc_id: int) -> object:
        taken_down.wait(10)
        return real(self, doc_id)

    async with reading(archive) as reader:
        monkeypatch.setattr(Archive, "cable", late)
        reader.on_message(lambda message: taken_down.set() if isinstance(message, events.Unmount) else None)
        reader.app.simulate_key("G")
        await reader.pilot.press("q")
    assert reader.app.return_code == 0


@pytest.mark.parametrize("columns", [80, 120])
async def test_zoom_gives_the_screen_to_one_pane_and_takes_it_back(columns: int, archive: Path) -> None:
    update(archive)
    async with reading(archive, columns=columns) as reader:
        before = reader.body
        for key, pane in PANES.items():
            for back in ("plus", "q"):
                await reader.press(key)
                shape = {name: reader.widget(name).region for name in PANES.values()}
                await reader.press("plus")
                assert [name for name in shape if reader.is_shown(name)] == [pane]
                assert reader.widget(pane).region.size == (columns, 22)
                await reader.press(back)
                assert {name: reader.widget(name).region for name in shape} == shape
                assert reader.focus == pane
        await reader.press("1")
        assert reader.body == before


async def test_a_number_ends_the_zoom(reader: Reader) -> None:
    await reader.press("3", "plus", "1")
    assert reader.focus == "list"
    assert all(reader.is_shown(name) for name in ("list", "header", "viewer"))


async def test_cables_can_be_changed_in_the_zoom(reader: Reader) -> None:
    await reader.press("3", "plus", "J")
    assert reader.shown == ORDER[1]
    await reader.press("q")
    assert reader.cursor == ORDER[1]


# --- the header ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (40, 12)])
async def test_h_unfolds_the_header_and_folds_it_again(columns: int, rows: int, samples: Path) -> None:
    file = samples / "08MOSCOW1640.txt"
    update(file)
    async with reading(file, columns, rows) as reader:
        before = reader.body
        folded = reader.widget("header").size.height
        await reader.press("h")
        assert reader.widget("header").size.height > folded
        await reader.press("2")
        words = await words_while_scrolling(reader)
        assert "SECDEF WASHDC; DIA WASHDC Date Mon 9 Jun 2008 14:47Z Precedence routine" in words
        assert "DE RUEHMO #1640/01 1611447 ZNY CCCCC ZZH" in words
        await reader.press("1", "h")
        assert reader.body == before


async def words_while_scrolling(reader: Reader) -> str:
    """All that the header pane shows while one scrolls through it, with single blanks."""
    found = reader.pane("header")[:-1]
    while True:
        before = reader.pane("header")[:-1]
        await reader.press("j")
        if reader.pane("header")[:-1] == before:
            return " ".join(" ".join(found).split())
        found.append(reader.pane("header")[-2])


async def test_the_unfolded_header_follows_the_cable(samples: Path) -> None:
    update(samples)
    async with reading(samples, 160, 60) as reader:
        await reader.press("h")
        assert any("HOAGLAND" in line for line in reader.pane("header"))
        await reader.press("j")
        header = "\n".join(reader.pane("header"))
        assert "HOAGLAND" not in header
        for fact in ("Alice G. Wells, Political Minister Counselor", "MOSCOW 1425 = 08MOSCOW1425", "RUSSELL"):
            assert fact in header


# --- the paragraphs --------------------------------------------------------------------------------------------------

PARTED = ("First.", "HEADING ONE", "Second.", "Third.", "HEADING TWO", "Fourth.", "HEADING THREE", "Fifth.")


@pytest.fixture
async def viewer(tmp_path: Path) -> AsyncIterator[Reader]:
    """The paragraphs of a cable with headings, at 80x24; an older and shorter cable follows it."""
    folder = tmp_path / "parted"
    folder.mkdir()
    (folder / "a.txt").write_text(export(number=2, paragraphs=PARTED, when=on(2009, 6, 4)), encoding="utf-8")
    (folder / "b.txt").write_text(export(number=1, when=on(2009, 6, 3)), encoding="utf-8")
    update(folder)
    async with reading(folder) as found:
        await found.press("enter")
        yield found


STEPS = {
    "": "First.",
    "j": "Second.",
    "j j": "Third.",
    "down down down": "Fourth.",
    "j j j j": "Fifth.",
    "j j j j j": "BRANDVIK",
    "j j j j j j j": "BRANDVIK",
    "j j k": "Second.",
    "j up": "First.",
    "k": "First.",
    "G": "BRANDVIK",
    "end k": "Fifth.",
    "G g": "First.",
    "G home": "First.",
    "}": "Second.",
    "} }": "Fourth.",
    "} } }": "Fifth.",
    "} } } }": "Fifth.",
    "j j }": "Fourth.",
    "} } {": "Second.",
    "} } } { {": "Second.",
    "} {": "First.",
    "j j {": "First.",
    "{": "First.",
}


async def test_moving_by_paragraph_and_by_heading(viewer: Reader) -> None:
    names = {"{": "left_curly_bracket", "}": "right_curly_bracket"}
    for keys, text in STEPS.items():
        await viewer.press("g", *(names.get(key, key) for key in keys.split()))
        (barred,) = viewer.barred
        assert barred.endswith(text), keys
        assert viewer.shown == "09OSLO2"
        assert viewer.focus == "viewer"


async def test_every_paragraph_is_in_sight_when_it_is_current(samples: Path) -> None:
    update(samples)
    async with reading(samples) as reader:
        await reader.press("j", "enter")
        seen = []
        for _ in range(200):
            seen.append(reader.paragraph)
            assert reader.barred
            await reader.press("j")
            if reader.barred == ["RUSSELL"]:
                break
        assert [number for number, before in zip(seen, [None, *seen], strict=False) if number != before] == [
            *range(1, 10)
        ]


async def test_every_line_of_a_cable_comes_by_when_one_keeps_pressing_j(samples: Path) -> None:
    update(samples)
    async with reading(samples, 80, 24) as reader:
        await reader.press("j", "enter", "plus")
        lines = reader.pane("viewer")
        while reader.barred != ["RUSSELL"]:
            await reader.press("j")
            lines += reader.pane("viewer")
        words = {word for line in lines for word in line.lstrip("▌").split()}
        body = (samples / "08MOSCOW1640.txt").read_text(encoding="utf-8").partition("11. (C) ")[2]
        prose = re.sub(r"^1\d\. \([CU]\) ", "", body, flags=re.MULTILINE)
        assert set(prose.split()) <= words


@BOTH
async def test_the_next_and_the_previous_cable_from_any_pane(start: str, reader: Reader) -> None:
    await reader.press({"list": "1", "viewer": "3"}[start], "J", "J", "K")
    assert reader.cursor == reader.shown == ORDER[1]
    assert reader.paragraph == 1
    assert reader.focus == start


async def test_space_pages_through_a_cable_and_goes_on_to_the_next(samples: Path) -> None:
    update(samples)
    async with reading(samples) as reader:
        await reader.press("enter")
        seen = []
        for _ in range(60):
            seen.append(reader.paragraph)
            await reader.press("space")
            if reader.shown == "08MOSCOW1640":
                break
        assert reader.shown == reader.cursor == "08MOSCOW1640"
        assert (reader.viewer.top, reader.paragraph, reader.focus) == (0, 1, "viewer")
        assert [number for number in seen if number] == sorted(number for number in seen if number)
        assert len(seen) > 5


async def test_pages_overlap_by_a_line_and_b_goes_back(samples: Path) -> None:
    update(samples)
    async with reading(samples) as reader:
        await reader.press("enter")
        first = reader.pane("viewer")
        await reader.press("space")
        assert reader.pane("viewer")[0][1:] == first[-1][1:]
        await reader.press("b")
        assert [line[1:] for line in reader.pane("viewer")] == [line[1:] for line in first]
        await reader.press("b")
        assert reader.viewer.top == 0


async def test_space_at_the_end_of_a_cable_goes_to_the_next_unread_one_and_says_where_none_is_left(
    viewer: Reader,
) -> None:
    await viewer.press("J", "space", "space")
    assert viewer.shown == "09OSLO2"
    assert "Continued from the top." in viewer.status
    await viewer.press(*["space"] * 40)
    assert "No other unread cable in this list." in viewer.status


async def test_a_paragraph_taller_than_the_pane_moves_by_line(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text(export(paragraphs=("First.", LONG, "Last.")), encoding="utf-8")
    update(file)
    async with reading(file) as reader:
        await reader.press("enter", "j")
        assert reader.barred[0].startswith("2 C")
        height = reader.viewer.size.height
        assert len(reader.barred) == height
        top = reader.viewer.top
        await reader.press("j", "j", "j")
        assert (reader.viewer.top, reader.paragraph) == (top + 3, 2)
        await reader.press("k")
        assert (reader.viewer.top, reader.paragraph) == (top + 2, 2)
        presses = 0
        while reader.paragraph == 2:
            await reader.press("j")
            presses += 1
        assert reader.paragraph == 3
        assert "Last." in reader.barred[0]
        assert presses > height
        await reader.press("k")
        assert reader.paragraph == 2
        assert reader.barred[-1].endswith("little else.")  # coming from below, the end is shown


async def test_the_source_is_shown_as_it_stands_and_the_paragraphs_again(samples: Path) -> None:
    update(samples)
    async with reading(samples, 120, 40) as reader:
        await reader.press("j", "enter")
        before = reader.pane("viewer")
        await reader.press("j", "backslash")
        assert any("12. (C) Medvedev traveled to Astana" in line for line in reader.pane("viewer"))
        await reader.press("g")
        source = [line[1:].strip() for line in reader.pane("viewer")]
        assert {"VZCZCXYZ0000", "DE RUEHMO #1640/01 1611447", "C O N F I D E N T I A L MOSCOW 001640"} <= set(source)
        await reader.press("backslash")
        assert reader.barred[0].startswith("2 ")
        await reader.press("g")
        assert reader.pane("viewer") == before


async def test_a_wide_line_of_the_source_can_be_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "wide.txt"
    file.write_text(export(paragraphs=(LONG[:150] + " And so it ends.",)), encoding="utf-8")
    update(file)
    async with reading(file, 80, 24) as reader:
        await reader.press("enter", "backslash", "G")
        assert not any(line.endswith("›") for line in reader.pane("viewer"))
        assert any(line.endswith("And so it ends.") for line in reader.pane("viewer"))


async def test_nothing_moves_beyond_the_end_of_the_longest_line(tmp_path: Path) -> None:
    file = tmp_path / "short.txt"
    file.write_text(export(), encoding="utf-8")
    update(file)
    async with reading(file, 80, 24) as reader:
        await reader.press("enter", "backslash")
        before = reader.pane("viewer")
        await reader.press("right", "right", "right", "left")
        assert reader.pane("viewer") == before
