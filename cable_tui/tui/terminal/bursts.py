"""Tells pasted text from typed keys when the terminal does not.

If a terminal does not bracket pastes (or the pasted text itself contains the closing bracket), text arrives as keys,
and each `d` in it would dismiss a cable. Typing is slower: a keyboard repeats a key thirty times a second and sends
each alone. So keys are judged by pace:

- A key is *fast* if it arrives with others in one read, or within 10 ms of the last one. Fast keys belong to one burst
  until 120 ms pass without any; time in which the program did not read does not count.
- A deciding key (see `keymap.DECIDING`) that is not fast is answered at once: a reader who types never waits.
- A fast deciding key is held until its burst is over, and then answered if the burst has at most 20 of them, since a
  slow line delivers several keys together. A burst with more is text: its deciding keys are ignored, and a message says
  so once it is over.
- After a bracketed paste, every deciding key of the same burst is text.
- Other keys, and letters typed into a line, are always answered in order.

The first key of a paste that arrives letter by letter, with pauses, may still decide: nothing gives it away yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum, auto
from typing import NamedTuple

from textual.events import Key, Paste

_TYPED_MOST = 20  # deciding keys in one burst
_TOGETHER = 0.01  # seconds between two fast keys
_REST = 0.12  # seconds that end a burst; pastes pause up to 50 ms, longer on a busy machine


class Typed(NamedTuple):
    """A key or a paste, its burst, and whether it came faster than typing."""

    event: Key | Paste
    burst: int = 0
    is_fast: bool = False


class Bursts:
    """Assigns keys to bursts."""

    def __init__(self) -> None:
        self._burst = 0
        self._rest = 0.0  # seconds since the last fast key

    def come(self, events: Sequence[Key | Paste], silence: float) -> list[Typed]:
        """The keys of one read, after `silence` seconds of listening without any."""
        is_fast = len(events) > 1 or silence < _TOGETHER or any(isinstance(event, Paste) for event in events)
        self._rest += silence
        if self._rest >= _REST:
            self._burst += 1
        if is_fast or self._rest >= _REST:
            self._rest = 0.0
        return [Typed(event, self._burst, is_fast) for event in events]


class Verdict(Enum):
    """What to do with a key: answer it, ignore it as text, or wait until that is clear."""

    ANSWER = auto()
    TEXT = auto()
    WAIT = auto()


class PasteGuard:
    """Judges keys in order. `now` is a monotonic clock in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._last_came = 0.0
        self._burst = 0
        self._answered = 0  # deciding keys of this burst
        self._is_text = False

    def came(self, typed: Iterable[Typed]) -> None:
        """Records the arrival of keys."""
        if any(one.is_fast for one in typed):
            self._last_came = self._now()

    def pasted(self, paste: Typed) -> None:
        """Records a bracketed paste."""
        self._burst, self._is_text = paste.burst, True

    def judge(self, waiting: Sequence[Typed], deciding: Callable[[], Callable[[Key], bool]]) -> Verdict:
        """The verdict on the first waiting key; `deciding` returns a test for deciding keys on the current screen."""
        first = waiting[0]
        is_text = self._is_text and first.burst == self._burst
        if not (first.is_fast or is_text) or isinstance(first.event, Paste):
            return Verdict.ANSWER
        decides = deciding()
        if not decides(first.event):
            return Verdict.ANSWER
        if first.burst != self._burst:
            self._burst, self._answered, self._is_text = first.burst, 0, False
        if not self._is_text:
            self._is_text = self._answered + _count(waiting, first.burst, decides) > _TYPED_MOST
        if self._is_text:
            return Verdict.TEXT
        if self._now() < self._last_came + _REST:
            return Verdict.WAIT
        self._answered += 1
        return Verdict.ANSWER


def _count(waiting: Iterable[Typed], burst: int, decides: Callable[[Key], bool]) -> int:
    return sum(one.burst == burst and isinstance(one.event, Key) and decides(one.event) for one in waiting)
