"""A query as an expression: phrases of FTS5 and fields from outside, joined by AND, OR and NOT.

What is words and facts alone is rendered as one expression of FTS5; where fields from outside stand in it, its parts
are asked for one by one and the rows that they find are put together here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .external import InFiles, Names
from .tokens import ALL


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """At least one part holds."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Expression


#: A string is a phrase as FTS5 has it. None in place of an expression is a word without letters: it asks nothing.
Expression = str | All | OneOf | Not | Names | InFiles


def all_of(parts: Iterable[Expression | None]) -> Expression | None:
    """What holds where all parts do."""
    return _joined(All, parts)


def one_of(parts: Iterable[Expression | None]) -> Expression | None:
    """What holds where one of the parts does."""
    return _joined(OneOf, parts)


def _joined(kind: type[All] | type[OneOf], parts: Iterable[Expression | None]) -> Expression | None:
    """One expression of several, flat and without doubles."""
    flat: dict[Expression, None] = {}
    for part in parts:
        if part is not None:
            flat.update(dict.fromkeys(part.parts if isinstance(part, kind) else (part,)))
    return kind(tuple(flat)) if len(flat) > 1 else next(iter(flat), None)


def negated(part: Expression | None) -> Expression | None:
    """What holds where the part does not."""
    return part.part if isinstance(part, Not) else part and Not(part)


def fact(phrase: str) -> str:
    """A phrase of tokens of the facts; the filter keeps words of texts out that look like one."""
    return f"facts:{quoted(phrase.removesuffix('*'), phrase.endswith('*'))}"


def quoted(text: str, prefix: bool) -> str:
    """A phrase of FTS5; with `prefix` its last word is only begun."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"*' if prefix else f'"{doubled}"'


def rendered(part: Expression | None, *, inside: bool = False) -> str:
    """The expression in FTS5's words, in parentheses where it stands inside another. It has no field from outside.

    FTS5's NOT has two sides: a negation alone is taken from the token that every cable has.
    """
    if part is None or isinstance(part, str):
        return part or ""
    if isinstance(part, Names | InFiles):
        raise ValueError("a field of other tables is no expression of FTS5")
    if isinstance(part, OneOf):
        found = " OR ".join(rendered(one, inside=True) for one in part.parts)
    else:
        parts = part.parts if isinstance(part, All) else (part,)
        wanted = [rendered(one, inside=True) for one in parts if not isinstance(one, Not)]
        found = " AND ".join(wanted) or fact(ALL)
        unwanted = one_of(one.part for one in parts if isinstance(one, Not))
        if unwanted:
            found = f"({found})" if len(wanted) > 1 else found
            found = f"{found} NOT {rendered(unwanted, inside=True)}"
    return f"({found})" if inside else found


def without_outside(part: Expression | None) -> Expression | None:
    """What an expression asks of a text: the rest is left out."""
    if part is None or isinstance(part, str):
        return part
    if isinstance(part, Names | InFiles):
        return None
    if isinstance(part, Not):
        return negated(without_outside(part.part))
    return _joined(type(part), map(without_outside, part.parts))


def has_outside(part: Expression | None) -> bool:
    """Whether a field that is no words or facts stands anywhere in an expression."""
    if isinstance(part, Not):
        return has_outside(part.part)
    return isinstance(part, Names | InFiles) or (isinstance(part, All | OneOf) and any(map(has_outside, part.parts)))


def has_part(whole: Expression | None, part: Expression) -> bool:
    """Whether an expression is another one or holds it anywhere."""
    if whole == part:
        return True
    if isinstance(whole, Not):
        return has_part(whole.part, part)
    return isinstance(whole, All | OneOf) and any(has_part(one, part) for one in whole.parts)


@dataclass(frozen=True, slots=True)
class Rows:
    """Who is asked for rows: for those an expression of FTS5 finds, those with names, those of files, and all."""

    matching: Callable[[str], Iterable[int]]
    named: Callable[[Names], Iterable[int]]
    in_files: Callable[[InFiles], Iterable[int]]
    all: Callable[[], Iterable[int]]

    def found(self, part: Expression) -> set[int]:
        """The rows that an expression finds."""
        if not has_outside(part):
            return set(self.matching(rendered(part)))
        if isinstance(part, Names):
            rows = set(self.named(part))
            return set(self.all()) - rows if part.others else rows
        if isinstance(part, InFiles):
            return set(self.in_files(part))
        if isinstance(part, OneOf):
            return set[int]().union(*map(self.found, self._grouped(OneOf, part.parts)))
        if isinstance(part, Not):
            return set(self.all()) - self.found(part.part)
        return self._all(part) if isinstance(part, All) else set()

    def _all(self, part: All) -> set[int]:
        parts = self._grouped(All, part.parts)
        wanted = [self.found(one) for one in parts if not isinstance(one, Not)]
        rows = set.intersection(*wanted) if wanted else set(self.all())
        return rows.difference(*(self.found(one.part) for one in parts if isinstance(one, Not)))

    @staticmethod
    def _grouped(kind: type[All] | type[OneOf], parts: tuple[Expression, ...]) -> list[Expression]:
        """The parts, those together in one that FTS5 can answer alone."""
        plain = _joined(kind, (one for one in parts if not has_outside(one)))
        return [*([plain] if plain else []), *(one for one in parts if has_outside(one))]
