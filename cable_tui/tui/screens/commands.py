"""All commands, to be found by their words."""

from __future__ import annotations

from textual.command import CommandPalette
from textual.widgets import Input

from cable_tui.tui.plain import is_plain


class CommandsScreen(CommandPalette):
    """Textual's palette, without what blinks, and in the plain mode without what nobody has typed."""

    def on_mount(self) -> None:
        """A cursor that blinks would send bytes for ever."""
        line = self.query_one(Input)
        line.cursor_blink = False
        if is_plain(self):
            line.placeholder = ""
