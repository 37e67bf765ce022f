"""The interface for screen-reader and braille users: words instead of signs, lines instead of columns, no boxes.

A screen reader reads the line at the cursor; a braille display shows 20 to 80 cells of it. So what distinguishes a row
comes first, lines are not padded, and no meaning depends on a colour or a sign.
"""

from __future__ import annotations

import re

from textual.dom import DOMNode

from cable_tui.cables.levels import BANNERS, Level, SpanKind

#: The class of the application in this mode; `plain.tcss` lays it out.
PLAIN = "-plain"

#: Signs and the words for them; patterns are compiled on first use.
_SAID = (
    (r"\s*·\s*", ", "),
    (r"¶ ?(?=\d)", "paragraph "),
    (r"\s*»\s*", " note: "),
    (r" ?…", " and so on"),
    (r"\s*↓", ", descending"),
    (r"\s*↑", ", ascending"),
    (r"//", " "),
)
_KEY_WORDS = {"esc": "escape", "pgup": "page up", "pgdn": "page down"}
_SIGN_NAMES = {
    "/": "slash",
    "\\": "backslash",
    "?": "question mark",
    ":": "colon",
    ";": "semicolon",
    ".": "full stop",
    "'": "apostrophe",
    "|": "vertical line",
    "&": "ampersand",
    "+": "plus",
    "[": "left bracket",
    "]": "right bracket",
    "(": "left parenthesis",
    ")": "right parenthesis",
    "{": "left brace",
    "}": "right brace",
    "←": "left",
    "→": "right",
    "↑": "up",
    "↓": "down",
}


def is_plain(node: DOMNode) -> bool:
    """Whether the plain interface is on."""
    return node.app.has_class(PLAIN)


def said(node: DOMNode, text: str) -> str:
    """A text of the program, with words for signs in the plain interface."""
    return spoken(text) if is_plain(node) else text


def spoken(text: str) -> str:
    """A text of the program with words for signs."""
    for sign, words in _SAID:
        text = re.sub(sign, words, text)
    return text.strip()


def hints_in_words(hints: str) -> str:
    """Key hints in words: `enter go, slash limit` for `enter go · / limit`."""
    parts = (part.partition(" ") for part in hints.split(" · "))
    return ", ".join(f"{key_in_words(key)} {words}".strip() for key, _, words in parts)


def key_in_words(display: str) -> str:
    """The spoken name of a key: `question mark`, `capital J`, `control r`."""
    if " " in display.strip():
        return " or ".join(map(key_in_words, display.split()))
    before, plus, last = display.rpartition("+") if len(display) > 1 else ("", "", display)
    if before:
        return f"{before.replace('ctrl', 'control').replace('^', 'control')}{' ' if plus else ''}{key_in_words(last)}"
    if display.startswith("^") and len(display) > 1:
        return f"control {key_in_words(display[1:])}"
    if display in _SIGN_NAMES:
        return _SIGN_NAMES[display]
    if len(display) == 1 and display.isupper():
        return f"capital {display}"
    return _KEY_WORDS.get(display, display)


def level_in_words(level: Level, caveats: tuple[str, ...] = (), printed: str = "") -> str:
    """A marking in words, `SECRET NOFORN`; administrative markings as `printed`, such as SBU."""
    name = printed if level is Level.CONTROLLED and printed else BANNERS[level].replace("//", " ")
    return name if printed and name == printed else " ".join([name, *caveats])


#: Words for the part that a paragraph belongs to.
SPANS: dict[SpanKind | None, str] = {
    SpanKind.SUMMARY: "summary",
    SpanKind.COMMENT: "comment",
    SpanKind.NOTE: "note",
    SpanKind.ACTION_REQUEST: "action request",
}
