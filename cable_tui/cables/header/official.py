"""Who classified a cable: the name and the title in what a drafter wrote, found by their form and place.

Titles are beyond listing: offices, ranks, countries, abbreviations and slips of the hand. So a name is looked for, not
what is left behind known titles: a run of words that look like names, the last of its stretch where a title stands
before it, the first where one stands behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from cable_tui.cables.model import Official
from cable_tui.cables.references.posts import is_post, posts

_SUFFIX = re.compile(r",\s*(?=(?:JR|SR|II|III|IV)\b)", re.I)
_CHARGE = re.compile(r"\b(charg[eé]'?)\s*(d)e?\s*(['’´`,]?)\s*(aff?aires?|affairs)\b", re.I)
#: A stretch ends at a comma, a semicolon, a dash between blanks, a bracket, or a stop that is no abbreviation's.
_STRETCH = re.compile(r"\s*[,;:()\[\]]+\s*|\s+[-–—]+\s*|\s*[-–—]+\s+|(?<=\w{5})\.\s+(?=\S)")
_AND = re.compile(r"\s+(?:and|&)\s+", re.I)
_PARTICLES = frozenset("de la van von der den al el bin ben del di da dos du le ter ten zu".split())
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_TITLES = frozenset(
    "ambassador amb cda charge charge' chargé d'affaires d’affaires a.i ai dcm a/dcm deputy chief of mission acting"
    " consul general congen consul-general cg counselor counsellor polcouns polcounselor polcouncelor econcouns"
    " polminscouns polmincouns econmin political economic econ pol econpol ecopol polec pol/econ polecon minister"
    " minister-counselor minister-counsellor mc m/c officer poloff econoff emboff conoff director dir assistant"
    " secretary under undersecretary a/s u/s das pdas principal section affairs for pol-mil political-military"
    " the to and commercial consular counterterrorism regional public refugee labor science environment attache attaché"
    " daso dao rso prt adviser advisor senior special envoy coordinator interagency provincial executive inr nas"
    " usnato perm rep permanent representative head office unit embassy us u.s management agricultural legal polad"
    " a/polad staff vice president press global com pao ecom econoffs pmo nso obo oms gso fso fcs fas dea legatt vadm"
    " ci fsn eap eur nea wha isn vci bureau branch division department mission consulate post state desk team leader"
    " manager specialist analyst chargè colonel col lieutenant lt major maj captain capt commander cdr general gen radm"
    " brigadier admiral adm sergeant sgt usn usa usaf usmc ret dr mr mrs ms miss hon honorable sir"
    " in at with on a an or by".split()
)
#: Half-words of which the drafters make titles: PolMilChief, EconMinCouns, Laboff.
_STEMS = (
    "political|pol|economic|econ|eco|ec|con|cons|couns|counselor|chief|min|mil|officer|off|gen|emb|lab|ref|del|dep|adv|ad"
    "|agri|agr|ag|sci|att|coord|dir|def|leg|fin|mgt|admin|info|pub|perm|rep|cult|sec"
)
_COMPOSED = re.compile(rf"(?:{_STEMS}){{2,4}}s?", re.I)
#: A capital in the midst of a word is a title's (ConGen), but for those of names.
_CAMEL = re.compile(r"(?!(?:Mc|Mac|De|Di|Du|Da|La|Le|Van|Von|Fitz|St|O)[A-Z])[A-Z]?[a-z]+[A-Z]")
_ACRONYM = re.compile(r"[A-Z]{2,}")
_INITIAL = re.compile(r"(?:[^\W\d_]\.?){1,2}|(?:[^\W\d_]\.-?)+|[\"“”'‘’]\w+[\"“”'‘’]")
_WORD = re.compile(r"[^\W\d_][\w'’´`.-]*")
_DIRECTIONS = frozenset(
    "north south east west near far middle northern southern eastern western central european asian african american"
    " latin europe asia africa america americas eurasia eurasian pacific atlantic gulf world international".split()
)
_FOR = frozenset("for of to in at".split())
_SLASH = re.compile(r"(?<![\w/.])(?P<before>\w[\w.]*)/(?P<behind>\w[\w.]*)(?![\w/])")
_AGENCY = 6  # letters of a word in capitals that is longer than the names of agencies
_SLIP = 5  # consonants from which a word may have lost, gained or changed one and still be known


@lru_cache(maxsize=1024)
def split_official(text: str) -> Official:
    """Name and title apart: `Ambassador Alice G. Wells` and `Alice G. Wells, Ambassador` give the same."""
    text = _CHARGE.sub(_mended, _SUFFIX.sub(" ", text))
    if "/" in text:
        text = _SLASH.sub(_unslashed, text)
    stretches = [stretch for part in _STRETCH.split(text) if (stretch := part.strip(" ,"))]
    found = [(place, *_name_and_title(stretch)) for place, stretch in enumerate(stretches)]
    place, name, title = max(found, key=lambda item: _likeness(item[1], stretches[item[0]]), default=(0, "", ""))
    if not name:
        return Official("", ", ".join(stretches))
    if " " not in name and (title or len(stretches) > 1):
        name, title = _with_surname(name, title, stretches[place], is_alone=len(stretches) == 1)
    return Official(name, ", ".join(stretches[:place] + ([title] if title else []) + stretches[place + 1 :]))


def _likeness(name: str, stretch: str) -> int:
    """How like a name what was found in a stretch is: more than a surname, and no office, post, agency or affair."""
    words = name.split()
    if not words:
        return -1
    if len(_whole_words(words)) < 2:
        return 1 if len(name) > 1 and not (name.isupper() and len(name) < _AGENCY) and not is_post(name) else 0
    before, _, behind = stretch.partition(name)
    if is_post(name):
        return 2
    is_affair = before.strip().rpartition(" ")[2].lower() in _FOR
    return 3 if is_affair or (behind and not _AND.match(behind)) else 4


def _with_surname(given: str, title: str, stretch: str, *, is_alone: bool) -> tuple[str, str]:
    """The name and the title where a surname is a title too, `Ambassador Ana Major`: titles enclose no name."""
    before, _, surname = stretch.rpartition(" ")
    is_enclosed = before.endswith(f" {given}") or (before == given and not is_alone)
    if not is_enclosed or is_post(given) or (surname.isupper() and not given.isupper()):
        return given, title
    return f"{given} {surname}", title.removesuffix(surname).rstrip()


def _whole_words(words: list[str]) -> list[str]:
    return list(filter(_is_whole, words))


@lru_cache(maxsize=4096)
def _is_whole(word: str) -> bool:
    """Whether a word of a name is no initial, particle or suffix; each is asked about a dozen times."""
    return not (_INITIAL.fullmatch(word) or _is_small(word))


def _mended(match: re.Match[str]) -> str:
    """`Charge d' Affaires` and `Charge d,Affaires`, which no blank or comma is to part."""
    apostrophe = match[3].strip(",") or "'"
    return f"{match[1]} {match[2]}{apostrophe}{match[4]}"


def _unslashed(match: re.Match[str]) -> str:
    """`Ole Lund/DCM` and `AMBASSADOR/OLE LUND` part a name from a title, `Pol/Econ` two words of a title."""
    before, behind = match["before"], match["behind"]
    is_mixed = any(map(str.islower, match.string))
    titles = [_is_title(word) or _begins_title(word, is_mixed) for word in (before, behind)]
    title, named = (before, behind) if titles[0] else (behind, before)
    is_named = named[1:].islower() if is_mixed else len(title) >= _AGENCY > len(named) > 2
    return f"{before}, {behind}" if is_named and titles[0] != titles[1] else match[0]


def _name_and_title(stretch: str) -> tuple[str, str]:
    """The name in a stretch without commas, '' for none, and the rest of it; of two officials the first."""
    first = _AND.split(stretch, maxsplit=1)[0]
    name, title = _parted(first.split())
    if first != stretch:
        if name:
            return " ".join(name), " ".join([*title, stretch[len(first) :].strip()])
        name, title = _parted(stretch.split())
    return " ".join(name), " ".join(title)


def _parted(words: list[str]) -> tuple[list[str], list[str]]:
    """The words of the name and those of the title, each in order."""
    shown, words = words, [word.capitalize() for word in words] if " ".join(words).islower() else words
    runs = [run for run in _runs(words) if run[0] < run[1]]
    if not runs:
        return [], shown
    start, end = max(runs, key=lambda run: (_rank(words[run[0] : run[1]]), run))
    if len(_whole_words(words[start:end])) == 1 and start and words[start - 1].lower() in _FOR:
        return [], shown
    return shown[start:end], shown[:start] + shown[end:]


def _rank(name: list[str]) -> int:
    """Of two runs of words in a stretch, one with an initial is a name sooner, then one of several words."""
    whole = len(_whole_words(name))
    if whole and whole < len(name) and any(map(_INITIAL.fullmatch, name)):
        return 3
    return 2 if whole > 1 and not is_post(" ".join(name)) else 1


def _runs(words: list[str]) -> Iterator[tuple[int, int]]:
    """Where words that are no titles follow each other, without what belongs to the title before them."""
    flags = _title_words(words)
    start = 0
    for end in range(len(words) + 1):
        if end < len(words) and not flags[end]:
            continue
        first, last = _shortened(words, _behind_place(words, start, end), end), end
        while last > first and words[last - 1].lower() in _PARTICLES | _FOR:
            last -= 1
        if any(map(_WORD.fullmatch, _whole_words(words[first:last]))):
            yield first, last
        start = end + 1


def _title_words(words: list[str]) -> list[bool]:
    """For each word whether it belongs to a title: known as one, or of its form with a name behind it."""
    flags = [_is_title(word) for word in words]
    in_small = max((place for place, word in enumerate(words) if not flags[place] and not word.isupper()), default=-1)
    whole = len(_whole_words(words))
    for place, word in enumerate(words[:-1]):
        whole -= _is_whole(word)
        if not flags[place] and (not place or flags[place - 1]):
            named = whole > 1
            flags[place] = _begins_title(word, place < in_small and named) or (named and _is_consonants(word))
    return flags


def _is_consonants(word: str) -> bool:
    """`LTC`, `BG`: an abbreviation by its letters."""
    return len(word) > 1 and word.isupper() and word.isalpha() and not set(word) & set("AEIOUY")


def _behind_place(words: list[str], start: int, end: int) -> int:
    """Where a name begins behind the country, region or post of the title before it, if a name is still to come."""
    is_for = any(word.lower() in _FOR for word in words[:start])
    while start and start < end - 1:
        plain, rest = words[start].strip(".,'’").lower(), len(_whole_words(words[start + 1 : end]))
        is_area = is_for and ((rest and plain in _DIRECTIONS) or (rest > 1 and plain in _countries()))
        if not is_area and not (rest > 1 and is_post(plain)):
            break
        start += 1
    return start


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    """The words of the names of countries."""
    words = (word.strip("().,") for post in posts().values() for word in post.country.lower().split())
    return frozenset(words) - {""}


def _shortened(words: list[str], start: int, end: int) -> int:
    """Where a name begins that no title parts from the country or affair before it: its last two words count."""
    name = words[start:end]
    if not start or words[start - 1].lower() not in _FOR:
        return start if len(name) <= 5 or _PARTICLES & {word.lower() for word in name} else end - 3
    whole = _whole_words(name)
    return start + (name.index(whole[-2]) if len(whole) > 2 else 0)


def _is_small(word: str) -> bool:
    return word.lower() in _PARTICLES or word.strip(".").lower() in _SUFFIXES


@lru_cache(maxsize=4096)
def _is_title(word: str) -> bool:
    plain = word.strip(".,;:'\"").lower()
    if len(plain) == 1 and word != plain:  # an initial
        return False
    if plain in _TITLES or "/" in plain or any(char.isdigit() for char in plain):
        return True
    return word[:1].islower() and plain not in _PARTICLES and _WORD.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def _begins_title(word: str, is_mixed: bool) -> bool:
    """Whether a word looks like a title where one may stand; `is_mixed` where a name in small letters follows."""
    plain = word.strip(".,;:")
    if _COMPOSED.fullmatch(plain) or _CAMEL.match(plain) or (is_mixed and _ACRONYM.fullmatch(plain)):
        return True
    parts = plain.split("-")
    if len(parts) > 1 and parts[0].lower() in _TITLES and len(parts[0]) > _SLIP:  # Ambassador-at-Large
        return True
    return len(plain) > 1 and all(part.lower() in _TITLES or _is_slip(part.lower()) for part in parts)


def _consonants(word: str) -> str:
    """What is hardest to mistype of a word: its consonants, doubled ones once."""
    kept = [char for char in word if char.isalpha() and char not in "aeiouyáéíóúà"]
    return "".join(kept[:1] + [two for one, two in pairwise(kept) if one != two])


def _one_less(text: str) -> set[str]:
    return {text[:place] + text[place + 1 :] for place in range(len(text))}


@lru_cache(maxsize=1)
def _slips() -> frozenset[str]:
    whole = {text for title in _TITLES if len(text := _consonants(title)) >= _SLIP}
    return frozenset(whole.union(*map(_one_less, whole)))


def _is_slip(word: str) -> bool:
    """Whether a word is a title with a letter too many, too few, wrong, or out of its place."""
    text = _consonants(word)
    return len(text) >= _SLIP - 1 and bool({text, *(_one_less(text) if len(text) >= _SLIP else ())} & _slips())
