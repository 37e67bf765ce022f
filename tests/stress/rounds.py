"""One run over an archive in a pseudo-terminal."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from pathlib import Path
from random import Random

from harness.command import COMMAND
from harness.terminal import Terminal

from cable_tui import paths
from cable_tui.archive.build.update import update

_ROUND = 50  # resizes after which the screen is compared
_CHUNK = 512  # bytes in one write
_SEEN = 300_000  # bytes after which all places were seen, what they need is loaded, and Textual's caches are full
_MOST_GROWTH = 16  # MiB from then on
_HUNG = 60  # seconds without a byte taken
_AT_REST = 600  # seconds until the thousands of keys that wait are answered
_LAST = 3000  # bytes of what was printed that are kept
_TICKS = 3  # hundredths of a second of work in a pause of a program that has nothing to do
_TOLD = 50_000  # bytes after which the figures are told
#: Keys that end nothing, and start nothing outside of the program.
_KEYS = [*"jkJKgGnhoO+123tvFdrmiRIaeB?]}[{ ", "\t", "\r", "\x1b", "\x04", "\x15", "\x1b[A", "\x1b[B", "\x1b[5~"]
#: Sequences that are sent as they are, cut, doubled and with other numbers.
_SEQUENCES = [
    *(b"\x1b[A", b"\x1bOP", b"\x1b[97;5u", b"\x1b[1114112u", b"\x1b[97;;55296u", b"\x1b[<0;9;9M"),
    *(b"\x1b[M\x20\xff\xc3", b"\x1b[?2026;2$y", b"\x1b[48;24;80;0;0t", b"\x1b[200~cod\x1b[201~", b"\x1b[201~"),
    *(
        b"\x1b[12;40R",
        b"\x1b]11;rgb:0/0/0\x07",
        b"\x1bP1$r0m\x1b\\",
        b"\x1b[I",
        b"\x1b[O",
        b"\xc3\xa9",
        b"\xe2\x82\xac",
    ),
    b"\x1b[1;2;3",
]
#: Bytes that quit, stop, or run a command of the shell: a run is about all others.
_ENDING = bytes.maketrans(b"qQ\x11\x1a|", b"jJ\x0e\x0bk")


#: How a program ends that was left: by itself, or by ctrl+c or ctrl+\\ behind that, when the terminal is nobody's.
_LEFT = (0, -signal.SIGINT, -signal.SIGQUIT)


class Failed(Exception):
    """The program did not do what it is to do."""


class Left(Failed):
    """The program was left by a command, such as that of the palette; the terminal was given back, nothing reported."""


def resizes(archive: Path, count: int, seed: int) -> str:
    """Resizes at random, with keys between them; the screen is compared with one that is drawn anew."""
    draw = Random(seed)
    compared = 0
    with _opened(archive) as terminal:
        for number in range(1, count + 1):
            terminal.resize(draw.randint(1, 300), draw.randint(1, 100))
            for _ in range(draw.randrange(3)):
                terminal.send(draw.choice(_KEYS))
            terminal.read(draw.uniform(0, 0.02))
            _stands(terminal, f"resize {number}")
            if number % _ROUND == 0 or number == count:
                _compare(terminal, number)
                compared += 1
                print(f"{number:,} resizes, {compared} screens compared", file=sys.stderr)
        _leave(terminal)
    return f"{count:,} resizes, seed {seed}: the program stands, {compared} screens equal what is drawn anew"


def keys(archive: Path, size: int, seed: int) -> str:
    """Bytes at random, as fast as the program takes them. Memory is to be flat once all places were seen."""
    draw = Random(seed)
    said: list[str] = []
    sent = 0
    while sent < size:
        with _opened(archive) as terminal:
            terminal.is_drawn = False
            figures, sent = _keys_of_one(terminal, draw, sent, size)
            said.append(figures)
    return f"seed {seed}: {'; begun again, '.join(said)}; the program stands"


def _keys_of_one(terminal: Terminal, draw: Random, sent: int, size: int) -> tuple[str, int]:
    """The bytes that one program is given, until it is left or there are enough; the figures, and the count."""
    began, start, longest = time.monotonic(), sent, 0.0
    first = early = most = _memory(terminal)
    while sent < size:
        try:
            now, waited = _send(terminal, _some(draw)[:_CHUNK], f"byte {sent:,}")
        except Left:
            return f"left at {_figures(sent, began, longest, most)}", sent
        most, longest = max(most, _memory(terminal)), max(longest, waited)
        if sent - start < _SEEN:
            early = most
        if sent // _TOLD != (sent := sent + now) // _TOLD:
            print(_figures(sent, began, longest, most), file=sys.stderr)
    if most - early > _MOST_GROWTH:
        raise Failed(f"memory was {first} MiB, {early} after {_SEEN:,} bytes, then at most {most}")
    figures = _figures(sent, began, longest, most)
    _leave(terminal)
    return f"{figures} ({first} at first, {early} after {_SEEN:,} bytes)", sent


def _figures(sent: int, began: float, longest: float, most: int) -> str:
    minutes = (time.monotonic() - began) / 60
    return f"{sent:,} bytes in {minutes:.1f} min, none taken for at most {longest:.1f} s, memory at most {most} MiB"


def _opened(archive: Path) -> Terminal:
    update(archive)
    terminal = Terminal(*COMMAND, archive)
    terminal.until(lambda: "decided" in terminal.text and "reading" not in terminal.lines[0], "the list")
    terminal.until_quiet(1.5)
    return terminal


def _some(draw: Random) -> bytes:
    pieces = []
    for _ in range(40):
        piece = bytearray(draw.choice(_SEQUENCES)) if draw.random() < 0.5 else bytearray(draw.randbytes(8))
        if draw.random() < 0.5:
            piece[draw.randrange(len(piece))] = draw.choice(b"0123456789;:?<[]\x1b~uM")
        pieces.append(bytes(piece[: draw.randint(1, len(piece))]) * draw.choice([1, 1, 1, 2]))
    return b"".join(pieces).translate(_ENDING)


def _send(terminal: Terminal, data: bytes, what: str) -> tuple[int, float]:
    """Sends bytes once the program takes them, and reads what it prints meanwhile; how many, and seconds waited."""
    began = time.monotonic()
    while not select.select([], [terminal._master], [], 0.02)[1]:
        terminal.read(0)
        if time.monotonic() > began + _HUNG:
            raise Failed(f"it takes nothing any more at {what}")
    waited = time.monotonic() - began
    while terminal.read(0.005):
        pass
    del terminal.output[:-_LAST]  # where it ends, these say how
    _stands(terminal, what)
    return os.write(terminal._master, data), waited


def _stands(terminal: Terminal, what: str) -> None:
    if (code := terminal.process.poll()) is not None:
        is_restored = b"\x1b[?1049l" in terminal.output
        if code in _LEFT and is_restored and not paths.reports_folder().exists():
            raise Left(f"it was left at {what}")
        raise Failed(f"it ended with {code} at {what}: {bytes(terminal.output[-_LAST:])!r}")


def _compare(terminal: Terminal, number: int) -> None:
    _until_idle(terminal)
    terminal.send("\x1b[I")  # says nothing, and is the last that came
    terminal.until_quiet(2.2)  # a cable that is in sight counts as read meanwhile
    shown = terminal.lines
    terminal.send("ctrl+l")
    terminal.until_quiet(0.8)
    _stands(terminal, f"resize {number}")
    if shown != terminal.lines:
        wrong = [pair for pair in zip(shown, terminal.lines, strict=False) if pair[0] != pair[1]]
        raise Failed(f"after resize {number} ({terminal.screen.columns}x{terminal.screen.lines}): {wrong[:3]}")


def _until_idle(terminal: Terminal) -> None:
    """Waits until nothing is printed and nothing is done: on a busy machine a key may be answered after a pause."""
    worked, before = _ticks(terminal), -_TICKS - 1
    while worked > before + _TICKS:
        terminal.until_quiet(0.8)
        before, worked = worked, _ticks(terminal)


def _ticks(terminal: Terminal) -> int:
    """The time that the program has worked, in hundredths of a second."""
    if terminal.process.poll() is not None:
        return 0
    fields = Path(f"/proc/{terminal.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _leave(terminal: Terminal) -> None:
    """Leaves every place that one may be in, then the program."""
    end = time.monotonic() + _AT_REST
    while terminal.read(2.5):  # a paste without an end is over by then
        if time.monotonic() > end:
            raise Failed("it does not come to rest")
    for _ in range(12):
        for key in ("esc", "Q"):
            if terminal.process.poll() is None:
                terminal.send(key)
                terminal.until_quiet(0.4)
    if terminal.finish() != 0:
        raise Failed(f"it ended with {terminal.process.returncode}")


def _memory(terminal: Terminal) -> int:
    """MiB that the program has."""
    try:
        status = Path(f"/proc/{terminal.process.pid}/status").read_text("utf-8")
    except OSError:
        return 0
    return int((status.partition("VmRSS:")[2].split() or ["0"])[0]) >> 10
