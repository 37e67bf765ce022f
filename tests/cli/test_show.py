"""`cable-tui show`: cables by every form of their names, out of the cache and out of the files behind its back."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from harness.cables import export, on, transmission
from harness.command import run

from cable_tui.archive.build.update import update
from cable_tui.archive.schema import cache_file
from cable_tui.cli import main

_COD = export(number=1, when=on(2009, 1, 1), paragraphs=("The first text.",))
_HERRING = export(number=2, when=on(2009, 2, 2), paragraphs=("On herring.",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two cables in two files, and their cache."""
    folder = tmp_path / "fish"
    folder.mkdir()
    (folder / "1.txt").write_text(_COD, encoding="utf-8")
    (folder / "2.txt").write_text(_HERRING, encoding="utf-8")
    update(folder)
    return folder


def shown(folder: Path, *names: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command prints for some names, all of which are found."""
    assert main(["show", str(folder), *names]) == 0
    return capsys.readouterr().out


def ids_in(printed: str) -> list[str]:
    return re.findall(r"^Number +(\S+)", printed, re.MULTILINE)


def disguised(file: Path, text: str) -> None:
    """Another text of the same length and time: who looks at the file alone reads it, who trusts the cache does not."""
    status = file.stat()
    assert len(text.encode()) == status.st_size
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_the_cache_answers(folder: Path) -> None:
    disguised(folder / "1.txt", _COD.replace("first", "other"))
    assert "The first text." in run("show", folder, "09OSLO1").stdout


def test_no_cache_is_made(samples: Path) -> None:
    assert run("show", samples, "08MOSCOW1640").returncode == 0
    assert not cache_file(samples).exists()


@pytest.mark.parametrize("has_cache", [True, False], ids=["cache", "files"])
@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["08MOSCOW1640"], ["08MOSCOW1640"]),
        (["moscow 1640"], ["08MOSCOW1640"]),
        (["MOSCOW01640"], ["08MOSCOW1640"]),
        (["2008 Moscow 01640"], ["08MOSCOW1640"]),
        (["see 09 ASTANA 1103, and MOSCOW 1640."], ["09ASTANA1103", "08MOSCOW1640"]),
        (["ASTANA 1103", "08MOSCOW1640"], ["09ASTANA1103", "08MOSCOW1640"]),
        (["08MOSCOW1640", "08 MOSCOW 1640"], ["08MOSCOW1640"]),
    ],
)
def test_a_cable_is_named_as_in_the_query_line(
    names: list[str], ids: list[str], has_cache: bool, samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if has_cache:
        update(samples)
    assert ids_in(shown(samples, *names, capsys=capsys)) == ids


def test_a_number_without_a_year_is_named_where_several_cables_have_it(folder: Path) -> None:
    (folder / "3.txt").write_text(export(number=1, when=on(2008, 3, 3)), encoding="utf-8")
    update(folder)
    for _ in ("from the cache", "from the files"):
        done = run("show", folder, "OSLO 1")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "cable-tui: OSLO 1 is ambiguous: 08OSLO1, 09OSLO1. Name one.\n"
        cache_file(folder).unlink(missing_ok=True)


@pytest.mark.parametrize("has_cache", [True, False], ids=["cache", "files"])
def test_a_number_that_several_share_needs_its_letters(has_cache: bool, tmp_path: Path) -> None:
    texts = {"a": ("COD", "Ana Velmer sold boats."), "b": ("CARP", "Nobody in Bergen had asked for a single fish.")}
    for day, (name, (subject, text)) in enumerate(texts.items(), 1):
        cable = export(number=1, subject=subject, when=on(2009, day, 3), paragraphs=(text,))
        (tmp_path / f"{name}.txt").write_text(cable, encoding="utf-8")
    if has_cache:
        update(tmp_path)
    done = run("show", tmp_path, "09OSLO1")
    assert (done.returncode, done.stdout) == (1, "")
    found = re.fullmatch(
        r"cable-tui: 09OSLO1 is the number of 2 cables: (09OSLO1-\w+), (09OSLO1-\w+)\. Name one\.\n", done.stderr
    )
    assert found
    printed = [run("show", tmp_path, name).stdout for name in found.groups()]
    assert sorted("boats" in text for text in printed) == [False, True]
    done = run("show", tmp_path, "09OSLO1-bcdfg")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"cables with its number: {found[1]}, {found[2]}. Name one." in done.stderr


def test_ids_come_by_the_standard_input(folder: Path) -> None:
    done = run("show", folder, "09OSLO2", "-", stdin=None, input="09OSLO1\n\nOSLO 2\n")
    assert ids_in(done.stdout) == ["09OSLO2", "09OSLO1"]
    assert (done.returncode, done.stderr) == (0, "")


def test_no_ids_at_all_are_one_sentence(folder: Path) -> None:
    done = run("show", folder, "-")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "cable-tui: no id on standard input.\n"


def test_what_a_search_finds_can_be_shown(folder: Path) -> None:
    nameless = "SUBJECT: FISH\n\nE.O. 12958: N/A\nTAGS: EFIS, NO\n\n1. (U) Neither cod nor herring.\n"
    (folder / "3 none.txt").write_text(nameless, encoding="utf-8")
    found = run("search", "--format", "ids", folder, "").stdout
    assert found.split("\n") == ["09OSLO2", "09OSLO1", "3 none.txt", ""]
    assert "Neither cod nor herring." in run("show", folder, "-", stdin=None, input=found).stdout
    cache_file(folder).unlink()
    assert "Neither cod nor herring." in run("show", folder, "-", stdin=None, input=found).stdout


def test_what_is_not_found_is_said_and_the_rest_printed(folder: Path) -> None:
    done = run("show", folder, "09OSLO7", "09OSLO1", "nonsense")
    assert (done.returncode, "The first text." in done.stdout) == (1, True)
    said = [f"cable-tui: {folder} has no cable {name}." for name in ("09OSLO7", "nonsense")]
    assert done.stderr.splitlines() == said


# --- a cache that is behind ------------------------------------------------------------------------------------------


def test_a_file_that_has_changed_is_read_anew(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "1.txt").write_text(_COD.replace("first", "second"), encoding="utf-8")
    assert "The second text." in shown(folder, "09OSLO1", capsys=capsys)


def test_a_file_that_has_grown_is_read_anew(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (folder / "1.txt").open("a", encoding="utf-8") as file:
        file.write("\n99. (C) Added by hand.\n")
    assert "Added by hand." in shown(folder, "09OSLO1", capsys=capsys)


def csv_row(number: int, text: str) -> str:
    """A row of a cables.csv."""
    day = on(2009, 1, number)
    body = transmission(number=number, when=day, paragraphs=(text,))
    level = "CONFIDENTIAL"
    cells = (str(number), f"1/{number}/2009 12:00", f"09OSLO{number}", "Embassy Oslo", level, "", "", body)
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


def test_a_file_of_many_that_has_grown_still_holds_what_was_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cables.csv"
    file.write_text(csv_row(1, "On cod.") + csv_row(2, "On carp."), encoding="utf-8")
    update(file)
    with file.open("a", encoding="utf-8") as opened:
        opened.write(csv_row(3, "On herring."))
    assert "On cod." in shown(file, "09OSLO1", capsys=capsys)
    assert "On herring." in shown(file, "09OSLO3", capsys=capsys)
    file.write_text(csv_row(1, "On mackerel.") + csv_row(3, "On herring."), encoding="utf-8")
    assert "On mackerel." in shown(file, "09OSLO1", capsys=capsys)
    assert main(["show", str(file), "09OSLO2"]) == 1


def test_a_file_that_was_only_touched_is_not(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.utime(folder / "1.txt", (1, 1))
    assert "The first text." in shown(folder, "09OSLO1", capsys=capsys)


def test_a_cable_whose_file_is_gone_is_not_shown(folder: Path) -> None:
    (folder / "1.txt").unlink()
    done = run("show", folder, "09OSLO1")
    assert (done.returncode, done.stdout) == (1, "")
    assert "has no cable 09OSLO1." in done.stderr


def test_of_two_copies_the_other_is_shown_where_one_is_gone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fuller = _COD.replace("The first text.", "The first text.\n\n¶2. (C) And more of it.")
    (folder / "1 fuller.txt").write_text(fuller, encoding="utf-8")
    update(folder)
    assert "And more of it." in shown(folder, "09OSLO1", capsys=capsys)
    (folder / "1 fuller.txt").unlink()
    printed = shown(folder, "09OSLO1", capsys=capsys)
    assert ("The first text." in printed, "And more of it." in printed) == (True, False)


def test_a_cable_of_a_new_file_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "new").mkdir()
    (folder / "new" / "3.txt").write_text(export(number=3, paragraphs=("On mackerel.",)), encoding="utf-8")
    assert "On mackerel." in shown(folder, "09OSLO3", capsys=capsys)
    assert run("search", "--format", "ids", folder, "").stdout.split() == ["09OSLO3", "09OSLO2", "09OSLO1"]


def test_a_cable_that_another_has_taken_the_place_of_is_gone(folder: Path) -> None:
    (folder / "1.txt").write_text(export(number=5), encoding="utf-8")
    assert run("show", folder, "09OSLO1").returncode == 1
    assert run("show", folder, "09OSLO5").returncode == 0


def test_a_folder_that_has_become_a_link_out_of_the_archive_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "deep").mkdir()
    shutil.move(folder / "1.txt", folder / "deep" / "1.txt")
    update(folder)
    shutil.move(folder / "deep", tmp_path / "elsewhere")
    (folder / "deep").symlink_to(tmp_path / "elsewhere")
    assert run("show", folder, "09OSLO1").returncode == 1
    assert run("show", folder, "09OSLO2").returncode == 0


def test_a_member_of_a_packed_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for text in (_COD, _COD.replace("first", "second")):
        with zipfile.ZipFile(tmp_path / "fish.zip", "w") as packed:
            packed.writestr("2009/1.txt", text)
            packed.writestr("2009/2.txt", _HERRING)
        if text == _COD:
            update(tmp_path / "fish.zip")
            assert "The first text." in shown(tmp_path / "fish.zip", "09OSLO1", capsys=capsys)
    assert "The second text." in shown(tmp_path / "fish.zip", "09OSLO1", capsys=capsys)


def test_a_damaged_cache_is_none(folder: Path) -> None:
    cache_file(folder).write_bytes(b"damaged" * 1000)
    done = run("show", folder, "09OSLO1")
    assert ("The first text." in done.stdout, done.returncode, done.stderr) == (True, 0, "")


# --- without one -----------------------------------------------------------------------------------------------------


def test_a_large_archive_is_read_until_the_cable_is_found(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(_COD, encoding="utf-8")
    fuller = _COD.replace("The first text.", "The first text.\n\n¶2. (C) And more of it.")
    (tmp_path / "2.txt").write_text(fuller, encoding="utf-8")
    assert "And more of it." in run("show", tmp_path, "09OSLO1").stdout
    (tmp_path / "3.txt").write_text("Words about fish. " * 300_000, encoding="utf-8")
    done = run("show", tmp_path, "09OSLO1")
    assert ("And more of it." in done.stdout, done.returncode) == (False, 0)
    assert len(done.stderr.splitlines()) == 1
    assert "`cable-tui index` builds one" in done.stderr


def test_a_file_that_is_called_as_the_cable_is_read_first(tmp_path: Path) -> None:
    (tmp_path / "0.txt").write_text(_COD, encoding="utf-8")
    (tmp_path / "09OSLO1.txt").write_text(_COD.replace("first", "named"), encoding="utf-8")
    (tmp_path / "3.txt").write_text("Words about fish. " * 300_000, encoding="utf-8")
    assert "The named text." in run("show", tmp_path, "09OSLO1").stdout
