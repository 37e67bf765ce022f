"""A cable's facts in words."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from support import CONTROL, HEADER, cable, sample

from cable_tui.cables import (
    Cable,
    CableWarning,
    Classification,
    Level,
    Official,
    Precedence,
    Recipient,
    Reference,
    WarningKind,
    describe,
    parse,
)
from cable_tui.cables.model import ReferenceKind

NOON = datetime(2009, 6, 3, 12, 5, tzinfo=UTC)
WARNINGS = CableWarning(WarningKind.CONTRADICTION, "One."), CableWarning(WarningKind.EXTRACT, "Two.")
COD, HERRING = Recipient("SECSTATE WASHDC"), Recipient("AMEMBASSY BERGEN")


@pytest.mark.parametrize(
    ("value", "exact", "expected"),
    [
        (NOON, True, "Wed 3 Jun 2009 12:05Z"),
        (NOON, False, "Wed 3 Jun 2009"),
        (datetime(1966, 12, 28, tzinfo=UTC), True, "Wed 28 Dec 1966 00:00Z"),
        (datetime(2000, 2, 29, 23, 59, tzinfo=UTC), True, "Tue 29 Feb 2000 23:59Z"),
        (None, True, "date unknown"),
        (None, False, "date unknown"),
    ],
)
def test_a_moment(value: datetime | None, exact: bool, expected: str) -> None:
    assert describe.moment(value, exact) == expected


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (Cable(declassify_on=date(2018, 6, 5), declassify="06/05/2018"), "until 5 Jun 2018"),
        (Cable(declassify="OADR"), "declassify: OADR"),
        (Cable(declassify="CLOSURE OF ICTY"), "declassify: CLOSURE OF ICTY"),
        (Cable(), ""),
    ],
)
def test_until_when(read: Cable, expected: str) -> None:
    assert describe.until(read) == expected


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("Classified By: DCM Ana Brandvik for reasons 1.4 (b) and (d).", "1.4 b d"),
        ("Classified By: DCM Ana Brandvik for reasons 1.5 (b) and (d).", "1.5 b d"),
        ("Classified By: DCM Ana Brandvik for reasons 1.4 (d), (b).", "1.4 d b"),
        ("Classified By: DCM Ana Brandvik, reasons 1.4 (d).\nClassified By: Bo Ost, reasons 1.5 (b).", "1.4 d"),
        ("Classified By: DCM Ana Brandvik.", ""),
        ("", ""),
    ],
)
def test_the_reasons(by: str, expected: str) -> None:
    control = CONTROL.replace("Classified By: DCM Ana Brandvik for reasons 1.4 (b) and (d).", by)
    assert describe.reasons(cable(control=control)) == expected


@pytest.mark.parametrize(
    ("to", "info", "expected"),
    [
        ((COD,), (), "SECSTATE WASHDC"),
        ((COD, HERRING), (), "SECSTATE WASHDC +1"),
        ((COD, HERRING, HERRING), (HERRING,) * 6, "SECSTATE WASHDC +2 +6 info"),
        ((COD,), (HERRING,), "SECSTATE WASHDC +1 info"),
        ((), (HERRING, COD), "2 info"),
        ((), (), ""),
    ],
)
def test_the_addressees(to: tuple[Recipient, ...], info: tuple[Recipient, ...], expected: str) -> None:
    assert describe.addressees(Cable(to=to, info=info)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (COD, "SECSTATE WASHDC"),
        (Recipient("AMEMBASSY RIGA", "", Precedence.NIACT_IMMEDIATE, "0612"), "AMEMBASSY RIGA (niact immediate)"),
        (Recipient("AMEMBASSY RIGA", "RUEHRA", Precedence.ROUTINE), "AMEMBASSY RIGA (routine)"),
    ],
)
def test_a_recipient(value: Recipient, expected: str) -> None:
    assert describe.recipient(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Reference("OSLO 12", id="09OSLO12", kind=ReferenceKind.CABLE), "OSLO 12 = 09OSLO12"),
        (Reference("OSLO 12", "A", "09OSLO12", ReferenceKind.CABLE, None, "NOTAL"), "A. OSLO 12 (NOTAL) = 09OSLO12"),
        (Reference("OST-VELMER E-MAIL", "B", None, ReferenceKind.EMAIL), "B. OST-VELMER E-MAIL [e-mail]"),
        (Reference("THE TALKS"), "THE TALKS [other]"),
    ],
)
def test_a_reference(value: Reference, expected: str) -> None:
    assert describe.reference(value) == expected


@pytest.mark.parametrize(
    ("official", "expected"),
    [
        (Official("Ana Brandvik", "DCM"), "Ana Brandvik, DCM"),
        (Official("Ana Brandvik"), "Ana Brandvik"),
        (Official("", "Embassy Oslo"), "Embassy Oslo"),
        (None, ""),
    ],
)
def test_who_classified(official: Official | None, expected: str) -> None:
    assert describe.classified_by(Cable(classified_by=official)) == expected


@pytest.mark.parametrize(
    ("value", "room", "expected"),
    [
        (Classification(Level.SECRET), 6, "SECRET"),
        (Classification(Level.SECRET), 5, "S"),
        (Classification(Level.SECRET, ("NOFORN",)), 14, "SECRET//NOFORN"),
        (Classification(Level.SECRET, ("NOFORN",)), 13, "S//NOFORN"),
        (Classification(Level.CONTROLLED), 35, "UNCLASSIFIED//FOR OFFICIAL USE ONLY"),
        (Classification(Level.CONTROLLED), 34, "UNCLAS//FOUO"),
        (Classification(Level.CONTROLLED, ("NOFORN",)), 20, "UNCLAS//FOUO//NOFORN"),
        (Classification(Level.CONTROLLED, (), "LIMITED OFFICIAL USE"), 10, "LOU"),
        (Classification(Level.UNKNOWN), 20, "MARKING UNKNOWN"),
        (Classification(Level.UNKNOWN), 5, "?"),
        (Classification(Level.TOP_SECRET, ("SI", "NOFORN")), 12, "TS//SI//NOFORN"),
    ],
)
def test_a_banner_in_the_room_there_is(value: Classification, room: int, expected: str) -> None:
    assert describe.banner(value, room) == expected


def test_the_facts_of_a_cable() -> None:
    control = f"STATE FOR EUR/NB\n{CONTROL}\nDERIVED FROM: DSCG 05-1"
    read = cable(header=f"{HEADER}\nXMT AMCONSUL BERGEN", control=control)
    assert dict(describe.facts(read)) == {
        "Subject": "FISH TALKS WITH VICE MINISTER VELMER",
        "From": "Embassy Oslo, AMEMBASSY OSLO",
        "To": "SECSTATE WASHDC (immediate)",
        "Info": "AMEMBASSY COPENHAGEN",
        "Except": "AMCONSUL BERGEN",
        "For": "STATE FOR EUR/NB",
        "Date": "Wed 3 Jun 2009 12:00Z",
        "Precedence": "immediate",
        "Number": "09OSLO9001  OSLO 009001",
        "Marking": "CONFIDENTIAL",
        "Captions": "SIPDIS",
        "Declassify": "E.O. 12958, until 3 Jun 2019",
        "Classified by": "Ana Brandvik, DCM",
        "Reasons": "1.4 b d",
        "Derived from": "DSCG 05-1",
        "Tags": "PREL EFIS NO",
        "References": "COPENHAGEN 310 = 09COPENHAGEN310",
        "Signed": "BRANDVIK",
        "Transport": read.transport,
    }


def test_nothing_is_told_of_what_is_not_there() -> None:
    assert describe.facts(Cable()) == [("Date", "date unknown"), ("Marking", "MARKING UNKNOWN")]


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        ({"tags": ("PREL", "VELMER, ANA")}, ("Tags", "PREL (VELMER, ANA)")),
        ({"warnings": WARNINGS}, ("Note", "One. Two.")),
        ({"distribution": "ACTION EUR-12"}, ("Distribution", "ACTION EUR-12")),
        ({"executive_order": "12356", "declassify": "OADR"}, ("Declassify", "E.O. 12356, declassify: OADR")),
        ({"id": "09OSLO1", "message_number": ""}, ("Number", "09OSLO1")),
        ({"references_printed": "OSLO 12\n)1A1"}, ("Refs, printed", "OSLO 12 )1A1")),
        ({"signed_by": ("OST", "VELMER")}, ("Signed", "OST, VELMER")),
    ],
)
def test_a_fact(change: dict[str, object], fact: tuple[str, str]) -> None:
    assert fact in describe.facts(replace(Cable(), **change))


@pytest.mark.parametrize(
    ("field", "value", "fact"),
    [
        pytest.param("TAGS: PREL, EFIS, NO", "TAGS: PREL, RU", ("Tags, printed", "PREL, RU"), id="09BERLIN1395"),
        pytest.param("TAGS: PREL, EFIS, NO", "TAGS: PREL,\nKWAC", ("Tags, printed", "PREL, KWAC"), id="09BELGRADE399"),
        pytest.param("TAGS: PREL, EFIS, NO", "TAGS: KDEMAF, AF", ("Tags, printed", "KDEMAF, AF"), id="09KABUL4150"),
        pytest.param(
            "(d).",
            "(d).\nClassified by Consul Bo Ost for Reasons 1.4 B & D.",
            (
                "By, printed",
                "Classified By: DCM Ana Brandvik for reasons 1.4 (b) and (d)."
                " Classified by Consul Bo Ost for Reasons 1.4 B & D.",
            ),
            id="two-officials-09TALLINN373",
        ),
        pytest.param(
            "(d).",
            "(d).\nDECLASSIFY ON: 06/03/2024",
            ("By, printed", "Classified By: DCM Ana Brandvik for reasons 1.4 (b) and (d). DECLASSIFY ON: 06/03/2024"),
            id="day-below-the-official",
        ),
        pytest.param(
            "E.O. 12958: DECL: 06/03/2019",
            "E.O. 12065: GDS 6/3/85 (BRANDVIK, ANA M.) OR-P",
            ("Declassify", "E.O. 12065, until 3 Jun 1985 (printed GDS 6/3/85 (BRANDVIK, ANA M.) OR-P)"),
            id="79TEHRAN8980",
        ),
    ],
)
def test_what_was_printed_is_told_where_it_says_more(field: str, value: str, fact: tuple[str, str]) -> None:
    assert fact in describe.facts(cable(control=CONTROL.replace(field, value)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("TAGS: PREL, EFIS, NO", "TAGS: [PREL](#) [EFIS](#)\nNO"),
        ("REF: COPENHAGEN 310", "REF: A. COPENHAGEN 310\n     B. 08 RIGA 12 (NOTAL)"),
        ("1.4 (b) and (d).", "1.4b and d."),
        ("for reasons 1.4 (b) and (d).", "per E.O. 12958, Reasons: 1.4 b/d"),
        ("DCM Ana Brandvik for reasons", "Consul General in the City of Oslo Ana Brandvik, FOR REAS\nONS"),
    ],
)
def test_nothing_is_told_twice(field: str, value: str) -> None:
    labels = [label for label, _ in describe.facts(cable(control=CONTROL.replace(field, value)))]
    assert [label for label in labels if "printed" in label] == []


def test_the_facts_come_in_the_order_of_a_reader() -> None:
    labels = [label for label, _ in describe.facts(parse(sample("08MOSCOW1640")))]
    assert labels[:4] == ["Subject", "From", "To", "Info"]
    assert labels.index("Date") < labels.index("Marking") < labels.index("Tags") < labels.index("Transport")
