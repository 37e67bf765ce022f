"""Archives of any size: `python tests/benchmarks/generate.py TARGET --cables N --form FORM [--seed S]`.

The cables look and weigh like real ones (7 kB in the mean) and every word, person and event in them is invented. Each
depends on the seed and its own number alone, so the cables of a small archive are some of those of a larger one. They
come by date, as the release has them.

    folder  text exports, TARGET/YEAR/MONTH/ID.txt
    csv     the rows of a cables.csv, in TARGET/cables.csv (or in TARGET, where that ends in .csv)
    1970s   telegrams as their archive has them, TARGET/YEAR/MONTH/NUMBER.txt, and what each file is in
            TARGET.truth.jsonl (see telegrams.py)
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import BinaryIO, NamedTuple

import telegrams
from places import LIMIT, Calendar, Place, posts
from prose import LINE_END, Page, first_names, page_for, surnames, vocabulary

MEDIAN, SPREAD = 8.4, 0.8  # of the logarithm of a body's size: 7 kB in the mean, one in two thousand has 60 kB
SHORTEST, LONGEST = 500, 70_000
SECTION = 6500  # characters; a longer text is sent in several sections

# --- cables ------------------------------------------------------------------------------------------------------


class Facts(NamedTuple):
    """What is known of a generated cable besides its text; `level` is U, LOU, SBU, C or S, `title` the first line."""

    date: datetime
    origin: str
    classification: str
    level: str
    captions: tuple[str, ...]
    title: str
    subject: str
    tags: tuple[str, ...]
    references: tuple[str, ...]
    paragraphs: int
    sections: int


class Generated(NamedTuple):
    """One cable: its id, what a catalogue says of it, transport header and text (from the classification line on)."""

    id: str
    facts: Facts
    header: str
    body: str


class _Level(NamedTuple):
    catalogue: str
    printed: str
    security: str
    marks: tuple[str, ...]  # the first is the highest; the more often one is there the more often it is taken


_LEVELS = {
    "U": _Level("UNCLASSIFIED", "UNCLAS", "ZNR UUUUU ZZH", ("U",)),
    "SBU": _Level("UNCLASSIFIED//FOR OFFICIAL USE ONLY", "UNCLAS", "ZNR UUUUU ZZH", ("SBU",) * 7 + ("U",)),
    "LOU": _Level("LIMITED OFFICIAL USE", "LIMITED OFFICIAL USE", "ZNR UUUUU ZZH", ("LOU",) * 7 + ("U",)),
    "C": _Level("CONFIDENTIAL", "C O N F I D E N T I A L", "ZNY CCCCC ZZH", ("C",) * 9 + ("U", "SBU")),
    "S": _Level("SECRET", "S E C R E T", "ZNY SSSSS ZZH", ("S",) * 6 + ("C", "C", "U")),
}
_SHARES = (("U", 0.502), ("SBU", 0.603), ("C", 0.955), ("S", 1.0))  # cumulated
_NOFORN = {"C": 0.07, "S": 0.35}

_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_LONG_MONTHS = "January February March April May June July August September October November December".split()
_SUBJECTS = (
    "PREL PGOV PREL PGOV PREL PGOV ECON PHUM PTER ECON EFIN PARM MARR EAID ETRD KDEM PINR SNAR CVIS KNNP ENRG EINV SOCI"
    " KCRM EPET PREF MOPS ELAB EAIR SENV KPAO OVIP ASEC KPAL PINS EAGR TRGY BEXP KIPR SMIG TBIO KISL AORC UNSC UNGA"
    " NATO EUN IAEA WTO OSCE"
).split()
_TITLES = "DCM|Charge d'Affaires|Ambassador|Economic Counselor|Political Counselor|Consul General|A/DCM".split("|")
_ROLES = "Minister|Deputy Minister|Director|Chairman|Governor|Professor|General|Vice President|Mayor|Advisor".split("|")
_OUR_OFFICERS = "us|Poloff|Econoff|the Ambassador|the DCM|Emboffs|visiting officials|PolCouns|EconCouns".split("|")
_COLLECTIVES = (
    "RUEHZL/EUROPEAN POLITICAL COLLECTIVE|RUEHEE/ARAB LEAGUE COLLECTIVE|RUCNDT/UN SECURITY COUNCIL COLLECTIVE"
    "|RUEHZN/ENVIRONMENT AND SCIENCE COLLECTIVE|RUCNCIS/CIS COLLECTIVE|RUEHZA/WHA CENTRAL AMERICAN COLLECTIVE"
    "|RUCNCLS/ALL SOUTH AND CENTRAL ASIA COLLECTIVE|RUEHZO/AFRICAN UNION COLLECTIVE|RUCNASE/ASEAN MEMBER COLLECTIVE"
).split("|")
_AGENCIES = (
    "RHEHNSC/NSC WASHDC|RUEAIIA/CIA WASHDC|RHEFDIA/DIA WASHINGTON DC|RUEKJCS/SECDEF WASHDC|RUEKJCS/JOINT STAFF WASHDC"
    "|RUEATRS/DEPT OF TREASURY WASHDC|RUCPDOC/DEPT OF COMMERCE WASHDC|RHEBAAA/DEPT OF ENERGY WASHDC"
    "|RHMFIUU/CDR USCENTCOM MACDILL AFB FL|RHMFISS/HQ USEUCOM VAIHINGEN GE|RUEAWJA/DEPT OF JUSTICE WASHDC"
    "|RUEHRC/DEPT OF AGRICULTURE WASHDC|RUEKJCS/JCS WASHDC//J-3/J-5//"
).split("|")
_PRECEDENCES = (("R", 0.58, ""), ("P", 0.84, " PRIORITY"), ("O", 0.99, " IMMEDIATE"), ("Z", 1.0, " FLASH"))
_CUT = 10  # characters that a page line has of a post's name


def generate(count: int, seed: int = 1) -> Iterator[Generated]:
    """The first `count` cables of a seed, by date as they were released; raises ValueError above `LIMIT`."""
    if count > LIMIT:
        raise ValueError(f"no archive has more than {LIMIT} cables")
    calendar = Calendar(seed)
    draw = Random()
    for index in sorted(range(count), key=lambda index: calendar.place(index).moment):
        draw.seed(seed * 0x1_0000_0000 + index)
        yield _Writer(calendar, index, draw, page_for(seed, index)).cable()


class _Writer:
    """Writes one cable; the drawing of lots is in the order of the lines."""

    def __init__(self, calendar: Calendar, index: int, draw: Random, page: Page) -> None:
        self.calendar, self.index, self.draw, self.page = calendar, index, draw, page
        self.random = draw.random
        self.place = calendar.place(index)
        self.bucket = self.place.bucket
        self.post, self.year = self.bucket.post, self.bucket.year
        self.moment = self.place.moment
        self.is_old = self.year < 2002
        self.letter = self._letter()
        self.level = _LEVELS[self.letter]
        self.noforn = self.random() < _NOFORN.get(self.letter, 0)

    def _letter(self) -> str:
        chance = self.random()
        letter = next(letter for letter, share in _SHARES if chance < share)
        return "LOU" if letter == "SBU" and self.year < 1995 else letter

    def one(self, items: list[str]) -> str:
        return items[int(self.random() * len(items))]

    def cable(self) -> Generated:
        passages = self._choose()
        size = sum(map(len, passages))
        sections = 1 if self.is_old else 1 + size // SECTION
        lines = self._subject()
        tags, references, captions = self._tags(), self._references(), self._captions()
        control = self._control(captions, tags, lines, references)
        text, paragraphs = self._text(passages, bool(references))
        facts = Facts(
            date=self.moment,
            origin=self.post.origin,
            classification=self.level.catalogue + ("//NOFORN" if self.noforn else ""),
            level=self.letter,
            captions=captions,
            title=lines[0],
            subject=" ".join(lines),
            tags=tags,
            references=tuple(place.id for place in references),
            paragraphs=paragraphs,
            sections=sections,
        )
        body = f"{self._class_line(sections)}{control}{self._with_page_lines(text, sections)}{self.bucket.signer} \n"
        return Generated(self.place.id, facts, self._header(sections), body)

    # --- transport header

    def _header(self, sections: int) -> str:
        """Without a line end behind the last addressee: exports have none before the classification line."""
        chance = self.random()
        precedence, _, word = next(row for row in _PRECEDENCES if chance < row[1])
        moment = self.moment
        dtg = f"{precedence} {moment:%d%H%M}Z {_MONTHS[moment.month - 1]} {moment.year % 100:02d}"
        to, info = self._addressees(word)
        tail = f"{dtg}\nFM {self.post.sender}\nTO " + "\n".join(to) + ("\nINFO " + "\n".join(info) if info else "")
        if self.is_old:
            return tail
        section = "/01" if sections > 1 else ""
        de = f"DE {self.post.route} #{self.place.serial % 10_000:04d}{section} {moment:%j%H%M}\n{self.level.security}\n"
        doubled = precedence * 2
        if chance % 0.1 < 0.05:
            return f"VZCZCXYZ0000\n{doubled} RUEHWEB\n\n{de}{tail}"
        routes = [other.route for other in self.draw.choices(posts(), k=int(self.random() * 22) + 1)]
        rows = [" ".join(routes[start : start + 8]) for start in range(0, len(routes), 8)]
        return f"VZCZCXRO{int(self.random() * 10_000):04d}\n{doubled} " + "\n".join(rows) + f"\n{de}{tail}"

    def _addressees(self, word: str) -> tuple[list[str], list[str]]:
        others = self.draw.choices(posts()[1:], k=int(self.random() ** 2 * 14) + 1)
        names = [f"{post.route}/{post.sender}" for post in dict.fromkeys(others) if post is not self.post]
        if self.post.code == "STATE":
            to = [*names[:3], "ALL DIPLOMATIC AND CONSULAR POSTS COLLECTIVE"][: 1 + len(names) % 4]
        else:
            to = ["RUEHC/SECSTATE WASHDC"]
        agencies = int(self.random() * len(_AGENCIES))
        info = [*names[3:], *_AGENCIES[agencies : agencies + 4]]
        if self.random() < 0.6:
            info.insert(0, self.one(_COLLECTIVES))
        if self.is_old:  # without routing indicators
            to, info = ([name.partition("/")[2] or name for name in names] for names in (to, info))
        to = [f"{name}{word} {int(self.random() * 9000) + 1000}" for name in to]
        return to, [f"{name} {int(self.random() * 9900) + 100:04d}" if self.random() < 0.7 else name for name in info]

    # --- control lines

    def _class_line(self, sections: int) -> str:
        section = f" SECTION 01 OF {sections:02d}" if sections > 1 else ""
        width = 5 if self.is_old else 6
        return f"{self.level.printed}{section} {self.post.name} {self.place.serial:0{width}d} \n \n"

    def _captions(self) -> tuple[str, ...]:
        found = ["SENSITIVE"] if self.letter == "SBU" else []
        if self.noforn:
            found.append("NOFORN")
        if not self.is_old and self.random() < 0.85:
            found.append("SIPDIS")
        if self.random() < 0.02:
            found.append("EXDIS")
        return tuple(found)

    def _tags(self) -> tuple[str, ...]:
        if self.year < 1973:  # there were none yet
            return ()
        found = self.draw.choices(_SUBJECTS, k=2 + int(self.random() * 4))
        if self.random() < 0.3:
            found.append(posts()[int(self.random() * len(posts()))].country)
        return tuple(dict.fromkeys([*found, self.post.country]))

    def _subject(self) -> list[str]:
        """Capitals in one line or two."""
        common = vocabulary()
        words = [common[int(self.random() ** 4 * len(common))] for _ in range(3 + int(self.random() * 6))]
        words.insert(1, ("ON", "AND", "FOR", "WITH")[len(words) % 4])
        words.append(surnames()[int(self.random() * 4000)])
        lines = [""]
        for word in words:
            if len(lines[-1]) + len(word) > 55:
                lines.append("")
            lines[-1] = f"{lines[-1]} {word}".strip()
        lines = [line.upper() for line in lines]
        if self.random() < 0.3:
            lines[0] = lines[0].replace(" ", ": ", 1)
        return lines

    def _references(self) -> list[Place]:
        """Cables with a lower index and an earlier date: mostly of the same post and of the Department."""
        found: dict[int, Place] = {}
        wanted = int(self.random() ** 1.5 * 6)
        for _ in range(2 * wanted):
            other = self._another()
            if other is None or len(found) == wanted:
                continue
            place = self.calendar.place(other)
            if place.is_before(self.place):
                found[other] = place
        return list(found.values())

    def _another(self) -> int | None:
        chance, random = self.random(), self.random()
        if chance < 0.55:
            other = self.calendar.earlier(self.index, (self.post.code, self.year), random)
        elif chance < 0.8:
            other = self.calendar.earlier(self.index, ("STATE", self.year), random)
        elif chance < 0.9:
            other = self.calendar.earlier(self.index, (self.post.code, self.year - 1), random)
        else:
            other = None
        if other is None and self.index:
            other = int(random * self.index)
        return other

    def _reference_lines(self, references: list[Place]) -> str:
        texts = []
        for place in references:
            year = "" if place.bucket.year == self.year else f"{place.bucket.year % 100:02d} "
            note = " (NOTAL)" if self.random() < 0.07 else ""
            texts.append(f"{year}{place.bucket.post.name} {place.serial}{note}")
        if len(texts) == 1:
            return f"REF: {texts[0]} \n \n"
        labelled = [f"{label}. {text}" for label, text in zip("ABCDEFGH", texts, strict=False)]
        return f"REF: {f'{LINE_END}     '.join(labelled)} \n \n"

    def _control(
        self, captions: tuple[str, ...], tags: tuple[str, ...], subject: list[str], references: list[Place]
    ) -> str:
        text = "".join(f"{caption} \n" for caption in captions)
        if self.random() < 0.15:
            text += f"DEPT FOR {self.one(['EUR', 'NEA', 'WHA', 'EAP', 'AF', 'SCA'])}/{self.one(['RPM', 'PD', 'EX'])} \n"
        text += f" \n{self._order()}" if text else self._order()
        if tags:
            text += f"TAGS: {(', ' if self.random() < 0.5 else ' ').join(tags)} \n"
        text += f"SUBJECT: {LINE_END.join(subject)} \n \n"
        if references:
            text += self._reference_lines(references)
        if self.letter in "CS" and self.year >= 1995:
            reason = "1.4 (b) and (d)" if self.year > 2002 else "1.5 (b) and (d)"
            by = f"{self.one(_TITLES)} {self.one(first_names())} {self.one(surnames())}"
            text += f"Classified By: {by} for reasons {reason}. \n \n"
        return text

    def _order(self) -> str:
        """The executive order in force, and until when it keeps the cable classified."""
        if self.year < 1972:
            return ""
        starts = ((1972, "11652"), (1979, "12065"), (1983, "12356"), (1996, "12958"), (2010, "13526"))
        order = next(order for start, order in reversed(starts) if start <= self.year)
        if self.letter not in "CS":
            return f"E.O. {order}: N/A \n"
        if self.year < 1996:
            return f"E.O. {order}: {'DECL: OADR' if self.year > 1982 else 'GDS'} \n"
        return f"E.O. {order}: DECL: {self.moment.month:02d}/{self.moment.day % 28 + 1:02d}/{self.year + 10} \n"

    # --- text

    def _choose(self) -> list[str]:
        """Passages of the size that this cable has."""
        size = self.draw.lognormvariate(MEDIAN, SPREAD)
        left = min(max(size, SHORTEST), LONGEST)
        passages = self.page.passages
        found: list[str] = []
        count = len(passages)
        while left > 260 or not found:
            found.append(passages[int(self.random() * count)])
            left -= len(found[-1]) + 45  # number, marking, who said it
        return found

    def _text(self, passages: list[str], has_references: bool) -> tuple[str, int]:
        """The numbered paragraphs with headings between them, and how many they are."""
        random, marks = self.random, self.level.marks
        plain = self.letter == "U" and random() < 0.2
        ruled, summarised = random() < 0.4, random() < 0.7
        commented = len(passages) > 2 and random() < 0.6
        portions = ["" if plain else f"({mark}{'/NF' if self.noforn and mark in 'CS' else ''}) " for mark in marks]
        count, last, parts = len(portions), len(passages), []
        if summarised and ruled:
            parts.append("SUMMARY \n------- \n \n")
        for number, passage in enumerate(passages, 1):
            mark = portions[int(random() * count)] if number > 1 else portions[0]
            if number == 1 and summarised:
                text = _ended(passage, "SUMMARY")
            elif number == last and commented:
                text = _ended(passage, "COMMENT")
            elif (chance := random()) < 0.55:
                text = f"{self._lead(chance, has_references)} \n{passage}"
            else:
                text = passage[0].upper() + passage[1:]
            if number > 1 and random() < 0.18:
                heading = self.one(self.page.headings)
                parts.append(f"{heading} \n{'-' * len(heading)} \n \n" if ruled else f"{heading} \n \n")
            parts.append(f"¶{number}. {mark}{text} \n \n")
        return "".join(parts), last

    def _lead(self, chance: float, has_references: bool) -> str:
        """The beginning of a sentence that a passage goes on with."""
        name = surnames()[int(self.random() * 4000)]
        if chance < 0.2:
            month = _LONG_MONTHS[self.moment.month - 1]
            day = 1 + int(chance * 5 * self.moment.day)
            return f"On {month} {day}, {self.one(_ROLES)} {name} told {self.one(_OUR_OFFICERS)} that"
        if chance < 0.35:
            return f"{self.one(_ROLES)} {self.one(first_names())} {name} said that"
        if chance < 0.4 and has_references:
            return f"As reported ref A, {name} of the {surnames()[int(chance * 9999)]} party said"
        common = vocabulary()
        return f"According to {name}, {common[int(self.random() * len(common))]} and"

    def _with_page_lines(self, text: str, sections: int) -> str:
        """The text with the line that begins a page between its sections, in mid-sentence as it came."""
        if self.is_old:
            banner = self.level.catalogue.partition("//")[0]
            cuts = range(3000, len(text) - 300, 3000)
            number = f"{self.post.name[:6]}  {self.place.serial:05d}  {self.moment:%d%H%M}Z"
            line = f"{banner} \n \nPAGE %02d        {number} \n"
            marks = [line % number for number in range(2, len(cuts) + 2)]
        else:
            each = len(text) // sections
            cuts = range(each, each * sections, each)
            line = f" \n{self.post.name[:_CUT].strip()} {self.place.serial:08d}  %03d OF {sections:03d} \n \n \n"
            marks = [line % number for number in range(2, sections + 1)]
        if not marks:
            return text
        ends = [0, *(text.find("\n", cut) + 1 for cut in list(cuts)[: len(marks)]), len(text)]
        pieces = [text[start:end] for start, end in pairwise(ends)]
        return pieces[0] + "".join(mark + piece for mark, piece in zip(marks, pieces[1:], strict=True))


def _ended(passage: str, word: str) -> str:
    """`SUMMARY: ... END SUMMARY.`; the end mark gets a line of its own where the last one is full."""
    room = len(passage) - passage.rfind("\n") < 50
    return f"{word}: {passage[0].upper()}{passage[1:]}{'  ' if room else LINE_END}END {word}."


# --- forms -------------------------------------------------------------------------------------------------------


def export(cable: Generated) -> str:
    """A text export: five lines of a catalogue, then the cable, whose two parts no line end parts."""
    facts = cable.facts
    zone = "+0200" if 3 < facts.date.month < 11 else "+0100"
    day = f"{_DAYS[facts.date.weekday()]} {_MONTHS[facts.date.month - 1].title()} {facts.date.day:02d}"
    first = (
        f"{cable.id}\n{facts.title}\n{day} 00:00:00 {zone} {facts.date.year}\n{facts.classification}\n{facts.origin}"
    )
    return f"{first}\n{cable.header}{cable.body}"


_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()


def csv_row(number: int, cable: Generated) -> str:
    """A row of a cables.csv, eight columns, with backslashes before quotes and backslashes."""
    facts, date = cable.facts, cable.facts.date
    columns = (
        str(number),
        f"{date.month}/{date.day}/{date.year} {date.hour}:{date.minute:02d}",
        cable.id,
        facts.origin,
        facts.classification,
        "|".join(facts.references),
        cable.header,
        cable.body,
    )
    return ",".join(f'"{_escaped(column)}"' for column in columns) + "\n"


def _escaped(text: str) -> str:
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    return text.replace('"', '\\"') if '"' in text else text


def write_folder(target: Path, cables: Iterator[Generated]) -> int:
    """Writes `target`/YEAR/MONTH/ID.txt for each cable and returns the bytes; raises OSError."""
    made: set[tuple[int, int]] = set()
    total = 0
    root = str(target)
    for cable in cables:
        date = cable.facts.date
        folder = f"{root}/{date.year}/{date.month:02d}"
        if (date.year, date.month) not in made:
            Path(folder).mkdir(parents=True)
            made.add((date.year, date.month))
        data = export(cable).encode()
        with open(f"{folder}/{cable.id}.txt", "xb", buffering=0) as file:  # noqa: PTH123 - Path costs more than writing
            file.write(data)
        total += len(data)
    return total


def write_csv(file: BinaryIO, cables: Iterator[Generated]) -> int:
    """Writes the rows and returns the bytes; raises OSError."""
    return sum(file.write(csv_row(number, cable).encode()) for number, cable in enumerate(cables, 1))


def write(target: Path, count: int, form: str, seed: int = 1) -> int:
    """Makes an archive at `target` and returns its bytes; raises OSError where something is there already."""
    if form == "1970s":
        return telegrams.write(target, count, seed)
    cables = generate(count, seed)
    if form == "folder":
        target.mkdir(parents=True)
        return write_folder(target, cables)
    path = target if target.suffix == ".csv" else target / "cables.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb", buffering=1 << 20) as file:
        return write_csv(file, cables)


def main(arguments: list[str]) -> int:
    """Makes the archive and says how large it is."""
    parser = argparse.ArgumentParser(description="Make an archive of invented cables.")
    parser.add_argument("target", type=Path, metavar="TARGET", help="a folder that does not exist yet")
    parser.add_argument("--cables", type=int, default=1000, metavar="N", help=f"at most {LIMIT}")
    parser.add_argument("--form", choices=["folder", "csv", "1970s"], default="folder")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    options = parser.parse_args(arguments)
    if not 0 < options.cables <= LIMIT:
        parser.error(f"--cables is a number from 1 to {LIMIT}")
    start = time.perf_counter()
    try:
        size = write(options.target, options.cables, options.form, options.seed)
    except OSError as error:
        print(f"{error.filename or options.target}: {error.strerror}", file=sys.stderr)
        return 1
    seconds = time.perf_counter() - start
    print(
        f"{options.cables} cables, {size / 1e6:.1f} MB, {size / options.cables:.0f} bytes in the mean, {seconds:.1f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
