"""Checks the settings that need the screen: keys, commands and themes. Wrong ones are reported and ignored."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from textual.binding import Binding
from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from cable_tui.config import Settings
from cable_tui.escape import visible_line
from cable_tui.tui.theme.loading import load_themes, shipped_names

_MODIFIERS = ("ctrl+", "shift+", "alt+", "super+", "hyper+", "meta+")
_NAMES = frozenset((*(key.value for key in Keys), *KEY_NAME_REPLACEMENTS.values()))


def checked(settings: Settings, themes: tuple[Path, Path]) -> tuple[Settings, list[str]]:
    """The valid settings, and a warning for each wrong key or theme; `themes` are folders (own, built-in)."""
    theme, wrong_themes = checked_theme(settings, themes)
    keys, wrong_keys = checked_keys(settings)
    return replace(settings, theme=theme, keys=keys), [*wrong_themes, *wrong_keys]


def checked_theme(settings: Settings, folders: tuple[Path, Path]) -> tuple[str, list[str]]:
    """The configured theme; '' and a warning if neither the user's folder nor the built-in one has it."""
    own, shipped = folders
    known = shipped_names(shipped) | {theme.name for theme in load_themes([own])[0]}
    if not settings.theme or settings.theme in known:
        return settings.theme, []
    return "", [no_theme(settings)]


def no_theme(settings: Settings) -> str:
    """The warning that the configured theme does not exist."""
    return settings.warning("screen.theme", f"screen.theme: no theme is called {visible_line(settings.theme)}")


def checked_keys(settings: Settings) -> tuple[dict[str, str], list[str]]:
    """The valid keys by command id, in Textual's names, and a warning for each invalid entry."""
    if not settings.keys:
        return {}, []
    from cable_tui.tui.keymap import commands

    known = commands()
    taken: dict[str, str] = {}
    warnings: list[str] = []

    def warn(name: str, problem: str) -> None:
        warnings.append(settings.warning(f"keys.{name}", visible_line(problem)))

    for name, wanted in settings.keys.items():
        keys = [_named(key) for key in _split(wanted)]
        wrong = [key for key in keys if not is_key(key)]
        if name not in known:
            warn(name, f"no command is called {name}; cable-tui config --keys lists them")
        elif wrong or not keys:
            warn(name, f"keys.{name}: no key is called {wrong[0] if wrong else repr(wanted)}")
        else:
            taken[name] = ",".join(keys)
    while clash := _clash(taken):
        name, key, other = clash
        del taken[name]
        warn(name, f"keys.{name}: {key} is already bound to {other}")
    return taken, warnings


def _split(keys: str) -> list[str]:
    """The keys of an entry such as `j,down`; a comma alone is a key."""
    return [keys.strip()] if keys.strip() == "," else [key.strip() for key in keys.split(",") if key.strip()]


def _named(key: str) -> str:
    """Textual's name of a key: `question_mark` for `?`."""
    if len(key) != 1 or key.isalnum():
        return key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def is_key(key: str) -> bool:
    """Whether Textual knows a key of this name."""
    if key in _NAMES:
        return True
    for modifier in _MODIFIERS:
        if key.startswith(modifier):
            return is_key(key.removeprefix(modifier))
    if len(key) == 1:
        return key.isprintable() and not key.isspace()
    try:
        return key == key.lower() and bool(unicodedata.lookup(key.replace("_", " ").upper()))
    except KeyError:
        return False


def _clash(taken: dict[str, str]) -> tuple[str, str, str] | None:
    """An entry, its key, and another command bound to that key in the same place; None if there is no clash."""
    for bindings in _together():
        usual: dict[str, set[str]] = {}
        used: dict[str, list[str]] = {}
        for name, binding in bindings.items():
            for key in binding.key.split(","):
                usual.setdefault(key, set()).add(name)
            for key in taken.get(name, binding.key).split(","):
                used.setdefault(key, []).append(name)
        for key, names in used.items():
            own = [name for name in names if name in taken]
            if len(names) > 1 and own and not usual.get(key, set()).issuperset(names):
                # A default binding wins over an entry; of two entries the earlier one wins.
                name = next((name for name in reversed(taken) if name in own), own[0])
                other = next(other for other in names if other != name)
                return name, key, other
    return None


def _together() -> Iterator[dict[str, Binding]]:
    """The commands bound at the same time: a place's own, the application's, and for a pane the main screen's."""
    from cable_tui.tui.keymap import bindings_of, everywhere, panes, places
    from cable_tui.tui.reader.screen import ReaderScreen

    program, around = everywhere(), bindings_of(ReaderScreen)
    for place in places():
        yield program | (around if place in panes() else {}) | bindings_of(place)
