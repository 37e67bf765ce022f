"""Files cut and bits flipped at random: the program works, or says so and begins anew; it never breaks.

`python tests/test_damaged_files.py [TRIALS]` prints how often damage is found, and how often it cannot be.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from harness.command import COMMAND, run
from harness.restored import assert_restored, shows_first_cable
from harness.terminal import Terminal

from cable_tui import paths
from cable_tui.archive import Archive, Limit
from cable_tui.archive.build.update import update
from cable_tui.archive.schema import cache_file
from cable_tui.cli import main
from cable_tui.notebook import backups
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.schema import NAME, STATE
from cable_tui.notebook.state import State
from cable_tui.notebook.values import Bookmark, CableSummary
from cable_tui.store import StoreDamaged, StoreError

TRIALS = 20
Damage = Callable[[bytes, random.Random], bytes]


def cut(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data))]


def flip(data: bytes, draw: random.Random) -> bytes:
    place = draw.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << draw.randrange(8)]) + data[place + 1 :]


DAMAGES = pytest.mark.parametrize("damage", [cut, flip])


def contents(archive: Path) -> list[tuple[object, ...]]:
    """All that a reader can be shown of an archive."""
    with closing(Archive.open(archive)) as opened:
        ids = opened.view(Limit()).ids.tolist()
        return [(*header[1:], opened.cable(header.doc_id)) for header in opened.headers(ids)]


# --- the cache -------------------------------------------------------------------------------------------------------


def read_damaged(archive: Path, good: list[tuple[object, ...]]) -> str:
    """How reading a damaged cache ends: 'same', 'anew', 'said' (an error with a sentence), or 'wrong'."""
    try:
        with closing(Archive.open(archive)) as opened:
            if opened.notice:
                return "anew"
        return "same" if contents(archive) == good else "wrong"
    except StoreError:
        return "said"


@DAMAGES
def test_a_damaged_cache_is_read_or_said_to_be_damaged(damage: Damage, archive: Path) -> None:
    update(archive)
    good, data, draw = contents(archive), cache_file(archive).read_bytes(), random.Random(1)
    ends = Counter[str]()
    for _ in range(TRIALS):
        cache_file(archive).write_bytes(damage(data, draw))
        ends[read_damaged(archive, good)] += 1
    assert ends["wrong"] <= (0 if damage is cut else 1)  # a bit within a text is still a text


@DAMAGES
def test_an_update_of_a_damaged_cache_ends_without_a_traceback(damage: Damage, archive: Path) -> None:
    run("index", archive)
    data, draw = cache_file(archive).read_bytes(), random.Random(2)
    for _ in range(TRIALS // 2):
        cache_file(archive).write_bytes(damage(data, draw))
        done = run("index", archive)
        assert (done.returncode, done.stderr) == (0, "") or (done.returncode == 1 and done.stderr.count("\n") == 1)
        assert "fault of its own" not in done.stderr


@DAMAGES
def test_the_screen_over_a_damaged_cache(damage: Damage, archive: Path) -> None:
    run("index", archive)
    data, draw = cache_file(archive).read_bytes(), random.Random(3)
    for _ in range(5):
        cache_file(archive).write_bytes(damage(data, draw))
        with Terminal(*COMMAND, archive) as terminal:
            terminal.until(
                lambda terminal=terminal: "? keys" in terminal.lines[-1] or shows_first_cable(terminal), "the screen"
            )
            terminal.until_quiet(0.6)
            for key in ("j", "enter", "j", "1", "/", "c", "o", "d", "enter"):
                terminal.send(key)
            terminal.until_quiet(0.4)
            terminal.send("ctrl+q")
            assert terminal.finish() == 0
            assert_restored(terminal)
            assert b"Traceback" not in terminal.output


QUESTIONS = (
    ("search", "cod"),
    ("search", "is:missing"),
    ("search", "is:unread date:2009"),
    ("search", "--sort", "relevance", "--format", "jsonl", "cod about"),
    ("search", "ref:09OSLO3 OR class:secret"),
    ("index",),
    ("index", "--report"),
    ("notebook", "verify"),
)


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_no_command_breaks_over_a_cache_with_many_turned_bits(
    question: tuple[str, ...], archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In this process: each question is put to many damaged caches."""
    update(archive)
    data, draw = cache_file(archive).read_bytes(), random.Random(7)
    words = (
        [question[0], *question[1:-1], str(archive), question[-1]]
        if question[0] == "search"
        else [*question, str(archive)]
    )
    for _ in range(TRIALS // 2):
        damaged = data
        for _ in range(draw.choice([16, 64, 256])):
            damaged = flip(damaged, draw)
        for name in cache_file(archive).parent.glob("cache-*.db*"):
            name.unlink()
        cache_file(archive).write_bytes(damaged)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("cable_tui.crash.told", _traceback_of)
            assert main(words) in (0, 1)
        assert "Traceback" not in capsys.readouterr().err


def _traceback_of(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


# --- the notebook ----------------------------------------------------------------------------------------------------


def filled(file: Path) -> None:
    """A notebook with marks, labels and bookmarks, and its copy of the day."""
    with closing(Notebook.open(file)) as notebook:
        for number in range(1, 41):
            about = CableSummary(f"09OSLO{number}", f"OSLO {number}", "2009-06-03", subject=f"COD AND HERRING {number}")
            notebook.decide([about], State.KEPT)
            notebook.label([about], [f"label-{number % 7}"])
            notebook.bookmark(Bookmark(about, f"Ana Velmer had nothing to say, {number} times.", number=number))
        notebook.copy_daily()


def all_of(file: Path) -> object:
    """All that a reader is shown of a notebook, by whatever way it is looked up."""
    with closing(Notebook.open(file)) as notebook:
        notebook.check()
        contents = notebook.contents()
        by_name = [notebook.marks([mark.about.name]) for mark in contents.marks]
        return contents, by_name, sorted(notebook.states()), notebook.labelled(), notebook.labels()


def notebook_ends(file: Path, data: bytes, good: object) -> str:
    """How opening a damaged notebook ends: 'same', 'said', or 'wrong'."""
    for name in (file, *(file.with_name(file.name + tail) for tail in ("-wal", "-shm"))):
        name.unlink(missing_ok=True)
    file.write_bytes(data)
    try:
        return "same" if all_of(file) == good else "wrong"
    except StoreError:
        return "said"


@DAMAGES
def test_a_damaged_notebook_is_whole_or_said_to_be_damaged(damage: Damage, tmp_path: Path) -> None:
    file = tmp_path / "notebook.db"
    filled(file)
    good, data, draw = all_of(file), file.read_bytes(), random.Random(4)
    ends = Counter(notebook_ends(file, damage(data, draw), good) for _ in range(TRIALS))
    assert ends["wrong"] == 0
    copy = backups.last_good(file)
    assert copy is not None
    file.unlink()
    backups.put_back(copy, file)
    assert all_of(file) == good


def restart(file: Path, data: bytes) -> None:
    for name in (file, *file.parent.glob(f"{file.name}-*")):
        name.unlink(missing_ok=True)
    file.write_bytes(data)


def test_no_letter_of_a_note_or_a_paragraph_turns_unnoticed(tmp_path: Path) -> None:
    file = tmp_path / "notebook.db"
    filled(file)
    data, draw = file.read_bytes(), random.Random(6)
    for words in (b"Ana Velmer had nothing to say, 7 times.", b"label-3", b"COD AND HERRING 9"):
        for place in range(data.index(words), data.index(words) + len(words)):
            restart(file, data[:place] + bytes([data[place] ^ 1 << draw.randrange(8)]) + data[place + 1 :])
            with pytest.raises(StoreDamaged):
                Notebook.open(file)


def test_a_damaged_index_is_made_anew_before_a_copy_is(tmp_path: Path) -> None:
    file = tmp_path / "notebook.db"
    filled(file)
    good, data = all_of(file), file.read_bytes()
    place = data.index(b"kept09OSLO17") + 3
    restart(file, data[:place] + b"s" + data[place + 1 :])
    shutil.rmtree(backups.folder_of(file))
    with closing(Notebook.open(file)) as notebook:
        assert "keps" in {state for (state,) in notebook._rows(f"SELECT {STATE} FROM marks ORDER BY {STATE}, {NAME}")}
        copy = notebook.copy_daily()
    assert all_of(file) == good
    assert copy is not None
    assert backups.last_good(file) == copy


def test_a_mark_that_lost_its_place_is_no_copy(tmp_path: Path) -> None:
    file = tmp_path / "notebook.db"
    filled(file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE marks SET doc_id = doc_id + 1 WHERE doc_id = (SELECT max(doc_id) FROM marks)")
    data = file.read_bytes()
    shutil.rmtree(backups.folder_of(file))
    place = data.index(b"kept09OSLO17") + 3  # what makes it look closer
    restart(file, data[:place] + b"s" + data[place + 1 :])
    with closing(Notebook.open(file)) as notebook, pytest.raises(StoreDamaged):
        notebook.copy_daily()
    assert backups.copies(file) == []


def test_rows_of_an_older_program_get_their_checksums(tmp_path: Path) -> None:
    file = tmp_path / "notebook.db"
    filled(file)
    good = all_of(file)
    with closing(sqlite3.connect(file)) as connection, connection:
        for table in ("marks", "bookmarks", "actions", "meta"):
            connection.execute(f"UPDATE {table} SET doc = rtrim(doc, char(9, 10))")
        (length,) = connection.execute("SELECT max(length(doc)) FROM marks").fetchone()
    assert all_of(file) == good
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT max(length(doc)) FROM marks").fetchone()[0] > length
        assert connection.execute("SELECT count(*) FROM marks WHERE NOT json_valid(doc)").fetchone()[0] == 0


@DAMAGES
def test_the_screen_over_a_damaged_notebook(damage: Damage, samples: Path) -> None:
    file = paths.notebook_file()
    filled(file)
    run("index", samples)
    data, draw = file.read_bytes(), random.Random(5)
    for _ in range(5):
        damaged = damage(data, draw)
        for name in (file, *file.parent.glob("notebook.db-*"), *file.parent.glob("notebook-damaged-*")):
            name.unlink(missing_ok=True)
        file.write_bytes(damaged)
        with Terminal(*COMMAND, samples) as terminal:
            at_rest_or_asked(terminal)
            if "Restore the copy" in terminal.text:
                terminal.send("y")
                terminal.until_text("Restored the notebook of")
                assert next(file.parent.glob("notebook-damaged-*.db")).read_bytes() == damaged
            terminal.send("ctrl+q")
            assert terminal.finish() == 0
            assert_restored(terminal)
            assert b"Traceback" not in terminal.output


def at_rest_or_asked(terminal: Terminal) -> None:
    terminal.until(lambda: "of 2" in terminal.text or "Restore the copy" in terminal.text, "the list")
    terminal.until_quiet(0.6)


def print_figures(trials: int) -> None:
    """Prints the figures of many trials."""
    import os
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {f"XDG_{kind}_HOME": f"{folder}/{kind}" for kind in ("CACHE", "DATA")}
        archive = Path(folder, "archive")
        shutil.copytree(paths.sample_cables(), archive)
        update(archive)
        good, data = contents(archive), cache_file(archive).read_bytes()
        file = Path(folder, "notebook.db")
        filled(file)
        notes_good, notes = all_of(file), file.read_bytes()
        for damage in (cut, flip):
            draw, ends, of_notes = random.Random(0), Counter[str](), Counter[str]()
            for _ in range(trials):
                cache_file(archive).write_bytes(damage(data, draw))
                ends[read_damaged(archive, good)] += 1
                of_notes[notebook_ends(file, damage(notes, draw), notes_good)] += 1
            print(f"{damage.__name__}: cache {dict(ends)}, notebook {dict(of_notes)}")


if __name__ == "__main__":
    print_figures(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
