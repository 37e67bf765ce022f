"""`cable-tui notebook`: exports, backups, and a check of the bookmarks against an archive."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cable_tui import config, files, paths
from cable_tui.archive.query.syntax import QueryError
from cable_tui.cli.archive_argument import check_archive, follows_links
from cable_tui.cli.arguments import Failure, UsageError
from cable_tui.escape import visible, visible_line
from cable_tui.evidence.search import items_by
from cable_tui.evidence.verify import Verdict, verify
from cable_tui.notebook import csl, portable
from cable_tui.notebook.export import ExportFormat, export
from cable_tui.notebook.export.collect import items_of
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.schema import set_aside
from cable_tui.sources import ArchiveError
from cable_tui.store import StoreDamaged, StoreError, written_by_us

if TYPE_CHECKING:
    import argparse

    from cable_tui.archive import Archive

_SQLITE = b"SQLite format 3\0"


def run(options: argparse.Namespace) -> int:
    """Runs a command on the notebook; returns the exit code. Raises UsageError, Failure."""
    try:
        opened = open_notebook(to_restore=options.action == "restore")
        with closing(opened) as notebook, written_by_us(paths.notebook_file()):
            if options.action == "export":
                return export_notebook(notebook, options.format, options.query)
            if options.action == "verify":
                return _verify(options.archive, follows_links(options), notebook)
            if options.action == "backup":
                return backup(notebook, options.file, is_forced=options.force)
            act = {"restore": restore, "merge": merge}
            return act[options.action](notebook, options.file)
    except QueryError as error:
        from cable_tui.cli.search import point_at

        raise UsageError(point_at(options.query, error)) from error
    except (StoreError, portable.PortableError, csl.StyleError) as error:
        raise Failure(str(error)) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        if isinstance(error, FileExistsError) and options.action == "backup":
            raise Failure(f"{options.file} already exists; --force overwrites it.") from None
        raise Failure(f"{error.filename or 'the output'} cannot be read or written: {error.strerror}.") from error


def _verify(archive: Path, follow_links: bool, notebook: Notebook) -> int:
    from cable_tui.cli.search import open_up_to_date, settle_names

    check_archive(archive)
    try:
        with closing(open_up_to_date(archive, follow_links=follow_links)) as opened, opened.reading():
            settle_names(opened, notebook)
            return verify_notebook(notebook, opened)
    except ArchiveError as error:
        raise UsageError(str(error)) from error


def export_notebook(notebook: Notebook, form: str, query: str) -> int:
    """Prints the bookmarks and kept cables that a query finds; returns 1 if there are none.

    Raises QueryError, StoreError.
    """
    items = items_of(notebook)
    if query.strip():
        items = items_by(items, query)
    settings, _ = config.load(paths.config_file())
    sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]  # each form has its own line ends
    style = csl.style_of(settings.citation, paths.config_file().parent)
    for chunk in export(items, ExportFormat(form), style):
        sys.stdout.write(chunk)
    return 0 if items else 1


def verify_notebook(notebook: Notebook, archive: Archive) -> int:
    """Compares every bookmark with an archive and prints the result; returns 1 if one differs or is missing.

    Raises StoreError; StoreDamaged where the notebook itself is damaged.
    """
    notebook.check()
    counts = dict.fromkeys(Verdict, 0)
    for checked in verify(archive, notebook.bookmarks()):
        counts[checked.verdict] += 1
        item = checked.bookmark
        number = "" if item.number is None else f" ¶ {item.number}"
        if checked.verdict is not Verdict.SAME:
            print(f"{checked.verdict.value:<8}  {visible_line(item.about.name)}{number}  {_words(item.text)}")
        if checked.now:
            print(f"          bookmarked: {visible_line(item.text)}\n          now:        {visible_line(checked.now)}")
    total = sum(counts.values())
    said = ", ".join(f"{count:,} {_SAID[verdict]}" for verdict, count in counts.items() if count)
    print(f"{total:,} bookmark{'' if total == 1 else 's'}: {said}." if total else "The notebook has no bookmarks.")
    return 1 if counts[Verdict.DIFFERS] or counts[Verdict.MISSING] else 0


_SAID = {
    Verdict.SAME: "unchanged",
    Verdict.DIFFERS: "differ",
    Verdict.MISSING: "missing from their cable",
    Verdict.NO_CABLE: "of cables not in the archive",
}


def _words(text: str) -> str:
    return visible_line(" ".join(text.split()[:10]))


def backup(notebook: Notebook, file: Path, *, is_forced: bool = False) -> int:
    """Writes the whole notebook to a portable file; overwrites an existing one only if `is_forced`.

    Raises StoreError; OSError, FileExistsError where the file exists.
    """
    contents = notebook.contents()
    files.write(file, portable.write(contents), only_new=not is_forced)
    print(f"{_counted(contents)} written to {visible_line(paths.short(file))}.")
    return 0


def restore(notebook: Notebook, file: Path) -> int:
    """Backs up the notebook and replaces its contents with those of a file.

    Raises StoreError, OSError, PortableError; nothing has changed then.
    """
    merged = portable.merge(portable.Contents(), _read(file))  # joins duplicates
    backed_up = _backed_up(notebook)
    notebook.take_over(merged.contents, "restored")
    for sentence in merged.conflicts:
        print(visible(sentence))
    print(f"{_counted(merged.contents)} restored.{backed_up}")
    return 0


def merge(notebook: Notebook, file: Path) -> int:
    """Adds the contents of a file to the notebook. Raises StoreError, OSError, PortableError."""
    merged = portable.merge(notebook.contents(), _read(file))
    backed_up = _backed_up(notebook)
    notebook.take_over(merged.contents, "merged")
    for sentence in merged.conflicts:
        print(visible(sentence))
    print(f"The notebook now has {_counted(merged.contents)}.{backed_up}")
    return 0


def _backed_up(notebook: Notebook) -> str:
    """Writes a backup unless the notebook is empty; returns a sentence that says where."""
    contents = notebook.contents()
    if not (contents.marks or contents.bookmarks or contents.views):
        return ""
    file = files.free(paths.taken_out() / f"notebook-before-{datetime.now():%Y-%m-%dT%H%M%S}.jsonl")
    files.write(file, portable.write(contents))
    return f" A backup of the old notebook is in {visible_line(paths.short(file))}."


def _read(file: Path) -> portable.Contents:
    """The contents of a portable file or of a daily copy."""
    with file.open("rb") as opened:
        if not opened.peek(len(_SQLITE)).startswith(_SQLITE):
            return portable.read(portable.lines_of(opened))
    return _read_copy(file)


def _read_copy(file: Path) -> portable.Contents:
    from cable_tui.notebook.schema import open_copy

    copy = Notebook(file, open_copy(file), "it is a copy")
    try:
        return copy.contents()
    finally:
        copy.close()


def _counted(contents: portable.Contents) -> str:
    counts = (len(contents.bookmarks), "bookmark"), (len(contents.marks), "mark"), (len(contents.views), "view")
    bookmarks, marks, views = (f"{count:,} {name}{'' if count == 1 else 's'}" for count, name in counts)
    return f"{bookmarks}, {marks} and {views}"


def open_notebook(*, to_restore: bool = False) -> Notebook:
    """Opens the user's notebook; a damaged one is set aside if it is to be restored.

    Raises StoreError; for a damaged notebook the message says what to do.
    """
    try:
        return Notebook.open()
    except StoreDamaged as error:
        if to_restore:
            aside = set_aside(paths.notebook_file())
            print(f"The damaged notebook was set aside as {visible_line(paths.short(aside))}.")
            return Notebook.open()
        from cable_tui.notebook.backups import last_good

        file = paths.notebook_file()
        copy = last_good(file)
        way = f"; its last copy is {paths.short(copy)}" if copy else ""
        advice = "`cable-tui notebook restore FILE` sets it aside and replaces it with a copy or a backup"
        raise StoreError(file, f"is damaged{way}. {advice}") from error
