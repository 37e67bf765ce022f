"""A small editor for the note on a bookmark."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from rich.text import Text
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from cable_tui.notebook.values import Bookmark
from cable_tui.visible import visible_line

_WORDS = 12


class NoteEditor(ModalScreen[str | None]):
    """Returns the note, None where the reader thought better of it."""

    BINDINGS = [
        Binding("ctrl+s,f2", "keep", "keep the note", id="note.keep", key_display="ctrl+s"),
        Binding("escape", "leave", "leave it as it was", id="note.leave", key_display="esc", priority=True),
        Binding("ctrl+e", "editor", "write in $EDITOR", id="note.editor", priority=True),
    ]

    def __init__(self, bookmark: Bookmark) -> None:
        super().__init__()
        self._bookmark = bookmark
        self._area = TextArea(bookmark.note, soft_wrap=True, id="note")

    def compose(self) -> ComposeResult:
        """The beginning of the paragraph, the note, the keys."""
        bookmark = self._bookmark
        number = "" if bookmark.number is None else f" ¶ {bookmark.number}"
        words = visible_line(" ".join(bookmark.text.split()[:_WORDS]))
        with Vertical(id="dialog"):
            yield Static(Text(f"{visible_line(bookmark.about.name)}{number}  {words} …", no_wrap=True), markup=False)
            yield self._area
            yield Static(Text("ctrl+s keeps it · ctrl+e opens $EDITOR · esc leaves it as it was"), markup=False)

    def on_mount(self) -> None:
        """Goes on at the end of the note."""
        self._area.move_cursor(self._area.document.end)
        self._area.focus()

    def action_keep(self) -> None:
        """Keeps the note."""
        self.dismiss(self._area.text.strip())

    def action_leave(self) -> None:
        """Leaves the note as it was."""
        self.dismiss(None)

    def action_editor(self) -> None:
        """Has the note written in the user's own editor."""
        try:
            with self.app.suspend():
                self._area.text = edited(self._area.text)
        except SuspendNotSupported:
            self.notify("This terminal cannot be given to another program.", markup=False)
        except (OSError, ValueError) as error:
            self.notify(f"The editor could not be used: {visible_line(str(error))}", markup=False)
        self._area.move_cursor(self._area.document.end)


def edited(text: str) -> str:
    """The text after the user's editor had it, in a file that nobody else can read and that is gone after it.

    Raises:
        OSError: the editor cannot be started, or the file not be read.
        ValueError: $EDITOR is no command.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    with tempfile.TemporaryDirectory(prefix="cable-tui-") as folder:  # 0700
        file = Path(folder) / "note.txt"
        file.touch(mode=0o600)
        file.write_text(f"{text}\n" if text else "", "utf-8")
        subprocess.run([*command, str(file)], check=False)
        return file.read_text("utf-8", "replace").rstrip("\n")
