"""The query language: Lucene syntax, compiled to one expression of FTS5 over the words and facts of the cables.

Words next to each other mean AND, which binds weaker than OR and an AND that is written: `a b OR c` is
`a AND (b OR c)`. The expression finds the rows of a table with the columns `subject`, `text` and `facts`, the last
of which holds what `terms.facts` returns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from . import terms
from .syntax import ESCAPED, QueryError, parse_tree

_IN_TEXT = {"subject": "subject", "text": "text"}

_LONGEST = 10_000  # characters


class Clause(NamedTuple):
    """One of the conditions that must all hold: as it was typed, and the FTS5 expression for it alone."""

    text: str
    match: str


@dataclass(frozen=True, slots=True)
class Query:
    """A compiled query: the FTS5 expression ('' finds everything) and its clauses, which AND joins."""

    match: str = ""
    clauses: tuple[Clause, ...] = ()


def compile_query(text: str) -> Query:
    """The query that a text means; a text that is no query but names a cable finds that cable or its words.

    Raises:
        QueryError: the text is wrong; the place is in characters of `text`.
    """
    if not text.strip():
        return Query()
    if len(text) > _LONGEST:
        raise QueryError(f"the query is too long: {_LONGEST:,} characters at most", _LONGEST, len(text))
    plain = _UNUSABLE.sub(" ", text)
    try:
        found = _Reader(plain).read()
    except QueryError:
        pasted = _pasted(plain)
        if pasted is None:
            raise
        found = [(0, len(text), pasted)]
    clauses = tuple(Clause(text[start:end].strip(), _rendered(part)) for start, end, part in found)
    return Query(_rendered(_all(part for _, _, part in found)), clauses)


#: What SQLite or the parser cannot take, and quotation marks of one stroke, which open no phrase.
_UNUSABLE = re.compile(r"[\0\ud800-\udfff]|(?<!\w)'")

_QUERY_LIKE = re.compile(r"\b(?:AND|OR|NOT)\b|\w:(?!//)\S")


def _pasted(text: str) -> _Expression | None:
    """The cables that a text names or all its words; None where none is named or it is a query that went wrong."""
    tokens = terms.named_cables(text)
    prose = "\n" in text.strip() or "://" in text or not _QUERY_LIKE.search(text)
    if not tokens or not prose:
        return None
    words = _all(_words(word, "") for word in text.split())
    return _any([*map(_fact, tokens), words])


# --- expressions --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _All:
    parts: tuple[_Expression, ...]


@dataclass(frozen=True, slots=True)
class _Any:
    parts: tuple[_Expression, ...]


@dataclass(frozen=True, slots=True)
class _Not:
    part: _Expression


#: A string is a phrase as FTS5 has it. None in place of an expression is a word without letters: it asks nothing.
_Expression = str | _All | _Any | _Not


def _all(parts: Iterable[_Expression | None]) -> _Expression | None:
    return _joined(_All, parts)


def _any(parts: Iterable[_Expression | None]) -> _Expression | None:
    return _joined(_Any, parts)


def _joined(kind: type[_All] | type[_Any], parts: Iterable[_Expression | None]) -> _Expression | None:
    """One expression of several, flat and without doubles."""
    flat: dict[_Expression, None] = {}
    for part in parts:
        if part is not None:
            flat.update(dict.fromkeys(part.parts if isinstance(part, kind) else (part,)))
    return kind(tuple(flat)) if len(flat) > 1 else next(iter(flat), None)


def _not(part: _Expression | None) -> _Expression | None:
    return part.part if isinstance(part, _Not) else part and _Not(part)


def _rendered(part: _Expression | None, *, inside: bool = False) -> str:
    """The expression in FTS5's words, in parentheses where it stands inside another.

    FTS5's NOT has two sides: a negation alone is taken from the token that every cable has.
    """
    if part is None or isinstance(part, str):
        return part or ""
    if isinstance(part, _Any):
        found = " OR ".join(_rendered(one, inside=True) for one in part.parts)
    else:
        parts = part.parts if isinstance(part, _All) else (part,)
        wanted = [_rendered(one, inside=True) for one in parts if not isinstance(one, _Not)]
        found = " AND ".join(wanted) or _fact(terms.ALL)
        unwanted = _any(one.part for one in parts if isinstance(one, _Not))
        if unwanted:
            found = f"({found})" if len(wanted) > 1 else found
            found = f"{found} NOT {_rendered(unwanted, inside=True)}"
    return f"({found})" if inside else found


def _fact(phrase: str) -> str:
    """A phrase of tokens of the facts; the filter keeps words of texts out that look like one."""
    return f"facts:{_quoted(phrase.removesuffix('*'), phrase.endswith('*'))}"


#: A word, delimited by ASCII, whose first letter is that of no fact.
_NO_FACT = re.compile(r"(?<![^\x00-/:-@\[-`{-\x7f])[0-9A-WYZa-wyz]")


def _words(text: str, column: str, *, prefix: bool = False) -> str | None:
    """A phrase of a text's words in one column, or in subject and text; None where the text has no word.

    A phrase with a word that does not begin with x is no fact, and without a filter FTS5 is faster.
    """
    if not any(unicodedata.category(char)[0] in "LN" for char in text):
        return None
    if column:
        return f"{column}:{_quoted(text, prefix)}"
    return _quoted(text, prefix) if _NO_FACT.search(text) else f"{{subject text}}:{_quoted(text, prefix)}"


def _quoted(text: str, prefix: bool) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"*' if prefix else f'"{doubled}"'


# --- the tree -----------------------------------------------------------------------------------------------

_Part = tuple[int, int, _Expression]

_STAR = re.compile(r"\\.|(\*)", re.DOTALL)
_QUESTION = re.compile(r"\\.|(\?)(?=\w)", re.DOTALL)
_OPERATORS = {"&&": "AND", "||": "OR"}


class _Reader:
    """One query on its way from a text to an expression."""

    def __init__(self, text: str) -> None:
        self.text = text

    def read(self) -> list[_Part]:
        """The clauses, each with its place in the text."""
        tree = parse_tree(self.text)
        found = self._conjuncts(tree, "")
        if not found:
            raise QueryError("expected a word with letters or digits", *self._span(tree))
        return found

    def _conjuncts(self, node: Any, field: str) -> list[_Part]:
        """The expressions that must all hold; plain words in a row are one if they name a cable."""
        kind = _kind(node)
        if kind == "AndOperation":
            return [part for one in node.operands for part in self._conjuncts(one, field)]
        runs = self._runs(node.operands if kind == "UnknownOperation" else [node], field)
        return [part for run in runs for part in self._run(run, field)]

    def _runs(self, nodes: list[Any], field: str) -> Iterator[list[Any]]:
        """The nodes by runs of plain words; every other node is a run of its own."""
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
        tokens = terms.named_cables(self.text[start:end]) if plain else []
        if not tokens and len(nodes) == 1 and _kind(nodes[0]) in ("UnknownOperation", "AndOperation"):
            return self._conjuncts(nodes[0], field)
        parts = [(*self._span(node), found) for node in nodes if (found := self._single(node, field)) is not None]
        if not tokens:
            return parts
        named = _any([*map(_fact, tokens), _all(part for _, _, part in parts)])
        return [(start, end, named)] if named else []

    def _expression(self, node: Any, field: str) -> _Expression | None:
        """A node with everything below it; `field` is '' outside of all fields."""
        return _all(part for _, _, part in self._conjuncts(node, field))

    def _single(self, node: Any, field: str) -> _Expression | None:
        """A node that is no conjunction; the parser knows no others than these."""
        kind = _kind(node)
        if kind in ("Word", "Phrase"):
            return self._value(node, field)
        if kind in ("Range", "From", "To"):
            return self._range(node, field)
        if kind == "OrOperation":
            return _any(self._expression(one, field) for one in node.operands)
        if kind == "Not":
            return _not(self._expression(node.a, field))
        if kind == "SearchField":
            return self._field(node, field)
        return self._expression(node.expr, field)

    def _field(self, node: Any, outer: str) -> _Expression:
        name = node.name.casefold()
        if outer:
            raise QueryError(f"{name}: cannot stand inside {outer}:", node.pos, node.pos + len(name) + 1)
        found = self._expression(node.expr, name)
        if found is None:
            raise QueryError(f"expected a word with letters or digits behind {name}:", *self._span(node))
        return found

    # --- values

    def _value(self, node: Any, field: str) -> _Expression | None:
        """A word or a phrase in a field, or in subject and text."""
        text, prefix = self._unquoted(node)
        if field in _IN_TEXT or not field:
            if prefix and not text:
                return _fact(terms.ALL)
            return _words(text, _IN_TEXT.get(field, ""), prefix=prefix)
        try:
            return _found(terms.look_up(field, text, prefix=prefix))
        except ValueError as error:
            raise QueryError(str(error), *self._span(node)) from None

    def _range(self, node: Any, field: str) -> _Expression | None:
        """A range in brackets or by comparison."""
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
            return _found(terms.look_up_range(field, *ends, with_low=with_low, with_high=with_high))
        except ValueError as error:
            raise QueryError(str(error), *self._span(node)) from None

    def _end(self, node: Any, field: str) -> str:
        """One end of a range, '' where it is open."""
        if node is None:
            return ""
        text, prefix = self._unquoted(node)
        try:
            terms.check_end(field, text, prefix=prefix)
        except ValueError as error:
            raise QueryError(str(error), *self._span(node)) from None
        return text

    def _unquoted(self, node: Any) -> tuple[str, bool]:
        """The text of a word or phrase, and whether a * ends it."""
        raw = node.value
        if _kind(node) == "Phrase":
            return ESCAPED.sub(r"\1", raw[1:-1]), False
        self._check_word(raw, node.pos)
        prefix = any(match[1] for match in _STAR.finditer(raw))
        return ESCAPED.sub(r"\1", raw[:-1] if prefix else raw), prefix

    def _check_word(self, raw: str, start: int) -> None:
        """Refuses what other query languages read differently than a reader of this one would."""
        for match in _STAR.finditer(raw):
            if match[1] and match.end() < len(raw):
                place = start + match.start()
                raise QueryError('a * can only end a word: "diplom*"', place, place + 1)
        for match in _QUESTION.finditer(raw):
            if match[1]:
                place = start + match.start()
                raise QueryError("a ? stands for no letter here; end the word with * instead", place, place + 1)
        if raw in _OPERATORS:
            raise QueryError(f"write {_OPERATORS[raw]} in place of {raw}", start, start + len(raw))
        if raw[0] == "!" and raw[1:2].isalnum():
            raise QueryError("write NOT or - in place of !", start, start + 1)

    def _span(self, node: Any) -> tuple[int, int]:
        """Where a node stands in the text: from its first to behind its last character."""
        kind = _kind(node)
        if kind in ("Word", "Phrase"):
            return node.pos, node.pos + len(node.value)
        end = self._span(node.children[-1])[1]
        if kind.endswith("Operation"):
            return self._span(node.children[0])[0], end
        if kind in ("Group", "FieldGroup", "Range"):
            end += len(self.text[end:]) - len(self.text[end:].lstrip()) + 1
        return node.pos, end


def _found(parts: terms.Parts) -> _Expression | None:
    return _all(_any(map(_fact, part)) for part in parts)


def _is_plain(node: Any) -> bool:
    """Whether a node is words alone, without operators, quotes and stars: what is pasted."""
    kind = _kind(node)
    if kind == "Word":
        return not any(match[1] for match in _STAR.finditer(node.value))
    return kind in ("Group", "UnknownOperation") and all(map(_is_plain, node.children))


def _kind(node: Any) -> str:
    return type(node).__name__
