"""Dates: the date-time group, the catalogue's day, the DE line's day of the year, DECL dates."""

from datetime import UTC, date, datetime

import pytest
from support import cable_text

from cable_tui.cables import Container, parse
from cable_tui.cables.dtg import (
    DTG,
    at_midnight,
    catalogue_day,
    full_year,
    month_number,
    ordinal_day,
    read_dtg,
    us_date,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("021133Z JUL 09", datetime(2009, 7, 2, 11, 33, tzinfo=UTC)),
        ("R 091447Z JUN 08", datetime(2008, 6, 9, 14, 47, tzinfo=UTC)),
        ("131914Z Dec 89", datetime(1989, 12, 13, 19, 14, tzinfo=UTC)),
        ("O 121758Z MAY 86", datetime(1986, 5, 12, 17, 58, tzinfo=UTC)),
        ("O P 190243Z DEC 89", datetime(1989, 12, 19, 2, 43, tzinfo=UTC)),
        ("261447ZNOV08", datetime(2008, 11, 26, 14, 47, tzinfo=UTC)),
        ("301601z SEP 08", datetime(2008, 9, 30, 16, 1, tzinfo=UTC)),
        ("160150Z SEP 2023", datetime(2023, 9, 16, 1, 50, tzinfo=UTC)),
        ("160150Z SEPT 08", datetime(2008, 9, 16, 1, 50, tzinfo=UTC)),
        ("160150Z JUNE 08", datetime(2008, 6, 16, 1, 50, tzinfo=UTC)),
        ("160150Z JULY 08", datetime(2008, 7, 16, 1, 50, tzinfo=UTC)),
        ("160150Z jan 66", datetime(1966, 1, 16, 1, 50, tzinfo=UTC)),
        ("160150Z JAN 60", datetime(1960, 1, 16, 1, 50, tzinfo=UTC)),
        ("160150Z JAN 59", datetime(2059, 1, 16, 1, 50, tzinfo=UTC)),
        ("290000Z FEB 08", datetime(2008, 2, 29, 0, 0, tzinfo=UTC)),
        ("290000Z FEB 09", None),
        ("310000Z JUN 08", None),
        ("000000Z JUN 08", None),
        ("322359Z JAN 08", None),
        ("092400Z JUN 08", None),
        ("091460Z JUN 08", None),
        ("091447Z FOO 08", None),
    ],
)
def test_a_date_time_group(text: str, expected: datetime | None) -> None:
    match = DTG.match(text)
    assert match is not None
    assert read_dtg(match) == expected


@pytest.mark.parametrize("month", ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"])
def test_every_month(month: str) -> None:
    number = month_number(month)
    assert 1 <= number <= 12
    assert month_number(month.title()) == month_number(month.lower()) == number
    assert datetime(2009, number, 1).strftime("%b").upper() == month


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Thu Jul 02 00:00:00 +0200 2009", date(2009, 7, 2)),
        ("Tue Jan 08 10:10:00 +0100 2008", date(2008, 1, 8)),
        ("Wed Dec 28 18:06:00 +0100 1966", date(1966, 12, 28)),
        ("Thu Jul 02 23:59:00 -1100 2009", date(2009, 7, 2)),
        ("Thu Jul 02 00:00:00 +1400 2009", date(2009, 7, 2)),
        ("Thu Feb 30 00:00:00 +0200 2009", None),
        ("Thu Foo 02 00:00:00 +0200 2009", None),
        ("2009-07-02", None),
        ("", None),
    ],
)
def test_the_catalogue_day_is_as_written(line: str, expected: date | None) -> None:
    assert catalogue_day(line) == expected


@pytest.mark.parametrize(
    ("year", "ordinal", "expected"),
    [
        (2008, 161, date(2008, 6, 9)),
        (2009, 183, date(2009, 7, 2)),
        (2008, 60, date(2008, 2, 29)),
        (2009, 60, date(2009, 3, 1)),
        (2008, 366, date(2008, 12, 31)),
        (2009, 365, date(2009, 12, 31)),
        (2009, 366, None),
        (2000, 366, date(2000, 12, 31)),
        (1900, 366, None),
        (2009, 1, date(2009, 1, 1)),
        (2009, 0, None),
        (2009, 367, None),
        (9999, 365, date(9999, 12, 31)),
        (9999, 366, None),
        (0, 1, None),
    ],
)
def test_the_day_of_the_year(year: int, ordinal: int, expected: date | None) -> None:
    assert ordinal_day(year, ordinal) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("06/05/2018", date(2018, 6, 5)),
        ("6/5/18", date(2018, 6, 5)),
        ("6/5/2018", date(2018, 6, 5)),
        ("06-05-2018", date(2018, 6, 5)),
        ("2018/06/05", date(2018, 6, 5)),
        ("2018-06-05", date(2018, 6, 5)),
        ("8/12/85", date(1985, 8, 12)),
        ("1/1/60", date(2060, 1, 1)),
        ("1/1/61", date(1961, 1, 1)),
        ("1/1/00", date(2000, 1, 1)),
        ("8 MAR 1985", date(1985, 3, 8)),
        ("DECL: 06/05/2018", date(2018, 6, 5)),
        ("GDS 8/12/85 (TOMSETH, VICTOR L.) OR-P", date(1985, 8, 12)),
        ("13/01/2018", None),
        ("02/30/2018", None),
        ("OADR", None),
        ("TEN YEARS AFTER 2018", None),
        ("", None),
    ],
)
def test_a_declassification_date(text: str, expected: date | None) -> None:
    assert us_date(text) == expected


@pytest.mark.parametrize(
    ("text", "year"), [("60", 1960), ("66", 1966), ("99", 1999), ("00", 2000), ("59", 2059), ("1975", 1975)]
)
def test_years(text: str, year: int) -> None:
    assert full_year(text) == year


TOP = (
    "VZCZCXRO1111\nOO RUEHXX\nDE RUEHNY #9001/01 {de}\nZNY CCCCC ZZH\n{dtg}FM AMEMBASSY OSLO\nTO RUEHC/SECSTATE WASHDC"
)


@pytest.mark.parametrize(
    ("dtg", "de", "day", "expected", "exact"),
    [
        pytest.param("O 031205Z JUN 09\n", "1541205", None, datetime(2009, 6, 3, 12, 5), True, id="dtg"),
        pytest.param(
            "O 031205Z JUN 09\n", "1551205", date(2009, 6, 3), datetime(2009, 6, 3, 12, 5), True, id="dtg-first"
        ),
        pytest.param(
            "O 031205Z JUN 09\n", "1541205", date(2009, 6, 9), datetime(2009, 6, 3, 12, 5), True, id="disagree"
        ),
        pytest.param("", "1541205", date(2009, 6, 2), datetime(2009, 6, 2), False, id="catalogue-before-de"),
        pytest.param(
            "O 320000Z JUN 09\n", "1541205", date(2009, 6, 3), datetime(2009, 6, 3), False, id="impossible-dtg"
        ),
    ],
)
def test_the_order_of_trust(dtg: str, de: str, day: date | None, expected: datetime, exact: bool) -> None:
    text = cable_text(header=TOP.format(dtg=dtg, de=de))
    read = parse(text, Container(id="09OSLO9001", date=day))
    assert (read.date, read.date_is_exact) == (expected.replace(tzinfo=UTC), exact)
    assert any("date-time group" in warning.sentence for warning in read.warnings) is (day == date(2009, 6, 9))


@pytest.mark.parametrize(
    ("identity", "de", "expected"),
    [
        ("09OSLO9001", "1831133", date(2009, 7, 2)),
        ("08OSLO9001", "1611447", date(2008, 6, 9)),
        ("08OSLO9001", "3661447", date(2008, 12, 31)),
        ("09OSLO9001", "3661447", None),
        ("09OSLO9001", "0001447", None),
    ],
)
def test_the_de_line_is_the_last_resort(identity: str, de: str, expected: date | None) -> None:
    read = parse(cable_text(header=TOP.format(dtg="", de=de)), Container(id=identity))
    assert read.date == (at_midnight(expected) if expected else None)
    assert not read.date_is_exact


def test_a_cable_without_any_date() -> None:
    read = parse(cable_text(header=""))
    assert (read.date, read.date_is_exact) == (None, False)
