"""The arguments of every command, their `--help`, and the two exceptions that a command raises for the user."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from cable_tui import __version__

if TYPE_CHECKING:
    import argparse

#: A first argument that is one of these is a command; an archive of that name is given as ./show.
COMMANDS = ("show", "search", "export", "index", "notebook", "config", "completion", "help")

_EPILOG = """\
commands:
  cable-tui [ARCHIVE]              open an archive; without one, the samples
  cable-tui show ARCHIVE ID...     print cables by their ids
  cable-tui search ARCHIVE QUERY   print the cables a query finds, newest first
  cable-tui export ARCHIVE         print every cable, one JSON object per line
  cable-tui index ARCHIVE          build or update the archive's cache
  cable-tui notebook COMMAND       export, verify, backup, restore or merge your
                                   bookmarks and marks
  cable-tui config                 print the settings, or write a settings file
  cable-tui completion SHELL       print a completion script for bash, zsh or
                                   fish
  cable-tui help [TOPIC]           the manual: keys, queries, notebook ...

  cable-tui COMMAND --help describes a command, with examples.
  On the screen, ? lists the keys and : all commands.

archives:
  A single file, or a folder with any mix of these: text exports, bare texts,
  cables.csv, Cablegate pages, telegrams of the 1970s as text or page, the
  later form layout, JSON, SQLite databases, SQL dumps, XML, mails and
  mailboxes; plain, or in zip, gz, xz or bz2. An archive is never written to.
  Symbolic links that lead out of it are followed only with --follow-links or
  the setting follow_links.

files:
  ~/.config/cable-tui/config.toml           your settings
  ~/.config/cable-tui/themes/               your own themes
  ~/.local/share/cable-tui/notebook.db      your bookmarks, notes, marks, labels
  ~/.local/share/cable-tui/copies/          daily copies of the notebook, the
                                            last seven
  ~/.local/share/cable-tui/out/             what you copied, saved and exported
  ~/.local/state/cable-tui/                 the last theme used; crash reports,
                                            which hold no text of cables
  ~/.cache/cable-tui/                       a cache for each archive; safe to
                                            delete, rebuilt when needed

environment:
  XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME
                                   where these files are instead
  NO_COLOR                         no colours, if set and not empty
  VISUAL, EDITOR                   the editor that ctrl+e opens for a note

exit codes: 0 success, 1 not found or failed, 2 usage error, 70 internal error.
"""
_SHOW = """\
Prints cables: header, marking, paragraphs; in colour on a terminal, as plain
text in a pipe. Of several copies of a cable the fullest is printed.

Cables come from the archive's cache if there is one; none is built. If the
archive has changed since, changed files are read again, and cables not in the
cache are looked for in the new files. Without a cache, files are read until
every cable is found, so the first copy of each is printed; an archive of less
than 4 MB is read whole.
"""
_SHOW_EXAMPLES = """\
examples:
  cable-tui show sample_cables 08MOSCOW1640
  cable-tui show cables.csv 08MOSCOW1640 | less
  cable-tui show cables.csv 08MOSCOW1640 09ASTANA1103
  cable-tui show cables.csv "MADRID 583"
        post and number also work if they name only one cable, and so does a
        text with ids in it
  cut -d, -f1 baku.csv | cable-tui show cables.csv - | less
        - reads ids from standard input, one per line

exit codes: 0 success, 1 an id was not found or is ambiguous, 2 usage error.
"""
_SEARCH = """\
Prints the cables that a query finds, each with the matching lines. The cache is
updated first; the first time, that takes as long as reading the whole archive.
"""
_SEARCH_EXAMPLES = """\
queries:
  nazarbayev "head of state" nuclea*
        words, phrases and word beginnings, in subject and text
  tag:PREL origin:moscow
        fields: class date origin post from to tag subject text id ref caption
        caveat precedence signed source; for the 1970s drafter office concept
        film; for your notebook is: label: has:
  class:>=secret date:[2008-05 TO 2008-06]
        comparisons and ranges; a date is a year, a month or a day
  (horse OR yacht) AND NOT class:secret
        AND may be left out
  source:2004/11
        cables in that folder or file of the archive: the beginning of a path,
        case-sensitive
  08MOSCOW1640
        the cable with that id; "MOSCOW 1640" the one with that number
  is:missing
        cables that are cited but not in the archive, most cited first: id,
        approximate date, number of citing cables; further terms apply to the
        citing cables: is:missing tag:PREL

examples:
  cable-tui search cables.csv 'class:secret tag:PTER'
  cable-tui search --format ids cables.csv 'date:2009 kazakh*' | wc -l
  cable-tui search --sort relevance --limit 20 cables.csv 'caspian pipeline'
  cable-tui search --format jsonl cables.csv 'is:kept label:energy'
  cable-tui search --format jsonl cables.csv is:missing
        with the earliest and latest date of each, and the cables that cite it
  cable-tui search --format csv cables.csv 'origin:baku' > baku.csv
  cable-tui search --format csv cables.csv is:missing > requests.csv
        all a request needs: full name of the post, number, dates, and the
        citing cables with their dates and paragraphs

exit codes: 0 cables found, 1 none found (standard error shows what each part of
the query finds alone, and other spellings in the archive), 2 usage error or
invalid query (the message says where).
"""
_EXPORT = """\
Prints every cable, or those that a query finds, one JSON object per line: id,
date, marking, addressees, TAGS, references, paragraphs with their numbers and
portion markings, warnings, the catalogue data of the 1970s, and the original
text. Of several copies, the one shown in the list is printed. The output can be
opened as an archive.
"""
_EXPORT_EXAMPLES = """\
examples:
  cable-tui export --format jsonl sample_cables > cables.jsonl
  cable-tui export cables.csv | jq -r 'select(.level == "SECRET") | .id'
  cable-tui export --query 'tag:PTER date:2008' cables.csv > terrorism.jsonl
        in file order; `search --format jsonl` prints them newest first
  cable-tui export --sources /srv/cables
        every copy of every cable, read from the files without the cache

Files that cannot be read are named on standard error and skipped.

exit codes: 0 success, 1 no cable found, 2 usage error or invalid query.
"""
_INDEX = """\
Builds or updates the cache of an archive. Only files that were added, changed
or removed are processed. The screen does this in the background. An interrupted
build resumes where it stopped. One session builds at a time; others read what
is already there.
"""
_INDEX_EXAMPLES = """\
examples:
  cable-tui index /srv/cables
  cable-tui index --report /srv/cables
        lists every file that could not be read, and why

exit codes: 0 up to date, 1 not finished, 2 usage error.
"""
_NOTEBOOK = """\
Your notebook holds your bookmarks, notes, marks (read, kept, dismissed), labels
and saved views. There is one for all archives; it refers to cables by id and
does not depend on the cache.
"""
_NOTEBOOK_EXAMPLES = """\
examples:
  cable-tui notebook export --format md > notes.md
  cable-tui notebook export --format ris --query 'label:energy date:2008'
  cable-tui notebook verify /srv/cables
        compares the bookmarks with the text of their cables
  cable-tui notebook backup notebook.jsonl
        all of it; --force overwrites an existing file
  cable-tui notebook merge colleague.jsonl
"""
_CONFIG = """\
Prints each setting and where it comes from. A wrong entry in the file is
reported with its line number and ignored; the other entries still apply.
"""
_CONFIG_EXAMPLES = """\
examples:
  cable-tui config --write
        writes a commented settings file to edit
  cable-tui config --keys
        lists the ids of all commands, for binding other keys
"""
_COMPLETION = """\
Prints a script that lets the shell complete cable-tui's commands and options.
"""
_COMPLETION_EXAMPLES = """\
examples:
  eval "$(cable-tui completion bash)"         in ~/.bashrc
  eval "$(cable-tui completion zsh)"          in ~/.zshrc
  cable-tui completion fish | source          in ~/.config/fish/config.fish
"""
_HELP = """\
Shows a topic of the manual in your pager, or as Markdown in a pipe. Without a
topic, lists all topics. On the screen, ? and then t opens the same topics.
"""
_HELP_EXAMPLES = """\
examples:
  cable-tui help
  cable-tui help query
  cable-tui help configuration | less
"""
_ARCHIVE_HELP = "a folder or a file of cables"
_LINKS_HELP = "follow symbolic links that lead out of the archive; otherwise they are only listed"


class UsageError(Exception):
    """The command line is wrong; one sentence for the user, exit code 2."""


class Failure(Exception):
    """The command line is right but the command failed; one sentence for the user, exit code 1."""


def screen_parser() -> argparse.ArgumentParser:
    """The parser for a command line without a command."""
    parser = _parser_type()(
        prog="cable-tui",
        usage="cable-tui [--plain-ui] [--follow-links] [ARCHIVE] | cable-tui COMMAND ...",
        description="A reader for diplomatic cables in a terminal.",
        epilog=_EPILOG,
    )
    parser.add_argument("archive", nargs="?", type=Path, metavar="ARCHIVE", help=_ARCHIVE_HELP)
    _add_links(parser)
    parser.add_argument(
        "--plain-ui",
        action="store_true",
        help="for screen readers and braille: text only, one pane, the terminal's cursor on the current row",
    )
    parser.add_argument("--version", action="version", version=f"cable-tui {__version__}")
    return parser


def command_parser() -> argparse.ArgumentParser:
    """The parser for the commands in `COMMANDS`."""
    parser = _parser_type()(prog="cable-tui")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_show(_command(commands, "show", "print cables by their ids", _SHOW, _SHOW_EXAMPLES))
    _add_search(_command(commands, "search", "print the cables a query finds", _SEARCH, _SEARCH_EXAMPLES))
    _add_export(_command(commands, "export", "print all cables as JSON", _EXPORT, _EXPORT_EXAMPLES))
    _add_index(_command(commands, "index", "build or update the cache", _INDEX, _INDEX_EXAMPLES))
    _add_notebook(_command(commands, "notebook", "bookmarks and marks", _NOTEBOOK, _NOTEBOOK_EXAMPLES))
    _add_config(_command(commands, "config", "print the settings, or write a settings file", _CONFIG, _CONFIG_EXAMPLES))
    completion = _command(
        commands, "completion", "print a completion script for the shell", _COMPLETION, _COMPLETION_EXAMPLES
    )
    pages = _command(commands, "help", "show the manual", _HELP, _HELP_EXAMPLES)
    pages.add_argument("topic", nargs="?", metavar="TOPIC", help="a topic listed by `cable-tui help`")
    completion.add_argument("shell", choices=["bash", "zsh", "fish"], metavar="SHELL", help="bash, zsh or fish")
    return parser


def _parser_type() -> type[argparse.ArgumentParser]:
    """A parser that reports errors in one sentence. Imported late: opening the screen does not need argparse."""
    import argparse

    class Parser(argparse.ArgumentParser):
        def __init__(self, **options: Any) -> None:
            super().__init__(**{"formatter_class": argparse.RawDescriptionHelpFormatter, **options})

        def error(self, message: str) -> NoReturn:
            raise UsageError(f"{message}. See {self.prog} --help.")

    return Parser


def _command(commands: Any, name: str, words: str, description: str, epilog: str) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = commands.add_parser(name, help=words, description=description, epilog=epilog)
    return added


def _add_archive(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("archive", type=Path, metavar="ARCHIVE", help=_ARCHIVE_HELP)
    _add_links(parser)


def _add_links(parser: argparse.ArgumentParser) -> None:
    """Adds --follow-links; None means the setting applies."""
    import argparse

    parser.add_argument("--follow-links", action=argparse.BooleanOptionalAction, help=_LINKS_HELP)


def _add_show(show: argparse.ArgumentParser) -> None:
    _add_archive(show)
    show.add_argument(
        "id", nargs="+", metavar="ID", help="such as 08MOSCOW1640; - reads ids from standard input, one per line"
    )


def _add_search(search: argparse.ArgumentParser) -> None:
    _add_archive(search)
    search.add_argument("query", metavar="QUERY", help='such as: class:>=secret AND tag:PREL "climate change"')
    search.add_argument(
        "--format",
        choices=["table", "ids", "csv", "jsonl"],
        default="table",
        metavar="FORM",
        help="table: a line for each cable and the matching lines; ids: ids only; csv: for spreadsheets;"
        " jsonl: as `export` prints",
    )
    search.add_argument("--limit", type=int, metavar="N", help="at most this many")
    search.add_argument(
        "--sort",
        choices=["date", "origin", "classification", "precedence", "subject", "id", "relevance"],
        default="date",
        metavar="ORDER",
        help="date (newest first), origin, classification, precedence, subject, id or relevance",
    )
    search.add_argument("--reverse", action="store_true", help="reverse the order")


def _add_export(export: argparse.ArgumentParser) -> None:
    export.add_argument("--format", choices=["jsonl"], default="jsonl", help="jsonl is the only form")
    export.add_argument(
        "--query", default="", metavar="QUERY", help="only the cables it finds, such as: origin:moscow date:2008"
    )
    export.add_argument("--sources", action="store_true", help="print every copy, not each cable once")
    _add_archive(export)


def _add_index(index: argparse.ArgumentParser) -> None:
    import argparse

    _add_archive(index)
    index.add_argument("--report", action="store_true", help="list every file that could not be read, and why")
    index.add_argument("--progress", choices=["text", "json"], default="text", help=argparse.SUPPRESS)


def _add_config(config: argparse.ArgumentParser) -> None:
    config.add_argument("--write", action="store_true", help="write a commented settings file, unless one exists")
    config.add_argument("--keys", action="store_true", help="list the ids of all commands with their keys")


def _add_notebook(notebook: argparse.ArgumentParser) -> None:
    actions = notebook.add_subparsers(dest="action", required=True)
    export = actions.add_parser("export", help="print bookmarks and kept cables")
    export.add_argument(
        "--format",
        choices=["md", "html", "csv", "jsonl", "ris", "bib", "csljson"],
        default="md",
        help="Markdown, a web page, CSV, JSON Lines; RIS, BibTeX and CSL-JSON for reference managers such as Zotero",
    )
    export.add_argument("--query", default="", metavar="QUERY", help="such as: label:energy AND date:2008")
    _add_archive(actions.add_parser("verify", help="list bookmarks whose paragraphs differ in an archive"))
    for name, words in (
        ("backup", "write the whole notebook to a file (JSON Lines)"),
        ("restore", "replace the notebook with a backup or daily copy"),
        ("merge", "add the contents of a file, such as a colleague's backup"),
    ):
        parser = actions.add_parser(name, help=words)
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="a backup (JSON Lines); restore and merge also read a daily copy"
        )
        if name == "backup":
            parser.add_argument("--force", action="store_true", help="overwrite an existing file")
