"""The cables named in one entry of a REF line, found number by number.

Every serial is a number; what stands to the left of it says whose, what stands around it says of which year.
So the scan goes from number to number and looks left for a post, and never tries the table at each letter.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .posts import Mrn, canonical_post, full_year, letters_of, parse_id, spellings
from .typing_slips import mended


class Context(NamedTuple):
    """Who cites: its id if known, its year, and the post that an entry without one belongs to."""

    citing: Mrn | None
    year: int | None
    post: str


class Hit(NamedTuple):
    """A cable in an entry: where it is printed, its explicit year if any, its post and its serial."""

    start: int
    end: int
    year: int | None
    post: str
    serial: int


def context_of(citing: str, year: int | None) -> Context:
    """The context of a cable's REF lines; the year of its id goes before `year`."""
    known = parse_id(citing) if citing else None
    if known:
        return Context(known, known.year, canonical_post(known.post)[0])
    return Context(None, full_year(year) if year is not None and 0 <= year < 100 else year, "")


def own_post(context: Context) -> str:
    """The post that EMBTEL speaks of: the one that cites, or unknown ('') where Washington does."""
    own = canonical_post(context.citing.post)[0] if context.citing else ""
    return "" if own == "STATE" else own


def year_of(text: str, context: Context) -> int | None:
    """The full year of two or four digits, None where it is no year that this cable could cite."""
    if len(text) == 2:
        year = full_year(int(text))
    elif len(text) == 4 and text[:2] in ("19", "20"):
        year = int(text)
    else:
        return None
    return year if context.year is None or year <= context.year + 1 else None


# --- words and numbers --------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"[(\[]\s*'?(?P<year>(?:19|20)?[0-9]{2})\s*[)\]]"
    r"|[(\[](?P<remark>[^()\[\]]*)[)\]]"
    r"|(?P<date>[0-9]{1,2}(?P<mark>[/.-])[0-9]{1,2}(?P=mark)(?:19|20)?[0-9]{2}(?![0-9])"
    r"|(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(?![0-9]))"
    r"|(?P<glued>(?:19|20)?[0-9]{2})"
    r"(?=[A-Za-z]{3,20}(?:[ .'-][A-Za-z]{2,12}){0,2}[ .:#-]{0,3}[0-9]{1,7}(?![0-9A-Za-z]))"
    r"|(?P<junk>[0-9]++[A-Za-z][A-Za-z0-9]*)"
    r"|(?P<number>[0-9]++)"
    r"|(?P<coded>(?<![A-Za-z0-9])[A-Za-z]{1,2}[0-9]{3,}[A-Za-z0-9]*)"
    r"|(?P<word>[A-Za-z]+(?:[.'’-]+[A-Za-z]+)*+\.?)"
    r"|(?P<separator>[,;:&/\n-])"
    r"|(?P<other>[^\s#])"
)
_AND = frozenset(("AND", "OR", "ET"))
_NOISE = frozenset(("NO", "NR", "NOS", "NUMBER", "NUMBERS", "MRN")) | frozenset(
    ("CABLE", "CABLES", "TELEGRAM", "TELEGRAMS", "TEL", "TELS", "TELNO", "MSG", "REFTEL")
)
_REST_OF_DTG = re.compile(r"\s?Z\b|\s+(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\b", re.IGNORECASE)
_MONTHS = frozenset(("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"))
_NO_POST = re.compile(
    r"\b(?:E-?MAILS?|FAX(?:ES)?|LETTERS?|MEMOS?|MEMORANDUM|DTG|MSGS?|MESSAGES?|IIR|TD[A-Z]*|OSC|FBIS|FAM|FAH|PARAS?|"
    r"TELCONS?|REPORTS?|POINTS|NOTES?|UNSCR|RESOLUTION|REG|MEETINGS?|CONVERSATIONS?|SVTC|DATED|EO|PAGES?|SECTION|"
    r"AIRGRAMS?|PARAGRAPHS?|LICEN[CS]ES?|CONTRACTS?|CASES?|ARTICLES?|PERMITS?|DOCUMENTS?|SERIALS?|LAW|VISAS?|YOURS?|YOURTELS?|URTELS?|OUR|MY|S?NIE|CIRCULARS?|"
    r"(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)(?:UARY|RUARY|CH|IL|UST|TEMBER|OBER|EMBER)?)\b",
    re.IGNORECASE,
)
_YEARS = ("number", "year", "glued")  # the kinds of token that a year before a post may be
_LONGEST_POST = 5
_LONGEST_DATE = 6  # tokens
_BETWEEN = frozenset(",:-/–—=")  # typed between a post and its number
#: The writing post's own telegrams.
OWN = frozenset(("EMBTEL", "EMBTELS", "CONTEL", "CONTELS", "CONGENTEL", "MISTEL", "OURTEL", "OURTELS", "MYTEL"))
_WE = frozenset(("EMB", "EMBASSY", "MISSION", "OUR", "MY"))  # before TEL or TELEGRAM
_POSSESSIVE = re.compile(r"(?<=[A-Za-z]{3})['’][sS]$")
_AIRGRAMS = frozenset(("A", "CA", "CW"))
_REPORTERS = frozenset(("FBIS", "OSC", "IIR", "TD", "TDX"))  # their reports are numbered by place as well
#: Numbers of the travelling Secretary's party; behind a cable's number they are its second one.
SERIES = frozenset(("SECTO", "TOSEC", "HAKTO", "TOHAK", "DEPTO", "TODEP"))


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def _tokens(entry: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(entry):
        kind = match.lastgroup or "other"
        text = match[kind]
        if kind == "word" and text.upper() in _AND:
            kind = "separator"
        elif text == "\n" and (not found or found[-1].kind == "word"):
            continue  # a name, or a post and its number, may be wrapped
        elif kind == "remark" and text.strip().isdigit() and found and found[-1].kind == "word":
            kind, text = "number", text.strip()
        elif kind == "coded" and (parts := _post_and_number(match)):
            found += parts
            continue
        found.append(_Token(kind, text, match.start(), match.end()))
    return found


def _post_and_number(match: re.Match[str]) -> list[_Token]:
    """The two that `HK05511` and `NR1234` are; `D114477` is an identifier of something else."""
    letters = match["coded"][: 2 if match["coded"][1].isalpha() else 1]
    digits = match["coded"][len(letters) :]
    if not digits.isdigit() or not (letters.upper() in spellings() or letters.upper() in _NOISE):
        return []
    middle = match.start() + len(letters)
    return [_Token("word", letters, match.start(), middle), _Token("number", digits, middle, match.end())]


def _serial(text: str) -> int:
    """The serial, 0 if it cannot be one."""
    return int(text) if len(text) <= 8 and int(text) < 10_000_000 else 0


def _is_noise(word: str) -> bool:
    return word.upper().rstrip(".") in _NOISE


def _post_of(words: list[str], own: str) -> tuple[str, int]:
    """The post that the words end in, and how many words stand before it; the longest name wins.

    `own` is the post of the citing cable, of which EMBTEL speaks. A report is of no post: `FBIS BANGKOK 12`.
    """
    end = len(words)
    while end > 1 and _is_noise(words[end - 1]):
        end -= 1
    known = spellings()
    for first in range(max(0, end - _LONGEST_POST), end):
        letters = letters_of(_POSSESSIVE.sub("", "".join(words[first:end])))
        is_own = letters in OWN or (first == 0 and end < len(words) and letters in _WE)
        code = own if is_own else known.get(letters)
        if code:
            reported = first > 0 and letters_of(words[first - 1]) in _REPORTERS
            return ("", 0) if reported else (code, first)
    return "", 0


def _loose_post(words: list[str]) -> str:
    """A post that is in no table: as typed, unless the words speak of something else."""
    text = " ".join(words)
    if len(words) > 4 or len(letters_of(text)) < 3 or _NO_POST.search(text) or letters_of(words[-1]) in OWN | _AIRGRAMS:
        return ""
    is_abbreviated = any("." in word.rstrip(".") for word in words)
    code, known = canonical_post(text)
    return "" if is_abbreviated and not known else code


# --- the scan -----------------------------------------------------------------------------------------------


def scan(entry: str, context: Context) -> tuple[list[Hit], str]:
    """The cables of an entry in order, and the post that a number without one would now belong to."""
    work = _Scan(entry, context)
    at = 0
    while at < len(work.tokens):
        at = work.number(at) if work.tokens[at].kind == "number" else at + 1
    return work.hits, work.post


class _Scan:
    """The state between numbers: the last post, the year given to it, the token behind the last cable."""

    def __init__(self, entry: str, context: Context) -> None:
        self.entry = mended(entry)
        self.context = context
        self.tokens = _tokens(self.entry)
        self.own = own_post(context)
        self.hits: list[Hit] = []
        self.post = context.post
        self.year: int | None = None
        self.floor = 0

    def number(self, at: int) -> int:
        """Decide on the number at token `at`; returns the token to go on from."""
        value = _serial(self.tokens[at].text)
        if not value or self._is_date(at, value) or self._is_year_of_next(at):
            return at + 1
        last, inner, is_strict = self._words_before(at)
        first = self._run_start(last)
        if first <= last and not all(_is_noise(token.text) for token in self.tokens[first : last + 1]):
            return self._with_post(at, first, last, inner, value, is_strict)
        return self._bare(at, value)

    def _kind(self, at: int) -> str:
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def _words_before(self, at: int) -> tuple[int, int | None, bool]:
        """The token that ends the words before the number, a year between the two, and whether a sign stands there.

        The year is one in parentheses or of two digits before a longer number: `STATE (01) 201265`, `STATE08 1234`.
        """
        last = at - 1
        if self._kind(last) == "year" and self._kind(last - 1) == "word":
            return last - 1, year_of(self.tokens[last].text, self.context), False
        if self._is_year_between(last):
            return last - 1, year_of(self.tokens[last].text, self.context), False
        if self._is_year_in_hyphens(last - 1):
            return last - 3, year_of(self.tokens[last - 1].text, self.context), True
        if last > 0 and self.tokens[last].text in _BETWEEN and self._kind(last - 1) == "word":
            is_year = self.tokens[last].text == "," and self.tokens[at].text[:2] in ("19", "20")
            before = self.tokens[last - 1].text
            if (len(before) > 2 or _is_noise(before)) and not is_year:
                return last - 1, None, self.tokens[last].text != "-"
        return last, None, False

    def _is_year_between(self, at: int) -> bool:
        """Whether a number behind a post is the year of the longer one behind it."""
        if self._kind(at) != "number" or self._kind(at - 1) != "word" or self._kind(at + 1) != "number":
            return False
        token, longer = self.tokens[at], self.tokens[at + 1]
        is_glued = token.start == self.tokens[at - 1].end
        fits = len(token.text) == 2 or (len(token.text) == 4 and is_glued)
        return fits and len(longer.text) >= 3 and year_of(token.text, self.context) is not None

    def _is_year_in_hyphens(self, at: int) -> bool:
        """Whether the number is the year of `MOSCOW-08-1234`."""
        if at < 2 or self._kind(at) != "number" or self._kind(at + 2) != "number" or self._kind(at - 2) != "word":
            return False
        is_joined = self.tokens[at - 1].text == self.tokens[at + 1].text == "-"
        fits = len(self.tokens[at].text) in (2, 4) and len(self.tokens[at + 2].text) >= 3
        return is_joined and fits and year_of(self.tokens[at].text, self.context) is not None

    def _is_year_of_next(self, at: int) -> bool:
        """Whether the number is a year before the words behind it (`09-BERN-57`), or between post and number."""
        return (
            self._is_year_between(at)
            or self._is_year_in_hyphens(at)
            or (
                self._kind(at + 1) == "separator"
                and self.tokens[at + 1].text in "-/\n"
                and self._kind(at + 2) == "word"
                and year_of(self.tokens[at].text, self.context) is not None
                and self._post_behind(at + 2)
            )
        )

    def _post_behind(self, first: int) -> bool:
        """Whether the words that begin at token `first` are a post with its number behind it."""
        end = self._run_end(first)
        words = [token.text for token in self.tokens[first:end]]
        if self._kind(end) == "separator" and self.tokens[end].text in _BETWEEN:
            end += 1
        return self._kind(end) == "number" and bool(_post_of(words, self.own)[0])

    def _run_start(self, last: int) -> int:
        """The first of the words that end at token `last`; above `last` where there are none."""
        first = last + 1
        while self._kind(first - 1) == "word" and last - first < 7:
            first -= 1
        return first

    def _run_end(self, first: int) -> int:
        """The token behind the words that begin at token `first`."""
        end = first
        while self._kind(end) == "word" and end - first < 7:
            end += 1
        return end

    def _is_date(self, at: int, value: int) -> bool:
        """A day before its month, the digits of a DTG, or the first part of 12:30."""
        token = self.tokens[at]
        if len(token.text) == 6 and _REST_OF_DTG.match(self.entry, token.end):
            return True
        follows = self.entry[token.end : token.end + 2]
        if len(follows) == 2 and follows[0] in ".:" and follows[1].isdigit():
            return True
        month = self._kind(at + 1) == "word" and self.tokens[at + 1].text[:3].upper() in _MONTHS
        return month and value <= 31 and len(token.text) <= 2

    def _with_post(self, at: int, first: int, last: int, inner: int | None, value: int, is_strict: bool) -> int:
        """A number with words before it: a cable if they end in a post, or are all there is."""
        words = [token.text for token in self.tokens[first : last + 1]]
        post, skipped = _post_of(words, self.own)
        if not post and not is_strict and self._is_whole(first, at):
            post, skipped = _loose_post(words), 0
        if not post or (post in SERIES and self.hits and first + skipped == self.floor):
            return at + 1
        start, year = self.tokens[first + skipped].start, inner
        before = first - 2 if first > 1 and self.tokens[first - 1].text in "-/\n" else first - 1
        if year is None and self._kind(before) in _YEARS and before >= self.floor:
            year = year_of(self.tokens[before].text, self.context)
            start = self.tokens[before].start if year else start
        self.post, self.year = post, year
        return self._add(at, start, value)

    def _bare(self, at: int, value: int) -> int:
        """A number without words before it: a year, a serial before its post, or one more serial."""
        end = self._run_end(at + 1)
        if end > at + 1:
            words = " ".join(token.text for token in self.tokens[at + 1 : end])
            code = spellings().get(letters_of(words))
            is_joined = self._kind(end + 1) == "number" and self.tokens[end].text in "-:/"
            if code is None or is_joined or self._kind(end) not in ("", "separator", "remark"):
                return at + 1
            self.post, self.year, self.floor = code, None, end
            self.hits.append(Hit(self.tokens[at].start, self.tokens[end - 1].end, None, code, value))
            return end
        if not self.post or not self._is_next(at) or self._runs_into_words(at):
            return at + 1
        return self._add(at, self.tokens[at].start, value)

    def _runs_into_words(self, at: int) -> bool:
        """Whether numbers joined by strokes end in words that are no post: the date of `2/22 SMITH E-MAIL`."""
        end = at + 1
        while self._kind(end) == "separator" and self.tokens[end].text in "/-" and self._kind(end + 1) == "number":
            end += 2
            if end > at + _LONGEST_DATE:
                return False
        return end > at + 1 and self._kind(end) == "word" and not self._post_behind(end)

    def _is_next(self, at: int) -> bool:
        """True when only separators and remarks stand between the last cable, or the start, and here."""
        return all(
            token.kind in ("separator", "remark") or (token.kind == "word" and _is_noise(token.text))
            for token in map(self.tokens.__getitem__, range(self.floor, at))
        )

    def _is_whole(self, first: int, at: int) -> bool:
        """True when words and number are all of the entry, but for a year and remarks."""
        if first > 2 or len(self.tokens) - at > 6:
            return False
        before, behind = self.tokens[:first], self.tokens[at + 1 :]
        return all(token.kind in _YEARS or token.text == "-" for token in before) and all(
            token.kind in ("year", "remark", "separator", "number") for token in behind
        )

    def _add(self, at: int, start: int, value: int) -> int:
        """Note a cable, with the year that may follow its serial."""
        after, length = self._year_after(at)
        self.floor = at + length + 1
        self.hits.append(Hit(start, self.tokens[at + length].end, after or self.year, self.post, value))
        return self.floor

    def _year_after(self, at: int) -> tuple[int | None, int]:
        """The year behind a serial, `(2002)` `/08` `-91` or ` 99`, and the number of tokens it takes."""
        token = self.tokens[at]
        if self._kind(at + 1) == "year":
            year = year_of(self.tokens[at + 1].text, self.context)
            return (year, 1) if year else (None, 0)
        joined = self._kind(at + 1) == "separator" and self.entry[token.end] in "/-"
        offset = 2 if joined else 1
        if self._kind(at + offset) != "number" or len(self.tokens[at + offset].text) != 2:
            return None, 0
        if (joined and len(token.text) < 3) or self._kind(at + offset + 1) == "word":
            return None, 0
        year = year_of(self.tokens[at + offset].text, self.context)
        return (year, offset) if year else (None, 0)
