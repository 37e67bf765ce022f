"""Words that a query does not spell out: those with `*` and `?` in them, and those that may differ by some letters.

They are looked up among the words of what is searched, and the query asks for the words that are found. What counts
are folded words, as the full-text table has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import translate
from itertools import product
from math import prod
from typing import Protocol

from cable_tui.archive import fulltext

#: How many words those of a query may stand for; each costs a tenth of a millisecond. Lucene's bound is the same.
MOST_WORDS = 1024


@dataclass(frozen=True, slots=True)
class Pattern:
    """A folded word with `*` (any letters) and `?` (one letter), or one without that `edits` letters may differ from.

    An edit is a letter more, less or another one, or two neighbours that changed places. With `field`, the letters
    of a field's tokens, it is a word of that field.
    """

    word: str
    edits: int = 0
    field: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it stands for itself alone."""
        return not self.edits and "*" not in self.word and "?" not in self.word


class Vocabulary(Protocol):
    """The words of what is searched."""

    def spellings(self, pattern: Pattern) -> Sequence[str]:
        """The words that a pattern stands for."""


class _NoWords:
    def spellings(self, pattern: Pattern) -> Sequence[str]:
        return ()


#: The vocabulary of nothing, with which a query can be checked.
NO_WORDS: Vocabulary = _NoWords()


def matching(pattern: Pattern, words: Sequence[str]) -> list[str]:
    """The words of a vocabulary that a pattern stands for."""
    return _alike(pattern, words) if pattern.edits else _fitting(pattern.word, words)


def _fitting(pattern: str, words: Sequence[str]) -> list[str]:
    """The words with the letters of a pattern. One that lacks its longest run of them is passed over at once."""
    letters = max(re.split(r"[*?]", pattern), key=len)
    fits = re.compile(translate(pattern)).match  # which never goes back behind a *
    return [word for word in words if letters in word and fits(word)]


def _alike(pattern: Pattern, words: Sequence[str]) -> list[str]:
    from rapidfuzz import process  # only for queries that ask for it
    from rapidfuzz.distance import OSA

    found = process.extract(pattern.word, words, scorer=OSA.distance, score_cutoff=pattern.edits, limit=None)
    return [word for word, *_ in found]


#: What is escaped, what stands for letters, and a ? that ends a word, as it ends a question.
_SIGNS = re.compile(r"\\(?P<kept>.)|(?P<sign>\*+|\?(?=\?*[\w*]))|(?P<mark>\?)", re.DOTALL)


def has_signs(raw: str, *, at_end: bool = False) -> bool:
    """Whether a word as it was typed has `*` or `?` for letters; a `*` at its end, as FTS5 knows it, only `at_end`."""
    signs = (match for match in _SIGNS.finditer(raw) if match["sign"])
    return any(at_end or match["sign"] == "?" or match.end() < len(raw) for match in signs)


def pattern_text(raw: str) -> str:
    """A word as it was typed with its backslashes undone; `*` and `?` are left where they stand for letters."""
    return _SIGNS.sub(_sign, raw)


def _sign(match: re.Match[str]) -> str:
    kept = match["kept"] or ""
    return match["sign"][0] if match["sign"] else kept.translate(_NO_SIGNS) or " "


_NO_SIGNS = str.maketrans("*?", "  ")
_WORD = re.compile(r"[0-9a-z*?]+")
#: What stands for `*` and `?` while a word is folded: letters of private use, which stay as they are.
_AS_LETTERS = str.maketrans("*?\ue000\ue001", "\ue000\ue001  ")
_AS_SIGNS = str.maketrans("\ue000\ue001", "*?")


def patterns(text: str, edits: int | None, field: str) -> list[Pattern]:
    """The words of a text in which `*` and `?` count as letters; `edits` of None is what fits the word's length."""
    if text.isascii():
        words = _WORD.findall(text.lower())
    else:
        words = [word.translate(_AS_SIGNS) for word in fulltext.words(text.translate(_AS_LETTERS))]
    return [Pattern(word, _usual_edits(word) if edits is None else edits, field) for word in words]


def _usual_edits(word: str) -> int:
    """Elasticsearch's fuzziness AUTO: none up to two letters, one up to five, else two."""
    return min(len(word) // 3, 2)


class TooMany(Exception):
    """Patterns stand for more words than a query may ask for: what is to be said of them."""


def phrases(found: Iterable[Pattern], vocabulary: Vocabulary, before: int = 0) -> list[tuple[str, ...]]:
    """The rows of words that patterns next to each other stand for, where `before` stand in the query before them.

    Raises:
        TooMany: these are more than `MOST_WORDS`.
    """
    rows = [(one.word,) if one.is_plain else vocabulary.spellings(one) for one in found]
    count = prod(map(len, rows))
    if before + count > MOST_WORDS:
        total = f", {before + count:,} with those before it" if before else ""
        raise TooMany(f"stands for {count:,} words here{total}, more than {MOST_WORDS:,}; write more of its letters")
    return list(product(*rows))
