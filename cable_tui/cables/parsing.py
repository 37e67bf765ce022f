"""The text of one cable to a `Cable`. The order of the work is the order of the lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from .body.ending import Ending, take_ending
from .body.layout import join_lines
from .body.paragraphs import read_body
from .copies import own_lines
from .dtg import at_midnight, ordinal_day
from .glossaries.tags import split_tags
from .header.attributes import codes, recipients, why_without_text
from .header.authority import official_in_text, official_on_order, read_classified_by, read_order
from .header.classline import ClassLine, with_class_line
from .header.container import take_container
from .header.envelope import Envelope, header_end, read_envelope
from .header.form import Form, read_form
from .header.heading import Heading, read_heading
from .header.sections import without_repeated_headers
from .lines import PageBreaks, to_lines
from .markings import read_classification, take_marking
from .model import (
    Block,
    BlockKind,
    Cable,
    CableWarning,
    Classification,
    Container,
    Level,
    Marking,
    Reference,
    WarningKind,
)
from .references.entries import parse_references
from .references.posts import Mrn, mrn, origin_of, parse_id
from .signs import mend_signs
from .value import value

_SILENT = Container()
_MOST_RESTRICTIONS = 4
_CAVEATS = {"NOFORN": "NOFORN", "NO FORN": "NOFORN", "ORCON": "ORCON", "PROPIN": "PROPIN"}


@value
class _Parts:
    """A cable cut into its parts, before the fields are put together."""

    text: str
    container: Container
    class_line: ClassLine | None
    envelope: Envelope
    heading: Heading
    ending: Ending
    page_marks: tuple[str, ...]
    aside: list[str]
    without_text: str = ""


def parse(text: str, container: Container | None = None, *, wrapped: bool = False) -> Cable:
    """Reads the text of one cable, in any form but HTML; never raises, whatever the text.

    `container` is what a page or a table row says of the cable; the facts of a text export's first lines and of
    an archive's attributes are found in the text itself. With `wrapped` the paragraphs keep the line breaks of the
    source, which is faster and enough for a search index.
    """
    return _assemble(_take_apart(text, container), wrapped)


def _take_apart(text: str, container: Container | None) -> _Parts:
    mended = mend_signs(text)
    lines, around = own_lines(mended, to_lines(mended))
    lines, container, aside = take_container(mended, lines, container)
    aside = [*around, *aside]
    if form := read_form(lines):
        return _form_parts(text, form, container, aside)
    lines, class_line = with_class_line(lines)
    envelope = read_envelope(_header_lines(lines, class_line))
    breaks = (
        PageBreaks(int(class_line.serial), class_line.post) if class_line and class_line.serial else PageBreaks(None)
    )
    body = without_repeated_headers(_body_lines(lines, class_line), class_line, breaks.marks)
    heading, body = read_heading(breaks.remove(body))
    return _Parts(
        text=text,
        container=container or Container(),
        class_line=class_line,
        envelope=envelope,
        heading=heading,
        ending=take_ending(body),
        page_marks=tuple(breaks.marks),
        aside=aside,
        without_text=why_without_text(container, lines, class_line is not None),
    )


def _form_parts(text: str, form: Form, container: Container | None, aside: list[str]) -> _Parts:
    breaks = PageBreaks(None)
    ending = take_ending(breaks.remove(form.body))
    if form.signed_by:
        ending = replace(ending, signed_by=tuple(dict.fromkeys((*ending.signed_by, *form.signed_by))))
    container = container or Container()
    return _Parts(
        text=text,
        container=replace(container, id=container.id or form.id),
        class_line=form.class_line,
        envelope=form.envelope,
        heading=form.heading,
        ending=ending,
        page_marks=(*form.marks, *breaks.marks),
        aside=aside,
    )


def _header_lines(lines: list[str], class_line: ClassLine | None) -> list[str]:
    if class_line is None:
        return lines[: header_end(lines)]
    return [*lines[: class_line.line], lines[class_line.line][: class_line.column]]


def _body_lines(lines: list[str], class_line: ClassLine | None) -> list[str]:
    if class_line is None:
        return lines[header_end(lines) :]
    return [class_line.rest, *lines[class_line.line + 1 :]]


def _assemble(parts: _Parts, wrapped: bool) -> Cable:
    number = _identify(parts)
    own_id = str(number) if number else ""
    date, exact = _date(parts, number)
    heading, envelope = parts.heading, parts.envelope
    own = parts.container
    subject, subject_marking = _subject(heading.subject or ([own.subject] if parts.without_text else []))
    order, declassify, declassify_on = read_order(heading.eo)
    official, reasons, derived = read_classified_by(heading.by)
    tags_printed = "\n".join(heading.tags) or codes(own.attribute("TAGS"))
    references_printed = "\n".join(heading.ref) or (own.attribute("Reference") if parts.without_text else "")
    to, info = (envelope.to, envelope.info) if envelope.to or envelope.info else recipients(own)
    blocks = (*read_body(parts.ending.lines, envelope.partial, wrapped=wrapped), *_signature(parts.ending))
    if not heading.by and (first := next((block.text for block in blocks if block.number), "")):
        official, reasons = official_in_text(first)
    classification = _classification(parts)
    captions = tuple(dict.fromkeys((*heading.captions, *(_handling(own) if own.attributes else ()))))
    return Cable(
        id=own_id,
        message_number=parts.class_line.message_number if parts.class_line else "",
        transmission_id=envelope.transmission_id,
        date=date,
        date_is_exact=exact,
        precedence=envelope.precedence,
        classification=classification,
        captions=captions,
        origin=parts.container.origin or origin_of(envelope.sender) or _origin_from_number(number),
        sender=envelope.sender,
        to=tuple(to),
        info=tuple(info),
        excluded=tuple(envelope.excluded),
        attention=tuple(heading.attention),
        distribution="\n".join(envelope.distribution),
        executive_order=order,
        declassify_on=declassify_on,
        declassify=declassify,
        tags=split_tags(tags_printed) if tags_printed else (),
        tags_printed=tags_printed,
        subject=subject,
        subject_marking=subject_marking,
        references=_references(references_printed, own_id, number),
        references_printed=references_printed,
        classified_by=official or official_on_order(declassify),
        reasons=reasons,
        derived_from=derived,
        classified_printed="\n".join(heading.by),
        paragraphs=blocks,
        signed_by=parts.ending.signed_by,
        sections=parts.class_line.sections if parts.class_line else 1,
        partial=envelope.partial,
        transport="\n".join(envelope.transport),
        page_marks=parts.page_marks,
        trailer="\n".join(parts.ending.trailer),
        unparsed="\n".join([*parts.aside, *envelope.unparsed, *heading.unparsed]),
        without_text=parts.without_text,
        container=parts.container if parts.container != _SILENT else None,
        warnings=_warnings(parts, _contradictions(parts, number, classification, date, blocks)),
        text=parts.text,
    )


def _handling(container: Container) -> list[str]:
    """The captions in an archive's attributes, `EXDIS ONLY`; a longer remark is not a caption."""
    words = container.attribute("Original Handling Restrictions", "Handling Restrictions").replace(",", " ").split()
    return (
        words if len(words) <= _MOST_RESTRICTIONS and all(word.isalpha() and word.isupper() for word in words) else []
    )


def _identify(parts: _Parts) -> Mrn | None:
    """The container names the cable; without one the classification line does, with the year of the DTG."""
    if parts.container.id and (number := parse_id(parts.container.id)):
        return number
    return _printed_number(parts)


def _printed_number(parts: _Parts) -> Mrn | None:
    line, moment = parts.class_line, parts.envelope.date
    if line is None or not line.serial:
        return None
    if moment is None:
        day = parts.container.date
        return mrn(day.year, line.post, int(line.serial)) if day else None
    return mrn(moment.year, line.post, int(line.serial))


def _date(parts: _Parts, number: Mrn | None) -> tuple[datetime | None, bool]:
    """The DTG; else the catalogue's day; else the day of the year in the DE line, which may be a day late."""
    if parts.envelope.date:
        return parts.envelope.date, True
    if parts.container.sent:
        return parts.container.sent, True
    if parts.container.date:
        return at_midnight(parts.container.date), False
    if parts.envelope.ordinal and number and (day := ordinal_day(number.year, parts.envelope.ordinal)):
        return at_midnight(day), False
    return None, False


def _classification(parts: _Parts) -> Classification:
    """The higher of catalogue and classification line, with the caveats of both and of the captions."""
    catalogue = read_classification(parts.container.classification) if parts.container.classification else None
    printed = read_classification(parts.class_line.printed) if parts.class_line else Classification()
    captions = parts.heading.captions
    if printed.level is Level.UNCLASSIFIED and "SENSITIVE" in captions:
        printed = Classification(Level.CONTROLLED, printed.caveats, "", printed.printed)
    higher = catalogue if catalogue and catalogue.level >= printed.level else printed
    caveats = [*(catalogue.caveats if catalogue else ()), *printed.caveats]
    caveats += [_CAVEATS[caption] for caption in captions if caption in _CAVEATS]
    if higher.level is Level.UNKNOWN:
        higher = Classification(parts.envelope.security_level, printed=printed.printed)
    return Classification(higher.level, tuple(dict.fromkeys(caveats)), higher.name, higher.printed)


def _subject(lines: list[str]) -> tuple[str, Marking | None]:
    """The subject on one line; its own marking, before or behind it, apart."""
    text = join_lines(lines)
    marking, rest = take_marking(text)
    if marking is None and text.endswith(")") and "(" in text:
        before, _, last = text.rpartition("(")
        marking, left = take_marking(f"({last}")
        rest = before.rstrip() if marking and not left else text
        marking = marking if not left else None
    return (rest, marking) if rest else (text, None)


def _references(printed: str, own_id: str, number: Mrn | None) -> tuple[Reference, ...]:
    if not printed:
        return ()
    return parse_references(printed, own_id, number.year if number else None)


def _origin_from_number(number: Mrn | None) -> str:
    return origin_of(number.post) if number else ""


def _signature(ending: Ending) -> tuple[Block, ...]:
    return tuple(Block(BlockKind.SIGNATURE, name) for name in ending.signed_by)


def _warnings(parts: _Parts, contradictions: Iterable[str]) -> tuple[CableWarning, ...]:
    found = [CableWarning(WarningKind.CONTRADICTION, sentence) for sentence in contradictions]
    if parts.envelope.partial:
        found.append(CableWarning(WarningKind.EXTRACT, "Only an extract of the cable is in this source."))
    return tuple(found)


def _contradictions(
    parts: _Parts,
    number: Mrn | None,
    classification: Classification,
    date: datetime | None,
    blocks: tuple[Block, ...],
) -> Iterator[str]:
    """What contradicts itself in number, classification and date, in sentences for the reader."""
    catalogue, printed = parts.container.classification, parts.class_line
    own = _printed_number(parts)
    if number and own and (own.post, own.serial) != (number.post, number.serial):
        yield f"The text is numbered {own}, the catalogue calls it {number}."
    if catalogue and printed:
        listed, read = read_classification(catalogue).level, read_classification(printed.printed).level
        if max(listed, Level.CONTROLLED) != max(read, Level.CONTROLLED):
            yield f"Catalogued {catalogue}, printed {printed.printed}: the higher is shown."
    day = parts.container.date
    if date and day and parts.envelope.date and day != date.date():
        yield f"The date-time group says {date:%Y-%m-%d}, the catalogue {day:%Y-%m-%d}."
    own_level = max(classification.level, Level.CONTROLLED)
    if above := [block.marking for block in blocks if block.marking and block.marking.level > own_level]:
        highest = max(above, key=lambda marking: marking.level)
        yield f"A paragraph is marked {highest}, above the cable's own {classification}."
