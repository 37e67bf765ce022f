"""The user's settings: `config.toml` in the configuration folder, or what holds without it.

[reading]
read_after = 2.0       # seconds on a cable until it counts as read; 0: only its end counts

[citation]
form = "chicago"       # or "plain"

[screen]
theme = "dusk"         # instead of the one that was chosen last
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_CITATIONS = ("chicago", "plain")
_LONGEST = 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in effect: `read_after` in seconds, `citation` the form of citations, `theme` the name of a theme.

    Without a theme ('') the one that was chosen last counts.
    """

    read_after: float = 2.0
    citation: str = "chicago"
    theme: str = ""


def load(file: Path) -> tuple[Settings, list[str]]:
    """The settings of a file and a sentence for each thing in it that does not count; all else does."""
    import tomllib

    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        return Settings(), [f"{file} cannot be read: {error.strerror}."]
    except ValueError as error:  # no UTF-8 or no TOML, with the place
        return Settings(), [f"{file} is not used: {error}."]
    return _read(values, file)


def _read(values: Mapping[str, Any], file: Path) -> tuple[Settings, list[str]]:
    found: dict[str, Any] = {}
    warnings = []
    for section, entries in values.items():
        for name, value in entries.items() if isinstance(entries, dict) else [("", entries)]:
            key = f"{section}.{name}".rstrip(".")
            if key not in _KEYS:
                warnings.append(f"{file.name}: no setting is called {key}.")
            elif problem := _KEYS[key][1](value):
                warnings.append(f"{file.name}: {key} {problem}.")
            else:
                found[_KEYS[key][0]] = value
    return Settings(**found), warnings


def _seconds(value: Any) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return "" if is_number and 0 <= value <= _LONGEST else f"wants seconds from 0 to {_LONGEST:.0f}"


def _citation(value: Any) -> str:
    return "" if value in _CITATIONS else f"wants one of {', '.join(_CITATIONS)}"


def _theme(value: Any) -> str:
    """Whether there is such a theme is known once all are loaded."""
    return "" if isinstance(value, str) and value else "wants the name of a theme"


#: By key of the file: the name of the setting, and what is wrong with a value ('': nothing).
_KEYS = {
    "reading.read_after": ("read_after", _seconds),
    "citation.form": ("citation", _citation),
    "screen.theme": ("theme", _theme),
}
