"""Invented words and names, and pages of prose made of them."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from random import Random
from typing import NamedTuple

VOCABULARY = 100_000

_FUNCTION_WORDS = (
    "the of to and a in that for is on was with as by it his he at has be from have are would not were which had this"
    " its their but they or been will an who also more one we there all some than other our if should could between"
    " because about after during when while into only over however such against most under these any can through"
    " both since many very before those including him them what so did do out where another without no each much still"
    " already within his whether then although even too might several toward among"
).split()
_QUANTITIES = [f"{number} percent" for number in range(3, 97, 4)] + [f"some {n}00 people" for n in range(2, 9)]
_QUANTITIES += [f"USD {number} million" for number in range(2, 60, 3)] + [
    f"the {year} budget" for year in range(2001, 2011)
]
_ONSETS = "b br c d dr f g gr h j k kl l m n p pr r s st t tr v z".split()
_VOWELS = "a e i o u a e o ai ia".split()
_CODAS = ["", "", "", "n", "r", "l", "s", "k", "m", "t"]
_MEANT_OTHERWISE = frozenset(
    "note notes page para paras june july mark base code action sipdis noforn ref tags".split()
)


@cache
def vocabulary() -> list[str]:
    """The invented words, the commonest first, the same for every seed; each eighth is a name with a capital."""
    random = Random("vocabulary").random
    syllables = [onset + vowel + coda for onset in _ONSETS for vowel in _VOWELS for coda in _CODAS]
    known = {*_FUNCTION_WORDS, *_MEANT_OTHERWISE}
    count, words = len(syllables), dict.fromkeys(known)
    while len(words) < VOCABULARY + len(known):
        word = syllables[int(random() * count)] + syllables[int(random() * count)]
        if random() < min(0.8, len(words) / 20_000):  # rare words are longer
            word += syllables[int(random() * count)]
        words[word] = None
    found = [word for word in words if word not in known]
    found[5::8] = [word.capitalize() for word in found[5::8]]
    return found


@cache
def _zipf() -> tuple[list[str], list[float]]:
    """All words of running text and their cumulated weights: the word of rank r has 1/r."""
    words = [*_FUNCTION_WORDS, *vocabulary()]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    share = 0.008 * sum(weights) / len(_QUANTITIES)
    return words + _QUANTITIES, list(accumulate(weights + [share] * len(_QUANTITIES)))


# --- pages of prose ----------------------------------------------------------------------------------------------

_PAGES = 128
_CABLES_ON_A_PAGE = 32  # cables that follow each other and share a page
_WORDS_ON_A_PAGE = 16_000
_WIDTH, _FIRST_WIDTH = 66, 55  # the first line leaves room for number and marking
LINE_END = " \n"


class Page(NamedTuple):
    """Passages that a paragraph can be made of, in wrapped lines, and headings."""

    passages: list[str]
    headings: list[str]


def page_for(seed: int, index: int) -> Page:
    """The pool that the cable with this index takes its prose from."""
    return _page(seed, index // _CABLES_ON_A_PAGE % _PAGES)


@cache
def _page(seed: int, number: int) -> Page:
    draw = Random(f"{seed} page {number}")
    words, weights = _zipf()
    tokens = draw.choices(words, cum_weights=weights, k=_WORDS_ON_A_PAGE)
    passages, start = [], 0
    while start < len(tokens) - 250:
        length = int(draw.triangular(25, 190, 60))
        passages.append(_passage(tokens[start : start + length], draw))
        start += length
    rare = vocabulary()[:3000]
    headings = [" ".join(draw.choices(rare, k=draw.randrange(2, 6))).upper() for _ in range(60)]
    return Page(passages, headings)


def _passage(tokens: list[str], draw: Random) -> str:
    """Sentences of these words in lines; the first word keeps its small letter."""
    random = draw.random
    lines: list[str] = []
    line, room = "", _FIRST_WIDTH
    opens, left = False, 8 + int(random() * 20)
    last = len(tokens) - 1
    for index, token in enumerate(tokens):
        word = token[0].upper() + token[1:] if opens else token
        opens = False
        left -= 1
        if left <= 0 or index == last:
            word, opens, left = word + ".", True, 8 + int(random() * 20)
        elif (chance := random()) < 0.06:
            word = f'"{word}"' if chance < 0.004 else word + ","
        if len(line) + len(word) > room:
            lines.append(line)
            line, room = word, _WIDTH
        else:
            line = f"{line}{'  ' if line[-1:] == '.' else ' '}{word}" if line else word
    lines.append(line)
    return LINE_END.join(lines + _figures(draw))


def _figures(draw: Random) -> list[str]:
    """Below few passages a list, below fewer a table."""
    chance = draw.random()
    words = vocabulary()[:5000]
    if chance < 0.015:
        return ["", *(f"{draw.choice(words).upper():<28}{draw.randrange(10, 99_999):>12,}" for _ in range(5))]
    if chance < 0.06:
        return [f"-- {' '.join(draw.choices(words, k=6))};" for _ in range(draw.randrange(2, 6))]
    return []


# --- people ------------------------------------------------------------------------------------------------------


@cache
def surnames() -> list[str]:
    """Four thousand invented surnames."""
    return [word.capitalize() for word in vocabulary()[2000:20_000] if 5 <= len(word) <= 9][:4000]


@cache
def first_names() -> list[str]:
    """A hundred and fifty invented first names."""
    return [word.capitalize() for word in vocabulary()[500:4000] if 4 <= len(word) <= 6][:150]
