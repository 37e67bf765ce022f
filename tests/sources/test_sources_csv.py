"""The rows of a cables.csv: escapes, damage, resuming, memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from invented import BODY, HEADER, cables, kinds, quoted, results, results_of, row

from cable_tui.cables.model import Container
from cable_tui.sources import Problem, RawCable, SourceFile, read, scan
from cable_tui.sources.stream import CHUNK


def fields(identity: str, body: str) -> str:
    """A row whose body is written exactly as given, quotes and escapes included."""
    return f'"1","6/3/2009 12:00","{identity}","Embassy Oslo","SECRET","","{HEADER}",{body}\n'


def test_a_row_is_a_cable_with_its_container(tmp_path: Path) -> None:
    text = row(1) + row(2)
    first, second = cables(results_of(tmp_path, text))
    assert first.text == f"{HEADER}\n{BODY}"
    assert first.container == Container(
        id="09OSLO9001", date=date(2009, 6, 3), classification="UNCLASSIFIED", origin="Embassy Oslo"
    )
    assert (first.position, second.position) == (1, 2)
    assert second.container is not None
    assert second.container.id == "09OSLO9002"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (r'"\"fish\""', '"fish"'),
        (r'"a \\ b"', r"a \ b"),
        (r'"ends in \\"', "ends in \\"),
        (r'"C:\temp \n"', r"C:\temp \n"),
        ('"one \\\ntwo"', "one \\\ntwo"),
        (r'"\\\"x"', r"\"x"),
        ('"a,b"', "a,b"),
        ('"line\r\nline\rline\n"', "line\nline\nline\n"),
        ('"doubled ""quotes"""', 'doubled "quotes"'),
        ('"nul \0 nul"', "nul \0 nul"),
        ("plain", "plain"),
        ('"\n"', None),
        ('""', None),
        ("", None),
        ('"null"', None),
    ],
)
def test_fields(tmp_path: Path, written: str, read_as: str | None) -> None:
    found = cables(results_of(tmp_path, fields("09OSLO9001", written) + row(2)))
    assert [cable.text for cable in found] == [
        HEADER if read_as is None else f"{HEADER}\n{read_as}",
        f"{HEADER}\n{BODY}",
    ]


def test_bytes_that_are_no_utf8_are_western(tmp_path: Path) -> None:
    (cable,) = cables(results_of(tmp_path, fields("09OSLO9001", '"na\xefve ¶"').encode("latin-1")))
    assert cable.text.endswith("\nnaïve ¶")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (row(1) + quoted("2", "6/3/2009 12:00", "09OSLO9002", "Oslo", "SECRET", "", "x") + row(3), "CPC"),
        (row(1) + quoted(*["2", "6/3/2009", "09OSLO9002", "Oslo", "SECRET", "x", "x", "x", "x"]) + row(3), "CPC"),
        (row(1) + row(2)[:-30] + "\n" + row(3) + row(4), "CPCC"),
        (row(1) + row(2)[:-30] + row(3) + row(4), "CPCC"),
        (row(1) + row(2)[:20] + "\n" + row(3), "CPC"),
        (row(1) + row(2) + row(3)[:-30], "CCP"),
        (row(1) + row(2) + row(3)[:-2], "CCP"),
        (row(1) + row(2) + row(3)[:-1], "CCC"),
        (row(1) + 'he said "cod" twice\n' + row(3), "CPC"),
        (row(1) + fields("09OSLO9002", '"he said "cod", twice"') + row(3), "CPC"),
        (row(1) + "\n\r\n" + row(2), "CC"),
        (row(1).replace("\n", "\r\n") + row(2), "CC"),
        ("\ufeff" + row(1) + row(2), "CC"),
        (row(1)[-90:] + row(2) + row(3), "PCC"),
    ],
)
def test_damage_costs_only_its_own_row(tmp_path: Path, text: str, found: str) -> None:
    got = results_of(tmp_path, text)
    assert [kind[0] for kind in kinds(got)] == [{"C": "R", "P": "P"}[letter] for letter in found]
    for number, result in enumerate(got, 1):
        if isinstance(result, Problem):
            assert f"row {number} " in result.reason
        else:
            assert isinstance(result, RawCable)
            assert result.position == number
            assert result.text == f"{HEADER}\n{BODY}"


def test_the_number_of_columns_is_said(tmp_path: Path) -> None:
    got = results_of(tmp_path, row(1) + quoted("2", "6/3/2009", "09OSLO9002"))
    assert got[1] == Problem("unnamed", "row 2 has 3 columns instead of 8")


@pytest.mark.parametrize(
    "title",
    [
        "id,date,refid,origin,classification,references,header,body\n",
        '"id","date","refid","origin","classification","references","header","body"\r\n',
        "id,date,refid\n",
    ],
)
def test_a_row_of_titles_is_no_cable(tmp_path: Path, title: str) -> None:
    assert [cable.position for cable in cables(results_of(tmp_path, title + row(1) + row(2)))] == [1, 2]


def test_a_field_larger_than_any_buffer(tmp_path: Path) -> None:
    body = 'He said "cod", \\ and \n' * (3 * CHUNK // 20)
    found = cables(results_of(tmp_path, row(1, body=body) + row(2)))
    assert [len(cable.text) for cable in found] == [len(HEADER) + 1 + len(body), len(HEADER) + 1 + len(BODY)]
    assert found[0].text == f"{HEADER}\n{body}"


def test_rows_longer_than_a_cable_may_be_are_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cable_tui.sources.csv.MAX_TEXT", CHUNK)
    text = row(1) + row(2, body="x" * 5 * CHUNK) + row(3)
    assert kinds(results_of(tmp_path, text)) == ["RawCable", "Problem", "RawCable"]


@pytest.mark.parametrize("known", range(5))
def test_reading_is_taken_up_after_any_row(tmp_path: Path, known: int) -> None:
    file = tmp_path / "cables.csv"
    damaged = row(3)[:50] + "\n"
    file.write_text("id,date,refid\n" + row(1) + row(2) + damaged + row(4) + row(5))
    (source,) = scan(file)
    assert isinstance(source, SourceFile)
    whole = results(file)
    last = [result for result in whole if isinstance(result, RawCable)][:known]
    end, position = (last[-1].end or 0, last[-1].position) if last else (0, 0)
    rest = list(read(file, source, start=end, before=position))
    assert [*whole[:position], *rest] == whole


def test_rows_that_were_added_are_read_alone(tmp_path: Path) -> None:
    file = tmp_path / "cables.csv"
    file.write_text(row(1))
    (known,) = cables(results(file))
    assert known.end is not None
    file.write_text(row(1) + row(2))
    (source,) = scan(file)
    assert isinstance(source, SourceFile)
    (new,) = read(file, source, start=known.end, before=known.position)
    assert isinstance(new, RawCable)
    assert (new.position, new.container and new.container.id) == (2, "09OSLO9002")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("12/28/1966 18:48", date(1966, 12, 28)),
        ("6/3/2009", date(2009, 6, 3)),
        ("2/30/2009 1:00", None),
    ],
)
def test_the_day_is_written_month_first(tmp_path: Path, written: str, day: date | None) -> None:
    (cable,) = cables(results_of(tmp_path, row(1).replace("6/3/2009 12:00", written)))
    assert cable.container is not None
    assert cable.container.date == day


def written_rows(file: Path, size: int) -> int:
    """Write rows until the file is that large; returns their number."""
    line = row(1, body=BODY + "\n\n" + ("Cod and chips. " * 4 + "\n") * 150 + '"Cod" \\').encode()
    with file.open("wb") as opened:
        for _ in range(size // len(line)):
            opened.write(line)
    return size // len(line)


def rows_of(file: Path) -> Iterator[RawCable | Problem | object]:
    for source in scan(file):
        if isinstance(source, SourceFile):
            yield from read(file, source)


def test_memory_stays_flat(tmp_path: Path) -> None:
    file = tmp_path / "cables.csv"
    count = written_rows(file, 50_000_000)
    tracemalloc.start()
    try:
        assert sum(isinstance(result, RawCable) for result in rows_of(file)) == count
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
