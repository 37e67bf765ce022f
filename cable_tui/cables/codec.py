"""Cables as JSON: a lossless form for the cache, and the record that `export` writes.

Both are made by walking the dataclasses; what is empty is left out of the lossless form and filled in from the
defaults when it is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from enum import Enum, IntEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from .archive_facts import FACTS, fact
from .model import Cable, CableWarning, Marking

_Json = Any
_T = TypeVar("_T")


def encode(value: Any) -> _Json:
    """A value of the model as JSON: dates in ISO 8601, enums by value, dataclasses as objects without defaults."""
    if isinstance(value, str | int | NoneType):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    found = {}
    for name, default in _defaults(value.__class__):
        item = getattr(value, name)
        if item != default:
            found[name] = encode(item)
    return found


def decode(kind: type[_T], record: dict[str, _Json]) -> _T:
    """The value of this kind in a record that `encode` made.

    Raises:
        TypeError, ValueError: when the record is not of this form.
    """
    read: Callable[[Any], _T] = _reader(cast(Any, kind))
    return read(record)


@cache
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((item.name, item.default) for item in fields(kind))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """The function that reads a value of this type from JSON."""
    if get_origin(kind) is UnionType:
        inner = _reader(next(part for part in get_args(kind) if part is not NoneType))
        return lambda value: None if value is None else inner(value)
    if get_origin(kind) is tuple:
        item = _reader(get_args(kind)[0])
        return lambda values: tuple(item(value) for value in values)
    if kind in (datetime, date):
        return kind.fromisoformat  # type: ignore[no-any-return]
    if kind in (str, int, bool) or issubclass(kind, Enum):
        return kind  # type: ignore[no-any-return]
    hints = get_type_hints(kind)
    readers = {item.name: _reader(hints[item.name]) for item in fields(kind)}
    return lambda record: kind(**_fields(record, readers))


def _fields(record: dict[str, _Json], readers: dict[str, Callable[[Any], Any]]) -> dict[str, Any]:
    try:
        return {name: readers[name](value) for name, value in record.items()}
    except KeyError as error:
        raise ValueError(f"no field is called {error}") from error


def record(cable: Cable) -> dict[str, _Json]:
    """The cable as one plain object with every field.

    Banner and levels are words, markings are as printed, warnings are sentences. Its `text` and `container` are what
    it was read from, and make the same cable again.
    """
    found = {name: _plain(getattr(cable, name)) for name, _ in _defaults(Cable)}
    found["summary"], found["spans"] = cable.summary, _plain(cable.spans)
    found["classification"] = str(cable.classification)
    found["level"] = _plain(cable.classification.level)
    for name in FACTS:
        found[name] = fact(cable, name)
    found["caveats"] = list(cable.classification.caveats)
    return found


def _plain(value: Any) -> _Json:
    if isinstance(value, IntEnum):
        return value.name.replace("_", " ")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Marking):
        return value.short
    if isinstance(value, CableWarning):
        return value.sentence
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    return {name: _plain(getattr(value, name)) for name, _ in _defaults(value.__class__)}
