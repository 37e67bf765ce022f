"""Under which order a cable is classified, by whom, for which reasons and until when."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache

from cable_tui.cables.dtg import us_date
from cable_tui.cables.glossaries.tags import geographic_names
from cable_tui.cables.model import Official

_ORDER = re.compile(r"E\.? ?[O0]\.? ?:? ?(?P<number>1\d{3,4})?|EXECUTIVE ORDER:? ?(?P<long>1\d{4})?", re.I)
_DECL = re.compile(r"DECL(?:ASSIFY ON|ASSIFICATION DATE)?\b[ :]*", re.I)
_LABEL = re.compile(r"\s*(?:¶?1\. *)?(?:\([A-Z/]{1,8}\) *)?(?:CLAS?S?I?FIED(?: BY)?|DECLASSIFY ON)\b[ :;.]*", re.I)
_REASONS = re.compile(r"1(?<![\d.]1) ?[./] ?[45](?!\d)[.,]?\s*(?P<letters>.*)", re.S)
#: Words between the person and the section: `for reasons`, `per E.O. 12958, reason`.
_BEFORE_REASONS = re.compile(
    r"for|per|under|pursuant|to|the|of|and|based|based/on|on|in|accordance|with|by|due|section|paragraph|sub-?section"
    r"|e\.?o\.?|executive|order|1[0-9]{4}|(?:r[easo]{2,5}|re?as?o?)ns?(?:\(s\)?)?|r[eason]{4,7}s?|reason\(s|[,;:.()-]+",
    re.I,
)
#: The commonest of them.
_SURELY_BEFORE = frozenset(("for", "reason", "reasons", "reason(s)", "section", "per"))
#: Reasons without their section: `for reasons b, d`, `Reasons (b) and (d)`.
_LETTERS_ALONE = re.compile(
    r"\br[eason]{4,7}(?:\(s\))?[\s:;,.(]+(?P<letters>[a-h]\b[\s)(,/.&-]*(?:(?:and|or|[a-h])\b.*)?)$", re.I
)
_GLUED_REASONS = re.compile(r"1 ?[./] ?[45](?=[a-hA-H]\b)")
_LETTERS = re.compile(r"[A-Za-z]+|[-–]")
_DERIVED = re.compile(r"\bDERIVED FROM[ :]*(?P<value>.*)", re.I | re.S)
_SUFFIX = re.compile(r",\s*(?=(?:JR|SR|II|III|IV)\b)", re.I)
_NAME_PARTICLES = frozenset("de la van von der den al el bin del di da".split())
_TITLES = frozenset(
    "affaires colonel captain commander lieutenant major admiral attaches chairman economics trade energy team leader"
    " reporting security defense desk mission's europe acting/dcm chief's "
    "ambassador amb cda charge charge' chargé d'affaires d’affaires a.i ai dcm a/dcm deputy chief of mission acting"
    " consul general congen consul-general cg counselor counsellor polcouns polcounselor polcouncelor econcouns"
    " polminscouns polmincouns econmin political economic econ pol econpol ecopol polec pol/econ polecon minister"
    " minister-counselor minister-counsellor mc m/c officer poloff econoff emboff conoff director dir assistant"
    " secretary under undersecretary a/s u/s das pdas principal section affairs for pol-mil political-military"
    " the to and commercial consular counterterrorism regional public refugee labor science environment attache attaché"
    " daso dao rso prt adviser advisor senior special envoy coordinator interagency provincial executive inr nas"
    " usnato perm rep permanent representative head office unit embassy us u.s management agricultural legal polad"
    " a/polad staff vice president press global".split()
)
_CONNECTORS = frozenset("for of in to at on".split())
_LONG_TITLE = 6
_LONG_TITLES = tuple(word for word in _TITLES if len(word) >= _LONG_TITLE and word.isalpha())
#: Titles put together of the short forms: `EconMinCouns`, `POLCHIEF`.
_COMPOUND = re.compile(
    r"(?:a|d|dep|act|amb|pol|mil|econ?|comm?|min|cons?|coun(?:s|selor|cilor)?|gen|off(?:icer)?|chief|adv|att|agr?i?|sci"
    r"|dir|sec|ref|leg|mgt|admin|fin|labor?|def|cult|info|pub|emb){2,}s?"
)
_SHORTEST, _LONGEST_NAME = 2, 4  # words
_CHARGE = re.compile(r"\bd ?[,'’`´] ?affair[es]{1,2}", re.I)
_REMARK_BEHIND = re.compile(r"\s*\((?P<remark>[^()]*)\)?\s*$")
_SEPARATORS = re.compile(r"[,;:]|\s[-–—]+\s|(?<=[a-z]{4})\.\s+(?=[A-Z])")
_TWO = re.compile(r"\s(?:and|&)\s", re.I)
_NAME_MARKS = re.compile(r"[-'’.\"“”]")
_IS_SUFFIX = re.compile(r"(?:JR|SR|II|III|IV)\.?", re.I)
_ABBREVIATED = re.compile(r"[A-Z][A-Za-z]+\.")
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")
_OF_NAMES = re.compile(r"(?:Ma?c|De|Di|Du|La|Le|Van|Von|Fitz)[A-Z]")
_REGIONS = frozenset(
    "NORTHERN SOUTHERN EASTERN WESTERN CENTRAL NORTH SOUTH EAST WEST EUROPE EUROPEAN ASIA ASIAN AFRICA AFRICAN AMERICA"
    " AMERICAN EURASIAN NEAR PACIFIC CARIBBEAN INTERNATIONAL".split()
)
_LONGEST = 600
#: The official on the line of the order, as it was to 1982: `GDS 8/12/85 (TOMSETH, VICTOR L.) OR-P`.
_ON_ORDER = re.compile(r"\b(?:X?GDS|RDS)\b[^()]*\((?P<surname>[^\W\d][^\d(),]*),(?P<given>[^\d(),]+)\)", re.I)


def read_order(lines: list[str]) -> tuple[str, str, date | None]:
    """The order's number ('12958'), the declassification as printed, and its date where that is one.

    `E.O. 12958: DECL: 06/05/2018` gives ('12958', '06/05/2018', 2018-06-05); `E.O. 12958: N/A` gives N/A.
    """
    if not lines:
        return "", "", None
    text = " ".join(lines)
    match = _ORDER.match(text)
    if not match:
        return "", text, us_date(text)
    rest = text[match.end() :].strip(" :.;,")
    declassify = _DECL.sub("", rest, count=1).strip() if _DECL.match(rest) else rest
    return match["number"] or match["long"] or "", declassify, us_date(declassify)


def official_on_order(declassify: str) -> Official | None:
    """The official whom the order's line names: `(TOMSETH, VICTOR L.)` is Victor L. Tomseth, without a title."""
    match = _ON_ORDER.search(declassify) if "(" in declassify else None
    return Official(" ".join(f"{match['given']} {match['surname']}".split())) if match else None


def join_wrapped(lines: list[str]) -> str:
    """Joins lines; exports cut this field at column 71 even inside a word ("FOR REAS", "ONS 1.4")."""
    return "".join(line + ("" if len(line) == 71 else " ") for line in lines).rstrip()


def read_classified_by(lines: list[str]) -> tuple[Official | None, tuple[str, ...], str]:
    """The person, the reasons as lower-case letters in the order printed, and what it is derived from."""
    if not lines:
        return None, (), ""
    text = join_wrapped(lines)[: _LONGEST * 10]
    derived = ""
    if "DERIVED" in text.upper() and (match := _DERIVED.search(text)):
        derived, text = match["value"].strip(), text[: match.start()]
    text = _GLUED_REASONS.sub(_with_blank, text)
    while match := _LABEL.match(text):  # "Classified By: CLASSIFIED BY ISN ..." and "(U) Classified by" happen
        text = text[match.end() :]
    reasons: tuple[str, ...] = ()
    if match := _REASONS.search(text) or _LETTERS_ALONE.search(text):
        reasons = _read_letters(match["letters"])
        text = text[: match.start()]
    words = text.split()
    while words and _is_before_reasons(words[-1].strip(",;:.()[]")):
        words.pop()
    text = " ".join(words).strip(" ,;:.-")
    return (split_official(text) if text else None), reasons, derived


def _with_blank(match: re.Match[str]) -> str:
    return f"{match[0]} "


def _is_before_reasons(word: str) -> bool:
    return not word or word.lower() in _SURELY_BEFORE or _BEFORE_REASONS.fullmatch(word) is not None


def _read_letters(text: str) -> tuple[str, ...]:
    """`(b) and (d)`, `b/d`, `(b-d)`, `(B)(D)`: the letters, a range written out."""
    found: list[str] = []
    span = False
    for token in _LETTERS.findall(text.lower()):
        if token in ("-", "–"):
            span = True
        elif len(token) == 1 and "a" <= token <= "h":
            if span and found:
                codes = range(ord(found[-1]) + 1, ord(token) + 1)
                found.extend(chr(code) for code in codes if chr(code) not in found)
            elif token not in found:
                found.append(token)
            span = False
        elif token in ("through", "to"):
            span = True
        elif token not in ("and", "or"):
            break
    return tuple(found)


def split_official(text: str) -> Official:
    """Name and title apart: `Ambassador Alice G. Wells` and `Alice G. Wells, Ambassador` give the same.

    The name is told by its place and its letters: the last words of the first part that does not end in a title.
    """
    text = _CHARGE.sub(_charge, _SUFFIX.sub(" ", text))
    behind: list[str] = []
    if match := _REMARK_BEHIND.search(text):
        behind.append(match["remark"])
        text = text[: match.start()]
    parts = [part for part in (part.strip(" ,;:-") for part in _SEPARATORS.split(text)) if part]
    parts = [half for part in parts for half in _halves(part)]
    for index, part in enumerate(parts):
        name, title = _name_and_title(part.split())
        if name:
            titles = [*parts[:index], title, *parts[index + 1 :], *behind]
            return Official(name, ", ".join(filter(None, titles)))
    return Official("", ", ".join([*parts, *behind]))


def _charge(match: re.Match[str]) -> str:
    """One word where a sign or a blank tore `d'Affaires`."""
    return "".join(("'" if sign == "," else sign) for sign in match[0] if sign != " ")


def _halves(part: str) -> list[str]:
    """Two officials apart, where both are named: `PolCouns Ana Velmer and EconCouns Bo Ost`."""
    halves = _TWO.split(part, maxsplit=1)
    names = [_name_and_title(half.split())[0] for half in halves]
    return halves if len(halves) == 2 and all(_full_words(name.split()) >= _SHORTEST for name in names) else [part]


def _name_and_title(words: list[str]) -> tuple[str, str]:
    """The words of a name at the end of a part, and those before it."""
    start = len(words)
    while start and _may_be_name(words[start - 1]):
        start -= 1
    while start < len(words) - 1 and words[start].lower() in ("the", "of", "for"):
        start += 1
    behind_connector = start > 0 and words[start - 1].lower() in _CONNECTORS
    while _full_words(words[start + 1 :]) >= _SHORTEST and (behind_connector or _names_an_office(words[start], words)):
        start += 1
    if _full_words(words[start:]) > _LONGEST_NAME and not _NAME_PARTICLES.intersection(map(str.lower, words[start:])):
        start = len(words) - 3
    return " ".join(words[start:]), " ".join(words[:start])


def _may_be_name(word: str) -> bool:
    if word.lower() in _NAME_PARTICLES:
        return True
    plain = word.strip(".,;:()")
    letters = _NAME_MARKS.sub("", plain)
    return letters.isalpha() and (letters[:1].isupper() or word[:3] in ("al-", "el-")) and not _is_title_word(word)


def _full_words(words: list[str]) -> int:
    """How many words are more than an initial, a particle or a suffix."""
    return sum(
        len(word.strip(".")) > 1 and word.lower() not in _NAME_PARTICLES and not _IS_SUFFIX.fullmatch(word)
        for word in words
    )


def _names_an_office(word: str, words: list[str]) -> bool:
    """A first word that is no given name: `COM` before small letters, `EconMinCouns`, `Col.`, a country."""
    mixed = any(map(str.islower, words[-1][1:]))
    if len(word) > 1 and word.isupper() and word.isalpha() and mixed:
        return True
    if _ABBREVIATED.fullmatch(word) or (_INNER_CAPITAL.search(word) and not _OF_NAMES.match(word)):
        return True
    return word.upper().strip(".,") in _places()


def _is_title_word(word: str) -> bool:
    plain = word.strip(",.;:()").lower()
    return plain in _TITLES or "/" in plain or _COMPOUND.fullmatch(plain) is not None or _is_misspelt_title(plain)


@lru_cache(maxsize=4096)
def _is_misspelt_title(word: str) -> bool:
    """Whether a word is a long title but for a letter or two."""
    if len(word) < _LONG_TITLE or not word.isalpha():
        return False
    near = get_close_matches(word, _LONG_TITLES, n=1, cutoff=0.82)
    return bool(near) and near[0][0] == word[0]


@cache
def _places() -> frozenset[str]:
    """Words of the names of countries and regions."""
    return frozenset(word for name in geographic_names() for word in name.upper().split() if len(word) > 2) | _REGIONS


_IN_TEXT = re.compile(r"\bCLASSIFIED BY\b", re.I)


def official_in_text(text: str) -> tuple[Official | None, tuple[str, ...]]:
    """The official and the reasons of a first paragraph that says them: `1. C - ENTIRE TEXT. CLASSIFIED BY: ...`."""
    match = _IN_TEXT.search(text[:_LONGEST])
    if not match or not _REASONS.search(text, match.end(), match.end() + _LONGEST):
        return None, ()
    return read_classified_by([text[match.start() : match.end() + _LONGEST]])[:2]
