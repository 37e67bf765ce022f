"""Archives of invented telegrams of the 1970s, in the form and with the shares of the electronic telegrams' archive.

`write(TARGET, N, SEED, FORM)` makes TARGET/YEAR/MONTH/NUMBER.txt, a file for each document, or all documents in
TARGET/telegrams.jsonl or TARGET/telegrams.db, and beside it TARGET.truth.jsonl with a line for each document (`Truth`).
N counts telegrams; copies and later sections are documents besides. The lots of a telegram depend on the seed and on
its own number. What is rarer in the archive than one document in two thousand is made that common here, so that
archives of a few thousand have it.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple, TextIO

from prose import Page, first_names, page_for, surnames, vocabulary
from telegram_lines import Form, attributes, body_alone, document

YEARS = {1973: 155, 1974: 239, 1975: 275, 1976: 288, 1977: 296, 1978: 305, 1979: 522}
PAGES = {1: 49, 2: 36, 3: 8, 4: 3, 5: 2, 7: 1, 12: 0.7, 30: 0.25, 80: 0.05}
LEVELS = {"UNCLASSIFIED": 49.6, "LIMITED OFFICIAL USE": 23.2, "CONFIDENTIAL": 21.9, "SECRET": 5.3}
CAUGHT = "SECRETARY SECRETARIAT SECRETARY'S SECRETARY-GENERAL TO OF WELCOME (B)".split()
HANDLING = {"": 92.2, "EXDIS": 3.7, "ONLY": 1.5, "LIMDIS": 1.2, "STADIS": 0.7, "NODIS": 0.4, "NOFORN": 0.2, "FOUO": 0.1}
WITHOUT_TEXT = {
    "TEXT ON MICROFILM, ADS TEXT UNRETRIEVABLE": 0.0507,
    "ADS TEXT UNRETRIEVABLE": 0.0068,
    "ADS TEXT NOT CONVERTED": 0.0037,
    "TEXT ON LINE GARBLED": 0.0005,
}
CAUGHT_SHARE, REFERENCED, SECTIONED, COPIED, REDACTED = 0.0005, 0.59, 0.05, 0.02, 0.005
SHARED, LARGEST_GROUP, GROUPS = 0.004, 52, (2, 2, 2, 3, 5, 6, 8, 11)
"""Groups under one number: how many telegrams begin one, the largest (once in an archive), the sizes of the others."""

_POSTS = (
    "OSLO MOSCOW PARIS LONDON TOKYO BONN ROME CAIRO|NEW DELHI|BUENOS AIRES|KUALA LUMPUR|SAN JOSE|TEL AVIV LIMA BERN"
    " REYKJAVIK COPENHAGEN STOCKHOLM HELSINKI LISBON MADRID BANGKOK MANILA SEOUL JIDDA TEHRAN BEIRUT PRETORIA LAGOS"
    " NAIROBI CARACAS BOGOTA BRASILIA OTTAWA|MEXICO|LA PAZ|ADDIS ABABA|THE HAGUE WARSAW BUCHAREST TANANARIVE DACCA"
)
_TAGS = (
    "PFOR PINT PGOV EFIS ASEC OVIP EAID ETRD EFIN CVIS PORG PARM MILI ENRG EAIR SREF SCUL TECH AFSP ACOM CASC"
    " BEXP ELAB EAGR MASS TGEN PLOS SHUM"
).split()
_COUNTRIES = "NO IC DA SW FI UK FR IT US UR GW EG IN AR JA SP PO TH RP KS SA IR LE SF NI KE VE CO BR CA MX".split()
_OFFICES = "EUR NEA ARA EA AF IO EB L PM OES SY CA SS ORM OC INR".split()
_CONCEPTS = (
    "FISHING AGREEMENTS|DIPLOMATIC DISCUSSIONS|MINISTERIAL VISITS|TRAVEL|TEXT|POLITICAL SITUATION|TRADE|INVESTIGATIONS"
    "|PERSONNEL SECURITY|FOREIGN RELATIONS|MEETING AGENDA|COOPERATION|SHIPS|TERRITORIAL WATERS|VISAS|AID PROGRAMS"
).split("|")
_REMARKS = "DG ALTERED|SEE 75 STATE 203328 FOR TEXT|FOR LOFTHAVEN ONLY|//////".split("|")
_ORDERS = {"GS": 60, "X1": 10, "X3": 8, "RR": 8, "11652 GDS": 8, "11652 XGDS-1": 4, "GS VELMER": 1, "AS 19760331": 1}


class Post(NamedTuple):
    """Who sends: the name in full, the six characters of page lines, the letters of document numbers."""

    name: str
    cut: str
    code: str
    sender: str


class Telegram(NamedTuple):
    """One telegram as it was sent. `text` is '' for one whose text the archive lost, for the reason `locator`."""

    index: int
    post: Post
    serial: int
    moment: datetime
    level: str
    catalogued: str
    handling: str
    subject: tuple[str, ...]
    tags: tuple[str, ...]
    references: tuple[str, ...]
    to: tuple[str, ...]
    info: tuple[str, ...]
    drafter: str
    office: str
    film: str
    concepts: tuple[str, ...]
    order: str
    enclosure: str
    locator: str
    text: tuple[str, ...]
    signer: str

    @property
    def number(self) -> str:
        """As the archive writes it: 1976OSLO00777, with six digits for the Department."""
        width = 6 if self.post.code == "STATE" else 5
        return f"{self.moment.year}{self.post.code}{self.serial:0{width}d}"


class Truth(NamedTuple):
    """What a file of the archive is.

    `telegram` is the same for all files of one telegram and for no others. `kind` is telegram, copy, redacted or
    section; `level` the level printed, `catalogued` what the attributes have for it, `last` the last line of the text.
    """

    path: str
    telegram: int
    kind: str
    number: str
    section: int
    sections: int
    date: str
    level: str
    catalogued: str
    handling: str
    subject: str
    to: str
    film: str
    drafter: str
    has_text: bool
    last: str


def posts() -> list[Post]:
    """The Department, which sends a third of all, and the posts."""
    names = [name.strip() for part in _POSTS.split("|") for name in _names(part)]
    found = [Post(name, name[:6].strip(), name[:6].replace(" ", ""), f"AMEMBASSY {name}") for name in names]
    return [Post("STATE", "STATE", "STATE", "SECSTATE WASHDC"), *found]


_TWO_WORDS = {"NEW", "BUENOS", "KUALA", "SAN", "LA", "ADDIS", "THE", "TEL"}


def _names(part: str) -> Iterator[str]:
    words = part.split()
    while words:
        first = words.pop(0)
        yield f"{first} {words.pop(0)}" if first in _TWO_WORDS else first


def telegrams(count: int, seed: int = 1) -> Iterator[Telegram]:
    """The telegrams of a seed; those that share a number follow each other."""
    known = posts()
    serials: Counter[tuple[int, str]] = Counter()
    index, largest = 0, min(LARGEST_GROUP, count // 100)
    while index < count:
        draw = Random(f"{seed} telegram {index}")
        first = _Writer(draw, page_for(seed, index), known, serials).telegram(index)
        shares = draw.random() < SHARED
        size = largest if index == 0 and largest > 1 else draw.choice(GROUPS) if shares else 1
        yield first
        alike = draw.random() < 0.5
        for place in range(1, min(size, count - index)):
            another = Random(f"{seed} telegram {index + place}")
            page = page_for(seed, index + 5 * place)
            yield _again(first, index + place, another, None if alike else page, known)
        index += size


class _Writer:
    """Draws one telegram's lots."""

    def __init__(self, draw: Random, page: Page, known: list[Post], serials: Counter[tuple[int, str]]) -> None:
        self.draw, self.page, self.known, self.serials = draw, page, known, serials

    def one(self, shares: dict[str, float]) -> str:
        return self.draw.choices(list(shares), list(shares.values()))[0]

    def telegram(self, index: int, sender: Post | None = None) -> Telegram:
        """A telegram of `sender`, or of anybody."""
        draw = self.draw
        post = self.known[0] if draw.random() < 0.3 else draw.choice(self.known[1:])
        post = sender or post
        year = draw.choices(list(YEARS), list(YEARS.values()))[0]
        self.serials[year, post.code] += draw.randrange(1, 4)
        lost, reason = draw.random(), ""
        for locator, share in WITHOUT_TEXT.items():
            reason = reason or (locator if lost < share else "")
            lost -= share
        level = self.one(LEVELS)
        office = draw.choice(_OFFICES)
        to, info = self._addressees(post)
        references = self._references(year) if draw.random() < REFERENCED else ()
        initials = "".join(name[0] for name in draw.choices(first_names(), k=2))
        return Telegram(
            index=index,
            post=post,
            serial=self.serials[year, post.code],
            moment=datetime(year, 1, 1, tzinfo=UTC) + timedelta(minutes=draw.randrange(365 * 24 * 60)),
            level=level,
            catalogued=draw.choice(CAUGHT) if draw.random() < CAUGHT_SHARE else level,
            handling=self.one(HANDLING),
            subject=subject_lines(draw),
            tags=tuple(dict.fromkeys([*draw.sample(_TAGS, draw.randrange(1, 4)), draw.choice(_COUNTRIES)])),
            references=references,
            to=to,
            info=info,
            drafter=f"{office}/{draw.choice(_OFFICES)}:{initials}{draw.choice(surnames()).upper()}",
            office=f"{'ORIGIN' if post.code == 'STATE' else 'ACTION'} {office}",
            film=f"D{year % 100}{draw.randrange(10_000):04d}-{draw.randrange(10_000):04d}" if year > 1973 else "n/a",
            concepts=tuple(draw.sample(_CONCEPTS, draw.randrange(1, 5))),
            order="N/A" if draw.random() < 0.71 else self.one(_ORDERS),
            enclosure=draw.choice(_REMARKS) if draw.random() < 0.02 else "n/a",
            locator=reason or "TEXT ON-LINE, ON MICROFILM",
            text=() if reason else self._text(),
            signer=draw.choice(surnames()).upper(),
        )

    def _addressees(self, post: Post) -> tuple[tuple[str, ...], tuple[str, ...]]:
        others = [other.sender for other in self.draw.sample(self.known[1:], 4) if other != post]
        to = ["SECSTATE WASHDC"] if post.code != "STATE" else others[: self.draw.randrange(1, 3)]
        rest = [name for name in others if name not in to]
        return tuple(to), tuple(rest[: self.draw.randrange(len(rest) + 1)])

    def _references(self, year: int) -> tuple[str, ...]:
        chosen = self.draw.choices(self.known, k=self.draw.choice((1, 1, 1, 2, 3)))
        return tuple(f"{year % 100} {post.name} {self.draw.randrange(1, 20_000)}" for post in chosen)

    def _text(self) -> tuple[str, ...]:
        """The lines of all paragraphs, as many as make the pages drawn."""
        wanted = self.draw.choices(list(PAGES), list(PAGES.values()))[0] * 44 - 22
        numbered = self.draw.random() < 0.85
        lines: list[str] = []
        number = 0
        while not lines or len(lines) < wanted:
            number += 1
            passage = self.draw.choice(self.page.passages).upper().replace(" \n", "\n").split("\n")
            lines += [f"{number}. {passage[0]}" if numbered else passage[0], *passage[1:], ""]
        return tuple(lines[:-1])


def subject_lines(draw: Random) -> tuple[str, ...]:
    """One or two lines of invented words."""
    words = [word.upper() for word in draw.choices(vocabulary()[:4000], k=draw.randrange(3, 11))]
    words.append(draw.choice(surnames()).upper())
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > 52:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(lines)


def _again(first: Telegram, index: int, draw: Random, page: Page | None, known: list[Post]) -> Telegram:
    """Another telegram under the number of `first`; without a page of its own, one like it but for a name and a case.

    Of those that are alike some have another minute, some another addressee, some another subject; each has another
    text.
    """
    film = f"{first.film[:-4]}{draw.randrange(10_000):04d}" if first.film != "n/a" else "n/a"
    if page is not None:
        own = _Writer(draw, page, known, Counter()).telegram(index, first.post)
        return own._replace(serial=first.serial, moment=_near(first.moment, draw), film=film)
    name = draw.choice(surnames()).upper()
    case = f"CASE {draw.randrange(1000, 9999)}-{index}"
    text = (*first.text, "", f"THIS IS ABOUT {name} OF {case}.") if first.text else ()
    found = first._replace(index=index, text=text, film=film)
    how = draw.randrange(3)
    if how == 0 or not first.text:
        return found._replace(moment=first.moment + timedelta(minutes=index - first.index))
    if how == 1:
        return found._replace(subject=(*first.subject[:-1], f"{first.subject[-1].split()[0]} {name} {case}"))
    return found._replace(to=(draw.choice([post.sender for post in known[1:] if post.sender not in first.to]),))


def _near(moment: datetime, draw: Random) -> datetime:
    """Another moment of the same year."""
    other = moment + timedelta(days=draw.randrange(-20, 20), minutes=draw.randrange(1, 1000))
    return other if other.year == moment.year else moment + timedelta(minutes=1 if moment.month < 12 else -1)


# --- files -------------------------------------------------------------------------------------------------------


class _Names:
    """File names that say no more than number and order: NUMBER.txt, NUMBER_b.txt ..."""

    def __init__(self) -> None:
        self._used: Counter[str] = Counter()

    def path(self, telegram: Telegram) -> str:
        self._used[telegram.number] += 1
        count = self._used[telegram.number]
        suffix = "" if count == 1 else f"_{chr(96 + count)}" if count <= 26 else f"_{count}"
        return f"{telegram.moment:%Y/%m}/{telegram.number}{suffix}.txt"


def documents(count: int, seed: int = 1) -> Iterator[tuple[Truth, str]]:
    """Each file of the archive: what it is, and its text."""
    names = _Names()
    for telegram in telegrams(count, seed):
        draw = Random(f"{seed} documents {telegram.index}")
        form = Form.drawn(draw, telegram.moment.year)
        for kind, section, sections, text in _files(telegram, form, draw):
            yield _truth(names.path(telegram), telegram, kind, section, sections), text


def _parts(telegram: Telegram, sections: int) -> list[tuple[str, ...]]:
    """The lines of each section."""
    each = len(telegram.text) // sections + 1
    return [telegram.text[start : start + each] for start in range(0, each * sections, each)]


def _files(telegram: Telegram, form: Form, draw: Random) -> Iterator[tuple[str, int, int, str]]:
    """Kind, section, sections and text of each file of one telegram."""
    if not telegram.text:
        yield "telegram", 1, 1, document(telegram, form, ())
        return
    length = len(telegram.text)
    if length > 40 and draw.random() < SECTIONED * 3:  # a third of all is so long
        sections = min(2 + length // 150, 9)
        for section, lines in enumerate(_parts(telegram, sections), 1):
            kind = "section" if section > 1 else "telegram"
            yield kind, section, sections, document(telegram, form, lines, section, sections)
        return
    whole = document(telegram, form, telegram.text)
    yield "telegram", 1, 1, whole
    if draw.random() < COPIED:
        yield "copy", 1, 1, draw.choice(_COPIES)(telegram, form, whole)
    if draw.random() < REDACTED:
        words = {word for line in telegram.text for word in line.split() if len(word) > 7}
        hidden = draw.sample(sorted(words), min(4, len(words)))
        lines = tuple(_redacted(line, hidden) for line in telegram.text)
        yield "redacted", 1, 1, document(telegram, form, lines)


_COPIES: tuple[Callable[[Telegram, Form, str], str], ...] = (
    lambda telegram, form, whole: whole,
    lambda telegram, form, whole: body_alone(whole),
    lambda telegram, form, whole: "\n".join(line for line in body_alone(whole).split("\n") if line.strip()) + "\n",
    lambda telegram, form, whole: document(telegram, form.other(), telegram.text),
    lambda telegram, form, whole: body_alone(whole) + attributes(telegram, form.other()),
)
"""How a copy came about: file copied, text alone, text as shown by a page, with other stamps, with other dates."""


def _redacted(line: str, hidden: list[str]) -> str:
    return " ".join("XXXXXXXXXXXX" if word in hidden else word for word in line.split(" "))


def _truth(path: str, telegram: Telegram, kind: str, section: int, sections: int) -> Truth:
    return Truth(
        path=path,
        telegram=telegram.index,
        kind=kind,
        number=telegram.number,
        section=section,
        sections=sections,
        date=f"{telegram.moment:%Y-%m-%dT%H:%M}" if telegram.text else f"{telegram.moment:%Y-%m-%d}",
        level=telegram.level,
        catalogued=telegram.catalogued,
        handling=telegram.handling,
        subject=" ".join(telegram.subject),
        to="; ".join(telegram.to),
        film="" if telegram.film == "n/a" else telegram.film,
        drafter=telegram.drafter,
        has_text=bool(telegram.text),
        last=next((line for line in reversed(_parts(telegram, sections)[section - 1]) if line), ""),
    )


def truth_path(target: Path) -> Path:
    """Where `write` leaves its list: beside the archive, not in it."""
    return target.with_name(f"{target.name}.truth.jsonl")


def write(target: Path, count: int, seed: int = 1, form: str = "folder") -> int:
    """Makes the archive and its truth and returns the bytes; raises OSError where something is there already."""
    target.mkdir(parents=True)
    with truth_path(target).open("x", encoding="utf-8") as truth:
        return FORMS[form](target, _told(documents(count, seed), truth))


def _told(found: Iterator[tuple[Truth, str]], truth: TextIO) -> Iterator[tuple[Truth, str]]:
    for row, text in found:
        truth.write(json.dumps(row._asdict()) + "\n")
        yield row, text


def _write_files(target: Path, found: Iterator[tuple[Truth, str]]) -> int:
    total = 0
    for row, text in found:
        path = target / row.path
        path.parent.mkdir(parents=True, exist_ok=True)
        total += path.write_bytes(text.encode())
    return total


def _write_lines(target: Path, found: Iterator[tuple[Truth, str]]) -> int:
    """An object a line, as people turn the archive into records: its number, its day, and the whole document."""
    with (target / "telegrams.jsonl").open("x", encoding="utf-8") as lines:
        return sum(lines.write(json.dumps(_record(row, text)) + "\n") for row, text in found)


def _record(row: Truth, text: str) -> dict[str, str]:
    return {"document_number": row.number, "date": row.date[:10], "text": text}


def _write_database(target: Path, found: Iterator[tuple[Truth, str]]) -> int:
    """The same records in a table of SQLite."""
    path = target / "telegrams.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE documents(document_number TEXT, date TEXT, text TEXT)")
        rows = (_record(row, text) for row, text in found)
        database.executemany("INSERT INTO documents VALUES (:document_number, :date, :text)", rows)
    return path.stat().st_size


FORMS: dict[str, Callable[[Path, Iterator[tuple[Truth, str]]], int]] = {
    "folder": _write_files,
    "jsonl": _write_lines,
    "sqlite": _write_database,
}
"""The forms of file that an archive may be written in."""
