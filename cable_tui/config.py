"""The user's settings: `config.toml` in the configuration folder, or what holds without it.

Every setting stands once in `SETTINGS`, with its default, what it wants and what it is for. A wrong one is told with
its line and does not count; all others do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from cable_tui import files

_LONGEST = 3600.0  # seconds
_LARGEST = 256 << 10  # bytes of the file; all settings together have a hundredth of it


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in effect; `SETTINGS` says what each is for.

    `keys` has the keys by the id of their command, `lines` the line of the file, from 1, by the entry's key.
    """

    archive: str = ""
    follow_links: bool = False
    read_after: float = 2.0
    text_width: int = 90
    date: str = "iso"
    citation: str = "chicago"
    theme: str = ""
    layout: str = "auto"
    list_share: int = 46
    mouse: bool = False
    plain: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def warning(self, key: str, problem: str) -> str:
        """A sentence on an entry that does not count, with the line on which it stands."""
        return f"config.toml, line {self.lines.get(key, 1)}: {problem}."


class Setting(NamedTuple):
    """One entry of the file: `section.name`, the field of `Settings`, what is wrong with a value ('': nothing)."""

    key: str
    field: str
    check: Callable[[Any], str]
    about: str


def _seconds(value: Any) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return "" if is_number and 0 <= value <= _LONGEST else f"wants seconds from 0 to {_LONGEST:.0f}"


def _number(low: int, high: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return "" if is_number and low <= value <= high else f"wants a number from {low} to {high}"

    return check


def _one_of(*words: str) -> Callable[[Any], str]:
    return lambda value: "" if value in words else f"wants one of {', '.join(words)}"


def _citation(value: Any) -> str:
    is_style = isinstance(value, str) and value.endswith(".csl")
    return "" if is_style or value in ("chicago", "plain") else "wants chicago, plain or the path of a .csl file"


def _text(value: Any) -> str:
    return "" if isinstance(value, str) else 'wants a text in quotes: "..."'


def _yes_or_no(value: Any) -> str:
    return "" if isinstance(value, bool) else "wants true or false"


SETTINGS = (
    Setting("archive", "archive", _text, "what `cable-tui` alone opens; without it, the samples"),
    Setting("follow_links", "follow_links", _yes_or_no, "as --follow-links: read what links out of an archive lead to"),
    Setting(
        "reading.read_after",
        "read_after",
        _seconds,
        "seconds on a cable until it counts as read; 0: only its end counts",
    ),
    Setting("reading.text_width", "text_width", _number(40, 200), "the longest line of prose"),
    Setting(
        "reading.date", "date", _one_of("iso", "dmy", "mdy"), "dates in the list: 2008-06-09, 09.06.2008, 06/09/2008"
    ),
    Setting(
        "citation.form", "citation", _citation, 'how y, Y and exports cite: "chicago", "plain" or a style, "file.csl"'
    ),
    Setting("screen.theme", "theme", _text, "instead of the theme that was chosen last"),
    Setting(
        "screen.layout",
        "layout",
        _one_of("auto", "wide", "stacked"),
        "panes side by side (auto: from 120 columns) or not",
    ),
    Setting("screen.list_share", "list_share", _number(20, 80), "percent of a wide screen that the list has"),
    Setting(
        "screen.mouse", "mouse", _yes_or_no, "the mouse for the program; the terminal's own selection then wants shift"
    ),
    Setting(
        "screen.plain",
        "plain",
        _yes_or_no,
        "for screen readers and braille, as --plain-ui: words alone, one pane, the terminal's cursor",
    ),
)
_BY_KEY = {setting.key: setting for setting in SETTINGS}
_KEYS = "keys"


def load(file: Path) -> tuple[Settings, list[str]]:
    """The settings of a file and a sentence for each thing in it that does not count; all else does."""
    try:
        text = str(files.read(file, _LARGEST), "utf-8").replace("\r\n", "\n")
        import tomllib  # behind the look at the file, which few have

        entries = list(_entries(tomllib.loads(text)))
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        return Settings(), [f"{file.name} cannot be read: {error.strerror}."]
    except ValueError as error:  # no UTF-8 or no TOML, with the place
        return Settings(), [f"{file.name} is not used: {error}."]
    except RecursionError:
        return Settings(), [f"{file.name} is not used: it is nested too deeply."]
    found: dict[str, Any] = {}
    problems, lines, standing = [], {}, _lines(text)
    for key, value in entries:
        lines[key] = standing.get(key) or _line_above(standing, key)
        if problem := _take(key, value, found):
            problems.append((key, problem))
    settings = replace(Settings(), **found, lines=lines)
    return settings, [settings.warning(key, problem) for key, problem in problems]


def _entries(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every entry with its section: `reading.read_after`; the ids of commands have points themselves."""
    for section, entries in values.items():
        if isinstance(entries, dict):
            yield from ((f"{section}.{name}", value) for name, value in _flat(entries))
        else:
            yield section, entries


def _flat(entries: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in entries.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _take(key: str, value: Any, found: dict[str, Any]) -> str:
    """Takes one entry over; returns what is wrong with it."""
    section, _, name = key.partition(".")
    if section == _KEYS and name:
        if problem := _text(value):
            return f"{key} {problem}"
        found.setdefault(_KEYS, {})[name] = value
        return ""
    setting = _BY_KEY.get(key)
    if setting is None:
        return f"no setting is called {key}"
    problem = setting.check(value)
    if not problem:
        found[setting.field] = value
    return f"{key} {problem}" if problem else ""


def _lines(text: str) -> dict[str, int]:
    """The line of the file on which each entry and each table stands first."""
    inside, found = "", dict[str, int]()
    for number, line in enumerate(text.split("\n"), 1):
        if match := re.match(r"\s*\[([^\]]+)\]", line):
            inside = f"{_bare(match[1])}."
        elif match := re.match(r"""\s*((?:"[^"]*"|'[^']*'|[^=#"'])+?)\s*=""", line):
            found.setdefault(inside + _bare(match[1]), number)
    return found


def _line_above(lines: Mapping[str, int], key: str) -> int:
    """The line of the entry that an entry stands in, as `reading = {text_width = 90}` has it."""
    name = key
    while "." in name:
        name = name.rpartition(".")[0]
        if name in lines:
            return lines[name]
    return 1


def _bare(name: str) -> str:
    return re.sub(r"""["'\s]""", "", name)


def shown(settings: Settings) -> Iterator[tuple[str, Any, bool]]:
    """Every setting by its key, with its value and whether that differs from the default."""
    usual = Settings()
    for setting in SETTINGS:
        value = getattr(settings, setting.field)
        yield setting.key, value, value != getattr(usual, setting.field)
    for name, keys in sorted(settings.keys.items()):
        yield f"{_KEYS}.{name}", keys, True


def template() -> str:
    """A file in which every setting stands with its default, as a comment."""
    lines = ["# cable-tui: take the # away from what you want to change."]
    section = ""
    for setting in SETTINGS:
        above, _, name = setting.key.rpartition(".")
        if above != section:
            section = above
            lines += ["", f"[{section}]"]
        lines += [f"# {setting.about}", f"#{name} = {as_toml(getattr(Settings(), setting.field))}"]
    lines += ["", f"[{_KEYS}]", "# by the id of the command, as `cable-tui config --keys` lists them"]
    return "\n".join([*lines, '#"list.down" = "j,down"', ""])


def as_toml(value: Any) -> str:
    """A value as the file has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)
