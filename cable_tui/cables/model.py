"""The domain: what a cable is once it has been read. Values only, no file and no screen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from .blocks import Block, Marking, Span
from .levels import BANNERS, BlockKind, Level, Precedence, ReferenceKind, SpanKind, WarningKind, YearRule
from .value import value, value_with_dict


@value
class Classification:
    """The marking of a whole cable, exactly as it was: history, never recomputed downwards.

    `name` is the banner's word where the level has several (LIMITED OFFICIAL USE); `printed` the text it was
    read from.
    """

    level: Level = Level.UNKNOWN
    caveats: tuple[str, ...] = ()
    name: str = ""
    printed: str = ""

    def __str__(self) -> str:
        return "//".join([self.name or BANNERS[self.level], *self.caveats])

    @property
    def letters(self) -> str:
        """The short form for narrow columns: `S/NF`, `LOU`."""
        own = "LOU" if self.name.startswith("LIMITED") else self.level.letters
        return f"{own}/NF" if "NOFORN" in self.caveats else own


@value
class Recipient:
    """One addressee: plain language address, routing indicator ('' if none), message continuity number."""

    name: str
    route: str = ""
    precedence: Precedence = Precedence.UNKNOWN
    number: str = ""

    @property
    def is_collective(self) -> bool:
        """True for a mailing list such as CIS COLLECTIVE, which is no post."""
        return "COLLECTIVE" in self.name or self.name.startswith("ALL ")


@value
class Reference:
    """One entry of the REF lines; `id` is canonical (08MOSCOW1425) or None where it is no cable."""

    text: str
    label: str = ""
    id: str | None = None
    kind: ReferenceKind = ReferenceKind.OTHER
    year_rule: YearRule | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Official:
    """Who classified a cable: name and title apart, either may be ''."""

    name: str
    title: str = ""


@value
class CableWarning:
    """What a reader has to know before he relies on a cable, in one sentence."""

    kind: WarningKind
    sentence: str


@value
class Attribute:
    """One of the facts that an archive keeps of a telegram: its name there, and its value as printed."""

    name: str
    value: str

    @property
    def plain(self) -> str:
        """The value without the file's quotation marks; '' for `n/a`."""
        words = self.value.removeprefix("! ").strip(" '")
        return "" if words.lower() == "n/a" else words


@value
class Container:
    """What the thing around the text says of the cable: a page's table, a CSV row, an export's first lines.

    `date` is the calendar day as written; its time, where there is one, is not to be trusted (a fault of the
    published pages). `sent` is the moment by a page that can be trusted with it. `attributes` are all the facts
    of an archive, those of the other fields among them. Every field is '', None or empty where the container is
    silent.
    """

    id: str = ""
    date: dt.date | None = None
    classification: str = ""
    origin: str = ""
    subject: str = ""
    sent: dt.datetime | None = None
    attributes: tuple[Attribute, ...] = ()

    def attribute(self, *names: str) -> str:
        """The value of the first of these attributes that has one; '' where none has. Case does not count."""
        for name in names:
            for attribute in self.attributes:
                if attribute.name.lower() == name.lower() and attribute.plain:
                    return attribute.plain
        return ""


@value_with_dict
class Cable:
    """A cable as read. Every field is a guess with the text beside it; an absent field is normal.

    `text` is the whole text it was read from. `transport` holds the relay lines (format lines 1 to 5 of
    ACP-127) and `page_marks` the page-break lines that were taken out of sentences, all as printed; `trailer`
    is what follows the signature. What is neither a field nor a block is in `unparsed`. `without_text` is why
    there is no text, where an archive has a telegram's facts alone.
    """

    id: str = ""
    message_number: str = ""
    transmission_id: str = ""
    date: dt.datetime | None = None
    date_is_exact: bool = False
    precedence: Precedence = Precedence.UNKNOWN
    classification: Classification = Classification()
    captions: tuple[str, ...] = ()
    origin: str = ""
    sender: str = ""
    to: tuple[Recipient, ...] = ()
    info: tuple[Recipient, ...] = ()
    excluded: tuple[Recipient, ...] = ()
    attention: tuple[str, ...] = ()
    distribution: str = ""
    executive_order: str = ""
    declassify_on: dt.date | None = None
    declassify: str = ""
    tags: tuple[str, ...] = ()
    tags_printed: str = ""
    subject: str = ""
    subject_marking: Marking | None = None
    references: tuple[Reference, ...] = ()
    references_printed: str = ""
    classified_by: Official | None = None
    reasons: tuple[str, ...] = ()
    derived_from: str = ""
    classified_printed: str = ""
    paragraphs: tuple[Block, ...] = ()
    signed_by: tuple[str, ...] = ()
    sections: int = 1
    partial: bool = False
    transport: str = ""
    page_marks: tuple[str, ...] = ()
    trailer: str = ""
    unparsed: str = ""
    without_text: str = ""
    container: Container | None = None
    warnings: tuple[CableWarning, ...] = ()
    text: str = ""

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Summary, comments, notes and action requests in reading order, looked for when they are asked for."""
        from .body.spans import find_spans

        return find_spans(self.paragraphs)

    @cached_property
    def summary(self) -> str:
        """The summary's paragraphs, separated by blank lines; '' if the cable has no summary."""
        from .body.spans import summary_text

        return summary_text(self.paragraphs, self.spans)


__all__ = [
    "Attribute",
    "Block",
    "BlockKind",
    "Cable",
    "CableWarning",
    "Classification",
    "Container",
    "Level",
    "Marking",
    "Official",
    "Precedence",
    "Recipient",
    "Reference",
    "ReferenceKind",
    "Span",
    "SpanKind",
    "WarningKind",
    "YearRule",
]
