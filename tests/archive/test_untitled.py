"""Cables without a subject: what the list shows of them is never taken for one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import transmission
from harness.command import run
from harness.rows import window

from cable_tui.archive import Archive, Limit, Order
from cable_tui.archive.build.update import update
from cable_tui.evidence.snapshot import about
from cable_tui.notebook.citation import CitationForm, cite
from cable_tui.notebook.export import ExportFormat, Item, export
from cable_tui.notebook.state import State
from cable_tui.notebook.values import CableSummary

#: The first paragraph of an invented cable without a subject, and what the list makes of it.
SHORT = ("Ana Velmer had nothing to say.", "[Ana Velmer had nothing to say.]")
LONG = (
    "Summary. On December 13 Ana Velmer, the Acting Assistant Secretary of the Office of Cod and Herring, met with Ole"
    " Tangvald and his deputies.",
    "[Summary. On December 13 Ana Velmer, the Acting Assistant Secretary of the Office of Cod and Herring, met with Ole"
    " …]",
)
#: Two lines that were one sentence, a word of which was divided.
DIVIDED = ("Ana Velmer spoke of the cod-\nand herring  talks.", "[Ana Velmer spoke of the cod-and herring talks.]")


def untitled(number: int, paragraph: str) -> str:
    text = transmission(number=number, subject="GONE", paragraphs=(paragraph,))
    return text.replace("SUBJECT: GONE\n", "")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Archive]:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "a.txt").write_text(untitled(1, SHORT[0]), "utf-8")
    (folder / "b.txt").write_text(untitled(2, LONG[0]), "utf-8")
    (folder / "c.txt").write_text(transmission(number=3, subject="ZANDER AND COD"), "utf-8")
    update(folder)
    with closing(Archive.open(folder)) as archive:
        yield archive


def abouts(opened: Archive) -> dict[str, CableSummary]:
    return {header.id: about(header) for header in window(opened, 0, 10)}


def test_the_list_shows_the_beginning_of_the_text_in_brackets(opened: Archive) -> None:
    shown = {header.id: (header.subject, header.has_subject) for header in window(opened, 0, 10)}
    assert shown == {
        "09OSLO1": (SHORT[1], False),
        "09OSLO2": (LONG[1], False),
        "09OSLO3": ("ZANDER AND COD", True),
    }


def test_the_beginning_has_no_line_ends_of_the_telegraph(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(untitled(1, DIVIDED[0]), "utf-8")
    update(tmp_path)
    with closing(Archive.open(tmp_path)) as opened:
        assert [header.subject for header in window(opened, 0, 10)] == [DIVIDED[1]]


def test_what_has_no_subject_is_cited_without_a_title(opened: Archive) -> None:
    found = abouts(opened)
    assert {name: one.subject for name, one in found.items()} == {
        "09OSLO1": "",
        "09OSLO2": "",
        "09OSLO3": "ZANDER AND COD",
    }
    cited = cite(found["09OSLO2"], CitationForm.CHICAGO)
    assert cited == "US Embassy Oslo, cable 09OSLO2, June 3, 2009, CONFIDENTIAL."
    assert cite(found["09OSLO2"], CitationForm.PLAIN) == "OSLO 2 (09OSLO2), 2009-06-03, CONFIDENTIAL"


@pytest.mark.parametrize("form", ExportFormat)
def test_no_export_invents_a_title(form: ExportFormat, opened: Archive) -> None:
    item = Item(abouts(opened)["09OSLO2"], state=State.KEPT)
    written = "".join(export([item], form))
    assert "09OSLO2" in written
    assert "December 13" not in written


def test_the_beginning_of_a_text_is_no_subject_for_queries(opened: Archive) -> None:
    def found(query: str) -> list[str]:
        return [header.id for header in opened.headers(list(opened.view(Limit(query)).ids))]

    assert found("subject:velmer") == []
    assert found("subject:zander") == ["09OSLO3"]
    assert sorted(found("text:velmer")) == ["09OSLO1", "09OSLO2", "09OSLO3"]


def test_what_has_a_subject_comes_first_by_subject(opened: Archive) -> None:
    view = opened.view(Limit(order=Order.SUBJECT))
    assert [header.id for header in opened.headers(list(view.ids))] == ["09OSLO3", "09OSLO1", "09OSLO2"]


def test_search_prints_the_line_of_the_list(opened: Archive) -> None:
    done = run("search", opened.path, "id:09OSLO1")
    assert SHORT[1] in done.stdout
