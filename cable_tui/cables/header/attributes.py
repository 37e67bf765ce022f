"""What the archive of the electronic telegrams, 1973 to 1979, says of one: `Key: value` lines behind its text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from cable_tui.cables.dtg import us_date
from cable_tui.cables.markings import read_classification
from cable_tui.cables.model import Attribute, Container, Level, Recipient
from cable_tui.cables.references.posts import is_post

MESSAGE_TEXT, MESSAGE_ATTRIBUTES = "Message Text", "Message Attributes"
_NAMES = frozenset(
    "Automatic Decaptioning|Capture Date|Channel Indicators|Current Classification|Concepts|Control Number|Copy"
    "|Draft Date|Sent Date|Decaption Date|Decaption Note|Disposition Action|Disposition Approved on Date"
    "|Disposition Authority|Disposition Case Number|Disposition Comment|Disposition Date|Disposition Event"
    "|Disposition History|Disposition Reason|Disposition Remarks|Document Number|Document Source|Document Unique ID"
    "|Drafter|Enclosure|Executive Order|Errors|Film Number|Format|From|Handling Restrictions|Image Path|ISecure"
    "|Legacy Key|Line Count|Litigation Code Aides|Litigation Codes|Litigation History|Locator|Message ID|Office"
    "|Original Classification|Original Handling Restrictions|Original Previous Classification"
    "|Original Previous Handling Restrictions|Page Count|Previous Channel Indicators|Previous Classification"
    "|Previous Handling Restrictions|Reference|Retention|Review Action|Review Content Flags|Review Date|Review Event"
    "|Review Exemptions|Review Media Identifier|Review Release Date|Review Release Event|Review Transfer Date"
    "|Review Withdrawn Fields|Review Authority|Review Comment|Review History|Review Markings|Review Referrals"
    "|SAS ID|Secure|Status|Subject|TAGS|To|Type|Markings|vdkvgwkey".split("|")
)
_LINE = re.compile(r"(?P<indent>\s*)(?P<key>[A-Za-z][A-Za-z /()]{1,44}): ?(?P<value>.*)")
_SLASHED = re.compile(r"\b(\d\d?)/(\d\d?)/(\d{4})\b")
_FEW = 60  # lines among which a record without headings must have its number
_NUMBER = re.compile(r"\s*Document Number: *\d{4}[A-Z]")
_ONLINE = re.compile(r"TEXT ON-? ?LINE\b(?! GARBLED)", re.I)
_APART = re.compile(r"\s*[|;\n]\s*")
_INFO = re.compile(r"\bINFO:?\s")
_LONGEST_NAME = 3  # words of a post's name
_FULL_LINES = 5
"""A text with more lines is no sentence that stands in its place."""


def read_attributes(lines: list[str]) -> tuple[Container | None, list[str]]:
    """What the lines of a record's attributes say, and those before the first that are none.

    A value may go on in the next lines; `n/a` is an empty one.
    """
    found: list[Attribute] = []
    aside: list[str] = []
    indent: str | None = None
    for line in lines:
        match = _LINE.fullmatch(line)
        if match and _opens(match, indent):
            indent = match["indent"] if indent is None else indent
            found.append(Attribute(match["key"], match["value"].strip()))
        elif found and line.strip():
            found[-1] = Attribute(found[-1].name, f"{found[-1].value} {line.strip()}".strip())
        elif line.strip():
            aside.append(line)
    return (container_of(tuple(found)) if found else None), aside


def _opens(match: re.Match[str], indent: str | None) -> bool:
    """A known name, or one that stands below the first; words of a value in capitals are none."""
    key = match["key"]
    return key in _NAMES or (indent == match["indent"] and key[0].isupper() and not key.isupper())


def container_of(attributes: tuple[Attribute, ...]) -> Container:
    """A container filled from these attributes. A classification that is not a level is left out."""
    own = Container(attributes=attributes)
    level = own.attribute("Original Classification", "Classification")
    return replace(
        own,
        id=own.attribute("Document Number", "Canonical ID"),
        date=_day(own.attribute("Sent Date", "Draft Date", "Date")),
        classification=level if read_classification(level).level is not Level.UNKNOWN else "",
        subject=own.attribute("Subject"),
    )


def _day(text: str) -> date | None:
    """A day of the archive, which puts the day before the month: 20 NOV 1976, 20-Nov-1976, 20/11/1976."""
    if match := _SLASHED.search(text):
        day, month, year = map(int, match.groups())
        try:
            return date(year, month, day)
        except ValueError:
            return us_date(text)
    return us_date(text.replace("-", " ") if re.search("[A-Za-z]", text) else text)


def filled(given: Container | None, found: Container | None) -> Container | None:
    """What is `given` by a page or a table row, and where it is silent what was found."""
    if given is None or found is None:
        return given or found
    names = ("id", "date", "sent", "classification", "origin", "subject")
    known = frozenset(given.attributes)
    others = tuple(attribute for attribute in found.attributes if attribute not in known)
    told = {name: getattr(given, name) or getattr(found, name) for name in names}
    return replace(given, **told, attributes=given.attributes + others)


def attributes_alone(lines: list[str]) -> bool:
    """True for the attributes of a telegram without its text and without a heading."""
    first = next((line for line in lines if line.strip()), "")
    match = _LINE.fullmatch(first)
    return bool(match and match["key"] in _NAMES and any(map(_NUMBER.match, lines[:_FEW])))


def recipients(container: Container) -> tuple[tuple[Recipient, ...], tuple[Recipient, ...]]:
    """The action and info addressees in a telegram's attributes: `OSLO INFO COPENHAGEN BUENOS AIRES`."""
    to, _, info = (part.strip() for part in _INFO.sub("\0", container.attribute("To") + " ", count=1).partition("\0"))
    return _addressees(to), _addressees(info)


def _addressees(text: str) -> tuple[Recipient, ...]:
    parts = [part for part in _APART.split(text.strip()) if part]
    names = parts if len(parts) > 1 else [name for part in parts for name in _posts(part.split())]
    return tuple(map(Recipient, names))


def _posts(words: list[str]) -> list[str]:
    """The words grouped into posts with names of up to three words; words that are not posts stay together."""
    found: list[str] = []
    place, unknown = 0, False
    while place < len(words):
        sizes = range(min(_LONGEST_NAME, len(words) - place), 0, -1)
        size = next((size for size in sizes if is_post(" ".join(words[place : place + size]))), 0)
        name = " ".join(words[place : place + max(size, 1)])
        if not size and unknown:
            found[-1] += f" {name}"
        else:
            found.append(name)
        unknown = not size
        place += max(size, 1)
    return found


def codes(text: str) -> str:
    """TAGS as a page has them, `CH - China (Mainland) | ECON - Economic Affairs`, as a cable has them."""
    parts = _APART.split(text)
    return ", ".join(part.partition(" - ")[0].strip() for part in parts) if len(parts) > 1 or " - " in text else text


def why_without_text(container: Container | None, lines: list[str], has_header: bool) -> str:
    """What the archive says where it has lost a telegram's text; '' where the text is there, or nothing is said."""
    if container is None or not container.attributes or has_header:
        return ""
    locator = container.attribute("Locator")
    written = [line for line in lines if line.strip()]
    if len(written) > _FULL_LINES or (written and (not locator or _ONLINE.search(locator))):
        return ""
    remark = container.attribute("Enclosure")
    return "; ".join(part for part in (locator, remark) if part) or "the source has its attributes alone"
