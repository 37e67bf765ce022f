"""Messages of several sections, each with the whole header again, even in mid-sentence."""

import pytest
from support import CONTROL, HEADER, cable, numbers, texts

from cable_tui.cables import parse

FIRST = "C O N F I D E N T I A L SECTION 01 OF 02 OSLO 009001"
SECOND = FIRST.replace("01 OF", "02 OF")
BEFORE = "¶1. (C) One.\n\n¶2. (C) The minister said that the market for the cod of the north was"
AFTER = "better than it had been in all the years before.\n\n¶3. (C) Three."
WHOLE = [
    "One.",
    "The minister said that the market for the cod of the north was better than it had been in all the years before.",
    "Three.",
]
PAGE = """\
 CONFIDENTIAL
 CONFIDENTIAL     PTQ8341
PAGE 01        OSLO  09001  02 OF 02  031201Z
ACTION EUR-00
INFO  LOG-00   NP-00    AID-00   ACQ-00  /012W
                  ------------------A54E56  031201Z /38
O 031200Z JUN 09
FM AMEMBASSY OSLO
TO SECSTATE WASHDC IMMEDIATE 7739
INFO NSC WASHDC IMMEDIATE
"""


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(f"{PAGE}{SECOND}\n\nSIPDIS\n\n{CONTROL.split('REF')[0]}", id="archive-header-00HARARE2271"),
        pytest.param(f"{PAGE}{SECOND}\n\nSUBJECT: FISH TALKS WITH VICE MINISTER VELMER\n", id="subject-only"),
        pytest.param(
            f"{HEADER}\n{SECOND}\n\nSIPDIS\n\nE.O. 12958: DECL: 06/03/2019\nTAGS: PREL, EFIS, NO\n"
            "SUBJECT: FISH TALKS WITH VICE MINISTER VELMER\n",
            id="relay-header",
        ),
        pytest.param(f"{SECOND}\n", id="classification-line-only"),
        pytest.param(
            f"{PAGE}{SECOND}\nSIPDIS\nNSC FOR VELMER\nE.O. 12958: DECL: 11/29/10 TAGS: PREL NO\n"
            "PAGE 02        OSLO  09001  02 OF 02  031201Z\nSUBJECT: FISH TALKS\n",
            id="page-line-before-the-subject",
        ),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_repeated_header_is_taken_out_of_a_sentence(again: str, gap: str) -> None:
    read = cable(f"{BEFORE}{gap}{again}{gap}{AFTER}", class_line=FIRST)
    assert numbers(read) == [1, 2, 3]
    assert texts(read) == WHOLE
    assert read.sections == 2
    assert [r.name for r in read.to] == ["SECSTATE WASHDC"]
    assert any("SECTION 02 OF 02" in mark for mark in read.page_marks)


def test_a_repeated_header_between_paragraphs() -> None:
    read = cable(f"¶1. (C) One.\n\n{PAGE}{SECOND}\n\nSUBJECT: FISH TALKS\n\n¶2. (C) Two.", class_line=FIRST)
    assert texts(read) == ["One.", "Two."]


@pytest.mark.parametrize(
    "line", ["S E C R E T SECTION 02 OF 02 BERGEN 000777", "SECTION 02 OF 02 OF THE TREATY SAYS SO."]
)
def test_another_header_is_text(line: str) -> None:
    read = cable(f"¶1. (C) Begin text:\n\n{line}\n\nEnd text.", class_line=FIRST)
    assert line in "\n".join(texts(read))


def test_a_control_block_printed_twice_is_read_once() -> None:
    once = f"{FIRST}\n\n{CONTROL}\n\n"
    read = parse(f"{HEADER}\n{once}{once}¶1. (C) One.\n\n¶2. (C) Two.\n\nBRANDVIK\n")
    assert texts(read) == ["One.", "Two."]
    assert read.subject == "FISH TALKS WITH VICE MINISTER VELMER"
