"""Expands patterns in a query: words with `*` and `?`, and words that may differ by some letters.

They are matched against the folded words in the full-text table, and the query searches for the words found.
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

#: The most words that the patterns of a query may match; each costs 0.1 ms. Lucene has the same limit.
MOST_WORDS = 1024


@dataclass(frozen=True, slots=True)
class Pattern:
    """A folded word with `*` (any letters) and `?` (one letter), or one without from which `edits` letters may differ.

    An edit adds, removes or replaces a letter, or swaps two adjacent ones. `field` is the token prefix of a field, ''
    for the text.
    """

    word: str
    edits: int = 0
    field: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it matches only itself."""
        return not self.edits and "*" not in self.word and "?" not in self.word


class Vocabulary(Protocol):
    """The words that occur in the cables searched."""

    def spellings(self, pattern: Pattern) -> Sequence[str]:
        """The words that match a pattern."""


class _NoWords:
    def spellings(self, pattern: Pattern) -> Sequence[str]:
        return ()


#: An empty vocabulary, for checking a query.
NO_WORDS: Vocabulary = _NoWords()


def matching(pattern: Pattern, words: Sequence[str]) -> list[str]:
    """The words of a vocabulary that match a pattern."""
    return _alike(pattern, words) if pattern.edits else _fitting(pattern.word, words)


def _fitting(pattern: str, words: Sequence[str]) -> list[str]:
    """The words that match `*` and `?`; words without the pattern's longest run of letters are skipped at once."""
    letters = max(re.split(r"[*?]", pattern), key=len)
    fits = re.compile(translate(pattern)).match  # which does not backtrack across a *
    return [word for word in words if letters in word and fits(word)]


def _alike(pattern: Pattern, words: Sequence[str]) -> list[str]:
    from rapidfuzz import process  # only needed for ~
    from rapidfuzz.distance import OSA

    found = process.extract(pattern.word, words, scorer=OSA.distance, score_cutoff=pattern.edits, limit=None)
    return [word for word, *_ in found]


#: Escaped characters, wildcards, and a ? at the end of a word, which is a question mark.
_SIGNS = re.compile(r"\\(?P<kept>.)|(?P<sign>\*+|\?(?=\?*[\w*]))|(?P<mark>\?)", re.DOTALL)


def has_signs(raw: str, *, at_end: bool = False) -> bool:
    """Whether a word as typed has wildcards; a final `*`, which FTS5 handles, counts only with `at_end`."""
    signs = (match for match in _SIGNS.finditer(raw) if match["sign"])
    return any(at_end or match["sign"] == "?" or match.end() < len(raw) for match in signs)


def pattern_text(raw: str) -> str:
    """A word as typed, unescaped; of `*` and `?` only wildcards stay."""
    return _SIGNS.sub(_sign, raw)


def _sign(match: re.Match[str]) -> str:
    kept = match["kept"] or ""
    return match["sign"][0] if match["sign"] else kept.translate(_NO_SIGNS) or " "


_NO_SIGNS = str.maketrans("*?", "  ")
_WORD = re.compile(r"[0-9a-z*?]+")
#: Private-use characters replace `*` and `?` while a word is folded.
_AS_LETTERS = str.maketrans("*?\ue000\ue001", "\ue000\ue001  ")
_AS_SIGNS = str.maketrans("\ue000\ue001", "*?")


def patterns(text: str, edits: int | None, field: str) -> list[Pattern]:
    """The patterns in a text, in which `*` and `?` count as letters; with `edits` None, the word's length decides."""
    if text.isascii():
        words = _WORD.findall(text.lower())
    else:
        words = [word.translate(_AS_SIGNS) for word in fulltext.words(text.translate(_AS_LETTERS))]
    return [Pattern(word, _usual_edits(word) if edits is None else edits, field) for word in words]


def _usual_edits(word: str) -> int:
    """Elasticsearch's fuzziness AUTO: none up to two letters, one up to five, else two."""
    return min(len(word) // 3, 2)


class TooMany(Exception):
    """Patterns match more words than a query may search for; the message says how many."""


def phrases(found: Iterable[Pattern], vocabulary: Vocabulary, before: int = 0) -> list[tuple[str, ...]]:
    """The phrases that adjacent patterns match; `before` counts those matched earlier in the query.

    Raises:
        TooMany: together they are more than `MOST_WORDS`.
    """
    rows = [(one.word,) if one.is_plain else vocabulary.spellings(one) for one in found]
    count = prod(map(len, rows))
    if before + count > MOST_WORDS:
        total = f", {before + count:,} with those before it" if before else ""
        raise TooMany(f"matches {count:,} words here{total}, more than {MOST_WORDS:,}; type more of its letters")
    return list(product(*rows))
