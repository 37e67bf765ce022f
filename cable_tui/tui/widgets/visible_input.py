"""An input line that shows hidden characters, wherever its text comes from."""

from __future__ import annotations

from textual.suggester import Suggester
from textual.widgets import Input

from cable_tui.escape import Spelling, visible_line


class VisibleInput(Input):
    """An input whose `value`, placeholder and suggestion have pictures in place of hidden characters.

    `put` sets the text; `typed` is the edited text with its hidden characters restored.
    """

    _spelling = Spelling()
    _offered = Spelling()  # the completion that was suggested last

    def put(self, text: str) -> None:
        """Sets the text of the line."""
        self._spelling, self._offered = Spelling.of(text, is_line=True), Spelling()
        self.value = self._spelling.shown

    @property
    def typed(self) -> str:
        """The text with its hidden characters."""
        return self._spelling.meant(self.value)

    @property
    def text(self) -> str:
        """`typed`, stripped."""
        return self._spelling.meant(self.value.strip())

    def suggest_from(self, suggester: Suggester | None) -> None:
        """Suggests completions from `suggester`, which may contain anything."""
        self.suggester = _Shown(self, suggester) if suggester else None

    async def offer(self, value: str, suggester: Suggester) -> str | None:
        """A suggestion for a value, as it is shown; None if it does not continue the value."""
        found = await suggester.get_suggestion(self._spelling.meant(value))
        self._offered = Spelling.of(found or "", is_line=True)
        return self._offered.shown if self._offered.shown.startswith(value) else None

    def validate_value(self, value: str) -> str:
        """Makes hidden characters visible, however the value was set."""
        if self._offered.characters and value == self._offered.shown:
            self._spelling = self._offered
        if not Spelling.of(value, is_line=True).characters:
            return value
        self._spelling = Spelling.of(self._spelling.meant(value), is_line=True)
        return self._spelling.shown

    def validate_placeholder(self, placeholder: str) -> str:
        """Escapes the placeholder."""
        return visible_line(placeholder)


class _Shown(Suggester):
    """Wraps a suggester and shows hidden characters in its suggestions as pictures."""

    def __init__(self, line: VisibleInput, suggester: Suggester) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._line, self._suggester = line, suggester

    async def get_suggestion(self, value: str) -> str | None:
        """The completed line, None if there is no completion."""
        return await self._line.offer(value, self._suggester)
