"""`source:` in a query, and where the file of a cable is."""

from __future__ import annotations

import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import export, on

from cable_tui.archive import Archive, Limit
from cable_tui.archive.build.update import update
from cable_tui.archive.query.match import Document, found_in, search
from cable_tui.archive.query.syntax import QueryError
from cable_tui.cables import parse


def fish(number: int, **details: object) -> str:
    return export(number=number, when=on(2009, 1, number), **details)


@pytest.fixture
def leaks(tmp_path: Path) -> Path:
    """Six cables: two of a folder, one of them packed, a copy of one elsewhere, odd names."""
    folder = tmp_path / "leaks"
    for name, text in {
        "2004/1/a.txt": fish(1),
        "2004/10/b.txt": fish(2, paragraphs=("A fuller text than the copy has.", "Cod.")),
        "again/b.txt": fish(2, paragraphs=("A fuller text than the copy has.",)),
        "With Blanks/c.txt": fish(3),
        "ø!/d.txt": fish(4),
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    with zipfile.ZipFile(folder / "leak.zip", "w") as packed:
        packed.writestr("2004/11/e.txt", fish(5))
        packed.writestr("2005/f.txt", fish(6))
    update(folder)
    return folder


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("source:2004", [1, 2]),
        ("source:2004/", [1, 2]),
        ("source:./2004/", [1, 2]),
        ("source:2004/1", [1, 2]),
        ("source:2004/1/", [1]),
        ("source:2004/1/a.txt", [1]),
        ("source:2004/1*", [1, 2]),
        ("source:again", [2]),
        ("source:leak.zip", [5, 6]),
        ("source:leak.zip!2004", [5]),
        ("source:leak.zip!2004/11/e.txt", [5]),
        ("source:leak", [5, 6]),
        ('source:"With Blanks/"', [3]),
        ("source:with", []),
        ("source:ø!/", [4]),
        ("source:ø!/d.txt", [4]),
        ("source:*", [1, 2, 3, 4, 5, 6]),
        ("NOT source:2004", [3, 4, 5, 6]),
        ("source:again OR source:leak.zip!2005", [2, 6]),
        ("source:2004 fuller", [2]),
        ("source:2004 -fuller", [1]),
        ("source:(again OR leak.zip)", [2, 5, 6]),
        ("source:4/1", []),
        ("source:20%", []),
    ],
)
def test_cables_are_found_by_the_beginning_of_their_path(query: str, numbers: list[int], leaks: Path) -> None:
    with closing(Archive.open(leaks)) as archive:
        found = archive.headers(archive.view(Limit(query)).window(0, 100))
        assert sorted(int(header.serial) for header in found) == numbers
        assert archive.counts(query)


def test_an_archive_of_one_file_is_its_own_source(leaks: Path) -> None:
    update(leaks / "leak.zip")
    with closing(Archive.open(leaks / "leak.zip")) as archive:
        assert len(archive.view(Limit("source:leak.zip"))) == 2
        assert len(archive.view(Limit("source:leak.zip!2004"))) == 1


@pytest.mark.parametrize("query", ["source:[a TO b]", "source:>=2004"])
def test_paths_have_no_ranges(query: str, leaks: Path) -> None:
    with closing(Archive.open(leaks)) as archive, pytest.raises(QueryError, match="does not support ranges"):
        archive.view(Limit(query))


def test_what_has_no_files_cannot_be_asked_for_them() -> None:
    documents = [Document("cod", "", {"id": "", "date": "", "level": 0, "origin": "", "post": "", "precedence": 0})]
    with pytest.raises(QueryError, match="files of an archive"):
        found_in(documents, "source:2004", lambda field, value, prefix: lambda at: True)
    with pytest.raises(QueryError, match="source:"):
        search([parse(fish(1))], "cod OR source:2004")


def test_the_file_of_a_cable(leaks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(leaks.parent)
    with closing(Archive.open(Path("leaks"))) as archive:
        headers = archive.headers(archive.whole().window(0, 100))
        places = {int(header.serial): archive.file_of(header) for header in headers}
    assert {number: str(place) for number, place in places.items()} == {
        1: f"{leaks}/2004/1/a.txt",
        2: f"{leaks}/2004/10/b.txt",
        3: f"{leaks}/With Blanks/c.txt",
        4: f"{leaks}/ø!/d.txt",
        5: f"{leaks}/leak.zip!2004/11/e.txt",
        6: f"{leaks}/leak.zip!2005/f.txt",
    }
    assert (places[5].path, places[5].member) == (leaks / "leak.zip", "2004/11/e.txt")
    assert all(place.path.is_file() for place in places.values())


def test_the_file_of_a_cable_in_an_archive_of_one_file(leaks: Path) -> None:
    update(leaks / "leak.zip")
    with closing(Archive.open(leaks / "leak.zip")) as archive:
        (first,) = archive.headers(archive.view(Limit("source:leak.zip!2004")).window(0, 1))
        assert archive.file_of(first) == (leaks / "leak.zip", "2004/11/e.txt")
