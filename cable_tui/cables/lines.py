"""The text of a cable as lines, and the lines that carry no text of their own: blanks, rules, page breaks.

A page break that is taken out leaves `BREAK` in its place, so that the sentence around it can be joined later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Stands for a removed page break; form feeds of the source mean the same.
BREAK = "\f"

_RULE_CHARACTERS = "-=*_~ "
_REDACTION = frozenset("Xx")
_RULE_STARTS = frozenset(_RULE_CHARACTERS)
_LINE_ENDS = re.compile(r"\r\n?|[\v\x85\u2028\u2029]")
_BANNER = re.compile(
    r"\s*(?:T ?O ?P +)?(?:U ?N ?C ?L ?A ?S(?: ?S ?I ?F ?I ?E ?D)?|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|S ?E ?C ?R ?E ?T"
    r"|LIMITED OFFICIAL USE)(?:(?: |//?)NOFORN)?(?:[ \t]+[A-Z]{2,4}\d{3,5})?\s*"
)
_BANNER_STARTS = frozenset("UCSTL")
_STAMP = re.compile(
    r"\s*(?:(?:Margaret P\. Grafeld|Sheryl P\. Walter) +Declassified/Released|Declassified/Released US Department"
    r"|US Department of State EO Systematic Review"
    r"|(?:UNCLASSIFIED|CONFIDENTIAL|SECRET|SBU) +Page \d+ of \d+"
    r"|UNCLASSIFIED +U\.?S\.? Department of State +Case No|RELEASED? IN (?:PART|FULL)\b)"
)
#: 00s: post (cut to 10 characters), serial in 8 digits, page of the message, sections.
_RELAY_PAGE = re.compile(r"(?P<serial>\d{8})[ \t]{1,4}\d{3}(?:\.\d)? (?:OF|of) \d{3}(?!\d)")
_RELAY_PAGE_ON_TWO = re.compile(r"(\d{8})\n{1,3}(?=\d{3}(?:\.\d)? OF \d{3}$)", re.M)
_LONGEST_POST = 40  # characters before the serial
_RELAY_POST = re.compile(r"[A-Za-z][A-Za-z.'-]*(?: [A-Za-z.'-]+){0,3} +$")
#: 1973 to 2001: PAGE, post (cut to 6 characters), serial, section, time of transmission.
_ARCHIVE_PAGE = re.compile(
    r"\s*PAGE \d\d[ \t]+(?P<post>[A-Z][A-Z .'-]*?)[ \t]*(?P<serial>\d{4,6})\b(?:[ \t]+\d\d OF \d\d)?(?:[ \t]+\d{6}Z)?"
    r"(?:(?: [A-Z]){5,})?(?:  ?/\d+)?"
)
_BANNER_AT_END = re.compile(r"(?<=\S) +(?:UNCLASSIFIED|CONFIDENTIAL|SECRET|LIMITED OFFICIAL USE)$")
_CONTROL = ("SUBJ", "TAGS", "E.O.", "EO 1")
_CONTROL_STARTS = frozenset("STEste")
_SUBJECT_LABEL = "SUBJECT:"
_NEAR = 8  # lines above a page line that are looked at
_SUBJECT_LINES = 5  # of which a subject has at most so many
_SIPDIS = re.compile(r"SIPDIS(?: +(?=[A-Za-z(])|$)")


#: Relay page lines stand anywhere in a line; every other artefact of transmission opens one.
_RELAY_WORDS = (" OF 0", " of 0")
_ARTEFACT = re.compile(
    r"\n(?=[ \tCDLMPRSTU])(?:SUBJECT|SIPDIS|[ \t]*+(?:PAGE |RELEASE|Margaret P|Sheryl P|Declassified/|US Depart"
    r"|UNCLASSIFIED +U|[UCS][A-Z]+ +Page |[UCSTL] ?[NOEI] ?[CNPM][A-Z0-9 /]{3,54}(?![^\n])))"
)


#: What operators sent for a blank line.
_LONE = frozenset(" " * indent + sign for indent in range(7) for sign in "-.")


_FILE_END = re.compile(r"\x1a+[ \t]*$", re.M)


def to_lines(text: str) -> list[str]:
    """The lines of a text after `mend_signs`, without trailing blanks and NULs; all line ends are recognised.

    A line with only a dash or a full stop, which operators sent for a blank line, becomes one.
    """
    if "\r" in text or "\v" in text or "\x85" in text or "\u2028" in text or "\u2029" in text:
        text = _LINE_ENDS.sub("\n", text)
    if "\x1a" in text:  # ends a file of old systems; elsewhere it is a sign like any other
        text = _FILE_END.sub("", text)
    if "\x00" in text:
        text = text.replace("\x00", "")
    if "\f" in text:
        text = text.replace("\f", "\n\f\n")
        return [line if line == BREAK else _plain(line.rstrip()) for line in text.split("\n")]
    lines = list(map(str.rstrip, text.split("\n")))
    if "-" in lines or "." in lines or " -" in lines or " ." in lines or "\\" in text:
        return [_plain(line) for line in lines]
    return lines


def _plain(line: str) -> str:
    if line[-1:] == "\\":
        line = line[:-1].rstrip()
    return "" if line in _LONE else line


def lines_with(marker: str, lines: list[str], text: str) -> Iterator[int]:
    """The numbers of the lines that hold the marker; `text` is the lines joined."""
    line = -1
    at = text.find(marker)
    while at >= 0:
        yield (line := _number(lines, text, text.rfind("\n", 0, at) + 1, behind=line))
        end = text.find("\n", at)
        at = text.find(marker, end) if end >= 0 else -1


def _number(lines: list[str], text: str, start: int, behind: int) -> int:
    """The number of the line that begins at `start` of the text; every line equal to it is asked for, in order.

    So the first one behind the last found is it, and lines are compared faster than line ends are counted.
    """
    end = text.find("\n", start)
    return lines.index(text[start:end] if end >= 0 else text[start:], behind + 1)


def _suspects(lines: list[str], text: str) -> Iterator[int]:
    """The numbers of the lines that open as an artefact of transmission does; `text` has a line end before each."""
    found = list(_ARTEFACT.finditer(text))
    subjects = [match for match in found if match[0] == "\nSUBJECT"]
    if len(subjects) == 1:  # it is no repetition
        found.remove(subjects[0])
    line = -1
    for match in found:
        yield (line := _number(lines, text, match.start() + 1, behind=line))


def _first_control(lines: list[str]) -> int:
    """The index of the first control line; `len(lines)` if there is none."""
    for index, line in enumerate(lines):
        if line and line[0] in _CONTROL_STARTS and line[:4].upper() in _CONTROL:
            return index
    return len(lines)


def _end_of_text(lines: list[str]) -> int:
    """The index behind the last line of text: a banner below the signature is end matter and no page break."""
    end = len(lines)
    while end and (len(lines[end - 1]) < 5 or is_banner(lines[end - 1])):
        end -= 1
    return end


def is_rule(line: str) -> bool:
    """True for a line drawn with dashes, equals signs, asterisks or underscores, three or more."""
    return line[0] in _RULE_STARTS and not line.strip(_RULE_CHARACTERS) and len(line.replace(" ", "")) >= 3


def is_redacted(line: str) -> bool:
    """True for a line of which the publisher left nothing: `XXXXXXXXXXXX`."""
    return line[-1:] in _REDACTION and _REDACTION.issuperset(line)


def is_banner(line: str) -> bool:
    """True for a classification banner that stands alone on its line."""
    return line.lstrip()[:1] in _BANNER_STARTS and _BANNER.fullmatch(line) is not None


def whole_subject(lines: list[str], at: int) -> str:
    """The subject that begins at a line, with the lines below it that may be its own, as far as a repetition goes."""
    end = at + 1
    while end < min(len(lines), at + _SUBJECT_LINES) and lines[end] and lines[end] != BREAK:
        end += 1
    return " ".join(lines[at:end])


def repeated(line: str, subject: str, least: int = 24) -> int:
    """Where the repetition of a subject ends in a line, blanks and case aside; 0 where the line says something else.

    It ends with a word, and has at least so many characters in common, blanks aside, that the likeness is no chance.
    """
    at = other = same = end = 0
    while at < len(line) and other < len(subject):
        if line[at] == " ":
            end = at = at + 1
        elif subject[other] == " ":
            other += 1
        elif line[at].upper() != subject[other].upper():
            break
        else:
            at, other, same = at + 1, other + 1, same + 1
    if at == len(line) or other == len(subject) or line[at] == " ":
        end = at
    return end if same >= least or (same > len(_SUBJECT_LABEL) and end == len(line)) else 0


class PageBreaks:
    """Takes the page breaks of one cable out of its lines and keeps them, as printed, in `marks`."""

    def __init__(self, serial: int | None, post: str = "") -> None:
        self.serial = serial
        self.post = post.upper()
        self.subject = ""  # the subject's line: relays printed it again on every page
        self.marks: list[str] = []

    def remove(self, lines: list[str]) -> list[str]:
        """The lines with `BREAK` for every page line, stamp, lone banner and stray SIPDIS."""
        text = "\n".join(["", *lines])
        possible = _RELAY_WORDS if self.serial is None else (f"{self.serial:08d}",)
        markers = list(filter(text.__contains__, possible))
        if self.serial is not None and markers and f"{markers[0]}\n" in text:
            text = _RELAY_PAGE_ON_TWO.sub(r"\1  ", text)
            lines = text.split("\n")[1:]
        suspects = set(_suspects(lines, text))
        for marker in markers:
            suspects.update(lines_with(marker, lines, text))
        end = _end_of_text(lines)
        suspects = {index for index in suspects if index < end}
        if not suspects:
            return lines
        control = _first_control(lines)
        kept: list[str] = []
        done = 0
        for index in sorted(suspects):
            if index >= done:
                kept += lines[done:index]
                done = index + self._take(lines, index, kept, past_captions=index > control)
        return kept + lines[done:]

    def _take(self, lines: list[str], index: int, kept: list[str], past_captions: bool) -> int:
        """How many lines were taken; before the control lines SIPDIS is a caption, behind them an artefact."""
        line = lines[index]
        if " OF 0" in line or " of 0" in line:
            match = _RELAY_PAGE.search(line)
            if match and self._is_own(match["serial"]):
                self._cut(line, self._post_before(line, match.start()), match.end(), kept)
                return 1
        if "PAGE " in line and (match := _ARCHIVE_PAGE.match(line)):
            self._cut_banner(kept)
            self._cut(line, 0, match.end(), kept)
        elif line.startswith("SUBJECT"):
            return self._take_subject(lines, index, kept)
        elif line.startswith("SIPDIS"):
            match = _SIPDIS.match(line) if past_captions else None
            self._cut(line, 0, match.end(), kept) if match else kept.append(line)
        elif is_banner(line) or _STAMP.match(line):
            self._cut(line, 0, len(line), kept)
        else:
            kept.append(line)
        return 1

    def _take_subject(self, lines: list[str], index: int, kept: list[str]) -> int:
        """Of a line that repeats the subject nothing but label and subject go: a sentence may go on behind them."""
        if not self.subject:
            self.subject = whole_subject(lines, index)
        elif end := repeated(lines[index], self.subject):
            whole, count = lines[index], 1
            while (
                end == len(whole) and index + count < len(lines) and (below := lines[index + count]) not in ("", BREAK)
            ):
                if (further := repeated(f"{whole} {below}", self.subject)) <= len(whole) + 1:
                    break
                whole, end, count = f"{whole} {below}", further, count + 1
            self._cut(whole, 0, end, kept)
            return count
        kept.append(lines[index])
        return 1

    def _cut_banner(self, kept: list[str]) -> None:
        """A banner before a page line may have been joined to the text above: `... A CONFIDENTIAL`."""
        near = range(len(kept) - 1, max(-1, len(kept) - _NEAR), -1)
        above = next((index for index in near if kept[index] not in ("", BREAK)), None)
        if above is not None and (match := _BANNER_AT_END.search(kept[above])):
            self.marks.append(match[0].strip())
            kept[above] = kept[above][: match.start()]

    def _is_own(self, serial: str) -> bool:
        return self.serial is None or int(serial) == self.serial

    def _post_before(self, line: str, serial_at: int) -> int:
        """Where the page line begins: in the middle of a sentence only the name of the post belongs to it."""
        name = line[:serial_at].rstrip(" ")
        if 0 < len(name) < serial_at <= _LONGEST_POST and name.isalpha() and self.post.startswith(name.upper()):
            return 0  # most stand on a line of their own and name the post in one word
        near = max(0, serial_at - _LONGEST_POST)
        match = _RELAY_POST.search(line[near:serial_at])
        if not match:
            return serial_at
        words = match[0].split()
        suffixes = (words[index:] for index in range(len(words)))
        own = next((part for part in suffixes if self.post.startswith(" ".join(part).upper())), None)
        while own is None and len(words) > 1 and not words[0].isupper():
            words.pop(0)
        words = own or words
        return near + match.end() - len(match[0]) + match[0].rindex(" ".join(words)) if words else serial_at

    def _cut(self, line: str, start: int, end: int, kept: list[str]) -> None:
        self.marks.append(line[start:end].strip())
        if before := line[:start].rstrip():
            kept.append(before)
        kept.append(BREAK)
        if after := line[end:].strip():
            kept.append(after)
