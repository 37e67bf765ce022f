"""How fast to paint: not faster than the terminal takes it.

What is painted over before it is seen was sent in vain, and on a slow line the reader waits for it. There are four
signs that it is too early: keys wait to be answered, the last update has not left the program, the terminal has not
answered a question that followed an earlier one, or, where such an answer takes long, a part of what is to be shown is
still to come. The third sees through SSH, which takes everything at once.
"""

from __future__ import annotations

from collections.abc import Callable

#: Asks whether the terminal knows synchronized updates (mode 2026); who has answered once answers again.
QUESTION = "\x1b[?2026$p"
_WINDOW = 2048  # bytes that may be under way unanswered; a slow line takes a tenth of a second for them
_ASK_FROM = 1024  # bytes; less is not worth a question
_PATIENCE = 3.0  # seconds; an answer that is later does not come
_PUT_OFF, _LONGEST = 0.1, 0.5  # seconds for which an update is put off; the second where an answer takes as long
_TOGETHER = 0.015  # seconds between keys of which a slow line brings several at once
_SLOW = 0.05  # seconds; a line that takes longer to and fro is slow
_LOOK = 0.01  # seconds between two looks whether the rest has come


class Pace:
    """What is under way to one terminal. `now` is a clock in seconds that only goes forward."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._answers = False  # the terminal has answered at least once
        self._began = now()  # when the first question was put
        self._asked = 0.0  # when the question was put that is open, 0 without one
        self._behind = 0  # bytes sent since the last question
        self._typed = now() - _TOGETHER  # when the last key came
        self._put_off = 0.0  # when keys began to put off an update
        self._expected = 0.0  # when a part that is to come began to
        self._round_trip = 0.0  # seconds that the last answer took

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is to come."""
        return self._asked > 0

    def sent(self, size: int) -> str:
        """An update of so many bytes is sent; returns what is to follow it."""
        self._put_off = self._expected = 0.0
        self._behind += size
        if not self._answers or self.is_waiting or self._behind < _ASK_FROM:
            return ""
        self._asked, self._behind = self._now(), 0
        return QUESTION

    def answered(self, when: float) -> None:
        """The terminal has taken everything up to the last question; it said so at this time of the clock."""
        self._round_trip = when - (self._asked or self._began)
        self._answers, self._asked = True, 0.0

    def typed(self) -> None:
        """A key has come."""
        self._typed = self._now()

    def delay(self, *, has_typed: bool = False, is_expecting: bool = False, is_busy: bool = False) -> float:
        """Seconds after which to look again whether to paint, 0 to paint at once.

        `has_typed`: keys wait to be answered. `is_expecting`: what was asked for is on its way to the screen.
        `is_busy`: the last update has not left the program.
        """
        now = self._now()
        if is_busy:
            return _PATIENCE
        if left := self._left(has_typed, is_expecting, now):
            return left
        if self.is_waiting and self._behind + _ASK_FROM > _WINDOW:
            if now < self._asked + _PATIENCE:
                return self._asked + _PATIENCE - now
            self._answers, self._asked = False, 0.0  # it does not answer any more: never wait for it again
        return 0.0

    def _left(self, has_typed: bool, is_expecting: bool, now: float) -> float:
        """Seconds for which an update is put off as more is about to come."""
        is_slow = self._round_trip > _SLOW
        most = max(_PUT_OFF, min(self._round_trip, _LONGEST))
        together = self._typed + _TOGETHER - now if is_slow else 0.0
        if has_typed or together > 0:
            self._put_off = self._put_off or now
            left = max(0.0, self._put_off + most - now)
            return left if has_typed else min(left, together)
        if is_expecting and is_slow:
            self._expected = self._expected or now
            return min(_LOOK, max(0.0, self._expected + most - now))
        return 0.0
