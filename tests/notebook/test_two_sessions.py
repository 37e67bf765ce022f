"""Two real sessions over one notebook, one of them killed again and again: what was answered is there."""

from __future__ import annotations

import os
import random
import re
import signal
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import on, transmission
from harness.terminal import Terminal

from cable_tui.archive.build.update import update
from cable_tui.notebook.notebook import Notebook

_ACTIONS = 500  # of each session
_KILLS = 50
_CABLES = 8  # of each session
_PROGRAM = (Path(sys.executable).with_name("cable-tui"),)
_WORDS = {"F": "kept", "d": "dismissed"}


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """An archive of which one session takes the upper half and the other the lower; row 0 is the newest."""
    folder = tmp_path / "shared"
    folder.mkdir()
    for number in range(2 * _CABLES):
        when = on(2009, 12 - number // 28, 28 - number % 28)
        text = transmission(number=number + 1, when=when, subject=f"MESSAGE {number} ABOUT COD")
        (folder / f"{number:03d}.txt").write_text(text, encoding="utf-8")
    update(folder)
    return folder


class Session:
    """A reader who decides and bookmarks at random among his own cables, and remembers what was answered."""

    def __init__(self, archive: Path, home_key: str, seed: int) -> None:
        self.archive, self.home_key = archive, home_key
        self.random = random.Random(seed)
        self.states: dict[str, str] = {}
        self.bookmarks: Counter[str] = Counter()
        self.last = 0
        self.terminal = self._open()

    def _open(self) -> Terminal:
        terminal = Terminal(*_PROGRAM, self.archive)
        terminal.until_text("decided")
        return terminal

    def act(self) -> None:
        """One action, from the key to the answer on the screen."""
        others = [place for place in range(_CABLES) if place != self.last]  # what is said of them is new on the screen
        steps, key = self.random.choice(others), self.random.choice("FFdmm")
        self.last = steps
        row = steps if self.home_key == "g" else 2 * _CABLES - 1 - steps
        name = f"09OSLO{row + 1}"
        os.write(
            self.terminal._master, f"1{self.home_key}{('j' if self.home_key == 'g' else 'k') * steps}{key}".encode()
        )
        self.terminal.until(lambda: self._is_answered(name, key), f"an answer to {key} on {name}")
        said = self.terminal.lines[-1]
        if key == "m":
            self.bookmarks[name] = 0 if "removed" in said else 1
        else:
            self.states[name] = _WORDS[key]

    def _is_answered(self, name: str, key: str) -> bool:
        said = self.terminal.lines[-1]
        verb = "bookmark" if key == "m" else _WORDS[key]
        return f"{name} was so already" in said or bool(re.search(rf"{verb}\w* (of )?{name}( |$)", said))

    def kill(self) -> None:
        """SIGKILL, at a moment when a key may be under way."""
        name = f"09OSLO{1 if self.home_key == 'g' else 2 * _CABLES}"
        os.write(self.terminal._master, f"1{self.home_key}{self.random.choice('Fd')}".encode())
        self.terminal.read(self.random.random() * 0.02)
        self.terminal.process.send_signal(signal.SIGKILL)
        self.close()
        self.states.pop(name, None)
        self.terminal = self._open()

    def close(self) -> None:
        self.terminal.__exit__(None, None, None)


def test_what_was_answered_is_there_whatever_happens_to_a_session(shared: Path) -> None:
    sessions = [Session(shared, "g", 1), Session(shared, "G", 2)]
    moments = set(random.Random(3).sample(range(_ACTIONS), _KILLS))
    try:
        for number in range(_ACTIONS):
            for session in sessions:
                session.act()
            if number in moments:
                sessions[0].kill()
    finally:
        for session in sessions:
            session.close()
    with closing(Notebook.open()) as notebook:
        states = {name: state.value for name, state in notebook.states()}
        counts = notebook.bookmark_counts()
    for session in sessions:
        assert len(session.states) > _CABLES // 2
        assert {name: states.get(name) for name in session.states} == session.states
        assert {name: counts.get(name, 0) for name in session.bookmarks} == dict(session.bookmarks)
