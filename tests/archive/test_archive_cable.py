"""A cable from the cache is the cable that was parsed."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from harness.rows import window

from cable_tui.archive import Archive
from cable_tui.archive.build.update import update
from cable_tui.archive.schema import cache_file
from cable_tui.cables import Cable, parse
from cable_tui.cables.codec import decode, encode
from cable_tui.sources import RawCable, SourceFile, read, scan

REPOSITORY = Path(__file__).parent.parent.parent
CORPUS = REPOSITORY.parent / "shared" / "corpus"


def parsed(archive: Path) -> list[Cable]:
    files = [file for file in scan(archive) if isinstance(file, SourceFile)]
    found = [item for file in files for item in read(archive, file) if isinstance(item, RawCable)]
    return [parse(item.text, item.container) for item in found]


def cached(archive: Path) -> list[Cable]:
    with closing(Archive.open(archive)) as opened:
        return [opened.cable(header.doc_id) for header in window(opened, 0, len(opened.whole()))]


def in_order(cables: list[Cable]) -> list[Cable]:
    return sorted(cables, key=lambda cable: (cable.id, cable.text))


@pytest.mark.parametrize(("form", "count"), [("html", 149), ("txt", 149), ("cables.csv", 149)])
def test_149_real_cables_come_back_from_the_cache_as_they_were_parsed(form: str, count: int) -> None:
    archive = CORPUS / form
    if not archive.exists():
        pytest.skip("the real cables are not here")
    report = update(archive)
    assert (report.cables, report.problems) == (count, [])
    assert in_order(cached(archive)) == in_order(parsed(archive))
    if form == "txt":
        assert cache_file(archive).stat().st_size < 1.6 * sum(file.stat().st_size for file in archive.rglob("*.txt"))


def test_the_samples_come_back_from_the_cache_as_they_were_parsed(samples: Path) -> None:
    update(samples)
    assert [cable.id for cable in cached(samples)] == ["09ASTANA1103", "08MOSCOW1640"]
    assert in_order(cached(samples)) == in_order(parsed(samples))


def test_the_text_in_the_cache_is_the_files(samples: Path) -> None:
    update(samples)
    for cable in cached(samples):
        file = samples / f"{cable.id}.txt"
        assert cable.text.strip() in file.read_text(encoding="utf-8").replace("\r\n", "\n")
        assert len(cable.text) > 0.9 * len(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no cable at all",
        "S E C R E T OSLO 009001\n\nSUBJECT: (S) COD\n\n1. (S//NF) One.\n\n2. (TS/NOFORN) Two.\n",
        "UNCLAS OSLO 9\nE.O. 12958: N/A\nREF: A) OSLO 8 (NOTAL) B) 09 BERN 1\n\nSUMMARY: Cod. END SUMMARY.\n",
        "\x00\x1b[31m\u202e\ufeff\U0001f41f",
    ],
    ids=["empty", "prose", "markings", "references", "odd characters"],
)
def test_the_lossless_form_survives_json(text: str) -> None:
    cable = parse(text)
    assert decode(Cable, json.loads(json.dumps(encode(cable)))) == cable
