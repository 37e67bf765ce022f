"""What contradicts itself in that by which a cable is cited."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import export, misnamed, on, transmission
from harness.rows import window

from cable_tui.archive import Archive
from cable_tui.archive.build.update import update
from cable_tui.cables import Level, WarningKind, parse
from cable_tui.evidence.snapshot import about

#: An invented cable, a text in it that is replaced by another one, and what has to be said of it then.
CASES = [
    pytest.param("Wed Jun 03 00", "Thu Jun 18 00", "2009-06-18", id="date"),
    pytest.param("\nCONFIDENTIAL\n", "\nSECRET\n", "Catalogued SECRET, printed", id="classification"),
    pytest.param("¶2. (C)", "¶2. (TS)", "A paragraph is marked TS", id="paragraph"),
]


def notes(folder: Path, text: str) -> tuple[str, ...]:
    folder.mkdir()
    (folder / "a.txt").write_text(text, "utf-8")
    update(folder)
    with closing(Archive.open(folder)) as opened:
        (header,) = window(opened, 0, 10)
    return about(header).notes


@pytest.mark.parametrize(("printed", "changed", "said"), CASES)
def test_a_contradiction_is_known_where_the_cable_is_cited(
    printed: str, changed: str, said: str, tmp_path: Path
) -> None:
    text = export()
    assert printed in text
    (note,) = notes(tmp_path / "archive", text.replace(printed, changed, 1))
    assert said in note


def test_a_text_of_another_number_is_known_where_the_cable_is_cited(tmp_path: Path) -> None:
    said = "The text is numbered 09MOSCOW512, the catalogue calls it 09HAVANA132."
    assert notes(tmp_path / "archive", misnamed("09HAVANA132", number=512, post="MOSCOW")) == (said,)


def test_a_cable_that_agrees_with_itself_has_no_note(tmp_path: Path) -> None:
    assert notes(tmp_path / "archive", export(level=Level.SECRET, when=on(2008, 2, 29))) == ()


def test_an_extract_is_no_contradiction(tmp_path: Path) -> None:
    text = "This record is a partial extract of the original cable. The full text is not available.\n" + transmission()
    assert [warning.kind for warning in parse(text).warnings] == [WarningKind.EXTRACT]
    assert notes(tmp_path / "archive", text) == ()
