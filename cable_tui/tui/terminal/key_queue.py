"""Keys one after the other: each is answered before the next is looked at.

A slow line brings several keys at once. Textual hands each to the widget that has the focus when it comes in, which is
before the key that moves the focus has been answered: of `/cod` the letters would go to the list. And behind a query
the keys are about the list that it finds, which takes a moment to come.
"""

from __future__ import annotations

import time
from collections import deque
from pathlib import PurePath

from textual.app import App
from textual.driver import Driver
from textual.events import Event, Key
from textual.message import Message
from textual.widget import Widget

#: Seconds until a key is given up: a widget that is gone answers nothing, one that is still there may be slow.
_PATIENCE, _MOST_PATIENCE = 0.25, 2.0
#: Seconds between looks whether what was asked for has come, and how long a key waits for it at most.
_LOOK, _LONGEST = 0.01, 5.0


class KeyAnswered(Message):
    """Follows a key on its way up through the widgets, and so arrives when its command was run.

    A second one follows the messages that the command has sent the same way.
    """

    def __init__(self, is_last: bool = False) -> None:
        super().__init__()
        self.is_last = is_last


class OrderlyApp(App[None]):
    """An application that is typed into faster than it answers."""

    def __init__(self, driver_class: type[Driver] | None = None, css_path: list[str | PurePath] | None = None) -> None:
        super().__init__(driver_class=driver_class, css_path=css_path)
        self._typed: deque[Key] = deque()
        self._unanswered = 0  # the number of the key that is under way, 0 without one
        self._forwarded = 0
        self._target: Widget | None = None  # the widget that the key went to
        self._forwarded_at = 0.0
        self._held_since = 0.0  # when the next key began to wait for an answer, 0 if it does not

    async def on_event(self, event: Event) -> None:
        """Keeps a key back while another is under way."""
        if not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self._typed.append(event)
        if not self._unanswered:
            await self._forward()
        else:
            number = self._unanswered
            self.set_timer(_PATIENCE, lambda: self._give_up(number))

    def on_key_answered(self, event: KeyAnswered) -> None:
        """Goes on with the next key, after what the last one has asked to be done later: the focus moves so."""
        if event.is_last:
            self.call_later(self._forward)
        elif self.screen_stack:  # the program may be ending
            (self.focused or self.screen).post_message(KeyAnswered(is_last=True))

    @property
    def has_typed(self) -> bool:
        """Whether keys wait to be answered."""
        return bool(self._typed)

    @property
    def is_answering(self) -> bool:
        """Whether what was asked for is still to come; the keys behind it are about that, and wait."""
        return False

    def key_comes(self) -> None:
        """A key is about to be answered."""

    async def _on_key(self, event: Key) -> None:
        event.prevent_default()  # Textual would look for a command once more
        if not await self._check_bindings(event.key):
            self.key_is_free(event)

    def key_is_free(self, event: Key) -> None:
        """A key was pressed that does nothing here."""

    async def _give_up(self, number: int) -> None:
        if number != self._unanswered:
            return
        target = self._target
        if target and target.is_attached and time.monotonic() < self._forwarded_at + _MOST_PATIENCE:
            self.set_timer(_PATIENCE, lambda: self._give_up(number))
        else:
            await self._forward()

    async def _forward(self) -> None:
        self._unanswered = 0
        if not self._typed:
            return
        self._forwarded += 1
        self._unanswered = number = self._forwarded
        if self._holds(self._typed[0]):
            self._target = None
            self.set_timer(_LOOK, lambda: self._give_up(number))
            return
        self.key_comes()
        self._target, self._forwarded_at = self.focused or self.screen, time.monotonic()
        target = self._target
        await super().on_event(self._typed.popleft())
        target.post_message(KeyAnswered())

    def _holds(self, key: Key) -> bool:
        """Whether a key waits for an answer; `esc` does not, since it may be about the waiting."""
        now = time.monotonic()
        self._held_since = self._held_since or now
        if self.is_answering and key.key != "escape" and now < self._held_since + _LONGEST:
            return True
        self._held_since = 0.0
        return False
