"""The same real cables in three forms, where a collection of them lies beside the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from invented import cables, results

from cable_tui.sources import Form, RawCable
from cable_tui.sources.split import split

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="no collection beside the repository")


@pytest.fixture(scope="module")
def truth() -> dict[str, dict[str, Any]]:
    with (CORPUS / "truth.jsonl").open(encoding="utf-8") as lines:
        return {cable["id"]: cable for cable in map(json.loads, lines)}


def named(form: str) -> dict[str, RawCable]:
    """The cables of one form by id: the container's, or the first line of a text export."""
    found = cables(results(CORPUS / form))
    return {cable.container.id if cable.container else cable.text.partition("\n")[0]: cable for cable in found}


@pytest.mark.parametrize(("form", "kind"), [("txt", Form.EXPORT), ("html", Form.PAGE), ("cables.csv", Form.CSV)])
def test_every_cable_is_found_once(truth: dict[str, Any], form: str, kind: Form) -> None:
    found = named(form)
    assert found.keys() == truth.keys()
    assert {cable.form for cable in found.values()} == {kind}


@pytest.mark.parametrize("form", ["html", "cables.csv"])
def test_containers_say_what_is_known(truth: dict[str, Any], form: str) -> None:
    for identity, cable in named(form).items():
        known = truth[identity]
        container = cable.container
        assert container is not None
        assert (container.classification, container.origin) == (known["classification"], known["origin"])
        assert str(container.date) == known["created"][:10]
        assert container.subject in ("", known["title"])


def test_the_three_forms_have_one_text() -> None:
    exports, pages, rows = (named(form) for form in ("txt", "html", "cables.csv"))
    for identity, export in exports.items():
        text = export.text.split("\n", 5)[5]
        assert pages[identity].text == rows[identity].text
        assert "".join(text.split()) == "".join(rows[identity].text.split())


def test_exports_put_together_are_split_again() -> None:
    texts = [cable.text for cable in named("txt").values()]
    assert len(split("\n".join(texts))) == len(texts)
    bare = [cable.text for cable in named("cables.csv").values()]
    assert len(split("\nNNNN\n".join(bare))) == len(bare)
