"""HTML, for people: the dossier of `markdown` as one self-contained page, for a browser or paper.

The page has no script and loads nothing; its Content-Security-Policy enforces that, whatever text a cable has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from cable_tui.escape import visible, visible_line

from ..citation import NO_DATE, CitationForm, CitationStyle, banner, cite, message_number
from ..values import Bookmark, CableSummary
from .items import Item, is_table, printed

_STYLE = """\
body { max-width: 42em; margin: 2em auto; padding: 0 1em; font: 1.05em/1.5 Georgia, serif; color: #111 }
h2 { margin: 2.2em 0 0; font-size: 1.15em; line-height: 1.3 }
.facts, .labels, nav { font: 0.85em/1.5 sans-serif; color: #444 }
blockquote { margin: 1em 0 0.3em; padding-left: 1em; border-left: 3px solid #999; white-space: pre-wrap }
.table { font: 0.85em/1.4 monospace; overflow-x: auto; white-space: pre }
.note { margin: 0.3em 0 0.3em 1.2em; white-space: pre-wrap }
.citation { margin: 0.3em 0 0 1.2em; font-size: 0.9em; color: #333 }
@media print { nav { display: none } section { break-inside: avoid-page } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write(items: Iterable[Item], style: CitationStyle = CitationForm.CHICAGO) -> Iterator[str]:
    """The page: a list of the cables, then a section for each."""
    found = list(items)
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Notebook</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n<h1>Notebook</h1>\n"
    )
    if not found:
        yield "<p>Nothing is kept or bookmarked.</p>\n"
    if len(found) > 1:
        entries = "".join(f'<li><a href="#c{at}">{_heading(item.about)}</a></li>\n' for at, item in enumerate(found))
        yield f"<nav>\n<ol>\n{entries}</ol>\n</nav>\n"
    for at, item in enumerate(found):
        yield f'<section id="c{at}">\n{"".join(_section(item, style))}</section>\n'
    yield "</body>\n</html>\n"


def _section(item: Item, style: CitationStyle) -> Iterator[str]:
    about = item.about
    facts = (about.name, about.origin, about.day or NO_DATE, banner(about), _labels("labels", item.labels))
    yield f"<h2>{_heading(about)}</h2>\n"
    yield f'<p class="facts">{" · ".join(_line(fact) for fact in facts if fact)}</p>\n'
    for bookmark in item.bookmarks:
        yield from _paragraph(about, bookmark, style)
    if not item.bookmarks:
        yield f'<p class="citation">{_line(cite(about, style))}</p>\n'


def _heading(about: CableSummary) -> str:
    shown = (visible_line(about.subject), message_number(about), visible_line(about.name))
    return escape(next(filter(None, shown), "Cable"))


def _paragraph(about: CableSummary, bookmark: Bookmark, style: CitationStyle) -> Iterator[str]:
    kind = ' class="table"' if is_table(bookmark.text) else ""
    yield f"<blockquote{kind}>{escape(printed(bookmark))}{_text(bookmark.text)}</blockquote>\n"
    if visible(bookmark.note).strip():
        yield f'<p class="note"><b>Note:</b> {_text(bookmark.note)}</p>\n'
    if bookmark.labels:
        yield f'<p class="labels">{_line(_labels("Labels", bookmark.labels))}</p>\n'
    yield f'<p class="citation">{_line(cite(about, style, number=bookmark.number, marking=bookmark.portion))}</p>\n'


def _labels(name: str, words: tuple[str, ...]) -> str:
    return f"{name}: {', '.join(words)}" if words else ""


def _line(text: str) -> str:
    return escape(visible_line(text))


def _text(text: str) -> str:
    return escape(visible(text).strip("\n").expandtabs())
