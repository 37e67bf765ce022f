"""The portable form of a notebook: one file with all of it, for backups and for other people.

JSON Lines (https://jsonlines.org) in UTF-8. The first line is the header

    {"cable-tui": "notebook", "version": 1}

and every other line is an object with its `kind` and the fields of that value in `cable_tui.notebook.values`; empty
fields are left out:

    mark      about, state (unread, read, kept, dismissed), labels, changed
    bookmark  about, text, number, marking, place, copy, note, labels, created, changed, digest,
              inherited
    view      name, query, order, is_reversed

`about` is an object of name, number, date, level (the rank, -1 for unknown to 5 for top secret), classification,
origin, subject, tags, notes. `digest` is the digest of the text: a paragraph altered in the file is refused, as it may
be quoted in print; a missing digest is computed from the text. Empty lines are ignored.

A file may come from anybody, so every field is checked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from itertools import count
from typing import IO, Any, TypeVar

from cable_tui.cables.codec import decode, encode
from cable_tui.escape import spelled, visible_line

from .citation import pinpoint
from .state import State
from .values import Bookmark, CableSummary, Mark, SavedView, digest_of

VERSION = 1
MAX_NOTE = 100_000
"""The longest note, in characters: about forty pages, which the screen can still show at once."""
MAX_LINE, MAX_FILE = 16 << 20, 256 << 20
"""The longest line and the largest file that are read, in bytes; a bookmark takes about a kilobyte."""
_LOOKS = 100  # occurrences of a note in another that are examined
_NUMBERED = re.compile(r"(?s)(.*) [0-9]+")
_MAGIC = "cable-tui"
_NAME = "notebook"
_KINDS: dict[type[Any], str] = {Mark: "mark", Bookmark: "bookmark", SavedView: "view"}
_CLASSES = {word: kind for kind, word in _KINDS.items()}
_SURROGATES = re.compile("[\ud800-\udfff]")
_T = TypeVar("_T")


class PortableError(Exception):
    """A file cannot be read as a notebook; the message gives the line and the reason."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The marks, bookmarks and views of a notebook; cables, bookmark uids and view names are unique."""

    marks: tuple[Mark, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    views: tuple[SavedView, ...] = ()


# --- writing ------------------------------------------------------------------------------------------------


def write(contents: Contents) -> Iterator[str]:
    """The lines of the file, each ending in a line feed."""
    yield json_line({_MAGIC: _NAME, "version": VERSION})
    for value in (*contents.marks, *contents.bookmarks, *contents.views):
        yield json_line({"kind": _KINDS[type(value)], **encode(value)})


def json_line(value: Any) -> str:
    """A value as one line of JSON with a line feed; unprintable characters, including surrogates, are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in text)
    return f"{text}\n"


# --- reading ------------------------------------------------------------------------------------------------


def lines_of(file: IO[bytes]) -> Iterator[str]:
    """The lines of a file of limited size; a device could yield bytes without end.

    Raises PortableError where the file or a line is too long; OSError.
    """
    size = 0
    for number in count(1):
        line = file.readline(MAX_LINE + 1)
        size += len(line)
        if len(line) > MAX_LINE:
            raise PortableError(f"Line {number} is longer than {MAX_LINE >> 20} MB: this is not a notebook file.")
        if size > MAX_FILE:
            raise PortableError(f"The file is larger than {MAX_FILE >> 20} MB, the limit.")
        if not line:
            return
        yield line.decode("utf-8", "replace")


def read(lines: Iterable[str]) -> Contents:
    """The contents of a portable file, in its order.

    Raises:
        PortableError: the file is not a notebook, has a newer version, or is damaged; none of it is returned.
    """
    records = _records(lines)
    _check_header(next(records, None))
    found = [_value(record, line) for line, record in records]
    return Contents(_all(Mark, found), _all(Bookmark, found), _all(SavedView, found))


def _all(kind: type[_T], values: list[Any]) -> tuple[_T, ...]:
    return tuple(value for value in values if isinstance(value, kind))


def _records(lines: Iterable[str]) -> Iterator[tuple[int, Any]]:
    """The number (from 1) and the JSON of each non-empty line."""
    line = 0
    try:
        for line, text in enumerate(lines, 1):
            bare = text.removeprefix("\ufeff") if line == 1 else text
            if bare.strip():
                yield line, _parsed(bare, line)
    except UnicodeDecodeError as error:
        raise PortableError(f"Line {line + 1} or one soon after it is not valid UTF-8.") from error


def _parsed(text: str, line: int) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        if line == 1:
            raise PortableError(_NO_NOTEBOOK) from error
        raise PortableError(f"Line {line} is damaged: it is not a complete JSON object.") from error


_NO_NOTEBOOK = 'Line 1: this is not a notebook file, which begins with {"cable-tui": "notebook", "version": 1}.'


def _check_header(first: tuple[int, Any] | None) -> None:
    if first is None:
        raise PortableError("Line 1: this is not a notebook file: it is empty.")
    line, header = first
    if not isinstance(header, dict) or header.get(_MAGIC) != _NAME:
        raise PortableError(_NO_NOTEBOOK)
    version = header.get("version")
    if type(version) is not int or version < 1:
        raise PortableError(f"Line {line}: the header does not give the version of the file.")
    if version > VERSION:
        raise PortableError(
            f"Line {line}: the file has version {version}, but this program reads only version {VERSION};"
            " a newer cable-tui can read it."
        )


def _value(record: Any, line: int) -> Any:
    if not isinstance(record, dict):
        raise PortableError(f"Line {line} is damaged: it is not a JSON object.")
    word = record.pop("kind", None)
    kind = _CLASSES.get(word) if isinstance(word, str) else None
    if kind is None:
        raise PortableError(f"Line {line}: its kind is {_shown(word)}, not one of {', '.join(_CLASSES)}.")
    try:
        return _checked(kind, record)
    except ValueError as error:
        raise PortableError(f"Line {line}: the {word} cannot be read: {_short(str(error))}.") from error


def _shown(value: Any) -> str:
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    return _short(json.dumps(value, ensure_ascii=False))


def _short(text: str) -> str:
    line = visible_line(text)
    return line if len(line) <= 80 else f"{line[:79]}…"


def _checked(kind: type[Any], record: dict[str, Any]) -> Any:
    """Checks and decodes a value; the codec alone would turn `5` into a string and a string into labels."""
    _check_fields(kind, record)
    if "about" in record:
        _check_fields(CableSummary, record["about"])
    value = decode(kind, record)
    if isinstance(value, Bookmark):
        _check_digest(value)
        if len(value.note) > MAX_NOTE:
            raise ValueError(f"its note is longer than {MAX_NOTE:,} characters")
    value = decode(kind, _without_nul(_spelled(record)))
    return replace(value, digest=digest_of(value.text)) if isinstance(value, Bookmark) else value


def _check_fields(kind: type[Any], record: dict[str, Any]) -> None:
    known = {item.name: item.default for item in fields(kind)}
    for name, given in record.items():
        if name not in known:
            raise ValueError(f"it has an unknown field, {_shown(name)}")
        if not _is_of_type(given, name, known[name]):
            raise ValueError(f"the field {name!r} cannot be {_shown(given)}")
    for name, default in known.items():
        if default is MISSING and name not in record:
            raise ValueError(f"the field {name!r} is missing")


def _is_of_type(given: Any, name: str, default: Any) -> bool:
    """Whether a JSON value has the type of the field's default; fields without one are strings, except `about`."""
    if isinstance(given, list):
        return isinstance(default, tuple) and all(isinstance(item, str) for item in given)
    if default is MISSING:
        return isinstance(given, dict if name == "about" else str)
    if default is None:
        return given is None or type(given) is int
    return type(given) is type(encode(default))


def _check_digest(bookmark: Bookmark) -> None:
    if bookmark.digest and bookmark.digest != digest_of(bookmark.text):
        raise ValueError("its text does not match its digest; one of them was altered")


def _spelled(given: Any) -> Any:
    """The value with lone surrogates spelled out; JSON can hold them and a database cannot."""
    if isinstance(given, str):
        return _SURROGATES.sub(lambda match: spelled(match[0]), given)
    if isinstance(given, dict):
        return {name: _spelled(value) for name, value in given.items()}
    return [_spelled(value) for value in given] if isinstance(given, list) else given


def _without_nul(record: dict[str, Any]) -> dict[str, Any]:
    """The record with each NUL in names and labels replaced by its symbol; SQL would cut the text there."""
    shown = {name: value.replace("\0", "␀") for name, value in record.items() if name == "name" and "\0" in value}
    if "labels" in record:
        shown["labels"] = [label.replace("\0", "␀") for label in record["labels"]]
    if "about" in record:
        shown["about"] = _without_nul(record["about"])
    return record | shown


# --- merging ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Merged:
    """Two notebooks in one, with a sentence for each conflict."""

    contents: Contents
    conflicts: tuple[str, ...] = ()


def merge(mine: Contents, theirs: Contents) -> Merged:
    """Merges two notebooks without duplicates: my entries in their order, then those only in theirs.

    Marks of one cable are joined: the labels of both, and the first state of kept, dismissed, read, unread. Bookmarks
    with one uid are joined: the labels of both, and both notes (mine first) unless one contains the other. A view of
    theirs with the name but not the query of mine gets a number added to its name. Merging again changes nothing.
    """
    conflicts: list[str] = []
    marks = _by_key((*mine.marks, *theirs.marks), lambda mark: mark.about.name)
    bookmarks = _by_key((*mine.bookmarks, *theirs.bookmarks), lambda bookmark: bookmark.uid)
    contents = Contents(
        tuple(_one_mark(same, conflicts) for same in marks),
        tuple(_one_bookmark(same, conflicts) for same in bookmarks),
        _all_views((*mine.views, *theirs.views), conflicts),
    )
    return Merged(contents, tuple(conflicts))


_RANK = (State.UNREAD, State.READ, State.DISMISSED, State.KEPT)


def _by_key(values: Iterable[_T], key: Callable[[_T], str]) -> Iterable[list[_T]]:
    """Groups values by key, in order of first appearance."""
    found: dict[str, list[_T]] = {}
    for value in values:
        found.setdefault(key(value), []).append(value)
    return found.values()


def _one_mark(same: list[Mark], conflicts: list[str]) -> Mark:
    """Joins the marks of one cable."""
    if len(same) == 1:
        return same[0]
    decided = dict.fromkeys(mark.state for mark in same if mark.state.is_decision)
    if len(decided) > 1:
        here, there = decided
        conflicts.append(f"{visible_line(same[0].about.name)} is {here} here and {there} there; it is now kept.")
    state = max((mark.state for mark in same), key=_RANK.index)
    return Mark(_fullest(same), state, _united(same), max(mark.changed for mark in same))


def _one_bookmark(same: list[Bookmark], conflicts: list[str]) -> Bookmark:
    """Joins the bookmarks of one paragraph; the text is the one changed last, as line breaks may differ."""
    if len(same) == 1:
        return same[0]
    place = f"{visible_line(same[0].about.name)} {pinpoint(same[0].number, same[0].portion)}".rstrip().rstrip(".")
    note = same[0].note
    for other in same[1:]:
        note = _both_notes(note, other.note, place, conflicts)
    return replace(
        max(same, key=lambda one: (one.changed, one.text, one.marking, str(one.number), one.place)),
        about=_fullest(same),
        note=note,
        labels=_united(same),
        created=min((one.created for one in same if one.created), default=""),
    )


def _fullest(same: Sequence[Mark | Bookmark]) -> CableSummary:
    """The most detailed description of the cable; of equal ones the latest."""
    return max(same, key=lambda one: (len(encode(one.about)), one.changed, json_line(encode(one.about)))).about


def _united(same: Sequence[Mark | Bookmark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for one in same for label in one.labels))


def _both_notes(mine: str, other: str, place: str, conflicts: list[str]) -> str:
    if _has(mine, other):
        return mine
    if _has(other, mine):
        return other
    if len(mine) + len(other) > MAX_NOTE:
        conflicts.append(
            f"{place} has another note there, which was not merged: together they would be longer than"
            f" {MAX_NOTE:,} characters."
        )
        return mine
    conflicts.append(f"{place} has another note there; both are now in one note.")
    return f"{mine}\n\n{other}"


def _has(note: str, other: str) -> bool:
    """Whether a note contains the other as whole words: `not yet` does not contain `no`."""
    if not other or note == other:
        return True
    place = note.find(other)
    for _ in range(_LOOKS):
        if place < 0:
            break
        before, after = note[place - 1 : place], note[place + len(other) : place + len(other) + 1]
        if not (_is_of_word(before) or _is_of_word(after)):
            return True
        place = note.find(other, place + 1)
    return False


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _all_views(views: Iterable[SavedView], conflicts: list[str]) -> tuple[SavedView, ...]:
    found: dict[str, SavedView] = {}
    clashing = [view for view in views if found.setdefault(view.name, view) != view]
    renamed = {replace(view, name=match[1]) for view in found.values() if (match := _NUMBERED.fullmatch(view.name))}
    numbers: dict[str, Iterator[int]] = {}
    for view in clashing:
        if view in renamed:  # merged before
            continue
        renamed.add(view)
        names = (f"{view.name} {number}" for number in numbers.setdefault(view.name, count(2)))
        name = next(name for name in names if name not in found)
        conflicts.append(
            f'The view "{visible_line(view.name)}" differs there; theirs is now called "{visible_line(name)}".'
        )
        found[name] = replace(view, name=name)
    return tuple(found.values())
