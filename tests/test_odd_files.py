"""Anything in the place of the program's own files: every command says what is wrong or goes on; none breaks or hangs.

What is planted there, or open to all, is neither followed nor left open. Each kind is met by a process of its own, as
it may hang; once that has ended the other commands meet it in this one.
"""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from harness.command import COMMAND, run
from harness.terminal import Terminal

from cable_tui import files, paths
from cable_tui.archive.build.update import update
from cable_tui.archive.schema import cache_file
from cable_tui.cli import main
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.state import State
from cable_tui.notebook.values import CableSummary
from cable_tui.store import StoreError
from cable_tui.tui.theme.remembered import remembered

Make = Callable[[Path], None]


def dangling(place: Path) -> None:
    place.symlink_to("/nowhere/at/all")


def endless(place: Path) -> None:
    place.symlink_to("/dev/zero")


def pipe(place: Path) -> None:
    os.mkfifo(place)


def folder(place: Path) -> None:
    place.mkdir()


def foreign(place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("CREATE TABLE harbours (name)")


def foreign_view(place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("CREATE VIEW marks AS SELECT 1 AS doc_id, '{}' AS doc")


def odd_version(place: Path) -> None:
    Notebook.open(place).close()
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("UPDATE meta SET doc = ?", (json.dumps({"version": "x"}),))


def empty(place: Path) -> None:
    place.touch()


ODD_NOTEBOOKS = [dangling, endless, pipe, folder, foreign, foreign_view, odd_version]
QUESTIONS = ["search {} is:kept", "search {} label:x", "notebook export --format md", "notebook verify {}"]


def own(file: Path) -> Path:
    """One of the program's files whose folder is there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


@pytest.mark.parametrize("make", ODD_NOTEBOOKS)
def test_what_is_no_notebook_is_said_to_be_none(make: Make, samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(own(paths.notebook_file()))
    first, *others = (question.format(samples).split() for question in QUESTIONS)
    done = run(*first)
    assert_named("notebook.db", done.returncode, done.stdout, done.stderr)
    for question in others:
        assert_named("notebook.db", main(question), *capsys.readouterr())


def assert_named(name: str, code: int, out: str, error: str) -> None:
    """That a command ended with one line that names a file."""
    assert (code, out) == (1, "")
    assert name in error
    assert error.count("\n") == 1


def test_an_empty_file_becomes_a_notebook(samples: Path) -> None:
    empty(own(paths.notebook_file()))
    assert "Nothing found" in run("search", samples, "is:kept").stderr


def test_the_database_of_another_program_gets_no_tables(samples: Path) -> None:
    foreign(own(paths.notebook_file()))
    run("search", samples, "is:kept")
    with closing(sqlite3.connect(paths.notebook_file())) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("harbours",)]


@pytest.mark.parametrize("make", [dangling, pipe])
def test_the_screen_over_what_is_no_notebook(make: Make, samples: Path) -> None:
    make(own(paths.notebook_file()))
    run("index", samples)
    with Terminal(*COMMAND, samples) as terminal:
        terminal.until_text("of 2")
        terminal.until_text("not saved")
        terminal.send("F")
        terminal.until_text("notebook.db")
        terminal.send("ctrl+q")
        assert terminal.finish() == 0


# --- settings and themes ---------------------------------------------------------------------------------------------


def nested(place: Path) -> None:
    place.write_text(f"a = {'[' * 3000}{']' * 3000}\n", "utf-8")


def deep_table(place: Path) -> None:
    place.write_text(f"[{'.'.join('a' * 3000)}]\nb = 1\n", "utf-8")


def huge(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(1 << 40)


ODD_THEMES = [dangling, endless, pipe, folder, huge]


@pytest.mark.parametrize("makes", [[pipe], [endless], [folder, nested, deep_table, huge]])
def test_what_are_no_settings_are_said_to_be_none(makes: list[Make], capsys: pytest.CaptureFixture[str]) -> None:
    file = own(paths.config_file())
    makes[0](file)
    done = run("config")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "config.toml" in done.stderr
    for make in makes[1:]:
        file.rmdir() if file.is_dir() else file.unlink()
        make(file)
        assert main(["config"]) == 1
        error = capsys.readouterr().err
        assert "config.toml" in error
        assert error.count("\n") == 1


def test_settings_behind_a_link_count(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[reading]\ntext_width = 70\n", "utf-8")
    own(paths.config_file()).symlink_to(tmp_path / "mine.toml")
    assert "text_width = 70" in run("config").stdout


def test_themes_and_a_remembered_one_that_are_no_files(samples: Path) -> None:
    for make in ODD_THEMES:
        make(own(paths.own_themes() / f"{make.__name__}.toml"))
    pipe(own(paths.theme_file()))
    with Terminal(*COMMAND, samples) as terminal:
        terminal.until_text("of 2")
        terminal.send("ctrl+q")
        assert terminal.finish() == 0
    for make in ODD_THEMES:
        paths.theme_file().rmdir() if paths.theme_file().is_dir() else paths.theme_file().unlink()
        make(paths.theme_file())
        assert remembered(paths.theme_file()) == ""


# --- modes and links -------------------------------------------------------------------------------------------------


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_was_open_to_all_is_kept_to_its_owner() -> None:
    file, sides = paths.notebook_file(), []
    with closing(Notebook.open()) as first:
        first.decide([CableSummary("09OSLO1")], State.KEPT)
        sides = list(file.parent.glob("notebook.db-*"))
        for name in (file, *sides):
            name.chmod(0o666)
        file.parent.chmod(0o777)
        with closing(Notebook.open()) as second:
            second.decide([CableSummary("09OSLO2")], State.KEPT)
            assert len(sides) == 2
            assert {mode(name) for name in (file, *sides)} == {0o600}
    assert mode(file.parent) == 0o700


def test_copies_that_were_open_to_all_are_kept_to_their_owner() -> None:
    file = own(paths.taken_out() / "copied.txt")
    file.touch()
    file.chmod(0o666)
    for name in (file.parent, file.parent.parent):
        name.chmod(0o777)
    files.append(file, "a paragraph\n")
    assert [mode(name) for name in (file, file.parent, file.parent.parent)] == [0o600, 0o700, 0o700]


def test_a_cache_that_was_open_to_all_is_kept_to_its_owner(samples: Path) -> None:
    update(samples)
    file = cache_file(samples)
    file.chmod(0o666)
    for name in (file.parent, file.parent.parent):
        name.chmod(0o777)
    update(samples)
    assert [mode(name) for name in (file, file.parent, file.parent.parent)] == [0o600, 0o700, 0o700]


@pytest.mark.parametrize("make", [dangling, endless, pipe, folder])
def test_copies_go_into_no_pipe_device_or_link(make: Make) -> None:
    make(own(paths.taken_out() / "copied.txt"))
    with pytest.raises(OSError, match=r"link|regular|[Dd]irectory|device"):
        files.append(paths.taken_out() / "copied.txt", "a paragraph\n")


def test_a_link_planted_for_copies_is_not_written_through(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("as it was")
    own(paths.taken_out() / "copied.txt").symlink_to(victim)
    with pytest.raises(OSError, match="link"):
        files.append(paths.taken_out() / "copied.txt", "a paragraph\n")
    assert victim.read_text() == "as it was"


def test_a_link_planted_for_a_cache_folder_is_not_followed(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "victim").mkdir()
    own(paths.cache_folder(samples)).symlink_to(tmp_path / "victim")
    with pytest.raises(StoreError, match="link"):
        update(samples)
    assert list((tmp_path / "victim").iterdir()) == []


def test_a_link_planted_for_a_cache_is_removed_and_not_written_into(samples: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.touch()
    own(cache_file(samples)).symlink_to(victim)
    update(samples)
    assert victim.read_bytes() == b""
    assert not cache_file(samples).is_symlink()


@pytest.mark.parametrize("name", ["cache_file", "-wal", "-shm", ".lock"])
def test_a_pipe_among_the_files_of_a_cache_does_not_hang(name: str, samples: Path) -> None:
    file = cache_file(samples)
    place = {"cache_file": file, ".lock": file.with_suffix(".lock")}.get(name, file.with_name(file.name + name))
    pipe(own(place))
    assert run("index", samples).returncode in (0, 1)


# --- streams that are closed -----------------------------------------------------------------------------------------

COMMANDS = [
    "config",
    "show {} 08MOSCOW1640",
    "search {} energy",
    "export {}",
    "index {}",
    "notebook verify {}",
    "--help",
]


def closed(arguments: str, which: str, samples: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a shell that closes some of its streams."""
    line = f"{' '.join(map(str, COMMAND))} {arguments.format(samples)} {which}"
    return subprocess.run(
        ["sh", "-c", line],
        env=os.environ | environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("arguments", COMMANDS)
def test_without_an_output_a_command_says_so(arguments: str, samples: Path) -> None:
    done = closed(arguments, ">&-", samples)
    assert (done.returncode, done.stderr) == (1, "cable-tui: cannot write the output: Bad file descriptor.\n")


@pytest.mark.parametrize("arguments", ["config", "search {} energy", "index {}"])
def test_with_its_streams_closed_a_command_breaks_nothing(arguments: str, samples: Path) -> None:
    assert closed(arguments, ">&- 2>&- <&-", samples).returncode == 1
    done = closed(arguments, "2>&- <&-", samples)
    assert done.returncode == 0
    assert done.stdout


def test_the_screen_without_an_input_says_that_it_needs_a_terminal(samples: Path) -> None:
    done = closed("{}", "<&-", samples)
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr


@pytest.mark.parametrize(
    "environment", [{"PYTHONOPTIMIZE": "2"}, {"PYTHONIOENCODING": "ascii", "LANG": "C", "TERM": ""}]
)
def test_an_odd_environment_changes_nothing_that_is_found(environment: dict[str, str], samples: Path) -> None:
    usual = closed("search {} 'energy OR tag:PREL'", "", samples)
    odd = closed("search {} 'energy OR tag:PREL'", "", samples, **environment)
    assert (odd.returncode, odd.stderr) == (0, "")
    assert odd.stdout.split()[:3] == usual.stdout.split()[:3]
