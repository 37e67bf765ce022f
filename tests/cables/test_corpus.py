"""The parser on real cables, measured against what is known of each from outside its text.

Runs where a collection of them lies beside the repository. Not every figure can be 100 %: a few pages hold another
cable's text, an extract without TAGS, or numbers that two careful readers would not count alike.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest

from cable_tui.cables import Cable, parse
from cable_tui.cables.glossaries.abbreviations import explain
from cable_tui.cables.signs import mend_signs
from cable_tui.cli.show import print_cable
from cable_tui.sources import RawCable, SourceFile, read, scan

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
FORMS = {"txt": "txt", "html": "html", "csv": "cables.csv"}
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="no collection beside the repository")

Known = dict[str, Any]
_TITLE_MARKING = re.compile(r"^\(?[a-z/ -]{1,12}\)\s*")
_TO_LINE = re.compile(r"^TO ", re.M)


def title(text: str) -> str:
    """Letters and digits of a title; the site cut the opening parenthesis off `(S) SHIPMENT`."""
    folded = " ".join(text.split()).casefold()
    return re.sub(r"[^a-z0-9]", "", _TITLE_MARKING.sub("", folded))


def minute(cable: Cable) -> str:
    return f"{cable.date:%Y-%m-%d %H:%M}" if cable.date else ""


def has_linked_tags(known: Known, cable: Cable) -> bool:
    """The site linked each word of a tag by itself, and RU where RS is printed today."""
    words = set(re.findall(r"[A-Z0-9/_-]+", " ".join(cable.tags)))
    return set(known["tags"]) - {"SIPDIS"} <= words | ({"RU"} if "RS" in words else set())


def agrees_with_title(known: Known, cable: Cable) -> bool:
    """The page's title is the first line of the subject, and may run on into REF."""
    page, own = title(known["title"]), title(cable.subject)
    return bool(own) and (own.startswith(page) or page.startswith(own))


#: Numbers that were read again by eye: one paragraph has no pilcrow, some stand behind paragraphs left out.
COUNTED_AGAIN = {"10VATICAN13": [1, 2, 3, 4, 5], "09HARARE888": [1, 3, 8, 11, 12, 13, 14]}


def has_numbers(known: Known, cable: Cable) -> bool:
    return sequence(cable) == COUNTED_AGAIN.get(known["id"], known["par_seq"])


def sequence(cable: Cable) -> list[int]:
    return [block.number for block in cable.paragraphs if block.number is not None]


@dataclass(frozen=True)
class Measure:
    """A share in percent of the cables asked about, for which something holds."""

    share: float
    holds: Callable[[Known, Cable], bool]
    asked: Callable[[Known, Cable], object] = lambda known, cable: True


MEASURES = {
    "id": Measure(100, lambda known, cable: cable.id == known["id"]),
    "origin": Measure(100, lambda known, cable: cable.origin == known["origin"]),
    "level": Measure(100, lambda known, cable: str(cable.classification) == known["classification"]),
    "day": Measure(100, lambda known, cable: minute(cable)[:10] == known["moment"][:10]),
    "minute": Measure(100, lambda known, cable: minute(cable) == known["dtg"], lambda known, cable: known["dtg"]),
    "exact": Measure(100, lambda known, cable: cable.date_is_exact == bool(known["dtg"])),
    "linked tags": Measure(99, has_linked_tags, lambda known, cable: known["tags"]),
    "any tag": Measure(100, lambda known, cable: bool(cable.tags), lambda known, cable: "TAGS" in cable.text),
    "title": Measure(98, agrees_with_title),
    # The known numbers are those at the start of a line; three cables have one more within a line.
    "numbers": Measure(94, has_numbers, lambda known, _: known["par_seq"]),
    "signed": Measure(90, lambda known, cable: bool(cable.signed_by)),
    "to": Measure(100, lambda known, cable: bool(cable.to), lambda known, cable: _TO_LINE.search(cable.text)),
}


@pytest.fixture(scope="module")
def truth() -> dict[str, Known]:
    with (CORPUS / "truth.jsonl").open(encoding="utf-8") as lines:
        return {known["id"]: known for known in map(json.loads, lines)}


@pytest.fixture(scope="module")
def forms() -> dict[str, dict[str, Cable]]:
    """All cables of each form by id."""
    return {form: {cable.id: cable for cable in parsed(CORPUS / path)} for form, path in FORMS.items()}


def parsed(folder: Path) -> list[Cable]:
    files = [file for file in scan(folder) if isinstance(file, SourceFile)]
    raw = [result for file in files for result in read(folder, file) if isinstance(result, RawCable)]
    return [parse(cable.text, cable.container) for cable in raw]


@pytest.mark.parametrize("form", FORMS)
def test_every_cable_is_there(truth: dict[str, Known], forms: dict[str, dict[str, Cable]], form: str) -> None:
    assert forms[form].keys() == truth.keys()


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("form", FORMS)
def test_a_measure(truth: dict[str, Known], forms: dict[str, dict[str, Cable]], form: str, name: str) -> None:
    measure = MEASURES[name]
    pairs = [(known, forms[form][identity]) for identity, known in truth.items()]
    asked = [pair for pair in pairs if measure.asked(*pair)]
    missed = [known["id"] for known, cable in asked if not measure.holds(known, cable)]
    assert asked
    assert 100 * (len(asked) - len(missed)) >= measure.share * len(asked), missed


@pytest.mark.parametrize("form", ["html", "csv"])
def test_a_cable_is_the_same_in_every_form(forms: dict[str, dict[str, Cable]], form: str) -> None:
    names = [item.name for item in fields(Cable) if item.name not in ("text", "container")]
    different = {
        identity: unlike
        for identity, export in forms["txt"].items()
        if (unlike := [name for name in names if getattr(export, name) != getattr(forms[form][identity], name)])
    }
    assert not different


# --- what a reader is shown ---------------------------------------------------------------------------------------

#: What `cable-tui show` leaves out of the lines behind the classification line, each for its reason. `PAGE` lines
#: and the like are compared as `page_marks`; routing and addresses stand before the classification line.
LABELS = frozenset(
    "tags tag subject subj ref refs reftel classified classfied by for and per of the reason reasons section u".split()
)  # the last is the marking before `Classified by`
ORDER = frozenset("e o eo decl".split())  # told as `E.O.` and `until`
REPEATED = frozenset(["sipdis"])  # a caption is told once, and relays printed it in the text again
NOT_SHOWN = LABELS | ORDER | REPEATED
_SHOWN_WORD = re.compile(r"[^\W\d_]+|\d+")
_CUT = re.compile(r"(?<=^.{71})(?: ?\n)(?=\S)", re.M)  # exports cut some lines at column 71, even inside a word
_DAY = re.compile(r"\b\d{1,4}[/-]\d\d?[/-]\d\d(?:\d\d)?\b")  # the day of declassification is told in words


def counted(text: str) -> Counter[str]:
    """How often each word stands in the text, numbers without their zeros."""
    return Counter(word.lstrip("0") for word in _SHOWN_WORD.findall(text.casefold()))


def printed(cable: Cable, capsys: pytest.CaptureFixture[str]) -> str:
    print_cable(cable)
    return capsys.readouterr().out


def own_text(cable: Cable) -> str:
    """The text behind the number of the classification line, without the day of declassification."""
    behind = cable.text.partition(cable.message_number)[2] if cable.message_number else ""
    text = mend_signs(behind or cable.text)
    return text.replace(_DAY.findall(cable.declassify)[0], "", 1) if cable.declassify_on else text


def test_every_word_of_the_text_is_shown(
    forms: dict[str, dict[str, Cable]], capsys: pytest.CaptureFixture[str]
) -> None:
    left_out = {}
    for identity, cable in forms["txt"].items():
        shown = counted(printed(cable, capsys)) + counted("\n".join(cable.page_marks))
        text = own_text(cable)
        missing = ((counted(text) - shown) & (counted(_CUT.sub("", text)) - shown)).keys() - NOT_SHOWN
        # A tag or a label that is printed twice is told once.
        twice = counted(f"{cable.tags_printed} {cable.references_printed}").keys() & shown.keys()
        left_out[identity] = sorted(filter(None, missing - twice))
    assert {identity: words for identity, words in left_out.items() if words} == {}


_CAPITALS = re.compile(r"(?<![\w/&-])[A-Z][A-Z/&]*[A-Z](?![\w/&-])")


def test_nine_of_ten_acronyms_are_explained(forms: dict[str, dict[str, Cable]]) -> None:
    """Words in capitals alone in numbered paragraphs of mixed case in two cables or more, never in small letters."""
    seen: Counter[str] = Counter()
    small: set[str] = set()
    for cable in forms["txt"].values():
        texts = [block.text for block in cable.paragraphs if block.number is not None and not block.text.isupper()]
        small |= {word.upper() for text in texts for word in re.findall(r"\b[a-z]+\b", text)}
        seen.update({word for text in texts for word in _CAPITALS.findall(text)})
    words = [word for word, cables in seen.items() if cables >= 2 and word not in small]
    unknown = sorted(word for word in words if not explain(word))
    assert len(words) > 100
    assert len(unknown) <= len(words) / 10, unknown
