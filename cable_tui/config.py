"""The user's settings, from `config.toml` in the configuration folder.

`SETTINGS` lists every setting with its check and description; `Settings` has the defaults. A wrong entry is reported
with its line number and ignored; the others still apply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from cable_tui import files

_LONGEST = 3600.0  # seconds
_LARGEST = 256 << 10  # bytes; a file with every setting has a hundredth of that


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in effect, described in `SETTINGS`.

    `keys` maps the id of a command to its keys, `lines` an entry's key to its line in the file, from 1.
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
        """A sentence on an ignored entry, with its line number."""
        return f"config.toml, line {self.lines.get(key, 1)}: {problem}."


class Setting(NamedTuple):
    """An entry of the file. `key` is `section.name`; `check` returns what is wrong with a value, '' if it is valid."""

    key: str
    field: str
    check: Callable[[Any], str]
    about: str


def _seconds(value: Any) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return "" if is_number and 0 <= value <= _LONGEST else f"must be seconds from 0 to {_LONGEST:.0f}"


def _number(low: int, high: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return "" if is_number and low <= value <= high else f"must be a number from {low} to {high}"

    return check


def _one_of(*words: str) -> Callable[[Any], str]:
    return lambda value: "" if value in words else f"must be one of {', '.join(words)}"


def _citation(value: Any) -> str:
    is_style = isinstance(value, str) and value.endswith(".csl")
    return "" if is_style or value in ("chicago", "plain") else "must be chicago, plain or the path of a .csl file"


def _text(value: Any) -> str:
    return "" if isinstance(value, str) else 'must be text in quotes: "..."'


def _yes_or_no(value: Any) -> str:
    return "" if isinstance(value, bool) else "must be true or false"


SETTINGS = (
    Setting(
        "archive", "archive", _text, "the archive that `cable-tui` opens without an argument; if empty, the samples"
    ),
    Setting(
        "follow_links",
        "follow_links",
        _yes_or_no,
        "as --follow-links: follow symbolic links that lead out of an archive",
    ),
    Setting(
        "reading.read_after",
        "read_after",
        _seconds,
        "seconds until an open cable counts as read; 0: only when its end is reached",
    ),
    Setting("reading.text_width", "text_width", _number(40, 200), "maximum line length of text, in columns"),
    Setting(
        "reading.date", "date", _one_of("iso", "dmy", "mdy"), "dates in the list: 2008-06-09, 09.06.2008, 06/09/2008"
    ),
    Setting(
        "citation.form", "citation", _citation, 'citations of y, Y and exports: "chicago", "plain" or a "file.csl"'
    ),
    Setting("screen.theme", "theme", _text, "the theme to use, instead of the one chosen last"),
    Setting(
        "screen.layout",
        "layout",
        _one_of("auto", "wide", "stacked"),
        "panes side by side (wide) or stacked; auto: side by side from 120 columns",
    ),
    Setting("screen.list_share", "list_share", _number(20, 80), "width of the list on a wide screen, in percent"),
    Setting("screen.mouse", "mouse", _yes_or_no, "use the mouse; selecting text with the terminal then needs shift"),
    Setting(
        "screen.plain",
        "plain",
        _yes_or_no,
        "as --plain-ui, for screen readers and braille: text only, one pane, the terminal's cursor",
    ),
)
_BY_KEY = {setting.key: setting for setting in SETTINGS}
_KEYS = "keys"


def load(file: Path) -> tuple[Settings, list[str]]:
    """Reads the settings of a file; returns them with a sentence for each ignored entry."""
    try:
        text = str(files.read(file, _LARGEST), "utf-8").replace("\r\n", "\n")
        import tomllib  # only if there is a file

        entries = list(_entries(tomllib.loads(text)))
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        return Settings(), [f"{file.name} cannot be read: {error.strerror}."]
    except ValueError as error:  # not UTF-8 or not TOML; the message gives the place
        return Settings(), [f"{file.name} is ignored: {error}."]
    except RecursionError:
        return Settings(), [f"{file.name} is ignored: it is nested too deeply."]
    found: dict[str, Any] = {}
    problems, lines, standing = [], {}, _lines(text)
    for key, value in entries:
        lines[key] = standing.get(key) or _line_above(standing, key)
        if problem := _take(key, value, found):
            problems.append((key, problem))
    settings = replace(Settings(), **found, lines=lines)
    return settings, [settings.warning(key, problem) for key, problem in problems]


def _entries(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every entry by its full key: `reading.read_after`; the ids of commands contain dots too."""
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
    """Adds an entry to `found`; returns what is wrong with it, '' if it is valid."""
    section, _, name = key.partition(".")
    if section == _KEYS and name:
        if problem := _text(value):
            return f"{key} {problem}"
        found.setdefault(_KEYS, {})[name] = value
        return ""
    setting = _BY_KEY.get(key)
    if setting is None:
        return f"unknown setting {key}"
    problem = setting.check(value)
    if not problem:
        found[setting.field] = value
    return f"{key} {problem}" if problem else ""


def _lines(text: str) -> dict[str, int]:
    """The line of the first occurrence of each entry and table."""
    inside, found = "", dict[str, int]()
    for number, line in enumerate(text.split("\n"), 1):
        if match := re.match(r"\s*\[([^\]]+)\]", line):
            inside = f"{_bare(match[1])}."
        elif match := re.match(r"""\s*((?:"[^"]*"|'[^']*'|[^=#"'])+?)\s*=""", line):
            found.setdefault(inside + _bare(match[1]), number)
    return found


def _line_above(lines: Mapping[str, int], key: str) -> int:
    """The line of the entry that contains an entry, as in `reading = {text_width = 90}`."""
    name = key
    while "." in name:
        name = name.rpartition(".")[0]
        if name in lines:
            return lines[name]
    return 1


def _bare(name: str) -> str:
    return re.sub(r"""["'\s]""", "", name)


def shown(settings: Settings) -> Iterator[tuple[str, Any, bool]]:
    """The key and value of every setting, and whether it differs from the default."""
    usual = Settings()
    for setting in SETTINGS:
        value = getattr(settings, setting.field)
        yield setting.key, value, value != getattr(usual, setting.field)
    for name, keys in sorted(settings.keys.items()):
        yield f"{_KEYS}.{name}", keys, True


def template() -> str:
    """A settings file with every setting commented out at its default."""
    lines = ["# cable-tui: to change a setting, remove its #."]
    section = ""
    for setting in SETTINGS:
        above, _, name = setting.key.rpartition(".")
        if above != section:
            section = above
            lines += ["", f"[{section}]"]
        lines += [f"# {setting.about}", f"#{name} = {as_toml(getattr(Settings(), setting.field))}"]
    lines += ["", f"[{_KEYS}]", "# keys by command id; `cable-tui config --keys` lists the ids"]
    return "\n".join([*lines, '#"list.down" = "j,down"', ""])


def as_toml(value: Any) -> str:
    """A value in TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)
