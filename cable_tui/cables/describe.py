"""A cable's facts in words for a person: labels and values, in the order in which a reader asks."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from .levels import Level, Precedence

if TYPE_CHECKING:
    from .model import Cable, Classification, Recipient, Reference

Fact = tuple[str, str]

_GLUED_SECTION = r"(?i)(?<=\b1\.[45])(?=[a-h]\b)"
#: Words of the fields that say nothing but which field it is, and that stand between name and reasons.
_LABELS = frozenset(
    "classified classfied by for per under pursuant to of and or the reason reasons section e o eo derived from"
    " declassify on tags tag ref refs reftel reftels u 1 4 5".split()
)

#: What stands where a text should.
_WITHOUT_TEXT = "The text of this telegram is not here. Its archive says: "

#: Stands above what the parser did not understand.
UNPARSED = "Lines of the source that are no known field:"


def moment(value: datetime | None, exact: bool) -> str:
    """`Mon 9 Jun 2008 14:47Z`; the day alone where the time is not known, 'date unknown' without one."""
    if value is None:
        return "date unknown"
    day = f"{value:%a} {value.day} {value:%b %Y}"
    return f"{day} {value:%H:%M}Z" if exact else day


def day(value: date) -> str:
    """`5 Jun 2018`."""
    return f"{value.day} {value:%b %Y}"


def subject(cable: Cable) -> str:
    """The subject, with its own marking before it where it has one."""
    return f"({cable.subject_marking.short}) {cable.subject}" if cable.subject_marking else cable.subject


def banner(value: Classification, room: int) -> str:
    """The banner, in its short form where the long one has more than `room` characters."""
    words = str(value)
    if len(words) <= room:
        return words
    own = value.letters.partition("/")[0]
    short = "UNCLAS//FOUO" if value.level is Level.CONTROLLED and not value.name else own
    return "//".join([short, *value.caveats])


def until(cable: Cable) -> str:
    """When the cable is to be declassified: a date, or the words printed; '' where nothing is."""
    if cable.declassify_on:
        return f"until {day(cable.declassify_on)}"
    return f"declassify: {cable.declassify}" if cable.declassify else ""


def declassification(cable: Cable) -> str:
    """Order and date; and the words printed, where they say more: `E.O. 12065, until 12 Aug 1985 (printed GDS ...)`."""
    order = f"E.O. {cable.executive_order}" if cable.executive_order else ""
    parts = ", ".join(part for part in (order, until(cable)) if part)
    says_more = cable.declassify_on and any(map(str.isalpha, cable.declassify))
    return f"{parts} (printed {cable.declassify})" if says_more else parts


def _words(*texts: str) -> set[str]:
    return set(re.findall(r"\w+", " ".join(texts).casefold()))


def _untold(printed: str, *told: str) -> str:
    """A field as printed, '' if `told` already has all its words."""
    return " ".join(printed.split()) if _words(printed) - _LABELS - _words(*told) else ""


def tags_printed(cable: Cable) -> str:
    """The TAGS as printed where they were read as others: RU is RS."""
    return _untold(cable.tags_printed, *cable.tags)


def references_printed(cable: Cable) -> str:
    """The references as printed, if they have words that the references read do not."""
    return _untold(cable.references_printed, *(reference(value) for value in cable.references))


def classified_printed(cable: Cable) -> str:
    """The classified-by lines as printed, if they say more: a second official, or a declassification date."""
    from .header.authority import join_wrapped  # the list comes first

    printed = re.sub(_GLUED_SECTION, " ", join_wrapped(cable.classified_printed.split("\n")))
    return _untold(printed, classified_by(cable), *cable.reasons, cable.derived_from, cable.executive_order)


def officials(cable: Cable) -> str:
    """The names of the classifying officials: those read, then the words of a line that names another."""
    from .header.authority import official_on_order  # the list comes first

    names = (official.name for official in (cable.classified_by, official_on_order(cable.declassify)) if official)
    others = (word for word in classified_printed(cable).split() if not _words(word) <= _LABELS)
    return " ".join((*dict.fromkeys(names), *others))


def reasons(cable: Cable) -> str:
    """`1.4 b d`, in the order printed."""
    if not cable.reasons:
        return ""
    five, four = cable.classified_printed.find("1.5"), cable.classified_printed.find("1.4")
    section = "1.5" if five >= 0 and not 0 <= four < five else "1.4"
    return f"{section} {' '.join(cable.reasons)}"


def addressees(cable: Cable) -> str:
    """`SECSTATE WASHDC +2, +6 info`: the first action addressee and how many others."""
    if not cable.to:
        return f"{len(cable.info)} info" if cable.info else ""
    rest = f" +{len(cable.to) - 1}" if len(cable.to) > 1 else ""
    info = f" +{len(cable.info)} info" if cable.info else ""
    return f"{cable.to[0].name}{rest}{info}"


def recipient(value: Recipient) -> str:
    """One addressee with its precedence, if printed."""
    urgency = f" ({str(value.precedence).lower()})" if value.precedence else ""
    return f"{value.name}{urgency}"


def reference(value: Reference) -> str:
    """One reference as a row: label, text, and the id it was read as."""
    label = f"{value.label}. " if value.label else ""
    note = f" ({value.note})" if value.note else ""
    read_as = f" = {value.id}" if value.id else f" [{value.kind.value}]"
    return f"{label}{value.text}{note}{read_as}"


def tags(cable: Cable) -> str:
    """The tags in order; persons and terms of several words in parentheses."""
    return " ".join(tag if " " not in tag else f"({tag})" for tag in cable.tags)


def classified_by(cable: Cable) -> str:
    """Name and title of the classifying official."""
    official = cable.classified_by
    return ", ".join(part for part in (official.name, official.title) if part) if official else ""


def without_text(cable: Cable) -> str:
    """Why there is no text, in a sentence; '' for a cable that has one."""
    return f"{_WITHOUT_TEXT}{cable.without_text}." if cable.without_text else ""


def facts(cable: Cable) -> list[Fact]:
    """Every field that the cable has, as label and value, in reading order."""
    from .archive_facts import fact, others  # the list comes first

    urgency = str(cable.precedence).lower() if cable.precedence is not Precedence.UNKNOWN else ""
    rows = [
        ("Subject", subject(cable)),
        ("From", ", ".join(part for part in (cable.origin, cable.sender) if part)),
        ("To", "; ".join(map(recipient, cable.to))),
        ("Info", "; ".join(map(recipient, cable.info))),
        ("Except", "; ".join(map(recipient, cable.excluded))),
        ("For", "; ".join(cable.attention)),
        ("Date", moment(cable.date, cable.date_is_exact)),
        ("Precedence", urgency),
        ("Number", f"{cable.id}  {cable.message_number}".strip()),
        ("Marking", str(cable.classification)),
        ("Captions", " ".join(cable.captions)),
        ("Declassify", declassification(cable)),
        ("Classified by", classified_by(cable)),
        ("Reasons", reasons(cable)),
        ("Derived from", cable.derived_from),
        ("By, printed", classified_printed(cable)),
        ("Tags", tags(cable)),
        ("Tags, printed", tags_printed(cable)),
        ("References", "; ".join(map(reference, cable.references))),
        ("Refs, printed", references_printed(cable)),
        ("Signed", ", ".join(cable.signed_by)),
        ("Drafter", fact(cable, "drafter") if cable.container else ""),
        ("Office", fact(cable, "office") if cable.container else ""),
        ("Concepts", fact(cable, "concepts")),
        ("Film number", fact(cable, "film")),
        ("Enclosure", fact(cable, "enclosure")),
        ("Handling", fact(cable, "handling")),
        ("Prev. marking", fact(cable, "previous")),
        ("Locator", fact(cable, "locator")),
        ("Review", fact(cable, "review")),
        ("Archive", others(cable)),
        ("Distribution", cable.distribution),
        ("Transport", cable.transport),
        ("Note", " ".join(warning.sentence for warning in cable.warnings)),
    ]
    return [(label, value) for label, value in rows if value]
