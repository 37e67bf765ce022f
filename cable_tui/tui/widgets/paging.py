"""The keys that move through a list or a text, the same everywhere."""

from __future__ import annotations

from textual.binding import Binding, BindingType

_ALL = 10**9  # rows, more than any list has


def paging(place: str, *, by_space: bool = True, where: str = "") -> list[BindingType]:
    """The bindings of a screen or pane, with ids that begin with `place`.

    Set `by_space` to False where `space` and `b` have another use. `where` tells panes apart in the list of keys
    (`in the header`).
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
    """A screen or pane with these keys. Comes before Textual's class among the bases."""

    def action_move(self, step: int) -> None:
        """Moves by rows, stopping at the first and last."""
        raise NotImplementedError

    @property
    def rows_in_sight(self) -> int:
        """The number of rows on a page."""
        raise NotImplementedError

    def action_page(self, pages: float) -> None:
        """Moves by pages or half pages that overlap by one row."""
        rows = max(1, int(abs(pages) * (self.rows_in_sight - 1)))
        self.action_move(rows if pages > 0 else -rows)

    def action_end(self, direction: int) -> None:
        """Moves to the first row (-1) or to the last (1)."""
        self.action_move(direction * _ALL)
