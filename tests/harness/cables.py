"""A factory of small cables; people, posts' news and events are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cable_tui.cables.model import Level

#: Every way in which text tries to be more than text: markup, colours, clipboard, title, direction of writing.
HOSTILE = "[REDACTED] VISIT [/b] [link=x] \x1b[31mRED \x1b]52;c;SE9T\x07 \x1b]0;TITLE\x1b\\ \x9b5mBLINK \u202eEVIL END"
#: The same as a reader has to see it.
SHOWN = "[REDACTED] VISIT [/b] [link=x] ␛[31mRED ␛]52;c;SE9T␇ ␛]0;TITLE␛\\ <U+009B>5mBLINK <U+202E>EVIL END"

#: A paragraph that is taller than any pane.
LONG = " ".join(f"In sentence {number} Ana Velmer spoke of cod and of little else." for number in range(1, 61))

_WORDS = {
    Level.UNCLASSIFIED: ("UNCLAS", "UNCLASSIFIED"),
    Level.CONFIDENTIAL: ("C O N F I D E N T I A L", "CONFIDENTIAL"),
    Level.SECRET: ("S E C R E T", "SECRET"),
}


def on(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


_USUAL = on(2009, 6, 3)


@dataclass(frozen=True)
class Invented:
    """An invented cable. `paragraphs` are numbered and marked; what is all in capitals becomes a heading.

    `references` are the entries of the REF lines, as printed, behind labels from A on.
    """

    number: int = 9001
    subject: str = "TALKS ABOUT COD"
    when: datetime = _USUAL
    post: str = "OSLO"
    level: Level = Level.CONFIDENTIAL
    references: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ("Ana Velmer had nothing to say.", "Ole Tangvald had even less.")

    def transmission(self) -> str:
        return f"""\


VZCZCXYZ0000
RR RUEHWEB

DE RUEHNY #{self.number % 10000:04d} {self.when:%j%H%M}
ZNY CCCCC ZZH
R {f"{self.when:%d%H%MZ %b %y}".upper()}
FM AMEMBASSY {self.post}
TO RUEHC/SECSTATE WASHDC 1236

{_WORDS[self.level][0]} {self.post} {self.number:06d}

SIPDIS

E.O. 12958: DECL: 06/04/2019
TAGS: PREL NO
SUBJECT: {self.subject}
{self._references()}
{self._body()}

BRANDVIK
"""

    def export(self) -> str:
        first = (
            f"{self.when:%y}{self.post}{self.number}",
            self.subject,
            f"{self.when:%a %b %d} 00:00:00 +0200 {self.when:%Y}",
            _WORDS[self.level][1],
            f"Embassy {self.post.title()}",
        )
        return "\n".join(first) + "\n" + self.transmission().lstrip("\n")

    def _references(self) -> str:
        entries = (f"{letter}. {entry}" for letter, entry in zip("ABCDEFGH", self.references, strict=False))
        return f"\nREF: {chr(10).join(entries)}\n" if self.references else ""

    def _body(self) -> str:
        blocks, number = [], 0
        for text in self.paragraphs:
            is_heading = text.isupper()
            number += not is_heading
            blocks.append(text if is_heading else f"¶{number}. ({self.level.letters}) {text}")
        return "\n\n".join(blocks)


def transmission(**details: Any) -> str:
    """The text of a bare transmission, as in the older of the two samples."""
    return Invented(**details).transmission()


def export(**details: Any) -> str:
    """The text of an export: five lines that say what it is, then the transmission."""
    return Invented(**details).export()


def misnamed(name: str, **details: Any) -> str:
    """An export whose first line calls it by another id than its text does; it has no lines of transport."""
    first, _, rest = export(**details).partition("\n")
    assert first != name
    lines, _, text = rest.partition("VZCZC")
    return f"{name}\n{lines}{text[text.index('ZZH') + 4 :]}"
