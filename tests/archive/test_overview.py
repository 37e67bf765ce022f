"""The counts of a list: by month, level, origin and tag; what has no date or origin counts without one."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from harness.cables import on, transmission

from cable_tui.archive import Archive, Limit
from cable_tui.archive.build.update import update
from cable_tui.cables.model import Level

#: Less than the header of a cable: no date, no origin.
BARE = """\
C O N F I D E N T I A L BERGEN 000012

TAGS: EFIS
SUBJECT: HERRING

1. (C) Ana Velmer had nothing to say of herring.

2. (C) Ole Tangvald had even less.
"""


def archive_of(folder: Path, *texts: str) -> Path:
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    update(folder)
    return folder


def test_the_counts_of_a_list(tmp_path: Path) -> None:
    folder = archive_of(
        tmp_path / "archive",
        transmission(number=1, when=on(2008, 5, 13)),
        transmission(number=2, when=on(2008, 5, 14), level=Level.SECRET),
        transmission(number=3, when=on(2009, 1, 2), post="PRAGUE"),
        BARE,
    )
    with closing(Archive.open(folder)) as archive:
        counts = archive.overview(archive.whole(), 10)
        assert counts.months == {
            "": {Level.CONFIDENTIAL: 1},
            "2008-05": {Level.CONFIDENTIAL: 1, Level.SECRET: 1},
            "2009-01": {Level.CONFIDENTIAL: 1},
        }
        assert counts.levels == {Level.SECRET: 1, Level.CONFIDENTIAL: 3}
        assert dict(counts.origins) == {"Embassy Oslo": 2, "Embassy Prague": 1}
        assert counts.tags[0] == ("PREL", 3) or counts.tags[0] == ("NO", 3)
        assert dict(counts.tags) == {"PREL": 3, "NO": 3, "EFIS": 1}
        assert len(archive.overview(archive.whole(), 1).tags) == 1
        found = archive.overview(archive.view(Limit("date:2009 OR herring")), 10)
        assert found.months == {"": {Level.CONFIDENTIAL: 1}, "2009-01": {Level.CONFIDENTIAL: 1}}
        assert dict(found.tags) == {"PREL": 1, "NO": 1, "EFIS": 1}
