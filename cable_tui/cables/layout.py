"""Lines to text: which line ends were only the telegram's width, and which are the drafter's own."""

from __future__ import annotations

import re

_ITEM = re.compile(
    r"\s*(?:¶?[A-Za-z][.)] |\([A-Za-z0-9]{1,3}\) |(?:i{1,3}|iv|v|vi{1,3})[.)] |--? ?|\*+ |o |•|¶?\d{1,2}[.)] )"
)
_COLUMNS = re.compile(r"[^\s.:;?!\"')\]]\s{3,}\S|\t+\S")
_SENTENCE_END = re.compile(r"[.?!:\")\]”’][\"'”’)\]]*$")
#: What may make a line break inside a block mean something: an item, or an indented quotation.
_HARD = re.compile(r"\n(?:[ \t]*(?:[-*•(¶]|o |\w{1,4}[.)])|    |[A-Z][a-z]+(?: [A-Z][a-z]+){0,3}: )")
_LABEL = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+){0,3}: ")
_NOT_FULL = 55
_HYPHEN = re.compile(r"(?<=[^\W\d_]-)\n\s*(?=\w)")
_PILCROW = re.compile(r"¶\s?(?=[\dA-Za-z(])")
_SHORT = 45
#: A longer line was never wrapped for the telegraph, so the line end behind it is the drafter's own.
UNWRAPPED = 100
_INDENT = "    "


def is_item(line: str) -> bool:
    """True for a line that opens a sub-item: `a.`, `(1)`, `--`, `*`, `o `."""
    head = line[:12].lstrip()
    if head[:1] not in "-*•(¶o" and "." not in head and ")" not in head:
        return False
    match = _ITEM.match(line)
    return (match is not None and match.end() < len(line)) or line.startswith("--")


def ends_sentence(line: str) -> bool:
    """Whether the text may stop at the end of this line."""
    return _SENTENCE_END.search(line[-4:]) is not None


def is_table(lines: list[str]) -> bool:
    """True for lines whose columns are held apart by three or more spaces."""
    if len(lines) < 2:
        return False
    wide = sum(1 for line in lines if ("   " in line.strip() and _COLUMNS.search(line.strip())) or "\t" in line.strip())
    return wide >= 2 and wide * 5 >= len(lines) * 2


def join_lines(lines: list[str]) -> str:
    """Prose of one piece: single spaces, a hyphen at a line end kept and joined without one."""
    return _joined("\n".join(lines))


def _joined(text: str) -> str:
    if "¶" in text:
        text = _PILCROW.sub("", text)
    if "-\n" in text:
        text = _HYPHEN.sub("", text)
    return single_spaced(text)


def single_spaced(text: str) -> str:
    """`" ".join(text.split())`, and three times as fast on prose, which has few double blanks."""
    text = text.replace("\n", " ").replace("\t", " ").replace("  ", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip()


def flow(lines: list[str]) -> str:
    """The lines of one block as text: wrapped lines joined, lines that mean something kept with a line break."""
    text = "\n".join(lines)
    if len(lines) == 1:
        return _joined(text)
    if ("   " in text or "\t" in text) and is_table(lines):
        return "\n".join(map(_table_line, lines))
    lengths = list(map(len, lines))
    short = [length < _SHORT for length in lengths]
    if sum(short) < 3 and max(lengths[:-1]) <= UNWRAPPED and not _HARD.search(text):
        return _joined(text)
    return "\n".join(map(join_lines, _pieces(lines, _runs_of_three(short))))


def _pieces(lines: list[str], short: list[bool]) -> list[list[str]]:
    """Cuts before items and quotations, and between the lines of a run of short ones."""
    # Three entries or more are a list, whatever their lines end in, as long as they are short.
    listed = len(max(lines, key=len)) < UNWRAPPED and sum(map(is_item, lines)) >= 3
    pieces = [[lines[0]]]
    for index in range(1, len(lines)):
        line, before = lines[index], lines[index - 1]
        if (
            (short[index] and short[index - 1])
            or _ends_unwrapped(before)
            or _opens_label(line, before)
            or _opens_item(line, before)
            or (listed and len(before) < _NOT_FULL and is_item(line))
            or _is_quotation(line, before)
        ):
            pieces.append([line])
        else:
            pieces[-1].append(line)
    return pieces


def _opens_label(line: str, before: str) -> bool:
    """`International Organizations: AU, UN` below a line that was not full."""
    return len(before) < _NOT_FULL and _LABEL.match(line) is not None


def _ends_unwrapped(line: str) -> bool:
    return len(line) > UNWRAPPED and ends_sentence(line)


def _opens_item(line: str, before: str) -> bool:
    """An item with a letter or number opens only where the text before it may stop: `Michael` / `A. Corbin`."""
    if not is_item(line):
        return False
    return line.lstrip()[0] in "-*•" or ends_sentence(before) or before.endswith((";", ","))


def _table_line(line: str) -> str:
    return _PILCROW.sub("", line).expandtabs() if "¶" in line or "\t" in line else line


def _is_quotation(line: str, previous: str) -> bool:
    """A block indented by four or more after a line that is not."""
    return line.startswith(_INDENT) and not previous.startswith(_INDENT) and ends_sentence(previous)


def _runs_of_three(marks: list[bool]) -> list[bool]:
    """Keeps only marks that stand in a run of three or more: short lines of names, addresses, verse."""
    start = 0
    for index in range(len(marks) + 1):
        if index == len(marks) or not marks[index]:
            if index - start < 3:
                marks[start:index] = [False] * (index - start)
            start = index + 1
    return marks
