"""References: what drafters typed after REF, and cables named in running text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_tui.cables.model import ReferenceKind, YearRule
from cable_tui.cables.references.entries import find_references, parse_references

SAME, PREVIOUS, EXPLICIT = YearRule.SAME, YearRule.PREVIOUS, YearRule.EXPLICIT


def ids(text, citing):
    return [reference.id for reference in parse_references(text, citing)]


@pytest.mark.parametrize(
    ("text", "citing", "expected"),
    [
        ("REF: MOSCOW 1425", "08MOSCOW1640", ["08MOSCOW1425"]),
        (
            "A) 08 RIO DE JAN 138; B) 08 RIO DE JAN 0044 and previous",
            "08BRASILIA1",
            ["08RIODEJANEIRO138", "08RIODEJANEIRO44"],
        ),
        (
            "[A] State 188314, 259032, [B] Ottawa 2285",
            "05OTTAWA2105",
            ["05STATE188314", "05STATE259032", "04OTTAWA2285"],
        ),
        ("ASTANA 1103 (NOTAL)", "09MOSCOW9999", ["09ASTANA1103"]),
        ("STATE 216511, 216512", "07STATE237171", ["07STATE216511", "07STATE216512"]),
        ("A. SECSTATE 74879 \n B. RIYADH 43", "08CAIRO1", ["08STATE74879", "08RIYADH43"]),
        (
            "A. BRASILIA 2799 AND 2764 ¶B. PORT AU PRINCE 2325",
            "04LIMA1",
            ["04BRASILIA2799", "04BRASILIA2764", "04PORTAUPRINCE2325"],
        ),
        ("A. REF A STATE 122214 B. REF B LONDON 2649", "09PARIS1", ["09STATE122214", "09LONDON2649"]),
        ("A. A) SECSTATE 54183 B. B) 07 BRASILIA 1868", "08LIMA1", ["08STATE54183", "07BRASILIA1868"]),
        (
            "Kabul 936/935; C) 06 Kabul \n5353/5194",
            "07KABUL1000",
            ["07KABUL936", "07KABUL935", "06KABUL5353", "06KABUL5194"],
        ),
        ("PANAMA 00789/08", "09PANAMA1", ["08PANAMA789"]),
        ("A. QUITO 4525-91 B. QUITO 1735", "06QUITO2000", ["91QUITO4525", "06QUITO1735"]),
        ("AMMAN 07718 99, AMMAN 05986 00", "02AMMAN1", ["99AMMAN7718", "00AMMAN5986"]),
        ("STATE (01) 201265, STATE 02034", "02LIMA1", ["01STATE201265", "02STATE2034"]),
        ("COLOMBO CABLES 0266 AND 02259 (2002)", "03COLOMBO300", ["03COLOMBO266", "02COLOMBO2259"]),
        ("2009 STATE 129636", "10LIMA1", ["09STATE129636"]),
        ("I. 2007 MANAGUA 2135", "08LIMA1", ["07MANAGUA2135"]),
        ("377 KATHMANDU", "02NEWDELHI1", ["02KATHMANDU377"]),
        ("870 Ulaanbaatar", "06BEIJING900", ["06ULAANBAATAR870"]),
        ("A) 6307 B) STATE 285773", "03ANKARA6322", ["03ANKARA6307", "03STATE285773"]),
        (
            "HO CHI MINH 10 B) 06 HCMC 1497 AND PREVIOUS",
            "07HANOI73",
            ["07HOCHIMINHCITY10", "06HOCHIMINHCITY1497"],
        ),
        (
            "TEHRAN 1091: TEHRAN 263: MOSCOW 1603",
            "72PARIS1",
            ["72TEHRAN1091", "72TEHRAN263", "72MOSCOW1603"],
        ),
        # the page line goes; 90303 is ahead of the citing cable's own number
        (
            "F) HAMILTON 00014 L) STATE 90303 STATE 00016220 001.2 OF 005 M) STATE 7877",
            "10STATE16220",
            ["10HAMILTON14", "09STATE90303", "10STATE7877"],
        ),
        ("B) SECDEF MSG DTG 301601z SEP 08", "08LIMA1", [None]),
        ("LEE-GOLDSTEIN EMAIL 05/11/07", "08LIMA1", [None]),
        ("ST. PETERSBURG 75", "07MOSCOW1", ["07STPETERSBURG75"]),
        ("BAGHDAD #3565", "07PARIS1", ["07BAGHDAD3565"]),
        ("LAGOS O1512", "02ABUJA1", ["02LAGOS1512"]),
        ("B)HK05511", "07BEIJING1", ["07HONGKONG5511"]),
        ("MOSCOW 4988", "09MOSCOW12", ["08MOSCOW4988"]),
        ("23 MEXICO 2544", "23LIMA1", ["23MEXICO2544"]),
        ("STATE CA-3400 NOV 2, 1966", "67LIMA1", [None]),
    ],
)
def test_the_grammar_of_drafters(text, citing, expected):
    assert ids(text, citing) == expected


@pytest.mark.parametrize(
    ("text", "citing", "expected"),
    [
        ("", "09OSLO1", []),
        ("   \n ", "09OSLO1", []),
        ("REF:", "09OSLO1", []),
        ("REFTEL: HARARE 6584", "00HARARE6677", ["00HARARE6584"]),
        ("Ref: USNATO 56 ", "10PARIS170", ["10USNATO56"]),
        ("REF A STATE 144222\nREF B PARIS 12", "05PARIS5539", ["05STATE144222", "05PARIS12"]),
        ("REF(S): A. OSLO 1\nB. OSLO 2", "09OSLO9", ["09OSLO1", "09OSLO2"]),
        (
            "REF: A. STATE 144222 \n¶B. PARIS 5203 \n¶D. 04 PARIS 2981 ",
            "05PARIS5539",
            ["05STATE144222", "05PARIS5203", "04PARIS2981"],
        ),
        # label and year at the end of a line, post on the next
        (
            "REF: (A) ANKARA 1516 (EXDIS) (B) ISTANBUL 421 (C) \n     ISTANBUL 290 (D) 2008 ISTANBUL 85 (E) 2008 \n"
            "     ISTANBUL 146 ",
            "09ISTANBUL440",
            ["09ANKARA1516", "09ISTANBUL421", "09ISTANBUL290", "08ISTANBUL85", "08ISTANBUL146"],
        ),
        ("REF: A. A. STATE 3080  B. B. 09 VATICAN 132", "10VATICAN13", ["10STATE3080", "09VATICAN132"]),
        ("REF: (A) 08 BELGRADE 98, (B) 08 BELGRADE 1333", "09BELGRADE841", ["08BELGRADE98", "08BELGRADE1333"]),
        ("REF: HARARE 87; HARARE 36", "10HARARE93", ["10HARARE87", "10HARARE36"]),
        ("REF: Vladivostok 5", "09MOSCOW2366", ["09VLADIVOSTOK5"]),
        ("REF: a) BAKU 575", "09BAKU687", ["09BAKU575"]),
        ("REF: 2010 STATE 6668 ", "10BRASILIA136", ["10STATE6668"]),
        (
            "REF: A. 08 SAO PAULO 268 B. 08 BRASILIA 175 BRASILIA 00000034 001.2 OF 005 ",
            "09BRASILIA34",
            ["08SAOPAULO268", "08BRASILIA175"],
        ),
        ("A. USDEL 00007\n     ¶B. ABU DHABI 248 (NOTAL)", "06ABUDHABI1725", ["06USDEL7", "06ABUDHABI248"]),
        ("REF: A. 05PARIS1234 B. 1976STATE187673", "09OSLO1", ["05PARIS1234", "76STATE187673"]),
        ("(1) STATE 5 (2) PARIS 6", "09OSLO1", ["09STATE5", "09PARIS6"]),
        ("1A. OSLO 5 \n1B. MOSCOW 5", "09LIMA1", ["09OSLO5", "09MOSCOW5"]),
        ("SANAA 2117, 2118 & 2119", "09RIYADH1", ["09SANAA2117", "09SANAA2118", "09SANAA2119"]),
        ("SANAA 2117 2118", "09RIYADH1", ["09SANAA2117", "09SANAA2118"]),
        ("AMEMBASSY OSLO 12, USMISSION GENEVA 13", "09LIMA1", ["09OSLO12", "09GENEVA13"]),
        ("OSLO-12", "09LIMA1", ["09OSLO12"]),
        ("OSLO TELEGRAM NO. 12", "09LIMA1", ["09OSLO12"]),
        ("MOSOCW 12", "09LIMA1", ["09MOSCOW12"]),
        ("98 OSLO 12", "09LIMA1", ["98OSLO12"]),
        ("PARIS 16 JUNE LETTER", "09LIMA1", [None]),
        ("MAY 9 LETTER", "09LIMA1", [None]),
        ("10.01.2009 LETTER", "09LIMA1", [None]),
        ("MEETING OF JUNE 5, 2008", "09LIMA1", [None]),
        ("OSLO 00000", "09LIMA1", [None]),
        ("OFFICIAL BIOS ON FILE", "08TEGUCIGALPA459", [None]),
    ],
)
def test_more_of_what_was_typed(text, citing, expected):
    assert ids(text, citing) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A. LONDON 1925 AND PREVIOUS  B. STATE 80743",
            [("A", "LONDON 1925", "AND PREVIOUS"), ("B", "STATE 80743", "")],
        ),
        ("ASTANA 1103 (NOTAL)", [("", "ASTANA 1103", "NOTAL")]),
        ("ASTANA 1103 (NOTAL) AND PREVIOUS", [("", "ASTANA 1103", "(NOTAL) AND PREVIOUS")]),
        ("[B] Oslo 12 (see para 4), 13", [("B", "Oslo 12", "see para 4"), ("B", "13", "")]),
        ("STATE 255577 TOSEC 140323", [("", "STATE 255577", "TOSEC 140323")]),
        ("SEE OSLO 12", [("", "SEE OSLO 12", "")]),
        ("OSLO 12, SMITH LETTER", [("", "OSLO 12", ""), ("", "SMITH LETTER", "")]),
        ("SMITH LETTER, OSLO 12", [("", "SMITH LETTER", ""), ("", "OSLO 12", "")]),
        ("OSLO 12\nSMITH LETTER", [("", "OSLO 12", ""), ("", "SMITH LETTER", "")]),
        ("b) OSLO 12 c. OSLO 13", [("B", "OSLO 12", ""), ("C", "OSLO 13", "")]),
        ("A. OSLO 12 B. J. SMITH LETTER", [("A", "OSLO 12", ""), ("B", "J. SMITH LETTER", "")]),
        ("A. OSLO 12 B.", [("A", "OSLO 12", ""), ("B", "", "")]),
    ],
)
def test_labels_and_remarks(text, expected):
    found = parse_references(text, "09LIMA1")
    assert [(reference.label, reference.text, reference.note) for reference in found] == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("OSLO 12", ReferenceKind.CABLE),
        ("SADOWSKA E-MAIL JUNE 22 READOUT OF CUESTA MEETINGS", ReferenceKind.EMAIL),  # 09MADRID612
        ("CARNIE-QUANRUD E-MAIL DATED 10.01.2009", ReferenceKind.EMAIL),  # 09PRAGUE589
        ("TREMONT-PMAT EMAIL APRIL 16", ReferenceKind.EMAIL),  # 08LONDON1350
        ("DAO MADRID IIR 6 889 0175 09", ReferenceKind.REPORT),  # 09MADRID612
        ("IIR 6-849-9075-10", ReferenceKind.REPORT),  # 10TELAVIV414
        ("TD-314/21795-05", ReferenceKind.REPORT),
        ("OSC EUP20081103", ReferenceKind.REPORT),
        ("EMBASSY PARIS DAILY SIPRNET REPORTS", ReferenceKind.REPORT),  # 07PARIS1844
        ("SECDEF MSG DTG 301601Z SEP 08", ReferenceKind.MESSAGE),
        ("DTG 132330Z NOV 02", ReferenceKind.MESSAGE),
        ("STATE CA-3400 NOV 2, 1966", ReferenceKind.AIRGRAM),
        ("OSLO A-123", ReferenceKind.AIRGRAM),
        ("9 FAM 41.2", ReferenceKind.OTHER),
        ("STATE-LONDON SVTC MAY 9", ReferenceKind.OTHER),  # 08LONDON1350
        ("MAY 1 GILLARD-TREMONT LETTER", ReferenceKind.OTHER),  # 08LONDON1350
        ("08 JAN 08 BAGHDAD O/I (SELF-PROCLAIMED SISTANI \nEMISSARIES)", ReferenceKind.OTHER),  # 08BAGHDAD293
    ],
)
def test_what_is_no_cable_keeps_its_words(text, kind):
    (found,) = parse_references(f"A. {text}", "09LIMA1")
    assert (found.label, found.kind) == ("A", kind)
    assert found.text == " ".join(text.split())
    assert (found.id is None) == (kind is not ReferenceKind.CABLE)


@pytest.mark.parametrize(
    ("text", "citing", "year", "rule", "identity"),
    [
        ("OSLO 12", "09OSLO20", None, SAME, "09OSLO12"),
        ("OSLO 30", "09OSLO20", None, PREVIOUS, "08OSLO30"),
        ("OSLO 30", "00OSLO20", None, PREVIOUS, "99OSLO30"),
        ("OSLO 30", "09BERN20", None, SAME, "09OSLO30"),
        ("09 OSLO 30", "09OSLO20", None, EXPLICIT, "09OSLO30"),
        ("OSLO 30 (2007)", "09OSLO20", None, EXPLICIT, "07OSLO30"),
        ("OSLO 30", "", 2009, SAME, "09OSLO30"),
        ("OSLO 30", "no id", 9, SAME, "09OSLO30"),
        ("OSLO 30", "", None, None, None),
        ("07 OSLO 30", "", None, EXPLICIT, "07OSLO30"),
    ],
)
def test_the_year_is_printed_or_follows_from_the_citing_cable(text, citing, year, rule, identity):
    (found,) = parse_references(text, citing, year)
    assert (found.year_rule, found.id) == (rule, identity)
    assert found.kind is ReferenceKind.CABLE


def test_a_number_alone_is_of_the_post_before_it():
    assert ids("A. 12 B. BERN 3 C. 4", "09OSLO20") == ["09OSLO12", "09BERN3", "09BERN4"]
    assert [one.kind for one in parse_references("12")] == [ReferenceKind.OTHER]


PIECES = st.lists(
    st.one_of(
        st.sampled_from(["OSLO", "STATE", "RIO DE JANEIRO", "12", "1234", "08", "2007", "#5", "O123", "HK05511"]),
        st.sampled_from(["A.", "B)", "[C]", "¶D.", "(NOTAL)", "(01)", "REF", "AND", "PREVIOUS", ";", ",", "/", "-"]),
        st.sampled_from(["\n", "(", ")", "E-MAIL", "May 9", "DTG 301601Z", "SMITH", "letter", "CA-12", "J."]),
        st.sampled_from(["TD-314/21795-05", "00000005 001 OF 002", "08OSLO12", "PAGE 4"]),
    ),
    max_size=25,
)


def words(text):
    return re.findall(r"[A-Z0-9]+", text.upper())


@given(st.builds(" ".join, PIECES))
def test_no_word_is_lost(text):
    found = parse_references(text, "09OSLO6")
    kept = " ".join(f"{one.label} {one.text} {one.note}" for one in found)
    assert set(words(text)) - {"AND", "REF"} <= set(words(kept))


@given(st.text(), st.text())
def test_nothing_raises(text, citing):
    parse_references(text, citing)
    for start, end, _ in find_references(text, citing):
        assert 0 <= start < end <= len(text)


def test_a_megabyte_of_anything_is_kept_as_text():
    (found,) = parse_references("A. OSLO 12 " * 100_000, "09OSLO6")
    assert found.id is None
    assert len(found.text) > 1_000_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("as reported in OSLO 1234, the minister", [("OSLO 1234", "09OSLO1234")]),
        ("as reported in (08 OSLO 34), the minister", [("08 OSLO 34", "08OSLO34")]),
        (
            "-- see 08 Buenos Aires 1564.) The Ambassador",
            [("08 Buenos Aires 1564", "08BUENOSAIRES1564")],
        ),  # 09BUENOSAIRES1222
        ("MDC-T, and MDC-M. See Harare 885\n¶3.", [("Harare 885", "09HARARE885")]),  # 09HARARE888
        ("(STATE 048489) asked", [("STATE 048489", "09STATE48489")]),
        ("State 48489 asked", [("State 48489", "09STATE48489")]),
        ("see RIO DE\nJANEIRO 44.", [("RIO DE\nJANEIRO 44", "09RIODEJANEIRO44")]),
        ("OSLO 12 and BERN 13.", [("OSLO 12", "09OSLO12"), ("BERN 13", "09BERN13")]),
        ("PANAMA 00789/08", [("PANAMA 00789/08", "08PANAMA789")]),
        ("in 08OSLO12 and 1976STATE187673", [("08OSLO12", "08OSLO12"), ("1976STATE187673", "76STATE187673")]),
        ("07 OSLO 2006 says", [("07 OSLO 2006", "07OSLO2006")]),
        # no cables
        ("by April 15 and RESOLUTION 1701 and UNSCR 1747", []),
        ("the London 2012 games, Beijing 2008", []),
        ("VIENNA 1961 CONVENTION", []),
        ("in Baghdad 300 soldiers and in Kabul 3,000", []),
        ("IN BAGHDAD 300 SOLDIERS", []),
        ("Moscow 12:30", []),
        ("Tokyo 5 percent, Tokyo 5%", []),
        ("Paris 7-8 May", []),
        ("OSLO 00009001  002 OF 004", []),
        ("NOWHERE 1234", []),
        ("this is 09LIMA1 itself, LIMA 1", []),
        ("to Oslo, 1234 said", []),
    ],
)
def test_cables_are_found_in_running_text(text, expected):
    found = find_references(text, "09LIMA1")
    assert [(text[start:end], reference.id) for start, end, reference in found] == expected
    assert all(reference.kind is ReferenceKind.CABLE for _, _, reference in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("delivered reftel demarche", [("reftel", "")]),
        ("(REFTEL). Further", [("REFTEL", "")]),
        ("(Ref A), noting", [("Ref A", "A")]),
        ("(ref. B), Conversi", [("ref. B", "B")]),  # 10VATICAN13
        ("(refs D and E).", [("refs D", "D"), ("E", "E")]),
        ("REFS A AND B", [("REFS A", "A"), ("B", "B")]),
        ("(refs A, C, E, F), Leslie", [("refs A", "A"), ("C", "C"), ("E", "E"), ("F", "F")]),  # 08LONDON1412
        ("(Reftels a and b). Though", [("Reftels a", "A"), ("b", "B")]),  # 08LAPAZ329
        ("(reftels a-c). So", [("reftels a", "A"), ("c", "C")]),  # 09KHARTOUM249
        ("in ref(a)).", [("ref(a)", "A")]),  # 09BAKU478
        ("(ref \nE) that", [("ref \nE", "E")]),  # 05PARIS5539
        ("(Ref ). However", []),  # 09ISLAMABAD415
        ("(ref) However", [("ref", "")]),
        ("REF: OSLO", []),
        ("the ref said a word", []),
        ("ref a meeting", []),
        ("reference A, refuge", []),
        ("ref Ana", []),
    ],
)
def test_labels_are_found_in_running_text(text, expected):
    found = find_references(text)
    assert [(text[start:end], reference.label) for start, end, reference in found] == expected
    assert all(reference.kind is ReferenceKind.OTHER and reference.id is None for _, _, reference in found)
