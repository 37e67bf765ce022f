"""Detects the form of a file from its first bytes, never from its name."""

from __future__ import annotations

import re

from cable_tui.sources.raw import Form
from cable_tui.sources.record_forms import RECORD_FORMS

_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d [+-]\d{4} \d{4}"
EXPORT_HEAD = rf"\d{{2,4}}[A-Z][A-Z0-9.'-]*\d[ \t]*\n[^\n]*\n{_DAY}[ \t]*$"
"""The first three lines of a text export: id, title, date."""

_DTG = r"(?:[ZOPR] ){0,2}\d{6}Z ?[A-Za-z]{3,4} ?\d{2}(?:\d{2})?\b"
_ROUTING = r"(?:ZZ|OO|PP|RR) R[A-Z]{4,}"
_STATION = r"DE R[A-Z]{3,} #?\d{4}"
_RELAY = r"VZCZC[A-Z]{3}\d{3,4}\b"


def _spaced(word: str) -> str:
    """A pattern for a word whose letters may be spaced, as in banners."""
    return " ?".join(word)


LEVEL = (
    "(?:"
    + "|".join(
        [
            _spaced("TOP") + "  ?" + _spaced("SECRET"),
            _spaced("SECRET"),
            _spaced("CONFIDENTIAL"),
            _spaced("UNCLAS") + "(?: ?" + _spaced("SIFIED") + ")?",
            _spaced("LIMITED") + "  ?" + _spaced("OFFICIAL") + "  ?" + _spaced("USE"),
            _spaced("RESTRICTED"),
        ]
    )
    + ")"
)
NUMBERED = (
    LEVEL + r"(?:[ /]{1,4}(?:E ?F ?T ?O|F ?O ?U ?O|NOFORN)){0,3}"
    r"(?: {1,9}SECTION (?P<section>\d{1,3}) ?OF ?\d{1,3})?"
    r" {1,9}(?P<post>[A-Z][A-Z .'-]{0,40}?) {1,9}#?(?P<number>\d{3,7})\b"
)
"""The classification line: level, section n of m, post, number. Repeats are bounded to keep it linear."""

_FORMS = (
    (Form.EXPORT, re.compile(rf"\s*{EXPORT_HEAD}", re.M)),
    (Form.TRANSMISSION, re.compile(rf"\s*(?:{_RELAY}|{_ROUTING}|{_STATION}|{_DTG})")),
    *RECORD_FORMS,
    (Form.CSV, re.compile(r'(?s:.*?)^"?\d+"?,"?\d{1,2}/\d{1,2}/\d{4}\b[^",\n]{0,12}"?,"?\d\d', re.M)),
    (Form.PAGE, re.compile(r"\s*<(?:(?s:.*)<)?(?:html|head|body|table|pre|div|h[1-6]|p)\b", re.I)),
    (Form.TELEGRAM, re.compile(r"(?s:.*?)^(?:[ \t]*Message (?:Text|Attributes)[ \t]*$|PAGE 0?1 )", re.M)),
    (Form.SMART, re.compile(r"(?s:.*?)^MRN: *\d", re.M)),
)

_STRONG = re.compile(
    rf"^(?:{_RELAY}|{_STATION}|{_DTG}[ \t]*$|{EXPORT_HEAD}|[ \t]*Message Text[ \t]*$|MRN: *\d"
    rf"|.{{0,160}}?{NUMBERED})",
    re.M,
)
_WEAK = tuple(
    re.compile(pattern, re.M)
    for pattern in (
        rf"^[ \t]*{LEVEL}[ \t]*(?://.*)?$",
        r"^E\.? ?[O0]\.? ?\d{4,5}",
        r"^TAGS?[:;,]? *\[?[A-Z]{2,4}\b",
        r"^SUBJ(?:ECT)?:",
        r"^(?:FM|FROM:?) {1,9}(?:AM|US|SEC)[A-Z]",
        r"^[^\w\n]{0,20}(?i:Classified by)\b",
        r"^[ \t]{0,4}¶?[ \t]?\d{1,3}\.[ \t]*\((?:U|SBU|LOU|C|S|TS)(?:/[^)\n]*)?\)",
        r"^This record is a partial extract of the original cable",
    )
)
_RECORD = re.compile(r"\s*(?:Message Attributes[ \t]*\n|[A-Z][A-Za-z /]{1,44}: ?[^\n]*\n)")
_RECORD_NUMBER = re.compile(r"^[ \t]*Document Number: *\d{4}[A-Z]", re.M)
ENOUGH = 2
#: Bytes that do not occur in text.
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1a\x1b")


def form_of(head: str) -> Form:
    """The form of a text from its beginning (4 kB are enough); `Form.TEXT` if none is recognised."""
    return next((form for form, pattern in _FORMS if pattern.match(head)), Form.TEXT)


def markers(text: str) -> int:
    """A score of how much `text` looks like a cable: 2 for a line that only cables have, 1 for each weaker sign."""
    if _STRONG.search(text):
        return ENOUGH
    return sum(1 for pattern in _WEAK if pattern.search(text))


def holds_cable(text: str) -> bool:
    """Whether the score is high enough for a cable."""
    return markers(text) >= ENOUGH


def holds_record(text: str) -> bool:
    """Whether a text has the attributes of a telegram of the 1970s, which may lack the text."""
    return bool(_RECORD.match(text) and _RECORD_NUMBER.search(text))


def marker_lines(text: str) -> int:
    """The number of lines that look like a cable's; a reading with more of them has better line breaks."""
    return sum(1 for pattern in (_STRONG, *_WEAK) for _ in pattern.finditer(text))


def first_marker(text: str) -> int:
    """Where the first line that looks like a cable's begins; 0 if none does."""
    found = filter(None, (pattern.search(text) for pattern in (_STRONG, *_WEAK)))
    return min((marker.start() for marker in found), default=0)


def utf16(head: bytes) -> str | None:
    """The UTF-16 variant of the data, from the byte order mark or the places of NUL bytes, else None."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    half = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if half and odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if half and even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def no_text(head: bytes) -> str:
    """Why data cannot be text, '' if they may be; a NUL alone does not make a cable binary."""
    if head.startswith(b"%PDF-"):
        return "a PDF, which is not supported; extract its text first"
    control = len(head) - len(head.translate(None, _CONTROL))
    if b"\0" not in head and control <= len(head) / 10:
        return ""
    return "" if holds_cable(head.decode("latin-1").replace("\r\n", "\n")) else "binary data"
