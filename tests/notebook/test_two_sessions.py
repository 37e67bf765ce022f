"""Two real sessions over one notebook are killed again and again; `python -m tests.stress kills` does it longer."""

from __future__ import annotations

from pathlib import Path

from stress.kills import make_archive, run


def test_what_was_answered_is_there_whatever_happens_to_a_session(tmp_path: Path) -> None:
    make_archive(tmp_path / "shared")
    report = run(tmp_path / "shared", rounds=10, seed=2)
    assert report.lost == []
    assert report.kills == 10
    assert set(report.actions) >= set("Fdm")
