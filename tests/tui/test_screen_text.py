"""Text from a file is text everywhere on the screen: never markup, never a control character, never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.cables import HOSTILE, SHOWN, export, on, transmission
from harness.screen import Reader, reading

from cable_tui.archive.build.update import update

PLAIN = "[REDACTED] VISIT [/b] [link=x]"
E = "\x1b[31m"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """One cable that is hostile in every field that can carry text, and a harmless one after it."""
    folder = tmp_path / "hostile"
    folder.mkdir()
    text = export(number=2, subject=HOSTILE, paragraphs=(HOSTILE, "A HEADING [/b]", HOSTILE), when=on(2009, 6, 4))
    for before, after in (
        ("SECSTATE WASHDC", f"SECSTATE [b]{E}\tWASHDC"),
        ("RR RUEHWEB", f"RR RUEH\t[i]{E}WEB"),
        (
            "E.O. 12958: DECL: 06/04/2019",
            f"E.O. 12958: DECL: [b]{E}\tNEVER\nREF: OSLO{E}\t[b]1\nClassified By: [b]{E}\tVik",
        ),
        ("TAGS: PREL NO", f"TAGS: PREL{E}\t[b] NO"),
        ("\nBRANDVIK", f"\n[b]{E}\tBRANDVIK"),
    ):
        assert before in text
        text = text.replace(before, after)
    (folder / "[b]\x1b[31m\t.txt").write_text(text, encoding="utf-8")
    (folder / "b.txt").write_text(transmission(number=1), encoding="utf-8")
    update(folder)
    return folder


def assert_harmless(reader: Reader) -> None:
    """No character on the screen does anything to a terminal; a tab would, since it moves the cursor."""
    for line in reader.lines:
        assert line.isprintable(), line


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (40, 12), (240, 40)])
async def test_hostile_text_is_harmless_in_every_pane_at_every_size(columns: int, rows: int, hostile: Path) -> None:
    async with reading(hostile, columns, rows) as reader:
        for key in ("enter", "h", "j", "j", "G", "backslash", "right", "G", "2", "j", "plus", "plus", "1", "plus", "q"):
            assert_harmless(reader)
            await reader.press(key)
        assert_harmless(reader)


async def test_a_hostile_subject_is_shown_exactly(hostile: Path) -> None:
    async with reading(hostile, 240, 40) as reader:
        await reader.press("plus")
        assert SHOWN in reader.pane("list")[0]
        await reader.press("q")
        assert SHOWN in reader.pane("header")[0]
        await reader.press("h")
        unfolded = reader.pane("header")
        assert SHOWN in unfolded[0]
        assert any(line.strip() == f"Subject        {SHOWN}" for line in unfolded)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)])
async def test_a_hostile_subject_begins_with_its_own_words_on_a_narrow_screen(
    columns: int, rows: int, hostile: Path
) -> None:
    async with reading(hostile, columns, rows) as reader:
        assert "[REDA" in reader.pane("list")[0]
        assert "[REDACTED] VISIT" in reader.pane("header")[0]


async def test_hostile_paragraphs_are_shown_exactly(hostile: Path) -> None:
    async with reading(hostile, 120, 40) as reader:
        await reader.press("enter", "plus")
        text = " ".join(" ".join(reader.pane("viewer")).replace("▌", " ").split())
        assert text.count(SHOWN) == 2
        assert "A HEADING [/b]" in text
        assert "[b]␛[31m BRANDVIK" in text


async def test_the_source_of_a_hostile_cable_is_shown_exactly(hostile: Path) -> None:
    async with reading(hostile, 240, 60) as reader:
        await reader.press("enter", "plus", "backslash")
        text = "\n".join(reader.pane("viewer"))
        assert f"SUBJECT: {SHOWN}" in text
        assert f"¶1. (C) {SHOWN}" in text


async def test_a_cable_without_an_id_goes_by_its_file(tmp_path: Path) -> None:
    name = f"{PLAIN} {E}".replace("/", "|")
    text = transmission().replace("OSLO 009001", "OSLO").replace("041200Z JUN 09", "")
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / name).write_text(text.replace("C O N F I D E N T I A L OSLO", ""), encoding="utf-8")
    update(tmp_path / "one")
    async with reading(tmp_path / "one", 120, 40) as reader:
        await reader.press("plus")
        assert "[REDACTED]" in reader.pane("list")[0]
        assert_harmless(reader)


@pytest.mark.parametrize(
    "text",
    [
        "漢字 " * 60,
        "e\u0301" * 200,
        "🐟 " * 100 + "🏳️\u200d🌈",
        "العربية " * 40,
        "x" * 500,
        "-- A point, and then a good many words that go on into the next line of it, and the next.",
    ],
    ids=["wide", "combining", "emoji", "right to left", "one long word", "point"],
)
@pytest.mark.parametrize("columns", [40, 80])
async def test_every_line_keeps_to_the_width_of_the_screen(text: str, columns: int, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(export(subject=text, paragraphs=(text, "Last.")), encoding="utf-8")
    update(file)
    async with reading(file, columns, 24) as reader:
        await reader.press("enter", "h")
        for strip in reader.app.screen._compositor.render_strips(reader.app.size):
            assert strip.cell_length == columns
            assert sum(segment.cell_length for segment in strip) == columns
