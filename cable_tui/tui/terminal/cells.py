"""A model of the terminal's cells, and the fewest bytes that turn what is shown into what is wanted.

Textual repaints whole lines of whole panes, of which most cells are unchanged. This model takes Textual's output,
compares it with what the terminal shows, and sends the difference; moved rows are moved by the terminal.
Curses does the same (Arnold, "Screen Updating and Cursor Movement Optimization", 1981).

A cell with unknown contents (after a resize, or when another program had the terminal) differs from every other.
A changed row with letters that are not one cell wide is sent in one stretch: terminals disagree about their widths.
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
_ERASES = "JKXLMPST@"  # final letters of sequences that change the screen; Textual rarely writes them
_CLOSE = 5  # cells; shorter gaps are rewritten
_BLANKS = 6  # cells; from here blanks are erased, if the terminal erases in colour


class _Cell(NamedTuple):
    """A letter ('' is the second cell of a wide one) in its style."""

    letter: str
    style: Style


_UNKNOWN = _Cell("?", Style(foreground="unknown"))
_BLANK = _Cell(" ", PLAIN)


class Cells:
    """The model of one terminal. `erases_in_color`: it fills erased cells with the background (terminfo's `bce`).

    `cursor` returns the row and column, from 0, of the terminal's cursor after an update, or None while it is hidden.
    While `is_held` is true, the end of an update sends nothing; the next update sent, or `flush`, includes it. `signs`
    replaces letters that the terminal lacks. If `moves` is false, moved rows are rewritten.
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
        self._uneven: set[int] = set()  # rows with letters not one cell wide
        self._dirty: dict[int, tuple[int, int]] = {}  # by row, the columns written to
        self._style = PLAIN  # as Textual has set it
        self._pen = _UNKNOWN.style  # as the terminal has it
        self._x = self._y = 0  # where Textual writes
        self._at: tuple[int, int] | None = None  # the terminal's cursor, None if unknown

    def feed(self, data: str) -> str:
        """Takes output; returns what to send to the terminal now."""
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
        """Marks everything the terminal shows as unknown."""
        width, height = self.size
        self._shown = [[_UNKNOWN] * width for _ in range(height)]
        self._at = None
        self._pen = _UNKNOWN.style

    @property
    def is_dirty(self) -> bool:
        """Whether there is unsent output."""
        return bool(self._dirty)

    @property
    def is_whole(self) -> bool:
        """Whether the wanted contents of every cell are known."""
        return not any(_UNKNOWN in row for row in self._wanted)

    def redraw(self) -> str:
        """The bytes that draw the whole screen."""
        self.spoil()
        return self.flush()

    def spoil(self) -> None:
        """Makes the next flush send the whole screen."""
        self.forget()
        self._dirty = dict.fromkeys(range(self.size[1]), (0, self.size[0]))

    def _write(self, text: str) -> None:
        """Writes a text at the current position, clipped to the screen: it may have been drawn for a larger one."""
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

    # --- output

    def flush(self) -> str:
        """The bytes that turn what is shown into what is wanted."""
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
        """Makes the terminal move rows by deleting lines on one side of them and inserting lines on the other.

        These codes are of the VT102 and work everywhere. Unlike a scroll region, they leave no state behind. Exposed
        lines get the terminal's default colours, because terminals disagree about others.
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
        """Sends the cells of one stretch; trailing blanks are erased, if possible to the end of the line."""
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
    """The stretches of cells that differ; stretches with a short gap between them are joined."""
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
    """The cells of one style, each made once: a screen has thousands, few of them distinct."""

    def __init__(self, style: Style) -> None:
        super().__init__({" ": _Cell(" ", on_blanks(style))})
        self._style = style

    def __missing__(self, letter: str) -> _Cell:
        cell = self[letter] = _Cell(letter, self._style)
        return cell


_cells_in = lru_cache(maxsize=512)(_Letters)


def _fitting(cells: list[_Cell], room: int) -> list[_Cell]:
    """The cells cut to `room`; a wide letter cut in half becomes a blank."""
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
