"""What stands around a cable in a plain text file: the export's five lines, an archive's attributes, a key block."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from cable_tui.cables.dtg import catalogue_day, us_date
from cable_tui.cables.model import Container

from .attributes import MESSAGE_ATTRIBUTES, MESSAGE_TEXT, attributes_alone, filled, read_attributes

_EXPORT_ID = re.compile(r"\d{2,4}[A-Z][A-Z0-9-]*\d")
_FIRST = 200  # characters in which a record that is no more than attributes says so
_TOP = 2_000  # characters of an archive's record in which its text begins
_PGP_BEGIN, _PGP_END = "-----BEGIN PGP", "-----END PGP"


def take_container(
    text: str, lines: list[str], given: Container | None
) -> tuple[list[str], Container | None, list[str]]:
    """The own lines of a cable's `text`, what the container says of it, and lines of the container that are no field.

    `given` (from a page or a table row) counts before what the text's first lines say.
    """
    lines, aside = _without_key_block(lines) if _PGP_BEGIN in text else (lines, [])
    # A list is looked through much faster than the text of it; only near the top the line may be indented.
    if (MESSAGE_TEXT in lines or MESSAGE_TEXT in text[:_TOP]) and (at := _message_text(lines)) is not None:
        return _archive_record(lines, at, given, aside)
    if (alone := _attributes_alone(lines)) is not None and (
        "Document Number:" in text or MESSAGE_ATTRIBUTES in text[:_FIRST]
    ):
        found, others = read_attributes(alone)
        return [], filled(given, found), aside + others
    start = 0 if lines and lines[0] else next((i for i, line in enumerate(lines[:6]) if line), 0)
    if len(lines) >= start + 4 and _EXPORT_ID.fullmatch(lines[start].lstrip()):
        head = [line.strip() for line in lines[start : start + 5]]
        # The title line may be missing (02BRASILIA4227 has an empty one).
        for day_at in (2, 1):
            if day := catalogue_day(head[day_at]):
                found = Container(
                    id=head[0],
                    date=day,
                    classification=head[day_at + 1],
                    origin=head[day_at + 2] if len(head) > day_at + 2 else "",
                    subject=head[1] if day_at == 2 else "",
                )
                return lines[start + day_at + 3 :], given or found, aside
    if (": " in text[:_TOP]) and (labelled := _labelled(lines)):
        labels, end = labelled
        return lines[end:], given or labels, aside + lines[:end]
    return lines, given, aside


#: What mirror sites print before a cable: `Identifier: 02OSLO3280`, `Created: 2002-07-03 15:53:00`.
_MIRROR = re.compile(
    r"(?P<key>Identifier|Reference id|Origin|Created|Released|Classification|Tags|Redacted|Wikileaks)"
    r": +(?P<value>\S.*)",
    re.I,
)
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b")
_LABEL_LINES = 30  # lines in which such labels stand
_FEWEST_LABELS = 3


def _labelled(lines: list[str]) -> tuple[Container, int] | None:
    """What the labels of a mirror site say, and the line behind the last of them; None where they are too few."""
    values: dict[str, str] = {}
    end = 0
    for index, line in enumerate(lines[:_LABEL_LINES]):
        if match := _MIRROR.fullmatch(line.strip()):
            values.setdefault(match["key"].lower(), match["value"])
            end = index + 1
        elif line and values:
            break  # the cable begins
    number = values.get("identifier") or values.get("reference id", "")
    if len(values) < _FEWEST_LABELS or not _EXPORT_ID.fullmatch(number):
        return None
    found = Container(
        id=number,
        date=_iso_day(values.get("created", "")) or us_date(values.get("created", "")),
        classification=values.get("classification", ""),
        origin=values.get("origin", ""),
    )
    return found, end


def _iso_day(text: str) -> date | None:
    match = _ISO_DAY.match(text)
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"])) if match else None
    except ValueError:
        return None


def _without_key_block(lines: list[str]) -> tuple[list[str], list[str]]:
    """Republished pages carry a long PGP block before the cable."""
    begin = next((i for i, line in enumerate(lines) if line[:5] == "-----" and line.startswith(_PGP_BEGIN)), None)
    if begin is None:
        return lines, []
    end = next((i for i in range(begin, len(lines)) if lines[i].startswith(_PGP_END)), None)
    if end is None:
        return lines, []
    return lines[:begin] + lines[end + 1 :], lines[begin : end + 1]


def _message_text(lines: list[str]) -> int | None:
    """The line `Message Text` of a record of the National Archives' telegrams, 1973 to 1979."""
    return next((i for i, line in enumerate(lines) if MESSAGE_TEXT in line and line.strip() == MESSAGE_TEXT), None)


def _attributes_alone(lines: list[str]) -> list[str] | None:
    """The lines of a record that has no text, not even a heading for it; None for anything else."""
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if lines and lines[first].strip() == MESSAGE_ATTRIBUTES:
        return lines[first + 1 :]
    return lines if attributes_alone(lines) else None


def _archive_record(
    lines: list[str], at: int, given: Container | None, aside: list[str]
) -> tuple[list[str], Container | None, list[str]]:
    """The text of a record, or of the records of several sections one behind the other."""
    starts = [at, *(i for i in range(at + 1, len(lines)) if lines[i].strip() == MESSAGE_TEXT), len(lines)]
    text: list[str] = []
    aside = aside + lines[:at]
    for start, stop in pairwise(starts):
        end = next((i for i in range(start, stop) if lines[i].strip() == MESSAGE_ATTRIBUTES), stop)
        found, others = read_attributes(lines[end + 1 : stop])
        text += lines[start + 1 : end]
        given, aside = filled(given, found), aside + others
    return text, given, aside
