"""The program in a real terminal: what it sends, what it leaves behind, and that it is silent when idle."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.cables import HOSTILE, SHOWN, export, transmission
from harness.command import COMMAND, run
from harness.restored import MOUSE, assert_restored, at_rest
from harness.rows import ids
from harness.terminal import Terminal

from cable_tui.archive.build.update import update

#: What the program itself may send: colours and styles, places, erasing, modes, questions, the keyboard protocol.
OWN = re.compile(
    rb"\x1b\[[0-9;:]*m"
    rb"|\x1b\[[0-9;]*[HABCDGJKXfd]"
    rb"|\x1b\[[0-9]+[LM]"  # rows that have moved
    rb"|\x1b\[\?[0-9;]+(?:[hl]|\$p)"
    rb"|\x1b\[[<>=?][0-9;]*[uqm]"
    rb"|\x1b\[[0-9]*[cn]"
    rb"|\x1b\[>[0-9;]*[a-z]"
    rb"|\x1b\]22;default\x07"  # the shape of the mouse's pointer
)


@pytest.fixture
def terminal(samples: Path) -> Iterator[Terminal]:
    """The two samples, opened for the first time at 80x24, when everything has come to rest."""
    with Terminal(*COMMAND, samples) as found:
        at_rest(found, "1 of 2")
        yield found


def read(terminal: Terminal) -> None:
    """Waits until the cable in sight counts as read, which is shown."""
    terminal.until(
        lambda: not any(line.startswith(("▌●", "▌ ●")) for line in terminal.lines), "the mark of a read cable"
    )
    terminal.until_quiet()


def test_a_session_from_the_first_launch_to_the_end(terminal: Terminal) -> None:
    assert "ASTANA 1103" in terminal.lines[1]
    assert "MOSCOW 1640" in terminal.lines[2]
    terminal.press("j", "enter")
    assert "¶ 1 of 9" in terminal.lines[-1]
    seen = []
    for _ in range(60):
        seen.append(terminal.lines[-1].partition("¶ ")[2][:1])
        terminal.press("j")
        if any(line.startswith("▌") and line.endswith("RUSSELL") for line in terminal.lines):
            break
    assert [place for place, before in zip(seen, ["", *seen], strict=False) if place != before] == list("123456789")
    terminal.press("q")
    assert terminal.lines[2].startswith("▌   2008-06-09")
    terminal.send("q")
    assert terminal.finish() == 0
    assert_restored(terminal)
    assert b"Traceback" not in terminal.output


def test_no_mouse_is_asked_for(terminal: Terminal) -> None:
    assert not terminal.modes().keys() & MOUSE


@pytest.mark.parametrize("key", ["q", "Q", "ctrl+q"])
def test_every_way_out_restores_the_terminal(key: str, terminal: Terminal) -> None:
    terminal.send(key)
    assert terminal.finish() == 0
    assert_restored(terminal)


def test_leaving_at_once_restores_the_terminal_and_leaves_no_build_behind(many: Path) -> None:
    with Terminal(*COMMAND, many) as terminal:
        terminal.until(lambda: "many" in terminal.lines[0])
        terminal.send("q")
        assert terminal.finish() == 0
        assert_restored(terminal)
        assert b"Traceback" not in terminal.output
    assert run("index", many).returncode == 0
    assert len(ids(many)) == 450


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_program_that_is_asked_to_end_restores_the_terminal(number: signal.Signals, terminal: Terminal) -> None:
    terminal.process.send_signal(number)
    terminal.finish()
    assert_restored(terminal)
    assert b"Traceback" not in terminal.output


def test_nothing_is_printed_while_nothing_happens(terminal: Terminal) -> None:
    read(terminal)
    assert terminal.read(1.5) == b""
    terminal.press("j", "enter", "j")
    read(terminal)
    assert terminal.read(1.0) == b""


def test_nothing_runs_while_nothing_happens(terminal: Terminal) -> None:
    """Processor time over an idle second: a look at what other sessions write, and what the interpreter needs."""
    terminal.press("j")
    read(terminal)

    def ticks() -> int:
        fields = Path(f"/proc/{terminal.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    before = ticks()
    assert terminal.read(1.0) == b""
    assert (ticks() - before) / os.sysconf("SC_CLK_TCK") <= 0.05


def test_a_key_repaints_what_it_changes_and_not_the_screen(archive: Path) -> None:
    update(archive)
    with Terminal(*COMMAND, archive) as terminal:
        at_rest(terminal, "1 of 5")
        whole = len(terminal.output)
        step = terminal.press("j")
        assert "2 of 5" in terminal.lines[0]
        assert 0 < len(step) < whole / 3
        assert b"\x1b[2J" not in step
        terminal.press("enter")
        paragraph = terminal.press("j")
        assert "¶ 2" in terminal.lines[-1]
        assert 0 < len(paragraph) < len(step)
        terminal.press("q", "+")
        row = terminal.press("j")
        assert "3 of 5" in terminal.lines[0]
        assert 0 < len(row) < whole / 4


def test_a_new_size_is_taken_over(terminal: Terminal) -> None:
    terminal.resize(120, 40)
    terminal.until(lambda: "Embassy Astana" in terminal.lines[2][51:], "the wide layout")
    terminal.until_quiet()
    assert len(terminal.lines) == 40
    terminal.resize(40, 12)
    terminal.until(lambda: "? keys" in terminal.lines[-1][:40], "the small layout")
    terminal.until_quiet()
    terminal.press("j")
    assert terminal.lines[2].startswith("▌● 2008-06-09")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (40, 12)])
def test_the_first_launch_at_every_size(columns: int, rows: int, samples: Path) -> None:
    with Terminal(*COMMAND, samples, columns=columns, rows=rows) as terminal:
        at_rest(terminal, "1 of 2")
        gap = " " if columns == 80 else ""  # for what is selected
        assert terminal.lines[1].startswith(f"▌{gap}● 2009-07-02 SBU")
        assert terminal.lines[2].startswith(f" {gap}● 2008-06-09 C")
        assert terminal.lines[-1].endswith("? keys")
        terminal.send("q")
        assert terminal.finish() == 0


def test_without_an_archive_the_samples_are_shown_and_named_as_such(tmp_path: Path, repository: Path) -> None:
    os.chdir(tmp_path)
    try:
        with Terminal(*COMMAND, columns=120) as terminal:
            terminal.until_text("MEDVEDEV")
            terminal.until_text("These are the sample cables.")
            assert "sample_cables" in terminal.lines[0]
            terminal.until_quiet()
            terminal.send("q")
            assert terminal.finish() == 0
    finally:
        os.chdir(repository)


# --- hostile files -----------------------------------------------------------------------------------------------

CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
#: In the source a line feed ends a line, a tab moves on, and a carriage return belongs to the end of a line.
OF_LINES = {0x09, 0x0A, 0x0D}
#: In a paragraph these are blanks, or nothing: page and line ends of other times, fill characters.
OF_PAGES = {0x00, 0x0B, 0x0C, 0x85}


def shown_as(code: int) -> str:
    """How a control character has to look."""
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else f"<U+{code:04X}>"


def assert_own_sequences_only(output: bytes) -> None:
    """Nothing but text is left when what the program itself may send is taken out."""
    left = OWN.sub(b"", output)
    assert set(re.findall(rb"[\x00-\x09\x0b-\x1f\x7f][^\x1b]{,20}", left.replace(b"\r", b""))) == set()
    assert re.findall(rb"\xc2[\x80-\x9f]", left) == []


def seen_on(terminal: Terminal) -> str:
    """The whole screen without blanks and without the bar."""
    return "".join("".join(terminal.lines).replace("▌", " ").split())


def test_every_byte_of_a_hostile_file_arrives_as_text(tmp_path: Path) -> None:
    marked = [f"<{code:02x}{chr(code)}{code:02x}>" for code in CONTROLS if code not in OF_LINES]
    paragraph = "\n".join(" ".join(marked[start : start + 6]) for start in range(0, len(marked), 6))
    file = tmp_path / "hostile.txt"
    file.write_bytes(transmission(paragraphs=(paragraph, HOSTILE)).encode())
    with Terminal(*COMMAND, file, columns=120, rows=60) as terminal:
        at_rest(terminal, "1 of 1")
        terminal.press("enter", "+")
        seen = seen_on(terminal)
        terminal.press("\\")
        source = seen_on(terminal)
        terminal.send("Q")
        assert terminal.finish() == 0
    for text, lost in ((seen, OF_LINES | OF_PAGES), (source, OF_LINES)):
        shown = {code for code in CONTROLS if f"<{code:02x}{shown_as(code)}{code:02x}>" in text}
        assert set(CONTROLS) - shown == lost
        assert SHOWN.replace(" ", "") in text
    assert_own_sequences_only(bytes(terminal.output))
    assert_restored(terminal)


PAYLOADS = [
    b"\x1b]52;c;SE9TVElMRQ==\x07",
    b"\x1b]0;TITLE\x1b\\",
    b'\x1bP$q"p\x1b\\',
    b"\x1b[?1049l\x1b[2J\x1b[H",
    b"\x1b[?1003h",
    b"\x1bc",
    b"\xc2\x9b2J",
    b"\x0e\x0f\x07\x08\x08\x08",
    b"\xe2\x80\xae\xe2\x81\xa6",
    b"\xff\xfe\xed\xb2\x80",
    b"[bold red]\x1b[/]",
]


def test_no_payload_in_any_field_reaches_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"".join(PAYLOADS).replace(b"/", b"|"))
    folder.mkdir()
    for number, payload in enumerate(PAYLOADS, 1):
        text = export(number=number, paragraphs=("PAYLOAD",), subject="PAYLOAD").encode()
        for place in (b"SECSTATE", b"PREL", b"06/04/2019", b"BRANDVIK", b"C O N F I D E N T I A L", b"Embassy"):
            assert place in text
            text = text.replace(place, place + payload)
        name = os.fsencode(f"{number}") + payload.replace(b"/", b"|")
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(
            text.replace(b"PAYLOAD", b"<" + payload + b">")
        )
    with Terminal(*COMMAND, folder, columns=120, rows=40) as terminal:
        count = len(PAYLOADS)
        terminal.until(lambda: f"of {count}" in terminal.lines[0] and "reading" not in terminal.lines[0])
        terminal.until_quiet(0.4)
        terminal.press("enter", "h")
        for place in range(1, count + 1):
            assert f"{place} of {count}" in terminal.lines[0]
            assert sum("<" in line and ">" in line for line in terminal.lines) >= 2
            terminal.press("\\", "J")
        terminal.send("Q")
        assert terminal.finish() == 0
    assert_own_sequences_only(bytes(terminal.output))
    assert_restored(terminal)
