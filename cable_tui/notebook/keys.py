"""The numbers of the notebook's rows, made from what they are about, so that each is found without an index."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .values import Bookmark


def key_of(name: str) -> int:
    """The number of the row of a named thing: 62 bits of the digest of its name."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 2


def bookmark_key(bookmark: Bookmark) -> int:
    """The number of the row of a bookmark."""
    return int(bookmark.uid, 16) >> 2
