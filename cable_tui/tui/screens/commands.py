"""All commands, to be found by their words, or typed as in other programs: `limit origin:moscow`, `q`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.binding import Binding
from textual.command import Command, CommandList, CommandPalette
from textual.content import Content
from textual.widgets import Input

from cable_tui.tui.plain_ui import is_plain

if TYPE_CHECKING:
    from cable_tui.tui.reader.command_line import CommandLine

_AROUND = 6  # cells: the frame of the list, the padding of a row, the scrollbar
_WIDEST = 72  # cells


class CommandsScreen(CommandPalette):
    """Textual's palette with one line per command and no blinking cursor.

    A line that `typed` knows is run as typed. An empty line runs nothing unless the user moved to a row of the list.
    The plain interface has no placeholder.
    """

    def __init__(self, typed: CommandLine, id: str | None = None) -> None:
        super().__init__(id=id)
        self._typed = typed
        self._is_chosen = False

    BINDINGS = [Binding("tab", "complete", "complete", show=False)]

    def on_mount(self) -> None:
        """Stops the cursor from blinking, which would send bytes when idle."""
        line = self.query_one(Input)
        line.cursor_blink = False
        if is_plain(self):
            line.placeholder = ""

    def action_complete(self) -> None:
        """Takes the highlighted command into the line, or the first of the list."""
        found = self.query_one(CommandList)
        if found.option_count and (option := found.get_option_at_index(found.highlighted or 0)):
            line = self.query_one(Input)
            line.value = str(option.hit.text) if isinstance(option, Command) else line.value
            line.action_end()

    @on(Input.Changed)
    def _retyped(self) -> None:
        self._is_chosen = False

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """Runs what was typed, before the palette looks for it."""
        line = event.value.strip()
        if self._is_chosen or (line and not self._typed.named(line)):
            found = self.query_one(CommandList)
            if found.highlighted is None and found.option_count:
                found.highlighted = 0
            return
        event.prevent_default()
        event.stop()
        self._action_escape()
        if line:
            self.app.call_later(self._typed.run, line)

    def _action_cursor_down(self) -> None:
        self._is_chosen = True
        super()._action_cursor_down()

    def _action_command_list(self, action: str) -> None:
        self._is_chosen = self._is_chosen or action != "select"
        super()._action_command_list(action)

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
