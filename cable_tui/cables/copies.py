"""Undoes what copying did to a cable's lines: mail quotes, line numbers, doubled blank lines, page text around it.

The cable's own lines are returned first and the lines of the page or mail separately, so that no word is lost. A clean
text is recognised by its first lines, its share of blank lines and its last lines.
"""

from __future__ import annotations

import re
from itertools import pairwise

from .header.classline import class_line_in
from .lines import BREAK, is_banner

_QUOTED = re.compile(r"[ \t]{0,2}(?:(?:[A-Z]{1,3})?[>|](?: (?=[>|]))?)+ ?")
_PREFIXED = re.compile(r"[ \t]{0,2}(?:[:#%;*»│]|//) ?")
_FEW = 6  # lines that say whether all of them are quoted
_NUMBERED = re.compile(r"\s*(?P<number>\d{1,6})(?:\t|[:.|)\]](?: |(?=\S)|$)| {1,2}|$)")
_FIRST_PARAGRAPH = re.compile(r"\s*¶?\s?1 ?[.)](?!\d)")
_PAGE_ALONE = re.compile(r"PAGE \d\d[ \t\r]*$", re.M)
_PAGE_WITHIN = re.compile(r"PAGE \d\d(?<=[^\n]{8}PAGE ..)")
_PAGE_STATION = re.compile(r"\s*[A-Z][A-Z .'-]{1,20}? *\d{4,6}(?: +\d\d OF \d\d)?(?: +\d{6}Z)?(?: +/?\d+)?\s*")
_PAGE_TIME = re.compile(r"\s*(?:\d\d OF \d\d)?(?: *\d{6}Z)?\s*")
_PAGE_INSIDE = re.compile(
    r"(?<=\S)[ \t]+(?P<banner>(?:(?:UNCLASSIFIED|CONFIDENTIAL|SECRET|LIMITED OFFICIAL USE) +)?)"
    r"(?P<page>PAGE \d\d +[A-Z][A-Z .'-]{1,15}? *\d{4,6} +(?:\d\d OF \d\d(?: +\d{6}Z)?|\d{6}Z))(?: +|$)",
    re.M,
)
_STAMP = re.compile(
    r"\s*(?:[A-Z][a-z]+\s+[A-Z]\.\s+[A-Z][a-z]+\s+)?Declassified/Released\s+US\s+Department\s+of\s+State"
    r"\s+EO\s+Systematic\s+Review(?:\s+\d\d?\s+[A-Za-z]{3}\s+\d{4})?\s*"
)
_NAME = re.compile(r"[^\W\d_][^\W\d_'’.-]+(?: [^\W\d_][^\W\d_'’.-]*){0,2}")
_NAME_BEHIND = re.compile(r"(?<=[.?!)\"”*#])\s+[^\W\d_][^\W\d_'’-]{2,}$")
_LONGEST_END = 40  # characters of a line of end matter
#: What a page break leaves in the text.
_STRAY = re.compile(
    r"\s*(?:page \d\d\s.*|sipdis\b|subject:.*|(?:unclassified|confidential|secret|limited official use)"
    r"(?:\s+[a-z]{3}\d{4})?$"
    r"|(?:[cstul]\s?[a-z ]{5,24}) section \d\d of \d\d .*)"
)
_STRAY_STARTS = frozenset("psuclt")
_SENTENCE_END = frozenset('.?!)"”*=_x')
_END_LINES = 8
_TWO_LAYERS = 3  # quoted, numbered and quoted again

#: A line that only a cable's transport header or its catalogue has.
_CABLE = re.compile(
    r"\s*(?:VZCZC[A-Z]{3}\d{3,4}|(?:ZZ|OO|PP|RR|YY) R[A-Z]{4,}|DE R[A-Z]{3,}\b|ZN[RY] [A-Z]{5}"
    r"|(?:[ZOPR] ){0,2}\d{6}Z ?[A-Z]{3}|FM [A-Z]{2}|PAGE 0?1\b|(?:ACTION|ORIGIN) +[A-Z/]{1,8}-\d\d\b"
    r"|MESSAGE TEXT\s*$|MRN: *\d|THIS RECORD IS A PARTIAL|E\.O\. ?1\d{4}|SUBJ(?:ECT)?:|TAGS:)",
    re.I,
)
_EXPORT_ID = re.compile(r"\s*\d{2,4}[A-Z][A-Z0-9-]*\d\s*", re.I)
_EXPORT_DAY = re.compile(r"\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z]{3} \d\d \d\d:\d\d:\d\d [+-]\d{4} \d{4}\s*", re.I)
#: Labels by which sites name what they know of a cable; they are the container's, and are read there.
_CATALOGUE = re.compile(
    r"\s*(?:Identifier|Reference id|Canonical id|Document number|Origin|Created|Released"
    r"|(?:Original |Current )?Classification|Tags)\s*:",
    re.I,
)
_LABELLED = re.compile(r"\s*[A-Z][A-Za-z /]{1,40}: ?\S")
_MAIL = re.compile(r"\s*(?:From|To|Cc|Bcc|Date|Sent|Subject|Reply-To|Message-ID|Importance|Attachments?) ?:(?: |$)")
_MAIL_LINES = 8
_TOP_CHARACTERS = 3000
_WIDEST = 240  # characters of a line that a page or a browser put around a cable
_TOP = 400  # lines of a page above its cable
_BUTTON_WORDS = 4
_FOOT = 80  # lines of a page below it
#: Whole lines, each a pattern: buttons and menus, counts, notices, what a browser or a mail program adds.
_CHROME_LINES = r"""
raw (?:content|source|text)|meta-?data|menu|navigation|help|faq|permalink|press release|register
print(?:er|able)?(?:[ -](?:this|version|friendly|page).{0,30})?|download(?: .{1,30})?|save(?: .{1,20})?
share(?: (?:this|on|via|by|with).{0,30})?|e-?mail(?: (?:this|to).{0,30})?|tweet|likes?|follow us.{0,30}
facebook|twitter|google\+?|reddit|linkedin|rss(?: feed)?|subscribe(?: .{1,30})?|bookmark(?: .{1,20})?
back to .{1,30}|top(?: of (?:the )?page)?|home(?: page)?|skip to .{1,30}|close(?: window)?
next(?: (?:cable|page|>>?))?|prev(?:ious)?(?: (?:cable|page))?|page \d+ (?:of|/) \d+
(?:advanced )?search(?: .{1,30})?|browse .{1,40}|log ?(?:in|out)|sign (?:in|up|out)|related .{1,30}
comments?(?: ?\(\d+\))?|leave a (?:reply|comment)|cite(?: this.{0,20})?|view (?:source|raw|all|in).{0,20}
[\d,.]+ ?(?:views?|comments?|likes?|shares?|hits?|people|results?|readers?|visits?)(?: .{0,40})?
(?:views?|hits?|visits?|shares?): ?[\d,.]+|report (?:an )?(?:error|problem)|donate(?: .{1,20})?
contact(?: us)?|about(?: (?:us|the site|plusd|this site))?|privacy(?: policy)?|terms(?: .{1,30})?
copyright\b.{0,120}|©.{0,120}|.{0,60}all rights reserved.{0,30}|powered by .{1,40}|last (?:modified|updated).{0,40}
this (?:site|website) uses cookies.{0,200}|sent from my .{1,30}|_{5,}|end pgp.{0,40}
https?://\S+ +\d+/\d+.{0,20}|https?://\S+ +(?:page )?\d.{0,30}|file:///\S+.{0,40}
"""
_CHROME = re.compile(rf"\W*(?:{'|'.join(_CHROME_LINES.split(chr(10))[1:-1])})[^\w.?!)]*", re.I)
_ROW = re.compile(r"\s*[|·•»]\s*|\s{2,}")
_MAIL_SIGNATURE = "--"
_SIGNATURE_LINES = 10
#: The words that such a line begins with, as far as letters go.
_CHROME_WORDS = frozenset(
    "raw metadata meta print printer printable share email e tweet like likes facebook twitter google reddit linkedin"
    " download back top home next prev previous search advanced browse log login logout sign register comment comments"
    " view views hits visits shares leave related contact about help faq privacy terms copyright all donate rss"
    " subscribe save bookmark menu navigation powered last sent cite permalink report close page skip press follow"
    " http https file end this c".split()
)
_LETTERS = re.compile(r"[A-Za-z]+|[\d©]|--$")
_LAST = 3  # lines at the end of a text, of which one says whether something stands below the cable
#: What a browser prints above and below each page.
_PRINTED = re.compile(
    r"\s*(?:(?:https?://|file:///)\S+(?:\s+\d{1,3}/\d{1,3}|\s+\d{1,2}/\d{1,2}/\d{2,4}.{0,20}|\s+Page \d+ of \d+)"
    r"|\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d\d(?: ?[AP]M)?\s{2,}\S.{0,120}"
    r"|(?:.{1,80}\s{3,})?Page \d{1,3} of \d{1,3}(?:\s{3,}.{1,80})?|\d{1,3}/\d{1,3}\s{3,}https?://\S+)\s*"
)


def own_lines(text: str, lines: list[str]) -> tuple[list[str], list[str]]:
    """The cable's own lines among the `lines` of `text`, and the lines of the page or mail around it."""
    first = next(filter(None, lines), "")
    if first[:1] == " ":
        lines = _without_margin(lines)
    aside: list[str] = []
    if ">" in text or "|" in text or (not first[:1].isalpha() and (_NUMBERED.match(first) or _PREFIXED.match(first))):
        lines, aside = _without_prefixes(lines)
    if text.islower():
        lines = _with_capitals(lines)
    if lines.count("") * 2 >= len(lines) - 2:
        lines = _without_doubled_blanks(lines)
    if text.find("VZCZC", 0, _TOP_CHARACTERS) < 0:  # what a relay sent has no such page lines
        lines = _with_whole_lines(text, lines)
    lines, above = _without_top(lines)
    lines, below = _without_foot(lines)
    if above and _is_mail(above):
        lines, signature = _without_mail_signature(lines)
        below = signature + below
    printed: list[str] = []
    if above or below or _is_printed(first):
        lines, printed = _without_print(lines)
    return lines, aside + above + printed + below


# --- what stands before every line -------------------------------------------------------------------------------


def _without_prefixes(lines: list[str]) -> tuple[list[str], list[str]]:
    aside: list[str] = []
    for _ in range(_TWO_LAYERS):
        if _is_numbered(lines):
            lines = [_NUMBERED.sub("", line, count=1) for line in lines]
        elif quoted := _quoted(lines):
            first, last = quoted
            aside += [line for line in (*lines[:first], *lines[last:]) if line]
            lines = [_QUOTED.sub("", line, count=1).rstrip() for line in lines[first:last]]
        elif _is_prefixed(lines):
            lines = [_PREFIXED.sub("", line, count=1).rstrip() for line in lines]
        else:
            break
    return lines, aside


def _quoted(lines: list[str]) -> tuple[int, int] | None:
    """The first quoted line and the one behind the last, where most lines are quoted and a cable is in them."""
    signs = [
        index for index, line in enumerate(lines) if line and (line.lstrip()[:1] in ">|" or line[1:4].find(">") >= 0)
    ]
    if len(signs) < _FEW:
        return None
    found = [index for index in signs if _QUOTED.match(lines[index])]
    if len(found) < _FEW:
        return None
    first, last = found[0], found[-1] + 1
    written = sum(1 for line in lines[first:last] if line)
    if len(found) * 10 < written * 7:
        return None
    inside = (_QUOTED.sub("", lines[index], count=1) for index in found)
    return (first, last) if any(_opens_cable(line) for line in inside) else None


def _opens_cable(line: str) -> bool:
    return _CABLE.match(line) is not None or class_line_in(line) is not None


def _is_prefixed(lines: list[str]) -> bool:
    written = [line for line in lines if line]
    if len(written) < _FEW or not all(map(_PREFIXED.match, written[:_FEW])):
        return False
    sign = written[0].lstrip()[0]
    return sum(line.lstrip()[:1] == sign for line in written) * 20 >= len(written) * 19


def _is_numbered(lines: list[str]) -> bool:
    """Whether the lines are counted at their beginning, blank ones or not."""
    written = [line for line in lines if line]
    if len(written) < _FEW or not all(map(_NUMBERED.match, written[:_FEW])):
        return False
    counted = [int(match["number"]) for line in written if (match := _NUMBERED.match(line))]
    steps = sum(0 < after - before <= 3 for before, after in pairwise(counted))
    return len(counted) * 10 >= len(written) * 9 and steps * 10 >= len(written) * 9 - 10


def _without_margin(lines: list[str]) -> list[str]:
    """The lines without the blanks that all of them begin with."""
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line and line != BREAK), default=0)
    return [line if line == BREAK else line[margin:] for line in lines] if margin else lines


# --- capitals that were lost -------------------------------------------------------------------------------------


def _with_capitals(lines: list[str]) -> list[str]:
    """Restores the header to capitals; the text from its first paragraph on stays as it is."""
    body = next((index for index, line in enumerate(lines) if _FIRST_PARAGRAPH.match(line)), len(lines))
    lines = [*map(str.upper, lines[:body]), *lines[body:]]
    for index in range(len(lines) - 1, max(body, len(lines) - _END_LINES), -1):  # and a signature has
        line, above = lines[index], lines[index - 1]
        if _NAME.fullmatch(line.strip()) and (not above or above[-1] in _SENTENCE_END):
            lines[index] = line.upper()
        elif match := _NAME_BEHIND.search(line):
            lines[index] = line[: match.start()] + match[0].upper()
        elif len(line) <= _LONGEST_END:
            continue
        break
    return [_with_own_capitals(line) if line.lstrip()[:1] in _STRAY_STARTS else line for line in lines]


def _with_own_capitals(line: str) -> str:
    """A page line, banner or repeated subject as the relay printed it."""
    end = match.end() if (match := _STRAY.match(line)) else 0
    return line[:end].upper() + line[end:]


# --- blank lines -------------------------------------------------------------------------------------------------


def _without_doubled_blanks(lines: list[str]) -> list[str]:
    """Undoes a blank line behind every line: where hardly two lines of a header or a sentence touch."""
    written = [index for index, line in enumerate(lines) if line]
    if len(written) < 12 or len(lines) < 2 * len(written) - 2:
        return lines
    gaps = [after - before for before, after in pairwise(written)]
    touching = gaps.count(1)
    if touching * 50 > len(gaps) or (gaps.count(2) + gaps.count(4)) * 4 < len(gaps) * 3:
        return lines
    kept = lines[written[0] : written[0] + 1]
    for gap, index in zip(gaps, written[1:], strict=True):
        kept += [""] * max(0, gap // 2 - 1)
        kept.append(lines[index])
    return kept


# --- what an archive printed on two lines ------------------------------------------------------------------------


def _with_whole_lines(text: str, lines: list[str]) -> list[str]:
    """Puts each page line and stamp on a line of its own if it was split or inside a sentence."""
    has_pages = "PAGE " in text
    if has_pages and _PAGE_ALONE.search(text):
        lines = _with_whole_pages(lines)
    if has_pages and _PAGE_WITHIN.search(text):
        lines = _PAGE_INSIDE.sub(r"\n\g<banner>\n\g<page>\n", "\n".join(lines)).split("\n")
    if "Declassified" in text:
        text = _STAMP.sub(lambda stamp: f"\n{' '.join(stamp[0].split())}\n", "\n".join(lines))
        lines = text.split("\n")
    return lines


def _with_whole_pages(lines: list[str]) -> list[str]:
    done: list[str] = []
    parts: list[str] = []  # of a page line that is not whole yet
    for line in lines:
        if parts and not line:
            continue
        pattern = _PAGE_STATION if len(parts) == 1 else _PAGE_TIME
        if parts and pattern.fullmatch(line):
            parts.append(line.strip())
            continue
        if parts:
            done.append(" ".join(parts))
            parts = []
        if _PAGE_ALONE.fullmatch(line.strip()):
            parts = [line.strip()]
        else:
            done.append(line)
    return [*done, " ".join(parts)] if parts else done


# --- above the cable ---------------------------------------------------------------------------------------------


def _without_top(lines: list[str]) -> tuple[list[str], list[str]]:
    """Removes the page or mail text above the first line that only a cable has."""
    top = 0
    while top < len(lines) and lines[top] in ("", BREAK):
        top += 1
    if top == len(lines) or _is_first(lines, top) or is_banner(lines[top]):
        return lines, []
    behind = top + 1
    if _is_mail(lines[top : top + _MAIL_LINES]):  # its own subject is none of the cable's
        while behind < len(lines) and _MAIL.match(lines[behind]):
            behind += 1
    start = next((i for i in range(behind, min(len(lines), _TOP)) if lines[i] and _is_first(lines, i)), None)
    if start is None:
        return lines, []
    while start > top and (not lines[start - 1] or is_banner(lines[start - 1])):
        start -= 1
    above = lines[top:start]
    if not (_is_mail(above) or _is_page(above)):
        return lines, []
    return lines[start:], [line for line in above if line and line != BREAK]


def _is_first(lines: list[str], at: int) -> bool:
    line = lines[at]
    if _EXPORT_ID.fullmatch(line) and any(map(_EXPORT_DAY.fullmatch, lines[at + 1 : at + 3])):
        return True
    if _CABLE.match(line) or _CATALOGUE.match(line):
        return True
    return (found := class_line_in(line)) is not None and found.serial != ""


def _is_mail(above: list[str]) -> bool:
    return sum(1 for line in above if _MAIL.match(line)) >= 2 or any(
        "wrote:" in line or "riginal Message" in line or "orwarded" in line for line in above
    )


def _is_page(above: list[str]) -> bool:
    return any(_is_chrome(line.strip()) or "PGP PUBLIC KEY" in line for line in above if line)


# --- in it and below it ------------------------------------------------------------------------------------------


def _is_printed(line: str) -> bool:
    return len(line) <= _WIDEST and _PRINTED.fullmatch(line) is not None


def _without_print(lines: list[str]) -> tuple[list[str], list[str]]:
    """Replaces the lines that a browser printed between two pages with page breaks."""
    found = {index for index, line in enumerate(lines) if line and _is_printed(line)}
    if not found:
        return lines, []
    return [BREAK if i in found else line for i, line in enumerate(lines)], [lines[i].strip() for i in sorted(found)]


def _without_foot(lines: list[str]) -> tuple[list[str], list[str]]:
    """Removes the buttons, counts and notices below the cable."""
    if not any(map(_may_be_chrome, filter(None, lines[-_LAST:]))):
        return lines, []
    first = _foot_start(lines)
    if first is None:
        return lines, []
    return lines[:first], [line for line in lines[first:] if line and line != BREAK]


def _without_mail_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """Removes the mail signature: the sender's name and address below a line of two dashes."""
    for index in range(len(lines) - 1, max(-1, len(lines) - _SIGNATURE_LINES), -1):
        if lines[index].strip() == _MAIL_SIGNATURE:
            return lines[:index], [line for line in lines[index:] if line and line != BREAK]
    return lines, []


def _may_be_chrome(line: str) -> bool:
    match = _LETTERS.search(line[:12]) if len(line) <= 100 else None
    return match is not None and (match[0].lower() in _CHROME_WORDS or not match[0].isalpha())


def _foot_start(lines: list[str]) -> int | None:
    """The first of the lines at the end that surely are a page's, with those above it that are no name."""
    found: list[int] = []
    for index in range(len(lines) - 1, max(-1, len(lines) - _FOOT), -1):
        line = lines[index].strip()
        if not line or line == BREAK:
            continue
        if _is_chrome(line) or line == _MAIL_SIGNATURE:
            found.append(index)
        elif len(line) > 60 or line[-1] in '.?!:;")' or line[0] == "¶" or len(line.split()) > _BUTTON_WORDS:
            break
    if not found or (len(found) == 1 and not _is_alone(lines, found[0])):
        return None
    return found[-1]


def _is_chrome(line: str) -> bool:
    """A button, count or notice of a page, or a row of them."""
    if len(line) > _WIDEST:
        return False
    if _CHROME.fullmatch(line):
        return True
    parts = _ROW.split(line)
    return len(parts) > 1 and all(map(_CHROME.fullmatch, parts))


def _is_alone(lines: list[str], at: int) -> bool:
    """One such line is a page's where it is the last, behind a blank line, and no signature."""
    if lines[at].isupper() and " " not in lines[at].strip():
        return False
    return not any(lines[at + 1 :]) and at > 0 and not lines[at - 1]
