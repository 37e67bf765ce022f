"""The transport header: from the transmission id to the last addressee (ACP-127, format lines 1 to 9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from cable_tui.cables.dtg import DTG, PRECEDENCE_LETTERS, read_dtg
from cable_tui.cables.lines import is_banner
from cable_tui.cables.model import Level, Precedence, Recipient

PARTIAL_NOTICE = "partial extract of the original cable"

_TRANSMISSION = re.compile(r"VZCZC[A-Z]{3}\d{3,4}")
_ROUTING = re.compile(r"(?:(?:ZZ|OO|PP|RR|YY)\b(?: (?:ZZ|OO|PP|RR))?(?: RU?[A-Z]{4,7}\b|$)|(?:R[A-Z]{4,7}\b ?)+$)")
_DE = re.compile(r"DE (?P<route>\S+) *#?(?P<serial>\d{4})?(?:/\d\d)? *(?:(?P<day>\d{3})(?P<time>\d{4}))?")
_SECURITY = re.compile(r"(?:ZNR|ZNY|ZDK|ZUI|ZDS)\b *(?P<letters>[A-Z])?")
_ROUTE = re.compile(r"(?:R[A-Z]{4,7}|ZEN)")
_LONGEST_ADDRESS = 80  # characters of a line worth remembering
_CONTINUITY = re.compile(r"\d{3,4}(?:-\d{3,4})?")
#: The first letter of a classification line that was sent twice: `PRIORITY 0001S` above `S E C R E T`.
_GLUED_LETTER = re.compile(r"(?<=\d{3})[SCUL]$")
_LONGEST_GLUED = 4
_ADDRESS = re.compile(r"(?P<line>FM|TO|INFO|XMT|ZEN)\b[ :]*(?P<rest>.*)")
_EXCEPT = re.compile(r"(?:^|,? +)XMT[ /:]+")
_OFFICE = re.compile(r"[A-Z/]{1,8}-\d\d\b")
_SITE_DATE = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d\d? [A-Z][a-z]+ \d{4}, \d\d:\d\d$")
_DISTRIBUTION = re.compile(r"\s*(?:ACTION|ORIGIN|INFO)\s+[A-Z/]{1,8}-\d\d\b|\s*(?:DRAFTED|APPROVED|CLEARED) BY\b")
#: The first page line of the archives, and the number of the copy below it.
_FIRST_PAGE = re.compile(r"PAGE \d\d\s+[A-Z].*|\d{2,3}")
#: Which letters the lines begin with, so that a line is tried only as what it can be.
_DISTRIBUTION_STARTS = frozenset("AOIDC")
_TRANSPORT_STARTS = frozenset("VDZOPRY")
_WORDS = {
    "FLASH": Precedence.FLASH,
    "IMMEDIATE": Precedence.IMMEDIATE,
    "PRIORITY": Precedence.PRIORITY,
    "PIORITY": Precedence.PRIORITY,  # an operator's slip that went out often
    "ROUTINE": Precedence.ROUTINE,
}
_SECURITY_LEVELS = {
    "U": Level.UNCLASSIFIED,
    "E": Level.CONTROLLED,
    "R": Level.RESTRICTED,
    "C": Level.CONFIDENTIAL,
    "S": Level.SECRET,
    "T": Level.TOP_SECRET,
}


@dataclass(slots=True)
class Envelope:
    """What the transport header says; lines of it that are no field stay in `transport` or `unparsed`."""

    transmission_id: str = ""
    date: datetime | None = None
    precedence: Precedence = Precedence.UNKNOWN
    sender: str = ""
    to: list[Recipient] = field(default_factory=list)
    info: list[Recipient] = field(default_factory=list)
    excluded: list[Recipient] = field(default_factory=list)
    transport: list[str] = field(default_factory=list)
    distribution: list[str] = field(default_factory=list)
    unparsed: list[str] = field(default_factory=list)
    security_level: Level = Level.UNKNOWN
    ordinal: int | None = None
    partial: bool = False


def read_recipient(line: str) -> Recipient | None:
    """One addressee line: `RUEHC/SECSTATE WASHDC IMMEDIATE 5702`; None where no name is left.

    A post writes to the same addressees all the time and only the number changes, so the rest is remembered.
    """
    if len(line) > _LONGEST_ADDRESS:
        return _read_recipient(line)
    head, _, number = line.rpartition(" ")
    if (number.isdecimal() and 3 <= len(number) <= 4) or (number[-1:].isdigit() and _CONTINUITY.fullmatch(number)):
        known = _known_recipient(head)
        if known and not known.number:
            return Recipient(known.name, known.route, known.precedence, number)
    return _known_recipient(line)


@lru_cache(maxsize=4096)
def _known_recipient(line: str) -> Recipient | None:
    return _read_recipient(line)


def _read_recipient(line: str) -> Recipient | None:
    route, slash, name = line.partition("/")
    if not slash or not _ROUTE.fullmatch(route):
        route, name = "", line
    words = name.split()
    number, precedence = "", Precedence.UNKNOWN
    if len(words) > 1 and words[-1][-1].isdigit() and _CONTINUITY.fullmatch(words[-1]):
        number = words.pop()
    if len(words) > 1 and words[-1] in _WORDS:
        precedence = _WORDS[words.pop()]
        if len(words) > 1 and words[-1] == "NIACT":
            precedence = Precedence.NIACT_IMMEDIATE
            words.pop()
    if not words:  # an address that is nothing but its route
        return Recipient(line.strip()) if line.strip() else None
    return Recipient(" ".join(words), "" if route == "ZEN" else route, precedence, number)


_CONTROL = re.compile(r"\s*(?:TAGS?\b|SUBJ(?:ECT)?\b ?:|E\.? ?O\.? ?1\d{4}|REF\b|¶?\d{1,2}\. *\()", re.I)
_LONGEST = 200  # lines of a header


def header_end(lines: list[str]) -> int:
    """The line behind the last one that surely belongs to a header, for cables that lost their classification line."""
    end = 0
    for index, line in enumerate(lines[:_LONGEST]):
        if not line:
            continue
        if _CONTROL.match(line):
            break
        route, slash, _ = line.partition("/")
        if (
            (slash and _ROUTE.fullmatch(route))
            or _ADDRESS.match(line)
            or _TRANSMISSION.match(line)
            or _SECURITY.match(line)
            or DTG.match(line)
        ):
            end = index + 1
    return end


def read_envelope(lines: list[str]) -> Envelope:
    """Reads the lines before the classification line; never raises."""
    found = Envelope()
    reader = _Reader(found)
    for line in filter(None, map(str.strip, lines[:-1])):
        reader.take(line)
    if last := "".join(lines[-1:]).strip():
        if match := _GLUED_LETTER.search(last[-_LONGEST_GLUED:]):
            found.transport.append(match[0])
            last = last[:-1]
        reader.take(last)
    return found


class _Reader:
    """Walks down the header and remembers which list a continuation line belongs to."""

    def __init__(self, found: Envelope) -> None:
        self.found = found
        self.recipients: list[Recipient] | None = None
        self.in_distribution = False

    def take(self, line: str) -> None:
        if self.recipients is not None and line[0] == "R" and "/" in line[5:9] and line[-3:-2] != ":":
            self._add(line)  # most lines are such addressees
        elif self.in_distribution or (line[0] in _DISTRIBUTION_STARTS and _DISTRIBUTION.match(line)):
            self._take_distribution(line)
        elif is_banner(line) or ((line[0] == "P" or len(line) < 4) and _FIRST_PAGE.fullmatch(line)):
            self.found.transport.append(line)
        elif not self._take_transport(line):
            self._take_address(line)

    def _take_distribution(self, line: str) -> None:
        """The distribution block of the 1970s runs from ACTION or ORIGIN to a dashed line with the filing time."""
        if (_ADDRESS.match(line) and not _OFFICE.search(line)) or DTG.match(line):
            self.in_distribution = False
            self.take(line)
            return
        self.found.distribution.append(line)
        self.in_distribution = not line.startswith("-----")

    def _take_transport(self, line: str) -> bool:
        found = self.found
        if not (line[0] in _TRANSPORT_STARTS or line[0].isdigit() or PARTIAL_NOTICE in line):
            return False
        first = line[0]
        if first == "V" and not found.transmission_id and (match := _TRANSMISSION.match(line)):
            found.transmission_id = match[0]
        elif first == "D" and (match := _DE.match(line)):
            found.ordinal = int(match["day"]) if match["day"] else None
        elif first == "Z" and (match := _SECURITY.match(line)):
            found.security_level = _SECURITY_LEVELS.get(match["letters"] or "", Level.UNKNOWN)
        elif not (self.recipients is None and not found.sender and _ROUTING.match(line)):
            if PARTIAL_NOTICE in line:
                found.partial = True
            elif found.date is None and (match := DTG.match(line)) and (moment := read_dtg(match)):
                found.date = moment
                letters = (PRECEDENCE_LETTERS.get(letter, Precedence.UNKNOWN) for letter in match["precedence"].split())
                found.precedence = max(letters, default=Precedence.UNKNOWN)
            else:
                return False
        found.transport.append(line)
        return True

    def _take_address(self, line: str) -> None:
        found = self.found
        if "day, " in line and (match := _SITE_DATE.search(line)):
            found.transport.append(match[0])
            line = line[: match.start()].strip()
            if not line:
                return
        match = _ADDRESS.match(line)
        name = match["line"] if match else ""
        if match and name == "FM" and not found.sender:
            found.sender = match["rest"].strip()
            return
        if match and name in ("TO", "INFO", "XMT"):
            self.recipients = {"TO": found.to, "INFO": found.info, "XMT": found.excluded}[name]
            line = match["rest"]
            if name == "XMT":
                line = line.lstrip("/ ")
            if _FIRST_PAGE.fullmatch(line):
                found.transport.append(line)
                return
        if self.recipients is None:
            found.unparsed.append(line)
        else:
            self._add(line)

    def _add(self, line: str) -> None:
        assert self.recipients is not None
        excluded = ""
        if "XMT" in line and (match := _EXCEPT.search(line)):
            line, excluded = line[: match.start()], line[match.end() :]
        if recipient := read_recipient(line):
            self.recipients.append(recipient)
        if excluded:
            self.recipients = self.found.excluded
            self.found.excluded.extend(filter(None, map(read_recipient, excluded.split(", "))))
