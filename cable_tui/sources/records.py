"""Records with a cable in named fields: JSON objects, database rows, XML elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from cable_tui.cables.codec import decode
from cable_tui.cables.model import Attribute, Container
from cable_tui.sources.day import calendar_day
from cable_tui.sources.detect import holds_cable
from cable_tui.sources.raw import Form, RawCable
from cable_tui.sources.stream import MAX_TEXT
from cable_tui.sources.text import joined

MAX_FIELDS = 500
"""The most fields of a record; the catalogue of the 1970s has about seventy."""

#: The names of fields in records, in lower case without punctuation, in order of preference.
_NAMES = {
    "id": (
        *("identifier", "referenceid", "canonicalid", "documentnumber", "mrn", "messagenumber", "cableid", "refid"),
        *("docnumber", "docnbr", "reference", "id", "name"),
    ),
    "date": ("datesent", "sentdate", "sent", "date", "created", "createdat", "draftdate", "datetime", "msgdate"),
    "classification": ("originalclassification", "classification", "origclass", "level", "class"),
    "origin": ("origin", "office", "from", "sender", "msgfrom", "post", "embassy"),
    "subject": ("subject", "title", "msgsubject"),
    "header": ("header", "head", "transport"),
    "body": (
        *("msgtext", "messagetext", "body", "text", "content", "fulltext", "cabletext", "rawtext", "raw", "contents"),
        *("message", "bodytext"),
    ),
}
#: Names of the catalogue's attributes, by which they are shown and searched.
_ATTRIBUTES = {
    re.sub(r"[^a-z]", "", name.lower()): name
    for name in (
        "To|TAGS|Concepts|Drafter|Office|Film Number|Enclosure|Locator|Reference|Handling Restrictions|Executive Order"
        "|Original Handling Restrictions|Previous Classification|Original Previous Classification|Review Action"
        "|Channel Indicators|Current Classification|Original Classification|Draft Date|Sent Date|Document Number|From"
        "|Subject|Type|Review Markings"
    ).split("|")
} | {"film": "Film Number", "concept": "Concepts", "recipients": "To", "handling": "Handling Restrictions"}
_ID = re.compile(r"\s*(?:\d\d|(?:19|20)\d\d)[ -]?[A-Z][A-Z .'-]*?[ -]?\d{1,7}(?:_[a-z]+)?\s*", re.I)

Fields = Mapping[str, Any]


def cable_of(fields: Fields, path: str, position: int, form: Form) -> RawCable | str:
    """The cable in a record, or the reason why it cannot be read; '' for a record that does not look like a cable."""
    if len(fields) > MAX_FIELDS:
        return f"has more than {MAX_FIELDS} fields"
    if _is_own(fields):
        own = _own(fields)
        return RawCable(own[0], path, position, form, own[1])
    values = _values(fields)
    text = joined(values.get("header", ""), values.get("body", ""))
    container = _container(values, fields)
    if len(text) > MAX_TEXT:
        return f"is longer than {MAX_TEXT >> 20} MB"
    named = bool(container.id)
    if not text.strip():
        text = _without_text(fields) if named and (container.subject or container.date) else ""
        return RawCable(text, path, position, form, container) if text else ""
    told = container.date or container.classification or container.origin or container.subject
    return RawCable(text, path, position, form, container) if (named and told) or holds_cable(text) else ""


def _is_own(fields: Fields) -> bool:
    """Whether a record was written by this program's export."""
    return isinstance(fields.get("text"), str) and "paragraphs" in fields and "container" in fields


def _own(fields: Fields) -> tuple[str, Container | None]:
    try:
        container = decode(Container, fields["container"]) if fields["container"] else None
    except (TypeError, ValueError, AttributeError, RecursionError):
        container = None
    return _with_line_ends(fields["text"]), _plain(container) if container else None


def _plain(container: Container) -> Container:
    """The cable in a record of this program's export, None if a field has the wrong type."""
    fits = all(isinstance(getattr(container, name), str) for name in ("id", "classification", "origin", "subject"))
    fits &= all(isinstance(item.name, str) and isinstance(item.value, str) for item in container.attributes)
    return container if fits else Container()


def _values(fields: Fields) -> dict[str, str]:
    """The text of each field by its meaning; of several names for one field, the first listed is used."""
    named: dict[str, str] = {}
    for name, value in fields.items():
        if text := text_of(value):
            named.setdefault(_squeezed(name), text)
    found = {
        field: next(named[name] for name in names if name in named)
        for field, names in _NAMES.items()
        if any(name in named for name in names)
    }
    if identity := next((named[name] for name in _NAMES["id"] if _ID.fullmatch(named.get(name, ""))), ""):
        found["id"] = identity.strip()
    elif "id" in found:
        del found["id"]
    return found


def _squeezed(name: object) -> str:
    return re.sub(r"[^a-z0-9]", "", str(name)[:80].lower())


def text_of(value: Any) -> str:
    """A field as text: lists joined by commas, numbers unchanged; '' for other types."""
    if isinstance(value, str):
        return _with_line_ends(value)
    if isinstance(value, bytes):
        return _with_line_ends(value.decode("utf-8", "replace"))
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return ", ".join(filter(None, (item if isinstance(item, str) else "" for item in value)))
    return ""


def _with_line_ends(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    text = text.encode("utf-8", "replace").decode() if not text.isascii() else text  # no lone surrogates
    return text.replace("\ufeff", "") if "\ufeff" in text else text


def _container(values: Mapping[str, str], fields: Fields) -> Container:
    return Container(
        id=values.get("id", ""),
        date=_day(values.get("date", "")),
        classification=one_line(values.get("classification", "")),
        origin=one_line(values.get("origin", "")),
        subject=one_line(values.get("subject", "")),
        attributes=tuple(_attributes(fields)),
    )


def _attributes(fields: Fields) -> Iterable[Attribute]:
    for name, value in fields.items():
        known = _ATTRIBUTES.get(_squeezed(name))
        if known and (text := one_line(text_of(value))):
            yield Attribute(known, text)


def _day(text: str) -> date | None:
    if re.fullmatch(r"\d{9,10}", text.strip()):  # seconds since 1970
        return datetime.fromtimestamp(int(text)).date()
    return calendar_day(text)


def one_line(text: str) -> str:
    """A value on one line."""
    return " ".join(text.split())


def _without_text(fields: Fields) -> str:
    """The fields of a telegram without text, as the catalogue prints them."""
    names = ((_ATTRIBUTES.get(_squeezed(name), str(name)), one_line(text_of(value))) for name, value in fields.items())
    return "\n".join(["Message Attributes", "", *(f"{name}: {value}" for name, value in names if value)]) + "\n"
