"""The end of a cable: who signed it, and the end matter behind the signature."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .lines import BREAK, is_banner, is_blank, is_rule

_END_MATTER = re.compile(
    r"N{3,4}|#{1,4}\s*\d{0,4}|>+|GP-?\d|BT|End Cable Text\.?|\(?END (?:OF )?(?:MESSAGE|TEXT|CABLE)\.?\)?"
    r"|[A-Z'-]+ \d{4}-\d\d-\d\d|Track impresi.n:.*|ID:\s*\d+|\d|[A-Z]{2,4}\d{3,5}",
    re.I,
)
_WEB_ADDRESS = re.compile(r"Visit .{0,60}Web ?Site|https?://|\.sgov\.gov|\.state\.gov", re.I)
_SURNAME = r"(?:Mc|Mac|O['’])?[A-Z][A-Za-z'’.-]*"
_CAPITALS = re.compile(
    r"[A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]*){0,2}(?:,? (?:JR|SR|II|III|IV)\.?)?(?:\s*[/&]\s*[A-Z][A-Z'’.-]+)?"
)
_TITLE_CASE = re.compile(rf"{_SURNAME}(?:[ -]{_SURNAME}){{0,2}}(?:,? (?:Jr|Sr)\.?)?")
_LAST_WORD = re.compile(r"[.?!)\"”#] {2,}(?P<name>[A-Z][A-Z'’-]{2,}(?: [A-Z][A-Z'’-]+)?)$")
_INLINE_NAME = re.compile(r"[.?!)\"”] (?P<name>[A-Z][A-Z'’-]{3,})$")
_REDACTION = re.compile(r"X{4,}", re.I)
_NO_NAMES = frozenset(
    "SIPDIS UNQUOTE UNQTE COMMENT SUMMARY NOTE END NONE UNCLASSIFIED NOFORN QUOTE ENDNOTE".split()
)
_LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class Ending:
    """The lines of the body without its end, the signers as printed, and the end matter's lines."""

    lines: list[str]
    signed_by: tuple[str, ...]
    trailer: tuple[str, ...]


def take_ending(lines: list[str]) -> Ending:
    """Takes signature and end matter from the end of the body's lines."""
    rest = list(lines)
    trailer: list[str] = []
    _pop_end_matter(rest, trailer)
    signers = _pop_signers(rest)
    if not signers:
        signers = _name_behind_text(rest)
    while rest and (is_blank(rest[-1]) or rest[-1] == BREAK or is_rule(rest[-1])):
        rest.pop()
    return Ending(rest, signers, tuple(reversed(trailer)))


def _pop_end_matter(rest: list[str], trailer: list[str]) -> None:
    for _ in range(_LOOK_BACK):
        if not rest:
            return
        line = rest[-1].strip()
        if is_blank(rest[-1]) or rest[-1] == BREAK or is_rule(rest[-1]):
            rest.pop()
        elif _END_MATTER.fullmatch(line) or is_banner(line) or _is_web_address(line):
            trailer.append(rest.pop().strip())
        else:
            return


def _is_web_address(line: str) -> bool:
    return len(line) < 120 and _WEB_ADDRESS.search(line) is not None and not line.startswith("¶")


def _pop_signers(rest: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    while rest and len(found) < 2 and (name := _signature(rest)):
        found.append(name)
        rest.pop()
        while rest and is_blank(rest[-1]):
            rest.pop()
    found.reverse()
    names = [part.strip() for name in found for part in re.split(r"[/&]", name)]
    return tuple(dict.fromkeys(_once(name) for name in names))


def _once(name: str) -> str:
    """`KUBISKE KUBISKE` was sent twice and is one signer."""
    first, _, second = name.partition(" ")
    return first if first == second else name


def _signature(rest: list[str]) -> str:
    """The last line, if it is a signature; '' if it is text."""
    line = rest[-1].strip().rstrip("#").strip()
    if not 2 <= len(line) <= 40 or _REDACTION.search(line) or line.split()[0].upper() in _NO_NAMES:
        return ""
    previous = rest[-2].strip() if len(rest) > 1 else ""
    if _CAPITALS.fullmatch(line):
        return line if _may_precede(previous) else ""
    if _TITLE_CASE.fullmatch(line) and not line.endswith("."):
        return line if not previous or previous[-1] in '.?!)"”' else ""
    return ""


def _may_precede(previous: str) -> bool:
    """A name in capitals is a signature behind any line, but not as the end of a wrapped heading or list."""
    return not previous or not previous.isupper() or previous[-1] in '.?!)"”#'


def _name_behind_text(rest: list[str]) -> tuple[str, ...]:
    """The last text line may carry the name: `... THE WAY FORWARD.   BURGHARDT`."""
    if not rest:
        return ()
    line = rest[-1]
    match = _LAST_WORD.search(line) or (None if line.isupper() else _INLINE_NAME.search(line))
    if not match or match["name"] in _NO_NAMES or _REDACTION.search(match["name"]):
        return ()
    rest[-1] = line[: match.start("name")].rstrip()
    return (match["name"],)
