"""What is typed and what is pasted, where the terminal does not tell one from the other.

Over a terminal without marks for what is pasted (and behind the mark for the end, where the pasted text itself holds
it) text arrives as keys, and each `d` in it would dismiss a cable. Nobody types like that: a keyboard repeats a key
thirty times a second, and brings each alone. So it is a matter of pace:

- A key is *fast* if it came together with others in one read, or within 10 ms of the last one. Fast keys belong to one
  burst until 120 ms have passed without any; time in which the program did not listen does not count.
- A deciding key that is not fast is answered at once: nothing waits for a reader who types.
- One that is fast is held until its burst is over and then answered, if the burst has no more than 20 of them:
  a slow line brings several keys together. With more it is text: none of them decides, nor does any that follows in
  that burst, and a line says so once it is over.
- Behind a paste that was marked, every deciding key of the same burst is text.
- Keys that do not decide, and letters that are typed into a line, are answered as ever, in their order.

Of a paste that comes letter by letter, with pauses, the first key may decide: there is nothing yet to tell it by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum, auto
from typing import NamedTuple

from textual.events import Key, Paste

_TYPED_MOST = 20  # deciding keys in one burst
_TOGETHER = 0.01  # seconds between two fast keys
_REST = 0.12  # seconds that end a burst; more than the 50 ms that pastes pause, as machines are busy


class Typed(NamedTuple):
    """A key, or what was pasted, as it came: in which burst, and whether faster than anybody types."""

    event: Key | Paste
    burst: int = 0
    is_fast: bool = False


class Bursts:
    """Numbers the bursts in which keys come."""

    def __init__(self) -> None:
        self._burst = 0
        self._rest = 0.0  # seconds since the last fast key

    def come(self, events: Sequence[Key | Paste], silence: float) -> list[Typed]:
        """Keys of one read, after so many seconds of listening in which none came."""
        is_fast = len(events) > 1 or silence < _TOGETHER or any(isinstance(event, Paste) for event in events)
        self._rest += silence
        if self._rest >= _REST:
            self._burst += 1
        if is_fast or self._rest >= _REST:
            self._rest = 0.0
        return [Typed(event, self._burst, is_fast) for event in events]


class Verdict(Enum):
    """What to do with a key: answer it, pass over it as text, or wait until that is certain."""

    ANSWER = auto()
    TEXT = auto()
    WAIT = auto()


class PasteGuard:
    """Judges keys one after the other. `now` is a clock in seconds that only goes forward."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._last_came = 0.0
        self._burst = 0
        self._answered = 0  # deciding keys of this burst
        self._is_text = False

    def came(self, typed: Iterable[Typed]) -> None:
        """Takes note of when keys came."""
        if any(one.is_fast for one in typed):
            self._last_came = self._now()

    def pasted(self, paste: Typed) -> None:
        """Takes note of a paste that was marked."""
        self._burst, self._is_text = paste.burst, True

    def judge(self, waiting: Sequence[Typed], deciding: Callable[[], Callable[[Key], bool]]) -> Verdict:
        """The verdict on the first of the keys that wait; `deciding` makes out, where the reader is, which decide."""
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
