"""A query as an expression: FTS5 phrases and external fields, joined by AND, OR and NOT.

An expression of words and facts becomes one FTS5 expression. If it has external fields, its parts are searched one by
one, and the rows found are combined here.
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


#: A string is an FTS5 phrase. None instead of an expression is a word without letters, which is ignored.
Expression = str | All | OneOf | Not | Names | InFiles


def all_of(parts: Iterable[Expression | None]) -> Expression | None:
    """The conjunction of some parts."""
    return _joined(All, parts)


def one_of(parts: Iterable[Expression | None]) -> Expression | None:
    """The disjunction of some parts."""
    return _joined(OneOf, parts)


def _joined(kind: type[All] | type[OneOf], parts: Iterable[Expression | None]) -> Expression | None:
    """Joins expressions into one, flat and without duplicates."""
    flat: dict[Expression, None] = {}
    for part in parts:
        if part is not None:
            flat.update(dict.fromkeys(part.parts if isinstance(part, kind) else (part,)))
    return kind(tuple(flat)) if len(flat) > 1 else next(iter(flat), None)


def negated(part: Expression | None) -> Expression | None:
    """The negation of a part."""
    return part.part if isinstance(part, Not) else part and Not(part)


def fact(phrase: str) -> str:
    """A phrase in the column `facts`; the column filter excludes words of texts that look like tokens."""
    return f"facts:{quoted(phrase.removesuffix('*'), phrase.endswith('*'))}"


def quoted(text: str, prefix: bool) -> str:
    """An FTS5 phrase; with `prefix`, its last word is a prefix."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"*' if prefix else f'"{doubled}"'


def rendered(part: Expression | None, *, inside: bool = False) -> str:
    """The expression in FTS5 syntax, in parentheses if inside another. It must not have external fields.

    FTS5's NOT is binary, so a lone negation is subtracted from the token that every cable has.
    """
    if part is None or isinstance(part, str):
        return part or ""
    if isinstance(part, Names | InFiles):
        raise ValueError("an external field is not an FTS5 expression")
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
    """The expression without external fields."""
    if part is None or isinstance(part, str):
        return part
    if isinstance(part, Names | InFiles):
        return None
    if isinstance(part, Not):
        return negated(without_outside(part.part))
    return _joined(type(part), map(without_outside, part.parts))


def has_outside(part: Expression | None) -> bool:
    """Whether an expression has an external field or `source:`."""
    if isinstance(part, Not):
        return has_outside(part.part)
    return isinstance(part, Names | InFiles) or (isinstance(part, All | OneOf) and any(map(has_outside, part.parts)))


def has_part(whole: Expression | None, part: Expression) -> bool:
    """Whether an expression is or contains another one."""
    if whole == part:
        return True
    if isinstance(whole, Not):
        return has_part(whole.part, part)
    return isinstance(whole, All | OneOf) and any(has_part(one, part) for one in whole.parts)


@dataclass(frozen=True, slots=True)
class Rows:
    """The functions that find rows: by FTS5 expression, by name, by file, and all rows."""

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
        """The parts, with those that FTS5 can answer joined into one."""
        plain = _joined(kind, (one for one in parts if not has_outside(one)))
        return [*([plain] if plain else []), *(one for one in parts if has_outside(one))]
