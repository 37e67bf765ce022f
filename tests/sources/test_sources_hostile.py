"""Files made to cost more than they are worth: each has its end in time and memory, and its reason."""

from __future__ import annotations

import os
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from invented import BARE, EXPORT, cables, kinds, page, results, results_of, row
from test_sources_packed import zipped

from cable_tui.sources import Problem, RawCable, Skipped, SourceFile, plainer, read, reading, scan
from cable_tui.sources.packed import MAX_UNPACKED

MB = 1 << 20


def html(content: str) -> str:
    return f"<html><body>{content}</body></html>"


FONTS = "".join(f"<b id={number}>" for number in range(900))


@pytest.mark.parametrize(
    "data",
    [
        "x" * (50 * MB),
        BARE + "x" * (50 * MB),
        EXPORT + "begin text\nVZCZCABC123\nend text\n" * 100_000,
        BARE + "\n" * (15 * MB),
        "<" * (10 * MB),
        html("<" * (3 * MB)),
        html("<div>" * 1_000_000),
        html("<div></x>" * 800_000),
        html(f"<div>{FONTS}</div>" + "<div>x</div>" * 600_000),
        html(f"<ul><li>{FONTS}" + "<li>x" * 100_000),
        html("<select>" + "<option>x" * 100_000),
        html("<div " + " ".join(f"a{number}" for number in range(200_000)) + ">"),
        html("<div>" * 400 + "</p>" * 1_000_000),
        html("<table><tr><td>" * 300 + BARE + "x y " * MB),
        html("<pre>" * 100 + BARE + "x" * (7 * MB)),
        html("<!--" * MB),
        row(1) + '"2","6/3/2009 12:00","09OSLO1","' + "x" * (50 * MB),
        row(1) + "\n" * (50 * MB),
        row(1) + "\0" * (50 * MB),
        row(1) + '"' + "1" * (50 * MB),
    ],
    ids=lambda data: f"{data[:14]!r} {len(data) >> 20} MB",
)
def test_no_file_takes_long(tmp_path: Path, data: str) -> None:
    (tmp_path / "file").write_text(data, encoding="utf-8")
    started = time.process_time()
    found = results(tmp_path)
    assert time.process_time() - started < 8
    assert found


def test_a_large_page_reads_as_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [page(), html(f"<p>a</p>b<table class='x'><tr><td>c</table><pre class='y'>{BARE}</pre>")]
    small = [results_of(tmp_path, data) for data in pages]
    monkeypatch.setattr(plainer, "FEW_TAGS", 0)
    monkeypatch.setattr(plainer, "SHORT", 0)
    assert [results_of(tmp_path, data) for data in pages] == small
    assert kinds(small[0] + small[1]) == ["RawCable", "RawCable"]


def test_a_field_of_many_megabytes_costs_its_row_and_no_memory(tmp_path: Path) -> None:
    file = tmp_path / "cables.csv"
    file.write_text(row(1) + row(2, body="x" * (200 * MB)) + row(3), encoding="utf-8")
    tracemalloc.start()
    try:
        found = results(file)
        assert tracemalloc.get_traced_memory()[1] < 40 * MB
    finally:
        tracemalloc.stop()
    assert kinds(found) == ["RawCable", "Problem", "RawCable"]
    assert str(found[1]) == "cables.csv: row 2 is damaged or cut off"


def test_rows_of_other_lengths_with_nuls_or_cut_are_named_and_the_others_read(tmp_path: Path) -> None:
    seven, nine = row(2).replace('"08OSLO1",', ""), row(3).rstrip("\n") + ',"more"\n'
    data = row(1) + seven + nine + row(4).replace("FISH", "FI\0SH") + row(5) + row(6)[:200]
    found = results_of(tmp_path, data)
    assert [str(item) for item in found if isinstance(item, Problem)] == [
        "unnamed: row 2 has 7 columns instead of 8",
        "unnamed: row 3 has 9 columns instead of 8",
        "unnamed: row 6 is damaged or cut off",
    ]
    assert [item.position for item in found if isinstance(item, RawCable)] == [1, 4, 5]


def test_the_faults_of_one_file_are_named_up_to_a_number_and_then_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_FAULTS", 10)
    found = results_of(tmp_path, row(1) + "1,1/1/2000,12\n" * 50 + row(2))
    assert kinds(found) == ["RawCable", *["Problem"] * 10, "RawCable", "Problem"]
    assert str(found[-1]) == "unnamed: 40 more of its parts hold no cable or cannot be read"


def sparse(file: Path, size: int, head: str = "") -> None:
    file.write_text(head, encoding="utf-8")
    os.truncate(file, size)


def test_sparse_files_of_any_size_are_done_at_once(tmp_path: Path) -> None:
    sparse(tmp_path / "a.txt", 5 << 30)
    sparse(tmp_path / "b.txt", 5 << 30, BARE)
    sparse(tmp_path / "c.txt", MAX_UNPACKED + 1, row(1))
    (tmp_path / "d.txt").touch()
    (tmp_path / "e.txt").write_bytes(bytes(range(256)) * 100)
    assert results(tmp_path) == [
        Skipped("a.txt", "binary data"),
        Problem("b.txt", "cable 1 is longer than 4 MB; it and the rest are not read"),
        Problem("c.txt", "larger than 64 GB"),
        Skipped("d.txt", "empty"),
        Skipped("e.txt", "binary data"),
    ]


def test_a_file_that_grows_all_the_time_is_read_as_far_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "cables.csv"
    file.write_text("".join(map(row, range(1, 1000))), encoding="utf-8")
    found = []
    (source,) = scan(tmp_path)
    assert isinstance(source, SourceFile)
    for item in read(tmp_path, source):
        found.append(item)
        with file.open("a", encoding="utf-8") as growing:
            growing.write(row(len(found) + 5000) * 2)
    assert len(cables(found)) == 999


def test_a_file_that_shrinks_while_it_is_read_gives_what_is_left(tmp_path: Path) -> None:
    file = tmp_path / "cables.csv"
    file.write_text("".join(map(row, range(1, 3000))), encoding="utf-8")
    (source,) = scan(tmp_path)
    assert isinstance(source, SourceFile)
    reader = read(tmp_path, source)
    first = next(reader)
    os.truncate(file, 0)
    found = [first, *reader]
    assert isinstance(first, RawCable)
    assert kinds(found[-1:]) == ["Problem"]
    assert len(found) < 2999


def test_a_link_that_took_a_files_place_is_not_followed_out(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (tmp_path / "secret.txt").write_text(BARE)
    (archive / "a.txt").write_text(BARE)
    (source,) = scan(archive)
    assert isinstance(source, SourceFile)
    (archive / "a.txt").unlink()
    (archive / "a.txt").symlink_to("../secret.txt")
    leaves = "a symbolic link that leaves the archive; --follow-links follows it"
    assert list(read(archive, source)) == [Problem("a.txt", leaves)]
    (asked,) = scan(archive, follow_links=True)
    assert isinstance(asked, SourceFile)
    assert kinds(list(read(archive, asked))) == ["RawCable"]


@pytest.mark.parametrize("claimed", [1, 10_000_000])
def test_a_folder_that_lies_about_sizes_costs_that_member(tmp_path: Path, claimed: int) -> None:
    data = bytearray(zipped({"a.txt": BARE, "b.txt": BARE}, zipfile.ZIP_STORED))
    directory = data.find(b"PK\1\2")
    data[directory + 24 : directory + 28] = claimed.to_bytes(4, "little")
    found = results_of(tmp_path, bytes(data), "all.zip")
    assert any(isinstance(item, Problem) and item.path == "all.zip!a.txt" for item in found)
    assert kinds(found)[-1] == "RawCable"
    assert found[-1].path == "all.zip!b.txt"


def test_a_folder_of_twenty_thousand_files_takes_little(tmp_path: Path) -> None:
    for number in range(20_000):
        (tmp_path / f"{number:05}.txt").touch()
    started = time.process_time()
    tracemalloc.start()
    try:
        assert sum(isinstance(found, SourceFile) for found in scan(tmp_path)) == 20_000
        assert tracemalloc.get_traced_memory()[1] < 10 * MB
    finally:
        tracemalloc.stop()
    assert time.process_time() - started < 5
