"""`cable-tui notebook`, as a user runs it."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import HOSTILE, export, on
from harness.command import run

from cable_tui import paths
from cable_tui.archive import Archive
from cable_tui.archive.build.update import update
from cable_tui.cables import parse
from cable_tui.cables.body.reading_order import reading_blocks
from cable_tui.evidence.snapshot import about, bookmark
from cable_tui.notebook.backups import copies
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.relocate import Fit, find
from cable_tui.notebook.state import State


def take(archive: Path, name: str, place: int | None = None, note: str = "", label: str = "") -> None:
    """Keeps a cable, or bookmarks one of its blocks."""
    update(archive)
    with closing(Archive.open(archive)) as opened, closing(Notebook.open()) as notebook:
        header = opened.find(name)
        if place is None:
            notebook.decide([about(header)], State.KEPT)
        else:
            item = bookmark(header, reading_blocks(opened.cable(header.doc_id)), place)
            notebook.note(item, note)
            if label:
                notebook.label_bookmarks([item], [label])


@pytest.fixture
def filled(archive: Path) -> Path:
    take(archive, "09OSLO9010", 1, note="ask Velmer", label="cod")
    take(archive, "08OSLO10", 0)
    take(archive, "99PRAGUE3")
    return archive


# --- export ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["md", "csv", "jsonl", "ris", "csljson"])
def test_every_form_has_bookmarks_and_kept_cables(form: str, filled: Path) -> None:
    done = run("notebook", "export", "--format", form)
    assert done.returncode == 0
    for name in ("09OSLO9010", "08OSLO10", "99PRAGUE3", "ask Velmer"):
        assert name in done.stdout


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("label:cod", {"09OSLO9010"}),
        ("has:note", {"09OSLO9010"}),
        ("velmer", {"09OSLO9010", "08OSLO10"}),
        ("v?lmer", {"09OSLO9010", "08OSLO10"}),
        ("origin:*lo has:note velmar~", {"09OSLO9010"}),
        ("is:kept", {"99PRAGUE3"}),
        ("NOT has:bookmark", {"99PRAGUE3"}),
        ("origin:oslo date:2008", {"08OSLO10"}),
        ("class:secret OR subject:carp", {"08OSLO10", "99PRAGUE3"}),
    ],
)
def test_a_query_chooses_what_is_exported(query: str, expected: set[str], filled: Path) -> None:
    done = run("notebook", "export", "--format", "jsonl", "--query", query)
    names = {name for name in ("09OSLO9010", "08OSLO10", "99PRAGUE3") if name in done.stdout}
    assert names == expected


def test_what_finds_nothing_has_exit_code_1_and_a_wrong_query_2(filled: Path) -> None:
    assert run("notebook", "export", "--query", "haddock").returncode == 1
    wrong = run("notebook", "export", "--query", "colour:red")
    assert (wrong.returncode, "unknown field colour" in wrong.stderr) == (2, True)


def test_a_table_keeps_its_line_ends_and_runs_no_formula(archive: Path) -> None:
    (archive / "evil.txt").write_text(export(number=5, paragraphs=("=cmd|' /C calc'!A0",)), "utf-8")
    take(archive, "09OSLO5", 0)
    done = run("notebook", "export", "--format", "csv")
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert all(cell[:1] not in ("=", "+", "-", "@") for row in rows[1:] for cell in row)
    assert any("cmd|" in cell for cell in rows[1])


@pytest.mark.parametrize("form", ["md", "csv", "ris", "csljson", "jsonl"])
def test_hostile_text_leaves_as_text(form: str, archive: Path) -> None:
    (archive / "evil.txt").write_text(export(number=5, subject=HOSTILE, paragraphs=(HOSTILE,)), "utf-8")
    take(archive, "09OSLO5", 0, note=HOSTILE)
    done = run("notebook", "export", "--format", form)
    assert not set("\x1b\x07\x9b\u202e") & set(done.stdout)


# --- verify ----------------------------------------------------------------------------------------------------------


def test_verify_says_what_differs_is_missing_or_is_of_another_archive(filled: Path, tmp_path: Path) -> None:
    whole = run("notebook", "verify", filled)
    assert (whole.returncode, whole.stdout) == (0, "2 bookmarks: 2 unchanged.\n")
    older = filled / "older" / "08OSLO10.txt"
    older.write_text(older.read_text("utf-8").replace("had nothing to say", "had hardly anything to say"), "utf-8")
    changed = run("notebook", "verify", filled)
    assert changed.returncode == 1
    assert "differs   08OSLO10 ¶ 1" in changed.stdout
    assert "bookmarked: Ana Velmer had nothing to say." in changed.stdout
    assert "now:        Ana Velmer had hardly anything to say." in changed.stdout
    text = older.read_text("utf-8").replace(
        "Ana Velmer had hardly anything to say.", "Quite another matter altogether."
    )
    older.write_text(text, "utf-8")
    assert "missing   08OSLO10 ¶ 1" in run("notebook", "verify", filled).stdout
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text(export(number=1), "utf-8")
    elsewhere = run("notebook", "verify", other)
    assert (elsewhere.returncode, "2 of cables not in the archive" in elsewhere.stdout) == (0, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. (C) One herring was seen off the bank in May by the fleet.\n\n2. (C) Other.\n", (Fit.SAME, 0)),
        ("1. (C) New first.\n\n2. (C) One herring was seen off the bank in May by the fleet.\n", (Fit.SAME, 1)),
        ("1. (C) One herring was seen near the bank in May by a fleet.\n\n2. (C) Other.\n", (Fit.DIFFERS, 0)),
        ("1. (C) New.\n\n2. (C) One herring was seen off the bank in May by the fleets.\n", (Fit.DIFFERS, 1)),
        ("1. (C) Nothing of that kind at all was said here today.\n\n2. (C) Other.\n", (Fit.MISSING, None)),
    ],
)
def test_a_bookmark_is_found_by_its_text_else_by_number_and_likeness(
    text: str, expected: object, tmp_path: Path
) -> None:
    first = export(paragraphs=("One herring was seen off the bank in May by the fleet.", "Other."))
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "a.txt").write_text(first, "utf-8")
    take(folder, "09OSLO9001", 0)
    with closing(Notebook.open()) as notebook:
        (item,) = notebook.bookmarks()
    found = find(item, parse(f"SUBJECT: FISH\n\n{text}").paragraphs)
    assert (found.fit, found.block) == expected


# --- backup, restore, merge ------------------------------------------------------------------------------------------


def test_a_backup_brings_everything_back(filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.jsonl"
    before = run("notebook", "export", "--format", "jsonl").stdout
    said = run("notebook", "backup", file)
    assert "2 bookmarks, 1 mark and 0 views written to" in said.stdout
    assert file.stat().st_mode & 0o777 == 0o600
    with closing(Notebook.open()) as notebook:
        notebook.remove_bookmarks(notebook.bookmarks())
    assert "2 bookmarks, 1 mark and 0 views restored." in run("notebook", "restore", file).stdout
    assert run("notebook", "export", "--format", "jsonl").stdout == before
    assert len(list(paths.taken_out().glob("notebook-before-*.jsonl"))) == 1


def test_a_backup_writes_over_nothing_unless_it_is_told_to(filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.jsonl"
    file.write_text("Dear diary\n", "utf-8")
    refused = run("notebook", "backup", file)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"cable-tui: {file} already exists; --force overwrites it.\n"
    assert file.read_text("utf-8") == "Dear diary\n"
    assert run("notebook", "backup", "--force", file).returncode == 0
    assert file.read_text("utf-8").startswith('{"cable-tui": "notebook"')


def test_a_daily_copy_is_restored_as_well(filled: Path) -> None:
    with closing(Notebook.open()) as notebook:
        notebook.copy_daily()
        notebook.remove_bookmarks(notebook.bookmarks())
    (copy,) = copies(paths.notebook_file())
    assert "2 bookmarks, 1 mark" in run("notebook", "restore", copy).stdout


def test_two_notebooks_are_merged_without_loss_or_doubles(filled: Path, tmp_path: Path, home: Path) -> None:
    mine = tmp_path / "mine.jsonl"
    run("notebook", "backup", mine)
    (home / "data").rename(home / "aside")
    take(filled, "09OSLO9010", 1, note="ask Tangvald too")
    take(filled, "09OSLO9009")
    for _ in range(2):
        said = run("notebook", "merge", mine)
        assert said.returncode == 0
        assert "The notebook now has 2 bookmarks, 2 marks and 0 views." in said.stdout
    with closing(Notebook.open()) as notebook:
        notes = [item.note for item in notebook.bookmarks("09OSLO9010")]
        assert [sorted(note.split("\n\n")) for note in notes] == [["ask Tangvald too", "ask Velmer"]]
        assert notebook.labels() == ["cod"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no notebook"),
        ("Dear diary\n", "Line 1"),
        ('{"cable-tui": "notebook", "version": 99}\n', "newer"),
        ('{"cable-tui": "notebook", "version": 1}\n{"kind": "mark"', "Line 2"),
    ],
)
@pytest.mark.parametrize("command", ["merge", "restore"])
def test_a_file_that_is_no_backup_changes_nothing(
    command: str, text: str, sentence: str, filled: Path, tmp_path: Path
) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text(text, "utf-8")
    before = run("notebook", "export", "--format", "jsonl").stdout
    done = run("notebook", command, file)
    assert done.returncode == 1
    assert sentence in done.stderr.replace("is not a notebook", "no notebook")
    assert "Traceback" not in done.stderr
    assert run("notebook", "export", "--format", "jsonl").stdout == before


def test_a_damaged_notebook_names_its_last_copy(filled: Path) -> None:
    with closing(Notebook.open()) as notebook:
        notebook.copy_daily()
    paths.notebook_file().write_bytes(b"nothing of the kind")
    done = run("notebook", "export")
    assert done.returncode == 1
    assert "is damaged" in done.stderr
    assert copies(paths.notebook_file())[0].name in done.stderr


def test_a_damaged_notebook_is_set_aside_for_what_is_restored(filled: Path) -> None:
    with closing(Notebook.open()) as notebook:
        notebook.copy_daily()
    file = paths.notebook_file()
    file.write_bytes(b"nothing of the kind")
    done = run("notebook", "restore", copies(file)[0])
    assert (done.returncode, "set aside as" in done.stdout, "2 bookmarks" in done.stdout) == (0, True, True)
    assert [path.read_bytes() for path in file.parent.glob("notebook-damaged-*.db")] == [b"nothing of the kind"]


def test_what_was_restored_or_merged_can_be_undone(filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.jsonl"
    run("notebook", "backup", file)
    before = run("notebook", "export", "--format", "jsonl").stdout
    with closing(Notebook.open()) as notebook:
        notebook.remove_bookmarks(notebook.bookmarks())
    run("notebook", "restore", file)
    assert run("notebook", "export", "--format", "jsonl").stdout == before
    with closing(Notebook.open()) as notebook:
        assert notebook.undo().what == "restored bookmarks"
        assert notebook.undo().what == "removed the bookmark of 2 bookmarks"
        assert len(notebook.bookmarks()) == 2


def test_the_search_command_asks_the_notebook_too(filled: Path) -> None:
    done = run("search", filled, "is:kept OR has:note", "--format", "ids")
    assert done.stdout.split() == ["09OSLO9010", "99PRAGUE3"]
    assert run("search", filled, "is:nonsense").returncode == 2


def test_a_backup_is_plain_json_lines(filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.jsonl"
    run("notebook", "backup", file)
    first, *rest = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert first == {"cable-tui": "notebook", "version": 1}
    assert sorted(item["kind"] for item in rest) == ["bookmark", "bookmark", "mark"]
    assert on(2009, 6, 4).strftime("%Y-%m-%d") in {item["about"]["date"][:10] for item in rest}
