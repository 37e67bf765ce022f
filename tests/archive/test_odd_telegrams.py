"""Telegrams as people have them: each file is listed, searched and exported with what a careful reader finds in it."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from harness.command import run
from harness.rows import rows

from cable_tui.archive import Archive, Limit
from cable_tui.archive.build.update import update
from cable_tui.cables.archive_facts import fact
from cable_tui.cables.model import BlockKind

SHARED = """\
                                  Message Text


 UNCLASSIFIED

 PAGE 01        STATE  390387
 ORIGIN SY-0{n}

 R 20143{n}Z NOV 76
 FM SECSTATE WASHDC
 TO AMEMBASSY OSLO
 UNCLAS STATE 390387
 E.O. 11652: N/A
 TAGS: ASEC
 SUBJECT: INQUIRY NUMBER {n} ABOUT OLE TANGVALD

 1. THE RSO IS ASKED TO INTERVIEW PERSON NUMBER {n} ABOUT THE NETS OF CASE {n}.
 OOST




                              Message Attributes

Automatic Decaptioning: X
Capture Date: 01 JAN 1994
Concepts: INVESTIGATIONS, NETS
Document Number: 1976STATE390387
Draft Date: 20 NOV 1976
Drafter: SY:AVELMER
Film Number: D760431-000{n}
From: STATE
Locator: TEXT ON-LINE, ON MICROFILM
Original Classification: SECRETARY
Subject: INQUIRY NUMBER {n} ABOUT OLE TANGVALD
TAGS: ASEC
To: OSLO
"""
WITHOUT_TEXT = """\
                                  Message Text

 Telegram text has been removed or could not be retrieved.

                              Message Attributes

Document Number: 1976OSLO00888
Draft Date: 20 NOV 1976
From: OSLO
Locator: TEXT ON MICROFILM, ADS TEXT UNRETRIEVABLE
Original Classification: CONFIDENTIAL
Subject: NETS
TAGS: PFOR, NO
To: STATE
"""
TWO_LINES = """\
CONFIDENTIAL
PAGE 01
OSLO 09411 01 OF 02 141816Z
ACTION SS-25
INFO OCT-01 ADS-00 SSO-00 /026 W
------------------127794 141824Z /42
O R 141640Z SEP 79
FM AMEMBASSY OSLO
TO SECSTATE WASHDC IMMEDIATE 9562
INFO AMEMBASSY REYKJAVIK
C O N F I D E N T I A L SECTION 1 OF 2 OSLO 9411
EXDIS
E.O. 12065: RDS-3 9/30/99 (VELMER, ANA C.) OR-P
TAGS: EFIS, NO
SUBJECT: (C) THEFT OF THE TANGVALD NETS
REFS: (A) REYKJAVIK 5257, (B) STATE 240820
CONFIDENTIAL
CONFIDENTIAL
PAGE 02
OSLO 09411 01 OF 02 141816Z
1. C- ENTIRE TEXT.
2. SUMMARY: THE MINISTRY HAS LOOKED INTO THE THEFT REPORTED IN REF
(A) AS IT AFFECTS THE QUOTA TALKS. END SUMMARY.
WHAT THE NIGHT WATCH SAW
3. ANY ACCOUNT MUST BEGIN WITH THE FACT THAT
NOTHING WAS SEEN BETWEEN MIDNIGHT AND THE
CONFIDENTIAL
CONFIDENTIAL
PAGE 03
OSLO 09411 01 OF 02 141816Z
Sheryl P. Walter Declassified/Released US Department of State EO Systematic Review 20 Mar 2014
Sheryl P. Walter Declassified/Released US Department of State EO Systematic Review 20 Mar 2014
MORNING WATCH, WHEN ALL NINE NETS WERE GONE.
VELMER
"""
NO_NUMBERS = """\
SECRET
PAGE 01 STATE 919297
62
ORIGIN SS-10
INFO OCT-01 ISO-00 SSO-00 CCO-00 /011 R
DRAFTED BY S/S-O:AVELMER
APPROVED BY S/S-O:OOST
--------------------- 032780
O 220116Z SEP 73 ZFF4
FM SECSTATE WASHDC
TO AMEMBASSY OSLO NIACT IMMEDIATE
AMEMBASSY BERN IMMEDIATE
S E C R E T STATE 919297
EXDIS TOSHU 24/TOECO 23 - ZFF OSLO ONLY
E.O. 11652 GDS
TAGS: OVIP, VELMER, OST, AND LUND.
SUBJECT: SPECIAL SUMMARY NUMBER 7
OSLO PASS TO MR LUND FOR SECRETARY OST (THIS IS THE
FIRST SPECIAL SUMMARY FOR SECRETARY OST).
COD WAR OFF BERGEN?
REPORTS ARE RIFE THAT A PLOT OF SENIOR FISHERMEN
WAS FOILED YESTERDAY, EMBASSY OSLO
REPORTS. (CONFIDENTIAL) OSLO 6844, 9/21.
SECRET
SECRET
PAGE 02 STATE 919297
ICELAND:
A. NETS TO BE RELEASED
THE CONSULATE CONFIRMED FOUR NETS AMONG THOSE HELD AT
THE HARBOR. (CONFIDENTIAL) REYKJAVIK 4473, 9/21.
"""
LABELS = """\
US embassy cable - 02OSLO3380

HERRING CONVENTION (HC): AD REF HOST SECRET

Identifier: 02OSLO3380
Wikileaks: View 02OSLO3380 at Wikileaks.org
Origin: Embassy Oslo
Created: 2002-07-03 15:53:00
Classification: SECRET
Tags: PARM MARR EFIS MARR EFIS NO FAO EFISPARM FAO EFISPARM FAO
Redacted: This cable was not redacted by Wikileaks.
This record is a partial extract of the original cable. The full text of the original cable is not available.

S E C R E T SECTION 01 OF 04 OSLO 003380\x20
\x20
SIPDIS\x20
\x20
DEFENSE FOR OSD/FISH AND GC\x20
STATE FOR L/OCEAN AND EUR\x20
\x20
E.O. 12958: DECL: 07/03/2012\x20
TAGS: PARM, MARR, EFIS, MARR, EFIS, NO, FAO, EFISPARM, FAO\x20
SUBJECT: HERRING CONVENTION (HC): AD REF HOST\x20
                          SECRET\x20
\x20
PAGE 02        OSLO  03380  01 OF 04  031539Z\x20
COUNTRY AGREEMENT (HCA) WITH NORWAY\x20
\x20
CLASSIFIED BY: ACTING POL MC OLE LUND FOR REASONS 1.5 (B) AND (D)\x20
\x20
1. (C) SUMMARY: U.S. TEAM SUCCESSFULLY CONCLUDED AD REF HOST\x20
COUNTRY\x20
AGREEMENT (HCA)  IN TALKS WITH NORWEGIAN OFFICIALS JUNE 21.\x20
END SUMMARY.\x20
"""
FILES = {
    "shared-1.txt": SHARED.format(n=1),
    "shared-2.txt": SHARED.format(n=2),
    "shared-3.txt": SHARED.format(n=3),
    "without-text.txt": WITHOUT_TEXT,
    "two-lines.txt": TWO_LINES,
    "no-numbers.txt": NO_NUMBERS,
    "labels.txt": LABELS,
}
#: What is found in each: number without letters, day, level, subject, TAGS, ids of references.
READ = {
    **{
        f"shared-{n}.txt": (
            *("76STATE390387", "1976-11-20", "UNCLASSIFIED", f"INQUIRY NUMBER {n} ABOUT OLE TANGVALD"),
            ("ASEC",),
            (),
        )
        for n in (1, 2, 3)
    },
    "without-text.txt": ("76OSLO888", "1976-11-20", "CONFIDENTIAL", "NETS", ("PFOR", "NO"), ()),
    "two-lines.txt": (
        *("79OSLO9411", "1979-09-14", "CONFIDENTIAL", "THEFT OF THE TANGVALD NETS", ("EFIS", "NO")),
        ("79REYKJAVIK5257", "79STATE240820"),
    ),
    "no-numbers.txt": (
        *("73STATE919297", "1973-09-22", "SECRET", "SPECIAL SUMMARY NUMBER 7"),
        ("OVIP", "VELMER", "OST", "LUND"),
        (),
    ),
    "labels.txt": (
        *(
            "02OSLO3380",
            "2002-07-03",
            "SECRET",
            "HERRING CONVENTION (HC): AD REF HOST COUNTRY AGREEMENT (HCA) WITH NORWAY",
        ),
        ("PARM", "MARR", "EFIS", "NO", "FAO"),
        (),
    ),
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "odd"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    update(folder)
    return folder


@pytest.mark.parametrize("name", READ)
def test_each_is_a_row_with_its_fields(name: str, archive: Path) -> None:
    (found,) = [(header, cable) for header, cable in rows(archive) if header.source == name]
    header, cable = found
    number, day, level, subject, tags, references = READ[name]
    assert header.id.partition("-")[0] == number
    assert (header.day, str(cable.classification), cable.subject, cable.tags) == (day, level, subject, tags)
    assert tuple(reference.id for reference in cable.references) == references
    assert not [block for block in cable.paragraphs if "PAGE 0" in block.text]
    with closing(Archive.open(archive)) as opened:
        assert list(opened.view(Limit(f"id:{header.id}")).ids) == [header.doc_id]


def test_each_is_exported_once(archive: Path) -> None:
    exported = [json.loads(line) for line in run("export", archive).stdout.splitlines()]
    assert sorted(one["subject"] for one in exported) == sorted(subject for _, _, _, subject, *_ in READ.values())
    assert len({one["id"] for one in exported}) == len(FILES)


def test_what_stands_in_them_besides(archive: Path) -> None:
    found = {header.source: cable for header, cable in rows(archive)}
    shared, lost, plain = (found[name] for name in ("shared-2.txt", "without-text.txt", "no-numbers.txt"))
    told = [fact(shared, name) for name in ("drafter", "film", "concepts", "office")]
    assert told == ["SY:AVELMER", "D760431-0002", "INVESTIGATIONS, NETS", "ORIGIN SY"]
    assert not shared.unparsed
    assert lost.without_text == "TEXT ON MICROFILM, ADS TEXT UNRETRIEVABLE"
    assert [recipient.name for recipient in lost.to] == ["STATE"]
    headings = [block.text for block in plain.paragraphs if block.kind is BlockKind.HEADING]
    assert headings == ["COD WAR OFF BERGEN?", "ICELAND:"]
    paged = found["two-lines.txt"]
    assert [block.number for block in paged.paragraphs if block.number] == [1, 2, 3]
    assert "AND THE MORNING WATCH, WHEN ALL NINE NETS" in paged.paragraphs[-2].text.replace("\n", " ")
    assert paged.signed_by == ("VELMER",)
    labelled = found["labels.txt"]
    assert labelled.classified_by
    assert (labelled.classified_by.name, labelled.reasons) == ("OLE LUND", ("b", "d"))
    assert (labelled.origin, labelled.captions) == ("Embassy Oslo", ("SIPDIS",))
