"""Where the cursor of the terminal belongs: at the row, the paragraph or the letter that the reader is at."""

from __future__ import annotations

from rich.cells import cell_len
from textual.command import CommandPalette
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList, TextArea, Tree

from cable_tui.tui.widgets.lines import Pane


def place_of(screen: Screen[object]) -> Offset:
    """The cell of the terminal, from 0, that a screen reader should look at."""
    widget = screen.focused
    if isinstance(screen, CommandPalette):  # the focus stays in its input while its list is gone through
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
        line = widget._index_to_line.get(widget.highlighted or 0, 0)  # a command takes two lines
        return begin + Offset(0, line - widget.scroll_offset.y)
    return begin


def _begin(screen: Screen[object]) -> Offset:
    """The beginning of what stands on a screen where nothing has the focus, such as a question."""
    first = next(iter(screen.query("#dialog, #hints")), None)
    return first.region.offset if first else Offset(0, 0)


def _within(width: int, height: int, place: Offset) -> Offset:
    return Offset(max(0, min(place.x, width - 1)), max(0, min(place.y, height - 1)))
