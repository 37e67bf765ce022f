"""Parses names of cables, in all forms that the query line accepts, into the tokens that find them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cable_tui.cables.model import Cable
from cable_tui.cables.references.posts import mrn, parse_id, split_name

from .documents import printed_id
from .query.fields import named_cables
from .query.tokens import ID, NUMBER, fold, number_fact, own_names

_MESSAGE = re.compile(r"\s*([^\W\d_][^\d]{0,40}?)\s*([0-9]{1,7})\s*")
_ID_TOKEN = re.compile(rf"{ID}([0-9]{{2}}[a-z]+[0-9]+)([a-z]*)")


@dataclass(frozen=True, slots=True)
class Name:
    """The name of one cable, as given in `text`.

    `token` is the fact (`query.tokens`) that finds cables with this number. `number` is the id, '' for a message number
    without a year and for any other text; `letters` are those after a shared number.
    """

    text: str
    token: str
    number: str = ""
    letters: str = ""

    @property
    def called(self) -> str:
        """The id with its letters, or the text if there is no id."""
        return f"{self.number}-{self.letters}" if self.letters else self.number or self.text


def names_in(text: str) -> list[Name]:
    """The names in a text: an id or message number, or several in a longer text; else the text itself is one name.

    `08MOSCOW1640`, `MOSCOW 1640`, `see 08 MOSCOW 1640, and ASTANA 1103`.
    """
    if number := parse_id(text):
        return [_of_id(text, str(number), split_name(text.strip())[1])]
    if tokens := named_cables(text):
        return [_of_token(text, token) for token in tokens]
    match = _MESSAGE.fullmatch(text)
    if match and int(match[2]):
        return [Name(text, number_fact(NUMBER, mrn(0, match[1], int(match[2]))))]
    folded = fold(text)
    return [Name(text, ID + folded if folded else "")]


def _of_id(text: str, number: str, letters: str) -> Name:
    return Name(text, ID + fold(number), number, letters)


def _of_token(text: str, token: str) -> Name:
    match = _ID_TOKEN.fullmatch(token)
    return _of_id(text, match[1].upper(), match[2]) if match else Name(text, token)


def tokens_of(cable: Cable) -> set[str]:
    """The tokens that find a cable: of its id, and of the number in its text."""
    return set(own_names(cable.id, printed_id(cable)))
