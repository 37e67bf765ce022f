"""Who classified a cable, for which reasons, and what it is derived from."""

import pytest
from support import cable, numbered, numbers, texts

from cable_tui.cables import Official
from cable_tui.cables.header.authority import read_classified_by, split_official

BD = ("b", "d")


@pytest.mark.parametrize(
    ("lines", "name", "title", "reasons"),
    [
        pytest.param(
            "Classified By: Political Minister Counselor Alice G. Wells for reasons\n1.4 (b) and (d).",
            "Alice G. Wells",
            "Political Minister Counselor",
            BD,
            id="08MOSCOW1640",
        ),
        pytest.param("Classified By: DCM Ana Velmer for reasons 1.4 (b) and (d).", "Ana Velmer", "DCM", BD, id="dcm"),
        pytest.param(
            "Classified By: Ana Velmer, DCM, for reasons 1.4 (b), (d)", "Ana Velmer", "DCM", BD, id="title-behind"
        ),
        pytest.param("CLASSIFIED BY DCM ANA VELMER. REASONS 1.4 (B) AND (D)", "ANA VELMER", "DCM", BD, id="capitals"),
        pytest.param(
            "CLASSIFIED BY AMBASSADOR ANA VELMER FOR REASONS 1.5 (B) AND (D)", "ANA VELMER", "AMBASSADOR", BD, id="1.5"
        ),
        pytest.param("(U) Classified by DCM Ana Velmer for reasons 1.4 (b).", "Ana Velmer", "DCM", ("b",), id="marked"),
        pytest.param("Classified by DCM Ana Velmer, reason: 1.4 (b/d)", "Ana Velmer", "DCM", BD, id="slash"),
        pytest.param("Classified by DCM Ana Velmer, reason 1.4 (B/D)", "Ana Velmer", "DCM", BD, id="slash-capitals"),
        pytest.param("Classified by DCM Ana Velmer, reasons 1.4 b,d", "Ana Velmer", "DCM", BD, id="no-parentheses"),
        pytest.param("Classified by DCM Ana Velmer, reasons 1.4(b)(d)", "Ana Velmer", "DCM", BD, id="glued"),
        pytest.param(
            "Classified by DCM Ana Velmer, reasons 1.4 (b-d)", "Ana Velmer", "DCM", ("b", "c", "d"), id="range"
        ),
        pytest.param(
            "Classified by DCM Ana Velmer, reasons 1.4 (a) through (d)",
            "Ana Velmer",
            "DCM",
            ("a", "b", "c", "d"),
            id="range-in-words",
        ),
        pytest.param(
            "Classified by DCM Ana Velmer per E.O. 12958, reasons 1.4 (b) and (d)", "Ana Velmer", "DCM", BD, id="order"
        ),
        pytest.param(
            "Classified By: Ambassador Ana Velmer, Reason 1.4 (B)\nand (D)",
            "Ana Velmer",
            "Ambassador",
            BD,
            id="wrapped-reasons",
        ),
        pytest.param(
            "Classified By: Charge d'Affaires Ana M. P. Velmer for reasons 1.4 (b) a\nnd (d)",
            "Ana M. P. Velmer",
            "Charge d'Affaires",
            BD,
            id="cut-inside-and-09MADRID612",
        ),
        pytest.param(
            "Classified By: Ambassador Ana Velmer for reasons 1.5 (b) and (\nd).",
            "Ana Velmer",
            "Ambassador",
            BD,
            id="cut-behind-a-parenthesis-06RIYADH9095",
        ),
        pytest.param(
            "Classified By: DCM Ana Velmer for reasons 1.4 (a), (b) and\nd.",
            "Ana Velmer",
            "DCM",
            ("a", "b", "d"),
            id="cut-behind-and",
        ),
        pytest.param("Classified By: DCM Ana Velmer", "Ana Velmer", "DCM", (), id="no-reasons"),
        pytest.param(
            "Classified By: CDA Ana Velmer. REASON 1.4 (B, D)", "Ana Velmer", "CDA", BD, id="comma-in-parentheses"
        ),
    ],
)
def test_classified_by(lines: str, name: str, title: str, reasons: tuple[str, ...]) -> None:
    control = f"E.O. 12958: DECL: 06/03/2019\nTAGS: PREL, NO\nSUBJECT: FISH TALKS\n\n{lines}"
    read = cable(control=control)
    assert read.classified_by == Official(name, title)
    assert read.reasons == reasons
    assert numbers(read) == [1, 2]
    assert read.classified_printed == lines


def test_classified_by_as_paragraph_one() -> None:
    control = "E.O. 12958: DECL: 06/03/2019\nTAGS: PREL, NO\nSUBJECT: FISH TALKS"
    read = cable(
        "¶1. (U) Classified by DCM Ana Velmer for reasons 1.4 (b) and (d).\n\n¶2. (C) The talks.", control=control
    )
    assert read.classified_by == Official("Ana Velmer", "DCM")
    assert read.reasons == BD
    assert read.subject == "FISH TALKS"


@pytest.mark.parametrize(
    ("lines", "derived"),
    [
        ("DERIVED FROM: DS GUIDE 1-99", "DS GUIDE 1-99"),
        ("DERIVED FROM: MULTIPLE SOURCES", "MULTIPLE SOURCES"),
        ("Derived from: DSCG 05-1 D", "DSCG 05-1 D"),
    ],
)
def test_derived_from(lines: str, derived: str) -> None:
    read = cable(control=f"E.O. 12958: DECL: 06/03/2019\nTAGS: PREL, NO\nSUBJECT: FISH TALKS\n\n{lines}")
    assert read.derived_from == derived
    assert numbers(read) == [1, 2]


@pytest.mark.parametrize(
    ("order", "name"),
    [
        pytest.param("E.O. 12065: GDS 8/12/85 (VELMER, ANA M.) OR-P", "ANA M. VELMER", id="79TEHRAN8980"),
        pytest.param("E.O. 12065: RDS-4, 9/10/85 (VELMER, A.) OR-A", "A. VELMER", id="review"),
        pytest.param("E.O. 12065: XGDS-2 (VAN DER OST,\nBO) OR-M", "BO VAN DER OST", id="two-lines"),
        pytest.param("E.O. 12065: GDS 8/12/85", None, id="nobody"),
        pytest.param("E.O. 12065: GDS (SEE PARA 2, 3)", None, id="another-parenthesis"),
        pytest.param("E.O. 12958: DECL: CLOSURE OF THE TALKS (OSLO, BERGEN)", None, id="places"),
    ],
)
def test_the_official_on_the_line_of_the_order(order: str, name: str | None) -> None:
    read = cable(control=f"{order}\nTAGS: PREL, NO\nSUBJECT: FISH TALKS")
    assert read.classified_by == (Official(name) if name else None)


def test_the_official_of_a_line_of_his_own_counts_more() -> None:
    control = "E.O. 12065: GDS 8/12/85 (OST, BO) OR-P\nTAGS: NO\nSUBJECT: FISH\n\nClassified By: DCM Ana Velmer"
    assert cable(control=control).classified_by == Official("Ana Velmer", "DCM")


def test_both_a_person_and_a_source() -> None:
    official, reasons, derived = read_classified_by(
        ["CLASSIFIED BY: ANA VELMER, DCM, REASON 1.4 (D)", "DERIVED FROM: MULTIPLE SOURCES"]
    )
    assert (official, reasons, derived) == (Official("ANA VELMER", "DCM"), ("d",), "MULTIPLE SOURCES")


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("Ambassador Alice G. Wells", "Alice G. Wells", "Ambassador"),
        ("Alice G. Wells, Ambassador", "Alice G. Wells", "Ambassador"),
        ("Ana Velmer", "Ana Velmer", ""),
        ("DCM", "", "DCM"),
        ("Deputy Chief of Mission Ana Velmer", "Ana Velmer", "Deputy Chief of Mission"),
        ("Acting DCM Ana van der Velmer", "Ana van der Velmer", "Acting DCM"),
        ("Ambassador Ana Velmer, Jr.", "Ana Velmer Jr.", "Ambassador"),
        ("Political Counselor Bruno Ost", "Bruno Ost", "Political Counselor"),
        ("Pol/Econ Counselor Bruno Ost", "Bruno Ost", "Pol/Econ Counselor"),
        ("Charge d'Affaires a.i. Bruno Ost", "Bruno Ost", "Charge d'Affaires a.i."),
        ("Consul General Bruno Ost", "Bruno Ost", "Consul General"),
        ("A/S Bruno Ost", "Bruno Ost", "A/S"),
        ("Ambassdor Maria de la Cruz Ost", "Maria de la Cruz Ost", "Ambassdor"),
        ("POLITICAL COUNSELLER OLE LUND", "OLE LUND", "POLITICAL COUNSELLER"),
        ("COL Bo Lund, DATT", "Bo Lund", "COL, DATT"),
        ("Lt. Col. Ole Lund", "Ole Lund", "Lt. Col."),
        ("EUR/RPM Director Ole von Lund", "Ole von Lund", "EUR/RPM Director"),
        ("Ole Lund, Director, EUR/RPM, State", "Ole Lund", "Director, EUR/RPM, State"),
        ("Director for Southern Africa Ole M. Lund III", "Ole M. Lund III", "Director for Southern Africa"),
        ("Charge d ' Affaires Ole bin Lund", "Ole bin Lund", "Charge d'Affaires"),
        ("A/PolAd A. “Hoot” Lund", "A. “Hoot” Lund", "A/PolAd"),
        ("Jordan Lund, Acting DCM", "Jordan Lund", "Acting DCM"),
        ("PolCouns Ole Lund and EconCouns Ana Velmer", "Ole Lund", "PolCouns and EconCouns Ana Velmer"),
        ("OLE LUND: AMBASSADOR", "OLE LUND", "AMBASSADOR"),
        ("Ole Bo Per Lund", "Ole Bo Per Lund", ""),
        ("Jan Ole Bo Per Lund", "Jan Ole Bo Per Lund", ""),
        ("EconMin Ole Bo Lund", "Ole Bo Lund", "EconMin"),
        ("LeRoy Bo Lund", "LeRoy Bo Lund", ""),
        ("Consul General Ole Lund, Consulate General Bergen", "Ole Lund", "Consul General, Consulate General Bergen"),
    ],
)
def test_name_and_title(text: str, name: str, title: str) -> None:
    assert split_official(text) == Official(name, title)


@pytest.mark.parametrize(
    ("lines", "reasons"),
    [
        pytest.param("CLASSIFIED BY: Ana Velmer, DCM. REASON: 1.4 (b), (d) 1. (C) ", BD, id="10VATICAN13"),
        pytest.param("Classified By: DCM Ana Velmer for reasons 1.4 (b) and (d). ¶1. (S/NF) ", BD, id="pilcrow"),
        pytest.param("Classified by DCM Ana Velmer, reasons 1.4 b/d. 1.(U) ", BD, id="no-parentheses"),
        pytest.param("Classified By: DCM Ana Velmer,\nreason 1.5 (d) 1. (SBU) ", ("d",), id="second-line"),
    ],
)
def test_a_first_paragraph_on_the_line_of_the_reasons(lines: str, reasons: tuple[str, ...]) -> None:
    control = f"E.O. 12958: DECL: 06/03/2019\nTAGS: PREL, NO\nSUBJECT: FISH TALKS\n\n{lines}Summary: The cod go on."
    read = cable("¶2. (C) Nothing else was said.", control=control)
    assert (read.classified_by, read.reasons) == (Official("Ana Velmer", "DCM"), reasons)
    assert [(block.number, block.marking is not None, block.text) for block in numbered(read)] == [
        (1, True, "Summary: The cod go on."),
        (2, True, "Nothing else was said."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Classified By: DCM Ana Velmer for reasons 1.4 (b) and (d), see para 1. Then more.",
        "Classified By: DCM Ana Velmer for reasons 1. (b) and (d)",
    ],
)
def test_other_numbers_on_the_line_of_the_reasons(line: str) -> None:
    read = cable(control=f"E.O. 12958: DECL: 06/03/2019\nTAGS: PREL, NO\nSUBJECT: FISH TALKS\n\n{line}")
    assert (read.classified_printed, numbers(read)) == (line, [1, 2])


@pytest.mark.parametrize("page", ["", "PAGE 02 RUEHNY9001 C O N F I D E N T I A L\n", "OSLO 00009001  002 OF 004\n\n"])
@pytest.mark.parametrize("label", ["REASONS\n\n\n\n{}1.4 (B) AND (D).", "REASONS 1.4 (B) AND (\n{}D)."])
def test_a_page_may_break_before_the_reasons(label: str, page: str) -> None:
    control = "E.O. 12958: DECL: 06/03/2019\nTAGS: PREL, NO\nSUBJECT: FISH TALKS\n\nCLASSIFIED BY: DCM ANA VELMER, "
    read = cable(control=control + label.format(page))
    assert (read.classified_by, read.reasons) == (Official("ANA VELMER", "DCM"), BD)
    assert texts(read)[0] == "Vice Minister Velmer told us that the talks go on."


@pytest.mark.parametrize("first", ["(D) is the letter.", "A d is the letter.", "And (d) is what they want."])
def test_the_text_below_finished_reasons_is_text(first: str) -> None:
    control = "TAGS: PREL, NO\nSUBJECT: FISH TALKS\n\nClassified By: DCM Ana Velmer for reasons 1.4 (b) and (c)."
    read = cable(first, control=control)
    assert (read.reasons, texts(read)) == (("b", "c"), [first])


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        ("Classified By: DCM Ana Velmer, Resons 1.4 (b/d)", BD),
        ("Classified By: DCM Ana Velmer per 1.4 (b)", ("b",)),
        ("Classified By: DCM Ana Velmer, E.O. 12958, 1.4 b/d", BD),
        ("Classified By: DCM Ana Velmer; Reason: 1.5 (b/d)", BD),
        ("Classified By: DCM Ana Velmer based on E.O. 12958 reasons 1.4 (d)", ("d",)),
        ("Classified By: DCM Ana Velmer for reasons b, d.", BD),
        ("Classified By: DCM Ana Velmer. Reasons (1.4 b,d)", BD),
        ("Classified By: DCM - Ana Velmer in accordance with section 1.4 (b) and (d)", BD),
    ],
)
def test_reasons_put_otherwise(line: str, reasons: tuple[str, ...]) -> None:
    assert read_classified_by([line])[:2] == (Official("Ana Velmer", "DCM"), reasons)


def test_a_cut_name_is_healed() -> None:
    first = "Classified By: Acting Counselor for Political-Military Affairs Margrete"
    read = cable(control=f"TAGS: PREL, NO\nSUBJECT: FISH\n\n{first}\n H. Ost for reasons 1.4 (b).")
    assert read.classified_by == Official("Margrete H. Ost", "Acting Counselor for Political-Military Affairs")


def test_a_longer_line_was_not_cut() -> None:
    first = "Classified By: Acting Counselor for Political and Military Affairs Margrete"
    assert len(first) > 71
    assert read_classified_by([first, "Hanna Ost for reasons 1.4 (b)."])[0] == Official(
        "Margrete Hanna Ost", "Acting Counselor for Political and Military Affairs"
    )


def test_an_official_behind_entire_text() -> None:
    body = "1. C - ENTIRE TEXT.  CLASSIFIED BY: ANA OST, DCM.\nREASON: 1.5 (D).\n\n2. COD IS SHORT."
    read = cable(body, control="E.O. 12958: DECL: 06/03/2019\nTAGS: PREL, NO\nSUBJECT: FISH")
    assert (read.classified_by, read.reasons) == (Official("ANA OST", "DCM"), ("d",))
    assert numbers(read) == [1, 2]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ambasador Ana Velmer for reasons 1.4 (b)", "Ana Velmer"),
        ("Ambassdor Ole P. Lund, reasons 1.4 (b)", "Ole P. Lund"),
        ("Counslor Ana Velmer per 1.4 (d)", "Ana Velmer"),
        ("Poltical Officer Ole Lund for reasons 1.4 (b)", "Ole Lund"),
        ("Couselor for Economic Affairs Berit Ost. Reason 1.4 (b)", "Berit Ost"),
        ("AMBSSADOR ANA VELMER FOR REASONS 1.4 (B)", "ANA VELMER"),
        ("ECONOMC COUNSELOR OLE LUND, REASONS 1.5 (B)", "OLE LUND"),
        ("PAO Ole Lund for reasons 1.4 (b)", "Ole Lund"),
        ("DATT Col. Ole Lund, for reasons 1.4 (b)", "Ole Lund"),
        ("LEGATT Ana Velmer, for reasons 1.4 (b)", "Ana Velmer"),
        ("Lt. Col. Knut Ost, DATT, for reasons 1.4 (b)", "Knut Ost"),
        ("PolEcon Chief Ana Velmer for reasons 1.4 (b)", "Ana Velmer"),
        ("EconDep Ana Velmer for reasons 1.4 (b)", "Ana Velmer"),
        ("EUR/NB Director Ana Velmer for reasons 1.4 (b)", "Ana Velmer"),
        ("Ana Velmer, EUR/NB, Director for reasons 1.4 (b)", "Ana Velmer"),
        ("EUR Assistant Secretary Ana Velmer for reasons 1.4 (b)", "Ana Velmer"),
        ("Country Director for Norway Ole Lund for reasons 1.4 (b)", "Ole Lund"),
        ("Office Director for South Asian Affairs Ole Lund for reasons 1.4 (b)", "Ole Lund"),
        ("Ambassador to Saudi Arabia Ana M. Velmer for reasons 1.4 (b)", "Ana M. Velmer"),
        ("Special Envoy for Climate Change Ana Velmer for reasons 1.4 (b)", "Ana Velmer"),
        ("Acting Assistant Secretary for Near Eastern Affairs Ole Lund, Reason 1.4 (b)", "Ole Lund"),
        ("Ambassador - Ana Velmer for reasons 1.4 (b)", "Ana Velmer"),
        ("Ambassador: Ana Velmer. Reasons 1.4 (b)", "Ana Velmer"),
        ("A/DCM: Ole Lund, reasons 1.4 (b)", "Ole Lund"),
        ("DCM (Acting) Ole Lund, reasons 1.4 (b)", "Ole Lund"),
        ("Acting DCM, Ole Lund, reasons 1.4 (b)", "Ole Lund"),
        ("Charge' Ole Lund for reasons 1.4 (b)", "Ole Lund"),
        ("CHARGE D,AFFAIRES, A.I., OLE LUND. REASONS 1.4 (B)", "OLE LUND"),
        ("Charge d Affaires Ole Lund for reasons 1.4 (b)", "Ole Lund"),
        ("Chargé d´Affaires Ole Lund for reasons 1.4 (b)", "Ole Lund"),
        ("Ana Velmer resons 1.4 (b)", "Ana Velmer"),
        ("Ana Velmer for reaons 1.4 (b)", "Ana Velmer"),
        ("Ana Velmer, for reasos 1.4 (b)", "Ana Velmer"),
        ("Ana Velmer under E.O. 12958, section 1.4 (b)", "Ana Velmer"),
        ("Ana Velmer pursuant to section 1.4 (b)", "Ana Velmer"),
        ("Ana Velmer in accordance with E.O. 12958 1.4 (b)", "Ana Velmer"),
        ("Ana Velmer. E.O. 12958 reasons 1.4 (b)", "Ana Velmer"),
        ("DCM Ana Velmer for reason (b)", "Ana Velmer"),
        ("DCM Ana Velmer; for Reasons: B and D", "Ana Velmer"),
        ("DCM Ana Velmer, Reasons: Section 1.4 (b)", "Ana Velmer"),
        ("Ambassador Juan Carlos Ruiz de Olsen for reasons 1.4 (b)", "Juan Carlos Ruiz de Olsen"),
        ("Ambassador Maria Elena Ruiz Olsen for reasons 1.4 (b)", "Maria Elena Ruiz Olsen"),
        ("Per Olsen, DCM, for reasons 1.4 (b)", "Per Olsen"),
        ("Rosen, Ana, DCM, reasons 1.4 (b)", "Rosen"),
        ("Deputy Political Counselor Ana Rosen, reasons 1.4 (b)", "Ana Rosen"),
        ("DCM Ana Velmer and Econ Counselor Ole Lund for reasons 1.4 (b)", "Ana Velmer"),
        ("J.P. Olsen, Consul General, for reasons 1.4 (b)", "J.P. Olsen"),
        ("Ambassador Ana VELMER for reasons 1.4 (b)", "Ana VELMER"),
        ('Ambassador Robert S. "Bob" Lund III for reasons 1.4 (b)', 'Robert S. "Bob" Lund III'),
        ("ambassador ana velmer for reasons 1.4 (b)", "ana velmer"),
        ("Poloffs Ana Velmer for reasons 1.4 (b)", "Ana Velmer"),
        ("Amb Ana O'Hara for reasons 1.4 (b)", "Ana O'Hara"),
        ("Ambassador Lund", "Lund"),
        ("The Ambassador for reasons 1.4 (b)", ""),
        ("S/CT Coordinator Ole Lund, Reasons 1.4 (b)", "Ole Lund"),
        ("US Permanent Representative to the OSCE Ana Velmer for reasons 1.4 (b)", "Ana Velmer"),
        ("USUN Deputy Representative Ana Velmer for reasons 1.4 (b)", "Ana Velmer"),
        ("Consul General Oslo Ana Velmer for reasons 1.4 (b)", "Ana Velmer"),
        ("Embassy Oslo Economic Chief Ana Velmer for reasons 1.4 (b)", "Ana Velmer"),
        ("Political Affairs Chief, Ana Velmer, for reasons 1.4 (b)", "Ana Velmer"),
        ("RAdm Ole Lund, for reasons 1.4 (b)", "Ole Lund"),
        ("Major General Ole Lund, USA, for reasons 1.4 (b)", "Ole Lund"),
        ("Mission Director, USAID, Ole Lund for reasons 1.4 (b)", "Ole Lund"),
        ("Science Counselor Ole Lund for 1.4 (b) and (d) reasons", "Ole Lund"),
        ("Bureau of Intelligence and Research Deputy Ole Lund, reasons 1.4 (c)", "Ole Lund"),
        ("Chargé d’Affaires, a.i. Ole Lund for reasons 1.4 (b)", "Ole Lund"),
        ("Director of the Office of Caucasus Affairs Ana Velmer for reasons 1.4 (b)", "Ana Velmer"),
        ("Ambassador Daniel (Dan) Lund for reasons 1.4 (b)", "Daniel"),
        ("BG Ole Lund, CSTC-A, reasons 1.4 (a)", "Ole Lund"),
        ("ESTHOFF Ole Lund for reasons 1.4(b)", "Ole Lund"),
        ("Ambassador-at-Large Ole Lund, Reason 1.4 (d)", "Ole Lund"),
        ("Dputy Cheif of Mission Ole Lund, reasons 1.4(b)", "Ole Lund"),
        ("Charge de Affaires Ole Lund, reasons 1.4(b)", "Ole Lund"),
        ("Ole Lund/DCM, reasons 1.4(b)", "Ole Lund"),
        ("AMBASSADOR/OLE LUND, REASONS 1.4(B)", "OLE LUND"),
        ("Ole Lund Ambassador for reasons 1.4(b)", "Ole Lund"),
        ("DCM Ana O. Velmer Jr., reasons 1.4(b)", "Ana O. Velmer Jr."),
        ("DCM Ana Velmer, Jr., reasons 1.4(b)", "Ana Velmer Jr."),
        ("DCM Ole Van Den Berg for reasons 1.4(b)", "Ole Van Den Berg"),
        ("DCM Ole Lund under authority of 1.4(b)", "Ole Lund"),
        ("DCM Ole Lund because of 1.4(b)", "Ole Lund"),
        ("DCM Ole Lund on the basis of 1.4(b)", "Ole Lund"),
        ("DCM Ole Lund for the following reasons: 1.4(b)", "Ole Lund"),
        ("DCM Ole Lund fro reasons 1.4(b)", "Ole Lund"),
        ("DCM Ole Lundfor reasons 1.4(b)", "Ole Lund"),
        ("DCM Ole Lund.Reasons 1.4(b)", "Ole Lund"),
        ("DCM Ole Lund for reasons l.4 (b)", "Ole Lund"),
        ("DCM Ole Lund for reasons 1.6 (b)", "Ole Lund"),
        ("DCM Ole Lund for reasons of foreign policy", "Ole Lund"),
        ("Ambassador Ana Major for reasons 1.4(b)", "Ana Major"),
        ("Ana Chief, DCM, reasons 1.4(b)", "Ana Chief"),
        ("Ambassador Paris Ost, reasons 1.4(b)", "Paris Ost"),
        ("Political Officer Will Press, reasons 1.4(b)", "Will Press"),
        ("Labatt Ole Lund, reasons 1.4(b)", "Ole Lund"),
        ("Refcoord Ole Lund, reasons 1.4(b)", "Ole Lund"),
        ("Chief, Office of Defense Cooperation, Col Ole Lund, reasons 1.4(b)", "Ole Lund"),
        ("ECONOMIC OFFICER (OLE LUND) FOR REASONS 1.4(B)", "OLE LUND"),
        ("AMBASSADOR (OLE LUND), REASONS 1.4(B)", "OLE LUND"),
        ("Nuclear Risk Reduction Center Watch Chief Ole Lund, reasons 1.4(b)", "Ole Lund"),
        ("P - Ole Lund, reasons 1.4(b)", "Ole Lund"),
        ("P: Ole Lund, Under Secretary, reasons 1.4(b)", "Ole Lund"),
        ("EUR - Ole Lund, Acting, reasons 1.4(b)", "Ole Lund"),
        ("Foreign Policy Advisor Ole Lund, reasons 1.4(b)", "Ole Lund"),
        ("A-DCM Ole Lund, reasons 1.4(b)", "Ole Lund"),
        ("Pol Chief TJ Lund, reasons 1.4(b)", "TJ Lund"),
        ("U.S. Embassy Oslo, Ambassador Ole Lund, reasons 1.4(b)", "Ole Lund"),
        ("Embassy Oslo, Ole Lund, Ambassador, reasons 1.4(b)", "Ole Lund"),
        ("DCM Ana Rosen 1.4 (b)", "Ana Rosen"),
        ("DCM Janet Reno, 1.4 (b)", "Janet Reno"),
        ("Ole Lund, Director, INR/OPS. Reason: 1.4(c)", "Ole Lund"),
        ("Middle East Affairs Director, Ole Lund, reasons 1.4(b)", "Ole Lund"),
        ("Hydrology Chief, Ole Lund, reasons 1.4(b)", "Ole Lund"),
        ("National Security Council Director, Ole Lund, reasons 1.4(b)", "Ole Lund"),
        ("Deputy Director, Office of Multilateral Nuclear Affairs, Ole Lund, reasons 1.4(b)", "Ole Lund"),
    ],
)
def test_the_name_is_found_whatever_the_title_and_the_reasons(text: str, name: str) -> None:
    official, _, _ = read_classified_by([f"Classified By: {text}"])
    assert official is not None
    assert official.name == name


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (
            ["Classified By:", "Classified by Economic Counselor Ana Margrethe Velmer fo", "r reasons 1.4 (b)"],
            "Ana Margrethe Velmer",
        ),
        (
            [
                "Classified By: Acting Counselor for Political-Military Affairs Margrete",
                "H. Velmer for reasons 1.4 (b)",
            ],
            "Margrete H. Velmer",
        ),
        (
            [
                "Classified By: Minister-Counselor for Political-Military Affairs Margre",
                "te Velmer for reasons 1.4 (b)",
            ],
            "Margrete Velmer",
        ),
        (
            ["Classified By: Acting Deputy Chief of Mission Margrete Hansine Velmer, f", "or reasons 1.4 (b)"],
            "Margrete Hansine Velmer",
        ),
    ],
)
def test_a_field_that_was_cut_at_its_column_is_whole(lines: list[str], name: str) -> None:
    official, reasons, _ = read_classified_by(lines)
    assert (official and official.name, reasons) == (name, ("b",))


@pytest.mark.parametrize(
    "text",
    [
        "1. (C) ENTIRE TEXT.  CLASSIFIED BY:\nANA VELMER, AMBASSADOR.  REASON: 1.5 (D).\n\n2. COD IS SHORT.",
        "1. CONFIDENTIAL - ENTIRE TEXT. CLASSIFIED BY AMBASSADOR ANA VELMER FOR REASON 1.5 (D). COD.\n\n2. SO IT IS.",
        "1. (U) Classified by Ambassador ANA VELMER, reason 1.5 (d).\n\n2. COD IS SHORT.",
    ],
)
def test_who_classified_a_cable_may_stand_in_its_first_paragraph(text: str) -> None:
    read = cable(text, control="TAGS: PREL, NO\nSUBJECT: FISH TALKS")
    assert (read.classified_by and read.classified_by.name, read.reasons) == ("ANA VELMER", ("d",))
