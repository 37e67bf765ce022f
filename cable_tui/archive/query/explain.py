"""Why a query finds nothing: what each of its clauses finds alone, and who cites the cable that it names."""

from __future__ import annotations

import re

from cable_tui.archive import Archive, Limit
from cable_tui.archive.query.syntax import QueryError

_BARE = re.compile(r'(?:id:)?"?([^":]+)"?', re.IGNORECASE)


def why_nothing(archive: Archive, query: str) -> str:
    """A sentence for the reader of an empty list. Raises QueryError, StoreError."""
    told = (f"{text}: {count:,}{'' if count else _cited(archive, text)}" for text, count in archive.counts(query))
    return "Nothing found. " + " · ".join(told)


def _cited(archive: Archive, clause: str) -> str:
    """That cables cite what a clause names, which is not here; '' where none do, or it names no cable."""
    name = _BARE.fullmatch(clause)
    try:
        count = len(archive.view(Limit(f'ref:"{name[1]}"'))) if name else 0
    except QueryError:
        return ""
    return f", cited by {count:,} cable{'' if count == 1 else 's'} (R there, or is:missing)" if count else ""
