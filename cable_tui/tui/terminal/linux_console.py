"""The text console of Linux: fonts of at most 512 letters, often 256, and sixteen colours.

Every font has the letters of code page 437 (kernel, cp437.uni) with its blocks, lines and arrows. The signs below are
not among them and would be shown as question marks; each replacement takes one cell too.
"""

from __future__ import annotations

from collections.abc import Mapping

_SIGNS = str.maketrans(
    {
        "●": "•",
        "★": "*",
        "×": "x",
        "…": "~",
        "›": ">",
        "‹": "<",
        "▶": "►",
        "▅": "█",
        "▆": "█",
        "▇": "█",
        "▁": " ",
        "▂": "▄",
        "▃": "▄",
        "╱": "/",
        "╭": "┌",
        "╮": "┐",
        "╯": "┘",
        "╰": "└",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
    }
)


def is_console(kind: str) -> bool:
    """Whether a value of TERM names the console, directly or within tmux or screen."""
    return kind == "linux" or kind.endswith(".linux") or kind.startswith("linux-")


def signs(kind: str) -> Mapping[int, str] | None:
    """Replacements for signs that a terminal (a value of TERM) lacks; None if it has all."""
    return _SIGNS if is_console(kind) else None
