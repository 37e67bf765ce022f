"""What stands on the screen after the start: at first launch, later, and when there is nothing to show."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from harness.cables import HOSTILE, SHOWN, export
from harness.rows import ids
from harness.screen import reading

from cable_tui.archive.build.update import update
from cable_tui.archive.schema import VERSION, cache_file

SIZES = pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (40, 12)])
EVERY_KEY = "j k g G J K space b enter h { } + + 1 2 j k 3 j k space b g G { } backslash right left ? j k q"
KEY_NAMES = {"{": "left_curly_bracket", "}": "right_curly_bracket", "+": "plus", "?": "question_mark"}


def keys(names: str) -> list[str]:
    return [KEY_NAMES.get(name, name) for name in names.split()]


@SIZES
async def test_the_first_launch_shows_both_samples(columns: int, rows: int, samples: Path) -> None:
    async with reading(samples, columns, rows) as reader:
        await reader.built()
        shown = [line for line in reader.pane("list") if line.strip()]
        assert len(shown) == 2
        gap = " " if reader.list.size.width >= 80 else ""  # for what is selected
        assert shown[0].startswith(f"▌{gap}● 2009-07-02 SBU")
        assert shown[1].startswith(f" {gap}● 2008-06-09 C")
        assert "ASTANA 1103" in shown[0]
        assert "MOSCOW 1640" in shown[1]
        assert "1 of 2" in reader.title
        assert "samples" in reader.title
        assert "SCENESETTER" in reader.pane("header")[0] or "KAZAKHSTAN" in reader.pane("header")[0]
        assert reader.pane("viewer")[0].startswith("▌  1 U   Sensitive but unclassified")
        assert reader.paragraph == 1
        assert reader.focus == "list"
        assert all(len(line) <= columns for line in reader.lines)
        assert len(reader.lines) == rows


async def test_the_first_screen_has_the_colours_of_the_default_theme(samples: Path) -> None:
    async with reading(samples) as reader:
        screen, theme = reader.list.screen, reader.list.app.current_theme
        assert theme.name == "dusk"
        assert screen.styles.color.hex.lower() == theme.foreground
        assert screen.styles.background.hex.lower() == theme.background


async def test_the_header_at_a_glance(samples: Path) -> None:
    async with reading(samples) as reader:
        await reader.built()
        await reader.press("j")
        title, sender, to, tags, rule = reader.pane("header")
        assert title.startswith("  CONFIDENTIAL  MEDVEDEV'S EASY TRIP TO KAZAKHSTAN")
        assert title.endswith("MOSCOW 001640")
        assert sender.startswith(" From  Embassy Moscow")
        assert sender.endswith("Mon 9 Jun 2008 14:47Z · routine · SIPDIS")
        assert to.startswith(" To    SECSTATE WASHDC +6 info")
        assert to.endswith("until 5 Jun 2018 · 1.4 b d · Alice G. Wells")
        assert tags.startswith(" Tags  PREL ENRG EPET EWWT MARR")
        assert tags.endswith("Ref 08MOSCOW1425")
        assert set(rule.strip()) == {"─"}
        assert reader.status.startswith(" CONFIDENTIAL  ¶ 1 of 9")


async def test_a_later_launch_shows_the_list_before_it_looks_for_changes(archive: Path) -> None:
    update(archive)
    async with reading(archive) as reader:
        assert "1 of 5" in reader.title
        assert reader.cursor == reader.shown == "09OSLO9010"
        await reader.built()
        assert "1 of 5" in reader.title
        assert reader.shown == "09OSLO9010"


async def test_the_build_leaves_a_whole_cache_behind(archive: Path) -> None:
    async with reading(archive) as reader:
        await reader.built()
    assert len(ids(archive)) == 5


async def test_leaving_in_the_middle_of_the_build_is_clean(many: Path) -> None:
    async with reading(many) as reader:
        await reader.until(lambda: bool(reader.list.count))
        await reader.pilot.press("q")
    assert reader.app.return_code == 0
    assert update(many).cables + len(ids(many)) >= 450
    assert len(ids(many)) == 450


# --- messages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_cached", [False, True], ids=["first launch", "later"])
async def test_the_greeting_stands_in_the_last_line(is_cached: bool, archive: Path) -> None:
    if is_cached:
        update(archive)
    async with reading(archive, greeting="These are the sample cables.") as reader:
        assert "These are the sample cables." in reader.status


async def test_a_greeting_gives_way_to_the_next_cable(archive: Path) -> None:
    update(archive)
    async with reading(archive, greeting="These are the sample cables.") as reader:
        await reader.press("j", "j")
        assert "These are" not in reader.status


@pytest.mark.parametrize(
    ("name", "contents", "sentence"),
    [(f"cache-{VERSION}.db", b"damaged" * 1000, "was damaged"), ("cache-0.db", b"old", "another version")],
)
async def test_a_cache_that_begins_anew_is_announced_and_built(
    name: str, contents: bytes, sentence: str, archive: Path
) -> None:
    folder = cache_file(archive).parent
    folder.mkdir(parents=True)
    (folder / name).write_bytes(contents)
    async with reading(archive) as reader:
        assert sentence in reader.status
        await reader.built()
        assert reader.list.count == 5


async def test_files_that_are_no_cables_are_counted_in_the_last_line(archive: Path) -> None:
    (archive / "notes.md").write_text("# Fish\n\nNotes about fish.\n", encoding="utf-8")
    async with reading(archive) as reader:
        await reader.built()
        assert "1 file holds no cable" in reader.status
        assert reader.list.count == 5


# --- nothing to show -------------------------------------------------------------------------------------------------


@pytest.fixture
def hopeless(tmp_path: Path) -> Path:
    """A folder with a file, but with no cable."""
    folder = tmp_path / "hopeless"
    folder.mkdir()
    (folder / "notes.md").write_text("# Fish\n\nNotes about fish.\n", encoding="utf-8")
    return folder


@SIZES
async def test_an_archive_without_a_cable_gives_a_message(columns: int, rows: int, hopeless: Path) -> None:
    async with reading(hopeless, columns, rows) as reader:
        await reader.built()
        assert "empty" in reader.title
        assert "no cable" in reader.status.lower()


async def test_an_empty_folder_gives_a_message(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    async with reading(tmp_path / "empty") as reader:
        await reader.built()
        assert "No cables found in this archive." in reader.status


async def test_every_key_is_harmless_without_a_cable(hopeless: Path) -> None:
    async with reading(hopeless) as reader:
        await reader.built()
        await reader.press(*keys(EVERY_KEY))
        assert "empty" in reader.title
        assert reader.viewer.cable is None


async def test_an_archive_that_is_gone_gives_a_message(archive: Path) -> None:
    async with reading(archive) as reader:
        shutil.rmtree(archive)
        await reader.built()
        assert "archive cannot be opened" in reader.status


async def test_an_archive_that_is_gone_leaves_what_the_cache_holds(archive: Path) -> None:
    update(archive)
    async with reading(archive) as reader:
        shutil.rmtree(archive)
        await reader.built()
        assert reader.list.count == 5
        await reader.press("j", "enter", "j")
        assert reader.shown == "09OSLO9009"
        assert reader.paragraph == 2


async def test_a_cache_folder_that_cannot_be_used_gives_a_message(archive: Path, home: Path) -> None:
    (home / "cache").write_text("not a folder")
    async with reading(archive, columns=120) as reader:
        assert "cache" in reader.status
        await reader.press(*keys(EVERY_KEY))


async def test_a_hostile_name_is_shown_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / HOSTILE.replace("/", "|")
    folder.mkdir()
    (folder / "a.txt").write_text(export(), encoding="utf-8")
    async with reading(folder, columns=160) as reader:
        await reader.built()
        assert SHOWN.replace("/", "|") in reader.title
        assert reader.list.count == 1


async def test_a_hostile_message_is_shown_as_it_is(tmp_path: Path) -> None:
    folder = Path(str(tmp_path)[:1]) / "cable-tui-none" / HOSTILE.replace("/", "|")
    async with reading(folder, columns=200) as reader:
        await reader.built()
        assert SHOWN.replace("/", "|") in reader.status
