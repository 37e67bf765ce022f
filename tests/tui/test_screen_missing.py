"""Cables that are cited and not here: the list, who cites them, and the way there and back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from harness.cables import HOSTILE, on, transmission
from harness.screen import Reader, reading

from cable_tui.archive import Archive
from cable_tui.archive.build.update import update
from cable_tui.archive.missing import Citations


@pytest.fixture
def citing(tmp_path: Path) -> Path:
    """Three cables of Oslo that cite 09OSLO50, and 300 others that the archive does not have."""
    folder = tmp_path / "citing"
    folder.mkdir()
    quiet = ("Nothing of cod.",) * 12
    for number, month in ((40, 4), (60, 5), (70, 6)):
        text = transmission(
            number=number,
            when=on(2009, month, 2),
            subject=f"CARP {number}",
            references=(("OSLO 10",) if number == 40 else ("OSLO 50",)),
            paragraphs=(*quiet, "Ana Velmer wrote (reftel) of herring.", "She wrote again in 09 PRAGUE 1234.", *quiet),
        )
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    for number in range(100):
        references = tuple(f"PARIS {3 * number + step + 200}" for step in range(3))
        text = transmission(number=number + 1000, when=on(2009, 7, 2), references=references)
        (folder / f"many{number}.txt").write_text(text, encoding="utf-8")
    update(folder)
    return folder


@pytest.fixture
async def reader(citing: Path):
    async with reading(citing, 100, 24) as found:
        yield found


async def ask(reader: Reader, query: str) -> None:
    await reader.press("l", *query, "enter")


async def test_who_looks_for_a_cable_that_is_only_cited_is_told_where_it_is(reader: Reader) -> None:
    await ask(reader, "09OSLO50")
    assert "Nothing found. 09OSLO50: 0, cited by 2 cables (R there, or is:missing)" in reader.status


async def test_a_query_opens_the_list_and_leaves_the_limit_alone(reader: Reader) -> None:
    await ask(reader, "subject:carp")
    before = reader.body
    await ask(reader, "is:missing")
    assert re.search(r"not in this archive · is:missing .* 1 of 302$", reader.lines[0])
    assert re.fullmatch(r"▌09OSLO50 +~2009-04 +2", reader.lines[1])
    assert re.fullmatch(r" 09OSLO10 +~2009-01 +1", reader.lines[2])
    assert re.fullmatch(r" 09PARIS200 +Jan-Jul 2009 +1", reader.lines[3])
    await reader.press("q")
    assert reader.body == before


async def test_the_rest_of_the_query_says_who_cites(reader: Reader) -> None:
    await ask(reader, "is:missing subject:carp")
    assert reader.lines[0].endswith("1 of 2")
    await reader.press("escape")
    await ask(reader, "is:missing zander")
    assert "No cited cable is missing." in reader.status
    await ask(reader, "carp OR is:missing")
    assert "cannot be used inside OR, NOT" in reader.status


async def test_the_command_is_about_what_the_list_shows(reader: Reader) -> None:
    await reader.press("I")
    assert reader.lines[0].endswith("1 of 302")
    await reader.press("I")
    await ask(reader, "subject:carp OR subject:nothing")
    await reader.press("I")
    assert "is:missing (subject:carp OR subject:nothing)" in reader.lines[0]
    assert reader.lines[0].endswith("1 of 2")


async def test_the_command_is_in_the_palette(reader: Reader) -> None:
    await reader.press("colon", *"cited by the list", "enter")
    assert reader.lines[0].endswith("1 of 302")


async def test_the_whole_list_can_be_gone_through(reader: Reader) -> None:
    await reader.press("I", "G")
    assert reader.lines[0].endswith("302 of 302")
    assert re.search(r"▌09PARIS499 +Jan-Jul 2009 +1", reader.text)
    await reader.press("b")
    assert reader.lines[0].endswith("281 of 302")
    await reader.press("g", "k", "j", "j")
    assert reader.lines[0].endswith("3 of 302")
    await reader.press(*["space"] * 6)
    assert all(re.search(r"09PARIS\d+ +Jan-Jul 2009 +1", line) for line in reader.lines[1:-1])


async def test_a_citing_cable_opens_at_the_paragraph_and_back_goes_back(reader: Reader) -> None:
    await reader.press("G", "I", "enter")
    assert "Cables citing 09OSLO50" in reader.lines[0]
    assert "~2009-04 · after 09OSLO40 (2009-04-02) · before 09OSLO60 (2009-05-02)" in reader.lines[1]
    assert re.search(r"OSLO 60 +ref A · ¶ 13 · CARP 60", reader.text)
    assert "¶ 13  Ana Velmer wrote (reftel) of herring." in reader.text
    await reader.press("enter")
    assert (reader.shown, reader.paragraph, reader.focus) == ("09OSLO60", 13, "viewer")
    await reader.press("ctrl+o")
    assert "Cables citing 09OSLO50" in reader.lines[0]
    await reader.press("q")
    assert reader.lines[0].endswith("1 of 302")
    await reader.press("q")
    assert reader.cursor == "09OSLO40"
    await reader.press("ctrl+n")
    assert (reader.shown, reader.paragraph) == ("09OSLO60", 13)


async def test_each_paragraph_can_be_gone_to_from_the_references(reader: Reader) -> None:
    """The open cable cites one in its REF line and one in its text alone; both are rows of their own."""
    await ask(reader, "id:09OSLO60")
    await reader.press("R")
    assert re.search(r"~2009-04 +\? +09OSLO50 +not in this archive · cited by 2 · ref A · ¶ 13\n", reader.text)
    assert re.search(r"2009 +\? +09PRAGUE1234 +not in this archive · ¶ 14\n", reader.text)
    await reader.press("enter")
    assert "cited by 2" in reader.text
    assert reader.text.count("¶ 13  Ana Velmer") == 2
    line = next(place for place, text in enumerate(reader.lines) if "OSLO 70" in text)
    await reader.press(*["j"] * (line - 1), "enter")  # the cursor stood on the first row below the heading
    assert reader.shown == "09OSLO70"
    assert reader.paragraph == 13


async def test_nothing_of_it_is_done_in_the_thread_of_the_screen(citing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    threads: set[str] = set()
    for owner, name in ((Archive, "missing"), (Archive, "described"), (Archive, "estimate"), (Citations, "count")):
        real = getattr(owner, name)

        def noted(*values: object, real: object = real, **named: object) -> object:
            threads.add(threading.current_thread().name)
            return real(*values, **named)

        monkeypatch.setattr(owner, name, noted)
    async with reading(citing) as reader:
        await reader.press("I", "enter", "enter", "R")
    assert {name.rpartition("_")[0] for name in threads} == {"archive"}


async def test_what_stands_in_a_reference_is_shown_and_no_more(tmp_path: Path) -> None:
    text = transmission(references=("PRAGUE 712",), paragraphs=(f"Reported in reftel {HOSTILE}",), subject=HOSTILE)
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    update(tmp_path)
    async with reading(tmp_path, 100, 24) as reader:
        await reader.press("I", "enter")
        assert "[REDACTED] VISIT [/b]" in reader.text
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", reader.text)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12), (20, 5)])
async def test_ids_and_counts_stay_where_it_is_narrow(columns: int, rows: int, citing: Path) -> None:
    async with reading(citing, columns, rows) as reader:
        await reader.press("I")
        assert re.search(r"▌09OSL\S* +~2009-04", reader.text)
        await reader.press("enter", "q", "q")
        assert reader.focus == "list"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("T",), "use it only in a limit"),
        (("enter", "slash"), "use it only in a limit"),
        (("m", "apostrophe", "slash"), "is:missing is not known here"),
    ],
)
async def test_elsewhere_it_is_told_where_it_belongs(keys: tuple[str, ...], said: str, reader: Reader) -> None:
    await reader.press(*keys, *"is:missing", "enter")
    assert said in reader.text
    assert reader.list.count == 103


async def test_what_is_not_certain_of_a_reference_is_seen_on_a_narrow_screen(tmp_path: Path) -> None:
    texts = (
        transmission(number=50, when=on(2008, 5, 13), references=("BEIJING 5237", "OSLO 70")),
        transmission(number=1840, post="BEIJING", when=on(2007, 3, 19)),
    )
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    update(tmp_path)
    async with reading(tmp_path, 60, 24) as reader:
        await reader.press("R")
        assert re.search(r"Jan-May 2008  \?     08BEIJING5237  perhaps 07BEIJING", reader.text)
        assert re.search(r"2007          \?     07OSLO70  the year is probable", reader.text)


@pytest.mark.parametrize("keys", [["j"] * 9, ["down"] * 9, ["ctrl+f"] * 2, ["ctrl+d"] * 4, ["G"]])
async def test_the_references_scroll_with_the_cursor_whatever_moves_it(keys: list[str], tmp_path: Path) -> None:
    references = tuple(f"PARIS {number}" for number in range(201, 209))
    (tmp_path / "1.txt").write_text(transmission(references=references), encoding="utf-8")
    update(tmp_path)
    async with reading(tmp_path, 80, 8) as reader:
        await reader.press("R")
        first = reader.text
        assert "PARIS201" in first
        assert "PARIS208" not in first
        await reader.press(*keys)
        assert "PARIS201" not in reader.text
        assert "PARIS208" in reader.text
        await reader.press("g")
        assert reader.text == first
