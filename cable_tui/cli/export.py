"""`cable-tui export`: prints the cables of an archive, or those a query finds, one JSON object per line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from cable_tui.archive import Archive, Limit, StoreError
from cable_tui.archive.problems import stored_faults
from cable_tui.archive.query.compile import compile_query
from cable_tui.archive.query.explain import why_nothing
from cable_tui.archive.query.syntax import QueryError, may_ask_for_missing
from cable_tui.cables.codec import record
from cable_tui.cli.archive_argument import check_archive, follows_links
from cable_tui.cli.arguments import Failure, UsageError
from cable_tui.cli.search import open_up_to_date, point_at, settle_names
from cable_tui.cli.sources import cables_of, report
from cable_tui.escape import visible_line
from cable_tui.evidence.query_fields import NotebookFields, notebook_fields
from cable_tui.sources import ArchiveError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from cable_tui.cables import Cable


def run(options: argparse.Namespace) -> int:
    """Prints the cables of an archive; returns the exit code. Raises UsageError, Failure."""
    check_archive(options.archive)
    follow_links = follows_links(options)
    count = 0
    for cable in _cables(options.archive, options.query, follow_links, every_copy=options.sources):
        sys.stdout.write(json.dumps(record(cable)) + "\n")
        count += 1
    sys.stdout.flush()
    if not count and not options.query.strip():
        raise Failure(f"no cable found in {options.archive}.")
    return 0 if count else 1


def _cables(archive: Path, query: str, follow_links: bool, *, every_copy: bool) -> Iterator[Cable]:
    """Raises UsageError, Failure."""
    if not query.strip():
        return cables_of(archive, follow_links) if every_copy else _listed(archive, follow_links)
    if every_copy:
        raise UsageError("--query and --sources cannot be used together: a query needs the cache.")
    if may_ask_for_missing(query):
        raise UsageError("missing cables cannot be exported; `cable-tui search` lists them.")
    try:
        fields = notebook_fields(query)
        compile_query(query, fields)  # reports a wrong query before the archive is read
        return _found(archive, query, fields, follow_links)
    except QueryError as error:
        raise UsageError(point_at(query, error)) from error
    except StoreError as error:
        raise Failure(str(error)) from error


def _listed(archive: Path, follow_links: bool) -> Iterator[Cable]:
    """The copy of each cable that the list shows; every copy if no cache can be built. Raises UsageError, Failure."""
    try:
        cache = open_up_to_date(archive, follow_links=follow_links)
    except ArchiveError as error:
        raise UsageError(str(error)) from error
    except StoreError as error:
        print(f"cable-tui: {visible_line(str(error))} Exporting every copy instead.", file=sys.stderr)
        yield from cables_of(archive, follow_links)
        return
    with closing(cache):
        try:
            rows = cache.rows_by_source()
            for fault in stored_faults(archive, follow_links=follow_links):
                if archive.is_file() and not rows:
                    raise Failure(f"{fault}.")
                report(fault)
            yield from _of_rows(cache, rows)
        except StoreError as error:
            raise Failure(str(error)) from error


def _found(archive: Path, query: str, fields: NotebookFields | None, follow_links: bool) -> Iterator[Cable]:
    """The cables that a query finds, in file order; if there are none, stderr says why.

    Raises UsageError, Failure.
    """
    try:
        with closing(open_up_to_date(archive, follow_links=follow_links)) as cache:
            if fields:
                settle_names(cache)
                cache.use(fields)
            members = cache.view(Limit(query)).members
            if not members:
                print(f"cable-tui: {visible_line(why_nothing(cache, query))}", file=sys.stderr)
            yield from _of_rows(cache, [row for row in cache.rows_by_source() if row in members])
    except ArchiveError as error:
        raise UsageError(str(error)) from error
    except StoreError as error:
        raise Failure(str(error)) from error


def _of_rows(cache: Archive, rows: list[int]) -> Iterator[Cable]:
    return (cable for row in rows if (cable := cache.cable(row)))
