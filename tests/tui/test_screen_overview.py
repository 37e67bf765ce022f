"""The list at a glance, references, and the way back."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import export
from harness.screen import Reader, reading

from cable_tui.archive import Archive, Limit
from cable_tui.archive.build.update import update
from cable_tui.cables.levels import Level


@pytest.fixture
async def reader(archive: Path):
    update(archive)
    async with reading(archive, 100, 30) as found:
        yield found


@pytest.mark.parametrize("query", ["", "herring", "origin:prague OR class:secret"])
def test_the_overview_counts_what_the_list_shows(query: str, archive: Path) -> None:
    update(archive)
    with closing(Archive.open(archive)) as opened:
        view = opened.view(Limit(query))
        overview = opened.overview(view, 10)
        headers = opened.headers(view.ids.tolist())
    months: dict[str, dict[Level, int]] = {}
    for header in headers:
        counts = months.setdefault(header.date[:7], {})
        counts[header.level] = counts.get(header.level, 0) + 1
    assert overview.months == dict(sorted(months.items()))
    assert dict(overview.origins) == {
        name: [h.origin for h in headers].count(name) for name in {h.origin for h in headers}
    }
    tags = [tag for header in headers for tag in header.tags]
    assert dict(overview.tags) == {tag: tags.count(tag) for tag in set(tags)}
    assert sum(overview.levels.values()) == len(headers)


def test_the_overview_knows_rows_that_came_later(archive: Path) -> None:
    update(archive)
    (archive / "older" / "99PRAGUE3.txt").unlink()
    update(archive)
    with closing(Archive.open(archive)) as opened:
        overview = opened.overview(opened.whole(), 10)
    assert sorted(overview.months) == ["2008-02", "2009-06"]


async def test_a_bar_is_added_to_the_limit(reader: Reader) -> None:
    await reader.press("F", "i")
    for line in ("1999-12", "2008-02", "2009-06", "by level", "by mark", "kept", "Prague"):
        assert line in reader.text
    await reader.press("j", "enter")
    assert "date:2008-02" in reader.title
    assert "of 2 (5)" in reader.title
    await reader.press("i", "tab", "enter")
    assert "date:2008-02 class:secret" in reader.title
    assert reader.cursor == "08OSLO10"


async def test_every_bar_finds_as_many_cables_as_it_shows(reader: Reader) -> None:
    await reader.press("F", "d", "i")
    rows = [*reader.app.screen._left.rows, *reader.app.screen._right.rows]
    bars = [row for row in rows if not isinstance(row, str)]
    await reader.press("q")
    assert len(bars) > 8
    for bar in bars:
        await reader.press("l", *bar.query, "enter")
        assert reader.list.count == bar.total, bar


async def test_the_overview_goes_away_without_a_trace(reader: Reader) -> None:
    before = reader.body
    await reader.press("i", "q")
    assert reader.body == before


async def test_references_lead_to_cables_and_back(samples: Path, repository: Path) -> None:
    folder = repository / "sample_cables"
    update(folder)
    async with reading(folder, 100, 30) as reader:
        await reader.press("l", *"id:08MOSCOW1640", "enter", "j", "R")
        assert "~2008-05      ?     08MOSCOW1425  not in this archive · ¶ 2" in reader.text
        assert "cited by 1" in reader.text
        await reader.press("enter")
        assert "before 08MOSCOW1640 (2008-06-09)" in reader.text
        await reader.press("G", "enter")
        assert (reader.cursor, reader.shown, reader.focus) == ("09OSLO9001", "09OSLO9001", "viewer")
        await reader.press("ctrl+o")
        assert reader.shown == "08MOSCOW1640"
        await reader.press("ctrl+o")
        assert "No earlier cable in the history." in reader.status
        await reader.press("ctrl+n")
        assert reader.shown == "09OSLO9001"


async def test_the_references_of_a_reference_unfold_below_it(repository: Path) -> None:
    folder = repository / "sample_cables"
    update(folder)
    async with reading(folder, 100, 30) as reader:
        await reader.press("g", "R", "G", "k", "space")
        assert "cited by 4" in reader.text
        await reader.press("q")
        assert reader.focus == "list"


@pytest.mark.parametrize(("columns", "hints"), [(80, "tab other side · q back"), (40, "enter limit the list · q back")])
async def test_keys_are_named_whole_as_far_as_there_is_room(columns: int, hints: str, archive: Path) -> None:
    async with reading(archive, columns, 12) as reader:
        await reader.built()
        await reader.press("i")
        assert reader.lines[-1].endswith(hints)


async def test_a_year_that_was_concluded_is_said_to_be_probable(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    text = export(number=30).replace("SUBJECT: TALKS ABOUT COD\n", "SUBJECT: TALKS ABOUT COD\n\nREF: OSLO 900\n")
    (folder / "a.txt").write_text(text, "utf-8")
    update(folder)
    async with reading(folder, 100, 30) as reader:
        await reader.press("R")
        (line,) = [line for line in reader.lines if "08OSLO900" in line]
        assert "the year is probable" in line


async def test_every_origin_has_a_bar_and_every_level_a_cell(tmp_path: Path) -> None:
    folder = tmp_path / "posts"
    folder.mkdir()
    names = (
        "OSLO PRAGUE COPENHAGEN MOSCOW ASTANA MADRID PARIS ROME LIMA CAIRO QUITO BOGOTA DAKAR ACCRA SOFIA MINSK KIEV"
    )
    posts = names.split()
    for number in range(1, 121):
        level = Level.SECRET if number == 7 else Level.UNCLASSIFIED
        text = export(number=number, post=posts[number % len(posts)], level=level)
        (folder / f"{number}.txt").write_text(text, "utf-8")
    update(folder)
    async with reading(folder, 100, 50) as reader:
        await reader.press("i")
        assert all(f"{post.title()} " in reader.text for post in posts)
        (month,) = [line for line in reader.lines if "2009-06" in line]
        assert re.search(r"2009-06 +SU+ +120", month)
