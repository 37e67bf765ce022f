"""The text of a cable, read paragraph by paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.events import MouseDown
from textual.message import Message

from cable_tui.cables.levels import BlockKind, Level

from .paragraph_pane import ParagraphPane, spans_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cable_tui.archive.query.match import Hit
    from cable_tui.cables.model import Cable

_SIDEWAYS = 8
_WHEEL = 3  # lines
_BEGINNING = 24  # characters of a paragraph that identify it in the source


class ParagraphViewer(ParagraphPane):
    """Shows `cable` from row `top`, with a bar beside block `current`.

    `j` and `k` move by paragraph, and by line within one that is taller than the pane.
    """

    BINDINGS = [
        Binding("j,down", "move(1)", "next paragraph", id="viewer.down", key_display="j"),
        Binding("k,up", "move(-1)", "previous paragraph", id="viewer.up", key_display="k"),
        Binding(
            "space,pagedown,ctrl+f",
            "page(1)",
            "page, down; at the end the next unread cable",
            id="viewer.page_down",
            key_display="space",
        ),
        Binding("b,pageup,ctrl+b", "page(-1)", "page up", id="viewer.page_up", key_display="b"),
        Binding("ctrl+d", "half_page(1)", "half a page down", id="viewer.half_page_down"),
        Binding("ctrl+u", "half_page(-1)", "half a page up", id="viewer.half_page_up"),
        Binding("g,home", "first", "first paragraph", id="viewer.first", key_display="g"),
        Binding("G,end", "last", "last paragraph", id="viewer.last", key_display="G"),
        Binding("right_curly_bracket", "heading(1)", "next heading", id="viewer.next_heading", key_display="}"),
        Binding(
            "left_curly_bracket",
            "heading(-1)",
            "previous heading",
            id="viewer.previous_heading",
            key_display="{",
        ),
        Binding(
            "right_square_bracket",
            "marked(1, False)",
            "next paragraph above U",
            id="viewer.next_marked",
            key_display="]",
        ),
        Binding(
            "left_square_bracket",
            "marked(-1, False)",
            "previous paragraph above U",
            id="viewer.previous_marked",
            key_display="[",
        ),
        Binding(
            "right_parenthesis",
            "marked(1, True)",
            "next paragraph at the highest level",
            id="viewer.next_highest",
            key_display=")",
        ),
        Binding(
            "left_parenthesis",
            "marked(-1, True)",
            "previous paragraph at the highest level",
            id="viewer.previous_highest",
            key_display="(",
        ),
        Binding("right", "sideways(1)", "scroll right", id="viewer.right", key_display="→"),
        Binding("left", "sideways(-1)", "scroll left", id="viewer.left", key_display="←"),
        Binding("slash", "screen.query('find')", "find words in the text", id="viewer.find", key_display="/"),
        Binding("a", "glossary", "abbreviations, of the paragraph", id="viewer.glossary"),
        Binding("e", "transport", "transport lines, of the telegram", id="viewer.transport"),
        Binding("backslash", "source", "source text", id="viewer.source", key_display="\\"),
    ]

    @dataclass
    class Moved(Message):
        """Another paragraph is current; `place` describes the position."""

        place: str

    class Finished(Message):
        """The reader pages down at the end of the cable."""

    class EndSeen(Message):
        """The reader has reached the end of the cable."""

    @dataclass
    class Explained(Message):
        """The reader asks for the abbreviations of a paragraph."""

        text: str

    class TransportAsked(Message):
        """The reader asks for the transport lines."""

    @dataclass
    class PastHits(Message):
        """The reader moves past the last hit (`step` 1) or the first one (-1)."""

        step: int

    def show(self, cable: Cable | None, hits: tuple[Hit, ...] = ()) -> None:
        """Shows a cable from its beginning, with hits marked."""
        self.cable, self.hits, self._hit = cable, hits, -1
        self.as_source = self.has_moved = self._has_moved_since = False
        self._marked, self._letters = {}, ()
        self._spans = spans_of(cable) if cable else {}
        self._begin()

    def annotate(self, notes: Mapping[int, str]) -> None:
        """Marks blocks as bookmarked, by index, with their notes ('' for none)."""
        if self._marked == notes:
            return
        self._marked = notes
        if self._pages.blocks and not self.as_source:
            offset = self.top - self._pages.start_of(self.current)
            self._lay_out()
            self.top = 0
            self._turn_to(self._pages.start_of(self.current) + offset)
        self.refresh()

    def go_to_block(self, index: int) -> None:
        """Makes a block current and scrolls to it."""
        if 0 <= index < len(self._pages.blocks) and not self.as_source:
            self._go(index, 1)

    def mark(self, hits: tuple[Hit, ...]) -> None:
        """Replaces the hits that are marked."""
        if hits != self.hits:
            self.hits, self._hit = hits, -1
            self._has_moved_since = False
            self.refresh()

    def _begin(self) -> None:
        self.top = self.shift = 0
        self._lay_out()
        self.current = self._readable(0, 1)
        self.refresh()
        self._tell()

    def on_resize(self) -> None:
        """Lays the text out again and keeps the current paragraph visible; in the source, the first line."""
        before = self._pages.rows[self.top : self.top + 1]
        self._lay_out()
        if self._pages.blocks:
            self.current = min(self.current, len(self._pages.blocks) - 1)
            if self.as_source and before:
                self._turn_to(self._row_at(self.current, before[0].at))
            else:
                self._reveal(self.current)
            if 0 <= self._hit < len(self.hits) and not self.as_source:
                self._show_hit(self.hits[self._hit])
        self.refresh()

    def on_mouse_down(self, event: MouseDown) -> None:
        """Makes the paragraph under the mouse current, before focus changes the size of the pane."""
        rows = self._pages.up_to(self.top + event.y)
        if self.top + event.y < len(rows) and rows[self.top + event.y].block >= 0:
            self._set_current(self._readable(rows[self.top + event.y].block, 1))

    def on_mouse_scroll_down(self) -> None:
        """Goes down a few lines."""
        self._turn_to(self.top + _WHEEL)
        self._moved()

    def on_mouse_scroll_up(self) -> None:
        """Goes up a few lines."""
        self._turn_to(self.top - _WHEEL)

    # --- moving ----------------------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        """Moves by paragraph, or by line if the current one extends beyond the pane."""
        if not self._pages.blocks:
            return
        start, end = self._pages.start_of(self.current), self._pages.end_of(self.current)
        if step > 0 and end > self.top + self.room.height:
            self._turn_to(self.top + 1)
        elif step < 0 and start < self.top:
            self._turn_to(self.top - 1)
        else:
            following = self._readable(self.current + step, step)
            if following != self.current:
                self._go(following, step)
            elif step < 0:
                self._turn_to(0)
        self._moved()

    def action_page(self, pages: int) -> None:
        """Moves by pages that overlap by one line; after the last page, asks for the next cable."""
        if pages > 0 and self._at_end():
            self.post_message(self.Finished())
        else:
            self._scroll(pages * max(1, self.room.height - 1))

    def action_half_page(self, halves: int) -> None:
        """Moves by half a page, within the cable."""
        self._scroll(halves * max(1, self.room.height // 2))

    def _scroll(self, lines: int) -> None:
        """Scrolls, and makes the first visible paragraph current."""
        self._turn_to(self.top + lines)
        row = self._first_in_sight()
        if row is not None:
            self._set_current(row)
        self._moved()

    def _moved(self) -> None:
        """Records that the reader has moved; only then does the end count as reached."""
        self.has_moved = self._has_moved_since = True
        if self._at_end():
            self.post_message(self.EndSeen())

    def action_first(self) -> None:
        """Goes to the beginning."""
        self._turn_to(0)
        self._set_current(self._readable(0, 1))

    def action_last(self) -> None:
        """Goes to the end."""
        if self._pages.blocks:
            self._turn_to(self._pages.total())
            self._set_current(self._readable(len(self._pages.blocks) - 1, -1))
            self._moved()

    def action_heading(self, step: int) -> None:
        """Goes to the paragraph under the next or previous heading, with the heading in the first row."""
        blocks = self._pages.blocks
        index = self.current + step
        if step < 0:  # skip the current paragraph's own heading
            while index >= 0 and blocks[index].kind is not BlockKind.HEADING:
                index -= 1
            index -= 1
        while 0 <= index < len(blocks) and blocks[index].kind is not BlockKind.HEADING:
            index += step
        if 0 <= index < len(blocks):
            self._turn_to(self._pages.start_of(index))
            self._set_current(self._readable(index, 1))
        elif step < 0:
            self.action_first()
        self._moved()

    def action_marked(self, step: int, highest: bool) -> None:
        """Goes to the next or previous paragraph marked above U, or at the cable's highest level."""
        levels = [block.marking.level if block.marking else Level.UNKNOWN for block in self._pages.blocks]
        least = max([Level.CONTROLLED, *levels]) if highest else Level.CONTROLLED
        index = self.current + step
        while 0 <= index < len(levels) and levels[index] < least:
            index += step
        if 0 <= index < len(levels):
            self._go(index, step)
            self._moved()

    def action_sideways(self, step: int) -> None:
        """Scrolls tables sideways."""
        room = self.room.width - self._gutter.width
        longest = max((len(row.text) for row in self._pages.rows if self._is_table(row)), default=0)
        shift = max(0, min(self.shift + step * _SIDEWAYS, longest - room))
        if shift != self.shift:
            self.shift = shift
            self.refresh()

    def action_source(self) -> None:
        """Switches between the source text and the paragraphs."""
        reading = self._pages.blocks[self.current].text if self._pages.blocks else ""
        if not self.as_source:
            self._left_at = self.current
        self.as_source = not self.as_source
        self._begin()
        if not self.as_source:
            self.go_to_block(self._left_at)
        elif self.cable and reading:
            self._turn_to(self._pages.row_of_line(_line_of(self.cable.text, reading)))

    def action_transport(self) -> None:
        """Asks for the transport lines."""
        self.post_message(self.TransportAsked())

    def action_glossary(self) -> None:
        """Asks for the abbreviations of the current paragraph."""
        if self._pages.blocks:
            self.post_message(self.Explained(self._pages.blocks[self.current].text))

    def action_hit(self, step: int, from_here: bool = False) -> None:
        """Goes to the next or previous hit; past the first or last one, to another cable.

        Starts at the cable's first hit, or at the current paragraph if the reader has moved or `from_here` is set.
        """
        hits = () if self.as_source else self.hits
        if self._hit >= 0:
            index = self._hit + step
        elif self._has_moved_since or from_here or step < 0:
            index = self._hit_from_here(step)
        else:
            index = 0
        if 0 <= index < len(hits):
            self._go_to_hit(index)
        else:
            self.post_message(self.PastHits(step))

    def go_to_end_hit(self, step: int) -> None:
        """Goes to the first hit (`step` 1) or the last (-1)."""
        if self.hits:
            self._go_to_hit(0 if step > 0 else len(self.hits) - 1)

    def _hit_from_here(self, step: int) -> int:
        """The first hit from the current paragraph on (`step` 1), or the last one before it (-1)."""
        behind = sum(hit.block < self.current for hit in self.hits)
        return behind if step > 0 else behind - 1

    def _go_to_hit(self, index: int) -> None:
        self._hit = index
        hit = self.hits[index]
        self._set_current(self._readable(hit.block, 1))
        self._show_hit(hit)
        self.refresh()
        self._tell()
        self.has_moved = True

    def _show_hit(self, hit: Hit) -> None:
        """Scrolls to a hit if it is not visible."""
        row, height = self._row_of(hit), max(1, self.room.height)
        if not self.top <= row < self.top + height:
            self._turn_to(row - height // 3)

    def _go(self, index: int, step: int) -> None:
        """Makes a block current and scrolls just enough to show it, with its heading if it fits."""
        self._set_current(index)
        self._reveal(index, step)

    def _set_current(self, index: int) -> None:
        if index == self.current:
            return
        before, self.current = self.current, index
        for block in (before, index):
            self._repaint_bar(block)
        self._tell()

    def _tell(self) -> None:
        self.post_message(self.Moved(self._place()))


def _line_of(text: str, paragraph: str) -> int:
    """The line of the source where a paragraph begins, 0 if not found."""
    at = text.find(paragraph[:_BEGINNING].strip())
    return text.count("\n", 0, at) if at > 0 else 0
