"""Row ids of the notebook, derived from the contents so that a row is found without an index."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .values import Bookmark


def key_of(name: str) -> int:
    """The row id for a name: 62 bits of its digest."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 2


def bookmark_key(bookmark: Bookmark) -> int:
    """The row id of a bookmark: 62 bits of its uid."""
    return int(bookmark.uid, 16) >> 2
