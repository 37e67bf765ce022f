"""The cache of an archive whose links are followed: one of its own, beside that of the archive without them."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import transmission
from harness.rows import ids, stored

from cable_tui.archive import Archive
from cable_tui.archive.build import jobs
from cable_tui.archive.build.update import update
from cable_tui.archive.problems import stored_faults
from cable_tui.archive.schema import cache_file
from cable_tui.sources import Problem

#: Builds with followed links and dies when a part of it is stored.
MORTAL = """
import os, signal, sys
from pathlib import Path
from cable_tui.archive.build.update import update
update(Path(sys.argv[1]), lambda _: os.kill(os.getpid(), signal.SIGKILL), follow_links=True)
"""


@pytest.fixture
def linked(archive: Path, tmp_path: Path) -> Path:
    """The five invented cables, and through a link to a folder OSLO 501 and OSLO 502."""
    outside = tmp_path / "outside"
    outside.mkdir()
    for number in (501, 502):
        (outside / f"{number}.txt").write_text(transmission(number=number), encoding="utf-8")
    (archive / "out").symlink_to(outside)
    return archive


def test_sessions_with_and_without_links_do_not_undo_each_others_work(linked: Path) -> None:
    assert update(linked).cables == 5
    assert update(linked, follow_links=True).cables == 7
    for _ in range(2):
        without, followed = update(linked), update(linked, follow_links=True)
        assert (without.unchanged, without.cables, without.removed) == (5, 0, 0)
        assert (followed.unchanged, followed.cables, followed.removed) == (7, 0, 0)
    assert set(ids(linked, follow_links=True)) - set(ids(linked)) == {"09OSLO501", "09OSLO502"}
    assert [fault.path for fault in stored_faults(linked)] == ["out"]
    assert stored_faults(linked, follow_links=True) == []


def test_links_are_followed_by_the_other_processes_too(linked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_INLINE_BYTES", 0)
    monkeypatch.setattr(jobs, "_FIRST_JOB", 1)
    monkeypatch.setattr(jobs, "_JOB_FILES", 1)
    (linked / "out.txt").symlink_to(linked.parent / "outside" / "501.txt")
    assert update(linked, processes=2, follow_links=True).problems == []
    assert len(ids(linked, follow_links=True)) == 7


def test_a_killed_build_goes_on_with_links(many: Path, linked: Path) -> None:
    (linked / "many").symlink_to(many)
    killed = subprocess.run([sys.executable, "-c", MORTAL, linked], timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    report = update(linked, follow_links=True)
    assert report.unchanged > 0
    assert report.unchanged + report.cables == 457
    assert len(ids(linked, follow_links=True)) == 457


def test_a_large_file_behind_a_link_is_read_in_pieces(linked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "LARGE", 100)
    (linked / "out.txt").symlink_to(linked.parent / "outside" / "501.txt")
    assert update(linked, follow_links=True).problems == []
    assert update(linked, follow_links=True).unchanged == 8  # each with its digest


def test_two_links_to_a_file_are_one_cable_from_two_places(linked: Path) -> None:
    target = linked.parent / "outside" / "501.txt"
    (linked / "a.txt").symlink_to(target)
    (linked / "b.txt").symlink_to(target)
    update(linked, follow_links=True)
    assert sorted(ids(linked, follow_links=True)).count("09OSLO501") == 1
    assert stored(linked, follow_links=True)["cables"] == 9
    (linked / "a.txt").unlink()
    assert update(linked, follow_links=True).removed == 1
    assert "09OSLO501" in ids(linked, follow_links=True)


def test_what_a_link_leads_to_is_kept_while_it_is_out_of_reach(linked: Path) -> None:
    """A disk that is not mounted is no reason to read it all anew the next time."""
    update(linked, follow_links=True)
    outside = linked.parent / "outside"
    outside.rename(linked.parent / "away")
    report = update(linked, follow_links=True)
    assert (report.problems, report.removed) == ([Problem("out", "No such file or directory")], 0)
    assert len(ids(linked, follow_links=True)) == 7
    (linked.parent / "away").rename(outside)
    assert update(linked, follow_links=True).unchanged == 7
    (linked / "out").unlink()
    assert update(linked, follow_links=True).removed == 2


def test_a_single_file_has_one_cache(linked: Path) -> None:
    file = linked / "09OSLO9010.txt"
    update(file)
    assert update(file, follow_links=True).unchanged == 1
    assert cache_file(file, follow_links=True) == cache_file(file)
    assert cache_file(linked, follow_links=True) != cache_file(linked)


def test_a_cable_has_the_same_name_with_links_and_without(linked: Path) -> None:
    """By its name the notebook knows it: the id, or its path in the archive."""
    nameless = "SUBJECT: FISH\n\nE.O. 12958: N/A\nTAGS: EFIS, NO\n\n1. (U) Cod.\n"
    (linked / "nameless.txt").write_text(nameless, encoding="utf-8")
    (linked.parent / "outside" / "home").symlink_to(linked)
    names = []
    for follow_links in (False, True):
        update(linked, follow_links=follow_links)
        with closing(Archive.open(linked, follow_links=follow_links)) as opened:
            names.append({header.name for header in opened.headers(opened.whole().window(0, 100))})
    assert "nameless.txt" in names[0]
    assert names[1] - names[0] == {"09OSLO501", "09OSLO502"}
    assert names[0] <= names[1]
