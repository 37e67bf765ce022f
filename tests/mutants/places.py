"""Where code can be mutated, by the operators of cosmic-ray, and what a mutant reads like."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from random import Random

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

Position = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """The nth thing that an operator changes in a file."""

    path: str
    line: int
    operator: str
    occurrence: int

    def code(self, source: str) -> str:
        """The file with the change."""
        return str(mutate_code(source, get_operator(self.operator)(), self.occurrence))

    def difference(self, source: str) -> str:
        """The lines that change, as in a diff without context."""
        lines = unified_diff(source.splitlines(), self.code(source).splitlines(), n=0, lineterm="")
        return "\n".join(f"    {line}" for line in list(lines)[3:])

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.operator.removeprefix('core/')} #{self.occurrence}"


def _useful(name: str) -> bool:
    """Leaves out what needs arguments, and `is` for `==`: small numbers and words are one object; so is None."""
    if "Variable" in name:
        return False
    ends = [part in ("Is", "IsNot") for part in name.split("_")[-2:]]
    return "Comparison" not in name or ends[0] == ends[1]


OPERATORS = tuple(name for name in operator_names() if _useful(name))


def sample(root: Path, folder: str, count: int, random: Random) -> list[Mutant]:
    """Distinct places below a folder at random, one mutant at each: a `+` has ten, and weighs no more than a `True`."""
    places: dict[tuple[str, Position], list[Mutant]] = defaultdict(list)
    for path in sorted((root / folder).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        for position, mutant in _mutants(name, path.read_text(encoding="utf-8")):
            places[name, position].append(mutant)
    chosen = random.sample(sorted(places), min(count, len(places)))
    return [random.choice(places[place]) for place in chosen]


def _mutants(name: str, source: str) -> Iterator[tuple[Position, Mutant]]:
    nodes, silent = list(ast_nodes(get_ast(source))), _declarations(ast.parse(source))
    for operator in OPERATORS:
        change, at = get_operator(operator)(), -1
        for node in nodes:
            for start, end in change.mutation_positions(node):
                at += 1
                if not any(first <= start < last for first, last in silent):
                    yield (start, end), Mutant(name, start[0], operator, at)


def _declarations(tree: ast.Module) -> list[Position]:
    """Annotations and the arguments of decorators (`frozen=True`): what the type checker sees, and no test does."""
    found: list[ast.expr | None] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign):
            found.append(node.annotation)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append(node.returns)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                found += [word.value for word in getattr(decorator, "keywords", [])]
    return [
        ((node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0)) for node in found if node
    ]


def statement(source: str, line: int) -> range:
    """The lines of the innermost statement at a line, without its body; a whole function for its first lines."""
    best = range(line, line + 1)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt):
            first = min([node.lineno, *(at.lineno for at in getattr(node, "decorator_list", []))])
            body, end = getattr(node, "body", None), node.end_lineno or 0
            last = max(first, body[0].lineno - 1) if body else end
            if first <= line <= last:
                best = range(first, 1 + (end if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else last))
    return best
