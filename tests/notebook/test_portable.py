"""The portable file: it comes back as it was, says what is wrong with it, and two of them are merged without loss."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from harness.marks import MOSCOW
from hypothesis import given, settings
from hypothesis import strategies as st

from cable_tui.cables.levels import Level
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.portable import Contents, PortableError, merge, read, write
from cable_tui.notebook.state import State
from cable_tui.notebook.values import Bookmark, CableSummary, Mark, SavedView, digest_of

TEXT = "Medvedev traveled to Astana May 22-23."
TAKEN = Bookmark(MOSCOW, TEXT, 2, "C", 3, 0, "Check.", ("trip",), "2024-01-01", "2024-01-02", digest_of(TEXT))
FULL = Contents(
    (Mark(MOSCOW, State.KEPT, ("Astana",), "2024-01-03"),),
    (TAKEN,),
    (SavedView("Astana", "to:astana", "origin", True),),
)
HEADER = '{"cable-tui": "notebook", "version": 1}\n'


def test_the_file_is_as_it_is_documented() -> None:
    about = {
        "name": "08MOSCOW1640",
        "number": "MOSCOW 001640",
        "date": "2008-06-09T14:47",
        "level": 3,
        "classification": "CONFIDENTIAL",
        "origin": "Embassy Moscow",
        "subject": "MEDVEDEV'S EASY TRIP TO KAZAKHSTAN",
        "tags": ["PREL", "ENRG"],
    }
    assert [json.loads(line) for line in write(FULL)] == [
        {"cable-tui": "notebook", "version": 1},
        {"kind": "mark", "about": about, "state": "kept", "labels": ["Astana"], "changed": "2024-01-03"},
        {
            "kind": "bookmark",
            "about": about,
            "text": TEXT,
            "number": 2,
            "marking": "C",
            "place": 3,
            "note": "Check.",
            "labels": ["trip"],
            "created": "2024-01-01",
            "changed": "2024-01-02",
            "digest": digest_of(TEXT),
        },
        {"kind": "view", "name": "Astana", "query": "to:astana", "order": "origin", "is_reversed": True},
    ]


def test_an_inherited_marking_and_remarks_on_the_cable_come_back() -> None:
    about = replace(MOSCOW, notes=("The text is numbered 09MOSCOW512.",))
    contents = Contents((Mark(about, State.KEPT),), (replace(TAKEN, about=about, inherited=True),))
    assert read(write(contents)) == contents


def test_letters_of_any_language_stay_readable_and_controls_are_escaped() -> None:
    (_, line) = write(Contents((Mark(replace(MOSCOW, subject="Bø\x1bЖ\ud800"), State.KEPT),)))
    assert '"subject": "Bø\\u001bЖ\\ud800"' in line


def test_an_empty_notebook_is_a_header() -> None:
    assert list(write(Contents())) == [HEADER]
    assert read([HEADER]) == Contents()


def test_what_editors_do_to_a_file_does_no_harm() -> None:
    lines = [f"\ufeff{HEADER}".replace("\n", "\r\n"), "\r\n", *write(FULL), "   \n"]
    del lines[2]
    assert read(lines) == FULL


def test_a_digest_that_was_left_out_is_made() -> None:
    line = json.dumps({"kind": "bookmark", "about": {"name": "09OSLO9"}, "text": "Cod."})
    assert read([HEADER, line]).bookmarks == (Bookmark(CableSummary("09OSLO9"), "Cod.", digest=digest_of("Cod.")),)


# --- what is wrong ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("", "Line 1: this is not a notebook file: it is empty."),
        ("Dear reader", "Line 1: this is not a notebook file, which begins with"),
        ("[" * 100_000, "Line 1: this is not a notebook file, which begins with"),
        ("[]", "Line 1: this is not a notebook file, which begins with"),
        ('{"kind": "mark"}', "Line 1: this is not a notebook file, which begins with"),
        ('{"cable-tui": "archive", "version": 1}', "Line 1: this is not a notebook file, which begins with"),
        ('{"cable-tui": "notebook"}', "Line 1: the header does not give the version"),
        ('{"cable-tui": "notebook", "version": "1"}', "Line 1: the header does not give the version"),
        ('{"cable-tui": "notebook", "version": true}', "Line 1: the header does not give the version"),
        ('{"cable-tui": "notebook", "version": 0}', "Line 1: the header does not give the version"),
        (
            '{"cable-tui": "notebook", "version": 2}',
            "Line 1: the file has version 2, but this program reads only version 1",
        ),
    ],
)
def test_a_file_of_another_kind_is_refused(first: str, said: str) -> None:
    with pytest.raises(PortableError) as caught:
        read([f"{first}\n"])
    assert str(caught.value).startswith(said)


WRONG = [
    ('{"kind": "mark", "about"', "Line 3 is damaged: it is not a complete JSON object."),
    ("[" * 100_000, "Line 3 is damaged: it is not a complete JSON object."),
    ("[1]", "Line 3 is damaged: it is not a JSON object."),
    ("{}", "Line 3: its kind is null, not one of mark, bookmark, view."),
    ('{"kind": ["mark"]}', "Line 3: its kind is a list, not one of mark, bookmark, view."),
    ('{"kind": "sermon\\u001b[31m"}', 'Line 3: its kind is "sermon\\u001b[31m", not one of mark, bookmark, view.'),
    ('{"kind": "mark"}', "Line 3: the mark cannot be read: the field 'about' is missing."),
    ('{"kind": "mark", "about": 5}', "Line 3: the mark cannot be read: the field 'about' cannot be 5."),
    ('{"kind": "mark", "about": {}}', "Line 3: the mark cannot be read: the field 'name' is missing."),
    (
        '{"kind": "mark", "about": {"name": "a"}, "sate": "kept"}',
        'Line 3: the mark cannot be read: it has an unknown field, "sate".',
    ),
    (
        '{"kind": "mark", "about": {"name": "a"}, "state": "lost"}',
        "Line 3: the mark cannot be read: 'lost' is not a valid State.",
    ),
    (
        '{"kind": "mark", "about": {"name": "a", "level": 9}}',
        "Line 3: the mark cannot be read: 9 is not a valid Level.",
    ),
    (
        '{"kind": "mark", "about": {"name": "a", "level": true}}',
        "Line 3: the mark cannot be read: the field 'level' cannot be true.",
    ),
    (
        '{"kind": "mark", "about": {"name": 5}}',
        "Line 3: the mark cannot be read: the field 'name' cannot be 5.",
    ),
    (
        '{"kind": "mark", "about": {"name": "a"}, "labels": "abc"}',
        "Line 3: the mark cannot be read: the field 'labels' cannot be \"abc\".",
    ),
    (
        '{"kind": "mark", "about": {"name": "a"}, "labels": ["a", 5]}',
        "Line 3: the mark cannot be read: the field 'labels' cannot be a list.",
    ),
    (
        '{"kind": "bookmark", "about": {"name": "a"}, "text": "b", "number": "2"}',
        "Line 3: the bookmark cannot be read: the field 'number' cannot be \"2\".",
    ),
    (
        '{"kind": "bookmark", "about": {"name": "a"}, "text": "b", "number": true}',
        "Line 3: the bookmark cannot be read: the field 'number' cannot be true.",
    ),
    (
        '{"kind": "view", "name": "a", "query": "b", "is_reversed": "false"}',
        "Line 3: the view cannot be read: the field 'is_reversed' cannot be \"false\".",
    ),
    (
        json.dumps(
            {"kind": "bookmark", "about": {"name": "a"}, "text": "He said yes.", "digest": digest_of("He said no.")}
        ),
        "Line 3: the bookmark cannot be read: its text does not match its digest; one of them was altered.",
    ),
]


@pytest.mark.parametrize(("line", "said"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_said_with_its_line(line: str, said: str) -> None:
    with pytest.raises(PortableError) as caught:
        read([HEADER, "\n", line])
    assert str(caught.value) == said


def test_a_file_in_another_encoding_is_refused() -> None:
    def lines() -> Iterator[str]:
        yield HEADER
        yield b"\xff".decode("utf-8")

    with pytest.raises(PortableError, match=r"^Line 2 or one soon after it is not valid UTF-8\.$"):
        read(lines())


# --- the way there and back ---------------------------------------------------------------------------------

steady = settings(derandomize=True, database=None, deadline=None)
WORDS = st.text(st.characters(exclude_categories=()), max_size=8).filter(
    lambda text: not any(0xD800 <= ord(sign) <= 0xDBFF for sign in text)
)
LABELS = st.lists(st.sampled_from("abc") | WORDS, max_size=3, unique=True).map(tuple)
STAMPS = st.sampled_from(["", "2024-01-01T00:00:00", "2024-01-02T00:00:00", "2025-01-01T00:00:00"])
NAMES = st.sampled_from(["09OSLO9", "09OSLO10", "old/a.txt"])
ABOUTS = st.builds(
    CableSummary, NAMES, WORDS, st.sampled_from(["", "2009-06-03"]), st.sampled_from(Level), WORDS, WORDS, WORDS, LABELS
)
NOTES = st.sampled_from(["", "no", "not yet", "no\n\nyes", "yes", "?"]) | WORDS


@st.composite
def bookmarks(draw: st.DrawFn) -> Bookmark:
    text = draw(st.sampled_from(["Cod.", "Cod. ", "Eel\nand cod.", "Eel and cod."]) | WORDS)
    number, marking = draw(st.none() | st.integers()), draw(WORDS)
    place, copy = draw(st.integers(0, 3)), draw(st.integers(0, 1))
    stamps = (draw(STAMPS), draw(STAMPS))
    own = (draw(NOTES), draw(LABELS), *stamps, digest_of(text))
    return Bookmark(draw(ABOUTS), text, number, marking, place, copy, *own)


MARKS = st.builds(Mark, ABOUTS, st.sampled_from(State), LABELS, STAMPS)
QUERIES = st.sampled_from(["cod", "eel", "subject:cod"])
VIEWS = st.builds(SavedView, st.sampled_from(["a", "a 2", "a 3", "b"]) | WORDS, QUERIES, WORDS, st.booleans())
CONTENTS = st.builds(
    Contents,
    st.lists(MARKS, max_size=3, unique_by=lambda mark: mark.about.name).map(tuple),
    st.lists(bookmarks(), max_size=4, unique_by=lambda one: one.uid).map(tuple),
    st.lists(VIEWS, max_size=4, unique_by=lambda view: view.name).map(tuple),
)


@settings(steady)
@given(CONTENTS)
def test_what_was_written_comes_back(contents: Contents) -> None:
    lines = list(write(contents))
    assert read(lines) == contents
    text = "".join(lines)
    assert read(text.encode("utf-8").decode("utf-8").splitlines()) == contents
    assert text.replace("\n", "").isprintable()


# --- merging ------------------------------------------------------------------------------------------------

OSLO = CableSummary("09OSLO9", subject="COD")


def merged_marks(mine: Mark, theirs: Mark) -> tuple[Mark, tuple[str, ...]]:
    found = merge(Contents((mine,)), Contents((theirs,)))
    (mark,) = found.contents.marks
    return mark, found.conflicts


def merged_bookmarks(mine: Bookmark, theirs: Bookmark) -> tuple[Bookmark, tuple[str, ...]]:
    found = merge(Contents(bookmarks=(mine,)), Contents(bookmarks=(theirs,)))
    (one,) = found.contents.bookmarks
    return one, found.conflicts


def test_labels_of_both_and_the_later_moment() -> None:
    mine, theirs = Mark(OSLO, labels=("a", "b"), changed="2"), Mark(OSLO, labels=("c", "b"), changed="1")
    assert merged_marks(mine, theirs) == (Mark(OSLO, labels=("a", "b", "c"), changed="2"), ())


RANK = [State.UNREAD, State.READ, State.DISMISSED, State.KEPT]


@pytest.mark.parametrize("mine", RANK)
@pytest.mark.parametrize("theirs", RANK)
def test_the_state_that_says_more_is_kept(mine: State, theirs: State) -> None:
    mark, conflicts = merged_marks(Mark(OSLO, mine), Mark(OSLO, theirs))
    assert mark.state is RANK[max(RANK.index(mine), RANK.index(theirs))]
    differ = {mine, theirs} == {State.KEPT, State.DISMISSED}
    assert conflicts == ((f"09OSLO9 is {mine} here and {theirs} there; it is now kept.",) if differ else ())


@pytest.mark.parametrize(
    ("mine", "theirs", "note"),
    [
        ("", "", ""),
        ("Check.", "", "Check."),
        ("", "Check.", "Check."),
        ("Check.", "Check.", "Check."),
        ("Check", "", "Check"),
        ("Check", "Check with Ana", "Check with Ana"),
        ("Check with Ana", "Ana", "Check with Ana"),
    ],
)
def test_a_note_that_has_the_other_in_it_says_all(mine: str, theirs: str, note: str) -> None:
    found = merged_bookmarks(replace(TAKEN, note=mine), replace(TAKEN, note=theirs))
    assert found == (replace(TAKEN, note=note), ())


@pytest.mark.parametrize(("mine", "theirs"), [("Check.", "Ask."), ("not yet", "no"), ("no", "not yet"), ("Kino", "no")])
def test_two_notes_are_both_kept(mine: str, theirs: str) -> None:
    found = merged_bookmarks(replace(TAKEN, note=mine), replace(TAKEN, note=theirs))
    said = "08MOSCOW1640 para. 2 (C) has another note there; both are now in one note."
    assert found == (replace(TAKEN, note=f"{mine}\n\n{theirs}"), (said,))


def test_a_bookmark_has_the_first_moment_it_was_made_and_the_labels_of_both() -> None:
    mine = replace(TAKEN, created="2024-05-01", changed="2024-06-01", labels=("a",), place=4)
    theirs = replace(TAKEN, created="2024-04-01", changed="2024-07-01", labels=("b",))
    one, _ = merged_bookmarks(mine, theirs)
    assert one == replace(theirs, created="2024-04-01", labels=("a", "b"))
    assert merged_bookmarks(replace(mine, created=""), theirs)[0].created == "2024-04-01"


@pytest.mark.parametrize(
    "other",
    [{"text": TEXT.replace(" ", "\n")}, {"number": 3}, {"number": None}, {"marking": "U"}, {"place": 1}],
    ids=str,
)
def test_of_two_paragraphs_changed_at_once_the_same_is_taken_either_way(other: dict[str, Any]) -> None:
    theirs = replace(TAKEN, **other)
    one, conflicts = merged_bookmarks(TAKEN, theirs)
    assert merged_bookmarks(theirs, TAKEN) == (one, conflicts) == (one, ())
    assert one in (TAKEN, theirs)


def test_the_same_text_twice_in_a_cable_is_two_bookmarks() -> None:
    both = (TAKEN, replace(TAKEN, copy=1))
    assert merge(Contents(bookmarks=both[:1]), Contents(bookmarks=both[1:])).contents.bookmarks == both


@pytest.mark.parametrize(
    ("mine", "theirs", "about"),
    [
        (Mark(MOSCOW, changed="1"), Mark(CableSummary("08MOSCOW1640"), changed="2"), MOSCOW),
        (Mark(OSLO, changed="1"), Mark(replace(OSLO, subject="EEL"), changed="2"), replace(OSLO, subject="EEL")),
        (Mark(replace(OSLO, subject="EEL"), changed="1"), Mark(OSLO, changed="2"), OSLO),
        (Mark(OSLO), Mark(replace(OSLO, subject="EEL")), replace(OSLO, subject="EEL")),
    ],
)
def test_what_says_most_of_a_cable_is_kept_and_of_equals_the_later(
    mine: Mark, theirs: Mark, about: CableSummary
) -> None:
    assert merged_marks(mine, theirs)[0].about == merged_marks(theirs, mine)[0].about == about


def test_a_view_of_theirs_gets_a_number_where_mine_is_another() -> None:
    mine = Contents(views=(SavedView("fish", "cod"), SavedView("fish 2", "eel")))
    theirs = Contents(views=(SavedView("fish", "herring"), SavedView("fish 3", "carp"), SavedView("fish 2", "eel")))
    found = merge(mine, theirs)
    assert found.contents.views == (
        *mine.views,
        SavedView("fish 3", "carp"),
        SavedView("fish 4", "herring"),
    )
    assert found.conflicts == ('The view "fish" differs there; theirs is now called "fish 4".',)
    assert merge(found.contents, theirs) == replace(found, conflicts=())


def test_the_first_number_of_a_view_is_two() -> None:
    mine, theirs = Contents(views=(SavedView("fish", "cod"),)), Contents(views=(SavedView("fish", "cod", "origin"),))
    assert merge(mine, theirs).contents.views == (*mine.views, SavedView("fish 2", "cod", "origin"))


def comparable(contents: Contents) -> tuple[object, ...]:
    """What must not depend on the order: everything but the order of lists and notes, and the numbers of views."""
    marks = {replace(mark, labels=tuple(sorted(mark.labels))) for mark in contents.marks}
    taken = {
        replace(one, labels=tuple(sorted(one.labels)), note="".join(sorted(one.note))) for one in contents.bookmarks
    }
    return marks, taken, sorted((view.query, view.order, view.is_reversed) for view in contents.views)


def with_plain_views(contents: Contents) -> Contents:
    """Views whose names have no numbers yet, so that no number that is given meets one of theirs."""
    return replace(contents, views=tuple(view for view in contents.views if " " not in view.name))


@settings(steady)
@given(CONTENTS, CONTENTS)
def test_merging_does_not_depend_on_whose_is_first(mine: Contents, theirs: Contents) -> None:
    mine, theirs = with_plain_views(mine), with_plain_views(theirs)
    assert comparable(merge(mine, theirs).contents) == comparable(merge(theirs, mine).contents)


@settings(steady)
@given(CONTENTS, CONTENTS)
def test_merging_again_changes_nothing(mine: Contents, theirs: Contents) -> None:
    assert merge(mine, mine).contents == mine
    assert merge(mine, Contents()).contents == merge(Contents(), mine).contents == mine
    both = merge(mine, theirs).contents
    assert merge(both, theirs).contents == both
    assert merge(both, mine).contents == both


@settings(steady)
@given(CONTENTS, CONTENTS)
def test_merging_loses_nothing_and_doubles_nothing(mine: Contents, theirs: Contents) -> None:
    both = merge(mine, theirs).contents
    marks = {mark.about.name: mark for mark in both.marks}
    taken = {one.uid: one for one in both.bookmarks}
    assert len(marks) == len(both.marks)
    assert len(taken) == len(both.bookmarks)
    assert len({view.name for view in both.views}) == len(both.views)
    assert marks.keys() == {mark.about.name for mark in (*mine.marks, *theirs.marks)}
    assert taken.keys() == {one.uid for one in (*mine.bookmarks, *theirs.bookmarks)}
    for mark in (*mine.marks, *theirs.marks):
        found = marks[mark.about.name]
        assert set(mark.labels) <= set(found.labels)
        assert RANK.index(mark.state) <= RANK.index(found.state)
    for one in (*mine.bookmarks, *theirs.bookmarks):
        kept = taken[one.uid]
        assert set(one.labels) <= set(kept.labels)
        assert one.note in kept.note
        assert kept.text.split() == one.text.split()
        assert not one.created or kept.created <= one.created
    queries = {(view.query, view.order, view.is_reversed) for view in both.views}
    assert queries == {(view.query, view.order, view.is_reversed) for view in (*mine.views, *theirs.views)}
    assert set(mine.views) <= set(both.views)


def test_a_nul_in_a_label_or_a_name_is_shown_by_its_sign(tmp_path: Path) -> None:
    about = CableSummary("a\0b.txt")
    marks = (Mark(about, labels=("cod\0 one", "cod\0 two")),)
    with closing(Notebook.open(tmp_path / "nul.db")) as notebook:
        notebook.take_over(read(write(Contents(marks))), "restored")
        notebook.label([CableSummary("09OSLO9001")], ["cod\0 three"])
        assert sorted(notebook.labels()) == ["cod␀ one", "cod␀ three", "cod␀ two"]
        assert notebook.known_names() == ["09OSLO9001", "a␀b.txt"]
