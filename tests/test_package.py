"""What is shipped: the metadata, the themes, the samples."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import entry_points, requires, version
from pathlib import Path

import pytest
from harness.rows import ids

import cable_tui
from cable_tui import paths
from cable_tui.archive.build.update import update
from cable_tui.cables.model import Level
from cable_tui.tui.theme.loading import DEFAULT, load_themes, marking_name, read_theme

REPOSITORY = Path(__file__).parent.parent
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
THEMES = sorted((REPOSITORY / "themes").glob("*.toml"))

#: What is imported of the packages that have another name.
MODULES = {"citeproc-py": "citeproc"}


@pytest.mark.parametrize(
    "requirement",
    [
        *PROJECT["build-system"]["requires"],
        *PROJECT["project"]["dependencies"],
        *(item for group in PROJECT["project"]["optional-dependencies"].values() for item in group),
    ],
)
def test_every_dependency_is_bounded_above_and_below(requirement: str) -> None:
    assert re.search(r"<=?\s*\d", requirement)
    assert re.search(r">=?\s*\d", requirement)


def test_every_library_that_is_imported_is_a_dependency_and_the_other_way_round() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    used = [name for name in extras if name not in ("test", "mutants")]
    wanted = [*PROJECT["project"]["dependencies"], *(item for name in used for item in extras[name])]
    named = {re.split(r"[\s<>=\[;]", item)[0] for item in wanted}
    assert {MODULES.get(name, name) for name in named} == imported_libraries()


def imported_libraries() -> set[str]:
    found = set()
    for path in (REPOSITORY / "cable_tui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(str(node.module).partition(".")[0])
    return found - sys.stdlib_module_names - {"cable_tui"}


def test_the_version_is_that_of_the_installed_package() -> None:
    assert version("cable-tui") == cable_tui.__version__
    assert requires("cable-tui")


def test_the_command_is_installed() -> None:
    (command,) = entry_points(group="console_scripts", name="cable-tui")
    assert command.load() is not None


@pytest.mark.parametrize("path", THEMES, ids=lambda path: path.stem)
def test_every_theme_file_loads_with_a_colour_for_each_level(path: Path) -> None:
    theme = read_theme(path)
    assert theme.name == path.stem
    for level in Level:
        assert {f"marking-{marking_name(level)}", f"marking-{marking_name(level)}-text"} <= theme.variables.keys()


def test_the_shipped_themes_all_load_and_the_default_is_among_them() -> None:
    loaded, failed = load_themes([paths.shipped_themes()])
    assert failed == []
    assert sorted(theme.name for theme in loaded) == [path.stem for path in THEMES]
    assert DEFAULT in {theme.name for theme in loaded}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("name =", "nome ="), "name"),
        (('primary = "#87afd7"\n', ""), "primary"),
        (('secret = "#ff5f5f"\n', ""), "secret"),
        (("#ff5f5f", "reddish"), "reddish"),
        (("#87afd7", "blueish"), "blueish"),
        (("secondary", "tertiary"), "tertiary"),
        (('"dusk"', '"dusk'), "line 2"),
        (("[markings]", "markings = 3\n[unused]"), "markings"),
    ],
    ids=lambda value: repr(value[1])[:20],
)
def test_a_theme_file_that_is_wrong_costs_only_itself(change: tuple[str, str], reason: str, tmp_path: Path) -> None:
    good = (REPOSITORY / "themes" / "dusk.toml").read_text(encoding="utf-8")
    assert change[0] in good
    (tmp_path / "broken.toml").write_text(good.replace(*change, 1), encoding="utf-8")
    (tmp_path / "good.toml").write_text(good, encoding="utf-8")
    loaded, failed = load_themes([tmp_path])
    assert [theme.name for theme in loaded] == ["dusk"]
    assert [(item.path.name, reason in item.reason) for item in failed] == [("broken.toml", True)], failed


def test_a_later_folders_theme_takes_the_place_of_one_of_the_same_name(tmp_path: Path) -> None:
    text = (REPOSITORY / "themes" / "dusk.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(text.replace("#87afd7", "#112233"), encoding="utf-8")
    loaded, _ = load_themes([paths.shipped_themes(), tmp_path])
    assert [theme.primary for theme in loaded if theme.name == "dusk"] == ["#112233"]


@pytest.mark.parametrize("name", ["08MOSCOW1640.txt", "09ASTANA1103.txt"])
def test_the_samples_are_the_originals_byte_for_byte(name: str) -> None:
    original = REPOSITORY.parent / "shared" / "samples" / name
    if not original.exists():
        pytest.skip("the originals are not here")
    assert (REPOSITORY / "sample_cables" / name).read_bytes() == original.read_bytes()


def test_every_sample_is_a_cable_that_is_listed_once() -> None:
    report = update(paths.sample_cables())
    assert (report.problems, report.skipped) == ([], [])
    listed = ids(paths.sample_cables())
    assert len(listed) == len(set(listed)) == report.cables
    assert {"08MOSCOW1640", "09ASTANA1103"} <= set(listed)
