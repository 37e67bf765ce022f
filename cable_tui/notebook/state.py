"""The state of a cable. In a module of its own, as the list needs it at start without the other values."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Whether a cable was read, and what the reader decided."""

    UNREAD = "unread"
    READ = "read"
    KEPT = "kept"
    DISMISSED = "dismissed"

    @property
    def is_decision(self) -> bool:
        """Whether the state is kept or dismissed."""
        return self in (State.KEPT, State.DISMISSED)
