"""Whatever text a widget is given, nothing of it reaches the terminal as a sequence."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.cables import HOSTILE
from harness.screen import reading
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.color import Color
from textual.widgets import Input, OptionList, Static, TextArea

from cable_tui.tui.terminal.cells import Cells
from cable_tui.tui.terminal.painted import OnlyText

_BLACK = Color(0, 0, 0)
_TAGS = "".join(chr(0xE0000 + ord(letter)) for letter in "hidden")
_ALL = HOSTILE + "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x200B, 0xFEFF, 0xD800])) + _TAGS


def painted(text: str, style: Style | None = None) -> list[Segment]:
    return OnlyText().apply([Segment("cod "), Segment(text, style), Segment(" " * 40)], _BLACK)


@pytest.mark.parametrize("text", [*_ALL, HOSTILE, _ALL, "漢字\x1b[2J"])
def test_what_is_no_text_is_a_picture_and_the_line_keeps_its_width(text: str) -> None:
    shown = "".join(segment.text for segment in painted(text))
    assert all(letter.isprintable() for letter in shown)
    assert cell_len(shown) == cell_len(f"cod {text}") + 40


@pytest.mark.parametrize("text", ["cod", "a\u00a0blank", "★ ¶ —", "漢字", "é\u0301", "\ue0b0"])
def test_text_is_painted_as_it_is(text: str) -> None:
    assert "".join(segment.text for segment in painted(text)) == f"cod {text}{' ' * 40}"


def test_the_address_of_a_link_is_not_sent() -> None:
    assert not any(segment.style and segment.style.link for segment in painted("cod", Style(link="file:\x1b]0;x\x07")))


async def test_no_widget_paints_a_sequence(archive: Path) -> None:
    async with reading(archive) as reader:
        widgets = [
            Static(Text(_ALL)),
            Static(_ALL, markup=False),
            Input(_ALL),
            Input(placeholder=_ALL),
            TextArea(_ALL),
            OptionList(Text(_ALL)),
        ]
        boxed = Static("cod")
        boxed.border_title, boxed.styles.border = Text(_ALL).plain.replace("[", "("), ("round", "red")
        for widget in [*widgets, boxed]:
            await reader.app.screen.mount(widget, before=0)
            await reader.settled()
            for line in reader.app.screen._compositor.render_strips(reader.app.size):
                assert [letter for letter in line.text if not letter.isprintable()] == [], widget
            await widget.remove()


@pytest.mark.parametrize("text", ["cod and carp", "漢字漢字", "x漢", "e\u0301" * 20])
@pytest.mark.parametrize("place", [(0, 0), (0, 7), (0, 8), (0, 9), (0, 500), (5, 3), (99, 99)])
def test_a_line_that_was_drawn_for_a_larger_window_is_clipped(place: tuple[int, int], text: str) -> None:
    cells = Cells(8, 3, erases_in_color=True)
    y, x = place
    for _ in range(2):
        cells.feed(f"\x1b[{y + 1};{x + 1}H{text}\x1b[1m{text}\x1b[0m\x1b[?2026h{text}\x1b[?2026l")
        assert [len(row) for row in cells._wanted] == [8, 8, 8]
        assert [len(row) for row in cells._shown] == [8, 8, 8]


@pytest.mark.parametrize("no_color", ["", "1"])
@pytest.mark.parametrize("theme", ["dusk", "ansi"])
async def test_lines_pass_the_same_look_whatever_colours_there_are(
    theme: str, no_color: str, archive: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "state" / "cable-tui").mkdir(parents=True)
    (home / "state" / "cable-tui" / "theme").write_text(theme, encoding="utf-8")
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    async with reading(archive) as reader:
        assert (reader.app.native_ansi_color, reader.app.no_color) == (theme == "ansi", bool(no_color))
        await reader.app.screen.mount(Static(_ALL, markup=False), before=0)
        await reader.settled()
        for line in reader.app.screen._compositor.render_strips(reader.app.size):
            assert [letter for letter in line.text if not letter.isprintable()] == []
