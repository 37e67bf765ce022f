"""What leaves the notebook: each form is read back by a reader of that form."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from harness.marks import MOSCOW
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cable_tui.cables.levels import Level
from cable_tui.escape import visible, visible_line
from cable_tui.notebook.citation import CitationForm, cite
from cable_tui.notebook.export import ExportFormat, Item, export, gather, jsonl
from cable_tui.notebook.export.markdown import escaped
from cable_tui.notebook.state import State
from cable_tui.notebook.values import Bookmark, CableSummary, Mark, digest_of

CITED = (
    'US Embassy Moscow, "MEDVEDEV\'S EASY TRIP TO KAZAKHSTAN," cable 08MOSCOW1640, June 9, 2008, CONFIDENTIAL,'
    " para. 2 (C)."
)
#: An invented cable that nobody took a paragraph of.
OSLO = CableSummary(
    "09OSLO9", date="2009-06-03", level=Level.UNCLASSIFIED, classification="UNCLASSIFIED", subject="COD"
)


def bookmark(
    about: CableSummary,
    text: str,
    number: int | None = None,
    marking: str = "",
    place: int = 0,
    copy: int = 0,
    note: str = "",
    labels: tuple[str, ...] = (),
    created: str = "",
    changed: str = "",
) -> Bookmark:
    return Bookmark(about, text, number, marking, place, copy, note, labels, created, changed, digest_of(text))


TWO = bookmark(
    MOSCOW, "Medvedev traveled to Astana May 22-23.", 2, "C", 3, note="Check.\n\nAnd ask.", labels=("trip", "space")
)
THREE = bookmark(MOSCOW, "In a press conference, Medvedev declared.", 3, "U", 5)
ITEMS = gather([Mark(OSLO, State.KEPT), Mark(MOSCOW, State.READ, ("Astana",))], [THREE, TWO])


def exported(form: ExportFormat, items: tuple[Item, ...] = ITEMS) -> str:
    return "".join(export(items, form))


# --- what is exported ---------------------------------------------------------------------------------------


def test_cables_are_by_date_then_name_and_bookmarks_in_the_order_of_the_text() -> None:
    names = ["09OSLO10", "08OSLO1", "09OSLO9", "file.txt"]
    days = {"08OSLO1": "2008-01-01", "file.txt": ""}
    abouts = {name: CableSummary(name, date=days.get(name, "2009-01-01")) for name in names}
    marks = [Mark(about, State.KEPT) for about in abouts.values()]
    last, first = bookmark(abouts["09OSLO9"], "last", place=7), bookmark(abouts["09OSLO9"], "first", place=2)
    items = gather(marks, [last, first])
    assert [item.about.name for item in items] == ["08OSLO1", "09OSLO9", "09OSLO10", "file.txt"]
    assert items[1].bookmarks == (first, last)


def test_only_what_was_kept_or_bookmarked_is_taken_with_its_state_and_labels() -> None:
    marks = [Mark(CableSummary(state.value), state, ("a", "b")) for state in State]
    taken = bookmark(CableSummary("dismissed"), "text")
    alone = bookmark(CableSummary("alone"), "text")
    found = {item.about.name: item for item in gather(marks, [taken, alone])}
    assert found == {
        "alone": Item(CableSummary("alone"), (alone,)),
        "dismissed": Item(CableSummary("dismissed"), (taken,), ("a", "b"), State.DISMISSED),
        "kept": Item(CableSummary("kept"), (), ("a", "b"), State.KEPT),
    }


@pytest.mark.parametrize(("of_mark", "of_bookmark", "subject"), [("1", "2", "PARAGRAPH"), ("2", "1", "MARK")])
def test_what_was_said_last_of_a_cable_counts(of_mark: str, of_bookmark: str, subject: str) -> None:
    mark = Mark(CableSummary("09OSLO9", subject="MARK"), State.KEPT, changed=of_mark)
    taken = bookmark(CableSummary("09OSLO9", subject="PARAGRAPH"), "text", changed=of_bookmark)
    (item,) = gather([mark], [taken])
    assert item.about.subject == item.bookmarks[0].about.subject == subject


# --- Markdown -----------------------------------------------------------------------------------------------


def test_a_dossier_in_markdown() -> None:
    assert (
        exported(ExportFormat.MD)
        == f"""\
# Notebook

## MEDVEDEV'S EASY TRIP TO KAZAKHSTAN

08MOSCOW1640 · Embassy Moscow · 2008-06-09 · CONFIDENTIAL · labels: Astana

> 2\\. (C) Medvedev traveled to Astana May 22-23.

**Note:** Check.

And ask.

Labels: trip, space

{CITED}

> 3\\. (U) In a press conference, Medvedev declared.

{CITED.replace("2 (C)", "3 (U)")}

## COD

09OSLO9 · 2009-06-03 · UNCLASSIFIED

"COD," cable 09OSLO9, June 3, 2009, UNCLASSIFIED.
"""
    )


def test_lines_stay_lines_and_columns_stay_columns() -> None:
    lines = bookmark(OSLO, "Two fish:\n-- cod\n-- eel\n\nNo more.", 1)
    table = bookmark(OSLO, "cod    12   3\neel\t1   4\n```` *\x1b[31m", 2, place=1)
    text = exported(ExportFormat.MD, gather([], [lines, table]))
    assert "> 1\\. Two fish:\\\n> \\-- cod\\\n> \\-- eel\n>\n> No more.\n" in text
    assert "> 2\\.\n>\n> `````\n> cod    12   3\n> eel     1   4\n> ```` *␛[31m\n> `````\n" in text


#: What the dossier itself is made of; nothing else may come out of it, and these only where it puts them.
OURS = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline"),
    *("blockquote_open", "blockquote_close", "fence", "text", "text_special", "hardbreak"),
}
#: Pieces that mean something to somebody, to be put together.
HOSTILE = [
    *("[a](http://b.com)", "![a](b)", "[^1]", "[x]: y", "<script>alert(1)</script>", "<img src=x onerror=y>", "<!--"),
    *("https://state.gov/x", "www.state.gov", "state.gov", "x.com", "a@state.gov", "mailto:a@b.com", "//b.com"),
    *("*a*", "**a**", "_a_", "~~a~~", "`a`", "```", "~~~", "$x$", "^a^", "==a==", "{#a}", "&lt;", "&#60;", "<a@b.co>"),
    *("# a", "a #", "> a", "- a", "+ a", "* a", "1. a", "1) a", "(1) a", "A. a", ": a", "---", "===", "***"),
    *("| a | b |", "\n| a |\n|-|\n", "|-|-|", "- [ ] a", "    a", "\ta", "a   b", "\n", "\n\n", "\\", "\\\n", "  \n"),
    *("\x1b[31m", "\x00", "\u202e", "\r", "\u2028", "\udcff", '"', "'", " ", "cod", "¶ 2 — é 中"),
    *("=cmd()", "@SUM(A1)", "ER  - ", "TY  - BOOK", "title: a", "{:title: a}"),
]
#: With anything else between them, also the surrogates that stand for bytes that are no text.
FOREIGN = st.lists(
    st.sampled_from(HOSTILE) | st.text(max_size=3) | st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF),
    max_size=6,
).map("".join)
steady = settings(derandomize=True, database=None, deadline=None)


@st.composite
def contents(draw: st.DrawFn) -> tuple[list[Mark], list[Bookmark]]:
    """Kept cables and bookmarks in which every word is hostile."""
    names = draw(st.lists(FOREIGN, max_size=2, unique=True))
    words = st.lists(FOREIGN, max_size=2, unique=True).map(tuple)
    abouts = [
        CableSummary(
            name,
            number=draw(FOREIGN),
            date=draw(st.sampled_from(["", "2008-06-09T14:47", "2008-06-09", "2008", "=2008"])),
            level=draw(st.sampled_from(Level)),
            classification=draw(FOREIGN),
            origin=draw(FOREIGN),
            subject=draw(FOREIGN),
            tags=draw(words),
        )
        for name in names
    ]
    numbers, states = st.none() | st.integers(0, 99), st.sampled_from(State)
    marks = [Mark(about, draw(states), draw(words)) for about in abouts]
    taken = [
        bookmark(about, draw(FOREIGN), draw(numbers), draw(FOREIGN), place, 5 - place, draw(FOREIGN), draw(words))
        for about in abouts
        for place in range(draw(st.integers(0, 2)))
    ]
    return marks, list({mark.uid: mark for mark in taken}.values())


CONTENTS = contents().map(lambda pair: gather(*pair))


def tokens(markdown: str) -> list[Token]:
    """All of them, as GitHub's reader sees them, addresses without any mark among them."""
    found = MarkdownIt("gfm-like").parse(markdown)
    return [inner for token in found for inner in (token, *(token.children or ()))]


def shown(markdown: str) -> str:
    """The text that a reader sees, without blanks."""
    return squeezed("".join(token.content for token in tokens(markdown) if token.type in ("text", "fence")))


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_reader_of_markdown_sees_what_is_not_escaped() -> None:
    """The eyes of the next test."""
    seen = {token.type for piece in HOSTILE for token in tokens(f"{piece}\n\ncod\n{piece}")}
    assert {"link_open", "image", "html_block", "html_inline", "em_open", "s_open", "code_inline"} <= seen
    assert {"bullet_list_open", "ordered_list_open", "table_open", "hr", "code_block", "softbreak"} <= seen
    linked = [piece for piece in HOSTILE if any(token.info == "auto" for token in tokens(piece))]
    assert {"https://state.gov/x", "www.state.gov", "state.gov", "x.com", "a@state.gov", "//b.com"} <= set(linked)


@pytest.mark.parametrize(
    ("line", "markdown"),
    [
        ("The U.S. said (n.d.) 3.5: no - yes; a+b!", "The U.S. said (n.d.) 3.5: no - yes; a+b!"),
        ("2. cod", r"2\. cod"),
        ("(C) cod", r"\(C) cod"),
        ("A. cod", r"A\. cod"),
        ("iv) cod", r"iv\) cod"),
        ("Mr. Cod", "Mr. Cod"),
        ("n.d. for cod", "n.d. for cod"),
        (": cod", r"\: cod"),
        ("[<cod|eel>]", r"\[\<cod\|eel\>\]"),
        ("COD {#a} %%b%% ==c== $d$ @e #f", r"COD \{\#a\} \%\%b\%\% \=\=c\=\= \$d\$ \@e \#f"),
    ],
)
def test_what_other_readers_than_that_one_would_take_for_markup_is_escaped(line: str, markdown: str) -> None:
    assert escaped(line) == markdown


@pytest.mark.parametrize("form", ["{0}", "cod\n{0}", "cod\n\n{0}", "{0}\n{0}", "cod {0} eel"])
@pytest.mark.parametrize("piece", HOSTILE)
def test_no_hostile_piece_becomes_markdown(piece: str, form: str) -> None:
    text = form.format(piece)
    about = CableSummary(text, text, "2008", Level.SECRET, text, text, text, (text,))
    assert_is_ours(gather([], [bookmark(about, text, None, "", note=text, labels=(text,))]))


@settings(steady, max_examples=300)
@given(CONTENTS)
def test_nothing_of_a_cable_becomes_markdown(items: tuple[Item, ...]) -> None:
    assert_is_ours(items)


def assert_is_ours(items: tuple[Item, ...]) -> None:
    text = exported(ExportFormat.MD, items)
    found = [token for token in tokens(text) if token.type not in ("strong_open", "strong_close")]
    assert {token.type for token in found} <= OURS
    assert sum(token.type == "heading_open" for token in found) == 1 + len(items)
    assert all(token.info == "" for token in found if token.type == "fence")
    noted = [mark for item in items for mark in item.bookmarks if visible(mark.note).strip()]
    assert sum(token.type == "strong_open" for token in tokens(text)) == len(noted)


@settings(steady, max_examples=300)
@given(CONTENTS)
def test_markdown_shows_the_text_as_it_is(items: tuple[Item, ...]) -> None:
    seen = shown(exported(ExportFormat.MD, items))
    for item in items:
        for mark in item.bookmarks:
            assert squeezed(visible(mark.text).expandtabs()) in seen
            assert squeezed(visible(mark.note)) in seen
            assert squeezed(cite(item.about, CitationForm.CHICAGO, number=mark.number, marking=mark.marking)) in seen


# --- CSV ----------------------------------------------------------------------------------------------------


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_a_table_has_a_row_for_each_bookmark_and_for_a_cable_without() -> None:
    two, three, oslo = rows(exported(ExportFormat.CSV))
    assert two == {
        "cable": "08MOSCOW1640",
        "message_number": "MOSCOW 001640",
        "date": "2008-06-09T14:47",
        "classification": "CONFIDENTIAL",
        "origin": "Embassy Moscow",
        "subject": "MEDVEDEV'S EASY TRIP TO KAZAKHSTAN",
        "tags": "PREL ENRG",
        "state": "read",
        "cable_labels": "Astana",
        "paragraph": "2",
        "marking": "C",
        "text": "Medvedev traveled to Astana May 22-23.",
        "note": "Check.\n\nAnd ask.",
        "labels": "trip; space",
        "created": "",
        "changed": "",
        "citation": CITED,
    }
    assert (three["paragraph"], three["marking"], three["note"]) == ("3", "U", "")
    assert (oslo["cable"], oslo["state"], oslo["text"]) == ("09OSLO9", "kept", "")
    assert oslo["citation"] == '"COD," cable 09OSLO9, June 3, 2009, UNCLASSIFIED.'


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1", "'+1"),
        ("-- cod", "'-- cod"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'␍=1"),
        ("＝1", "'＝1"),
        ("a=1", "a=1"),
        ("a\x1b[31m\r\nb", "a␛[31m␍\nb"),
    ],
)
def test_a_cell_is_no_formula_and_has_no_control_characters(text: str, cell: str) -> None:
    (row,) = rows(exported(ExportFormat.CSV, gather([], [bookmark(OSLO, text, note=text)])))
    assert row["text"] == row["note"] == cell


@settings(steady)
@given(CONTENTS)
def test_a_table_is_read_back_cell_by_cell(items: tuple[Item, ...]) -> None:
    text = exported(ExportFormat.CSV, items)
    found = rows(text)
    assert len(found) == sum(len(item.bookmarks) or 1 for item in items)
    assert all(None not in row and None not in row.values() for row in found)
    assert not [cell for row in found for cell in row.values() if cell.startswith(tuple("=+-@\t\r"))]
    expected = [(item, mark) for item in items for mark in item.bookmarks or (None,)]
    for row, (item, mark) in zip(found, expected, strict=True):
        assert row["subject"].removeprefix("'") == visible(item.about.subject).removeprefix("'")
        assert row["text"].removeprefix("'") == visible(mark.text if mark else "").removeprefix("'")
        assert row["note"].removeprefix("'") == visible(mark.note if mark else "").removeprefix("'")


# --- JSON Lines ---------------------------------------------------------------------------------------------


def rebuilt(text: str) -> tuple[Item, ...]:
    """The items again, from nothing but the lines."""
    found: dict[str, Item] = {}
    for line in text.splitlines():
        entry = json.loads(line)
        level = Level[entry["level"].replace(" ", "_")]
        about = CableSummary(
            *(entry["cable"], entry["message_number"], entry["date"], level, entry["classification"]),
            *(entry["origin"], entry["subject"], tuple(entry["tags"])),
        )
        before = found.setdefault(about.name, Item(about, (), tuple(entry["cable_labels"]), State(entry["state"])))
        if entry["kind"] == "bookmark":
            mark = Bookmark(
                *(about, entry["text"], entry["paragraph"], entry["marking"], entry["place"], entry["copy"]),
                *(entry["note"], tuple(entry["labels"]), entry["created"], entry["changed"], entry["digest"]),
            )
            assert mark.uid == entry["uid"]
            found[about.name] = replace(before, bookmarks=(*before.bookmarks, mark))
    return tuple(found.values())


@settings(steady)
@given(CONTENTS)
def test_json_lines_lose_nothing(items: tuple[Item, ...]) -> None:
    assert rebuilt(exported(ExportFormat.JSONL, items)) == items


def test_a_level_is_its_word() -> None:
    (line,) = exported(ExportFormat.JSONL, (Item(replace(OSLO, level=Level.TOP_SECRET)),)).splitlines()
    assert json.loads(line)["level"] == "TOP SECRET"


def test_json_lines_carry_the_citation_and_documented_keys() -> None:
    lines = [json.loads(line) for line in exported(ExportFormat.JSONL).splitlines()]
    assert [(line["kind"], line["cable"]) for line in lines] == [
        ("bookmark", "08MOSCOW1640"),
        ("bookmark", "08MOSCOW1640"),
        ("cable", "09OSLO9"),
    ]
    assert lines[0]["citation"] == CITED
    documented = set(
        re.findall(r"\w+", " ".join(re.findall(r"^    (\w.*?)(?:  | [a-z]+ in )", jsonl.__doc__ or "", re.M)))
    )
    assert set(lines[0]) == documented


# --- what is not as it looks -----------------------------------------------------------------------------------


def test_an_inherited_marking_is_nowhere_as_if_it_were_printed() -> None:
    marked = replace(bookmark(OSLO, "Cod.", 2, "C"), inherited=True)
    items = (Item(OSLO, (marked,)),)
    dossier = exported(ExportFormat.MD, items)
    assert "> 2\\. Cod." in dossier
    assert "para. 2 (C, entire text)." in dossier
    (row,) = csv.DictReader(io.StringIO(exported(ExportFormat.CSV, items)))
    assert (row["marking"], "(C, entire text)" in row["citation"]) == ("C, entire text", True)
    record = json.loads(exported(ExportFormat.JSONL, items))
    assert (record["marking"], record["inherited"], "(C, entire text)" in record["citation"]) == ("C", True, True)
    for form in (ExportFormat.RIS, ExportFormat.CSLJSON):
        assert "Para. 2 (C, entire text): Cod." in exported(form, items)


@pytest.mark.parametrize("form", ExportFormat)
def test_every_form_says_what_contradicts_itself(form: ExportFormat) -> None:
    about = replace(OSLO, notes=("The text is numbered 09MOSCOW512.",))
    for item in (Item(about), Item(about, (bookmark(about, "Cod.", 2),))):
        written = exported(form, (item,)).replace("\\", "")
        assert "[The text is numbered 09MOSCOW512.]" in written


# --- RIS ----------------------------------------------------------------------------------------------------


def records(text: str) -> list[list[tuple[str, str]]]:
    """A strict reader: CRLF, a tag, two spaces, a hyphen, a space, a value; TY first, ER last."""
    found: list[list[tuple[str, str]]] = []
    for line in text.split("\r\n")[:-1] if text else []:
        match = re.fullmatch(r"([A-Z][A-Z0-9])  - ([^\r\n]*)", line)
        assert match, line
        tag, value = match.groups()
        if tag == "TY":
            assert not found or found[-1][-1][0] == "ER"
            found.append([])
        assert value or tag == "ER"
        assert found[-1][-1:] != [("ER", "")]
        found[-1].append((tag, value))
    assert text.endswith("\r\n") or not text
    assert all(record[0][0] == "TY" and record[-1] == ("ER", "") for record in found)
    return found


def test_a_cable_is_one_record_for_reference_managers() -> None:
    moscow, oslo = records(exported(ExportFormat.RIS))
    assert moscow == [
        ("TY", "RPRT"),
        ("ID", "08MOSCOW1640"),
        ("AU", "U.S. Embassy Moscow"),
        ("TI", "MEDVEDEV'S EASY TRIP TO KAZAKHSTAN"),
        ("PY", "2008"),
        ("DA", "2008/06/09/"),
        ("PB", "U.S. Department of State"),
        ("M1", "08MOSCOW1640"),
        ("AN", "08MOSCOW1640"),
        ("M3", "Cable"),
        ("KW", "PREL"),
        ("KW", "ENRG"),
        ("KW", "Astana"),
        ("KW", "trip"),
        ("KW", "space"),
        ("N1", "Cable 08MOSCOW1640, MOSCOW 1640, CONFIDENTIAL"),
        ("N1", "Para. 2 (C): Medvedev traveled to Astana May 22-23. [Note: Check. And ask.]"),
        ("N1", "Para. 3 (U): In a press conference, Medvedev declared."),
        ("ER", ""),
    ]
    assert ("TI", "COD") in oslo
    assert "AU" not in dict(oslo)


def test_a_record_without_subject_and_id_has_a_title_of_ours_and_its_file() -> None:
    about = CableSummary("old/a*.txt", origin="American Institute Taiwan, Taipei", date="2009")
    (record,) = records(exported(ExportFormat.RIS, gather([Mark(about, State.KEPT, ("*now*",))], [])))
    assert record == [
        ("TY", "RPRT"),
        ("AU", "American Institute Taiwan Taipei"),
        ("TI", "[Cable old/a*.txt]"),
        ("M3", "Cable"),
        ("KW", "now"),
        ("N1", "Cable file old/a*.txt"),
        ("ER", ""),
    ]


@pytest.mark.parametrize(
    ("origin", "author", "publisher"),
    [
        ("Embassy Oslo", "U.S. Embassy Oslo", "U.S. Department of State"),
        ("US Mission Geneva", "U.S. Mission Geneva", "U.S. Department of State"),
        ("Secretary of State", "Secretary of State", "U.S. Department of State"),
        ("Department of Commerce", "Department of Commerce", None),
    ],
)
def test_the_author_is_the_post(origin: str, author: str, publisher: str | None) -> None:
    (record,) = records(exported(ExportFormat.RIS, (Item(replace(OSLO, origin=origin)),)))
    assert (dict(record)["AU"], dict(record).get("PB")) == (author, publisher)


def test_a_keyword_is_said_once_and_an_id_is_one_line() -> None:
    marked = bookmark(OSLO, "Cod.", labels=("PREL", "fish"))
    (record,) = records(
        exported(ExportFormat.RIS, (Item(replace(OSLO, name="09OSLO9\n"), (marked,), ("PREL", "fish")),))
    )
    assert [value for tag, value in record if tag == "KW"] == ["PREL", "fish"]
    assert dict(record)["ID"] == "09OSLO9"


@settings(steady)
@given(CONTENTS)
def test_hostile_text_ends_no_record_and_begins_none(items: tuple[Item, ...]) -> None:
    found = records(exported(ExportFormat.RIS, items))
    assert len(found) == len(items)
    for record, item in zip(found, items, strict=True):
        notes = [value for tag, value in record if tag == "N1"]
        assert len(notes) == 1 + len(item.bookmarks)
        assert not any(re.search(r"<[/!?A-Za-z]", value) for _, value in record)
        for mark, value in zip(item.bookmarks, notes[1:], strict=True):
            assert squeezed(visible(mark.text)) in squeezed(value)


# --- CSL-JSON -----------------------------------------------------------------------------------------------

#: What the schema allows of the properties that are used (csl-data.json 1.0.2 has no others than its own).
SCHEMA = {
    "id": str,
    "type": str,
    "author": list,
    "issued": dict,
    "title": str,
    "number": str,
    "genre": str,
    "publisher": str,
    "keyword": str,
    "note": str,
}


def assert_valid(text: str) -> list[dict[str, object]]:
    items = json.loads(text)
    assert isinstance(items, list)
    for item in items:
        assert {"id", "type"} <= item.keys() <= SCHEMA.keys()
        assert item["type"] == "report"
        assert all(isinstance(value, SCHEMA[name]) for name, value in item.items())
        for name in item.get("author", []):
            assert name.keys() == {"literal"}
            assert isinstance(name["literal"], str)
        if "issued" in item:
            assert item["issued"].keys() in ({"date-parts"}, {"literal"})
            for parts in item["issued"].get("date-parts", []):
                assert 1 <= len(parts) <= 3
                assert all(type(part) is int for part in parts)
    return items


def test_a_cable_is_one_item_for_citation_processors() -> None:
    moscow, oslo = assert_valid(exported(ExportFormat.CSLJSON))
    assert moscow == {
        "id": "08MOSCOW1640",
        "type": "report",
        "author": [{"literal": "U.S. Embassy Moscow"}],
        "issued": {"date-parts": [[2008, 6, 9]]},
        "title": "MEDVEDEV'S EASY TRIP TO KAZAKHSTAN",
        "number": "08MOSCOW1640",
        "genre": "Cable",
        "publisher": "U.S. Department of State",
        "keyword": "PREL, ENRG, Astana, trip, space",
        "note": "Cable MOSCOW 1640, CONFIDENTIAL\n"
        "Para. 2 (C): Medvedev traveled to Astana May 22-23. [Note: Check. And ask.]\n"
        "Para. 3 (U): In a press conference, Medvedev declared.",
    }
    assert oslo == {
        "id": "09OSLO9",
        "type": "report",
        "issued": {"date-parts": [[2009, 6, 3]]},
        "title": "COD",
        "number": "09OSLO9",
        "genre": "Cable",
        "note": "Cable UNCLASSIFIED",
    }


def test_a_date_of_another_form_is_said_as_it_is() -> None:
    (item,) = assert_valid(exported(ExportFormat.CSLJSON, gather([Mark(replace(OSLO, date="2009"), State.KEPT)], [])))
    assert item["issued"] == {"literal": "2009"}


@settings(steady)
@given(CONTENTS)
def test_csl_json_is_valid_and_without_markup_whatever_the_text(items: tuple[Item, ...]) -> None:
    found = assert_valid(exported(ExportFormat.CSLJSON, items))
    assert [item["id"] for item in found] == [visible_line(item.about.name) for item in items]
    for entry, item in zip(found, items, strict=True):
        values = [value for name, value in entry.items() if name != "id" and isinstance(value, str)]
        assert not any(re.search(r"<[/!?A-Za-z]|\{:", value) for value in values)
        lines = str(entry["note"]).split("\n")
        assert len(lines) == 1 + len(item.bookmarks)
        assert all(line.startswith(("Cable", "Para. ", "Unnumbered para. ", "Text: ")) for line in lines)


# --- all forms ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (ExportFormat.MD, "# Notebook\n\nNothing is kept or bookmarked.\n"),
        (ExportFormat.JSONL, ""),
        (ExportFormat.RIS, ""),
        (ExportFormat.CSLJSON, "[]\n"),
    ],
)
def test_an_empty_notebook_is_an_empty_file(form: ExportFormat, text: str) -> None:
    assert exported(form, ()) == text


def test_an_empty_table_has_its_header() -> None:
    text = exported(ExportFormat.CSV, ())
    assert text.count("\r\n") == 1
    assert text.startswith("cable,message_number,date,")


@settings(steady)
@given(CONTENTS, st.sampled_from(ExportFormat))
def test_every_form_is_text_that_does_nothing_to_a_terminal(items: tuple[Item, ...], form: ExportFormat) -> None:
    text = exported(form, items)
    text.encode("utf-8")
    bare = text.replace("\r\n", "\n") if form in (ExportFormat.CSV, ExportFormat.RIS) else text
    assert bare == visible(bare)


@pytest.mark.parametrize("form", [ExportFormat.MD, ExportFormat.CSV, ExportFormat.JSONL])
def test_the_form_of_the_citations_can_be_chosen(form: ExportFormat) -> None:
    text = "".join(export(ITEMS, form, CitationForm.PLAIN))
    assert "MOSCOW 1640 (08MOSCOW1640), 2008-06-09, CONFIDENTIAL, " in text
    assert "US Embassy Moscow" not in text
