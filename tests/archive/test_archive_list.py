"""Reading the cache: the order of the list, its windows, places, and looking a cable up by its id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.cables import export, on, transmission
from harness.rows import listing, window

from cable_tui.archive import Archive
from cable_tui.archive.build.update import update
from cable_tui.archive.documents import sort_key
from cable_tui.cables import Cable
from cable_tui.cables.model import Level

#: By date, then by year, post and number: what shares a minute is not in the order of its letters.
ORDER = [
    "10OSLO5",
    "09OSLO9010",
    "09OSLO9009",
    "09OSLO10",
    "09OSLO9",
    "09BERN10",
    "00OSLO1",
    "99OSLO2",
]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Archive]:
    folder = tmp_path / "ordered"
    folder.mkdir()
    same = on(2009, 6, 4, 9, 30)
    cables = [
        {"number": 5, "when": on(2010, 1, 1, 0, 0)},
        {"number": 9010, "when": on(2009, 6, 4, 9, 31)},
        {"number": 9009, "when": same},
        {"number": 9, "when": same},
        {"number": 10, "when": same},
        {"number": 10, "when": same, "post": "BERN"},
        {"number": 1, "when": on(2000, 1, 1)},
        {"number": 2, "when": on(1999, 12, 31, 23, 59)},
    ]
    for place, details in enumerate(reversed(cables)):
        (folder / f"{place}.txt").write_text(transmission(**details), encoding="utf-8")
    update(folder)
    found = Archive.open(folder)
    yield found
    found.close()


def test_the_newest_is_first_and_numbers_are_ordered_as_numbers(opened: Archive) -> None:
    assert [header.id for header in window(opened, 0, 100)] == ORDER


def test_every_row_is_in_its_place(opened: Archive) -> None:
    for place, header in enumerate(window(opened, 0, 100)):
        assert listing(opened, header) == (len(ORDER), place)


def test_every_row_of_many_is_in_its_place_ties_and_missing_dates_included(tmp_path: Path) -> None:
    folder = tmp_path / "ties"
    folder.mkdir()
    for number in range(60):
        text = transmission(number=number + 1, when=on(2009, 1, 1 + number % 4))
        if number % 7 == 0:  # neither date nor number can be read
            text = text.replace("Z JAN 09", "Z").replace(f"OSLO {number + 1:06d}", "OSLO")
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    update(folder)
    opened = Archive.open(folder)
    try:
        found = window(opened, 0, 100)
        assert len(found) == 60
        assert [listing(opened, header)[1] for header in found] == list(range(60))
        assert {header.id for header in found} >= {""}
    finally:
        opened.close()


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (0, 3, ORDER[:3]),
        (3, 2, ORDER[3:5]),
        (6, 100, ORDER[6:]),
        (7, 1, ORDER[7:]),
        (8, 1, []),
        (1000, 5, []),
        (0, 0, []),
        (2, 0, []),
    ],
)
def test_a_window_at_any_place(start: int, count: int, expected: list[str], opened: Archive) -> None:
    assert [header.id for header in window(opened, start, count)] == expected


def test_an_archive_without_a_cache_is_an_empty_list(archive: Path) -> None:
    opened = Archive.open(archive)
    try:
        assert listing(opened) == (0, None)
        assert window(opened, 0, 10) == []
        assert opened.notice == ""
        assert opened.find("09OSLO9010") is None
        assert (opened.header(1), opened.cable(1)) == (None, None)
    finally:
        opened.close()


@pytest.mark.parametrize(
    "name",
    ["09OSLO9010", "2009OSLO9010", "2009OSLO09010", "09OSLO09010", "09 oslo 9010", "09oslo9010", "09 OSLO 009010"],
)
def test_a_cable_is_found_however_its_id_is_written(name: str, opened: Archive) -> None:
    assert opened.find(name).id == "09OSLO9010"


@pytest.mark.parametrize("name", ["09OSLO901", "08OSLO9010", "OSLO 9010", "", "%", "' OR 1=1 --", "\x00", "9" * 5000])
def test_what_is_no_id_of_the_archive_is_not_found(name: str, opened: Archive) -> None:
    assert opened.find(name) is None


def test_a_cable_whose_file_was_read_anew_is_found_in_its_place(archive: Path) -> None:
    update(archive)
    opened = Archive.open(archive)
    try:
        before = window(opened, 1, 1)[0]
        (archive / "new.txt").write_text(export(number=77, when=on(2010, 1, 1)), encoding="utf-8")
        file = archive / before.source
        file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        update(archive)
        assert listing(opened, before) == (6, 2)
        assert window(opened, 2, 1)[0].id == before.id
        file.unlink()
        update(archive)
        assert listing(opened, before) == (5, None)
    finally:
        opened.close()


def test_a_row_says_what_the_cable_says(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    text = export(number=9010, when=on(2009, 6, 4, 9, 30), level=Level.SECRET, subject="COD")
    file.write_text(text, encoding="utf-8")
    update(file)
    opened = Archive.open(file)
    try:
        (header,) = window(opened, 0, 2)
        assert (header.id, header.name, header.source) == ("09OSLO9010", "09OSLO9010", "one.txt")
        assert (header.date, header.day) == ("2009-06-04T09:30", "2009-06-04")
        assert (header.level, header.classification, header.caveats) == (Level.SECRET, "SECRET", ())
        assert (header.post, header.serial, header.subject) == ("OSLO", "9010", "COD")
        assert opened.header(header.doc_id) == header
        assert opened.cable(header.doc_id).text == text
    finally:
        opened.close()


def test_a_reader_sees_what_another_process_adds(archive: Path) -> None:
    update(archive)
    opened = Archive.open(archive)
    try:
        before = opened.changes()
        assert opened.changes() == before
        (archive / "new.txt").write_text(export(number=77, when=on(2010, 1, 1)), encoding="utf-8")
        update(archive)
        assert opened.changes() != before
        assert window(opened, 0, 1)[0].id == "10OSLO77"
    finally:
        opened.close()


def test_ids_are_ordered_by_year_then_post_then_number() -> None:
    ordered = ["66OSLO7", "99BERN9", "99BERN10", "99OSLO2", "00OSLO1", "09OSLO1", "10BERN1"]
    cables = [Cable(id=name) for name in ordered]
    assert sorted((cables[place] for place in (3, 0, 6, 1, 5, 2, 4)), key=sort_key) == cables
