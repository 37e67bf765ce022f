"""How fast one process parses: `python tests/benchmarks/bench_parse.py [FOLDER]`.

FOLDER is one of cables as text, a cable a file; without it the collection beside the repository is taken, and where
there is none, cables made up here. Times are those of the process, so that other programs count little.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from cable_tui.cables import parse

RUNS = 5
COLLECTION = Path(__file__).parents[2].parent / "shared" / "corpus" / "txt"

_HEADER = """\
VZCZCXRO1111
OO RUEHXX
DE RUEHNY #{number}/01 1541200
ZNY CCCCC ZZH
O 031200Z JUN 09
FM AMEMBASSY OSLO
TO RUEHC/SECSTATE WASHDC IMMEDIATE 1234
INFO RUEHCP/AMEMBASSY COPENHAGEN 0501
C O N F I D E N T I A L SECTION 01 OF 02 OSLO 00{number}

SIPDIS

E.O. 12958: DECL: 06/03/2019
TAGS: PREL, EFIS, NO
SUBJECT: FISH TALKS WITH VICE MINISTER VELMER

REF: A. COPENHAGEN 310 B. 08 OSLO 12

Classified By: DCM Ana Brandvik for reasons 1.4 (b) and (d).

"""
_SENTENCE = "Vice Minister Velmer told us that the talks about the\ncod and the herring go on and will not end soon.\n"


def made_up(count: int = 150) -> list[str]:
    """Cables of five to twenty-four paragraphs."""
    return [_HEADER.format(number=9000 + number) + _body(5 + number % 20) + "BRANDVIK\n" for number in range(count)]


def _body(paragraphs: int) -> str:
    return "".join(f"¶{number}. (C) {_SENTENCE * 6}\n" for number in range(1, paragraphs + 1))


def texts(folder: Path | None) -> tuple[str, list[str]]:
    """What is measured, in words, and the texts themselves."""
    found = folder or (COLLECTION if COLLECTION.is_dir() else None)
    if found is None:
        return "made-up cables", made_up()
    return str(found), [path.read_text("utf-8", "replace") for path in sorted(found.rglob("*")) if path.is_file()]


def run(cables: list[str]) -> float:
    """Seconds of process time that it takes to parse all of them."""
    start = time.process_time()
    for text in cables:
        parse(text)
    return time.process_time() - start


def main(arguments: list[str]) -> int:
    """Prints the table."""
    name, cables = texts(Path(arguments[0]) if arguments else None)
    if not cables:
        print(f"{name}: no files", file=sys.stderr)
        return 1
    megabytes = sum(len(text.encode("utf-8", "replace")) for text in cables) / 1e6
    run(cables)  # warms the caches
    times = [run(cables) for _ in range(RUNS)]
    print(f"{name}: {len(cables)} cables, {megabytes:.2f} MB, {RUNS} runs")
    print(f"{'':8}{'seconds':>9}{'cables/s':>10}{'MB/s':>8}")
    for label, seconds in (("median", statistics.median(times)), ("best", min(times))):
        seconds = max(seconds, 1e-9)
        print(f"{label:8}{seconds:9.3f}{len(cables) / seconds:10.0f}{megabytes / seconds:8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
