"""Reads files of every form into raw cables: `scan` finds the files, `read` returns the contents of one.

This folder has more than fifteen modules because there is one for each form of file.
"""

from cable_tui.sources.folder import ArchiveError, look, open_file, scan
from cable_tui.sources.raw import Form, Found, Problem, RawCable, Result, Skipped, SourceFile, printable
from cable_tui.sources.reading import read

__all__ = [
    "ArchiveError",
    "Form",
    "Found",
    "Problem",
    "RawCable",
    "Result",
    "Skipped",
    "SourceFile",
    "look",
    "open_file",
    "printable",
    "read",
    "scan",
]
