"""The keys that go through a list or a text, the same in every place, and what they do."""

from __future__ import annotations

from textual.binding import Binding, BindingType

_ALL = 10**9  # rows, more than there are anywhere


def paging(place: str, *, by_space: bool = True, where: str = "") -> list[BindingType]:
    """The bindings of a place, with ids that begin with its name.

    Without `by_space` the place has another use for `space` and `b`. `where` says in the list of all keys which of
    several panes is meant (`in the header`).
    """
    down, up = ("space,pagedown,ctrl+f", "b,pageup,ctrl+b") if by_space else ("pagedown,ctrl+f", "pageup,ctrl+b")
    down_shown, up_shown = ("space", "b") if by_space else ("pgdn ^f", "pgup ^b")
    keys = (
        ("j,down", "move(1)", "down", "down", "j"),
        ("k,up", "move(-1)", "up", "up", "k"),
        (down, "page(1)", f"page down {where}", "page_down", down_shown),
        (up, "page(-1)", f"page up {where}", "page_up", up_shown),
        ("ctrl+d", "page(0.5)", f"half a page down {where}", "half_page_down", None),
        ("ctrl+u", "page(-0.5)", f"half a page up {where}", "half_page_up", None),
        ("g,home", "end(-1)", f"beginning {where}", "first", "g"),
        ("G,end", "end(1)", f"end {where}", "last", "G"),
    )
    return [
        Binding(key, action, words.rstrip(), id=f"{place}.{name}", key_display=shown)
        for key, action, words, name, shown in keys
    ]


class Paged:
    """A place that these keys go through; stands before Textual's class among the bases."""

    def action_move(self, step: int) -> None:
        """Moves by rows, up to the first and the last one."""
        raise NotImplementedError

    @property
    def rows_in_sight(self) -> int:
        """The rows that a page has."""
        raise NotImplementedError

    def action_page(self, pages: float) -> None:
        """Moves by pages or half pages, one row of overlap."""
        rows = max(1, int(abs(pages) * (self.rows_in_sight - 1)))
        self.action_move(rows if pages > 0 else -rows)

    def action_end(self, direction: int) -> None:
        """Moves to the first row (-1) or to the last (1)."""
        self.action_move(direction * _ALL)
