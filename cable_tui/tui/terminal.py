"""Few bytes for a slow line: style codes that change nothing are not sent.

Textual writes every piece of a line with its whole style and a reset. This driver knows what state the terminal is
in and sends only the difference, once there is text that needs it. Blanks need no foreground.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from textual.drivers.linux_driver import LinuxDriver

_TOKENS = re.compile(
    r"\x1b\[([0-9;]*)m|(\x1b(?:\[[^@-~]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|.)|[\r\n]+)"
)
_ATTRIBUTES = {"1", "2", "3", "4", "5", "7", "8", "9"}
_OFF = {"22": ("1", "2"), "23": ("3",), "24": ("4",), "25": ("5",), "27": ("7",), "28": ("8",), "29": ("9",)}
_OFF_FOR = {attribute: code for code, attributes in _OFF.items() for attribute in attributes}
_SEEN_ON_BLANKS = {"4", "7", "9"}


class _State(NamedTuple):
    """Attributes that are on, foreground and background as their codes ('' is the terminal's own)."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""


_PLAIN = _State()


class StyleFilter:
    """Follows the style codes of a stream and lets only those through that a following text needs."""

    def __init__(self) -> None:
        self._terminal = _PLAIN
        self._wanted = _PLAIN

    def feed(self, data: str) -> str:
        """The data with as few style codes as show the same."""
        out: list[str] = []
        done = 0
        for match in _TOKENS.finditer(data):
            if match.start() > done:
                self._text(data[done : match.start()], out)
            done = match.end()
            if match[2] is None:
                self._wanted = _applied(self._wanted, match[1])
            else:
                if match[2][-1] in "JKhlc":  # erasing paints the background; modes may begin a new screen
                    self._settle(self._wanted, out)
                out.append(match[2])
        if done < len(data):
            self._text(data[done:], out)
        return "".join(out)

    def _text(self, text: str, out: list[str]) -> None:
        wanted = self._wanted
        if not text.strip(" ") and not (wanted.attributes | self._terminal.attributes) & _SEEN_ON_BLANKS:
            wanted = self._terminal._replace(background=wanted.background)
        self._settle(wanted, out)
        out.append(text)

    def _settle(self, wanted: _State, out: list[str]) -> None:
        if wanted != self._terminal:
            out.append(_change(self._terminal, wanted))
            self._terminal = wanted


@lru_cache(maxsize=4096)
def _applied(state: _State, codes: str) -> _State:
    """The state after a style sequence (ECMA-48, SGR)."""
    parts = codes.split(";") if codes else ["0"]
    index = 0
    while index < len(parts):
        code = parts[index].lstrip("0") or "0"
        if code in ("38", "48"):
            length = 3 if parts[index + 1 : index + 2] == ["5"] else 5
            color = ";".join(parts[index : index + length])
            state = state._replace(foreground=color) if code == "38" else state._replace(background=color)
            index += length
            continue
        state = _one(state, code)
        index += 1
    return state


def _one(state: _State, code: str) -> _State:
    if code == "0":
        return _PLAIN
    if code in _ATTRIBUTES:
        return state._replace(attributes=state.attributes | {code})
    if code in _OFF:
        return state._replace(attributes=state.attributes - set(_OFF[code]))
    number = int(code)
    if 30 <= number <= 39 or 90 <= number <= 97:
        return state._replace(foreground="" if number == 39 else code)
    if 40 <= number <= 49 or 100 <= number <= 107:
        return state._replace(background="" if number == 49 else code)
    return state


@lru_cache(maxsize=4096)
def _change(old: _State, new: _State) -> str:
    """The shorter of two ways from one state to the other: the difference, or a reset and all of the new."""
    anew = [*sorted(new.attributes), new.foreground, new.background]
    reset = "\x1b[" + ";".join(["", *filter(None, anew)]) + "m"
    off = {_OFF_FOR[attribute] for attribute in old.attributes - new.attributes}
    lost = {attribute for code in off for attribute in _OFF[code]} & new.attributes  # 22 ends bold and dim both
    steps = [*sorted(off), *sorted((new.attributes - old.attributes) | lost)]
    if old.foreground != new.foreground:
        steps.append(new.foreground or "39")
    if old.background != new.background:
        steps.append(new.background or "49")
    return min(reset, "\x1b[" + ";".join(steps) + "m", key=len)


class FrugalDriver(LinuxDriver):
    """Textual's driver behind a `StyleFilter`."""

    _styles: StyleFilter | None = None

    def write(self, data: str) -> None:
        """Sends what changes something."""
        if self._styles is None:
            self._styles = StyleFilter()
        super().write(self._styles.feed(data))

    def write_raw(self, sequence: str) -> None:
        """Sends a control sequence that shows nothing; whatever it holds is no text and no style."""
        super().write(sequence)

    def start_application_mode(self) -> None:
        """Begins with a terminal that another program may have had."""
        self._styles = None
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def stop_application_mode(self) -> None:
        """Leaves the terminal with its own colours."""
        self.write("\x1b[0m\x1b[?25h")
        super().stop_application_mode()
