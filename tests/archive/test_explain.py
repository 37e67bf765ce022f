"""What is said of a query that finds nothing: its clauses one by one, and what may be meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.cables import export, on

from cable_tui.archive import Archive
from cable_tui.archive.build.update import update
from cable_tui.archive.query.explain import ClauseCount, Suggestion, clause_counts, why_nothing


@pytest.fixture
def opened(tmp_path: Path) -> Archive:
    """Three cables on fish from two posts."""
    texts = {
        "a": export(number=1, subject="THE HADDOCK REMEMBERS", when=on(2009, 1, 1)),
        "b": export(number=2, subject="HADDOCKS AND HERRING", when=on(2009, 1, 2)),
        "c": export(number=3, subject="A MACKEREL OF NOTE", post="PRAGUE", paragraphs=("Of haddock, nothing.",)),
    }
    folder = tmp_path / "fish"
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    update(folder)
    return Archive.open(folder)


@pytest.mark.parametrize(
    ("query", "suggested"),
    [
        ("hadock", [("haddock", 2), ("haddocks", 1)]),
        ("Hadock", [("haddock", 2), ("haddocks", 1)]),
        ("HADOCK", [("HADDOCK", 2), ("HADDOCKS", 1)]),
        ("jaddock", [("haddock", 2), ("haddocks", 1)]),
        ("addock", [("haddock", 2), ("haddocks", 1)]),
        ("ahddock", [("haddock", 2), ("haddocks", 1)]),
        ("subject:makerel", [("subject:mackerel", 1)]),
        ('"haddok remembers"', [('"haddock remembers"', 1)]),
        ("origin:pragu", [("origin:prague", 1)]),
        ("(hering OR zzyzx)", [("(herring OR zzyzx)", 1)]),
        ("zzyzx", []),
        ("hadock*", []),
        ('"herring remembers"', []),
        ("subject:nothing", []),
        ("date:1999", []),
    ],
)
def test_a_clause_that_finds_nothing_is_spelt_as_the_archive_does(
    query: str, suggested: list[tuple[str, int]], opened: Archive
) -> None:
    (clause,) = clause_counts(opened, query)
    assert (clause.text, clause.count) == (query, 0)
    assert [(one.clause, one.count) for one in clause.suggestions] == suggested


def test_the_clause_that_is_to_blame_comes_first(opened: Archive) -> None:
    assert clause_counts(opened, "haddock origin:prague hering NOT cod") == [
        ClauseCount("hering", 0, 0, (Suggestion("herring", 1),)),
        ClauseCount("origin:prague", 1),
        ClauseCount("haddock", 2),
        ClauseCount("NOT cod", 3),
    ]


def test_it_is_a_sentence_too(opened: Archive) -> None:
    assert why_nothing(opened, "hering origin:prague") == (
        "Nothing found. hering: 0 (did you mean herring: 1?) · origin:prague: 1"
    )
