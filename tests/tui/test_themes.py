"""Theme files, the user's own, the choice of one and what is remembered of it."""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path

import pytest
from harness.screen import Reader, reading
from textual.color import Color

from cable_tui import paths
from cable_tui.archive.build.update import update
from cable_tui.cables.levels import Level
from cable_tui.help import markdown
from cable_tui.tui.theme.contrast import contrast
from cable_tui.tui.theme.loading import load_themes, marking_name, read_theme

SHIPPED = ["ansi", "colorblind", "contrast", "dusk", "mono", "official", "paper"]
COLORS = 'primary = "#abcdef"\nforeground = "#dddddd"\nbackground = "#000033"\n'
MARKINGS = "".join(f'{marking_name(level)} = "#777777"\n' for level in Level)
MINE = f'name = "mine"\n[colors]\n{COLORS}[markings]\n{MARKINGS}'


@pytest.fixture
def own(home: Path) -> Path:
    """The folder of the user's own themes."""
    folder = home / "config" / "cable-tui" / "themes"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def chosen(home: Path) -> Path:
    """The file that remembers the theme."""
    return home / "state" / "cable-tui" / "theme"


@pytest.fixture
def config(home: Path) -> Path:
    file = home / "config" / "cable-tui" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


async def choose(reader: Reader) -> None:
    """Opens the choice of themes as a reader does, in the command palette."""
    await reader.press("colon", *"theme", "enter")
    await reader.until(lambda: "enter use" in reader.text or "Themes" in reader.text)


def background(reader: Reader) -> str:
    """The background that the list is drawn with."""
    return reader.list.render_line(3)._segments[-1].style.bgcolor.get_truecolor().hex


def lines_of(reader: Reader) -> list[str]:
    """The names that are offered."""
    return [name for name in [*SHIPPED, "mine"] if any(name in line.split() for line in reader.lines)]


# --- files -------------------------------------------------------------------------------------------------------


def test_every_shipped_theme_is_loaded_under_the_name_of_its_file() -> None:
    themes, failed = load_themes([paths.shipped_themes()])
    assert failed == []
    assert sorted(theme.name for theme in themes) == SHIPPED
    assert sorted(path.stem for path in paths.shipped_themes().glob("*.toml")) == SHIPPED


def test_a_small_file_is_enough(own: Path) -> None:
    (own / "mine.toml").write_text(MINE.removeprefix('name = "mine"\n'), encoding="utf-8")
    theme = read_theme(own / "mine.toml")
    assert (theme.name, theme.dark, theme.ansi) == ("mine", True, False)
    assert theme.primary == "#abcdef"
    assert theme.variables["marking-secret"] == "#777777"


def test_letters_of_markings_are_made_light_enough_to_be_read(own: Path) -> None:
    (own / "mine.toml").write_text(MINE.replace("#777777", "#2020a0"), encoding="utf-8")
    variables = read_theme(own / "mine.toml").variables
    assert variables["marking-secret"] == "#2020a0"
    assert contrast(Color.parse(variables["marking-secret-letters"]), Color.parse("#000033")) >= 4.5
    (own / "mine.toml").write_text(MINE + '[letters]\nsecret = "#2020a1"\n', encoding="utf-8")
    assert read_theme(own / "mine.toml").variables["marking-secret-letters"] == "#2020a1"


BROKEN = {
    "toml": ("name = ", "not TOML"),
    "nesting": ("a = " + "[" * 60_000, "not TOML"),
    "colors": (f"[markings]\n{MARKINGS}", "[colors] lacks primary, background, foreground"),
    "missing": (MINE.replace('background = "#000033"\n', ""), "[colors] lacks background"),
    "level": (MINE.replace('secret = "#777777"\n', "", 1), "[markings] lacks secret"),
    "color": (MINE.replace("#abcdef", "#xyzxyz"), "'#xyzxyz' is not a color"),
    "number": (MINE.replace('"#abcdef"', "7"), "7 is not a color"),
    "clear": (MINE.replace("#abcdef", "#abcdef80"), "not an opaque color"),
    "auto": (MINE.replace("#abcdef", "auto"), "is not a color"),
    "unknown": (MINE.replace("primary", "primal"), "[colors] has unknown primal"),
    "section": (f"colors = 3\n[markings]\n{MARKINGS}", "colors must be a section"),
    "key": (f"color = 3\n{MINE}", "unknown key color; known are name"),
    "name": (MINE.replace('"mine"', '"my own, best"'), "its name must consist of letters"),
    "number as name": (MINE.replace('"mine"', "7"), "its name must consist of letters"),
    "dark": (f'dark = "yes"\n{MINE}', "dark must be true or false"),
    "mixed": (MINE.replace("#abcdef", "ansi_blue"), "cannot be mixed"),
    "large": (MINE + "#" * 10_000_000, "larger than 64 kB"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_cannot_be_used_is_named_with_its_reason(kind: str, own: Path) -> None:
    text, reason = BROKEN[kind]
    (own / "x.toml").write_text(text, encoding="utf-8")
    (own / "y.toml").write_text(MINE, encoding="utf-8")
    themes, failed = load_themes([own])
    assert [theme.name for theme in themes] == ["mine"]
    assert [item.path.name for item in failed] == ["x.toml"]
    assert reason in failed[0].reason


def test_what_is_no_file_of_text_is_named_too(own: Path) -> None:
    (own / "folder.toml").mkdir()
    os.mkfifo(own / "pipe.toml")
    (own / "gone.toml").symlink_to("nowhere")
    (own / "loop.toml").symlink_to("loop.toml")
    (own / "binary.toml").write_bytes(b"\xff\xfe\x00")
    (own / "mine.toml").write_text(MINE, encoding="utf-8")
    themes, failed = load_themes([own])
    assert [theme.name for theme in themes] == ["mine"]
    assert sorted(item.path.name for item in failed) == [
        "binary.toml",
        "folder.toml",
        "gone.toml",
        "loop.toml",
        "pipe.toml",
    ]
    assert all(item.reason for item in failed)


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    assert load_themes([tmp_path / "themes"]) == ([], [])
    (tmp_path / "themes").write_text("", encoding="utf-8")
    themes, failed = load_themes([tmp_path / "themes"])
    assert themes == []
    assert "themes" in str(failed[0])


async def test_all_failed_files_are_told_in_one_message_and_the_program_goes_on(archive: Path, own: Path) -> None:
    (own / "a.toml").write_text("nonsense", encoding="utf-8")
    (own / "b[x].toml").mkdir()
    (own / "mine.toml").write_text(MINE, encoding="utf-8")
    update(archive)
    async with reading(archive, 160, 40) as reader:
        assert "Themes not used: a.toml (not TOML" in reader.status
        assert "b[x].toml (" in reader.status
        assert reader.app.theme == "dusk"
        await choose(reader)
        assert "mine" in lines_of(reader)
        assert "a.toml" in reader.text


# --- the choice --------------------------------------------------------------------------------------------------


async def test_a_theme_is_shown_while_the_cursor_is_on_it_and_kept_by_enter(archive: Path, chosen: Path) -> None:
    update(archive)
    async with reading(archive) as reader:
        before = background(reader)
        await choose(reader)
        assert lines_of(reader) == SHIPPED
        await reader.press("G")
        assert reader.app.theme == "paper"
        assert background(reader) == "#ffffff" != before
        assert not chosen.exists()
        await reader.press("enter")
        assert background(reader) == "#ffffff"
        assert "Theme paper." in reader.status
    assert chosen.read_text(encoding="utf-8") == "paper\n"
    assert stat.S_IMODE(chosen.stat().st_mode) == 0o600
    assert stat.S_IMODE(chosen.parent.stat().st_mode) == 0o700
    assert list(chosen.parent.iterdir()) == [chosen]
    async with reading(archive) as reader:
        assert background(reader) == "#ffffff"
        assert reader.app.theme == "paper"


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_escape_brings_back_the_theme_before(key: str, archive: Path, chosen: Path) -> None:
    update(archive)
    async with reading(archive) as reader:
        before = background(reader)
        await choose(reader)
        seen = []
        for step in ("g", "j", "j", "k", "j", "down", "j"):
            await reader.press(step)
            seen.append(reader.app.theme)
        assert seen == ["ansi", "colorblind", "contrast", "colorblind", "contrast", "dusk", "mono"]
        await reader.press(key)
        assert reader.app.theme == "dusk"
        assert background(reader) == before
        await reader.press("j")
        assert "2 of 5" in reader.title
    assert not chosen.exists()


async def test_the_unfolded_header_follows_the_theme(archive: Path) -> None:
    update(archive)
    async with reading(archive) as reader:
        await reader.press("h")
        header = reader.widget("header")
        reader.app.theme = "official"
        await reader.settled()
        banner = header.render_line(0)._segments[1].style
        assert banner.bgcolor.get_truecolor().hex == "#0033a0"


@pytest.mark.parametrize("text", ["nonesuch\n", "", "../../etc/passwd", "\x00\x1b[31m", "x" * 10_000])
async def test_a_remembered_name_that_is_none_is_the_default_without_a_word(
    text: str, archive: Path, chosen: Path
) -> None:
    chosen.parent.mkdir(parents=True)
    chosen.write_text(text, encoding="utf-8")
    update(archive)
    async with reading(archive) as reader:
        assert reader.app.theme == "dusk"
        assert "heme" not in reader.status


@pytest.mark.parametrize("kind", ["folder", "pipe", "loop"])
async def test_what_is_no_file_is_no_remembered_theme(kind: str, archive: Path, chosen: Path) -> None:
    chosen.parent.mkdir(parents=True)
    if kind == "folder":
        chosen.mkdir()
    elif kind == "pipe":
        os.mkfifo(chosen)
    else:
        chosen.symlink_to(chosen)
    update(archive)
    async with reading(archive) as reader:
        assert reader.app.theme == "dusk"
        await choose(reader)
        await reader.press("G", "enter")
        assert reader.app.theme == "paper"
        assert "Theme paper" in reader.status


async def test_a_choice_that_cannot_be_remembered_is_told(archive: Path, home: Path) -> None:
    (home / "state").write_text("", encoding="utf-8")
    update(archive)
    async with reading(archive, 120, 40) as reader:
        await choose(reader)
        await reader.press("G", "enter")
        assert reader.app.theme == "paper"
        assert "cannot be saved" in reader.status


# --- the configuration -------------------------------------------------------------------------------------------


async def test_the_configuration_counts_more_than_what_was_chosen(archive: Path, chosen: Path, config: Path) -> None:
    chosen.parent.mkdir(parents=True)
    chosen.write_text("paper\n", encoding="utf-8")
    config.write_text('[screen]\ntheme = "mono"\n', encoding="utf-8")
    update(archive)
    async with reading(archive, 120, 40) as reader:
        assert reader.app.theme == "mono"
        await choose(reader)
        await reader.press("G", "enter")
        assert "config.toml sets mono" in reader.status
    async with reading(archive) as reader:
        assert reader.app.theme == "mono"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ('"nonesuch"', "screen.theme: no theme is called nonesuch"),
        ("7", "screen.theme must be text"),
    ],
)
async def test_a_theme_that_does_not_exist_is_told(
    value: str, message: str, archive: Path, chosen: Path, config: Path
) -> None:
    chosen.parent.mkdir(parents=True)
    chosen.write_text("paper\n", encoding="utf-8")
    config.write_text(f"[screen]\ntheme = {value}\n", encoding="utf-8")
    update(archive)
    async with reading(archive, 120, 40) as reader:
        assert message in reader.status
        assert reader.app.theme == "paper"


async def test_an_own_theme_stands_for_the_shipped_one_of_its_name(archive: Path, own: Path) -> None:
    (own / "other.toml").write_text(MINE.replace('"mine"', '"dusk"'), encoding="utf-8")
    update(archive)
    async with reading(archive) as reader:
        assert background(reader) == "#000033"
        await choose(reader)
        assert lines_of(reader) == SHIPPED
        await reader.press("escape")
        assert background(reader) == "#000033"


async def test_an_own_theme_is_remembered_like_any(archive: Path, own: Path, chosen: Path) -> None:
    (own / "x.toml").write_text(MINE, encoding="utf-8")
    chosen.parent.mkdir(parents=True)
    chosen.write_text("mine", encoding="utf-8")
    update(archive)
    async with reading(archive) as reader:
        assert background(reader) == "#000033"


def test_the_example_in_the_manual_is_a_theme(own: Path) -> None:
    example = markdown("themes").partition("```toml\n")[2].partition("```")[0]
    assert tomllib.loads(example)
    (own / "example.toml").write_text(example, encoding="utf-8")
    assert read_theme(own / "example.toml").name
