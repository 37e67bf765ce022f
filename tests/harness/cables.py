"""A factory of small cables; people, posts' news and events are invented."""

from __future__ import annotations

from datetime import UTC, datetime

from cable_tui.cables.model import Level

LINES = {
    Level.UNCLASSIFIED: "UNCLAS",
    Level.CONFIDENTIAL: "C O N F I D E N T I A L",
    Level.SECRET: "S E C R E T",
}
#: Every way in which text tries to be more than text: markup, colours, cursor, clipboard, title, direction.
HOSTILE = (
    "[REDACTED] VISIT [/b] [link=x] \x1b[31mRED\x1b]52;c;SE9TVElMRQ==\x07 \x1b]0;TITLE\x1b\\ \x9b5mBLINK \u202eEVIL. END"
)
SHOWN = (
    "[REDACTED] VISIT [/b] [link=x] ␛[31mRED␛]52;c;SE9TVElMRQ==␇ ␛]0;TITLE␛\\ <U+009B>5mBLINK <U+202E>EVIL. END"
)


def transmission(
    number: int = 9001,
    *,
    post: str = "OSLO",
    when: datetime = datetime(2009, 6, 3, 12, 0, tzinfo=UTC),
    level: Level = Level.CONFIDENTIAL,
    subject: str = "TALKS ABOUT COD",
    paragraphs: tuple[str, ...] = ("Ana Velmer had nothing to say.", "Ole Tangvald had even less."),
    signed: str = "BRANDVIK",
) -> str:
    """The text of a bare transmission; the paragraphs are numbered and marked with the level of the whole."""
    body = "\n\n".join(
        f"¶{place}. ({level.letters}) {text}" if not text.isupper() else text
        for place, text in enumerate_prose(paragraphs)
    )
    return f"""\


VZCZCXYZ0000
RR RUEHWEB

DE RUEHNY #{number % 10000:04d} {when:%j%H%M}
ZNY CCCCC ZZH
R {f"{when:%d%H%MZ %b %y}".upper()}
FM AMEMBASSY {post}
TO RUEHC/SECSTATE WASHDC 1236

{LINES[level]} {post} {number:06d}

SIPDIS

E.O. 12958: DECL: 06/04/2019
TAGS: PREL NO
SUBJECT: {subject}

{body}

{signed}
"""


def enumerate_prose(paragraphs: tuple[str, ...]) -> list[tuple[int, str]]:
    """The paragraphs with their numbers; a heading, all in capitals, takes none."""
    found, number = [], 0
    for text in paragraphs:
        number += not text.isupper()
        found.append((number, text))
    return found


def export(number: int = 9001, *, subject: str = "TALKS ABOUT COD", **details: object) -> str:
    """The same cable as a text export: five lines that say what it is, then the transmission."""
    values: dict = {"post": "OSLO", "when": datetime(2009, 6, 3, 12, 0, tzinfo=UTC), **details}
    post, when = values["post"], values["when"]
    banner = values.get("level", Level.CONFIDENTIAL).name
    lines = (
        f"{when:%y}{post}{number}",
        subject,
        f"{when:%a %b %d} 00:00:00 +0200 {when:%Y}",
        banner,
        f"Embassy {post.title()}",
    )
    return "\n".join(lines) + "\n" + transmission(number, subject=subject, **details).lstrip("\n")


def on(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


LONG = " ".join(f"Sentence {number} of Ana Velmer was about cod and little else." for number in range(1, 41))
