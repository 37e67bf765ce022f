"""The transport header: who sends to whom, how urgently, when."""

from datetime import UTC, datetime

import pytest
from support import HEADER, cable

from cable_tui.cables import Level, Precedence, Recipient, WarningKind
from cable_tui.cables.header.envelope import read_recipient

IMMEDIATE, NIACT = Precedence.IMMEDIATE, Precedence.NIACT_IMMEDIATE


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("RUEHC/SECSTATE WASHDC 8506", Recipient("SECSTATE WASHDC", "RUEHC", number="8506")),
        ("RUEHC/SECSTATE WASHDC IMMEDIATE 5702", Recipient("SECSTATE WASHDC", "RUEHC", IMMEDIATE, "5702")),
        ("SECSTATE WASHDC PRIORITY", Recipient("SECSTATE WASHDC", "", Precedence.PRIORITY)),
        ("SECSTATE WASHDC PIORITY 0012", Recipient("SECSTATE WASHDC", "", Precedence.PRIORITY, "0012")),
        ("RUEHC/SECSTATE WASHDC ROUTINE 123", Recipient("SECSTATE WASHDC", "RUEHC", Precedence.ROUTINE, "123")),
        ("RUEHC/SECSTATE WASHDC FLASH 0001", Recipient("SECSTATE WASHDC", "RUEHC", Precedence.FLASH, "0001")),
        (
            "RUEHC/SECSTATE WASHDC NIACT IMMEDIATE 2276-2279",
            Recipient("SECSTATE WASHDC", "RUEHC", NIACT, "2276-2279"),
        ),
        ("ZEN/AMEMBASSY RIGA NIACT IMMEDIATE 0612-0615", Recipient("AMEMBASSY RIGA", "", NIACT, "0612-0615")),
        ("SECDEF WASHDC//ISA/ABLAGG//", Recipient("SECDEF WASHDC//ISA/ABLAGG//")),
        ("RUEKJCS/JOINT STAFF WASHDC//J-3/J-5//", Recipient("JOINT STAFF WASHDC//J-3/J-5//", "RUEKJCS")),
        ("RHMFISS/HQ USEUCOM VAIHINGEN GE", Recipient("HQ USEUCOM VAIHINGEN GE", "RHMFISS")),
        ("RUCNCIS/CIS COLLECTIVE 1705", Recipient("CIS COLLECTIVE", "RUCNCIS", number="1705")),
        ("AMEMBASSY BERN", Recipient("AMEMBASSY BERN")),
        ("IMMEDIATE", Recipient("IMMEDIATE")),
        ("RUEHCP/", Recipient("RUEHCP/")),
        ("", None),
    ],
)
def test_an_addressee(line: str, expected: Recipient | None) -> None:
    assert read_recipient(line) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CIS COLLECTIVE", True),
        ("ALL DIPLOMATIC AND CONSULAR POSTS", True),
        ("ALL SOUTH AND CENTRAL ASIA COLLECTIVE", True),
        ("AMEMBASSY BERN", False),
        ("AMEMBASSY ALLENTOWN", False),
    ],
)
def test_collectives(name: str, expected: bool) -> None:
    assert Recipient(name).is_collective is expected


TOP = "VZCZCXRO1111\nOO RUEHXX\nDE RUEHNY #9001/01 1541200\nZNY CCCCC ZZH\nO 031200Z JUN 09\nFM AMEMBASSY OSLO\n"


@pytest.mark.parametrize(
    ("lines", "to", "info", "excluded"),
    [
        pytest.param("TO RUEHC/SECSTATE WASHDC 1", ["SECSTATE WASHDC 1"], [], [], id="number-of-one-digit"),
        pytest.param(
            "TO RUEHC/SECSTATE WASHDC 1234\nRUEHBE/AMEMBASSY BERN 0001\nINFO RUCNCIS/CIS COLLECTIVE",
            ["SECSTATE WASHDC", "AMEMBASSY BERN"],
            ["CIS COLLECTIVE"],
            [],
            id="two-to",
        ),
        pytest.param(
            "TO RUEHC/SECSTATE WASHDC 1234\n\nINFO RUCNCIS/CIS COLLECTIVE\n\nRUEHBE/AMEMBASSY BERN",
            ["SECSTATE WASHDC"],
            ["CIS COLLECTIVE", "AMEMBASSY BERN"],
            [],
            id="blank-lines",
        ),
        pytest.param(
            "TO SECSTATE WASHDC 1234\nINFO ALL AFRICAN POSTS\nXMT AMCONSUL JOHANNESBURG\nAMEMBASSY BERN",
            ["SECSTATE WASHDC"],
            ["ALL AFRICAN POSTS"],
            ["AMCONSUL JOHANNESBURG", "AMEMBASSY BERN"],
            id="xmt-line",
        ),
        pytest.param(
            "TO SECSTATE WASHDC 1234\nINFO RUCNCIS/CIS COLLECTIVE, XMT AMEMBASSY MINSK, AMEMBASSY BAKU",
            ["SECSTATE WASHDC"],
            ["CIS COLLECTIVE"],
            ["AMEMBASSY MINSK", "AMEMBASSY BAKU"],
            id="xmt-behind-a-collective",
        ),
        pytest.param("TO ALL DIPLOMATIC AND CONSULAR POSTS", ["ALL DIPLOMATIC AND CONSULAR POSTS"], [], [], id="aldac"),
    ],
)
def test_addressees(lines: str, to: list[str], info: list[str], excluded: list[str]) -> None:
    read = cable(header=TOP + lines)
    assert [r.name for r in read.to] == to
    assert [r.name for r in read.info] == info
    assert [r.name for r in read.excluded] == excluded


@pytest.mark.parametrize(
    ("line", "precedence", "moment"),
    [
        ("R 091447Z JUN 09", Precedence.ROUTINE, (9, 14, 47)),
        ("P 091447Z JUN 09", Precedence.PRIORITY, (9, 14, 47)),
        ("O 091447Z JUN 09", Precedence.IMMEDIATE, (9, 14, 47)),
        ("Z 091447Z JUN 09", Precedence.FLASH, (9, 14, 47)),
        ("O P 190243Z JUN 09", Precedence.IMMEDIATE, (19, 2, 43)),
        ("P R 190243Z JUN 09", Precedence.PRIORITY, (19, 2, 43)),
        ("131914Z Jun 09", Precedence.UNKNOWN, (13, 19, 14)),
        ("R 091447Z JUN 09 ZDK", Precedence.ROUTINE, (9, 14, 47)),
        ("R 091447Z JUN 2009", Precedence.ROUTINE, (9, 14, 47)),
        ("O 091447Z JUNE 09", Precedence.IMMEDIATE, (9, 14, 47)),
        ("O 091447ZJUN09", Precedence.IMMEDIATE, (9, 14, 47)),
    ],
)
def test_the_date_line(line: str, precedence: Precedence, moment: tuple[int, int, int]) -> None:
    read = cable(header=f"FM AMEMBASSY OSLO\n{line}\nTO SECSTATE WASHDC")
    assert read.date == datetime(2009, 6, *moment, tzinfo=UTC)
    assert read.date_is_exact
    assert read.precedence is precedence


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ZNR UUUUU ZZH", Level.UNCLASSIFIED),
        ("ZNY CCCCC ZZH", Level.CONFIDENTIAL),
        ("ZNY SSSSS ZZH", Level.SECRET),
        ("ZNY EEEEE ZZH", Level.CONTROLLED),
        ("ZNY TTTTT ZZH", Level.TOP_SECRET),
        ("ZNY RRRRR ZZH", Level.RESTRICTED),
        ("ZNY SSSSS ZZH (CCY AD6CB6C9 WSC6493 634)", Level.SECRET),
        ("ZNY CCCCC ZZH ZDK", Level.CONFIDENTIAL),
    ],
)
def test_the_security_line_is_the_last_resort(line: str, expected: Level) -> None:
    header = HEADER.replace("ZNY CCCCC ZZH", line)
    assert cable(header=header).classification.level is Level.CONFIDENTIAL
    assert cable(header=header, class_line="").classification.level is expected


@pytest.mark.parametrize("class_line", ["", "C*N*I*E*T*A* OSLO 009001"])
def test_the_header_is_read_without_a_classification_line(class_line: str) -> None:
    read = cable(class_line=class_line)
    assert read.date == datetime(2009, 6, 3, 12, 0, tzinfo=UTC)
    assert read.precedence is IMMEDIATE
    assert read.sender == "AMEMBASSY OSLO"
    assert [r.name for r in (*read.to, *read.info)] == ["SECSTATE WASHDC", "AMEMBASSY COPENHAGEN"]
    assert read.subject == "FISH TALKS WITH VICE MINISTER VELMER"
    assert len(read.paragraphs) == 3


@pytest.mark.parametrize(
    ("sender", "origin"),
    [
        ("AMEMBASSY ASTANA", "Embassy Astana"),
        ("AMCONSUL ALMATY", "Consulate Almaty"),
        ("SECSTATE WASHDC", "Secretary of State"),
        ("USMISSION USUN NEW YORK", "USUN New York"),
        ("USMISSION USNATO", "Mission USNATO"),
        ("USMISSION GENEVA", "US Mission Geneva"),
    ],
)
def test_the_sender(sender: str, origin: str) -> None:
    read = cable(header=HEADER.replace("AMEMBASSY OSLO", sender))
    assert read.sender == sender
    assert read.origin == origin


@pytest.mark.parametrize("first", ["VZCZCXRO4947", "VZCZCXYZ0000", "VZCZCMDI999", ""])
def test_the_transmission_id(first: str) -> None:
    assert cable(header=HEADER.replace("VZCZCXRO1111", first)).transmission_id == first


ROUTING = "OO RUEHAG RUEHAST RUEHBI RUEHCI\nRUEHKW RUEHLA RUEHLH RUEHLN\nRUEHROV RUEHSK\n"


def test_the_relay_list_names_no_addressee() -> None:
    header = HEADER.replace("OO RUEHXX\n", ROUTING)
    read = cable(header=header)
    assert [r.name for r in (*read.to, *read.info)] == ["SECSTATE WASHDC", "AMEMBASSY COPENHAGEN"]
    assert "RUEHKW RUEHLA RUEHLH RUEHLN" in read.transport
    assert read.unparsed == ""


def test_the_transport_lines_are_kept_as_printed() -> None:
    assert cable().transport.splitlines() == HEADER.splitlines()[:5]


DISTRIBUTION = """\
LIMITED OFFICIAL USE
PAGE 01  OSLO 09003  121302Z
45
ACTION EUR-12
INFO  OCT-01  ISO-00  SSO-00  /026 W
                     ---------------------     099491
R 121130Z JUL 74
FM AMEMBASSY OSLO
TO SECSTATE WASHDC 4321"""


def test_the_distribution_block_is_no_addressee() -> None:
    read = cable(header=DISTRIBUTION, class_line="LIMITED OFFICIAL USE OSLO 9003")
    assert read.id == "74OSLO9003"
    assert [r.name for r in read.to] == ["SECSTATE WASHDC"]
    assert read.info == ()
    assert read.date == datetime(1974, 7, 12, 11, 30, tzinfo=UTC)
    assert "ACTION EUR-12" in read.distribution
    assert "OCT-01" in read.distribution
    assert "099491" in read.distribution


EXTRACT = (
    "This record is a partial extract of the original cable. The full text of the original cable is not available."
)


@pytest.mark.parametrize("glue", ["\n", "\n\n", ""])
def test_an_extract_says_so(glue: str) -> None:
    read = cable(header="", class_line=f"{EXTRACT}{glue}C O N F I D E N T I A L OSLO 009001")
    assert read.partial
    assert read.message_number == "OSLO 009001"
    (warning,) = read.warnings
    assert warning.kind is WarningKind.EXTRACT
    assert "extract" in warning.sentence


def test_a_whole_cable_is_no_extract() -> None:
    assert not cable().partial
