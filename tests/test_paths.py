"""Where things live."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from harness.command import python

from cable_tui import paths


def test_the_cache_is_in_the_users_cache_folder(archive: Path, home: Path) -> None:
    assert paths.cache_folder(archive).parent == home / "cache" / "cable-tui"


def test_without_xdg_variables_the_cache_is_below_home(
    archive: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert paths.cache_folder(archive).is_relative_to(home)


def test_finding_a_place_makes_nothing(archive: Path, home: Path) -> None:
    paths.cache_folder(archive)
    paths.sample_cables()
    paths.shipped_themes()
    assert list(home.iterdir()) == []


def test_every_way_to_name_an_archive_leads_to_one_cache(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(archive)
    monkeypatch.chdir(tmp_path)
    names = [archive, Path("archive"), Path("./archive/"), Path("archive/../archive"), Path("link")]
    assert len({paths.cache_folder(name) for name in names}) == 1


def test_archives_of_one_name_have_caches_of_their_own(tmp_path: Path) -> None:
    assert paths.cache_folder(tmp_path / "a" / "cables") != paths.cache_folder(tmp_path / "b" / "cables")


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("cables", "cables-"),
        ("my cables (2010)", "my-cables-2010-"),
        ("каблограммы", "archive-"),
        (".hidden", "hidden-"),
        ("[b]\x1b[31m", "b-31m-"),
        ("x" * 200, "x" * 40 + "-"),
        (os.fsdecode(b"\xff\xfe"), "archive-"),
    ],
)
def test_the_folders_name_begins_with_the_archives_and_is_harmless(name: str, beginning: str, tmp_path: Path) -> None:
    found = paths.cache_folder(tmp_path / name).name
    assert found.startswith(beginning)
    assert found.isascii()
    assert found.isprintable()
    assert "/" not in found


def test_the_root_folder_can_be_an_archive(home: Path) -> None:
    assert paths.cache_folder(Path("/")).name.startswith("archive-")


@pytest.mark.parametrize(("place", "file"), [("sample_cables", "08MOSCOW1640.txt"), ("shipped_themes", "dusk.toml")])
def test_what_is_shipped_is_found_from_any_folder(place: str, file: str, tmp_path: Path) -> None:
    code = f"from cable_tui import paths; print(paths.{place}())"
    folder = Path(python(code, cwd=tmp_path).stdout.strip())
    assert folder.is_absolute()
    assert (folder / file).is_file()
