"""What helps to read: meanings, abbreviations, letters beside references, summaries and comments, wide panes."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness.cables import export
from harness.screen import reading

from cable_tui.archive.build.update import update
from cable_tui.cables import parse
from cable_tui.cables.glossaries.explain import abbreviations, explained_facts


def test_facts_come_with_the_meaning_of_their_words(repository: Path) -> None:
    cable = parse((repository / "sample_cables" / "08MOSCOW1640.txt").read_text("utf-8"))
    facts = dict(explained_facts(cable))
    assert "PREL" in facts["Tags"]
    assert "external political relations" in facts["Tags"]
    assert facts["Tags"].count("(") == len(cable.tags)
    assert "foreign government information" in facts["Reasons"]
    assert "SIPRNet" in facts["Captions"]
    assert "in the ordinary course" in facts["Precedence"]


@pytest.mark.parametrize(
    ("text", "origin", "expected"),
    [
        ("Poloff met the GON on cod.", "Embassy Oslo", {"POLOFF": "political", "GON": "Government of Norway"}),
        ("poloffs and EmbOffs", "", {"POLOFF": "political"}),
        ("Ana Velmer spoke of cod.", "Embassy Oslo", {}),
        (
            "POLADs and the GoN, said the Amb.",
            "Embassy Oslo",
            {"POLAD": "olitical", "GON": "Norway", "AMB": "mbassador"},
        ),
        ("Ivo goes on das economic mission to protect the mod.", "Embassy Oslo", {}),
    ],
)
def test_abbreviations_are_explained_for_the_country_of_the_post(
    text: str, origin: str, expected: dict[str, str]
) -> None:
    found = dict(abbreviations(text, origin))
    for word, meaning in expected.items():
        assert meaning in found[word]
    assert bool(found) == bool(expected)


async def test_the_abbreviations_of_a_paragraph_are_shown_and_closed(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "a.txt").write_text(export(paragraphs=("Poloff met the GON.", "Nothing else.")), "utf-8")
    update(folder)
    async with reading(folder) as reader:
        await reader.press("enter", "a")
        assert "POLOFF" in reader.text
        assert "Government of Norway" in reader.text
        await reader.press("a", "j", "a")
        assert "No word of this paragraph" in reader.status


async def test_letters_lead_to_what_the_text_refers_to(repository: Path) -> None:
    folder = repository / "sample_cables"
    update(folder)
    async with reading(folder, 100, 40) as reader:
        await reader.press("l", *"id:09COPENHAGEN9005", "enter", "escape", "enter", "f")
        assert "[a]ref A" in reader.text
        assert "[s]ref B" in reader.text
        await reader.press("a")
        assert reader.shown == "09OSLO9001"
        assert "[a]" not in reader.text
        await reader.press("ctrl+o", "f", "escape")
        assert reader.shown == "09COPENHAGEN9005"
        assert "[a]" not in reader.text


async def test_summary_and_comment_are_named_in_the_margin(repository: Path) -> None:
    folder = repository / "sample_cables"
    update(folder)
    async with reading(folder, 100, 50) as reader:
        await reader.press("l", *"id:09COPENHAGEN9005", "enter", "enter")
        words = [line.split()[0] for line in reader.pane("viewer") if line.split()[:1] in (["sum"], ["com"])]
        assert words == ["sum", "com"]


@pytest.mark.parametrize(("columns", "expected"), [(80, 0), (110, 6), (119, 10)])
async def test_the_text_stands_in_the_middle_of_a_wide_pane(columns: int, expected: int, archive: Path) -> None:
    update(archive)
    async with reading(archive, columns, 29) as reader:
        (line,) = [line for line in reader.pane("viewer") if line.strip().startswith("▌")]
        assert abs(line.index("▌") - expected) <= 2


async def test_paragraphs_above_u_and_at_the_highest_level_are_reached_by_key(repository: Path) -> None:
    folder = repository / "sample_cables"
    update(folder)
    async with reading(folder, 100, 40) as reader:
        await reader.press("l", *"id:09OSLO9001", "enter", "enter")
        markings = {block.number: block.marking.short for block in reader.viewer.blocks if block.marking}
        await reader.press("right_square_bracket")
        assert markings[reader.paragraph] != "U"
        await reader.press("right_parenthesis")
        assert markings[reader.paragraph].startswith("S")
        await reader.press("g", "left_parenthesis")
        assert reader.paragraph == 1
