"""Keys one after the other: each is answered before the next is looked at.

A slow line brings several keys at once. Textual hands each to the widget that has the focus when it comes in, which is
before the key that moves the focus has been answered: of `/cod` the letters would go to the list. And behind a query
the keys are about the list that it finds, which takes a moment to come.
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


class KeysCame(Message, bubble=False):
    """Keys wait that nothing has been told of yet."""


class OrderlyApp(App[None]):
    """An application that is typed into faster than it answers."""

    def __init__(self, driver_class: type[Driver] | None = None, css_path: list[str | PurePath] | None = None) -> None:
        super().__init__(driver_class=driver_class, css_path=css_path)
        self._typed: deque[Typed] = deque()
        self._guard = PasteGuard(time.monotonic)
        self._passed_over = False  # as text, which has not been said yet
        self._unanswered = 0  # the number of the key that is under way, 0 without one
        self._is_watched = False  # a timer runs that gives the key under way up in time
        self._forwarded = 0
        self._target: Widget | None = None  # the widget that the key went to
        self._forwarded_at = 0.0
        self._held_since = 0.0  # when the next key began to wait for an answer, 0 if it does not

    async def on_event(self, event: Event) -> None:
        """Keeps a key back while another is under way."""
        if not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self._typed.append(Typed(event))
        await self.on_keys_came()

    def type(self, typed: Sequence[Typed]) -> None:
        """Takes keys that came together, and what was pasted. They are answered in turn."""
        self._typed.extend(typed)
        self._guard.came(typed)
        self.post_message(KeysCame())

    async def on_keys_came(self) -> None:
        """Answers the next key, or sees to it that the one under way does not take for ever."""
        if not self._unanswered:
            await self._forward()
        self._watch()

    def _watch(self) -> None:
        """Has the key under way given up in time while others wait: none may come any more that would ask for it."""
        if self._unanswered and not self._is_watched:
            self._is_watched, number = True, self._unanswered
            self.set_timer(_PATIENCE, lambda: self._look_after(number))

    async def _look_after(self, number: int) -> None:
        self._is_watched = False
        await self._give_up(number)
        if self._typed or number == self._unanswered:
            self._watch()

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
    def typed_ahead(self) -> int:
        """How many keys wait to be answered."""
        return len(self._typed)

    def deciding(self) -> Callable[[Key], bool]:
        """Tells which keys decide something, where the reader is."""
        return lambda key: False

    def key_is_text(self) -> None:
        """Deciding keys were passed over, as they came faster than anybody types."""

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
        """Passes over what is text; returns what to do with the key behind it, None where none is left."""
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
        """Whether a key waits for an answer; `esc` does not, since it may be about the waiting."""
        now = time.monotonic()
        self._held_since = self._held_since or now
        if self.is_answering and getattr(key, "key", "") != "escape" and now < self._held_since + _LONGEST:
            return True
        self._held_since = 0.0
        return False
