"""The end of a cable: who signed it, and what follows the signature."""

import pytest
from support import cable, numbered, texts

TEXT = "The talks on the cod and on all the other fish of the sea go on."


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        pytest.param("\nRUSSELL", ("RUSSELL",), id="directly-below-08MOSCOW1640"),
        pytest.param("\n\nHOAGLAND", ("HOAGLAND",), id="blank-line-09ASTANA1103"),
        pytest.param("\n\nTIMKEN JR", ("TIMKEN JR",), id="jr"),
        pytest.param("\n\nTIMKEN, JR.", ("TIMKEN, JR.",), id="jr-comma"),
        pytest.param("\n\nKUBISKE KUBISKE", ("KUBISKE",), id="twice"),
        pytest.param("\n\nBeyrle", ("Beyrle",), id="title-case"),
        pytest.param("\n\nRICE", ("RICE",), id="state"),
        pytest.param("\n\nO'KEEFE", ("O'KEEFE",), id="apostrophe"),
        pytest.param("\n\nMcFARLAND", ("McFARLAND",), id="mc"),
        pytest.param("\n\nVAN DER VELMER", ("VAN DER VELMER",), id="three-words"),
        pytest.param("\n\nSMITH-JONES", ("SMITH-JONES",), id="hyphen"),
        pytest.param("\n\nVELMER\nOST", ("VELMER", "OST"), id="two-lines"),
        pytest.param("\n\nVELMER/OST", ("VELMER", "OST"), id="two-on-a-line"),
        pytest.param("\n\nVELMER & OST", ("VELMER", "OST"), id="two-and"),
        pytest.param("   BURGHARDT", ("BURGHARDT",), id="on-the-last-text-line"),
        pytest.param("\n\nRAY \n \n        UNCLASSIFIED \n \n>", ("RAY",), id="00HARARE2271"),
        pytest.param("\n\nVELMER\n\nNNNN", ("VELMER",), id="nnnn"),
        pytest.param("\n\nVELMER\n#", ("VELMER",), id="hash"),
        pytest.param("\n\nVELMER\n##", ("VELMER",), id="hashes"),
        pytest.param("\n\nVELMER\n#1103", ("VELMER",), id="serial"),
        pytest.param("\n\nVELMER .", ("VELMER",), id="own-full-stop"),
        pytest.param("\n\nVELMER\n\n...", ("VELMER",), id="dots"),
        pytest.param("\n\nVELMER\n\nNOTE BY OC/T: LINE 9 GARBLED.", ("VELMER",), id="communications-centre"),
        pytest.param("\n\nVELMER\n\n 2004OSLO01777 - UNCLASSIFIED", ("VELMER",), id="catalogue"),
        pytest.param("   VELMER 2009-06-03", ("VELMER",), id="date"),
        pytest.param("\nVelmer jr", ("Velmer jr",), id="small-jr"),
        pytest.param(
            "\n\nVAN DER VELMER-OSTERGAARD-LINDSTROM-HAUG",
            ("VAN DER VELMER-OSTERGAARD-LINDSTROM-HAUG",),
            id="forty-letters",
        ),
        pytest.param("\n\nXXXXXXXXXXXX", (), id="redaction"),
        pytest.param("", (), id="missing"),
        pytest.param("\n\nSIPDIS", (), id="caption"),
        pytest.param("\n\nUNCLASSIFIED", (), id="banner"),
        pytest.param("\n\nEND COMMENT.", (), id="end-mark"),
    ],
)
def test_who_signed(ending: str, expected: tuple[str, ...]) -> None:
    read = cable(f"¶1. (C) {TEXT}{ending}", signature="")
    assert read.signed_by == expected
    assert numbered(read)[0].text == TEXT
    assert [b.text for b in read.paragraphs if b.kind.value == "signature"] == list(expected)


@pytest.mark.parametrize(
    ("end", "trailer"),
    [
        ("NNNN", ("NNNN",)),
        ("NNN", ("NNN",)),
        ("#", ("#",)),
        ("##", ("##",)),
        ("#1103", ("#1103",)),
        (">", (">",)),
        ("UNCLASSIFIED", ("UNCLASSIFIED",)),
        ("CONFIDENTIAL\n\n>", ("CONFIDENTIAL", ">")),
        ("C O N F I D E N T I A L", ("C O N F I D E N T I A L",)),
        ("GP-3", ("GP-3",)),
        ("SOBEL 2008-01-08", ("SOBEL 2008-01-08",)),
        ("End Cable Text", ("End Cable Text",)),
        ("BT\n#9001\n\nNNNN", ("BT", "#9001", "NNNN")),
        ("Visit Embassy Oslo's Classified Web Site: http://www.state.example/oslo", None),
    ],
)
def test_what_follows_the_signature(end: str, trailer: tuple[str, ...] | None) -> None:
    read = cable(f"¶1. (C) {TEXT}", signature=f"BRANDVIK\n\n{end}")
    assert read.signed_by == ("BRANDVIK",)
    assert texts(read) == [TEXT]
    assert tuple(read.trailer.splitlines()) == (trailer or (end,))


@pytest.mark.parametrize(
    "stamp",
    [
        "Margaret P. Grafeld Declassified/Released US Department of State EO Systematic Review 04 MAY 2006",
        "Sheryl P. Walter Declassified/Released US Department of State EO Systematic Review 20 Mar 2014",
    ],
)
def test_a_declassification_stamp_is_no_text(stamp: str) -> None:
    read = cable(f"¶1. (C) {TEXT}", signature=f"BRANDVIK\n\n\nCONFIDENTIAL\n\n{stamp}")
    assert read.signed_by == ("BRANDVIK",)
    assert texts(read) == [TEXT]
    assert stamp in (*read.page_marks, *read.trailer.splitlines())


@pytest.mark.parametrize(
    "last",
    [
        "He spoke with Bruno J. Smith",
        "The end of the talks was in the hands of the U.S. Army",
        "The price of cod was the topic of the talks",
        "They were led by ANA VELMER and BRUNO OST.",
    ],
)
def test_text_is_no_signature(last: str) -> None:
    read = cable(f"¶1. (C) {last}", signature="")
    assert read.signed_by == ()
    assert texts(read) == [last]


@pytest.mark.parametrize("mark", ["END COMMENT", "END NOTE", "http://www.state.example/oslo"])
def test_a_name_behind_an_end_mark_without_a_full_stop(mark: str) -> None:
    read = cable(f"¶1. (C) {TEXT} {mark}   BURGHARDT", signature="")
    assert (read.signed_by, texts(read)) == (("BURGHARDT",), [f"{TEXT} {mark}"])


@pytest.mark.parametrize(
    ("end", "signer"),
    [
        ("to be sent to the U.S. VELMER", "VELMER"),
        ("We shall ask. ******** VELMER", "VELMER"),
        ("For: 61 Against: 12 Absent: 3 VELMER", "VELMER"),
        ("We shall ask for cod. END COMMENT AND ACTION\nREQUEST.\nVELMER", "VELMER"),
        ("We shall ask.\n\nMINIMIZE CONSIDERED\n\nVELMER", "VELMER"),
        ("We shall ask.\n\nGP-3\nVELMER", "VELMER"),
        ("We shall ask.\n\nxxxxx\nVelmer", "Velmer"),
        ("We shall ask. END COMMENT\nvelmer", "velmer"),
    ],
)
def test_one_signer_and_all_of_the_text(end: str, signer: str) -> None:
    read = cable(f"¶1. (C) {TEXT} {end}", signature="")
    assert read.signed_by == (signer,)
    kept = " ".join([*texts(read), read.trailer])
    assert [word for word in end.replace(signer, "").split() if word not in kept] == []


def test_a_name_below_an_unfinished_line_is_text() -> None:
    text = "The cod of the north went on for long, and the fleet of the south\nspoke of it with the minister,\nVelmer"
    read = cable(f"¶1. (C) {text}", signature="")
    assert (read.signed_by, texts(read)) == ((), [text.replace("\n", " ")])
