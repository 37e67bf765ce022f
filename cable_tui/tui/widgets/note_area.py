"""The text area for notes: it shows hidden characters as pictures, and restores them on saving."""

from __future__ import annotations

from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from cable_tui.escape import Spelling


class NoteArea(TextArea):
    """A text area whose `text` has pictures in place of hidden characters; `note` has the characters again."""

    def __init__(self, note: str, id: str | None = None) -> None:
        self._original, self._spelling = note, Spelling.of(note)
        super().__init__(self._spelling.shown, soft_wrap=True, id=id)

    @property
    def note(self) -> str:
        """The current note; stripped if it was edited."""
        whole = self._spelling.meant(self.text)
        return whole if whole == self._original else self._spelling.meant(self.text.strip())

    def take(self, edited: str) -> None:
        """Loads text edited by another program, which may contain anything."""
        self.load_text(self._spelling.meant(edited))

    def load_text(self, text: str) -> None:
        """Replaces the text."""
        self._spelling = Spelling.of(text)
        super().load_text(self._spelling.shown)

    def edit(self, edit: Edit) -> EditResult:
        """Makes hidden characters visible in every edit, including pastes."""
        new = Spelling.of(edit.text)
        if new.characters:
            known = {**self._spelling.characters, **new.characters}
            self._spelling = self._spelling._replace(characters=known)
            edit = Edit(new.shown, edit.from_location, edit.to_location, edit.maintain_selection_offset)
        return super().edit(edit)
