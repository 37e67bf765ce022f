"""The history of cables read, to go back and forward in."""

from __future__ import annotations

from typing import NamedTuple

_REMEMBERED = 500  # entries


class MissingContext(NamedTuple):
    """A position in the list of missing cables: its query, the row, and whether the citing cables were open."""

    query: str
    place: int
    is_open: bool = False


class HistoryEntry(NamedTuple):
    """A cable that was read, the block that was current, and the list of missing cables that led to it."""

    name: str
    block: int
    via: MissingContext | None = None


class History:
    """Entries in the order of reading, one of them current."""

    def __init__(self) -> None:
        self._entries: list[HistoryEntry] = []
        self._place = 0

    @property
    def current(self) -> HistoryEntry | None:
        """The current entry, None in an empty history."""
        return self._entries[self._place] if self._entries else None

    def visit(self, name: str, block: int, via: MissingContext | None = None) -> None:
        """Adds a cable after the current one, unless it is the same; drops all forward entries."""
        if via is None and self.current and self.current.name == name:
            return
        del self._entries[self._place + 1 :]
        if via or not self._entries or self._entries[-1].name != name:
            self._entries.append(HistoryEntry(name, block, via))
        del self._entries[:-_REMEMBERED]
        self._place = len(self._entries) - 1

    def leave(self, block: int) -> None:
        """Records the current block of the cable that is being left."""
        if self._entries:
            self._entries[self._place] = self._entries[self._place]._replace(block=block)

    def step(self, step: int) -> HistoryEntry | None:
        """Goes back (-1) or forward (1); returns the entry there, None at the end."""
        if not 0 <= self._place + step < len(self._entries):
            return None
        self._place += step
        return self._entries[self._place]
