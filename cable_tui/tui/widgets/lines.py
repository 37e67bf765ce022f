"""Shared by the panes: fitting text to cells, strips, styles by role."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from cable_tui.cables.levels import Level
from cable_tui.tui.plain_ui import is_plain
from cable_tui.tui.theme.loading import marking_name
from cable_tui.tui.theme.palette import Palette

Piece = tuple[str, Style | None]


def fit(text: str, cells: int) -> str:
    """The text cut (with an ellipsis) or padded to exactly this many cells."""
    if cells <= 0:
        return ""
    if text.isascii():
        return text.ljust(cells) if len(text) <= cells else text[: cells - 1] + "…"
    return set_cell_size(text, cells) if cell_len(text) <= cells else set_cell_size(text, cells - 1) + "…"


def width_of(text: str) -> int:
    """The width in cells: wide characters take two, combining ones none."""
    return len(text) if text.isascii() else cell_len(text)


def strip_of(pieces: list[Piece], width: int, fill: Style | None = None) -> Strip:
    """A line of exactly `width` cells; adjacent pieces of one style become one segment."""
    merged: list[Piece] = []
    room = width
    for text, style in pieces:
        cells = width_of(text)
        if cells > room:
            text, cells = fit(text, room), room
        if not text:
            continue
        if merged and merged[-1][1] == style:
            merged[-1] = (merged[-1][0] + text, style)
        else:
            merged.append((text, style))
        room -= cells
    if room > 0:
        merged.append((" " * room, fill))
    return Strip([Segment(text, style) for text, style in merged], width)


class Pane(Widget, can_focus=True):
    """A widget that draws its own lines, in the styles of the theme's palette."""

    _palette: Palette | None = None
    _palette_theme = ""

    def style(self, role: str) -> Style:
        """The style of a role, to be laid over the pane's colours."""
        if self._palette is None or self._palette_theme != self.app.theme:
            self._palette_theme = self.app.theme
            self._palette = Palette(self.app.theme_variables, has_colors=not self.app.no_color)
        return self._palette.style(role)

    @property
    def is_plain(self) -> bool:
        """Whether the pane is part of the plain interface."""
        return is_plain(self)

    @property
    def cursor_place(self) -> Offset:
        """The terminal's cursor within the focused pane (plain interface)."""
        return Offset(0, 0)

    def restyle(self) -> None:
        """Redraws the pane after a change of theme."""
        self._palette = None
        self.refresh()

    def marking(self, level: Level) -> Style:
        """The colour of a level for the letters of a marking."""
        return self.style(f"marking--{marking_name(level)}")

    def banner(self, level: Level) -> Style:
        """The colours of a level for a banner: text on the level's colour."""
        return self.style(f"banner--{marking_name(level)}")

    def line(self, pieces: list[Piece], over: Style | None = None) -> Strip:
        """A line across the pane in its colours, with `over` laid on top."""
        base = self.rich_style + over if over else self.rich_style
        return strip_of(pieces, self.size.width).apply_style(base)

    def repaint_line(self, y: int) -> None:
        """Repaints one line of the pane."""
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))
