"""README and manual: every topic can be read, and what they print to be typed works as printed."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest
from harness.command import run
from harness.terminal import Terminal
from markdown_it import MarkdownIt

from cable_tui import help as manual
from cable_tui.archive import Archive, Limit
from cable_tui.archive.build.update import update
from cable_tui.archive.query.compile import compile_query
from cable_tui.cli.arguments import COMMANDS, screen_parser
from cable_tui.evidence.query_fields import notebook_fields

REPOSITORY = Path(__file__).parent.parent
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
PAGES = {"README": README, **{topic: manual.markdown(topic) for topic in manual.TOPICS}}
_WIDEST_CODE = 78  # cells of a line of code on a screen of 80
#: What words in capitals stand for; COMMAND stands for several things, so lines with it are not run.
_STANDS_FOR = {
    "ARCHIVE": "sample_cables",
    "ID": "08MOSCOW1640",
    "QUERY": "glonass",
    "FILE": "backup.jsonl",
    "[TOPIC]": "query",
    "TOPIC": "query",
}


def code(text: str) -> list[str]:
    """Every line of code in a page: those of its blocks, and what stands in backticks."""
    found = []
    for token in MarkdownIt().enable("table").parse(text):
        if token.type in ("fence", "code_block"):
            found += token.content.splitlines()
        found += [child.content for child in token.children or () if child.type == "code_inline"]
    return found


def commands() -> list[str]:
    """Every command line of README and manual, some of them pipelines, without the remark behind it."""
    lines = {re.split(r"  |; ", line)[0] for text in PAGES.values() for line in code(text)}
    return sorted(line for line in lines if line.startswith("cable-tui") and "COMMAND" not in line)


def filled_in(line: str) -> list[str]:
    """The words of a command line behind its name, with what capitals stand for."""
    return [_STANDS_FOR.get(word, word) for word in shlex.split(line)[1:]]


def table(heading: str) -> list[str]:
    """The first column of the table below a heading of the README, without its backticks; one row may have several."""
    section = README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def queries() -> list[str]:
    """The queries of the README and those of the manual's commands; each finds something in the samples."""
    searches = [filled_in(line) for line in commands() if line.startswith("cable-tui search sample_cables ")]
    return [*table("Queries"), *(words[2] for words in searches)]


@pytest.fixture
def working_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with the samples, a backup of an empty notebook and nothing else."""
    (tmp_path / "sample_cables").symlink_to(REPOSITORY / "sample_cables")
    monkeypatch.chdir(tmp_path)
    assert run("notebook", "backup", "backup.jsonl").returncode == 0
    return tmp_path


def test_there_is_something_to_try() -> None:
    assert len(commands()) > 30
    assert len(queries()) > 15


@pytest.mark.parametrize("line", commands())
def test_a_command_line_does_what_it_says(line: str, working_copy: Path) -> None:
    *first, line = line.split(" | ")
    words = filled_in(line)
    if not words or words[0] not in COMMANDS:
        assert screen_parser().parse_args(words).archive in (None, Path("sample_cables"))
        return
    if words[1:2] == ["backup"]:
        (working_copy / "backup.jsonl").unlink()
    given = "".join(run(*filled_in(part)).stdout for part in first)
    done = run(*words, input=given, stdin=None) if first else run(*words)
    assert (done.returncode, done.stderr) in ((0, ""), (1, "")), done.stderr  # 1: an empty notebook exports nothing
    assert done.stdout or words[:2] == ["notebook", "export"]


@pytest.mark.parametrize("query", queries())
def test_a_query_finds_something_in_the_samples(query: str) -> None:
    samples = REPOSITORY / "sample_cables"
    update(samples)
    archive = Archive.open(samples)
    try:
        missing = archive.missing(query)
        assert len(archive.view(Limit(query)) if missing is None else missing)
    finally:
        archive.close()


def test_every_field_of_the_manual_is_one() -> None:
    rows = re.findall(r"^\| ((?:`[a-z]+:`\s?)+) \|", manual.markdown("query"), re.MULTILINE)
    fields = [field for row in rows for field in re.findall(r"`(.+?)`", row)]
    assert len(fields) > 10
    for field in fields:
        values = {"is:": "kept", "has:": "note", "date:": "2008", "class:": "secret", "precedence:": "routine"}
        values |= {"id:": "08MOSCOW1640", "ref:": "08MOSCOW1640"}
        query = f"{field}{values.get(field, 'x')}"
        assert compile_query(query, notebook_fields(query)) is not None


@pytest.mark.parametrize("query", re.findall(r"`([a-z]+:[^` ]+)`", manual.markdown("query")))
def test_every_example_of_the_manual_is_a_query(query: str) -> None:
    assert compile_query(query, notebook_fields(query), with_missing=True) is not None


def test_the_readme_is_short_and_leads_to_every_topic() -> None:
    assert len(README.splitlines()) <= 200
    linked = re.findall(r"\]\(cable_tui/help/(\w+)\.md\)", README)
    assert linked == list(manual.TOPICS)
    assert set(manual.TOPICS) == {path.stem for path in Path(manual.__file__).parent.glob("*.md")}


@pytest.mark.parametrize("topic", manual.TOPICS)
def test_a_topic_fits_a_screen_of_80_columns(topic: str) -> None:
    blocks = [token for token in MarkdownIt().parse(manual.markdown(topic)) if token.type == "fence"]
    assert [line for block in blocks for line in block.content.splitlines() if len(line) > _WIDEST_CODE] == []
    assert max(map(len, manual.rendered(topic, 80).plain.split("\n"))) <= 80


def test_a_topic_is_markdown_in_a_pipe_and_paged_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("help", "query").stdout == manual.markdown("query")
    monkeypatch.setenv("PAGER", "cat")
    with Terminal(sys.executable, "-m", "cable_tui", "help", "files") as terminal:
        assert terminal.finish() == 0
        assert "Crash reports" in terminal.text
        assert "**" not in terminal.text


def test_an_unknown_topic_is_answered_with_the_topics() -> None:
    done = run("help", "fish")
    assert done.returncode == 2
    assert "no such topic: fish" in done.stderr
    assert "notebook" in done.stderr


def test_the_list_of_topics_names_each_with_its_title() -> None:
    listed = run("help").stdout
    for topic in manual.TOPICS:
        assert re.search(rf"^  {topic} +{re.escape(manual.title(topic))}$", listed, re.MULTILINE)


def test_the_first_job_of_the_readme(working_copy: Path) -> None:
    keys = table("A first job: from start to citation")
    assert len(keys) <= 10
    typed = {"/": ["glonass"], "M": ["why", "ctrl+s"]}
    shown = {"enter": "¶", "M": "note on", "Y": "citation", "F": "kept"}
    with Terminal(Path(sys.executable).with_name("cable-tui"), "sample_cables") as terminal:
        terminal.until_text("of 8")
        for key in keys[:-1]:
            terminal.press(key, *typed.get(key, []))
            terminal.until_text(shown.get(key, ""))
        terminal.send(keys[-1])
        assert terminal.finish() == 0
    assert "why" in run("notebook", "export", "--format", "md").stdout
