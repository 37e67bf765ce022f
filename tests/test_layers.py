"""The direction of the imports, and what an import may cost."""

from __future__ import annotations

import ast
import json
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from harness.command import python

PACKAGE = Path(__file__).parent.parent / "cable_tui"

#: Each layer with those it may import, besides itself and the leaves.
LAYERS = {
    "cli": {"tui", "evidence", "notebook", "archive", "sources", "store", "cables"},
    "tui": {"evidence", "notebook", "archive", "store", "cables"},
    "evidence": {"notebook", "archive", "cables"},
    "notebook": {"store", "cables"},
    "archive": {"store", "sources", "cables"},
    "sources": {"cables"},
    "store": set(),
    "cables": set(),
}
#: What anybody may use and what uses nothing of ours; "" is the package itself, with its version.
LEAVES = {"", "escape", "spreadsheet", "paths", "files", "config", "crash", "help"}

#: Libraries that belong to some layers alone.
HEADLESS = {"textual": {"tui"}, "rich": {"tui", "cli", "help"}, "tinydb": {"store", "archive", "notebook"}}

MODULES = sorted(path.relative_to(PACKAGE.parent) for path in PACKAGE.rglob("*.py"))


def layer_of(module: str) -> str:
    """The layer of a dotted name inside the package; names at the top that are no layer are their own."""
    top = module.removeprefix("cable_tui").lstrip(".").partition(".")[0]
    return "cli" if top == "__main__" else top


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it, as a dotted name; `from x import y` counts as x.y."""
    return imported_names(path, ast.parse((PACKAGE.parent / path).read_text(encoding="utf-8")))


def imported_names(path: Path, tree: ast.AST) -> set[str]:
    package = path.with_suffix("").parts[:-1]
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) + 1 - node.level] if node.level else ()
            base = ".".join([*start, *([node.module] if node.module else [])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


class _Running(ast.NodeTransformer):
    """Leaves out what only a type checker reads."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        return None if ast.unparse(node.test).endswith("TYPE_CHECKING") else self.generic_visit(node)


def modules_used(path: Path) -> set[str]:
    """The modules of ours that a file imports when it runs, in functions too; a package stands for its `__init__`."""
    tree = _Running().visit(ast.parse((PACKAGE.parent / path).read_text(encoding="utf-8")))
    found = set()
    for name in imported_names(path, tree):
        parts = name.split(".")
        while len(parts) > 1 and not is_module(".".join(parts)):
            parts.pop()
        if parts[0] == "cable_tui":
            found.add(".".join(parts))
    return found


def used_layers(path: Path) -> set[str]:
    """The layers of ours that a file imports from. A name of the package itself (its version) is no layer."""
    ours = {name for name in imports_of(path) if name.split(".")[0] == "cable_tui"}
    existing = {name for name in ours if name.count(".") > 1 or is_module(name)}
    return {layer_of(name) for name in existing}


def is_module(name: str) -> bool:
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def own_layer(path: Path) -> str:
    return layer_of(".".join(path.with_suffix("").parts).removesuffix(".__init__"))


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_go_downwards_only(path: Path) -> None:
    own = own_layer(path)
    assert own in LAYERS.keys() | LEAVES, f"{path} is in no known layer"
    allowed = LEAVES if own in LEAVES else LAYERS[own] | LEAVES | {own}
    assert used_layers(path) <= allowed


def test_no_module_leads_back_to_itself() -> None:
    names = {".".join(path.with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES}
    graph = {name: modules_used(path) - {name} for name, path in names.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' <- '.join(error.args[1])}")


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_library_of_one_layer_is_used_in_no_other(path: Path) -> None:
    tops = {name.split(".")[0] for name in imports_of(path)}
    assert {library for library in tops & HEADLESS.keys() if own_layer(path) not in HEADLESS[library]} == set()


def test_imports_are_found_wherever_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The eyes of the tests above: each way to import is seen."""
    monkeypatch.setattr("test_layers.PACKAGE", tmp_path / "cable_tui")
    module = tmp_path / "cable_tui" / "tui" / "x.py"
    module.parent.mkdir(parents=True)
    module.write_text(
        "import json\n"
        "from . import sibling\n"
        "from ..sources import scan\n"
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from cable_tui.store import RowDB\n"
        "def later():\n    from cable_tui import cli\n    import cable_tui.cables.parsing\n"
    )
    assert imports_of(Path("cable_tui/tui/x.py")) >= {
        "json",
        "cable_tui.tui.sibling",
        "cable_tui.sources.scan",
        "cable_tui.store.RowDB",
        "cable_tui.cli",
        "cable_tui.cables.parsing",
    }


# --- what an import does --------------------------------------------------------------------------------------

#: Prints what was opened for writing or made while a module was imported, and the modules that came with it.
WATCHED_IMPORT = """
import importlib, json, os, sys
changed = []
def watch(event, values):
    if event == "open" and isinstance(values[2], int) and values[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        changed.append(str(values[0]))
    elif event in ("os.mkdir", "os.rename", "os.remove", "sqlite3.connect", "subprocess.Popen"):
        changed.append(f"{event} {values[0]}")
sys.addaudithook(watch)
importlib.import_module(sys.argv[1])
print(json.dumps({"changed": changed, "modules": sorted(sys.modules)}))
"""


def imported(module: str, cwd: Path) -> dict[str, list[str]]:
    done = python(WATCHED_IMPORT, module, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


STARTS = (
    "cable_tui",
    "cable_tui.cables",
    "cable_tui.cables.parsing",
    "cable_tui.paths",
    "cable_tui.store",
    "cable_tui.sources",
    "cable_tui.archive",
    "cable_tui.archive.build.update",
    "cable_tui.cli",
    "cable_tui.tui.app",
)


@pytest.mark.parametrize("module", STARTS)
def test_an_import_makes_no_file_and_no_folder(module: str, home: Path, tmp_path: Path) -> None:
    assert imported(module, tmp_path)["changed"] == []
    assert list(home.rglob("*")) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "unwanted", ["cable_tui.cables.parsing", "cable_tui.sources", "cable_tui.archive.build.update"]
)
def test_the_screen_does_not_load_what_only_the_build_needs(unwanted: str, tmp_path: Path) -> None:
    assert unwanted not in imported("cable_tui.tui.app", tmp_path)["modules"]


@pytest.mark.parametrize("unwanted", ["textual", "rich", "tinydb", "sqlite3", "cable_tui.tui", "cable_tui.cables"])
def test_the_command_line_loads_nothing_before_it_knows_the_command(unwanted: str, tmp_path: Path) -> None:
    assert unwanted not in imported("cable_tui.cli", tmp_path)["modules"]
