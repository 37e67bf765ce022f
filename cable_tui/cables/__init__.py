"""Cables: the text of one telegram to a value that says what is in it."""

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
from .parse import parse

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
