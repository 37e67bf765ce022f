"""What may stand on the command line, what `--help` says of it, and the two ways in which a command says no."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from cable_tui import __version__

if TYPE_CHECKING:
    import argparse

#: Words that are commands where they stand first; an archive of such a name is written ./show.
COMMANDS = ("show", "search", "export", "index", "notebook", "config", "completion", "help")

_EPILOG = """\
commands:
  cable-tui [ARCHIVE]              open an archive; without one, the samples
  cable-tui show ARCHIVE ID...     print cables by their ids
  cable-tui search ARCHIVE QUERY   print what a query finds, newest first
  cable-tui export ARCHIVE         print every cable as one JSON object a line
  cable-tui index ARCHIVE          build the archive's cache, or bring it up to
                                   date
  cable-tui notebook COMMAND       your bookmarks and marks: export, verify,
                                   backup, restore, merge
  cable-tui config                 print the settings, or write a file for them
  cable-tui completion SHELL       for bash, zsh and fish: completes all of this
  cable-tui help [TOPIC]           the manual: keys, queries, notebook ...

  cable-tui COMMAND --help says more of each, with examples.
  On the screen ? lists the keys and : all commands.

archives:
  A folder tree of any mix of these, or a single file: text exports, bare texts,
  cables.csv, pages of Cablegate, telegrams of the 1970s as text and page, the
  later form layout, JSON, SQLite databases, SQL dumps, XML, mails and boxes of
  them; plain, or in zip, gz, xz or bz2. An archive is read and
  never written to. Symbolic links that leave it are followed only where
  --follow-links or the settings ask for it.

files:
  ~/.config/cable-tui/config.toml           your settings
  ~/.config/cable-tui/themes/               your own themes
  ~/.local/share/cable-tui/notebook.db      your bookmarks, notes, marks, labels
  ~/.local/share/cable-tui/copies/          the notebook of the last seven days
  ~/.local/share/cable-tui/out/             what you copied, saved and exported
  ~/.local/state/cable-tui/                 the theme chosen last; reports of
                                            faults, without text of cables
  ~/.cache/cable-tui/                       what was read of each archive; it
                                            may be deleted, and is made anew

environment:
  XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME
                                   other places for these files
  NO_COLOR                         set to anything: no colours
  VISUAL, EDITOR                   what ctrl+e opens for a note

exit codes: 0 done, 1 not found or could not be done, 2 wrong usage, 70 a fault
of the program.
"""
_SHOW = """\
Prints cables: header, marking, paragraphs. On a terminal they are coloured; in
a pipe they are plain text. Of several copies of a cable the fullest is printed.

The archive's cache answers where there is one; none is built. Where it is
behind the archive, what changed is read anew, and what it does not have is
looked for in the new files. Without a cache the files are read until every
cable is found, so of several copies the first is printed; an archive of less
than 4 MB is read whole.
"""
_SHOW_EXAMPLES = """\
examples:
  cable-tui show sample_cables 08MOSCOW1640
  cable-tui show cables.csv 08MOSCOW1640 | less
  cable-tui show cables.csv 08MOSCOW1640 09ASTANA1103
  cable-tui show cables.csv "MADRID 583"
        post and number will do where only one cable has them; so will a text
        that has ids in it
  cut -d, -f1 baku.csv | cable-tui show cables.csv - | less
        - stands for ids on the standard input, one a line

exit codes: 0 printed, 1 one of them is not found or may be several, 2 wrong
usage.
"""
_SEARCH = """\
Prints the cables that a query finds, with the lines in which it was found. The
cache is brought up to date before; the first time that takes as long as reading
the whole archive.
"""
_SEARCH_EXAMPLES = """\
queries:
  nazarbayev "head of state" nuclea*
        words, phrases and beginnings of words, in subject and text
  tag:PREL origin:moscow
        fields: class date origin post from to tag subject text id ref caption
        caveat precedence signed source; of the 1970s drafter office concept
        film; of your notebook is: label: has:
  class:>=secret date:[2008-05 TO 2008-06]
        comparisons and ranges; a date may be a year, a month or a day
  (horse OR yacht) AND NOT class:secret
        AND is meant where nothing stands between
  source:2004/11
        what lies in that folder or file of the archive: the beginning of its
        path, in which case counts
  08MOSCOW1640
        the cable of that id; "MOSCOW 1640" that of a number
  is:missing
        what is cited and not in the archive, most cited first, with the id,
        about when it was sent, and by how many cables it is cited; beside
        it stands what the citing cables must be: is:missing tag:PREL

examples:
  cable-tui search cables.csv 'class:secret tag:PTER'
  cable-tui search --format ids cables.csv 'date:2009 kazakh*' | wc -l
  cable-tui search --sort relevance --limit 20 cables.csv 'caspian pipeline'
  cable-tui search --format jsonl cables.csv 'is:kept label:energy'
  cable-tui search --format jsonl cables.csv is:missing
        with the days between which each was sent, and who cites it
  cable-tui search --format csv cables.csv 'origin:baku' > baku.csv
  cable-tui search --format csv cables.csv is:missing > requests.csv
        what a request needs: post in full, number, dates, and the cables that
        cite it with their days and paragraphs

exit codes: 0 something was found, 1 nothing was, and the error output has what
each part of the query finds alone and how the archive spells it, 2 the query is
wrong; the message names the place.
"""
_EXPORT = """\
Prints every cable, or those that a query finds, as one JSON object a line, with
all that was understood:
id, date, marking, addressees, TAGS, references, paragraphs with their numbers
and portion markings, warnings, what the archive of the 1970s says of it, and
the text as it was found. Of several copies the one in the list is printed. The
output can be opened as an archive again.
"""
_EXPORT_EXAMPLES = """\
examples:
  cable-tui export --format jsonl sample_cables > cables.jsonl
  cable-tui export cables.csv | jq -r 'select(.level == "SECRET") | .id'
  cable-tui export --query 'tag:PTER date:2008' cables.csv > terrorism.jsonl
        in the order of the files; `search --format jsonl` has another order
  cable-tui export --sources /srv/cables
        every copy of every cable, read from the files without the cache

What cannot be read is named on the error output, and the rest goes on.

exit codes: 0 printed, 1 no cable was found, 2 wrong usage or a wrong query.
"""
_INDEX = """\
Builds the cache of an archive, or brings it up to date: only what was added,
changed or removed is read. The screen does the same by itself in the
background. Stopped at any moment, it goes on where it was. One session builds
at a time; others read what is there.
"""
_INDEX_EXAMPLES = """\
examples:
  cable-tui index /srv/cables
  cable-tui index --report /srv/cables
        also every file that could not be read, and why

exit codes: 0 up to date, 1 it could not be finished, 2 wrong usage.
"""
_NOTEBOOK = """\
Your notebook holds your bookmarks, notes, marks (read, kept, dismissed), labels
and saved views. It is one for all archives, knows cables by their ids, and has
no need of the cache.
"""
_NOTEBOOK_EXAMPLES = """\
examples:
  cable-tui notebook export --format md > notes.md
  cable-tui notebook export --format ris --query 'label:energy date:2008'
  cable-tui notebook verify /srv/cables
        do the bookmarks still say what the cables say?
  cable-tui notebook backup notebook.jsonl
        all of it; --force writes over a file that exists
  cable-tui notebook merge colleague.jsonl
"""
_CONFIG = """\
Prints the settings with where each comes from. What is wrong in the file is
named with its line, and everything else in it still counts.
"""
_CONFIG_EXAMPLES = """\
examples:
  cable-tui config --write
        a commented file to change
  cable-tui config --keys
        the ids of all commands, to bind other keys to
"""
_COMPLETION = """\
Prints what makes a shell complete the commands and options of cable-tui.
"""
_COMPLETION_EXAMPLES = """\
examples:
  eval "$(cable-tui completion bash)"         in ~/.bashrc
  eval "$(cable-tui completion zsh)"          in ~/.zshrc
  cable-tui completion fish | source          in ~/.config/fish/config.fish
"""
_HELP = """\
Shows a topic of the manual in your pager; in a pipe it is Markdown. Without a
topic, lists them. On the screen, ? and then t opens the same.
"""
_HELP_EXAMPLES = """\
examples:
  cable-tui help
  cable-tui help query
  cable-tui help configuration | less
"""
_ARCHIVE_HELP = "a folder or a file of cables"
_LINKS_HELP = "read what symbolic links out of the archive lead to, too; otherwise they are only named"


class UsageError(Exception):
    """The command cannot be carried out as given; one sentence for the user, exit code 2."""


class Failure(Exception):
    """The command was right and could not be done; one sentence for the user, exit code 1."""


def screen_parser() -> argparse.ArgumentParser:
    """What stands on the line where no command does."""
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
        help="for screen readers and braille: words alone, one pane, the terminal's cursor on the current row",
    )
    parser.add_argument("--version", action="version", version=f"cable-tui {__version__}")
    return parser


def command_parser() -> argparse.ArgumentParser:
    """What stands on the line behind each of `COMMANDS`."""
    parser = _parser_type()(prog="cable-tui")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_show(_command(commands, "show", "print cables by their ids", _SHOW, _SHOW_EXAMPLES))
    _add_search(_command(commands, "search", "print what a query finds", _SEARCH, _SEARCH_EXAMPLES))
    _add_export(_command(commands, "export", "print all cables as data", _EXPORT, _EXPORT_EXAMPLES))
    _add_index(_command(commands, "index", "build or update the cache", _INDEX, _INDEX_EXAMPLES))
    _add_notebook(_command(commands, "notebook", "bookmarks and marks", _NOTEBOOK, _NOTEBOOK_EXAMPLES))
    _add_config(_command(commands, "config", "print the settings, or write a file for them", _CONFIG, _CONFIG_EXAMPLES))
    completion = _command(
        commands, "completion", "print what makes a shell complete these commands", _COMPLETION, _COMPLETION_EXAMPLES
    )
    pages = _command(commands, "help", "show the manual", _HELP, _HELP_EXAMPLES)
    pages.add_argument("topic", nargs="?", metavar="TOPIC", help="as `cable-tui help` lists them")
    completion.add_argument("shell", choices=["bash", "zsh", "fish"], metavar="SHELL", help="bash, zsh or fish")
    return parser


def _parser_type() -> type[argparse.ArgumentParser]:
    """Parsers whose complaints are one sentence. Imported late: the way to the screen does without."""
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
    """None stands for what the settings say."""
    import argparse

    parser.add_argument("--follow-links", action=argparse.BooleanOptionalAction, help=_LINKS_HELP)


def _add_show(show: argparse.ArgumentParser) -> None:
    _add_archive(show)
    show.add_argument("id", nargs="+", metavar="ID", help="as in 08MOSCOW1640; - for one a line of the standard input")


def _add_search(search: argparse.ArgumentParser) -> None:
    _add_archive(search)
    search.add_argument("query", metavar="QUERY", help='as in: class:>=secret AND tag:PREL "climate change"')
    search.add_argument(
        "--format",
        choices=["table", "ids", "csv", "jsonl"],
        default="table",
        metavar="FORM",
        help="table: a line for each cable and those found in it; ids: the ids alone; csv: for spreadsheets;"
        " jsonl: as export does",
    )
    search.add_argument("--limit", type=int, metavar="N", help="at most this many")
    search.add_argument(
        "--sort",
        choices=["date", "origin", "classification", "precedence", "subject", "id", "relevance"],
        default="date",
        metavar="ORDER",
        help="date (the newest first), origin, classification, precedence, subject, id or relevance",
    )
    search.add_argument("--reverse", action="store_true", help="the other way round")


def _add_export(export: argparse.ArgumentParser) -> None:
    export.add_argument("--format", choices=["jsonl"], default="jsonl", help="jsonl is the only one")
    export.add_argument(
        "--query", default="", metavar="QUERY", help="only what it finds, as in: origin:moscow date:2008"
    )
    export.add_argument("--sources", action="store_true", help="print every copy, not each cable once")
    _add_archive(export)


def _add_index(index: argparse.ArgumentParser) -> None:
    import argparse

    _add_archive(index)
    index.add_argument("--report", action="store_true", help="print every file that could not be read, and why")
    index.add_argument("--progress", choices=["text", "json"], default="text", help=argparse.SUPPRESS)


def _add_config(config: argparse.ArgumentParser) -> None:
    config.add_argument("--write", action="store_true", help="write a commented file, unless there is one")
    config.add_argument("--keys", action="store_true", help="list the ids of all commands with their keys")


def _add_notebook(notebook: argparse.ArgumentParser) -> None:
    actions = notebook.add_subparsers(dest="action", required=True)
    export = actions.add_parser("export", help="print bookmarks and kept cables")
    export.add_argument(
        "--format",
        choices=["md", "html", "csv", "jsonl", "ris", "bib", "csljson"],
        default="md",
        help="Markdown, a web page, CSV, JSON Lines; RIS, BibTeX and CSL-JSON for Zotero and its like",
    )
    export.add_argument("--query", default="", metavar="QUERY", help="as in: label:energy AND date:2008")
    _add_archive(actions.add_parser("verify", help="list the bookmarks whose paragraphs have changed in an archive"))
    for name, words in (
        ("backup", "write the whole notebook to a file (JSON Lines)"),
        ("restore", "make a backup, or a daily copy, the notebook"),
        ("merge", "add what a file has, such as a colleague's backup"),
    ):
        parser = actions.add_parser(name, help=words)
        parser.add_argument("file", type=Path, metavar="FILE", help="a file of that form")
        if name == "backup":
            parser.add_argument("--force", action="store_true", help="write over a file that exists")
