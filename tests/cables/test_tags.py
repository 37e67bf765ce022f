"""The TAGS line: tables of what was printed and what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_tui.cables.glossaries.tags import (
    TagClass,
    classify,
    continues,
    geographic_tags,
    is_certain,
    meaning,
    split_tags,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ()),
        ("PREL", ("PREL",)),
        ("PREL PGOV RS", ("PREL", "PGOV", "RS")),
        ("PREL, PGOV; RS,JA, KS", ("PREL", "PGOV", "RS", "JA", "KS")),
        ("PREL PGOV PREL", ("PREL", "PGOV")),
        ("mtcr, parm, prel, ettc", ("MTCR", "PARM", "PREL", "ETTC")),  # 09STATE4134
        ("TAGS: PREL", ("PREL",)),
        # 08MOSCOW1640: links, and a second line without
        ("[PREL](#) [ENRG](#)\nMASS, EINV", ("PREL", "ENRG", "MASS", "EINV")),
        ("[PREL](#)[PGOV](x.html)", ("PREL", "PGOV")),
        ("PREL FR EUN\nUNMIK ", ("PREL", "FR", "EUN", "UNMIK")),  # 07PARIS1844
        ("PGOV ZANU-PF AU-1 UNHRC-1", ("PGOV", "ZANU-PF", "AU-1", "UNHRC-1")),
        # persons
        ("OVIP (CLINTON, HILLARY), PREL", ("OVIP", "CLINTON, HILLARY", "PREL")),
        ("OVIP (KISSINGER, HENRY A.), ACOM", ("OVIP", "KISSINGER, HENRY A.", "ACOM")),  # 76STATE187673
        ("OVIP (CLINTON, HILLARY; GATES, ROBERT) PREL", ("OVIP", "CLINTON, HILLARY", "GATES, ROBERT", "PREL")),
        ("OVIP (BUSH, G.) (RICE, C.)", ("OVIP", "BUSH, G.", "RICE, C.")),
        ("OVIP CLINTON HILLARY RODHAM, PREL", ("OVIP", "CLINTON, HILLARY RODHAM", "PREL")),
        ("OVIP CLINTON, HILLARY PREL", ("OVIP", "CLINTON, HILLARY", "PREL")),
        ("OREP (OST, OLE), PREL", ("OREP", "OST, OLE", "PREL")),
        ("OREP OST OLE, PREL", ("OREP", "OST, OLE", "PREL")),
        ("OTRA OST OLE, PREL", ("OTRA", "OST, OLE", "PREL")),
        ("OVIP, CLINTON HILLARY", ("OVIP", "CLINTON, HILLARY")),
        ("OREP (KERRY)", ("OREP", "KERRY")),
        ("OVIP, PREL, BR", ("OVIP", "PREL", "BR")),
        ("OVIP, VELMER, OST, AND LUND.", ("OVIP", "VELMER", "OST", "LUND")),
        ("OVIP, VELMER, OST AND LUND", ("OVIP", "VELMER", "OST", "LUND")),
        ("OVIP VELMER, ANA AND LUND, OLE", ("OVIP", "VELMER, ANA", "LUND, OLE")),
        ("PREL MASC OVIP BR", ("PREL", "MASC", "OVIP", "BR")),  # 08BRASILIA351
        ("OVIP (PREL)", ("OVIP", "PREL")),
        ("OVIP (CLINTON, HILLARY", ("OVIP", "CLINTON, HILLARY")),
        # terms
        ("PARM EU IS GOI EXTERNAL", ("PARM", "EU", "IS", "GOI EXTERNAL")),  # 05TELAVIV1593
        ("IS, MEDIA REACTION REPORT", ("IS", "MEDIA REACTION REPORT")),
        ("ISRAELI PALESTINIAN AFFAIRS, GOI INTERNAL", ("ISRAELI PALESTINIAN AFFAIRS", "GOI INTERNAL")),
        ("PTER COUNTER TERRORISM PREL", ("PTER", "COUNTER TERRORISM", "PREL")),
        ("SOMETHING ELSE", ("SOMETHING", "ELSE")),
        # glued
        ("ETRDEINVECINPGOVCS", ("ETRD", "EINV", "ECIN", "PGOV", "CS")),
        ("PHUMBA", ("PHUM", "BA")),
        ("PGOV KDEMAF AF", ("PGOV", "KDEM", "AF")),  # 09KABUL4150
        ("KFRDKIRFCVISCMGT", ("KFRD", "KIRF", "CVIS", "CMGT")),
        ("PRELQ", ("PRELQ",)),
        # slips
        ("ETRD RU GM", ("ETRD", "RS", "GM")),  # 09BERLIN1395
        ("PREL SYR VZ JP", ("PREL", "SY", "VE", "JA")),
        ("MOPPS POGOV KWWMN", ("MOPS", "PGOV", "KWMN")),
        ("PREL, KWAC, SR", ("PREL", "KAWC", "SR")),  # 09BELGRADE399
        # no tags
        ("PREL SIPDIS PGOV", ("PREL", "PGOV")),
        ("CONFIDENTIAL PREL", ("PREL",)),
        ("PREL (), PGOV", ("PREL", "PGOV")),
        ("PREL, (IR)", ("PREL", "IR")),
        ("PREL.", ("PREL",)),
    ],
)
def test_a_line_is_split(value, expected):
    assert split_tags(value) == expected


@pytest.mark.parametrize(
    ("line", "previous", "expected"),
    [
        ("MASS, EINV", "[PREL](#) [TSPL](#)", True),  # 08MOSCOW1640
        ("SNAR, SMIG, MARR, MASS, MOPS, HO ", "PGOV PINR EFIN", True),  # 08TEGUCIGALPA459
        ("UNMIK ", "YI RS", True),  # 07PARIS1844
        ("IS ", "LE TU", True),  # 09TELAVIV2482
        ("EC", "CO VE", True),  # 10BOGOTA201
        ("PREL QQQQ", "PGOV", True),
        ("QQQQ, ZZ", "PGOV,", True),
        ("COUNTER TERRORISM", "PGOV,", True),
        ("[PGOV](#) [RS](#)", "[PREL](#)", True),
        ("prel, sp", "mtcr, parm,", True),
        ("", "PREL", False),
        ("   ", "PREL,", False),
        ("SUBJECT: FISH", "PREL", False),
        ("SUBJECT", "PREL,", False),
        ("SUBJ FISH", "PREL", False),
        ("REF: OSLO 12", "PREL", False),
        ("REF A", "PREL,", False),
        ("Classified By: DCM Ana Velmer", "PREL", False),
        ("CLASSIFIED BY DCM ANA VELMER", "PREL,", False),
        ("E.O. 12958: DECL: 06/05/2018", "PREL", False),
        ("OSLO 00009001  002 OF 004", "PREL,", False),
        ("FISH TALKS WITH VICE MINISTER VELMER", "PREL, NO", False),
        ("The talks were about fish.", "PREL,", False),
        ("SIPDIS", "PREL", False),
        ("THIS WILL HELP", "PREL", False),
        ("A" * 10_000, "PREL,", False),
    ],
)
def test_a_line_goes_on_or_not(line, previous, expected):
    assert continues(line, previous) is expected


@pytest.mark.parametrize(
    ("code", "kind", "text"),
    [
        ("PREL", TagClass.SUBJECT, "external political relations"),
        ("PFOR", TagClass.SUBJECT, "foreign relations"),
        ("KNNP", TagClass.PROGRAM, "nuclear non-proliferation"),
        ("KQQQ", TagClass.PROGRAM, ""),
        ("RS", TagClass.GEOGRAPHIC, "Russia"),
        ("SR", TagClass.GEOGRAPHIC, "Serbia"),
        ("IS", TagClass.GEOGRAPHIC, "Israel"),
        ("AU", TagClass.GEOGRAPHIC, "Austria"),
        ("XA", TagClass.GEOGRAPHIC, "Africa"),
        ("EU", TagClass.GEOGRAPHIC, "European Union"),
        ("QQ", TagClass.GEOGRAPHIC, ""),
        ("NATO", TagClass.ORGANISATION, "North Atlantic Treaty Organization"),
        ("AU-1", TagClass.ORGANISATION, "African Union"),
        ("UN", TagClass.ORGANISATION, "United Nations"),
        ("CLINTON, HILLARY", TagClass.PERSON, ""),
        ("HUMAN RIGHTS", TagClass.TERM, ""),
        ("SOMETHING ELSE", TagClass.TERM, ""),
        ("QQQ", TagClass.UNKNOWN, ""),
        ("MOPPS", TagClass.UNKNOWN, ""),
        ("prel", TagClass.SUBJECT, "external political relations"),
    ],
)
def test_a_tag_has_a_class_and_a_meaning(code, kind, text):
    assert classify(code) is kind
    assert meaning(code) == text


def test_some_meanings_are_only_likely():
    assert is_certain("PREL")
    assert not is_certain("KACT")
    assert not is_certain("QQQQ")


def test_a_country_has_its_tags():
    assert geographic_tags("Yemen") == {"YM", "YE"}
    assert geographic_tags("Nowhere") == frozenset()


@given(st.text(alphabet="PRELGOVI ,;()[]#\n.'-X1é", max_size=200), st.text(max_size=20))
def test_nothing_raises(value, previous):
    found = split_tags(value)
    assert len(set(found)) == len(found)
    assert all(found)
    continues(value, previous)
    for code in found:
        classify(code)
        meaning(code)


@given(st.lists(st.sampled_from(["PREL", "PGOV", "RS", "NATO", "KNNP", "UNHRC-1"]), unique=True))
def test_known_tags_come_back_in_order(codes):
    assert split_tags(", ".join(codes)) == tuple(codes)
    assert split_tags("\n".join(codes)) == tuple(codes)
