"""What stands around a cable in a text file, and the five forms as text."""

from datetime import UTC, date, datetime

import pytest
from support import BODY, CLASS_LINE, CONTROL, HEADER, cable_text, numbers, texts

from cable_tui.cables import Container, Level, Precedence, parse

EXPORT = """\
09OSLO9001
NORWAY: VICE MINISTER VELMER'S JUNE
Wed Jun 03 00:00:00 +0200 2009
UNCLASSIFIED//FOR OFFICIAL USE ONLY
Embassy Oslo
VZCZCXRO1111
OO RUEHXX
DE RUEHNY #9001/01 1541200
ZNR UUUUU ZZH
O 031200Z JUN 09
FM AMEMBASSY OSLO
TO RUEHC/SECSTATE WASHDC IMMEDIATE 1234UNCLAS SECTION 01 OF 02 OSLO 009001\x20
\x20
SENSITIVE\x20

SUBJECT: NORWAY: VICE MINISTER VELMER'S JUNE\x20
9-10 VISIT\x20

¶1. (U) Ana Velmer told us.
"""

BARE = """\


VZCZCXYZ0000
RR RUEHWEB

DE RUEHNY #9002/01 1551200
ZNY CCCCC ZZH
R 041200Z JUN 09
FM AMEMBASSY OSLO
TO RUEHC/SECSTATE WASHDC 1235

C O N F I D E N T I A L OSLO 009002

TAGS: [PREL](#) [ENRG](#)
MASS, EINV
SUBJECT: FISH

11. (C) Summary: Ana Velmer told us so. End summary.

12. (U) More.
BRANDVIK"""

ARCHIVE = """\
LIMITED OFFICIAL USE
PAGE 01  OSLO 09003  121302Z
45
ACTION EUR-12
INFO  OCT-01  ISO-00  SSO-00  /026 W
                     ---------------------     099491
R 121130Z JUL 74
FM AMEMBASSY OSLO
TO SECSTATE WASHDC 4321
LIMITED OFFICIAL USE OSLO 9003
E.O. 11652: N/A
TAGS: PFOR, NO
SUBJ: FISH TALKS WITH VICE MINISTER VELMER

1. VICE MINISTER VELMER TOLD US THAT THE TALKS ABOUT THE COD WILL
LIMITED OFFICIAL USE
PAGE 02  OSLO 09003  121302Z
GO ON IN BERGEN.

2. THE HERRING IS NOT ON THE LIST.
BRANDVIK

LIMITED OFFICIAL USE
"""

ATTRIBUTES = """\
Message Attributes

Automatic Decaptioning: X
Concepts: FISHERIES, MEETINGS
Control Number: n/a
Draft Date: 12 JUL 1974
Document Number: 1974OSLO09003
Executive Order: N/A
Original Classification: LIMITED OFFICIAL USE
Current Classification: UNCLASSIFIED
Sent Date: n/a
Subject: FISH TALKS WITH VICE MINISTER
  VELMER
TAGS: PFOR, NO
To: STATE
"""

SMART = """\
UNCLASSIFIED
SBU
MRN:       12 OSLO 9004
Date/DTG:  Jun 03, 2012 / 031200Z JUN 12
From:      AMEMBASSY OSLO
Action:    WASHDC, SECSTATE ROUTINE
E.O.:      13526
TAGS:      PREL, NO
Captions:  SENSITIVE, SIPDIS
Reference: A) 12 STATE 55; B) 11 OSLO 800
Subject:   Fish talks with Ana Velmer

1. (SBU) Ana Velmer told us that the talks go on.

Signature: BRANDVIK
"""


def test_a_text_export() -> None:
    read = parse(EXPORT)
    assert read.id == "09OSLO9001"
    assert read.date == datetime(2009, 6, 3, 12, 0, tzinfo=UTC)
    assert read.classification.level is Level.CONTROLLED
    assert read.origin == "Embassy Oslo"
    assert read.captions == ("SENSITIVE",)
    assert read.subject == "NORWAY: VICE MINISTER VELMER'S JUNE 9-10 VISIT"
    assert (read.to[0].precedence, read.to[0].number) == (Precedence.IMMEDIATE, "1234")
    assert numbers(read) == [1]


def test_what_stands_above_a_form_is_a_banner_or_shown_as_it_is() -> None:
    read = parse(f"C05Norway\nPARIS FOR THE HERRING\n{SMART}")
    assert read.classification.printed == "UNCLASSIFIED SBU"
    assert read.unparsed == "C05Norway\nPARIS FOR THE HERRING"
    case = "UNCLASSIFIED U.S. Department of State Case No. F-2012-1"
    read = parse(f"{case}\n{SMART}")
    assert (read.classification.printed, read.unparsed) == (f"{case} UNCLASSIFIED SBU", case)


def test_a_bare_transmission() -> None:
    read = parse(BARE)
    assert read.id == "09OSLO9002"
    assert read.transmission_id == "VZCZCXYZ0000"
    assert read.tags == ("PREL", "ENRG", "MASS", "EINV")
    assert numbers(read) == [1, 2]
    assert read.signed_by == ("BRANDVIK",)
    assert read.container is None


@pytest.mark.parametrize("attributes", [False, True])
def test_an_archive_record(attributes: bool) -> None:
    read = parse(f"Message Text\n\n\n{ARCHIVE}\n\n{ATTRIBUTES}" if attributes else ARCHIVE)
    assert read.id == "74OSLO9003"
    assert read.date == datetime(1974, 7, 12, 11, 30, tzinfo=UTC)
    assert read.date_is_exact
    assert str(read.classification) == "LIMITED OFFICIAL USE"
    assert read.executive_order == "11652"
    assert read.tags == ("PFOR", "NO")
    assert read.subject == "FISH TALKS WITH VICE MINISTER VELMER"
    assert texts(read) == [
        "VICE MINISTER VELMER TOLD US THAT THE TALKS ABOUT THE COD WILL GO ON IN BERGEN.",
        "THE HERRING IS NOT ON THE LIST.",
    ]
    assert read.signed_by == ("BRANDVIK",)
    assert "PAGE 02  OSLO 09003  121302Z" in read.page_marks


def test_the_attributes_of_an_archive_record() -> None:
    found = parse(f"Message Text\n\n\n{ARCHIVE}\n\n{ATTRIBUTES}").container
    assert found is not None
    assert found.id == "1974OSLO09003"
    assert found.date == date(1974, 7, 12)
    assert found.classification == "LIMITED OFFICIAL USE"
    assert found.subject == "FISH TALKS WITH VICE MINISTER VELMER"


def test_an_archive_record_without_a_header_has_the_day_of_its_attributes() -> None:
    read = parse(f"Message Text\n\n\n1. THE TALKS GO ON.\n\n{ATTRIBUTES}")
    assert (read.id, read.date_is_exact) == ("74OSLO9003", False)
    assert read.date == datetime(1974, 7, 12, tzinfo=UTC)


def test_a_smart_form() -> None:
    read = parse(SMART)
    assert read.id == "12OSLO9004"
    assert read.date == datetime(2012, 6, 3, 12, 0, tzinfo=UTC)
    assert read.date_is_exact
    assert read.classification.level is Level.CONTROLLED
    assert read.sender == "AMEMBASSY OSLO"
    assert read.executive_order == "13526"
    assert read.tags == ("PREL", "NO")
    assert read.captions == ("SENSITIVE", "SIPDIS")
    assert [r.id for r in read.references] == ["12STATE55", "11OSLO800"]
    assert read.subject == "Fish talks with Ana Velmer"
    assert numbers(read) == [1]
    assert read.signed_by == ("BRANDVIK",)


FIVE = "09OSLO9001\nTITLE\nWed Jun 03 00:00:00 +0200 2009\nSECRET//NOFORN\nEmbassy Oslo\n"


@pytest.mark.parametrize("text", [FIVE, FIVE.rstrip(), "\n\n" + FIVE, FIVE + "\n\n"])
def test_an_export_without_text(text: str) -> None:
    read = parse(text)
    assert read.id == "09OSLO9001"
    assert str(read.classification) == "SECRET//NOFORN"
    assert (read.date, read.date_is_exact) == (datetime(2009, 6, 3, tzinfo=UTC), False)
    assert read.container is not None
    assert read.container.subject == "TITLE"
    assert read.paragraphs == ()


def test_an_export_without_a_title_02BRASILIA4227() -> None:
    read = parse(FIVE.replace("TITLE\n", "") + "C O N F I D E N T I A L OSLO 009001\n\nSUBJECT: FISH\n\n¶1. (C) A.\n")
    assert (read.id, read.subject, numbers(read)) == ("09OSLO9001", "FISH", [1])


@pytest.mark.parametrize("day", ["Wed Jun 03 00:00:00 +0200 2009", "Wed Jun 03 23:30:00 -1000 2009"])
def test_the_catalogue_day_is_never_shifted(day: str) -> None:
    read = parse(FIVE.replace("Wed Jun 03 00:00:00 +0200 2009", day))
    assert read.container is not None
    assert read.container.date == date(2009, 6, 3)
    assert read.date == datetime(2009, 6, 3, tzinfo=UTC)


def test_a_key_block_is_no_text() -> None:
    block = "-----BEGIN PGP SIGNED MESSAGE-----\nmQINBFZ\n=Hx\n-----END PGP SIGNED MESSAGE-----\n"
    read = parse(block + cable_text())
    assert read.id == "09OSLO9001"
    assert "mQINBFZ" in read.unparsed
    assert "mQINBFZ" not in "".join(texts(read))


def test_what_is_given_counts_before_what_is_found() -> None:
    given = Container(id="07PARIS2725", date=date(2007, 6, 29), classification="SECRET", origin="Embassy Paris")
    read = parse(cable_text(), given)
    assert read.id == "07PARIS2725"
    assert read.message_number == "OSLO 009001"
    assert read.origin == "Embassy Paris"
    assert read.classification.level is Level.SECRET
    assert any("09OSLO9001" in warning.sentence and "07PARIS2725" in warning.sentence for warning in read.warnings)


def test_what_is_given_counts_before_the_export_lines() -> None:
    read = parse(FIVE, Container(id="07PARIS2725", origin="Embassy Paris"))
    assert (read.id, read.origin) == ("07PARIS2725", "Embassy Paris")


def test_a_number_that_agrees_is_not_warned_of() -> None:
    read = parse(cable_text(), Container(id="09OSLO9001", date=date(2009, 6, 3), classification="CONFIDENTIAL"))
    assert read.warnings == ()


def test_the_parts_of_the_helper_are_whole() -> None:
    assert cable_text() == f"{HEADER}\n{CLASS_LINE}\n\n{CONTROL}\n\n{BODY}\n\nBRANDVIK\n"
