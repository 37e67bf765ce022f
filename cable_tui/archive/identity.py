"""Which texts under one number are one cable, and what each cable is called.

A number does not tell: single numbers of the 1970s stand over as many as fifty telegrams, and likeness does not tell
either, since reports on fifty persons differ in a name. So two texts are two cables

- where both have a date-time group, and these differ; where the days known of them lie more than a week apart;
- where both have a station serial (of the dash line, of the DE line), and they have none in common;
- where both have a subject, and one is not the other, nor cut or redacted from it;
- where both have addressees, and these are others;
- where a word of one text stands in the place of another word: a changed digit or name is another telegram, but for a
  sign that was misread in a word that no one would write (`B0ATS`);
- where a record without text and another one have two film numbers.

Else they are one: one text may be cut, redacted (what is blacked out is like anything), wrapped, spelled in capitals or
broken by page lines, and lacks or has passages that the other has not. Texts of different sections are one
cable if number of sections, date-time group, subject and addressees agree; where several telegrams are alike in these,
those that came in one after the other, by their station serials, and where these are not printed none. The fullest
text stands for its cable, and every other one is compared with that alone: a redacted copy that would fit to two
cables joins no two.

A cable that has its number to itself is called by it. Where several share it, each has letters behind it which are
made of its date and subject, `76STATE290286-qkdzb`; where two have these in common, five more made of its text. So a
name says nothing of the files and their order, and stays with copies, redacted ones and other telegrams of that
number. What becomes of a name that has to change leads on: the bare number of a cable that was alone to all that share
it, letters to every cable that would have them for one of its copies (see `may_be_called`).
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
_APART = 7  # days: a catalogue has the day of the draft, or of the receipt
_SENTENCE = 20  # words: that the text cannot be had

_DASHES = re.compile(r"-{10,}[ \t]*(?:[0-9]{6}Z[ \t]+)?([0-9]{5,6})(?![0-9Z])")
_STATION = re.compile(r"^DE [A-Z]{4,8} ?#([0-9]{4,5})", re.MULTILINE)
_FILM = re.compile(r"^Film Number: *(D[0-9]{6}-[0-9]{4})", re.MULTILINE)
_SECTION = re.compile(
    r"\bSECTION\s+([0-9]{1,2})\s+OF\s+([0-9]{1,2})\b|^[ \t]*PAGE [0-9]+.*?\b([0-9]{2}) OF ([0-9]{2})\b", re.MULTILINE
)


class Copy:
    """One text as it lies in one file: `read` parses it, which is done where nothing else tells.

    `moment` is ISO 8601 to the minute where the date-time group is known, else the day, or ''. `source` and `position`
    say where it lies; among equal texts the first is listed.
    """

    def __init__(self, text: str, moment: str, source: str, position: int, read: Callable[[], Cable]) -> None:
        self.text, self.moment, self.source, self.position = text, moment, source, position
        self._read = read

    @cached_property
    def letters(self) -> str:
        """Letters and digits alone, in capitals; what is redacted is one sign."""
        return "".join(words_of(self.text))

    @cached_property
    def rank(self) -> tuple[int, int, str, str, int]:
        """Sorts the fullest first, of equal texts by the name of the file."""
        shown = len(self.letters) - self.letters.count(GAP)
        return -shown, -len(self.text), self.letters, self.source, self.position

    @cached_property
    def cable(self) -> Cable:
        """The text as it is read."""
        return self._read()

    @cached_property
    def has_minute(self) -> bool:
        """Whether its date-time group is known."""
        return len(self.moment) == _TO_THE_MINUTE

    @cached_property
    def subject(self) -> list[str]:
        """The words of the subject that the text has."""
        return words_of(self.cable.subject)

    @cached_property
    def words(self) -> list[str]:
        """The words of the body, without what page breaks put between them."""
        return words_of("\n".join(block.text for block in self.cable.paragraphs))

    @cached_property
    def to(self) -> frozenset[str]:
        """The action addressees, letters alone."""
        return frozenset("".join(words_of(one.name)) for one in self.cable.to)

    @cached_property
    def section(self) -> tuple[int, int] | None:
        """Its section and their number, where it is one section of several and no more."""
        found = {tuple(int(part) for part in match if part) for match in _SECTION.findall(self.text)}
        if len(found) != 1:
            return None
        number, of = next(iter(found))
        return (number, of) if 1 <= number <= of and of > 1 else None

    @cached_property
    def film(self) -> str:
        """Where the archive keeps it on film, '' where it does not say."""
        match = _FILM.search(self.text)
        return match[1] if match else ""

    @property
    def is_record(self) -> bool:
        """Whether the archive has hardly more than the facts of a telegram, whose text is on film or lost."""
        return not self.has_minute and len(self.words) < _SENTENCE

    @cached_property
    def stations(self) -> tuple[frozenset[str], frozenset[str]]:
        """The serial numbers in dash lines and in DE lines."""
        dashes = (number.zfill(6) for number in _DASHES.findall(self.text))
        return frozenset(dashes), frozenset(_STATION.findall(self.text))


@dataclass(slots=True)
class Group:
    """The copies of one cable, the fullest first; `name` is what it is called."""

    copies: list[Copy] = field(default_factory=list)
    name: str = ""

    @property
    def parts(self) -> list[Copy]:
        """The texts that make up the cable: the fullest, or that of each section, in their order."""
        if self.copies[0].section is None:
            return self.copies[:1]
        sections: dict[int, Copy] = {}
        for copy in self.copies:
            sections.setdefault(copy.section[0] if copy.section else 0, copy)
        return [sections[number] for number in sorted(sections)]

    def takes(self, copy: Copy) -> bool:
        """Whether a text is one more copy of the cable, or of one of its sections."""
        return any(are_one(one, copy) for one in self._like(copy))

    def _like(self, copy: Copy) -> list[Copy]:
        """What a text is to be compared with: the fullest text, or that of the same section."""
        if copy.section is None or self.copies[0].section is None:
            return self.copies[:1]
        return [one for one in self.copies if one.section == copy.section][:1]

    def goes_on_with(self, copy: Copy) -> bool:
        """Whether a text may be a section of the cable that is not there yet."""
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
        """How far the station serial of a section is from the nearest one here; None where it is not known."""
        mine = [int(number) for one in self.copies for number in one.stations[0]]
        theirs = [int(number) for number in copy.stations[0]]
        return min((abs(one - other) for one in mine for other in theirs), default=None)

    def suffix(self, length: int) -> str:
        """The letters that tell it from others, as many as are asked for."""
        moments = [copy.moment for copy in self.copies if copy.has_minute]
        first = self.parts[0]
        head = f"{moments[0] if moments else first.moment} {' '.join(first.subject)}"
        return _letters(head) + _letters(" ".join((*sorted(first.to), *first.words)))[: length - SUFFIX_STEP]


def grouped(number: str, copies: Iterable[Copy]) -> list[Group]:
    """The cables under one number, with their names; whatever the order of the copies, the result is the same."""
    ordered = sorted(copies, key=lambda one: one.rank)
    groups = _gathered(copy for copy in ordered if copy.section is None)
    # A section alone would fit to each of several telegrams that differ in another section.
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
    """The telegrams that sections make up: as many as there are of the most frequent one, which the others join."""
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
    """Gives each the shortest name that tells it from the others."""
    heads = Counter(group.suffix(SUFFIX_STEP) for group in groups)
    for group in groups:
        suffix = group.suffix(SUFFIX_STEP)
        group.name = f"{number}-{suffix if heads[suffix] == 1 else group.suffix(2 * SUFFIX_STEP)}"
    names = Counter(group.name for group in groups)
    for group in groups:
        if names[group.name] > 1:  # alike in all but, say, the station serial
            group.name = f"{number}-{group.suffix(SUFFIX_STEP)}{_letters(group.parts[0].text)}"


def may_be_called(copy: Copy, suffix: str) -> bool:
    """Whether a cable of this text alone would have this suffix among others."""
    return bool(suffix) and Group([copy]).suffix(len(suffix)) == suffix


def _letters(text: str) -> str:
    """Five letters that are made of a text; no vowels, so that they are no word."""
    number = int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
    found = ""
    for _ in range(SUFFIX_STEP):
        number, place = divmod(number, len(SUFFIX_LETTERS))
        found += SUFFIX_LETTERS[place]
    return found


# --- are they one? ------------------------------------------------------------------------------------------------


def are_one(one: Copy, other: Copy) -> bool:
    """Whether two texts under one number, not of two sections, are copies of one cable."""
    if one.has_minute and one.moment == other.moment and _has(one.letters, other.letters):
        return True
    return agree(one, other) and _stations_agree(one, other) and _texts_agree(one, other)


def _has(one: str, other: str) -> bool:
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return shorter in longer


def agree(one: Copy, other: Copy) -> bool:
    """Whether date, subject and addressees may be those of one cable."""
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
    """A list may be cut; one of as many names is the same one."""
    mine, theirs = one.to, other.to
    return not mine or not theirs or mine <= theirs or theirs <= mine


def _texts_agree(one: Copy, other: Copy) -> bool:
    if one.is_record and other.is_record and one.film and other.film and one.film != other.film:
        return False
    if not one.words or not other.words:
        return bool(one.moment and other.moment) or bool(one.subject and one.subject == other.subject)
    return fit(one.words, other.words, in_one_piece=(one.section is None) is not (other.section is None))
