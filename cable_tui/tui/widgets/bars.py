"""Title line, hint line and status line."""

from __future__ import annotations

import re
from typing import NamedTuple

from textual.reactive import reactive
from textual.strip import Strip

from cable_tui.cables.levels import Level
from cable_tui.escape import visible_line
from cable_tui.tui.plain_ui import hints_in_words, key_in_words, spoken

from .lines import Pane, Piece, fit, width_of

_BETWEEN = " · "
_FOLDERS = r"(?<!\S)[~/]\S*/(?=[^/\s]+)"  # the folders of a path within a message
_NAME = 44  # cells of the archive's name that are always shown


class TitleLine(Pane, can_focus=False):
    """The title: archive and limit, position, progress."""

    archive: reactive[str] = reactive("")
    facts: reactive[str] = reactive("")
    hints: reactive[str] = reactive("")  # the keys of the screen, shown here in the plain interface

    def validate_archive(self, archive: str) -> str:
        """Escapes the archive's title, which may contain a query, a subject or a file name."""
        return visible_line(archive)

    def validate_facts(self, facts: str) -> str:
        """Escapes the facts, which may be a message."""
        return visible_line(facts)

    def render_line(self, y: int) -> Strip:
        """Draws the name on the left, the facts on the right; drops the last facts if space is tight."""
        width = self.size.width
        if self.is_plain:
            words = (spoken(self.archive), spoken(self.facts), hints_in_words(self.hints))
            return self.line([(". ".join(filter(None, words)), None)])
        parts = self.facts.split(_BETWEEN)
        wanted = min(width_of(self.archive), _NAME) + 3
        while len(parts) > 1 and width_of(_BETWEEN.join(parts)) > width - wanted:
            parts.pop()
        facts = _BETWEEN.join(parts)
        facts = facts if width_of(facts) <= width - 4 else ""
        room = width - width_of(facts) - 3
        name = self.archive if width_of(self.archive) <= room else fit(self.archive, room)
        gap = " " * (room - width_of(name) + 1)
        pieces: list[Piece] = [
            (f" {name}", self.style("title--name")),
            (f"{gap}{facts} ", self.style("title--facts")),
        ]
        return self.line(pieces)


class HintLine(Pane, can_focus=False):
    """The keys of a screen, as in `enter go · / limit · q back`; drops middle ones if space is tight."""

    def __init__(self, hints: str) -> None:
        super().__init__(id="hints")
        self._hints = hints

    def render_line(self, y: int) -> Strip:
        """Draws as many hints as fit, always with the last."""
        *parts, last = self._hints.split(_BETWEEN)
        while len(parts) > 1 and width_of(_BETWEEN.join((*parts, last))) > self.size.width:
            parts.pop()
        return self.line([(_BETWEEN.join((*parts, last)), None)])


class Hint(NamedTuple):
    """A bound key, and a word or two for what it does."""

    key: str
    text: str


class StatusLine(Pane, can_focus=False):
    """The banner of the cable in sight and the position in it, then a message or the keys of the focused pane."""

    banner_text: reactive[str] = reactive("")
    level: reactive[Level] = reactive(Level.UNKNOWN)
    place: reactive[str] = reactive("")
    message: reactive[str] = reactive("")
    warning: reactive[str] = reactive("")  # replaces everything else
    hints: reactive[tuple[Hint, ...]] = reactive(())
    facts: reactive[str] = reactive("")  # the title's text, shown here in the plain interface
    is_in_text: reactive[bool] = reactive(False)  # the text is shown, not the list (plain interface)

    def validate_banner_text(self, text: str) -> str:
        """Escapes the banner, which comes from the cable."""
        return visible_line(text)

    def validate_place(self, place: str) -> str:
        """Escapes the position, which may contain a marking from the cable."""
        return visible_line(place)

    def validate_message(self, message: str) -> str:
        """Escapes a message."""
        return visible_line(message)

    def validate_warning(self, warning: str) -> str:
        """Escapes a warning, which may quote a user's file."""
        return visible_line(warning)

    def validate_facts(self, facts: str) -> str:
        """Escapes the facts, which contain the title."""
        return visible_line(facts)

    def render_line(self, y: int) -> Strip:
        """Draws banner and position, then the message or as many keys as fit."""
        if self.is_plain:
            return self.line([(self._words(), None)])
        width = self.size.width
        if self.warning:
            return self.line([(_both_ends(self.warning, width), self.style("status--message"))])
        left: list[Piece] = []
        if self.banner_text:
            left.append((f" {self.banner_text} ", self.banner(self.level)))
        if self.place:
            left.append((f" {self.place} ", self.style("status--place")))
        room = width - sum(width_of(text) for text, _ in left)
        if self.message:
            message = self.message
            if width_of(message) >= room and self.place:
                room += width_of(left.pop()[0])  # the message comes before the position
            if width_of(message) >= room:
                message = re.sub(_FOLDERS, "…/", message)
            if width_of(message) >= room and left:
                room += width_of(left.pop()[0])  # the header shows the banner too
            return self.line([*left, (f" {message}", self.style("status--message"))])
        right = self._keys(room - 1)
        gap = room - sum(width_of(text) for text, _ in right)
        return self.line([*left, (" " * gap, None), *right])

    def _words(self) -> str:
        """The line in words: the message, or position, facts and keys, with help first."""
        if self.warning or self.message:
            return spoken(self.warning or self.message)
        keys = [f"{key_in_words(hint.key)} {hint.text}" for hint in (*self.hints[-1:], *self.hints[:-1])]
        place = (spoken(self.place), spoken(self.banner_text)) if self.is_in_text else ()
        parts = (*place, spoken(self.facts), *keys)
        return ", ".join(filter(None, parts))

    def _keys(self, room: int) -> list[Piece]:
        """As many hints as fit, always with the last one, help."""
        chosen: list[Hint] = []
        for hint in (*self.hints[-1:], *self.hints[:-1]):
            cells = sum(width_of(item.key) + width_of(item.text) + 3 for item in (*chosen, hint))
            if cells <= room:
                chosen.append(hint)
        pieces: list[Piece] = []
        for hint in (*chosen[1:], *chosen[:1]):
            pieces += [(hint.key, self.style("status--key")), (f" {hint.text}  ", self.style("status--text"))]
        return pieces


def _both_ends(text: str, width: int) -> str:
    """A text cut in the middle if it does not fit: its beginning, and the parentheses at its end."""
    before, opened, end = text.rpartition(" (")
    if width_of(text) < width or not opened or width_of(end) > width * 2 // 3:
        return f" {text}"
    end = f"{opened}{end}"
    return f" {fit(before, max(0, width - width_of(end) - 2))}{end}"
