"""Citations of cables and of their paragraphs, as one line of text.

`chicago` is the note form of The Chicago Manual of Style (17th edition, chapter 14: manuscript collections and
unpublished government documents): author, title in quotation marks, kind and number of the document, date; then
what historians add to it, the classification and the paragraph. The addressee is left out, for `About` does not
know it. `plain` is the short form of e-mails and working papers: message number, id, date ISO 8601.
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
    """How a citation is written."""

    CHICAGO = "chicago"
    PLAIN = "plain"


class WrittenStyle(Protocol):
    """A style that is no form of ours, see `csl`."""

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

    What is not known is left out, but for the date, which is `n.d.` then. A subject stays in the capitals in which
    it is printed. What contradicts itself in the cable stands behind it in brackets, as remarks of an editor do.
    """
    forms = {CitationForm.CHICAGO: _chicago, CitationForm.PLAIN: _plain}
    write = forms[style] if isinstance(style, CitationForm) else style.write
    return " ".join((write(about, number, marking), *remarks(about)))


def quote(text: str, citation: str) -> str:
    """A paragraph with its citation below it, as it goes to the clipboard; control characters are written out."""
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
    """The subject between quotation marks; the comma goes inside of them, and of those that end the subject."""
    subject = _subject(about)
    bare = visible_line(about.subject).rstrip('"”')
    closing = subject[len(bare) :]
    return f'"{_without_stop(subject[: len(bare)])},{closing}"' if subject else ""


def _subject(about: CableSummary) -> str:
    """As printed, but for quotation marks, which become single ones, for it stands in double ones."""
    return visible_line(about.subject).translate(_SINGLE)


_SINGLE = str.maketrans({'"': "'", "“": "‘", "”": "’"})


def _without_stop(subject: str) -> str:
    """Without the stop that ends it, unless it belongs to the word (`U.S.`) or to dots that cut it off."""
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


# --- the parts, which the exports use too --------------------------------------------------------------------


def has_id(about: CableSummary) -> bool:
    """Whether a cable is called by its id, not by its file."""
    return parse_id(about.name) is not None


def remarks(about: CableSummary) -> list[str]:
    """What contradicts itself in a cable, each in brackets: `[The text is numbered ...]`."""
    return [f"[{visible_line(note)}]" for note in about.notes if visible_line(note)]


def message_number(about: CableSummary) -> str:
    """The message number without the zeros that fill it: `MOSCOW 001640` is `MOSCOW 1640`."""
    return re.sub(r"\b0+(?=[0-9]+$)", "", visible_line(about.number))


def banner(about: CableSummary) -> str:
    """The classification as it is marked; '' where no marking could be read."""
    known = about.level is not Level.UNKNOWN or about.classification != BANNERS[Level.UNKNOWN]
    return visible_line(about.classification) if known else ""


def calendar_day(about: CableSummary) -> date | None:
    """The day of a cable, None where it has none or a date of another form."""
    try:
        return date.fromisoformat(about.day)
    except ValueError:
        return None


_OF_THE_NATION = ("Embassy", "Consulate", "Mission", "REO")


def agency(origin: str, nation: str = "US") -> str:
    """The post as an author outside of the service's own catalogues: `Embassy Moscow` is `US Embassy Moscow`.

    Other originators stay as they are. Chicago writes US (10.32), library catalogues U.S.
    """
    name = visible_line(origin)
    bare = name.removeprefix("US ")
    return f"{nation} {bare}" if bare != name or bare.partition(" ")[0] in _OF_THE_NATION else name


def pinpoint(number: int | None, marking: str, word: str = "para.") -> str:
    """The paragraph: `para. 2 (C)`; '' where it has neither number nor marking."""
    portion = visible_line(marking)
    if number is None:
        return f"unnumbered {word} ({portion})" if portion else ""
    return f"{word} {number} ({portion})" if portion else f"{word} {number}"
