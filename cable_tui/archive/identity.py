"""Decides which texts with one number are copies of one cable, and names each cable.

The number does not decide: in the 1970s as many as fifty telegrams share one. Similarity does not decide either, as
reports on fifty persons may differ only in a name. Two texts are two cables if

- both have a date-time group, and these differ; or their dates are more than a week apart;
- both have station serials (of the dash line, of the DE line), and none in common;
- both have a subject, and neither is the other one cut or redacted;
- both have addressees, and these differ;
- a word of one text is replaced by another word in the other: a changed digit or name makes another telegram, except
  for a misread character in an impossible word (`B0ATS`);
- both are records without text and have different film numbers.

Otherwise they are one cable: a copy may be cut, redacted (a redaction matches anything), wrapped, in capitals or broken
by page lines, and may lack passages. Texts of different sections are one cable if number of sections, date-time group,
subject and addressees agree; if several telegrams agree in these, sections are joined by the nearest station serials,
or not at all if no serials are printed. The fullest text represents its cable, and other texts are compared only with
it, so that a redacted copy that matches two cables does not join them.

A cable with a number of its own is named by it. If several share it, each has five letters after it, derived from its
date and subject, `76STATE290286-qkdzb`, or ten, the others derived from its text, if two cables have the same five. So
a name does not depend on files or their order, and does not change when copies or other telegrams with that number are
added. An old name still leads to its cable: a bare number to all cables that share it, letters to every cable with a
copy that would have them (see `may_be_called`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import blake2b

from cable_tui.cables.model import Cable
from cable_tui.cables.references.posts import SUFFIX_LETTERS, SUFFIX_STEP

from .likeness import GAP, fit, is_misread, words_of

_TO_THE_MINUTE = len("2008-06-09T08:24")
_APART = 7  # days; a catalogue may have the date of the draft or of receipt
_SENTENCE = 20  # words; a notice that the text is not available is shorter

_DASHES = re.compile(r"-{10,}[ \t]*(?:[0-9]{6}Z[ \t]+)?([0-9]{5,6})(?![0-9Z])")
_STATION = re.compile(r"^DE [A-Z]{4,8} ?#([0-9]{4,5})", re.MULTILINE)
_FILM = re.compile(r"^Film Number: *(D[0-9]{6}-[0-9]{4})", re.MULTILINE)
_SECTION = re.compile(
    r"\bSECTION\s+([0-9]{1,2})\s+OF\s+([0-9]{1,2})\b|^[ \t]*PAGE [0-9]+.*?\b([0-9]{2}) OF ([0-9]{2})\b", re.MULTILINE
)


class Copy:
    """One text in one file; `read` parses it and is called only when needed.

    `moment` is ISO 8601 to the minute if the date-time group is known, else the day, or ''. `source` and `position`
    locate it; of equal texts the first is listed.
    """

    def __init__(self, text: str, moment: str, source: str, position: int, read: Callable[[], Cable]) -> None:
        self.text, self.moment, self.source, self.position = text, moment, source, position
        self._read = read

    @cached_property
    def letters(self) -> str:
        """Letters and digits only, in capitals; each redaction is one character."""
        return "".join(words_of(self.text))

    @cached_property
    def rank(self) -> tuple[int, int, str, str, int]:
        """A sort key: the fullest text first, equal texts by file name."""
        shown = len(self.letters) - self.letters.count(GAP)
        return -shown, -len(self.text), self.letters, self.source, self.position

    @cached_property
    def cable(self) -> Cable:
        """The parsed text."""
        return self._read()

    @cached_property
    def has_minute(self) -> bool:
        """Whether its date-time group is known."""
        return len(self.moment) == _TO_THE_MINUTE

    @cached_property
    def subject(self) -> list[str]:
        """The words of the subject."""
        return words_of(self.cable.subject)

    @cached_property
    def words(self) -> list[str]:
        """The words of the body, without page lines."""
        return words_of("\n".join(block.text for block in self.cable.paragraphs))

    @cached_property
    def to(self) -> frozenset[str]:
        """The action addressees, letters only."""
        return frozenset("".join(words_of(one.name)) for one in self.cable.to)

    @cached_property
    def section(self) -> tuple[int, int] | None:
        """The number of the section and of all sections, if the text is exactly one section of several."""
        found = {tuple(int(part) for part in match if part) for match in _SECTION.findall(self.text)}
        if len(found) != 1:
            return None
        number, of = next(iter(found))
        return (number, of) if 1 <= number <= of and of > 1 else None

    @cached_property
    def film(self) -> str:
        """The film number, '' if there is none."""
        match = _FILM.search(self.text)
        return match[1] if match else ""

    @property
    def is_record(self) -> bool:
        """Whether it is a catalogue record of a telegram whose text is on film or lost."""
        return not self.has_minute and len(self.words) < _SENTENCE

    @cached_property
    def stations(self) -> tuple[frozenset[str], frozenset[str]]:
        """The serial numbers in dash lines and in DE lines."""
        dashes = (number.zfill(6) for number in _DASHES.findall(self.text))
        return frozenset(dashes), frozenset(_STATION.findall(self.text))


@dataclass(slots=True)
class Group:
    """The copies of one cable, fullest first, and its name."""

    copies: list[Copy] = field(default_factory=list)
    name: str = ""

    @property
    def parts(self) -> list[Copy]:
        """The texts that make up the cable: the fullest text, or the fullest of each section, in order."""
        if self.copies[0].section is None:
            return self.copies[:1]
        sections: dict[int, Copy] = {}
        for copy in self.copies:
            sections.setdefault(copy.section[0] if copy.section else 0, copy)
        return [sections[number] for number in sorted(sections)]

    def takes(self, copy: Copy) -> bool:
        """Whether a text is a copy of the cable or of one of its sections."""
        return any(are_one(one, copy) for one in self._like(copy))

    def _like(self, copy: Copy) -> list[Copy]:
        """The texts to compare with: the fullest, or the fullest of the same section."""
        if copy.section is None or self.copies[0].section is None:
            return self.copies[:1]
        return [one for one in self.copies if one.section == copy.section][:1]

    def goes_on_with(self, copy: Copy) -> bool:
        """Whether a text may be a section that the cable lacks so far."""
        first = self.copies[0]
        return (
            first.section is not None
            and copy.section is not None
            and first.section[1] == copy.section[1]
            and not self._like(copy)
            and agree(first, copy)
            and _agree(first.stations[1], copy.stations[1])
        )

    def distance(self, copy: Copy) -> int | None:
        """The distance of a section's station serial from the nearest one in the group; None if not known."""
        mine = [int(number) for one in self.copies for number in one.stations[0]]
        theirs = [int(number) for number in copy.stations[0]]
        return min((abs(one - other) for one in mine for other in theirs), default=None)

    def suffix(self, length: int) -> str:
        """The letters for the cable's name, `length` of them."""
        moments = [copy.moment for copy in self.copies if copy.has_minute]
        first = self.parts[0]
        head = f"{moments[0] if moments else first.moment} {' '.join(first.subject)}"
        return _letters(head) + _letters(" ".join((*sorted(first.to), *first.words)))[: length - SUFFIX_STEP]


def grouped(number: str, copies: Iterable[Copy]) -> list[Group]:
    """Groups the copies with one number into named cables; the result does not depend on their order."""
    ordered = sorted(copies, key=lambda one: one.rank)
    groups = _gathered(copy for copy in ordered if copy.section is None)
    # A single section would match several telegrams that differ only in another section.
    for sections in _assembled([copy for copy in ordered if copy.section is not None]):
        whole = next((one for one in groups if all(map(one.takes, sections.copies))), None)
        if whole is None:
            groups.append(sections)
        else:
            whole.copies += sections.copies
    if len(groups) == 1:
        groups[0].name = number
    else:
        _name(number, groups)
    return groups


def _gathered(copies: Iterable[Copy]) -> list[Group]:
    groups: list[Group] = []
    for copy in copies:
        group = next((one for one in groups if one.takes(copy)), None)
        if group is None:
            groups.append(group := Group())
        group.copies.append(copy)
    return groups


def _assembled(copies: list[Copy]) -> list[Group]:
    """Assembles telegrams from sections: one for each copy of the most frequent section, which the others join."""
    numbers = {copy.section for copy in copies if copy.section}
    found = {number: _gathered(copy for copy in copies if copy.section == number) for number in sorted(numbers)}
    groups: list[Group] = []
    for sections in sorted(found.values(), key=len, reverse=True):
        groups += _joined(groups, sections)
    return groups


def _joined(groups: list[Group], sections: list[Group]) -> list[Group]:
    """Adds copies of one section to the telegrams that lack it, the nearest first; returns those that fit to none."""
    fitting = {(at, to) for at, one in enumerate(sections) for to, group in enumerate(groups) if _fits(group, one)}
    pairs = sorted(fitting, key=lambda pair: _nearness(groups[pair[1]], sections[pair[0]], pair))
    left = set(range(len(sections)))
    for at, to in pairs:
        group, section = groups[to], sections[at]
        if at not in left or not _fits(group, section):
            continue
        is_known = group.distance(section.copies[0]) is not None
        if is_known or sum(pair[0] == at for pair in fitting) == 1 == sum(pair[1] == to for pair in fitting):
            group.copies += section.copies
            left.remove(at)
    return [sections[at] for at in sorted(left)]


def _fits(group: Group, section: Group) -> bool:
    return group.goes_on_with(section.copies[0])


def _nearness(group: Group, section: Group, pair: tuple[int, int]) -> tuple[bool, int, tuple[int, int]]:
    distance = group.distance(section.copies[0])
    return distance is None, distance or 0, pair


def _name(number: str, groups: list[Group]) -> None:
    """Gives each cable the shortest unique name."""
    heads = Counter(group.suffix(SUFFIX_STEP) for group in groups)
    for group in groups:
        suffix = group.suffix(SUFFIX_STEP)
        group.name = f"{number}-{suffix if heads[suffix] == 1 else group.suffix(2 * SUFFIX_STEP)}"
    names = Counter(group.name for group in groups)
    for group in groups:
        if names[group.name] > 1:  # they differ only in, say, the station serial
            group.name = f"{number}-{group.suffix(SUFFIX_STEP)}{_letters(group.parts[0].text)}"


def may_be_called(copy: Copy, suffix: str) -> bool:
    """Whether a cable with only this text would have this suffix."""
    return bool(suffix) and Group([copy]).suffix(len(suffix)) == suffix


def _letters(text: str) -> str:
    """Five letters derived from a text; without vowels, so that they form no word."""
    number = int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
    found = ""
    for _ in range(SUFFIX_STEP):
        number, place = divmod(number, len(SUFFIX_LETTERS))
        found += SUFFIX_LETTERS[place]
    return found


# --- comparing ----------------------------------------------------------------------------------------------------


def are_one(one: Copy, other: Copy) -> bool:
    """Whether two texts under one number, not of two sections, are copies of one cable."""
    if one.has_minute and one.moment == other.moment and _has(one.letters, other.letters):
        return True
    return agree(one, other) and _stations_agree(one, other) and _texts_agree(one, other)


def _has(one: str, other: str) -> bool:
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return shorter in longer


def agree(one: Copy, other: Copy) -> bool:
    """Whether date, subject and addressees are compatible."""
    return _moments_agree(one.moment, other.moment) and _subjects_agree(one, other) and _addressees_agree(one, other)


def _moments_agree(one: str, other: str) -> bool:
    if not one or not other:
        return True
    if len(one) == len(other) == _TO_THE_MINUTE:
        return one == other
    return abs(date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days <= _APART


def _stations_agree(one: Copy, other: Copy) -> bool:
    return all(map(_agree, one.stations, other.stations))


def _agree(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return not mine or not theirs or bool(mine & theirs)


def _subjects_agree(one: Copy, other: Copy) -> bool:
    mine, theirs = one.subject, other.subject
    if not mine or not theirs or mine == theirs:
        return True
    longer, shorter = (mine, theirs) if len(mine) >= len(theirs) else (theirs, mine)
    if len(shorter) > 1 and all(map(is_misread, longer, shorter)):
        return True
    return GAP in (*mine, *theirs) and fit(mine, theirs)


def _addressees_agree(one: Copy, other: Copy) -> bool:
    """Whether one list of addressees is contained in the other, as a list may be cut."""
    mine, theirs = one.to, other.to
    return not mine or not theirs or mine <= theirs or theirs <= mine


def _texts_agree(one: Copy, other: Copy) -> bool:
    if one.is_record and other.is_record and one.film and other.film and one.film != other.film:
        return False
    if not one.words or not other.words:
        return bool(one.moment and other.moment) or bool(one.subject and one.subject == other.subject)
    return fit(one.words, other.words, in_one_piece=(one.section is None) is not (other.section is None))
