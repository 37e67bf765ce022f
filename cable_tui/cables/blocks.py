"""What the body of a cable is made of: blocks with their markings, and the stretches that readers go to first."""

from __future__ import annotations

from dataclasses import dataclass

from .levels import BlockKind, Level, SpanKind
from .value import value


@dataclass(frozen=True, slots=True)
class Marking:
    """A portion marking such as `(S//NF)`; `inherited` when "entire text" gave it."""

    level: Level
    caveats: tuple[str, ...] = ()
    printed: str = ""
    inherited: bool = False

    def __str__(self) -> str:
        return "/".join([self.level.letters, *self.caveats])

    @property
    def short(self) -> str:
        """As printed, in capitals: `S/NF`, `LOU`, `C//REL TO USA`; what it means where nothing is printed."""
        return " ".join(self.printed.upper().split()) or str(self)


@value
class Block:
    """A piece of the body in reading order.

    `text` has no number and no marking; its lines were joined where they were wrapped only by the width of
    the telegram. `number` and `marking` are those printed (or inherited) and None where there is none.
    """

    kind: BlockKind
    text: str
    number: int | None = None
    marking: Marking | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch from `start` in block `first` to `end` in block `last` (offsets in characters of the text)."""

    kind: SpanKind
    first: int
    start: int
    last: int
    end: int
