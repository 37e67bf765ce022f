"""Bookmarks, their notes and their screen; what is taken out of the program."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from harness.cables import HOSTILE, export, misnamed
from harness.screen import Reader, reading

from cable_tui import paths
from cable_tui.archive.build.update import update
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.values import Bookmark
from cable_tui.tui.terminal.clipboard import LIMIT, SENT, fitting, send, sequence


@contextmanager
def notebook() -> Iterator[Notebook]:
    with closing(Notebook.open()) as found:
        yield found


def bookmarks() -> list[tuple[str, int | None, str]]:
    with notebook() as found:
        return [(item.about.name, item.number, item.note) for item in found.bookmarks()]


@pytest.fixture
async def reader(archive: Path):
    update(archive)
    async with reading(archive, 100, 30) as found:
        yield found


async def note(reader: Reader, text: str) -> None:
    await reader.press("M")
    await reader.press(*text, "ctrl+s")


async def test_a_paragraph_is_bookmarked_shown_and_counted_and_the_same_key_takes_it_back(reader: Reader) -> None:
    await reader.press("enter", "j", "m")
    assert bookmarks() == [("09OSLO9010", 2, "")]
    assert reader.barred[0].startswith("★ 2 C")
    assert re.match(r"▌   2009-06-04 C +1 OSLO 9010", reader.pane("list")[0])
    assert "bookmarked 09OSLO9010 ¶ 2" in reader.status
    await reader.press("m")
    assert bookmarks() == []
    assert "★" not in reader.text
    await reader.press("u")
    assert bookmarks() == [("09OSLO9010", 2, "")]
    assert "★" in reader.text


async def test_a_bookmark_from_the_list_is_of_the_paragraph_in_sight(reader: Reader) -> None:
    await reader.press("j", "m")
    assert bookmarks() == [("09OSLO9009", 1, "")]
    assert reader.focus == "list"


async def test_a_note_stands_below_its_paragraph(reader: Reader) -> None:
    await reader.press("enter")
    await note(reader, "ask for it")
    assert bookmarks() == [("09OSLO9010", 1, "ask for it")]
    assert [line.strip() for line in reader.pane("viewer")][1].endswith("» ask for it")
    await note(reader, "!")
    assert bookmarks() == [("09OSLO9010", 1, "ask for it!")]
    await reader.press("M", "x", "escape")
    assert "esc again discards" in reader.text
    await reader.press("y", "escape")  # more was typed: it is asked about anew
    assert "esc again discards" in reader.text
    await reader.press("escape")
    assert bookmarks() == [("09OSLO9010", 1, "ask for it!")]
    await reader.press("u")
    assert bookmarks() == [("09OSLO9010", 1, "ask for it")]


async def test_bookmarks_are_there_again_after_a_restart_and_a_new_cache(archive: Path, home: Path) -> None:
    update(archive)
    async with reading(archive) as first:
        await first.press("enter", "j", "m")
    (home / "cache").rename(home / "aside")
    update(archive)
    async with reading(archive) as second:
        await second.press("g")
        assert any(line[:2] in ("▌★", " ★") for line in second.pane("viewer"))


async def test_the_text_of_the_source_has_no_paragraphs_to_bookmark(reader: Reader) -> None:
    await reader.press("enter", "backslash", "m")
    assert bookmarks() == []
    assert "paragraphs" in reader.status


# --- all bookmarks ---------------------------------------------------------------------------------------------------


async def test_the_screen_of_bookmarks_lists_limits_edits_deletes_and_goes_there(reader: Reader) -> None:
    await reader.press("enter", "j", "m", "J", "J", "m", "J", "J", "j")
    await note(reader, "carp")
    await reader.press("1", "g", "apostrophe")
    rows = [line for line in reader.lines if re.match(r"[▌ ](1999|2008|2009)", line)]
    assert [row.split()[0].lstrip("▌") for row in rows] == ["1999-12-31", "2008-02-01", "2009-06-04"]
    assert "» carp — Ole Tangvald" in rows[0]
    assert "Ole Tangvald had even less." in reader.text
    await reader.press("slash", *"carp", "enter")
    assert "Bookmarks · carp" in reader.text
    assert "1 of 3" in reader.text
    await reader.press("escape", "j", "d")
    assert bookmarks() == [("99PRAGUE3", 2, "carp"), ("09OSLO9010", 2, "")]
    await reader.press("u")
    assert len(bookmarks()) == 3
    await reader.press("g", "L", *"fish", "enter", "slash", *"label:fish", "enter")
    assert "1 of 3" in reader.text
    await reader.press("escape", "slash", *"date:2008", "enter", "enter")
    assert (reader.cursor, reader.paragraph, reader.focus) == ("08OSLO10", 1, "viewer")


async def test_a_note_is_edited_in_the_list_of_bookmarks(reader: Reader) -> None:
    await reader.press("m", "apostrophe", "e", *"why", "ctrl+s")
    assert bookmarks() == [("09OSLO9010", 1, "why")]
    assert "» why" in reader.text
    await reader.press("q")
    assert any("» why" in line for line in reader.pane("viewer"))


async def test_a_bookmark_that_a_limit_hides_is_reached_all_the_same(reader: Reader) -> None:
    await reader.press("m", "l", *"origin:prague", "enter", "apostrophe", "enter")
    assert (reader.cursor, reader.list.count) == ("09OSLO9010", 5)


async def test_a_bookmark_of_another_archive_is_shown_and_said_to_be_one(reader: Reader, tmp_path: Path) -> None:
    await reader.press("m")
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text(export(number=5), "utf-8")
    update(other)
    async with reading(other) as second:
        await second.press("apostrophe")
        assert "Ana Velmer had nothing to say." in second.text
        await second.press("enter")
        assert "09OSLO9010 is not in this archive" in second.status


async def test_a_paragraph_that_differs_is_found_and_both_versions_are_shown(reader: Reader, archive: Path) -> None:
    with notebook() as found:
        await reader.press("m")
        (item,) = found.bookmarks()
        found.remove_bookmarks([item])
        older = "Ana Velmer had nothing at all to say."
        found.bookmark(Bookmark(item.about, older, number=1, marking="C", digest="older"))
    await reader.press("apostrophe")
    assert "In this archive the paragraph reads:" in reader.text
    assert older in reader.text
    await reader.press("enter")
    assert reader.paragraph == 1
    assert "differs" in reader.status


async def test_hostile_bookmarks_are_shown_as_text(archive: Path) -> None:
    (archive / "hostile.txt").write_text(export(number=1, subject=HOSTILE, paragraphs=(HOSTILE,)), "utf-8")
    update(archive)
    async with reading(archive) as reader:
        await reader.press("l", *"id:09OSLO1", "enter", "m")
        await note(reader, "[b]")
        await reader.press("L", *"[/x]", "enter", "apostrophe")
        assert "\x1b" not in reader.text
        assert "␛[31mRED" in reader.text
        assert "» [b]" in reader.text


# --- taking it out ---------------------------------------------------------------------------------------------------

_CITED = 'US Embassy Oslo, "A SECOND OPINION ON COD," cable 09OSLO9010, June 4, 2009, CONFIDENTIAL, para. 2 (C).'


async def test_a_paragraph_is_copied_with_its_citation_into_a_file_too(reader: Reader) -> None:
    await reader.press("enter", "j", "y", "Y")
    text = (paths.taken_out() / "copied.txt").read_text("utf-8")
    assert text.count(_CITED) == 2
    assert text.count("Ole Tangvald had even less.") == 1
    assert "copied.txt" in reader.status


async def test_what_contradicts_itself_is_said_where_it_is_cited(archive: Path) -> None:
    (archive / "odd.txt").write_text(misnamed("09HAVANA132", number=512, post="MOSCOW"), "utf-8")
    update(archive)
    said = "The text is numbered 09MOSCOW512, the catalogue calls it 09HAVANA132."
    async with reading(archive, 200, 24) as reader:
        await reader.press("l", *"id:09HAVANA132", "enter", "Y")
        assert said in reader.status
        assert "also in" in reader.status
    assert f"[{said}]" in (paths.taken_out() / "copied.txt").read_text("utf-8")


async def test_the_marking_of_the_entire_text_is_cited_and_kept_as_such(archive: Path) -> None:
    text = export(number=5, paragraphs=("Whole.", "Ole Tangvald had even less."))
    text = text.replace("¶1. (C) Whole.", "¶1. C - ENTIRE TEXT.").replace("¶2. (C)", "¶2.")
    (archive / "entire.txt").write_text(text, "utf-8")
    update(archive)
    async with reading(archive) as reader:
        await reader.press("l", *"id:09OSLO5", "enter", "enter", "j", "y", "m", "apostrophe")
        assert " (C) " in reader.text
    assert "para. 2 (C, entire text)." in (paths.taken_out() / "copied.txt").read_text("utf-8")
    with closing(Notebook.open()) as notebook:
        (kept,) = notebook.bookmarks("09OSLO5")
    assert (kept.marking, kept.inherited) == ("C", True)


async def test_the_citation_has_the_form_of_the_configuration(archive: Path) -> None:
    config = paths.config_file()
    config.parent.mkdir(parents=True)
    config.write_text('[citation]\nform = "plain"\n', encoding="utf-8")
    update(archive)
    async with reading(archive) as reader:
        await reader.press("Y")
    text = (paths.taken_out() / "copied.txt").read_text("utf-8")
    assert text.startswith("OSLO 9010 (09OSLO9010), 2009-06-04, CONFIDENTIAL")


async def test_the_cable_is_saved_as_the_text_that_it_was(reader: Reader, archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "saved" / "a b.txt"
    await reader.press("s", "ctrl+u", *str(file), "enter")
    assert file.read_text("utf-8") == reader.viewer.cable.text
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text("mine", "utf-8")
    await reader.press("j", "s", "ctrl+u", *str(file), "enter")
    assert "Overwrite?" in reader.text
    await reader.press("n")
    assert file.read_text("utf-8") == "mine"


@pytest.mark.parametrize("ending", ["md", "csv", "jsonl", "ris", "json"])
async def test_bookmarks_and_kept_cables_are_exported(ending: str, reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / f"out.{ending}"
    await reader.press("m", "F", "F", "x", "ctrl+u", *str(file), "enter")
    text = file.read_text("utf-8")
    assert "09OSLO9010" in text
    assert "09OSLO9009" in text
    assert "exported 2 cables" in reader.status
    if ending == "json":
        assert len(json.loads(text)) == 2


async def test_an_export_of_a_limited_list_is_of_its_cables(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "out.md"
    await reader.press("F", "F", "F", "l", *"herring", "enter", "x")
    assert "export limited list to:" in reader.text
    assert "notebook-limited-" in reader.text
    await reader.press("ctrl+u", *str(file), "enter")
    text = file.read_text("utf-8")
    assert "08OSLO10" in text
    assert "09OSLO9010" not in text
    assert "exported 1 cable of the limited list to" in reader.status


async def test_a_file_that_cannot_be_written_is_a_message(reader: Reader) -> None:
    await reader.press("s", "ctrl+u", *"/proc/nothing/here.txt", "enter")
    assert "cannot be written" in reader.status
    await reader.press("x", "ctrl+u", *"/tmp/what.doc", "enter")
    assert "must end in one of .md" in reader.status


# --- the clipboard ---------------------------------------------------------------------------------------------------


def payload(sent: str) -> str:
    return base64.b64decode(re.sub(r"[^A-Za-z0-9+/=]", "", sent.partition("52;c;")[2].partition("\x07")[0])).decode()


def test_the_clipboard_is_set_by_osc_52() -> None:
    assert sequence("cod", {"TERM": "xterm"}) == "\x1b]52;c;Y29k\x07"


def test_a_tmux_that_does_not_answer_is_no_obstacle(tmp_path: Path) -> None:
    sent: list[str] = []
    gone = {"TERM": "tmux-256color", "TMUX": f"{tmp_path}/gone,1,0", "PATH": os.environ["PATH"]}
    assert send("cod", gone, sent.append) == SENT
    assert sent == ["\x1b]52;c;Y29k\x07"]


def test_screen_gets_it_in_pieces() -> None:
    sent = sequence("cod " * 200, {"TERM": "screen.xterm-256color"})
    pieces = sent.split("\x1b\\")
    assert all(piece.startswith("\x1bP") and len(piece) < 256 for piece in pieces[:-1])
    assert payload("".join(piece.removeprefix("\x1bP") for piece in pieces)) == "cod " * 200


def test_what_is_too_long_for_a_terminal_is_cut_between_characters() -> None:
    text, is_cut = fitting("é" * LIMIT)
    assert is_cut
    assert text == "é" * (LIMIT // 2)
    assert fitting("é") == ("é", False)


async def test_what_is_undone_in_a_cable_out_of_sight_is_counted_in_the_list(reader: Reader) -> None:
    await reader.press("m", "j", "j", "u")
    assert bookmarks() == []
    assert not re.search(r"C +1 OSLO 9010", reader.pane("list")[0])
    await reader.press("j", "j", "ctrl+r")
    assert bookmarks() == [("09OSLO9010", 1, "")]
    assert re.search(r"C +1 OSLO 9010", reader.pane("list")[0])
