"""What a notebook holds. Values only; each stands alone, without the archive that it came from."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from cable_tui.cables.levels import Level

from .state import State


@dataclass(frozen=True, slots=True)
class CableSummary:
    """Which cable: what a list shows of it and a citation needs.

    `name` is its id (`08MOSCOW1640`), or its file where it has none; `number` the message number as printed
    (`MOSCOW 001640`), `date` ISO 8601 to the minute, the day alone where only that is known, '' without one;
    `classification` the banner, `origin` the post as catalogues have it (`Embassy Moscow`). `notes` are sentences on
    what contradicts itself in number, date and classification, as whoever cites it has to know.
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
    """What a reader has made of a cable; `changed` is the moment in UTC, ISO 8601."""

    about: CableSummary
    state: State = State.UNREAD
    labels: tuple[str, ...] = ()
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A paragraph that a reader took home.

    `text` is the paragraph without its number and marking, which are `number` (None where it has none) and
    `marking` (as printed, `S/NF`; '' without; `inherited` where it is that of the entire text). `place` is the
    number of its block in the cable, from 0, and `copy` how many blocks before it have the same text. `created` and
    `changed` are moments in UTC, ISO 8601.
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
        """The marking as a citation has it: `S/NF`; `C, entire text` where the paragraph itself has none."""
        return portion(self.marking, inherited=self.inherited)

    @property
    def uid(self) -> str:
        """The same for the same paragraph in everybody's notebook."""
        return blake2b(
            f"{self.about.name}\0{self.digest}\0{self.copy}".encode("utf-8", "surrogatepass"), digest_size=8
        ).hexdigest()


@dataclass(frozen=True, slots=True)
class SavedView:
    """A query with a name, and the order of the list (`date`, `origin` ...)."""

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
    """Where reading stopped in an archive, which is named by its whole path: the cable under the cursor."""

    archive: str
    cable: str


def portion(marking: str, *, inherited: bool) -> str:
    """A paragraph's marking as a citation has it: what stands there is not to be mixed up with what counts there."""
    return f"{marking}, entire text" if marking and inherited else marking


def digest_of(text: str) -> str:
    """What tells a paragraph's text from others; how its lines are broken does not matter."""
    return blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
