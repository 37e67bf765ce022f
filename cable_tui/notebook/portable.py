"""The portable file of a notebook: all of it in one file, to be kept, sent and read in again.

JSON Lines (https://jsonlines.org) in UTF-8. The first line is the header

    {"cable-tui": "notebook", "version": 1}

and every other line one object with its `kind` and the fields of that value as `cable_tui.notebook.values` has them,
those that are empty left out:

    mark      about, state (unread, read, kept, dismissed), labels, changed
    bookmark  about, text, number, marking, place, copy, note, labels, created, changed, digest,
              inherited
    view      name, query, order, is_reversed

`about` is an object of name, number, date, level (the rank, -1 for unknown to 5 for top secret), classification,
origin, subject, tags, notes. `digest` is that of the text: a paragraph that was altered in the file is refused, for
it may be quoted in print; where the digest is left out, it is made from the text. Empty lines do not count.

What stands in a file may come from anybody: it is checked, field by field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, dataclass, fields, replace
from itertools import count
from typing import Any, TypeVar

from cable_tui.cables.codec import decode, encode
from cable_tui.escape import visible_line

from .citation import pinpoint
from .state import State
from .values import Bookmark, CableSummary, Mark, SavedView, digest_of

VERSION = 1
_MAGIC = "cable-tui"
_NAME = "notebook"
_KINDS: dict[type[Any], str] = {Mark: "mark", Bookmark: "bookmark", SavedView: "view"}
_CLASSES = {word: kind for kind, word in _KINDS.items()}
_T = TypeVar("_T")


class PortableError(Exception):
    """A file cannot be read as a notebook; the message says on which line, and why."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a notebook gives away: each cable, each bookmark's uid and each view's name once."""

    marks: tuple[Mark, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    views: tuple[SavedView, ...] = ()


# --- writing ------------------------------------------------------------------------------------------------


def write(contents: Contents) -> Iterator[str]:
    """The lines of the file, each with its line feed."""
    yield json_line({_MAGIC: _NAME, "version": VERSION})
    for value in (*contents.marks, *contents.bookmarks, *contents.views):
        yield json_line({"kind": _KINDS[type(value)], **encode(value)})


def json_line(value: Any) -> str:
    """A value as one line of JSON, with its line feed; what cannot be printed, surrogates too, is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in text)
    return f"{text}\n"


# --- reading ------------------------------------------------------------------------------------------------


def read(lines: Iterable[str]) -> Contents:
    """What the lines of such a file hold, in their order.

    Raises:
        PortableError: when it is no notebook, of a newer version, or damaged; nothing of it is to be used then.
    """
    records = _records(lines)
    _check_header(next(records, None))
    found = [_value(record, line) for line, record in records]
    return Contents(_all(Mark, found), _all(Bookmark, found), _all(SavedView, found))


def _all(kind: type[_T], values: list[Any]) -> tuple[_T, ...]:
    return tuple(value for value in values if isinstance(value, kind))


def _records(lines: Iterable[str]) -> Iterator[tuple[int, Any]]:
    """The number of each line that is not empty, from 1, and its JSON."""
    line = 0
    try:
        for line, text in enumerate(lines, 1):
            bare = text.removeprefix("\ufeff") if line == 1 else text
            if bare.strip():
                yield line, _parsed(bare, line)
    except UnicodeDecodeError as error:
        raise PortableError(f"Line {line + 1} or one soon after it is not text in UTF-8.") from error


def _parsed(text: str, line: int) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        if line == 1:
            raise PortableError(_NO_NOTEBOOK) from error
        raise PortableError(f"Line {line} is damaged: it is not one whole object of JSON.") from error


_NO_NOTEBOOK = 'Line 1: this is not a notebook file; one begins with {"cable-tui": "notebook", "version": 1}.'


def _check_header(first: tuple[int, Any] | None) -> None:
    if first is None:
        raise PortableError("Line 1: this is not a notebook file; it is empty.")
    line, header = first
    if not isinstance(header, dict) or header.get(_MAGIC) != _NAME:
        raise PortableError(_NO_NOTEBOOK)
    version = header.get("version")
    if type(version) is not int or version < 1:
        raise PortableError(f"Line {line}: the header does not say of which version the file is.")
    if version > VERSION:
        raise PortableError(
            f"Line {line}: the file is of version {version}, and this program reads version {VERSION};"
            " a newer cable-tui can read it."
        )


def _value(record: Any, line: int) -> Any:
    if not isinstance(record, dict):
        raise PortableError(f"Line {line} is damaged: it is not an object.")
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
    """The value; the codec alone would turn `5` into a text and a text into labels."""
    _check_fields(kind, record)
    if "about" in record:
        _check_fields(CableSummary, record["about"])
    value = decode(kind, record)
    return _with_digest(value) if isinstance(value, Bookmark) else value


def _check_fields(kind: type[Any], record: dict[str, Any]) -> None:
    known = {item.name: item.default for item in fields(kind)}
    for name, given in record.items():
        if name not in known:
            raise ValueError(f"no field is called {_shown(name)}")
        if not _is_of_type(given, name, known[name]):
            raise ValueError(f"the field {name!r} cannot be {_shown(given)}")
    for name, default in known.items():
        if default is MISSING and name not in record:
            raise ValueError(f"the field {name!r} is missing")


def _is_of_type(given: Any, name: str, default: Any) -> bool:
    """Whether JSON has the type of the field's default; a field without one is a text, but for `about`."""
    if isinstance(given, list):
        return isinstance(default, tuple) and all(isinstance(item, str) for item in given)
    if default is MISSING:
        return isinstance(given, dict if name == "about" else str)
    if default is None:
        return given is None or type(given) is int
    return type(given) is type(encode(default))


def _with_digest(bookmark: Bookmark) -> Bookmark:
    digest = digest_of(bookmark.text)
    if bookmark.digest and bookmark.digest != digest:
        raise ValueError("its text does not fit its digest, so one of the two was altered")
    return replace(bookmark, digest=digest)


# --- merging ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Merged:
    """Two notebooks in one, and a sentence for each thing in which they differed."""

    contents: Contents
    conflicts: tuple[str, ...] = ()


def merge(mine: Contents, theirs: Contents) -> Merged:
    """Both, and nothing twice: mine in their order, then what only theirs has.

    Marks are one by their cable: the labels of both, and of two states the one that says more (kept, dismissed, read,
    unread). Bookmarks are one by their uid: the labels of both, both notes (mine first) unless one has the other in
    it. A view of theirs whose name has another query here gets a number behind its name. Merging the same again
    changes nothing.
    """
    conflicts: list[str] = []
    marks: dict[str, Mark] = {}
    for mark in (*mine.marks, *theirs.marks):
        name = mark.about.name
        marks[name] = _one_mark(marks[name], mark, conflicts) if name in marks else mark
    bookmarks: dict[str, Bookmark] = {}
    for bookmark in (*mine.bookmarks, *theirs.bookmarks):
        uid = bookmark.uid
        bookmarks[uid] = _one_bookmark(bookmarks[uid], bookmark, conflicts) if uid in bookmarks else bookmark
    views = _all_views(mine.views, theirs.views, conflicts)
    return Merged(Contents(tuple(marks.values()), tuple(bookmarks.values()), views), tuple(conflicts))


_RANK = (State.UNREAD, State.READ, State.DISMISSED, State.KEPT)


def _one_mark(mine: Mark, other: Mark, conflicts: list[str]) -> Mark:
    if {mine.state, other.state} == {State.KEPT, State.DISMISSED}:
        conflicts.append(
            f"{visible_line(mine.about.name)} is {mine.state} here and {other.state} there; it is kept now."
        )
    state = max(mine.state, other.state, key=_RANK.index)
    changed = max(mine.changed, other.changed)
    return Mark(_fuller(mine, other), state, _united(mine.labels, other.labels), changed)


def _one_bookmark(mine: Bookmark, other: Bookmark, conflicts: list[str]) -> Bookmark:
    """The paragraph as it was stored last (its lines may be broken elsewhere), with the work of both."""
    note = _both_notes(mine.note, other.note)
    if note not in (mine.note, other.note):
        place = f"{visible_line(mine.about.name)} {pinpoint(mine.number, mine.portion)}".rstrip()
        conflicts.append(f"{place.rstrip('.')} has another note there; both are kept, one below the other.")
    return replace(
        max(mine, other, key=lambda one: (one.changed, one.text, one.marking, str(one.number), one.place)),
        about=_fuller(mine, other),
        note=note,
        labels=_united(mine.labels, other.labels),
        created=min(mine.created or other.created, other.created or mine.created),
    )


def _fuller(mine: Mark | Bookmark, other: Mark | Bookmark) -> CableSummary:
    """What says most of the cable; of equals what was said last."""
    return max(mine, other, key=lambda one: (len(encode(one.about)), one.changed, json_line(encode(one.about)))).about


def _united(mine: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*mine, *others)))


def _both_notes(mine: str, other: str) -> str:
    if _has(mine, other):
        return mine
    return other if _has(other, mine) else f"{mine}\n\n{other}"


def _has(note: str, other: str) -> bool:
    """Whether the other note stands in this one, in whole words: `no` is not said by `not yet`."""
    return not other or re.search(rf"(?<!\w){re.escape(other)}(?!\w)", note) is not None


def _all_views(
    mine: tuple[SavedView, ...], theirs: tuple[SavedView, ...], conflicts: list[str]
) -> tuple[SavedView, ...]:
    found: dict[str, SavedView] = {}
    clashing = []
    for view in (*mine, *theirs):
        if found.setdefault(view.name, view) != view:
            clashing.append(view)
    for view in clashing:
        names = (f"{view.name} {number}" for number in count(2))
        name = next(name for name in names if found.get(name) in (None, replace(view, name=name)))
        if name not in found:
            conflicts.append(
                f'The view "{visible_line(view.name)}" is another there; theirs is now called "{visible_line(name)}".'
            )
        found[name] = replace(view, name=name)
    return tuple(found.values())
