"""Draws the text of a cable: rows of paragraphs, with number and marking in the margin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.style import Style
from textual.geometry import Offset, Region, Size
from textual.strip import Strip

from cable_tui.cables.describe import UNPARSED
from cable_tui.cables.levels import BlockKind, Level, SpanKind
from cable_tui.escape import visible_line
from cable_tui.tui.layout import MAX_TEXT, Gutter, Pages, Row, gutter_of
from cable_tui.tui.plain_ui import SPANS, level_in_words, spoken

from .lines import Pane, Piece, fit, width_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cable_tui.archive.query.match import Hit
    from cable_tui.cables.model import Block, Cable

_SPAN_WORDS: dict[SpanKind | None, str] = {
    SpanKind.SUMMARY: "sum",
    SpanKind.COMMENT: "com",
    SpanKind.NOTE: "note",
    SpanKind.ACTION_REQUEST: "act",
}
_SPAN_STYLES = {SpanKind.COMMENT: "viewer--comment", SpanKind.ACTION_REQUEST: "viewer--action-request"}
_END_MARK = re.compile(
    r"\(?\b(?:END|End) (?:OF )?(?:SUMMARY|COMMENT|NOTE|Summary|Comment|Note|summary|comment|note)\b[.)]*"
)


class ParagraphPane(Pane):
    """Draws `cable` from row `top` on, with a bar beside block `current`. Keys are added by the subclass."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.hits: tuple[Hit, ...] = ()
        self._hit = -1  # the current one
        self.cable: Cable | None = None
        self.top = 0
        self.current = 0
        self.shift = 0
        self.as_source = False
        self.text_width = MAX_TEXT
        self._has_moved_since = False  # since the hits were marked
        self._left_at = 0  # the current block when the source was opened
        self.has_moved = False  # since the cable came into sight
        self._marked: Mapping[int, str] = {}
        self._letters: tuple[tuple[Hit, str], ...] = ()  # shown beside references
        self._spans: dict[int, SpanKind] = {}  # by block
        self._indent = 0  # cells, to centre the text in a wide pane
        self._pages = Pages((), 1)
        self._gutter = Gutter(2, 1)

    @property
    def room(self) -> Size:
        """The pane's size; before it is on the screen, when keys may already arrive, the size it will have."""
        if self.is_plain and not self.region:
            return Size(self.screen.size.width, self.screen.size.height - 1)
        return self.size

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the text."""
        return self._pages.blocks

    def _lay_out(self) -> None:
        cable, room = self.cable, self.room.width
        if cable is None:
            self._pages, self._gutter = Pages((), 1), Gutter(2, 1)
            return
        self._gutter = Gutter(0, 0) if self.as_source else gutter_of(cable, room)
        from cable_tui.cables.body.reading_order import reading_blocks, source_blocks  # not needed to show the list

        blocks = source_blocks(cable) if self.as_source else reading_blocks(cable)
        if self.is_plain:
            self._indent = 0
            self._pages = Pages(blocks, room, *(() if self.as_source else (self._marked, self._label)))
            return
        whole = self._gutter.width + self.text_width + 1
        self._indent = 0 if self.as_source else max(0, (room - whole) // 2)
        if self.as_source:
            self._pages = Pages(blocks, room - self._gutter.width, wraps=True)
            return
        self._pages = Pages(blocks, min(self.text_width, room - self._gutter.width - 1), self._marked)

    def _label(self, index: int) -> str:
        """A block in words: `Paragraph 2, SECRET NOFORN, comment, bookmarked`."""
        block = self._pages.blocks[index]
        number = "" if block.number is None else f" {block.number}"
        marking = block.marking
        words = visible_line(level_in_words(marking.level, marking.caveats, marking.short)) if marking else ""
        parts = (
            f"{block.kind.value.capitalize()}{number}",
            words,
            "as the entire text" if marking and marking.inherited else "",
            spoken(self._oddity(block)).strip(", "),
            SPANS.get(self._spans.get(index), ""),
            "bookmarked" if index in self._marked else "",
        )
        return ", ".join(filter(None, parts))

    @property
    def cursor_place(self) -> Offset:
        """The current hit, else the first visible line of the current block."""
        if not self._pages.blocks:
            return Offset(0, 0)
        if hit := self._hit_in_sight():
            index = self._row_of(hit)
            row = self._pages.rows[index]
            return Offset(width_of(row.text[: max(0, hit.start - row.at) + row.indent]), index - self.top)
        return Offset(0, max(0, min(self._pages.start_of(self.current) - self.top, self.room.height - 1)))

    def _hit_in_sight(self) -> Hit | None:
        """The current hit, if it is visible and its block is current."""
        hit = self.hits[self._hit] if 0 <= self._hit < len(self.hits) and not self.as_source else None
        return hit if hit and hit.block == self.current and self.is_in_sight(hit) else None

    def mark_letters(self, letters: tuple[tuple[Hit, str], ...]) -> None:
        """Shows letters before stretches of text; an empty tuple removes them."""
        self._letters = letters
        self.refresh()

    def in_sight(self) -> range:
        """The indexes of the visible blocks."""
        rows = self._pages.up_to(self.top + self.room.height)[self.top : self.top + self.room.height]
        blocks = [row.block for row in rows if row.block >= 0]
        return range(min(blocks), max(blocks) + 1) if blocks else range(0)

    def is_in_sight(self, hit: Hit) -> bool:
        """Whether a hit begins on a visible row."""
        return self.top <= self._row_of(hit) < self.top + self.room.height

    def _row_of(self, hit: Hit) -> int:
        """The row where a hit begins; its block's first row if unknown."""
        return self._row_at(hit.block, hit.start)

    def _row_at(self, block: int, offset: int) -> int:
        """The row of a character of a block; the block's first row if unknown."""
        start, end = self._pages.start_of(block), self._pages.end_of(block)
        found = [row for row in range(start, end) if 0 <= self._pages.rows[row].at <= offset]
        return found[-1] if found else start

    def _readable(self, index: int, step: int) -> int:
        """The next block from `index` on that is not a heading; the current one if there is none."""
        blocks = self._pages.blocks
        while 0 <= index < len(blocks):
            if blocks[index].kind is not BlockKind.HEADING:
                return index
            index += step
        return self.current if blocks else 0

    def _reveal(self, index: int, step: int = 1) -> None:
        height = max(1, self.room.height)
        start, end = self._pages.start_of(index), self._pages.end_of(index)
        if index and self._pages.blocks[index - 1].kind is BlockKind.HEADING:
            start = self._pages.start_of(index - 1)
        if end - start > height:
            self._turn_to(start if step > 0 else end - height)
        elif start < self.top:
            self._turn_to(start)
        elif end > self.top + height:
            self._turn_to(end - height)

    def _turn_to(self, top: int) -> None:
        height = self.room.height
        rows = self._pages.up_to(top + height)
        top = max(0, min(top, len(rows) - height))
        if top != self.top:
            self.top = top
            self.refresh()

    def _repaint_bar(self, block: int) -> None:
        start, end = self._pages.start_of(block) - self.top, self._pages.end_of(block) - self.top
        start, end = max(0, start), min(self.room.height, end)
        if end > start:
            self.refresh(Region(self._indent, start, 1, end - start))

    def _at_end(self) -> bool:
        rows = self._pages.up_to(self.top + self.room.height)
        return self.top + self.room.height >= len(rows)

    def _first_in_sight(self) -> int | None:
        rows = self._pages.up_to(self.top + self.room.height)
        for row in rows[self.top : self.top + self.room.height]:
            if row.first and self._pages.blocks[row.block].kind is not BlockKind.HEADING:
                return row.block
        return next((row.block for row in rows[self.top :] if row.block >= 0), None)

    def _place(self) -> str:
        blocks = self._pages.blocks
        if not blocks:
            return ""
        numbered = [block.number for block in blocks if block.number is not None]
        block = blocks[self.current]
        if self.is_plain and self.as_source:
            return "source text"
        hit = f", hit {self._hit + 1} of {len(self.hits)}" if self._hit_in_sight() else ""
        if self.is_plain:
            of = f" {block.number} of {max(numbered)}" if block.number is not None else ""
            return f"{block.kind.value}{of}{hit}"
        marking = _shown(block)
        rest = f" · {marking}" if len(marking) > self._gutter.marking else ""  # too long for the margin
        rest += self._oddity(block) + hit
        if block.number is not None:
            return f"¶ {block.number} of {max(numbered)}{rest}"
        return f"{self.current + 1} of {len(blocks)}{rest}"

    def _oddity(self, block: Block) -> str:
        """Says if a marking is above the banner, or missing where one is expected."""
        if self.cable is None or self.as_source:
            return ""
        banner = self.cable.classification.level
        if block.marking and banner is not Level.UNKNOWN and block.marking.level > banner:
            return " · above the banner"
        is_bare = block.number is not None and block.marking is None and banner > Level.CONTROLLED
        return " · not marked" if is_bare else ""

    # --- drawing ---------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """Draws one row: bar, number, marking, text."""
        index = self.top + y
        rows = self._pages.up_to(index)
        if index >= len(rows) or rows[index].block < 0:
            return self.line([])
        row = rows[index]
        block = self._pages.blocks[row.block]
        if self.is_plain:
            return self.line(self._text(block, row))
        bar: Piece = ("▌", self.style("viewer--bar")) if row.block == self.current else (" ", None)
        return self.line([(" " * self._indent, None), bar, *self._margin(block, row, index), *self._text(block, row)])

    def _margin(self, block: Block, row: Row, index: int) -> list[Piece]:
        gutter = self._gutter
        if self.as_source:
            return [(" " * (gutter.width - 1), None)]
        sign: Piece = ("★" if row.first and row.block in self._marked else " ", self.style("viewer--bookmark"))
        if not row.first or block.kind in (BlockKind.HEADING, BlockKind.SIGNATURE):
            is_second = index == self._pages.start_of(row.block) + 1 and not row.note
            word = _SPAN_WORDS.get(self._spans.get(row.block), "") if is_second else ""
            return [sign, (fit(word.rjust(gutter.number), gutter.width - 2), self.style("viewer--number"))]
        number = "" if block.number is None else str(block.number)
        marking = _shown(block)
        level = block.marking.level if block.marking else Level.UNKNOWN
        return [
            sign if sign[0] != " " else (" ", self.style("viewer--number")),
            (f"{number.rjust(gutter.number)} ", self.style("viewer--number")),
            (fit(marking, gutter.marking) + " ", self.marking(level)),
        ]

    def _text(self, block: Block, row: Row) -> list[Piece]:
        if row.note:
            return [(row.text, self.style("viewer--note"))]
        style = self._text_style(block, row.block)
        pieces = self._toned_down(self._with_hits(row, style))
        if self._letters:
            pieces = self._with_letters(row, pieces)
        if block.kind is not BlockKind.TABLE or self.is_plain:
            return pieces
        room = self.room.width - self._gutter.width - self._indent
        if len(row.text) - self.shift > room:
            return [*_cut(pieces, self.shift, self.shift + room - 1), ("›", self.style("viewer--more"))]
        return _cut(pieces, self.shift, len(row.text))

    def _with_hits(self, row: Row, style: Style | None) -> list[Piece]:
        """The text of a row with its hits highlighted."""
        if not self.hits or self.as_source or row.at < 0:
            return [(row.text, style)]
        pieces: list[Piece] = []
        done = 0
        for hit in self.hits:
            if hit.block == row.block:
                start, end = (max(0, place - row.at) + row.indent for place in (hit.start, hit.end))
                if done <= start < min(end, len(row.text)) and hit.end > row.at:
                    pieces += [(row.text[done:start], style), (row.text[start:end], self._hit_style(hit))]
                    done = min(end, len(row.text))
        return [*pieces, (row.text[done:], style)]

    def _hit_style(self, hit: Hit) -> Style:
        """The style of a hit; the current one stands out."""
        style = self.style("viewer--hit")
        is_current = 0 <= self._hit < len(self.hits) and hit is self.hits[self._hit]
        return style + Style(bold=True, underline=True, reverse=True) if is_current else style

    def _toned_down(self, pieces: list[Piece]) -> list[Piece]:
        """The pieces with END SUMMARY and the like dimmed."""
        found: list[Piece] = []
        for text, style in pieces:
            done = 0
            for match in _END_MARK.finditer(text) if "nd" in text or "ND" in text else ():
                found += [(text[done : match.start()], style), (match[0], self.style("viewer--aside"))]
                done = match.end()
            found.append((text[done:], style))
        return found

    def _with_letters(self, row: Row, pieces: list[Piece]) -> list[Piece]:
        """The pieces of a row with letters before its references."""
        for hit, letter in reversed(self._letters):
            at = hit.start - row.at + row.indent
            if hit.block == row.block and row.at >= 0 and 0 <= at < len(row.text):
                whole = sum(len(text) for text, _ in pieces)
                label: Piece = (f"[{letter}]", self.style("viewer--letter"))
                pieces = [*_cut(pieces, 0, at), label, *_cut(pieces, at, whole)]
        return pieces

    def _text_style(self, block: Block, index: int) -> Style | None:
        if block.kind is BlockKind.HEADING:
            return self.style("viewer--heading")
        if block.kind is BlockKind.SIGNATURE or block.text.startswith(UNPARSED):
            return self.style("viewer--aside")
        span = self._spans.get(index)
        return self.style(_SPAN_STYLES[span]) if span in _SPAN_STYLES else None

    def _is_table(self, row: Row) -> bool:
        return row.block >= 0 and self._pages.blocks[row.block].kind is BlockKind.TABLE


def spans_of(cable: Cable) -> dict[int, SpanKind]:
    """The blocks that are mostly summary, comment, note or action request, with their kind; later spans win."""
    found: dict[int, SpanKind] = {}
    for span in cable.spans:
        for index in range(span.first, span.last + 1):
            whole = len(cable.paragraphs[index].text)
            start, end = span.start if index == span.first else 0, span.end if index == span.last else whole
            if span.kind is SpanKind.ACTION_REQUEST or (end - start) * 4 >= whole * 3:
                found[index] = span.kind
    return found


def _cut(pieces: list[Piece], start: int, end: int) -> list[Piece]:
    """The characters of a line from `start` to `end`."""
    found: list[Piece] = []
    for text, style in pieces:
        found.append((text[max(0, start) : max(0, end)], style))
        start, end = start - len(text), end - len(text)
    return found


def _shown(block: Block) -> str:
    """The marking as printed; in parentheses where "entire text" gave it."""
    if block.marking is None:
        return ""
    printed = visible_line(block.marking.short)
    return f"({printed})" if block.marking.inherited else printed
