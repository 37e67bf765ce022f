"""Themes from TOML files: the colours of a Textual theme and those of the classification levels.

name = "dusk"
dark = true

[colors]                 # those of textual.theme.Theme
primary = "#7aa2c8"
...
[markings]               # one for each level
confidential = "#4f8fe0"
...
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from cable_tui.cables.levels import Level

DEFAULT = "dusk"
_COLORS = frozenset(
    [
        "primary",
        "secondary",
        "accent",
        "foreground",
        "background",
        "surface",
        "panel",
        "boost",
        "success",
        "warning",
        "error",
    ]
)


@dataclass(frozen=True, slots=True)
class FailedTheme:
    """A theme file that cannot be used, and why."""

    path: Path
    reason: str


def marking_name(level: Level) -> str:
    """The level's name in theme files and styles: `top-secret`."""
    return level.name.lower().replace("_", "-")


def load_themes(folders: Iterable[Path]) -> tuple[list[Theme], list[FailedTheme]]:
    """All themes of the folders, a later folder's before an earlier one's of the same name, and the failed files."""
    loaded: dict[str, Theme] = {}
    failed: list[FailedTheme] = []
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            try:
                theme = read_theme(path)
            except (OSError, ValueError, KeyError, TypeError) as error:
                failed.append(FailedTheme(path, str(error)))
            else:
                loaded[theme.name] = theme
    return list(loaded.values()), failed


def read_theme(path: Path) -> Theme:
    """The theme of one file.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no TOML, a colour is missing, unknown or no colour.
    """
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    colors = dict(values.get("colors", {}))
    if unknown := set(colors) - _COLORS:
        raise ValueError(f"unknown colors: {', '.join(sorted(unknown))}")
    for required in ("primary", "background", "foreground"):
        if required not in colors:
            raise ValueError(f"[colors] has no {required}")
    variables = _marking_variables(values.get("markings", {}))
    for color in colors.values():
        _parsed(color)
    return Theme(name=str(values["name"]), dark=bool(values.get("dark", True)), variables=variables, **colors)


def _marking_variables(markings: dict[str, Any]) -> dict[str, str]:
    variables: dict[str, str] = {}
    for level in Level:
        name = marking_name(level)
        color = markings.get(name)
        if color is None:
            raise ValueError(f"[markings] has no {name}")
        variables[f"marking-{name}"] = str(color)
        variables[f"marking-{name}-text"] = _readable_on(_parsed(color))
    return variables


def _parsed(color: Any) -> Color:
    try:
        return Color.parse(str(color))
    except ColorParseError:
        raise ValueError(f"{color!r} is no color") from None


def _readable_on(color: Color) -> str:
    """Black or white, whichever stands out more on the colour."""
    red, green, blue = (_linear(channel / 255) for channel in color.rgb)
    return "#ffffff" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179 else "#000000"


def _linear(channel: float) -> float:
    """One sRGB channel as light (WCAG 2.2, relative luminance)."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
