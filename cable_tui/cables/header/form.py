"""The form-like layout of State's later messages and releases (SMART, 2009 onward): `Label: value` lines.

Older cables were released in it too; what OCR did to the labels is allowed for where it is common. The fields are
brought into the shape that all the other forms have, so the same functions read their values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cable_tui.cables.dtg import DTG, read_dtg
from cable_tui.cables.lines import BREAK, is_banner
from cable_tui.cables.markings import read_classification
from cable_tui.cables.model import Level, Precedence, Recipient

from .captions import split_captions
from .classline import ClassLine
from .envelope import Envelope, read_recipient
from .heading import Heading

_LABELS = (
    r"MRN|Date/DTG|DTG|From|Action|Info|E\.[O0]\.|TAGS|Captions?|Pass Line|References?|Ref|Subject|Classified By"
    r"|Reasons?|Derived From|Declassify On|Signature|Drafted By|Cleared By|Approved By|Released By"
    r"|Attachments?|Action Post|Dissemination Rule"
)
_LABEL = re.compile(rf"\s*(?P<label>{_LABELS}) ?:[ \t]*(?P<value>.*)", re.I)
_MRN = re.compile(r"(?P<year>\d{2}|\d{4}) (?P<post>[A-Z][A-Z .'-]*?) (?P<serial>\d{1,6})(?!\d)")
_BODY = re.compile(r"\s*¶?\d{1,3}[.)] |\s*(?:SUMMARY|Summary)\b|\s*\((?:U|SBU|C|S)[/)]")
_EXEMPTION = re.compile(r"\s*(?:B\d(?:, ?B\d)*|1\.4\([A-H]\)(?:,\s?1\.4\([A-H]\))*)\s*")
_MARKED = re.compile(
    r"(?:(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLAS(?:SIFIED)?|SBU|SENSITIVE(?: BUT)?|NOFORN|FOUO|CUI|EFTO"
    r"|(?:FOR|LIMITED) OFFICIAL USE(?: ONLY)?)(?:[ /]+|$))+"
)
_HEAD = 60  # lines in which MRN and its fellows must stand
_HEAD_CHARACTERS = 6000
_TRAILING = frozenset(
    "signature|drafted by|cleared by|approved by|released by|info|attachments|attachment|action post"
    "|dissemination rule".split("|")
)


#: The fields that are read; one that is repeated or has another name is shown as it stands.
_READ = frozenset(
    (
        *("mrn", "date/dtg", "from", "action", "info", "e.o.", "tags", "captions", "pass line", "reference", "subject"),
        *("classified by", "reason", "derived from", "declassify on", "signature", "drafted by", "cleared by"),
        *("approved by", "released by", "action post", "dissemination rule"),
    )
)
_SYNONYMS = {
    "dtg": "date/dtg",
    "caption": "captions",
    "references": "reference",
    "ref": "reference",
    "reasons": "reason",
}


@dataclass(frozen=True, slots=True)
class Form:
    """A form taken apart: its message id as printed, the other forms' parts, and the lines of the text."""

    id: str
    class_line: ClassLine
    envelope: Envelope
    heading: Heading
    body: list[str]
    marks: list[str]
    signed_by: tuple[str, ...]


def read_form(lines: list[str]) -> Form | None:
    """The parts of a cable in this layout, None for any other text."""
    if "MRN" not in "\n".join(lines[:_HEAD])[:_HEAD_CHARACTERS]:
        return None
    at = next((i for i, line in enumerate(lines[:_HEAD]) if line.lstrip()[:3] == "MRN" and _LABEL.match(line)), None)
    if at is None:
        return None
    start = _body_start(lines, at)
    end = _body_end(lines, start)
    fields = dict(_fields([*lines[at:start], *lines[end:]]))
    printed = " ".join(fields.get("mrn", []))
    number = _MRN.match(printed.upper())
    banner, others = _above(lines[:at])
    envelope = _envelope(fields)
    envelope.unparsed[:0] = others
    if rest := printed[number.end() if number else 0 :].strip():
        envelope.unparsed.append(f"MRN: {rest}")
    marks = [line.strip() for line in lines[start:end] if _EXEMPTION.fullmatch(line)]
    return Form(
        id=number[0] if number else "",
        class_line=ClassLine(at, 0, banner, *((number["post"], number["serial"]) if number else ("", ""))),
        envelope=envelope,
        heading=_heading(fields),
        body=[BREAK if _EXEMPTION.fullmatch(line) else line for line in lines[start:end]],
        marks=marks,
        signed_by=tuple(fields.get("signature", [])),
    )


def _above(lines: list[str]) -> tuple[str, list[str]]:
    """The banner above the labels, and the lines there that say more than a level and its caveats."""
    printed = [line.strip() for line in lines if line.strip()]
    others = [line for line in printed if not (is_banner(line) or _MARKED.fullmatch(line))]
    levels = [line for line in printed if line not in others or read_classification(line).level > Level.UNKNOWN]
    return " ".join(levels), others


def _body_start(lines: list[str], at: int) -> int:
    """The first line behind the labels that is neither a label nor the continuation of one."""
    last = at
    for index in range(at, min(len(lines), at + _HEAD)):
        if _LABEL.match(lines[index]):
            last = index
        elif _BODY.match(lines[index]):
            return index
    following = last + 1
    while following < len(lines) and lines[following]:
        following += 1
    return following


def _body_end(lines: list[str], start: int) -> int:
    for index in range(start, len(lines)):
        match = _LABEL.match(lines[index])
        if match and match["label"].lower() in _TRAILING:
            return index
    return len(lines)


def _fields(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Labels in lower case with the lines of their values; the label of a repeated field gets a number."""
    label, values = "", list[str]()
    seen: dict[str, int] = {}
    for line in lines:
        if match := _LABEL.match(line):
            if label:
                yield label, values
            label = match["label"].lower().replace("0", "o")
            label = _SYNONYMS.get(label, label)
            seen[label] = seen.get(label, 0) + 1
            label = label if seen[label] == 1 else f"{label} {seen[label]}"
            values = [match["value"].strip()] if match["value"].strip() else []
        elif label and line.strip():
            values.append(line.strip())
    if label:
        yield label, values


def _envelope(fields: dict[str, list[str]]) -> Envelope:
    found = Envelope(sender=" ".join(fields.get("from", [])))
    match = DTG.search(" ".join(fields.get("date/dtg", [])))
    found.date = read_dtg(match) if match else None
    found.to = _recipients(fields.get("action", []))
    found.info = _recipients(fields.get("info", []))
    found.precedence = max((recipient.precedence for recipient in found.to), default=Precedence.UNKNOWN)
    found.transport = [f"Date/DTG: {' '.join(fields.get('date/dtg', []))}"] if "date/dtg" in fields else []
    for label in ("drafted by", "cleared by", "approved by", "released by", "action post", "dissemination rule"):
        found.distribution += [f"{label.title()}: {value}" for value in fields.get(label, [])]
    found.unparsed += [
        f"{label}: {' '.join(values)}" for label, values in fields.items() if label not in _READ and values
    ]
    return found


def _recipients(values: list[str]) -> list[Recipient]:
    """`WASHDC, SECSTATE ROUTINE; ...`: the place stands first and is brought behind the office."""
    found: list[Recipient] = []
    for part in re.split(r"[;\n]", "\n".join(values)):
        place, comma, office = part.partition(",")
        recipient = read_recipient(part) if not comma else read_recipient(_turned(place.strip(), office.split()))
        if recipient:
            found.append(recipient)
    return found


def _turned(place: str, words: list[str]) -> str:
    urgency: list[str] = []
    while words and words[-1] in ("ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH", "NIACT"):
        urgency.insert(0, words.pop())
    return " ".join([*words, place, *urgency])


def _heading(fields: dict[str, list[str]]) -> Heading:
    found = Heading()
    for line in fields.get("captions", []):
        captions, rest = split_captions(line)
        found.captions += captions
        found.attention += [rest] if rest else []
    found.attention += fields.get("pass line", [])
    order = " ".join(fields.get("e.o.", []))
    declassify = " ".join(fields.get("declassify on", []))
    found.eo = [f"E.O. {order}{f': DECL: {declassify}' if declassify else ''}"] if order or declassify else []
    found.tags = fields.get("tags", [])
    found.subject = fields.get("subject", [])
    found.ref = fields.get("reference", [])
    for label in ("classified by", "reason", "derived from"):
        found.by += [f"{label.title()}: {value}" for value in fields.get(label, [])[:1]]
        found.by += fields.get(label, [])[1:]
    return found
