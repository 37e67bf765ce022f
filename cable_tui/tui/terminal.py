"""Few bytes for a slow line: a driver that sends what changes something on the terminal and nothing else."""

from __future__ import annotations

import os

from textual.drivers.linux_driver import LinuxDriver

from .cells import Cells

#: Terminals that fill erased cells with the background of the moment (terminfo's `bce`); tmux and screen do not.
_ERASE_IN_COLOR = ("xterm", "linux", "rxvt", "alacritty", "kitty", "foot", "konsole", "vte", "gnome", "st-")


class FrugalDriver(LinuxDriver):
    """Textual's driver behind a model of the terminal's cells."""

    _cells: Cells | None = None

    def write(self, data: str) -> None:
        """Takes what is to be shown; it is sent with the end of the update."""
        size = self._app.size.width, self._app.size.height
        if self._cells is None or self._cells.size != size:
            self._cells = Cells(*size, erases_in_color=os.environ.get("TERM", "").startswith(_ERASE_IN_COLOR))
        if sent := self._cells.feed(data):
            super().write(sent)

    def flush(self) -> None:
        """Sends what is left of an update that had no end."""
        if self._cells and (sent := self._cells.flush()):
            super().write(sent)
        super().flush()

    def redraw(self) -> None:
        """Sends the whole screen, as another program may have written over it."""
        if self._cells:
            super().write(self._cells.redraw())
            super().flush()

    def write_raw(self, sequence: str) -> None:
        """Sends a control sequence that shows nothing; whatever it holds is no text and no style."""
        super().write(sequence)

    def start_application_mode(self) -> None:
        """Begins with a terminal that another program may have had."""
        self._cells = None
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def stop_application_mode(self) -> None:
        """Leaves the terminal with its own colours."""
        self.flush()
        self.write_raw("\x1b[0m\x1b[?25h")
        super().stop_application_mode()
