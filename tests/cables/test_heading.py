"""The control lines: captions, attention lines, E.O., TAGS, subject, references."""

from datetime import date

import pytest
from support import cable, numbers, texts

from cable_tui.cables.header.captions import split_captions

REST = "E.O. 12958: DECL: 06/03/2019\nTAGS: PREL, NO\nSUBJECT: FISH TALKS"


@pytest.mark.parametrize(
    ("lines", "captions", "attention"),
    [
        pytest.param("SIPDIS", ["SIPDIS"], [], id="one"),
        pytest.param("SENSITIVE\nSIPDIS", ["SENSITIVE", "SIPDIS"], [], id="two-09ASTANA1103"),
        pytest.param("SENSITIVE\n\nSIPDIS\n\nSIPDIS", ["SENSITIVE", "SIPDIS"], [], id="twice"),
        pytest.param("NOFORN, SIPDIS", ["NOFORN", "SIPDIS"], [], id="commas"),
        pytest.param("NOFORN, SIPDIS, FOR DCMS ONLY", ["NOFORN", "SIPDIS"], ["FOR DCMS ONLY"], id="commas-and-text"),
        pytest.param("SIPDIS NOFORN", ["SIPDIS", "NOFORN"], [], id="one-line"),
        pytest.param("EXDIS", ["EXDIS"], [], id="exdis"),
        pytest.param("NODIS", ["NODIS"], [], id="nodis"),
        pytest.param("STADIS EXDIS", ["STADIS", "EXDIS"], [], id="stadis"),
        pytest.param("LIMDIS", ["LIMDIS"], [], id="limdis"),
        pytest.param("AIDAC", ["AIDAC"], [], id="aidac"),
        pytest.param("ROGER CHANNEL", ["ROGER CHANNEL"], [], id="roger-channel"),
        pytest.param("DS CHANNEL", ["DS CHANNEL"], [], id="ds-channel"),
        pytest.param("MED CHANNEL", ["MED CHANNEL"], [], id="med-channel"),
        pytest.param("HR CHANNEL", ["HR CHANNEL"], [], id="hr-channel"),
        pytest.param("DG CHANNEL", ["DG CHANNEL"], [], id="dg-channel"),
        pytest.param("AGRMENT CHANNEL", ["AGRMENT CHANNEL"], [], id="agrment-channel"),
        pytest.param("DISSENT CHANNEL", ["DISSENT CHANNEL"], [], id="dissent-channel"),
        pytest.param("TERREP", ["TERREP"], [], id="terrep"),
        pytest.param("OFFICIAL INFORMAL", ["OFFICIAL INFORMAL"], [], id="official-informal"),
        pytest.param("OFFICIAL-INFORMAL", ["OFFICIAL-INFORMAL"], [], id="official-informal-hyphen"),
        pytest.param("CORRECTED COPY", ["CORRECTED COPY"], [], id="corrected-copy"),
        pytest.param(
            "C O R R E C T E D COPY CAPTION", ["C O R R E C T E D COPY CAPTION"], [], id="corrected-copy-spaced"
        ),
        pytest.param("TOSEC 140323", ["TOSEC 140323"], [], id="tosec"),
        pytest.param("SECTO 12", ["SECTO 12"], [], id="secto"),
        pytest.param("NOCONTRACT", ["NOCONTRACT"], [], id="nocontract"),
        pytest.param("ORCON", ["ORCON"], [], id="orcon"),
        pytest.param("PROPIN", ["PROPIN"], [], id="propin"),
        pytest.param("SPECAT", ["SPECAT"], [], id="specat"),
        pytest.param("CHEROKEE", ["CHEROKEE"], [], id="cherokee"),
        pytest.param("USDOC", ["USDOC"], [], id="usdoc"),
        pytest.param("REL TO USA, FVEY", ["REL TO USA, FVEY"], [], id="rel-to"),
        pytest.param("SIPDIS\n\nSTATE FOR EUR/WE", ["SIPDIS"], ["STATE FOR EUR/WE"], id="attention"),
        pytest.param(
            "STATE FOR EUR/WE\nNSC FOR JWOOD\n\nSIPDIS",
            ["SIPDIS"],
            ["STATE FOR EUR/WE", "NSC FOR JWOOD"],
            id="attention-before-the-caption",
        ),
        pytest.param("DEPT PASS USTR FOR ANA VELMER", [], ["DEPT PASS USTR FOR ANA VELMER"], id="dept-pass"),
        pytest.param("ROME PLEASE PASS TO FODAG", [], ["ROME PLEASE PASS TO FODAG"], id="please-pass"),
        pytest.param(
            "AMEMBASSY ASTANA PASS TO AMCONSUL ALMATY", [], ["AMEMBASSY ASTANA PASS TO AMCONSUL ALMATY"], id="pass-to"
        ),
        pytest.param("EUR/PGI, EUR/SE", [], ["EUR/PGI, EUR/SE"], id="offices"),
        pytest.param(
            "FOR THE SECRETARY FROM THE AMBASSADOR",
            [],
            ["FOR THE SECRETARY FROM THE AMBASSADOR"],
            id="for-the-secretary",
        ),
        pytest.param("", [], [], id="none"),
        pytest.param("SIPDIS\nUSDOC 4322/MAC/OST", ["SIPDIS"], ["USDOC 4322/MAC/OST"], id="09SAOPAULO487"),
        pytest.param("USDOC FOR ITA DAS VELMER", [], ["USDOC FOR ITA DAS VELMER"], id="07BEIJING1840"),
        pytest.param("SIPDIS, USDOC", ["SIPDIS", "USDOC"], [], id="usdoc-behind"),
        pytest.param("USDOC SIPDIS", ["USDOC", "SIPDIS"], [], id="usdoc-before"),
        pytest.param("USDOC, DEA HQ FOR OST", ["USDOC"], ["DEA HQ FOR OST"], id="usdoc-and-text"),
        pytest.param(
            "LONDON FOR VELMER; BERLIN FOR OSTERGAARD-VELMER; BERGEN \nFOR OST AND BRANDVIK; OSLO FOR LUND; RIGA FOR \n"
            "TANGEN; DUBAI FOR IRPO",
            [],
            [
                "LONDON FOR VELMER; BERLIN FOR OSTERGAARD-VELMER; BERGEN FOR OST AND BRANDVIK; OSLO FOR LUND;"
                " RIGA FOR TANGEN; DUBAI FOR IRPO"
            ],
            id="three-lines-09ISTANBUL440",
        ),
        pytest.param(
            "EUR FOR A/S VELMER; NSC FOR BO OST; OSD FOR USD-P AND X\nBRANDVIK",
            [],
            ["EUR FOR A/S VELMER; NSC FOR BO OST; OSD FOR USD-P AND X BRANDVIK"],
            id="name-below-a-full-line-09TELAVIV2482",
        ),
        pytest.param("STATE FOR EUR/NB,\nEUR/PGI", [], ["STATE FOR EUR/NB, EUR/PGI"], id="comma"),
        pytest.param("STATE FOR EUR/\nNB", [], ["STATE FOR EUR/ NB"], id="slash"),
        pytest.param("STATE FOR VELMER AND\nOST", [], ["STATE FOR VELMER AND OST"], id="and"),
        pytest.param("STATE FOR EUR/NB,\nNSC FOR OST", [], ["STATE FOR EUR/NB,", "NSC FOR OST"], id="comma-at-the-end"),
        pytest.param("STATE FOR EUR, PM\nNSC FOR OST", [], ["STATE FOR EUR, PM", "NSC FOR OST"], id="two-whole-lines"),
        pytest.param("EUR/NB\nFOR THE SECRETARY", [], ["EUR/NB", "FOR THE SECRETARY"], id="office-and-person"),
        pytest.param(
            "NSC FOR OST\nSTATE FOR VELMER AND\nLUND",
            [],
            ["NSC FOR OST", "STATE FOR VELMER AND LUND"],
            id="last-goes-on",
        ),
        pytest.param(
            "PASS TO BERGEN FOR OLE LUND; STAVANGER FOR OST;\nBAGHDADI OFFICE",
            [],
            ["PASS TO BERGEN FOR OLE LUND; STAVANGER FOR OST;", "BAGHDADI OFFICE"],
            id="word-that-had-room",
        ),
        pytest.param(
            "PASS TO BERGEN FOR OLE LUND; STAVANGER FOR OST;\nBAGHDADIS OFFICE",
            [],
            ["PASS TO BERGEN FOR OLE LUND; STAVANGER FOR OST; BAGHDADIS OFFICE"],
            id="word-without-room",
        ),
        pytest.param("STATE FOR\n\nNSC FOR OST", [], ["STATE FOR", "NSC FOR OST"], id="gap"),
        pytest.param("STATE FOR EUR,\nSIPDIS\nPM/PPA", ["SIPDIS"], ["STATE FOR EUR,", "PM/PPA"], id="caption-between"),
    ],
)
def test_captions_and_attention_lines(lines: str, captions: list[str], attention: list[str]) -> None:
    read = cable(control=f"{lines}\n\n{REST}")
    assert list(read.captions) == captions
    assert list(read.attention) == attention
    assert read.subject == "FISH TALKS"
    assert read.unparsed == ""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("SIPDIS, DEA HQ FOR X", (["SIPDIS"], "DEA HQ FOR X")),
        ("sipdis", (["SIPDIS"], "")),
        ("STATE FOR EUR", ([], "STATE FOR EUR")),
        ("", ([], "")),
    ],
)
def test_split_captions(line: str, expected: tuple[list[str], str]) -> None:
    assert split_captions(line) == expected


@pytest.mark.parametrize(
    ("line", "order", "declassify", "day"),
    [
        pytest.param("E.O. 12958: DECL: 06/05/2018", "12958", "06/05/2018", date(2018, 6, 5), id="08MOSCOW1640"),
        pytest.param("E.O. 12958:  DECL:  N/A", "12958", "N/A", None, id="09ASTANA1103"),
        pytest.param("EO 12958 DECL: 06/05/2018", "12958", "06/05/2018", date(2018, 6, 5), id="no-points"),
        pytest.param("E.O. 12958:N/A", "12958", "N/A", None, id="glued"),
        pytest.param("E.O. 12958: N/A", "12958", "N/A", None, id="not-applicable"),
        pytest.param("E.O.12356: DECL:OADR", "12356", "OADR", None, id="oadr"),
        pytest.param("E.O. 11652: GDS", "11652", "GDS", None, id="gds"),
        pytest.param("E.O. 11652: N/A", "11652", "N/A", None, id="74"),
        pytest.param(
            "E.O. 12065: GDS 8/12/85 (TOMSETH, VICTOR L.) OR-P",
            "12065",
            "GDS 8/12/85 (TOMSETH, VICTOR L.) OR-P",
            date(1985, 8, 12),
            id="79TEHRAN8980",
        ),
        pytest.param(
            "E.O. 12065: RDS-4, 9/10/85 (VELMER, A.) OR-A",
            "12065",
            "RDS-4, 9/10/85 (VELMER, A.) OR-A",
            date(1985, 9, 10),
            id="rds",
        ),
        pytest.param(
            "E.O. 12958: DECL: TEN YEARS AFTER KOREAN UNIFICATION",
            "12958",
            "TEN YEARS AFTER KOREAN UNIFICATION",
            None,
            id="event",
        ),
        pytest.param("E.O. 12958: DECL: CLOSURE OF ICTY", "12958", "CLOSURE OF ICTY", None, id="event-2"),
        pytest.param("E.O. 12958: DECL: MR", "12958", "MR", None, id="manual-review"),
        pytest.param("E.O. 12958: DECL: 1.6 X1", "12958", "1.6 X1", None, id="exempt"),
        pytest.param("E.O. 12958: DNG: CO 06/05/2018", "12958", "DNG: CO 06/05/2018", date(2018, 6, 5), id="downgrade"),
        pytest.param("E.O. 1295: DECL: 06/05/2018", "1295", "06/05/2018", date(2018, 6, 5), id="damaged"),
        pytest.param("E.O. 13526: DECL: 2020/06/05", "13526", "2020/06/05", date(2020, 6, 5), id="13526"),
        pytest.param("E.O. 12958: DECL: 06-05-2018", "12958", "06-05-2018", date(2018, 6, 5), id="hyphens"),
        pytest.param("E.O. 12958: DECL: 6/5/18", "12958", "6/5/18", date(2018, 6, 5), id="short"),
        pytest.param("e.o. 12958: decl: 06/05/2018", "12958", "06/05/2018", date(2018, 6, 5), id="lower-case"),
        pytest.param("E.0. 12958: DECL: 06/05/2018", "12958", "06/05/2018", date(2018, 6, 5), id="zero"),
    ],
)
@pytest.mark.parametrize("order_of_lines", ["before", "behind"])
def test_the_order(line: str, order: str, declassify: str, day: date | None, order_of_lines: str) -> None:
    tags = "TAGS: PREL, NO"
    top = f"{line}\n{tags}" if order_of_lines == "before" else f"{tags}\n{line}"
    read = cable(control=f"SIPDIS\n\n{top}\nSUBJECT: FISH TALKS")
    assert (read.executive_order, read.declassify, read.declassify_on) == (order, declassify, day)
    assert read.tags == ("PREL", "NO")
    assert read.subject == "FISH TALKS"
    assert read.captions == ("SIPDIS",)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param("TAGS: PREL, NO", ("PREL", "NO"), id="colon"),
        pytest.param("TAGS PREL, NO", ("PREL", "NO"), id="no-colon"),
        pytest.param("TAGS, PREL, NO", ("PREL", "NO"), id="comma"),
        pytest.param("TAGS; PREL, NO", ("PREL", "NO"), id="semicolon"),
        pytest.param("TAG: PREL NO", ("PREL", "NO"), id="singular"),
        pytest.param("Tags: PREL NO", ("PREL", "NO"), id="title-case"),
        pytest.param("TAS: PREL NO", ("PREL", "NO"), id="damaged-1"),
        pytest.param("TABS: PREL NO", ("PREL", "NO"), id="damaged-2"),
        pytest.param("TGS: PREL NO", ("PREL", "NO"), id="damaged-3"),
        pytest.param("AGS: PREL NO", ("PREL", "NO"), id="damaged-4"),
        pytest.param("TAGS: [PREL](#) [NO](#)\nMASS, EINV", ("PREL", "NO", "MASS", "EINV"), id="08MOSCOW1640"),
        pytest.param("TAGS: PREL,\nNO", ("PREL", "NO"), id="comma-at-the-end"),
        pytest.param("TAGS:\nPREL NO", ("PREL", "NO"), id="value-below"),
        pytest.param(
            "TAGS: PREL PGOV\n\nOSLO 00009001  002 OF 004\n\n\nNO MASS", ("PREL", "PGOV", "NO", "MASS"), id="page-line"
        ),
    ],
)
def test_tags(lines: str, expected: tuple[str, ...]) -> None:
    read = cable(control=f"E.O. 12958: DECL: 06/03/2019\n{lines}\nSUBJECT: FISH TALKS")
    assert read.tags == expected
    assert read.subject == "FISH TALKS"
    assert read.executive_order == "12958"


@pytest.mark.parametrize(
    "line",
    [
        "E.O. 12958: DECL: 11/29/10 TAGS: PREL, NO",
        "E.O. 12958: DECL: 11/29/10   TAGS: PREL, NO",
        "TAGS: PREL, NO E.O. 12958: DECL: 11/29/10",
    ],
)
def test_order_and_tags_on_one_line(line: str) -> None:
    read = cable(control=f"SIPDIS\n{line}\nSUBJECT: FISH TALKS")
    assert (read.executive_order, read.declassify, read.declassify_on) == ("12958", "11/29/10", date(2010, 11, 29))
    assert read.tags == ("PREL", "NO")


@pytest.mark.parametrize(
    ("lines", "subject", "marking"),
    [
        pytest.param("SUBJECT: FISH TALKS", "FISH TALKS", "", id="plain"),
        pytest.param("SUBJ: FISH TALKS", "FISH TALKS", "", id="short"),
        pytest.param("UBJECT: FISH TALKS", "FISH TALKS", "", id="damaged"),
        pytest.param("SUBJCT: FISH TALKS", "FISH TALKS", "", id="letter-left-out"),
        pytest.param("SUBJET: FISH TALKS", "FISH TALKS", "", id="another-letter-left-out"),
        pytest.param("SUBJECT:\n\nFISH TALKS", "FISH TALKS", "", id="value-behind-a-blank-line"),
        pytest.param("Subject: Fish talks", "Fish talks", "", id="mixed-case"),
        pytest.param(
            "SUBJECT:  KAZAKHSTAN:  SCENESETTER FOR JULY \n9-10 VISIT TO ASTANA ",
            "KAZAKHSTAN: SCENESETTER FOR JULY 9-10 VISIT TO ASTANA",
            "",
            id="two-lines-09ASTANA1103",
        ),
        pytest.param("SUBJECT:\nFISH TALKS", "FISH TALKS", "", id="value-below"),
        pytest.param("SUBJECT: FISH\nTALKS IN\nBERGEN", "FISH TALKS IN BERGEN", "", id="three-lines"),
        pytest.param("SUBJECT: (S) FISH TALKS", "FISH TALKS", "S", id="marking-before"),
        pytest.param("SUBJECT: FISH TALKS (S)", "FISH TALKS", "S", id="marking-behind"),
        pytest.param("SUBJECT: (C/NF) FISH TALKS", "FISH TALKS", "C/NOFORN", id="marking-with-a-caveat"),
        pytest.param("(U) SUBJECT: FISH TALKS", "FISH TALKS", "U", id="marking-before-the-label"),
        pytest.param("SUBJECT: FISH TALKS (IRAN)", "FISH TALKS (IRAN)", "", id="other-parenthesis"),
        pytest.param("SUBJECT: FISH-\nTALKS", "FISH-TALKS", "", id="hyphen-at-a-line-end"),
        pytest.param('SUBJECT: "FISH" TALKS WITH [VELMER]', '"FISH" TALKS WITH [VELMER]', "", id="quotes-and-brackets"),
        pytest.param(
            "SUBJECT: FISH TALKS OF THE THIRD\n\nOSLO 00009001  002 OF 004\n\n\nMINISTERIAL ROUND",
            "FISH TALKS OF THE THIRD MINISTERIAL ROUND",
            "",
            id="page-line",
        ),
    ],
)
@pytest.mark.parametrize("behind", ["", "\n\nREF: BERGEN 12", "\nREF: BERGEN 12", "\n----------"])
def test_the_subject(lines: str, subject: str, marking: str, behind: str) -> None:
    read = cable(control=f"E.O. 12958: DECL: 06/03/2019\nTAGS: PREL, NO\n{lines}{behind}")
    assert read.subject == subject
    assert str(read.subject_marking or "") == marking
    assert [r.id for r in read.references] == (["09BERGEN12"] if "REF" in behind else [])
    assert numbers(read) == [1, 2]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("REF: MOSCOW 1425", ["09MOSCOW1425"]),
        ("REFS: MOSCOW 1425", ["09MOSCOW1425"]),
        ("REF(S): MOSCOW 1425", ["09MOSCOW1425"]),
        ("REFTEL: MOSCOW 1425", ["09MOSCOW1425"]),
        ("REF A: MOSCOW 1425", ["09MOSCOW1425"]),
        ("Ref: Moscow 1425", ["09MOSCOW1425"]),
        ("REF: A. MOSCOW 1425\n     B. 08 RIGA 12", ["09MOSCOW1425", "08RIGA12"]),
        ("REF: A. MOSCOW 1425\n\nB. 08 RIGA 12", ["09MOSCOW1425", "08RIGA12"]),
        ("REF: A) MOSCOW 1425; B) 08 RIGA 12 and\nprevious", ["09MOSCOW1425", "08RIGA12"]),
        ("REF: A. MOSCOW 1425\n¶B. 08 RIGA 12", ["09MOSCOW1425", "08RIGA12"]),
        ("REF: A. MOSCOW 1425\n1B. 08 RIGA 12", ["09MOSCOW1425", "08RIGA12"]),
        (
            "REF: A. MOSCOW 1425\n\nOSLO 00009001  002 OF 004\n\n\nB. 08 RIGA 12",
            ["09MOSCOW1425", "08RIGA12"],
        ),
        (
            "REF: A. MOSCOW 1425 OSLO 00009001  001.2 OF 004 B. 08 RIGA 12",
            ["09MOSCOW1425", "08RIGA12"],
        ),
        ("REF: A. MOSCOW 1425\nB. 08 RIGA 12\n\nREF: C. BERN 9", ["09MOSCOW1425", "08RIGA12", "09BERN9"]),
    ],
)
def test_references(lines: str, expected: list[str]) -> None:
    read = cable(
        control=f"{REST}\n\n{lines}\n\nClassified By: DCM Ana Velmer for reasons 1.4 (b).",
        class_line="C O N F I D E N T I A L SECTION 01 OF 04 OSLO 009001",
    )
    assert [r.id for r in read.references if r.id] == expected
    assert read.reasons == ("b",)
    assert numbers(read) == [1, 2]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "line",
    [
        pytest.param("(U) THIS CABLE IS SENSITIVE AND NOT FOR INTERNET DISTRIBUTION.", id="10BRASILIA136"),
        "(C) The cod of 2008 went on.",
        "(S) Nothing was said of OSLO 12.",
    ],
)
@pytest.mark.parametrize("ref", ["BERGEN 12", "A. BERGEN 12"])
def test_a_marked_line_below_the_references_is_text(ref: str, line: str, gap: str) -> None:
    read = cable(control=f"{REST}\n\nREF: {ref}{gap}{line}")
    assert [r.id for r in read.references] == ["09BERGEN12"]
    assert (str(read.paragraphs[0].marking), read.paragraphs[0].text) == (line[1], line[4:])


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_letters_of_markings_are_labels_in_their_order(gap: str) -> None:
    read = cable(control=f"{REST}\n\n" + gap.join(["REF: (A) BERGEN 12", "(B) 08 RIGA 12", "(C) BERN 9"]))
    assert [r.id for r in read.references] == ["09BERGEN12", "08RIGA12", "09BERN9"]


@pytest.mark.parametrize(
    "control",
    [
        "",
        "SIPDIS",
        "SUBJECT: FISH TALKS",
        "TAGS: PREL",
        "E.O. 12958: N/A",
        "REF: BERGEN 12",
        "SIPDIS\n\nSTATE FOR EUR\n\nTAGS: PREL",
    ],
)
def test_absent_lines_are_normal(control: str) -> None:
    read = cable(control=control)
    assert numbers(read) == [1, 2]
    assert texts(read)[0] == "Vice Minister Velmer told us that the talks go on."
    assert read.subject == ("FISH TALKS" if "SUBJECT" in control else "")


def test_the_subject_is_not_searched_for_in_the_text() -> None:
    read = cable("¶1. (C) One.\n\nSUBJECT: NOT THIS\n\n¶2. (C) Two.")
    assert read.subject == "FISH TALKS WITH VICE MINISTER VELMER"


def test_the_text_behind_the_reasons_is_no_reason() -> None:
    control = f"{REST}\n\nClassified By: DCM Ana Brandvik for reason 1.4 (b)."
    read = cable("1.4 million cod (d) were caught.", control=control)
    assert (read.reasons, texts(read)) == (("b",), ["1.4 million cod (d) were caught."])


@pytest.mark.parametrize(
    "first",
    [
        "Reftel says so.",
        "Ref A reported on the cod.",
        "Executive Order 13224 names him.",
        "Subject matter experts met.",
        "Classified documents were lost.",
        "Tags of cod were counted.",
    ],
)
@pytest.mark.parametrize("sign", ["¶1. (C) ", "1. (C) "])
def test_a_paragraph_may_begin_with_the_word_of_a_field(sign: str, first: str) -> None:
    read = cable(f"{REST}\n\nREF: OSLO 12\n\n{sign}{first}\n\n{sign.replace('1', '2')}Nothing else was said.")
    assert texts(read)[:2] == [first, "Nothing else was said."]
    assert numbers(read)[:2] == [1, 2]
    assert first not in read.references_printed


@pytest.mark.parametrize(
    "field", ["SUBJECT: COD", "Classified By: DCM Ana Brandvik for reason 1.4 (b)", "REF: OSLO 12"]
)
def test_a_field_may_have_the_number_and_the_marking_of_a_paragraph(field: str) -> None:
    control = f"E.O. 12958: N/A\nTAGS: PREL\n¶1. (U) {field}"
    assert texts(cable("¶2. (U) Nothing else was said.", control=control))[0] == "Nothing else was said."


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        ("Third round in Bergen", "Fish talks in the Third round in Bergen"),
        ("A. b is the first", "Fish talks in the A. b is the first"),
        ("We went to the third round.", "Fish talks in the"),
        ("These are the points:", "Fish talks in the"),
        ("THE MINISTER SPOKE", "Fish talks in the"),
        ("Classified in Bergen", "Fish talks in the"),
        (f"The rest of a line that is {'very ' * 10}long", "Fish talks in the"),
    ],
)
def test_a_title_goes_on_behind_a_blank_line(line: str, subject: str) -> None:
    assert cable(control=f"TAGS: PREL, NO\nSUBJECT: Fish talks in the\n\n{line}\n\nREF: BERGEN 12").subject == subject
