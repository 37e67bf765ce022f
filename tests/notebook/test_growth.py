"""What a merge costs grows with what is merged, and what is merged has bounds that are said."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from harness.command import run

from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.portable import MAX_LINE, MAX_NOTE, Contents, PortableError, lines_of, merge, read, write
from cable_tui.notebook.state import State
from cable_tui.notebook.values import Bookmark, CableSummary, Mark, SavedView
from cable_tui.store import StoreError

_ABOUT = CableSummary("09OSLO1")
_REST = " and herring" * 10
_FEW, _TIMES = 1500, 6
_MOST = 3 * _TIMES  # the square would be 6 * _TIMES: far from both on a machine that does other things as well


def notes(count: int) -> Contents:
    return Contents(
        bookmarks=tuple(Bookmark(_ABOUT, "Cod.", note=f"note {number} on cod{_REST}") for number in range(count))
    )


def labels(count: int) -> Contents:
    return Contents(bookmarks=tuple(Bookmark(_ABOUT, "Cod.", labels=(f"l-{number}",)) for number in range(count)))


def marks(count: int) -> Contents:
    states = (State.KEPT, State.DISMISSED)
    return Contents(marks=tuple(Mark(_ABOUT, states[number % 2], (f"l-{number}",)) for number in range(count)))


def views(count: int) -> Contents:
    return Contents(views=tuple(SavedView("cod", f"cod {number}") for number in range(count)))


def seconds(work: Callable[[], object]) -> float:
    def once() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return min(once() for _ in range(2))


@pytest.mark.parametrize("many", [notes, labels, marks, views])
def test_a_merge_grows_with_what_is_merged(many: Callable[[int], Contents]) -> None:
    few, more = many(_FEW), many(_TIMES * _FEW)
    assert seconds(lambda: merge(Contents(), more)) < _MOST * max(seconds(lambda: merge(Contents(), few)), 0.002)


@pytest.mark.parametrize("many", [notes, labels, marks, views])
def test_merging_the_same_again_changes_nothing(many: Callable[[int], Contents]) -> None:
    once = merge(Contents(), many(50)).contents
    assert merge(once, many(50)).contents == once
    assert merge(once, once).contents == once


def test_a_note_that_does_not_fit_below_another_is_said_to_stay_in_its_file() -> None:
    mine, theirs = (
        Contents(bookmarks=(Bookmark(_ABOUT, "Cod.", note=word * (MAX_NOTE // len(word))),))
        for word in ("mine ", "theirs ")
    )
    merged = merge(mine, theirs)
    assert merged.contents == mine
    assert "was not merged" in merged.conflicts[0]


def test_a_note_of_any_length_is_refused_with_a_sentence(tmp_path: Path) -> None:
    long = Bookmark(_ABOUT, "Cod.", note="x" * (MAX_NOTE + 1))
    with pytest.raises(PortableError, match=r"Line 2: .* its note is longer than 100,000 characters"):
        read(write(Contents(bookmarks=(long,))))
    with (
        closing(Notebook.open(tmp_path / "notebook.db")) as notebook,
        pytest.raises(StoreError, match="shorten it"),
    ):
        notebook.note(long, long.note)


@pytest.mark.parametrize("action", ["merge", "restore"])
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/urandom"])
def test_a_device_is_no_notebook(action: str, device: str) -> None:
    done = run("notebook", action, device)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("cable-tui: Line 1")


def test_a_line_without_an_end_is_not_read_to_it() -> None:
    with pytest.raises(PortableError, match="Line 1 is longer than 16 MB"):
        list(lines_of(io.BytesIO(b"x" * (MAX_LINE + 1))))


def test_what_stands_twice_in_a_file_is_restored_and_counted_once(tmp_path: Path) -> None:
    file = tmp_path / "twice.jsonl"
    file.write_text(
        "".join(write(Contents(*(2 * values for values in (marks(1).marks, notes(1).bookmarks, views(1).views)))))
    )
    assert run("notebook", "restore", file).stdout == "1 bookmark, 1 mark and 1 view restored.\n"


def test_what_differs_under_one_name_is_restored_whole(tmp_path: Path) -> None:
    file = tmp_path / "twice.jsonl"
    file.write_text("".join(write(Contents(bookmarks=notes(2).bookmarks, views=views(2).views))))
    assert "1 bookmark, 0 marks and 2 views restored." in run("notebook", "restore", file).stdout
    with closing(Notebook.open()) as notebook:
        assert notebook.bookmarks()[0].note == f"note 0 on cod{_REST}\n\nnote 1 on cod{_REST}"
