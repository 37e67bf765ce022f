"""Which texts under one number are one cable, and what each cable is called.

A number does not tell: single numbers of the 1970s stand over as many as fifty telegrams, and likeness does not tell
either, since reports on fifty persons differ in a name. So two texts are two cables

- where both have a date-time group, and these differ; where the days known of them lie more than a week apart;
- where both have a station serial (of the dash line, of the DE line), and they have none in common;
- where both have a subject, and one is not the other, nor cut or redacted from it;
- where both have addressees, and these are others;
- where a word of one text stands in the place of another word: a changed digit or name is another telegram;
- where a record without text and another one have two film numbers.

Else they are one: one text may be cut, redacted (what is blacked out is like anything), wrapped, spelled in capitals or
broken by page lines, and lacks or has passages that the other has not. Texts of different sections are one
cable if number of sections, date-time group, subject and addressees agree. The fullest text stands for its cable,
and every other one is compared with that alone: a redacted copy that would fit to two cables joins no two.

A cable that has its number to itself is called by it. Where several share it, each has letters behind it which are
made of its date and subject, `76STATE290286-qkdzb`; where two have these in common, five more made of its text. So a
name says nothing of the files and their order, and stays with copies, redacted ones and other telegrams of that
number. What becomes of a name that has to change leads on: the bare number of a cable that was alone to all that share
it, letters to every cable that would have them for one of its copies (see `may_be_called`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from hashlib import blake2b

from cable_tui.cables.model import Cable
from cable_tui.cables.references.posts import SUFFIX_LETTERS, SUFFIX_STEP

_TO_THE_MINUTE = len("2008-06-09T08:24")
_APART = 7  # days: a catalogue has the day of the draft, or of the receipt
_ALIKE = 0.5  # of the words of the shorter text that the longer one must have
_EXTRA = 0.02  # of the words that the shorter text may have for itself
_FEW = 5
_SENTENCE = 20  # words: that the text cannot be had

_REDACTED = re.compile(r"\[[^\]\n]{0,30}\b(?:redact|excis|sanitiz|delet|withh)[^\]\n]{0,30}\]|X{4,}|[█■▇]+|¿{2,}", re.I)
_GAP = "…"
_WORD = re.compile(rf"[^\W_]+|{_GAP}")
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
        shown = len(self.letters) - self.letters.count(_GAP)
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
        """Whether a text is one more copy of the cable, or one of its sections."""
        first = self.copies[0]
        if copy.section and first.section:
            if copy.section[1] != first.section[1]:
                return False
            same = next((one for one in self.copies if one.section == copy.section), None)
            return are_one(same, copy) if same else agree(first, copy)
        return are_one(first, copy)

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
    for sections in _gathered(copy for copy in ordered if copy.section is not None):
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
    return all(
        not mine or not theirs or mine & theirs for mine, theirs in zip(one.stations, other.stations, strict=True)
    )


def _subjects_agree(one: Copy, other: Copy) -> bool:
    mine, theirs = one.subject, other.subject
    if not mine or not theirs or mine == theirs:
        return True
    longer, shorter = (mine, theirs) if len(mine) >= len(theirs) else (theirs, mine)
    if longer[: len(shorter)] == shorter and len(shorter) > 1:
        return True
    return _GAP in (*mine, *theirs) and _fit(mine, theirs)


def _addressees_agree(one: Copy, other: Copy) -> bool:
    """A list may be cut; one of as many names is the same one."""
    mine, theirs = one.to, other.to
    return not mine or not theirs or mine <= theirs or theirs <= mine


def _texts_agree(one: Copy, other: Copy) -> bool:
    if one.is_record and other.is_record and one.film and other.film and one.film != other.film:
        return False
    if not one.words or not other.words:
        return bool(one.moment and other.moment) or bool(one.subject and one.subject == other.subject)
    return _fit(one.words, other.words)


def _fit(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether two texts differ in no word: what one has more is left out of the other, or redacted there."""
    start = _common(mine, theirs)
    end = _common(mine[start:][::-1], theirs[start:][::-1])
    left, right = mine[start : len(mine) - end], theirs[start : len(theirs) - end]
    if not left or not right:
        return True
    shared = start + end
    extra = [0, 0]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, left, right).get_opcodes():
        if kind == "equal":
            shared += i2 - i1
        elif kind == "replace" and not _is_redacted(left[i1:i2], right[j1:j2]):
            return False
        elif kind != "replace" and _is_inside(i1, i2, left, j1, j2, right, start, end):
            extra[kind == "insert"] += len([word for word in (*left[i1:i2], *right[j1:j2]) if word != _GAP])
    shorter = min(len(mine), len(theirs))
    return min(extra) <= _EXTRA * shorter and (shared >= _ALIKE * shorter or shorter < _FEW)


def _is_inside(
    i1: int, i2: int, left: Sequence[str], j1: int, j2: int, right: Sequence[str], start: int, end: int
) -> bool:
    """Whether words that one text has more stand amid it: what is before and behind may be cut off."""
    at_start = not start and not i1 and not j1
    at_end = not end and i2 == len(left) and j2 == len(right)
    return not at_start and not at_end


def _is_redacted(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether other words stand there because of a redaction, or because they are spaced otherwise."""
    mine, theirs = "".join(left), "".join(right)
    return mine == theirs or _fills(mine, theirs) or _fills(theirs, mine)


def _fills(shown: str, redacted: str) -> bool:
    """Whether letters are what another text has with gaps."""
    first, *others = redacted.split(_GAP)
    if not others or not shown.startswith(first):
        return False
    place = len(first)
    for part in others[:-1]:
        found = shown.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return len(shown) - place >= len(others[-1]) and shown.endswith(others[-1])


def _common(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """How many words two texts begin with in common."""
    pairs = enumerate(zip(mine, theirs, strict=False))
    return next((at for at, (one, two) in pairs if one != two), min(len(mine), len(theirs)))


def words_of(text: str) -> list[str]:
    """The words of a text in capitals without accents; each redaction is one sign."""
    text = _REDACTED.sub(f" {_GAP} ", text)
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.replace(_GAP, "\0"))
        text = "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("\0", f" {_GAP} ")
    return _WORD.findall(text.upper())
