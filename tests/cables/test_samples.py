"""The two cables that come with the program, fact by fact."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from support import headings, markings, numbered, numbers, sample

from cable_tui.cables import Cable, Level, Precedence, Recipient, ReferenceKind, SpanKind, parse

MOSCOW: dict[str, Any] = {
    "id": "08MOSCOW1640",
    "message_number": "MOSCOW 001640",
    "transmission_id": "VZCZCXYZ0000",
    "date": datetime(2008, 6, 9, 14, 47, tzinfo=UTC),
    "date_is_exact": True,
    "precedence": Precedence.ROUTINE,
    "captions": ("SIPDIS",),
    "sender": "AMEMBASSY MOSCOW",
    "origin": "Embassy Moscow",
    "to": (Recipient("SECSTATE WASHDC", "RUEHC", Precedence.UNKNOWN, "8506"),),
    "info": (
        Recipient("CIS COLLECTIVE", "RUCNCIS"),
        Recipient("MOSCOW POLITICAL COLLECTIVE", "RUEHND"),
        Recipient("NSC WASHDC", "RHEHNSC"),
        Recipient("CIA WASHDC", "RUEAIIA"),
        Recipient("SECDEF WASHDC", "RUEKJCS"),
        Recipient("DIA WASHDC", "RUEKDIA"),
    ),
    "excluded": (),
    "attention": (),
    "executive_order": "12958",
    "declassify_on": date(2018, 6, 5),
    "tags": ("PREL", "ENRG", "EPET", "EWWT", "MARR", "PGOV", "PTER", "TSPA", "TSPL", "MASS", "EINV"),
    "subject": "MEDVEDEV'S EASY TRIP TO KAZAKHSTAN",
    "subject_marking": None,
    "reasons": ("b", "d"),
    "derived_from": "",
    "signed_by": ("RUSSELL",),
    "sections": 1,
    "partial": False,
    "page_marks": (),
    "trailer": "",
    "container": None,
    "warnings": (),
}

ASTANA: dict[str, Any] = {
    "id": "09ASTANA1103",
    "message_number": "ASTANA 001103",
    "transmission_id": "VZCZCXRO4947",
    "date": datetime(2009, 7, 2, 11, 33, tzinfo=UTC),
    "date_is_exact": True,
    "precedence": Precedence.IMMEDIATE,
    "captions": ("SENSITIVE", "SIPDIS"),
    "sender": "AMEMBASSY ASTANA",
    "origin": "Embassy Astana",
    "to": (Recipient("SECSTATE WASHDC", "RUEHC", Precedence.IMMEDIATE, "5702"),),
    "info": (
        Recipient("CIS COLLECTIVE", "RUCNCIS", number="1705"),
        Recipient("ALL SOUTH AND CENTRAL ASIA COLLECTIVE", "RUCNCLS"),
        Recipient("EUROPEAN POLITICAL COLLECTIVE", "RUEHZL"),
        Recipient("AMEMBASSY BEIJING", "RUEHBJ", number="1072"),
        Recipient("AMEMBASSY TOKYO", "RUEHKO", number="1774"),
        Recipient("AMEMBASSY SEOUL", "RUEHUL", number="0740"),
        Recipient("USMISSION USUN NEW YORK", "RUCNDT", number="2353"),
        Recipient("USMISSION USNATO", "RUEHNO", number="2671"),
        Recipient("DEPT OF ENERGY WASHDC", "RHEBAAA"),
        Recipient("DEPT OF TREASURY WASHDC", "RUEATRS"),
        Recipient("DEPT OF COMMERCE WASHINGTON DC", "RUCPDOC"),
        Recipient("CIA WASHDC", "RUEAIIA"),
        Recipient("DIA WASHDC", "RHEFAAA"),
        Recipient("NSC WASHDC", "RHEHNSC", number="1256"),
        Recipient("JOINT STAFF WASHDC", "RUEKJCS"),
        Recipient("SECDEF WASHDC", "RUEKJCS", number="1173"),
        Recipient("CDR USCENTCOM MACDILL AFB FL", "RHMFIUU"),
    ),
    "excluded": (),
    "attention": (),
    "executive_order": "12958",
    "declassify": "N/A",
    "declassify_on": None,
    "tags": ("PREL", "PGOV", "PHUM", "ECON", "EPET", "KNNP", "AF", "RS", "KZ"),
    "subject": "KAZAKHSTAN: SCENESETTER FOR UNDER SECRETARY BURNS'S JULY 9-10 VISIT TO ASTANA",
    "subject_marking": None,
    "references": (),
    "classified_by": None,
    "reasons": (),
    "signed_by": ("HOAGLAND",),
    "sections": 4,
    "partial": False,
    "page_marks": (
        "ASTANA 00001103  002 OF 004",
        "ASTANA 00001103  003 OF 004",
        "ASTANA 00001103  004 OF 004",
    ),
    "trailer": "",
    "warnings": (),
}


@pytest.fixture(scope="module")
def moscow() -> Cable:
    return parse(sample("08MOSCOW1640"))


@pytest.fixture(scope="module")
def astana() -> Cable:
    return parse(sample("09ASTANA1103"))


@pytest.mark.parametrize("name", MOSCOW)
def test_a_field_of_moscow(moscow: Cable, name: str) -> None:
    assert getattr(moscow, name) == MOSCOW[name]


@pytest.mark.parametrize("name", ASTANA)
def test_a_field_of_astana(astana: Cable, name: str) -> None:
    assert getattr(astana, name) == ASTANA[name]


def test_moscow_is_confidential(moscow: Cable) -> None:
    assert moscow.classification.level is Level.CONFIDENTIAL
    assert str(moscow.classification) == "CONFIDENTIAL"


def test_astana_is_controlled(astana: Cable) -> None:
    assert astana.classification.level is Level.CONTROLLED
    assert str(astana.classification) == "UNCLASSIFIED//FOR OFFICIAL USE ONLY"


def test_moscow_was_classified_by(moscow: Cable) -> None:
    assert moscow.classified_by is not None
    assert moscow.classified_by.name == "Alice G. Wells"
    assert moscow.classified_by.title == "Political Minister Counselor"


def test_moscow_refers_to_one_cable(moscow: Cable) -> None:
    assert [(r.id, r.kind, r.label) for r in moscow.references] == [("08MOSCOW1425", ReferenceKind.CABLE, "")]


def test_the_export_lines_of_astana(astana: Cable) -> None:
    found = astana.container
    assert found is not None
    assert (found.id, found.date, found.origin) == ("09ASTANA1103", date(2009, 7, 2), "Embassy Astana")
    assert found.classification == "UNCLASSIFIED//FOR OFFICIAL USE ONLY"
    assert found.subject == "KAZAKHSTAN:  SCENESETTER FOR UNDER SECRETARY BURNS'S JULY"


def test_the_paragraphs_of_moscow(moscow: Cable) -> None:
    assert numbers(moscow) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert markings(moscow) == ["C", "C", "U", "U", "U", "C", "U", "C", "C"]


def test_the_paragraphs_of_astana(astana: Cable) -> None:
    assert numbers(astana) == list(range(1, 16))
    assert markings(astana) == ["U", *["SBU"] * 14]


def test_the_headings_of_moscow(moscow: Cable) -> None:
    assert headings(moscow) == [
        "Two Hours of Quality Time",
        "Space Cooperation",
        "Nanotechnology",
        "Joint Development",
        "Regional Security",
        "Volga-Don Canal Expansion",
        "The Press and Experts React",
    ]


def test_the_headings_of_astana(astana: Cable) -> None:
    assert headings(astana) == [
        "FURTHER STRENGTHENING BILATERAL RELATIONS",
        "AFGHANISTAN: POISED TO DO EVEN MORE",
        "DEMOCRACY: SLOW GOING",
        "RAKHAT ALIYEV: A MAJOR PREOCCUPATION",
        "ECONOMY: AGGRESSIVE STEPS TO TACKLE ECONOMIC CRISIS",
        "SUSPENSION OF WTO NEGOTIATIONS",
        "ENERGY: DIVERSIFYING TRANSPORT ROUTES",
        "NON-PROLIFERATION: HALLMARK OF BILATERAL COOPERATION",
    ]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        # Page lines lost before: only their blank lines cut the sentences.
        (3, "Kazakhstan, and other nations. The two sides"),
        (8, "agreed to six months prior to the visit"),
    ],
)
def test_a_sentence_of_moscow_is_whole(moscow: Cable, number: int, sentence: str) -> None:
    assert sentence in numbered(moscow)[number - 1].text


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (2, "support global energy security. With its upcoming 2010 OSCE chairmanship"),
        (6, "perhaps deploying a military medical unit or military engineering team"),
        (9, "for the government. In late 2007, Aliyev began"),
        (10, "an economic recovery beginning in 2010. While the country's economic success"),
        (10, "believe that he may have looted BTA of several billion dollars."),
        (15, "nuclear test site and to provide long-term storage for the spent fuel"),
    ],
)
def test_a_sentence_of_astana_is_whole(astana: Cable, number: int, sentence: str) -> None:
    assert sentence in numbered(astana)[number - 1].text


@pytest.mark.parametrize("name", ["08MOSCOW1640", "09ASTANA1103"])
def test_a_sample_is_prose_and_headings(name: str) -> None:
    read = parse(sample(name))
    assert {block.kind.value for block in read.paragraphs} == {"paragraph", "heading", "signature"}
    assert not any("\n" in block.text for block in read.paragraphs)
    assert "¶" not in "".join(block.text for block in read.paragraphs)


@pytest.mark.parametrize("name", ["08MOSCOW1640", "09ASTANA1103"])
def test_a_sample_keeps_its_text(name: str) -> None:
    assert parse(sample(name)).text == sample(name)


def test_the_summary_of_moscow(moscow: Cable) -> None:
    assert moscow.summary.startswith("Summary: Russian MFA officials")
    assert moscow.summary.endswith("End Summary.")
    assert [(s.first, s.last) for s in moscow.spans if s.kind is SpanKind.SUMMARY] == [(0, 0)]


def test_the_summary_of_astana(astana: Cable) -> None:
    assert astana.summary.startswith("SUMMARY: Your visit to Astana is a key opportunity")
    assert astana.summary.endswith("WTO accession. END SUMMARY.")
    assert [(s.first, s.last) for s in astana.spans if s.kind is SpanKind.SUMMARY] == [(1, 1)]
