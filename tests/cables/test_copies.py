"""Copies of one cable that reached people through pages, mail, printers and other machines read as the cable does."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from support import CONTROL, HEADER, cable_text, numbers, texts

from cable_tui.cables import Cable, parse
from cable_tui.cables.body.reading_order import source_blocks

BODY = """\
¶1. (C) Vice Minister Velmer told us on June 2 that the talks about the
cod would go on in Bergen, "whatever the herring say."

WHAT THE HARBOR MASTER SAW
--------------------------

¶2. (SBU) The harbor master saw nine boats, and the director of the
ministry saw ten. Neither of them saw the cod. End summary.

¶3. (U) The embassy will follow the talks."""
EXPORT = """\
09OSLO9001
FISH TALKS WITH VICE MINISTER VELMER
Wed Jun 03 00:00:00 +0200 2009
CONFIDENTIAL
Embassy Oslo
"""
BARE = cable_text(BODY)
WHOLE = EXPORT + BARE
MENU = "Browse by creation date\nSearch  Advanced Search\nPress release  About PlusD\n\n"
KEY = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQQBBGBjDtIBH6DJa80zDBgR\n-----END PGP PUBLIC KEY BLOCK-----\n\n"
MAIL = "From: Per Ost <ost@example.org>\nTo: Ole Lund\nDate: Tue, 1 Dec 2026 10:00:00 +0100\nSubject: a cable\n\n"


def before_lines(sign: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"(?m)^", sign, text)


def numbered(form: str) -> Callable[[str], str]:
    return lambda text: "\n".join(form.format(n, line) for n, line in enumerate(text.split("\n"), 1))


def rewrapped(text: str) -> str:
    lines = (re.findall(r".{1,50}(?:\s|$)|\S+", line) if len(line) > 50 else [line] for line in text.split("\n"))
    return "\n".join(line for parts in lines for line in parts)


COPIES: dict[str, Callable[[str], str]] = {
    "menu": lambda text: MENU + text,
    "key": lambda text: KEY + text,
    "key-and-menu": lambda text: f"Key fingerprint 9EF0 C41A\n\n{KEY}{MENU}{text}",
    "buttons": lambda text: text + "\n\nRaw content\nMetadata\nPrint\nShare\n",
    "buttons-without-a-blank-line": lambda text: text.rstrip() + "\nTweet\nShare this\nPrint\n",
    "counts": lambda text: text + "\n1,204 views\n3 comments\nLeave a reply\n",
    "copyright": lambda text: (
        text + "\n\nHome | About | Contact\nCopyright 2011 The Oslo Archive. All rights reserved.\n"
    ),
    "print-header": lambda text: f"12/1/26, 10:14 AM     Cable 09OSLO9001\n{text}\nhttps://example.org/cable/1   1/2\n",
    "print-in-mid-sentence": lambda text: (
        MENU + text.replace("director of the\n", "director of the\nhttps://example.org/cable/1   1/2\n\n")
    ),
    "mail-head": lambda text: MAIL + text,
    "mail-forwarded": lambda text: (
        f"{MAIL}Look at this.\n\n-----Original Message-----\n\n{text}\n\nSent from my telephone\n"
    ),
    "quoted": before_lines("> "),
    "quoted-without-a-blank": before_lines(">"),
    "quoted-twice": before_lines(">> "),
    "quoted-twice-apart": before_lines("> > "),
    "quoted-with-a-bar": before_lines("| "),
    "quoted-by-initials": before_lines("PO> "),
    "quoted-below-a-line": lambda text: MAIL + "Per Ost wrote:\n" + before_lines("> ")(text) + "\n\nThanks, Ole",
    "prefixed": before_lines("# "),
    "line-numbers": numbered("{:5}  {}"),
    "line-numbers-behind-a-tab": numbered("{:6}\t{}"),
    "line-numbers-and-colons": numbered("{}: {}"),
    "line-numbers-quoted": lambda text: before_lines("> ")(numbered("{:4} {}")(text)),
    "byte-order-mark": lambda text: "\ufeff" + text,
    "blank-lines-doubled": lambda text: text.replace("\n", "\n\n"),
    "blank-lines-gone": lambda text: re.sub(r"\n\s*\n", "\n", text),
    "indented": before_lines("    "),
    "wrapped-anew": rewrapped,
    "wrapped-anew-and-quoted": lambda text: before_lines("> ")(rewrapped(text)),
    "carriage-returns": lambda text: text.replace("\n", "\r\n"),
    "no-break-spaces": lambda text: text.replace(" ", "\xa0"),
    "zero-width-spaces": lambda text: text.replace("o", "o\u200b"),
    "soft-hyphens": lambda text: text.replace("Min", "Mi\xadn").replace("harbor", "har\xadbor"),
    "soft-hyphen-at-the-line-end": lambda text: text.replace("director", "direc\xad\ntor"),
    "pilcrow-as-latin": lambda text: text.replace("¶", "Â¶"),
    "pilcrow-as-latin-twice": lambda text: text.replace("¶", "Ã\x82Â¶".replace("\x82", "‚")),
    "pilcrow-as-mac": lambda text: text.replace("¶", "¬∂"),
    "pilcrow-as-question-mark": lambda text: text.replace("¶", "?"),
    "pilcrow-as-section-sign": lambda text: text.replace("¶", "§"),
    "pilcrow-as-replacement": lambda text: text.replace("¶", "\ufffd"),
    "pilcrow-as-entity": lambda text: text.replace("¶", "&para;"),
    "pilcrow-gone": lambda text: text.replace("¶", ""),
    "entities": lambda text: text.replace('"', "&quot;").replace("'", "&#39;"),
    "entities-twice": lambda text: text.replace('"', "&amp;quot;"),
    "all-at-once": lambda text: (
        MAIL + before_lines("> ")(rewrapped(text).replace("¶", "?").replace('"', "&quot;")) + "\n\n-- \nOle"
    ),
    "page-and-garbled": lambda text: MENU + text.replace("¶", "Â¶").replace("\n", "\n\n") + "\n\nPrint\nShare\n",
    "quoted-and-numbered-and-tabs": lambda text: numbered("{}\t{}")(before_lines("| ")(text)),
}
WORDS_GO_ON = {"blank-lines-gone"}


def facts(read: Cable) -> dict[str, object]:
    return {
        "id": read.id,
        "date": read.date,
        "classification": read.classification.level,
        "captions": read.captions,
        "subject": read.subject,
        "tags": read.tags,
        "references": tuple(one.id for one in read.references),
        "by": read.classified_by,
        "to": read.to,
        "numbers": numbers(read),
        "texts": [" ".join(text.split()) for text in texts(read)],
        "signed": read.signed_by,
    }


@pytest.mark.parametrize("form", ["export", "bare"])
@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_says_what_the_cable_says(form: str, copy: str) -> None:
    text = WHOLE if form == "export" else BARE
    read = parse(COPIES[copy](text))
    assert facts(read) == facts(parse(text))


@pytest.mark.parametrize("copy", COPIES)
def test_the_source_stays_untouched(copy: str) -> None:
    text = COPIES[copy](WHOLE)
    read = parse(text)
    assert read.text == text
    assert [block.text for block in source_blocks(read)] == [text]


@pytest.mark.parametrize(
    "line",
    ["Browse by creation date", "Key fingerprint 9EF0 C41A", "mQQBBGBjDtIBH6DJa80zDBgR"],
)
def test_what_stood_above_is_kept(line: str) -> None:
    assert line in parse(COPIES["key-and-menu"](WHOLE)).unparsed


@pytest.mark.parametrize("line", ["Subject: a cable", "Per Ost wrote:", "Thanks, Ole"])
def test_the_mail_around_is_kept(line: str) -> None:
    assert line in parse(COPIES["quoted-below-a-line"](WHOLE)).unparsed


@pytest.mark.parametrize(
    "signature",
    ["BRANDVIK", "Brandvik", "HOME", "PRINZ"],
)
def test_a_name_is_no_button(signature: str) -> None:
    assert parse(cable_text(BODY, signature=signature)).signed_by == (signature,)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("¶1. (C) One.\n\n> a line that quotes\n> another\n\n¶2. (C) Two.", id="a-quotation"),
        pytest.param("¶1. (C) Prices:\n1 cod\n2 herring\n3 hake\n\n¶2. (C) Two.", id="counted-fish"),
        pytest.param("¶1. (C) One.\n\n-- Print the forms.\n-- Share them.\n\n¶2. (C) Two.", id="items"),
    ],
)
def test_what_looks_like_a_copy_is_text(body: str) -> None:
    read = parse(cable_text(body))
    assert numbers(read) == [1, 2]
    assert read.unparsed == ""


def test_a_page_break_among_lines_with_a_sign_before_them_is_read() -> None:
    lines = before_lines("# ")(WHOLE).splitlines()
    read = parse("\n".join([*lines[:-4], "\f", *lines[-4:]]))
    assert (read.id, numbers(read)) == (parse(WHOLE).id, numbers(parse(WHOLE)))


# --- classification lines, page lines, stamps --------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "C O N F I D E N T I A L\nOSLO 009001",
        "C O N F I D E N T I A L OSLO\n009001",
        "C O N F I D E N T I A L SECTION 01 OF\n02 OSLO 009001",
        "UNCLAS SECTION 01\nOF 02 OSLO\n009001",
        "S E C R E T\nSECTION 01 OF 02 OSLO 009001",
    ],
)
def test_a_wrapped_classification_line(line: str) -> None:
    read = parse(cable_text(header=HEADER + line, class_line=""))
    assert (read.id, read.message_number, read.subject) == (
        "09OSLO9001",
        "OSLO 009001",
        "FISH TALKS WITH VICE MINISTER VELMER",
    )
    assert [one.name for one in read.info] == ["AMEMBASSY COPENHAGEN"]


ARCHIVED = """\
CONFIDENTIAL
PAGE 01
OSLO 09311 01 OF 02 141816Z
ACTION SS-25
INFO OCT-01 ADS-00 /026 W
------------------127794 141824Z /42
O R 141640Z SEP 79
FM AMEMBASSY OSLO
TO SECSTATE WASHDC IMMEDIATE 9562
C O N F I D E N T I A L SECTION 1 OF 2 OSLO 9311
E.O. 12065: GDS 9/30/85 (VELMER, ANA) OR-P
TAGS: EFIS, NO
SUBJECT: LOSS OF THE LOFTHAVEN FLEET
1. NOTHING WAS SEEN BETWEEN MIDNIGHT AND THE
{break_}
MORNING WATCH, WHEN ALL NINE BOATS WERE GONE.
THE HARBOR MASTER SPEAKS
2. HE SAW NOTHING EITHER.
VELMER
"""
BANNERS = "CONFIDENTIAL\nCONFIDENTIAL\n"
STAMP = "Sheryl P. Walter Declassified/Released US Department of State EO Systematic Review 20 Mar 2014"


@pytest.mark.parametrize(
    "break_",
    [
        f"{BANNERS}PAGE 02\nOSLO 09311 01 OF 02 141816Z",
        f"{BANNERS}PAGE 02\n\nOSLO 09311 01 OF 02 141816Z",
        f"{BANNERS}PAGE 02\nOSLO 09311\n01 OF 02 141816Z",
        f"{BANNERS}PAGE 02        OSLO  09311  01 OF 02  141816Z",
        f"{BANNERS}PAGE 02\nOSLO 09311 01 OF 02 141816Z\n{STAMP}\n{STAMP}",
        STAMP,
        STAMP.replace("Department of ", "Department of\n"),
        STAMP.replace("Released US", "Released\nUS") + "\n" + STAMP,
        "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005",
    ],
)
def test_a_sentence_goes_on_behind_a_page_line_on_two_lines_or_a_stamp(break_: str) -> None:
    read = parse(ARCHIVED.replace("{break_}", break_))
    assert (read.id, read.subject, read.signed_by) == ("79OSLO9311", "LOSS OF THE LOFTHAVEN FLEET", ("VELMER",))
    assert texts(read) == [
        "NOTHING WAS SEEN BETWEEN MIDNIGHT AND THE MORNING WATCH, WHEN ALL NINE BOATS WERE GONE.",
        "THE HARBOR MASTER SPEAKS",
        "HE SAW NOTHING EITHER.",
    ]
    assert "PAGE" not in read.unparsed


@pytest.mark.parametrize(
    "inside",
    [
        f" {STAMP} ",
        " CONFIDENTIAL PAGE 02 OSLO 09311 01 OF 02 141816Z ",
        " PAGE 02  OSLO 09311 01 OF 02 141816Z ",
    ],
)
def test_a_page_line_or_stamp_inside_a_line(inside: str) -> None:
    text = ARCHIVED.replace("\n{break_}\n", inside)
    assert texts(parse(text))[0].endswith("MIDNIGHT AND THE MORNING WATCH, WHEN ALL NINE BOATS WERE GONE.")


def test_the_control_lines_are_those_of_the_cable_and_not_of_the_mail() -> None:
    read = parse(MAIL + cable_text(BODY, control=CONTROL))
    assert (read.sender, read.subject) == ("AMEMBASSY OSLO", "FISH TALKS WITH VICE MINISTER VELMER")


def test_a_header_without_capitals_is_read() -> None:
    read, whole = parse(WHOLE.lower()), parse(WHOLE)
    assert (read.id, read.date, read.to, read.tags, numbers(read)) == (
        whole.id,
        whole.date,
        whole.to,
        whole.tags,
        numbers(whole),
    )
    assert read.classification.level == whole.classification.level
    assert read.subject == whole.subject


def test_a_table_stays_one_where_blank_lines_are_doubled() -> None:
    table = "VENDOR               7\nHOUSEWIFE            5\nFISHER              11"
    text = cable_text(f"¶1. (C) The catch was this.\n\n{table}\n\n¶2. (U) The cod were not asked.")
    assert texts(parse(text.replace("\n", "\n\n"))) == texts(parse(text))
    assert table in texts(parse(text))
