"""Large pages made plain before a parser sees them, so that its time and memory stay in proportion to their size.

A parser of HTML repairs what it is given, and some repairs cost the square of the page: elements nested without an
end, thousands of attributes on one, hundreds of fonts that are opened anew in each paragraph. None of it holds a cable.
What is left here is the structure that the text is read from, in tags without attributes.
"""

from __future__ import annotations

import re
from collections import Counter

MAX_DEPTH = 500
"""How deep elements may be nested; the parser looks through all that are open for some tags."""
MAX_TAGS = 200_000
"""How many tags a page may have that count; each takes some hundred bytes of the parser's memory."""
FEW_TAGS, SHORT = 1000, 1 << 17
"""Tags and characters of a page that no repair makes expensive."""

_MARKUP = re.compile(
    r"(?P<comment><!--(?:[^-]|-(?!->))*+(?:-->)?|<[!?][^<>]*>)"
    r"|<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)(?P<rest>(?:[\s/](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)?)>"
    r"|<",
    re.I,
)
_CLASS = re.compile(r"\bclass\s*=\s*[\"']?(cable|s_key|s_val)\b", re.I)
_FLAT = set("p li dt dd tr td th tbody thead tfoot br".split())
"""Elements that end where the next one begins."""
_NESTED = set(
    "html head title body nav script style noscript template pre table div ul ol dl h1 h2 h3 h4 h5 h6"
    " blockquote section article".split()
)


class TooMuch(Exception):
    """A page that would cost too much; the message says what of it, as the second half of a sentence."""


def plain(page: str) -> str:
    """The page itself where it is small, else its text with nothing but the tags that matter. Raises TooMuch."""
    if page.count("<") < FEW_TAGS and len(page) < SHORT:
        return page
    return _MARKUP.sub(_Tags().kept, page)


class _Tags:
    """One pass over a page: what is open, and how many tags were kept."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._depth = 0
        self._count = 0
        self._silent = ""  # the script or style whose end is awaited: what looks like a tag in it is none

    def kept(self, markup: re.Match[str]) -> str:
        """What stands for a piece of markup: a bare tag, nothing, or the escape of a sign that is none."""
        name, closes = (markup["name"] or "").lower(), bool(markup["close"])
        if markup["comment"] or (self._silent and not (closes and name == self._silent)):
            return ""
        if not name:
            return "&lt;"
        if name in _FLAT:
            return self._counted(f"</{name}>" if closes else f"<{name}>")
        if closes:
            return self._closed(name)
        kind = _CLASS.search(markup["rest"]) if name in ("table", "span", "div") else None
        if name in _NESTED or kind:
            return self._opened(name, f' class="{kind[1].lower()}"' if kind else "")
        return ""

    def _opened(self, name: str, kind: str) -> str:
        self._open[name] += 1
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TooMuch(f"a page with elements nested more than {MAX_DEPTH} deep")
        self._silent = name if name in ("script", "style") else ""
        return self._counted(f"<{name}{kind}>")

    def _closed(self, name: str) -> str:
        """The end of an element that is open; of any other the parser would have to look for its beginning."""
        self._silent = ""
        if not self._open[name]:
            return ""
        self._open[name] -= 1
        self._depth -= 1
        return self._counted(f"</{name}>")

    def _counted(self, tag: str) -> str:
        self._count += 1
        if self._count > MAX_TAGS:
            raise TooMuch(f"a page of more than {MAX_TAGS:,} elements")
        return tag
