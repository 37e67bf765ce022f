"""Colours as they reach a real terminal: sixteen, none, or no screen at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from harness.command import COMMAND
from harness.restored import shows_first_cable
from harness.terminal import Terminal

from cable_tui.archive.build.update import update

STYLE = re.compile(rb"\x1b\[([0-9;:]*)m")
TOUR = ("j", "F", "enter", "m", "/", "c", "o", "d", "enter", "h", "?", "q", ":", "t", "esc", "l", "c", "esc")


def codes(output: bytes) -> set[str]:
    """Every number of every style sequence."""
    return {code for found in STYLE.findall(output) for code in re.split("[;:]", found.decode()) if code}


def toured(terminal: Terminal) -> None:
    """Waits for the first screen and goes through panes, dialogs and lines."""
    terminal.until(lambda: "1 of 5" in terminal.lines[0] and shows_first_cable(terminal), "the first cable")
    terminal.until_quiet(0.4)
    terminal.press(*TOUR)


@pytest.mark.parametrize("environment", [{}, {"COLORTERM": "truecolor"}])
def test_the_terminals_own_colours_are_sent_and_no_others(
    environment: dict[str, str], archive: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "state" / "cable-tui").mkdir(parents=True)
    (home / "state" / "cable-tui" / "theme").write_text("ansi", encoding="utf-8")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    update(archive)
    with Terminal(*COMMAND, archive) as terminal:
        toured(terminal)
        terminal.send("Q")
        terminal.finish()
        output = bytes(terminal.output)
    assert not codes(output) & {"38", "48"}
    assert {"34", "44", "94"} <= codes(output)
    assert b"Traceback" not in output


def test_the_default_theme_has_colours_of_its_own(archive: Path) -> None:
    update(archive)
    with Terminal(*COMMAND, archive) as terminal:
        toured(terminal)
        assert codes(bytes(terminal.output)) & {"38", "48"}


@pytest.mark.parametrize("theme", ["dusk", "ansi", "paper"])
def test_with_no_color_attributes_alone_are_sent(
    theme: str, archive: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "state" / "cable-tui").mkdir(parents=True)
    (home / "state" / "cable-tui" / "theme").write_text(theme, encoding="utf-8")
    monkeypatch.setenv("NO_COLOR", "1")
    update(archive)
    with Terminal(*COMMAND, archive) as terminal:
        toured(terminal)
        sent = codes(bytes(terminal.output))
    assert sent
    assert {int(code) for code in sent} <= set(range(30))


def styled(terminal: Terminal, text: str, attribute: str) -> bool:
    """Whether all of a text on the screen has an attribute of pyte's characters."""
    for y, line in enumerate(terminal.screen.display):
        at = line.find(text)
        if at >= 0:
            return all(getattr(terminal.screen.buffer[y][x], attribute) for x in range(at, at + len(text)))
    raise AssertionError(f"{text} is not on the screen:\n{terminal.text}")


def test_without_colours_everything_can_still_be_told(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    update(archive)
    with Terminal(*COMMAND, archive) as terminal:
        terminal.until(lambda: "1 of 5" in terminal.lines[0] and shows_first_cable(terminal))
        terminal.until_quiet(0.4)
        terminal.press("j")
        assert terminal.lines[2].startswith("▌")  # the row of the cursor has a bar and is bold, others are not
        assert styled(terminal, "OSLO 9009", "bold")
        assert not styled(terminal, "OSLO 9010", "bold")
        assert styled(terminal, " CONFIDENTIAL ", "reverse")
        terminal.press("enter", "/", *"nothing", "enter")
        assert styled(terminal, "nothing", "reverse")
        assert not styled(terminal, "Ana Velmer", "reverse")
        terminal.press("1", "l", "c")
        assert any(terminal.screen.buffer[y][x].reverse for y in (22, 23) for x in range(20))  # the cursor in the line
        terminal.press("esc", ":", "t", "h", "e", "m", "e")
        terminal.until_text("choose the colours")
        assert styled(terminal, "choose the colours", "underscore")
        terminal.press("enter")
        terminal.until_text("enter use")
        assert styled(terminal, "dusk", "underscore")
        assert not styled(terminal, "mono", "underscore")


def test_an_empty_no_color_is_none(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    update(archive)
    with Terminal(*COMMAND, archive) as terminal:
        terminal.until(lambda: shows_first_cable(terminal))
        colors = set(re.findall(rb"38;5;\d+", bytes(terminal.output)))
        assert b"38;5;252" in colors or len(colors) > 3
        assert any(int(color.split(b";")[2]) < 232 for color in colors)  # not greys alone


@pytest.mark.parametrize("kind", ["dumb", "", "unknown", None])
def test_a_terminal_that_cannot_place_text_is_refused(
    kind: str | None, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind is None:
        monkeypatch.delenv("TERM")
    else:
        monkeypatch.setenv("TERM", kind)
    with Terminal(*COMMAND, archive, columns=200) as terminal:
        assert terminal.finish() == 2
        assert b"\x1b" not in terminal.output
        assert len([line for line in terminal.lines if line]) == 1
        assert terminal.lines[0].startswith("cable-tui: the screen needs a terminal that can move the cursor")
        assert terminal.lines[0].endswith("cable-tui show ARCHIVE ID")


def test_a_dumb_terminal_shows_a_cable_all_the_same(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    with Terminal(*COMMAND, "show", archive, "09OSLO9009", rows=60) as terminal:
        assert terminal.finish() == 0
        assert "TALKS ABOUT COD" in terminal.text
        assert b"\x1b" not in terminal.output


@pytest.mark.parametrize(
    ("kind", "chosen", "is_ansi"), [("xterm", "", True), ("linux", "", True), ("xterm", "paper", False)]
)
def test_sixteen_colours_are_used_as_they_are_unless_a_theme_was_chosen(
    kind: str, chosen: str, is_ansi: bool, archive: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", kind)
    if chosen:
        (home / "state" / "cable-tui").mkdir(parents=True)
        (home / "state" / "cable-tui" / "theme").write_text(chosen, encoding="utf-8")
    update(archive)
    with Terminal(*COMMAND, archive) as terminal:
        terminal.until_text("decided")
        terminal.until_quiet(0.4)
        rule = next(y for y, line in enumerate(terminal.lines) if line.startswith(" ───"))
        cell = terminal.screen.buffer[rule][4]
        assert (cell.fg == "blue") is is_ansi
        assert cell.fg != cell.bg


def test_the_linux_console_gets_letters_that_it_has(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    update(archive)
    with Terminal(*COMMAND, archive, columns=40) as terminal:
        terminal.until_text("decided")
        terminal.press("F", "m", "i", "q", "'", "q", "?")
        sent = bytes(terminal.output).decode()
    printable = {letter for letter in sent if letter.isprintable()}
    assert "•" in printable
    assert "~" in printable
    assert {letter for letter in printable if not _is_in_every_font(letter)} == set()


def _is_in_every_font(letter: str) -> bool:
    """Whether code page 437, which every font of the console has, knows a letter; • is its seventh."""
    try:
        letter.encode("cp437")
    except UnicodeEncodeError:
        return letter in "•¶§►◄↕↑↓→←▲▼"
    return True
