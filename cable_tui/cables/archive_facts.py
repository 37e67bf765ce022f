"""What the archive of the 1970s' telegrams says of one: who drafted it, where, about what, on which film."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .model import Cable

_DRAFTED = re.compile(r"^ *DRAFTED BY:? *(.+)$", re.M | re.I)
_OFFICE = re.compile(r"^ *((?:ACTION|ORIGIN) +[A-Z/]+)-\d\d\b", re.M)
#: Names of attributes, by the field that they are.
_ATTRIBUTES = {
    "drafter": ("Drafter",),
    "office": ("Office",),
    "concepts": ("Concepts",),
    "film": ("Film Number",),
    "enclosure": ("Enclosure",),
    "handling": ("Original Handling Restrictions", "Handling Restrictions"),
    "previous": ("Original Previous Classification", "Previous Classification"),
    "locator": ("Locator",),
    "review": ("Review Action",),
}
#: The fields that `fact` knows.
FACTS = tuple(_ATTRIBUTES)
#: What a reader has already where the cable's own fields say it.
_OWN: dict[str, Callable[[Cable], str]] = {
    "Subject": lambda cable: f"{cable.subject} {cable.subject_marking or ''}",
    "TAGS": lambda cable: f"{' '.join(cable.tags)} {cable.tags_printed}",
    "From": lambda cable: f"{cable.origin} {cable.sender} {cable.message_number}",
    "To": lambda cable: " ".join(recipient.name for recipient in (*cable.to, *cable.info)) + " INFO",
    "Reference": lambda cable: cable.references_printed,
    "Original Classification": lambda cable: str(cable.classification),
}


def fact(cable: Cable, field: str) -> str:
    """One of drafter, office, concepts, film, enclosure, handling, previous, locator, review; '' where nothing is said.

    Drafter and office are read from the first page where there are no attributes.
    """
    found = cable.container.attribute(*_ATTRIBUTES[field]) if cable.container else ""
    if not found and field == "drafter":
        return " ".join(" ".join(match.split()) for match in _DRAFTED.findall(cable.distribution))
    if not found and field == "office":
        match = _OFFICE.search(cable.distribution)
        return " ".join(match[1].split()) if match else ""
    return found


def others(cable: Cable) -> str:
    """`Name: value` of each other attribute that has a value and says more than the cable's own fields, a line each."""
    if cable.container is None:
        return ""
    shown = {(name, fact(cable, field)) for field, names in _ATTRIBUTES.items() for name in names}
    pairs = [(attribute.name, attribute.plain) for attribute in cable.container.attributes if attribute.plain]
    left = [pair for pair in pairs if pair not in shown and not _is_told(cable, *pair)]
    return "\n".join(map(": ".join, left))


def _is_told(cable: Cable, name: str, value: str) -> bool:
    own = _OWN.get(name)
    return own is not None and _words(value) <= _words(own(cable))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
