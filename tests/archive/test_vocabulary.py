"""The vocabulary of an archive: it knows every word, however the cables came into the cache."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from harness.cables import export, on, transmission

from cable_tui.archive import Archive, Limit
from cable_tui.archive.build.update import Progress, update
from cable_tui.archive.query.syntax import QueryError
from cable_tui.archive.schema import WORDS, cache_file, open_cache
from cable_tui.archive.vocabulary import walk

#: A word of each kind of place: text, subject, a name in the text with accents, a signature, an official's name.
ASKED = {"hal?but": 1, "subject:turb?t": 1, "l?dz": 1, "signed:pel*er": 1, "turbut~ halibot~": 1, '"halibut lodz"~3': 1}
NEW = transmission(
    number=700, subject="TURBOT", paragraphs=("The halibut of Łódź, of lodz and of Ødegård is sold.", "It went well.")
).replace("BRANDVIK", "PELMERER")


def known(archive: Path) -> tuple[set[str], set[str]]:
    """The words that are kept, and those of the index."""
    with closing(open_cache(cache_file(archive))) as db:
        kept = {word for row in db.table(WORDS) for words in (row["texts"], row["facts"]) for word in words.split()}
        return kept, {word for some in walk(db.storage.connection) for words in some for word in words}


def counts(archive: Path) -> dict[str, int]:
    with closing(Archive.open(archive)) as opened:
        return {query: len(opened.view(Limit(query))) for query in ASKED}


def test_the_words_of_a_first_build_are_kept(many: Path) -> None:
    (many / "new.txt").write_text(NEW, encoding="utf-8")
    update(many)
    kept, there = known(many)
    assert kept == there
    assert {"halibut", "ødegard", "xsigpelmerer", "turbot"} <= kept
    assert counts(many) == ASKED


def test_a_small_build_adds_the_words_that_are_new(many: Path) -> None:
    update(many)
    before, _ = known(many)
    for number in range(1, 4):
        (many / f"new{number}.txt").write_text(
            export(number=700 + number, paragraphs=(f"Word{number} and herring{number}.",)), encoding="utf-8"
        )
        update(many)
    (many / "new.txt").write_text(NEW, encoding="utf-8")
    update(many)
    kept, there = known(many)
    assert kept == there
    assert {"word1", "herring2", "halibut"} <= kept - before
    with closing(open_cache(cache_file(many))) as db:
        assert len(db.table(WORDS)) == 1  # however many builds
    assert counts(many) == ASKED


def test_a_build_that_reads_much_gathers_the_words_anew(archive: Path) -> None:
    update(archive)
    assert "carp" in known(archive)[0]
    (archive / "older" / "99PRAGUE3.txt").unlink()
    (archive / "new.txt").write_text(NEW, encoding="utf-8")
    update(archive)
    kept, there = known(archive)
    assert kept == there
    assert "carp" not in kept
    assert counts(archive) == ASKED


def test_the_words_of_cables_that_are_gone_find_nothing(many: Path) -> None:
    (many / "new.txt").write_text(NEW, encoding="utf-8")
    update(many)
    (many / "new.txt").unlink()
    update(many)
    assert counts(many) == dict.fromkeys(ASKED, 0)


def test_sections_that_become_one_cable_bring_their_words(many: Path) -> None:
    update(many)
    for section, word in ((2, "STAVANGER"), (1, "BERGEN")):
        text = f"""\
 LIMITED OFFICIAL USE

 PAGE 01        OSLO  00777  0{section} OF 02
                     ---------------------  0548{section}0
 R 091200Z NOV 76
 FM AMEMBASSY OSLO
 TO SECSTATE WASHDC
 LIMITED OFFICIAL USE SECTION {section} OF 2 OSLO 777
 E.O. 11652: N/A
 TAGS: EFIS, NO
 SUBJECT: BOATS

 {section}. THE HARBOR OF {word} HAS SOLD ITS BOATS.
 VELMER
"""
        (many / f"section{section}.txt").write_text(text, encoding="utf-8")
        update(many)
    kept, there = known(many)
    assert there <= kept
    with closing(Archive.open(many)) as opened:
        assert len(opened.view(Limit("b?rgen stavang?r"))) == 1


def test_in_the_middle_of_a_first_build_all_words_so_far_are_known(many: Path) -> None:
    (many / "000.txt").write_text(NEW, encoding="utf-8")
    seen: list[Progress] = []
    first = update(many, seen.append, lambda: bool(seen))
    assert 0 < first.cables < 451
    assert counts(many) == ASKED
    update(many)
    assert counts(many) == ASKED
    kept, there = known(many)
    assert kept == there


def test_an_open_archive_learns_the_words_that_another_process_adds(many: Path) -> None:
    update(many)
    with closing(Archive.open(many)) as opened:
        assert [len(opened.view(Limit(query))) for query in ASKED] == [0] * len(ASKED)
        (many / "new.txt").write_text(NEW, encoding="utf-8")
        update(many)
        assert {query: len(opened.view(Limit(query))) for query in ASKED} == ASKED


def test_a_pattern_for_too_many_words_is_refused_and_its_letters_are_counted(tmp_path: Path) -> None:
    words = [" ".join(f"herring{number}{half}" for number in range(600)) for half in "ab"]
    (tmp_path / "long.txt").write_text(transmission(paragraphs=tuple(words)), encoding="utf-8")
    update(tmp_path)
    with closing(Archive.open(tmp_path)) as opened:
        with pytest.raises(QueryError, match=r"^h\*g\* matches 1,200 words here, more than 1,024"):
            opened.view(Limit("h*g*"))
        assert len(opened.view(Limit("h*a"))) == 1
        assert opened.counts("h*b herring7?c") == [("h*b", 1), ("herring7?c", 0)]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("h?rring", ["Herring", "herring", "herring"]),
        ("*lmer", ["Velmer", "Velmer"]),
        ("hering~1 c?rp", ["Herring", "herring", "carp", "herring"]),
        ('"carp herring"~1', ["herring", "carp"]),
        ('"carp velmer herring"~4', ["Velmer", "herring", "carp"]),
        ('NOT h?ddock "bones carp"~2', ["carp", "bones"]),
        ("subject:t?lks", []),
    ],
)
def test_hits_are_the_words_that_a_pattern_found(query: str, marked: list[str], tmp_path: Path) -> None:
    paragraphs = (
        "Herring is not what Ana asked for, and nobody else asked for anything at all.",
        "Ana Velmer likes herring, and carp even more; bones she minds. Velmer said so of herring too.",
    )
    text = transmission(subject="TALKS", paragraphs=paragraphs, when=on(2009, 6, 3))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    update(tmp_path)
    with closing(Archive.open(tmp_path)) as opened:
        (row,) = opened.view(Limit(query)).ids
        cable = opened.cable(row)
        assert cable is not None
        hits = opened.hits(cable, query)
        assert [cable.paragraphs[hit.block].text[hit.start : hit.end] for hit in hits] == marked
