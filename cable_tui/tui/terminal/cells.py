"""What stands on the terminal, cell by cell, and the fewest bytes that change it into what is wanted.

Textual repaints whole lines of whole panes; most of their cells are as they were. This model takes what Textual writes,
compares it with what the terminal shows, and sends the difference; rows that have moved are moved by the terminal.
Curses has always done so (Arnold, "Screen Updating and Cursor Movement Optimization", 1981).

A cell whose contents are not known (after a resize, or when another program had the terminal) differs from every other.
Letters that are not one cell wide are sent with the whole stretch in which they stand: terminals do not agree on them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

from .scrolling import Move, move_of
from .sgr import PLAIN, Style, applied, change, for_blanks, on_blanks

_TOKENS = re.compile(
    r"\x1b\[([0-9;]*)m|\x1b\[([0-9;]*)H"
    r"|(\x1b(?:\[[^@-~]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|.)|[\r\n]+)"
)
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
_ERASES = "JKXLMPST@"  # the last letters of sequences that change what is shown, as Textual hardly writes them
_CLOSE = 5  # cells; over a gap that is shorter the same letters are written again
_BLANKS = 6  # cells; a longer stretch is erased where the terminal erases in colour


class _Cell(NamedTuple):
    """A letter ('' is the second cell of a wide one) in its style."""

    letter: str
    style: Style


_UNKNOWN = _Cell("?", Style(foreground="unknown"))
_BLANK = _Cell(" ", PLAIN)


class Cells:
    """The model of one terminal. `erases_in_color`: it fills erased cells with the background (terminfo's `bce`).

    `cursor` says where the terminal's cursor is to stand after an update, row and column from 0; without it, or where
    it says None, the cursor is hidden and stands anywhere. While `is_held` says so, the end of an update sends nothing:
    the next one that is sent, or `flush`, has it too. `signs` are what a terminal of few letters shows instead of some.
    With `moves` false every row is written anew where it has moved.
    """

    def __init__(
        self,
        width: int,
        height: int,
        *,
        erases_in_color: bool,
        cursor: Callable[[], tuple[int, int] | None] | None = None,
        is_held: Callable[[], bool] = lambda: False,
        signs: Mapping[int, str] | None = None,
        moves: bool = True,
    ) -> None:
        self.size = width, height
        self._is_held = is_held
        self._signs = signs
        self._moves = moves
        self._cursor = cursor
        self._erases = erases_in_color
        self._shown = [[_UNKNOWN] * width for _ in range(height)]
        self._wanted = [list(row) for row in self._shown]
        self._uneven: set[int] = set()  # rows with letters that are not one cell wide
        self._dirty: dict[int, tuple[int, int]] = {}  # by row, the stretch that was written
        self._style = PLAIN  # as Textual has set it
        self._pen = _UNKNOWN.style  # as the terminal has it
        self._x = self._y = 0  # where Textual writes
        self._at: tuple[int, int] | None = None  # where the terminal's cursor is, None where that is not certain

    def feed(self, data: str) -> str:
        """Takes what is to be written; returns what has to be sent of it now."""
        out: list[str] = []
        done = 0
        for match in _TOKENS.finditer(data):
            if match.start() > done:
                self._write(data[done : match.start()])
            done = match.end()
            self._obey(match, out)
        if done < len(data):
            self._write(data[done:])
        return "".join(out)

    def _obey(self, match: re.Match[str], out: list[str]) -> None:
        style, place, other = match.groups()
        if style is not None:
            self._style = applied(self._style, style)
        elif place is not None:
            row, _, column = place.partition(";")
            self._y, self._x = int(row or 1) - 1, int(column or 1) - 1
        elif other[0] in "\r\n":
            self._y, self._x = self._y + other.count("\n"), 0
        elif other == _END:
            out.append("" if self._is_held() else self.flush())
        elif other != _BEGIN:
            out += ("" if self._is_held() else self.flush(), other)
            if other[-1] in _ERASES or other.endswith(("?1049h", "?1049l")):
                self.forget()

    def forget(self) -> None:
        """Nothing is known any more of what the terminal shows."""
        width, height = self.size
        self._shown = [[_UNKNOWN] * width for _ in range(height)]
        self._at = None
        self._pen = _UNKNOWN.style

    @property
    def is_dirty(self) -> bool:
        """Whether something was written that was not sent."""
        return bool(self._dirty)

    @property
    def is_whole(self) -> bool:
        """Whether it is known of every cell what is wanted there."""
        return not any(_UNKNOWN in row for row in self._wanted)

    def redraw(self) -> str:
        """All that is wanted, whatever the terminal shows."""
        self.spoil()
        return self.flush()

    def spoil(self) -> None:
        """Has the next flush send all that is wanted."""
        self.forget()
        self._dirty = dict.fromkeys(range(self.size[1]), (0, self.size[0]))

    def _write(self, text: str) -> None:
        """Takes a text at its place. Of one that was drawn for a larger window only what is in this one counts."""
        width, height = self.size
        room = width - self._x
        if not 0 <= self._y < height or not 0 < room <= width:
            return
        if self._signs and not text.isascii():
            text = text.translate(self._signs)
        if text.isascii() or cell_len(text) == len(text):
            cells = list(map(_cells_in(self._style).__getitem__, text[:room]))
        else:
            self._uneven.add(self._y)
            cells = _fitting(list(_uneven_cells(text, self._style)), room)
        end = self._x + len(cells)
        self._wanted[self._y][self._x : end] = cells
        first, last = self._dirty.get(self._y, (self._x, end))
        self._dirty[self._y] = min(first, self._x), max(last, end)
        self._x = end

    # --- what is sent

    def flush(self) -> str:
        """What changes the terminal into what is wanted."""
        out: list[str] = []
        if self._moves and (move := move_of(self._shown, self._wanted, sorted(self._dirty), _BLANK)):
            self._move(move, out)
        for row in sorted(self._dirty):
            self._send_row(row, *self._dirty[row], out)
        self._dirty.clear()
        if self._cursor and (place := self._cursor()):
            self._go(*place, out)
            self._at = place
        return f"{_BEGIN}{''.join(out)}{_END}" if out else ""

    def _move(self, move: Move, out: list[str]) -> None:
        """Has the terminal move rows: lines are deleted on one side of them and inserted on the other.

        The codes are those of the VT102, which every terminal has, and nothing is left that another program could
        trip over, as a scroll region would be. What becomes blank has the terminal's own colours, as terminals do not
        agree on any other.
        """
        region, exposed = move.region, move.exposed
        if self._uneven.intersection(region):
            return
        self._use(PLAIN, out)
        deleted = region.start if move.by > 0 else region.stop - len(exposed)
        for row, code in (deleted, "M"), (exposed.start, "L"):
            self._go(row, 0, out)
            out.append(f"\x1b[{len(exposed)}{code}")
            self._at = row, 0
        moved = [self._shown[row + move.by] for row in range(move.first, move.last + 1)]
        blanks = [[_BLANK] * self.size[0] for _ in exposed]
        self._shown[region.start : region.stop] = moved + blanks if move.by > 0 else blanks + moved
        self._dirty |= dict.fromkeys(region, (0, self.size[0]))

    def _send_row(self, row: int, first: int, last: int, out: list[str]) -> None:
        shown, wanted = self._shown[row], self._wanted[row]
        if row in self._uneven:
            if shown[first:last] != wanted[first:last]:
                self._send(row, first, last, out)
                self._at = None
            if all(len(cell.letter) == 1 and cell_len(cell.letter) == 1 for cell in wanted):
                self._uneven.discard(row)
        else:
            for start, end in _stretches(shown, wanted, first, last):
                self._send(row, start, end, out)
        shown[first:last] = wanted[first:last]

    def _send(self, row: int, start: int, end: int, out: list[str]) -> None:
        """Sends the cells of one stretch; blanks at its end, and to the end of the line, are erased."""
        wanted, width = self._wanted[row], self.size[0]
        self._go(row, start, out)
        if self._pen is _UNKNOWN.style:
            out.append("\x1b[m")
            self._pen = PLAIN
        text_end = end
        while (
            self._erases and text_end > start and wanted[text_end - 1] == wanted[end - 1] and _is_blank(wanted[end - 1])
        ):
            text_end -= 1
        if end - text_end < _BLANKS:
            text_end = end
        self._send_cells(wanted[start:text_end], out)
        self._at = (row, text_end) if text_end < width else None
        if text_end < end:
            self._use(for_blanks(self._pen, wanted[end - 1].style), out)
            is_rest = all(cell == wanted[end - 1] for cell in wanted[end:])
            out.append("\x1b[K" if is_rest else f"\x1b[{end - text_end}X")

    def _send_cells(self, cells: list[_Cell], out: list[str]) -> None:
        for letter, style in cells:
            self._use(for_blanks(self._pen, style) if letter == " " else style, out)
            out.append(letter)

    def _use(self, style: Style, out: list[str]) -> None:
        if style != self._pen:
            out.append(change(self._pen, style))
            self._pen = style

    def _go(self, row: int, column: int, out: list[str]) -> None:
        """Moves the terminal's cursor by the shortest sequence."""
        if self._at == (row, column):
            return
        if self._at and self._at[0] == row and column > self._at[1]:
            steps = column - self._at[1]
            out.append("\x1b[C" if steps == 1 else f"\x1b[{steps}C")
        elif self._at and column == 0 and row == self._at[0] + 1:
            out.append("\r\n")
        else:
            out.append(f"\x1b[{row + 1}H" if column == 0 else f"\x1b[{row + 1};{column + 1}H")


def _stretches(shown: list[_Cell], wanted: list[_Cell], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The stretches of cells that differ; a short gap between two of them belongs to both."""
    start = end = -1
    for index in range(first, last):
        if shown[index] != wanted[index]:
            if start >= 0 and (index - end > _CLOSE or _UNKNOWN in wanted[end:index]):
                yield start, end
                start = -1
            start, end = (index if start < 0 else start), index + 1
    if start >= 0:
        yield start, end


def _is_blank(cell: _Cell) -> bool:
    return cell.letter == " " and not cell.style.attributes


class _Letters(dict[str, _Cell]):
    """The cells of one style, each made once: a screen has two thousand, of which few differ."""

    def __init__(self, style: Style) -> None:
        super().__init__({" ": _Cell(" ", on_blanks(style))})
        self._style = style

    def __missing__(self, letter: str) -> _Cell:
        cell = self[letter] = _Cell(letter, self._style)
        return cell


_cells_in = lru_cache(maxsize=512)(_Letters)


def _fitting(cells: list[_Cell], room: int) -> list[_Cell]:
    """As many of the cells as there is room for; a blank instead of a wide letter of which one half would be left."""
    if len(cells) > room and not cells[room].letter:
        cells[room - 1] = _cells_in(cells[room - 1].style)[" "]
    return cells[:room]


def _uneven_cells(text: str, style: Style) -> Iterator[_Cell]:
    """The cells of a text with letters of any width."""
    known = _cells_in(style)
    cells: list[_Cell] = []
    for letter in text:
        width = cell_len(letter)
        if width == 0 and cells:
            cells[-1] = _Cell(cells[-1].letter + letter, style)
        elif width:
            cells += [known[letter], *[_Cell("", style)] * (width - 1)]
    return iter(cells)
