"""Converts cables to the cache's documents and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from cable_tui.cables import describe, parse
from cable_tui.cables.archive_facts import fact
from cable_tui.cables.codec import decode, encode
from cable_tui.cables.model import BlockKind, Cable, Container, WarningKind, YearRule
from cable_tui.cables.references.posts import is_name_of, mrn, parse_id

from .fulltext import Columns
from .identity import Copy, grouped
from .query.tokens import ARCHIVE, facts

_TO_THE_DAY, _TO_THE_MINUTE = len("2008-06-09"), len("2008-06-09T08:24")
_BEGINNING = 120  # characters of the text shown if there is no subject


def header_document(cable: Cable, source: str, position: int) -> dict[str, Any]:
    """A cable's document in the table `cables`; the builder adds `copy_of` and the like.

    Empty lists are left out, as there may be a quarter of a million documents.
    """
    number = parse_id(cable.id) if cable.id else None
    document = {
        "id": cable.id,
        "key": sort_key(cable),
        "date": moment_of(cable),
        "level": int(cable.classification.level),
        "classification": str(cable.classification),
        "letters": cable.classification.letters,
        "origin": cable.origin,
        "post": post_name(cable, number.post if number else ""),
        "serial": str(number.serial) if number else "",
        "precedence": int(cable.precedence),
        "subject": shown_line(cable),
        "source": source,
        "position": position,
        "size": len(cable.text),
    }
    lists = {
        "caveats": list(cable.classification.caveats),
        "tags": list(cable.tags),
        "captions": list(cable.captions),
        "refs": [reference.id for reference in cable.references if reference.id],
        "guessed": _guessed(cable),
        "assumed": _assumed(cable),
        "signed": list(cable.signed_by),
        "notes": contradictions(cable),
        "run": sorted({int(block.marking.level) for block in cable.paragraphs if block.marking}),
    }
    if not subject_of(cable):
        document["untitled"] = True
    if printed := printed_id(cable):
        document["printed"] = printed
    return document | {name: values for name, values in lists.items() if values}


def text_document(text: str, container: Container | None) -> dict[str, Any]:
    """A cable's document in the table `texts`: its source text, half the size of the parsed cable."""
    return {"text": text, "container": encode(container)} if container else {"text": text}


def read_text(document: dict[str, Any]) -> Cable:
    """The cable of a document of `texts`. Raises TypeError, ValueError or KeyError where it is damaged."""
    return parse(document["text"], _container(document))


def read_parts(texts: list[dict[str, Any]], header: Mapping[str, Any]) -> Cable | None:
    """The cable of a row from its text or sections; None without any. Raises as `read_text`."""
    if not texts:
        return None
    cable = read_text(joined(texts))
    return replace(cable, id=header["id"]) if "shared" in header else cable


def joined(documents: list[dict[str, Any]]) -> dict[str, Any]:
    """One document of a cable's sections, in order."""
    return documents[0] if len(documents) == 1 else documents[0] | {"text": "\n".join(one["text"] for one in documents)}


def cables_among(number: str, texts: Iterable[Cable]) -> list[Cable]:
    """The cables with one number, from all their copies and sections, each with its name."""
    found = {
        Copy(cable.text, moment_of(cable), "", place, partial(parse_words, cable.text, cable.container)): cable
        for place, cable in enumerate(texts)
    }
    groups = grouped(number, found)
    return [_cable_of([found[part] for part in group.parts], group.name) for group in groups]


def _cable_of(parts: list[Cable], name: str) -> Cable:
    text = "\n".join(part.text for part in parts)
    cable = parts[0] if len(parts) == 1 else parse(text, parts[0].container)
    return cable if cable.id == name else replace(cable, id=name)


def words_document(document: dict[str, Any]) -> Cable:
    """The cable of a document of `texts`, parsed as for the cache (`parse_words`). Raises as `read_text`."""
    return parse_words(document["text"], _container(document))


def read_words(document: dict[str, Any], name: str = "") -> Columns:
    """The full-text columns of a document of `texts`. Raises as `read_text`.

    `name` is the cable's name if it shares its number.
    """
    cable = words_document(document)
    return search_columns(cable, header_document(cable, "", 0) | ({"id": name} if name else {}))


def _container(document: dict[str, Any]) -> Container | None:
    container = document.get("container")
    return decode(Container, container) if container else None


def parse_words(text: str, container: Container | None) -> Cable:
    """Parses a cable for the cache; lines are joined only if the list shows the beginning of the text."""
    cable = parse(text, container, wrapped=True)
    return cable if subject_of(cable) else parse(text, container)


def search_columns(cable: Cable, document: Mapping[str, Any] | None = None) -> Columns:
    """The full-text columns of a cable: its text, its subject, and the facts of its header as words.

    The facts include the names of the classifying officials, which are searched without a field. `document` is the
    header document, if at hand.
    """
    document = document or header_document(cable, "", 0)
    names = [recipient.name for recipient in (*cable.to, *cable.info)]
    text = "\n".join(block.text for block in cable.paragraphs)
    officials = describe.officials(cable)
    archive = {name: fact(cable, name) for name in ARCHIVE} if cable.container or cable.distribution else {}
    found = facts(document, sender=cable.sender, recipients=names, officials=officials, archive=archive)
    return text, subject_of(cable), found


def sort_key(cable: Cable) -> str:
    """Year, post and number, padded so that keys sort as ids do: 9 before 10, 1999 before 2000."""
    number = parse_id(cable.id) if cable.id else None
    return f"{number.year} {number.post} {number.serial:07d}" if number else f"~ {cable.id}"


def printed_id(cable: Cable) -> str:
    """The id printed in the text if it differs from the container's, else ''."""
    number = parse_id(cable.id) if cable.id else None
    post, _, serial = cable.message_number.rpartition(" ")
    if number is None or cable.date is None or not re.fullmatch("[0-9]+", serial):
        return ""
    printed = mrn(cable.date.year, post, int(serial))
    return "" if (printed.post, printed.serial) == (number.post, number.serial) else str(printed)


def post_name(cable: Cable, post: str) -> str:
    """The post as printed in its cables, RIO DE JANEIRO; the letters of the id if they print none."""
    printed = cable.message_number.rpartition(" ")[0].upper()
    return printed if printed.replace(" ", "") == post or is_name_of(printed, post) else post or printed


def subject_of(cable: Cable) -> str:
    """The subject, or the container's title; '' for a cable that has neither, as early telegrams often have not."""
    return cable.subject or (cable.container.subject if cable.container else "")


def shown_line(cable: Cable) -> str:
    """The line of the list: the subject, or the beginning of the text in brackets."""
    if subject := subject_of(cable):
        return subject
    texts = (block.text for block in cable.paragraphs if block.kind is not BlockKind.SIGNATURE)
    words = next((" ".join(text.split()) for text in texts if text.strip()), "")
    if len(words) > _BEGINNING:
        words = f"{words[:_BEGINNING].rpartition(' ')[0] or words[:_BEGINNING]} …"
    return f"[{words or 'no text'}]"


def contradictions(cable: Cable) -> list[str]:
    """The parser's warnings about contradictions in number, date and classification."""
    return [warning.sentence for warning in cable.warnings if warning.kind is WarningKind.CONTRADICTION]


def _guessed(cable: Cable) -> list[str]:
    """The ids of references whose year is only probable, and that no other reference makes certain."""
    rules: dict[str, set[YearRule | None]] = {}
    for reference in cable.references:
        if reference.id:
            rules.setdefault(reference.id, set()).add(reference.year_rule)
    return [name for name, known in rules.items() if known == {YearRule.PREVIOUS}]


def _assumed(cable: Cable) -> list[int]:
    """The places in `refs` of references without a year, taken to be of the citing cable's year."""
    rules = [reference.year_rule for reference in cable.references if reference.id]
    return [place for place, rule in enumerate(rules) if rule is YearRule.SAME]


def moment_of(cable: Cable) -> str:
    """The date in ISO 8601: to the minute if the date-time group is known, else the day, or ''."""
    if cable.date is None:
        return ""
    return cable.date.isoformat()[: _TO_THE_MINUTE if cable.date_is_exact else _TO_THE_DAY]
