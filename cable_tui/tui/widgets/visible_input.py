"""A line of input that holds nothing but what is seen, wherever its text comes from."""

from __future__ import annotations

from textual.suggester import Suggester
from textual.widgets import Input

from cable_tui.escape import Spelling, visible_line


class VisibleInput(Input):
    """An input whose `value`, placeholder and suggestion have pictures in place of hidden characters.

    `put` fills it with a text, and `typed` is that text again as it was edited, with its hidden characters.
    """

    _spelling = Spelling()
    _offered = Spelling()  # the completion that was suggested last

    def put(self, text: str) -> None:
        """Fills the line with a text."""
        self._spelling, self._offered = Spelling.of(text, is_line=True), Spelling()
        self.value = self._spelling.shown

    @property
    def typed(self) -> str:
        """What the value stands for."""
        return self._spelling.meant(self.value)

    @property
    def text(self) -> str:
        """The same without the blanks around it."""
        return self._spelling.meant(self.value.strip())

    def suggest_from(self, suggester: Suggester | None) -> None:
        """Offers the completions of a text, which may have anything in them."""
        self.suggester = _Shown(self, suggester) if suggester else None

    async def offer(self, value: str, suggester: Suggester) -> str | None:
        """What a suggester has for a value, as it is to be shown; None where that does not go on from the value."""
        found = await suggester.get_suggestion(self._spelling.meant(value))
        self._offered = Spelling.of(found or "", is_line=True)
        return self._offered.shown if self._offered.shown.startswith(value) else None

    def validate_value(self, value: str) -> str:
        """Passes what is typed, pasted, put or taken over from a suggestion."""
        if self._offered.characters and value == self._offered.shown:
            self._spelling = self._offered
        if not Spelling.of(value, is_line=True).characters:
            return value
        self._spelling = Spelling.of(self._spelling.meant(value), is_line=True)
        return self._spelling.shown

    def validate_placeholder(self, placeholder: str) -> str:
        """Passes what is to be read where nothing is typed yet."""
        return visible_line(placeholder)


class _Shown(Suggester):
    """The suggestions of another one, with pictures in place of hidden characters."""

    def __init__(self, line: VisibleInput, suggester: Suggester) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._line, self._suggester = line, suggester

    async def get_suggestion(self, value: str) -> str | None:
        """The whole line completed, None where there is nothing to complete."""
        return await self._line.offer(value, self._suggester)
