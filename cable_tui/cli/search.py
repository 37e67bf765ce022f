"""`cable-tui search`: prints the cables a query finds, as a table, as ids or as data."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from cable_tui import paths
from cable_tui.archive import Archive, Header, Limit, Order, StoreError
from cable_tui.archive.build.update import Busy, update
from cable_tui.archive.documents import header_document, shown_line
from cable_tui.archive.estimate import WIDEST
from cable_tui.archive.header import read_header
from cable_tui.archive.missing import Missing, MissingList
from cable_tui.archive.query.compile import compile_query
from cable_tui.archive.query.explain import why_nothing
from cable_tui.archive.query.match import END, HIT, Match, SearchTable, search
from cable_tui.archive.query.syntax import QueryError
from cable_tui.archive.requests import requests
from cable_tui.cables.codec import record
from cable_tui.cables.model import Cable
from cable_tui.cli.archive_argument import check_archive, follows_links
from cable_tui.cli.arguments import Failure, UsageError
from cable_tui.cli.csv import cable_rows, request_rows
from cable_tui.cli.show import console_for_output
from cable_tui.cli.sources import Placed, placed_cables
from cable_tui.escape import visible_line
from cable_tui.evidence.names import follow
from cable_tui.evidence.query_fields import notebook_fields
from cable_tui.notebook.notebook import Notebook
from cable_tui.sources import ArchiveError

if TYPE_CHECKING:
    import argparse

_QUIET = 2.0  # seconds of building before a message says so
_PAGE = 1000  # headers read at a time


def run(options: argparse.Namespace) -> int:
    """Prints the cables that a query finds; returns the exit code. Raises UsageError, Failure."""
    check_archive(options.archive)
    if options.limit is not None and options.limit < 1:
        raise UsageError("--limit must be 1 or more.")
    limit = Limit(options.query, Order(options.sort), options.reverse)
    follow_links = follows_links(options)
    fields, needs_cache, is_missing = None, False, False
    try:
        fields = notebook_fields(options.query)
        # Reports a wrong query before the archive is read.
        query = compile_query(options.query, fields, with_missing=True)
        is_missing, needs_cache = query.is_missing, query.is_missing or query.has_outside
        if is_missing and options.sort != "date":
            raise UsageError("--sort cannot be used with is:missing, which is sorted by the number of citing cables.")
        cache = open_up_to_date(options.archive, follow_links=follow_links)
        if fields:
            settle_names(cache)
            cache.use(fields)
    except QueryError as error:
        raise UsageError(point_at(options.query, error)) from error
    except ArchiveError as error:
        raise UsageError(str(error)) from error
    except StoreError as error:
        if fields or needs_cache or error.path == paths.notebook_file():  # these need a cache
            raise Failure(str(error)) from error
        _say(f"{error} Reading every source instead, newest cables first.")
        cables = placed_cables(options.archive, follow_links)
        return search_sources(cables, options.query, options.format, options.limit)
    try:
        with cache.reading():
            if (found := cache.missing(options.query)) is not None:
                return run_missing(cache, found, options.format, options.limit, options.reverse)
            return run_search(cache, limit, options.format, options.limit)
    except QueryError as error:  # which only the archive's vocabulary shows
        raise UsageError(point_at(options.query, error)) from error
    except StoreError as error:  # part of the answer may be printed: no second try
        raise Failure(str(error)) from error


def settle_names(cache: Archive, notebook: Notebook | None = None) -> None:
    """Updates the names of cables in a notebook, by default the user's, to those of an archive. Raises StoreError."""
    with nullcontext(notebook) if notebook else closing(Notebook.open()) as opened:
        for sentence in follow(cache, opened):
            _say(visible_line(sentence))


def open_up_to_date(archive: Path, *, follow_links: bool = False) -> Archive:
    """The archive's cache, brought up to date. Raises ArchiveError, StoreError."""
    update_for_search(archive, follow_links=follow_links)
    return Archive.open(archive, follow_links=follow_links)


def run_search(cache: Archive, limit: Limit, form: str, most: int | None) -> int:
    """Prints the cables found, at most `most`; returns the exit code, like grep 1 if there are none.

    If none are found, stderr says why. Raises QueryError, StoreError.
    """
    try:
        view = cache.view(limit)
        ids = view.window(0, most or len(view))
        if form == "ids":
            for header in _headers(cache, ids):
                sys.stdout.write(f"{visible_line(header.name)}\n")
        elif form == "csv":
            write_csv(cable_rows(_headers(cache, ids)))
        elif ids:
            _print(_matches(cache, ids, limit.query, excerpts=form == "table"), form)
        if not ids:
            _say(why_nothing(cache, limit.query))
    finally:
        cache.close()
    return 0 if ids else 1


def _headers(cache: Archive, ids: list[int]) -> Iterator[Header]:
    return (header for at in range(0, len(ids), _PAGE) for header in cache.headers(ids[at : at + _PAGE]))


def write_csv(lines: Iterable[str]) -> None:
    """Prints rows that have their own line ends."""
    sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]
    for line in lines:
        sys.stdout.write(line)


def _say(sentence: str) -> None:
    """Prints a message to stderr, apart from the results."""
    print(f"cable-tui: {visible_line(sentence)}", file=sys.stderr)


def run_missing(cache: Archive, found: MissingList, form: str, most: int | None, is_reversed: bool) -> int:
    """Prints missing cables, most cited first; returns the exit code. Raises StoreError."""
    places = range(len(found))[:: -1 if is_reversed else 1][:most]
    if not places:
        _say("Nothing found: no matching cable cites a missing one.")
    try:
        if form == "ids":
            for place in places:
                sys.stdout.write(f"{visible_line(found.name(place))}\n")
        elif form == "csv":
            write_csv(request_rows(requests(cache, found, places)))
        elif form == "jsonl":
            citing = cache.citing_names(found)
            for place, item in zip(places, cache.described(found, places), strict=True):
                sys.stdout.write(json.dumps(_missing_record(item, citing[place])) + "\n")
        else:
            if sys.stdout.isatty() and places:
                sys.stdout.write(f"{'id':<24} {'sent about':<{WIDEST}} {'cited by':>8}\n")
            for item in cache.described(found, places):
                said = visible_line(" · ".join(item.doubts))
                row = f"{visible_line(item.name):<24} {item.when or ''!s:<{WIDEST}} {item.cited:>8,}  {said}"
                sys.stdout.write(f"{row.rstrip()}\n")
    finally:
        cache.close()
    return 0 if places else 1


def _missing_record(item: Missing, citing: list[str]) -> dict[str, object]:
    """A missing cable as data: its earliest and latest possible date, and the cables that cite it."""
    when = item.when
    return {
        "id": item.name,
        "missing": True,
        "date": str(when or ""),
        "not_before": when.first.isoformat() if when else None,
        "not_after": when.last.isoformat() if when else None,
        "below": when.below.id if when and when.below else None,
        "above": when.above.id if when and when.above else None,
        "doubts": list(item.doubts),
        "cited": item.cited,
        "cited_by": citing,
    }


def search_sources(cables: Iterable[Placed], query: str, form: str, most: int | None) -> int:
    """Searches every source, for when no cache can be built; newest cables first."""
    sources: dict[int, str] = {}  # by the id() of a cable; those of found cables stay, as the cables are held
    found = search(_noted(cables, sources), query)
    if not found:
        _say("Nothing found.")
        return 1
    if form == "csv":
        headers = (header_document(item.cable, sources[id(item.cable)], 0) for item in found[:most])
        write_csv(cable_rows(read_header(header, 0) for header in headers))
    else:
        _print(iter(found[:most]), form)
    return 0


def _noted(cables: Iterable[Placed], sources: dict[int, str]) -> Iterator[Cable]:
    for cable, source in cables:
        sources[id(cable)] = source
        yield cable


def update_for_search(archive: Path, *, follow_links: bool = False) -> None:
    """Updates the cache, with a message on stderr if that takes long. Raises ArchiveError, StoreError."""
    began, said = time.monotonic(), False

    def speak(_: object) -> None:
        nonlocal said
        if not said and time.monotonic() - began > _QUIET:
            said = True
            print("cable-tui: indexing the archive first.", file=sys.stderr)

    try:
        update(archive, speak, follow_links=follow_links)
    except Busy:
        print("cable-tui: another session is indexing the archive; results are incomplete.", file=sys.stderr)


def _matches(cache: Archive, ids: list[int], query: str, excerpts: bool) -> Iterator[Match]:
    asked = cache.asked_of_each(query)
    table = SearchTable()
    try:
        for doc_id in ids:
            if cable := cache.cable(doc_id):
                yield (table.find(cable, asked) if excerpts else None) or Match(cable, "")
    finally:
        table.close()


def _print(matches: Iterator[Match], form: str) -> None:
    if form == "table" and sys.stdout.isatty():
        console_for_output().print(Text(f"{'id':<20} {'date':<10} {'mark':<5} subject", style="dim"))
    for match in matches:
        if form == "ids":
            sys.stdout.write(f"{visible_line(match.cable.id)}\n")
        elif form == "jsonl":
            sys.stdout.write(json.dumps(record(match.cable)) + "\n")
        else:
            _print_row(match)


def _print_row(match: Match) -> None:
    """Prints id, date, marking and the list's line; below them the words around the hits."""
    cable = match.cable
    day = f"{cable.date:%Y-%m-%d}" if cable.date else "no date   "
    letters = cable.classification.letters
    console = console_for_output()
    console.print(Text(f"{visible_line(cable.id):<20} {day} {letters:<5} {visible_line(shown_line(cable))}"))
    if HIT in match.excerpt:
        console.print(_excerpt(match.excerpt))


def _excerpt(text: str) -> Text:
    line = Text("    ", style="dim")
    for part in text.split(HIT):
        hit, _, rest = part.partition(END) if END in part else ("", "", part)
        line.append(visible_line(hit), style="bold not dim reverse")
        line.append(_spaced(rest))
    return line


def _spaced(text: str) -> str:
    """The text on one line; spaces at its ends, which separate it from the hits, stay."""
    inner = visible_line(text)
    return f"{' ' if text[:1].isspace() else ''}{inner}{' ' if text[-1:].isspace() and inner else ''}"


def point_at(query: str, error: QueryError) -> str:
    """The message, with the place in the query."""
    place = query[error.start : error.end] or query
    return f"{error.message} (at character {error.start + 1} of the query: {place})"
