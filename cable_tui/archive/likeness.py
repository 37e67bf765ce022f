"""Compares the words of two texts, either of which may be cut, redacted, wrapped or misread by a scanner."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

_ALIKE = 0.5  # share of the shorter text's words that both must have
_EXTRA = 0.02  # share of words that only the shorter text may have
_FEW = 5
_WORD_LENGTH = 3  # letters; shorter words are ambiguous
GAP = "…"
"""Replaces each redaction and each character lost in a conversion."""
_REVIEWED = "redact|excis|sanitiz|delet|withh|declassif|remov|omitt|exempt|illegib|garbled"
_REDACTED = re.compile(
    rf"\[[^\]\n]{{0,30}}\b(?:{_REVIEWED})[^\]\n]{{0,30}}\]|\[(?:[Bb][1-9]|1\.4[^\]\n]{{0,9}})\]|X{{4,}}"
    r"|(?<![\w)])\(b\) ?\([1-9]\)|(?<![\w.])1\.4 ?\([a-h]\)|\bXX+(?: XX+)+\b|[█■▇]+|[¿\ufffd]+",
    re.I,
)
_WORD = re.compile(rf"[^\W_]+|{GAP}")
#: Characters that scanners confuse; fewer of them in numbers, where only true look-alikes count.
_AS_LETTERS, _AS_FIGURES = str.maketrans("015L8", "OISIB"), str.maketrans("OIL", "011")
_MOST = 50_000_000  # pairs of equal words, which take seconds; a text of 20,000 words has a tenth of them


def fit(mine: Sequence[str], theirs: Sequence[str], *, in_one_piece: bool = False) -> bool:
    """Whether two texts agree in every word, except words that one of them omits or redacts.

    `in_one_piece` is for a section, which omits nothing in the middle.
    """
    start = _common(mine, theirs)
    end = _common(mine[start:][::-1], theirs[start:][::-1])
    left, right = mine[start : len(mine) - end], theirs[start : len(theirs) - end]
    if not left or not right:
        return True
    if _pairs(left, right) > _MOST:
        return False
    shared = start + end
    extra = [0, 0]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, left, right).get_opcodes():
        if kind == "equal":
            shared += i2 - i1
        elif kind == "replace" and not _is_same(left[i1:i2], right[j1:j2]):
            return False
        elif kind != "replace" and _is_inside(i1, i2, left, j1, j2, right, start, end):
            extra[kind == "insert"] += len([word for word in (*left[i1:i2], *right[j1:j2]) if word != GAP])
    shorter = min(len(mine), len(theirs))
    return (max if in_one_piece else min)(extra) <= _EXTRA * shorter and (shared >= _ALIKE * shorter or shorter < _FEW)


def _pairs(left: Sequence[str], right: Sequence[str]) -> int:
    """The number of pairs of equal words in two texts."""
    mine, theirs = Counter(left), Counter(right)
    return sum(count * theirs[word] for word, count in mine.items())


def _is_inside(
    i1: int, i2: int, left: Sequence[str], j1: int, j2: int, right: Sequence[str], start: int, end: int
) -> bool:
    """Whether extra words are in the middle of a text; at the start and end the other text may be cut."""
    at_start = not start and not i1 and not j1
    at_end = not end and i2 == len(left) and j2 == len(right)
    return not at_start and not at_end


def _is_same(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether words differ only by redactions, spacing or misread characters."""
    mine, theirs = "".join(left), "".join(right)
    if mine == theirs or _fills(mine, theirs) or _fills(theirs, mine):
        return True
    return len(left) == len(right) and all(
        GAP in (one, two) or is_misread(one, two) for one, two in zip(left, right, strict=True)
    )


def is_misread(one: str, other: str) -> bool:
    """Whether two words differ only in look-alikes such as `0` and `O`, and one of them mixes letters and digits.

    `B0ATS` is BOATS and `4O` is 40, but `B5` and `BS` may be two words.
    """
    if one == other:
        return True
    mixed, clean = (other, one) if one.isalpha() or one.isdecimal() else (one, other)
    if mixed.isalpha() or mixed.isdecimal() or len(one) != len(other):
        return False
    if clean.isdecimal():
        return mixed.translate(_AS_FIGURES) == clean
    return (
        clean.isalpha() and len(clean) >= _WORD_LENGTH and mixed.translate(_AS_LETTERS) == clean.translate(_AS_LETTERS)
    )


def _fills(shown: str, redacted: str) -> bool:
    """Whether letters match a redacted text, in which a gap matches anything."""
    first, *others = redacted.split(GAP)
    if not others or not shown.startswith(first):
        return False
    place = len(first)
    for part in others[:-1]:
        found = shown.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return len(shown) - place >= len(others[-1]) and shown.endswith(others[-1])


def _common(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """The number of words at the start that two texts have in common."""
    pairs = enumerate(zip(mine, theirs, strict=False))
    return next((at for at, (one, two) in pairs if one != two), min(len(mine), len(theirs)))


def words_of(text: str) -> list[str]:
    """The words of a text in capitals, without accents; each redaction is one character."""
    text = _REDACTED.sub(f" {GAP} ", text)
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.replace(GAP, "\0"))
        text = "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("\0", f" {GAP} ")
    return _WORD.findall(text.upper())
