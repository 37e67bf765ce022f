"""Text from files made safe for a terminal: control characters become visible, nothing of them is sent."""

from __future__ import annotations

import re

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff\ufff9-\ufffb"
#: A pattern that is compiled with the first text that is not all printable.
_HOSTILE = f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}{_INVISIBLE}\u2028\u2029\ud800-\udfff]"


def visible(text: str) -> str:
    r"""The text with control, bidirectional and invisible characters written out; line feeds and tabs stay.

    C0 controls become their pictures (`\x1b[31m` is shown as `␛[31m`), all others their number: `<U+202E>`.
    """
    return text if text.isprintable() else re.sub(_HOSTILE, _picture, text)


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
