"""An archive of invented telegrams of the 1970s, checked: `python tests/benchmarks/check_telegrams.py FOLDER`.

`--telegrams N`, `--seed S` and `--form` say what is made in FOLDER (see telegrams.py). It is indexed, listed, searched
and exported and compared with what was written: each telegram has to be there once, none may be missing, none there
twice, each with its facts and its sections.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import telegrams

from cable_tui.archive import Archive, Limit
from cable_tui.cables.references.posts import parse_id, split_name

Row = dict[str, Any]


def check(archive: Path, truth: Path) -> Iterator[str]:
    """What is wrong with an archive as it is indexed and exported, a sentence each; nothing where all is right."""
    rows = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
    files: dict[int, list[Row]] = {}
    for row in rows:
        files.setdefault(row["telegram"], []).append(row)
    exported = list(_exported(archive))
    with closing(Archive.open(archive)) as opened:
        headers = opened.headers(list(opened.whole().ids))
        yield from _listed(opened, [header.id for header in headers], files)
        yield from _compared("listed", ((one.id, one.subject, one.date) for one in headers), files)
    yield from _compared("exported", ((one["id"], one["subject"], (one["date"] or "")[:16]) for one in exported), files)
    yield from _texts(exported, files)


def _exported(archive: Path) -> Iterator[Row]:
    command = [sys.executable, "-m", "cable_tui", "export", str(archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield from map(json.loads, process.stdout)


def _listed(archive: Archive, names: list[str], files: dict[int, list[Row]]) -> Iterator[str]:
    """Each name is that of one row, and every row is found by it and by its number."""
    yield from (f"{name} is listed {count} times" for name, count in Counter(names).items() if count > 1)
    if len(names) != len(files):
        yield f"{len(names):,} cables are listed and {len(files):,} telegrams were sent"
    under = Counter(_number(rows[0]["number"]) for rows in files.values())
    for number, count in under.items():
        found = archive.headers(list(archive.view(Limit(f"id:{number}")).ids))
        if len(found) != count:
            yield f"id:{number} finds {len(found)} cables instead of {count}"
        if count > 1:
            yield from (
                f"id:{one.id} does not find that cable alone"
                for one in found
                if list(archive.view(Limit(f"id:{one.id}")).ids) != [one.doc_id]
            )


def _compared(where: str, found: Iterable[tuple[str, str, str]], files: dict[int, list[Row]]) -> Iterator[str]:
    """Number, subject and moment of all, as often as they were sent."""
    sent = Counter((_number(rows[0]["number"]), rows[0]["subject"], rows[0]["date"][:10]) for rows in files.values())
    there = Counter((split_name(name)[0], subject, moment[:10]) for name, subject, moment in found)
    yield from (f"{count} of {' '.join(what)} missing where it is {where}" for what, count in (sent - there).items())
    yield from (f"{count} of {' '.join(what)} too many {where}" for what, count in (there - sent).items())


def _texts(exported: list[Row], files: dict[int, list[Row]]) -> Iterator[str]:
    """Every section is in the text of its cable, in order; what has no text says why."""
    by_number: dict[str, list[Row]] = {}
    for one in exported:
        by_number.setdefault(split_name(one["id"])[0], []).append(one)
    for rows in files.values():
        first = rows[0]
        cables = by_number.get(_number(first["number"]), [])
        if first["sections"] > 1 and not any(one["sections"] == first["sections"] for one in cables):
            yield f"{first['number']} has not its {first['sections']} sections"
        for row in rows:
            if row["kind"] in ("telegram", "section") and not any(_words(row["last"]) in _read(one) for one in cables):
                yield f"the last line of {row['path']} is not shown"
        if not first["has_text"] and not any(one["without_text"] for one in cables):
            yield f"{first['number']} does not say why it has no text"
        if first["film"] and first["kind"] == "telegram" and not any(first["film"] in one["text"] for one in cables):
            yield f"{first['number']} has lost its film number"


def _words(line: str) -> str:
    """A line of a text without the number of a paragraph."""
    return " ".join(re.sub(r"^\d+\. ", "", line).split())


def _read(exported: Row) -> str:
    return " ".join(" ".join(block["text"].split()) for block in exported["paragraphs"])


def _number(name: str) -> str:
    return str(parse_id(name) or name)


def main() -> int:
    """Makes the archive where it is not there yet, indexes and checks it; 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description="Check an archive of invented telegrams of the 1970s.")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="for the archive, its truth and the cache")
    parser.add_argument("--telegrams", type=int, default=20_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--form", choices=sorted(telegrams.FORMS), default="folder")
    options = parser.parse_args()
    archive = options.folder / options.form
    if not archive.exists():
        size = telegrams.write(archive, options.telegrams, options.seed, options.form)
        print(f"{options.telegrams:,} telegrams, {size / 1e6:.1f} MB")
    os.environ["XDG_CACHE_HOME"] = str(options.folder / "cache")
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "cable_tui", "index", str(archive)], check=True, stderr=subprocess.DEVNULL)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"indexed in {time.perf_counter() - began:.1f} s, {memory / 1000:.0f} MB in the largest process")
    began, wrong = time.perf_counter(), 0
    for sentence in check(archive, telegrams.truth_path(archive)):
        print(sentence)
        wrong += 1
    print(f"checked in {time.perf_counter() - began:.1f} s: {wrong} faults")
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
