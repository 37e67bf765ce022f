"""The body: what is one paragraph, what is a heading, which line ends count."""

import pytest
from support import cable, headings, numbered, numbers, texts

from cable_tui.cables import BlockKind

SECTIONED = "C O N F I D E N T I A L SECTION 01 OF 04 OSLO 009001"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "¶1. (C) They are perhaps deploying a military \n \nOSLO 00009001  002 OF 004 \n \n \nmedical unit.",
            "They are perhaps deploying a military medical unit.",
            id="page-line-in-a-sentence-09ASTANA1103",
        ),
        pytest.param(
            "¶1. (C) They are perhaps deploying a military \n \nOSLO 00009001  001.2 OF 004 \n \n \nmedical unit.",
            "They are perhaps deploying a military medical unit.",
            id="page-line-with-a-decimal",
        ),
        pytest.param(
            "¶1. (C) We spoke with the Deputy Minister of Planning OSLO 00009001 002 OF 004 Minister Velmer and cod.",
            "We spoke with the Deputy Minister of Planning Minister Velmer and cod.",
            id="page-line-in-the-middle-of-a-line",
        ),
        pytest.param(
            "¶1. (C) The states agreed, among them Kazakhstan, \n\nnations. The two sides agreed.",
            "The states agreed, among them Kazakhstan, nations. The two sides agreed.",
            id="lost-page-line-08MOSCOW1640",
        ),
        pytest.param(
            "¶1. (C) They had agreed on the text some six \n\nmonths prior to the visit.",
            "They had agreed on the text some six months prior to the visit.",
            id="lost-page-line-08MOSCOW1640-2",
        ),
        pytest.param(
            "¶1. (C) Resources to support global energy security. \n With its upcoming 2010 chair it is poised.",
            "Resources to support global energy security. With its upcoming 2010 chair it is poised.",
            id="one-leading-space-09ASTANA1103",
        ),
        pytest.param(
            "¶1. (C) She came WITHOUT FORCE. \nCONFIDENTIAL \n \nPAGE 03 OSLO 09001 01 OF 07 271033Z \n"
            "ONLY ABOUT 71,000 were left of the cod in the whole of the sea.",
            "She came WITHOUT FORCE. ONLY ABOUT 71,000 were left of the cod in the whole of the sea.",
            id="banner-and-page-00HARARE2271",
        ),
        pytest.param(
            "¶1. (C) The minister went to Spain of the \nSIPDIS \nTomahawk fleet, and so on.",
            "The minister went to Spain of the Tomahawk fleet, and so on.",
            id="stray-sipdis",
        ),
        pytest.param(
            "¶1. (C) The minister offered four\nSIPDIS scenarios of the end.",
            "The minister offered four scenarios of the end.",
            id="stray-sipdis-with-text-00HARARE6677",
        ),
        pytest.param(
            "¶1. (C) The prime minister of the land is Minister-\nPresident Velmer.",
            "The prime minister of the land is Minister-President Velmer.",
            id="hyphen-at-a-line-end",
        ),
        pytest.param(
            "¶1. (C) The first of the lines of this paragraph is here\\\n"
            "and the second line of it is as long as the first\\ \nend.",
            "The first of the lines of this paragraph is here and the second line of it is as long as the first end.",
            id="backslash-at-a-line-end",
        ),
        pytest.param("¶1. (C) An est¶mate of\n¶2010.", "An est¶mate of 2010.", id="pilcrow-within-a-word"),
        pytest.param("¶1. (C) One\u00a0two\r\nthree.", "One two three.", id="hard-space-and-crlf"),
        pytest.param(
            "¶1. (C) The Boe3kel plan, the boxes A,s, is a 3 1 one with XXXXXXXXXXXX in it.",
            "The Boe3kel plan, the boxes A,s, is a 3 1 one with XXXXXXXXXXXX in it.",
            id="damage-is-not-repaired",
        ),
        pytest.param(
            "¶1. (C) He said [REDACTED] and [/b] and <i>.", "He said [REDACTED] and [/b] and <i>.", id="signs"
        ),
    ],
)
def test_one_paragraph(body: str, expected: str) -> None:
    read = cable(body, class_line=SECTIONED)
    assert texts(read) == [expected]
    assert numbers(read) == [1]


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("OSLO 00009001  002 OF 004", ("OSLO 00009001  002 OF 004",)),
        ("OSLO 00009001 002.2 OF 004", ("OSLO 00009001 002.2 OF 004",)),
        ("PAGE 02        OSLO  09001  01 OF 04  031849Z", None),
        ("BUENOS AIR 00009001  002 OF 004", ("BUENOS AIR 00009001  002 OF 004",)),
        ("PORT AU PR 00009001  002 OF 004", ("PORT AU PR 00009001  002 OF 004",)),
        ("CONFIDENTIAL", None),
        ("C O N F I D E N T I A L", None),
        ("CONFIDENTIAL     PTQ8341", None),
        ("LIMITED OFFICIAL USE", None),
    ],
)
def test_a_page_mark_is_kept_as_printed(mark: str, expected: tuple[str, ...] | None) -> None:
    read = cable(f"¶1. (C) The talks will go \n \n{mark} \n \n \non.", class_line=SECTIONED)
    assert texts(read) == ["The talks will go on."]
    assert read.page_marks == (expected or (mark,))


def test_a_page_line_of_another_cable_is_text() -> None:
    read = cable("¶1. (C) See BERGEN 00000777  002 OF 004 for more.", class_line=SECTIONED)
    assert texts(read) == ["See BERGEN 00000777 002 OF 004 for more."]
    assert read.page_marks == ()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("TALKS WITH THE COD\n\n¶2. (C) B.", ["TALKS WITH THE COD"], id="capitals"),
        pytest.param("Two Hours of Quality Time\n\n¶2. (C) B.", ["Two Hours of Quality Time"], id="title-case"),
        pytest.param("//THE COD//\n\n¶2. (C) B.", ["THE COD"], id="slashes"),
        pytest.param("Comment:\n\n¶2. (C) B.", ["Comment:"], id="word-with-colon"),
        pytest.param("-------\nThe cod\n-------\n\n¶2. (C) B.", ["The cod"], id="between-rules"),
        pytest.param("=======\nThe cod\n=======\n\n¶2. (C) B.", ["The cod"], id="between-double-rules"),
        pytest.param("*******\nTHE COD\n*******\n\n¶2. (C) B.", ["THE COD"], id="between-stars"),
        pytest.param("THE COD\n-------\n\n¶2. (C) B.", ["THE COD"], id="rule-below"),
        pytest.param("THE COD\n------- ---\n\n¶2. (C) B.", ["THE COD"], id="rule-in-pieces"),
        pytest.param("THE COD\nAND THE HERRING\n\n¶2. (C) B.", ["THE COD AND THE HERRING"], id="two-lines"),
        pytest.param("THE COD\n¶2. (C) B.", ["THE COD"], id="directly-above"),
        pytest.param(
            "-------\n\nOSLO 00009001  002 OF 004\n\n\nTHE COD\n-------\n\n¶2. (C) B.",
            ["THE COD"],
            id="page-line-behind-the-rule-06LAPAZ886",
        ),
        pytest.param("(U) The Cod at Sea\n\n¶2. (C) B.", ["The Cod at Sea"], id="marked"),
    ],
)
def test_headings(body: str, expected: list[str]) -> None:
    read = cable(f"¶1. (C) The first one is here.\n\n{body}", class_line=SECTIONED)
    assert headings(read) == expected
    assert [block.text for block in numbered(read)] == ["The first one is here.", "B."]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "¶1. (C) Who came:\nANA VELMER\nBRUNO OST\nCARLA BRANDVIK\nDAG HOLM",
            "Who came:\nANA VELMER\nBRUNO OST\nCARLA BRANDVIK\nDAG HOLM",
            id="names",
        ),
        pytest.param(
            "¶1. (C) The points:\n\n-- First, the cod.\n\n-- Second, the herring.",
            "The points:\n-- First, the cod.\n-- Second, the herring.",
            id="dashes",
        ),
        pytest.param(
            "¶1. (C) The points:\n\na. The cod.\n\nb. The herring.",
            "The points:\na. The cod.\nb. The herring.",
            id="letters",
        ),
        pytest.param(
            "¶1. (C) The points:\n¶a. The cod.\n¶b. The herring.",
            "The points:\na. The cod.\nb. The herring.",
            id="pilcrow-letters",
        ),
        pytest.param(
            "¶1. (C) The points:\n(1) The cod.\n(2) The herring.",
            "The points:\n(1) The cod.\n(2) The herring.",
            id="round",
        ),
        pytest.param("¶1. (C) Points:\n* The cod.\n* The herring.", "Points:\n* The cod.\n* The herring.", id="stars"),
        pytest.param(
            "¶1. (C) The ministry spoke first of all these things, and at some\nlength, of cod: -- (C) the price.\n"
            "-- (U) The police.",
            "The ministry spoke first of all these things, and at some length, of cod: -- (C) the price.\n"
            "-- (U) The police.",
            id="marked-items",
        ),
    ],
)
def test_line_ends_that_are_the_drafters(body: str, expected: str) -> None:
    read = cable(body)
    assert texts(read) == [expected]
    assert str(numbered(read)[0].marking) == "C"


@pytest.mark.parametrize(
    "table",
    [
        "VENDOR               7\nHOUSEWIFE            5",
        "Year    Catch    Price\n2007    1,000    12.50\n2008      900    13.75",
        "COD\t12\nHERRING\t5",
        "CATCH OF THE NORTH\nCod     12\nHake     9\nin tons, half of which\nthe fleet has sold",
    ],
)
def test_a_table_keeps_its_columns(table: str) -> None:
    read = cable(f"¶1. (C) The table is this.\n\n{table}\n\n¶2. (C) B.")
    assert [(b.kind, b.text) for b in read.paragraphs if b.kind is BlockKind.TABLE] == [
        (BlockKind.TABLE, table.expandtabs())
    ]


def test_a_table_in_a_paragraph_keeps_its_columns() -> None:
    body = "¶1. (C) The table is this:\nVENDOR               7\nHOUSEWIFE            5\nFISHER              11"
    assert "VENDOR               7\nHOUSEWIFE            5\nFISHER              11" in texts(cable(body))[0]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "The first block has no number.\n\nThe second has none.",
            ["The first block has no number.", "The second has none."],
            id="two-blocks-02ANKARA8231",
        ),
        pytest.param("Only one\nblock in\ntwo lines of it here.", None, id="one-block"),
        pytest.param(
            "¶1. (C) A numbered one.\n\nCOMMENT\n\nText below the heading has no number.\n\n¶2. (C) B.",
            ["A numbered one.", "COMMENT", "Text below the heading has no number.", "B."],
            id="below-a-heading",
        ),
    ],
)
def test_text_without_numbers(body: str, expected: list[str] | None) -> None:
    read = cable(body)
    if expected is None:
        assert len(texts(read)) == 1
    else:
        assert texts(read) == expected
    assert all(block.marking is None for block in read.paragraphs if block.number is None)


def test_letters_are_the_numbering_where_there_are_no_numbers() -> None:
    read = cable("C) The third point.\n\nD) The fourth point.\n\nE) The fifth point.")
    assert [text.removeprefix(f"{letter}) ") for letter, text in zip("CDE", texts(read), strict=True)] == [
        "The third point.",
        "The fourth point.",
        "The fifth point.",
    ]


@pytest.mark.parametrize(
    ("wrapped", "expected"),
    [
        (
            "¶1. (C) The prime minister told us on Tuesday that the talks about\n"
            "the price of cod had gone well enough to be carried on in the next\n"
            "week.  He did not say where.",
            "The prime minister told us on Tuesday that the talks about the price of cod had gone well enough to be"
            " carried on in the next week. He did not say where.",
        )
    ],
)
def test_wrapped_lines_are_joined(wrapped: str, expected: str) -> None:
    assert texts(cable(wrapped)) == [expected]


def test_a_text_without_numbers_and_blank_lines_has_the_blocks_that_its_widths_show() -> None:
    full = "The cod of the north went on for long, and so did the fleet of the south"
    assert texts(cable(f"THE COD\n{full}\nspoke of it.\n{full}")) == ["THE COD", f"{full} spoke of it.", full]
    assert len(texts(cable(f"THE COD\n{full}\nspoke of it."))) == 1
