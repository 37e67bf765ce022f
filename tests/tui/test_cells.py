"""The model of the terminal: what it sends shows the same as what it was given, in fewer bytes."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cable_tui.tui.terminal.cells import Cells

WIDTH, HEIGHT = 24, 5


class Screen:
    """A terminal that erases in colour, as xterm does."""

    def __init__(self, height: int = HEIGHT) -> None:
        self.screen = pyte.Screen(WIDTH, height)
        self._stream = pyte.Stream(self.screen)

    def feed(self, data: str) -> None:
        self._stream.feed(data.replace("\x1b[?2026h", "").replace("\x1b[?2026l", ""))

    def shown(self) -> list[list[tuple[object, ...]]]:
        """Each cell as it looks: the foreground of a blank does not count."""
        return [[_look(self.screen.buffer[y][x]) for x in range(WIDTH)] for y in range(self.screen.lines)]


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


_LINES = st.lists(st.sampled_from([f"{word * 9:.20}" for word in ("cod ", "carp ", "eel ", "perch ")]), min_size=12)


@given(
    _LINES, st.lists(st.tuples(st.integers(0, 9), _WRITES), min_size=2, max_size=6), st.booleans(), st.integers(0, 2)
)
@settings(max_examples=60, deadline=None)
def test_rows_that_move_show_what_was_written(
    lines: list[str], steps: list[tuple[int, list[tuple[int, int, str, str]]]], erases: bool, first: int
) -> None:
    cells = Cells(WIDTH, HEIGHT * 2, erases_in_color=erases)
    plain, frugal = Screen(HEIGHT * 2), Screen(HEIGHT * 2)
    for top, writes in steps:
        rows = [*lines[top:], *[""] * 10][: HEIGHT * 2 - 1 - first]
        data = "".join(written(first + y, 0, "48;5;17" if top % 2 else "", row.ljust(24)) for y, row in enumerate(rows))
        data += "".join(written(*write) for write in writes[:2])
        plain.feed(data)
        frugal.feed(cells.feed(f"\x1b[?2026h{data}\x1b[?2026l"))
        assert frugal.shown() == plain.shown()


@pytest.mark.parametrize("step", [1, 3, -1, -3])
def test_only_new_rows_are_sent_where_rows_have_moved(step: int) -> None:
    cells, screen = Cells(WIDTH, 12, erases_in_color=True), Screen(12)

    def line(number: int) -> str:
        return f"row {' '.join(str(number**power) for power in range(1, 5))}"[:WIDTH].strip()

    def show(top: int) -> str:
        rows = "".join(written(1 + y, 0, "48;5;17", line(top + y).ljust(WIDTH)) for y in range(10))
        return cells.feed(f"\x1b[?2026h{written(0, 0, '', 'title')}{rows}{written(11, 0, '', 'status')}\x1b[?2026l")

    screen.feed(show(30))
    sent = show(30 + step)
    screen.feed(sent)
    assert sent.count("row") == abs(step)
    assert [line.strip() for line in screen.screen.display] == [
        "title",
        *(line(30 + step + y) for y in range(10)),
        "status",
    ]
    assert screen.shown()[3][0][1] == screen.shown()[9][0][1] != screen.shown()[0][0][1]


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


@pytest.mark.parametrize("letter", ["鱈", "e\u0301", "👩‍🔬"])
def test_rows_with_letters_that_are_not_one_cell_wide_are_not_moved_by_the_terminal(letter: str) -> None:
    cells = Cells(WIDTH, 12, erases_in_color=True)

    def show(top: int) -> str:
        rows = "".join(written(y, 0, "", f"{letter} message {(top + y) ** 4}") for y in range(12))
        return cells.feed(f"\x1b[?2026h{rows}\x1b[?2026l")

    show(30)
    sent = show(31)
    assert "L" not in sent.replace("\x1b[K", "")
    assert sent.count("message") == 12
