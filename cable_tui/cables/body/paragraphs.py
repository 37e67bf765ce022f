"""The body of a cable: its lines cut into paragraphs, headings, text and tables in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from cable_tui.cables.lines import BREAK, is_redacted, is_rule
from cable_tui.cables.markings import read_entire_text, take_marking
from cable_tui.cables.model import Block, BlockKind, Marking

from .inline import with_gaps, with_own_lines
from .layout import as_wrapped, ends_sentence, flow, is_item, is_table
from .numbering import Candidate, choose, find_candidates

_SLASHED = re.compile(r"(?P<sign>[/=*~])(?P=sign)+\s*(?P<text>.+?)\s*(?P=sign){2,}")
_SIGNS = frozenset(("//", "==", "**", "~~"))
_RULES = frozenset("-=*_~")
_REDACTION = frozenset("Xx")
_DRAWN = frozenset("-=")
_HEADING_WIDTH = 80
_PROSE_WIDTH = 45
_SMALL_WORDS = frozenset(
    "a an and as at but by de for from in into la not of on or over the to up via vs with und le el al los das do"
    " his her its their our is are".split()
)


@dataclass(slots=True)
class _Piece:
    """Lines between blanks, rules and paragraph numbers."""

    lines: list[str]
    start: Candidate | None = None
    after_blank: bool = False
    after_rule: bool = False
    before_rule: bool = False


def read_body(lines: list[str], partial: bool = False, *, wrapped: bool = False) -> tuple[Block, ...]:
    """The blocks of the body's lines; its page breaks are healed, its paragraphs found.

    With `wrapped` the lines of a block stay as they were wrapped, which says the same words in a seventh less time.
    """
    lines, places = heal(lines)
    candidates = find_candidates(lines, places)
    starts = choose(candidates, lines, partial)
    if (divided := with_own_lines(lines, candidates, starts)) is not lines:
        lines, places = heal(divided)
        starts = choose(find_candidates(lines, places), lines, partial)
    if not starts and (spaced := with_gaps(lines)) is not lines:
        lines, places = heal(spaced)
    pieces = _cut(lines, places, {candidate.line: candidate for candidate in starts})
    return _inherit(_Builder(pieces, as_wrapped if wrapped else flow).run())


def heal(lines: list[str]) -> tuple[list[str], list[int]]:
    """Closes the gaps that page breaks left: in a sentence they vanish, elsewhere they become a blank line.

    With the lines come the numbers of those that may divide the text: blanks, rules, and whatever opens with no
    letter, which is `numbering.STARTS` and a little more, told by one comparison.
    """
    healed: list[str] = []
    places: list[int] = []
    done, count = 0, len(lines)
    for at in [i for i, line in enumerate(lines) if not "A" <= line < "\x7f" or line[-1] in _RULES]:
        if at < done:
            continue
        if lines[at] and lines[at] != BREAK:
            places.append(len(healed) + at - done)
            continue
        healed += lines[done:at]
        done, broken = at, False
        while done < count and (not lines[done] or lines[done] == BREAK):
            broken = broken or lines[done] == BREAK
            done += 1
        if done < count and healed:
            in_doubt = broken or lines[done].lstrip()[0].islower()
            if not (in_doubt and _runs_on(healed, lines[done], broken)):
                places.append(len(healed))
                healed.append("")
    return healed + lines[done:], places


def _runs_on(healed: list[str], following: str, broken: bool) -> bool:
    """Whether the text before a gap goes on behind it, where a page broke or the text there begins small."""
    before, after = healed[-1], following.lstrip()
    if after[0] in "¶(" or is_rule(before) or is_rule(after) or is_item(after):
        return False
    if after[0].isdigit() and re.match(r"\d{1,3}\s?[.)](?!\d)", after):
        return False
    unfinished = not ends_sentence(before)
    if after[0].islower():
        return (unfinished and len(before) >= 30) or broken
    if len(before) < _PROSE_WIDTH and len(healed) > 1 and not healed[-2]:
        return False
    prose = len(following) >= _PROSE_WIDTH or ends_sentence(following)
    return len(before) >= 30 and (unfinished or (prose and not following.isupper()))


def _cut(lines: list[str], places: list[int], starts: dict[int, Candidate]) -> list[_Piece]:
    """Cuts at those places that are blank, rules or paragraph starts; a rule at the end of a line is taken off it."""
    pieces: list[_Piece] = []
    cuts = [index for index in places if index in starts or not lines[index] or lines[index][-1] in _RULES]
    if ruled := _ruled_tables(lines, starts, cuts):
        cuts = [i for i in cuts if i not in ruled]
    blank, rule, done = True, False, 0
    for cut in [*cuts, len(lines)]:
        if cut > done:
            if pieces and not blank and not rule:
                pieces[-1].lines += lines[done:cut]
            else:
                pieces.append(_Piece(lines[done:cut], None, blank, rule))
            blank = rule = False
        done = cut + 1
        if cut == len(lines):
            break
        line = lines[cut]
        if not line:
            blank, rule = True, False
        elif candidate := starts.get(cut):
            pieces.append(_Piece([candidate.rest], candidate, blank, rule))
            blank = rule = False
        elif is_rule(line):
            if pieces and not blank and not rule:
                pieces[-1].before_rule = True
            rule = True
        else:
            text = _without_rule(line)
            if pieces and not blank and not rule:
                pieces[-1].lines.append(text)
            else:
                pieces.append(_Piece([text], None, blank, rule))
            blank, rule = False, text != line
            pieces[-1].before_rule = pieces[-1].before_rule or rule
    return pieces


def _ruled_tables(lines: list[str], starts: dict[int, Candidate], cuts: list[int]) -> set[int]:
    """Lines of tables that have rules among their rows: such a rule ends nothing."""
    found: set[int] = set()
    last = -1
    for index in cuts:
        if lines[index][:1] not in _DRAWN or index <= last or not is_rule(lines[index]):
            continue
        first, last = index, index
        while first and lines[first - 1] and first not in starts:
            first -= 1
        while last + 1 < len(lines) and lines[last + 1] and last + 1 not in starts:
            last += 1
        together = "\n".join(lines[first : last + 1])
        if first in starts or not ("   " in together or "\t" in together):
            continue  # as most, which are a heading between two rules
        rows = [line for line in lines[first : last + 1] if not is_rule(line)]
        if len(rows) > 1 and is_table(rows):
            found.update(range(first, last + 1))
    return found


def _without_rule(line: str) -> str:
    """`HEADING -------------` without its rule."""
    text = line.rstrip("-=*_ ")
    return text if len(line[len(text) :].replace(" ", "")) >= 6 else line


class _Builder:
    """Turns pieces into blocks, each with a look at its neighbours."""

    def __init__(self, pieces: list[_Piece], text_of: Callable[[list[str]], str]) -> None:
        self.pieces = pieces
        self._text_of = text_of
        self.blocks: list[Block] = []

    def run(self) -> list[Block]:
        """All blocks in order."""
        for piece, following in zip(self.pieces, [*self.pieces[1:], None], strict=False):
            if piece.start:
                self._add_paragraph(piece, piece.start, following)
            else:
                self._add_unnumbered(piece, following)
        return self.blocks

    def _add_paragraph(self, piece: _Piece, start: Candidate, following: _Piece | None) -> None:
        heading = self._heading_at_end(piece, following)
        lines, marking = piece.lines[:-1] if heading else piece.lines, start.marking
        if not lines[0] and len(lines) > 1 and marking is None:  # its number stood alone
            marking, first = take_marking(lines[1].lstrip())
            lines = [first, *lines[2:]] if marking else lines
        self.blocks.append(Block(BlockKind.PARAGRAPH, self._text(lines), start.number, marking))
        if heading:
            self._add_heading(heading)

    @staticmethod
    def _heading_at_end(piece: _Piece, following: _Piece | None) -> list[str]:
        """A heading typed directly between two paragraphs, without a blank line."""
        if following is None or not following.start or len(piece.lines) < 2:
            return []
        if following.after_blank and not piece.before_rule:
            return []
        line, previous = piece.lines[-1], piece.lines[-2]
        ruled = piece.before_rule and len(line) < _HEADING_WIDTH
        capitals = line.isupper() and len(line) <= 60 and line[-1] not in ".,;" and not is_redacted(line)
        return [line] if (ruled or capitals) and ends_sentence(previous) and not ends_sentence(line) else []

    def _add_unnumbered(self, piece: _Piece, following: _Piece | None) -> None:
        last = self.blocks[-1] if self.blocks else None
        if is_table(piece.lines):
            self.blocks.append(Block(BlockKind.TABLE, self._text_of(piece.lines)))
        elif piece.lines[0][-1:] in _REDACTION and is_redacted(piece.lines[0].strip()):
            self._add_redaction(piece, following)
        elif _is_heading(piece, following):
            self._add_heading(piece.lines)
        elif (
            last and last.kind is BlockKind.PARAGRAPH and last.text and is_item(piece.lines[0]) and not piece.after_rule
        ):
            text = f"{last.text}\n{self._text_of(piece.lines)}".lstrip("\n")
            self.blocks[-1] = Block(last.kind, text, last.number, last.marking)
        else:
            marking, first = take_marking(piece.lines[0].lstrip())
            lines = [first, *piece.lines[1:]] if marking else piece.lines
            alone = last if last and last.kind is BlockKind.PARAGRAPH and not last.text else None
            if alone and not (marking and alone.marking):  # its number stood alone
                self.blocks[-1] = replace(alone, text=self._text(lines), marking=alone.marking or marking)
            else:
                self.blocks.append(Block(BlockKind.TEXT, self._text(lines), None, marking))

    def _add_redaction(self, piece: _Piece, following: _Piece | None) -> None:
        """Fully redacted lines are not a heading, nor part of a heading below them."""
        behind = next((i for i, line in enumerate(piece.lines) if not is_redacted(line.strip())), len(piece.lines))
        rest = replace(piece, lines=piece.lines[behind:]) if behind < len(piece.lines) else None
        if rest and not _is_heading(rest, following):
            behind, rest = len(piece.lines), None
        self.blocks.append(Block(BlockKind.TEXT, self._text(piece.lines[:behind])))
        if rest:
            self._add_heading(rest.lines)

    def _add_heading(self, lines: list[str]) -> None:
        text = " ".join(" ".join(lines).replace("¶", "").split())
        if text[:2] in _SIGNS and (match := _SLASHED.fullmatch(text)):
            text = match["text"]
        marking, rest = take_marking(text)
        self.blocks.append(Block(BlockKind.HEADING, rest or text, None, marking if rest else None))

    def _text(self, lines: list[str]) -> str:
        """What the lines say; the first may be empty, where a number or a marking stood alone."""
        return self._text_of(lines if lines[0] else lines[1:] or [""])


def _is_heading(piece: _Piece, following: _Piece | None) -> bool:
    """A short line or block that stands off and is followed by text."""
    lines = piece.lines
    if len(lines) > 4 or max(map(len, lines)) > _HEADING_WIDTH or not any(map(str.isalpha, lines[0])):
        return False
    if following is None and not piece.before_rule:
        return False
    text = lines[-1].rstrip()
    if is_item(lines[0]) and not lines[0].lstrip().startswith("(") and not _SLASHED.fullmatch(lines[0].strip()):
        return False
    if piece.before_rule and (piece.after_rule or len(lines) <= 2):
        return True
    if piece.after_rule and len(lines) <= 3 and following and following.start and text[-1] not in ".,;":
        return True
    if len(lines) > 3 or text[-1] in ".,;" or not _sets_off(piece):
        return False
    return "".join(lines).isupper() or _is_title_case(" ".join(lines)) or _SLASHED.fullmatch(text.strip()) is not None


def _sets_off(piece: _Piece) -> bool:
    return piece.after_blank or piece.after_rule


def _is_title_case(text: str) -> bool:
    """Title case, a marked heading `(C) Text`, or a few words with a colon."""
    marking, rest = take_marking(text.strip())
    words: list[str] = re.findall(r"[^\W\d_][\w'’.-]*", rest)
    if not words or len(words) > 14:
        return False
    if len(words) <= 5 and (rest.endswith(":") or marking is not None):
        return words[0][0].isupper()
    large = [word for word in words if word.lower() not in _SMALL_WORDS]
    return bool(large) and words[0][0].isupper() and sum(word[0].isupper() for word in large) * 4 >= len(large) * 3


def _declared(block: Block) -> Marking | None:
    """The marking of an `ENTIRE TEXT` paragraph: in its words, or before them as `(SBU) Entire text.`"""
    own = block.marking if block.text[:11].lower() == "entire text" else None
    return own or read_entire_text(block.text)


def _inherit(blocks: list[Block]) -> tuple[Block, ...]:
    """Gives unmarked paragraphs the marking that an `ENTIRE TEXT` paragraph set for all that follow."""
    if "entire text" not in "\n".join([block.text[:80] for block in blocks]).lower():
        return tuple(blocks)
    default: Marking | None = None
    done: list[Block] = []
    for block in blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.TEXT):
            if "entire text" in block.text[:80].lower() and (own := _declared(block)):
                default = replace(own, inherited=True)
                block = replace(block, marking=block.marking or own)
            elif block.marking is None and default and block.kind is BlockKind.PARAGRAPH:
                block = replace(block, marking=default)
        done.append(block)
    return tuple(done)
