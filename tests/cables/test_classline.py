"""The classification line in all its forms."""

import pytest
from support import HEADER, cable

from cable_tui.cables import Level
from cable_tui.cables.header.classline import ClassLine, class_line_in, find_class_line

U, CTRL, C, S = Level.UNCLASSIFIED, Level.CONTROLLED, Level.CONFIDENTIAL, Level.SECRET

LINES = [
    pytest.param("UNCLAS SECTION 01 OF 04 ASTANA 001103", U, "ASTANA 001103", 4, id="section-09ASTANA1103"),
    pytest.param("C O N F I D E N T I A L MOSCOW 001640", C, "MOSCOW 001640", 1, id="spaced-08MOSCOW1640"),
    pytest.param("C O N F I D E N T I A L  MOSCOW 001640", C, "MOSCOW 001640", 1, id="two-spaces"),
    pytest.param("S E C R E T SECTION 01 OF 03 BAGHDAD 000146", S, "BAGHDAD 000146", 3, id="spaced-secret"),
    pytest.param("UNCLASSIFIED TEHRAN 5055", U, "TEHRAN 5055", 1, id="four-digits"),
    pytest.param("S e c r e t state 068250", S, "state 068250", 1, id="mixed-case"),
    pytest.param("SE C R E T OSLO 009001", S, "OSLO 009001", 1, id="secret-broken"),
    pytest.param("S EC R E T OSLO 009001", S, "OSLO 009001", 1, id="secret-broken-2"),
    pytest.param("CO N F I D E N T I A L OSLO 009001", C, "OSLO 009001", 1, id="confidential-broken"),
    pytest.param("C ONFIDENTIAL OSLO 009001", C, "OSLO 009001", 1, id="confidential-broken-2"),
    pytest.param("CONFIDENTIAL OSLO 009001", C, "OSLO 009001", 1, id="tight"),
    pytest.param("T O P  S E C R E T OSLO 009001", Level.TOP_SECRET, "OSLO 009001", 1, id="top-secret"),
    pytest.param("TOP SECRET SECTION 01 OF 02 OSLO 009001", Level.TOP_SECRET, "OSLO 009001", 2, id="top-secret-tight"),
    pytest.param("LIMITED OFFICIAL USE OSLO 9003", CTRL, "OSLO 9003", 1, id="lou"),
    pytest.param("L I M I T E D OFFICIAL USE OSLO 9003", CTRL, "OSLO 9003", 1, id="lou-spaced"),
    pytest.param("UNCLAS EFTO LONDON 002468", CTRL, "LONDON 002468", 1, id="efto"),
    pytest.param("UNCLAS E F T O SECTION 01 OF 02 LONDON 002468", CTRL, "LONDON 002468", 2, id="efto-spaced"),
    pytest.param("UNCLAS FOUO OSLO 009001", CTRL, "OSLO 009001", 1, id="fouo"),
    pytest.param("UNCLAS SENSITIVE OSLO 009001", CTRL, "OSLO 009001", 1, id="sensitive"),
    pytest.param("RESTRICTED OSLO 009001", Level.RESTRICTED, "OSLO 009001", 1, id="restricted"),
    pytest.param("UNCLAS SECTION 01 OF 05 HO CHI MINH CITY 000123", U, "HO CHI MINH CITY 000123", 5, id="four-words"),
    pytest.param("C O N F I D E N T I A L ST PETERSBURG 000123", C, "ST PETERSBURG 000123", 1, id="two-words"),
    pytest.param("C O N F I D E N T I A L USUN NEW YORK 000123", C, "USUN NEW YORK 000123", 1, id="mission"),
    pytest.param("S E C R E T NOFORN OSLO 009001", S, "OSLO 009001", 1, id="noforn"),
    pytest.param("S E C R E T//NOFORN OSLO 009001", S, "OSLO 009001", 1, id="noforn-slashes"),
    pytest.param("S E C R E T SECTION 01 OF 12 STATE 1234567", S, "STATE 1234567", 12, id="twelve-sections"),
]


@pytest.mark.parametrize(("line", "level", "number", "sections"), LINES)
def test_a_line(line: str, level: Level, number: str, sections: int) -> None:
    read = cable(class_line=line, control="SUBJECT: FISH", header=HEADER.replace("ZNY CCCCC ZZH\n", ""))
    assert read.classification.level is level
    assert read.message_number == number
    assert read.sections == sections


@pytest.mark.parametrize(("line", "level", "number", "sections"), LINES)
@pytest.mark.parametrize(
    "before",
    [
        "RHMFIUU/CDR USCENTCOM MACDILL AFB FL",
        "TO RUEHC/SECSTATE WASHDC IMMEDIATE 5702",
        "This record is a partial extract of the original cable. The full text is not available.",
    ],
)
def test_a_line_glued_to_the_one_before(before: str, line: str, level: Level, number: str, sections: int) -> None:
    found = class_line_in(before + line, 7)
    assert found is not None
    assert (found.line, found.column) == (7, len(before))
    assert f"{found.post} {found.serial}" == number
    assert found.sections == sections


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("UNCLAS OSLO 009001 SIPDIS", "SIPDIS"),
        ("UNCLAS SECTION 01 OF 02 OSLO 009001 SENSITIVE SIPDIS", "SENSITIVE SIPDIS"),
        ("C O N F I D E N T I A L OSLO 009001 SIPDIS NOFORN", "SIPDIS NOFORN"),
    ],
)
def test_captions_on_the_line(line: str, rest: str) -> None:
    found = class_line_in(line)
    assert found is not None
    assert found.rest == rest
    assert cable(class_line=line, control="E.O. 12958: N/A\nSUBJECT: FISH").captions == tuple(rest.split())


@pytest.mark.parametrize(
    "line",
    [
        "",
        "SECRETARY OF STATE 123456",
        "FOR THE SECRETARY FROM THE AMBASSADOR",
        "TO SECSTATE WASHDC 1234",
        "INFO SECDEF WASHDC 0123",
        "OSLO 009001",
        "SUBJECT: THE SECRETARIAT 1234 MEETS",
        "SECRETARIAT 001234",
        "PASS TO SECRETARY VELMER 00123",
    ],
)
def test_other_lines(line: str) -> None:
    assert class_line_in(line) is None


@pytest.mark.parametrize(
    ("line", "level", "number"),
    [
        ("AMEMBASSY WASHDCE C R E T SECTION 01 OF 03 BAGHDAD 000146", Level.SECRET, "BAGHDAD 000146"),
        ("NCLAS SECTION 01 OF 02 OSLO 009001", Level.UNCLASSIFIED, "OSLO 009001"),
        ("ONFIDENTIAL SECTION 01 OF 02 OSLO 009001", Level.CONFIDENTIAL, "OSLO 009001"),
    ],
)
def test_a_line_that_lost_its_first_letters(line: str, level: Level, number: str) -> None:
    read = cable(class_line=line, control="SUBJECT: FISH")
    assert (read.classification.level, read.message_number) == (level, number)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["CONFIDENTIAL", "R 121130Z JUL 74", "CONFIDENTIAL OSLO 9003"], (2, "9003")),
        (["SECRET", "SUBJECT: FISH"], (0, "")),
        (["SUBJECT: FISH", "¶1. (C) A.", "SECRET"], None),
        (["UNCLAS OSLO 1234", "UNCLAS OSLO 1234"], (0, "1234")),
        ([], None),
    ],
)
def test_which_line_it_is(lines: list[str], expected: tuple[int, str] | None) -> None:
    found = find_class_line(lines)
    assert (found and (found.line, found.serial)) == expected


def test_the_message_number_is_as_printed() -> None:
    assert ClassLine(0, 0, "UNCLAS", "OSLO", "009001").message_number == "OSLO 009001"
    assert ClassLine(0, 0, "UNCLAS").message_number == ""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("UNCLAS OSLO 009001", "09OSLO9001"),
        ("UNCLAS HO CHI MINH CITY 000123", "09HOCHIMINHCITY123"),
        ("UNCLAS RIO DE JANEIRO 000123", "09RIODEJANEIRO123"),
        ("UNCLAS PORT-AU-PRINCE 000123", "09PORTAUPRINCE123"),
        ("UNCLAS ST. PETERSBURG 000123", "09STPETERSBURG123"),
        ("UNCLAS EFTO LONDON 002468", "09LONDON2468"),
        ("UNCLAS SECTION 01 OF 03 SAN JOSE 000525", "09SANJOSE525"),
        ("UNCLAS TEL AVIV 00525", "09TELAVIV525"),
    ],
)
def test_the_id(line: str, expected: str) -> None:
    assert cable(class_line=line, control="SUBJECT: FISH").id == expected
