"""Paragraphs that begin where they should not, what only looks like a beginning, and where a subject ends."""

from __future__ import annotations

import pytest
from support import cable, headings, markings, numbers, texts

from cable_tui.cables import Cable, parse

SECTIONED = "C O N F I D E N T I A L SECTION 01 OF 02 OSLO 009001"
SUBJECT = "SUBJECT: FISH TALKS WITH VICE MINISTER VELMER"
PAGE = "OSLO 00009001  002 OF 002"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "1. (C) Cod is short. 2. (C) Hake is not. 3. (U) It swims.\n\n4. (C) More.", [1, 2, 3, 4], id="line"
        ),
        pytest.param("1. (C) Cod is short.  ¶2.  (SBU) Hake is not.\n\n¶3. (C) More.", [1, 2, 3], id="pilcrow"),
        pytest.param('1. (C) "Cod is short." 2.(S/NF) Hake is not.', [1, 2], id="behind-a-quotation"),
        pytest.param("1. (C) Cod (a fish.) 2. (C) Hake is\nnot.\n\n3. (C) More.", [1, 2, 3], id="behind-a-parenthesis"),
        pytest.param("1. (C) Cod is short. 3. (C) is the part of the law. Ling.", [1], id="not-the-next"),
        pytest.param("1. (C) Cod is short in para 2. (C) is a sign.", [1], id="no-sentence-ends"),
        pytest.param("1. (C) Cod is short. 2. (a) is the law. (b) too.", [1], id="no-marking"),
        pytest.param("1, (C) Cod.\n\n2. (C) Hake.", [1, 2], id="comma-first"),
        pytest.param("1. (C) Cod.\n\n2, (SBU) Hake.\n\n3. (C) Ling.", [1, 2, 3], id="comma-later"),
        pytest.param("1. (C) Cod.\n\n2. 2. (C) Hake.\n\n3. 3. (C) Ling.", [1, 2, 3], id="typed-twice"),
        pytest.param("1. (C) Cod.\n\n2, 3 and 4 are the parts.", [1], id="comma-of-a-list"),
        pytest.param(
            "1. (U) Present:\nMinister Velmer\nPer Ost XXXXXXXXXXXX\n2. Ost cleared this.", [1, 2], id="redacted"
        ),
        pytest.param("1. (U) Present: xxxxxxxxxxxx\n2. Ost cleared this.", [1, 2], id="redacted-small"),
        pytest.param(
            "1. (S) Outline:\n\nA. Fish\n\n   1) Cod (COD-1).\n\n   2) Hake (HAK-1).\n\nB. Fleet\n\n   1) Boats.",
            [1],
            id="items-set-in",
        ),
        pytest.param(
            "1. (C) One.\n\n2. (C) Two.\n\nA. Fish 1) Cod.\n\n3) Hake.\n\n4) Ling.\n\n3. (C) Three.",
            [1, 2, 3],
            id="items",
        ),
        pytest.param("1. NO FISH WAS SEEN.\nTHE HARBOR\n2. IT WAS CLOSED.", [1, 2], id="below-a-heading-without-a-gap"),
        pytest.param("1. FISH OF THE KIND OF PARA\n2. WERE SEEN.", [1], id="a-number-that-is-wanted"),
    ],
)
def test_numbers(body: str, expected: list[int]) -> None:
    assert numbers(cable(body)) == expected


@pytest.mark.parametrize(
    "reasons",
    [
        "Classified By: DCM Ana Velmer for reasons 1.4 b and d 1.(C)\n\nSummary: Cod.",
        "Classified By: DCM Ana Velmer for reasons 1.4 (b) and (d). 1. (C) Summary: Cod.",
        "Classified By: DCM Ana Velmer for reasons 1.4 (b),\n(d) 1. (C) Summary: Cod.",
    ],
)
def test_the_first_paragraph_on_the_line_of_the_reasons(reasons: str) -> None:
    read = cable("2. (C) More.", control=f"TAGS: PREL, NO\n{SUBJECT}\n\n{reasons}")
    assert numbers(read) == [1, 2]
    assert texts(read)[0] == "Summary: Cod."


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("2. (S//REL AFGHANISTAN, KYRGYZSTAN,\nTAJIKISTAN) Two.", "S/REL AFGHANISTAN, KYRGYZSTAN, TAJIKISTAN"),
        (
            "2. (C/REL NORWAY, ICELAND, DENMARK, SWEDEN, FINLAND) Two.",
            "C/REL NORWAY, ICELAND, DENMARK, SWEDEN, FINLAND",
        ),
        (
            "2. (C/REL NORWAY,\nICELAND, DENMARK, SWEDEN,\nFINLAND) Two.",
            "C/REL NORWAY, ICELAND, DENMARK, SWEDEN, FINLAND",
        ),
        ("2. (S//REL TO USA,\nNATO) Two.", "S/REL USA, NATO"),
    ],
)
def test_a_long_or_wrapped_marking(body: str, expected: str) -> None:
    read = cable(f"1. (S) One.\n\n{body}\n\n3. (S) Three.")
    assert markings(read) == ["S", expected, "S"]
    assert texts(read) == ["One.", "Two.", "Three."]


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("XXXXXXXXXXXX\n//U.S.-NORWAY RELATIONS//", ["U.S.-NORWAY RELATIONS"]),
        ("xxxxxxxxxxxx\nNets and Boats", ["Nets and Boats"]),
        ("XXXXXXXXXXXX", []),
        ("XXXXXXXXXXXX\nXXXXXXXX", []),
    ],
)
def test_a_redaction_is_no_heading(above: str, expected: list[str]) -> None:
    read = cable(f"1. (C) One.\n\n{above}\n\n2. (C) Two.")
    assert headings(read) == expected
    assert any("xxxx" in text.lower() for text in texts(read))
    assert numbers(read) == [1, 2]


# --- a repeated subject ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "again",
    [
        f"{PAGE}\n\n{SUBJECT} are short and that",
        f"{PAGE}\n\n{SUBJECT}\n\nare short and that",
        f"{PAGE}\n\nSUBJECT:  FISH TALKS WITH  VICE MINISTER VELMER are short and that",
        f"{PAGE}\n\nSUBJECT: FISH TALKS WITH VICE MIN\n\nare short and that",
        f"UNCLASSIFIED\nPAGE 02 OSLO 09001 02 OF 02 031201Z\n{SECTIONED.replace('01 OF', '02 OF')}\nSIPDIS\n"
        f"E.O. 12958: DECL: 06/03/2019\nTAGS: PREL, EFIS, NO\n{SUBJECT} are short and that",
        f"{SECTIONED.replace('01 OF', '02 OF')}\n{SUBJECT.replace('SUBJECT', 'SUBJ')} are short and that",
    ],
)
def test_only_label_and_subject_of_a_repetition_go(again: str) -> None:
    read = cable(
        f"¶1. (C) The minister said at the talks that the cod\n\n{again}\nthe prices will rise.", class_line=SECTIONED
    )
    words = " ".join(texts(read)[0].split())
    assert words == "The minister said at the talks that the cod are short and that the prices will rise."


def test_a_sentence_of_its_own_behind_the_label_is_text() -> None:
    read = cable("¶1. (C) They sent this:\n\nSUBJECT: THE HERRING ASK FOR A HEARING\n\n¶2. (C) Two.")
    assert "THE HERRING ASK FOR A HEARING" in " ".join(texts(read))


# --- where a subject ends ----------------------------------------------------------------------------------------

HEAD = """\
R 220116Z SEP 73
FM SECSTATE WASHDC
TO AMEMBASSY OSLO
S E C R E T STATE 909296
E.O. 11652: GDS
TAGS: EFIS, NO
"""


def old(text: str) -> Cable:
    return parse(HEAD + text)


@pytest.mark.parametrize(
    ("printed", "subject"),
    [
        (
            "SUBJECT: SPECIAL SUMMARY NUMBER 9\nOSLO PASS TO MR LUND. HE KNOWS.\nREPORTS ARE RIFE.",
            "SPECIAL SUMMARY NUMBER 9",
        ),
        ("SUBJECT: HERRING WAR\nREPORTS ARE RIFE THAT A PLOT OF SENIOR FISHERMEN\nWAS FOILED.", "HERRING WAR"),
        (
            "SUBJECT: SECRETARY'S VISIT: COMMUNICATIONS - CABLE\nTRAFFIC\n1. POST WILL SEND IT.",
            "SECRETARY'S VISIT: COMMUNICATIONS - CABLE TRAFFIC",
        ),
        ("SUBJECT: FISH TALKS\nWITH NORWAY\n1. POST WILL SEND IT.", "FISH TALKS WITH NORWAY"),
        ("SUBJECT: FISH, BOATS AND\nNETS\n1. POST WILL SEND IT.", "FISH, BOATS AND NETS"),
        (
            "SUBJECT: THE HERRING WAR OFF BERGEN AND ITS OUTCOME\nSUMMARY\nIT ENDED.",
            "THE HERRING WAR OFF BERGEN AND ITS OUTCOME",
        ),
        (
            "SUBJECT: THE HERRING WAR OFF BERGEN AND ITS OUTCOMES\n"
            + "THE MINISTER TOLD US THAT THE FLEET WAS GONE AND\n" * 8,
            "THE HERRING WAR OFF BERGEN AND ITS OUTCOMES",
        ),
    ],
)
def test_a_subject_never_takes_the_text_below_it(printed: str, subject: str) -> None:
    assert old(printed).subject == subject


def test_a_text_without_blank_lines_or_numbers_has_its_headings() -> None:
    read = old(
        "SUBJECT: SPECIAL SUMMARY NUMBER 9\nHERRING WAR OFF BERGEN?\nREPORTS ARE RIFE THAT A PLOT OF SENIOR FISHERMEN\n"
        "WAS FOILED YESTERDAY.\nICELAND:\nTHE CONSULATE CONFIRMED FOUR NETS AMONG THOSE HELD\nAT THE HARBOR."
    )
    assert headings(read) == ["HERRING WAR OFF BERGEN?", "ICELAND:"]
    assert texts(read)[1].startswith("REPORTS ARE RIFE THAT A PLOT OF SENIOR FISHERMEN WAS FOILED")
