"""Which numbers at the start of a line begin a paragraph.

A pilcrow is only a hint: republishers put it before every number with a full stop. The sequence is the best
evidence, the portion marking the second, the line before it the third.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cable_tui.cables.lines import is_redacted, is_rule
from cable_tui.cables.markings import PORTION, read_entire_text, read_marking, take_marking
from cable_tui.cables.model import Marking

from .layout import UNWRAPPED, ends_sentence

_CANDIDATE = re.compile(
    r"[ \t]{0,6}(?:(?P<before>\([A-Z/ ]{1,12}\))\s*)?¶?\s?(?P<number>\d{1,4})\s?"
    r"(?:(?P<sign>[.)])(?:\s?(?P=number)\s?[.)](?=\s))?|(?=\s?\((?:U|C|S|SBU)\b)|,(?=\s?\((?:U|C|S|SBU|LOU)[/)]))(?!\d)\s*"
    rf"(?P<rest>(?:{PORTION}\s*)?(?P<behind>.*))",
    re.S,
)
_INSIDE = re.compile(r"\W*[A-Za-z][A-Za-z ]{2,20}[:.]\s*(?=\()")
_WANTS_NUMBER = re.compile(
    r"(?:\b(?:in|on|of|by|since|until|till|to|from|the|and|or|para|paras|paragraph|paragraphs|ref|refs|article"
    r"|articles|section|chapter|resolution|no|nos|number|about|around|approximately|least|than|under|over|page"
    r"|item|step|phase|level|annex|with|for|at|between|a|an|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)\.?|,)$",
    re.I,
)
_REDACTED = "XXXX"
_HEADING = 60  # characters of a heading that has the text directly above and below it
_LONGEST_LIST = 60
_WIDEST_GAP = 10  # paragraphs that are left out between two
_LONGEST_ENTRY = 80  # characters of a line of contents
#: What a line that could begin a paragraph may open with.
STARTS = frozenset("¶0123456789( \t")


@dataclass(slots=True)
class Candidate:
    """A line that may begin paragraph `number`; `rest` is its text behind number and marking."""

    line: int
    number: int
    digits: str
    marking: Marking | None
    rest: str
    blank_before: bool
    previous: str
    has_pilcrow: bool
    indent: int = 0
    sign: str = ""
    above: str = ""  # the line above the previous one


def find_candidates(lines: list[str], places: list[int]) -> list[Candidate]:
    """Every line that could begin a paragraph, in order; `places` has at least those that open as one does."""
    found: list[Candidate] = []
    for index in places:
        if lines[index][:1] in STARTS and (match := _CANDIDATE.match(lines[index])):
            before = index - 1
            while before >= 0 and (not lines[before] or is_rule(lines[before])):
                before -= 1
            previous = lines[before] if before >= 0 else ""
            blank = before < index - 1 or before < 0 or len(previous) > UNWRAPPED
            above = lines[before - 1] if before > 0 else ""
            marked, digits, sign, rest, portion, behind = match.groups()
            marking = read_marking(portion) if portion else None
            if marking:
                rest = behind
            else:
                marking, rest = _other_marking(marked, rest)
            line = lines[index]
            indent = len(line) - len(line.lstrip(" \t")) if line[0] in " \t" else 0
            pilcrow = line[0] == "¶"
            found.append(
                Candidate(
                    index, int(digits), digits, marking, rest, blank, previous, pilcrow, indent, sign or "", above
                )
            )
    return found


def _other_marking(marked: str | None, rest: str) -> tuple[Marking | None, str]:
    """The marking that stands before the number, or behind the first words, and the text behind the number."""
    unopened, behind = take_marking(rest)
    if unopened:
        return unopened, behind
    if marked:
        marking, _ = take_marking(marked)
        if marking:
            return marking, rest
        rest = f"{marked} {rest}"
    return read_entire_text(rest) or _inside(rest), rest


def _inside(rest: str) -> Marking | None:
    """`Summary: (C) President ...` has its marking behind the first word."""
    match = _INSIDE.match(rest)
    return take_marking(rest[match.end() :])[0] if match else None


def choose(candidates: list[Candidate], lines: list[str], partial: bool) -> list[Candidate]:
    """The candidates of the body's lines that begin paragraphs, with their true numbers."""
    if decoded := _without_prefix(candidates, lines):
        candidates = decoded
    return _Chooser(_without_contents(candidates), partial).run()


def _without_contents(candidates: list[Candidate]) -> list[Candidate]:
    """Leaves out a list of contents: numbered lines below each other that the paragraphs open with again.

    Media reactions begin so (09BERLIN1626).
    """
    listed = 0
    for index, candidate in enumerate(candidates):
        if candidate.number != index + 1 or candidate.line != candidates[0].line + index:
            break
        listed += 1
    if listed < 2:
        return candidates
    again = {(c.number, _letters(c.rest)) for c in candidates[listed:]}
    found = sum((c.number, _letters(c.rest)) in again for c in candidates[:listed])
    return candidates[listed:] if found * 2 > listed else candidates


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text[:_LONGEST_ENTRY])).lower()


def _without_prefix(candidates: list[Candidate], lines: list[str]) -> list[Candidate]:
    """Undoes a lost pilcrow that became a 1: `11.`, `12.` ... `110.` are 1, 2 ... 10.

    Only where there is no pilcrow, no paragraph 1 exists, the first is 11 and all the paragraphs run 1, 2, 3
    without the prefix; a set 11 ... 19, 20 is a real extract.
    """
    likely = [c for c in candidates if c.blank_before and c.digits[0] == "1" and len(c.digits) > 1]
    if not likely or likely[0].number != 11 or any(c.number == 1 and c.blank_before for c in candidates):
        return []
    if any("¶" in line for line in lines):
        return []
    wanted = 1
    decoded: list[Candidate] = []
    for candidate in likely:
        if candidate.digits == f"1{wanted}":
            candidate.number = wanted
            decoded.append(candidate)
            wanted += 1
    last = decoded[-1].line
    if any(c.number == 20 and c.blank_before and c.marking and c.line > last for c in candidates if wanted == 10):
        for candidate in decoded:
            candidate.number = int(candidate.digits)
        return []
    return decoded


def _is_below_end(c: Candidate) -> bool:
    """Whether the line above, which ends no sentence, ends the text: with a redaction, or as a heading behind one."""
    if c.previous.upper().endswith(_REDACTED):
        return True
    return c.previous.isupper() and len(c.previous) < _HEADING and c.above != "" and ends_sentence(c.above)


class _Chooser:
    """Goes through the candidates in order; `previous` is the number of the last paragraph accepted."""

    def __init__(self, candidates: list[Candidate], partial: bool) -> None:
        self.candidates = [c for c in candidates if len(c.digits) <= 3]
        self.partial = partial
        self.previous = 0
        self.margin, self.sign = 0, ""  # how the last paragraph was set
        self.run_item = 0
        self.all_marked = 0  # how many were accepted, as long as each has a marking
        self.last: dict[int, int] = {}
        self.last_marked: dict[int, int] = {}
        marked = sum([c.marking is not None for c in self.candidates])
        self.mostly_marked = marked * 2 >= len(self.candidates) and marked > 1
        if marked < len(self.candidates):  # a marking needs no comparison
            self.last = {c.number: index for index, c in enumerate(self.candidates)}
            self.last_marked = {c.number: index for index, c in enumerate(self.candidates) if c.marking}

    def run(self) -> list[Candidate]:
        """The accepted candidates."""
        accepted: list[Candidate] = []
        for index, candidate in enumerate(self.candidates):
            if self._accepts(candidate, index):
                accepted.append(candidate)
                self.previous, self.margin, self.sign = candidate.number, candidate.indent, candidate.sign
                self.all_marked = self.all_marked + 1 if candidate.marking else -len(self.candidates)
                self.run_item = 0
        return accepted

    def _accepts(self, c: Candidate, index: int) -> bool:
        if c.number == 0:
            return False
        if c.marking:
            return self.previous == 0 or c.number <= self.previous + _WIDEST_GAP
        if self._is_quantity(c):
            return False
        if self._is_item(c, index):
            return False
        if self.previous == 0:
            return self._may_be_first(c, index)
        if c.number == self.previous + 1:
            return c.blank_before or ends_sentence(c.previous) or _is_below_end(c)
        if self.previous + 2 <= c.number <= self.previous + 3:
            return c.blank_before
        if c.number > self.previous:
            return self._is_behind_a_gap(c, index)
        return c.number in (1, self.previous) and c.blank_before

    def _is_behind_a_gap(self, c: Candidate, index: int) -> bool:
        """Whether paragraphs before this one were left out: it stands apart, and the numbers go on behind it."""
        if not c.has_pilcrow or self.mostly_marked or c.number > self.previous + _WIDEST_GAP:
            return False
        if not (c.blank_before or is_redacted(c.previous)):
            return False
        if any(number in self.last for number in range(self.previous + 1, c.number)):
            return False
        following = self.candidates[index + 1] if index + 1 < len(self.candidates) else None
        return following is not None and following.has_pilcrow and 0 < following.number - c.number <= 3

    def _is_quantity(self, c: Candidate) -> bool:
        """Whether the line before is unfinished and ends in a word that wants a number: `on February` / `25.`."""
        if c.blank_before and c.number == self.previous + 1:
            return False  # a heading may end in any word
        return not ends_sentence(c.previous) and _WANTS_NUMBER.search(c.previous[-16:]) is not None

    def _may_be_first(self, c: Candidate, index: int) -> bool:
        if c.number == 1:
            return True
        if not c.blank_before:
            return False
        following = self.candidates[index + 1].number if index + 1 < len(self.candidates) else 0
        return c.number <= 3 or following == c.number + 1 or self.partial

    def _is_item(self, c: Candidate, index: int) -> bool:
        """Whether an unmarked number belongs to a list inside the current paragraph."""
        found = self._is_set_in(c) or self._opens_list(c, index) or self._goes_on_in_list(c, index)
        if found:
            self.run_item = c.number
        return found

    def _is_set_in(self, c: Candidate) -> bool:
        """Whether a number has a parenthesis where the paragraph has a full stop, and is set in or lacks a marking."""
        is_item = bool(self.previous) and c.sign == ")" != self.sign
        return is_item and (c.indent > self.margin + 1 or self.all_marked > 1)

    def _opens_list(self, c: Candidate, index: int) -> bool:
        if not self.previous or c.number != 1:
            return False
        if self.all_marked > 1 or c.previous.endswith(":"):
            return True
        following = self.previous + 1
        resumes = self._comes_later(following, index, marked=self.mostly_marked)
        return resumes and self._breaks_off(index)

    def _goes_on_in_list(self, c: Candidate, index: int) -> bool:
        """A number that follows the last item, or that a marked paragraph will carry later."""
        if self.all_marked > 1 and (c.number <= self.previous or c.number == self.run_item + 1):
            return True
        if self.run_item and c.number == self.run_item + 1:
            return c.number != self.previous + 1 or self._comes_later(c.number, index, marked=False)
        return self.mostly_marked and self._comes_later(c.number, index, marked=True)

    def _comes_later(self, number: int, index: int, marked: bool) -> bool:
        return (self.last_marked if marked else self.last).get(number, -1) > index

    def _breaks_off(self, index: int) -> bool:
        """Whether the run that starts at 1 ends before the parent's numbers go on."""
        wanted = 2
        for candidate in self.candidates[index + 1 : index + 1 + _LONGEST_LIST]:
            if candidate.marking and candidate.number == self.previous + 1:
                return True
            if candidate.number == wanted and not candidate.marking:
                wanted += 1
            elif candidate.number == self.previous + 1:
                return True
        return False
