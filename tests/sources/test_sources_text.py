"""Plain text: which form it has, how it is decoded, how many cables are in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import (
    BARE,
    BODY,
    EXPORT,
    EXPORT_LINES,
    FRAGMENT,
    HEADER,
    NOTICE,
    PLAIN_TELEGRAM,
    README,
    SECTION_2,
    SMART,
    TELEGRAM,
    TELEGRAM_2,
    cables,
    page,
    results_of,
    row,
)

from cable_tui.sources import Form, RawCable, Skipped
from cable_tui.sources.split import ENOUGH_AT_ONCE, split
from cable_tui.sources.stream import MAX_TEXT


@pytest.mark.parametrize("name", ["cable.txt", "cable.csv", "cable.html", "cable.zip", "cable", "cable.gz"])
@pytest.mark.parametrize(
    ("data", "form"),
    [
        (EXPORT, Form.EXPORT),
        (EXPORT_LINES, Form.EXPORT),
        (EXPORT_LINES + NOTICE + "\n", Form.EXPORT),
        ("\ufeff" + EXPORT, Form.EXPORT),
        (EXPORT.replace("\n", "\r\n"), Form.EXPORT),
        (BARE, Form.TRANSMISSION),
        (HEADER.partition("\n")[2], Form.TRANSMISSION),
        ("O 031200Z JUN 09\nFM AMEMBASSY OSLO\n" + BODY, Form.TRANSMISSION),
        (row(1), Form.CSV),
        ("number,date,id,origin,classification,references,header,body\n" + row(1), Form.CSV),
        (page(), Form.PAGE),
        (TELEGRAM, Form.TELEGRAM),
        (PLAIN_TELEGRAM, Form.TELEGRAM),
        (SMART, Form.SMART),
        (FRAGMENT, Form.TEXT),
        (NOTICE + "\n\nE.O. 12958: N/A\n", Form.TEXT),
    ],
)
def test_the_form_is_told_by_the_content(tmp_path: Path, data: str, form: Form, name: str) -> None:
    (cable,) = cables(results_of(tmp_path, data, name))
    assert (cable.form, cable.position, cable.path) == (form, 1, name)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        (README, "no line that marks a cable"),
        ("import re\n\nPATTERN = re.compile('VZCZC')\n# TAGS: none\n", "no line that marks a cable"),
        ("SUBJECT: lunch\n\nShall we?\n", "no line that marks a cable"),
        ('{"id": "09OSLO9001", "text": "x"}\n', "records that hold no cable"),
        ("a" * 100_000, "no line that marks a cable"),
        ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "binary data"),
        ("\x01\x02\x03 text", "binary data"),
        ("%PDF-1.4\n%\u00e2\u00e3\nVZCZCXYZ0000\n", "a PDF, which is not supported; extract its text first"),
    ],
)
def test_what_is_no_cable_is_skipped_with_its_reason(tmp_path: Path, data: str, reason: str) -> None:
    assert results_of(tmp_path, data) == [Skipped("unnamed", reason)]


@pytest.mark.parametrize(
    "text",
    [
        "VZCZCXYZ0000",
        "DE RUEHNY #9001/01 1541200",
        "O 031200Z JUN 09",
        "131914Z Dec 89",
        "MRN: 12 OSLO 9004",
        "Message Text",
        "UNCLAS OSLO 009001",
        "S E C R E T SECTION 01 OF 04 ABU DHABI 001725",
        "AFB FLUNCLAS SECTION 01 OF 02 OSLO 009001",
        "available.CONFIDENTIAL OSLO 9001",
        "TOP SECRET\nSUBJECT: COD",
        "E.O. 12958: N/A\nTAGS: PREL",
        "EO 13526 DECL: X1\n\n1. (SBU) Cod.",
        "VZCZCXYZ0000\n\0\0\0",
    ],
)
def test_few_lines_are_enough_for_a_cable(tmp_path: Path, text: str) -> None:
    (cable,) = cables(results_of(tmp_path, f"A letter before.\n\n{text}\nand more\n"))
    assert text in cable.text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", EXPORT + "“naïve” ¶ €"),
        ("utf-8-sig", EXPORT + "“naïve” ¶ €"),
        ("utf-16", EXPORT + "“naïve” ¶ €"),
        ("utf-16-le", EXPORT + "“naïve” ¶ €"),
        ("utf-16-be", EXPORT + "“naïve” ¶ €"),
        ("cp1252", EXPORT + "“naïve” ¶ €"),
        ("latin-1", EXPORT + "naïve ¶"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    (cable,) = cables(results_of(tmp_path, text.encode(encoding)))
    assert cable.text == text


def test_several_encodings_in_one_file_and_bytes_of_none(tmp_path: Path) -> None:
    data = BARE.encode() + "€ ¶".encode() + b" \x80 \x9d \xe9 " + "é".encode()
    (cable,) = cables(results_of(tmp_path, data))
    assert cable.text == BARE + "€ ¶ € \x9d é é"


def test_byte_order_marks_are_left_out(tmp_path: Path) -> None:
    found = cables(results_of(tmp_path, f"\ufeff{EXPORT}\ufeff{EXPORT}"))
    assert [cable.text for cable in found] == [EXPORT, EXPORT]


def test_line_ends_become_lf_also_between_two_reads(tmp_path: Path) -> None:
    text = BARE.replace("\n", "\r\n") + "x\r\n" * 300_000 + "old\rmac"
    (cable,) = cables(results_of(tmp_path, text))
    assert cable.text == BARE + "x\n" * 300_000 + "old\nmac"


@pytest.mark.parametrize(
    ("parts", "separator"),
    [
        ([EXPORT, EXPORT.replace("9001", "9003")], ""),
        ([EXPORT_LINES, EXPORT_LINES], ""),
        ([EXPORT_LINES, BARE.strip() + "\n"], ""),
        ([EXPORT_LINES + NOTICE + "\n", EXPORT], "\n"),
        ([BARE, BARE.replace("9002", "9003")], "\n"),
        ([BARE, EXPORT, BARE], "\n"),
        ([BARE, BARE], "\nNNNN\n"),
        ([FRAGMENT, FRAGMENT.replace("9005", "9006")], "NNNN\n"),
        ([TELEGRAM, TELEGRAM_2], "\n"),
        ([PLAIN_TELEGRAM, PLAIN_TELEGRAM.replace("9003", "9004")], "\n\n"),
        ([SMART, SMART.replace("9004", "9005")], "\n"),
        ([NOTICE + "\n" + FRAGMENT, NOTICE + "\n" + FRAGMENT], "\n"),
        (
            [
                "FM AMEMBASSY OSLO\nTO X\nUNCLAS OSLO 009001\nx\n",
                "FM AMEMBASSY ROME\nTO X\nUNCLAS ROME 000001\nx\n",
            ],
            "\n",
        ),
        (
            [
                "R 010000Z JAN 09\nFM AMEMBASSY OSLO\nUNCLAS OSLO 009001\n\nRUSSELL\n",
                "R 010000Z JAN 09\nFM AMEMBASSY ROME\nUNCLAS ROME 000001\n",
            ],
            "\n",
        ),
    ],
)
def test_several_cables_in_one_file(tmp_path: Path, parts: list[str], separator: str) -> None:
    text = separator.join(parts)
    found = cables(results_of(tmp_path, text))
    assert "".join(cable.text for cable in found) == text
    assert [cable.text.strip().removesuffix("NNNN").strip() for cable in found] == [part.strip() for part in parts]
    assert [cable.position for cable in found] == list(range(1, len(parts) + 1))


@pytest.mark.parametrize(
    "text",
    [
        EXPORT + SECTION_2,
        HEADER + "\n" + BODY + "\n\nNNNN\n" + SECTION_2 + "\nNNNN\n#9001\n",
        BARE + "\nBegin text of STATE 123:\n\n" + SECTION_2 + "\nEnd text.\n\n2. (C) That was it.\n",
        BARE + "\nQUOTE\n" + PLAIN_TELEGRAM + "UNQUOTE\n2. (C) That was it.\n",
        BARE + "\n> " + BARE.strip().replace("\n", "\n> "),
        TELEGRAM,
        "UNCLASSIFIED\n\n" + TELEGRAM,
        SMART + "\nUNCLASSIFIED\nMRN:       12 OSLO 9004\nPage 2\n",
        PLAIN_TELEGRAM + "\nPAGE 02  OSLO 09003\n" + PLAIN_TELEGRAM,
        "A letter before.\n\n" + BARE,
        BARE + "\nNNNN\n\nUNCLASSIFIED\n>\n",
        EXPORT_LINES + NOTICE + "\n\n" + HEADER + BODY,
    ],
)
def test_one_cable_stays_one(text: str) -> None:
    assert split(text) == [text]


def test_a_long_file_of_many_cables_is_split_as_a_short_one(tmp_path: Path) -> None:
    long = EXPORT + "More about cod.\n" * 400
    count = 2 * ENOUGH_AT_ONCE // len(long) + 10
    text = "\n".join(long.replace("9001", f"{number:04}") for number in range(1, count + 1))
    found = cables(results_of(tmp_path, text))
    assert len(found) == count
    assert "".join(cable.text for cable in found) == text


def test_a_text_that_is_too_long_is_a_problem_and_those_before_it_are_read(tmp_path: Path) -> None:
    text = EXPORT + "\n" + BARE + "and so on\n" * (MAX_TEXT // 5)
    first, second = results_of(tmp_path, text)
    assert isinstance(first, RawCable)
    assert str(second) == "unnamed: cable 2 is longer than 4 MB; it and the rest are not read"


def test_a_long_file_without_a_cable_is_skipped(tmp_path: Path) -> None:
    assert results_of(tmp_path, "a line of a log\n" * 2_000_000) == [Skipped("unnamed", "no line that marks a cable")]
