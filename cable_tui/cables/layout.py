"""Lines to text: which line ends were only the telegram's width, and which are the drafter's own."""

from __future__ import annotations

import re

_ITEM = re.compile(
    r"\s*(?:¶?[A-Za-z][.)] |\([A-Za-z0-9]{1,3}\) |(?:i{1,3}|iv|v|vi{1,3})[.)] |--? ?|\*+ |o |•|¶?\d{1,2}[.)] )"
)
_COLUMNS = re.compile(r"[^\s.:;?!\"')\]]\s{3,}\S|\t+\S")
_SENTENCE_END = re.compile(r"[.?!:\")\]”’][\"'”’)\]]*$")
_PILCROW = re.compile(r"¶\s?(?=[\dA-Za-z(])")
_SHORT = 45
_INDENT = "    "


def is_item(line: str) -> bool:
    """True for a line that opens a sub-item: `a.`, `(1)`, `--`, `*`, `o `."""
    match = _ITEM.match(line)
    return match is not None and match.end() < len(line) or line.startswith("--")


def ends_sentence(line: str) -> bool:
    """Whether the text may stop at the end of this line."""
    return _SENTENCE_END.search(line[-4:]) is not None


def is_table(lines: list[str]) -> bool:
    """True for lines whose columns are held apart by three or more spaces."""
    if len(lines) < 2:
        return False
    wide = sum(
        1 for line in lines if "   " in line.strip() and _COLUMNS.search(line.strip()) or "\t" in line.strip()
    )
    return wide >= 2 and wide * 5 >= len(lines) * 2


def join_lines(lines: list[str]) -> str:
    """Prose of one piece: single spaces, a hyphen at a line end kept and joined without one."""
    text = " ".join(lines)
    if "¶" in text:
        text = _PILCROW.sub("", text)
    text = " ".join(text.split())
    return _join_hyphens(lines, text) if any(line.endswith("-") for line in lines) else text


def _join_hyphens(lines: list[str], text: str) -> str:
    """Joins again where a line ends in `letter-`, which is never guessed to be a broken word."""
    pieces: list[str] = []
    for line in lines:
        words = " ".join(_PILCROW.sub("", line).split())
        hyphen = pieces and len(pieces[-1]) > 1 and pieces[-1][-1] == "-" and pieces[-1][-2].isalpha()
        if hyphen and words and words[0].isalnum():
            pieces[-1] += words
        elif words:
            pieces.append(words)
    return " ".join(pieces)


def flow(lines: list[str]) -> str:
    """The lines of one block as text: wrapped lines joined, lines that mean something kept with a line break."""
    if len(lines) == 1:
        return join_lines(lines)
    if is_table(lines):
        return "\n".join(_table_line(line) for line in lines)
    pieces: list[str] = []
    current: list[str] = []
    short = _short_runs(lines)
    for index, line in enumerate(lines):
        if current and (
            is_item(line) or (short[index] and short[index - 1]) or _is_quotation(line, lines[index - 1])
        ):
            pieces.append(join_lines(current))
            current = []
        current.append(line)
    pieces.append(join_lines(current))
    return "\n".join(pieces)


def _table_line(line: str) -> str:
    return _PILCROW.sub("", line).expandtabs() if "¶" in line or "\t" in line else line


def _is_quotation(line: str, previous: str) -> bool:
    """A block indented by four or more after a line that is not."""
    return line.startswith(_INDENT) and not previous.startswith(_INDENT) and ends_sentence(previous)


def _short_runs(lines: list[str]) -> list[bool]:
    """Marks lines that stand in a run of three or more short ones: names, addresses, verse."""
    marks = [len(line) < _SHORT for line in lines]
    start = 0
    for index in range(len(lines) + 1):
        if index == len(lines) or not marks[index]:
            if index - start < 3:
                marks[start:index] = [False] * (index - start)
            start = index + 1
    return marks
