"""The command palette."""

from __future__ import annotations

from textual.command import Command, CommandList, CommandPalette
from textual.content import Content
from textual.widgets import Input

from cable_tui.tui.plain_ui import is_plain

_AROUND = 6  # cells: the frame of the list, the padding of a row, the scrollbar
_WIDEST = 72  # cells


class CommandsScreen(CommandPalette):
    """Textual's palette with one line per command and no blinking cursor.

    The plain interface has no placeholder.
    """

    def on_mount(self) -> None:
        """Stops the cursor from blinking, which would send bytes when idle."""
        line = self.query_one(Input)
        line.cursor_blink = False
        if is_plain(self):
            line.placeholder = ""

    def _refresh_command_list(self, command_list: CommandList, commands: list[Command], clear_current: bool) -> None:
        lines = [Command(self._line(command), command.hit, id=command.id) for command in commands]
        super()._refresh_command_list(command_list, lines, clear_current)

    def _line(self, command: Command) -> Content:
        """The command on the left, its key on the right."""
        prompt = command.hit.prompt
        name = prompt if isinstance(prompt, Content) else Content(str(prompt))
        told = command.hit.help or ""
        if is_plain(self):
            return Content(", ").join([name, Content(told)])
        width = min(self.app.size.width, _WIDEST) - _AROUND
        told = told.removeprefix("key ")
        shown = Content(told).truncate(max(width // 2, 10), ellipsis=True)
        room = width - shown.cell_length - 2
        return Content.assemble(name.truncate(room, ellipsis=True, pad=True), "  ", shown)
