"""Small invented cables in every form; people and events are made up."""

from __future__ import annotations

from pathlib import Path

from cable_tui.sources import Problem, RawCable, Skipped, SourceFile, read, scan

Result = RawCable | Problem | Skipped

HEADER = """\
VZCZCXRO1111
OO RUEHXX
DE RUEHNY #9001/01 1541200
ZNR UUUUU ZZH
O 031200Z JUN 09
FM AMEMBASSY OSLO
TO RUEHC/SECSTATE WASHDC IMMEDIATE 1234"""

BODY = """\
UNCLAS SECTION 01 OF 02 OSLO 009001

SIPDIS

TAGS: EFIS, NO
SUBJECT: "FISH" TALKS WITH VICE MINISTER VELMER

¶1. (U) Ana Velmer told us that the cod have "no opinion".

BRANDVIK"""

EXPORT_LINES = """\
09OSLO9001
"FISH" TALKS WITH VICE MINISTER VELMER
Wed Jun 03 00:00:00 +0200 2009
UNCLASSIFIED
Embassy Oslo
"""

EXPORT = EXPORT_LINES + HEADER + BODY + "\n"

SECTION_2 = """\
VZCZCXRO1112
OO RUEHXX
DE RUEHNY #9001/02 1541201
ZNR UUUUU ZZH
O 031200Z JUN 09
FM AMEMBASSY OSLO
TO RUEHC/SECSTATE WASHDC IMMEDIATE 1235
UNCLAS SECTION 02 OF 02 OSLO 009001

¶2. (U) The talks go on in Bergen.

BRANDVIK
"""

BARE = """\


VZCZCXYZ0000
RR RUEHWEB

DE RUEHNY #9002/01 1551200
ZNY CCCCC ZZH
R 041200Z JUN 09
FM AMEMBASSY OSLO
TO RUEHC/SECSTATE WASHDC 1236

C O N F I D E N T I A L OSLO 009002

SIPDIS

E.O. 12958: DECL: 06/04/2019
TAGS: PREL NO
SUBJECT: A SECOND OPINION ON COD

¶1. (C) Ole Tangvald disagreed.

BRANDVIK
"""

TELEGRAM = """\
Message Text

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
SUBJ: FISH TALKS
1. VELMER WAS OUT.
BRANDVIK

Message Attributes
Document Number: 1974OSLO09003
Original Classification: LIMITED OFFICIAL USE
"""

TELEGRAM_2 = TELEGRAM.replace("09003", "09004").replace("9003", "9004").replace("121130Z", "131130Z")

PLAIN_TELEGRAM = TELEGRAM.partition("\n\n")[2].partition("\nMessage Attributes")[0]

SMART = """\
UNCLASSIFIED
SBU
MRN:       12 OSLO 9004
Date/DTG:  Jun 03, 2012 / 031200Z JUN 12
From:      AMEMBASSY OSLO
Action:    WASHDC, SECSTATE ROUTINE
E.O.:      13526
TAGS:      EFIS, NO
Subject:   Fish talks with Ana Velmer

1. (U) No news.
"""

FRAGMENT = """\
C O N F I D E N T I A L OSLO 009005
E.O. 12958: DECL: 06/04/2019
TAGS: PREL NO
SUBJECT: SHORT

1. (C) Nothing happened.
"""

NOTICE = "This record is a partial extract of the original cable. The full text is not available."

README = "# The collection\n\nCables about fish, for the seminar.\nSubject: cod\nTags: fish, cod\n"


def quoted(*fields: str) -> str:
    """One row of a cables.csv."""
    return ",".join('"' + field.replace("\\", "\\\\").replace('"', '\\"') + '"' for field in fields) + "\n"


def row(number: int, header: str = HEADER, body: str = BODY) -> str:
    """A row for the invented cable with that number."""
    return quoted(
        str(number),
        "6/3/2009 12:00",
        f"09OSLO{9000 + number}",
        "Embassy Oslo",
        "UNCLASSIFIED",
        "08OSLO1",
        header,
        body,
    )


def page(header: str = HEADER, body: str = BODY) -> str:
    """A Cablegate page, its markup written as the site wrote it."""
    body = body.replace("¶1", "<a id='par1' href='#par1'>¶</a>1").replace("EFIS", "<a href='/tag/EFIS_0.html'>EFIS</a>")
    header, body = (part.replace("\n", "&#x000A;") for part in (header, body))
    cells = ("09OSLO9001", "2009-06-03 12:12", "2010-11-28 18:06", "UNCLASSIFIED", "Embassy Oslo")
    table = "".join(f"<td>\n<a href='/x.html'>{cell}</a>\n</td>\n" for cell in cells)
    names = "".join(
        f"<th>{name}</th>\n" for name in ("Reference ID", "Created", "Released", "Classification", "Origin")
    )
    return f"""\
<?xml version='1.0' encoding='utf-8' ?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html><head><title>Cable Viewer</title></head><body>
<div class='sort'>{"<a href='/date/2009-06_0.html'>2009/06</a>" * 90}</div>
<h3>Viewing cable 09OSLO9001, "FISH" TALKS WITH VICE MINISTER VELMER</h3>
<table class='cable'><tr>{names}</tr><tr>{table}</tr>
<tr><td colspan='5'>Appears in these articles:<br /></td></tr></table>
<code><pre>{header}</pre></code>
<code><pre>{body}</pre></code>
</body></html>
"""


def results(archive: Path) -> list[Result]:
    """Everything that scanning and reading an archive gives."""
    found: list[Result] = []
    for file in scan(archive):
        found.extend(read(archive, file) if isinstance(file, SourceFile) else [file])
    return found


def results_of(folder: Path, data: bytes | str, name: str = "unnamed") -> list[Result]:
    """What reading one file with these contents gives."""
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return results(file)


def cables(found: list[Result]) -> list[RawCable]:
    """The cables, where nothing else was found."""
    assert all(isinstance(result, RawCable) for result in found), found
    return [result for result in found if isinstance(result, RawCable)]


def kinds(found: list[Result]) -> list[str]:
    """The names of the classes, in order."""
    return [type(result).__name__ for result in found]
