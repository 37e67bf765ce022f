"""Themes from TOML files: the colours of a Textual theme and those of the classification levels.

name = "dusk"            # letters, digits, - and _; defaults to the file's name
dark = true

[colors]                 # primary, background and foreground are required
primary = "#7aa2c8"
...
[markings]               # one for each level: banners and portion markings
confidential = "#4f8fe0"
...
[letters]                # optional: other colours for portion markings
confidential = "#80b0ff"

Portion markings without a colour in [letters] use their level's, lightened or darkened if unreadable on the panes.
A theme uses either the terminal's sixteen colours (`ansi_...`) throughout or not at all.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from textual.color import Color, ColorParseError
from textual.theme import Theme

from cable_tui import files
from cable_tui.cables.levels import Level
from cable_tui.tui.theme.contrast import readable, text_on

DEFAULT = "dusk"
FEW_COLORS = "ansi"  # the default with sixteen colours
_LARGEST = 64 * 1024  # bytes of a theme file
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")  # it becomes a class name in style sheets
_REQUIRED = ("primary", "background", "foreground")
_COLORS = (
    *_REQUIRED,
    "secondary",
    "accent",
    "surface",
    "panel",
    "boost",
    "success",
    "warning",
    "error",
)
_KEYS = ("name", "dark", "colors", "markings", "letters")
#: The backgrounds of portion markings: the panes, and the cursor's row with and without the focus.
_BEHIND = ("background", "surface", "panel")


class FailedTheme(NamedTuple):
    """A theme file or folder that cannot be used, and the reason."""

    path: Path
    reason: str

    def __str__(self) -> str:
        return f"{self.path.name} ({self.reason})"


class ThemeError(ValueError):
    """A problem with a theme."""


def marking_name(level: Level) -> str:
    """The level's name in theme files and styles: `top-secret`."""
    return level.name.lower().replace("_", "-")


def shipped_names(folder: Path) -> set[str]:
    """The theme names in a folder whose files are named after their themes; reads none of them."""
    return {path.stem for path in folder.glob("*.toml")}


def load_themes(folders: Iterable[Path], name: str = "*") -> tuple[list[Theme], list[FailedTheme]]:
    """The themes in the folders, or in files called `name`, and the files that cannot be used.

    Later files replace earlier ones of the same theme name. Never raises; the folders need not exist.
    """
    loaded: dict[str, Theme] = {}
    failed: list[FailedTheme] = []
    for folder in folders:
        try:
            paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml" and name in ("*", path.stem))
        except FileNotFoundError:
            continue
        except OSError as error:
            failed.append(FailedTheme(folder, _reason(error)))
            continue
        for path in paths:
            try:
                theme = read_theme(path)
            except (OSError, ValueError, RecursionError) as error:
                failed.append(FailedTheme(path, _reason(error)))
            else:
                loaded[theme.name] = theme
    return list(loaded.values()), failed


def failures(failed: list[FailedTheme]) -> str:
    """One message about all failed themes, '' if there are none."""
    if not failed:
        return ""
    return f"{'Themes' if len(failed) > 1 else 'Theme'} not used: {', '.join(map(str, failed))}"


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or "cannot be read"
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8"
    if isinstance(error, RecursionError):
        return "not TOML: nested too deeply"
    return str(error) if isinstance(error, ThemeError) else f"not TOML: {error}"


def read_theme(path: Path) -> Theme:
    """The theme of one file.

    Raises:
        OSError: the file cannot be read.
        ValueError, RecursionError: it is too large or not TOML; a colour is missing, unknown or invalid.
    """
    values = tomllib.loads(_text_of(path))
    if unknown := [key for key in values if key not in _KEYS]:
        raise ThemeError(f"unknown key {unknown[0]}; known are {', '.join(_KEYS)}")
    name, dark = values.get("name", path.stem), values.get("dark", True)
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ThemeError("its name must consist of letters, digits, - and _")
    if not isinstance(dark, bool):
        raise ThemeError("dark must be true or false")
    levels = [marking_name(level) for level in Level]
    colors = _table(values, "colors", _COLORS, _REQUIRED)
    markings = _table(values, "markings", levels, levels)
    letters = _table(values, "letters", levels)
    everything = [*colors.values(), *markings.values(), *letters.values()]
    is_ansi = everything[0].ansi is not None
    if any((color.ansi is not None) != is_ansi for color in everything):
        raise ThemeError("ansi_... colors cannot be mixed with others")
    return Theme(
        name=name,
        dark=dark,
        ansi=is_ansi,
        variables=_own_variables(colors) | _marking_variables(colors, markings, letters),
        **{key: _css(color) for key, color in colors.items()},  # type: ignore[arg-type]
    )


def _text_of(path: Path) -> str:
    """The text of a regular file of at most `_LARGEST` bytes."""
    return files.read(path, _LARGEST).decode("utf-8")


def _table(
    values: Mapping[str, Any], section: str, known: Iterable[str], required: Iterable[str] = ()
) -> dict[str, Color]:
    """The colours of a section by name. Raises ThemeError."""
    entries = values.get(section, {})
    if not isinstance(entries, dict):
        raise ThemeError(f"{section} must be a section, [{section}]")
    if unknown := set(entries) - set(known):
        raise ThemeError(f"[{section}] has unknown {', '.join(sorted(unknown))}")
    if missing := [name for name in required if name not in entries]:
        raise ThemeError(f"[{section}] lacks {', '.join(missing)}")
    return {name: _color(value) for name, value in entries.items()}


def _color(value: Any) -> Color:
    """Parses an opaque colour. Raises ThemeError."""
    try:
        color = Color.parse(value if isinstance(value, str) else "")
    except ColorParseError:
        raise ThemeError(f"{value!r} is not a color") from None
    if color.auto or color.a != 1:
        raise ThemeError(f"{value!r} is not an opaque color")
    return color


def _own_variables(colors: Mapping[str, Color]) -> dict[str, str]:
    """The style sheet variables of this program, beyond Textual's own."""
    primary, foreground, background = (colors[name] for name in ("primary", "foreground", "background"))
    panel = colors.get("panel", background)
    is_ansi = primary.ansi is not None
    chosen = Color.parse("ansi_blue") if is_ansi else primary  # white is readable on it in any palette
    variables = {
        "accent-text": text_on(colors.get("accent", primary)),
        "block-cursor-background": chosen,
        "block-cursor-foreground": text_on(chosen),
        "block-cursor-blurred-background": panel,
        "block-cursor-blurred-foreground": foreground,
        "border-blurred": chosen if is_ansi else panel,
        "input-selection-background": chosen,
        "input-selection-foreground": text_on(chosen),
        "text-disabled": colors.get("secondary", foreground),
    }
    if is_ansi:  # Textual ignores the first two in such themes, and needs the others
        variables |= {name: colors.get(name, background) for name in ("surface", "panel")}
        variables |= {"ansi-background": Color.parse("ansi_black"), "ansi-foreground": Color.parse("ansi_white")}
    return {name: _css(color) for name, color in variables.items()}


def _marking_variables(
    colors: Mapping[str, Color], markings: Mapping[str, Color], letters: Mapping[str, Color]
) -> dict[str, str]:
    variables: dict[str, str] = {}
    behind = [colors[name] for name in _BEHIND if name in colors]
    for name, color in markings.items():
        variables[f"marking-{name}"] = _css(color)
        variables[f"marking-{name}-text"] = _css(text_on(color))
        variables[f"marking-{name}-letters"] = _css(letters[name] if name in letters else readable(color, behind))
    return variables


def _css(color: Color) -> str:
    """The colour in style sheet syntax: `#87afd7`, `ansi_blue`."""
    return color.hex.lower()
