"""What the README promises names the tests that hold it, and they are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
_NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def promises() -> list[str]:
    """The promises of the README, one after the other."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    section = text.partition("\n## What it promises\n")[2].partition("\n## ")[0]
    return re.split(r"\n- ", section)[1:]


def test_every_promise_names_a_test_that_is_there() -> None:
    assert len(promises()) > 5
    for promise in promises():
        named = _NAMED.findall(promise)
        assert named, promise
        for path, name in named:
            assert not name or name in functions(REPOSITORY / path), f"{path}::{name}"


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
