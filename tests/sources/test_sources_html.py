"""Pages: what of them is the cable, and what they say about it."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from invented import BARE, BODY, HEADER, NOTICE, README, TELEGRAM, cables, page, results_of

from cable_tui.cables.model import Container
from cable_tui.sources import Form, Problem, RawCable, Skipped
from cable_tui.sources.day import calendar_day

CONTAINER = Container(
    id="09OSLO9001",
    date=date(2009, 6, 3),
    classification="UNCLASSIFIED",
    origin="Embassy Oslo",
    subject='"FISH" TALKS WITH VICE MINISTER VELMER',
)
BLOCK = """\
C O N F I D E N T I A L OSLO 009002

SIPDIS

E.O. 12958: DECL: 06/04/2019
TAGS: PREL NO
SUBJECT: A SECOND OPINION ON COD

Classified By: Ole Tangvald for reasons 1.4 (b)
"""


def one(folder: Path, data: str) -> RawCable:
    (cable,) = cables(results_of(folder, data))
    assert cable.form is Form.PAGE
    return cable


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace("'", '"'),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("&#x000A;", "\n"),
        lambda text: (
            text.replace("<h3>Viewing", "<p>Viewing")
            .replace("</h3>", "</p>")
            .replace(
                "</p>\n<table", '</p><h3>Viewing cable 09OSLO9001, "FISH" TALKS WITH VICE MINISTER VELMER</h3><table'
            )
        ),
        lambda text: text[text.index("<h3>") :],
    ],
)
def test_a_cablegate_page(tmp_path: Path, change: object) -> None:
    assert callable(change)
    cable = one(tmp_path, change(page()))
    assert cable.text == f"{HEADER}\n{BODY}"
    assert cable.container == CONTAINER


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("", BODY),
        ("null", BODY),
        (NOTICE, f"{NOTICE}\n{BODY}"),
        (f"{NOTICE}\n\n031200Z Jun 09", f"{NOTICE}\n\n031200Z Jun 09\n{BODY}"),
    ],
)
def test_the_header_may_be_missing_or_a_notice(tmp_path: Path, header: str, text: str) -> None:
    assert one(tmp_path, page(header)).text == text


def test_a_page_with_the_body_alone(tmp_path: Path) -> None:
    data = page().replace("<code><pre>VZCZC", "<code><p>VZCZC").replace("1234</pre>", "1234</p>")
    assert one(tmp_path, data).text == BODY


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("&lt;cod&gt; &amp; chips &#182; &eacute;", "<cod> & chips ¶ é"),
        ("&pounding the table8 &micro-boats R&D &100", "&pounding the table8 &micro-boats R&D &100"),
        ("write to <velmer@example.org> if x <5", "write to <velmer@example.org> if x <5"),
        ("<i>slanted</i> <b>bold</b>", "slanted bold"),
        ("XXXXXXXXXXXX [red] ...", "XXXXXXXXXXXX [red] ..."),
    ],
)
def test_signs_are_kept_and_markup_is_not(tmp_path: Path, written: str, shown: str) -> None:
    assert one(tmp_path, page(body=f"UNCLAS OSLO 009001\n{written}")).text == f"{HEADER}\nUNCLAS OSLO 009001\n{shown}"


def test_other_encodings(tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "utf-16", "latin-1"):
        (cable,) = cables(results_of(tmp_path, page().encode(encoding)))
        assert cable.text == f"{HEADER}\n{BODY}"


def archive_page(content: str, attributes: str = "") -> str:
    return f"""<!DOCTYPE html>
<html><head><title>Search the archive</title><style>p {{}}</style></head><body>
<nav><a href="/">Home</a> <a href="/help">Help</a></nav>
<pre>-----BEGIN PGP PUBLIC KEY BLOCK-----

{"mQQBBGBjDtIBH6DJa80zDBgR+VqlYGaXu5bEJg9HEgAtJeCLuThdhXfl5Zs32RyB" * 80}
-----END PGP PUBLIC KEY BLOCK-----</pre>
<h2>FISH TALKS</h2>
{attributes}
{content}
<script>var x = "VZCZC";</script></body></html>"""


ATTRIBUTES = [
    "<table>{}</table>".format(
        "".join(
            f"<tr><td>{name}:</td><td>{value}</td></tr>"
            for name, value in (
                ("Canonical ID", "1974OSLO09003_b"),
                ("Current Classification", "UNCLASSIFIED"),
                ("Original Classification", "LIMITED OFFICIAL USE"),
                ("Date", "1974 July 12, 11:30 (Friday)"),
                ("From", "Norway Oslo"),
                ("Handling Restrictions", "n/a"),
                ("Subject", "FISH TALKS"),
            )
        )
    ),
    '<table><tr><td><div class="s_key">Canonical ID:</div><div class="s_val">1974OSLO09003_b</div></td>'
    '<td><div class="s_key">Original Classification:</div><div class="s_val">LIMITED OFFICIAL USE</div></td></tr>'
    '<tr><td><div class="s_key">Sent Date:</div><div class="s_val">12 JUL 1974</div></td>'
    '<td><div class="s_key">From:</div><div class="s_val">Norway Oslo</div></td></tr>'
    '<tr><td><div class="s_key">Subject:</div><div class="s_val">FISH TALKS</div></td></tr></table>',
    "<dl><dt>Document Number</dt><dd>1974OSLO09003_b</dd><dt>Draft Date</dt><dd>12 JUL 1974</dd>"
    "<dt>Original Classification</dt><dd>LIMITED OFFICIAL USE</dd><dt>From</dt><dd>Norway Oslo</dd>"
    "<dt>Title</dt><dd>FISH TALKS</dd></dl>",
    "<table><tr><th>Reference ID</th><th>Created</th><th>Classification</th><th>Origin</th><th>Subject</th></tr>"
    "<tr><td>1974OSLO09003_b</td><td>1974-07-12</td><td>LIMITED OFFICIAL USE</td><td>Norway Oslo</td>"
    "<td>FISH TALKS</td></tr></table>",
]


@pytest.mark.parametrize("attributes", ATTRIBUTES)
def test_attributes_of_other_archives(tmp_path: Path, attributes: str) -> None:
    cable = one(tmp_path, archive_page(f"<pre>{TELEGRAM}</pre>", attributes))
    assert cable.text.strip() == TELEGRAM.strip()
    assert cable.container
    assert replace(cable.container, origin="", attributes=()) == Container(
        id="1974OSLO09003_b",
        date=date(1974, 7, 12),
        classification="LIMITED OFFICIAL USE",
        subject="FISH TALKS",
    )
    assert "Norway Oslo" in (cable.container.origin, cable.container.attribute("From"))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (f"<pre>{BARE}</pre>", BARE),
        (f"<PRE>{BARE}</PRE>", BARE),
        ("<pre>" + BARE.replace("\n", "<br />") + "</pre>", BARE),
        (f"<pre>{BARE}</pre><h3>Raw content</h3><pre>\n{BARE}\n\n</pre>", BARE),
        (f"<pre>{HEADER}</pre><pre>{BODY}</pre>", f"{HEADER}\n{BODY}"),
        ("<div>" + BARE.strip().replace("\n", "<br>\n") + "</div>", BARE),
        ("".join(f"<p>{line}</p>" for line in BARE.split("\n") if line), "\n".join(filter(None, BARE.split("\n")))),
        (f"<div style='white-space: pre'>{BARE}</div>", BARE),
        (f"<pre>{BLOCK}{BLOCK}\n1. (C) Cod.</pre>", f"{BLOCK}\n1. (C) Cod."),
        (f"<pre>{BLOCK}\n1. (C) Cod.\n{BLOCK}</pre>", f"{BLOCK}\n1. (C) Cod.\n{BLOCK}"),
    ],
)
def test_the_text_on_other_pages(tmp_path: Path, content: str, text: str) -> None:
    shown = one(tmp_path, archive_page(content)).text
    assert [line.strip() for line in shown.split("\n") if line.strip()] == [
        line.strip() for line in text.split("\n") if line.strip()
    ]


def test_several_cables_on_one_page(tmp_path: Path) -> None:
    found = cables(results_of(tmp_path, archive_page(f"<pre>{BARE}</pre><pre>{BARE.replace('9002', '9003')}</pre>")))
    assert [cable.position for cable in found] == [1, 2]
    assert [cable.container for cable in found] == [None, None]


@pytest.mark.parametrize("data", [archive_page("<p>Nothing found.</p>"), f"<html><body>{README}</body></html>", "<p>"])
def test_pages_without_a_cable_are_skipped(tmp_path: Path, data: str) -> None:
    assert results_of(tmp_path, data) == [Skipped("unnamed", "a page that shows no cable")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<div>" * 400_000 + BARE, "a page with elements nested more than 500 deep"),
        ("<html><pre>" + "a" * (9 << 20), "a page of more than 8 MB"),
        ("<html><pre>" + BARE + "a b\n" * (5 << 18), "a page whose text is longer than 4 MB"),
    ],
)
def test_hostile_pages_are_problems(tmp_path: Path, data: str, reason: str) -> None:
    assert results_of(tmp_path, data) == [Problem("unnamed", reason)]


@pytest.mark.parametrize(
    "data",
    [
        "<html>" + "<table><tr><td>" * 999 + BARE * 100,
        "<html>" + "<pre>a" * 900 + BARE,
        "<html>" + "<pre>a</pre>" * 100_000,
        "<html>" + "<table" * 300_000,
        "<html><pre>" + "-----BEGIN PGP " * 100_000,
        "<html><pre>UNCLAS A" + " " * 300_000,
        "<html><pre>" + " \n" * 300_000,
        "<html>" + "&a" * 300_000 + "<" * 300_000,
        "<html>" + "<a><b><i>" * 300,
    ],
)
def test_no_page_takes_long(tmp_path: Path, data: str) -> None:
    started = time.process_time()
    results_of(tmp_path, data)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2009-06-03 12:12", date(2009, 6, 3)),
        ("6/3/2009 12:12", date(2009, 6, 3)),
        ("1974 July 12, 11:30 (Friday)", date(1974, 7, 12)),
        ("12 JUL 1974", date(1974, 7, 12)),
        ("July 12, 1974", date(1974, 7, 12)),
        ("Sept. 1, 1974", date(1974, 9, 1)),
        ("31 FEB 1974", None),
        ("13/13/2009", None),
        ("0000-01-01", None),
        ("n/a", None),
        ("", None),
    ],
)
def test_calendar_days(written: str, day: date | None) -> None:
    assert calendar_day(written) == day
