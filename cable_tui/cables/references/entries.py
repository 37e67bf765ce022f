"""References to earlier cables: the REF lines, and mentions in running text.

The grammar is what drafters typed, not what a handbook asked for: labels of every form, posts left out
after the first, years before, after or inside, remarks in parentheses, and things that are no cables at all.
What is not understood is kept as text; only separators (`,` `;` `&` AND), the word REF and labels said twice
are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cable_tui.cables.model import Reference, ReferenceKind, YearRule

from .posts import canonical_post, letters_of, parse_id, post_in, spellings
from .scan import OWN, SERIES, Context, Hit, context_of, own_post, scan, year_of

_LONGEST = 20_000


def parse_references(text: str, citing: str = "", year: int | None = None) -> tuple[Reference, ...]:
    """The entries of a REF value (its lines joined by newlines, with or without the `REF:`).

    `citing` is the id of the cable they stand in, `year` its full year where the id is unknown. An entry
    without a year is of the citing year or, being of the same post with a higher serial, probably of the year
    before.
    """
    context = context_of(citing, year)
    if len(text) > _LONGEST or _is_year(text, context):
        return (_plain(_flat(text), ""),)
    found: list[Reference] = []
    for label, entry in _entries(_without_pages(text, context)):
        count = len(found)
        simple = _simple(entry, label, context)
        if simple:
            hit, reference = simple
            found.append(reference)
            context = context if hit.post == context.post else context._replace(post=hit.post)
            continue
        for part in entry.split(";"):
            context = _read_entry(part, label, context, found)
        if label and len(found) == count:
            found.append(Reference("", label))
    return tuple(found)


_YEAR_ALONE = re.compile(r"\W*(?:REFS?\W+)?((?:19|20)?[0-9]{2})\W*", re.IGNORECASE)
_RECENT = 5  # years


def _is_year(text: str, context: Context) -> bool:
    """Whether a recent year is all that is said, as in many attributes of the archive."""
    match = _YEAR_ALONE.fullmatch(text) if len(text) < 20 else None
    year = year_of(match[1], context) if match else None
    return year is not None and context.year is not None and context.year - _RECENT <= year


# --- entries and their labels -------------------------------------------------------------------------------

_HEAD = re.compile(
    r"[\s¶]*REF(?:ERENCES?|TELS?|S|\(S\))?(?:(?![A-Z])|(?=[A-Z][.):]))"
    r"(?:\s*:[\s:]*|[ \t]*(?P<letter>[A-Z])(?=\s+[A-Z0-9])|\s*)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?<![^\s,;:)\]])(?P<mark>¶\s?|1(?=[A-Z][.)]))?"
    r"(?:REF(?:TEL)?\s*(?P<named>[A-Z])(?=\s+[A-Z0-9])|(?:REF(?:TEL)?\s*)?"
    r"(?:\((?P<round>[A-Za-z]{1,2}|[0-9]{1,2})\)|\[(?P<square>[A-Za-z]{1,2}|[0-9]{1,2})\]"
    r"|(?P<bare>[A-Za-z]{1,2}|[1-9][0-9]?)(?:[):]|\.(?![0-9]|[A-Za-z]\.)))[.:]?)"
)


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """(label, text) for each labelled stretch; '' labels what stands before the first label."""
    head = _HEAD.match(text)
    start, label, last = 0, "", 0
    if head:
        start, label = head.end(), (head["letter"] or "").upper()
        last = _rank(label) if label else 0
    for match in _LABEL.finditer(text, start):
        name = (match["named"] or match["round"] or match["square"] or match["bare"]).upper()
        rank = _rank(name)
        between = text[start : match.start()].strip()
        if label and rank == last and not between:
            start = match.end()
            continue
        if not rank or (label and label.isdigit() != name.isdigit()):
            continue
        if not _in_order(rank, last, match, text, first=not between and not label):
            continue
        if between or label:
            yield label, text[start : match.start()]
        start, label, last = match.end(), name, rank
    if label or text[start:].strip():
        yield label, text[start:]


def _rank(name: str) -> int:
    """The position of a label in its sequence: A 1, Z 26, AA 27, numbers as they are; 0 if it is not a label."""
    if name.isdigit():
        return int(name) if name[0] != "0" else 0
    if len(name) == 2:
        return ord(name[0]) - 38 if name[0] == name[1] else 0
    return ord(name) - 64


def _in_order(rank: int, last: int, match: re.Match[str], text: str, *, first: bool) -> bool:
    """A label is believed at the start, under a pilcrow, or where it goes on with the row.

    A point is weaker than a parenthesis, and the middle of a line weaker than its start: initials end in
    points.
    """
    if match["mark"] or match["named"] or (first and (rank == 1 or not _is_year_like(match))):
        return True
    before = text[max(0, match.start() - 40) : match.start()].rstrip(" \t")
    closing = match[0][-1] in ")]"
    if closing and match["bare"] and "(" in before.rpartition(")")[2]:
        return False
    strong = closing or before.endswith(("\n", ";"))
    return last < rank <= last + (8 if strong else 2 if last or before.endswith(",") else 1)


def _is_year_like(match: re.Match[str]) -> bool:
    """`(99) BERN 12` begins with a year."""
    name = match["round"] or match["square"] or ""
    return name.isdigit() and len(name) == 2


_EIGHT_DIGITS = re.compile(r"[0-9]{8}")
_PAGE = re.compile(r"(?:[A-Z][A-Z .'-]{1,20}\s)?(?<![0-9])([0-9]{8})(?![0-9])(?:\s+[0-9]{3}(?:\.[0-9])? OF [0-9]{3})?")


def _without_pages(text: str, context: Context) -> str:
    """The text without page-break lines (`OSLO 00009001  002 OF 004`) of the citing cable, whole or in part."""
    if not _EIGHT_DIGITS.search(text):
        return text

    def drop(match: re.Match[str]) -> str:
        is_whole = match[0].find(" OF ") > 0
        own = is_whole if context.citing is None else int(match[1]) == context.citing.serial
        return "\n" if own else match[0]

    return _PAGE.sub(drop, text)


# --- one entry ----------------------------------------------------------------------------------------------

_SIMPLE = re.compile(
    r"\s*(?:((?:19|20)?[0-9]{2})\s+)?([A-Za-z][A-Za-z .'-]{2,30}?)\s+(0*([1-9][0-9]{0,6}))"
    r"(?:\s+\(([A-Z]{4,8})\)|\s+((?:AND|and)\s+(?:PREVIOUS|previous)))?[\s,;.&]*"
)
_DIGIT = re.compile(r"[0-9]")
_EDGES = " \t\r\n,;:&./…-"
_CONNECTIVE = re.compile(r"^(?:AND|OR|&)\b[\s,]*|(?<![\s,])[\s,]*\b(?:AND|OR|&)$", re.IGNORECASE)
_REMARK = re.compile(r"\(([^()]*)\)")
_PREVIOUS = re.compile(r"[\s,]*(?:AND\s+)?PREV(?:IOUS)?\b", re.IGNORECASE)
_NEW_ENTRY = re.compile(r"[ \t]*[,\n&]|\s*AND\s", re.IGNORECASE)


def _simple(entry: str, label: str, context: Context) -> tuple[Hit, Reference] | None:
    """The commonest entry, `08 OSLO 123 (NOTAL)` and nothing else, without the scan."""
    match = _SIMPLE.fullmatch(entry)
    if match is None:
        return None
    year_text, name, digits, serial, remark, previous = match.groups()
    post, known = canonical_post(name)
    year = year_of(year_text, context) if year_text else None
    if not known or (year_text and not year):
        return None
    hit = Hit(0, 0, year, post, int(serial))
    if _is_own(context, hit):
        return None
    text = _flat(f"{year_text} {name} {digits}" if year_text else f"{name} {digits}")
    return hit, _cable(context, hit, text, label, remark or _flat(previous or ""))


def _read_entry(entry: str, label: str, context: Context, found: list[Reference]) -> Context:
    """Append the references of one entry: cables with their remarks, and text that is no cable."""
    entry = _without_double(entry, label)
    hits, post = scan(entry, context) if _DIGIT.search(entry) else ([], "")
    lead = _lead(entry[: hits[0].start] if hits else entry, label, found)
    for number, hit in enumerate(hits):
        end = hits[number + 1].start if number + 1 < len(hits) else len(entry)
        note, rest = _behind(entry[hit.end : end])
        text = _flat(f"{lead} {entry[hit.start : hit.end]}")
        hit = _dated(hit, note, context)
        own = _is_own(context, hit)
        found.append(_plain(_flat(f"{text} {note}"), label) if own else _cable(context, hit, text, label, note))
        lead = _lead(rest, label, found)
    if lead:
        found.append(_plain(lead, label))
    return context._replace(post=post) if hits else context


def _without_double(entry: str, label: str) -> str:
    """`A. REF A OSLO 1` says its label twice, `A. REF OSLO 1` what it is."""
    if not label or "REF" not in entry.upper()[:20]:
        return entry
    double = re.match(rf"\s*REF(?:TEL)?\.?(?:\s*[(\[]?{label}(?:[).:\]]|\s)|[\s:]+)\s*", entry, re.IGNORECASE)
    return entry[double.end() :] if double else entry


def _lead(text: str, label: str, found: list[Reference]) -> str:
    """Words before a cable: part of its text, or an entry of their own where a separator ends them."""
    trimmed = _trimmed(text)
    if trimmed and text.rstrip(" \t")[-1:] in (",", "\n", "&", ":"):
        found.append(_plain(trimmed, label))
        return ""
    return trimmed


def _behind(gap: str) -> tuple[str, str]:
    """(remark on the cable, text of the next entry) from what stands behind a cable."""
    trimmed = _trimmed(gap)
    if not trimmed:
        return "", ""
    if _PREVIOUS.match(gap):
        return _flat(gap).strip(_EDGES), ""
    whole = _REMARK.fullmatch(trimmed)
    if whole:
        return whole[1].strip(), ""
    return ("", gap) if _NEW_ENTRY.match(gap) else (trimmed, "")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _trimmed(text: str) -> str:
    """One line without separators at its ends."""
    flat = _flat(text).strip(_EDGES)
    return _CONNECTIVE.sub("", flat).strip(_EDGES) if flat else ""


# --- values -------------------------------------------------------------------------------------------------


def _cable(context: Context, hit: Hit, text: str, label: str, note: str) -> Reference:
    rule, year = _year_rule(context, hit)
    identity = None if year is None else f"{year % 100:02d}{post_in(year, hit.post)}{hit.serial}"
    return Reference(text, label, identity, ReferenceKind.CABLE, rule, note)


_DTG = re.compile(r"\b[0-9]{6}\s?Z\s+[A-Z]{3,9}\s+((?:19|20)?[0-9]{2})\b", re.IGNORECASE)


def _dated(hit: Hit, note: str, context: Context) -> Hit:
    """With the year of the DTG that stands behind it: `BONN 14355 (DTG 031628Z SEP 75)`."""
    match = _DTG.search(note) if hit.year is None else None
    year = year_of(match[1], context) if match else None
    return hit._replace(year=year) if year else hit


def _is_own(context: Context, hit: Hit) -> bool:
    """Whether it is the citing cable, which never cites itself: its number is of a page line or a heading."""
    citing = context.citing
    if citing is None or hit.serial != citing.serial or hit.year not in (None, citing.year):
        return False
    return citing.post == post_in(citing.year, hit.post)


def _year_rule(context: Context, hit: Hit) -> tuple[YearRule | None, int | None]:
    """An explicit year wins; else the citing year, or the one before where the own post's serial is ahead."""
    if hit.year is not None:
        return YearRule.EXPLICIT, hit.year
    if context.year is None:
        return None, None
    citing = context.citing
    if citing and hit.serial > citing.serial and citing.post == post_in(citing.year, hit.post):
        return YearRule.PREVIOUS, context.year - 1
    return YearRule.SAME, context.year


_KINDS = (
    (re.compile(r"\bE-?MAILS?\b", re.IGNORECASE), ReferenceKind.EMAIL),
    (re.compile(r"\bAIRGRAMS?\b|\b(?:CA|CW|A)(?:\s?-)?\s?[0-9]+\b", re.IGNORECASE), ReferenceKind.AIRGRAM),
    (re.compile(r"\b(?:DTG|MSGS?|MESSAGES?)\b|\b[0-9]{6}\s?Z\b", re.IGNORECASE), ReferenceKind.MESSAGE),
    (re.compile(r"\b(?:IIR|TD[A-Z]{0,8}[- ]?[0-9]+|OSC|FBIS|REPORTS?)\b", re.IGNORECASE), ReferenceKind.REPORT),
)


def _plain(text: str, label: str) -> Reference:
    """An entry that is no cable, with the kind its words give."""
    for pattern, kind in _KINDS:
        if pattern.search(text, 0, 2_000):
            return Reference(text, label, None, kind)
    return Reference(text, label)


# --- running text -------------------------------------------------------------------------------------------

# Each begins with a class of characters, which the engine looks for much faster than for alternatives.
_NUMBER = re.compile(
    r"[#0-9](?:(?<=[A-Za-z]\s.)[0-9]{0,6}(?P<year>/[0-9]{2})?"
    r"(?![0-9A-Za-z%°/-]|[.:,][0-9]|\s+[0-9]{2,3}\S{0,2} OF )"
    r"|(?<![0-9A-Za-z].)[0-9](?:[0-9]{2})?(?P<post>[A-Z]{4,20})[0-9]{1,6}(?![0-9A-Za-z]))"
)
_REF = re.compile(r"[Rr](?<!\w.)(?:[Ee][Ff](?:[Tt][Ee][Ll])?[Ss]?)\b(?!\s*:)")
_LETTERS = re.compile(r"\.?\s{0,3}\(?([A-Z]|[a-z](?=[).,;:/-]|\s*$|\s+and\b))\)?(?![A-Za-z'’])")
_MORE = re.compile(r"(?:\s{0,3}[,/&-]|,?\s{1,3}and|,?\s{1,3}AND)\s{0,3}\(?([A-Z]|[a-z](?=[).,;:/-]))\)?(?![A-Za-z'’.])")
_YEAR_BEFORE = re.compile(r"(?<![0-9A-Za-z.,/-])((?:19|20)[0-9]{2}|[0-9]{2})\s$")
_WORD_AFTER = re.compile(r"\s{1,4}(?!(?:and|or|paras?|notal|pages?)\b)[A-Za-z]", re.IGNORECASE)
_NAME_START = re.compile(r"(?<![^\s(,;:/-])[A-Za-z]")
_UNSURE = frozenset(("NATO", "OECD", "OSCE", "UNESCO", "DEPT", "DEPARTMENT", "SALT", "MBFR", "WASHDC", "NICE", "CASA"))


def find_references(text: str, citing: str = "", year: int | None = None) -> list[tuple[int, int, Reference]]:
    """(start, end, reference) of the cables named in running text, in order.

    Only posts of the table count, and only numbers that read like serials. REFTEL and `REF A` are references
    of kind OTHER with the label ('' for REFTEL alone), one for each letter of `REFS A AND B`.
    """
    context = context_of(citing, year)
    found = [mention for match in _NUMBER.finditer(text) if (mention := _mention(text, match, context))]
    for match in _REF.finditer(text):
        found += _labels(text, match)
    return sorted(found, key=lambda mention: mention[:2])


def _labels(text: str, match: re.Match[str]) -> Iterator[tuple[int, int, Reference]]:
    """REFTEL, or a label for each letter behind REF, REFS, REFTELS."""
    start, letter = match.start(), _LETTERS.match(text, match.end())
    if letter is None:
        if len(match[0]) > 4 or text[start - 1 : start] + text[match.end() : match.end() + 1] == "()":
            yield start, match.end(), Reference(match[0])
        return
    while letter is not None:
        end = letter.end() if "(" in letter[0] else letter.end(1)
        yield start, end, Reference(_flat(text[start:end]), letter[1].upper())
        letter = _MORE.match(text, letter.end())
        start = letter.start(1) if letter else 0


def _mention(text: str, match: re.Match[str], context: Context) -> tuple[int, int, Reference] | None:
    """The cable that this id names, or whose serial this number is if a known post stands before it."""
    printed = match[0]
    if match["post"]:
        known = parse_id(printed)
        if known is None or not known.is_known or known == context.citing:
            return None
        reference = Reference(printed, "", str(known), ReferenceKind.CABLE, YearRule.EXPLICIT)
        return match.start(), match.end(), reference
    digits = printed.lstrip("#").partition("/")[0]
    start, post = _post_before(text, match.start() - 1, own_post(context))
    if not post or not digits or not int(digits):
        return None
    if post in SERIES and text[:start].rstrip(" /")[-1:].isdigit():
        return None  # the second number of the cable before it
    start, year = _year_around(text, start, match, context)
    if year is None and not _reads_as_serial(text, text[start : match.start()], digits, match):
        return None
    printed = _flat(text[start : match.end()])
    reference = _cable(context, Hit(0, 0, year, post, int(digits)), printed, "", "")
    own = context.citing is not None and reference.id == str(context.citing)
    return None if own else (start, match.end(), reference)


def _year_around(text: str, start: int, match: re.Match[str], context: Context) -> tuple[int, int | None]:
    """Where the mention starts and its explicit year, printed before the post or behind a slash."""
    before = _YEAR_BEFORE.search(text, max(0, start - 5), start)
    year = year_of(before[1], context) if before else None
    if before and year:
        return before.start(), year
    return start, year_of(match["year"][1:], context) if match["year"] else None


def _post_before(text: str, end: int, own: str) -> tuple[int, str]:
    """(start, code) of the post whose name ends at `end`, the longest name first; (0, '') without one."""
    floor = max(0, end - 40)
    window = text[floor:end]
    window = window[max(window.rfind(mark) for mark in "(,;:") + 1 :].rpartition("\n\n")[2]
    floor, known = end - len(window), spellings()
    for word in list(_NAME_START.finditer(window))[-4:]:
        letters = letters_of(window[word.start() :])
        if len(letters) >= 4 and letters in known and letters not in _UNSURE:
            return floor + word.start(), known[letters]
        if letters in OWN:
            return floor + word.start(), own
    return 0, ""


def _reads_as_serial(text: str, post: str, digits: str, match: re.Match[str]) -> bool:
    """Without a year it must not be a year itself, nor a quantity: `Paris 2015`, `Baghdad 300 soldiers`."""
    if len(digits) == 4 and digits[:2] in ("19", "20"):
        return False
    if len(digits) >= 5 or digits[0] == "0" or match[0][0] == "#":
        return True
    capitals = post.upper() == post
    follows = _WORD_AFTER.match(text, match.end())
    if follows is None:
        return capitals or len(digits) >= 3
    return capitals and len(digits) >= 3 and text[follows.end() - 1].islower()
