"""Whatever bytes come from the keyboard: the program stands, and the next key is answered."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from harness.terminal import Terminal
from textual.events import Key, Paste

from cable_tui.archive.build.update import update
from cable_tui.notebook.notebook import Notebook
from cable_tui.tui.terminal.keyboard import Keyboard

_PROGRAM = Path(sys.executable).with_name("cable-tui")

#: What no terminal should send, and some do.
ODD = {
    "a letter of Latin-1": b"\xe9",
    "a raw C1": b"\x80",
    "all bytes beyond ASCII": bytes(range(0x80, 0x100)),
    "half a letter": b"\xc3",
    "two thirds of a letter": b"\xe2\x82",
    "a report of an old mouse": b"\x1b[M\x20\xc3\xa9",
    "a key beyond Unicode": b"\x1b[1114112u",
    "half of a pair as a key": b"\x1b[55296u",
    "half of a pair as text": b"\x1b[97;;55296u",
    "text beyond Unicode": b"\x1b[97;;1114112u",
    "a number of many digits": b"\x1b[" + b"9" * 6000 + b"u",
    "a sequence nobody knows": b"\x1b[5;6z",
    "an answer nobody asked for": b"\x1b]11;rgb:dddd/dddd/dddd\x1b\\",
    "a sequence without an end": b"\x1b[" + b"1;" * 50_000,
    "a string without an end": b"\x1b]52;c;" + b"d" * 100_000,
    "a size of no window": b"\x1b[48;10000;10000;10000;10000t",
    "a size of nothing": b"\x1b[48;0;0;0;0t\x1b[<0;5;5M",
}


def keys(*pieces: bytes) -> list[str]:
    """The keys that arrive, with a pause at the end that is long enough for what has begun."""
    time = [0.0]
    keyboard = Keyboard(lambda: time[0])
    messages = [message for piece in pieces for message in keyboard.feed(piece)]
    time[0] += 10
    return [message.key for message in [*messages, *keyboard.tick()] if isinstance(message, Key)]


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((b"j",), ["j"]),
        ((b"\xc3\xa9",), ["é"]),
        ((b"\xc3", b"\xa9"), ["é"]),
        ((b"\xc3j",), ["replacement_character", "j"]),
        ((b"\x1b",), ["escape"]),
        ((b"\x1b\x1b",), ["escape", "escape"]),
        ((b"\x1b[A", b"\x1b[", b"B"), ["up", "down"]),
        ((b"\x1bOP\x1b[[B\x1b[15~",), ["f1", "f2", "f5"]),
        ((b"\x1b[97;5u",), ["ctrl+a"]),
        ((b"\x1bd",), ["alt+d"]),
        ((b"\x1b[5;6zj",), ["j"]),
        ((b"\x1b[\rj",), ["enter", "j"]),
        ((b"\x1b[M\x20\xc3\xa9j",), ["j"]),
        ((b"\x1b]0;ddd\x07j",), ["j"]),
        ((b"\x1b[?2026;2$2yj",), ["j"]),
        ((b"\x1b[<0;'<V", b"j"), ["j"]),
        ((b"\x1b[1$2\x1b[A", b"j"), ["up", "j"]),
        ((b"\x1b[1114112uj", b"\x1b[55296uj"), ["j", "j"]),
    ],
)
def test_keys_are_told_from_rubbish(pieces: tuple[bytes, ...], expected: list[str]) -> None:
    assert keys(*pieces) == expected


#: What sequences begin with, and one byte of each kind that may stand behind that.
_BEGINNINGS = [b"\x1b[", b"\x1b[M", b"\x1b[[", b"\x1b]", b"\x1bP", b"\x1bO", b"\x1b", b"\x1b[200~", b"\x1b[201~"]
_KINDS = [bytes([byte]) for byte in b"0$MA[\\\x07\x1b\xc3\xa9"]


@pytest.mark.parametrize("beginning", _BEGINNINGS)
def test_nothing_that_began_keeps_the_next_key(beginning: bytes) -> None:
    for bytes_behind in product(_KINDS, repeat=3):
        keyboard = Keyboard(lambda: 0.0)  # without the pause that ends everything
        for piece in (beginning, *bytes_behind, b"\x1b[201~", b"\x1b\\"):
            keyboard.feed(piece)
        found = [message.key for message in keyboard.feed(b"j") if isinstance(message, Key)]
        assert found == ["j"], (beginning, bytes_behind)


def test_while_nobody_listens_nothing_is_over() -> None:
    time = [0.0]
    keyboard = Keyboard(lambda: time[0])
    assert keyboard.feed(b"\x1b") == []
    time[0] += 10
    keyboard.nobody_listens()
    assert [message.key for message in keyboard.feed(b"[A") if isinstance(message, Key)] == ["up"]


@pytest.mark.parametrize("cut", range(1, 16))
def test_a_paste_is_whole_wherever_it_is_cut(cut: int) -> None:
    data = b"\x1b[200~c\xc3\xb6d\x1b[A\x1b[201~j"
    keyboard = Keyboard(lambda: 0.0)
    messages = [*keyboard.feed(data[:cut]), *keyboard.feed(data[cut:])]
    assert [message.text for message in messages if isinstance(message, Paste)] == ["cöd\x1b[A"]
    assert [message.key for message in messages if isinstance(message, Key)] == ["j"]


@pytest.fixture
def terminal(archive: Path) -> Iterator[Terminal]:
    update(archive)
    Notebook.open().close()
    with Terminal(_PROGRAM, archive) as found:
        found.until_text("decided")
        found.until_quiet(0.5)
        yield found


def test_after_odd_bytes_the_next_key_is_answered(terminal: Terminal) -> None:
    for name, data in ODD.items():
        _send(terminal, data)
        terminal.until_quiet(0.2)
        for key, place in ("G", "5 of 5"), ("g", "1 of 5"):
            terminal.send(key)
            terminal.until(lambda place=place: place in terminal.lines[0], f"an answer after {name}")
    terminal.send("Q")
    assert terminal.finish() == 0


def test_a_window_that_cannot_be_is_drawn_in_part(terminal: Terminal) -> None:
    terminal._size(65535, 65535)
    terminal.is_drawn = False
    terminal.until_quiet(0.8)
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.finish() == 128 + signal.SIGTERM


def test_a_flood_of_keys_does_not_hold_a_signal_up(terminal: Terminal) -> None:
    _send(terminal, b"jk" * 15_000)
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.finish() == 128 + signal.SIGTERM


def test_columns_that_cannot_be_are_not_believed(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "99999999")
    with Terminal(_PROGRAM, archive) as terminal:
        terminal.until(lambda: terminal.lines[-1].endswith("? keys"), "the screen in the window's own size")
        terminal.send("Q")
        assert terminal.finish() == 0


def _send(terminal: Terminal, data: bytes) -> None:
    """Sends bytes, and takes what is printed meanwhile: neither side waits for the other."""
    for at in range(0, len(data), 1000):
        os.write(terminal._master, data[at : at + 1000])
        terminal.read(0.005)
