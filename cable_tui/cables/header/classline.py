"""The classification line: where the transport header ends and the cable begins.

It may be spaced out, in mixed case, glued to the last addressee or to a publisher's notice, and carries level,
section, post and number: `UNCLAS SECTION 01 OF 04 ASTANA 001103`.
"""

from __future__ import annotations

import re

from cable_tui.cables.value import value


def _spaced(word: str) -> str:
    return " {0,2}".join(word)


_LEVEL = (
    rf"{_spaced('TOP')} {{0,2}}{_spaced('SECRET')}|{_spaced('UNCLASSIFIED')}|{_spaced('UNCLAS')}"
    rf"|{_spaced('CONFIDENTIAL')}|{_spaced('SECRET')}(?! {{0,2}}A {{0,2}}R)"
    rf"|SENSITIVE +BUT +UNCLASSIFIED|(?<!\S)SBU(?= )"
    rf"|{_spaced('LIMITED')} +{_spaced('OFFICIAL')} +{_spaced('USE')}"
    rf"|{_spaced('RESTRICTED')}"
)
_TAIL = (
    rf"(?:[ /]*(?:{_spaced('EFTO')}|{_spaced('FOUO')}|{_spaced('NOFORN')}|FOR OFFICIAL USE ONLY|SENSITIVE"
    rf"|{_spaced('EXDIS')}|{_spaced('NODIS')})\b)*"
)
_SECTION = r"(?:[ /]*(?:FINAL )?SECTION +(?P<section>\d{1,2}) +OF +(?P<sections>\d{1,2}))?"
_WHOLE = (
    rf"(?P<level>{_LEVEL})(?P<tail>{_TAIL}){_SECTION}"
    r"[ /]*(?P<post>[A-Z][A-Z.'-]+(?: [A-Z.'-]+){0,4}) +#?(?P<serial>\d{3,7})(?!\d)(?P<rest>.*)"
)
_LINE = re.compile(_WHOLE, re.I)
_LINE_IN_CAPITALS = re.compile(_WHOLE)  # finds the same there, and in a third of the time
_BARE = re.compile(rf"(?P<level>{_LEVEL})(?P<tail>{_TAIL}){_SECTION}\s*(?P<rest>$)", re.I)
#: A line glued to the one before may have lost its first letters: `WASHDCE C R E T SECTION 01 OF 03 BAGHDAD 000146`.
_DAMAGED = re.compile(
    r"(?P<level>(?:[A-Z] ){3,12}[A-Z]|(?:ONFIDENTIAL|ECRET|NCLAS(?:SIFIED)?)\b)(?P<tail>)"
    + _SECTION.rstrip("?")
    + r" +(?P<post>[A-Z][A-Z.'-]+(?: [A-Z.'-]+){0,4}) +#?(?P<serial>\d{3,7})(?!\d)(?P<rest>.*)"
)
_WORDS = ("UNCLAS", "SECRET", "CONFIDENTIAL", "OFFICIALUSE", "RESTRICTED")
_AFTER = re.compile(r"\s*(?:TAGS?\b|SUBJ(?:ECT)?\b ?:|E\.? ?O\.? ?1\d{4}|¶?\d{1,2}\. *\()", re.I)


_HEADER_LINES = 200  # of which the classification line is one of the last

_AFTER_STARTS = frozenset("TSEtse¶0123456789")


def _damaged(line: str) -> re.Match[str] | None:
    match = _DAMAGED.search(line)
    if match and any(word.endswith(match["level"].replace(" ", "")) for word in ("UNCLASSIFIED", *_WORDS)):
        return match
    return None


@value
class ClassLine:
    """The classification line of a cable, at `line` of its lines, beginning at `column` of it.

    `post` and `serial` are '' on a line that has only the level; `rest` is what follows on the same line.
    """

    line: int
    column: int
    printed: str
    post: str = ""
    serial: str = ""
    section: int = 1
    sections: int = 1
    rest: str = ""

    @property
    def message_number(self) -> str:
        """The message number as printed, `MOSCOW 001640`, '' if the line has none."""
        return f"{self.post} {self.serial}".strip()


def find_class_line(lines: list[str]) -> ClassLine | None:
    """The first line with level, post and number; else the last bare banner before the control lines."""
    bare: ClassLine | None = None
    for index, line in enumerate(lines):
        if not line:
            continue
        if found := class_line_in(line, index):
            if found.serial:
                return found
            bare = bare or found
        elif line.lstrip()[:1] in _AFTER_STARTS and _AFTER.match(line):
            break
    return bare


def with_class_line(lines: list[str]) -> tuple[list[str], ClassLine | None]:
    """The lines, and the classification line among them; one that was wrapped is whole again in them."""
    found = find_class_line(lines)
    if found and found.serial:
        return lines, found
    for index, line in enumerate(lines[:_HEADER_LINES]):
        if line.lstrip()[:1] in _AFTER_STARTS and _AFTER.match(line):
            break
        for end in (index + 2, index + 3):
            if end > len(lines) or not all(lines[index:end]):
                break
            whole = class_line_in(" ".join(map(str.strip, lines[index:end])), index)
            if whole and whole.serial and whole.column < len(line.strip()):
                return [*lines[:index], " ".join(map(str.strip, lines[index:end])), *lines[end:]], whole
    return lines, found


def class_line_in(line: str, index: int = 0) -> ClassLine | None:
    """The classification line that `line` is or ends with, None if it is another line."""
    if "C" not in line and "c" not in line and "SBU " not in line:
        return None  # each of the other words has one
    tight = line.replace(" ", "").upper()
    if not (
        "SECRET" in tight
        or "UNCLAS" in tight
        or "CONFIDENTIAL" in tight
        or "SECTION" in tight
        or "OFFICIALUSE" in tight
        or "RESTRICTED" in tight
        or tight.startswith("SBU")
    ):
        return None
    pattern = _LINE_IN_CAPITALS if line.isupper() and line.isascii() else _LINE
    match = pattern.search(line) or _BARE.fullmatch(line.strip()) or _damaged(line)
    if not match:
        return None
    level, tail, section, sections, rest = match.group("level", "tail", "section", "sections", "rest")
    post, serial = ("", "") if match.re is _BARE else match.group("post", "serial")
    return ClassLine(
        line=index,
        column=match.start(),
        printed=(level + tail).strip(),
        post=" ".join(post.split()),
        serial=serial,
        section=int(section or 1),
        sections=int(sections or 1),
        rest=rest.strip(),
    )
