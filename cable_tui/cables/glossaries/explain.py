"""A cable's facts with what their words mean, and the words of a paragraph that want explaining."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cable_tui.cables import describe
from cable_tui.cables.references.posts import country_of

from .abbreviations import Gloss, GlossKind, explain, explain_reason, lookup
from .tags import is_certain, meaning

if TYPE_CHECKING:
    from cable_tui.cables.model import Cable

_WORD = re.compile(r"[A-Za-z][A-Za-z.&'/-]*[A-Za-z]|[A-Z]{2,}")
_EXPLAINED = frozenset((GlossKind.ABBREVIATION, GlossKind.ACRONYM, GlossKind.CAPTION))
#: Drafters write Poloff, reftel and Amb.; but a short word, a caption or one of these means it in capitals alone: Ivo
#: is a name, `das` German, and who protects a market hides no source.
_SHORT, _SHORT_ONES = 4, frozenset(("AMB", "REF"))
_GOVERNMENT = re.compile("Go[A-Z]+")
_IN_CAPITALS = frozenset(("MISSION", "PROTECT", "SLUG", "STOP"))
#: Acronyms that are words too, which is what they are in a text without small letters.
_WORDS = frozenset(
    "AID AIDS AM BIT CAR CIS COP DOC DOE DOT GEN ICE LET MAP PAN PRI SALT SAM START US WHO ALBA SHAPE COIN SCUD".split()
)


def explained_facts(cable: Cable) -> list[describe.Fact]:
    """As `describe.facts`, with the meaning of tags, captions, reasons and precedence behind them."""
    explain_of = {"Tags": _tags, "Captions": _captions, "Reasons": _reasons, "Precedence": _precedence}
    return [
        (label, explain_of[label](cable) if label in explain_of else value) for label, value in describe.facts(cable)
    ]


def _with(word: str, text: str) -> str:
    return f"{word} ({text})" if text else word


def _tags(cable: Cable) -> str:
    return ", ".join(_with(code, _tag_meaning(code)) for code in cable.tags)


def _tag_meaning(code: str) -> str:
    text = meaning(code)
    return text if not text or is_certain(code) else f"probably {text}"


def _captions(cable: Cable) -> str:
    return ", ".join(_with(caption, explain(caption)) for caption in cable.captions)


def _reasons(cable: Cable) -> str:
    section = describe.reasons(cable).partition(" ")[0]
    letters = ", ".join(_with(letter, explain_reason(letter, section)) for letter in cable.reasons)
    return f"{section} {letters}"


def _precedence(cable: Cable) -> str:
    word = str(cable.precedence)
    return _with(word.lower(), explain(word))


def abbreviations(text: str, origin: str = "") -> list[tuple[str, str]]:
    """The words of a text that stand in the glossary, with their meaning, in the order of the text.

    `origin` is the post that wrote it (`Embassy Oslo`): GON is then the Government of Norway.
    """
    country = country_of(origin) if origin else ""
    words = _WORDS if text.isupper() else frozenset()
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        gloss = lookup(match[0], country)
        if gloss and gloss.kind in _EXPLAINED and _is_meant(match[0], gloss) and gloss.word not in words:
            found.setdefault(gloss.word.upper(), str(gloss))
    return list(found.items())


def _is_meant(printed: str, gloss: Gloss) -> bool:
    """Whether a word stands for what the glossary says, by how it is printed: `GIRoA` may be, `economic` is not."""
    word = gloss.word.upper()
    if printed.rstrip("s").isupper() or printed == gloss.word or _GOVERNMENT.fullmatch(printed):
        return True
    is_long = len(word) >= _SHORT or word in _SHORT_ONES
    return is_long and gloss.kind is GlossKind.ABBREVIATION and word not in _IN_CAPITALS
