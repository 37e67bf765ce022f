"""The table of the README: `python tests/benchmarks/bench_archive.py [--sizes 1000,10000,100000,251287]`.

For each size an archive is made (`generate.py`), its cache built, and the program driven in a pseudo-terminal of 80x24,
as a reader would. Times are medians of five runs, to the last byte of the answer. Below it the same work by what
one would take instead, where it is installed: ripgrep over the file, TinyDB's own storage, notmuch and neomutt over a
maildir (up to `--others` cables, since some of them take minutes for more).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

from generate import export, generate, write  # noqa: E402 - beside this file
from harness.terminal import Terminal  # noqa: E402

RUNS = 5
LISTED = " of "  # stands in the title as soon as the list is there
PROGRAM = [sys.executable, "-m", "cable_tui"]
#: An application that shows one word, to measure Textual itself.
EMPTY = """
from textual.app import App
from textual.widgets import Label
class Empty(App):
    def compose(self):
        yield Label("empty")
Empty().run()
"""
#: What is asked, and the query; RARE, COMMON and PHRASE stand for words of the archive.
QUERIES = {
    "one rare word": "RARE",
    "one common word": "COMMON",
    "a phrase": '"PHRASE"',
    "prefix*": "PREFIX*",
    "letters left open": "*PREFIX*",
    "a word in other spellings": "RARE~",
    "words close to each other": '"PHRASE"~5',
    "three clauses, one a field": "tag:PREL COMMON -subject:RARE",
    "a negation": "NOT COMMON",
    "class and dates": "class:>=secret date:[2005 TO 2008]",
}

Row = tuple[str, str]


def median(measure: Callable[[], float]) -> float:
    """The median of some runs, in milliseconds."""
    return statistics.median(measure() for _ in range(RUNS)) * 1000


# --- the program -----------------------------------------------------------------------------------------------------


def first_paint(*command: object, text: str) -> float:
    """Seconds until a text stands on the screen."""
    began = time.perf_counter()
    with Terminal(*command) as terminal:
        _await(terminal, text)
        return time.perf_counter() - began


def _await(terminal: Terminal, text: str) -> None:
    """Reads until a text has come, without drawing: that would take a processor from the program."""
    terminal.is_drawn = False
    while text.encode() not in terminal.output:
        terminal.read(0.02)


def first_launch(archive: Path) -> float:
    """Seconds until the list stands where there is no cache yet; the build that was begun is ended with the program."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        with Terminal("env", f"XDG_CACHE_HOME={folder}", *PROGRAM, archive) as terminal:
            _await(terminal, LISTED)
            seconds = time.perf_counter() - began
            terminal.send("Q")
            terminal.finish()
        return seconds


def answered(terminal: Terminal, *keys: str, pause: float = 0.1) -> float:
    """Seconds from a key to the last byte of its answer."""
    began = last = time.perf_counter()
    for key in keys:
        terminal.send(key)
    while terminal.read(pause):
        last = time.perf_counter()
    return last - began


_WATCH = 1.0  # seconds between looks at a builder's memory: each holds the builder up for some milliseconds


def built(archive: Path) -> tuple[float, int]:
    """Seconds of a build, and the peak of the builder's memory with its workers, in bytes."""
    began, peak = time.perf_counter(), 0
    with subprocess.Popen([*PROGRAM, "index", archive], stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            time.sleep(_WATCH if time.perf_counter() - began > _WATCH else 0.05)
    return time.perf_counter() - began, peak


def _memory(pid: int) -> int:
    """The memory of a process and its children, what they share counted once, in bytes."""
    found, children = 0, []
    with contextlib.suppress(OSError):
        children = [one for file in Path(f"/proc/{pid}/task").glob("*/children") for one in file.read_text().split()]
    for one in (pid, *children):
        with contextlib.suppress(OSError, IndexError):
            found += int(Path(f"/proc/{one}/smaps_rollup").read_text().split("Pss:")[1].split()[0])
    return 1024 * found


def words_of(archive: Path) -> dict[str, str]:
    """A rare and a common word, a phrase and a prefix that the archive has."""
    with (archive / "cables.csv").open(encoding="utf-8") as file:
        file.seek((archive / "cables.csv").stat().st_size // 2)
        lines = [line.split() for line in file.read(20_000).splitlines()]
    words = [word for line in lines for word in line if word.isalpha() and word.islower()]
    longest = max(words, key=len)
    phrase = next(f"{a} {b}" for line in lines for a, b in pairwise(line) if (a + b).isalpha() and len(a + b) > 9)
    return {"RARE": longest, "COMMON": "told", "PHRASE": phrase, "PREFIX": longest[:5]}


def reader(archive: Path) -> list[Row]:
    """What a reader of the archive waits for."""
    rows = _first_lists(archive)
    with Terminal(*PROGRAM, archive) as terminal:
        terminal.until_text(LISTED)
        terminal.until_quiet(2.0)
        terminal.is_drawn = False
        rows.append(("j in the list, with preview", f"{median(lambda: answered(terminal, 'j')):.0f} ms"))
        rows.append(("J in the viewer", f"{median(lambda: answered(terminal, 'J')):.0f} ms"))
        jumps = [answered(terminal, key) for _ in range(RUNS) for key in "Gg"]
        rows.append(("G, to the end and back", f"{statistics.median(jumps) * 1000:.0f} ms"))
        rows.append(("another order", f"{median(lambda: answered(terminal, 'o')):.0f} ms"))
        words = words_of(archive)
        answered(terminal, "o")
        terminal.is_drawn = True
        terminal.resize(81, 24)  # everything is painted anew
        terminal.until_quiet(0.5)
        for name, query in QUERIES.items():
            for key, word in words.items():
                query = query.replace(key, word)
            asked = median(lambda query=query: _asked(terminal, query))
            rows.append((f"limit: {name}", f"{asked:.0f} ms"))
        pages = Path(f"/proc/{terminal.process.pid}/status").read_text().split("VmHWM:")[1].split()[0]
        rows.append(("memory of the reader, at most", f"{int(pages) / 1024:.0f} MiB"))
        terminal.send("Q")
        terminal.finish()
    return rows


def _first_lists(archive: Path) -> list[Row]:
    """How long the first list takes, against an empty application, and without a cache. They are run in turns."""
    runs = [
        (
            first_paint(sys.executable, "-c", EMPTY, text="empty"),
            first_paint(*PROGRAM, archive, text=LISTED),
            first_launch(archive),
        )
        for _ in range(RUNS)
    ]
    empty, paint, launch = map(statistics.median, zip(*runs, strict=True))
    return [
        ("first list painted / an empty Textual app", f"{paint / empty:.2f}"),
        ("first list of the first launch ever / of a later one", f"{launch / paint:.2f}"),
    ]


def _asked(terminal: Terminal, query: str) -> float:
    """Seconds from Enter to the list that a query finds."""
    answered(terminal, "/")
    answered(terminal, query)
    seconds = _first_screen(terminal, query)
    answered(terminal, "esc", pause=0.5)  # a terminal may send more behind an escape
    return seconds


def _first_screen(terminal: Terminal, query: str) -> float:
    """Seconds from Enter until the title shows the query; the count of a great many may come a moment later."""
    began = time.perf_counter()
    terminal.send("enter")
    while f"· {query}" not in terminal.lines[0]:
        terminal.read(0.01)
    seconds = time.perf_counter() - began
    terminal.until_quiet(0.3)
    return seconds


def program(archive: Path, count: int) -> list[Row]:
    from cable_tui.archive.schema import cache_file

    seconds, peak = built(archive)
    again = min(built(archive)[0] for _ in range(2))
    size = (archive / "cables.csv").stat().st_size
    rows = [
        ("build, with search", f"{seconds:.0f} s, {count / seconds:,.0f}/s"),
        ("memory of the build, all processes", f"{peak / 2**20:.0f} MiB"),
        ("nothing to do on a later launch", f"{again:.1f} s"),
        ("cache / text", f"{cache_file(archive).stat().st_size / size:.2f}"),
    ]
    return rows + reader(archive)


# --- what a reader would take instead --------------------------------------------------------------------------------


def timed(*command: object, **options: object) -> float:
    """Seconds of a command."""
    began = time.perf_counter()
    subprocess.run([*map(str, command)], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)  # type: ignore[call-overload]
    return time.perf_counter() - began


def others(archive: Path, count: int, work: Path) -> list[Row]:
    rows = []
    words = words_of(archive)
    if shutil.which("rg"):
        seconds = median(lambda: timed("rg", "-c", words["RARE"], archive / "cables.csv"))
        rows.append(("ripgrep: one rare word", f"{seconds:.0f} ms"))
    maildir = work / "mail"
    if shutil.which("notmuch") or shutil.which("neomutt"):
        _mail(maildir, count)
    if shutil.which("notmuch"):
        config = {**os.environ, "NOTMUCH_CONFIG": str(work / "notmuch")}
        (work / "notmuch").write_text(f"[database]\npath={maildir}\n[user]\nname=n\nprimary_email=n@example.org\n")
        rows.append(("notmuch new", f"{timed('notmuch', 'new', env=config):.0f} s"))
        seconds = median(lambda: timed("notmuch", "search", "--limit=20", words["RARE"], env=config))
        rows.append(("notmuch search: one rare word", f"{seconds:.0f} ms"))
    if shutil.which("neomutt"):
        rows.append(("neomutt: first list, header cache there", f"{_neomutt(maildir, work):.1f} s"))
    rows += _tinydb(count, work)
    return rows


def _mail(maildir: Path, count: int) -> None:
    """The same cables as messages of a maildir."""
    for name in ("cur", "new", "tmp"):
        (maildir / name).mkdir(parents=True)
    for number, cable in enumerate(generate(count)):
        head = f"From: {cable.facts.origin} <x@example.org>\nSubject: {cable.facts.title}\n"
        head += f"Date: {cable.facts.date:%a, %d %b %Y %H:%M:%S +0000}\nMessage-ID: <{cable.id}@example.org>\n\n"
        (maildir / "cur" / f"{number}.x:2,S").write_text(head + cable.body, encoding="utf-8")


def _neomutt(maildir: Path, work: Path) -> float:
    rc = work / "muttrc"
    rc.write_text(f'set folder="{maildir}"\nset header_cache="{work}/hcache"\nset sort=date\nset quit=yes\n')
    for _ in range(2):  # the first time makes the cache
        began = time.perf_counter()
        with Terminal("neomutt", "-n", "-F", rc, "-f", maildir) as terminal:
            while "Msgs" not in terminal.text and "Nachr" not in terminal.text and time.perf_counter() - began < 120:
                terminal.read(0.05)
            seconds = time.perf_counter() - began
    return seconds


def _tinydb(count: int, work: Path) -> list[Row]:
    """TinyDB's own storage: it reads and writes the whole file for each operation."""
    from tinydb import TinyDB, where

    path = work / "tinydb.json"
    rows = {str(number): {"id": cable.id, "text": export(cable)} for number, cable in enumerate(generate(count), 1)}
    path.write_text(json.dumps({"_default": rows}), encoding="utf-8")
    del rows
    began = time.perf_counter()
    database = TinyDB(path)
    database.search(where("id") == "09OSLO9001")
    searched = time.perf_counter() - began
    began = time.perf_counter()
    database.insert({"id": "x"})
    inserted = time.perf_counter() - began
    database.close()
    return [("TinyDB's JSON storage: open and search", f"{searched:.1f} s"), ("and insert one", f"{inserted:.1f} s")]


# --- the table -------------------------------------------------------------------------------------------------------


def measured(count: int, most_for_others: int) -> list[Row]:
    """The rows of one size."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        os.environ["XDG_CACHE_HOME"] = str(work / "cache")
        archive = work / "archive"
        write(archive, count, "csv")
        rows = program(archive, count)
        return rows + (others(archive, count, work) if count <= most_for_others else [])


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the program at several sizes.")
    parser.add_argument("--sizes", default="1000,10000,100000,251287")
    parser.add_argument("--others", type=int, default=10_000, metavar="N")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    columns = [dict(measured(size, options.others)) for size in sizes]
    names = list(dict.fromkeys(name for column in columns for name in column))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, medians of {RUNS}\n")
    print("| | " + " | ".join(f"{size:,}" for size in sizes) + " |\n| --- |" + " ---: |" * len(sizes))
    for name in names:
        print(f"| {name} | " + " | ".join(column.get(name, "") for column in columns) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
