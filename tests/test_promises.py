"""What the manual promises names the tests that hold it, and they are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from cable_tui.help import markdown

REPOSITORY = Path(__file__).parent.parent
_NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def promises() -> list[str]:
    """The promises of the manual, one after the other."""
    return re.split(r"\n- ", markdown("promises"))[1:]


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
