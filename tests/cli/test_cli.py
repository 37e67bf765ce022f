"""The command line: what is printed where, and the exit codes."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
from harness.cables import HOSTILE, SHOWN, export, transmission
from harness.command import COMMAND, run
from harness.rows import ids
from harness.terminal import Terminal

import cable_tui
from cable_tui.archive.build.update import update
from cable_tui.archive.schema import cache_file
from cable_tui.cli import main
from cable_tui.cli.arguments import COMMANDS, command_parser

ESCAPE = "\x1b"


def one_line(done: subprocess.CompletedProcess[str], code: int) -> str:
    """The only line on standard error of a command that failed as it should."""
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("cable-tui: ")
    return done.stderr.strip()


# --- version and help ----------------------------------------------------------------------------------------------


def test_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"cable-tui {cable_tui.__version__}\n", "")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_every_command_and_the_exit_codes(option: str) -> None:
    done = run(option)
    assert (done.returncode, done.stderr) == (0, "")
    for word in ("ARCHIVE", "show", "export", "index", "exit codes", "0 success", "1 not found", "2 usage error"):
        assert word in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_examples_that_are_commands(command: str) -> None:
    done = run(command, "--help", env={**os.environ, "COLUMNS": "80"})
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= 80
    examples = re.findall(r"cable-tui (?!.*--help)([^|>)\n]*)", done.stdout.partition("examples:")[2])
    assert examples
    for example in examples:
        assert command_parser().parse_args(shlex.split(example.partition("    ")[0])).command == command


# --- show ------------------------------------------------------------------------------------------------------------


def test_show_is_plain_in_a_pipe(samples: Path) -> None:
    done = run("show", samples, "08MOSCOW1640")
    assert (done.returncode, done.stderr) == (0, "")
    assert ESCAPE not in done.stdout
    lines = done.stdout.splitlines()
    assert lines[0] == lines[-1] == "CONFIDENTIAL"
    assert "Subject        MEDVEDEV'S EASY TRIP TO KAZAKHSTAN" in lines
    assert sum(line.startswith("2. (C) Medvedev traveled to Astana May 22-23") for line in lines) == 1
    assert [int(line.split(".")[0]) for line in lines if re.match(r"\d+\. \(", line)] == list(range(1, 10))
    assert lines.index("Two Hours of Quality Time") < lines.index("Space Cooperation")
    assert "RUSSELL" in lines


def test_show_does_not_wrap_in_a_pipe(samples: Path) -> None:
    text = run("show", samples, "08MOSCOW1640").stdout
    assert max(map(len, text.splitlines())) > 500


def test_show_is_coloured_and_wrapped_on_a_terminal(samples: Path) -> None:
    with Terminal(*COMMAND, "show", samples, "08MOSCOW1640", columns=72) as terminal:
        assert terminal.finish() == 0
        printed = terminal.output.decode()
    assert f"{ESCAPE}[1;34mCONFIDENTIAL{ESCAPE}[0m" in printed
    plain = re.sub(r"\x1b\[[0-9;]*m", "", printed)
    assert ESCAPE not in plain
    assert max(map(len, plain.splitlines())) <= 72
    piped = run("show", samples, "08MOSCOW1640").stdout
    assert plain.split() == piped.split()


def test_a_terminal_without_colours_gets_none(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with Terminal(*COMMAND, "show", samples, "08MOSCOW1640") as terminal:
        assert terminal.finish() == 0
    assert not re.search(rb"\x1b\[[0-9;]*3[0-7]", bytes(terminal.output))


@pytest.mark.parametrize("name", ["08MOSCOW1640", "2008MOSCOW1640", "08moscow1640", "08 MOSCOW 1640", "08MOSCOW01640"])
def test_show_takes_an_id_however_it_is_written(name: str, samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(samples), name]) == 0
    assert "08MOSCOW1640" in capsys.readouterr().out


@pytest.mark.parametrize("names", [("a.txt", "b.txt"), ("b.txt", "a.txt")], ids=" ".join)
def test_show_prints_the_fuller_of_two_copies(
    names: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / names[0]).write_text(export(paragraphs=("One.", "The fuller one.")), encoding="utf-8")
    (tmp_path / names[1]).write_text(export(paragraphs=("One.",)), encoding="utf-8")
    assert main(["show", str(tmp_path), "09OSLO9001"]) == 0
    assert "The fuller one." in capsys.readouterr().out


def test_show_writes_out_what_is_hostile(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(export(subject=HOSTILE, paragraphs=(HOSTILE,)), encoding="utf-8")
    done = run("show", tmp_path, "09OSLO9001")
    assert done.stdout.count(SHOWN) == 2
    assert all(character.isprintable() or character == "\n" for character in done.stdout)


def test_show_writes_out_what_is_hostile_on_a_terminal_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(export(subject=HOSTILE, paragraphs=(HOSTILE,)), encoding="utf-8")
    with Terminal(*COMMAND, "show", tmp_path, "09OSLO9001", columns=200) as terminal:
        assert terminal.finish() == 0
    printed = terminal.output.decode()
    assert printed.count(SHOWN) == 2
    plain = re.sub(r"\x1b\[(0|2|1|1;3\d|1;9\d)m", "", printed)
    assert all(character.isprintable() or character in "\r\n" for character in plain)


# --- export ----------------------------------------------------------------------------------------------------------


def exported(archive: Path, *options: str) -> list[dict[str, Any]]:
    done = run("export", *options, archive)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\n")
    return [json.loads(line) for line in done.stdout.splitlines()]


def numbers_and_markings(cable: dict[str, Any]) -> list[tuple[int, str]]:
    return [(item["number"], item["marking"]) for item in cable["paragraphs"] if item["number"]]


def headings(cable: dict[str, Any]) -> list[str]:
    return [item["text"] for item in cable["paragraphs"] if item["kind"] == "heading"]


def test_export_writes_one_object_a_line_in_the_order_of_the_files(samples: Path) -> None:
    assert [cable["id"] for cable in exported(samples)] == ["08MOSCOW1640", "09ASTANA1103"]
    assert exported(samples, "--format", "jsonl") == exported(samples)


def test_export_is_ascii_so_that_no_tool_stumbles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        export(subject=HOSTILE + " ÅSE", paragraphs=("A line\u2028apart.",)), encoding="utf-8"
    )
    done = run("export", tmp_path)
    assert done.stdout.isascii()
    assert len(done.stdout.splitlines()) == 1
    assert json.loads(done.stdout)["subject"] == HOSTILE + " ÅSE"


def test_what_the_moscow_sample_holds(samples: Path) -> None:
    (cable,) = exported(samples / "08MOSCOW1640.txt")
    expected = {
        "id": "08MOSCOW1640",
        "message_number": "MOSCOW 001640",
        "transmission_id": "VZCZCXYZ0000",
        "date": "2008-06-09T14:47:00+00:00",
        "date_is_exact": True,
        "precedence": "ROUTINE",
        "classification": "CONFIDENTIAL",
        "level": "CONFIDENTIAL",
        "caveats": [],
        "captions": ["SIPDIS"],
        "origin": "Embassy Moscow",
        "sender": "AMEMBASSY MOSCOW",
        "executive_order": "12958",
        "declassify_on": "2018-06-05",
        "tags": "PREL ENRG EPET EWWT MARR PGOV PTER TSPA TSPL MASS EINV".split(),
        "subject": "MEDVEDEV'S EASY TRIP TO KAZAKHSTAN",
        "classified_by": {"name": "Alice G. Wells", "title": "Political Minister Counselor"},
        "reasons": ["b", "d"],
        "signed_by": ["RUSSELL"],
        "partial": False,
        "container": None,
        "unparsed": "",
    }
    assert {name: cable[name] for name in expected} == expected
    assert [(item["name"], item["route"], item["number"]) for item in cable["to"]] == [
        ("SECSTATE WASHDC", "RUEHC", "8506")
    ]
    assert [item["name"] for item in cable["info"]] == [
        "CIS COLLECTIVE",
        "MOSCOW POLITICAL COLLECTIVE",
        "NSC WASHDC",
        "CIA WASHDC",
        "SECDEF WASHDC",
        "DIA WASHDC",
    ]
    assert [(item["text"], item["id"], item["kind"]) for item in cable["references"]] == [
        ("MOSCOW 1425", "08MOSCOW1425", "cable")
    ]
    assert numbers_and_markings(cable) == list(zip(range(1, 10), "CCUUUCUCC", strict=True))
    assert headings(cable) == [
        "Two Hours of Quality Time",
        "Space Cooperation",
        "Nanotechnology",
        "Joint Development",
        "Regional Security",
        "Volga-Don Canal Expansion",
        "The Press and Experts React",
    ]
    assert cable["summary"].startswith("Summary: Russian MFA officials")
    assert cable["summary"].endswith("upgrade of the Volga-Don Canal. End Summary.")


def test_what_the_astana_sample_holds(samples: Path) -> None:
    (cable,) = exported(samples / "09ASTANA1103.txt")
    expected = {
        "id": "09ASTANA1103",
        "message_number": "ASTANA 001103",
        "transmission_id": "VZCZCXRO4947",
        "date": "2009-07-02T11:33:00+00:00",
        "date_is_exact": True,
        "precedence": "IMMEDIATE",
        "classification": "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
        "level": "CONTROLLED",
        "captions": ["SENSITIVE", "SIPDIS"],
        "origin": "Embassy Astana",
        "sender": "AMEMBASSY ASTANA",
        "executive_order": "12958",
        "declassify_on": None,
        "declassify": "N/A",
        "tags": "PREL PGOV PHUM ECON EPET KNNP AF RS KZ".split(),
        "subject": "KAZAKHSTAN: SCENESETTER FOR UNDER SECRETARY BURNS'S JULY 9-10 VISIT TO ASTANA",
        "references": [],
        "classified_by": None,
        "reasons": [],
        "signed_by": ["HOAGLAND"],
        "sections": 4,
        "partial": False,
        "unparsed": "",
    }
    assert {name: cable[name] for name in expected} == expected
    assert len(cable["page_marks"]) == 3
    assert [(item["name"], item["precedence"], item["number"]) for item in cable["to"]] == [
        ("SECSTATE WASHDC", "IMMEDIATE", "5702")
    ]
    assert len(cable["info"]) == 17
    assert (cable["info"][0]["name"], cable["info"][-1]["name"]) == ("CIS COLLECTIVE", "CDR USCENTCOM MACDILL AFB FL")
    assert numbers_and_markings(cable) == [(1, "U"), *((number, "SBU") for number in range(2, 16))]
    assert headings(cable) == [
        "FURTHER STRENGTHENING BILATERAL RELATIONS",
        "AFGHANISTAN: POISED TO DO EVEN MORE",
        "DEMOCRACY: SLOW GOING",
        "RAKHAT ALIYEV: A MAJOR PREOCCUPATION",
        "ECONOMY: AGGRESSIVE STEPS TO TACKLE ECONOMIC CRISIS",
        "SUSPENSION OF WTO NEGOTIATIONS",
        "ENERGY: DIVERSIFYING TRANSPORT ROUTES",
        "NON-PROLIFERATION: HALLMARK OF BILATERAL COOPERATION",
    ]
    (sixth,) = (item["text"] for item in cable["paragraphs"] if item["number"] == 6)
    assert "perhaps deploying a military medical unit or military engineering team" in sixth
    container = {"id": "09ASTANA1103", "date": "2009-07-02", "origin": "Embassy Astana"}
    assert {name: cable["container"][name] for name in container} == container


def test_export_goes_on_after_a_file_that_cannot_be_read(archive: Path) -> None:
    (archive / "broken.zip").write_bytes(b"PK\x03\x04 this is no zip")
    done = run("export", archive)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 5
    assert len(done.stderr.splitlines()) == 1
    assert "broken.zip" in done.stderr


# --- index -----------------------------------------------------------------------------------------------------------


def test_index_says_what_it_did_and_then_that_there_is_nothing_to_do(archive: Path) -> None:
    first, second = run("index", archive), run("index", archive)
    assert (first.returncode, first.stderr, second.returncode, second.stderr) == (0, "", 0, "")
    assert first.stdout.splitlines()[-1] == "5 cables read; files: 5 new, 0 changed, 0 removed, 0 unchanged"
    assert second.stdout == "0 cables read; files: 0 new, 0 changed, 0 removed, 5 unchanged\n"


def test_index_reports_its_progress(many: Path) -> None:
    lines = run("index", many).stdout.splitlines()
    said = [line.split(", ")[:2] for line in lines[:-1]]
    assert (said[0], said[-1]) == (["50 cables", "11%"], ["450 cables", "100%"])
    assert all(line.endswith("/s") for line in lines[:-1])


def test_index_reports_to_a_program_in_lines_of_json(many: Path) -> None:
    done = run("index", "--progress=json", many)
    steps = [json.loads(line) for line in done.stdout.splitlines()]
    assert [steps[place]["cables"] for place in (0, -2, -1)] == [50, 450, 450]
    assert [steps[place]["stored"] for place in (0, -2)] == [50, 450]
    assert steps[-2]["share"] == 1.0
    assert [step.get("finished", False) for step in steps] == [False] * (len(steps) - 1) + [True]
    assert steps[-1]["message"] == ""


def test_index_names_what_is_no_cable(archive: Path) -> None:
    (archive / "no\x1b[31mtes.md").write_text("# Fish\n\nNotes about fish.\n", encoding="utf-8")
    done = run("index", archive)
    assert done.returncode == 0
    assert len(done.stderr.splitlines()) == 1
    assert "tes.md: " in done.stderr
    assert ESCAPE not in done.stderr
    as_json = run("index", "--progress=json", archive)
    assert as_json.returncode == 0


def test_a_name_that_is_a_command_can_still_be_an_archive(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.rename(tmp_path / "index")
    monkeypatch.chdir(tmp_path)
    assert "needs a terminal" in one_line(run("index"), 2)
    assert run("index", "index").returncode == 0
    assert len(ids(tmp_path / "index")) == 5


def test_export_prints_what_a_query_finds_in_the_order_of_the_files(archive: Path) -> None:
    done = run("export", "--query", "herring OR origin:prague", archive)
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["08OSLO10", "08OSLO9", "99PRAGUE3"]
    whole = run("export", archive).stdout.splitlines()
    assert set(done.stdout.splitlines()) < set(whole)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--query", "hering"], 1, "did you mean herring: 2?"),
        (["--query", "tag:"], 2, "at character"),
        (["--query", "is:missing"], 2, "`cable-tui search` lists them"),
        (["--query", "cod", "--sources"], 2, "--query and --sources cannot be used together"),
        (["--query", "is:kept"], 1, "is:kept: 0"),
    ],
)
def test_export_of_a_query_that_finds_nothing_or_is_wrong(
    arguments: list[str], code: int, said: str, archive: Path
) -> None:
    assert said in one_line(run("export", *arguments, archive), code)


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [[], ["show"], ["export"], ["index"]], ids=str)
@pytest.mark.parametrize(
    ("path", "reason"),
    [("missing", "does not exist"), ("empty", "empty folder"), ("mis\x1b[31msing\n", "does not exist")],
)
def test_a_wrong_path_is_one_sentence(command: list[str], path: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    rest = ["08MOSCOW1640"] if command == ["show"] else []
    line = one_line(run(*command, tmp_path / path, *rest), 2)
    assert reason in line
    assert line.isprintable()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--unknown"],
        ["a", "b"],
        ["show"],
        ["show", "a"],
        ["export", "--format", "xml", "a"],
        ["export"],
        ["index", "--unknown", "a"],
        ["--unk\x1b[31mnown"],
    ],
    ids=str,
)
def test_wrong_usage_is_one_sentence(arguments: list[str]) -> None:
    line = one_line(run(*arguments), 2)
    assert "--help" in line
    assert line.isprintable()


@pytest.mark.parametrize("name", ["08MOSCOW1641", "nonsense", "", "\x1b[31m", "[/b]", "x" * 300])
def test_an_unknown_id_is_one_sentence(name: str, samples: Path) -> None:
    line = one_line(run("show", samples, name), 1)
    assert "has no cable" in line
    assert line.isprintable()


def test_the_screen_needs_a_terminal(samples: Path) -> None:
    line = one_line(run(samples), 2)
    assert "needs a terminal" in line
    assert "cable-tui show" in line


@pytest.mark.parametrize("command", [["show"], ["export"], ["index"]], ids=str)
@pytest.mark.parametrize(
    ("name", "contents"),
    [("notes.md", b"# Fish\n\nNotes about fish.\n"), ("empty.txt", b""), ("picture.png", bytes(range(256)) * 9)],
)
def test_a_file_that_is_no_cable_is_one_sentence(
    command: list[str], name: str, contents: bytes, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(contents)
    rest = ["08MOSCOW1640"] if command == ["show"] else []
    line = one_line(run(*command, file, *rest), 1)
    assert name in line


def test_a_folder_that_holds_no_cable_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Fish\n\nNotes about fish.\n", encoding="utf-8")
    done = run("export", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert "no cable found" in done.stderr


@pytest.mark.parametrize("arguments", [["index"], ["show", "09OSLO9010"], ["export"]], ids=str)
def test_a_cache_that_cannot_be_written_is_one_sentence_and_only_the_index_needs_it(
    arguments: list[str], archive: Path, home: Path
) -> None:
    (home / "cache").write_text("not a folder")
    done = run(arguments[0], archive, *arguments[1:])
    if arguments == ["index"]:
        assert str(home / "cache") in one_line(done, 1)
    elif arguments == ["export"]:
        assert "Exporting every copy instead." in one_line(done, 0)
    else:
        assert (done.returncode, done.stderr) == (0, "")


def test_a_damaged_cache_is_rebuilt_by_the_index(archive: Path) -> None:
    update(archive)
    cache_file(archive).write_bytes(b"damaged" * 1000)
    assert run("index", archive).returncode == 0
    assert len(ids(archive)) == 5


# --- pipes and devices -----------------------------------------------------------------------------------------------


def closed_pipe() -> int:
    """The end to write of a pipe that nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["show", "SAMPLES", "09ASTANA1103"],
        ["export", "SAMPLES"],
        ["index", "SAMPLES"],
        ["index", "--progress=json", "SAMPLES"],
    ],
    ids=" ".join,
)
def test_a_reader_that_went_away_is_no_error_to_speak_of(arguments: list[str], samples: Path) -> None:
    writer = closed_pipe()
    try:
        done = run(*(str(samples) if item == "SAMPLES" else item for item in arguments), stdout=writer)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) in [(0, ""), (1, "")]


@pytest.mark.parametrize("command", ["export {0}", "show {0} 09ASTANA1103", "index {0}"])
def test_the_first_line_of_a_pipe(command: str, samples: Path) -> None:
    script = f"{' '.join(COMMAND)} {command.format(samples)} | head -n 1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, timeout=60, check=True)
    assert done.stderr == b""
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["show", "SAMPLES", "09ASTANA1103"], ["export", "SAMPLES"]], ids=" ".join)
def test_a_full_disk_is_one_sentence(arguments: list[str], samples: Path) -> None:
    with Path("/dev/full").open("w") as full:
        one_line(run(*(str(samples) if item == "SAMPLES" else item for item in arguments), stdout=full), 1)


def test_an_output_that_knows_ascii_only_costs_characters_and_not_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    text = transmission(subject="ÅSE’S COD", paragraphs=("Crème fraîche — with cod.",))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    done = run("show", tmp_path, "09OSLO9001")
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
    assert "with cod." in done.stdout


def test_main_returns_the_exit_code(samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(samples), "08MOSCOW1640"]) == 0
    assert main(["show", str(samples), "08MOSCOW1641"]) == 1
    assert main(["show", str(samples)]) == 2
    assert capsys.readouterr().err.count("\n") == 2
