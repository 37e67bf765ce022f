"""Levels and portion markings: every spelling, and what is none."""

import pytest
from support import HEADER, cable

from cable_tui.cables import Classification, Container, Level, Marking, parse
from cable_tui.cables.markings import read_classification, read_entire_text, read_marking, take_marking

MARKINGS = {
    "U": ["U", "u", " U ", "UNCLAS", "UNCLASSIFIED", "Unclassified"],
    "SBU": [
        "SBU", "sbu", "Sbu", "SUB", "LOU", "FOUO", "CUI", "SENSITIVE BUT UNCLASSIFIED",
        "LIMITED OFFICIAL USE",
    ],
    "SBU/FOUO": ["U//FOUO", "U/FOUO", "UFOUO"],
    "SBU/NOFORN": ["SBU/NF", "SBU//NF", "SBU/N", "SBU/NOFORN", "SBU//NOFORN", "SBU-NF", "SBU NF", "SBUNF"],
    "R": ["R", "RESTRICTED"],
    "C": ["C", "c", " C ", "CONFIDENTIAL", "Confidential"],
    "C/NOFORN": ["C/NF", "C//NF", "C-NF", "C NF", "C/NOFORN", "C/N", "C/ NF", "CNF", "C//NOFORN", "c/nf"],
    "C/REL NATO": ["C/REL NATO", "C//REL NATO", "C/REL TO NATO", "C REL NATO"],
    "S": ["S", "s", " S ", "SECRET"],
    "S/NOFORN": [
        "S/NF", "S//NF", "S-NF", "S NF", "S/NOFORN", "S//NOFORN", "S/N", "SNF", "S/ NF", "S / NF", "S//NOFOR", "S/N/F",
        "SECRET//NOFORN",
    ],
    "S/REL USA, FVEY": ["S//REL TO USA, FVEY", "S/REL TO USA, FVEY", "S//REL USA, FVEY", "S/REL USA/FVEY"],
    "S/REL RUSSIA, LATVIA": ["S/Rel to Russia, Latvia", "S//REL TO RUSSIA, LATVIA"],
    "S/NOFORN/FGI": ["S//FGI//NF", "S//NF//FGI", "S/FGI/NF"],
    "S/FGI": ["S//FGI", "S/FGI"],
    "S/ORCON": ["S/OC", "S//ORCON"],
    "S/NOFORN/ORCON": ["S//OC/NF", "S/ORCON/NOFORN", "S/NF/OC"],
    "TS": ["TS", "TOP SECRET", "ts"],
    "TS/NOFORN": ["TS//NF", "TS/NOFORN"],
    "TS/SI": ["TS//SI"],
    "TS/NOFORN/SI": ["TS//SI//NF", "TS//SI/NOFORN"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "expected"), [(printed, short) for short, forms in MARKINGS.items() for printed in forms]
)
def test_a_portion_marking(printed: str, expected: str) -> None:
    marking = read_marking(printed)
    assert marking is not None
    assert str(marking) == expected
    assert marking.printed == printed
    assert not marking.inherited


@pytest.mark.parametrize(
    ("printed", "expected"),
    [(f"({printed}) Text", short) for short, forms in MARKINGS.items() for printed in forms],
)
def test_a_portion_marking_opens_a_text(printed: str, expected: str) -> None:
    marking, rest = take_marking(printed)
    assert (str(marking), rest) == (expected, "Text")


@pytest.mark.parametrize(
    "printed",
    [
        "", "b", "d", "Iran", "Sabah", "CDU", "N/SF", "NF", "1", "USG", "Sen.", "see above", "Comment", "A", "S.F.",
        "SPD", "UN", "US", "CSU", "TSA", "C-130", "S-300", "U-2", "C and D", "SU", "CC", "U.K.", "S/CT", "C.I.S.",
    ],
)  # fmt: skip
def test_other_parentheses(printed: str) -> None:
    assert read_marking(printed) is None
    assert take_marking(f"({printed}) Text") == (None, f"({printed}) Text")


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("(C) Text", "C", "Text"),
        ("(C)Text", "C", "Text"),
        ("( C ) Text", "C", "Text"),
        ("C) Text", "C", "Text"),
        ("SBU) Text", "SBU", "Text"),
        ("Text (C)", "None", "Text (C)"),
        ("(C Text", "None", "(C Text"),
        ("", "None", ""),
        ("()", "None", "()"),
    ],
)
def test_where_a_marking_stands(text: str, expected: str, rest: str) -> None:
    assert tuple(map(str, take_marking(text))) == (expected, rest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(C - ENTIRE TEXT).", "C"),
        ("C - ENTIRE TEXT.", "C"),
        ("SECRET - ENTIRE TEXT.", "S"),
        ("(S/NF - ENTIRE TEXT)", "S/NOFORN"),
        ("(S) ENTIRE TEXT", "S"),
        ("Sensitive but unclassified - entire text", "SBU"),
        ("CONFIDENTIAL -- ENTIRE TEXT", "C"),
        ("(LOU) ENTIRE TEXT", "SBU"),
        ("LIMITED OFFICIAL USE - ENTIRE TEXT.", "SBU"),
        ("(C-ENTIRE TEXT)", "C"),
        ("(U) ENTIRE TEXT", "U"),
        ("C - ENTIRE MESSAGE", "C"),
        ("The entire text", "None"),
        ("Entire text", "None"),
    ],
)
def test_entire_text(text: str, expected: str) -> None:
    assert str(read_entire_text(text)) == expected


CLASSIFICATIONS = {
    (Level.UNCLASSIFIED, ""): ["UNCLASSIFIED", "UNCLAS", "U N C L A S", "unclassified"],
    (Level.CONTROLLED, ""): [
        "UNCLASSIFIED//FOR OFFICIAL USE ONLY", "UNCLAS//FOUO", "UNCLAS SENSITIVE",
    ],
    (Level.CONTROLLED, "SENSITIVE BUT UNCLASSIFIED"): ["SBU", "UNCLASSIFIED/SBU", "SENSITIVE BUT UNCLASSIFIED"],
    (Level.CONTROLLED, "CUI"): ["CUI"],
    (Level.CONTROLLED, "LIMITED OFFICIAL USE"): [
        "LIMITED OFFICIAL USE", "LOU", "L I M I T E D  O F F I C I A L  U S E",
    ],
    (Level.CONTROLLED, "UNCLASSIFIED//EFTO"): ["UNCLAS EFTO", "UNCLAS E F T O"],
    (Level.RESTRICTED, ""): ["RESTRICTED"],
    (Level.CONFIDENTIAL, ""): ["CONFIDENTIAL", "C O N F I D E N T I A L", "C ONFIDENTIAL", "confidential"],
    (Level.SECRET, ""): ["SECRET", "S E C R E T", "SE C R E T", "S e c r e t"],
    (Level.TOP_SECRET, ""): ["TOP SECRET", "T O P  S E C R E T"],
    (Level.UNKNOWN, ""): ["", "NONE", "n/a", "12345"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "level", "name"),
    [(printed, level, name) for (level, name), forms in CLASSIFICATIONS.items() for printed in forms],
)
def test_a_classification(printed: str, level: Level, name: str) -> None:
    assert read_classification(printed) == Classification(level, (), name, printed)


@pytest.mark.parametrize(
    ("printed", "level"),
    [
        ("CONFIDENTIAL//NOFORN", Level.CONFIDENTIAL),
        ("SECRET//NOFORN", Level.SECRET),
        ("S E C R E T NOFORN", Level.SECRET),
        ("TOP SECRET//NOFORN", Level.TOP_SECRET),
    ],
)
def test_a_classification_with_a_caveat(printed: str, level: Level) -> None:
    found = read_classification(printed)
    assert (found.level, found.caveats) == (level, ("NOFORN",))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Classification(), "MARKING UNKNOWN"),
        (Classification(Level.UNCLASSIFIED), "UNCLASSIFIED"),
        (Classification(Level.CONTROLLED), "UNCLASSIFIED//FOR OFFICIAL USE ONLY"),
        (Classification(Level.CONTROLLED, (), "LIMITED OFFICIAL USE"), "LIMITED OFFICIAL USE"),
        (Classification(Level.SECRET, ("NOFORN",)), "SECRET//NOFORN"),
        (Classification(Level.TOP_SECRET), "TOP SECRET"),
    ],
)
def test_the_banner(value: Classification, expected: str) -> None:
    assert str(value) == expected


UNMARKED_HEADER = HEADER.replace("ZNY CCCCC ZZH\n", "")


def classified(catalogue: str, line: str, captions: str = "", body: str = "¶1. (U) A.") -> tuple[str, tuple[str, ...]]:
    text = f"{UNMARKED_HEADER}\n{line} OSLO 009001\n\n{captions}\n\nSUBJECT: FISH\n\n{body}\n"
    read = parse(text, Container(id="09OSLO9001", classification=catalogue) if catalogue else None)
    return str(read.classification), tuple(warning.sentence for warning in read.warnings)


@pytest.mark.parametrize(
    ("catalogue", "line", "captions", "expected"),
    [
        pytest.param("", "UNCLAS", "", "UNCLASSIFIED", id="line"),
        pytest.param("", "UNCLAS", "SENSITIVE", "UNCLASSIFIED//FOR OFFICIAL USE ONLY", id="sensitive"),
        pytest.param(
            "UNCLASSIFIED//FOR OFFICIAL USE ONLY", "UNCLAS", "", "UNCLASSIFIED//FOR OFFICIAL USE ONLY", id="fouo"
        ),
        pytest.param("SECRET", "C O N F I D E N T I A L", "", "SECRET", id="08RABAT727"),
        pytest.param("CONFIDENTIAL", "S E C R E T", "", "SECRET", id="higher-is-printed"),
        pytest.param("CONFIDENTIAL", "UNCLAS", "SENSITIVE", "CONFIDENTIAL", id="higher-is-catalogued"),
        pytest.param("SECRET//NOFORN", "S E C R E T", "NOFORN", "SECRET//NOFORN", id="caveat-once"),
        pytest.param("SECRET", "S E C R E T", "NOFORN", "SECRET//NOFORN", id="caveat-of-the-captions"),
        pytest.param("SECRET//NOFORN", "S E C R E T", "", "SECRET//NOFORN", id="caveat-of-the-catalogue"),
        pytest.param("CONFIDENTIAL//NOFORN", "S E C R E T", "", "SECRET//NOFORN", id="caveat-of-the-lower"),
        pytest.param("", "S E C R E T NOFORN", "", "SECRET//NOFORN", id="caveat-of-the-line"),
        pytest.param("", "C O N F I D E N T I A L", "SENSITIVE", "CONFIDENTIAL", id="sensitive-and-confidential"),
        pytest.param("", "LIMITED OFFICIAL USE", "", "LIMITED OFFICIAL USE", id="lou"),
        pytest.param("", "UNCLAS", "FOR THE SECRETARY FROM OSLO", "UNCLASSIFIED", id="secretary-is-no-level"),
    ],
)
def test_catalogue_line_and_captions(catalogue: str, line: str, captions: str, expected: str) -> None:
    assert classified(catalogue, line, captions)[0] == expected


def test_a_caveat_of_a_portion_is_none_of_the_cable() -> None:
    assert classified("", "S E C R E T", "", "¶1. (S/NF) A.")[0] == "SECRET"


@pytest.mark.parametrize(
    ("catalogue", "line", "warned"),
    [
        ("SECRET", "C O N F I D E N T I A L", True),
        ("CONFIDENTIAL", "S E C R E T", True),
        ("CONFIDENTIAL", "C O N F I D E N T I A L", False),
        ("UNCLASSIFIED//FOR OFFICIAL USE ONLY", "UNCLAS", False),
        ("", "S E C R E T", False),
    ],
)
def test_catalogue_against_line(catalogue: str, line: str, warned: bool) -> None:
    warnings = classified(catalogue, line)[1]
    assert any("atalogue" in warning for warning in warnings) is warned


@pytest.mark.parametrize(
    ("line", "body", "warned"),
    [
        pytest.param("UNCLAS", "¶1. (C) A.", True, id="c-in-unclas"),
        pytest.param("C O N F I D E N T I A L", "¶1. (U) A.\n\n¶2. (S) B.", True, id="s-in-c"),
        pytest.param("C O N F I D E N T I A L", "¶1. (C) A.", False, id="c-in-c"),
        pytest.param("S E C R E T", "¶1. (C) A.", False, id="c-in-s"),
        pytest.param("UNCLAS", "¶1. (SBU) A.", False, id="sbu-is-no-classification"),
        pytest.param("UNCLAS", "¶1. (U) A.\n\n(C) Heading of This\n\n¶2. (U) B.", True, id="heading"),
    ],
)
def test_banner_against_portions(line: str, body: str, warned: bool) -> None:
    banner, warnings = classified("", line, "", body)
    assert any("paragraph is marked" in warning for warning in warnings) is warned
    assert banner == str(read_classification(line))


def test_the_short_forms() -> None:
    assert [level.letters for level in Level] == ["?", "U", "SBU", "R", "C", "S", "TS"]
    assert str(Marking(Level.SECRET, ("NOFORN",))) == "S/NOFORN"


def test_a_cable_without_any_marking_is_unknown() -> None:
    assert cable(header="", class_line="").classification.level is Level.UNKNOWN


def test_the_marking_of_the_entire_text_is_that_of_numbered_paragraphs_alone() -> None:
    read = cable("¶1. (C - ENTIRE TEXT).\n\n¶2. The cod were not asked.\n\nThey went on without them, as they do.")
    assert [(block.number, str(block.marking or "")) for block in read.paragraphs[:3]] == [
        (1, "C"),
        (2, "C"),
        (None, ""),
    ]


@pytest.mark.parametrize("printed", ["SECRETARY", "SECRETARY'S", "SECRETARY-GENERAL", "SECRETARIAT", "CONFIDENTIALITY"])
def test_a_level_is_a_whole_word(printed: str) -> None:
    assert read_classification(printed).level is Level.UNKNOWN
