"""How far a reader has come with a cable. Apart from the other values: the list is shown with it and without them."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """How far a reader has come with a cable."""

    UNREAD = "unread"
    READ = "read"
    KEPT = "kept"
    DISMISSED = "dismissed"

    @property
    def is_decision(self) -> bool:
        """Whether it says what the cable is worth."""
        return self in (State.KEPT, State.DISMISSED)
