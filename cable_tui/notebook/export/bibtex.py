"""BibTeX, for LaTeX bibliographies: one `@techreport` per cable, with its bookmarked paragraphs as annotations.

The format is BibTeX 0.99 (O. Patashnik, BibTeXing, 1988), which biber and reference managers also read. Values are in
braces, the title in two pairs so that no style changes its capitals. Letters beyond ASCII stay as they are (UTF-8);
characters special to TeX are written as commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cable_tui.escape import visible_line

from ..citation import agency, calendar_day, has_id
from ..values import CableSummary
from .items import Item
from .ris import NATION, facts, keywords, note, number, publisher, title

#: Characters special to TeX. Braces become commands too: BibTeX counts even escaped ones, and an odd one ends the file.
_COMMANDS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
_NO_KEY = re.compile(r"[^A-Za-z0-9:.+/-]+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(items: Iterable[Item]) -> Iterator[str]:
    """The entries; control characters are written out."""
    taken: set[str] = set()
    for item in items:
        fields = "".join(f"  {name} = {value},\n" for name, value in _fields(item))
        yield f"@techreport{{{_key(item.about, taken)},\n{fields}}}\n"


def _key(about: CableSummary, taken: set[str]) -> str:
    """A unique key (ignoring case), made from the id or the name of the file."""
    name = _NO_KEY.sub("-", visible_line(about.name)).strip("-") or "cable"
    key, count = name, 1
    while key.casefold() in taken:
        count += 1
        key = f"{name}-{count}"
    taken.add(key.casefold())
    return key


def _fields(item: Item) -> Iterator[tuple[str, str]]:
    about = item.about
    texts = {
        "author": f"{{{_plain(author)}}}" if (author := agency(about.origin, NATION)) else "",
        "title": f"{{{_plain(title(about))}}}",
        "institution": _plain(publisher(about)),
        "type": "Cable",
        "number": _plain(number(about)),
        "keywords": ", ".join(_plain(word) for word in keywords(item)),
        "note": _plain(facts(about, with_id=not has_id(about))),
        "annote": r" \par ".join(_plain(note(bookmark)) for bookmark in item.bookmarks),
    }
    yield from ((name, f"{{{text}}}") for name, text in texts.items() if text)
    if day := calendar_day(about):
        yield from (("year", f"{{{day.year}}}"), ("month", _MONTHS[day.month - 1]), ("day", f"{{{day.day}}}"))


def _plain(text: str) -> str:
    return visible_line(text).translate(_COMMANDS)
