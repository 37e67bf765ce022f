"""The overview of the list: bars by time, level, mark, origin and tag, each of which can be added to the limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.screen import Screen

from cable_tui.archive.overview import Overview
from cable_tui.cables.levels import Level
from cable_tui.escape import visible_line
from cable_tui.notebook.state import State
from cable_tui.tui.plain_ui import is_plain, level_in_words
from cable_tui.tui.widgets.bars import HintLine, TitleLine
from cable_tui.tui.widgets.lines import Piece, fit
from cable_tui.tui.widgets.paging import Paged, paging
from cable_tui.tui.widgets.row_list import RowList
from cable_tui.tui.widgets.single_paint import PaintOnce

_HINTS = "enter limit the list · tab other side · q back"
_MOST_MONTHS = 40  # beyond that, bars are by year
_LABEL, _WIDE_LABEL = 12, 26  # cells
_WIDE = 60  # cells; the least width of a side for the wide label
_LONGEST = 48  # cells of a bar
_LETTERS = {Level.UNKNOWN: "█", Level.CONTROLLED: "B"}  # S is used for secret
_QUERIES = {
    Level.UNKNOWN: "unknown",
    Level.UNCLASSIFIED: "unclassified",
    Level.CONTROLLED: "sbu",
    Level.RESTRICTED: "restricted",
    Level.CONFIDENTIAL: "confidential",
    Level.SECRET: "secret",
    Level.TOP_SECRET: '"top secret"',
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of the overview: label, counts by level (UNKNOWN if not split by level), and query."""

    label: str
    counts: Mapping[Level, int]
    query: str = ""

    @property
    def total(self) -> int:
        """The number of cables."""
        return sum(self.counts.values())


class BarList(RowList[Bar | str]):
    """Bars under their headings, which are strings; the cursor goes from bar to bar."""

    shows_cursor_always = False

    def is_heading(self, row: Bar | str) -> bool:
        """Headings are strings."""
        return isinstance(row, str)

    def pieces(self, row: Bar | str) -> list[Piece]:
        """A heading or a bar."""
        return [(row, self.style("viewer--heading"))] if isinstance(row, str) else self._bar(row)

    def words(self, row: Bar | str) -> str:
        """`2009-06: 3 cables, 1 SECRET, 2 CONFIDENTIAL`."""
        if isinstance(row, str):
            return row
        if _kind(row) == "class":
            return f"{level_in_words(next(iter(row.counts)))}: {_cables(row.total)}"
        levels = sorted(row.counts.items(), reverse=True) if [*row.counts] != [Level.UNKNOWN] else []
        parts = [f"{count:,} {level_in_words(level)}" for level, count in levels]
        return ", ".join([f"{visible_line(row.label)}: {_cables(row.total)}", *parts])

    def _bar(self, bar: Bar) -> list[Piece]:
        count = f"{bar.total:,}"
        label = _WIDE_LABEL if self.size.width >= _WIDE else _LABEL
        room = max(1, min(self.size.width - label - len(count) - 4, _LONGEST))
        most = max((row.total for row in self.rows if isinstance(row, Bar) and _kind(row) == _kind(bar)), default=1)
        pieces: list[Piece] = [(fit(visible_line(bar.label), label) + " ", None)]
        used = 0
        for level, cells in _cells(bar, room, most):
            pieces.append((_LETTERS.get(level, level.letters[0]) * cells, self.marking(level)))
            used += cells
        return [*pieces, (f" {count}", self.style("list--date"))]


def _cables(count: int) -> str:
    return f"{count:,} cable{'' if count == 1 else 's'}"


def _kind(bar: Bar) -> str:
    """The field of a bar's query; bars of one kind share a scale."""
    return bar.query.partition(":")[0]


def _cells(bar: Bar, room: int, most: int) -> list[tuple[Level, int]]:
    """The cells of each level in a bar, the highest level first.

    Every level that occurs has at least one cell, so that none is overlooked.
    """
    levels = sorted(((level, count) for level, count in bar.counts.items() if count), reverse=True)
    left = max(len(levels), round(bar.total * room / max(1, most))) - len(levels)
    found: list[tuple[Level, int]] = []
    seen = done = 0
    for level, count in levels:
        seen += count
        end = round(left * seen / bar.total)
        found.append((level, 1 + end - done))
        done = end
    return found


class OverviewScreen(Paged, PaintOnce, Screen[str | None]):
    """The overview; returns the query of the chosen bar."""

    BINDINGS = [
        *paging("overview"),
        Binding("tab,l,right,h,left", "other", "the other side", id="overview.other", key_display="tab"),
        Binding("enter", "choose", "limit the list to it", id="overview.choose"),
        Binding("q,escape,i", "dismiss", "back", id="overview.leave", key_display="q"),
        Binding("question_mark,f1", "app.keys", "keys", id="overview.keys", key_display="?"),
    ]

    def __init__(self, title: str, overview: Overview, marks: Mapping[State, int]) -> None:
        super().__init__()
        self._overview = overview
        self._marks = marks
        self._title = TitleLine(id="title")
        self._title.archive = title
        total = sum(overview.levels.values())
        self._title.facts = _cables(total)
        self._title.hints = _HINTS
        self._left, self._right = BarList("times"), BarList("facets")

    def compose(self) -> ComposeResult:
        """Time on one side, everything else on the other."""
        yield self._title
        with Horizontal():
            yield self._left
            yield self._right
        yield HintLine(_HINTS)

    def on_mount(self) -> None:
        """Shows the bars."""
        self._left.fill(_times(self._overview))
        self._right.fill(_facets(self._overview, self._marks))
        self._focus(self._left)

    @property
    def _focused(self) -> BarList:
        return self._right if self._right.has_focus else self._left

    def action_move(self, step: int) -> None:
        """Moves the cursor."""
        self._focused.move(step)

    @property
    def rows_in_sight(self) -> int:
        """The height of the focused side."""
        return self._focused.size.height

    def action_other(self) -> None:
        """Goes to the other side."""
        self._focus(self._left if self._right.has_focus else self._right)

    def _focus(self, side: BarList) -> None:
        """Focuses a side; the plain interface shows it alone."""
        if is_plain(self):
            for name in ("times", "facets"):
                self.set_class(side.id == name, f"-on-{name}")
        side.focus()

    def action_choose(self) -> None:
        """Limits the list to the bar under the cursor."""
        bar = self._focused.current
        if isinstance(bar, Bar) and bar.query:
            self.dismiss(bar.query)


def _times(overview: Overview) -> list[Bar | str]:
    """A bar for each month, or for each year if there are many months."""
    dated = {month: counts for month, counts in overview.months.items() if month}
    by_year = len(dated) > _MOST_MONTHS
    spans: dict[str, dict[Level, int]] = {}
    for month, counts in dated.items():
        span = spans.setdefault(month[:4] if by_year else month, {})
        for level, count in counts.items():
            span[level] = span.get(level, 0) + count
    bars: list[Bar | str] = ["by year" if by_year else "by month"]
    bars += [Bar(span, counts, f"date:{span}") for span, counts in spans.items()]
    if undated := overview.months.get(""):
        bars.append(Bar("no date", undated))
    return bars


def _facets(overview: Overview, marks: Mapping[State, int]) -> list[Bar | str]:
    """Bars by level, mark, origin and tag."""
    rows: list[Bar | str] = ["by level"]
    for level, count in overview.levels.items():
        rows.append(Bar(level.letters, {level: count}, f"class:{_QUERIES[level]}"))
    if marks:
        rows.append("by mark")
        rows += [Bar(state.value, {Level.UNKNOWN: count}, f"is:{state.value}") for state, count in marks.items()]
    for heading, field, counts in (("by origin", "origin", overview.origins), ("by tag", "tag", overview.tags)):
        rows.append(heading)
        rows += [Bar(_short(name), {Level.UNKNOWN: count}, f'{field}:"{name}"') for name, count in counts]
    return rows


def _short(name: str) -> str:
    """An origin without its kind of post."""
    return name.removeprefix("Embassy ").removeprefix("Consulate ")
