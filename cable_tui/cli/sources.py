"""An archive without its cache: every cable is read from its source, for `show`, `export`, and a disk without room."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from cable_tui.cables import Cable, parse
from cable_tui.cables.references.posts import mrn, parse_id, split_name
from cable_tui.cli.arguments import Failure, UsageError
from cable_tui.escape import visible_line
from cable_tui.sources import ArchiveError, Problem, RawCable, Skipped, SourceFile, read, scan


def cables_of(archive: Path, follow_links: bool) -> Iterator[Cable]:
    """Every cable of the archive; what cannot be read goes to stderr and the rest goes on.

    Raises UsageError for what is no archive, Failure for a single file without a cable.
    """
    try:
        for found in scan(archive, follow_links=follow_links):
            if not isinstance(found, SourceFile):
                report(found)
                continue
            for item in read(archive, found):
                if isinstance(item, RawCable):
                    yield parse(item.text, item.container)
                elif archive.is_file() and item.path == archive.name:
                    raise Failure(f"{item}.")  # there is nothing else in this archive
                else:
                    report(item)
    except ArchiveError as error:
        raise UsageError(str(error)) from error


def report(item: Problem | Skipped) -> None:
    """Names on the error output what could not be read."""
    print(f"cable-tui: {visible_line(str(item))}", file=sys.stderr)


def find(cables: Iterable[Cable], archive: Path, name: str) -> Cable:
    """The cable with this id; of several copies the fullest. A post and number without a year will do if it is one.

    A cable that the catalogue calls by another number than its text is found by both. Of several cables that share
    their number one is found by its name. Raises Failure.
    """
    from cable_tui.archive.documents import printed_id  # an export does without the archive

    name, letters = split_name(name)
    number = parse_id(name)
    wanted = str(number) if number else name
    same: dict[str, list[Cable]] = {}
    for item in cables:
        printed = printed_id(item)
        names = (item.id, printed, *_without_year(item.id, name), *_without_year(printed, name))
        if wanted and wanted in names:
            same.setdefault(item.id, []).append(item)
    if wanted in same:
        return _chosen(wanted, same[wanted], letters)
    if len(same) > 1:
        raise Failure(f"{name} may be any of {', '.join(sorted(same))}. Name one.")
    if not same:
        raise Failure(f"{archive} holds no cable {name}.")
    return _chosen(*next(iter(same.items())), letters)


def _chosen(number: str, texts: list[Cable], letters: str) -> Cable:
    """The cable that the letters behind a number name, or the only one of that number. Raises Failure."""
    from cable_tui.archive.documents import cables_among

    found = cables_among(number, texts) if number else texts[:1]
    wanted = f"{number}-{letters}"
    if len(found) == 1 and not letters:
        return found[0]
    called = [cable for cable in found if cable.id == wanted]
    called = called or [cable for cable in found if _is_called(cable, letters)]
    if len(called) == 1:
        return called[0]
    names = ", ".join(sorted(cable.id for cable in found))
    if not letters:
        raise Failure(f"{number} is the number of {len(found)} cables: {names}. Name one.")
    raise Failure(f"No cable is called {wanted}; under its number there is {names}. Name one.")


def _is_called(cable: Cable, letters: str) -> bool:
    """Whether a cable would have these letters behind its number if it shared that."""
    from cable_tui.archive.documents import moment_of
    from cable_tui.archive.identity import Copy, may_be_called

    return may_be_called(Copy(cable.text, moment_of(cable), "", 0, lambda: cable), letters)


def _without_year(identity: str, name: str) -> tuple[str, ...]:
    """The name itself, if it is the post and number of an id as the list shows them: `MADRID 583`."""
    number = parse_id(identity)
    post, serial = name.rstrip("0123456789"), name[len(name.rstrip("0123456789")) :]
    is_it = number is not None and bool(serial) and number == mrn(number.year, post, int(serial))
    return (name,) if is_it else ()
