"""Keys that come faster than they are answered: in a real terminal, many in one write."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import on, transmission
from harness.terminal import Terminal

from cable_tui import paths
from cable_tui.archive.build.update import update
from cable_tui.notebook.notebook import Notebook

_PROGRAM = Path(sys.executable).with_name("cable-tui")
_CABLES = 24


@pytest.fixture
def told_apart(tmp_path: Path) -> Path:
    """Cables whose paragraphs say which cable they are of."""
    folder = tmp_path / "apart"
    folder.mkdir()
    for number in range(1, _CABLES + 1):
        paragraphs = tuple(f"Paragraph {place} of cable {number}." for place in range(1, 4))
        text = transmission(number=number, when=on(2009, 6, number), paragraphs=paragraphs)
        (folder / f"{number:02d}.txt").write_text(text, encoding="utf-8")
    update(folder)
    return folder


@pytest.fixture
def terminal(told_apart: Path) -> Iterator[Terminal]:
    with Terminal(_PROGRAM, told_apart) as found:
        found.until_text("decided")
        found.until_quiet(0.5)
        yield found


def own(name: str) -> str:
    return f"of cable {name.removeprefix('09OSLO')}."


@pytest.mark.parametrize("burst", ["Lx\rm", "jm", "Fm", "dm", "\tm", "Jm", "3Jjm1", "L x\rjm"])
def test_a_bookmark_is_of_the_cable_under_the_cursor(burst: str, terminal: Terminal) -> None:
    for _ in range(6):  # 18 keys that may decide: on a busy machine they come together, and more than 20 were a paste
        os.write(terminal._master, burst.encode())
        terminal.until_quiet(0.08)
    terminal.until_quiet(0.5)
    terminal.send("Q")
    assert terminal.finish() == 0
    with closing(Notebook.open()) as notebook:
        found = notebook.bookmarks()
    assert len(found) > 3
    assert [item.text for item in found if own(item.about.name) not in item.text] == []


@pytest.mark.parametrize("burst", ["jy", "Lx\ry", "Fy", "l id:09OSLO7\r\ry\x1b\x1b"])
def test_a_copy_is_of_the_cable_under_the_cursor(burst: str, terminal: Terminal) -> None:
    for _ in range(6):
        os.write(terminal._master, burst.encode())
        terminal.until_quiet(0.2)
    terminal.send("Q")
    terminal.finish()
    copies = (paths.taken_out() / "copied.txt").read_text("utf-8").strip().split("\n\n")
    pairs = list(zip(copies[::2], copies[1::2], strict=True))
    assert len(pairs) >= 4
    for text, citation in pairs:
        assert own(citation.partition("cable ")[2].partition(",")[0]) in text


@pytest.mark.parametrize("asked", ["/cod\r", "l tag:PREL\r", "o"])
def test_moves_behind_a_question_are_about_its_answer(asked: str, many: Path) -> None:
    update(many)
    with Terminal(_PROGRAM, many) as terminal:
        terminal.until_text("decided")
        terminal.until_quiet(1.5)
        os.write(terminal._master, f"{asked}jjjd".encode())
        terminal.until_text("1 of 450 decided")
        terminal.until_quiet(0.3)
        assert "5 of 450" in terminal.lines[0]
        terminal.send("Q")
        assert terminal.finish() == 0


def test_an_editor_that_cannot_be_started_gives_the_screen_back(
    told_apart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for editor, sentence in (
        ("/nonexistent/ed", "The editor failed"),
        ("vim '", "The editor failed"),
        ("false", "code 1"),
    ):
        monkeypatch.setenv("EDITOR", editor)
        with Terminal(_PROGRAM, told_apart) as terminal:
            terminal.until_text("decided")
            terminal.until_quiet(0.5)
            for key in ("M", "x", "ctrl+e"):
                terminal.send(key)
                terminal.until_quiet(0.3)
            terminal.until_text(sentence)
            terminal.send("ctrl+s")
            terminal.until_text("note on")
            terminal.send("Q")
            assert terminal.finish() == 0


def test_what_lies_in_the_current_folder_is_not_run(told_apart: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (told_apart / "selectolax.py").write_text(f"open({str(told_apart / 'run')!r}, 'w').write('!')", encoding="utf-8")
    monkeypatch.chdir(told_apart)
    with Terminal(_PROGRAM, ".") as terminal:
        terminal.until_text("decided")
        terminal.until_quiet(2.0)
        terminal.send("Q")
        assert terminal.finish() == 0
    assert not (told_apart / "run").exists()


def test_pages_asked_for_ahead_leave_no_cable_unseen(terminal: Terminal) -> None:
    terminal.send("\r")
    terminal.until_quiet(0.5)
    for _ in range(3):
        os.write(terminal._master, b" " * 7)
        terminal.until_quiet(0.3)
    terminal.send("Q")
    assert terminal.finish() == 0
    with closing(Notebook.open()) as notebook:
        seen = {name for name, _ in notebook.states()}
    newest_first = [f"09OSLO{number}" for number in range(_CABLES, 0, -1)]
    assert seen
    assert seen == set(newest_first[: len(seen)])
