"""The end of a cable: who signed it, and the end matter behind the signature."""

from __future__ import annotations

import re

from cable_tui.cables.lines import BREAK, is_banner, is_rule
from cable_tui.cables.value import value

_END_MATTER = re.compile(
    r"N{3,4}(?:[A-Z]{2,4}VZCZ)?|\.{1,6}|<+ ?END OF DOCUMENT ?>+"
    r"|#{1,4}\s*\d{0,4}|>+|GP-?\d|BT|End Cable Text\.?|\(?END (?:OF )?(?:MESSAGE|TEXT|CABLE)\.?\)?"
    r"|[A-Z'-]+ \d{4}-\d\d-\d\d|Track impresi.n:.*|ID:\s*\d+|\d|[A-Z]{2,4}\d{3,5}"
    r"|NOTE BY [A-Z]{1,4}/[A-Z/]{1,8}:.*|\d{2,4}[A-Z]{3,20}\d{1,6} +- +[A-Z/ ]+|SELECT \* FROM .*"
    r"|(?:(?:(?:[A-Z]\w+ [A-Z]\. \w+ +)?Declassified/Released +)?(?:US +)?Department +of +State +)?"
    r"(?:EO +)?(?:Systematic +)?Review +\d\d? [A-Z]{3} \d{4}|\*{3} Current .{1,80}|RELEASED? IN (?:PART|FULL)\b.{0,30}"
    r"|[=*_-]* ?(?:CABLE|MESSAGE) ENDS? ?[=*_-]*",
    re.I,
)
#: What is long enough to be wrapped.
_LONG_END_MATTER = re.compile(
    r"\s*(?:[A-Z]\w+ [A-Z]\. \w+ +)?(?:Declassified/|Track impresi|NOTE BY |SELECT \*"
    r"|\*\*\* Current|US Department of State)",
    re.I,
)
_STAMP_DATE = re.compile(r"\d\d? [A-Z]{3} \d{4}", re.I)  # on a line of its own behind a stamp
_WEB_ADDRESS = re.compile(
    r"Visit .{0,60}Web ?Site|https?://|s ?gov\.gov|\.state\.gov|intelink|/wiki/|^Please visit ", re.I
)
_WEB_WORDS = ("gov", "http", "visit", "intelink", "/wiki/")  # one of them is in every such line
_LARGE = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĪŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽ"
_SURNAME = rf"(?:Mc|Mac|O['’])?[{_LARGE}][^\W\d_]*(?:['’.-]+[^\W\d_]*)*"
_CAPITALS = re.compile(
    rf"[{_LARGE}][{_LARGE}'’.-]+(?: [{_LARGE}][{_LARGE}'’.-]*){{0,2}}(?:,? (?:JR|SR|[Jj]r|[Ss]r|II|III|IV)\.?)?"
    rf"(?:\s*[/&]\s*[{_LARGE}][{_LARGE}'’.-]+)?"
)
_TITLE_CASE = re.compile(rf"{_SURNAME}(?:[ -]{_SURNAME}){{0,2}}(?:,? (?:[Jj]r|[Ss]r)\.?)?")
#: A name at the end of the last text line, without a full stop: behind a sentence, or behind an end mark or a web
#: address. The first is by far the commoner and begins with characters to search for.
_LAST_NAME = rf"\s+(?P<name>(?!X{{4}})[{_LARGE}](?:[^\W\d_]|['’-]){{2,}}(?: [{_LARGE}][{_LARGE}'’-]+)?)$"
_BEHIND_SENTENCE = re.compile(r"[.?!)\"”#*]" + _LAST_NAME)
_BEHIND_FIGURE = re.compile(r"[a-z].{0,180}\s\d+\s+(?P<name>[A-Z]{4,}(?:-[A-Z]+)?)$")
#: End matter on the line of the last words and the name, where a copy joined its lines.
_TAIL_BEHIND = re.compile(
    r"(?:\s+(?:\.{1,6}|>+|#{1,4}\d{0,4}|N{3,4}|UNCLASSIFIED|CONFIDENTIAL|SECRET|LIMITED OFFICIAL USE"
    r"|\d{4}-\d\d-\d\d|\((?:ACTING|Acting|A\.?I\.?|a\.i\.)\))){1,3}$"
)
_TAIL_ENDS = frozenset(".>#0123456789NDLTE)")
_LONGEST_TAIL = 60  # characters
_ABBREVIATION = re.compile(r"\b(?:[A-Z]\.){2,}$")
_SERVICES = frozenset(
    ("ARMY", "NAVY", "CONGRESS", "MARINES", "MISSION", "EMBASSY", "GOVERNMENT", "SENATE", "FORCES", "TREASURY")
)
_END_MARK = re.compile(r"\bEND [A-Z ]{4,30}\.?$", re.I)
_OWN_STOP = re.compile(r"(?<=[A-Za-z]{3})(?: \.+|\.)$")
_SUFFIXED = re.compile(r"\b(?:JR|SR)\.$", re.I)
_FULL = 55  # characters of a line of the telegram
_BEHIND_END = re.compile(
    r"(?:X{4}|xxxx|\b(?i:END (?:OF )?(?:COMMENT|TEXT|SUMMARY|NOTE|QUOTE))"
    r"|(?i:https?://\S+(?: (?:\S*[_./]\S*|cfm|html?|aspx?)){0,2}))" + _LAST_NAME
)
_INITIALS_AT_END = re.compile(r"[A-Z](?<!\S.)(?:\.[A-Z])*$")
_LOWER_CASE = re.compile(r"[a-z]{3,15}")
_REDACTION = re.compile(r"X{4,}", re.I)
_END_LENGTH, _WORD_LENGTH = 40, 8  # characters
_HANGS_ON = re.compile(r"\b(?:THE|AN?|AND|OR|OF|IN|ON|TO|FOR|FROM|BY|WITH|AT|AS)$|[,;:(/-]$", re.I)
_NO_NAMES = frozenset(
    "SIPDIS UNQUOTE UNQTE COMMENT SUMMARY NOTE END NONE UNCLASSIFIED NOFORN QUOTE ENDNOTE"
    " MINIMIZE REGARDS BEST WARM THANKS THANK SINCERELY DRAFTED CLEARED APPROVED CONFIDENTIAL SECRET".split()
)
_NAME_ENDS = "'’-"
_LOOK_BACK = 40


@value
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
    if tail := _tail_behind_name(rest):
        rest[-1] = rest[-1][: -len(tail)]
        trailer.append(tail.strip())
    signers = _pop_signers(rest)
    if not signers:
        signers = _name_behind_text(rest, trailer)
    while rest and (not rest[-1] or rest[-1] == BREAK or is_rule(rest[-1])):
        rest.pop()
    return Ending(rest, signers, tuple(reversed(trailer)))


def _pop_end_matter(rest: list[str], trailer: list[str]) -> None:
    for _ in range(_LOOK_BACK):
        if not rest:
            return
        line = rest[-1].strip()
        if not rest[-1] or rest[-1] == BREAK or is_rule(rest[-1]):
            rest.pop()
        elif (
            _END_MATTER.fullmatch(line)
            or is_banner(line)
            or (rest[-2:-1] == [BREAK] and _STAMP_DATE.fullmatch(line))
            or (_is_web_address(line) and not _name_at_end(line))
        ):
            trailer.append(rest.pop().strip())
        elif not (wrapped := _wrapped_end_matter(rest)):
            return
        else:
            trailer.append(" ".join(map(str.strip, rest[-wrapped:])))
            del rest[-wrapped:]


def _wrapped_end_matter(rest: list[str]) -> int:
    """How many of the last lines are end matter together, 0 for none."""
    for count in (2, 3):
        if (
            len(rest) >= count
            and _LONG_END_MATTER.match(rest[-count])
            and _END_MATTER.fullmatch(" ".join(map(str.strip, rest[-count:])))
        ):
            return count
    return 0


def _is_web_address(line: str) -> bool:
    if len(line) >= 120 or not any(map(line.lower().__contains__, _WEB_WORDS)):
        return False
    return _WEB_ADDRESS.search(line) is not None and not line.startswith("¶")


def _pop_signers(rest: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    while rest and len(found) < 2 and (name := _signature(rest)):
        if found and rest[-1].rstrip().endswith(".") and not _SUFFIXED.search(rest[-1]):
            break  # the last words of the text
        found.append(name)
        rest.pop()
        while rest and not rest[-1]:
            rest.pop()
    found.reverse()
    names = [part.strip() for name in found for part in name.replace("&", "/").split("/")]
    return tuple(dict.fromkeys(_once(name) for name in names))


def _tail_behind_name(rest: list[str]) -> str:
    """The end matter on the line of a signature, `VELMER NNNN`; '' for none."""
    if not rest or len(rest[-1]) > _LONGEST_TAIL or rest[-1][-1:] not in _TAIL_ENDS:
        return ""
    match = _TAIL_BEHIND.search(rest[-1])
    if not match or not _signature([*rest[-3:-1], rest[-1][: match.start()]]):
        return ""
    return match[0]


def _once(name: str) -> str:
    """`KUBISKE KUBISKE` was sent twice and is one signer."""
    first, _, second = name.partition(" ")
    return first if first == second else name


def _signature(rest: list[str]) -> str:
    """The last line, if it is a signature; '' if it is text."""
    if len(rest[-1]) > _LONGEST_TAIL:
        return ""
    line = printed = rest[-1].strip().rstrip("#").strip()
    if line[-1:] == "." and not _SUFFIXED.search(line):
        line = _OWN_STOP.sub("", line)
    if not 2 <= len(line) <= 40 or _REDACTION.search(line) or line.split()[0].upper() in _NO_NAMES:
        return ""
    previous = rest[-2].strip() if len(rest) > 1 else ""
    if _CAPITALS.fullmatch(line):
        if printed.endswith(line + ".") and not _may_end(previous):
            return ""  # the last word of a sentence
        if _HANGS_ON.search(previous[-_WORD_LENGTH:]) and not previous.isupper() and previous[-1].isalpha():
            return ""
        fitted = _may_precede(previous) or _is_signer_above(rest) or _would_have_fitted(line, rest)
        return line if fitted else ""
    if _TITLE_CASE.fullmatch(line) and printed == line:
        return line if _may_end(previous) or _would_have_fitted(line, rest) else ""
    is_marked = _END_MARK.search(previous[-_END_LENGTH:]) is not None
    stands_off = len(rest) < 2 or not rest[-2] or is_rule(rest[-2]) or is_marked
    return line if stands_off and _LOWER_CASE.fullmatch(line) and (is_marked or _may_end(previous)) else ""


def _would_have_fitted(line: str, rest: list[str]) -> bool:
    """Whether one word stands below a short last line of the text, which would have held it, were it of the text."""
    if len(rest) < 3 or not rest[-2] or " " in line or len(line) < 4:
        return False
    before = rest[-2].strip()
    is_text = before[-1].islower() or (
        " " in before and line.isupper() and not _HANGS_ON.search(before[-_WORD_LENGTH:])
    )
    return is_text and len(before) + 1 + len(line) < min(_FULL, len(rest[-3]))


def _is_signer_above(rest: list[str]) -> bool:
    """Two signers stand below each other, behind a blank line."""
    return len(rest) > 2 and not rest[-3] and _CAPITALS.fullmatch(rest[-2].strip()) is not None


def _ends_redacted(line: str) -> bool:
    return line[-4:] in ("XXXX", "xxxx")


def _may_end(previous: str) -> bool:
    if not previous or previous[-1] in '.?!)"”*=_-' or _is_web_address(previous):
        return True
    return _ends_redacted(previous) or _END_MARK.search(previous[-_END_LENGTH:]) is not None


def _may_precede(previous: str) -> bool:
    """A name in capitals is a signature behind any line, but not as the end of a wrapped heading or list."""
    if not previous or not previous.isupper() or previous[-1] in '.?!)"”#*=_' or _is_web_address(previous):
        return True
    return previous.startswith("GP-") or _ends_redacted(previous) or bool(_END_MARK.search(previous[-_END_LENGTH:]))


def _name_behind_text(rest: list[str], trailer: list[str]) -> tuple[str, ...]:
    """The last text line may carry the name: `... THE WAY FORWARD.   BURGHARDT`."""
    if not rest:
        return ()
    line = rest[-1]
    behind = _TAIL_BEHIND.search(line[-_LONGEST_TAIL:]) if line[-1:] in _TAIL_ENDS else None
    if behind:
        line = line[: len(line) - len(behind[0])]
    if not line or not (line[-1].isalpha() or line[-1] in _NAME_ENDS):
        return ()
    tail = line[-200:]
    match = _name_at_end(tail)
    if not match and len(rest) > 1 and "://" in rest[-2][-80:].lower():  # an address was wrapped
        match = _name_at_end(f"{rest[-2][-80:]} {tail}")
    if not match or match["name"].upper() in _NO_NAMES or _REDACTION.search(match["name"]):
        return ()
    if match.re is _BEHIND_SENTENCE and _is_abbreviated(match.string[: match.start() + 1], match["name"]):
        return ()  # an initial or an abbreviation goes before it: J. Smith, U.S. Army
    if behind:
        trailer.append(behind[0].strip())
    rest[-1] = line[: len(line) - len(match["name"])].rstrip()
    return (match["name"],)


def _name_at_end(line: str) -> re.Match[str] | None:
    if not line.rsplit(None, 1)[-1][0].isupper():
        return None
    return _BEHIND_SENTENCE.search(line) or _BEHIND_END.search(line) or _BEHIND_FIGURE.search(line)


def _is_abbreviated(before: str, name: str) -> bool:
    """Whether the stop before a name is an abbreviation's: `J. Smith`, `U.S. Army`, but not `to the U.S. VELMER`."""
    if _INITIALS_AT_END.search(before[:-1]) is None:
        return False
    return not (_ABBREVIATION.search(before) and name.upper() not in _SERVICES and len(name) >= 4)
