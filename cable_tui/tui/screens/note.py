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
from textual.widgets import Static

from cable_tui.escape import visible_line
from cable_tui.notebook.values import Bookmark
from cable_tui.tui.plain_ui import said
from cable_tui.tui.widgets.note_area import NoteArea

_WORDS = 12
_KEYS = "ctrl+s save · ctrl+e edit in $EDITOR · esc cancel"


class NoteEditor(ModalScreen[str | None]):
    """Returns the note, None where the reader thought better of it."""

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
        self._warned_of: str | None = None  # the text that the reader was asked about

    def compose(self) -> ComposeResult:
        """The beginning of the paragraph, the note, the keys."""
        bookmark = self._bookmark
        number = "" if bookmark.number is None else f"¶ {bookmark.number}"
        words = visible_line(" ".join(bookmark.text.split()[:_WORDS]))
        with Vertical(id="dialog"):
            head = f"{visible_line(bookmark.about.name)} {said(self, number)}  {words} …"
            yield Static(Text(head, no_wrap=True), markup=False)
            yield self._area
            yield self._said

    def on_mount(self) -> None:
        """Goes on at the end of the note."""
        self._say(self._problem)
        self._area.move_cursor(self._area.document.end)
        self._area.cursor_blink = False  # nothing is sent while nothing happens
        self._area.focus()

    def _say(self, problem: str) -> None:
        """Says what is wrong, or the keys."""
        self._said.update(Text(visible_line(problem) or said(self, _KEYS)))

    def on_text_area_changed(self) -> None:
        """What is typed behind the warning wants one of its own."""
        if self._warned_of not in (None, self._area.text):
            self._warned_of = None
            self._say("")

    def action_keep(self) -> None:
        """Keeps the note."""
        self.dismiss(self._area.note)

    def action_leave(self) -> None:
        """Leaves the note as it was; where something was typed, when it was asked about."""
        text = self._area.text
        if self._area.note == self._bookmark.note or text == self._warned_of:
            self.dismiss(None)
        else:
            self._warned_of = text
            self._say(said(self, "esc again discards the changes · ctrl+s saves them"))

    def action_editor(self) -> None:
        """Has the note written in the user's own editor."""
        problem = ""
        try:
            with self.app.suspend():  # what fails inside must end inside: the screen comes back only then
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
    """The text after the user's editor had it, and the editor's exit code.

    It is in a file meanwhile that nobody else can read and that is gone after it.

    Raises:
        OSError: the editor cannot be started, or the file not be read.
        ValueError: $EDITOR is no command.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    with tempfile.TemporaryDirectory(prefix="cable-tui-") as folder:  # 0700
        file = Path(folder) / "note.txt"
        file.touch(mode=0o600)
        file.write_text(f"{text}\n" if text else "", "utf-8")
        done = subprocess.run([*command, str(file)], check=False)
        return file.read_text("utf-8", "replace").rstrip("\n"), done.returncode
