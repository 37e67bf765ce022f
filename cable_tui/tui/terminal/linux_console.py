"""The text console of Linux: at most 512 letters, in many fonts 256, and sixteen colours.

Every font of it has the letters of code page 437 (kernel, cp437.uni), which has blocks, lines and arrows. It does not
have the signs below, which would be question marks; each takes one cell, as what is shown instead.
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
    """Whether TERM names it, by itself or within tmux or screen."""
    return kind == "linux" or kind.endswith(".linux") or kind.startswith("linux-")


def signs(kind: str) -> Mapping[int, str] | None:
    """What is shown instead of some signs on a terminal of this kind (TERM), None where all can be shown."""
    return _SIGNS if is_console(kind) else None
