"""A post under two names: its cables are found by either, and shown as they print it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.cables import on, transmission

from cable_tui.archive import Archive, Limit
from cable_tui.archive.build.update import update


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Archive]:
    """JIDDA and TAIPEI in 1975, AIT TAIPEI in 1985, and cables that cite them by the other name."""
    when, later = on(1975, 6, 3), on(1985, 6, 3)
    texts = (
        transmission(post="JIDDA", number=100, when=when),
        transmission(post="TAIPEI", number=12, when=when),
        transmission(post="AIT TAIPEI", number=12, when=later),
        transmission(post="BERN", number=7, when=when, references=("JEDDAH 100", "TAIPEI 12")),
        transmission(post="BERN", number=8, when=later, references=("TAIPEI 12",)),
    )
    folder = tmp_path / "cables"
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    update(folder)
    archive = Archive.open(folder)
    yield archive
    archive.close()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("75JIDDA100", "JIDDA 100"),
        ("75JEDDAH100", "JIDDA 100"),
        ("1975JIDDA00100", "JIDDA 100"),
        ("75TAIPEI12", "TAIPEI 12"),
        ("75AITTAIPEI12", "TAIPEI 12"),
        ("85AITTAIPEI12", "AIT TAIPEI 12"),
        ("85TAIPEI12", "AIT TAIPEI 12"),
    ],
)
def test_a_cable_is_found_by_either_name_and_shown_by_its_own(name: str, shown: str, opened: Archive) -> None:
    header = opened.find(name)
    assert header is not None
    assert f"{header.post} {header.serial}" == shown


@pytest.mark.parametrize(
    ("name", "citing"),
    [
        ("75JIDDA100", ["75BERN7"]),
        ("75JEDDAH100", ["75BERN7"]),
        ("75TAIPEI12", ["75BERN7"]),
        ("85TAIPEI12", ["85BERN8"]),
        ("85AITTAIPEI12", ["85BERN8"]),
    ],
)
def test_a_reference_finds_its_cable_by_either_name(name: str, citing: list[str], opened: Archive) -> None:
    assert [header.id for header in opened.citing(name)] == citing


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("id:75JIDDA100", ["75JEDDAH100"]),
        ("id:75JEDDAH100", ["75JEDDAH100"]),
        ("JEDDAH 100", ["75JEDDAH100"]),
        ("ref:JIDDA100", ["75BERN7"]),
        ("ref:TAIPEI12", ["75BERN7", "85BERN8"]),
        ("id:75TAIPEI12", ["75TAIPEI12"]),
        ("origin:jidda", ["75JEDDAH100"]),
        ("origin:jeddah", ["75JEDDAH100"]),
    ],
)
def test_a_query_finds_it_by_either_name(query: str, found: list[str], opened: Archive) -> None:
    assert sorted(header.id for header in opened.headers(opened.view(Limit(query)).window(0, 9))) == found
