"""A cable in a file whose name is not UTF-8: it is read, decided, bookmarked and taken out as any other."""

from __future__ import annotations

import json
import os
from contextlib import closing
from itertools import combinations
from pathlib import Path

import pytest
from harness.command import COMMAND, run
from harness.restored import assert_restored
from harness.terminal import Terminal

from cable_tui.escape import spelled
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.portable import read, write
from cable_tui.notebook.state import State

_TEXT = """UNCLASSIFIED
SUBJECT: NOTHING ABOUT COD

1. (U) Ana Velmer said nothing of cod at the harbour.

2. (U) Nobody asked her again.
"""
_NAME = r"caf\xe9.txt"


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """An archive of one cable without an id and a date, in a file whose name is Latin-1, as is the folder's."""
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text(_TEXT, "utf-8")
    return folder


def test_every_key_works_on_it_and_the_notebook_knows_it(odd: Path) -> None:
    with Terminal(*COMMAND, odd) as terminal:
        terminal.until_text("0 of 1 decided")  # the notebook is open
        for keys, said in (("F", "kept"), ("d", "dismissed"), ("u", "undone"), ("r", "read"), ("F", "kept")):
            terminal.send(keys)
            terminal.until(lambda said=said: f"{said}" in terminal.lines[-1] and _NAME in terminal.lines[-1], said)
        terminal.send("m")
        terminal.until_text(f"bookmarked {_NAME}")
        terminal.send("L")
        terminal.until_text("enter done")
        terminal.send("harbour\r")
        terminal.until_text("labelled")
        terminal.send("y")
        terminal.until_text("copied")
        terminal.send("ctrl+q")
        assert terminal.finish() == 0
        assert_restored(terminal)
    with closing(Notebook.open()) as notebook:
        assert notebook.states() == [(_NAME, State.KEPT)]
        assert [item.about.name for item in notebook.bookmarks()] == [_NAME]
    for query in ("is:kept", "has:bookmark", "label:harbour", "cod"):
        assert run("search", "--format", "ids", odd, query).stdout == f"{_NAME}\n"
    assert run("notebook", "verify", odd).stdout == "1 bookmark: 1 unchanged.\n"
    for form in ("md", "csv", "jsonl", "ris", "csljson"):
        assert "Nobody" in (text := run("notebook", "export", "--format", form).stdout) or "Velmer" in text


@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_what_is_found_in_it_is_printed(form: str, odd: Path) -> None:
    done = run("search", "--format", form, odd, "cod")
    assert (done.returncode, done.stderr) == (0, "")
    assert "NOTHING ABOUT COD" in done.stdout


def test_it_is_named_where_it_is_no_cable(odd: Path) -> None:
    (odd / os.fsdecode(b"caf\xe9.txt")).write_text("a list of groceries", "utf-8")
    assert _NAME in run("index", "--report", odd).stdout


def test_no_two_names_are_spelled_alike() -> None:
    names = [
        *map(os.fsdecode, (b"\xe9", b"\\xe9", b"\\x5cxe9", b"\\\\xe9", b"\\\xe9", b"\\x5c\xe9")),
        "\ud800",
        r"\ud800",
        "é",
    ]
    assert all(spelled(one) != spelled(other) for one, other in combinations(names, 2))
    assert all(spelled(name).encode() for name in names)


def test_what_another_notebook_names_with_half_a_character_can_be_stored() -> None:
    about = {"name": "caf\udce9.txt", "subject": "\ud800"}
    lines = [
        {"cable-tui": "notebook", "version": 1},
        {"kind": "mark", "about": about, "state": "kept", "labels": ["\udfff"]},
        {"kind": "bookmark", "about": about, "text": "\ud800 cod", "note": "\udce9"},
        {"kind": "view", "name": "\udce9", "query": "\udce9"},
    ]
    contents = read(map(json.dumps, lines))
    assert contents.marks[0].about.name == contents.bookmarks[0].about.name == _NAME
    with closing(Notebook.open()) as notebook:
        notebook.take_over(contents, "merged")
        assert notebook.labels() == [r"\udfff"]
        assert notebook.contents() == contents
        assert [name for name, _ in notebook.states()] == [_NAME]
    assert "".join(write(contents)).encode()
