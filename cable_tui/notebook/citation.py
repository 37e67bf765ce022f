"""Citations of cables and their paragraphs, as one line of text.

`chicago` is the note form of The Chicago Manual of Style (17th edition, chapter 14: manuscript collections and
unpublished government documents): author, title in quotation marks, kind and number of the document, date; then
classification and paragraph, as historians add them. The addressee is left out: `CableSummary` does not have it.
`plain` is a short form for e-mails and working papers: message number, id, date in ISO 8601.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Protocol

from cable_tui.cables.levels import BANNERS, Level
from cable_tui.cables.references.posts import parse_id
from cable_tui.escape import visible, visible_line

from .values import CableSummary


class CitationForm(StrEnum):
    """The two built-in forms."""

    CHICAGO = "chicago"
    PLAIN = "plain"


class WrittenStyle(Protocol):
    """A style read from a file, see `csl`."""

    def write(self, about: CableSummary, number: int | None, marking: str) -> str:
        """The citation of a cable, or of one of its paragraphs; one line."""


CitationStyle = CitationForm | WrittenStyle

NO_DATE = "n.d."
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def cite(about: CableSummary, style: CitationStyle, *, number: int | None = None, marking: str = "") -> str:
    """The citation of a cable, or of its paragraph with this number and marking (see `portion`); always one line.

    Missing parts are left out, except the date, which becomes `n.d.`. The subject stays in capitals as printed.
    Contradictions in the cable follow in brackets, as an editor's remarks do.
    """
    forms = {CitationForm.CHICAGO: _chicago, CitationForm.PLAIN: _plain}
    write = forms[style] if isinstance(style, CitationForm) else style.write
    return " ".join((write(about, number, marking), *remarks(about)))


def quote(text: str, citation: str) -> str:
    """A paragraph with its citation below, for the clipboard; control characters are written out."""
    return "\n\n".join(part for part in (visible(text).strip("\n"), citation) if part)


# --- the two forms ------------------------------------------------------------------------------------------


def _chicago(about: CableSummary, number: int | None, marking: str) -> str:
    start = "".join([f"{part} " for part in (_author(about), _title(about)) if part])
    parts = [_document(about), _spelt_date(about), banner(about)]
    if not has_id(about):
        parts.append(f"file {visible_line(about.name)}" if about.name else "")
    parts.append(pinpoint(number, marking))
    sentence = start + ", ".join(part for part in parts if part)
    sentence = sentence[0].upper() + sentence[1:]
    return sentence if sentence.endswith(".") else f"{sentence}."


def _author(about: CableSummary) -> str:
    name = agency(about.origin)
    return f"{name}," if name else ""


def _title(about: CableSummary) -> str:
    """The subject in quotation marks; the comma goes inside them, and inside any that end the subject."""
    subject = _subject(about)
    bare = visible_line(about.subject).rstrip('"”')
    closing = subject[len(bare) :]
    return f'"{_without_stop(subject[: len(bare)])},{closing}"' if subject else ""


def _subject(about: CableSummary) -> str:
    """The subject as printed, with double quotation marks made single, as it will be put in double ones."""
    return visible_line(about.subject).translate(_SINGLE)


_SINGLE = str.maketrans({'"': "'", "“": "‘", "”": "’"})


def _without_stop(subject: str) -> str:
    """The subject without a final stop, unless that is part of a word (`U.S.`) or of an ellipsis."""
    bare = subject.rstrip(".,;:")
    is_part_of_word = "." in bare.rpartition(" ")[2] or subject.endswith("..")
    return subject if is_part_of_word and subject.endswith(".") else bare or subject


def _document(about: CableSummary) -> str:
    return f"cable {visible_line(about.name) if has_id(about) else message_number(about)}".rstrip()


def _spelt_date(about: CableSummary) -> str:
    day = calendar_day(about)
    if day:
        return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
    return visible_line(about.day) or NO_DATE


def _plain(about: CableSummary, number: int | None, marking: str) -> str:
    name, subject = visible_line(about.name), _subject(about)
    printed = message_number(about)
    parts = [
        f"{printed} ({name})" if printed and name else printed or name,
        visible_line(about.day) or NO_DATE,
        banner(about),
        f'"{subject}"' if subject else "",
        pinpoint(number, marking, "para"),
    ]
    return ", ".join(part for part in parts if part)


# --- parts, also used by the exports -------------------------------------------------------------------------


def has_id(about: CableSummary) -> bool:
    """Whether a cable's name is an id, not its file."""
    return parse_id(about.name) is not None


def remarks(about: CableSummary) -> list[str]:
    """Contradictions in a cable, each in brackets: `[The text is numbered ...]`."""
    return [f"[{visible_line(note)}]" for note in about.notes if visible_line(note)]


def message_number(about: CableSummary) -> str:
    """The message number without leading zeros: `MOSCOW 001640` becomes `MOSCOW 1640`."""
    return re.sub(r"\b0+(?=[0-9]+$)", "", visible_line(about.number))


def banner(about: CableSummary) -> str:
    """The classification as marked; '' if no marking could be read."""
    known = about.level is not Level.UNKNOWN or about.classification != BANNERS[Level.UNKNOWN]
    return visible_line(about.classification) if known else ""


def calendar_day(about: CableSummary) -> date | None:
    """The date of a cable; None if it has none, or not in ISO 8601."""
    try:
        return date.fromisoformat(about.day)
    except ValueError:
        return None


_OF_THE_NATION = ("Embassy", "Consulate", "Mission", "REO")


def agency(origin: str, nation: str = "US") -> str:
    """The post as an author, for readers outside the service: `Embassy Moscow` becomes `US Embassy Moscow`.

    Other originators are unchanged. Chicago writes US (10.32), library catalogues U.S.
    """
    name = visible_line(origin)
    bare = name.removeprefix("US ")
    return f"{nation} {bare}" if bare != name or bare.partition(" ")[0] in _OF_THE_NATION else name


def pinpoint(number: int | None, marking: str, word: str = "para.") -> str:
    """The paragraph, as `para. 2 (C)`; '' without number and marking."""
    portion = visible_line(marking)
    if number is None:
        return f"unnumbered {word} ({portion})" if portion else ""
    return f"{word} {number} ({portion})" if portion else f"{word} {number}"
