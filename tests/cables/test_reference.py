"""References: what drafters typed after REF, and cables named in running text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import cable

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
    ("text", "citing", "expected"),
    [
        # years glued to posts
        ("07ATHENS 0044", "09OSLO9001", ["07ATHENS44"]),
        ("A. 07ATHENS 44 B. 06RIO DE JANEIRO 12", "09OSLO1", ["07ATHENS44", "06RIODEJANEIRO12"]),
        ("08Bern 12", "09OSLO1", ["08BERN12"]),
        ("2007STATE 12345", "09OSLO1", ["07STATE12345"]),
        ("08STATE 1234, 1235", "09OSLO1", ["08STATE1234", "08STATE1235"]),
        ("08STATE1234 AND 09BERN12", "09OSLO1", ["08STATE1234", "09BERN12"]),
        ("A.07ATHENS 44, B.08BERN-12", "09OSLO1", ["07ATHENS44", "08BERN12"]),
        ("STATE08 1234", "09OSLO1", ["08STATE1234"]),
        ("STATE 08 1234", "09OSLO1", ["08STATE1234"]),
        ("STATE2008 1234", "09OSLO1", ["08STATE1234"]),
        # labels
        ("REFA. BERN 12 B. ROME 13", "09OSLO1", ["09BERN12", "09ROME13"]),
        ("Ref(s): A) 08 BERN 131; B) 08 OSLO 0044", "09OSLO9001", ["08BERN131", "08OSLO44"]),
        ("REFS(A) BERN 1 (B) ROME 2", "09OSLO1", ["09BERN1", "09ROME2"]),
        (
            "A. REF BERN 212\n     B. 08 ROME 4611\n     C. 08 ROME 2111",
            "09OSLO1",
            ["09BERN212", "08ROME4611", "08ROME2111"],
        ),
        ("A. REF: BERN 212 B. ROME 3", "09OSLO1", ["09BERN212", "09ROME3"]),
        ("A. BERN 1\n-    B. ROME 2\n-    C. PARIS 3", "09OSLO1", ["09BERN1", "09ROME2", "09PARIS3"]),
        # a year in parentheses is no label
        ("(99) BERN 2345", "01OSLO9001", ["99BERN2345"]),
        ("(99) BERN 2345, (00) ROME 12", "01OSLO1", ["99BERN2345", "00ROME12"]),
        ("[98] BERN 2", "01OSLO1", ["98BERN2"]),
        ("A. (98) BERN 2 B. (99) ROME 3", "01OSLO1", ["98BERN2", "99ROME3"]),
        ("(62) BERN 2", "67OSLO1", ["62BERN2"]),
        ("(1) BERN 2 (2) ROME 3", "01OSLO1", ["01BERN2", "01ROME3"]),
        # signs between post and number
        ("MOSCOW-1234", "09OSLO1", ["09MOSCOW1234"]),
        ("MOSCOW: 1234", "09OSLO1", ["09MOSCOW1234"]),
        ("MOSCOW, 1234", "09OSLO1", ["09MOSCOW1234"]),
        ("MOSCOW/1234", "09OSLO1", ["09MOSCOW1234"]),
        ("MOSCOW – 1234", "09OSLO1", ["09MOSCOW1234"]),
        ("MOSCOW (1234)", "09OSLO1", ["09MOSCOW1234"]),
        ("MOSCOW NO: 1234", "09OSLO1", ["09MOSCOW1234"]),
        ("08-MOSCOW-1234; 07-BERN-3", "09OSLO1", ["08MOSCOW1234", "07BERN3"]),
        ("08/MOSCOW/1234", "09OSLO1", ["08MOSCOW1234"]),
        ("2008-MOSCOW-1234", "09OSLO1", ["08MOSCOW1234"]),
        ("MOSCOW-08-1234", "09OSLO1", ["08MOSCOW1234"]),
        ("07 ATHENS-44", "09OSLO1", ["07ATHENS44"]),
        ("A. STATE: 61111 B. BERN: 12", "09OSLO1", ["09STATE61111", "09BERN12"]),
        ("TEL AVIV: 12, 13", "09OSLO1", ["09TELAVIV12", "09TELAVIV13"]),
        ("MEETING IN LONDON, 2008", "09OSLO1", [None]),
        # letters for digits, digits for letters
        ("(A)08 BERN 0117, (B)O7 BERN 0933", "09OSLO9001", ["08BERN117", "07BERN933"]),
        ("STATE 12O45", "09OSLO1", ["09STATE12045"]),
        ("STATE l234", "09OSLO1", ["09STATE1234"]),
        ("STATE I0234", "09OSLO1", ["09STATE10234"]),
        ("73 STATE 1 O1684", "73OSLO1", ["73STATE101684"]),
        ("0SLO 1234", "09BERN1", ["09OSLO1234"]),
        ("T0KYO 12", "09OSLO1", ["09TOKYO12"]),
        ("08 M0SCOW 1234", "09OSLO1", ["08MOSCOW1234"]),
        ("BER1IN 5", "09OSLO1", ["09BERLIN5"]),
        ("O8 STATE O1234", "09OSLO1", ["08STATE1234"]),
        # dates of what is no cable
        ("A. BERN 20 B. 2/22/09 VELMER-OST E-MAIL", "09OSLO1", ["09BERN20", None]),
        ("A. BERN 20 B. VELMER E-MAIL 2/22/09", "09OSLO1", ["09BERN20", None]),
        ("A. BERN 20 B. 2/22 VELMER E-MAIL", "09OSLO1", ["09BERN20", None]),
        ("A. BERN 20 B. E-MAIL OF 22-02-2009", "09OSLO1", ["09BERN20", None]),
        ("A. BERN 20 B. EMAIL VELMER/OST, 22 FEB 2009", "09OSLO1", ["09BERN20", None]),
        ("A. BERN 20, B. 2009-02-22 EMAIL", "09OSLO1", ["09BERN20", None]),
        ("A. BERN 20 B. OST-VELMER E-MAILS (2/22/09, 3/1/09)", "09OSLO1", ["09BERN20", None]),
        ("A. BERN 20 B. VELMER-OST E-MAIL, 02/22", "09OSLO1", ["09BERN20", None]),
        ("A. BERN 20 B. E-MAIL VELMER-OST DATED 22.2.09 C. ROME 5", "09OSLO1", ["09BERN20", None, "09ROME5"]),
        ("A. BERN 20 B. 22FEB09 E-MAIL", "09OSLO1", ["09BERN20", None]),
        ("KABUL 936/935/12", "09OSLO1", ["09KABUL936", "09KABUL935", "09KABUL12"]),
        # reports and papers with numbers
        ("A) BERN 06 B) EXP.LIC. D114477 C) ROME 3555", "09OSLO9001", ["09BERN6", None, "09ROME3555"]),
        ("A. LICENSE 050123456 B. BERN 3", "09OSLO1", [None, "09BERN3"]),
        ("A. CIA REPORT 1234", "09OSLO1", [None]),
        ("TDFIRDB-315/01234-09", "09OSLO1", [None]),
        ("TD 314/21795", "09OSLO1", [None]),
        ("DIA IIR 2 222 0333 09", "09OSLO1", [None]),
        ("FBIS BANGKOK 1234", "75OSLO1", [None]),
        ("OSC VIENNA 12, BERN 4", "09OSLO1", [None, "09BERN4"]),
        ("CASE E12345", "09OSLO1", [None]),
        ("A. UNSCR 1737 B. BERN 4", "09OSLO1", [None, "09BERN4"]),
        # a cable never cites itself
        ("A) BERN 191, B) ROME 223 OSLO 00009001", "09OSLO9001", ["09BERN191", "09ROME223"]),
        ("A) BERN 191 OSLO 009001 B) ROME 2", "09OSLO9001", ["09BERN191", None, "09ROME2"]),
        ("OSLO 9001", "09OSLO9001", [None]),
        ("08 OSLO 9001", "09OSLO9001", ["08OSLO9001"]),
        ("A) BERN 191 OSLO 00009001\n001.2 OF 003 B) ROME 2", "09OSLO9001", ["09BERN191", "09ROME2"]),
        ("STATE 00009001", "09OSLO9002", ["09STATE9001"]),
        # the 1970s
        ("STATE 093410, B.STATE 105386", "76BONN1", ["76STATE93410", "76STATE105386"]),
        ("STATE 115778 AND COPENHAGEN 130", "76BONN1", ["76STATE115778", "76COPENHAGEN130"]),
        ("75 MANILA 12240, 75 TOKYO 12347", "76BONN1", ["75MANILA12240", "75TOKYO12347"]),
        ("BONN 14355 (DTG 031628Z SEP 75)", "76OSLO1", ["75BONN14355"]),
        ("BONN 14355 DTG 031628Z SEP 75", "76OSLO1", ["75BONN14355"]),
        ("BONN 14355 (DTG 031628Z SEP 76)", "76OSLO1", ["76BONN14355"]),
        ("USCINCRED 311345 Z MAY 73", "73BONN1", [None]),
        ("USCINCRED 311345Z MAY 73", "73BONN1", [None]),
        ("BONN 031628 Z SEP 75", "76OSLO1", [None]),
        ("USDOCOSOUTH 031628 SEP 75", "76OSLO1", [None]),
        ("EMBTEL 1234", "73BONN5000", ["73BONN1234"]),
        ("EMBTELS 1234 AND 1235", "73BONN5000", ["73BONN1234", "73BONN1235"]),
        ("DEPTEL 1234", "73BONN5000", ["73STATE1234"]),
        ("DEPTELS 123, 124; EMBTEL 45", "73BONN5000", ["73STATE123", "73STATE124", "73BONN45"]),
        ("EMBTEL 1234", "73STATE5000", [None]),
        ("3164", "73BONN5000", ["73BONN3164"]),
        ("STATE 12, 3164", "73BONN5000", ["73STATE12", "73STATE3164"]),
        ("TEL 12", "73BONN5000", ["73BONN12"]),
        ("BONN TEL 12", "73BONN5000", ["73BONN12"]),
        ("YOURTEL 12", "73BONN5000", [None]),
        ("A-50", "73BONN5000", [None]),
        ("BONN A-50, PARIS 3", "73BONN5000", [None, "73PARIS3"]),
        ("BONN AIRGRAM 50", "73BONN5000", [None]),
        ("AIRGRAM 50", "73BONN5000", [None]),
        ("OSLO A 50; STATE CA 123; STATE A50", "73BONN5000", [None, None, None]),
        ("EMBASSY TELEGRAM 12", "73BONN5000", ["73BONN12"]),
        ("EMB TEL 12", "73BONN5000", ["73BONN12"]),
        ("DEPARTMENT'S TELEGRAM 12, LONDON'S 13", "73BONN5000", ["73STATE12", "73LONDON13"]),
        ("PARA 2", "73BONN5000", [None]),
        ("STATE 12, PARA 2", "73BONN5000", ["73STATE12", None]),
        ("75", "76BONN5000", [None]),
        ("1975", "76BONN5000", [None]),
        ("n/a", "76BONN5000", [None]),
        ("IAEA VIENNA 1234, EC BRUSSELS 567", "76BONN5000", ["76IAEAVIENNA1234", "76USEUBRUSSELS567"]),
        ("SEE 75 STATE 203328 FOR TEXT", "76OSLO1", ["75STATE203328"]),
        ("TOSEC 130015", "76BONN5000", ["76TOSEC130015"]),
        ("SECTO 12 AND TOHAK 30", "76BONN5000", ["76SECTO12", "76TOHAK30"]),
        ("STATE 123456 TOSEC 130015", "76BONN5000", ["76STATE123456"]),
        # posts
        ("A. NORWAY 1271", "09OSLO9001", ["09OSLO1271"]),
        ("FRANCE 12", "09OSLO1", ["09PARIS12"]),
        ("A. UNCLASS BERN 51177\nB. UNCLASS USDA FAS 57", "09OSLO9001", ["09BERN51177", "09USDAFAS57"]),
        ("UNCLASS SAN JOSE 5", "09OSLO1", ["09SANJOSE5"]),
        ("CONFIDENTIAL BERN 12", "09OSLO1", ["09BERN12"]),
        ("US EMBASSY BERN 12", "09OSLO1", ["09BERN12"]),
        ("USEMBASSY BERN 12", "09OSLO1", ["09BERN12"]),
        ("COPEN 12", "09OSLO1", ["09COPENHAGEN12"]),
        ("JIDDA 12, JEDDAH 13", "76BONN1", ["76JEDDAH12", "76JEDDAH13"]),
        ("KIEV 12", "06OSLO1", ["06KYIV12"]),
        ("LENINGRAD 12", "75MOSCOW100", ["75STPETERSBURG12"]),
        ("TAIPEI 12", "76TAIPEI100", ["76TAIPEI12"]),
        ("TAIPEI 112", "76TAIPEI100", ["75TAIPEI112"]),
        ("TAIPEI 12", "85BONN1", ["85AITTAIPEI12"]),
        ("78 TAIPEI 12", "85BONN1", ["78TAIPEI12"]),
        ("12, 13", "85AITTAIPEI20", ["85AITTAIPEI12", "85AITTAIPEI13"]),
        ("PEKING 5000", "78BEIJING400", ["77BEIJING5000"]),
    ],
)
def test_slips_and_the_forms_of_a_time(text, citing, expected):
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


SUBJECT = "SUBJECT: FISH TALKS"


@pytest.mark.parametrize(
    ("control", "expected"),
    [
        # labels glued, in small letters, behind the subject or a letter
        (f"{SUBJECT}\n\nREFA. BERN 12\nB. ROME 13", ["09BERN12", "09ROME13"]),
        (f"{SUBJECT}\n\nREF(A) BERN 12 (B) ROME 13", ["09BERN12", "09ROME13"]),
        (f"{SUBJECT}\n\nREF- BERN 12", ["09BERN12"]),
        (f"{SUBJECT} Ref(s): A) 08 BERN 131; B) 08 OSLO 0044", ["08BERN131", "08OSLO44"]),
        (f"{SUBJECT} Ref: BERN 12", ["09BERN12"]),
        (f"{SUBJECT} REFTEL: BERN 12", ["09BERN12"]),
        (f"{SUBJECT}Ref: A. BERN 12", ["09BERN12"]),
        (f"{SUBJECT}\nREF: BERN 12Classified By: DCM Ana Velmer. REASONS: 1.4 (B)", ["09BERN12"]),
        (f"{SUBJECT}\n\nA. REF BERN 212\n     B. 08 ROME 4611", ["09BERN212", "08ROME4611"]),
        (f"{SUBJECT}\n\nA) REF: BERN 212\nB) ROME 3", ["09BERN212", "09ROME3"]),
        # what a page break left open goes on behind a blank line
        (
            f"{SUBJECT}\n\nREFS: A. STATE 7123 B. 08 OSLO 3111 C. 08\n\nOSLO 2311 D. BERN 331",
            ["09STATE7123", "08OSLO3111", "08OSLO2311", "09BERN331"],
        ),
        (f"{SUBJECT}\n\nREF: A. BERN 12 B. ROME\n\n2311 C. BERN 331", ["09BERN12", "09ROME2311", "09BERN331"]),
        (f"{SUBJECT}\n\nREF: A. BERN 12 B. SAN\n\nJOSE 44", ["09BERN12", "09SANJOSE44"]),
        (f"{SUBJECT}\n\nREF: A. BERN 12, B.\n\nROME 2311", ["09BERN12", "09ROME2311"]),
        (f"{SUBJECT}\n\nREF: BERN 12,\n\nROME 2311", ["09BERN12", "09ROME2311"]),
        (f"{SUBJECT}\n\nREF: BERN 12 AND\n\nROME 2311", ["09BERN12", "09ROME2311"]),
        (f"{SUBJECT}\n\nREF: A. BERN 12 B. 2008\n\nRIO DE JANEIRO 44", ["09BERN12", "08RIODEJANEIRO44"]),
        (f"{SUBJECT}\n\nREF: A. BERN 12\n\nB. ROME 2\n\nC. PARIS 3", ["09BERN12", "09ROME2", "09PARIS3"]),
        (f"{SUBJECT}\n\nREF: BERN 12\n\nROME HAS 13 GATES", ["09BERN12"]),
        (f"{SUBJECT}\n\nREF: BERN 12\n\n(C) The talks in ROME 13 years ago", ["09BERN12"]),
        # a dash before a line that was to be kept, and before an item
        (
            f"{SUBJECT}\n\nRefs:  (A) Bern 2377\n\n-      (B) State 250031\n-      (C) State 250011",
            ["09BERN2377", "09STATE250031", "09STATE250011"],
        ),
        (f"{SUBJECT}\n\nREF:  BERN 2377\n-     STATE 250031", ["09BERN2377", "09STATE250031"]),
        (f"{SUBJECT}\n\nREF:  BERN 2377\n\n-     STATE 250031", ["09BERN2377", "09STATE250031"]),
        (f"{SUBJECT}\n\nREF: A. BERN 1\n--   B. ROME 2", ["09BERN1", "09ROME2"]),
        (f"{SUBJECT}\n\nREF: A. BERN 12\n\n- B. ROME 2\n\n- (C) The minister spoke", ["09BERN12", "09ROME2"]),
        # its own number, of a page line that was broken in two
        (f"{SUBJECT}\n\nREF: A) BERN 191, B) ROME 223 OSLO 00009001\n\n001.2 OF 003", ["09BERN191", "09ROME223"]),
    ],
)
def test_the_references_among_the_control_lines(control, expected):
    read = cable(control=control)
    assert [reference.id for reference in read.references if reference.id] == expected
    assert read.subject == "FISH TALKS"


def test_a_field_begins_where_the_letters_change_their_case():
    read = cable(control="SUBJECT: FISH TALKS IN BERGENClassified By: DCM Ana Velmer. REASONS: 1.4 (B)")
    assert (read.subject, read.classified_by.name) == ("FISH TALKS IN BERGEN", "Ana Velmer")


PIECES = st.lists(
    st.one_of(
        st.sampled_from(["OSLO", "STATE", "RIO DE JANEIRO", "12", "1234", "08", "2007", "#5", "O123", "HK05511"]),
        st.sampled_from(["A.", "B)", "[C]", "¶D.", "(NOTAL)", "(01)", "REF", "AND", "PREVIOUS", ";", ",", "/", "-"]),
        st.sampled_from(["\n", "(", ")", "E-MAIL", "May 9", "DTG 301601Z", "SMITH", "letter", "CA-12", "J."]),
        st.sampled_from(["TD-314/21795-05", "00000005 001 OF 002", "08OSLO12", "PAGE 4"]),
        st.sampled_from(["07ATHENS 44", "O7 BERN", "1 O1684", "T0KYO", "D114477", "2/22/09", "EMBTEL", "DEPTEL 7"]),
        st.sampled_from(["(DTG 031628Z SEP 08)", "OSLO 6", "OSLO: 7", "TOSEC 130015", "NORWAY 8", "(99)", "A-50"]),
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
        ("as in EMBTEL 1234, the minister", [("EMBTEL 1234", "08LIMA1234")]),
        ("see DEPTEL 123456.", [("DEPTEL 123456", "09STATE123456")]),
        ("see TOSEC 130015.", [("TOSEC 130015", "09TOSEC130015")]),
        ("see STATE 123456 TOSEC 130015.", [("STATE 123456", "09STATE123456")]),
        ("PEKING 1234 and BEIJING 1235.", [("PEKING 1234", "09BEIJING1234"), ("BEIJING 1235", "09BEIJING1235")]),
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
