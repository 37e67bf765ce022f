"""What the archive of the 1970s' telegrams says of one: read, told, and why there is no text."""

from __future__ import annotations

import pytest

from cable_tui.cables import Cable, describe, parse
from cable_tui.cables.archive_facts import fact
from cable_tui.cables.body.reading_order import reading_blocks
from cable_tui.cables.codec import record
from cable_tui.cables.model import Level

TEXT = """\
UNCLASSIFIED

PAGE 01        STATE  290286
ORIGIN SY-01
INFO OCT-01 /026 R
DRAFTED BY SY/I:AVELMER:OL

R 201431Z NOV 76
FM SECSTATE WASHDC
TO AMEMBASSY OSLO
UNCLAS STATE 290286
E.O. 11652: N/A
TAGS: EFIS
SUBJECT: FISH

1. THE COD HAD NO OPINION.
LUND
"""
ATTRIBUTES = """\
Capture Date: 01 JAN 1994
Control Number: n/a
Concepts: FISHING AGREEMENTS, DIPLOMATIC
 DISCUSSIONS
Document Number: 1976STATE290286
Document Unique ID: '00'
Draft Date: 20 NOV 1976
Drafter: SY/I:AVELMER:OL
Enclosure: DG ALTERED
Film Number: D760401-0123
From: STATE
Handling Restrictions: n/a
Locator: TEXT ON-LINE, ON MICROFILM
Office: ORIGIN SY
Original Classification: UNCLASSIFIED
Original Handling Restrictions: EXDIS
Previous Classification: CONFIDENTIAL
Review Markings: ! 'n/a'
Subject: FISH
TAGS: EFIS
To: OSLO INFO BUENOS AIRES THE HAGUE
"""


def telegram(text: str = TEXT, *, attributes: str = ATTRIBUTES, indent: str = "") -> Cable:
    whole = f"Message Text\n\n{text}\n\nMessage Attributes\n\n{attributes}"
    return parse("".join(f"{indent}{line}" for line in whole.splitlines(keepends=True)))


@pytest.mark.parametrize("indent", ["", " "])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("drafter", "SY/I:AVELMER:OL"),
        ("office", "ORIGIN SY"),
        ("concepts", "FISHING AGREEMENTS, DIPLOMATIC DISCUSSIONS"),
        ("film", "D760401-0123"),
        ("enclosure", "DG ALTERED"),
        ("handling", "EXDIS"),
        ("previous", "CONFIDENTIAL"),
        ("locator", "TEXT ON-LINE, ON MICROFILM"),
    ],
)
def test_a_fact_is_told_and_exported(field: str, value: str, indent: str) -> None:
    cable = telegram(indent=indent)
    assert fact(cable, field) == record(cable)[field] == value
    assert value in dict(describe.facts(cable)).values()
    assert not cable.unparsed.strip()


def test_all_other_attributes_are_told_and_no_empty_one() -> None:
    (archive,) = (value for label, value in describe.facts(telegram()) if label == "Archive")
    assert archive.split("\n") == [
        "Capture Date: 01 JAN 1994",
        "Document Number: 1976STATE290286",
        "Document Unique ID: 00",
        "Draft Date: 20 NOV 1976",
        "To: OSLO INFO BUENOS AIRES THE HAGUE",
    ]


def test_drafter_and_office_of_a_text_alone() -> None:
    cable = parse(TEXT)
    assert (fact(cable, "drafter"), fact(cable, "office")) == ("SY/I:AVELMER:OL", "ORIGIN SY")


@pytest.mark.parametrize(
    ("printed", "level"),
    [
        *((word, Level.UNCLASSIFIED) for word in "SECRETARY SECRETARIAT SECRETARY'S TO OF WELCOME (B) n/a".split()),
        ("SECRETARY-GENERAL", Level.UNCLASSIFIED),
        ("SECRET", Level.SECRET),
        ("CONFIDENTIAL", Level.CONFIDENTIAL),
    ],
)
def test_a_level_is_a_whole_word(printed: str, level: Level) -> None:
    changed = ATTRIBUTES.replace("Original Classification: UNCLASSIFIED", f"Original Classification: {printed}")
    cable = telegram(attributes=changed)
    assert cable.classification.level is level
    assert bool(cable.warnings) is (level is not Level.UNCLASSIFIED)


LOST = ATTRIBUTES.replace("TEXT ON-LINE, ON MICROFILM", "TEXT ON MICROFILM, ADS TEXT UNRETRIEVABLE")
REASON = "TEXT ON MICROFILM, ADS TEXT UNRETRIEVABLE; DG ALTERED"


@pytest.mark.parametrize(
    "cable",
    [
        telegram("Telegram text has been removed or could not be retrieved.", attributes=LOST),
        telegram("", attributes=LOST),
        telegram("", attributes=LOST, indent="  "),
        parse(f"Message Attributes\n\n{LOST}"),
        parse(LOST),
    ],
    ids=["sentence", "empty", "indented", "attributes", "without a heading"],
)
def test_a_telegram_without_text_has_its_facts_and_the_reason(cable: Cable) -> None:
    assert (cable.id, cable.subject, cable.tags) == ("76STATE290286", "FISH", ("EFIS",))
    assert cable.date
    assert cable.date.date().isoformat() == "1976-11-20"
    assert (cable.captions, cable.classification.level) == (("EXDIS",), Level.UNCLASSIFIED)
    assert [recipient.name for recipient in cable.to] == ["OSLO"]
    assert [recipient.name for recipient in cable.info] == ["BUENOS AIRES", "THE HAGUE"]
    assert cable.without_text == REASON
    assert REASON in reading_blocks(cable)[0].text


@pytest.mark.parametrize("cable", [telegram(), telegram(attributes=LOST), parse(TEXT), Cable()])
def test_a_telegram_with_its_text_has_no_such_reason(cable: Cable) -> None:
    assert cable.without_text == ""


@pytest.mark.parametrize("written", ["20 NOV 1976", "20-Nov-1976 12:00:00 am", "20/11/1976"])
def test_a_day_of_the_archive(written: str) -> None:
    cable = telegram("", attributes=LOST.replace("20 NOV 1976", written))
    assert cable.date
    assert (cable.date.date().isoformat(), cable.date_is_exact) == ("1976-11-20", False)


@pytest.mark.parametrize("written", ["(C) FISH", "C) FISH", "FISH (C)"])
def test_the_marking_of_a_catalogue_s_title_is_no_part_of_it(written: str) -> None:
    cable = telegram("", attributes=LOST.replace("Subject: FISH", f"Subject: {written}"))
    assert (cable.subject, str(cable.subject_marking)) == ("FISH", "C")
