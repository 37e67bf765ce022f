"""Every text that the program draws can be read, in every shipped theme, and nothing is told by colour alone.

What is drawn is asked of the program: it is led through its screens, and the pairs of text and background are taken
from the lines of each. That no style is missed is asked of palette.py, where all of them are made.
"""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator, Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from harness import cables
from harness.cables import LONG, export, on
from harness.screen import Reader, reading
from rich.color import Color as RichColor
from rich.color import ColorSystem, ColorType
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from cable_tui import paths
from cable_tui.archive.build.update import update
from cable_tui.cables.model import Level
from cable_tui.tui.theme.loading import load_themes, marking_name
from cable_tui.tui.theme.palette import _ROLES, Palette
from cable_tui.tui.widgets.lines import Pane

THEMES = {theme.name: theme for theme in load_themes([paths.shipped_themes()])[0]}
FIXED = sorted(name for name, theme in THEMES.items() if not theme.ansi)
TEXT, TEXT_AAA, SIGN = 4.5, 7.0, 3.0  # WCAG 2.2: 1.4.3, 1.4.6, 1.4.11
WORDS = {
    Level.UNKNOWN: ("", ""),
    Level.CONTROLLED: ("UNCLAS SENSITIVE", "UNCLASSIFIED//FOR OFFICIAL USE ONLY"),
    Level.RESTRICTED: ("R E S T R I C T E D", "RESTRICTED"),
    Level.TOP_SECRET: ("T O P S E C R E T", "TOP SECRET"),
}
TABLE = "  ".join(f"COLUMN {number}    {number}00" for number in range(20))


class Drawn(NamedTuple):
    """A piece of text with its colours."""

    text: str
    color: tuple[int, int, int]
    background: tuple[int, int, int]
    where: str


def luminance(color: tuple[int, int, int]) -> float:
    """WCAG 2.2, relative luminance."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """WCAG 2.2, contrast ratio."""
    first, second = luminance(one), luminance(other)
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def rgb(color: str | RichColor) -> tuple[int, int, int]:
    """Red, green, blue of a colour that is no terminal's own."""
    if isinstance(color, str):
        return Color.parse(color).rgb
    assert color.type is not ColorType.DEFAULT, "a colour of the terminal in a theme of fixed colours"
    return tuple(color.get_truecolor())


def is_text(text: str) -> bool:
    """Whether there is anything to read: lines, bars and blocks are not."""
    return any(not character.isspace() and not 0x2500 <= ord(character) <= 0x259F for character in text)


def active_strips(reader: Reader) -> Iterator[Strip]:
    """The lines that can be used: of a dialog its own, not what lies dimmed behind it (1.4.3 leaves that out)."""
    screen = reader.app.screen
    strips = screen._compositor.render_strips(reader.app.size)
    if not screen.is_modal:
        yield from strips
        return
    for child in screen.query("*"):
        region = child.region.intersection(screen.region)
        if child.parent is screen and child.display and region.area:
            yield from (strip.crop(region.x, region.right) for strip in strips[region.y : region.bottom])


def drawn(reader: Reader, where: str) -> Iterator[Drawn]:
    """Every piece of text of the screen on top."""
    for strip in active_strips(reader):
        for text, style, _ in strip:
            if text.strip():
                assert style, text
                color, background = style.color, style.bgcolor
                assert color, text
                assert background, text
                ends = (background, color) if style.reverse else (color, background)
                yield Drawn(text, rgb(ends[0]), rgb(ends[1]), where)


@pytest.fixture
def every_level(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cable of each level, with a heading, a table, a long paragraph and an unknown field."""
    monkeypatch.setattr(cables, "_WORDS", cables._WORDS | WORDS)
    folder = tmp_path / "levels"
    folder.mkdir()
    for level in Level:
        paragraphs = ("A HEADING", *ASIDES, "Ana Velmer spoke of cod.", f"\n{TABLE}\n{TABLE}\n{TABLE}", LONG)
        refs = ("OSLO 104321",)
        text = export(
            number=100 + level, level=level, when=on(2009, 6, 10 - level), references=refs, paragraphs=paragraphs
        )
        text = text.replace("E.O. 12958:", "ZORBLE: QUUX\n\nE.O. 12958:")
        if level is Level.CONFIDENTIAL:  # a contradiction, which the header notes
            text = text.replace("(C) In sentence", "(S) In sentence")
        if level is Level.UNKNOWN:
            text = text.replace("ZNY CCCCC ZZH\n", "")
        (folder / f"{level.name}.txt").write_text(text, encoding="utf-8")
    update(folder)
    return folder


#: Paragraphs that are drawn in a style of their own, with references that can be followed.
ASIDES = (
    "Comment: Ana Velmer is right, as OSLO 102345 says. End comment.",
    "Action request: Post asks the Department to answer OSLO 102345.",
)
#: Keys that lead through the program, with a name for each place where it is looked at.
TOUR = (
    ("list", ""),
    *((f"list {number}", "j") for number in range(1, len(Level))),
    ("dismissed, kept, read, selected", "g j F d r t v j"),
    ("reading", "escape enter j m"),
    ("letters", "f"),
    ("with a hit", "escape j j j slash c o d enter"),
    ("header", "h"),
    *((f"cable {number}", "K") for number in range(1, len(Level))),
    ("a table", "h J enter j j j j"),
    ("end", "G"),
    ("source", "backslash"),
    ("keys", "backslash question_mark"),
    ("prompt", "q L"),
    ("a label", "e n e r g y enter"),
    ("note", "M a b c"),
    ("note marked", "shift+left shift+left"),
    ("bookmarks", "ctrl+s apostrophe"),
    ("label of a bookmark", "L"),
    ("references", "escape q R"),
    ("missing", "q I"),
    ("query", "q slash"),
    ("query typed", "t a g"),
    ("query help", "question_mark"),
    ("message", "q escape l z z z colon x enter escape"),
    ("views", "escape V"),
    ("view", "a"),
    ("themes", "escape q"),
    ("palette", "colon"),
    ("palette, words", "k e e"),
)


async def tour(reader: Reader) -> AsyncIterator[str]:
    """Leads through the program and stops at each place."""
    await reader.until(lambda: reader.app.screen_stack[0]._session.notes.is_open)
    for where, keys in TOUR:
        await reader.press(*keys.split())
        if where == "themes":
            reader.app.action_change_theme()
            await reader.settled()
        yield where
        if where == "themes":
            await reader.press("escape")


@pytest.fixture
def styles_made(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The roles of which a style was asked for while something was drawn."""
    roles: set[str] = set()
    original = Pane.style

    def style(self: Pane, role: str) -> Style:
        roles.add(role)
        return original(self, role)

    monkeypatch.setattr(Pane, "style", style)
    return roles


async def test_everything_drawn_can_be_read_in_every_theme(every_level: Path, styles_made: set[str]) -> None:
    found: dict[str, set[Drawn]] = {name: set() for name in FIXED}
    async with reading(every_level, 120, 40) as reader:
        await reader.built()
        async for where in tour(reader):
            before = reader.app.theme
            for name in FIXED:
                reader.app.theme = name
                await reader.settled()
                found[name].update(drawn(reader, where))
            reader.app.theme = before
    assert set(_ROLES) - styles_made == set(), "the tour does not come by where these are drawn"
    for name, pieces in found.items():
        needed = TEXT_AAA if name == "contrast" else TEXT
        poor = {
            (piece.text.strip()[:12], f"{piece.color} on {piece.background}", round(value, 2), piece.where)
            for piece in pieces
            if is_text(piece.text) and (value := contrast(piece.color, piece.background)) < needed
        }
        assert poor == set(), f"{name}: {len(poor)}"
        bars = {(piece.color, piece.background) for piece in pieces if "▌" in piece.text}
        assert bars
        assert min(contrast(*bar) for bar in bars) >= SIGN, name


#: Roles by the beginning of their names: the pane that draws them; its background is that of the style sheet.
PANES = {"title": "title", "status": "status", "list": "list", "state": "list", "header": "header", "viewer": "viewer"}
ROWS = ("list--cursor", "list--current")  # lie behind what stands in the list
SIGNS = {"list--bar", "viewer--bar"}
ORNAMENTS = {"header--rule"}


def behind(role: str, reader: Reader, palette: Palette) -> list[tuple[int, int, int]]:
    """All that a role may be drawn on."""
    own = palette.style(role).bgcolor
    if own:
        return [rgb(own)]
    kind = role.partition("--")[0]
    names = ["list", "viewer"] if kind == "marking" else [PANES[kind]]
    found = [reader.widget(name).background_colors[1].rgb for name in names]
    rows = [rgb(style.bgcolor) for row in ROWS if (style := palette.style(row)).bgcolor]
    return found + (rows if "list" in names else [])


@pytest.mark.parametrize("name", FIXED)
async def test_every_style_can_be_read_wherever_it_may_stand(name: str, archive: Path) -> None:
    """Each level in the row of the cursor, each state in each row: more than anybody sees in one session."""
    async with reading(archive) as reader:
        reader.app.theme = name
        await reader.settled()
        palette = Palette(reader.app.theme_variables)
        foreground = rgb(THEMES[name].foreground)
        for role in set(_ROLES) - ORNAMENTS:
            color = palette.style(role).color
            needed = SIGN if role in SIGNS else TEXT_AAA if name == "contrast" else TEXT
            for background in behind(role, reader, palette):
                value = contrast(rgb(color) if color else foreground, background)
                assert value >= needed, f"{role} on {background}: {value:.2f}"


@pytest.mark.parametrize("name", sorted(set(FIXED) - {"official"}))
async def test_every_style_can_be_read_in_256_colours_too(name: str, archive: Path) -> None:
    """Many a terminal at the other end of a line has no more. The official colours are what they are."""

    def nearest(color: tuple[int, int, int]) -> tuple[int, int, int]:
        return rgb(RichColor.from_rgb(*color).downgrade(ColorSystem.EIGHT_BIT))

    async with reading(archive) as reader:
        reader.app.theme = name
        await reader.settled()
        palette = Palette(reader.app.theme_variables)
        for role in set(_ROLES) - ORNAMENTS - SIGNS:
            color = palette.style(role).color
            seen = nearest(rgb(color) if color else rgb(THEMES[name].foreground))
            for background in behind(role, reader, palette):
                assert contrast(seen, nearest(background)) >= TEXT, f"{role} on {background}"


# --- the colours of the terminal itself -------------------------------------------------------------------------

#: What the sixteen are in the usual palettes: the PC's, xterm's, Tango's.
PALETTES = {
    "vga": "000 a00 0a0 a50 00a a0a 0aa aaa 555 f55 5f5 ff5 55f f5f 5ff fff",
    "xterm": "000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f f00 0f0 ff0 5c5cff f0f 0ff fff",
    "tango": "2e3436 c00 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf "
    "555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec",
}


@pytest.mark.parametrize("palette", PALETTES)
def test_text_on_a_colour_of_the_terminal_can_be_read_in_the_usual_palettes(palette: str) -> None:
    """Banners and hits; all else are signs and letters on the background that the terminal's owner has chosen."""
    colors = [rgb(f"#{color}") for color in PALETTES[palette].split()]
    variables = THEMES["ansi"].to_color_system().generate()
    for role, (foreground, background, _) in _ROLES.items():
        if foreground and background:
            pair = [Color.parse(variables[name]) for name in (foreground, background)]
            assert all(color.ansi is not None and color.ansi >= 0 for color in pair)
            assert contrast(*(colors[color.ansi] for color in pair)) >= (SIGN if palette == "tango" else TEXT), role
        elif foreground and not background:
            color = Color.parse(variables[foreground])
            assert color.ansi is not None
            if color.ansi >= 0 and foreground != "border-blurred":
                assert contrast(colors[color.ansi], (0, 0, 0)) >= 2.5, role


# --- colour is never alone ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(THEMES))
async def test_without_any_colour_the_same_is_told(name: str, every_level: Path) -> None:
    async with reading(every_level, 120, 40) as reader:
        await reader.built()
        await reader.until(lambda: reader.app.screen_stack[0]._session.notes.is_open)
        reader.app.theme = name
        await reader.press("g", "j", "F", "d", "r", "t", "k")
        rows = [row for row in reader.pane("list") if row.strip()]
        for row, level in zip(rows, Level, strict=True):
            assert f" {level.letters} " in row
        assert {row[2] for row in rows} >= {"●", "+", "×"}
        assert sum(row.startswith("▌") for row in rows) == 1
        assert any(row.startswith((" *", "▌*")) for row in rows)
        for level in reversed(Level):
            await reader.press("G" if level is Level.TOP_SECRET else "k")
            banner = "FOUO" if level is Level.CONTROLLED else "UNKNOWN" if level is Level.UNKNOWN else ""
            assert (banner or level.name.replace("_", " ")) in reader.pane("header")[0]
            assert (banner or level.name.replace("_", " ")) in reader.status


@pytest.mark.parametrize("name", FIXED)
def test_a_hit_stands_out_by_more_than_its_hue(name: str) -> None:
    theme = THEMES[name]
    assert contrast(rgb(theme.accent), rgb(theme.background)) >= SIGN


#: Machado, Oliveira and Fernandes (2009), severity 1.0, on linear light.
BLINDNESS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def lab(color: tuple[int, int, int], kind: str) -> tuple[float, float, float]:
    """CIE L*a*b* of a colour as somebody sees it who has this kind of colour blindness."""
    light = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in color)]
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, light, strict=True)))) for row in BLINDNESS[kind]
    )
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
    )
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("kind", BLINDNESS)
@pytest.mark.parametrize("suffix", ["", "-letters"])
def test_the_levels_are_told_apart_by_the_colour_blind(kind: str, suffix: str) -> None:
    variables = THEMES["colorblind"].variables
    colors = {level: lab(rgb(variables[f"marking-{marking_name(level)}{suffix}"]), kind) for level in Level}
    for one, other in combinations(Level, 2):
        distance = sum((a - b) ** 2 for a, b in zip(colors[one], colors[other], strict=True)) ** 0.5
        assert distance >= 10, f"{one.name} and {other.name}: {distance:.0f}"


def test_the_official_colours_are_those_of_the_forms() -> None:
    variables = THEMES["official"].variables
    official = {
        "unclassified": "#007a33",
        "controlled": "#502b85",
        "confidential": "#0033a0",
        "secret": "#c8102e",
        "top-secret": "#ff8c00",
    }
    assert {name: variables[f"marking-{name}"] for name in official} == official
    letters = {name: variables[f"marking-{name}-letters"] for name in official if name != "top-secret"}
    assert letters == {name: color for name, color in official.items() if name != "top-secret"}


def test_the_monochrome_theme_has_no_hue() -> None:
    theme = THEMES["mono"]
    colors = [theme.primary, theme.secondary, theme.accent, theme.foreground, theme.background, theme.surface]
    colors += [theme.panel, theme.success, theme.warning, theme.error, *theme.variables.values()]
    assert {len(set(rgb(color))) for color in colors} == {1}


def test_every_printable_sign_of_the_states_is_one_cell_wide() -> None:
    assert all(unicodedata.east_asian_width(sign) in "NA" or sign.isascii() for sign in "●+×★▌")
