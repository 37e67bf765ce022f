"""Packed files: read as what they hold, whatever is wrong with them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from invented import BARE, EXPORT, README, cables, kinds, page, results, results_of, row

from cable_tui.sources import Form, Problem, RawCable, Skipped, SourceFile, read, scan
from cable_tui.sources import packed as packed_module

PACKERS: list[Callable[[bytes], bytes]] = [gzip.compress, lzma.compress, bz2.compress]


def zipped(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize("pack", PACKERS)
@pytest.mark.parametrize(("data", "form"), [(BARE, Form.TRANSMISSION), (page(), Form.PAGE), (row(1), Form.CSV)])
def test_one_packed_file_of_any_form(tmp_path: Path, pack: Callable[[bytes], bytes], data: str, form: Form) -> None:
    (plain,) = cables(results_of(tmp_path, data, "cable.txt"))
    (cable,) = cables(results_of(tmp_path, pack(data.encode()), "cable.txt"))
    assert cable == plain
    assert cable.form is form


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packed_folder(tmp_path: Path, method: int) -> None:
    members: dict[str, bytes | str] = {
        "b/cable.txt": BARE,
        "a.html": page(),
        "inner.zip": zipped({"deep/cables.csv": row(1) + row(2)}),
        "cables.csv.gz": gzip.compress(row(3).encode()),
        "README": README,
    }
    found = results_of(tmp_path, zipped(members, method), "all.zip")
    assert [(result.path, getattr(result, "form", None)) for result in found] == [
        ("all.zip!b/cable.txt", Form.TRANSMISSION),
        ("all.zip!a.html", Form.PAGE),
        ("all.zip!inner.zip!deep/cables.csv", Form.CSV),
        ("all.zip!inner.zip!deep/cables.csv", Form.CSV),
        ("all.zip!cables.csv.gz", Form.CSV),
        ("all.zip!README", None),
    ]
    assert [result.end for result in found if isinstance(result, RawCable)] == [None] * 5


def test_an_empty_folder_has_nothing(tmp_path: Path) -> None:
    assert results_of(tmp_path, zipped({})) == []


def test_names_are_only_names(tmp_path: Path) -> None:
    names = ["../../out.txt", "/etc/cable", "C:\\cable.txt", "./here.txt", "a/../b.txt", "esc\x1b.txt"]
    before = sorted(tmp_path.rglob("*"))
    found = cables(results_of(tmp_path, zipped(dict.fromkeys(names, BARE)), "all.zip"))
    assert [cable.path for cable in found] == [f"all.zip!{name}" for name in names]
    assert sorted(tmp_path.rglob("*")) == [*before, tmp_path / "all.zip"]


def test_a_member_whose_name_is_damaged_is_read(tmp_path: Path) -> None:
    data = bytearray(zipped({"a": BARE}))
    for header, name_length in ((b"PK\3\4", 26), (b"PK\1\2", 28)):
        place = data.find(header) + name_length
        data[place : place + 4] = b"\0\0\1\0"  # no name; its letter counts as an extra field
    (cable,) = cables(results_of(tmp_path, bytes(data), "all.zip"))
    assert (cable.path, cable.text) == ("all.zip", BARE)


def test_hidden_members_are_left_out_and_same_names_told_apart(tmp_path: Path) -> None:
    data = zipped({"__MACOSX/._a.txt": BARE, ".hidden/a.txt": BARE, "a/.b.txt": BARE, "a.txt": BARE, "b.txt": BARE})
    found = cables(results_of(tmp_path, data.replace(b"b.txt", b"a.txt"), "all.zip"))
    assert [cable.path for cable in found] == ["all.zip!a.txt", "all.zip!a.txt (2)"]


def encrypted(data: bytes) -> bytes:
    """The same folder with every member marked as encrypted, in its own header and in the directory."""
    marked = bytearray(data)
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = data.find(signature)
        while place >= 0:
            marked[place + flags] |= 1
            place = data.find(signature, place + 1)
    return bytes(marked)


def test_encrypted_members_are_problems(tmp_path: Path) -> None:
    found = results_of(tmp_path, encrypted(zipped({"a.txt": BARE, "b.txt": BARE})), "all.zip")
    assert found == [Problem("all.zip!a.txt", "it is encrypted"), Problem("all.zip!b.txt", "it is encrypted")]


def test_a_damaged_member_does_not_stop_the_others(tmp_path: Path) -> None:
    data = zipped({"a.txt": BARE, "b.txt": BARE}, zipfile.ZIP_STORED)
    found = results_of(tmp_path, data.replace(b"disagreed", b"DISAGREED", 1), "all.zip")
    assert kinds(found) == ["Problem", "RawCable"]
    assert [result.path for result in found] == ["all.zip!a.txt", "all.zip!b.txt"]


@pytest.mark.parametrize("keep", [4, 40, 400])
def test_a_truncated_folder_is_a_problem(tmp_path: Path, keep: int) -> None:
    data = zipped({"a.txt": BARE * 30}, zipfile.ZIP_STORED)[:keep]
    assert kinds(results_of(tmp_path, data)) == ["Problem"]


@pytest.mark.parametrize("pack", PACKERS)
def test_a_truncated_file_gives_what_it_has_and_a_problem(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    rows = "".join(row(number, body=f"UNCLAS OSLO {number:06}\n{number**40}") for number in range(1, 9000))
    data = pack(rows.encode())
    found = results_of(tmp_path, data[: len(data) // 2])
    read_whole = [result for result in found if isinstance(result, RawCable)]
    assert len(read_whole) > 300
    assert isinstance(found[-1], Problem)
    assert found[-1].reason == "the packed data end too early"


@pytest.mark.parametrize("pack", PACKERS)
@pytest.mark.parametrize("place", [0.0, 0.5, 1.0])
def test_damaged_data_are_a_problem(tmp_path: Path, pack: Callable[[bytes], bytes], place: float) -> None:
    data = bytearray(pack(EXPORT.encode()))
    middle = 12 + int(place * (len(data) - 24))
    data[middle : middle + 6] = bytes(255 - byte for byte in data[middle : middle + 6])
    found = results_of(tmp_path, bytes(data))
    assert isinstance(found[-1], Problem)


def test_two_packed_parts_in_a_row_are_one_text(tmp_path: Path) -> None:
    half = len(BARE) // 2
    data = gzip.compress(BARE[:half].encode()) + gzip.compress(BARE[half:].encode())
    (cable,) = cables(results_of(tmp_path, data))
    assert cable.text == BARE


@pytest.mark.parametrize(
    "pack", [*PACKERS, lambda data: zipped({"bomb": data}), lambda data: zipped({"bomb": data}, zipfile.ZIP_LZMA)]
)
def test_a_bomb_is_stopped(tmp_path: Path, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_module, "ALWAYS_ALLOWED", 2 << 20)
    found = results_of(tmp_path, pack(row(1).encode() * 100 + b"\n" * (20 << 20)))
    assert kinds(found) == ["RawCable"] * 100 + ["Problem"]
    assert str(found[-1]).endswith("unpacks to more than 2 MB and is not read any further")


def test_the_whole_folder_has_one_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_module, "ALWAYS_ALLOWED", 2 << 20)
    inner = zipped({f"{number}.csv": row(1).encode() + b"\n" * (1 << 20) for number in range(10)})
    found = results_of(tmp_path, zipped({"inner.zip": inner, "later.txt": BARE}))
    assert kinds(found) == ["RawCable", "RawCable", "Problem"]


def test_a_small_text_may_be_packed_well(tmp_path: Path) -> None:
    data = gzip.compress((row(1, body="UNCLAS OSLO 000001\n" + "-" * 3_000_000)).encode())
    assert kinds(results_of(tmp_path, data)) == ["RawCable"]


def test_packed_too_often(tmp_path: Path) -> None:
    data = zipped({"3.zip": zipped({"2.zip": zipped({"1.txt": BARE})})})
    assert results_of(tmp_path, data, "4.zip") == [
        Problem("4.zip!3.zip!2.zip", "packed more than 2 times; unpack it first")
    ]


def test_a_large_folder_in_a_folder_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_module, "MAX_NESTED", 100)
    inner = zipped({"a.txt": BARE, "b.txt": EXPORT}, zipfile.ZIP_STORED)
    (found,) = results_of(tmp_path, zipped({"inner.zip": inner}), "all.zip")
    assert isinstance(found, Problem)
    assert found.path == "all.zip!inner.zip"


def test_members_that_share_their_data_are_read_once(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", BARE)
        archive.filelist += archive.filelist * 50  # its directory names the same data again and again
    data = file.getvalue()
    found = results_of(tmp_path, data, "all.zip")
    assert [item.path for item in found if isinstance(item, RawCable)] == ["all.zip!a.txt"]
    assert {item.reason for item in found if isinstance(item, Problem)} == {
        "its data are also those of another member; a packer makes no such folder"
    }


@pytest.mark.parametrize(
    "start",
    [
        b"7z\xbc\xaf\x27\x1c\0\4",
        b"Rar!\x1a\x07\x01\0",
        b"\x28\xb5\x2f\xfd\x04\0",
        b"a.txt".ljust(257, b"\0") + b"ustar\0",
    ],
)
def test_other_packers_are_named(tmp_path: Path, start: bytes) -> None:
    assert results_of(tmp_path, start + b"\0" * 900) == [
        Skipped("unnamed", "packed in an unsupported way; unpack it first")
    ]


@pytest.mark.parametrize("pack", [None, *PACKERS])
def test_packed_rows_are_taken_up_again_as_well(tmp_path: Path, pack: Callable[[bytes], bytes] | None) -> None:
    file = tmp_path / "cables.csv"
    data = (row(1) + row(2) + row(3)).encode()
    file.write_bytes(pack(data) if pack else data)
    (source,) = scan(file)
    assert isinstance(source, SourceFile)
    whole = cables(results(file))
    assert list(read(file, source, start=whole[1].end or 0, before=whole[1].position)) == whole[2:]
