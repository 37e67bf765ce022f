"""Marks, labels, bookmarks and their undoing: what was answered is in the file."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cable_tui.cables.levels import Level
from cable_tui.notebook import schema
from cable_tui.notebook.backups import copies, last_good, put_back
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.schema import set_aside
from cable_tui.notebook.state import State
from cable_tui.notebook.tables import META
from cable_tui.notebook.values import Bookmark, CableSummary, LastPosition, Mark, Place, SavedView, digest_of
from cable_tui.store import StoreDamaged, StoreError, open_store


def cable(number: int = 1) -> CableSummary:
    """An invented cable."""
    return CableSummary(
        f"09OSLO{number}", f"OSLO {number}", "2009-06-03T12:00", Level.SECRET, "SECRET", "Embassy Oslo", "COD"
    )


def bookmark(number: int = 1, text: str = "Ana Velmer spoke of cod.", **more: object) -> Bookmark:
    return Bookmark(cable(number), text, number=2, marking="S", place=1, digest=digest_of(text), **more)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "notebook.db"


@pytest.fixture
def notebook(file: Path):
    with closing(Notebook.open(file)) as found:
        yield found


def states(notebook: Notebook) -> dict[str, State]:
    return dict(notebook.states())


# --- marks and labels ------------------------------------------------------------------------------------------------


def test_a_decision_is_in_the_file_when_it_is_answered(notebook: Notebook, file: Path) -> None:
    done = notebook.decide([cable(1), cable(2)], State.KEPT)
    assert (done.what, done.cables) == ("kept 2 cables", ("09OSLO1", "09OSLO2"))
    with closing(Notebook.open(file)) as other:
        assert states(other) == {"09OSLO1": State.KEPT, "09OSLO2": State.KEPT}
        assert other.marks(["09OSLO2", "09OSLO3"])["09OSLO2"].about == cable(2)


def test_what_is_so_already_is_no_action(notebook: Notebook) -> None:
    notebook.decide([cable()], State.KEPT)
    assert notebook.decide([cable()], State.KEPT) is None
    assert notebook.undo().what == "kept 09OSLO1"
    assert notebook.undo() is None


def test_unread_and_without_labels_is_no_mark(notebook: Notebook) -> None:
    notebook.decide([cable()], State.READ)
    notebook.decide([cable()], State.UNREAD)
    assert list(notebook.all_marks()) == []


def test_labels_are_added_and_removed_without_regard_to_case_and_do_not_touch_the_state(notebook: Notebook) -> None:
    notebook.decide([cable()], State.DISMISSED)
    notebook.label([cable()], ["Energy", "to check"])
    notebook.label([cable()], ["gas"], ["ENERGY"])
    mark = notebook.marks(["09OSLO1"])["09OSLO1"]
    assert (mark.labels, mark.state) == (("gas", "to check"), State.DISMISSED)
    assert notebook.label([cable()], ["GAS"]) is None


def test_reading_counts_once_and_takes_no_decision_back(notebook: Notebook) -> None:
    assert notebook.saw(cable(1))
    assert not notebook.saw(cable(1))
    notebook.decide([cable(2)], State.KEPT)
    assert not notebook.saw(cable(2))
    assert states(notebook) == {"09OSLO1": State.READ, "09OSLO2": State.KEPT}


def test_labels_in_use_are_known_with_the_most_frequent_first(notebook: Notebook) -> None:
    notebook.label([cable(1), cable(2)], ["gas"])
    notebook.label([cable(1)], ["energy"])
    notebook.bookmark(bookmark(labels=("quote",)))
    assert notebook.labels() == ["gas", "energy", "quote"]


# --- undo ------------------------------------------------------------------------------------------------------------


def test_every_action_is_undone_and_done_again_across_restarts(file: Path) -> None:
    with closing(Notebook.open(file)) as first:
        first.decide([cable()], State.KEPT)
        first.label([cable()], ["gas"])
        first.bookmark(bookmark())
        first.note(bookmark(), "see para 3")
        first.remove_bookmarks([bookmark()])
    with closing(Notebook.open(file)) as second:
        assert second.undo().what == "removed the bookmark of 09OSLO1 ¶ 2"
        assert [item.note for item in second.bookmarks()] == ["see para 3"]
        assert second.undo().what == "note on 09OSLO1 ¶ 2"
        assert [item.note for item in second.bookmarks()] == [""]
        second.undo(), second.undo(), second.undo()
        assert (list(second.all_marks()), second.bookmarks(), second.undo()) == ([], [], None)
    with closing(Notebook.open(file)) as third:
        assert [third.redo().what for _ in range(5)][-1] == "removed the bookmark of 09OSLO1 ¶ 2"
        assert third.redo() is None
        assert third.bookmarks() == []
        assert third.marks(["09OSLO1"])["09OSLO1"].labels == ("gas",)


def test_ten_thousand_cables_are_one_step(notebook: Notebook) -> None:
    many = [cable(number) for number in range(1, 10_001)]
    notebook.decide(many[:1], State.KEPT)
    assert notebook.decide(many, State.DISMISSED).what == "dismissed 10,000 cables"
    assert notebook.undo().what == "dismissed 10,000 cables"
    assert states(notebook) == {"09OSLO1": State.KEPT}


def test_an_action_after_an_undo_leaves_nothing_to_redo(notebook: Notebook) -> None:
    notebook.decide([cable(1)], State.KEPT)
    notebook.undo()
    notebook.decide([cable(2)], State.KEPT)
    assert notebook.redo() is None


def test_a_session_undoes_its_own_actions_and_earlier_ones_but_not_those_of_another(file: Path) -> None:
    with closing(Notebook.open(file)) as earlier:
        earlier.decide([cable(1)], State.KEPT)
    with closing(Notebook.open(file)) as mine, closing(Notebook.open(file)) as other:
        mine.decide([cable(2)], State.KEPT)
        other.decide([cable(3)], State.KEPT)
        assert mine.undo().what == "kept 09OSLO2"
        assert mine.undo().what == "kept 09OSLO1"
        assert mine.undo() is None
        assert states(other) == {"09OSLO3": State.KEPT}


def test_what_another_session_has_changed_since_is_left_and_counted(file: Path) -> None:
    with closing(Notebook.open(file)) as mine, closing(Notebook.open(file)) as other:
        mine.decide([cable(1), cable(2)], State.DISMISSED)
        other.decide([cable(2)], State.KEPT)
        assert mine.undo().left == 1
        assert states(mine) == {"09OSLO2": State.KEPT}


def test_undoing_is_not_kept_from_a_cable_that_counts_as_read_by_itself(notebook: Notebook) -> None:
    notebook.decide([cable()], State.KEPT)
    notebook.decide([cable()], State.UNREAD)
    notebook.saw(cable())
    assert notebook.undo().left == 0
    assert states(notebook) == {"09OSLO1": State.KEPT}


_ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), st.sets(st.integers(1, 4), min_size=1), st.sampled_from(list(State))),
        st.tuples(st.just("label"), st.sets(st.integers(1, 4), min_size=1), st.sampled_from(["gas", "cod"])),
        st.tuples(st.just("unlabel"), st.sets(st.integers(1, 4), min_size=1), st.sampled_from(["gas", "cod"])),
        st.tuples(st.just("bookmark"), st.integers(1, 4), st.sampled_from(["one", "two"])),
        st.tuples(st.just("remove"), st.integers(1, 4), st.sampled_from(["one", "two"])),
        st.tuples(st.just("note"), st.integers(1, 4), st.text(max_size=5)),
    ),
    max_size=12,
)


def act(notebook: Notebook, kind: str, which, what) -> object:
    if kind == "decide":
        return notebook.decide(map(cable, which), what)
    if kind in ("label", "unlabel"):
        add, remove = ([what], []) if kind == "label" else ([], [what])
        return notebook.label(map(cable, which), add, remove)
    if kind == "bookmark":
        return notebook.bookmark(bookmark(which, what))
    if kind == "remove":
        return notebook.remove_bookmarks([bookmark(which, what)])
    return notebook.note(bookmark(which, "one"), what)


def seen(notebook: Notebook) -> object:
    """All of a notebook but the moments."""
    marks = sorted((mark.about.name, mark.state, mark.labels) for mark in notebook.all_marks())
    return marks, sorted((item.uid, item.text, item.note, item.labels) for item in notebook.bookmarks())


@given(_ACTIONS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_goes_back_step_by_step_and_redoing_forth(tmp_path_factory, actions) -> None:
    with closing(Notebook.open(tmp_path_factory.mktemp("undo") / "n.db")) as notebook:
        history = [seen(notebook)]
        for action in actions:
            if act(notebook, *action):
                history.append(seen(notebook))
        for before in history[-2::-1]:
            assert notebook.undo().left == 0
            assert seen(notebook) == before
        assert notebook.undo() is None
        for after in history[1:]:
            notebook.redo()
            assert seen(notebook) == after


# --- bookmarks, views, places ----------------------------------------------------------------------------------------


def test_a_bookmark_holds_all_that_it_needs_to_stand_alone(notebook: Notebook) -> None:
    notebook.bookmark(bookmark(note="see ¶ 3", labels=("quote",)))
    (found,) = notebook.bookmarks("09OSLO1")
    assert (found.about, found.text, found.number, found.marking) == (cable(), "Ana Velmer spoke of cod.", 2, "S")
    assert (found.note, found.labels, found.digest) == ("see ¶ 3", ("quote",), digest_of("Ana  Velmer\nspoke of cod."))
    assert found.created == found.changed != ""


def test_the_same_paragraph_is_bookmarked_once(notebook: Notebook) -> None:
    notebook.bookmark(bookmark())
    assert notebook.bookmark(bookmark()) is None
    notebook.bookmark(bookmark(copy=1))
    assert notebook.bookmark_counts() == {"09OSLO1": 2}


def test_a_note_makes_the_bookmark_that_it_needs(notebook: Notebook) -> None:
    notebook.note(bookmark(), "why?")
    assert [item.note for item in notebook.bookmarks()] == ["why?"]
    notebook.undo()
    assert notebook.bookmarks() == []


def test_views_and_places_are_remembered(notebook: Notebook) -> None:
    notebook.save_view(SavedView("Gas", "tag:EPET", "origin", True))
    notebook.save_view(SavedView("Gas", "tag:ENRG"))
    notebook.remember(Place("09OSLO1", 3, "abc"), LastPosition("/archive", "09OSLO2"))
    assert notebook.views() == [SavedView("Gas", "tag:ENRG")]
    assert (notebook.place("09OSLO1").block, notebook.stay("/archive").cable) == (3, "09OSLO2")
    notebook.remember(Place("09OSLO1", 0, "abc"), None)
    assert notebook.place("09OSLO1") is None
    notebook.undo()
    assert notebook.views() == [SavedView("Gas", "tag:EPET", "origin", True)]


# --- the file --------------------------------------------------------------------------------------------------------


def test_the_notebook_and_its_copies_are_the_users_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "cable-tui" / "notebook.db"
    with closing(Notebook.open(file)) as notebook:
        notebook.decide([cable()], State.KEPT)
        copy = notebook.copy_daily()
        for path in (file, copy):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_seven_daily_copies_are_kept_and_a_day_has_one(notebook: Notebook, file: Path) -> None:
    for day in range(1, 10):
        assert notebook.copy_daily(date(2026, 1, day))
    assert notebook.copy_daily(date(2026, 1, 9)) is None
    assert [path.name for path in copies(file)] == [f"notebook-2026-01-0{day}.db" for day in range(9, 2, -1)]


def test_a_copy_is_whole_while_another_session_writes(notebook: Notebook, file: Path, tmp_path: Path) -> None:
    notebook.decide([cable()], State.KEPT)
    copy = notebook.copy_daily(date(2026, 1, 1))
    notebook.decide([cable(2)], State.KEPT)
    with closing(Notebook.open(Path(put_to(copy, tmp_path / "other.db")))) as other:
        assert states(other) == {"09OSLO1": State.KEPT}


def put_to(copy: Path, file: Path) -> Path:
    put_back(copy, file)
    return file


@pytest.mark.parametrize("place", [0, 20, 100, None, -1])
def test_a_damaged_notebook_is_left_as_it_is_until_it_is_set_aside(place: int | None, file: Path) -> None:
    with closing(Notebook.open(file)) as notebook:
        notebook.decide([cable(number) for number in range(300)], State.KEPT)
        notebook.copy_daily(date(2026, 1, 1))
    data = bytearray(file.read_bytes())
    if place is None:
        place = data.index(b'"number":"OSLO')  # in the middle of an entry
        data[place : place + 8] = b"\x00" * 8
    elif place < 0:
        del data[len(data) // 2 :]
    else:
        data[place : place + 200] = b"\xff" * 200
    file.write_bytes(data)
    with pytest.raises(StoreDamaged):
        Notebook.open(file)
    assert file.read_bytes() == data
    aside = set_aside(file)
    assert aside.read_bytes() == data
    assert aside.name.startswith("notebook-damaged-20")
    put_back(last_good(file), file)
    with closing(Notebook.open(file)) as again:
        assert len(again.states()) == 300


def test_a_damaged_copy_is_passed_over(notebook: Notebook, file: Path) -> None:
    notebook.decide([cable()], State.KEPT)
    good = notebook.copy_daily(date(2026, 1, 1))
    notebook.copy_daily(date(2026, 1, 2)).write_bytes(b"nothing of the kind")
    assert last_good(file) == good


def test_putting_a_copy_back_overwrites_nothing(notebook: Notebook, file: Path) -> None:
    copy = notebook.copy_daily(date(2026, 1, 1))
    with pytest.raises(StoreError, match="exists"):
        put_back(copy, file)


def test_a_notebook_of_a_newer_version_is_read_and_not_written(file: Path) -> None:
    with closing(Notebook.open(file)) as notebook:
        notebook.decide([cable()], State.KEPT)
    with closing(open_store(file)) as db:
        db.rows(META).put({1: {"version": 99}})
    with closing(Notebook.open(file)) as newer:
        assert "newer version" in newer.read_only
        assert states(newer) == {"09OSLO1": State.KEPT}
        with pytest.raises(StoreError, match="newer version"):
            newer.decide([cable(2)], State.KEPT)
        newer.remember(None, LastPosition("/archive", "09OSLO1"))
    assert file.exists()


def test_a_notebook_that_cannot_be_written_now_is_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "_PATIENCE", 0.01)
    with closing(Notebook.open(file)) as notebook:
        notebook.decide([cable()], State.KEPT)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN")
        other.execute("SELECT * FROM marks").fetchone()
        with closing(Notebook.open(file)) as notebook:
            assert "is locked by another program" in notebook.read_only
            assert states(notebook) == {"09OSLO1": State.KEPT}


def test_a_file_that_is_something_else_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "notebook.db"
    file.write_text("Dear diary", encoding="utf-8")
    with pytest.raises(StoreDamaged, match="is not a database"):
        Notebook.open(file)
    assert file.read_text(encoding="utf-8") == "Dear diary"


def test_an_entry_that_cannot_be_read_is_said_to_be_damage(notebook: Notebook, file: Path) -> None:
    notebook.decide([cable()], State.KEPT)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE marks SET doc = '{\"about\": 7}'")
    with pytest.raises(StoreDamaged, match="entry that cannot be read"):
        notebook.marks(["09OSLO1"])


def test_a_row_that_older_programs_wrote_is_read_and_one_with_another_checksum_is_damage(file: Path) -> None:
    with closing(Notebook.open(file)) as notebook:
        notebook.decide([cable()], State.KEPT)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE marks SET doc = rtrim(doc, char(9, 10))")
    with closing(Notebook.open(file)) as notebook:
        assert states(notebook) == {"09OSLO1": State.KEPT}
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE marks SET doc = doc || ' '")
    with pytest.raises(StoreDamaged, match="is damaged"):
        Notebook.open(file)


def test_two_sessions_see_what_the_other_writes(file: Path) -> None:
    with closing(Notebook.open(file)) as mine, closing(Notebook.open(file)) as other:
        before = mine.changes()
        assert mine.changes() == before
        other.decide([cable()], State.KEPT)
        assert mine.changes() != before
        assert mine.marks(["09OSLO1"])["09OSLO1"] == Mark(
            cable(), State.KEPT, changed=mine.marks(["09OSLO1"])["09OSLO1"].changed
        )


def test_every_commit_is_on_the_disk(notebook: Notebook) -> None:
    """SQLite's own word for it; with NORMAL, a power cut may take the last commits of a write-ahead log."""
    (level,) = notebook._db.storage.connection.execute("PRAGMA synchronous").fetchone()
    assert level == 2, "FULL"


def test_a_copy_whose_indexes_disagree_is_passed_over(notebook: Notebook, file: Path) -> None:
    notebook.decide([cable(number) for number in range(30)], State.KEPT)
    good = notebook.copy_daily(date(2026, 1, 1))
    later = notebook.copy_daily(date(2026, 1, 2))
    data = bytearray(later.read_bytes())
    place = data.index(b"kept09OSLO7")  # in the index of marks by state; the row itself stays as it is
    data[place : place + 4] = b"kepu"
    later.write_bytes(data)
    assert last_good(file) == good
