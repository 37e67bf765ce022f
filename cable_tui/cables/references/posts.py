"""Posts and cable ids: every spelling of a post leads to one canonical id.

A canonical id is the two-digit year, the post's letters without spaces, and the serial without zeros
(08RIODEJANEIRO138). Other forms lead to it: the archive's `1976STATE187673`, the `23 MEXICO 2544` of SMART,
and catalogue ids that were damaged on their way (`09SECTION01OF03SANJOSE525`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "posts.tsv"
_PIVOT = 60
_LONGEST_NAME = 80
_LONGEST_ID = 120


class PostKind(StrEnum):
    """What a post is; the value begins its name in a catalogue (`Embassy Oslo`)."""

    EMBASSY = "Embassy"
    CONSULATE = "Consulate"
    MISSION = "Mission"
    OFFICE = "US Office"
    INTERESTS = "US Interests Section"
    LIAISON = "US Liaison Office"
    REO = "REO"
    OTHER = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One row of the table: `code` as in ids, `name` with spaces, `origin` as catalogues give it."""

    code: str
    name: str
    kind: PostKind
    country: str
    origin: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mrn:
    """A message reference number: full year, post in canonical letters, serial; `str()` is the id."""

    year: int
    post: str
    serial: int

    def __str__(self) -> str:
        return f"{self.year % 100:02d}{self.post}{self.serial}"

    @property
    def sort_key(self) -> tuple[int, str, int]:
        """Full year, post, serial: 9 before 10, 1999 before 2000."""
        return self.year, self.post, self.serial

    @property
    def is_known(self) -> bool:
        """True when the post is in the table; otherwise the id is only as good as its spelling."""
        return self.post in posts()


def full_year(two_digits: int) -> int:
    """The year meant by two digits: 60 to 99 are of the twentieth century, 0 to 59 of the twenty-first."""
    return two_digits + (1900 if two_digits >= _PIVOT else 2000)


# --- the table ----------------------------------------------------------------------------------------------


@cache
def posts() -> dict[str, Post]:
    """The table of posts by canonical code, read once."""
    table = {}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            code, name, kind_word, country, origin, aliases = line.split("\t")
            kind = PostKind[kind_word.upper()]
            origin = f"{kind.value} {name}".strip() if origin == "-" else origin
            spelt = () if aliases == "-" else tuple(aliases.split())
            table[code] = Post(code, name, kind, country, origin, spelt)
    return table


@cache
def spellings() -> dict[str, str]:
    """Letters-only spelling -> canonical code: codes, aliases, and the 10- and 6-character truncations.

    Page lines cut a post to 10 characters and the archive of the 1970s cuts it to 6, spaces counted
    (`PORT AU PR`, `HO CHI`). A truncation that two posts share is nobody's.
    """
    table = posts()
    found: dict[str, str] = {code: code for code in table}
    for post in table.values():
        for alias in (*post.aliases, letters_of(post.origin)):
            found.setdefault(alias, post.code)
    for length in (10, 6):
        cuts: dict[str, set[str]] = {}
        for post in table.values():
            cuts.setdefault(letters_of(post.name[:length]), set()).add(post.code)
        for cut, codes in cuts.items():
            if len(codes) == 1:
                found.setdefault(cut, codes.pop())
    return found


@cache
def _one_letter_less() -> dict[str, str]:
    """Codes with one letter left out -> code, '' where two codes meet; the index for misspelt names."""
    found: dict[str, str] = {}
    for code in posts():
        if len(code) >= 6:
            for cut in _cuts(code):
                found[cut] = code if found.get(cut, code) == code else ""
    return found


def _cuts(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


_NOT_LETTER = re.compile(r"[^A-Z]+")


def letters_of(text: str) -> str:
    """The letters of a name in capitals, accents dropped: `São Paulo` -> `SAOPAULO`."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return _NOT_LETTER.sub("", text.upper())


# Written together or apart, and once or twice (USMISSION USUN): stripped from the left.
_PREFIX = re.compile(
    r"(?:EFTO|UNCLAS(?:SIFIED)?|SECTIONOF|AMEMBASSY|AMEMB|AMEMASSY|EMBASSY|AMCONSULATE|AMCONSUL|AMCONGEN|"
    r"CONSULATE(?:GENERAL)?|USMISSION|MISSION|USDEL|USINT(?:ERESTSSECTION)?|USLO|USLIAISONOFFICE|USOFFICE|AMOFFICE|"
    r"USDAO|AMCON|FM)(?=[A-Z])"
)


@lru_cache(maxsize=4096)
def _resolve(letters: str) -> tuple[str, bool]:
    known = spellings()
    if letters in known:
        return known[letters], True
    bare = letters
    while (match := _PREFIX.match(bare)) is not None:
        bare = bare[match.end() :]
        if bare in known:
            return known[bare], True
    return _nearest(bare) or bare, bool(_nearest(bare))


def _nearest(letters: str) -> str:
    """The one post whose name has a letter missing, added, changed or swapped; '' if none or several."""
    if not 5 <= len(letters) <= 24:
        return ""
    shorter = _one_letter_less()
    found = {shorter[cut] for cut in _cuts(letters) if cut in shorter}
    if letters in shorter:
        found.add(shorter[letters])
    if len(letters) >= 7:
        found |= {code for cut in _cuts(letters) if (code := cut) in posts()}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=4096)
def _canonical(text: str) -> tuple[str, bool]:
    return _resolve(letters_of(text))


def canonical_post(text: str) -> tuple[str, bool]:
    """The canonical letters of a post as written, and whether the table knows it.

    Short forms, truncations, one-letter slips and prefixes (AMEMBASSY, USMISSION, EFTO, SECTION01OF03) are
    undone; an unknown post keeps its letters as typed.
    """
    if len(text) > _LONGEST_NAME:
        return letters_of(text[:_LONGEST_NAME]), False
    return _canonical(text)


def is_post(text: str) -> bool:
    """True when the table knows this spelling as it stands: no prefix undone, no slip corrected."""
    return len(text) <= _LONGEST_NAME and letters_of(text) in spellings()


def country_of(text: str) -> str:
    """The country of a post or an origin (`Embassy Oslo` -> `Norway`), '' if unknown."""
    post = posts().get(canonical_post(text)[0])
    return post.country if post else ""


# --- ids ----------------------------------------------------------------------------------------------------


def mrn(year: int, post_text: str, serial: int) -> Mrn:
    """The id of a message; `year` is full, `post_text` any spelling of the post."""
    return Mrn(year, canonical_post(post_text)[0], serial)


_CANONICAL_ID = re.compile(r"([0-9]{2})([A-Z]{2,40})([0-9]{1,7})")
_ANY_ID = re.compile(r"((?:19|20)?[0-9]{2})\s*([A-Z][A-Z .'/-]{1,40}?)\s*([0-9]{1,7})(?:_[a-z])?", re.IGNORECASE)
#: What stands behind a number that several cables share (see `archive.identity`): letters in one or two steps.
SUFFIX_LETTERS, SUFFIX_STEP = "bcdfghjkmnpqrstvwxz", 5
_SUFFIX = re.compile(rf"(?<=[0-9])-((?:[{SUFFIX_LETTERS}]{{{SUFFIX_STEP}}}){{1,2}})\s*$", re.IGNORECASE)
_SECTION = re.compile(r"SECTION\s*[0-9]{1,2}\s*OF\s*[0-9]{1,2}")
_DUPLICATE = re.compile(r"([0-9]+)SUSPECTEDDUPLICATE(?=[0-9])")
_TAIL = re.compile(r"(?<=[0-9])(?:TOSEC|SECTO|ZFR|ZDK|CORRECTED|CORRECTEDCOPY)[A-Z0-9]*$")


def parse_id(text: str) -> Mrn | None:
    """The id in `text`, or None where the whole of it is none.

    Reads canonical ids, the archive's with a four-digit year, cut post, zeros and set letter, SMART's with
    spaces, and the damaged ones of catalogues. Of the name of a cable that shares its number this is the number.
    """
    return None if len(text) > _LONGEST_ID else _parse_id(text)


@lru_cache(maxsize=4096)
def _parse_id(text: str) -> Mrn | None:
    match = _CANONICAL_ID.fullmatch(text)
    if match and match[2] in posts():
        return _built(*match.groups())
    plain = split_name(text.strip())[0]
    match = _ANY_ID.fullmatch(plain) or _ANY_ID.fullmatch(_repaired(plain))
    return _built(*match.groups()) if match else None


def split_name(name: str) -> tuple[str, str]:
    """A cable's name as its number and the letters that tell it from others of this number, '' without any."""
    match = _SUFFIX.search(name) if "-" in name else None
    return (name[: match.start()], match[1].lower()) if match else (name, "")


def _repaired(text: str) -> str:
    """Undo what catalogues did to ids: section words before the post, a second number behind the serial."""
    text = _SECTION.sub("", text.upper().replace(" ", ""))
    return _TAIL.sub("", _DUPLICATE.sub("", text))


def _built(year: str, post: str, serial: str) -> Mrn | None:
    full = int(year) if len(year) == 4 else full_year(int(year))
    code, _ = canonical_post(post)
    return Mrn(full, code, int(serial)) if code and int(serial) else None


# --- the FM line --------------------------------------------------------------------------------------------


_SENDERS = {
    "AMEMBASSY": PostKind.EMBASSY,
    "AMEMB": PostKind.EMBASSY,
    "EMBASSY": PostKind.EMBASSY,
    "AMCONSUL": PostKind.CONSULATE,
    "AMCONSULATE": PostKind.CONSULATE,
    "AMCONGEN": PostKind.CONSULATE,
    "CONSULATE": PostKind.CONSULATE,
    "USMISSION": PostKind.MISSION,
    "USINT": PostKind.INTERESTS,
    "USLO": PostKind.LIAISON,
    "USOFFICE": PostKind.OFFICE,
    "AMOFFICE": PostKind.OFFICE,
    "REO": PostKind.REO,
}
_SENDER_END = re.compile(r"//|[\r\n]| TO |\s(?:FLASH|NIACT|IMMEDIATE|PRIORITY|ROUTINE)\b")


def origin_of(sender: str) -> str:
    """The originator as catalogues name it, from the FM line: `AMEMBASSY MOSCOW` -> `Embassy Moscow`.

    The kind is the one the line gives (a post may have been consulate and embassy in turn), the name the
    table's; an originator outside the service stays as printed.
    """
    return _origin(sender[:_LONGEST_NAME])


@lru_cache(maxsize=1024)
def _origin(sender: str) -> str:
    words = _SENDER_END.split(sender, maxsplit=1)[0].split()
    if words and words[0].upper() == "FM":
        words = words[1:]
    if not words:
        return ""
    kind, name = _SENDERS.get(words[0].upper()), " ".join(words[1:])
    code, known = canonical_post(name if kind and name else " ".join(words))
    post = posts().get(code) if known else None
    if kind is None or not name:
        return post.origin if post else " ".join(words)
    if post is None:
        return f"{kind.value} {name.title()}"
    named = post.kind in (PostKind.MISSION, PostKind.OTHER)
    if named and (kind is PostKind.MISSION or (post.kind is PostKind.OTHER and kind is not PostKind.EMBASSY)):
        return post.origin
    return f"{kind.value} {name.title() if named else post.name}"
