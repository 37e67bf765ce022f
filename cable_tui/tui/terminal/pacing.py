"""Paces updates to the speed of the terminal.

An update that is painted over before it is seen is wasted, and on a slow line it delays the next. An update is held
back for four reasons: keys are waiting, the last update has not left the program, the terminal has not answered a
question sent after an earlier one, or, on a slow line, part of the screen is still being loaded. Only the third works
through SSH, which accepts all output at once.
"""

from __future__ import annotations

from collections.abc import Callable

#: Asks whether the terminal supports synchronized updates (mode 2026); one that has answered once answers again.
QUESTION = "\x1b[?2026$p"
_WINDOW = 2048  # unanswered bytes; a tenth of a second on a slow line
_ASK_FROM = 1024  # bytes; fewer are not worth a question
_PATIENCE = 3.0  # seconds, after which no answer is expected
_PUT_OFF, _LONGEST = 0.1, 0.5  # seconds to put off an update; at most, on a slow line
_TOGETHER = 0.015  # seconds between keys that a slow line delivers together
_SLOW = 0.05  # seconds; a line with a longer round trip is slow
_LOOK = 0.01  # seconds between checks for the rest of the screen


class Pace:
    """The output in flight to one terminal. `now` is a monotonic clock in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._answers = False  # the terminal has answered at least once
        self._began = now()  # when the first question was sent
        self._asked = 0.0  # when the open question was sent, 0 without one
        self._behind = 0  # bytes sent since the last question
        self._typed = now() - _TOGETHER  # when the last key came
        self._put_off = 0.0  # when keys first put off the update
        self._expected = 0.0  # when loading first put off the update
        self._round_trip = 0.0  # seconds to the last answer

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is pending."""
        return self._asked > 0

    def sent(self, size: int) -> str:
        """Records an update of `size` bytes; returns the question to send after it, or ''."""
        self._put_off = self._expected = 0.0
        self._behind += size
        if not self._answers or self.is_waiting or self._behind < _ASK_FROM:
            return ""
        self._asked, self._behind = self._now(), 0
        return QUESTION

    def answered(self, when: float) -> None:
        """Records that the terminal answered the last question at time `when`."""
        self._round_trip = when - (self._asked or self._began)
        self._answers, self._asked = True, 0.0

    def typed(self) -> None:
        """Records a key."""
        self._typed = self._now()

    def delay(self, *, has_typed: bool = False, is_expecting: bool = False, is_busy: bool = False) -> float:
        """Seconds until the next check whether to paint, 0 to paint now.

        `has_typed`: keys are waiting. `is_expecting`: part of the screen is being loaded.
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
            self._answers, self._asked = False, 0.0  # it has stopped answering: never wait again
        return 0.0

    def _left(self, has_typed: bool, is_expecting: bool, now: float) -> float:
        """Seconds to put an update off because more is about to come."""
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
