"""Markdown (CommonMark), for people: a dossier by cable, with each paragraph quoted and cited.

Text from cables and notes stays text: characters special to CommonMark, to GitHub's tables, links and formulas, to
Pandoc's lists and attributes, or to Obsidian are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cable_tui.escape import visible, visible_line

from ..citation import NO_DATE, CitationForm, CitationStyle, banner, cite, message_number
from ..values import Bookmark, CableSummary
from .items import Item, is_table, printed

_TITLE = "# Notebook\n"
_EMPTY = "\nNothing is kept or bookmarked.\n"


def write(items: Iterable[Item], style: CitationStyle = CitationForm.CHICAGO) -> Iterator[str]:
    """A title, then a chapter for each cable."""
    yield _TITLE
    is_empty = True
    for item in items:
        is_empty = False
        yield "".join(f"\n{part}\n" for part in _chapter(item, style))
    if is_empty:
        yield _EMPTY


def _chapter(item: Item, style: CitationStyle) -> Iterator[str]:
    yield f"## {_heading(item.about)}"
    yield _facts(item)
    for bookmark in item.bookmarks:
        yield from _paragraph(item.about, bookmark, style)
    if not item.bookmarks:
        yield escaped(cite(item.about, style))


def _heading(about: CableSummary) -> str:
    shown = (visible_line(about.subject), message_number(about), visible_line(about.name))
    return escaped(next(filter(None, shown), "Cable"))


def _facts(item: Item) -> str:
    about = item.about
    facts = [about.name, about.origin, about.day or NO_DATE, banner(about), _words("labels", item.labels)]
    return " · ".join(escaped(visible_line(fact)) for fact in facts if fact)


def _words(name: str, words: tuple[str, ...]) -> str:
    return f"{name}: {', '.join(words)}" if words else ""


def _paragraph(about: CableSummary, bookmark: Bookmark, style: CitationStyle) -> Iterator[str]:
    lines = _table(bookmark) if is_table(bookmark.text) else _prose(_printed(bookmark), bookmark.text)
    yield "\n".join(f"> {line}".rstrip(" ") for line in lines)
    if visible(bookmark.note).strip():
        yield "\n".join(_prose("**Note:** ", bookmark.note))
    if bookmark.labels:
        yield escaped(visible_line(_words("Labels", bookmark.labels)))
    yield escaped(cite(about, style, number=bookmark.number, marking=bookmark.portion))


def _printed(bookmark: Bookmark) -> str:
    return escaped(printed(bookmark))


def _prose(start: str, text: str) -> list[str]:
    """Escaped lines; each but the last of a paragraph ends in a hard break."""
    lines = [escaped(line.strip()) for line in visible(text).strip().split("\n")]
    lines[0] = (start + lines[0]).rstrip(" ")
    return [
        f"{line}\\" if line and following else line for line, following in zip(lines, [*lines[1:], ""], strict=True)
    ]


# --- tables -------------------------------------------------------------------------------------------------


def _table(bookmark: Bookmark) -> list[str]:
    """A fenced code block; its fence is longer than any in the text."""
    text = visible(bookmark.text).strip("\n").expandtabs()
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", text))])
    head = _printed(bookmark).rstrip()
    return [*([head, ""] if head else []), fence, *text.split("\n"), fence]


# --- escaping -----------------------------------------------------------------------------------------------

_ANYWHERE = re.compile(r"[\\`*_{}\[\]<>&~|$^#@=%]")
#: Bare addresses that some renderers turn into links: `http://`, `www.state`, `state.gov`.
_ADDRESS = re.compile(r":(?=//)|(?<=\w)\.(?=[^\W\d_]{2})")
#: List markers at the start of a line; Pandoc also takes letters and Roman numerals.
_LIST = re.compile(r"(?=[+:(-])|(?:[0-9]+|[A-Za-z]|[IVXLCDMivxlcdm]{2,8})(?=[.)](?:\s|$))")


def escaped(line: str) -> str:
    """A line of text, escaped so that Markdown shows it unchanged anywhere."""
    text = _ANYWHERE.sub(r"\\\g<0>", line)
    text = _ADDRESS.sub(r"\\\g<0>", text)
    start = _LIST.match(text)
    return f"{start[0]}\\{text[start.end() :]}" if start else text
