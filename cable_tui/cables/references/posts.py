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
    """One row of the table: `code` as in ids, `name` with spaces, `origin` as catalogues give it.

    The row of another name of a post, JIDDA of JEDDAH, has the `code` of the post; `until` is the first year in which
    the name no longer makes ids of its own, 0 where it never did.
    """

    code: str
    name: str
    kind: PostKind
    country: str
    origin: str
    aliases: tuple[str, ...] = ()
    until: int = 0


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
        return self.post in spellings()


def full_year(two_digits: int) -> int:
    """The year meant by two digits: 60 to 99 are of the twentieth century, 0 to 59 of the twenty-first."""
    return two_digits + (1900 if two_digits >= _PIVOT else 2000)


# --- the table ----------------------------------------------------------------------------------------------


@cache
def _names() -> dict[str, Post]:
    """The rows of the table by the letters of the name, read once: posts, and the other names of posts."""
    return {
        row[0]: _post(*row)
        for line in _DATA.read_text(encoding="utf-8").splitlines()
        if line and line[0] != "#" and (row := line.split("\t"))
    }


def _post(name: str, shown: str, kind_word: str, country: str, origin: str, spelt: str) -> Post:
    kind = PostKind[kind_word.upper()]
    origin = f"{kind.value} {shown}".strip() if origin == "-" else origin
    first, *others = spelt.split()
    if first[0] == "=":
        code, _, until = first[1:].partition("<")
        return Post(code, shown, kind, country, origin, tuple(others), int(until or 0))
    return Post(name, shown, kind, country, origin, () if first == "-" else (first, *others))


@cache
def posts() -> dict[str, Post]:
    """The posts by canonical code, without rows for their other names."""
    return {name: post for name, post in _names().items() if name == post.code}


def post_of(number: Mrn) -> Post | None:
    """The post of a message by its present name, None for one that is in no table."""
    return posts().get(canonical_post(number.post)[0])


@cache
def spellings() -> dict[str, str]:
    """Letters-only spelling -> canonical code: names, aliases, and the 10- and 6-character truncations."""
    names = _names()
    return {spelling: names[name].code for spelling, name in _spelt().items()}


@cache
def _spelt() -> dict[str, str]:
    """Letters-only spelling -> the name in the table that it spells.

    Page lines cut a post to 10 characters and the archive of the 1970s cuts it to 6, spaces counted or taken out
    before (`PORT AU PR`, `HO CHI`, `USBERL`). A truncation that two posts share is nobody's.
    """
    names = _names()
    found = {name: name for name in names}
    for name, post in names.items():
        for alias in (*post.aliases, post.origin):
            found.setdefault(letters_of(alias), name)
    for length in (10, 6):
        cuts: dict[str, list[str]] = {}
        for name, post in names.items():
            for cut in {letters_of(post.name[:length]), name[:length]}:
                cuts.setdefault(cut, []).append(name)
        for cut, owners in cuts.items():
            if len({names[owner].code for owner in owners}) == 1:
                found.setdefault(cut, owners[0])
    return found


@cache
def _embassies() -> dict[str, str]:
    """Letters of a country -> its embassy, where it has had but one."""
    found: dict[str, str] = {}
    for code, post in posts().items():
        if post.kind is PostKind.EMBASSY:
            country = letters_of(post.country)
            found[country] = "" if country in found else code
    return found


@cache
def _own_until() -> dict[str, tuple[int, str]]:
    """Code -> a name that made the ids of the post before a year, and that year: AITTAIPEI -> 1979, TAIPEI."""
    return {post.code: (post.until, name) for name, post in _names().items() if post.until}


@cache
def _names_by_code() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for post in _names().values():
        found[post.code] = (*found.get(post.code, ()), post.name)
    return found


def names_of(code: str) -> tuple[str, ...]:
    """The names of a post that has had more than one (`Jeddah`, `Jidda`); empty for any other post."""
    names = _names_by_code().get(code, ())
    return names if len(names) > 1 else ()


def post_in(year: int, code: str) -> str:
    """The letters that the ids of a post have in a (full) year, by its canonical code."""
    until, name = _own_until().get(code, (0, code))
    return name if 0 < year < until else code


@cache
def _one_letter_less() -> dict[str, str]:
    """Codes with one letter left out -> code, '' where two codes meet; the index for misspelt names."""
    found: dict[str, str] = {}
    for code in _names():
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
    r"CONSULATE(?:GENERAL)?|USEMBASSY|USCONSULATE|CONGEN|USMISSION|MISSION|USDEL|USINT(?:ERESTSSECTION)?|USLO|USLIAISONOFFICE|USOFFICE|AMOFFICE|"
    r"USDAO|AMCON|FM)(?=[A-Z])"
)


#: A level before a post; what is glued to one is undone by the prefixes.
_LEVEL = re.compile(r"\s*(?:UNCLAS(?:SIFIED|S)?|CONFIDENTIAL|SECRET|LOU|LIMITED\s+OFFICIAL\s+USE)\s+(?=[A-Z])", re.I)
_SHORTEST_PREFIX = 5


@lru_cache(maxsize=4096)
def _resolve(letters: str) -> tuple[str, bool]:
    """The table's name for these letters and True; if unknown, the letters without prefixes and False."""
    known = _spelt()
    if letters in known:
        return known[letters], True
    bare = letters
    while (match := _PREFIX.match(bare)) is not None:
        bare = bare[match.end() :]
        if bare in known:
            return known[bare], True
    found = _embassies().get(bare, "") or _begun(bare) or _nearest(bare)
    return found or bare, bool(found)


def _begun(letters: str) -> str:
    """The one post whose name begins with these letters, '' if none or several."""
    if len(letters) < _SHORTEST_PREFIX:
        return ""
    names = _names()
    found = [name for name in names if name.startswith(letters)]
    return found[0] if len({names[name].code for name in found}) == 1 else ""


def _nearest(letters: str) -> str:
    """The one name that has a letter missing, added, changed or swapped; '' if none or several."""
    if not 5 <= len(letters) <= 24:
        return ""
    shorter = _one_letter_less()
    found = {shorter[cut] for cut in _cuts(letters) if cut in shorter}
    if letters in shorter:
        found.add(shorter[letters])
    if len(letters) >= 7:
        found |= {cut for cut in _cuts(letters) if cut in _names()}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=4096)
def _named(text: str) -> tuple[str, bool]:
    return _resolve(letters_of(_LEVEL.sub("", text, count=1)))


def canonical_post(text: str) -> tuple[str, bool]:
    """The canonical letters of a post as written, and whether the table knows it.

    Short forms, truncations, one-letter slips, prefixes (AMEMBASSY, USMISSION, EFTO, SECTION01OF03), other names
    (PEKING) and the country of an only embassy are undone; an unknown post keeps its letters as typed.
    """
    return _canonical(text) if len(text) <= _LONGEST_NAME else (letters_of(text[:_LONGEST_NAME]), False)


@lru_cache(maxsize=4096)
def _canonical(text: str) -> tuple[str, bool]:
    name, known = _named(text)
    return (_names()[name].code, True) if known else (name, False)


def is_name_of(text: str, code: str) -> bool:
    """True when the text is a whole name of the post, the present or another: LENINGRAD of STPETERSBURG."""
    post = _names().get(letters_of(text))
    return post is not None and code in (post.code, letters_of(post.name))


def is_post(text: str) -> bool:
    """True when the table knows this spelling as it stands: no prefix undone, no slip corrected."""
    return len(text) <= _LONGEST_NAME and letters_of(text) in spellings()


def country_of(text: str) -> str:
    """The country of a post or an origin (`Embassy Oslo` -> `Norway`), '' if unknown."""
    post = _names().get(_named(text[:_LONGEST_NAME])[0])
    return post.country if post else ""


# --- ids ----------------------------------------------------------------------------------------------------


def mrn(year: int, post_text: str, serial: int) -> Mrn:
    """The id of a message; `year` is full, `post_text` any spelling of the post."""
    return Mrn(year, post_in(year, canonical_post(post_text)[0]), serial)


def current_id(name: str) -> str:
    """The id that a cable has now, by one that it had when each name of a post made ids of its own.

    `75JIDDA12` -> `75JEDDAH12`; what is no id stays as it is.
    """
    return str(parse_id(name) or name)


_CANONICAL_ID = re.compile(r"([0-9]{2})([A-Z]{2,40})([0-9]{1,7})")
_ANY_ID = re.compile(r"((?:19|20)?[0-9]{2})\s*([A-Z][A-Z .'/-]{1,40}?)\s*([0-9]{1,7})(?:_[a-z])?", re.IGNORECASE)
#: What stands behind a number that several cables share (see `archive.identity`): letters in one or two steps.
SUFFIX_LETTERS, SUFFIX_STEP = "bcdfghjkmnpqrstvwxz", 5
_SUFFIX = re.compile(rf"(?<=[0-9])-((?:[{SUFFIX_LETTERS}]{{{SUFFIX_STEP}}}){{1,2}})\s*$", re.IGNORECASE)
_SECTION = re.compile(r"SECTION\s*[0-9]{1,2}\s*OF\s*[0-9]{1,2}")
_DUPLICATE = re.compile(r"([0-9]+)SUSPECTEDDUPLICATE(?=[0-9])")
_TAIL = re.compile(r"(?<=[0-9])(?:TOSEC|SECTO|ZFR|ZDK|CORRECTED|CORRECTEDCOPY)[A-Z0-9]*$")


def parse_id(text: str) -> Mrn | None:
    """The id that `text` is, or None if it is anything else.

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
    return Mrn(full, post_in(full, code), int(serial)) if code and int(serial) else None


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
    post = _names().get(_named(name if kind and name else " ".join(words))[0])
    if kind is None or not name:
        return post.origin if post else " ".join(words)
    if post is None:
        return f"{kind.value} {name.title()}"
    named = post.kind in (PostKind.MISSION, PostKind.OTHER)
    if named and (kind is PostKind.MISSION or (post.kind is PostKind.OTHER and kind is not PostKind.EMBASSY)):
        return post.origin
    return f"{kind.value} {name.title() if named else post.name}"
