"""Words of cables and what they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_tui.cables.glossaries.abbreviations import GlossKind, explain, explain_reason, glosses, lookup
from cable_tui.cables.glossaries.explain import abbreviations


@pytest.mark.parametrize(
    ("word", "country", "expected"),
    [
        ("NOFORN", "", "no foreign nationals"),
        ("noforn", "", "no foreign nationals"),
        ("SIPDIS", "", "released to the Secret network SIPRNet"),
        ("REL TO USA, FVEY", "", "may be released to the countries or groups named"),
        ("ORCON", "", "probably originator controls further distribution"),
        ("NIACT IMMEDIATE", "", "night action: wakes someone to act outside working hours"),
        ("OO", "", "immediate"),
        ("1.4 (b)", "", "foreign government information"),
        ("1.4(D)", "", "foreign relations or foreign activities of the United States"),
        ("1.5 d", "", "foreign relations or foreign activities of the United States"),
        ("1.4 (c)", "", "probably intelligence activities, sources or methods"),
        ("OADR", "", "probably originating agency's determination required"),
        ("E.O. 12958", "", "executive order on classification of 1995"),
        ("EO 13526", "", "executive order on classification of December 2009"),
        ("poloff", "", "political officer"),
        ("Poloffs", "", "political officer"),
        ("REFTELS", "", "cable named in the REF line"),
        ("(septel)", "", "another cable, sent separately"),
        ("Charge", "", "chargé d'affaires"),
        # whose government: by the country of the post
        ("GOI", "", "Government of Iraq, India, Iran, Israel, Italy, Indonesia or Ireland"),
        ("GOI", "Iraq", "Government of Iraq"),
        ("GOI", "Norway", "Government of Iraq, India, Iran, Israel, Italy, Indonesia or Ireland"),
        ("GOB", "Brazil", "Government of Brazil"),
        ("GOB", "Bahrain", "Government of Bahrain"),
        ("GOB", "Bolivia", "Government of Bolivia"),
        ("GOKZ", "", "Government of Kazakhstan"),
        ("GOAJ", "Azerbaijan", "Government of Azerbaijan"),
        ("GOES", "El Salvador", "Government of El Salvador"),
        ("GOES", "Norway", ""),
        ("GON", "Netherlands", "Government of the Netherlands"),
        ("SAG", "South Africa", "South African Government"),
        ("SAG", "Saudi Arabia", "probably Saudi Arabian Government"),
        ("GVN", "", "Government of Vietnam"),
        # no word of the table
        ("fish", "", ""),
        ("goes", "", ""),
        ("", "", ""),
        ("x" * 10_000, "", ""),
    ],
)
def test_a_word_is_explained(word, country, expected):
    assert explain(word, country) == expected


def test_a_reason_is_explained_by_its_letter():
    assert explain_reason("b") == "foreign government information"
    assert explain_reason("b", "1.5") == "foreign government information"
    assert explain_reason("q") == ""


def test_a_row_says_what_it_is_and_how_sure():
    gloss = lookup("X1")
    assert gloss.kind is GlossKind.DECLASSIFICATION
    assert not gloss.certain


def test_the_table_is_complete():
    kinds = {row.kind for rows in glosses().values() for row in rows}
    assert kinds == set(GlossKind)
    assert all(row.text for rows in glosses().values() for row in rows)


@given(st.text(), st.text())
def test_nothing_raises(word, country):
    explain(word, country)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("POTUS met the UNSC about START.", ["POTUS", "UNSC", "START"]),
        ("Who will start to map the car?", []),
        ("WHO WILL START TO MAP THE CAR? POTUS.", ["POTUS"]),
        ("The poloff and two NGOs", ["POLOFF", "NGO"]),
    ],
)
def test_an_acronym_is_meant_in_capitals_and_where_it_is_no_word(text, expected):
    assert [word for word, _ in abbreviations(text)] == expected
