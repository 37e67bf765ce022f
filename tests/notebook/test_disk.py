"""A disk that is full or read-only: what cannot be written is said at once, and nothing that was written is lost."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from harness.screen import reading

from cable_tui import paths
from cable_tui.archive.build.update import update
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.state import State
from cable_tui.notebook.values import CableSummary
from cable_tui.store import StoreError


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file system of half a megabyte for the notebook alone."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "none", folder], check=False, capture_output=True)
    if done.returncode:
        pytest.skip("no file system can be made here")
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    yield folder
    subprocess.run(["umount", "-l", folder], check=False, capture_output=True)


def fill(disk: Path) -> Path:
    """Takes all the room that is left."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as written:
        try:
            while True:
                written.write(b"\0" * 4096)
        except OSError:
            return filler


def states() -> dict[str, str]:
    with closing(Notebook.open()) as notebook:
        return {name: state.value for name, state in notebook.states()}


async def test_a_full_disk_is_a_message_and_the_rest_is_kept(disk: Path, archive: Path) -> None:
    update(archive)
    async with reading(archive) as reader:
        await reader.press("F")
        filler = fill(disk)
        for _ in range(60):  # until the room that SQLite had taken before is used up
            await reader.press("L", *"a-long-label", "enter", "g", "d")
            if "disk is full" in reader.status:
                break
            await reader.press("r", "r")
        assert "the disk is full" in reader.status
        shown = {line[2:3] for line in reader.pane("list")[:1]}
        await reader.press("j", "enter", "space")
        assert reader.focus == "viewer"
        filler.unlink()
        await reader.press("1", "G", "d")
        assert "dismissed 99PRAGUE3" in reader.status
    found = states()
    assert found["99PRAGUE3"] == "dismissed"
    assert shown == {{"kept": "+", "dismissed": "×", "read": " "}.get(found.get("09OSLO9010", ""), "●")}


def test_an_action_that_did_not_fit_has_left_nothing(disk: Path) -> None:
    with closing(Notebook.open()) as notebook:
        notebook.decide([CableSummary("09OSLO1")], State.KEPT)
        fill(disk)
        with pytest.raises(StoreError, match="disk is full"):
            notebook.decide(
                [CableSummary(f"09OSLO{number}", subject="X" * 200) for number in range(5000)], State.DISMISSED
            )
        assert notebook.states() == [("09OSLO1", State.KEPT)]
        assert len(list(notebook.all_marks())) == 1


async def test_a_read_only_home_is_said_once_and_at_every_attempt(disk: Path, archive: Path) -> None:
    update(archive)
    with closing(Notebook.open()) as notebook:
        notebook.decide([CableSummary("09OSLO9010")], State.KEPT)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    async with reading(archive) as reader:
        assert "notebook.db" in reader.status or "read" in reader.status
        await reader.press("G", "d")
        assert "read-only" in reader.status or "cannot be" in reader.status
        assert reader.pane("list")[4][2:3] == "●"
        await reader.press("y")
        assert "cannot be written" in reader.status
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    assert states() == {"09OSLO9010": "kept"}
    assert paths.notebook_file().exists()
