"""What a limit finds in the cache, in every order, and how the full-text table keeps up with the archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import export, on, transmission

from cable_tui.archive import Archive, Limit, Order
from cable_tui.archive.build.update import update
from cable_tui.archive.query.syntax import QueryError
from cable_tui.archive.schema import cache_file
from cable_tui.cables.model import Level


@pytest.fixture
def opened(archive: Path) -> Iterator[Archive]:
    update(archive)
    with closing(Archive.open(archive)) as found:
        yield found


def found(opened: Archive, query: str = "", order: Order = Order.DATE, is_reversed: bool = False) -> list[str]:
    view = opened.view(Limit(query, order, is_reversed))
    return [header.id for header in opened.headers(view.window(0, 100))]


NEWEST = ["09OSLO9010", "09OSLO9009", "08OSLO10", "08OSLO9", "99PRAGUE3"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", NEWEST),
        ("herring", ["08OSLO10", "08OSLO9"]),
        ("subject:cod", ["09OSLO9010", "09OSLO9009"]),
        ("tangvald NOT subject:herring", ["09OSLO9010", "09OSLO9009", "99PRAGUE3"]),
        ("class:secret", ["08OSLO10"]),
        ("date:[2008 TO 2009-06-03]", ["09OSLO9009", "08OSLO10", "08OSLO9"]),
        ("OSLO 9009", ["09OSLO9009"]),
        ("haddock", []),
    ],
)
def test_a_limit_finds_listed_cables_newest_first(query: str, expected: list[str], opened: Archive) -> None:
    assert found(opened, query) == expected
    assert found(opened, query, is_reversed=True) == expected[::-1]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.DATE, NEWEST),
        (Order.ORIGIN, ["09OSLO9010", "09OSLO9009", "08OSLO10", "08OSLO9", "99PRAGUE3"]),
        (Order.CLASSIFICATION, ["08OSLO10", "09OSLO9010", "09OSLO9009", "08OSLO9", "99PRAGUE3"]),
        (Order.PRECEDENCE, NEWEST),
        (Order.SUBJECT, ["09OSLO9010", "99PRAGUE3", "08OSLO10", "08OSLO9", "09OSLO9009"]),
        (Order.ID, ["99PRAGUE3", "08OSLO9", "08OSLO10", "09OSLO9009", "09OSLO9010"]),
    ],
)
def test_every_order_and_its_reverse_are_the_same_kept_and_sorted_anew(
    order: Order, expected: list[str], archive: Path, opened: Archive
) -> None:
    assert found(opened, order=order) == expected
    assert found(opened, order=order, is_reversed=True) == expected[::-1]
    assert found(opened, "NOT subject:carp", order) == [name for name in expected if name != "99PRAGUE3"]
    with closing(sqlite3.connect(cache_file(archive))) as connection, connection:
        connection.execute("DELETE FROM orders")
    assert found(opened, order=order) == expected


def test_the_best_match_is_first_where_relevance_is_the_order(tmp_path: Path) -> None:
    texts = {
        1: ("COD AND HERRING", ("Carp.", "A herring.")),
        2: ("HERRING AND HERRING", ("Herring herring herring.",)),
        3: ("CARP", ("Carp and nothing else, and at the very end of all these many words a herring.",)),
    }
    for number, (subject, paragraphs) in texts.items():
        text = transmission(number=number, subject=subject, paragraphs=paragraphs)
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    update(tmp_path)
    with closing(Archive.open(tmp_path)) as opened:
        assert found(opened, "herring", Order.RELEVANCE) == ["09OSLO2", "09OSLO1", "09OSLO3"]


def test_the_first_page_is_the_beginning_of_the_whole(many: Path) -> None:
    update(many)
    with closing(Archive.open(many)) as opened:
        for query in ("cod", "message NOT 7", "date:2009-03"):
            page, whole = opened.first_page(Limit(query), 20), opened.view(Limit(query))
            days = [header.day for header in opened.headers(page.ids.tolist())]
            assert days == [header.day for header in opened.headers(whole.window(0, len(page)))]
            assert page.is_whole == (len(whole) <= 20)
        assert opened.first_page(Limit(""), 20) is None
        assert opened.first_page(Limit("cod", Order.SUBJECT), 20) is None


def test_a_wrong_query_is_refused_with_its_place(opened: Archive) -> None:
    with pytest.raises(QueryError) as caught:
        opened.view(Limit("cod colour:red"))
    assert (caught.value.start, caught.value.end) == (4, 11)


def test_the_counts_of_the_clauses_tell_which_one_excludes_everything(opened: Archive) -> None:
    assert opened.counts("herring class:secret haddock") == [("herring", 2), ("class:secret", 1), ("haddock", 0)]


def test_hits_are_where_the_words_are(opened: Archive) -> None:
    cable = opened.cable(opened.view(Limit("OSLO 9009")).ids[0])
    for query, words in (
        ("nothing", ["nothing"]),
        ('"had nothing"', ["had nothing"]),
        ("VELM* less", ["Velmer", "less"]),
    ):
        hits = opened.hits(cable, query)
        assert [cable.paragraphs[hit.block].text[hit.start : hit.end] for hit in hits] == words
    assert opened.hits(cable, "haddock") == ()
    assert opened.hits(cable, "tag:PREL") == ()


# --- keeping up ------------------------------------------------------------------------------------------------------


def segments(archive: Path) -> None:
    """Has SQLite check that the full-text table agrees with itself."""
    with closing(sqlite3.connect(cache_file(archive))) as connection:
        connection.execute("INSERT INTO search(search) VALUES ('integrity-check')")


def test_words_of_files_that_changed_or_went_are_found_no_more(archive: Path) -> None:
    update(archive)
    (archive / "09OSLO9009.txt").write_text(
        transmission(number=9009, subject="TALKS ABOUT HADDOCK", when=on(2009, 6, 3)), encoding="utf-8"
    )
    (archive / "older" / "99PRAGUE3.txt").unlink()
    update(archive)
    segments(archive)
    with closing(Archive.open(archive)) as opened:
        assert found(opened, "haddock") == ["09OSLO9009"]
        assert found(opened, "subject:cod") == ["09OSLO9010"]
        assert found(opened, "carp") == []


def test_of_two_copies_the_listed_one_is_found_once(archive: Path) -> None:
    (archive / "copy.txt").write_bytes((archive / "09OSLO9010.txt").read_bytes() + b"\n")
    update(archive)
    with closing(Archive.open(archive)) as opened:
        assert found(opened, "subject:opinion") == ["09OSLO9010"]


def test_a_day_with_more_cables_than_it_has_numbers_for(tmp_path: Path) -> None:
    one = "".join(
        export(
            number=number, when=on(2009, 6, 3, number % 24, number % 60), subject=f"COD {number}", paragraphs=("X.",)
        )
        + "\n"
        for number in range(1, 1101)
    )
    (tmp_path / "all.txt").write_text(one, encoding="utf-8")
    (tmp_path / "next.txt").write_text(export(number=5000, when=on(2009, 6, 4)), encoding="utf-8")
    update(tmp_path)
    with closing(Archive.open(tmp_path)) as opened:
        whole = opened.view(Limit())
        headers = opened.headers(whole.window(0, 2000))
        assert len(headers) == 1101
        assert headers[0].id == "09OSLO5000"
        assert [header.date for header in headers] == sorted((header.date for header in headers), reverse=True)
        assert len(opened.view(Limit("subject:cod"))) == 1101


def test_levels_are_ordered_by_rank(tmp_path: Path) -> None:
    for number, level in enumerate((Level.UNCLASSIFIED, Level.SECRET, Level.CONFIDENTIAL), 1):
        (tmp_path / f"{number}.txt").write_text(transmission(number=number, level=level), encoding="utf-8")
    update(tmp_path)
    with closing(Archive.open(tmp_path)) as opened:
        assert found(opened, order=Order.CLASSIFICATION) == ["09OSLO2", "09OSLO3", "09OSLO1"]


@pytest.mark.parametrize("change", ["a file went", "a build was killed before it sorted"])
def test_the_orders_are_kept_again_whatever_took_them_away(change: str, archive: Path) -> None:
    update(archive)
    if change == "a file went":
        (archive / "09OSLO9010.txt").unlink()
    else:
        with closing(sqlite3.connect(cache_file(archive))) as connection, connection:
            connection.execute("DELETE FROM orders")
    update(archive)
    with closing(sqlite3.connect(cache_file(archive))) as connection:
        assert connection.execute("SELECT count(*) FROM orders").fetchone()[0] > len(Order) - 1
