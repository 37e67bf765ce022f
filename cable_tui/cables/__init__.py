"""Cables: the text of one telegram to a value that says what is in it.

`parse` is imported when it is first asked for: a session that only reads a cache never needs the parser.
"""

from typing import TYPE_CHECKING, Any

from .model import (
    Block,
    BlockKind,
    Cable,
    Classification,
    Container,
    Level,
    Marking,
    Official,
    Precedence,
    Recipient,
    Reference,
    ReferenceKind,
    Span,
    SpanKind,
)

if TYPE_CHECKING:
    from .parsing import parse

__all__ = [
    "Block",
    "BlockKind",
    "Cable",
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
    "parse",
]


def __getattr__(name: str) -> Any:
    if name == "parse":
        from .parsing import parse

        return parse
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
