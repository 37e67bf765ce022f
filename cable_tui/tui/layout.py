"""Lays out the blocks of a cable as rows of a given width. Pure: no screen, no colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from cable_tui.cables.levels import BlockKind
from cable_tui.escape import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cable_tui.cables.model import Block, Cable, Marking

MAX_TEXT = 90  # cells; longer lines are tiring to read
_HANGING = ("--", "- ", "* ", "•")


class Row(NamedTuple):  # a tuple, because hundreds are made for the first screen
    """One line of the viewer: text of block `block` (-1: a blank between blocks); `first` has number and marking.

    `at` is the offset of the line in the text of the block (-1 if the text is shown altered), `indent` the number of
    blanks before it. `note` says that the line is the reader's note.
    """

    block: int
    text: str
    first: bool = False
    at: int = -1
    indent: int = 0
    note: bool = False


class Gutter(NamedTuple):
    """Widths of the columns left of the text: paragraph number and marking, beside bar and bookmark sign."""

    number: int
    marking: int

    @property
    def width(self) -> int:
        """The whole width, with the blanks between columns."""
        return 2 + self.number + 1 + self.marking + 1


def gutter_of(cable: Cable, room: int) -> Gutter:
    """A gutter wide enough for the cable's numbers and markings, narrow on a narrow screen."""
    longest = max((_length(block.marking) for block in cable.paragraphs if block.marking), default=1)
    highest = max((block.number or 0 for block in cable.paragraphs), default=0)
    return Gutter(max(2, len(str(highest))), min(longest, 4 if room < 60 else 7))


def _length(marking: Marking) -> int:
    return len(marking.short) + 2 * marking.inherited


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken at blanks; longer words are split."""
    if not text.isascii() and any(cell_len(character) != 1 for character in set(text)):
        return _wrap_cells(text, width)
    lines: list[str] = []
    start, length = 0, len(text)
    while length - start > width:
        cut = text.rfind(" ", start, start + width + 1)
        if cut <= start:
            cut = start + width
            lines.append(text[start:cut])
            start = cut
        else:
            lines.append(text[start:cut])
            start = cut + 1
    lines.append(text[start:])
    return lines


def _wrap_cells(text: str, width: int) -> list[str]:
    """`wrap` for text with wide or combining characters."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        cells = cell_len(word)
        if line and used + 1 + cells <= width:
            line, used = f"{line} {word}", used + 1 + cells
            continue
        if line:
            lines.append(line)
        *full, word = _chop(word, width)
        lines += full
        line, used = word, cell_len(word)
    return [*lines, line]


def _chop(word: str, width: int) -> list[str]:
    """Splits a long word into pieces of at most `width` cells; combining characters stay with their base."""
    pieces, used = [""], 0
    for character in word:
        cells = cell_len(character)
        if pieces[-1] and used + cells > width:
            pieces.append("")
            used = 0
        pieces[-1] += character
        used += cells
    return pieces


class Pages:
    """The rows of a cable at one width, made on demand; `notes` follow their blocks.

    With `labels`, a function of the block's index, each block begins with a line that describes it, and no blank lines
    separate blocks. With `labels` or `wraps`, tables are wrapped as well.
    """

    def __init__(
        self,
        blocks: tuple[Block, ...],
        width: int,
        notes: Mapping[int, str] | None = None,
        labels: Callable[[int], str] | None = None,
        wraps: bool = False,
    ) -> None:
        self.blocks = blocks
        self._labels = labels
        self._wraps = wraps or labels is not None
        self.notes = notes or {}
        self.width = max(10, width)
        self.rows: list[Row] = []
        self.starts: list[int] = []  # the first row of each block made so far

    def up_to(self, row: int) -> list[Row]:
        """All rows made so far, at least up to `row` if it exists."""
        while len(self.rows) <= row and len(self.starts) < len(self.blocks):
            self._make(len(self.starts))
        return self.rows

    def start_of(self, block: int) -> int:
        """The first row of a block."""
        while len(self.starts) <= block:
            self._make(len(self.starts))
        return self.starts[block]

    def end_of(self, block: int) -> int:
        """The row after a block's last one."""
        start = self.start_of(block)
        end = start + 1
        while end < len(self.rows) and self.rows[end].block == block:
            end += 1
        return end

    def row_of_line(self, line: int) -> int:
        """The row where a line of the first block begins."""
        lines = visible(self.blocks[0].text).expandtabs().split("\n")[:line] if self.blocks else []
        return sum(len(self._lines(piece)) for piece in lines)

    def total(self) -> int:
        """The number of rows; makes all of them."""
        if self.blocks:
            self.start_of(len(self.blocks) - 1)
        return len(self.rows)

    def _make(self, index: int) -> None:
        block = self.blocks[index]
        if self.rows and not self._labels and not self._joins(index):
            self.rows.append(Row(-1, ""))
        self.starts.append(len(self.rows))
        label = wrap(self._labels(index), self.width) if self._labels else []
        self.rows += (Row(index, line, number == 0) for number, line in enumerate(label))
        text = visible(block.text).expandtabs()
        pieces = text.split("\n")
        is_table = block.kind is BlockKind.TABLE and not self._wraps
        lines = pieces if is_table else [line for piece in pieces for line in self._lines(piece)]
        at = 0 if text == block.text else -1
        for number, line in enumerate(lines):
            own = line.lstrip() if number and not is_table else line
            at = text.find(own, at) if at >= 0 else -1
            self.rows.append(Row(index, line, number == 0 and not label, at, len(line) - len(own)))
            at += len(own) if at >= 0 else 0
        self.rows += (Row(index, line, note=True) for line in self._note(index))

    def _note(self, index: int) -> list[str]:
        """The note on a block as lines."""
        lines = visible(self.notes.get(index, "")).expandtabs().strip("\n").split("\n")
        wrapped = [line for piece in lines for line in wrap(piece, self.width - 2)] if any(lines) else []
        first, rest = ("Your note: ", "") if self._labels else ("» ", "  ")
        return [f"{rest if number else first}{line}" for number, line in enumerate(wrapped)]

    def _lines(self, piece: str) -> list[str]:
        if not piece.startswith(_HANGING):
            return wrap(piece, self.width)
        first, *rest = wrap(piece, self.width)
        return [first, *(f"   {line}" for line in wrap(" ".join(rest), self.width - 3) if line)]

    def _joins(self, index: int) -> bool:
        """Whether no blank line precedes a block: below a heading, and between signatures."""
        before, block = self.blocks[index - 1], self.blocks[index]
        if before.kind is BlockKind.HEADING:
            return block.kind is not BlockKind.HEADING
        return before.kind is BlockKind.SIGNATURE and block.kind is BlockKind.SIGNATURE
