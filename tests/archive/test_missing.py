"""Cables that are cited and that the archive does not have: which, how often, by whom, and when they were sent."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from harness.cables import on, transmission

from cable_tui.archive import Archive, Limit
from cable_tui.archive.build.update import update
from cable_tui.archive.citations import citation, links
from cable_tui.archive.estimate import Neighbour, comes_too_late, estimate, estimate_in
from cable_tui.archive.query.syntax import QueryError
from cable_tui.archive.schema import cache_file
from cable_tui.cables.references.posts import Mrn


def at(serial: int, month: int, day: int) -> Neighbour:
    return Neighbour(f"08OSLO{serial}", serial, date(2008, month, day))


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("serial", "below", "above", "said"),
    [
        (150, at(140, 5, 3), at(160, 5, 28), "~2008-05"),  # a month that both have
        (150, at(140, 5, 14), at(160, 5, 14), "~2008-05-14"),  # a day that both have
        (110, at(100, 5, 2), at(500, 11, 20), "~2008-05"),  # near the one below
        (490, at(100, 5, 2), at(500, 11, 20), "~2008-11"),  # near the one above
        (300, at(100, 5, 2), at(500, 11, 20), "May-Nov 2008"),  # far from both: no more than they tell
        (1425, None, at(1640, 6, 9), "~2008-05"),  # numbers begin with the year
        (5, None, at(1640, 6, 9), "~2008-01"),
        (800, None, at(1640, 6, 9), "Jan-Jun 2008"),
        (800, at(700, 6, 9), None, "Jun-Dec 2008"),  # nothing tells how many numbers followed
        (800, at(700, 12, 9), None, "~2008-12"),
        (300, at(100, 1, 2), at(500, 12, 20), "2008"),
        (300, None, None, "2008"),
        (150, at(140, 8, 3), at(160, 5, 28), "May-Aug 2008"),  # numbers and dates contradict each other
    ],
)
def test_a_date_is_told_as_exactly_as_the_neighbours_allow(
    serial: int, below: Neighbour | None, above: Neighbour | None, said: str
) -> None:
    found = estimate(Mrn(2008, "OSLO", serial), below, above)
    assert str(found) == said
    assert date(2008, 1, 1) <= found.first <= (found.likely or found.last) <= found.last <= date(2008, 12, 31)


def test_neighbours_are_of_the_post_and_the_year_and_dated_in_it() -> None:
    rows = [
        ("2007 OSLO 0000150", "2007-02-01"),
        ("2008 OSLO 0000099", "2008-03-01T10:00"),
        ("2008 OSLO 0000140", "2012-05-03"),  # dated in another year: passed over
        ("2008 OSLO 0000141", ""),
        ("2008 OSLO 0000160", "2008-03-28"),
        ("2008 OSLOX 000001", "2008-12-01"),
        ("~ ", "2008-12-01"),
    ]
    found = estimate_in(rows, Mrn(2008, "OSLO", 150))
    assert (str(found), found.grounds) == ("~2008-03", "after 08OSLO99 (2008-03-01) · before 08OSLO160 (2008-03-28)")
    later = estimate_in(rows, Mrn(2008, "OSLO", 170))
    assert (str(later), later.above) == ("Mar-Dec 2008", None)
    assert estimate_in(rows, Mrn(2009, "OSLO", 5)).grounds == "the archive has no cable of its post for 2009"


@pytest.mark.parametrize(
    ("below", "above", "cited", "said"),
    [
        (at(100, 2, 3), None, date(2008, 2, 12), "~2008-02"),
        (at(100, 2, 3), None, date(2008, 4, 12), "Feb-Apr 2008"),
        (at(100, 2, 3), at(2000, 11, 3), date(2008, 7, 1), "Feb-Jul 2008"),  # in June by its number, if that told
        (at(100, 2, 3), at(2000, 11, 3), date(2008, 5, 1), "Feb-May 2008"),
        (at(950, 2, 3), at(2000, 11, 3), date(2008, 5, 1), "~2008-02"),
        (at(100, 2, 3), at(2000, 11, 3), date(2008, 12, 1), "Feb-Nov 2008"),  # both neighbours were sent before
        (at(100, 2, 3), None, date(2009, 1, 12), "Feb-Dec 2008"),
        (at(100, 2, 3), None, date(2008, 1, 12), "Feb-Dec 2008"),  # a contradiction, which is told as a doubt
        (None, None, date(2008, 3, 12), "Jan-Mar 2008"),
    ],
)
def test_a_cable_is_not_cited_before_it_is_sent(
    below: Neighbour | None, above: Neighbour | None, cited: date, said: str
) -> None:
    found = estimate(Mrn(2008, "OSLO", 1000), below, above, cited)
    assert str(found) == said
    assert found.first <= (found.likely or found.last) <= found.last
    assert (f"cited on {cited}" in found.grounds) == (found.last == cited)


#: What an archive has of a post: 1,840 numbers by the middle of March in 2007, half of that in 2006.
BEIJING = [
    ("2006 BEIJING 0000900", "2006-03-19"),
    ("2007 BEIJING 0001840", "2007-03-19"),
    ("2009 BEIJING 0000010", "2009-01-05"),
]


@pytest.mark.parametrize(
    ("number", "cited", "is_late"),
    [
        (Mrn(2007, "BEIJING", 1800), date(2007, 3, 18), False),
        (Mrn(2007, "BEIJING", 1900), date(2007, 3, 10), True),  # a lower number is of a later day
        (Mrn(2007, "BEIJING", 1900), date(2007, 3, 19), False),
        (Mrn(2007, "BEIJING", 5237), date(2007, 5, 13), True),  # by the rate of its own year
        (Mrn(2007, "BEIJING", 5237), date(2007, 8, 13), False),
        (Mrn(2008, "BEIJING", 5237), date(2008, 5, 13), True),  # by that of the year before
        (Mrn(2008, "BEIJING", 3900), date(2008, 5, 13), False),  # too high by less than years differ
        (Mrn(2005, "BEIJING", 5237), date(2005, 5, 13), True),  # by that of the year behind it
        (Mrn(2009, "BEIJING", 5237), date(2009, 5, 13), False),  # one of January tells nothing, nor is 2008 known
        (Mrn(2007, "BEIJING", 5237), date(2008, 5, 13), False),  # of another year than the citing cable
        (Mrn(2008, "OSLO", 99999), date(2008, 1, 2), False),  # nothing is known of the post
    ],
)
def test_a_number_is_doubtful_where_its_post_had_not_come_so_far(number: Mrn, cited: date, is_late: bool) -> None:
    assert comes_too_late(BEIJING, number, cited) == is_late


@pytest.fixture
def beijing(tmp_path: Path) -> Path:
    """A cable of Oslo that cites numbers of Beijing, one of them with its year, and two cables of Beijing."""
    folder = tmp_path / "beijing"
    folder.mkdir()
    references = ("BEIJING 5237", "08 BEIJING 5361", "BEIJING 2000", "BEIJING 7000")
    cables = (
        transmission(number=50, when=on(2008, 5, 13), references=references),
        transmission(number=1840, post="BEIJING", when=on(2007, 3, 19)),
        transmission(number=7000, post="BEIJING", when=on(2008, 9, 1)),
    )
    for number, text in enumerate(cables):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    update(folder)
    return folder


def test_an_impossible_year_is_doubted_unless_it_is_printed(beijing: Path) -> None:
    """Also where the archive has that number of the year: it was sent only after the cable that seems to cite it."""
    listed = {name: doubts for name, _, _, doubts in found_in(beijing)}
    assert listed == {"08BEIJING5237": ("perhaps 07BEIJING5237",), "08BEIJING5361": (), "08BEIJING2000": ()}
    with closing(Archive.open(beijing)) as archive:
        shown = {link.name: link.doubts for link in links(archive, "08OSLO50").cites}
    assert shown == {**listed, "08BEIJING7000": ("perhaps 07BEIJING7000",)}


# --- which, and how often --------------------------------------------------------------------------------------------


@pytest.fixture
def citing(tmp_path: Path) -> Path:
    """Four cables of Oslo in 2009 and two copies of one; five more are cited."""
    folder = tmp_path / "citing"
    folder.mkdir()
    cables = {
        "10": {"number": 10, "when": on(2009, 1, 20), "references": ("OSLO 900", "OSLO 901")},
        "40": {"number": 40, "when": on(2009, 4, 2), "references": ("09 OSLO 50", "OSLO 10", "08 OSLO 901")},
        "60": {
            "number": 60,
            "when": on(2009, 4, 20),
            "references": ("OSLO 50", "PRAGUE 712", "ATLANTIS 5"),
            "paragraphs": ("Nothing is said here.", "Ref A and PRAGUE 712 spoke of cod.", "So did ref B, and (ref C)."),
        },
        "70": {
            "number": 70,
            "when": on(2009, 5, 20),
            "subject": "CARP",
            "references": ("OSLO 50", "OSLO 60", "OSLO 50"),
        },
    }
    for name, details in cables.items():
        (folder / f"{name}.txt").write_text(transmission(**details), encoding="utf-8")
    (folder / "60 again.txt").write_text(transmission(**cables["60"]), encoding="utf-8")
    update(folder)
    return folder


def found_in(folder: Path, query: str = "is:missing") -> list[tuple[str, int, str, tuple[str, ...]]]:
    with closing(Archive.open(folder)) as archive:
        found = archive.missing(query)
        return [(row.name, row.cited, str(row.when), row.doubts) for row in archive.described(found, range(len(found)))]


WHOLE = [
    ("09OSLO50", 3, "~2009-04-02", ()),  # cited on the day of the number below
    ("08OSLO901", 2, "2008", ()),
    ("08OSLO900", 1, "2008", ("the year is probable",)),
    ("09ATLANTIS5", 1, "Jan-Apr 2009", ("unknown post",)),
    ("09PRAGUE712", 1, "Jan-Apr 2009", ()),
]


def test_missing_cables_are_listed_by_how_many_cables_cite_them(citing: Path) -> None:
    """Once for each that does, however often, and not for a copy; one with a year that is certain is certain."""
    assert found_in(citing) == WHOLE


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("is:missing carp", ["09OSLO50"]),
        ("subject:carp IS:Missing", ["09OSLO50"]),
        ("(is:missing) AND date:2009-01", ["08OSLO901", "08OSLO900"]),
        ("is:missing -carp date:[2009-04-10 TO 2009-12]", ["09OSLO50", "09ATLANTIS5", "09PRAGUE712"]),
        ('is:"missing" ref:09OSLO10', ["09OSLO50", "08OSLO901"]),
        ("is:missing herring", []),
    ],
)
def test_the_rest_of_the_query_says_which_cables_cite(query: str, names: list[str], citing: Path) -> None:
    assert [name for name, *_ in found_in(citing, query)] == names


def test_a_cable_that_comes_is_missing_no_more_and_one_that_goes_is(citing: Path) -> None:
    (citing / "50.txt").write_text(transmission(number=50, when=on(2009, 4, 9)), encoding="utf-8")
    (citing / "10.txt").unlink()
    update(citing)
    assert [name for name, *_ in found_in(citing)] == ["08OSLO901", "09ATLANTIS5", "09OSLO10", "09PRAGUE712"]


def test_the_list_needs_no_end_of_a_build(citing: Path) -> None:
    """While a build goes on nothing is kept; the answer is the same."""
    with pytest.raises(KeyboardInterrupt):
        update(_touched(citing), progress=_interrupt)
    with closing(sqlite3.connect(cache_file(citing))) as connection:
        assert connection.execute("SELECT count(*) FROM orders").fetchone() == (0,)
    assert found_in(citing) == WHOLE


def _touched(folder: Path) -> Path:
    (folder / "80.txt").write_text(transmission(number=80, when=on(2009, 6, 1)), encoding="utf-8")
    return folder


def _interrupt(_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("carp OR is:missing", "cannot be used inside OR, NOT"),
        ("-is:missing carp", "cannot be used inside OR, NOT"),
        ("NOT is:missing", "cannot be used inside OR, NOT"),
        ("is:missing is:kept", "searches the notebook"),
        ("is:missing (", "parenthesis"),
        ("is:missing*", "searches the notebook"),
    ],
)
def test_a_wrong_query_is_told(query: str, message: str, citing: Path) -> None:
    with closing(Archive.open(citing)) as archive, pytest.raises(QueryError, match=message):
        archive.missing(query)


def test_it_is_no_limit_of_the_cables_that_are_here(citing: Path) -> None:
    with closing(Archive.open(citing)) as archive:
        assert archive.missing("missing") is None
        assert archive.missing("subject:carp") is None
        assert archive.missing('"is:missing"') is None
        with pytest.raises(QueryError, match="not in the archive"):
            archive.view(Limit("is:missing"))


# --- who cites -------------------------------------------------------------------------------------------------------


def test_who_cites_a_missing_cable_and_where(citing: Path) -> None:
    with closing(Archive.open(citing)) as archive:
        found = links(archive, "09OSLO50")
        assert found.header is None
        assert [link.name for link in found.cited_by] == ["09OSLO40", "09OSLO60", "09OSLO70"]
        assert found.grounds == "after 09OSLO40 (2009-04-02) · before 09OSLO60 (2009-04-20) · cited on 2009-04-02"
        cable = archive.cable(found.cited_by[1].header.doc_id)
        assert [(place.block, place.number) for place in citation(cable, "09OSLO50").places] == [(1, 2)]
        assert citation(cable, "09OSLO10").places == ()
        sure, unsure = (
            citation(archive.cable(archive.find(name).doc_id), "08OSLO901") for name in ("09OSLO40", "09OSLO10")
        )
        assert (sure.labels, sure.doubts, unsure.doubts) == (("C",), (), ("the year is probable",))


def test_what_a_cable_cites_with_the_paragraphs_that_do(citing: Path) -> None:
    with closing(Archive.open(citing)) as archive:
        found = links(archive, "09OSLO60")
        assert [
            (link.name, link.when, link.labels, [place.number for place in link.places], link.cited_by)
            for link in found.cites
        ] == [
            ("09OSLO50", "~2009-04-02", ("A",), [2], 3),
            ("09PRAGUE712", "Jan-Apr 2009", ("B",), [2, 3], 1),
            ("09ATLANTIS5", "Jan-Apr 2009", ("C",), [3], 1),
        ]
        assert [link.doubts for link in found.cites] == [(), (), ("unknown post",)]
        assert [link.name for link in found.cited_by] == ["09OSLO70"]
        assert links(archive, "09OSLO10").cites[0].doubts == ("the year is probable",)


def test_a_cable_that_only_the_text_names_is_cited_too(tmp_path: Path) -> None:
    text = transmission(paragraphs=("As said in PRAGUE 12345, (U) nothing.", "x" * 200 + " and again 08PRAGUE77."))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    update(tmp_path)
    with closing(Archive.open(tmp_path)) as archive:
        found = links(archive, "09OSLO9001").cites
        assert [(link.name, [place.number for place in link.places]) for link in found] == [
            ("09PRAGUE12345", [1]),
            ("08PRAGUE77", [2]),
        ]
        assert found[1].places[0].text.startswith("…")
        assert "08PRAGUE77" in found[1].places[0].text
        assert len(archive.missing("is:missing")) == 0  # the list is of the REF lines


def test_reftel_is_the_first_and_reftels_are_all(tmp_path: Path) -> None:
    words = ("Says reftel.", "Reftels say so.", "Refs A and B say so.", "Ref (B) says so.")
    text = transmission(references=("PRAGUE 5", "PARIS 6"), paragraphs=words)
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    update(tmp_path)
    with closing(Archive.open(tmp_path)) as archive:
        found = links(archive, "09OSLO9001").cites
    assert [[place.number for place in link.places] for link in found] == [[1, 2, 3], [2, 3, 4]]
