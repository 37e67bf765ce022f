"""The model of the terminal: what it sends shows the same as what it was given, in fewer bytes."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cable_tui.tui.cells import Cells

WIDTH, HEIGHT = 24, 5


class Screen:
    """A terminal that erases in colour, as xterm does."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self._stream = pyte.Stream(self.screen)

    def feed(self, data: str) -> None:
        self._stream.feed(data.replace("\x1b[?2026h", "").replace("\x1b[?2026l", ""))

    def shown(self) -> list[list[tuple[object, ...]]]:
        """Each cell as it looks: the foreground of a blank does not count."""
        return [[_look(self.screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def _look(cell: pyte.screens.Char) -> tuple[object, ...]:
    seen = (cell.underscore, cell.reverse, cell.strikethrough)
    if cell.data == " ":
        return " ", cell.bg, *seen, cell.fg if any(seen) else ""
    return cell.data, cell.bg, *seen, cell.fg, cell.bold, cell.italics


_CODES = st.sampled_from(
    ["", "0", "1", "3", "4", "7", "22", "31", "38;5;200", "48;5;17", "48;2;1;2;3", "1;38;5;9;48;5;4"]
)
_LETTERS = st.text(alphabet="ab x  ¶★—", min_size=1, max_size=14)
_WRITES = st.lists(
    st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), _CODES, _LETTERS), min_size=1, max_size=12
)


def written(y: int, x: int, codes: str, text: str) -> str:
    """A stretch as Textual writes it: placed, styled, reset."""
    return f"\x1b[{y + 1};{x + 1}H\x1b[{codes}m{text[: WIDTH - x]}\x1b[0m"


@given(st.lists(_WRITES, min_size=1, max_size=6), st.booleans())
@settings(max_examples=300, deadline=None)
def test_what_is_sent_shows_what_was_written(updates: list[list[tuple[int, int, str, str]]], erases: bool) -> None:
    cells = Cells(WIDTH, HEIGHT, erases_in_color=erases)
    plain, frugal = Screen(), Screen()
    for update in updates:
        data = "".join(written(*write) for write in update)
        plain.feed(data)
        frugal.feed(cells.feed(f"\x1b[?2026h{data}\x1b[1;1H\x1b[?2026l"))
        assert frugal.shown() == plain.shown()


@given(st.lists(_WRITES, min_size=1, max_size=3))
@settings(max_examples=100, deadline=None)
def test_what_is_shown_already_is_not_sent_again(updates: list[list[tuple[int, int, str, str]]]) -> None:
    cells = Cells(WIDTH, HEIGHT, erases_in_color=True)
    for update in updates:
        data = "".join(written(*write) for write in update)
        cells.feed(f"\x1b[?2026h{data}\x1b[?2026l")
    last = {}
    for write in updates[-1]:
        last[write[0]] = write  # of each row what was written last stands there whole
    again = "".join(written(*write) for write in last.values())
    assert cells.feed(f"\x1b[?2026h{again}\x1b[?2026l") == ""


@pytest.mark.parametrize("text", ["漢字 and letters", "e\u0301t\u0301e\u0301", "x漢y", "👩‍👩‍👧 family"])
def test_letters_that_are_not_one_cell_wide_are_sent_with_their_line(text: str) -> None:
    cells = Cells(WIDTH, HEIGHT, erases_in_color=True)
    first = cells.feed(f"\x1b[?2026h\x1b[2;1H{text}\x1b[?2026l")
    assert text in first
    assert cells.feed(f"\x1b[?2026h\x1b[2;1H{text}\x1b[?2026l") == ""
    later = cells.feed("\x1b[?2026h\x1b[2;1Hplain again, all of it  \x1b[?2026l")
    assert "plain again, all of it" in later


def test_other_sequences_pass_in_their_order() -> None:
    cells = Cells(WIDTH, HEIGHT, erases_in_color=True)
    sent = cells.feed("\x1b[?25l\x1b[1;1Hcod\x1b[?1000h\x1b[2;1Hcarp\x07")
    assert sent.index("\x1b[?25l") < sent.index("cod") < sent.index("\x1b[?1000h")
    assert "carp" in sent + cells.flush()


def test_after_the_screen_was_cleared_everything_is_sent_again() -> None:
    cells = Cells(WIDTH, HEIGHT, erases_in_color=True)
    cells.feed("\x1b[?2026h\x1b[1;1Hcod\x1b[?2026l")
    assert "cod" in cells.feed("\x1b[2J\x1b[?2026h\x1b[1;1Hcod\x1b[?2026l")
    cells.forget()
    assert "cod" in cells.feed("\x1b[?2026h\x1b[1;1Hcod\x1b[?2026l")


def test_redrawing_sends_everything_and_changes_nothing() -> None:
    cells, screen = Cells(WIDTH, HEIGHT, erases_in_color=True), Screen()
    screen.feed(
        cells.feed(f"\x1b[?2026h{written(0, 0, '1;31', 'cod')}{written(2, 3, '48;5;17', 'carp   ')}\x1b[?2026l")
    )
    before = screen.shown()
    screen.feed("\x1b[1;1HWall message from root")
    sent = cells.redraw()
    assert "cod" in sent
    screen.feed(sent)
    assert screen.shown()[2] == before[2]
    assert screen.shown()[0][:3] == before[0][:3]


def test_blanks_are_erased_only_where_the_terminal_erases_in_colour() -> None:
    data = "\x1b[?2026h\x1b[1;1H\x1b[48;5;17mcod" + " " * (WIDTH - 3) + "\x1b[?2026l"
    assert "\x1b[K" in Cells(WIDTH, HEIGHT, erases_in_color=True).feed(data)
    assert "\x1b[K" not in Cells(WIDTH, HEIGHT, erases_in_color=False).feed(data)
