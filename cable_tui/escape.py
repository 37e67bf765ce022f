"""Text from files made safe for a terminal: control characters become visible, nothing of them is sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Printable to Python and yet unseen: what Unicode calls Default_Ignorable_Code_Point (DerivedCoreProperties.txt) and
#: counts among letters and marks.
_IGNORABLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef"
#: The other ones of that property, and the other format characters (category Cf) that draw nothing. Arabic and Kaithi
#: number signs are format characters too, and are seen.
_FORMAT = (
    "\xad\u061c\u070f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"
#: Patterns that are compiled with the first text that is not all printable ASCII.
_UNSEEN = f"[{_IGNORABLE}]"
_HIDDEN = f"[{_CONTROL}{_FORMAT}{_IGNORABLE}]"
_HIDDEN_IN_LINE = f"[\t\n{_CONTROL}{_FORMAT}{_IGNORABLE}]"
#: How a hidden character is written out, and what else looks so.
_PICTURE = "[\u2400-\u241f\u2421]|<U\\+[0-9A-F]{4,6}>"
_LOOKALIKE = "[\u2400-\u241f\u2421]|<(?=U\\+)"


def visible(text: str) -> str:
    r"""The text with control, bidirectional and invisible characters written out; line feeds and tabs stay.

    C0 controls become their pictures (`\x1b[31m` is shown as `␛[31m`), all others their number: `<U+202E>`.
    """
    if text.isprintable() and (text.isascii() or not re.search(_UNSEEN, text)):
        return text
    return re.sub(_HIDDEN, _picture, text)


def visible_line(text: str) -> str:
    """The same on one line: line feeds and tabs become spaces."""
    return " ".join(visible(text).split())


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"<U+{code:04X}>"


def spelled(text: str) -> str:
    r"""The text with its lone surrogates spelled out, as `caf\xe9.txt`; no two texts become one.

    The names of files come with them where a name is not UTF-8. Neither a database nor a terminal takes them. What
    looks spelled out already gets its backslash spelled: `\xe9` becomes `\x5cxe9`.
    """
    return text if text.isascii() and "\\" not in text else re.sub(_TO_SPELL, _spelling, text)


_TO_SPELL = r"[\ud800-\udfff]|\\(?=x[0-9a-f]{2}|ud[89a-f][0-9a-f]{2})"


def _spelling(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == 0x5C:
        return r"\x5c"
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


class Spelling(NamedTuple):
    r"""A text as it is shown while it is edited, and the way back to what was not seen in it.

    `shown` has pictures in place of hidden characters, as in `visible`. `meant(edited)` puts the characters back,
    wherever their pictures have been moved to; other pictures, which somebody typed, stay as they are. Where the text
    has both, a picture of its own is shown by the number of its first character (`<U+241B>`). So
    `Spelling.of(text).meant(Spelling.of(text).shown) == text` for every text.
    """

    shown: str = ""
    characters: Mapping[str, str] = {}  # by their pictures

    @classmethod
    def of(cls, text: str, *, is_line: bool = False) -> Spelling:
        """The spelling of a text; of one that is edited on one line, line feeds and tabs are hidden too."""
        hidden = _HIDDEN_IN_LINE if is_line else _HIDDEN
        if not re.search(hidden, text):
            return cls(text)
        characters: dict[str, str] = {}

        def spelled(match: re.Match[str]) -> str:
            picture = _picture(match)
            characters[picture] = match[0]
            return picture

        return cls(re.sub(f"{hidden}|{_LOOKALIKE}", spelled, text), characters)

    def meant(self, edited: str) -> str:
        """The text that an edited one stands for."""
        if not self.characters:
            return edited
        return re.sub(_PICTURE, lambda match: self.characters.get(match[0], match[0]), edited)
