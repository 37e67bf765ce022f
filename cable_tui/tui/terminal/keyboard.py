"""Turns any bytes from the terminal into Textual's messages.

Textual's parser expects well-formed input: it raises on some numbers, takes unknown sequences for keys, and collects
unfinished ones without end. So it gets one complete, plausible sequence at a time. A sequence that it does not
understand or fails on is dropped, and a fresh parser reads the next key.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from textual import constants
from textual._xterm_parser import XTermParser
from textual.events import Key, Paste
from textual.message import Message

_BEGIN_PASTE, _END_PASTE = b"\x1b[200~", b"\x1b[201~"
_ESC = b"\x1b"
#: Complete pieces of input (ECMA-48). Dropped are control strings, which were not requested, old mouse reports, which
#: are not used, and malformed sequences. Whatever matches nothing is the beginning of a piece.
_PIECE = re.compile(
    rb"(?P<text>[^\x1b]+)"
    rb"|(?P<paste>\x1b\[200~)"
    rb"|(?P<dropped>\x1b\[M[ -\xff]{3}|\x1b[]PX^_][^\x07\x18\x1a\x1b]*(?:\x07|\x18|\x1a|\x1b\\|(?=\x1b[^\\]))"
    rb"|\x1b\[(?!M|\[)[0-?]*+[ -/]++[0-?][ -?]*+[@-~])"
    rb"|(?P<sequence>\x1b\[\[[A-E]|\x1b\[(?!M|\[)[0-?]*[ -/]*[@-~]|\x1bO[0-9]*[ -~])"
    rb"|(?P<alt>\x1b[^\x1b\[\]OPX^_](?:(?<=[\xc2-\xf4])[\x80-\xbf]+)?|\x1b(?=\x1b))"
    rb"|(?P<broken>\x1b\[(?!M|\[)[ -?]*+(?=[^ -~])|\x1b\[M(?=[ -\xff]{0,2}[^ -\xff])"
    rb"|\x1b\[\[(?=[^A-E])|\x1bO[0-9]*(?=[^ -~]))",
    re.DOTALL,
)
#: The first bytes of an incomplete UTF-8 letter.
_HALF = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")
_LONGEST = 32  # bytes; Textual takes each letter of a longer sequence for a key
_KEPT = 64  # bytes stored of an unfinished sequence
_WHOLE_PASTE = 1_000_000  # bytes; the rest of a paste is dropped
_SEQUENCE_PAUSE = constants.ESCAPE_DELAY  # seconds; such a pause ends an unfinished sequence
_PASTE_PAUSE = 2.0  # seconds; such a pause ends an unfinished paste


class Keyboard:
    """Parses input from a terminal. `now` is a monotonic clock in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._parser = XTermParser()
        self._pending = b""  # an incomplete sequence or letter
        self._pasted: bytearray | None = None  # the text of an open paste
        self._since = 0.0  # the time of the last input

    @property
    def patience(self) -> float | None:
        """Seconds until `tick` must be called; None if nothing is incomplete."""
        if self._pasted is None and not self._pending:
            return None
        return max(0.0, self._since + self._pause - self._now())

    @property
    def _pause(self) -> float:
        return _SEQUENCE_PAUSE if self._pasted is None else _PASTE_PAUSE

    def nobody_listens(self) -> None:
        """Restarts the pause while input is not being read."""
        self._since = self._now()

    def feed(self, data: bytes) -> list[Message]:
        """The messages completed by these bytes."""
        messages = list(self.tick())
        self._since = self._now()
        data, self._pending = self._pending + data, b""
        while data:
            take = self._take if self._pasted is None else self._take_paste
            data = take(data, messages)
        return messages

    def tick(self) -> list[Message]:
        """The messages of incomplete input that has timed out, such as a lone escape."""
        if self.patience != 0:
            return []
        if self._pasted is not None:
            rest = bytes(self._pasted) + self._pending
            self._pasted, self._pending = None, b""
            return [_paste(rest)]
        rest, self._pending = self._pending, b""
        return self._parsed(_text(rest), is_over=True) if len(rest) <= _LONGEST else []

    def _take(self, data: bytes, messages: list[Message]) -> bytes:
        """Parses the first piece; returns the rest."""
        if not (match := _PIECE.match(data)):
            self._pending = data if len(data) <= _KEPT else data[:_KEPT] + data[-1:]
            return b""
        piece, rest = match[0], data[match.end() :]
        if match.lastgroup == "text":
            half = _HALF.search(piece) if not rest else None
            self._pending = half[0] if half else b""
            messages += self._parsed(_text(piece.removesuffix(self._pending)))
        elif match.lastgroup == "paste":
            self._pasted = bytearray()
        elif match.lastgroup == "alt":
            messages += self._parsed(_text(piece), is_over=True)
        elif match.lastgroup == "sequence" and len(piece) <= _LONGEST and piece != _END_PASTE:
            messages += self._parsed(_text(piece))
        return rest

    def _take_paste(self, data: bytes, messages: list[Message]) -> bytes:
        """Parses a paste; returns the rest after its end."""
        assert self._pasted is not None
        text, end, rest = data.partition(_END_PASTE)
        if not end and (begun := _begun(text)):
            text, self._pending = text[:-begun], text[-begun:]
        self._pasted += text[: _WHOLE_PASTE - len(self._pasted)]
        if end:
            messages.append(_paste(bytes(self._pasted)))
            self._pasted = None
        return rest

    def _parsed(self, text: str, is_over: bool = False) -> list[Message]:
        """The messages that Textual makes of a piece; `is_over` ends it."""
        messages: list[Message] = []
        if not text:  # Textual takes '' for the end of input
            return messages
        try:
            messages += self._parser.feed(text)
            if is_over:
                messages += self._parser.feed("")
        except Exception:  # any error here means malformed input
            messages.clear()
        if is_over or not messages:
            self._renew()
        return [message for message in messages if _can_be_written(message)]

    def _renew(self) -> None:
        """Replaces the parser; the new one inherits what is known of the window."""
        old, self._parser = self._parser, XTermParser()
        self._parser.mouse_pixels = old.mouse_pixels
        self._parser.terminal_size, self._parser.terminal_pixel_size = old.terminal_size, old.terminal_pixel_size


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _paste(data: bytes) -> Paste:
    return Paste(_text(data).replace("\0", ""))


def _begun(text: bytes) -> int:
    """The number of trailing bytes that may begin the end mark of a paste."""
    return next((size for size in range(len(_END_PASTE) - 1, 0, -1) if text.endswith(_END_PASTE[:size])), 0)


def _can_be_written(message: Message) -> bool:
    """Whether a key has no surrogates, which cannot be encoded."""
    if not isinstance(message, Key):
        return True
    return not any("\ud800" <= letter <= "\udfff" for letter in message.key + (message.character or ""))
