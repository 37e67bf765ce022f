"""Lines to text: which line ends were only the telegram's width, and which are the drafter's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

_ITEM = re.compile(
    r"\s*(?:¶?[A-Za-z][.)] |\([A-Za-z0-9]{1,3}\) |(?:i{1,3}|iv|v|vi{1,3})[.)] |--? ?|\*+ |o |•|¶?\d{1,2}[.)] )"
)
_COLUMNS = re.compile(r"[^\s.:;?!\"')\]]\s{3,}\S|\t+\S")
_SENTENCE_END = frozenset('.?!:")]”’')
#: What may make a line break inside a block mean something: an item, or an indented quotation.
#: Most lines begin with a long word and are done with at its third letter.
_HARD = re.compile(
    r"\n(?:[A-Z][a-z]++(?: [A-Z][a-z]++){0,3}+: "
    r"|(?![A-Za-z]{2}[A-Za-hj-z])(?:[ \t]*(?:[-*•]|\(\w{1,3}\) |o |¶?\w{1,4}[.)] )|    ))"
)
_LABEL = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+){0,3}: ")
_NOT_FULL = 55
#: What stands before is looked at from behind, so that the pattern begins with a character to search for.
_HYPHEN = re.compile(r"\n(?<=[^\W\d_]-\n)\s*(?=\w)")
_PILCROW = re.compile(r"¶(?<!\w¶)\s?(?=[\dA-Za-z(])")
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
    last = line[-1:]
    if last == "'":  # closes a quotation and says nothing itself
        last = line[-4:].rstrip("'")[-1:]
    return last in _SENTENCE_END


def is_table(lines: list[str]) -> bool:
    """True for lines whose columns are held apart by three or more spaces."""
    if len(lines) < 2:
        return False
    spaced = [line for line in lines if "   " in line or "\t" in line]
    if len(spaced) < 2:
        return False
    wide = sum(_has_columns(line.strip()) for line in spaced)
    return wide >= 2 and wide * 5 >= len(lines) * 2


def _has_columns(line: str) -> bool:
    return ("   " in line and _COLUMNS.search(line) is not None) or "\t" in line


def join_lines(lines: list[str]) -> str:
    """Prose of one piece: single spaces, a hyphen at a line end kept and joined without one."""
    return _joined("\n".join(lines))


def _joined(text: str) -> str:
    if "¶" in text:
        text = _PILCROW.sub("", text)
    if "-" in text and "-\n" in text:  # one character is looked for much faster than two
        text = _HYPHEN.sub("", text)
    return _single_spaced(text.replace("\n", " ").replace("\t", " ").split("  "))


def _single_spaced(parts: list[str]) -> str:
    """A text that was split at its double blanks, with single ones.

    As `" ".join(text.split())`, and three times as fast on prose, which has few double blanks.
    """
    return " ".join(filter(None, map(str.strip, parts))) if len(parts) > 1 else parts[0].strip()


def flow(lines: list[str]) -> str:
    """The lines of one block as text: wrapped lines joined, lines that mean something kept with a line break."""
    if len(lines) == 1:
        return _joined(lines[0])
    spaced = " ".join(lines)
    tabbed = "\t" in spaced
    parts = spaced.split("  ")  # behind three blanks a part is empty or opens with one
    if (tabbed or (len(parts) > 1 and min(parts) < "!")) and is_table(lines):
        return "\n".join(map(_table_line, lines))
    text = "\n".join(lines)
    lengths = sorted(map(len, lines))
    match = _HARD.search(text)
    has_short = len(lines) > 2 and lengths[2] < _SHORT
    if match or has_short or lengths[-1] > UNWRAPPED:  # else it is prose, as most of it is
        suspects = list(_lines_of(_HARD.finditer(text, match.start()), text)) if match else []
        cuts = _short_runs(list(map(len, lines))) if has_short else set()
        cuts.update(_cuts(lines, suspects, longest=lengths[-1]))
        if cuts:
            return "\n".join([join_lines(lines[start:end]) for start, end in pairwise((0, *sorted(cuts), len(lines)))])
    is_plain = not (tabbed or "¶" in text or ("-" in text and "-\n" in text))
    return _single_spaced(parts) if is_plain else _joined(text)


def as_wrapped(lines: list[str]) -> str:
    """The lines of one block as they are, which have the same words; as `flow` where they may say `entire text`.

    And where a pilcrow stands, which flows away and may leave one word of two.
    """
    text = "\n".join(lines)
    return flow(lines) if "¶" in text or "entire" in text.lower() else text


def _cuts(lines: list[str], suspects: list[int], longest: int) -> Iterator[int]:
    """The lines before which the line break is the drafter's own, whatever their lengths.

    Those are what follows an unwrapped sentence, and the items, quotations and labels among the suspects.
    """
    if longest > UNWRAPPED:
        yield from (index for index in range(1, len(lines)) if _ends_unwrapped(lines[index - 1]))
    if suspects:
        yield from _hard_cuts(lines, suspects, listable=longest < UNWRAPPED)


def _lines_of(matches: Iterable[re.Match[str]], text: str) -> Iterator[int]:
    """The index of the line behind each line end that was matched."""
    line = counted = 0
    for match in matches:
        line += text.count("\n", counted, match.start() + 1)
        counted = match.start() + 1
        yield line


def _hard_cuts(lines: list[str], suspects: list[int], listable: bool) -> Iterator[int]:
    """The places where the line itself says that it begins something."""
    items = {index for index in suspects if is_item(lines[index])}
    # Three entries or more are a list, whatever their lines end in, as long as they are short.
    listed = listable and len(items) + is_item(lines[0]) >= 3
    for index in suspects:
        line, before = lines[index], lines[index - 1]
        if (
            _opens_label(line, before)
            or (index in items and (_opens_item(line, before) or (listed and len(before) < _NOT_FULL)))
            or _is_quotation(line, before)
        ):
            yield index


def _opens_label(line: str, before: str) -> bool:
    """`International Organizations: AU, UN` below a line that was not full."""
    return len(before) < _NOT_FULL and _LABEL.match(line) is not None


def _ends_unwrapped(line: str) -> bool:
    return len(line) > UNWRAPPED and ends_sentence(line)


def _opens_item(line: str, before: str) -> bool:
    """An item with a letter or number opens only where the text before it may stop: `Michael` / `A. Corbin`."""
    return line.lstrip()[0] in "-*•" or ends_sentence(before) or before.endswith((";", ","))


def _table_line(line: str) -> str:
    return _PILCROW.sub("", line).expandtabs() if "¶" in line or "\t" in line else line


def _is_quotation(line: str, previous: str) -> bool:
    """A block indented by four or more after a line that is not."""
    return line.startswith(_INDENT) and not previous.startswith(_INDENT) and ends_sentence(previous)


def _short_runs(lengths: list[int]) -> set[int]:
    """The lines behind the first in each run of three or more short ones: names, addresses, verse."""
    found: set[int] = set()
    start = 0
    for index, length in enumerate([*lengths, _SHORT]):
        if length >= _SHORT:
            if index - start >= 3:
                found.update(range(start + 1, index))
            start = index + 1
    return found
