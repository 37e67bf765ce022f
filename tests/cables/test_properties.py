"""What holds for every text, also for one that was never a cable: nothing is raised, nothing lost, nothing slow."""

from __future__ import annotations

import functools
import gc
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import IntEnum
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import BODY, CLASS_LINE, CONTROL, HEADER, cable_text, sample

from cable_tui.cables import Cable, parse
from cable_tui.cables.body.reading_order import reading_blocks
from cable_tui.cables.codec import decode, encode
from cable_tui.cables.describe import facts

steady = settings(
    derandomize=True, database=None, deadline=None, max_examples=500, suppress_health_check=list(HealthCheck)
)

FORM = """\
UNCLASSIFIED
SBU
MRN:       12 OSLO 9004
Date/DTG:  Jun 03, 2012 / 031200Z JUN 12
From:      AMEMBASSY OSLO
Action:    WASHDC, SECSTATE ROUTINE
E.O.:      13526
TAGS:      PREL, NO
Captions:  SENSITIVE, SIPDIS
Reference: A) 12 STATE 55; B) 11 OSLO 800
Subject:   Fish talks with Ana Velmer

1. (SBU) Ana Velmer told us that the talks go on.

Signature: BRANDVIK
"""
TELEGRAM = """\
Message Text

LIMITED OFFICIAL USE
PAGE 01  OSLO 09003  121302Z
45
ACTION EUR-12
INFO  OCT-01  ISO-00  SSO-00  /026 W
                     ---------------------     099491
R 121130Z JUL 74
FM AMEMBASSY OSLO
TO SECSTATE WASHDC 4321
LIMITED OFFICIAL USE OSLO 9003
E.O. 11652: N/A
TAGS: PFOR, NO
SUBJ: FISH TALKS WITH VICE MINISTER VELMER

1. VICE MINISTER VELMER TOLD US THAT THE TALKS ABOUT THE COD WILL
LIMITED OFFICIAL USE
PAGE 02  OSLO 09003  121302Z
GO ON IN BERGEN.
BRANDVIK

Message Attributes

Document Number: 1974OSLO09003
Original Classification: LIMITED OFFICIAL USE
"""
TEXTS = [sample("08MOSCOW1640"), sample("09ASTANA1103"), cable_text(), FORM, TELEGRAM]
#: Lines that mean something wherever they stand.
LINES = [
    *HEADER.splitlines(),
    *CONTROL.splitlines(),
    *BODY.splitlines(),
    CLASS_LINE,
    "",
    "\f",
    "---------",
    "UNCLASSIFIED",
    "09OSLO9001",
    "Wed Jun 03 00:00:00 +0200 2009",
    "This record is a partial extract of the original cable. The full text of the original cable is not available.",
    "Friday, 19 September 2008, 16:13",
    "XMT AMCONSUL BERGEN",
    "INFO RUCNCIS/CIS COLLECTIVE, XMT AMEMBASSY KYIV",
    "ZEN/AMEMBASSY RIGA NIACT IMMEDIATE 0612-0615",
    "S E C R E T SECTION 02 OF 03 OSLO 009001",
    "C O N F I D E N T I A L SECTION 02 OF 02 OSLO 009001",
    "AMEMBASSY OSLO FOR COD, HERRING AND HADDOCK",
    "E.O. 12958: DECL: 12/31/9999 TAGS: PREL SUBJECT: TWO",
    "E.O. 13526: N/A",
    "TAGS PREL PGOV (VELMER, ANA)",
    "SUBJECT: (S) MORE FISH (U)",
    "REF: A. 08 STATE 123 B. OSLO 12 (NOTAL)",
    "¶B. BERGEN 77",
    "Classified By: Ambassador Bruno Ost, reasons 1.5 (a-d)",
    "DERIVED FROM: DSCG 05-1",
    "OSLO 00009001  002 OF 004",
    "PAGE 02  OSLO 09001  01 OF 02  031201Z",
    "SIPDIS",
    "1. (C - ENTIRE TEXT).",
    "11. (C) Summary: The cod. End summary.",
    "¶2. (U) Comment: The herring. End comment.",
    "END SUMMARY",
    "This is an action request.",
    "Herring   12   13",
    "-- (C) The haddock",
    "BRANDVIK",
    "NNNN",
    "#9001",
    "MRN: 12 OSLO 9004",
    "Message Text",
    "Message Attributes",
    "Document Number: 1974OSLO09003",
    "-----BEGIN PGP SIGNED MESSAGE-----",
    "-----END PGP SIGNED MESSAGE-----",
    "DE RUEHNY #9001/01 3661200",
    "R 312560Z FEB 09",
    "DTG: Z O P R 031200Z JUN 09",
    "SENSITIVE BUT UNCLASSIFIED OSLO 009001",
    "UNCLAS SECTION 02 OF 02 OSLO 009001",
    "SUBJECT: FISH TALKS WITH VICE MINISTER VELMER",
    "TAGS: PREL/PGOV | NO",
    "Classified By: Ana Major, Deputy Director, Office of Cod/Herring for reasons",
    "and (d). (C) Hake.",
    "Cod XXXXXXXXXXXX 2. (c) Herring.",
    "2.",
    "== FISH ==",
    "OSLO 00009001",
    "002 OF 004",
    "Sheryl P. Walter Declassified/Released",
    "US Department of State EO Systematic Review",
    "20 Mar 2014",
    "VELMER (ACTING) NNNN",
    "They went home. VELMER CONFIDENTIAL >",
    "COMMENT",
]

shuffled = st.permutations(LINES).flatmap(
    lambda lines: st.integers(1, len(lines)).map(lambda count: "\n".join(lines[:count]))
)


@st.composite
def mutated(draw: st.DrawFn, texts: list[str] = TEXTS) -> str:
    """A whole cable after a few accidents: lines lost, doubled, moved, glued, cut or come from elsewhere."""
    lines = draw(st.sampled_from(texts)).splitlines()
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        change = draw(st.sampled_from(["lose", "double", "move", "glue", "cut", "insert", "end", "upper", "lower"]))
        if change == "lose" and len(lines) > 1:
            del lines[at]
        elif change == "double":
            lines.insert(at, line)
        elif change == "move":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        elif change == "glue" and at + 1 < len(lines):
            lines[at : at + 2] = [line + lines[at + 1]]
        elif change == "cut":
            place = draw(st.integers(0, len(line)))
            lines[at : at + 1] = [line[:place], line[place:]]
        elif change == "insert":
            lines.insert(at, draw(st.sampled_from(LINES)))
        elif change == "end":
            lines = lines[: at + 1]
        else:
            lines[at] = line.upper() if change == "upper" else line.lower()
    return "\n".join(lines)


random_text = st.one_of(
    st.text(max_size=400),
    st.text(alphabet="¶1234567890.() -/:\n\f\tABCSUTNOFREI", max_size=400),
    st.text(alphabet="".join(map(chr, range(0x100))) + "\u2028\u200b\ufeff\U0001f41f", max_size=200),
)


#: What copies of a cable have before every line, around it, or in the place of its signs.
COPIES: list[Callable[[str], str]] = [
    lambda text: re.sub(r"(?m)^", "> ", text),
    lambda text: re.sub(r"(?m)^", ">> ", text),
    lambda text: re.sub(r"(?m)^", "| ", text),
    lambda text: re.sub(r"(?m)^", "    ", text),
    lambda text: text.replace("\n", "\n\n"),
    lambda text: text.replace("\xb6", "?"),
    lambda text: text.replace("\xb6", "\xc2\xb6"),
    lambda text: "Browse by creation date\nAdvanced Search\n\n" + text,
    lambda text: text + "\n\nRaw content\nMetadata\nPrint\nShare\n",
    lambda text: "From: Per Ost\nTo: Ole Lund\nSubject: a cable\n\n" + text,
    lambda text: text.replace(" the ", " &the8 "),
    lambda text: re.sub(r"  +", "\t", text),
    lambda text: text.replace("\n\n", "\n"),
    lambda text: f"From: Per Ost\nTo: Ole Lund\nSubject: a cable\n\n{text}\n-- \nPer Ost\n",
    lambda text: text.upper(),
]
copied = st.tuples(mutated(), st.lists(st.sampled_from(COPIES), min_size=1, max_size=3)).map(
    lambda made: functools.reduce(lambda text, change: change(text), made[1], made[0])
)
cables = st.one_of(shuffled, mutated(), copied)


@steady
@given(random_text)
def test_any_text_is_read(text: str) -> None:
    assert parse(text).text == text


@steady
@given(cables)
def test_a_damaged_cable_is_read(text: str) -> None:
    assert parse(text).text == text


@steady
@given(random_text, random_text, random_text)
def test_any_text_in_the_place_of_a_field_is_read(header: str, control: str, body: str) -> None:
    text = cable_text(body, header=f"{HEADER}\n{header}", control=f"{CONTROL}\n{control}")
    assert parse(text).text == text


@steady
@given(st.one_of(cables, random_text))
def test_a_cable_is_what_its_text_says(text: str) -> None:
    read = parse(text)
    assert parse(read.text) == read


def without_line_ends(read: Cable) -> tuple[Cable, list[tuple[object, ...]]]:
    """Everything that a cable says, its blocks as lists of words."""
    blocks = [(block.kind, block.number, block.marking, _WORD.findall(block.text)) for block in read.paragraphs]
    return replace(read, paragraphs=()), blocks


@steady
@given(st.one_of(cables, random_text))
def test_a_cable_as_wrapped_says_the_same(text: str) -> None:
    assert without_line_ends(parse(text, wrapped=True)) == without_line_ends(parse(text))


def test_a_pilcrow_behind_an_accent_of_its_own_leaves_one_word() -> None:
    text = cable_text("1. (C) The cafe\u0301¶2 of the cod.")
    assert without_line_ends(parse(text, wrapped=True)) == without_line_ends(parse(text))


def test_a_declaration_that_was_wrapped_still_declares() -> None:
    text = cable_text("1. (C) Entire\ntext.\n\n2. The cod.\n\n3. The herring.")
    marked = [str(block.marking) for block in parse(text, wrapped=True).paragraphs if block.number]
    assert marked == ["C"] * 3


@steady
@given(st.one_of(cables, random_text))
def test_a_cable_survives_json(text: str) -> None:
    read = parse(text)
    assert decode(Cable, json.loads(json.dumps(encode(read)))) == read


# --- every word is somewhere -------------------------------------------------------------------------------------

#: Words that name a field, and stand for nothing but the field that they open.
LABELS = frozenset(
    "fm to info xmt zen tags tag ags subject ubject subj ref refs reftel decl e o eo de by classified declassify on"
    " from derived reason reasons section of message text attributes mrn date dtg action captions reference signature"
    " document number original classification pgp begin end signed for per under pursuant and or the".split()
)
#: Level, caveats and sections are told in one spelling, whatever the classification line or its letters were.
LEVELS = frozenset(
    "unclas unclassified confidential secret limited official use for only sensitive noforn"
    " u n c l a s o f i d e t r".split()
)
#: A date is kept as a date, without its day of the week.
DATES = frozenset("mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec".split())
#: Letters and figures that stood for a sign, which is shown instead.
GARBLED = frozenset(("â", "8"))
CANONICAL = LABELS | LEVELS | DATES | GARBLED
_WORD = re.compile(r"\w+")


def strings(value: Any) -> Iterator[str]:
    """Everything that a value of the model says, but for the text a cable was read from."""
    if isinstance(value, IntEnum):
        yield value.name.replace("_", " ")
    elif isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif is_dataclass(value):
        for item in fields(value):
            if not (isinstance(value, Cable) and item.name == "text"):
                yield from strings(getattr(value, item.name))
    elif value is not None:
        yield str(value)


def words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def is_told(word: str, told: set[str]) -> bool:
    """A word of its own, `02` of `SECTION 01 OF 02`, or two that were glued: an address and a level in `FLUNCLAS`."""
    if word in told or (word.isdecimal() and word.lstrip("0") in told):
        return True
    return any(word[:at] in told and word[at:] in told for at in range(1, len(word)))


def shown(read: Cable) -> str:
    """What a reader is shown, and the kinds that are kept without: routing, page breaks, marking and day as printed."""
    blocks = (
        f"{block.number or ''} {block.marking.short if block.marking else ''} {block.text}"
        for block in reading_blocks(read)
    )
    kept = (read.to, read.info, read.excluded, read.page_marks, read.transmission_id, read.container)
    kept = (*kept, read.classification, read.date)
    day = read.declassify if read.declassify_on else ""
    return " ".join([*(value for _, value in facts(read)), *blocks, *strings(kept), day])


def lost_words(text: str) -> list[str]:
    read = parse(text)
    told = words(shown(read)) | CANONICAL
    numbers = {str(block.number) for block in read.paragraphs if block.number is not None}
    told |= {f"1{number}" for number in numbers}  # a pilcrow that became a 1
    told |= {str(section) for section in range(1, read.sections + 1)}
    return [word for word in sorted(words(text)) if not is_told(word, told)]


@pytest.mark.parametrize("text", TEXTS, ids=["08MOSCOW1640", "09ASTANA1103", "invented", "form", "telegram"])
def test_no_word_of_a_cable_is_lost(text: str) -> None:
    assert lost_words(text) == []


@steady
@given(cables.map(lambda text: text.replace("MRN", "N")))
def test_no_word_of_a_damaged_cable_is_lost(text: str) -> None:
    assert lost_words(text) == []


@steady
@given(mutated([FORM]))
def test_no_word_of_a_damaged_form_is_lost(text: str) -> None:
    assert lost_words(text) == []


@steady
@given(st.lists(st.text(alphabet="abcxyz ABC.,:()-/19", max_size=60), max_size=12).map("\n".join))
def test_no_word_in_the_place_of_a_field_is_lost(text: str) -> None:
    assert lost_words(cable_text(header=f"{HEADER}\n{text}")) == []
    assert lost_words(cable_text(control=f"{text}\n{CONTROL}")) == []
    assert lost_words(cable_text(control=f"{CONTROL}\n{text}")) == []
    assert lost_words(cable_text(text)) == []


# --- linear time -------------------------------------------------------------------------------------------------

SIZES = (1_000, 4_000, 16_000)
FLOOR = 0.02  # seconds; what takes less is not compared
GROWTH = 2.5
ENOUGH = 0.3  # seconds; what takes more is measured once only

PIECES = [
    " ", "-", "- ", "¶", "(", "1", "A ", "A'", "/", "#", "\t", "\f", "*", "X", "1. ", "1. (C) a. ", "(C) ", "(NOTE: ",
    "S E C R E T ", "UNCLAS SECTION ", "SIPDIS, ", "PAGE 02 ", "OSLO 00009001 002 OF 004 ", "SUMMARY ", "Comment: a. ",
    "END-", "ACTION REQUEST ", "REF: A. OSLO 12 ", "TAGS: PREL ", "SUBJECT: a ", "E.O. 12958: ", "1.4 (b)",
    "Classified By: a ", ", XMT A", "a   b", "word ", "http://", "SMITH ", "RUEHC/SECSTATE WASHDC ", "ACTION EUR-12 ",
    "MRN: 12 OSLO 1 ", "Key: a ", "a\n---------",
    "2/22/", "O1O1", "07ATHENS ", "T0KYO ", "- STATE 12 ", "aREF: ", "ABClassified by ", "REF: A. OSLO\n\n12 ",
    "> ", "| ", "> a ", "1 a ", "? ", "&", "&a8 ", "&amp;", ",s ", "Print ",
    "Page 1 of 2 ", "Declassified/Released US ", "PAGE 02 OSLO 09311 01 OF 02 ", "a. 2. (C) ",
    "\xad", "\xa0", "2. (S//REL A, ", "?1. ", ". 2. (C) ", "XXXX 2. (C) ", "UNCLASSIFIED PAGE 02 OSLO 09311 031215Z ",
    "SUBJECT: FISH TALKS WITH VICE MINISTER A ", "Lund/DCM ", "DCM and ", "for reasons ", "resons 1.4 ", "== a ==",
    "Z O P ", "OSLO 00009001\n002 OF 004 ", "PREL/", "Jr., ", "*** Current a ", "Declassified/Released\n",
    "VELMER NNNN ", "PAGE 01 OSLO 09001 ", "UNCLAS SECTION 02 OF 02 OSLO 009001\n", "Ana Major, ", "Ana de ",
]  # fmt: skip
PLACES: dict[str, Callable[[str], str]] = {
    "header": lambda text: cable_text(header=f"{HEADER}\n{text}"),
    "attention": lambda text: cable_text(control=f"SIPDIS\n{text}\n{CONTROL}"),
    "ref": lambda text: cable_text(control=CONTROL.replace("COPENHAGEN 310", text)),
    "by": lambda text: cable_text(control=CONTROL.replace("DCM Ana Brandvik", text)),
    "body": lambda text: cable_text(f"{BODY}\n\n{text}"),
    "alone": lambda text: text,
}
ENDS = {"one line": "", "lines": "\n", "gaps": "\n\n"}


def seconds(text: str) -> float:
    start = time.process_time()
    parse(text)
    return time.process_time() - start


def best(text: str) -> float:
    """The best of three, or the only one where that is long enough to be trusted."""
    times = [seconds(text)]
    while len(times) < 3 and times[0] < ENOUGH:
        times.append(seconds(text))
    return min(times)


def grows_in_proportion(make: Callable[[int], str]) -> bool:
    """Whether twice the text costs no more than `GROWTH` times the time; measured again before that is denied."""
    return all(
        seconds(make(size)) < FLOOR
        or any(best(make(size)) <= max(FLOOR, GROWTH * best(make(size // 2))) for _ in range(8))
        for size in SIZES
    )


@pytest.fixture
def no_collection() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collection")
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("place", PLACES)
def test_the_time_grows_with_the_text_only(place: str, end: str) -> None:
    slow = [
        piece
        for piece in PIECES
        if not grows_in_proportion(lambda size, unit=piece + ENDS[end]: PLACES[place](unit * (size // len(unit)) + "!"))
    ]
    assert slow == []


@pytest.mark.usefixtures("no_collection")
@pytest.mark.parametrize("unit", ["word ", "A line of the text, and no end of it\n", "¶1. (C) The cod go on.\n\n"])
def test_five_megabytes_cost_about_five_times_one(unit: str) -> None:
    one, five = (cable_text(unit * (size // len(unit))) for size in (1_000_000, 5_000_000))
    assert seconds(five) <= 10 * max(FLOOR, best(one))
