"""Whatever the bytes, reading gives values and never raises."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from invented import BARE, EXPORT, SMART, TELEGRAM, page, results_of, row
from test_sources_packed import zipped

from cable_tui.sources import Problem, RawCable, Skipped
from cable_tui.sources.split import split

SAMPLES = [
    EXPORT.encode(),
    BARE.encode("utf-16"),
    TELEGRAM.encode(),
    SMART.encode("cp1252"),
    (row(1) + row(2) + row(3)).encode(),
    page().encode(),
    gzip.compress((row(1) + row(2)).encode()),
    zipped({"a.txt": BARE, "b.csv": row(1), "c.zip": zipped({"d.html": page()})}),
]
LINES = sorted({line for sample in (EXPORT, BARE, TELEGRAM, SMART) for line in sample.split("\n")} | {"NNNN"})


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A file of some form with a stretch cut out, replaced or repeated."""
    data = draw(st.sampled_from(SAMPLES))
    first = draw(st.integers(0, len(data)))
    last = draw(st.integers(first, min(len(data), first + 300)))
    middle = draw(st.one_of(st.binary(max_size=40), st.just(data[first:last] * 2)))
    return data[:first] + middle + data[last:]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.one_of(st.binary(max_size=300), damaged()))
@example(data=b"\xff\xfe\0")
@example(data=b"PK\3\4")
@example(data=b"\x1f\x8b\x08")
@example(data=b'"1","6/3/2009 12:00","09')
@example(data=b"<pre")
def test_reading_never_raises(folder: Path, data: bytes) -> None:
    for result in results_of(folder, data):
        assert isinstance(result, (RawCable, Problem, Skipped))
        if isinstance(result, RawCable):
            assert "\r" not in result.text
        else:
            assert result.reason
            assert str(result).isprintable()


@settings(max_examples=300, deadline=None)
@given(lines=st.lists(st.sampled_from(LINES), max_size=60))
def test_splitting_loses_nothing(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert "".join(split(text)) == text


@settings(max_examples=100, deadline=None)
@given(bodies=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff")), max_size=4))
def test_every_text_comes_back_from_its_row(folder: Path, bodies: list[str]) -> None:
    found = results_of(folder, "".join(row(number, "H", f"B{body}") for number, body in enumerate(bodies, 1)))
    texts = [result.text for result in found if isinstance(result, RawCable)]
    assert texts == [f"H\nB{body}" for body in bodies]
