"""How fast to paint: not faster than the terminal takes it.

What is painted over before it is seen was sent in vain, and on a slow line the reader waits for it. There are three
signs that it is too early: keys wait to be answered, the last update has not left the program, or the terminal has not
answered a question that followed an earlier one. The third sees through SSH, which takes everything at once.
"""

from __future__ import annotations

from collections.abc import Callable

#: Asks whether the terminal knows synchronized updates (mode 2026); who has answered once answers again.
QUESTION = "\x1b[?2026$p"
_WINDOW = 2048  # bytes that may be under way unanswered; a slow line takes a tenth of a second for them
_ASK_FROM = 1024  # bytes; less is not worth a question
_PATIENCE = 3.0  # seconds; an answer that is later does not come
_TYPING = 0.1  # seconds for which keys that wait may put off an update


class Pace:
    """What is under way to one terminal. `now` is a clock in seconds that only goes forward."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._answers = False  # the terminal has answered at least once
        self._asked = 0.0  # when the question was put that is open, 0 without one
        self._behind = 0  # bytes sent since the last question
        self._put_off = 0.0  # when keys began to put off an update

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is to come."""
        return self._asked > 0

    def sent(self, size: int) -> str:
        """An update of so many bytes is sent; returns what is to follow it."""
        self._put_off = 0.0
        self._behind += size
        if not self._answers or self.is_waiting or self._behind < _ASK_FROM:
            return ""
        self._asked, self._behind = self._now(), 0
        return QUESTION

    def answered(self) -> None:
        """The terminal has taken everything up to the last question."""
        self._answers, self._asked = True, 0.0

    def delay(self, has_typed: bool, is_busy: bool) -> float:
        """Seconds after which to look again whether to paint, 0 to paint at once.

        `has_typed`: keys wait to be answered. `is_busy`: the last update has not left the program.
        """
        now = self._now()
        if is_busy:
            return _PATIENCE
        if has_typed:
            self._put_off = self._put_off or now
            if now < self._put_off + _TYPING:
                return self._put_off + _TYPING - now
        if self.is_waiting and self._behind + _ASK_FROM > _WINDOW:
            if now < self._asked + _PATIENCE:
                return self._asked + _PATIENCE - now
            self._answers, self._asked = False, 0.0  # it does not answer any more: never wait for it again
        return 0.0
