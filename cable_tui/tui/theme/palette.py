"""The styles of the panes by role, made once from a theme's colours.

They are not component classes in a style sheet: each pane would have two dozen, all recomputed whenever a class
changes. That took a third of the time to the first screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rich.style import Style
from textual.color import Color

from cable_tui.cables.levels import Level
from cable_tui.tui.theme.loading import marking_name

#: Foreground and background ('' keeps the pane's), and whether bold.
_ROLES: dict[str, tuple[str, str, bool]] = {
    "title--name": ("", "", True),
    "title--facts": ("foreground", "", False),
    "status--place": ("", "", True),
    "status--key": ("primary", "", True),
    "status--text": ("foreground", "", False),
    "status--message": ("warning", "", False),
    "list--cursor": ("", "panel", True),
    "list--current": ("", "surface", False),
    "list--bar": ("primary", "", False),
    "list--date": ("secondary", "", False),
    "list--bookmarks": ("accent", "", True),
    "list--dismissed": ("secondary", "", False),
    "list--selected": ("accent", "", True),
    "state--unread": ("primary", "", False),
    "state--read": ("", "", False),
    "state--kept": ("success", "", True),
    "state--dismissed": ("secondary", "", False),
    "header--label": ("secondary", "", False),
    "header--subject": ("", "", True),
    "header--rule": ("border-blurred", "", False),
    "header--note": ("warning", "", False),
    "viewer--bar": ("primary", "", False),
    "viewer--number": ("secondary", "", False),
    "viewer--heading": ("primary", "", True),
    "viewer--aside": ("secondary", "", False),
    "viewer--bookmark": ("accent", "", True),
    "viewer--note": ("accent", "", False),
    "viewer--letter": ("accent-text", "accent", True),
    "viewer--comment": ("success", "", False),
    "viewer--action-request": ("warning", "", True),
    "viewer--hit": ("accent-text", "accent", False),
    "viewer--more": ("primary", "", False),
    **{f"marking--{name}": (f"marking-{name}-letters", "", True) for name in map(marking_name, Level)},
    **{
        f"banner--{marking_name(level)}": (
            f"marking-{marking_name(level)}-text",
            f"marking-{marking_name(level)}",
            True,
        )
        for level in Level
    },
}


class Palette:
    """The styles of one theme; `variables` are its colours by name.

    Without colours, roles with a background of their own, such as banners and hits, are reversed.
    """

    def __init__(self, variables: Mapping[str, str], has_colors: bool = True) -> None:
        self._variables = variables
        self._has_colors = has_colors
        self._styles: dict[str, Style] = {}

    def style(self, role: str) -> Style:
        """The style of a role. Raises KeyError for an unknown one."""
        found = self._styles.get(role)
        if found is None:
            found = self._styles[role] = self._made(role)
        return found

    def _made(self, role: str) -> Style:
        foreground, background, bold = _ROLES[role]
        if not self._has_colors:
            return Style(bold=bold or None, reverse=bool(foreground and background) or None)
        color, bgcolor = self._color(foreground), self._color(background)
        return Style(
            color=color.rich_color if color else None,
            bgcolor=bgcolor.rich_color if bgcolor else None,
            bold=bold or None,
        )

    def _color(self, name: str) -> Color | None:
        """The colour of a variable, None for ''. Textual's own themes lack the markings."""
        if not name:
            return None
        return _parsed(self._variables.get(name) or self._variables[_instead(name)])


def _instead(name: str) -> str:
    """The fallback for a colour that a theme lacks; text on a colour must not vanish in it."""
    return "background" if name.endswith("-text") else "foreground"


@lru_cache(maxsize=256)
def _parsed(color: str) -> Color:
    return Color.parse(color)
