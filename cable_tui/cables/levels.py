"""The closed sets of the domain: levels, precedence, kinds. They load fast, for the list needs nothing else."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Level(IntEnum):
    """Classification levels in rank order; UNKNOWN is what carries no readable marking.

    CONTROLLED gathers the administrative markings that are no classification: SBU, FOUO, LOU, EFTO, CUI.
    """

    UNKNOWN = -1
    UNCLASSIFIED = 0
    CONTROLLED = 1
    RESTRICTED = 2
    CONFIDENTIAL = 3
    SECRET = 4
    TOP_SECRET = 5

    @property
    def letters(self) -> str:
        """The short form used in portion markings and narrow columns: U, SBU, R, C, S, TS, ?."""
        return _LETTERS[self]


_LETTERS = {
    Level.UNKNOWN: "?",
    Level.UNCLASSIFIED: "U",
    Level.CONTROLLED: "SBU",
    Level.RESTRICTED: "R",
    Level.CONFIDENTIAL: "C",
    Level.SECRET: "S",
    Level.TOP_SECRET: "TS",
}

BANNERS = {
    Level.UNKNOWN: "MARKING UNKNOWN",
    Level.UNCLASSIFIED: "UNCLASSIFIED",
    Level.CONTROLLED: "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
    Level.RESTRICTED: "RESTRICTED",
    Level.CONFIDENTIAL: "CONFIDENTIAL",
    Level.SECRET: "SECRET",
    Level.TOP_SECRET: "TOP SECRET",
}


class Precedence(IntEnum):
    """How urgently a message is delivered (5 FAH-2, ACP-127); UNKNOWN where none is printed."""

    UNKNOWN = 0
    ROUTINE = 1
    PRIORITY = 2
    IMMEDIATE = 3
    NIACT_IMMEDIATE = 4
    FLASH = 5

    def __str__(self) -> str:
        return self.name.replace("_", " ")


class BlockKind(StrEnum):
    """What a block of the body is. TEXT is prose without a number, TABLE keeps its lines."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    TEXT = "text"
    TABLE = "table"
    SIGNATURE = "signature"


class SpanKind(StrEnum):
    """Stretches of the body that a reader wants to recognise at a glance."""

    SUMMARY = "summary"
    COMMENT = "comment"
    NOTE = "note"
    ACTION_REQUEST = "action request"


class ReferenceKind(StrEnum):
    """What a REF line points at; only CABLE has an id."""

    CABLE = "cable"
    MESSAGE = "message"
    EMAIL = "e-mail"
    AIRGRAM = "airgram"
    REPORT = "report"
    OTHER = "other"


class YearRule(StrEnum):
    """Where the year of a reference comes from; PREVIOUS is only probable."""

    EXPLICIT = "explicit"
    SAME = "same"
    PREVIOUS = "previous"


class WarningKind(StrEnum):
    """What a warning tells: that facts by which a cable is cited contradict each other, or that the text is cut."""

    CONTRADICTION = "contradiction"
    EXTRACT = "extract"
