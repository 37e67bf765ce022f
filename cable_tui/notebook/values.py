"""The values that a notebook stores. Each is complete without the archive it came from."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from cable_tui.cables.levels import Level

from .state import State


@dataclass(frozen=True, slots=True)
class CableSummary:
    """A cable as the list shows it and a citation needs it.

    `name` is its id (`08MOSCOW1640`), or its file if it has none; `number` the message number as printed
    (`MOSCOW 001640`); `date` ISO 8601 to the minute, or the day if only that is known, '' without one;
    `classification` the banner; `origin` the post as in catalogues (`Embassy Moscow`). `notes` are sentences on
    contradictions in number, date and classification that a citation has to mention.
    """

    name: str
    number: str = ""
    date: str = ""
    level: Level = Level.UNKNOWN
    classification: str = ""
    origin: str = ""
    subject: str = ""
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """The calendar day, `2008-06-09`, or ''."""
        return self.date[:10]


@dataclass(frozen=True, slots=True)
class Mark:
    """The state and labels of a cable; `changed` is a time in UTC, ISO 8601."""

    about: CableSummary
    state: State = State.UNREAD
    labels: tuple[str, ...] = ()
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmarked paragraph.

    `text` is the paragraph without its number (`number`, None if it has none) and marking (`marking`, as printed,
    `S/NF`, '' if it has none; `inherited` if it is the marking of the entire text). `place` is the number of its block
    in the cable, from 0; `copy` the number of earlier blocks with the same text. `created` and `changed` are times in
    UTC, ISO 8601.
    """

    about: CableSummary
    text: str
    number: int | None = None
    marking: str = ""
    place: int = 0
    copy: int = 0
    note: str = ""
    labels: tuple[str, ...] = ()
    created: str = ""
    changed: str = ""
    digest: str = ""
    inherited: bool = False

    @property
    def portion(self) -> str:
        """The marking as cited: `S/NF`; `C, entire text` if the paragraph has none of its own."""
        return portion(self.marking, inherited=self.inherited)

    @property
    def uid(self) -> str:
        """An id that is the same for the same paragraph in every notebook."""
        return blake2b(
            f"{self.about.name}\0{self.digest}\0{self.copy}".encode("utf-8", "surrogatepass"), digest_size=8
        ).hexdigest()


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named query with the order of the list (`date`, `origin` ...)."""

    name: str
    query: str
    order: str = "date"
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where reading stopped in a cable: the number of the block, and the digest of its text."""

    cable: str
    block: int
    digest: str


@dataclass(frozen=True, slots=True)
class LastPosition:
    """Where reading stopped in an archive (its absolute path): the cable under the cursor."""

    archive: str
    cable: str


def portion(marking: str, *, inherited: bool) -> str:
    """A paragraph's marking as cited; an inherited one is told apart from one printed there."""
    return f"{marking}, entire text" if marking and inherited else marking


def digest_of(text: str) -> str:
    """A digest of a paragraph's text that ignores line breaks and runs of spaces."""
    return blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
