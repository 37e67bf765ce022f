"""Dataclasses that are values and cheap to make.

A cable is made of some fifty of them, and the `__init__` of a frozen dataclass takes four times as long as that of a
plain one. So they are frozen for the type checker, which is where an assignment would be written, and not at run time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True)
def value(kind: type[_T]) -> type[_T]:
    """A slotted dataclass that is compared and hashed by its fields, and never assigned to."""
    return dataclass(slots=True, unsafe_hash=True)(kind)


@dataclass_transform(frozen_default=True)
def value_with_dict(kind: type[_T]) -> type[_T]:
    """The same without slots, for a class that keeps what it has computed (`cached_property`)."""
    return dataclass(unsafe_hash=True)(kind)
