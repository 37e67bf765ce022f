"""Citations: what a historian prints below a paragraph."""

from __future__ import annotations

import pytest
from harness.marks import MOSCOW
from hypothesis import given, settings
from hypothesis import strategies as st

from cable_tui.cables.levels import Level
from cable_tui.escape import visible
from cable_tui.notebook.citation import CitationForm, cite, quote
from cable_tui.notebook.values import CableSummary, portion


@pytest.mark.parametrize(
    ("form", "number", "marking", "cited"),
    [
        (
            CitationForm.CHICAGO,
            2,
            "C",
            'US Embassy Moscow, "MEDVEDEV\'S EASY TRIP TO KAZAKHSTAN," cable 08MOSCOW1640, June 9, 2008, CONFIDENTIAL,'
            " para. 2 (C).",
        ),
        (
            CitationForm.CHICAGO,
            None,
            "",
            'US Embassy Moscow, "MEDVEDEV\'S EASY TRIP TO KAZAKHSTAN," cable 08MOSCOW1640, June 9, 2008, CONFIDENTIAL.',
        ),
        (
            CitationForm.PLAIN,
            2,
            "C",
            'MOSCOW 1640 (08MOSCOW1640), 2008-06-09, CONFIDENTIAL, "MEDVEDEV\'S EASY TRIP TO KAZAKHSTAN", para 2 (C)',
        ),
        (
            CitationForm.PLAIN,
            None,
            "",
            'MOSCOW 1640 (08MOSCOW1640), 2008-06-09, CONFIDENTIAL, "MEDVEDEV\'S EASY TRIP TO KAZAKHSTAN"',
        ),
    ],
)
def test_a_real_cable_is_cited(form: CitationForm, number: int | None, marking: str, cited: str) -> None:
    assert cite(MOSCOW, form, number=number, marking=marking) == cited


#: Invented cables that lack something, or have something odd.
ODD = [
    (CableSummary(""), "Cable, n.d.", "n.d."),
    (CableSummary("09OSLO9001"), "Cable 09OSLO9001, n.d.", "09OSLO9001, n.d."),
    (CableSummary("09OSLO9001", subject="COD"), '"COD," cable 09OSLO9001, n.d.', '09OSLO9001, n.d., "COD"'),
    (CableSummary("09OSLO9001", origin="Embassy Oslo"), "US Embassy Oslo, cable 09OSLO9001, n.d.", "09OSLO9001, n.d."),
    (CableSummary("09OSLO9001", date="2009-06-30"), "Cable 09OSLO9001, June 30, 2009.", "09OSLO9001, 2009-06-30"),
    (CableSummary("09OSLO9001", date="2009"), "Cable 09OSLO9001, 2009.", "09OSLO9001, 2009"),
    (CableSummary("old/a.txt"), "Cable, n.d., file old/a.txt.", "old/a.txt, n.d."),
    (
        CableSummary("old/a.txt", number="RIO DE JANEIRO 000100"),
        "Cable RIO DE JANEIRO 100, n.d., file old/a.txt.",
        "RIO DE JANEIRO 100 (old/a.txt), n.d.",
    ),
    (CableSummary("09OSLO1", number="OSLO 000"), "Cable 09OSLO1, n.d.", "OSLO 0 (09OSLO1), n.d."),
    (CableSummary("09OSLO1", number="23 OSLO 1"), "Cable 09OSLO1, n.d.", "23 OSLO 1 (09OSLO1), n.d."),
    (CableSummary("09OSLO1", classification="MARKING UNKNOWN"), "Cable 09OSLO1, n.d.", "09OSLO1, n.d."),
    (
        CableSummary("09OSLO1", level=Level.SECRET, classification="SECRET//NOFORN"),
        "Cable 09OSLO1, n.d., SECRET//NOFORN.",
        "09OSLO1, n.d., SECRET//NOFORN",
    ),
    (CableSummary("09OSLO1", origin="Consulate Bergen"), "US Consulate Bergen, cable 09OSLO1, n.d.", "09OSLO1, n.d."),
    (CableSummary("09OSLO1", origin="US Mission Geneva"), "US Mission Geneva, cable 09OSLO1, n.d.", "09OSLO1, n.d."),
    (CableSummary("09OSLO1", origin="Secretary of State"), "Secretary of State, cable 09OSLO1, n.d.", "09OSLO1, n.d."),
    (CableSummary("09OSLO1", origin="USNATO"), "USNATO, cable 09OSLO1, n.d.", "09OSLO1, n.d."),
    (CableSummary("09OSLO1", subject="COD?"), '"COD?," cable 09OSLO1, n.d.', '09OSLO1, n.d., "COD?"'),
    (CableSummary("09OSLO1", subject="COD."), '"COD," cable 09OSLO1, n.d.', '09OSLO1, n.d., "COD."'),
    (CableSummary("09OSLO1", subject="COD FOR..."), '"COD FOR...," cable 09OSLO1, n.d.', '09OSLO1, n.d., "COD FOR..."'),
    (CableSummary("09OSLO1", subject="THE U.S."), '"THE U.S.," cable 09OSLO1, n.d.', '09OSLO1, n.d., "THE U.S."'),
    (CableSummary("09OSLO1", subject='A "NO"'), "\"A 'NO,'\" cable 09OSLO1, n.d.", "09OSLO1, n.d., \"A 'NO'\""),
    (
        CableSummary("09OSLO1", subject="“NO” TO COD"),
        '"‘NO’ TO COD," cable 09OSLO1, n.d.',
        '09OSLO1, n.d., "‘NO’ TO COD"',
    ),
    (
        CableSummary("09OSLO1", subject="COD\x1b[31m\nAND\tEEL \u202e"),
        '"COD␛[31m AND EEL <U+202E>," cable 09OSLO1, n.d.',
        '09OSLO1, n.d., "COD␛[31m AND EEL <U+202E>"',
    ),
]


@pytest.mark.parametrize(("about", "chicago", "plain"), ODD)
def test_what_is_missing_or_odd_leaves_a_clean_sentence(about: CableSummary, chicago: str, plain: str) -> None:
    assert cite(about, CitationForm.CHICAGO) == chicago
    assert cite(about, CitationForm.PLAIN) == plain


@pytest.mark.parametrize(
    ("number", "marking", "chicago", "plain"),
    [
        (3, "", "para. 3", "para 3"),
        (0, "U", "para. 0 (U)", "para 0 (U)"),
        (None, "S//NF", "unnumbered para. (S//NF)", "unnumbered para (S//NF)"),
        (1, "C\n\x07", "para. 1 (C ␇)", "para 1 (C ␇)"),
    ],
)
def test_a_paragraph_is_named_as_far_as_it_can_be(number: int | None, marking: str, chicago: str, plain: str) -> None:
    about = CableSummary("09OSLO1")
    start = "Cable 09OSLO1, n.d., "
    assert cite(about, CitationForm.CHICAGO, number=number, marking=marking) == f"{start}{chicago}."
    assert cite(about, CitationForm.PLAIN, number=number, marking=marking) == f"09OSLO1, n.d., {plain}"


@pytest.mark.parametrize(
    ("inherited", "chicago", "plain"),
    [(False, "para. 2 (C)", "para 2 (C)"), (True, "para. 2 (C, entire text)", "para 2 (C, entire text)")],
)
def test_the_marking_of_the_entire_text_is_not_cited_as_the_paragraphs_own(
    inherited: bool, chicago: str, plain: str
) -> None:
    marking = portion("C", inherited=inherited)
    about = CableSummary("79TEHRAN8980")
    assert cite(about, CitationForm.CHICAGO, number=2, marking=marking).endswith(f", {chicago}.")
    assert cite(about, CitationForm.PLAIN, number=2, marking=marking).endswith(f", {plain}")
    assert portion("", inherited=inherited) == ""


def test_what_contradicts_itself_stands_behind_the_citation_in_brackets() -> None:
    about = CableSummary("09HAVANA132", notes=("The text is numbered 09MOSCOW512.", "Catalogued SECRET\x07"))
    said = "[The text is numbered 09MOSCOW512.] [Catalogued SECRET␇]"
    assert cite(about, CitationForm.CHICAGO) == f"Cable 09HAVANA132, n.d. {said}"
    assert cite(about, CitationForm.PLAIN) == f"09HAVANA132, n.d. {said}"


TEXT = st.text(max_size=12)
ABOUTS = st.builds(
    CableSummary,
    name=TEXT,
    number=TEXT,
    date=TEXT,
    level=st.sampled_from(Level),
    classification=TEXT,
    origin=TEXT,
    subject=TEXT,
)


@settings(derandomize=True, database=None, deadline=None)
@given(ABOUTS, st.sampled_from(CitationForm), st.none() | st.integers(0, 99), TEXT)
def test_any_fields_make_one_safe_line(
    about: CableSummary, form: CitationForm, number: int | None, marking: str
) -> None:
    cited = cite(about, form, number=number, marking=marking)
    assert cited
    assert cited == visible(cited)
    assert not set(cited) & set("\n\t")
    assert cited.endswith(".") or form is CitationForm.PLAIN


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ("Cod.", "Cod.\n\nOSLO 9"),
        ("\nCod\n  and eel.\n\n", "Cod\n  and eel.\n\nOSLO 9"),
        ("\x1b]52;c;x\x07", "␛]52;c;x␇\n\nOSLO 9"),
        ("", "OSLO 9"),
    ],
)
def test_a_quotation_is_the_paragraph_and_below_it_the_citation(text: str, copied: str) -> None:
    assert quote(text, "OSLO 9") == copied
