"""The invented archives of the benchmarks: what is read out of them is what was written into them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cable_tui.archive.build.update import update
from cable_tui.cables import parse
from cable_tui.cables.archive_facts import fact
from cable_tui.cables.model import BlockKind, Cable
from cable_tui.cables.references.posts import parse_id
from cable_tui.sources import RawCable, SourceFile, read, scan

COUNT = 60
FORMS = ("folder", "csv")


@pytest.fixture(scope="module")
def generator() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[1] / "benchmarks"))
        yield import_module("generate")


@pytest.fixture(scope="module")
def written(generator: ModuleType) -> dict[str, Any]:
    """The generated cables by id."""
    return {cable.id: cable for cable in generator.generate(COUNT)}


def cables_of(archive: Path) -> dict[str, Cable]:
    """Every cable of an archive in which nothing else is."""
    files = list(scan(archive))
    assert all(isinstance(file, SourceFile) for file in files)
    found = [item for file in files if isinstance(file, SourceFile) for item in read(archive, file)]
    assert all(isinstance(item, RawCable) for item in found)
    cables = [parse(item.text, item.container) for item in found if isinstance(item, RawCable)]
    assert len(cables) == len({cable.id for cable in cables})
    return {cable.id: cable for cable in cables}


def facts(cable: Cable) -> dict[str, object]:
    return {
        "date": (cable.date, cable.date_is_exact),
        "origin": cable.origin,
        "classification": str(cable.classification),
        "captions": cable.captions,
        "subject": cable.subject,
        "tags": cable.tags,
        "references": tuple(reference.id for reference in cable.references),
        "paragraphs": [block.number for block in cable.paragraphs if block.kind is BlockKind.PARAGRAPH],
        "sections": cable.sections,
        "warnings": cable.warnings,
        "unparsed": cable.unparsed,
    }


def intended(generated: Any) -> dict[str, object]:
    told = generated.facts
    return {
        "date": (told.date, True),
        "origin": told.origin,
        "classification": told.classification,
        "captions": told.captions,
        "subject": told.subject,
        "tags": told.tags,
        "references": told.references,
        "paragraphs": list(range(1, told.paragraphs + 1)),
        "sections": told.sections,
        "warnings": (),
        "unparsed": "",
    }


@pytest.mark.parametrize("form", FORMS)
def test_a_generated_archive_is_read_as_it_was_meant(
    form: str, generator: ModuleType, written: dict[str, Any], tmp_path: Path
) -> None:
    generator.write(tmp_path / "made", COUNT, form)
    found = cables_of(tmp_path / "made")
    assert found.keys() == written.keys()
    assert {name: facts(cable) for name, cable in found.items()} == {
        name: intended(cable) for name, cable in written.items()
    }


def test_both_forms_hold_the_same_cables(generator: ModuleType, tmp_path: Path) -> None:
    both = []
    for form in FORMS:
        generator.write(tmp_path / form, COUNT, form)
        cables = cables_of(tmp_path / form)
        both.append({name: replace(cable, text="", container=None) for name, cable in cables.items()})
    assert both[0] == both[1]


def test_the_cables_refer_to_each_other(written: dict[str, Any]) -> None:
    cited = [name for cable in written.values() for name in cable.facts.references]
    assert len(cited) > COUNT / 3
    assert set(cited) <= written.keys()


def test_the_cables_of_a_smaller_archive_are_in_a_larger_one(generator: ModuleType, written: dict[str, Any]) -> None:
    assert [cable == written[cable.id] for cable in generator.generate(5)] == [True] * 5
    assert next(generator.generate(1, seed=2)) != next(generator.generate(1))


def test_ids_are_unique_when_the_table_of_posts_is_used_again(generator: ModuleType) -> None:
    """Two rounds and a bit of the table of posts and years; each round takes other numbers."""
    calendar = generator.Calendar(1)
    assert len({calendar.place(index).id for index in range(20_000)}) == 20_000


def test_nothing_is_written_over(generator: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cables.csv").write_text("mine")
    assert generator.main([str(tmp_path / "cables.csv"), "--cables", "1", "--form", "csv"]) == 1
    assert generator.main([str(tmp_path), "--cables", "1"]) == 1
    assert "exists" in capsys.readouterr().err
    assert (tmp_path / "cables.csv").read_text() == "mine"


def test_each_telegram_of_the_1970s_is_read_with_its_facts(generator: ModuleType, tmp_path: Path) -> None:
    target = tmp_path / "telegrams"
    generator.write(target, 400, "1970s")
    truth = {row["path"]: row for row in map(json.loads, (tmp_path / "telegrams.truth.jsonl").read_text().splitlines())}
    found = {file.path: list(read(target, file)) for file in scan(target) if isinstance(file, SourceFile)}
    assert found.keys() == truth.keys()
    assert len({row["telegram"] for row in truth.values()}) == 400
    for path, items in found.items():
        (item,) = items
        assert isinstance(item, RawCable)
        cable, wanted = parse(item.text, item.container), truth[path]
        assert parse_id(cable.id) == parse_id(wanted["number"])
        assert cable.date
        assert cable.date.isoformat().startswith(wanted["date"])
        assert (cable.subject, bool(cable.without_text)) == (wanted["subject"], not wanted["has_text"])
        assert (cable.classification.name or str(cable.classification).partition("//")[0]) == wanted["level"]
        assert fact(cable, "film") in (wanted["film"], "")


@pytest.mark.parametrize("form", ["folder", "jsonl", "sqlite"])
def test_each_telegram_of_an_archive_is_listed_found_and_exported_once(
    form: str, generator: ModuleType, tmp_path: Path
) -> None:
    checking, target = import_module("check_telegrams"), tmp_path / "telegrams"
    generator.telegrams.write(target, 300, 5, form)
    update(target)
    assert list(checking.check(target, generator.telegrams.truth_path(target))) == []
