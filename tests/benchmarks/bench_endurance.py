"""A long day: `python tests/benchmarks/bench_endurance.py [--keys 20000] [--cables 10000] [--seed 1]`.

A reader who presses key after key in a pseudo-terminal of 80x24, each when the one before was answered: through list
and paragraphs, searches, marks, bookmarks, help. Prints the reader's memory (resident set) at the start, every
few thousand keys and at the end, and the median latency of the first and the last thousand of its plain keys.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

from bench_archive import PROGRAM  # noqa: E402 - beside this file
from generate import write  # noqa: E402
from harness.terminal import Terminal  # noqa: E402

QUIET = 0.012  # seconds without a byte: the key is answered
AFTER_ESCAPE = 0.25  # a key that comes within a tenth of a second of an escape may be read as one with it
PLAIN = "jkJK"
WARM = 300  # keys until everything that is loaded late has been asked for once
#: Pieces of a day and how often they come; each leaves the reader where all others may begin.
PIECES = (
    ("1 j j j j k", 30),
    ("3 j j j k", 20),
    ("1 J J K", 15),
    ("3 space space b", 10),
    ("1 G k k g", 4),
    ("1 F d r", 6),
    ("3 m j m", 4),
    ("u ctrl+r", 3),
    ("3 y", 2),
    ("1 h h + +", 3),
    ("? esc", 1),
    ("1 / c o m m i t t e e enter j j j 1 esc", 2),
    ("3 / t h e enter n n N 1", 2),
    ("1 o O", 1),
    ("R esc", 1),
    ("' esc", 1),
    ("3 \\ j \\", 1),
)
WORDS, WEIGHTS = [words.split() for words, _ in PIECES], [weight for _, weight in PIECES]


def day(keys: int, draw: random.Random) -> Iterator[str]:
    """The keys of a day."""
    for _ in range(keys):
        for key in draw.choices(WORDS, WEIGHTS)[0]:
            yield key
            keys -= 1
        if keys <= 0:
            return


def press(terminal: Terminal, key: str) -> float:
    """Presses a key; returns the seconds to the last byte of its answer, 0 where nothing is to be seen of it."""
    began = last = time.monotonic()
    terminal.send(key)
    patience, quiet = (AFTER_ESCAPE, AFTER_ESCAPE) if key == "esc" else (0.1, QUIET)
    while terminal.read(patience):
        last = time.monotonic()
        patience = quiet
    return last - began


def memory(pid: int) -> float:
    """The resident set of a process in MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> int:
    parser = argparse.ArgumentParser(description="Memory and latency over many keys.")
    parser.add_argument("--keys", type=int, default=20_000)
    parser.add_argument("--cables", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("CACHE", "DATA", "CONFIG", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = f"{folder}/{kind.lower()}"
        os.environ["TERM"] = "xterm-256color"
        archive = Path(folder, "archive")
        write(archive, options.cables, "csv")
        os.spawnv(os.P_WAIT, sys.executable, [*PROGRAM, "index", str(archive)])
        with Terminal(*PROGRAM, archive) as terminal:
            terminal.until_text(f"of {options.cables:,}")
            terminal.until_quiet(3)
            terminal.is_drawn = False
            show(*live(terminal, options.keys, draw))
            terminal.is_drawn = True
            terminal.press("ctrl+l")
            print("\n".join(terminal.lines[:3]))
            terminal.send("Q")
            return terminal.finish()


def live(terminal: Terminal, keys: int, draw: random.Random) -> tuple[list[float], list[float]]:
    """Presses the keys; returns the memory at the start, after every tenth of them, and the latencies."""
    for key in day(WARM, draw):
        press(terminal, key)
    used, times = [memory(terminal.process.pid)], []
    for number, key in enumerate(day(keys, draw), 1):
        seconds = press(terminal, key)
        if seconds and key in PLAIN:
            times.append(seconds * 1000)
        if number % (keys // 10) == 0:
            used.append(memory(terminal.process.pid))
            print(f"{number:>7,} keys  {used[-1]:6.1f} MiB", flush=True)
            terminal.output.clear()
    used.append(memory(terminal.process.pid))
    return used, times


def show(used: list[float], times: list[float]) -> None:
    """The figures."""
    first, last = statistics.median(times[:1000]), statistics.median(times[-1000:])
    print(f"memory   {used[0]:.1f} MiB at the start, {used[-1]:.1f} MiB at the end ({used[-1] - used[0]:+.1f})")
    print(f"latency  {first:.1f} ms of the first thousand plain keys, {last:.1f} ms of the last (median)")


if __name__ == "__main__":
    sys.exit(main())
