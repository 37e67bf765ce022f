"""Compiles queries in Lucene syntax to one FTS5 expression over the words and facts of the cables.

Adjacent words are joined by AND, which binds more weakly than OR and an explicit AND: `a b OR c` is `a AND (b OR c)`.
The expression searches a table with the columns `subject`, `text` and `facts`; `tokens.facts` makes the last.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from cable_tui.archive import fulltext

from .expression import (
    Expression,
    all_of,
    fact,
    has_outside,
    has_part,
    negated,
    one_of,
    quoted,
    rendered,
    without_outside,
)
from .external import Fields, InFiles, Names
from .fields import Parts, check_end, letters_of, look_up, look_up_range, named_cables
from .spelling import NO_WORDS, TooMany, Vocabulary, has_signs, pattern_text, patterns, phrases
from .syntax import ESCAPED, OF_THE_NOTEBOOK, OUTSIDE, QueryError, parse_tree
from .tokens import ALL, NONE

_IN_TEXT = {"subject": "subject", "text": "text"}
_SOURCE = "source"

_LONGEST = 10_000  # characters
_MOST_PATTERNS = 20  # patterns in a query


class Clause(NamedTuple):
    """One of the conditions joined by AND: as typed, and compiled alone."""

    text: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Query:
    """A compiled query: the FTS5 expression ('' finds everything) and its clauses, joined by AND.

    If it has external fields, the FTS5 expression is only the part that searches text; `expression` is the whole. With
    `is_missing` it finds missing cables cited by the cables that the rest finds. With `has_patterns` it was expanded
    for one vocabulary and is valid only for that.
    """

    match: str = ""
    clauses: tuple[Clause, ...] = ()
    expression: Expression | None = None
    is_missing: bool = False
    has_patterns: bool = False

    @property
    def has_outside(self) -> bool:
        """Whether it has external fields or `source:`."""
        return has_outside(self.expression)


def compile_query(
    text: str, fields: Fields | None = None, vocabulary: Vocabulary = NO_WORDS, *, with_missing: bool = False
) -> Query:
    """Compiles a text; one that is not a query but names a cable finds that cable or its words.

    `fields` supplies the external fields, which are rejected without it; `is:missing` is rejected without
    `with_missing`. Patterns are expanded with `vocabulary`.

    Raises:
        QueryError: the query is invalid; the place is in characters of `text`.
    """
    if not text.strip():
        return Query()
    if len(text) > _LONGEST:
        raise QueryError(f"the query is too long: {_LONGEST:,} characters at most", _LONGEST, len(text))
    plain = _UNUSABLE.sub(" ", text)
    reader = _Reader(plain, fields, vocabulary, with_missing)
    try:
        found = reader.read()
    except QueryError:
        pasted = _pasted(plain)
        if pasted is None:
            raise
        found = [(0, len(text), pasted)]
    is_missing = any(part == _MISSING for _, _, part in found)
    found = [item for item in found if item[2] != _MISSING]
    for start, end, part in found:
        if has_part(part, _MISSING):
            raise QueryError("is:missing cannot be used inside OR, NOT or (...)", start, end)
    clauses = tuple(Clause(text[start:end].strip(), part) for start, end, part in found)
    expression = all_of(part for _, _, part in found)
    return Query(rendered(without_outside(expression)), clauses, expression, is_missing, reader.patterns > 0)


#: A placeholder for `is:missing` until the whole query is parsed; it is not a condition on a cable.
_MISSING = Names("")


#: Characters that SQLite or the parser rejects, and single quotation marks, which do not open a phrase.
_UNUSABLE = re.compile(r"[\0\ud800-\udfff]|(?<!\w)'")

_QUERY_LIKE = re.compile(r"\b(?:AND|OR|NOT)\b|\w:(?!//)\S")


def _pasted(text: str) -> Expression | None:
    """Finds the cables named in a text, or all its words; None if it names none or is an invalid query."""
    tokens = named_cables(text)
    prose = "\n" in text.strip() or "://" in text or not _QUERY_LIKE.search(text)
    if not tokens or not prose:
        return None
    words = all_of(_words(word, "") for word in text.split())
    return one_of([*map(fact, tokens), words])


# --- words ---------------------------------------------------------------------------------------------------

#: A word, delimited by ASCII, that does not begin like a token of a fact.
_NO_FACT = re.compile(r"(?<![^\x00-/:-@\[-`{-\x7f])[0-9A-WYZa-wyz]")


def _words(text: str, column: str, *, prefix: bool = False) -> str | None:
    """A phrase of a text's words in one column, or in subject and text; None if the text has no word.

    A phrase with a word that does not begin with x cannot match facts, so it needs no column filter, which is slower.
    """
    if not any(unicodedata.category(char)[0] in "LN" for char in text):
        return None
    if column:
        return f"{column}:{quoted(text, prefix)}"
    return quoted(text, prefix) if _NO_FACT.search(text) else f"{{subject text}}:{quoted(text, prefix)}"


def _near(words: list[str], others: int, column: str) -> str:
    """Folded words in any order, with at most `others` other words between the first and the last.

    FTS5 counts all words between. A repeated word need occur only once, as FTS5 matches both at one place.
    """
    wanted = list(dict.fromkeys(words))
    if len(wanted) == 1:
        return _words(wanted[0], column) or fact(NONE)
    near = f"NEAR({' '.join(quoted(word, False) for word in wanted)}, {others + len(words) - 2})"
    if column:
        return f"{column}:{near}"
    return near if all(map(_NO_FACT.match, wanted)) else f"{{subject text}}:{near}"


# --- the tree -----------------------------------------------------------------------------------------------

_Part = tuple[int, int, Expression]

_STAR = re.compile(r"\\.|(\*)", re.DOTALL)
_TILDE = re.compile("~[0-9]*")
_OPERATORS = {"&&": "AND", "||": "OR"}


class _Reader:
    """Compiles one query."""

    def __init__(self, text: str, fields: Fields | None, vocabulary: Vocabulary, with_missing: bool) -> None:
        self.text, self.fields, self.vocabulary, self.with_missing = text, fields, vocabulary, with_missing
        self.patterns = self.spelled = 0  # so far: patterns, and the words that they match

    def read(self) -> list[_Part]:
        """The clauses, with their places in the text."""
        tree = parse_tree(self.text, with_outside=self.with_missing or self.fields is not None)
        found = self._conjuncts(tree, "")
        if not found:
            raise QueryError("expected a word with letters or digits", *self._span(tree))
        return found

    def _conjuncts(self, node: Any, field: str) -> list[_Part]:
        """The expressions joined by AND; a run of plain words that names a cable is one."""
        kind = _kind(node)
        if kind == "AndOperation":
            return [part for one in node.operands for part in self._conjuncts(one, field)]
        runs = self._runs(node.operands if kind == "UnknownOperation" else [node], field)
        return [part for run in runs for part in self._run(run, field)]

    def _runs(self, nodes: list[Any], field: str) -> Iterator[list[Any]]:
        """Groups runs of plain words; every other node is a group of its own."""
        run: list[Any] = []
        for node in nodes:
            if not field and _is_plain(node):
                run.append(node)
                continue
            if run:
                yield run
            run = []
            yield [node]
        if run:
            yield run

    def _run(self, nodes: list[Any], field: str) -> list[_Part]:
        start, end = self._span(nodes[0])[0], self._span(nodes[-1])[1]
        plain = not field and _is_plain(nodes[0])
        tokens = named_cables(self.text[start:end]) if plain else []
        if not tokens and len(nodes) == 1 and _kind(nodes[0]) in ("UnknownOperation", "AndOperation"):
            return self._conjuncts(nodes[0], field)
        parts = [(*self._span(node), found) for node in nodes if (found := self._single(node, field)) is not None]
        if not tokens:
            return parts
        named = one_of([*map(fact, tokens), all_of(part for _, _, part in parts)])
        return [(start, end, named)] if named else []

    def _expression(self, node: Any, field: str) -> Expression | None:
        """Compiles a node with its children; `field` is '' outside any field."""
        return all_of(part for _, _, part in self._conjuncts(node, field))

    def _single(self, node: Any, field: str) -> Expression | None:
        """Compiles any other node; the parser makes no other kinds."""
        kind = _kind(node)
        if kind in ("Word", "Phrase"):
            return self._value(node, field)
        if kind == "Fuzzy":
            return self._fuzzy(node, field)
        if kind == "Proximity":
            return self._near(node, field)
        if kind in ("Range", "From", "To"):
            return self._range(node, field)
        if kind == "OrOperation":
            return one_of(self._expression(one, field) for one in node.operands)
        if kind == "Not":
            return negated(self._expression(node.a, field))
        if kind == "SearchField":
            return self._field(node, field)
        return self._expression(node.expr, field)

    def _field(self, node: Any, outer: str) -> Expression:
        name = node.name.casefold()
        if outer:
            raise QueryError(f"{name}: is not allowed inside {outer}:", node.pos, node.pos + len(name) + 1)
        found = self._expression(node.expr, name)
        if found is None:
            raise QueryError(f"expected a word with letters or digits after {name}:", *self._span(node))
        return found

    # --- values

    def _value(self, node: Any, field: str) -> Expression | None:
        """Compiles a word or phrase in a field, or in subject and text."""
        if _kind(node) == "Word" and has_signs(node.value):
            self._check_word(node.value, node.pos)
            return self._pattern(node, field, pattern_text(node.value), 0)
        text, prefix = self._unquoted(node)
        if field in _IN_TEXT or not field:
            if prefix and not text:
                return fact(ALL)
            return _words(text, _IN_TEXT.get(field, ""), prefix=prefix)
        if field == _SOURCE:
            return InFiles(text.removeprefix("./"))
        try:
            if field in OUTSIDE:
                return self._outside(node, field, text, prefix)
            return _found(look_up(field, text, prefix=prefix))
        except ValueError as error:
            raise QueryError(str(error), *self._span(node)) from None

    def _fuzzy(self, node: Any, field: str) -> Expression | None:
        """Compiles a word with ~."""
        raw, edits = node.term.value, self._number(node)
        self._check_word(raw, node.pos)
        if has_signs(raw, at_end=True):
            raise QueryError("a word cannot have both ~ and * or ?", *self._span(node))
        return self._pattern(node, field, pattern_text(raw), int(edits) if edits else None)

    def _pattern(self, node: Any, field: str, text: str, edits: int | None) -> Expression | None:
        """Expands a word with patterns; a hyphen in it joins adjacent words."""
        start, end = self._span(node)
        try:
            letters = "" if field in _IN_TEXT or not field else letters_of(field)
        except ValueError as error:
            raise QueryError(str(error), start, end) from None
        found = patterns(text, edits, letters)
        self.patterns += sum(not pattern.is_plain for pattern in found)
        if self.patterns > _MOST_PATTERNS:
            raise QueryError(f"too many words with *, ? or ~; {_MOST_PATTERNS} at most", start, end)
        try:
            spelled = phrases(found, self.vocabulary, self.spelled)
        except TooMany as error:
            raise QueryError(f"{self.text[start:end]} {error}", start, end) from None
        if not found:
            return None
        self.spelled += len(spelled)
        if letters:
            return one_of(fact(" ".join(letters + word for word in words)) for words in spelled) or fact(NONE)
        return one_of(_words(" ".join(words), _IN_TEXT.get(field, "")) for words in spelled) or fact(NONE)

    def _near(self, node: Any, field: str) -> Expression | None:
        """Compiles a phrase with ~: its words in any order, near each other."""
        if field and field not in _IN_TEXT:
            message = f"{field}: does not accept ~ after a phrase; {field}:(one two) finds both words in any order"
            raise QueryError(message, *self._span(node))
        words = fulltext.words(self._unquoted(node.term)[0])
        return _near(words, int(self._number(node)), _IN_TEXT.get(field, "")) if words else None

    def _number(self, node: Any) -> str:
        """The number after a ~."""
        start, end = self._span(node)
        return self.text[start:end].rpartition("~")[2]

    def _outside(self, node: Any, field: str, text: str, prefix: bool) -> Expression:
        if self.with_missing and (field, text.casefold(), prefix) == ("is", "missing", False):
            return _MISSING
        if self.fields is None:
            raise QueryError(f"{field}: {OF_THE_NOTEBOOK}", *self._span(node))
        return self.fields.names(field, text, prefix=prefix)

    def _range(self, node: Any, field: str) -> Expression | None:
        """Compiles a range in brackets or a comparison."""
        if not field:
            raise QueryError("a range needs a field, such as date: or class:", *self._span(node))
        low, high, with_low, with_high = None, None, True, True
        if _kind(node) == "Range":
            low, high, with_low, with_high = node.low, node.high, node.include_low, node.include_high
        elif _kind(node) == "From":
            low, with_low = node.a, node.include
        else:
            high, with_high = node.a, node.include
        ends = self._end(low, field), self._end(high, field)
        try:
            return _found(look_up_range(field, *ends, with_low=with_low, with_high=with_high))
        except ValueError as error:
            raise QueryError(str(error), *self._span(node)) from None

    def _end(self, node: Any, field: str) -> str:
        """One end of a range, '' if open."""
        if node is None:
            return ""
        text, prefix = self._unquoted(node)
        try:
            check_end(field, text, prefix=prefix)
        except ValueError as error:
            raise QueryError(str(error), *self._span(node)) from None
        return text

    def _unquoted(self, node: Any) -> tuple[str, bool]:
        """The text of a word or phrase, and whether it ends in *."""
        raw = node.value
        if _kind(node) == "Phrase":
            return re.sub(ESCAPED, r"\1", raw[1:-1]), False
        self._check_word(raw, node.pos)
        prefix = any(match[1] for match in _STAR.finditer(raw))
        return re.sub(ESCAPED, r"\1", raw[:-1] if prefix else raw), prefix

    def _check_word(self, raw: str, start: int) -> None:
        """Rejects operators of other query languages, which would be searched as words."""
        if raw in _OPERATORS:
            raise QueryError(f"use {_OPERATORS[raw]} instead of {raw}", start, start + len(raw))
        if raw[0] == "!" and raw[1:2].isalnum():
            raise QueryError("use NOT or - instead of !", start, start + 1)

    def _span(self, node: Any) -> tuple[int, int]:
        """The start and end of a node in the text."""
        kind = _kind(node)
        if kind in ("Word", "Phrase"):
            return node.pos, node.pos + len(node.value)
        if kind in ("Fuzzy", "Proximity"):
            tilde = _TILDE.match(self.text, self._span(node.term)[1])
            return node.pos, tilde.end() if tilde else node.pos
        end = self._span(node.children[-1])[1]
        if kind.endswith("Operation"):
            return self._span(node.children[0])[0], end
        if kind in ("Group", "FieldGroup", "Range"):
            end += len(self.text[end:]) - len(self.text[end:].lstrip()) + 1
        return node.pos, end


def _found(parts: Parts) -> Expression | None:
    return all_of(one_of(map(fact, part)) for part in parts)


def _is_plain(node: Any) -> bool:
    """Whether a node is plain words without operators, quotes and stars, like pasted text."""
    kind = _kind(node)
    if kind == "Word":
        return not any(match[1] for match in _STAR.finditer(node.value))
    return kind in ("Group", "UnknownOperation") and all(map(_is_plain, node.children))


def _kind(node: Any) -> str:
    return type(node).__name__
