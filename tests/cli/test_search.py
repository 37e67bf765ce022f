"""`cable-tui search`: what is found, how it is shown, and what a wrong query is told."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest
from harness.cables import export, misnamed, on, transmission
from harness.command import COMMAND, run
from harness.terminal import Terminal


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("nazarbayev", ["09ASTANA1103", "08MOSCOW1640"]),
        ("NAZARBAYEV zolotarev", ["08MOSCOW1640"]),
        ('"in 2010. While the country"', ["09ASTANA1103"]),
        ("class:>=confidential", ["08MOSCOW1640"]),
        ("date:2009 tag:KNNP", ["09ASTANA1103"]),
        ("ref:08MOSCOW1425", ["08MOSCOW1640"]),
        ("signed:hoagland OR signed:russell", ["09ASTANA1103", "08MOSCOW1640"]),
        ("NOT origin:moscow", ["09ASTANA1103"]),
        ("MOSCOW 1640", ["08MOSCOW1640"]),
        ('nazarbaev~ z?lo*rev "cooperation space"~0', ["08MOSCOW1640"]),
        ("", ["09ASTANA1103", "08MOSCOW1640"]),
    ],
)
def test_what_a_query_finds_newest_first(query: str, ids: list[str], samples: Path) -> None:
    done = run("search", "--format", "ids", samples, query)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ids, "")


def test_nothing_found_is_exit_code_1_as_with_grep(samples: Path) -> None:
    done = run("search", samples, "zzyzx")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "cable-tui: Nothing found. zzyzx: 0\n")


def test_what_each_clause_finds_alone_is_said_where_all_find_nothing(samples: Path) -> None:
    done = run("search", samples, "tag:PREL zzyzx 08MOSCOW1425")
    said = "zzyzx 08MOSCOW1425: 0 · tag:PREL: 2"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"cable-tui: Nothing found. {said}\n")


@pytest.mark.parametrize("query", ["08MOSCOW1425", "MOSCOW 1425", "id:08moscow1425"])
def test_a_cable_that_is_cited_only_is_said_to_be(query: str, samples: Path) -> None:
    done = run("search", samples, query)
    said = f"{query}: 0, cited by 1 cable (R there, or is:missing)"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"cable-tui: Nothing found. {said}\n")


@pytest.mark.parametrize("query", ["09MOSCOW512", "MOSCOW 512", "id:09MOSCOW512", "09HAVANA132", "HAVANA 132"])
def test_a_cable_is_found_by_the_number_of_its_text_and_by_that_of_the_catalogue(query: str, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "a.txt").write_text(misnamed("09HAVANA132", number=512, post="MOSCOW"), "utf-8")
    assert run("search", "--format", "ids", folder, query).stdout == "09HAVANA132\n"
    shown = run("show", folder, query.removeprefix("id:"))
    assert (shown.returncode, "09HAVANA132" in shown.stdout) == (0, True)


@pytest.mark.parametrize(
    ("query", "heading", "below"),
    [
        ("glonass", ["id", "date", "mark", "subject"], "08MOSCOW1640"),
        ("is:missing", ["id", "sent", "about", "cited", "by"], "08MOSCOW1425"),
    ],
)
def test_a_table_on_a_terminal_has_headings(query: str, heading: list[str], below: str, samples: Path) -> None:
    with Terminal(*COMMAND, "search", samples, query, columns=100) as terminal:
        assert terminal.finish() == 0
        lines = [line.split() for line in terminal.lines if line.strip()]
    assert (lines[0], lines[1][0]) == (heading, below)
    assert run("search", samples, query).stdout.split()[0] == below


def test_the_table_names_the_cable_and_shows_the_words_around_the_hit(samples: Path) -> None:
    lines = run("search", samples, "glonass").stdout.splitlines()
    assert lines[0].split(maxsplit=3) == ["08MOSCOW1640", "2008-06-09", "C", "MEDVEDEV'S EASY TRIP TO KAZAKHSTAN"]
    assert "the GLONASS satellite navigation system" in lines[1]


def test_jsonl_gives_the_records_of_export(samples: Path) -> None:
    found = [json.loads(line) for line in run("search", "--format", "jsonl", samples, "tag:PTER").stdout.splitlines()]
    exported = [json.loads(line) for line in run("export", samples).stdout.splitlines()]
    assert found == [record for record in exported if "PTER" in record["tags"]]
    assert len(found) == 1


def test_the_limit_keeps_the_newest(samples: Path) -> None:
    assert run("search", "--format", "ids", "--limit", "1", samples, "astana").stdout.split() == ["09ASTANA1103"]


def test_of_two_copies_one_is_shown(samples: Path) -> None:
    (samples / "again.txt").write_bytes((samples / "08MOSCOW1640.txt").read_bytes())
    assert run("search", "--format", "ids", samples, "glonass").stdout.split() == ["08MOSCOW1640"]


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("tag:", "tag:"),
        ("(mackerel", "parenthes"),
        ("colour:red", "colour"),
        ('"open', '"'),
        ("cod~5", "~5"),
    ],
)
def test_a_wrong_query_is_one_sentence_with_the_place(query: str, part: str, samples: Path) -> None:
    done = run("search", samples, query)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert part in done.stderr
    assert "at character" in done.stderr


@pytest.mark.parametrize("query", ["mackerel h*g*", "h*g* is:missing"])
def test_a_word_that_stands_for_too_many_is_one_sentence_with_the_place(query: str, tmp_path: Path) -> None:
    text = transmission(paragraphs=(" ".join(f"herring{number}" for number in range(1025)),))
    (tmp_path / "long.txt").write_text(text, encoding="utf-8")
    done = run("search", tmp_path, query)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "h*g* matches 1,025 words here, more than 1,024; type more of its letters" in done.stderr
    assert f"at character {query.index('h*') + 1} of the query: h*g*" in done.stderr


def test_where_no_cache_can_be_made_the_sources_are_searched(samples: Path, home: Path) -> None:
    (home / "cache").write_text("not a folder")
    for query in ("nazarbayev", "nazarbaev~ *stan"):
        done = run("search", "--format", "ids", samples, query)
        assert (done.returncode, done.stdout.split()) == (0, ["09ASTANA1103", "08MOSCOW1640"])
        assert len(done.stderr.splitlines()) == 1


# --- what is cited and not here ------------------------------------------------------------------------------------


def test_missing_cables_are_a_table_or_ids(repository: Path) -> None:
    folder = repository / "sample_cables"
    done = run("search", folder, "is:missing")
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["08MOSCOW1425", "~2008-05", "1"],
        ["08STATE9010", "2008", "1"],
    ]
    assert (done.returncode, done.stderr) == (0, "")
    reversed_ids = run("search", "--format", "ids", "--reverse", "--limit", "1", folder, "is:missing")
    assert reversed_ids.stdout == "08STATE9010\n"


def test_missing_cables_as_data_say_between_which_days_and_who_cites_them(repository: Path) -> None:
    done = run("search", "--format", "jsonl", repository / "sample_cables", "is:missing origin:moscow")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {
            "id": "08MOSCOW1425",
            "missing": True,
            "date": "~2008-05",
            "not_before": "2008-01-01",
            "not_after": "2008-06-09",
            "below": None,
            "above": "08MOSCOW1640",
            "doubts": [],
            "cited": 1,
            "cited_by": ["08MOSCOW1640"],
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["is:missing zzyzx"], 1, "cites a missing one"),
        (["is:missing OR cod"], 2, "cannot be used inside OR"),
        (["is:missing", "--sort", "id"], 2, "--sort cannot be used with is:missing"),
    ],
)
def test_missing_cables_that_cannot_be_listed(arguments: list[str], code: int, said: str, samples: Path) -> None:
    done = run("search", samples, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == bool(said)


def test_missing_cables_need_no_notebook(samples: Path, home: Path) -> None:
    (home / "data" / "cable-tui").mkdir(parents=True)
    (home / "data" / "cable-tui" / "notebook.db").write_text("no database", encoding="utf-8")
    assert run("search", "--format", "ids", samples, "is:missing").stdout == "08MOSCOW1425\n"


@pytest.mark.parametrize(
    "query", ["tomseth", "tom?eth", "deker~ *or", '"victor l. tomseth" fish', '"karen decker"', "mackerel OR velmer"]
)
def test_who_classified_a_cable_is_found_by_name(tmp_path: Path, query: str) -> None:
    (tmp_path / "cable.txt").write_text(
        "VZCZCXYZ0000\nRR RUEHWEB\n\nDE RUEHNY #9001 1541200\nO 031200Z JUN 79\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\n"
        "C O N F I D E N T I A L OSLO 009001\n\nE.O. 12065: GDS 8/12/85 (TOMSETH, VICTOR L.) OR-P\nTAGS: PREL, NO\n"
        "SUBJECT: FISH TALKS\n\nClassified by DCM Ana Velmer for Reasons 1.4 B & D.\nClassified by Karen Decker.\n"
        "\n¶1. (C) Nothing was said.\n"
    )
    done = run("search", "--format", "ids", tmp_path, query)
    assert (done.stdout.split(), done.stderr) == (["79OSLO9001"], "")


# --- CSV -------------------------------------------------------------------------------------------------------------


def rows_of(printed: str) -> list[dict[str, str]]:
    """The rows of a CSV with its own ends of lines."""
    assert printed.count("\r\n") == printed.count("\n")
    return list(csv.DictReader(io.StringIO(printed, newline=""), strict=True))


def printed_csv(*arguments: object) -> list[dict[str, str]]:
    """What `search --format csv` prints, byte by byte."""
    done = subprocess.run(
        [*COMMAND, "search", "--format", "csv", *map(str, arguments)], capture_output=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return rows_of(done.stdout.decode("utf-8"))


def test_csv_has_a_row_a_cable(samples: Path) -> None:
    first, second = printed_csv(samples, "nazarbayev")
    assert (first["id"], second["id"]) == ("09ASTANA1103", "08MOSCOW1640")
    assert second == {
        "id": "08MOSCOW1640",
        "date": "2008-06-09T14:47",
        "level": "CONFIDENTIAL",
        "origin": "Embassy Moscow",
        "subject": "MEDVEDEV'S EASY TRIP TO KAZAKHSTAN",
        "tags": "PREL ENRG EPET EWWT MARR PGOV PTER TSPA TSPL MASS EINV",
        "source": "08MOSCOW1640.txt",
        "message_number": "MOSCOW 1640",
        "classification": "CONFIDENTIAL",
        "characters": second["characters"],
        "remarks": "",
    }
    assert int(second["characters"]) > 1000


def test_csv_is_no_formula_and_hides_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "=odd"
    folder.mkdir()
    (folder / "@a,b.txt").write_text(export(subject='=HYPERLINK("x","y") \x1b[31m'), encoding="utf-8")
    (row,) = printed_csv(folder, "")
    assert row["subject"] == """'=HYPERLINK("x","y") ␛[31m"""
    assert row["source"] == "'@a,b.txt"


def test_csv_of_nothing_has_its_columns(samples: Path) -> None:
    done = run("search", "--format", "csv", samples, "zzyzx")
    assert done.returncode == 1
    assert done.stdout.startswith("id,date,level,origin,subject,tags,source,")
    assert len(done.stdout.splitlines()) == 1


def test_csv_without_a_cache_knows_the_files(samples: Path, home: Path) -> None:
    (home / "cache").write_text("not a folder")
    done = run("search", "--format", "csv", samples, "nazarbayev")
    rows = csv.DictReader(done.stdout.splitlines())
    assert [row["source"] for row in rows] == ["09ASTANA1103.txt", "08MOSCOW1640.txt"]


def test_files_are_asked_of_a_cache_alone(samples: Path, home: Path) -> None:
    (home / "cache").write_text("not a folder")
    done = run("search", "--format", "ids", samples, "source:08")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)


def test_missing_cables_as_csv_are_a_list_for_requests(tmp_path: Path) -> None:
    folder = tmp_path / "citing"
    folder.mkdir()
    cables = [
        {"number": 10, "when": on(2009, 1, 20), "references": ("RIO DE JANEIRO 5", "ATLANTIS 5")},
        {
            "number": 40,
            "when": on(2009, 4, 2),
            "references": ("09 RIO DE JANEIRO 5",),
            "paragraphs": ("Nothing.", "As ref A said.", "So did ref A, and RIO DE JANEIRO 5."),
        },
    ]
    for number, details in enumerate(cables):
        (folder / f"{number}.txt").write_text(export(**details), encoding="utf-8")
    first, second = printed_csv(folder, "is:missing")
    assert first == {
        "id": "09RIODEJANEIRO5",
        "post": "Consulate Rio De Janeiro",
        "message_number": "RIO DE JANEIRO 5",
        "date": "~2009-01",
        "not_before": "2009-01-01",
        "not_after": "2009-01-20",
        "likely": "",
        "below": "",
        "above": "",
        "cited": "2",
        "cited_by": "09OSLO40 (2009-04-02, ref A, ¶ 2, ¶ 3); 09OSLO10 (2009-01-20, ref A)",
        "doubts": "",
    }
    assert (second["id"], second["post"], second["message_number"]) == ("09ATLANTIS5", "ATLANTIS", "ATLANTIS 5")
    assert second["doubts"] == "unknown post"


def test_a_misspelt_word_is_asked_back_on_the_error_output(samples: Path) -> None:
    done = run("search", "--format", "csv", samples, "kazakstan tag:PREL")
    assert done.stderr == (
        "cable-tui: Nothing found. kazakstan: 0 (did you mean kazakhstan: 2 or kazakhstani: 1?) · tag:PREL: 2\n"
    )
