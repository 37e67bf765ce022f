"""Every key of the list and of the viewer, pressed in a real terminal, one after the other."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from harness.terminal import Terminal

from cable_tui import paths
from cable_tui.archive.build.update import update
from cable_tui.notebook.notebook import Notebook

_PROGRAM = Path(sys.executable).with_name("cable-tui")

#: Keys, and what is on the screen after them: a pattern. The list has the eight cables that come with the program.
_LIST = [
    ("j", r"▌ ?[● ] 2009-07-02"),
    ("down", r"▌ ?[● ] 2009-06-24"),
    ("k", r"▌ ?[● ] 2009-07-02"),
    ("up", r"▌ ?[● ] 2012-06-04"),
    ("G", r"8 of 8"),
    ("g", r"1 of 8"),
    ("J", r"2 of 8"),
    ("K", r"1 of 8"),
    ("space", r"¶ [3-9] of 6"),
    ("b", r"¶ 1 of 6"),
    ("tab", r"2 of 8"),
    ("shift+tab", r"1 of 8"),
    ("F", r"kept 12OSLO9004"),
    ("d", r"dismissed 09ASTANA1103"),
    (".", r"dismissed 09COPENHAGEN9005"),
    ("r", r"read 09OSLO9001"),
    ("u", r"undone: read 09OSLO9001"),
    ("ctrl+r", r"redone: read 09OSLO9001"),
    ("L energy enter", r"labelled \+energy: 0"),
    ("t t", r"2 selected"),
    ("v j v", r"[34] selected"),
    ("T glonass enter", r"[45] selected"),
    ("; r", r"read [45] cables"),
    ("esc", r"decided · date"),
    ("m", r"bookmarked"),
    ("M why ctrl+s", r"note on"),
    ("'", r"Bookmarks"),
    ("q", r"8 decided"),
    ("y", r"sent to the clipboard; also in"),
    ("Y", r"citation sent to the clipboard; also in"),
    ("R", r"References of"),
    ("q", r"8 decided"),
    ("I", r"08MOSCOW1425 +~2008-05 +1"),
    ("j enter", r"Cables citing 08STATE9010"),
    ("q", r"2 of 2"),
    ("q", r"8 decided"),
    ("g o", r"origin ↓"),
    ("O", r"origin ↑"),
    ("/ is:kept enter", r"1 of 1 \(8\)"),
    ("l esc", r"of 8 "),
    ("& herring enter", r"of [2-7] \(8\)"),
    ("n", r"¶"),
    ("N", r"¶"),
    ("esc", r"of 8 "),
    ("\\ esc", r"of 8 "),
    ("h", r"Subject  "),
    ("h", r"Tags"),
    ("+", r"of 8 "),
    ("+", r"From  Embassy"),
    ("?", r"Keys here"),
    ("esc", r"8 decided"),
    (":", r"Search for commands"),
    ("esc", r"8 decided"),
    ("V", r"Saved views"),
    ("q", r"8 decided"),
    ("s", r"\.txt"),
    ("esc", r"8 decided"),
    ("| wc enter", r"press enter to return"),
    ("enter", r"wc: done"),
    ("x", r"notebook-20"),
    ("enter", r"exported 2 cables to"),
    ("2", r"j down"),
    ("3", r"space page"),
    ("1", r"enter read"),
    ("enter", r"space page"),
    ("q", r"enter read"),
]
_VIEWER = [
    ("j", r"¶ 2 of 6"),
    ("down", r"¶ 3 of 6"),
    ("k", r"¶ 2 of 6"),
    ("up", r"¶ 1 of 6"),
    ("G", r"RELEASE|OSLO|▌"),
    ("g", r"¶ 1 of 6"),
    ("}", r"¶ [23] of 6"),
    ("}", r"¶ [2-6] of 6"),
    ("{", r"¶ [1-5] of 6"),
    ("g ]", r"¶ 2 of 6"),
    ("]", r"¶ 3 of 6"),
    ("[", r"¶ 2 of 6"),
    (")", r"¶ [3-6] of 6"),
    ("(", r"¶ [2-5] of 6"),
    ("g space", r"¶ [2-6] of 6"),
    ("b", r"¶ 1 of 6"),
    ("\\", r"2\. \(SBU\) Summary"),
    ("\\", r"▌  1 U"),
    ("/ herring enter", r"¶ 2 of 6"),
    ("n", r"¶ [2-6] of 6"),
    ("N", r"¶ 2 of 6"),
    ("m", r"bookmarked 12OSLO9004 ¶ 2"),
    ("m", r"removed the bookmark of 12OSLO9004 ¶ 2"),
    ("u", r"undone: removed the bookmark"),
    ("M note ctrl+s", r"» note"),
    ("y", r"¶ 2 sent"),
    ("J", r"2 of 8"),
    ("K", r"1 of 8"),
    ("ctrl+o", r"¶|2 of 8"),
    ("g F", r"kept"),
    ("d", r"dismissed"),
    ("r", r"read 0"),
    (".", r"read 0"),
    ("tab", r"of 8"),
    ("shift+tab", r"of 8"),
    ("t", r"1 selected"),
    ("; L a enter", r"labelled \+a"),
    ("R", r"References of"),
    ("G enter", r"¶ \d+ of"),
    ("ctrl+o", r"of 8"),
    ("ctrl+n", r"of 8"),
    ("'", r"Bookmarks"),
    ("enter", r"¶ 2 of 6"),
    ("h", r"Subject  "),
    ("h", r"Tags"),
    ("+", r"12OSLO9004|OSLO 9004"),
    ("+", r"From  Embassy"),
    ("?", r"Keys here"),
    ("q", r"¶ 2 of 6"),
    ("2", r"j down"),
    ("3", r"space page"),
    ("q", r"enter read"),
]


def keys_of(steps: str) -> list[str]:
    """Single keys by their names; words are typed letter by letter."""
    named = {"space", "enter", "esc", "tab", "shift+tab", "down", "up"}
    found = []
    for step in steps.split(" "):
        found += [step] if step in named or step.startswith("ctrl+") else list(step)
    return found


@pytest.fixture
def terminal(repository: Path) -> Iterator[Terminal]:
    update(repository / "sample_cables")
    with Terminal(_PROGRAM, repository / "sample_cables") as found:
        found.until_text("0 of 8 decided")
        yield found


def play(terminal: Terminal, script: list[tuple[str, str]]) -> None:
    for steps, expected in script:
        for key in keys_of(steps):
            terminal.send(key)
            terminal.until_quiet(0.25 if key == "esc" else 0.06)  # an escape may begin a longer key
        terminal.until(lambda: bool(re.search(expected, terminal.text)), f"{expected!r} after {steps!r}")  # noqa: B023


def test_every_key_of_the_list(terminal: Terminal) -> None:
    play(terminal, _LIST)
    terminal.send("Q")
    assert terminal.finish() == 0
    with closing(Notebook.open()) as notebook:
        assert {mark.labels for mark in notebook.all_marks()} >= {("energy",)}
        assert [item.note for item in notebook.bookmarks()] == ["why"]
    assert len(list(paths.taken_out().iterdir())) == 2


def test_every_key_of_the_viewer(terminal: Terminal) -> None:
    terminal.press("enter")
    play(terminal, _VIEWER)
    terminal.send("q")
    assert terminal.finish() == 0
