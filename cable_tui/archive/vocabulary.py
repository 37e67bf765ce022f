"""The archive's vocabulary: each word of its cables once, for queries that do not spell their words out.

FTS5 tells its words only by a walk through its whole index, so they are kept in a table of the cache. Each batch of a
build adds the words that are new with it, in its own transaction. The words of cables that are gone stay, and find
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cable_tui.store import RowDB

from . import fulltext
from .fulltext import Columns
from .query.spelling import MOST_WORDS, Pattern, matching
from .query.tokens import WORDY
from .schema import WORDS

_LONGEST = 64  # letters; what is longer is no word
_IN_A_ROW = 50_000  # words, which are in memory together
_REMEMBERED = 50  # patterns


class Words(NamedTuple):
    """Words with spaces between them, each once: those of texts, and the tokens of fields that hold words."""

    texts: str
    facts: str


#: Bytes of ASCII as the tokenizer of the full-text table has them: small letters, digits, spaces for all others.
_FOLDED = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128)).encode()
_TABLE = _FOLDED + bytes(range(128, 256))
_WORDY = re.compile("|".join(WORDY))


def words_in(cables: Iterable[Columns]) -> Words:
    """The words of some cables."""
    texts: set[bytes] = set()
    facts: set[bytes] = set()
    for text, subject, tokens in cables:
        texts.update(_pieces(text), _pieces(subject))
        facts.update(_pieces(tokens))
    told = _words(facts)
    officials = {word for word in told if word[0] != "x"}  # they are found as words of the text are
    return Words(" ".join(_words(texts) | officials), " ".join(filter(_WORDY.match, told)))


def _pieces(text: str) -> list[bytes]:
    """What stands between the spaces and signs of ASCII: words, and pieces with letters and signs beyond it."""
    return text.encode(errors="replace").translate(_TABLE).split()


def _words(pieces: set[bytes]) -> set[str]:
    plain = {piece for piece in pieces if piece.isascii()}
    found = {*b" ".join(plain).decode().split(), *fulltext.words(b" ".join(pieces - plain).decode())}
    return {word for word in found if len(word) <= _LONGEST}


def add(db: RowDB, found: Iterable[Words]) -> None:
    """Adds words, as far as they are new; within a transaction."""
    texts, facts = (set(" ".join(words).split()) for words in zip(*found, strict=True))
    table = db.rows(WORDS)
    last = None
    for last in table:
        texts.difference_update(last["texts"].split())
        facts.difference_update(last["facts"].split())
    if not texts and not facts:
        return
    first = (table.last_id() or 0) + 1
    if last and last["texts"].count(" ") < _IN_A_ROW:
        texts.update(last["texts"].split())
        facts.update(last["facts"].split())
        first = last.doc_id
    rows = enumerate(_rows(sorted(texts)), first)
    told = " ".join(sorted(facts))
    table.put({row: {"texts": some, "facts": told if row == first else ""} for row, some in rows})


def _rows(words: list[str]) -> Iterator[str]:
    """Words as the texts of rows, at least one."""
    for start in range(0, max(1, len(words)), _IN_A_ROW):
        yield " ".join(words[start : start + _IN_A_ROW])


class StoredWords:
    """The vocabulary of a cache as it is; what was looked up is remembered."""

    def __init__(self, db: RowDB) -> None:
        self._table = db.rows(WORDS)
        self._found: dict[Pattern, list[str]] = {}

    def spellings(self, pattern: Pattern) -> Sequence[str]:
        """The words that a pattern stands for. Raises StoreError."""
        if pattern in self._found:
            return self._found[pattern]
        found = [word for some in self._words(pattern.field) for word in matching(pattern, some)]
        if len(found) <= MOST_WORDS:
            if len(self._found) == _REMEMBERED:
                self._found.clear()
            self._found[pattern] = found
        return found

    def _words(self, field: str) -> Iterator[list[str]]:
        """The words of texts, or of a field by the letters of its tokens, some at a time."""
        for row in self._table:
            if field:
                yield [word.removeprefix(field) for word in row["facts"].split() if word.startswith(field)]
            else:
                yield row["texts"].split()
