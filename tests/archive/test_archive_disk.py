"""A disk that is too small: said before the work where that can be known, and clearly where it happens."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import LONG, transmission
from harness.command import run

from cable_tui.archive import Archive, Limit
from cable_tui.archive.build.update import update
from cable_tui.store import StoreError

Mount = Callable[[int], Path]


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mount]:
    """Makes a file system of so many kilobytes, and keeps the caches on it."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(kilobytes: int) -> Path:
        options = f"size={kilobytes}k"
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder], check=False, capture_output=True)
        if done.returncode:
            pytest.skip("no file system can be made here")
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
        return folder

    yield mount
    subprocess.run(["umount", folder], check=False, capture_output=True)


def test_a_disk_that_cannot_hold_the_cache_is_told_of_before_the_work(small_disk: Mount, tmp_path: Path) -> None:
    archive = tmp_path / "large"
    archive.mkdir()
    for number in range(1, 41):
        text = transmission(number=number, paragraphs=(LONG,) * 30)
        (archive / f"{number}.txt").write_text(text, encoding="utf-8")
    small_disk(3000)
    with pytest.raises(StoreError, match=r"needs about \d MB, but the disk has only \d MB left\.$"):
        update(archive)
    done = run("index", archive)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1


def test_a_disk_that_fills_up_is_a_message_and_what_was_built_stays(small_disk: Mount, many: Path) -> None:
    disk = small_disk(4000)
    first = sorted(many.iterdir())[:50]
    rest = [file for file in many.iterdir() if file not in first]
    for file in rest:
        file.rename(file.with_suffix(".aside"))
    for file in many.glob("*.aside"):
        file.rename(many.parent / file.name)
    assert update(many).cables == 50
    for file in many.parent.glob("*.aside"):
        file.rename(many / f"{file.stem}.txt")
    (disk / "filler").write_bytes(b"x" * (shutil.disk_usage(disk).free - 500_000))
    with pytest.raises(StoreError, match=r"the disk is full\.$"):
        update(many)
    with closing(Archive.open(many)) as opened:
        assert 50 <= len(opened.view(Limit())) < 450
        assert len(opened.view(Limit("subject:cod"))) == len(opened.view(Limit()))
    (disk / "filler").unlink()
    update(many)
    with closing(Archive.open(many)) as opened:
        assert len(opened.view(Limit("subject:cod"))) == 450
