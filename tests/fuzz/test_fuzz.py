"""The cases that were found stay mended, a few more accidents of each kind do no harm, and a fault would be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from cable_tui.cables import parsing

from .accidents import Accidents
from .seeds import ODD
from .targets import TARGETS, check_parse
from .trying import Broken, Fault, fault_of, reduced

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("case", sorted(CASES.glob("*/*")), ids=lambda case: f"{case.parent.name}-{case.name}")
def test_a_case_stays_mended(case: Path) -> None:
    target = TARGETS[case.parent.name]
    assert fault_of(target.check, case.read_bytes(), target.floor) is None


@pytest.mark.parametrize("name", TARGETS)
def test_some_accidents(name: str) -> None:
    target = TARGETS[name]
    accidents = Accidents(7, target.dictionary, ODD)
    for _ in range(60):
        data = accidents.input(target.invented())
        assert fault_of(target.check, data, target.floor) is None, data


def test_an_exception_a_hang_and_a_lost_word_are_seen_and_reduced(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(data: bytes) -> None:
        while b"hang" in data:
            pass
        if b"raise" in data:
            raise ValueError
        if b"lose" in data:
            raise Broken("words are in no field", "lose")

    found = fault_of(check, b"the first\nto raise\nthe last")
    assert found is not None
    assert found.kind.startswith("ValueError")
    assert reduced(check, b"the first\nto raise\nthe last", found) == b"raise"
    assert fault_of(check, b"lose") == Fault("words are in no field", "lose", words=True)
    slow = fault_of(check, b"hang")
    assert slow is not None
    assert slow.kind.startswith("slow")
    text = b"C O N F I D E N T I A L OSLO 009001\n\n1. (C) Herring swim.\n"
    assert fault_of(check_parse, text) is None
    monkeypatch.setattr(parsing, "read_body", lambda *_, **__: [])
    assert fault_of(check_parse, text) == Fault("words are in no field", "herring swim", words=True)
