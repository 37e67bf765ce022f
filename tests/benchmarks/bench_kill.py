"""Kills a build again and again: `python tests/benchmarks/bench_kill.py ARCHIVE [--moments 50] [--seed 1]`.

Each time `cable-tui index ARCHIVE` is killed with SIGKILL at a random moment and started anew; where it came to its end
before that, the cache is removed first. In the end the cache has to hold what an undisturbed build gives: every header,
every text, and the same cables for a few hundred words.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from cable_tui.archive import Archive, Limit
from cable_tui.archive.schema import cache_file

COMMAND = [sys.executable, "-m", "cable_tui", "index"]
WORDS = 300


def contents(archive: Path) -> list[tuple[object, ...]]:
    """Every listed cable without the number of its row, and its text."""
    with closing(Archive.open(archive)) as opened:
        ids = opened.view(Limit()).ids.tolist()
        return [(*header[1:], opened.cable(header.doc_id)) for header in opened.headers(ids)]


def found(archive: Path, words: list[str]) -> list[list[str]]:
    """The ids that each word finds."""
    with closing(Archive.open(archive)) as opened:
        return [
            [header.id for header in opened.headers(opened.view(Limit(f'"{word}"')).ids.tolist())] for word in words
        ]


def build(archive: Path) -> float:
    """An undisturbed build; returns its seconds."""
    began = time.monotonic()
    subprocess.run([*COMMAND, archive], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def disturb(archive: Path, moments: int, longest: float, draw: random.Random) -> tuple[int, int]:
    """Kills that many builds; returns how many were still at work, and how many had to begin anew."""
    killed = begun_anew = 0
    while killed < moments:
        process = subprocess.Popen([*COMMAND, archive], stdout=subprocess.DEVNULL)
        try:
            process.wait(draw.uniform(0.05, longest))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
        else:
            shutil.rmtree(cache_file(archive).parent)
            begun_anew += 1
    return killed, begun_anew


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill a build at random moments.")
    parser.add_argument("archive", type=Path)
    parser.add_argument("--moments", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        seconds = build(options.archive)
        expected = contents(options.archive)
        vocabulary = sorted({word for row in expected[:200] for word in str(row[-1].text).split() if word.isalpha()})
        words = draw.sample(vocabulary, min(WORDS, len(vocabulary)))
        expected_found = found(options.archive, words)
        shutil.rmtree(cache_file(options.archive).parent)
        killed, anew = disturb(options.archive, options.moments, seconds / 3, draw)
        build(options.archive)
        same = contents(options.archive) == expected and found(options.archive, words) == expected_found
    print(f"{len(expected)} cables, a build of {seconds:.1f} s, killed {killed} times, begun anew {anew} times")
    print("the cache is the same" if same else "THE CACHE DIFFERS")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
