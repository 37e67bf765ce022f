"""The settings: what counts, what is told, and that what counts is felt."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from harness.command import run
from harness.screen import reading

from cable_tui import config, paths
from cable_tui.archive.build.update import update
from cable_tui.tui.keymap import commands


def write(text: str) -> Path:
    file = paths.config_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ('archive = "~/cables"', "archive", "~/cables"),
        ("follow_links = true", "follow_links", True),
        ("[reading]\nread_after = 0", "read_after", 0),
        ("[reading]\ntext_width = 72", "text_width", 72),
        ('[reading]\ndate = "dmy"', "date", "dmy"),
        ('[citation]\nform = "plain"', "citation", "plain"),
        ('[screen]\ntheme = "paper"', "theme", "paper"),
        ('[screen]\nlayout = "stacked"', "layout", "stacked"),
        ("[screen]\nlist_share = 60", "list_share", 60),
        ("[screen]\nmouse = true", "mouse", True),
        ('[keys]\n"list.down" = "n"\nviewer.down = "n"', "keys", {"list.down": "n", "viewer.down": "n"}),
    ],
)
def test_every_setting_is_read(text: str, field: str, value: object) -> None:
    settings, warnings = config.load(write(text))
    assert (getattr(settings, field), warnings) == (value, [])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[reading]\n\nread_after = -1", "line 3: reading.read_after must be seconds"),
        ("[reading]\nread_after = true", "line 2: reading.read_after must be seconds"),
        ('follow_links = "yes"', "line 1: follow_links must be true or false"),
        ("[screen]\ntheme = 7", "line 2: screen.theme must be text"),
        ('[screen]\nmouse = "yes"', "line 2: screen.mouse must be true or false"),
        ('[screen]\nlayout = "tall"', "line 2: screen.layout must be one of auto, wide, stacked"),
        ("[colours]\nred = 1", "line 2: unknown setting colours.red"),
        ("[keys]\nx = 1", "line 2: keys.x must be text"),
        ("read_after = 1", "line 1: unknown setting read_after"),
    ],
)
def test_a_wrong_entry_is_told_with_its_line_and_the_rest_counts(text: str, sentence: str) -> None:
    settings, warnings = config.load(write(f'{text}\n\n[citation]\nform = "plain"\n'))
    assert settings.citation == "plain"
    assert len(warnings) == 1
    assert sentence in warnings[0]


@pytest.mark.parametrize("data", [b"[reading", b"\xff\xfe", b'a = "', b"\x00"])
def test_a_file_that_is_no_toml_is_told_and_nothing_counts(data: bytes) -> None:
    file = write("")
    file.write_bytes(data)
    settings, (warning,) = config.load(file)
    assert settings == config.Settings()
    assert "is ignored" in warning


def test_the_template_is_a_file_without_effect_that_names_every_setting() -> None:
    text = config.template()
    assert config.load(write(text)) == (config.Settings(), [])
    live = "\n".join(
        line.removeprefix("#") if line[:1] == "#" and line[1:2] not in " " else line for line in text.splitlines()
    )
    values = tomllib.loads(live)
    assert config.load(write(live))[1] == []
    assert set(values) == {"archive", "follow_links", "reading", "citation", "screen", "keys"}


def test_the_command_prints_what_counts_and_writes_a_file_once() -> None:
    assert "does not exist" in run("config").stdout
    done = run("config", "--write")
    assert (done.returncode, paths.config_file().read_text("utf-8")) == (0, config.template())
    again = run("config", "--write")
    assert (again.returncode, "already exists" in again.stderr) == (1, True)
    write("[reading]\ntext_width = 72\nfoo = 1\n")
    told = run("config")
    assert "reading.text_width = 72" in told.stdout
    assert "# from the file" in told.stdout
    assert (told.returncode, "line 3: unknown setting reading.foo" in told.stderr) == (1, True)


def test_every_command_can_be_given_another_key() -> None:
    listed = run("config", "--keys").stdout
    assert len(commands()) > 80
    for name in commands():
        assert f'"{name}" =' in listed


async def test_settings_are_felt(archive: Path) -> None:
    write(
        '[reading]\ntext_width = 40\ndate = "dmy"\n[screen]\nlayout = "wide"\nlist_share = 30\n'
        '[keys]\n"triage.keep" = "z"\n"list.nowhere" = "x"\n'
    )
    update(archive)
    async with reading(archive, 100, 30) as reader:
        assert "04.06.2009" in reader.pane("list")[0]
        assert reader.list.size.width <= 30
        assert max(len(line.strip()) for line in reader.pane("viewer")) <= 54
        assert "no command is called list.nowhere" in reader.status
        await reader.press("F")
        assert "0 of 5 decided" in reader.title
        await reader.press("z")
        assert "1 of 5 decided" in reader.title
        assert "z keep" in reader.status or "kept" in reader.status


WRONG = """
[screen]
theme = "dracula"

[keys]
"reader.quit" = "ctrl+foo"
mark.dismiss = "x"
"viewer.up" = "z"
"viewer.down" = "z"
"triage.keep" = "j"
"list.down" = "ctrl+x,?"
"reader.keys" = "f1"
"list.up" = ""
"list.limit" = "ctrl+l"
"""
TOLD = (
    "line 3: screen.theme: no theme is called dracula.",
    "line 6: keys.reader.quit: no key is called ctrl+foo.",
    "line 7: no command is called mark.dismiss;",
    "line 9: keys.viewer.down: z is already bound to viewer.up.",
    "line 10: keys.triage.keep: j is already bound to",
    "line 13: keys.list.up: no key is called ''.",
    "line 14: keys.list.limit: ctrl+l is already bound to app.redraw.",
)


def test_the_command_tells_keys_commands_and_themes_that_do_not_exist() -> None:
    write(WRONG)
    told = run("config")
    assert told.returncode == 1
    for sentence in TOLD:
        assert sentence in told.stderr
    assert told.stderr.count("line ") == len(TOLD)
    assert 'keys.viewer.up = "z"' in told.stdout
    assert "ctrl+foo" not in told.stdout
    assert "dracula" not in told.stdout


async def test_a_wrong_key_leaves_the_default_in_force_and_is_told_until_a_key_is_pressed(archive: Path) -> None:
    write(WRONG)
    update(archive)
    async with reading(archive, 80, 24) as reader:
        await reader.built()
        assert reader.status.startswith(" config.toml, line 3: screen.theme")
        assert reader.status.endswith("(1 of 7: cable-tui config)")
        await reader.press("ctrl+x")
        assert reader.list.cursor == 1
        assert "of 7" not in reader.status
        assert reader.app.screen.active_bindings["Q"].binding.id == "reader.quit"
        assert reader.app.screen.active_bindings["F"].binding.id == "triage.keep"


async def test_a_file_that_is_no_toml_is_told_on_the_screen(archive: Path) -> None:
    write("[reading")
    async with reading(archive, 80, 24) as reader:
        await reader.built()
        assert "is ignored" in reader.status
        assert reader.status.endswith("(1 of 1: cable-tui config)")
        await reader.press("j")
        assert "is ignored" not in reader.status


async def test_the_mouse_goes_where_it_points(archive: Path) -> None:
    update(archive)
    async with reading(archive, 100, 30) as reader:
        await reader.pilot.click("#list", offset=(20, 2))
        await reader.settled()
        assert reader.cursor == reader.shown == "08OSLO10"
        await reader.pilot.click("#viewer", offset=(30, 2))
        await reader.settled()
        assert reader.barred[0].startswith("2 ")
        await reader.pilot.click("#list", offset=(20, 0), times=2)
        await reader.settled()
        assert (reader.cursor, reader.focus) == ("09OSLO9010", "viewer")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_made_for_each_shell(shell: str) -> None:
    done = run("completion", shell)
    assert (done.returncode, "cable-tui" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cable-tui no", "notebook"),
        ("cable-tui notebook ex", "export"),
        ("cable-tui search --form", "--format"),
        ("cable-tui search a.csv x --format c", "csv"),
        ("cable-tui export --qu", "--query"),
        ("cable-tui index --fol", "--follow-links"),
    ],
)
def test_a_line_is_completed(line: str, expected: str) -> None:
    environment = os.environ | {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "COMP_TYPE": "9",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(paths.config_file().parent.parent / "completed"),
    }
    Path(environment["_ARGCOMPLETE_STDOUT_FILENAME"]).parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "cable_tui"], env=environment, check=False, timeout=30)
    assert expected in Path(environment["_ARGCOMPLETE_STDOUT_FILENAME"]).read_text("utf-8")
