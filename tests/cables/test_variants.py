"""The same cable as different copies print it: dates, levels, signatures, paragraphs, tags, subjects, page breaks."""

import re
from datetime import UTC, datetime

import pytest
from support import BODY, CONTROL, HEADER, cable, cable_text, headings, markings, numbers, texts

from cable_tui.cables import Level, parse

SHORT = "E.O. 12958: DECL: 06/03/2019\nTAGS: PREL, NO\n"
BEFORE = "The vice minister told us that cod is short and that"
BEHIND = "the prices will rise in the spring."


@pytest.mark.parametrize(
    "dtg",
    [
        "O  031200Z  JUN  09",
        "031200Z JUNE 2009",
        "DTG 031200Z JUN 09",
        "DTG: O 031200Z JUN 09",
        "Z O P R 031200Z JUN 09",
        "O P 031200ZJUN09",
    ],
)
def test_a_date_time_group(dtg: str) -> None:
    read = cable(header=HEADER.replace("O 031200Z JUN 09", dtg))
    assert (read.date, read.date_is_exact) == (datetime(2009, 6, 3, 12, 0, tzinfo=UTC), True)


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("SENSITIVE BUT UNCLASSIFIED OSLO 009001", Level.CONTROLLED),
        ("SBU OSLO 009001", Level.CONTROLLED),
        ("UNCLAS E F T O OSLO 009001", Level.CONTROLLED),
        ("T O P S E C R E T OSLO 009001", Level.TOP_SECRET),
        ("SE C R E T OSLO 009001", Level.SECRET),
    ],
)
def test_a_classification_line(line: str, level: Level) -> None:
    read = cable(header=HEADER.replace("CCCCC", "UUUUU"), class_line=line)
    assert (read.classification.level, read.message_number) == (level, "OSLO 009001")


@pytest.mark.parametrize(
    ("end", "signers"),
    [
        ("VELMER NNNN", ["VELMER"]),
        ("VELMER (ACTING)", ["VELMER"]),
        ("VELMER\n\nReleased in full", ["VELMER"]),
        ("VELMER\x1a", ["VELMER"]),
        ("VELMER\n\n=======CABLE ENDS=======", ["VELMER"]),
        ("VELMER\n\n*** Current Classification *** UNCLASSIFIED", ["VELMER"]),
        (
            "VELMER\n\nSheryl P. Walter Declassified/Released\nUS Department of State EO Systematic Review\n2 Mar 2014",
            ["VELMER"],
        ),
        ("3. (U) XXXXXXXXXXXX VELMER", ["VELMER"]),
        ("3. (U) XXXXXXXXXXXX\nVelmer", ["Velmer"]),
        ("3. (U) They went to the U.S. Velmer", ["Velmer"]),
        ("3. (U) They went home. VELMER CONFIDENTIAL >", ["VELMER"]),
        ("3. (U) They went home. VELMER ..", ["VELMER"]),
        ("VISIT OSLO: HTTP://WWW.STATE.SGOV.GOV/P/EUR/OSLO\nVELMER", ["VELMER"]),
        ("3. (U) SEE HTTP://WWW.INTELINK.SGOV.GOV/WIKI/PORTAL:NOR\nWAY_A VELMER", ["VELMER"]),
        ("ÅSLUND", ["ÅSLUND"]),
        ("Muñoz", ["Muñoz"]),
        ("THANK YOU", []),
        ("3. (U) They are members of\nNATO", []),
        ("3. (U) He was with the U.S. Army", []),
    ],
)
def test_a_signature(end: str, signers: list[str]) -> None:
    assert list(cable(f"{BODY}\n\n{end}", signature="").signed_by) == signers


@pytest.mark.parametrize("mark", ["2. (c)", "2. (C)", "¶2. (SBU)"])
@pytest.mark.parametrize("before", ["Cod is short.", "Cod XXXXXXXXXXXX", "Cod, said xxxxxxxxxxxx", "[XXXXXXXXXXXX]"])
def test_a_paragraph_in_the_midst_of_a_line(before: str, mark: str) -> None:
    read = cable(f"¶1. (C) {before} {mark} Herring is not.\n\n¶3. (C) Hake.")
    assert (numbers(read), texts(read)) == ([1, 2, 3], [before, "Herring is not.", "Hake."])


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_number_alone_has_its_marking_below(gap: str) -> None:
    read = cable(f"1.{gap}(C) Cod is short.\n\n2.{gap}(U) Herring is not.")
    assert (numbers(read), markings(read), texts(read)) == ([1, 2], ["C", "U"], ["Cod is short.", "Herring is not."])


@pytest.mark.parametrize("sign", ["//", "==", "**", "~~"])
def test_a_heading_between_signs(sign: str) -> None:
    assert headings(cable(f"¶1. (C) Cod.\n\n{sign} THE FISH {sign}\n\n¶2. (C) More.")) == ["THE FISH"]


@pytest.mark.parametrize("tags", ["PREL/PGOV/NO", "PREL - PGOV - NO", "PREL | PGOV | NO", "PREL. PGOV. NO."])
def test_what_parts_the_tags(tags: str) -> None:
    assert cable(control=f"TAGS: {tags}\nSUBJECT: FISH TALKS").tags == ("PREL", "PGOV", "NO")


@pytest.mark.parametrize(
    ("lines", "subject"),
    [
        ("SUBJECT: FISH TALKSREF: BERN 44", "FISH TALKS"),
        ("Subject: Fish Talks with Vice Minister\nVelmer in Bergen", "Fish Talks with Vice Minister Velmer in Bergen"),
        ("SUBJECT: FISH TALKS: VELMER SAYS\n     NO TO COD", "FISH TALKS: VELMER SAYS NO TO COD"),
        ("Subject: Fish Talks\nThe vice minister came to Bergen.", "Fish Talks"),
    ],
)
def test_where_a_subject_ends(lines: str, subject: str) -> None:
    assert cable(control=SHORT + lines).subject == subject


@pytest.mark.parametrize(
    "below",
    [
        "(C) Summary: Cod is short.",
        "(SBU) In answer to our paper Ost said no.",
        "XXXXXXXXXXXX",
        "And so it went on and on.",
    ],
)
@pytest.mark.parametrize(
    "official", ["DCM Ana Velmer for reasons 1.4 (b) and (\nd).", "DCM Ana Velmer for reasons 1.4 (b) and (d)."]
)
def test_the_text_directly_below_the_reasons_is_text(official: str, below: str) -> None:
    read = cable(
        f"{below}\n\n¶2. (C) More.", control=f"{SHORT}SUBJECT: FISH TALKS\nClassified By: {official}", signature=""
    )
    joined = parse(read.text.replace(f"\n\n{below}", f"\n{below}"))
    assert (joined.reasons, joined.subject) == (("b", "d"), "FISH TALKS")
    assert texts(joined) == texts(read)


@pytest.mark.parametrize("below", ["XXXXXXXXXXXX", "(SBU) Cod is short and so on.", "Cod is short, as he said. " * 6])
def test_the_text_below_an_official_without_reasons_is_text(below: str) -> None:
    control = f"{SHORT}SUBJECT: FISH TALKS\n\nClassified By: DCM Ana Velmer"
    read = parse(
        cable_text(f"{below}\n\n¶2. (C) More.", control=control).replace(f"Velmer\n\n{below}", f"Velmer\n{below}")
    )
    assert read.classified_printed == "Classified By: DCM Ana Velmer"


@pytest.mark.parametrize(
    "page",
    [
        "\n\nOSLO 00009001\n\n002 OF 004\n\n",
        "\n\nOSLO 00009001\t002 OF 004\n\n",
        "\n\nC O N F I D E N T I A L SECTION 02 OF 04 OSLO 009001\n\nSIPDIS\n\nE.O. 12958: DECL: 06/03/2019\n"
        "TAGS: PREL, EFIS, NO\nSUBJECT: FISH TALKS WITH VICE MINISTER VELMER\n\n",
        "\nPAGE 01  OSLO 09001  02 OF 02  031215Z\n46\nACTION EUR-12\n\nINFO OCT-01 ISO-00\nNORDIC FISHERIES BOARD\n"
        "CONFIDENTIAL SECTION 02 OF 02 OSLO 009001\nSUBJECT: FISH TALKS WITH VICE MINISTER VELMER\n",
    ],
)
def test_a_page_break_in_a_sentence(page: str) -> None:
    read = cable(f"¶1. (C) {BEFORE}{page}{BEHIND}\n\n¶2. (U) More.")
    assert texts(read) == [f"{BEFORE} {BEHIND}", "More."]


def test_a_page_line_behind_a_banner_in_a_line_of_an_archive() -> None:
    text = f"1. {BEFORE} CONFIDENTIAL PAGE 02 OSLO 09001 031215Z {BEHIND}\n\n2. MORE."
    assert texts(cable(text.upper(), header=HEADER.partition("\n")[2]))[0] == f"{BEFORE} {BEHIND}".upper()


def test_a_subject_of_several_lines_that_is_printed_again() -> None:
    subject = "SUBJECT: FISH TALKS WITH VICE MINISTER VELMER ON COD, HERRING AND\nHAKE IN BERGEN AND IN THE NORTH"
    read = cable(f"¶1. (C) {BEFORE}\n\n{subject}\n\n{BEHIND}\n\n¶2. (U) More.", control=SHORT + subject)
    assert texts(read) == [f"{BEFORE} {BEHIND}", "More."]


@pytest.mark.parametrize("margin", [2, 4, 8])
def test_a_margin_is_none_of_the_text(margin: int) -> None:
    whole = cable_text(f"¶1. (C) {BEFORE}\n\nSIPDIS\n\n{BEHIND}\n\n¶2. (U) More.")
    read = parse(re.sub(r"(?m)^(?=.)", " " * margin, whole))
    assert (texts(read), read.signed_by) == (texts(parse(whole)), ("BRANDVIK",))


def test_who_sent_the_mail_signed_no_cable() -> None:
    mail = "From: Ole Lund <ole@example.org>\nTo: Ana Ost <ana@example.org>\nSubject: Fwd: it\n\nHere it is.\n\n"
    read = parse(f"{mail}{cable_text()}\n-- \nOle Lund\n+47 1234\n")
    assert (read.signed_by, texts(read)) == (("BRANDVIK",), texts(cable()))


def test_a_heading_of_the_text_is_no_button_of_the_page_below_it() -> None:
    comment = "COMMENT\n-------\n\n¶3. (C) They will come again and\nask for more cod than we have"
    read = parse(
        f"{cable_text(f'{BODY}{chr(10) * 2}{comment}', signature='')}\n\nRaw content\nMetadata\nPrint\nShare\n"
    )
    assert (numbers(read), headings(read)) == ([1, 2, 3], ["COMMENT"])


@pytest.mark.parametrize("signature", ["\n\nbrandvik", " brandvik"])
def test_a_cable_in_small_letters(signature: str) -> None:
    body = f"1. (c) {BEFORE}\nsipdis\n\noslo 00009001  002 of 004\n\n{BEHIND} 2. (u) more.{signature}"
    read = parse(cable_text(body, control=CONTROL, signature="").lower())
    assert (read.signed_by, numbers(read)) == (("BRANDVIK",), [1, 2])
    assert texts(read)[0] == f"{BEFORE} {BEHIND}".lower()
