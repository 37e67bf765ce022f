"""Cables as JSON: the lossless form, and the record that is exported."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
from support import cable, cable_text, sample

from cable_tui.cables import (
    Cable,
    CableWarning,
    Classification,
    Container,
    Level,
    Marking,
    Precedence,
    Recipient,
    WarningKind,
    parse,
)
from cable_tui.cables.archive_facts import FACTS
from cable_tui.cables.codec import decode, encode, record

FULL = parse(
    cable_text("¶1. (C//REL TO USA, FVEY) Summary: The cod. End summary.\n\n¶2. (C) Comment: So be it. End comment."),
    Container("09OSLO9001", date(2009, 6, 3), "CONFIDENTIAL", "Embassy Oslo", "FISH TALKS"),
)

WARNINGS = CableWarning(WarningKind.CONTRADICTION, "One."), CableWarning(WarningKind.EXTRACT, "Two.")

CABLES = {
    "empty": Cable(),
    "nothing": parse(""),
    "full": FULL,
    "08MOSCOW1640": parse(sample("08MOSCOW1640")),
    "09ASTANA1103": parse(sample("09ASTANA1103")),
    "signs": replace(FULL, subject='"\\ \n\t\0\x1b \u2028 ÆØÅ \U0001f41f', tags=("", "()")),
    "unknown": replace(FULL, date=None, declassify_on=None, classification=Classification(Level.UNKNOWN)),
    "no time": replace(FULL, date=datetime(1966, 12, 28, tzinfo=UTC), date_is_exact=False),
    "marked subject": replace(FULL, subject_marking=Marking(Level.SECRET, ("NOFORN",), "S//NF", True)),
    "warned": replace(FULL, warnings=WARNINGS),
    "flash": replace(FULL, precedence=Precedence.FLASH, excluded=(Recipient("USUN", "", Precedence.ROUTINE, "0012"),)),
}


@pytest.mark.parametrize("name", CABLES)
def test_a_cable_comes_back_from_json(name: str) -> None:
    back = decode(Cable, json.loads(json.dumps(encode(CABLES[name]))))
    assert back == CABLES[name]
    assert [type(getattr(back, item.name)) for item in fields(Cable)] == [
        type(getattr(CABLES[name], item.name)) for item in fields(Cable)
    ]


def test_what_is_empty_is_left_out() -> None:
    assert encode(Cable()) == {}
    assert encode(Cable(id="09OSLO9001", date_is_exact=True)) == {"id": "09OSLO9001", "date_is_exact": True}


def test_the_lossless_form_is_plain() -> None:
    found = encode(replace(Cable(), date=datetime(2009, 6, 3, 12, 0, tzinfo=UTC), precedence=Precedence.IMMEDIATE))
    assert found == {"date": "2009-06-03T12:00:00+00:00", "precedence": 3}
    assert type(found["precedence"]) is int


@pytest.mark.parametrize(
    "damaged",
    [
        {"no_such_field": 1},
        {"date": "yesterday"},
        {"precedence": 99},
        {"to": 5},
        {"to": [{"route": "RUEHC"}]},
        {"paragraphs": [{"kind": "sermon", "text": ""}]},
        {"classification": {"level": "SECRET"}},
    ],
)
def test_another_record_is_refused(damaged: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        decode(Cable, damaged)


@pytest.mark.parametrize("name", CABLES)
def test_a_record_is_json_and_has_every_field(name: str) -> None:
    found = record(CABLES[name])
    assert json.loads(json.dumps(found)) == found
    names = {item.name for item in fields(Cable)}
    assert found.keys() == names | {"level", "caveats", "summary", "spans", *FACTS}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("id", "09OSLO9001"),
        ("message_number", "OSLO 009001"),
        ("date", "2009-06-03T12:00:00+00:00"),
        ("date_is_exact", True),
        ("precedence", "IMMEDIATE"),
        ("classification", "CONFIDENTIAL"),
        ("level", "CONFIDENTIAL"),
        ("caveats", []),
        ("captions", ["SIPDIS"]),
        ("origin", "Embassy Oslo"),
        ("sender", "AMEMBASSY OSLO"),
        ("to", [{"name": "SECSTATE WASHDC", "route": "RUEHC", "precedence": "IMMEDIATE", "number": "1234"}]),
        ("declassify_on", "2019-06-03"),
        ("executive_order", "12958"),
        ("tags", ["PREL", "EFIS", "NO"]),
        ("subject", "FISH TALKS WITH VICE MINISTER VELMER"),
        ("subject_marking", None),
        ("classified_by", {"name": "Ana Brandvik", "title": "DCM"}),
        ("reasons", ["b", "d"]),
        ("summary", "Summary: The cod. End summary."),
        ("signed_by", ["BRANDVIK"]),
        ("sections", 1),
        ("partial", False),
        ("warnings", []),
        (
            "container",
            {
                "id": "09OSLO9001",
                "date": "2009-06-03",
                "classification": "CONFIDENTIAL",
                "origin": "Embassy Oslo",
                "subject": "FISH TALKS",
                "sent": None,
                "attributes": [],
            },
        ),
    ],
)
def test_a_field_of_a_record(name: str, expected: object) -> None:
    assert record(FULL)[name] == expected


def test_the_warnings_of_a_record_are_its_sentences() -> None:
    assert record(replace(FULL, warnings=WARNINGS))["warnings"] == ["One.", "Two."]


def test_the_paragraphs_of_a_record() -> None:
    summary, comment, signature = record(FULL)["paragraphs"]
    assert summary == {
        "kind": "paragraph",
        "text": "Summary: The cod. End summary.",
        "number": 1,
        "marking": "C//REL TO USA, FVEY",
    }
    assert (comment["number"], comment["marking"]) == (2, "C")
    assert signature == {"kind": "signature", "text": "BRANDVIK", "number": None, "marking": None}


def test_the_spans_and_references_of_a_record() -> None:
    found = record(FULL)
    assert found["spans"][0] == {"kind": "summary", "first": 0, "start": 0, "last": 0, "end": 30}
    assert [span["kind"] for span in found["spans"]] == ["summary", "comment"]
    assert found["references"] == [
        {
            "text": "COPENHAGEN 310",
            "label": "",
            "id": "09COPENHAGEN310",
            "kind": "cable",
            "year_rule": "same",
            "note": "",
        }
    ]


@pytest.mark.parametrize(
    ("level", "word"),
    [(Level.UNKNOWN, "UNKNOWN"), (Level.TOP_SECRET, "TOP SECRET"), (Level.UNCLASSIFIED, "UNCLASSIFIED")],
)
def test_the_level_of_a_record_is_a_word(level: Level, word: str) -> None:
    found = record(replace(FULL, classification=Classification(level, ("NOFORN",))))
    assert (found["level"], found["caveats"]) == (word, ["NOFORN"])
    assert found["classification"].endswith("//NOFORN")


def test_what_is_read_is_not_changed_by_its_record() -> None:
    read = cable()
    record(read)["tags"].append("PGOV")
    assert read.tags == ("PREL", "EFIS", "NO")
