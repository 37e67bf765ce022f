"""The editor for the note on a bookmark."""

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
from textual.widgets import Static

from cable_tui.escape import visible_line
from cable_tui.notebook.values import Bookmark
from cable_tui.tui.plain_ui import said
from cable_tui.tui.widgets.note_area import NoteArea

_WORDS = 12
_KEYS = "ctrl+s save · ctrl+e edit in $EDITOR · esc cancel"


class NoteEditor(ModalScreen[str | None]):
    """The note editor; returns the note, None if cancelled."""

    BINDINGS = [
        Binding("ctrl+s,f2", "keep", "save the note", id="note.keep", key_display="ctrl+s"),
        Binding("escape", "leave", "cancel", id="note.leave", key_display="esc", priority=True),
        Binding("ctrl+e", "editor", "edit in $EDITOR", id="note.editor", priority=True),
    ]

    def __init__(self, bookmark: Bookmark, text: str | None = None, problem: str = "") -> None:
        super().__init__()
        self._bookmark = bookmark
        self._problem = problem
        self._said = Static(markup=False)
        self._area = NoteArea(bookmark.note if text is None else text, id="note")
        self._warned_of: str | None = None  # the text that `esc` would discard if pressed again

    def compose(self) -> ComposeResult:
        """The start of the paragraph, the note, the keys."""
        bookmark = self._bookmark
        number = "" if bookmark.number is None else f"¶ {bookmark.number}"
        words = visible_line(" ".join(bookmark.text.split()[:_WORDS]))
        with Vertical(id="dialog"):
            head = f"{visible_line(bookmark.about.name)} {said(self, number)}  {words} …"
            yield Static(Text(head, no_wrap=True), markup=False)
            yield self._area
            yield self._said

    def on_mount(self) -> None:
        """Puts the cursor at the end of the note."""
        self._say(self._problem)
        self._area.move_cursor(self._area.document.end)
        self._area.cursor_blink = False  # send nothing when idle
        self._area.focus()

    def _say(self, problem: str) -> None:
        """Shows a problem, or else the keys."""
        self._said.update(Text(visible_line(problem) or said(self, _KEYS)))

    def on_text_area_changed(self) -> None:
        """Resets the warning: new text needs a new one."""
        if self._warned_of not in (None, self._area.text):
            self._warned_of = None
            self._say("")

    def action_keep(self) -> None:
        """Saves the note."""
        self.dismiss(self._area.note)

    def action_leave(self) -> None:
        """Cancels; if the note was changed, warns the first time."""
        text = self._area.text
        if self._area.note == self._bookmark.note or text == self._warned_of:
            self.dismiss(None)
        else:
            self._warned_of = text
            self._say(said(self, "esc again discards the changes · ctrl+s saves them"))

    def action_editor(self) -> None:
        """Edits the note in the user's editor."""
        problem = ""
        try:
            with self.app.suspend():  # catch errors inside, so that the screen is restored
                try:
                    text, code = edited(self._area.text)
                    self._area.take(text)
                    problem = f"The editor exited with code {code}." if code else ""
                except (OSError, ValueError) as error:
                    problem = f"The editor failed: {error}"
        except SuspendNotSupported:
            problem = "Cannot hand this terminal to another program."
        self._say(problem)
        self._area.move_cursor(self._area.document.end)


def edited(text: str) -> tuple[str, int]:
    """Runs the user's editor on a text; returns the edited text and the exit code.

    The text is passed in a temporary file that only the user can read.

    Raises:
        OSError: the editor cannot be started, or the file cannot be read.
        ValueError: $EDITOR is not a valid command.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    with tempfile.TemporaryDirectory(prefix="cable-tui-") as folder:  # 0700
        file = Path(folder) / "note.txt"
        file.touch(mode=0o600)
        file.write_text(f"{text}\n" if text else "", "utf-8")
        done = subprocess.run([*command, str(file)], check=False)
        return file.read_text("utf-8", "replace").rstrip("\n"), done.returncode
