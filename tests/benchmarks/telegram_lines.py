"""How the electronic telegrams' archive prints a telegram of the 1970s: its pages, its stamps, its attributes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from telegrams import Telegram

LINES_ON_A_PAGE = 44
NO_TEXT = (
    "Telegram text has been removed or could not be retrieved.",
    "Telegram text is not available.",
    "",
)
_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_REVIEW = "Declassified/Released US Department of State EO Systematic Review"
_STAMPS = (
    f"{_REVIEW} 30 JUN 2005",
    f"Margaret P. Grafeld {_REVIEW} 04 MAY 2006",
    f"Margaret P. Grafeld {_REVIEW} 22 May 2009",
    f"Sheryl P. Walter {_REVIEW} 20 Mar 2014",
)
_PRINTED = {
    "UNCLASSIFIED": "UNCLAS",
    "LIMITED OFFICIAL USE": "LIMITED OFFICIAL USE",
    "CONFIDENTIAL": "C O N F I D E N T I A L",
    "SECRET": "S E C R E T",
}
_ENDS = ("NNN", "NNNN", "NNNNMAFVVZCZ", "<< END OF DOCUMENT >>", "")


class Form(NamedTuple):
    """What differs from one document of the archive to the next."""

    stamp: str
    stamps: int  # at each page break
    two_line_pages: bool
    indented: bool
    date: int  # which of the ways to write a day
    end: str
    notices: bool
    quoted: bool
    lost: bool  # a line is a row of replacement signs
    no_text: str

    @classmethod
    def drawn(cls, draw: Random, year: int) -> Form:
        """The lots of one document."""
        return cls(
            stamp=_STAMPS[3] if year == 1979 else draw.choice(_STAMPS[:3]),
            stamps=draw.choice((1, 1, 2)),
            two_line_pages=year == 1979 and draw.random() < 0.3,
            indented=draw.random() < 0.3,
            date=draw.choice((0, 0, 0, 0, 1, 2)),
            end=draw.choice(_ENDS),
            notices=draw.random() < 0.3,
            quoted=draw.random() < 0.3,
            lost=draw.random() < 0.003,
            no_text=draw.choice(NO_TEXT),
        )

    def other(self) -> Form:
        """The same telegram out of another hand."""
        return self._replace(stamp=_STAMPS[0], stamps=1, date=(self.date + 1) % 3, end="", notices=False)


def document(telegram: Telegram, form: Form, text: tuple[str, ...], section: int = 1, sections: int = 1) -> str:
    """The whole file: message text and attributes."""
    lines = _pages(telegram, form, text, section, sections) if text else ["", form.no_text]
    indent = " " if form.indented else ""
    message = "\n".join(f"{indent}{line}".rstrip() for line in lines)
    title = " " * 34 + "Message Text" if form.indented else "Message Text"
    return f"{title}\n\n\n{message}\n\n\n\n\n{attributes(telegram, form)}"


def body_alone(whole: str) -> str:
    """The text of a document without its title and its attributes."""
    return re.sub(r"\A\s*Message Text\s*|\s*Message Attributes.*", "", whole, flags=re.S) + "\n"


def _pages(telegram: Telegram, form: Form, text: tuple[str, ...], section: int, sections: int) -> list[str]:
    body = [*_header(telegram, section, sections), *text]
    if section == sections:
        body += ["", telegram.signer]
    if form.lost:
        body[len(body) - 5] = "¿" * 60
    found: list[str] = []
    for page, start in enumerate(range(0, len(body), LINES_ON_A_PAGE), 1):
        if page > 1:
            found += ["", telegram.level, *[form.stamp] * form.stamps, ""]
        found += [telegram.level, "", *_page_line(telegram, form, page, section, sections), ""]
        found += _first_lines(telegram) if page == 1 else []
        found += body[start : start + LINES_ON_A_PAGE]
    found += ["", "", telegram.level, "", form.end]
    if form.notices:
        found += ["", f"*** Current Handling Restrictions *** {telegram.handling or 'n/a'}"]
        found += ["*** Current Classification *** UNCLASSIFIED"]
    return found


def _page_line(telegram: Telegram, form: Form, page: int, section: int, sections: int) -> list[str]:
    width = 6 if telegram.post.code == "STATE" else 5
    number = f"{telegram.post.cut:<6} {telegram.serial:0{width}d}"
    if sections > 1:
        number += f"  {section:02d} OF {sections:02d}"
    if telegram.post.code != "STATE":
        number += f"  {telegram.moment:%d%H%M}Z"
    return [f"PAGE {page:02d}", number] if form.two_line_pages else [f"PAGE {page:02d}        {number}"]


def _first_lines(telegram: Telegram) -> list[str]:
    """Distribution, who drafted it, and the line of dashes."""
    kind, _, office = telegram.office.partition(" ")
    found = [f"{telegram.serial % 100:02d}", f"{kind} {office}-{telegram.index % 20:02d}", ""]
    found += [f"INFO  OCT-01  ISO-00  SSO-00  /{20 + telegram.index % 60:03d} {'R' if kind == 'ORIGIN' else 'W'}", ""]
    if kind == "ORIGIN":
        found += [f"DRAFTED BY {telegram.drafter}", f"APPROVED BY {telegram.drafter.partition(':')[0]}:OOST"]
    filed = telegram.moment + timedelta(minutes=90)
    serial = f"{telegram.index * 7 % 1_000_000:06d}"
    late = (telegram.moment.year, telegram.moment.month) >= (1976, 12)
    dashes = f"------------------{filed:%d%H%M}Z {serial} /20" if late else f"--------------------- {serial}"
    return [*found, dashes]


def _header(telegram: Telegram, section: int, sections: int) -> list[str]:
    moment = telegram.moment
    part = f" SECTION {section} OF {sections}" if sections > 1 else ""
    order = "11652" if moment.year < 1979 else "12065"
    until = "N/A" if telegram.level in ("UNCLASSIFIED", "LIMITED OFFICIAL USE") else "GDS"
    return [
        f"{'P' if telegram.index % 3 else 'R'} {moment:%d%H%M}Z {_MONTHS[moment.month - 1]} {moment.year % 100}",
        f"FM {telegram.post.sender}",
        f"TO {telegram.to[0]}",
        *telegram.to[1:],
        *(["INFO " + telegram.info[0], *telegram.info[1:]] if telegram.info else []),
        "",
        f"{_PRINTED[telegram.level]}{part} {telegram.post.name} {telegram.serial:05d}",
        "",
        *([telegram.handling, ""] if telegram.handling not in ("", "ONLY") else []),
        f"E.O. {order}: {until}",
        "",
        f"TAGS: {', '.join(telegram.tags)}",
        "",
        f"SUBJECT: {telegram.subject[0]}",
        *telegram.subject[1:],
        "",
        *([f"REF: {', '.join(telegram.references)}", ""] if telegram.references else []),
    ]


def _day(moment: datetime, form: Form) -> str:
    month = _MONTHS[moment.month - 1]
    if form.date == 1:
        return f"{moment:%d}-{month.title()}-{moment.year} 12:00:00 am"
    return f"{moment:%d/%m/%Y}" if form.date == 2 else f"{moment:%d} {month} {moment.year}"


def attributes(telegram: Telegram, form: Form) -> str:
    """The attributes, by name."""
    film = telegram.film
    short = [name.removeprefix("AMEMBASSY ").replace("SECSTATE WASHDC", "STATE") for name in telegram.to]
    info = [name.removeprefix("AMEMBASSY ") for name in telegram.info]
    level = telegram.level if telegram.catalogued == telegram.level else telegram.catalogued
    to = " ".join([*short, "INFO", *info] if info else short)
    sent = "Sent Date" if telegram.moment.year == 1977 else "Draft Date"
    quote = "'" if form.quoted else ""
    rows = {
        "Automatic Decaptioning": "X",
        "Capture Date": "01 JAN 1994",
        "Channel Indicators": "n/a",
        "Current Classification": "UNCLASSIFIED",
        "Concepts": _folded(", ".join(telegram.concepts)),
        "Control Number": "n/a",
        "Copy": "SINGLE",
        sent: _day(telegram.moment, form),
        "Decaption Date": "01 JAN 1960",
        "Decaption Note": "n/a",
        "Disposition Action": "RELEASED",
        "Disposition Date": "28 MAY 2004",
        "Document Number": telegram.number,
        "Document Source": "CORE",
        "Document Unique ID": f"{quote}00{quote}",
        "Drafter": telegram.drafter if telegram.office.startswith("ORIGIN") else "n/a",
        "Enclosure": telegram.enclosure,
        "Executive Order": telegram.order,
        "Errors": "N/A",
        "Film Number": film,
        "From": telegram.post.name,
        "Handling Restrictions": telegram.handling or "n/a",
        "Image Path": "n/a",
        "Line Count": f"{quote}{len(telegram.text) + 20}{quote}",
        "Locator": telegram.locator,
        "Office": telegram.office,
        "Original Classification": level,
        "Original Handling Restrictions": telegram.handling or "n/a",
        "Original Previous Classification": "n/a",
        "Original Previous Handling Restrictions": "n/a",
        "Page Count": f"{quote}{1 + len(telegram.text) // LINES_ON_A_PAGE}{quote}",
        "Previous Channel Indicators": "n/a",
        "Previous Classification": level,
        "Previous Handling Restrictions": telegram.handling or "n/a",
        "Reference": ", ".join(telegram.references) or "n/a",
        "Review Action": "RELEASED, APPROVED",
        "Review Authority": "lofthaven",
        "Review Comment": "n/a",
        "Review Date": "27 MAY 2004",
        "Review Exemptions": "n/a",
        "Review Markings": _folded(form.stamp),
        "Secure": "OPEN",
        "Status": "NATIVE",
        "Subject": _folded(" ".join(telegram.subject)),
        "TAGS": ", ".join(telegram.tags),
        "To": _folded(to),
        "Type": "TE",
        "Markings": _folded(form.stamp),
    }
    title = " " * 30 + "Message Attributes" if form.indented else "Message Attributes"
    return f"{title}\n\n" + "".join(f"{name}: {value}\n" for name, value in rows.items())


def _folded(value: str) -> str:
    """A long value goes on in the next line."""
    if len(value) < 60:
        return value
    at = value.rfind(" ", 0, 60)
    return f"{value[:at]}\n {value[at + 1 :]}" if at > 0 else value
