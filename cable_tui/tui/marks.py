"""The notebook's marks on the cables of one archive, by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from cable_tui.archive import View
from cable_tui.notebook.state import State


class CableMarks:
    """States, bookmark counts and labels by row. A row without an entry is unread and has none."""

    def __init__(
        self,
        states: Mapping[int, State] | None = None,
        bookmarks: Mapping[int, int] | None = None,
        labels: Mapping[int, tuple[str, ...]] | None = None,
    ) -> None:
        self._states = dict(states or {})
        self._decided = {row for row, state in self._states.items() if state.is_decision}
        self.bookmarks = dict(bookmarks or {})
        self.labels = dict(labels or {})
        self.changes = 0
        """How often something was taken over since."""

    def state(self, row: int) -> State:
        """The state of a cable."""
        return self._states.get(row, State.UNREAD)

    def set_state(self, rows: Iterable[int], state: State) -> None:
        """Records the new state of rows."""
        self.changes += 1
        for row in rows:
            self._states.pop(row, None)
            self._decided.discard(row)
            if state is not State.UNREAD:
                self._states[row] = state
            if state.is_decision:
                self._decided.add(row)

    def set_bookmarks(self, row: int, count: int) -> None:
        """Records the number of a cable's bookmarks."""
        self.changes += 1
        self.bookmarks.pop(row, None)
        if count:
            self.bookmarks[row] = count

    def decided(self, view: View) -> int:
        """How many cables of a view are kept or dismissed."""
        return len(self._decided & view.members) if view.limit.query and self._decided else len(self._decided)

    def counts(self, view: View) -> dict[State, int]:
        """The number of cables in a view by state."""
        seen = Counter(state for row, state in self._states.items() if not view.limit.query or row in view.members)
        seen[State.UNREAD] = len(view) - sum(seen.values())
        return {state: seen[state] for state in State if seen[state]}

    def next_unread(self, view: View, place: int, step: int) -> int | None:
        """The position of the next unread cable in a direction (1 or -1), wrapping around; None if there is none."""
        last = len(view) - 1
        ahead = range(place + step, last + 1 if step > 0 else -1, step)
        behind = range(0 if step > 0 else last, place, step)
        return next((at for at in chain(ahead, behind) if view.ids[at] not in self._states), None)
