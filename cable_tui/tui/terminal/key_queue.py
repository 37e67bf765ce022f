"""Handles keys strictly in order: each is answered before the next is looked at.

A slow line delivers several keys at once. Textual sends each to the widget focused when it arrives, which may be before
an earlier key has moved the focus: the letters of `/cod` would go to the list. And keys typed after a query apply to
its result, which takes a moment.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import PurePath

from textual.app import App
from textual.driver import Driver
from textual.events import Event, Key, Paste
from textual.message import Message
from textual.widget import Widget

from .bursts import PasteGuard, Typed, Verdict

#: Seconds until a key is given up: at first, if its widget is gone; at most, if its widget is slow.
_PATIENCE, _MOST_PATIENCE = 0.25, 2.0
#: Seconds between checks for a pending result, and the longest that a key waits for it.
_LOOK, _LONGEST = 0.01, 5.0


class KeyAnswered(Message):
    """Follows a key up through the widgets, and so arrives after its command has run.

    A second one, with `is_last` set, follows the messages that the command itself has sent.
    """

    def __init__(self, is_last: bool = False) -> None:
        super().__init__()
        self.is_last = is_last


class KeysCame(Message, bubble=False):
    """New keys are waiting."""


class OrderlyApp(App[None]):
    """An application that queues keys typed faster than it can answer."""

    def __init__(self, driver_class: type[Driver] | None = None, css_path: list[str | PurePath] | None = None) -> None:
        super().__init__(driver_class=driver_class, css_path=css_path)
        self._typed: deque[Typed] = deque()
        self._guard = PasteGuard(time.monotonic)
        self._passed_over = False  # keys were ignored as text, and no message shown yet
        self._unanswered = 0  # the number of the key being handled, 0 for none
        self._is_watched = False  # a timer is set to give up the key being handled
        self._forwarded = 0
        self._target: Widget | None = None  # the widget that got the key
        self._forwarded_at = 0.0
        self._held_since = 0.0  # when the next key began to wait for a result, 0 if it does not

    async def on_event(self, event: Event) -> None:
        """Queues keys; passes other events on."""
        if not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self._typed.append(Typed(event))
        await self.on_keys_came()

    def type(self, typed: Sequence[Typed]) -> None:
        """Queues keys and pastes from one read."""
        self._typed.extend(typed)
        self._guard.came(typed)
        self.post_message(KeysCame())

    async def on_keys_came(self) -> None:
        """Handles the next key, unless one is being handled, and watches that one."""
        if not self._unanswered:
            await self._forward()
        self._watch()

    def _watch(self) -> None:
        """Sets a timer to give up the key being handled, since no later event may do so."""
        if self._unanswered and not self._is_watched:
            self._is_watched, number = True, self._unanswered
            self.set_timer(_PATIENCE, lambda: self._look_after(number))

    async def _look_after(self, number: int) -> None:
        self._is_watched = False
        await self._give_up(number)
        if self._typed or number == self._unanswered:
            self._watch()

    def on_key_answered(self, event: KeyAnswered) -> None:
        """Goes on to the next key after the deferred calls of the last one, such as a change of focus."""
        if event.is_last:
            self.call_later(self._forward)
        elif self.screen_stack:  # the program may be ending
            (self.focused or self.screen).post_message(KeyAnswered(is_last=True))

    @property
    def has_typed(self) -> bool:
        """Whether keys are waiting."""
        return bool(self._typed)

    @property
    def typed_ahead(self) -> int:
        """The number of waiting keys."""
        return len(self._typed)

    def deciding(self) -> Callable[[Key], bool]:
        """Returns a test for deciding keys on the current screen."""
        return lambda key: False

    def key_is_text(self) -> None:
        """Called after deciding keys were ignored as pasted text."""

    @property
    def is_answering(self) -> bool:
        """Whether a result is pending; later keys apply to it, and wait."""
        return False

    def key_comes(self) -> None:
        """Called before each key is handled."""

    async def _on_key(self, event: Key) -> None:
        event.prevent_default()  # Textual would look for a binding a second time
        if not await self._check_bindings(event.key):
            self.key_is_free(event)

    def key_is_free(self, event: Key) -> None:
        """Called for a key that is not bound here."""

    async def _give_up(self, number: int) -> None:
        if number != self._unanswered:
            return
        target = self._target
        if not (target and target.is_attached and time.monotonic() < self._forwarded_at + _MOST_PATIENCE):
            await self._forward()

    async def _forward(self) -> None:
        self._unanswered = 0
        verdict = self._judge()
        if verdict is None:
            return
        self._forwarded += 1
        self._unanswered = number = self._forwarded
        if verdict is Verdict.WAIT or self._holds(self._typed[0].event):
            self._target = None
            self.set_timer(_LOOK, lambda: self._give_up(number))
            return
        self.key_comes()
        self._target, self._forwarded_at = self.focused or self.screen, time.monotonic()
        target = self._target
        typed = self._typed.popleft()
        if isinstance(typed.event, Paste):
            self._guard.pasted(typed)
        await super().on_event(typed.event)
        target.post_message(KeyAnswered())

    def _judge(self) -> Verdict | None:
        """Drops keys that are text; returns the verdict on the next key, None if there is none."""
        while self._typed and self.screen_stack:
            verdict = self._guard.judge(self._typed, self.deciding)
            if verdict is not Verdict.TEXT:
                return verdict
            self._typed.popleft()
            self._passed_over = True
        if self._passed_over:
            self._passed_over = False
            self.key_is_text()
        return None

    def _holds(self, key: Key | Paste) -> bool:
        """Whether a key waits for a pending result; `esc` does not, since it may cancel that."""
        now = time.monotonic()
        self._held_since = self._held_since or now
        if self.is_answering and getattr(key, "key", "") != "escape" and now < self._held_since + _LONGEST:
            return True
        self._held_since = 0.0
        return False
