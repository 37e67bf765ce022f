"""Cables: the text of one telegram to a value that says what is in it.

Everything is imported when it is first asked for: a session that only reads a cache never needs the parser, and the
list of cables not even the dataclasses.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .levels import BlockKind, Level, Precedence, ReferenceKind, SpanKind, WarningKind
    from .model import (
        Block,
        Cable,
        CableWarning,
        Classification,
        Container,
        Marking,
        Official,
        Recipient,
        Reference,
        Span,
    )
    from .parsing import parse

__all__ = [
    "Block",
    "BlockKind",
    "Cable",
    "CableWarning",
    "Classification",
    "Container",
    "Level",
    "Marking",
    "Official",
    "Precedence",
    "Recipient",
    "Reference",
    "ReferenceKind",
    "Span",
    "SpanKind",
    "WarningKind",
    "parse",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(".parsing" if name == "parse" else ".model", __name__), name)
