"""The position of the terminal's cursor in the plain interface: the current row, paragraph or letter."""

from __future__ import annotations

from rich.cells import cell_len
from textual.command import CommandPalette
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList, TextArea, Tree

from cable_tui.tui.widgets.lines import Pane


def place_of(screen: Screen[object]) -> Offset:
    """The cell, from 0, where a screen reader should read."""
    widget = screen.focused
    if isinstance(screen, CommandPalette):  # its input keeps the focus while the cursor moves in the list
        options = next(iter(screen.query(OptionList)), None)
        if options and options.highlighted:
            widget = options
    if widget is None:
        return _begin(screen)
    return _within(screen.size.width, screen.size.height, _place_in(widget))


def _place_in(widget: Widget) -> Offset:
    begin = widget.content_region.offset
    if isinstance(widget, TextArea):
        return widget.cursor_screen_offset
    if isinstance(widget, Input):
        return begin + Offset(cell_len(widget.value[: widget.cursor_position]) - widget.scroll_offset.x, 0)
    if isinstance(widget, Pane):
        return begin + widget.cursor_place
    if isinstance(widget, Tree):
        return begin + Offset(0, max(0, widget.cursor_line) - widget.scroll_offset.y)
    if isinstance(widget, OptionList):
        line = widget._index_to_line.get(widget.highlighted or 0, 0)  # an option may take two lines
        return begin + Offset(0, line - widget.scroll_offset.y)
    return begin


def _begin(screen: Screen[object]) -> Offset:
    """The start of the text on a screen without a focused widget, such as a question."""
    first = next(iter(screen.query("#dialog, #hints")), None)
    return first.region.offset if first else Offset(0, 0)


def _within(width: int, height: int, place: Offset) -> Offset:
    return Offset(max(0, min(place.x, width - 1)), max(0, min(place.y, height - 1)))
