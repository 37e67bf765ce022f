"""Hits are gone through from the first one; the source is shown whole, where the reader is."""

from __future__ import annotations

from pathlib import Path

from harness.cables import export
from harness.screen import Reader, reading

from cable_tui.archive.build.update import update

_LONG = "word " * 60


def archive_of(folder: Path) -> Path:
    """One cable of six paragraphs; three of them have a herring."""
    folder.mkdir()
    paragraphs = tuple(f"Paragraph {n}. {_LONG}{'Herring here. ' if n % 2 else ''}" for n in range(1, 7))
    folder.joinpath("1.txt").write_text(export(paragraphs=paragraphs), encoding="utf-8")
    update(folder)
    return folder


async def limited(reader: Reader) -> None:
    await reader.press("l", *"herring", "enter", "enter")


async def test_the_first_hit_is_the_cables_first_wherever_reading_stopped(tmp_path: Path) -> None:
    folder = archive_of(tmp_path / "hits")
    async with reading(folder, 80, 24) as reader:
        await reader.press("enter", "G", "k")
        assert reader.viewer.current > 3
        await limited(reader)
        await reader.press("n")
        assert "¶ 1 of 6 · hit 1 of 3" in reader.status.replace(",", " ·")
        current = [
            s.text
            for line in range(reader.viewer.size.height)
            for s in reader.viewer.render_line(line)
            if s.style and s.style.underline
        ]
        assert current == ["Herring"]
        await reader.press("n")
        assert reader.paragraph == 3


async def test_who_has_moved_goes_on_from_there(tmp_path: Path) -> None:
    folder = archive_of(tmp_path / "hits")
    async with reading(folder, 80, 24) as reader:
        await limited(reader)
        await reader.press("G", "N")
        assert reader.paragraph == 5


async def test_a_hit_stays_in_sight_when_the_pane_shrinks(tmp_path: Path) -> None:
    folder = archive_of(tmp_path / "hits")
    async with reading(folder, 80, 40) as reader:
        await limited(reader)
        await reader.press("n", "n")
        await reader.resize(60, 14)
        assert any("Herring" in line for line in reader.pane("viewer"))
        assert "hit 2 of 3" in reader.status


async def test_the_source_is_wrapped_and_begins_where_the_reader_is(tmp_path: Path) -> None:
    folder = archive_of(tmp_path / "hits")
    async with reading(folder, 80, 24) as reader:
        await reader.press("enter")
        await reader.press("backslash")
        assert "Paragraph 1" in reader.pane("viewer")[0]
        seen = set()
        for _ in range(40):
            seen.update(reader.pane("viewer"))
            await reader.press("j")
        words = " ".join(line.lstrip("▌ ").strip() for line in sorted(seen))
        assert words.count("word") >= 6
        assert "›" not in words
        await reader.press("backslash")
        await reader.press("g", "j", "j", "j")
        before = reader.paragraph
        assert (before or 0) > 1
        await reader.press("backslash")
        assert f"Paragraph {before}" in reader.pane("viewer")[0]
        await reader.resize(70, 24)
        assert f"Paragraph {before}" in reader.pane("viewer")[0]
        await reader.press("backslash")
        assert reader.paragraph == before
