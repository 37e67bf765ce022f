"""Restores signs that copying garbled, where the original is certain: pilcrows, quotation marks, entities, blanks.

Each rule first checks for its own sign, so that a clean text costs only a few searches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_ESCAPED_OFTEN = 3  # `&amp;amp;quot;`
#: A pilcrow in UTF-8 that was read in the code page of another machine, once or twice.
_MISREAD = ("Ã‚Â¶", "Â¶", "¬∂", "┬╢")
#: A sign that took the place of a pilcrow: at the start of a line before a number or a letter with a full stop, behind
#: a sentence before a number with a marking.
_STAND_IN = re.compile(
    r"(?:(?:(?<=\n)|\A)(?P<indent>[ \t>|]{0,8}(?:\d{1,5}[:|)\t ] {0,2})?)(?:[?§¿\ufffd]|\?\?) ?"
    r"(?=\d{1,4} ?[.)](?!\d)|\d{1,3},? ?\((?:U|SBU|C|S)\b|[A-Z][.)] )"
    r"|(?P<before>[.?!)\"] {1,2})[?§¿\ufffd] ?(?=\d{1,3}[.)] ?\((?:U|SBU|LOU|C|S)[/)]))"
)
#: Signs that show nothing, and blanks of other widths.
_INVISIBLE = "\x00\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\xad"
_BLANKS = "\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
_PLAIN = [*((sign, "") for sign in _INVISIBLE), *((sign, " ") for sign in _BLANKS)]
_SOFT_HYPHEN_AT_END = re.compile("\xad[ \t]*\n[ \t]*")
#: `&` opens a quotation where it is glued to a word, `8` closes one where it is glued behind a word.
_OPENS = re.compile(r"&(?<![\w&;]&)(?=[A-Za-z0-9.])")
_QUOTE = re.compile(rf"(?P<open>{_OPENS.pattern})|8(?<=[A-Za-z.,!?)]8)(?![\w(])|(?P<gap>\n[ \t]*\n)")
_LONGEST_QUOTE = 600  # characters
#: The `s` of a genitive and the ends of short forms behind a comma; no word of English is an `s` alone.
_LIKE_APOSTROPHE = re.compile(r",(?=(?:[sStTd]|re|ll|ve)[\s\"])")  # a quick look: most commas have a blank behind
_APOSTROPHE = re.compile(
    rf"{_LIKE_APOSTROPHE.pattern}(?:(?<=[A-Za-z]{{2}},)(?=s)|(?<=[A-Z]{{2}},)(?=S [A-Z]{{2}})|(?<=[a-z]n,)(?=t\s)"
    r"|(?<=[A-Z]N,)(?=T\s)|(?:(?<=\b[Ww]e,)|(?<=\b[Yy]ou,)|(?<=\b[Tt]hey,))(?=(?:re|ll|ve|d)\s))"
)


def mend_signs(text: str) -> str:
    """The text with its garbled signs restored; uncertain ones stay as they are."""
    if "&" in text:
        text = _mend_ampersands(text)
    if not text.isascii():
        text = _mend_odd_letters(text)
    if "§" in text or "\ufffd" in text or "¿" in text or ("¶" not in text and "?" in text):
        text = _STAND_IN.sub(r"\g<indent>\g<before>¶", text)
    return _APOSTROPHE.sub("'", text) if _LIKE_APOSTROPHE.search(text) else text


def _mend_ampersands(text: str) -> str:
    for _ in range(_ESCAPED_OFTEN if ";" in text else 0):
        decoded = _ENTITY.sub(_character, text)
        if decoded == text:
            break
        text = decoded
    return _mend_quotations(text) if "8" in text and _OPENS.search(text) else text


def _character(entity: re.Match[str]) -> str:
    from html import unescape  # few texts have an entity, and its table is large

    return unescape(entity[0])


def _mend_quotations(text: str) -> str:
    """Ampersands and eights that stand around words, in pairs, nested or not, are quotation marks."""
    marks = sorted(_paired(text))
    if not marks:
        return text
    parts: list[str] = []
    done = 0
    for at in marks:
        parts += [text[done:at], '"']
        done = at + 1
    return "".join([*parts, text[done:]])


def _paired(text: str) -> Iterator[int]:
    done = 0
    for first in _OPENS.finditer(text):
        if first.start() >= done:
            gap = text.find("\n\n", first.start())
            done = gap + 2 if gap >= 0 else len(text)
            yield from _paired_within(text, first.start(), done)


def _paired_within(text: str, start: int, end: int) -> Iterator[int]:
    opened: list[int] = []
    for mark in _QUOTE.finditer(text, start, end):
        if mark["gap"]:
            opened.clear()
        elif mark["open"]:
            opened.append(mark.start())
        elif opened and mark.start() - (opening := opened.pop()) <= _LONGEST_QUOTE:
            yield from (opening, mark.start())


def _mend_odd_letters(text: str) -> str:
    if "Â" in text or "∂" in text or "╢" in text:
        for garbled in _MISREAD:
            text = text.replace(garbled, "¶")
    if "\xad" in text:
        text = _SOFT_HYPHEN_AT_END.sub("", text)
    for sign, plain in _PLAIN:
        if sign in text:
            text = text.replace(sign, plain)
    return text
