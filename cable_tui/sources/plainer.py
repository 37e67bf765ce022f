"""Simplifies large pages before they are parsed, so that time and memory stay proportional to their size.

HTML parsers repair pages, and some repairs take quadratic time: endlessly nested elements, thousands of attributes on
one element, hundreds of fonts reopened in each paragraph. Cables need none of these, so only the tags that give
structure to the text are left, without attributes.
"""

from __future__ import annotations

import re
from collections import Counter

MAX_DEPTH = 500
"""The deepest nesting of elements; for some tags the parser searches all open ones."""
MAX_TAGS = 200_000
"""The most structural tags of a page; each takes some hundred bytes of the parser's memory."""
FEW_TAGS, SHORT = 1000, 1 << 17
"""Tags and characters of a page that is too small for repairs to be expensive."""

_MARKUP = re.compile(
    r"(?P<comment><!--(?:[^-]|-(?!->))*+(?:-->)?|<[!?][^<>]*>)"
    r"|<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)(?P<rest>(?:[\s/](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)?)>"
    r"|<",
    re.I,
)
_CLASS = re.compile(r"\bclass\s*=\s*[\"']?(cable|s_key|s_val)\b", re.I)
_FLAT = set("p li dt dd tr td th tbody thead tfoot br".split())
"""Elements that end where the next one of their kind begins."""
_NESTED = set(
    "html head title body nav script style noscript template pre table div ul ol dl h1 h2 h3 h4 h5 h6"
    " blockquote section article".split()
)


class TooMuch(Exception):
    """A page is too expensive to parse; the message is the second half of a sentence."""


def plain(page: str) -> str:
    """The page itself if it is small, else its text with only structural tags. Raises TooMuch."""
    if page.count("<") < FEW_TAGS and len(page) < SHORT:
        return page
    return _MARKUP.sub(_Tags().kept, page)


class _Tags:
    """One pass over a page: the open elements, and the number of tags left in."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._depth = 0
        self._count = 0
        self._silent = ""  # the open script or style element, whose contents have no tags

    def kept(self, markup: re.Match[str]) -> str:
        """The replacement for a piece of markup: a bare tag, nothing, or an escaped character."""
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
        """The end tag of an open element; for any other, the parser would search for its start tag."""
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
