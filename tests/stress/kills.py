"""Two real sessions over one notebook, killed again and again while keys are under way: what was answered is there.

Each session decides, bookmarks, writes notes and takes back, at random, among cables of its own. In each round one of
the two is killed with SIGKILL at a random moment behind a key; then it is started again.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.cables import on, transmission
from harness.terminal import Terminal

from cable_tui.archive.build.update import update
from cable_tui.notebook.notebook import Notebook

CABLES = 8
"""How many cables each session has for itself."""
_PROGRAM = Path(sys.executable).with_name("cable-tui")
_KEYS = "FFddmmMMuu"
_WORDS = {"F": "kept", "d": "dismissed"}
_ACTIONS = 5  # of each session in a round


@dataclass(frozen=True, slots=True)
class Kept:
    """What a notebook holds of one cable: its state, whether its paragraph is bookmarked, and the note on that."""

    state: str = "unread"
    is_bookmarked: bool = False
    note: str = ""


@dataclass(slots=True)
class Report:
    """What a run did: kills, answered actions by their key, and a sentence for each thing that was lost."""

    kills: int = 0
    actions: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = ", ".join(f"{count:,} {key}" for key, count in sorted(self.actions.items()))
        total = sum(self.actions.values())
        return "\n".join(
            [f"{self.kills} kills, {total:,} answered actions ({counts}), {len(self.lost)} lost", *self.lost]
        )


def make_archive(folder: Path) -> None:
    """An archive of which one session takes the upper half and the other the lower; row 0 is the newest."""
    folder.mkdir()
    for number in range(2 * CABLES):
        when = on(2009, 12 - number // 28, 28 - number % 28)
        text = transmission(number=number + 1, when=when, subject=f"MESSAGE {number} ABOUT COD")
        (folder / f"{number:03d}.txt").write_text(text, encoding="utf-8")
    update(folder)


class Session:
    """A reader among his own cables who remembers what was answered.

    `kept` is what the notebook must hold of each cable.
    """

    def __init__(self, archive: Path, *, upper: bool, draw: random.Random, report: Report) -> None:
        self.archive, self.is_upper, self.random, self.report = archive, upper, draw, report
        self.kept: dict[str, Kept] = {}
        self.done: list[tuple[str, Kept]] = []  # what `u` takes back: the cable, and what was kept of it before
        self.notes = 0
        self.last = 0
        self.terminal = self._open()

    def _open(self) -> Terminal:
        terminal = Terminal(_PROGRAM, self.archive)
        terminal.until_text("decided")
        return terminal

    def close(self) -> None:
        """Ends the session, however."""
        self.terminal.__exit__(None, None, None)

    def act(self) -> None:
        """One action, from the key to the answer on the screen."""
        key = self.random.choice(_KEYS)
        if key == "u" and (not self.done or self._says(f"undone: .*{self.done[-1][0]}( |$)")):
            key = "F"  # nothing to take back, or the answer could not be told from the one before
        if key == "u":
            self._undo()
        else:
            self._go()
            name, before = self._name, self.kept.get(self._name, Kept())
            after = self._press(key, name, before)
            if after != before:
                self.done.append((name, before))
            self.kept[name] = after
        self.report.actions[key] = self.report.actions.get(key, 0) + 1

    @property
    def _row(self) -> int:
        return self.last if self.is_upper else 2 * CABLES - 1 - self.last

    @property
    def _name(self) -> str:
        return f"09OSLO{self._row + 1}"

    def _go(self) -> None:
        """To another of the cables: what is said of it is new on the screen."""
        self.last = self.random.choice([place for place in range(CABLES) if place != self.last])
        self._send("1" + ("g" if self.is_upper else "G") + ("j" if self.is_upper else "k") * self.last)

    def _send(self, keys: str) -> None:
        os.write(self.terminal._master, keys.encode())

    def _press(self, key: str, name: str, before: Kept) -> Kept:
        if key in _WORDS:
            self._send(key)
            self._until_said(rf"(?<!undone: ){_WORDS[key]} {name}( |$)|{name} needs no change")
            return replace(before, state=_WORDS[key])
        if key == "m":
            self._send(key)
            if before.note:
                self.terminal.until_text("Remove the bookmark and its note?")
                self._send("y")
            self._until_said(rf"(?<!undone: )(bookmarked|removed the bookmark of) {name}( |$)")
            is_there = "removed" not in self.terminal.lines[-1]
            return replace(before, is_bookmarked=is_there, note=before.note if is_there else "")
        return self._write_note(name, before)

    def _write_note(self, name: str, before: Kept) -> Kept:
        self.notes += 1
        note = f"{'upper' if self.is_upper else 'lower'} {self.notes} {self.random.random()}"
        self._send("M")
        self.terminal.until_text("ctrl+s save")
        self._send("\x01\x0b" + note)  # to its beginning, and all of the line away
        self.terminal.until(lambda: note in self.terminal.text, "the typed note")
        self._send("\x13")
        self._until_said(rf"(?<!undone: )note on {name}( |$)")
        return replace(before, is_bookmarked=True, note=note)

    def _undo(self) -> None:
        name, before = self.done.pop()
        self._send("u")
        self._until_said(rf"undone: .*{name}( |$)")
        self.kept[name] = before

    def _says(self, pattern: str) -> bool:
        return bool(re.search(pattern, self.terminal.lines[-1]))

    def _until_said(self, pattern: str) -> None:
        self.terminal.until(lambda: self._says(pattern), pattern)

    def kill(self) -> None:
        """SIGKILL, at a moment when a key may be under way; whether it was answered, the notebook says afterwards."""
        self._go()
        key = self.random.choice("Fdm")
        self._send(key)
        self.terminal.read(self.random.random() * 0.02)
        self.terminal.process.send_signal(signal.SIGKILL)
        self.close()
        self.report.kills += 1
        before = self.kept.get(self._name, Kept())
        now = held(self._name)
        self._check_doubtful(key, before, now)
        self.kept[self._name] = now
        self.done.clear()  # what an earlier session did is asked about before it is undone
        self.terminal = self._open()

    def _check_doubtful(self, key: str, before: Kept, now: Kept) -> None:
        """The last key was done whole or not at all."""
        after = (
            replace(before, state=_WORDS[key])
            if key in _WORDS
            else replace(before, is_bookmarked=not before.is_bookmarked)
        )
        if not after.is_bookmarked:
            after = replace(after, note="")
        if now not in (before, after):
            self.report.lost.append(f"{self._name}: {now} after {key} on {before}")

    def check(self) -> None:
        """Compares what was answered with what the notebook holds."""
        for name, kept in self.kept.items():
            if (now := held(name)) != kept:
                self.report.lost.append(f"{name}: {now} instead of {kept}")


def held(name: str) -> Kept:
    """What the notebook holds of a cable; that one counts as read by itself is no action."""
    with closing(Notebook.open()) as notebook:
        mark = notebook.marks([name]).get(name)
        bookmarks = notebook.bookmarks(name)
    state = mark.state.value if mark and mark.state.is_decision else "unread"
    return Kept(state, bool(bookmarks), bookmarks[0].note if bookmarks else "")


def run(archive: Path, rounds: int, seed: int) -> Report:
    """Acts in two sessions in turn and kills one of them in each round; compares everything after the last."""
    report, draw = Report(), random.Random(seed)
    sessions = [Session(archive, upper=upper, draw=draw, report=report) for upper in (True, False)]
    try:
        for number in range(rounds):
            for session in sessions * _ACTIONS:
                session.act()
            sessions[number % 2].kill()
        for session in sessions:
            session.check()
    finally:
        for session in sessions:
            session.close()
    return report


@contextmanager
def own_places() -> Iterator[Path]:
    """A folder for everything, which is where the program keeps its files meanwhile."""
    kinds = [f"XDG_{kind}_HOME" for kind in ("CACHE", "CONFIG", "DATA", "STATE")]
    before = {kind: os.environ.get(kind) for kind in kinds}
    folder = Path(tempfile.mkdtemp(prefix="cable-tui-kills-"))
    os.environ |= {kind: str(folder / kind) for kind in kinds}
    try:
        yield folder
    finally:
        for kind, value in before.items():
            os.environ.pop(kind, None)
            if value is not None:
                os.environ[kind] = value
        shutil.rmtree(folder)


def run_in_own_places(rounds: int, seed: int) -> Report:
    """The same over an archive that is made for it."""
    with own_places() as folder:
        make_archive(folder / "archive")
        return run(folder / "archive", rounds, seed)
