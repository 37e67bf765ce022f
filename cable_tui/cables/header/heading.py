"""The control lines between the classification line and the first paragraph.

Captions, attention lines, E.O., TAGS, subject, references, classified by: in this order by rule (5 FAH-1),
in any order and on each other's lines in life.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cable_tui.cables.glossaries.tags import continues
from cable_tui.cables.lines import BREAK, is_redacted, is_rule

from .captions import goes_on, split_captions
from .reasons import CUT_AT, has_reasons, is_cut, leads_to_reasons
from .reference_lines import goes_on_below, goes_on_on_next_line
from .subject import ends_subject, goes_on_as_title, subject_limit

#: Blanks are kept: no field begins with one, so that nothing is to be found by giving them back.
_MARK = r"\s*+(?:¶?1\. *+)?(?:(?P<mark>\([A-Z/]{1,8}\)) *+)?"
_ONLY_MARK = re.compile(r"\s*(?:¶?1\. *)?\([A-Z/]{1,8}\)\s*|\s*CLASSIFIED BY: *|\s*SUBJ(?:ECT)?: *", re.I)
_FIELD = re.compile(
    _MARK + r"(?:"
    r"(?P<eo>E\.? ?[O0]\.? ?:? ?1\d{3,4}\b\.?|E\.O\.(?=:| *N/A)|EXECUTIVE ORDER\b)"
    r"|(?P<tags>TAGS?(?=[:;,. ]|$)|T?AGS:|TAGES?:|TABS:|TAS:|TGS:)"
    r"|(?P<subject>S?UBJ(?:ECT)?(?=[:;. ]|$)|SUBJ[EC]{0,2}T?:)"
    r"|(?P<ref>(?:[A-H][.)] ?)?REF(?:S|TELS?|ERENCES?|\(S\))?(?=[:;. ]|$|-+ |[A-H][.):]|\([A-Z]\)))"
    r"|(?P<by>CLAS?S?I?FIED(?: BY)?\b(?! (?:WEB|AND))|DERIVED FROM\b|REASONS?(?= ?:| 1\.[45])|DECLASSIFY ON\b)"
    r")[ :;.,]*",
    re.I,
)
_INLINE = re.compile(
    r"(?<=\S) +(?=E\.O\. 1\d{4}|[Tt]ags: |T?AGE?S?: |TAGS? (?=[A-Z]{4}\b)|SUBJECT: |Subject: "
    r"|(?:Classified|CLASSIFIED) (?:by|By|BY)\b(?! CL)|DERIVED FROM:"
    r"|(?=R[Ee])(?<!\b[A-H][.)] )R(?:EF|ef)(?:tels?|[sS]|\([sS]\)|TELS?)?:(?: |$))"
)
_INLINE_WORDS = (
    *(" E.O. 1", " TAG", " Tags: ", " AGS: ", " SUBJECT: ", " Subject: ", " REF", " Ref"),
    *(" Classified ", " CLASSIFIED ", " DERIVED "),
)
#: Glued to the word before, as its letters change their case: `IN BERGENClassified By:`, `in BergenREF: A.`
_GLUED = re.compile(
    r"(?:[A-Z0-9)](?=Classified [Bb]y\b|Reasons?: |Ref(?:tels?|s|\(s\))?: )"
    r"|(?:[a-z0-9.\")]|[A-Z](?<=[A-Z]{3}))(?=REF(?:TELS?|S|\(S\))?: ))"
)
_GLUED_WORDS = tuple((word, f"\n{word}", f" {word}") for word in ("REF", "Ref", "Classified ", "Reason"))
#: The first two letters of the fields, and what may stand before a field.
_SUBJECT_INLINE = re.compile(r"\S +(?:SUBJECT|Subject): ")
_BY_WHOM = re.compile(r" (?:BY|FROM|ON)\b", re.I)
_REASONS_BELOW = re.compile(r"\s*(?:1\.[45]|REASON|Reason)")
_LONGEST_GAP = 8  # lines
_STARTS = frozenset(("E.", "E ", "EO", "E0", "EX", "TA", "TG", "AG", "SU", "UB", "RE", "CL", "DE"))
_BEFORE = frozenset("¶1( ")
_LETTERED = frozenset((".", ")"))  # A. REF OSLO 12
_FIRST_PARAGRAPH = re.compile(
    r"\s{0,4}(?:\([A-Z/]{1,6}\) *)?¶?\s?(?P<number>\d{1,3})\s?(?:[.)](?!\d)|,(?= ?\())\s*(?P<rest>.*)"
)
_LOOK_AHEAD = 60
#: Paragraph 1 on the line of the reasons: `REASON: 1.4 (b), (d) 1. (C) Summary`.
_PARAGRAPH_BEHIND = re.compile(
    r"1 ?[./] ?[45]\b[^A-Za-z\d]{0,4}[a-h]\b[^\d\n]{0,60}?[)a-h][.,;]? +"
    r"(?=¶?1\. ?\((?:U|SBU|LOU|FOUO|[CS](?:/+NF)?)\)(?: |$))",
    re.I,
)
#: The same where the reasons were wrapped: `(d). 1. (C) Summary`.
_PARAGRAPH_BEHIND_REST = re.compile(
    r"\s*(?:and |or )?\([a-h]\)[^\d\n]{0,30}?[.,;]? +(?=¶?1\. ?\((?:U|SBU|LOU|FOUO|[CS](?:/+NF)?)\)(?: |$))", re.I
)


@dataclass(slots=True)
class Heading:
    """The control lines by field, as printed; `attention` are the lines that route the cable inside an office."""

    captions: list[str] = field(default_factory=list)
    attention: list[str] = field(default_factory=list)
    eo: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    subject: list[str] = field(default_factory=list)
    ref: list[str] = field(default_factory=list)
    by: list[str] = field(default_factory=list)
    unparsed: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def values(self, name: str) -> list[str]:
        """The lines of the field with this name."""
        value: list[str] = getattr(self, name)
        return value


def read_heading(lines: list[str]) -> tuple[Heading, list[str]]:
    """The fields of the control lines, and the lines of the body that follow them.

    `lines` begin behind the classification line, page breaks already taken out.
    """
    heading = Heading()
    limit = _first_paragraph(lines)
    together = "\n".join(lines[:limit])
    if "1. (" in together or "1.(" in together:
        lines, limit = _with_own_first_paragraph(lines, limit)
    fields = [_field_at(line) for line in lines[:limit]]
    end = _last_field(lines, fields)
    if end == 0:
        start = _leading_captions(lines, heading)
        return heading, lines[start:]
    if (last := fields[end - 1]) and _name(last) == "subject":
        limit = subject_limit(lines, end, limit)
    has_glued = _has_glued(together)
    has_inline = has_glued or any(map(together.__contains__, _INLINE_WORDS))
    reader = _Reader(heading, has_inline=has_inline, has_glued=has_glued)
    position = 0
    while position < limit and (position < end or reader.wants(lines, position)):
        reader.inside = position < end
        reader.take(lines[position], fields[position])
        position += 1
    return heading, lines[position:]


def _has_glued(text: str) -> bool:
    """Whether one of the words stands behind another character than a line's end or a blank: a quick look."""
    for word, on_line, apart in _GLUED_WORDS:
        if (number := text.count(word)) and number > text.count(on_line) + text.count(apart):
            return not text.startswith(word) or number > 1
    return False


def _leading_captions(lines: list[str], heading: Heading) -> int:
    """Captions of a cable that has no control lines; returns the index behind them."""
    start = 0
    for index, line in enumerate(lines):
        if not line or line == BREAK:
            continue
        found, rest = split_captions(line.strip())
        if not found or rest:
            break
        heading.captions.extend(found)
        start = index + 1
    return start


def _first_paragraph(lines: list[str]) -> int:
    """Index of the first line that begins a numbered paragraph and no field."""
    for index, line in enumerate(lines):
        if not line or line[0] not in "¶0123456789( ":
            continue
        match = _FIRST_PARAGRAPH.match(line)
        if match and not _field_at(line) and not _is_reference_item(lines, index):
            return index
    return min(len(lines), _LOOK_AHEAD)


def _with_own_first_paragraph(lines: list[str], limit: int) -> tuple[list[str], int]:
    """Gives a paragraph 1 that stands behind the reasons a line of its own; returns the lines and where it is."""
    for index, line in enumerate(lines[:limit]):
        if match := _PARAGRAPH_BEHIND.search(line) or _PARAGRAPH_BEHIND_REST.match(line):
            at = match.end()
            return [*lines[:index], line[:at].rstrip(), line[at:], *lines[index + 1 :]], index + 1
    return lines, limit


def _is_reference_item(lines: list[str], index: int) -> bool:
    """REF lists are sometimes numbered: `1. STATE 123` directly below the REF line is no paragraph."""
    previous = lines[index - 1] if index else ""
    match = _field_at(previous) if previous else None
    return match is not None and _name(match) == "ref" and match.end() == len(previous)


def _field_at(line: str) -> re.Match[str] | None:
    """The field that the line opens.

    Behind a number or a marking it has a colon or says by whom: `1. (U) SUBJECT: ...` is one, `1. (C) Reftel says ...`
    and `1. (U) Executive Order 13224 ...` are paragraphs.
    """
    start = line[:2]
    if not (start.upper() in _STARTS or line[:1] in _BEFORE or (start[1:] in _LETTERED and "REF" in line[2:6])):
        return None
    match = _FIELD.match(line)
    if match is None or not line[: match.start(_name(match))].strip():
        return match
    return match if ":" in match[0] or _BY_WHOM.search(match[0]) else None


def _last_field(lines: list[str], fields: list[re.Match[str] | None]) -> int:
    """The index after the last line that opens a field, 0 if no line does."""
    end = 0
    seen: set[str] = set()
    for index, match in enumerate(fields):
        if match and (name := _name(match)) and (name == "by" or name not in seen or name == "ref"):
            if name == "by" and seen and not seen & {"eo", "tags", "subject"}:
                continue
            seen.add(name)
            end = index + 1
        elif not seen and " E.O. 1" in lines[index] and _INLINE.search(lines[index]):
            end = index + 1
        elif "tags" in seen and "subject" not in seen and _SUBJECT_INLINE.search(lines[index]):
            seen.add("subject")
            end = index + 1
    return end


def _name(match: re.Match[str]) -> str:
    return match.lastgroup or ""


class _Reader:
    """Walks down the control lines; `current` is the field that a continuation line belongs to."""

    def __init__(self, heading: Heading, has_inline: bool, has_glued: bool) -> None:
        self.heading = heading
        self.has_inline = has_inline
        self.has_glued = has_glued
        self.inside = True  # more fields follow below
        self.current = ""
        self.attention = ""  # the attention line directly above
        self.blank = False
        self.broken = False

    def wants(self, lines: list[str], position: int) -> bool:
        """Whether the line behind the last field still belongs to it."""
        line = lines[position]
        if not line:
            if self.current == "by" and self._has_reasons_below(lines, position):
                return True
            again = self.blank and not self.broken and self.current != "ref"
            return not again and self._goes_on(lines, position + 1)
        if line == BREAK:
            return self._goes_on(lines, position + 1)
        if self.current == "by" and not self.broken and not leads_to_reasons(self.heading.by, lines, position):
            return False
        return self._continues(line, _field_at(line), self.blank and not self.broken)

    def _goes_on(self, lines: list[str], position: int) -> bool:
        broken = any(line == BREAK for line in lines[max(0, position - 3) : position + 3])
        for index in range(position, min(position + 5, len(lines))):
            line = lines[index]
            if line and line != BREAK:
                ruled = index + 1 < len(lines) and lines[index + 1] != "" and is_rule(lines[index + 1])
                ended = ruled and self._is_of_other_case(line)
                return not ended and self._continues(line, _field_at(line), not broken)
        return False

    def _has_reasons_below(self, lines: list[str], position: int) -> bool:
        """Whether the reasons follow below a page break, of which a few blank lines were left."""
        below = next((line for line in lines[position : position + _LONGEST_GAP] if line and line != BREAK), "")
        return _REASONS_BELOW.match(below) is not None and self._continues(below, _field_at(below), after_blank=True)

    def _is_of_other_case(self, line: str) -> bool:
        """A heading in title case below a subject in capitals, or the other way round."""
        values = self.heading.values(self.current) if self.current else []
        return bool(values) and line.isupper() != values[-1].isupper()

    def take(self, line: str, match: re.Match[str] | None) -> None:
        """Takes the next line; `match` is the field that it opens."""
        if line == BREAK:
            self.broken = True
        elif not line:
            self.blank = True
        elif not match and is_rule(line):
            self.current = ""
        else:
            if self.has_inline and len(parts := _split_inline(line, self.has_glued)) > 1:
                self._take_parts(parts)
            elif match and self._opens(_name(match)):
                self._open(match, line)
            else:
                self._take_rest(line, match)
            self.blank = self.broken = False

    def _take_parts(self, parts: list[str]) -> None:
        """The fields of one line, and what follows one of them there: `per E.O. 12958, reasons ...`."""
        for number, part in enumerate(parts):
            match = _field_at(part)
            if match and self._opens(_name(match)):
                self._open(match, part)
            elif number and self.current and self.heading.values(self.current):
                self.heading.values(self.current)[-1] += f" {part.strip()}"
            else:
                self._take_rest(part, match)

    def _take_rest(self, part: str, match: re.Match[str] | None) -> None:
        """A line that opens no field of its own."""
        if self._continues(part, match, self.blank and not self.broken):
            values = self.heading.values(self.current)
            is_cut = self.current == "by" and len(values[-1]) == CUT_AT
            values.append(part.rstrip() if is_cut else part.strip())
        else:
            if match or self.current == "subject":  # a second copy of the control lines
                self.current = ""
            self._aside(part.strip())

    def _opens(self, name: str) -> bool:
        return name in ("by", "ref") or name not in self.heading.seen

    def _open(self, match: re.Match[str], part: str) -> None:
        name = _name(match)
        self.current, self.attention = name, ""
        self.heading.seen.add(name)
        keep_label = name in ("eo", "by")
        keep_label = keep_label or (name == "ref" and match["ref"][1:2] in _LETTERED)
        value = part.strip() if keep_label else part[match.end() :].strip()
        if name == "subject":
            while (again := _field_at(value)) and _name(again) == "subject" and ":" in again[0]:
                value = value[again.end() :].strip()
        if name == "subject" and match["mark"]:
            value = f"{match['mark']} {value}"
        if value:
            self.heading.values(name).append(value)

    def _continues(self, line: str, match: re.Match[str] | None, after_blank: bool) -> bool:
        name = self.current
        if not name or match:
            return False
        values = self.heading.values(name)
        if name == "tags":
            return continues(line, values[-1] if values else "")
        if name == "ref" and after_blank:
            return goes_on_below(line, values)
        if name == "ref" and not goes_on_on_next_line(line, values):
            return False
        if name == "by" and after_blank:
            return _REASONS_BELOW.match(line) is not None and not has_reasons(values)
        if after_blank and name == "subject":
            return not values or (self.inside and goes_on_as_title(line, values))
        if after_blank:
            return False
        if name == "by":
            return not is_redacted(line) if not has_reasons(values) else is_cut(values[-1], line)
        if name == "subject" and values and ends_subject(line, values[-1]):
            return False
        return not is_rule(line)

    def _aside(self, line: str) -> None:
        """Lines between the fields: captions first, then attention lines."""
        if self.heading.seen & {"subject", "by"}:
            self.heading.unparsed.append(line)
            return
        previous, self.attention = self.attention, ""
        self.current = ""
        captions, rest = split_captions(line)
        self.heading.captions.extend(captions)
        if not rest:
            return
        self.attention = rest
        if previous and not captions and not self.blank and goes_on(previous, rest):
            self.heading.attention[-1] += f" {rest}"
        else:
            self.heading.attention.append(rest)


def _split_inline(line: str, has_glued: bool) -> list[str]:
    """A line's fields, where several stand on one line."""
    starts = [0]
    found: Iterable[re.Match[str]] = _INLINE.finditer(line)
    if has_glued:
        found = sorted((*found, *_GLUED.finditer(line)), key=re.Match.end)
    for match in found:
        if not _ONLY_MARK.fullmatch(line, starts[-1], match.end()):  # (U) SUBJECT: is one field
            starts.append(match.end())
    return [line[start:end].rstrip() for start, end in zip(starts, [*starts[1:], len(line)], strict=True)]
