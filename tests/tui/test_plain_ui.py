"""The screen for screen readers and braille, in a real terminal: words, one pane, the cursor where the reader is."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import LONG, export
from harness.restored import assert_restored
from harness.terminal import Terminal

from cable_tui import paths
from cable_tui.archive.build.update import update
from cable_tui.cables.model import Level
from cable_tui.notebook.notebook import Notebook

_PROGRAM = Path(sys.executable).with_name("cable-tui")
#: Lines, boxes, blocks and shapes (Unicode 2500 to 27BF), and the signs of the usual screen.
_SIGNS = re.compile("[\u2500-\u27bf·»×‹›←→↑↓🔎]")


@pytest.fixture
def read_aloud(tmp_path: Path) -> Path:
    """Five cables, the newest first 5 to 1; number 2 is secret and has a paragraph taller than the screen."""
    folder = tmp_path / "aloud"
    folder.mkdir()
    for number in range(1, 6):
        is_second = number == 2
        text = export(
            number=number,
            subject=f"MESSAGE {number} ABOUT COD",
            level=Level.SECRET if is_second else Level.CONFIDENTIAL,
            paragraphs=("FISH", f"The first of cable {number}. Ref: 09OSLO1.", LONG if is_second else "The second."),
        )
        text = text.replace("E T OSLO", "E T NOFORN OSLO").replace(
            "GE 1 ABOUT COD\n\n", "GE 1 ABOUT COD\n\nREF: 08OSLO77\n\n"
        )
        folder.joinpath(f"{number}.txt").write_text(text, encoding="utf-8")
    update(folder)
    return folder


@pytest.fixture
def terminal(read_aloud: Path) -> Iterator[Terminal]:
    with Terminal(_PROGRAM, "--plain-ui", read_aloud) as found:
        found.until_text("decided")
        found.until_quiet(0.4)
        yield found


def settings(text: str) -> None:
    """Writes the user's settings."""
    file = paths.config_file()
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")


def press(terminal: Terminal, *keys: str) -> None:
    """Sends keys, each after the answer to the one before; an escape with a letter at once is another key."""
    for key in keys:
        if key == "esc":
            terminal.press(key)
        else:
            terminal.send(key)
            terminal.until_quiet(0.04)


def at_the_cursor(terminal: Terminal, *keys: str) -> str:
    """What is read aloud after these keys."""
    press(terminal, *keys)
    terminal.until_quiet(0.2)
    assert terminal.shows_cursor
    return terminal.line


def hears(terminal: Terminal, words: str, *keys: str) -> None:
    """These keys lead to a line of these words."""
    press(terminal, *keys)
    terminal.until(lambda: words in terminal.line and terminal.shows_cursor, f"{words!r} after {keys}")


def test_the_cursor_is_on_the_row_of_the_list_and_at_the_paragraph(terminal: Terminal) -> None:
    hears(terminal, "OSLO 5")
    assert terminal.cursor == (0, 0)
    hears(terminal, "OSLO 4", "j")
    hears(terminal, "OSLO 1", "G")
    hears(terminal, "OSLO 2", "K")
    hears(terminal, "OSLO 5", "g")
    hears(terminal, "Paragraph 1, CONFIDENTIAL", "J", "enter")
    hears(terminal, "Paragraph 2, CONFIDENTIAL", "j")
    assert "MESSAGE" not in terminal.text
    hears(terminal, "Paragraph 2, SECRET", "J", "J", "j")
    heard = [at_the_cursor(terminal, "j") for _ in range(3)]
    assert terminal.cursor[0] == 0
    assert " ".join(heard) in LONG
    hears(terminal, "OSLO 2", "q")
    assert "Paragraph" not in terminal.text


def test_the_cursor_is_where_is_typed_and_then_at_what_was_found(terminal: Terminal) -> None:
    assert at_the_cursor(terminal, "/", *"orig") == "orig"
    assert at_the_cursor(terminal, "tab", "esc", "/") == ""
    assert at_the_cursor(terminal, *"id:09OSLO3") == "id:09OSLO3"
    assert terminal.cursor[1] == len("id:09OSLO3")
    hears(terminal, "OSLO 3", "enter")
    assert at_the_cursor(terminal, "enter", "/", *"second", "enter") == "The second."
    assert terminal.cursor[1] == len("The ")
    assert "hit 1 of 1" in terminal.lines[-1]


def test_a_line_of_braille_tells_the_rows_apart(read_aloud: Path) -> None:
    with Terminal(_PROGRAM, "--plain-ui", read_aloud, columns=40, rows=6) as terminal:
        terminal.until_text("decided")
        assert at_the_cursor(terminal) == "unread, OSLO 5, CONFIDENTIAL, MESSAGE 5…"
        hears(terminal, "unread, OSLO 1, CONFIDENTIAL, MESSAGE", "G")
        assert terminal.cursor == (4, 0)
        hears(terminal, "Paragraph 2", "enter", "j")
        assert not _SIGNS.search(terminal.text)


def test_states_and_markings_are_words_and_what_is_read_is_what_was_heard(read_aloud: Path) -> None:
    settings("[reading]\nread_after = 0.3\n[screen]\nplain = true\n")
    with Terminal(_PROGRAM, read_aloud) as terminal:
        terminal.until_text("decided")
        terminal.until_quiet(0.8)
        hears(terminal, "unread, OSLO 5, CONFIDENTIAL, 2009-06-03, MESSAGE 5")
        at_the_cursor(terminal, "F", "d")
        assert [line.partition(",")[0] for line in terminal.lines[:3]] == ["kept", "dismissed", "unread"]
        hears(terminal, "selected, unread", "t", "k")
        at_the_cursor(terminal, "esc", "j", "enter")
        terminal.until_quiet(0.8)
        hears(terminal, "read, OSLO 2, SECRET NOFORN", "q")
        hears(terminal, "Paragraph 2, SECRET, bookmarked", "enter", "j", "m")
        hears(terminal, "read, 1 bookmark, OSLO 2", "q")
        terminal.send("Q")
        assert terminal.finish() == 0
    with closing(Notebook.open()) as notebook:
        assert [item.text for item in notebook.bookmarks()] == [LONG]


#: The way to every place, what is read there first, and the way back to the list.
_PLACES = (
    ("h", "Subject: MESSAGE", "q"),
    ("h j", ": ", "q"),
    ("i", "by month", "q"),
    ("i j", "2009-06: 5 cables, 1 SECRET", "q"),
    ("i tab j", "SECRET: 1 cable", "q"),
    ("R", "closed, 2009-06-03, CONFIDENTIAL, paragraph 1, OSLO 1: MESSAGE 1", "q"),
    ("R k", "open, cites 1", "q"),
    ("!", "Skipped files", "q"),
    ("I", "08OSLO77, cited by 1", "q"),
    ("m '", "2009-06-03, CONFIDENTIAL, OSLO 5, paragraph 1: The first", "q"),
    ("' tab", "Bookmark", "q q"),
    ("' /", "", "esc q"),
    ("M x", "x", "ctrl+s"),
    ("m", "Remove the bookmark", "n"),
    ("?", "Keys here", "q"),
    ("? j", "j: next cable", "q"),
    (":", "", "esc"),
    (": down", "Apply, the next command", "esc"),
    ("V", "", "q"),
    ("L x", "x", "esc"),
    ("/ \x1bOP", "Queries", "q esc"),
    ("enter \\", "", "\\ q"),
    ("enter f", "a letter follows the reference", "esc q"),
    ("enter e", "Transport lines", "q q"),
    ("enter a", "In this paragraph", "q q"),
    ("", "1 bookmark, ", ""),
)

_LOOKS = 10


def test_every_place_is_words_and_has_the_cursor(read_aloud: Path) -> None:
    with Terminal(_PROGRAM, "--plain-ui", read_aloud) as terminal:
        terminal.until_text("decided")
        terminal.until_quiet(0.4)
        for keys, heard, back in _PLACES:
            line = at_the_cursor(terminal, *keys.split())
            for _ in range(_LOOKS):  # a busy machine answers late
                if heard in line and (heard == "") == (line == ""):
                    break
                terminal.until_quiet(0.3)
                line = at_the_cursor(terminal)
            place = f"{keys}: {line!r}\n{terminal.text}"
            assert heard in line, place
            assert (heard == "") == (line == ""), place
            assert not _SIGNS.search(terminal.text), place
            assert "¶" not in terminal.lines[-1]  # elsewhere it may be the source's own
            press(terminal, *back.split())
        press(terminal, ":", *"theme")
        terminal.until_text("choose the colours")
        assert at_the_cursor(terminal, "enter") == "dusk"


def test_the_usual_screen_hides_the_cursor_and_both_give_it_back(read_aloud: Path) -> None:
    for options, shows in (((), False), (("--plain-ui",), True)):
        with Terminal(_PROGRAM, *options, read_aloud) as terminal:
            terminal.until_text("decided")
            terminal.until_quiet(0.4)
            assert terminal.shows_cursor is shows
            terminal.send("Q")
            assert terminal.finish() == 0
            assert_restored(terminal)
