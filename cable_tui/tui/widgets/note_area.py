"""The place where a note is edited: it holds nothing but what is seen, and gives back what was not."""

from __future__ import annotations

from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from cable_tui.escape import Spelling


class NoteArea(TextArea):
    """A text area in whose `text` pictures stand in place of hidden characters; `note` has these again."""

    def __init__(self, note: str, id: str | None = None) -> None:
        self._original, self._spelling = note, Spelling.of(note)
        super().__init__(self._spelling.shown, soft_wrap=True, id=id)

    @property
    def note(self) -> str:
        """The note as it is by now; where it was edited, without the blanks around it."""
        whole = self._spelling.meant(self.text)
        return whole if whole == self._original else self._spelling.meant(self.text.strip())

    def take(self, edited: str) -> None:
        """Takes over the text after another program had it, which may have left anything."""
        self.load_text(self._spelling.meant(edited))

    def load_text(self, text: str) -> None:
        """Fills it with another note."""
        self._spelling = Spelling.of(text)
        super().load_text(self._spelling.shown)

    def edit(self, edit: Edit) -> EditResult:
        """Every change passes here, also what is pasted."""
        new = Spelling.of(edit.text)
        if new.characters:
            known = {**self._spelling.characters, **new.characters}
            self._spelling = self._spelling._replace(characters=known)
            edit = Edit(new.shown, edit.from_location, edit.to_location, edit.maintain_selection_offset)
        return super().edit(edit)
