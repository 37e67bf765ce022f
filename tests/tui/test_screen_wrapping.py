"""The blocks of a cable as rows: nothing is lost, nothing is too wide."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from cable_tui.cables.model import Block, BlockKind, Cable, Level, Marking
from cable_tui.tui.layout import Gutter, Pages, Row, gutter_of, wrap

TEXTS = st.text(st.sampled_from("ab cd-ef 漢é\u0301🐟é"), max_size=120)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one two", 10, ["one two"]),
        ("one two", 7, ["one two"]),
        ("one two", 6, ["one", "two"]),
        ("one two three", 7, ["one two", "three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("ab cdefghij", 4, ["ab", "cdef", "ghij"]),
        ("漢字漢字", 4, ["漢字", "漢字"]),
        ("a 漢字", 4, ["a", "漢字"]),
        ("é" * 5, 3, ["ééé", "éé"]),
        ("aaa漢\u0301", 4, ["aaa", "漢\u0301"]),
        ("\u0301", 4, ["\u0301"]),
    ],
)
def test_lines_break_at_blanks_and_long_words_are_cut(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@settings(deadline=None)
@given(TEXTS, st.integers(2, 40))
def test_wrapping_loses_no_character_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)


BLOCKS = st.builds(
    Block, st.sampled_from(BlockKind), st.builds("\n".join, st.lists(TEXTS, max_size=4)), st.none() | st.integers(1, 99)
)


@settings(deadline=None)
@given(st.lists(BLOCKS, max_size=8).map(tuple), st.integers(10, 60))
def test_the_rows_hold_every_block_in_order(blocks: tuple[Block, ...], width: int) -> None:
    pages = Pages(blocks, width)
    assert pages.total() == len(pages.up_to(10**6))
    assert [row.block for row in pages.rows if row.first] == list(range(len(blocks)))
    for number, block in enumerate(blocks):
        own = pages.rows[pages.start_of(number) : pages.end_of(number)]
        assert {row.block for row in own} == {number}
        assert "".join("".join(row.text for row in own).split()) == "".join(block.text.split())
        if block.kind is not BlockKind.TABLE:
            assert all(cell_len(row.text) <= width for row in own)


@settings(deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=8).map(tuple), st.data())
def test_rows_do_not_depend_on_the_order_in_which_they_are_asked_for(
    blocks: tuple[Block, ...], data: st.DataObject
) -> None:
    whole, piecewise = Pages(blocks, 30), Pages(blocks, 30)
    whole.total()
    for _ in range(3):
        piecewise.up_to(data.draw(st.integers(0, 30)))
        piecewise.end_of(data.draw(st.integers(0, len(blocks) - 1)))
    piecewise.total()
    assert piecewise.rows == whole.rows


def test_only_what_is_looked_at_is_laid_out() -> None:
    pages = Pages(tuple(Block(BlockKind.TEXT, f"Block {number}.") for number in range(1000)), 60)
    pages.up_to(20)
    assert len(pages.rows) < 30


def test_a_heading_stands_on_its_paragraph_and_apart_from_what_is_before() -> None:
    kinds = [BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.SIGNATURE, BlockKind.SIGNATURE]
    pages = Pages(tuple(Block(kind, kind.value) for kind in kinds), 60)
    pages.total()
    assert [row.block for row in pages.rows] == [0, -1, 1, 2, -1, 3, 4]


def test_a_point_hangs() -> None:
    pages = Pages((Block(BlockKind.TEXT, "-- one two three four"),), 12)
    pages.total()
    assert pages.rows == [
        Row(0, "-- one two", True, 0),
        Row(0, "   three", at=11, indent=3),
        Row(0, "   four", at=17, indent=3),
    ]


@pytest.mark.parametrize(
    ("numbers", "markings", "room", "expected"),
    [
        ((), (), 80, Gutter(2, 1)),
        ((1, 9), (Level.CONFIDENTIAL,), 80, Gutter(2, 1)),
        ((1, 100), (Level.CONTROLLED, Level.UNCLASSIFIED), 80, Gutter(3, 3)),
        ((1,), (Level.CONTROLLED,), 40, Gutter(2, 3)),
    ],
)
def test_the_gutter_has_room_for_the_widest_number_and_marking(
    numbers: tuple[int, ...], markings: tuple[Level, ...], room: int, expected: Gutter
) -> None:
    blocks = [Block(BlockKind.PARAGRAPH, "x", number) for number in numbers]
    blocks += [Block(BlockKind.PARAGRAPH, "x", None, Marking(level)) for level in markings]
    assert gutter_of(Cable(paragraphs=tuple(blocks)), room) == expected
