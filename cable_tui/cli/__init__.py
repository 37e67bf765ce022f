"""The command line: what each command does, and its exit code. The screen is imported only when it is opened."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cable_tui.cli.arguments import COMMANDS, Failure, UsageError, command_parser, screen_parser

if TYPE_CHECKING:
    import argparse

    from cable_tui.notebook.notebook import Notebook


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program and returns its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except UsageError as error:
        return _complain(str(error), 2)
    except Failure as error:
        return _complain(str(error), 1)
    except BrokenPipeError:  # the reader of a pipe went away: nothing more to say to it
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        return _complain(f"the output cannot be written: {error.strerror}.", 1)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _complain_of_fault(error)


def _drop_output() -> None:
    """What could not be written is not tried again when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(sentence: str, code: int) -> int:
    from cable_tui.escape import visible_line

    print(f"cable-tui: {visible_line(sentence)}", file=sys.stderr)
    return code


def _complain_of_fault(error: BaseException) -> int:
    """Says where the report on an unexpected exception is; a traceback would show text of the cables."""
    from cable_tui import crash

    return _complain(crash.told(error), crash.EXIT_CODE)


def _run(arguments: list[str]) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that knows fewer characters costs these, not the text
        sys.stdout.reconfigure(errors="backslashreplace")
    if "_ARGCOMPLETE" in os.environ:
        _complete()
    if arguments and arguments[0] in COMMANDS and not (len(arguments) == 1 and Path(arguments[0]).exists()):
        options = command_parser().parse_args(arguments)
        commands = {
            "show": _show,
            "search": _search,
            "export": _export,
            "index": _index,
            "notebook": _notebook,
            "config": _config,
            "completion": _completion,
        }
        return commands[arguments[0]](options)
    if len(arguments) < 2 and not any(argument.startswith("-") for argument in arguments):
        return _open(Path(arguments[0]) if arguments else None)  # the way to the screen is short
    options = screen_parser().parse_args(arguments)
    return _open(options.archive, is_plain=options.plain_ui, follow_links=options.follow_links)


def _complete() -> None:
    """Answers a shell that wants to know how a line may go on, and ends the program."""
    import argcomplete

    argcomplete.autocomplete(command_parser())


def _completion(options: argparse.Namespace) -> int:
    from argcomplete.shell_integration import shellcode

    print(shellcode(["cable-tui"], shell=options.shell))
    return 0


# --- the screen ------------------------------------------------------------------------------------------------


def _open(archive: Path | None, is_plain: bool = False, follow_links: bool | None = None) -> int:
    from contextlib import suppress
    from dataclasses import replace

    from cable_tui import config, paths

    greeting = ""
    settings, warnings = config.load(paths.config_file())
    if archive is None and settings.archive:
        archive = Path(settings.archive).expanduser()
    elif archive is None:
        archive = paths.sample_cables()
        greeting = "These are the sample cables. To read your own: cable-tui ARCHIVE"
    _check_archive(archive)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the screen needs a terminal. To print a cable: cable-tui show ARCHIVE ID")
    _check_terminal()
    # Nothing made on the way to the first screen is garbage: collecting waits until it stands (CableApp.on_ready).
    gc.disable()
    # Textual repaints on a clock; at its 60 ticks a second a key waits for two of them before it is answered.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    _check_file(archive)
    if is_plain:
        settings = replace(settings, plain=True)
    if follow_links is not None:
        settings = replace(settings, follow_links=follow_links)
    from cable_tui.tui.reader.indexer import Indexer

    indexer = Indexer(archive, follow_links=settings.follow_links)
    with suppress(OSError):  # it is tried again, and the screen says why not
        if not paths.cache_folder(archive, follow_links=settings.follow_links).exists():
            indexer.start()  # there is nothing to show before it has begun: it need not wait for the screen
    from cable_tui import crash
    from cable_tui.tui.app import CableApp
    from cable_tui.tui.terminal.driver import FrugalDriver

    name = archive.name or archive.resolve().name or str(archive)
    crash.watch_threads()
    app = CableApp(archive, name, greeting, FrugalDriver, settings, warnings, indexer)
    app.run(mouse=settings.mouse)
    return _complain_of_fault(app.fault) if app.fault else app.return_code or 0


def _check_terminal() -> None:
    """Refuses terminals that cannot place text; takes an empty NO_COLOR for none, as its standard has it."""
    kind = os.environ.get("TERM", "")
    if kind in ("", "dumb", "unknown"):
        named = f"is {kind}" if kind else "is not set"
        raise UsageError(
            f"the screen needs a terminal that can place text, and TERM {named}. "
            "To print a cable: cable-tui show ARCHIVE ID"
        )
    if not os.environ.get("NO_COLOR", "-"):
        del os.environ["NO_COLOR"]


def _check_archive(archive: Path) -> None:
    """Says what is wrong with a path before anything else is done."""
    try:
        if not archive.exists():
            raise UsageError(f"{archive} does not exist. Name a folder or a file of cables.")
        if archive.is_dir() and next(archive.iterdir(), None) is None:
            raise UsageError(f"{archive} is an empty folder. Name one that holds cables.")
    except OSError as error:
        raise UsageError(f"{archive} cannot be read: {error.strerror}.") from error


def _follows_links(options: argparse.Namespace) -> bool:
    """As the command line has it, or else the settings; what is wrong with these is said."""
    if options.follow_links is not None:
        return bool(options.follow_links)
    from cable_tui import config, paths

    settings, warnings = config.load(paths.config_file())
    for warning in warnings:
        _complain(warning, 0)
    return settings.follow_links


def _check_file(archive: Path) -> None:
    """A single file that holds no cable is refused before a screen opens on nothing."""
    if not archive.is_file():
        return
    from cable_tui.sources import RawCable, SourceFile, read, scan

    for found in scan(archive):
        first = next(read(archive, found), None) if isinstance(found, SourceFile) else found
        if first is not None and not isinstance(first, RawCable) and first.path == archive.name:
            raise Failure(f"{first}.")


# --- show and export -------------------------------------------------------------------------------------------


def _show(options: argparse.Namespace) -> int:
    from cable_tui.cli.show import print_cable
    from cable_tui.cli.sources import cables_of, find

    _check_archive(options.archive)
    print_cable(find(cables_of(options.archive, _follows_links(options)), options.archive, options.id))
    return 0


def _search(options: argparse.Namespace) -> int:
    from cable_tui.archive import Limit, Order, StoreError
    from cable_tui.archive.query.compile import compile_query
    from cable_tui.archive.query.syntax import QueryError
    from cable_tui.cli.search import open_up_to_date, point_at, run_missing, run_search, search_sources
    from cable_tui.cli.sources import cables_of
    from cable_tui.evidence.query_fields import notebook_fields
    from cable_tui.sources import ArchiveError

    _check_archive(options.archive)
    if options.limit is not None and options.limit < 1:
        raise UsageError("--limit wants a number above 0.")
    limit = Limit(options.query, Order(options.sort), options.reverse)
    follow_links = _follows_links(options)
    try:
        fields = notebook_fields(options.query)
        # A wrong query is said before an archive is read.
        is_missing = compile_query(options.query, fields, with_missing=True).is_missing
        if is_missing and options.sort != "date":
            raise UsageError("is:missing is sorted by how often a cable is cited; --sort does not go with it.")
        cache = open_up_to_date(options.archive, follow_links=follow_links)
        if fields:
            cache.use(fields)
    except QueryError as error:
        raise UsageError(point_at(options.query, error)) from error
    except ArchiveError as error:
        raise UsageError(str(error)) from error
    except StoreError as error:
        if fields or is_missing:  # these are asked of a cache alone
            raise Failure(str(error)) from error
        _complain(f"{error} Every source is read instead, the newest first.", 0)
        cables = cables_of(options.archive, follow_links)
        return search_sources(cables, options.query, options.format, options.limit)
    try:
        if (found := cache.missing(options.query)) is not None:
            return run_missing(cache, found, options.format, options.limit, options.reverse)
        return run_search(cache, limit, options.format, options.limit)
    except StoreError as error:  # half of the answer may be out: it is not begun again
        raise Failure(str(error)) from error


def _export(options: argparse.Namespace) -> int:
    import json

    from cable_tui.cables.codec import record
    from cable_tui.cli.sources import cables_of

    _check_archive(options.archive)
    count = 0
    for cable in cables_of(options.archive, _follows_links(options)):
        sys.stdout.write(json.dumps(record(cable)) + "\n")
        count += 1
    sys.stdout.flush()
    if not count:
        raise Failure(f"no cable was found in {options.archive}.")
    return 0


# --- the notebook --------------------------------------------------------------------------------------------------


def _notebook(options: argparse.Namespace) -> int:
    from contextlib import closing

    from cable_tui.archive.query.syntax import QueryError
    from cable_tui.cli import notebook as commands
    from cable_tui.notebook.portable import PortableError
    from cable_tui.store import StoreError

    try:
        with closing(commands.open_notebook(to_restore=options.action == "restore")) as notebook:
            if options.action == "export":
                return commands.export_notebook(notebook, options.format, options.query)
            if options.action == "verify":
                return _verify(options.archive, _follows_links(options), notebook)
            if options.action == "backup":
                return commands.backup(notebook, options.file, is_forced=options.force)
            act = {"restore": commands.restore, "merge": commands.merge}
            return act[options.action](notebook, options.file)
    except QueryError as error:
        from cable_tui.cli.search import point_at

        raise UsageError(point_at(options.query, error)) from error
    except (StoreError, PortableError) as error:
        raise Failure(str(error)) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        if isinstance(error, FileExistsError) and options.action == "backup":
            raise Failure(f"{options.file} exists and is left as it is; --force writes over it.") from None
        raise Failure(f"{error.filename or 'the output'} cannot be read or written: {error.strerror}.") from error


def _verify(archive: Path, follow_links: bool, notebook: Notebook) -> int:
    from contextlib import closing

    from cable_tui.cli import notebook as commands
    from cable_tui.cli.search import open_up_to_date
    from cable_tui.sources import ArchiveError

    _check_archive(archive)
    try:
        with closing(open_up_to_date(archive, follow_links=follow_links)) as opened:
            return commands.verify_notebook(notebook, opened)
    except ArchiveError as error:
        raise UsageError(str(error)) from error


# --- settings ------------------------------------------------------------------------------------------------------


def _config(options: argparse.Namespace) -> int:
    from cable_tui.cli.config import print_keys, print_settings, write_template

    if options.keys:
        print_keys()
        return 0
    if options.write:
        write_template()
    warnings = print_settings()
    for warning in warnings:
        _complain(warning, 0)
    return 1 if warnings else 0


# --- index -------------------------------------------------------------------------------------------------------


def _index(options: argparse.Namespace) -> int:
    from cable_tui.cli.index import run_index

    if options.progress == "text":  # the screen's build has to learn that an archive became empty
        _check_archive(options.archive)
    return run_index(
        options.archive,
        as_json=options.progress == "json",
        with_faults=options.report,
        follow_links=_follows_links(options),
    )
