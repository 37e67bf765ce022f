"""`--follow-links` and its setting, in every command that reads an archive and on the screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import transmission
from harness.command import COMMAND, run
from harness.rows import ids
from harness.screen import reading
from harness.terminal import Terminal

from cable_tui import paths
from cable_tui.archive import Archive
from cable_tui.archive.build.update import update
from cable_tui.cli import main
from cable_tui.evidence.snapshot import about
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.values import State

LINKED = "09OSLO501"


@pytest.fixture
def linked(archive: Path, tmp_path: Path) -> Path:
    """The five invented cables, and OSLO 501 through a link."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "501.txt").write_text(transmission(number=501, subject="FAR COD"), encoding="utf-8")
    (archive / "out").symlink_to(tmp_path / "outside")
    return archive


@pytest.fixture
def settings() -> None:
    """Settings in which links are followed."""
    file = paths.config_file()
    file.parent.mkdir(parents=True)
    file.write_text("follow_links = true\n", encoding="utf-8")


Finder = Callable[..., list[bool]]


@pytest.fixture
def found_by(linked: Path, capsys: pytest.CaptureFixture[str]) -> Finder:
    """Says whether OSLO 501 is found by `show`, `search` and `export` with some options."""

    def printed(*arguments: object) -> str:
        main([str(argument) for argument in arguments])
        return capsys.readouterr().out

    def found(*options: str) -> list[bool]:
        exported = printed("export", *options, linked).splitlines()
        return [
            "FAR COD" in printed("show", *options, linked, LINKED),
            printed("search", *options, linked, "FAR COD", "--format", "ids").split() == [LINKED],
            LINKED in {json.loads(line)["id"] for line in exported},
        ]

    return found


def test_every_command_follows_links_where_that_is_asked_for(found_by: Finder) -> None:
    assert found_by("--follow-links") == [True, True, True]
    assert found_by() == [False, False, False]


@pytest.mark.usefixtures("settings")
def test_the_settings_ask_for_it_and_the_command_line_has_the_last_word(found_by: Finder) -> None:
    assert found_by() == [True, True, True]
    assert found_by("--no-follow-links") == [False, False, False]


def test_the_index_names_the_option_and_takes_it(linked: Path) -> None:
    assert "out: a symbolic link that leaves the archive; --follow-links follows it" in run("index", linked).stderr
    done = run("index", "--follow-links", "--report", linked)
    assert done.stdout.splitlines() == ["0 cannot be read", "0 hold no cable"]
    assert LINKED in ids(linked, follow_links=True)
    assert LINKED not in ids(linked)


def test_settings_that_do_not_count_are_told(linked: Path, settings: None) -> None:
    paths.config_file().write_text('follow_links = "yes"\n', encoding="utf-8")
    done = run("show", linked, "09OSLO9010")
    assert done.returncode == 0
    assert "config.toml, line 1: follow_links must be true or false." in done.stderr


def test_what_is_kept_with_links_is_kept_without_them(linked: Path) -> None:
    update(linked, follow_links=True)
    with closing(Archive.open(linked, follow_links=True)) as opened, closing(Notebook.open()) as notebook:
        notebook.decide([about(opened.find(name)) for name in (LINKED, "09OSLO9010")], State.KEPT)
    kept = {
        option: set(run("search", option, "--format", "ids", linked, "is:kept").stdout.split())
        for option in ("--follow-links", "--no-follow-links")
    }
    assert kept == {"--follow-links": {LINKED, "09OSLO9010"}, "--no-follow-links": {"09OSLO9010"}}


def test_bookmarks_are_verified_behind_links(linked: Path) -> None:
    assert "no bookmarks" in run("notebook", "verify", "--follow-links", linked).stdout
    assert LINKED in ids(linked, follow_links=True)


def test_the_screen_follows_links_and_so_does_its_build(linked: Path) -> None:
    with Terminal(*COMMAND, "--follow-links", linked) as terminal:
        terminal.until_text("1 of 6")
        terminal.send("Q")
        assert terminal.finish() == 0
    with Terminal(*COMMAND, linked) as terminal:
        terminal.until_text("1 of 5")
        terminal.send("Q")
        assert terminal.finish() == 0
    assert len(ids(linked, follow_links=True)) == 6


@pytest.mark.usefixtures("settings")
async def test_the_screen_names_what_is_behind_a_link_and_cannot_be_read(linked: Path) -> None:
    (linked.parent / "outside" / "none.txt").write_text("nothing", encoding="utf-8")
    async with reading(linked) as reader:
        await reader.built()
        assert "of 6" in reader.title
        await reader.press("exclamation_mark")
        assert "out/none.txt" in reader.text
        assert "--follow-links" not in reader.text
