"""A notebook of version 1 opened by this program: every mark and bookmark is on its cable and paragraph.

The files were written by that version, see data/make.py.
"""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from cable_tui.archive import Archive, Limit
from cable_tui.archive.build.update import update
from cable_tui.cables.body.reading_order import reading_blocks
from cable_tui.cables.references.posts import split_name
from cable_tui.evidence.names import follow
from cable_tui.evidence.query_fields import NotebookFields
from cable_tui.evidence.snapshot import bookmark
from cable_tui.evidence.verify import Verdict, verify
from cable_tui.notebook import portable
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.state import State
from cable_tui.notebook.values import CableSummary, digest_of

DATA = Path(__file__).parent / "data" / "version-1"
SHOWN = "76STATE290286-gdtvr"  # of the three telegrams that share the number the one that version 1 listed
BOTH, OLD = "75JEDDAH4711", "75JIDDA4711"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(DATA / "notebook.db", tmp_path / "notebook.db"))


@pytest.fixture
def archive(tmp_path: Path):
    folder = Path(shutil.copytree(DATA / "archive", tmp_path / "archive"))
    update(folder)
    with closing(Archive.open(folder)) as opened:
        yield opened


@pytest.fixture
def notebook(file: Path):
    with closing(Notebook.open(file)) as opened:
        yield opened


def here(archive: Archive, notebook: Notebook) -> list[str]:
    return sorted(name for name in notebook.known_names() if name in archive.rows_of([name]))


def test_every_mark_and_bookmark_is_on_its_cable_and_paragraph(archive: Archive, notebook: Notebook) -> None:
    said = follow(archive, notebook)
    assert any(
        "76STATE290286 is the number of several cables here" in sentence and SHOWN in sentence for sentence in said
    )
    listed = [header.name for header in archive.headers(list(archive.whole().ids))]
    assert here(archive, notebook) == sorted(set(listed) - {"76STATE290286-whkrc", "76STATE290286-pcjwk"})
    seen: dict[str, list[str]] = json.loads((DATA / "blocks.json").read_text())
    mine = [item for item in notebook.bookmarks() if item.about.subject.startswith(("TALKS", "INVEST", "NETS"))]
    assert len(mine) == 13  # two of each, but one that was removed; two became one with two others
    assert {checked.verdict for checked in verify(archive, mine)} == {Verdict.SAME}
    assert all(item.text in seen[split_name(item.about.name)[0]] for item in mine)
    assert {item.text for item in notebook.bookmarks(SHOWN)} == set(seen["76STATE290286"][:1])
    assert notebook.marks([SHOWN])[SHOWN].state is State.DISMISSED


def test_the_notebook_of_the_samples_fits_to_them(samples: Path, notebook: Notebook) -> None:
    update(samples)
    with closing(Archive.open(samples)) as opened:
        found = [checked.verdict for checked in verify(opened, notebook.bookmarks())]
        assert found.count(Verdict.SAME) >= 4
        assert Verdict.DIFFERS not in found
        assert Verdict.MISSING not in found


def test_what_is_done_once_is_not_done_again(archive: Archive, notebook: Notebook) -> None:
    assert follow(archive, notebook)
    before = notebook.contents()
    assert follow(archive, notebook) == ()
    assert notebook.contents() == before


def test_undoing_follows_to_the_telegram(archive: Archive, notebook: Notebook) -> None:
    follow(archive, notebook)
    while (done := notebook.undo()) and "bookmark of 76STATE290286" not in done.what:
        assert done.left == (BOTH in done.cables)  # joined since with what its other name had
    assert done
    assert (done.what, done.cables, done.left) == (f"removed the bookmark of {SHOWN} ¶ 2", (SHOWN,), 0)
    assert len(notebook.bookmarks(SHOWN)) == 2
    while notebook.undo():
        pass
    assert {item.about.name for item in notebook.contents().bookmarks} == {BOTH}  # joined, so that nothing undoes it


def test_a_query_of_a_view_finds_what_it_found_and_what_was_hidden(
    archive: Archive, notebook: Notebook, file: Path
) -> None:
    follow(archive, notebook)
    archive.use(NotebookFields(file))
    views = {view.query: archive.view(Limit(view.query)) for view in notebook.views()}
    assert len(views["id:76STATE290286"]) == 3
    found = archive.headers(list(views["ref:75JIDDA4711 OR label:fish"].ids))
    assert SHOWN in [header.name for header in found]


def test_what_two_names_of_a_post_had_is_joined(archive: Archive, notebook: Notebook) -> None:
    assert archive.rows_of([BOTH, OLD]).keys() == {BOTH}
    assert notebook.marks([BOTH, OLD]).keys() == {BOTH}
    mark = notebook.marks([BOTH])[BOTH]
    assert (mark.state, mark.labels) == (State.KEPT, ("fish", "label 0", "label 1"))
    assert len(notebook.bookmarks(BOTH)) == 2
    assert notebook.stay("/jidda").cable == BOTH


def test_names_that_become_one_are_joined_as_merging_joins_them(notebook: Notebook) -> None:
    entries = notebook.entries(["09OSLO9002"])
    assert notebook.rename(dict.fromkeys(entries, "09OSLO9004")) == ()
    marks = notebook.marks(["09OSLO9002", "09OSLO9004"])
    assert marks.keys() == {"09OSLO9004"}
    assert marks["09OSLO9004"].state is State.KEPT  # and read
    assert len(notebook.bookmarks("09OSLO9004")) == 3  # one paragraph is the same
    note = next(item.note for item in notebook.bookmarks("09OSLO9004") if "HADDOCK" in item.text)
    assert note == "note on 09OSLO9002"


def test_the_places_where_reading_stopped_follow(archive: Archive, notebook: Notebook) -> None:
    before = notebook.place("76STATE290286")
    follow(archive, notebook)
    assert before
    assert notebook.place(SHOWN).digest == before.digest
    assert notebook.place("76STATE290286") is None
    assert notebook.stay("/archive").cable == "76STATE290286"  # of another archive, which may have one alone


def test_an_old_backup_follows_too(archive: Archive, tmp_path: Path) -> None:
    with closing(Notebook.open(tmp_path / "new.db")) as notebook, (DATA / "backup.jsonl").open() as lines:
        notebook.take_over(portable.read(lines), "restored")
        follow(archive, notebook)
        assert len(notebook.bookmarks(SHOWN)) == 2
        assert notebook.bookmarks("76STATE290286") == []
        while notebook.undo():
            pass
        assert not notebook.contents().marks


def test_a_telegram_that_has_its_number_to_itself_elsewhere_has_its_marks_there(
    archive: Archive, notebook: Notebook, tmp_path: Path
) -> None:
    follow(archive, notebook)
    for number, count in ((2, 1), (3, 0)):
        folder = tmp_path / f"alone-{number}"
        folder.mkdir()
        shutil.copy(DATA / f"archive/1976/state-{number}.txt", folder)
        update(folder)
        with closing(Archive.open(folder)) as alone:
            said = follow(alone, notebook)
            assert not said  # that it is shared was told already
            assert len(notebook.bookmarks("76STATE290286")) == count
            follow(archive, notebook)
            assert len(notebook.bookmarks(SHOWN)) == 1


def test_names_that_change_with_the_archive_are_told_once(archive: Archive, notebook: Notebook, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(DATA / "archive/1976/state-2.txt", alone)
    update(alone)
    with closing(Archive.open(alone)) as other:
        assert follow(archive, notebook)
        before = notebook.contents()
        for _ in range(2):
            assert follow(other, notebook) == ()
            assert notebook.marks(["76STATE290286"])
            assert follow(archive, notebook) == ()
            assert notebook.contents() == before


def test_an_old_backup_has_the_names_of_today(tmp_path: Path) -> None:
    with closing(Notebook.open(tmp_path / "new.db")) as notebook, (DATA / "backup.jsonl").open() as lines:
        notebook.take_over(portable.read(lines), "restored")
        assert OLD not in notebook.known_names()
        assert len(notebook.bookmarks(BOTH)) == 2


def test_a_mark_whose_telegram_is_not_here_stays_as_it_is(tmp_path: Path, notebook: Notebook) -> None:
    folder = tmp_path / "others"
    folder.mkdir()
    for number in (1, 3):
        shutil.copy(DATA / f"archive/1976/state-{number}.txt", folder)
    update(folder)
    with closing(Archive.open(folder)) as others:
        assert follow(others, notebook) == ()
        assert here(others, notebook) == []


LABELLED = """\
Identifier: 02OSLO3380
Origin: Embassy Oslo
Created: 2002-07-03 15:53:00
Classification: SECRET

S E C R E T OSLO 003380

SUBJECT: HERRING CONVENTION

1. (C) Ana Velmer had nothing to say about it.
"""


@pytest.mark.parametrize("subject", ["HERRING CONVENTION", "HERRING", ""])
def test_a_cable_that_was_called_by_its_file_has_its_marks_where_its_number_is_read(
    subject: str, tmp_path: Path
) -> None:
    folder = tmp_path / "labelled"
    folder.mkdir()
    (folder / "labels.txt").write_text(LABELLED)
    update(folder)
    with closing(Archive.open(folder)) as archive, closing(Notebook.open(tmp_path / "new.db")) as notebook:
        (header,) = archive.headers(list(archive.whole().ids))
        item = bookmark(header, reading_blocks(archive.cable(header.doc_id)), 0)
        item = replace(item, about=replace(item.about, name="labels.txt", date="", subject=subject))
        notebook.bookmark(item)
        said = follow(archive, notebook)
        assert said == ("labels.txt is called 02OSLO3380 in this archive, and so in the notebook.",)
        assert len(notebook.bookmarks("02OSLO3380")) == 1


def test_marks_of_another_file_of_the_same_name_stay(tmp_path: Path) -> None:
    folder = tmp_path / "labelled"
    folder.mkdir()
    (folder / "labels.txt").write_text(LABELLED)
    update(folder)
    with closing(Archive.open(folder)) as archive, closing(Notebook.open(tmp_path / "new.db")) as notebook:
        notebook.decide([CableSummary("labels.txt", subject="TALKS ABOUT COD")], State.KEPT)
        assert follow(archive, notebook) == ()
        assert notebook.known_names() == ["labels.txt"]


def test_a_paragraph_whose_signs_are_mended_now_is_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "mended"
    folder.mkdir()
    text = LABELLED.replace("about it", 'about Ole Lund\'s "hard-core" nets')
    (folder / "labels.txt").write_text(text)
    update(folder)
    with closing(Archive.open(folder)) as archive:
        (header,) = archive.headers(list(archive.whole().ids))
        item = bookmark(header, reading_blocks(archive.cable(header.doc_id)), 0)
        for shown, verdict in (
            ("Ole Lund,s &hard-core8 nets", Verdict.SAME),
            ("Ole Lund's soft nets", Verdict.DIFFERS),
        ):
            old = item.text.partition("Ole")[0] + shown + "."
            (checked,) = verify(archive, [replace(item, text=old, digest=digest_of(old))])
            assert checked.verdict is verdict
