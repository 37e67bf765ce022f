"""Small invented cables, whole but for the part that a test is about; people and events are made up."""

from __future__ import annotations

from pathlib import Path

from cable_tui.cables import Block, BlockKind, Cable, parse

SAMPLES = Path(__file__).parents[2] / "sample_cables"

HEADER = """\
VZCZCXRO1111
OO RUEHXX
DE RUEHNY #9001/01 1541200
ZNY CCCCC ZZH
O 031200Z JUN 09
FM AMEMBASSY OSLO
TO RUEHC/SECSTATE WASHDC IMMEDIATE 1234
INFO RUEHCP/AMEMBASSY COPENHAGEN 0501"""

CLASS_LINE = "C O N F I D E N T I A L OSLO 009001"

CONTROL = """\
SIPDIS

E.O. 12958: DECL: 06/03/2019
TAGS: PREL, EFIS, NO
SUBJECT: FISH TALKS WITH VICE MINISTER VELMER

REF: COPENHAGEN 310

Classified By: DCM Ana Brandvik for reasons 1.4 (b) and (d)."""

BODY = """\
¶1. (C) Vice Minister Velmer told us that the talks go on.

¶2. (U) The cod were not asked."""

SIGNATURE = "BRANDVIK"


def cable_text(
    body: str = BODY,
    *,
    header: str = HEADER,
    class_line: str = CLASS_LINE,
    control: str = CONTROL,
    signature: str = SIGNATURE,
) -> str:
    """The text of a whole cable; a part given as '' is left out."""
    top = "\n".join(part for part in (header, class_line) if part)
    return "\n\n".join(part for part in (top, control, body, signature) if part) + "\n"


def cable(body: str = BODY, **parts: str) -> Cable:
    """The same, parsed."""
    return parse(cable_text(body, **parts))


def sample(name: str) -> str:
    """The text of a sample cable of the project."""
    return (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")


def numbered(read: Cable) -> list[Block]:
    """The numbered paragraphs."""
    return [block for block in read.paragraphs if block.number is not None]


def numbers(read: Cable) -> list[int | None]:
    """The numbers of the paragraphs in reading order."""
    return [block.number for block in numbered(read)]


def markings(read: Cable) -> list[str]:
    """The markings of the numbered paragraphs in their short form, '' for none."""
    return [str(block.marking) if block.marking else "" for block in numbered(read)]


def headings(read: Cable) -> list[str]:
    """The headings in reading order."""
    return [block.text for block in read.paragraphs if block.kind is BlockKind.HEADING]


def texts(read: Cable) -> list[str]:
    """The texts of everything but the signature."""
    return [block.text for block in read.paragraphs if block.kind is not BlockKind.SIGNATURE]
