"""Which lines below a REF line go on with it: the list, what a page break tore, lines kept by a dash."""

from __future__ import annotations

import re

from cable_tui.cables.references.posts import is_post

_SHORT_REFERENCE = 120
_LOOK_BACK = 60
_LABEL = re.compile(r"\s*(?:¶|1)?[A-Z][.):]\s|\s*\([A-Z]\)|\s*\[[A-Z]\]")
#: What a page break tore: `STATE 12,`, `C.` and `C. 08` want a post with its number, `B. OSLO` a number.
_WANTS_POST = re.compile(r"(?:[,;&]|\bAND|(?:^|[\s,;])\(?[A-Z][.):]|(?:^|[,;:.)\]])\s*(?:(?:19|20)?\d\d)?)$")
_POST_AND_NUMBER = re.compile(
    r"\W*(?:(?:19|20)?\d\d )?(?P<post>[A-Za-z][A-Za-z .']{2,24}?)[ :-]{1,2}#?"
    r"\d{1,7}\b(?! ?[.)] )"
)
_NUMBER_FIRST = re.compile(r"\s*\d{1,7}\b(?! ?[.)])")
_LAST_WORDS = re.compile(r"(?:[A-Za-z.]+ ){0,2}[A-Za-z]+$")


def goes_on_below(line: str, values: list[str]) -> bool:
    """Whether a line behind a blank one goes on with the references.

    Operators put a dash on lines that they wanted kept; a portion behind a dash is an item of the text.
    """
    if line[:1] == "-":
        line = line.lstrip("- ")
        if not any(map(str.isdigit, line)):
            return False
        if (match := _POST_AND_NUMBER.match(line)) and is_post(match["post"]) and len(line) < match.end() + 12:
            return True
    return (_LABEL.match(line) is not None and not _is_portion(line, values)) or _is_torn(values, line)


def _is_torn(values: list[str], line: str) -> bool:
    """Whether a line behind a blank one ends the reference, or the list, that the last line left open."""
    above = values[-1].rstrip()[-_LOOK_BACK:] if values else ""
    words = _LAST_WORDS.search(above)
    last = [words[0].split(" ", skip)[-1] for skip in range(words[0].count(" ") + 1)] if words else []
    if match := _POST_AND_NUMBER.match(line):
        wants_post = _WANTS_POST.search(above) is not None and is_post(match["post"])
        return wants_post or any(is_post(f"{begun} {match['post']}") for begun in last)
    return _NUMBER_FIRST.match(line) is not None and any(map(is_post, last))


_PORTION = re.compile(r"\s*\((?P<letter>[UCS])\)")
_REFERENCE_WORDS = re.compile(r"NOTAL|E-?MAIL|LETTER|MEMO|TELCON|FAX|REPORT|PREVIOUS|MEETING|CABLE|NOTE|MESSAGE", re.I)
_REFERENCE_LABEL = re.compile(r"\s*(?:¶|1)?[A-Z][.):]|\s*\([A-Z]\)|\s*\[[A-Z]\]")


def _is_portion(line: str, values: list[str]) -> bool:
    """Whether `(U)`, `(C)` or `(S)` opens a line as a marking: it is a label only below B, R or T."""
    match = _PORTION.match(line)
    label = match and re.compile(rf"(?<![A-Za-z]){chr(ord(match['letter']) - 1)}[.):\]]")
    return label is not None and not any(map(label.search, values))


def goes_on_on_next_line(line: str, values: list[str]) -> bool:
    """Whether a line below a reference is one too: it has a number or a label, or the line before is unfinished."""
    text = line.strip()
    printed = " ".join(values[-3:])
    if printed.count("(") > printed.count(")"):
        return len(text) < _SHORT_REFERENCE
    if text[:6].upper().startswith(("(SBU)", "(U)", "(C)", "(S)", "(S/NF)", "(C/NF)", "SUMMAR", "SENSIT")):
        is_labelled = _REFERENCE_LABEL.match(line) is not None and not _is_portion(line, values)
        return is_labelled and len(text) < _SHORT_REFERENCE
    if _REFERENCE_LABEL.match(line) or not values or values[-1].rstrip().endswith((",", ";", "&", " AND", "(")):
        return True
    return len(text) < _SHORT_REFERENCE and (any(map(str.isdigit, text)) or bool(_REFERENCE_WORDS.search(text)))
