"""The archive as the screen asks it: from the event loop, answered elsewhere, with the last cables at hand."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cable_tui.archive import Limit
from cable_tui.archive.build.update import update
from cable_tui.store import StoreError
from cable_tui.tui.archive_worker import ArchiveWorker
from cable_tui.tui.reader.indexer import Indexer, Step, read_step


@pytest.fixture
async def library(many: Path) -> AsyncIterator[ArchiveWorker]:
    update(many)
    found = ArchiveWorker(many)
    await found.open()
    found.view = await found.ask(lambda archive: archive.view(Limit()))
    yield found
    found.close()


async def test_a_cable_that_was_asked_for_is_at_hand_and_there_are_only_a_few(library: ArchiveWorker) -> None:
    headers = await library.window(0, 100)
    for header in headers:
        assert library.at_hand(header.doc_id, "") is None
        reading = await library.read(header.doc_id, "")
        assert (reading.cable.id, reading.hits) == (header.id, ())
        assert library.at_hand(header.doc_id, "") is reading
        assert library.at_hand(header.doc_id, "cod") is None
    assert library.at_hand(headers[-2].doc_id, "")
    assert len([header for header in headers if library.at_hand(header.doc_id, "")]) <= 10
    library.forget()
    assert not [header for header in headers if library.at_hand(header.doc_id, "")]


async def test_the_cable_used_last_stays_longest_at_hand(library: ArchiveWorker) -> None:
    first, *others = await library.window(0, 40)
    for header in others:
        await library.read(first.doc_id, "")
        await library.read(header.doc_id, "")
    assert library.at_hand(first.doc_id, "")


async def test_a_cable_that_is_gone_is_none(library: ArchiveWorker) -> None:
    assert await library.read(10**9, "") is None


async def test_asking_before_opening_is_a_mistake_of_the_program(many: Path) -> None:
    found = ArchiveWorker(many)
    with pytest.raises(RuntimeError):
        await found.ask(lambda archive: archive.view(Limit()))
    found.close()


async def test_a_cache_that_cannot_be_opened_can_be_closed(many: Path, home: Path) -> None:
    (home / "cache").write_text("not a folder")
    found = ArchiveWorker(many)
    with pytest.raises(StoreError):
        await found.open()
    found.close()


# --- the build as a process ----------------------------------------------------------------------------------------


async def steps(archive: Path) -> list[Step]:
    return [step async for step in Indexer(archive).steps()]


async def test_a_build_reports_its_steps_and_its_end(many: Path) -> None:
    found = await steps(many)
    assert (found[0].cables, found[-2].cables) == (50, 450)
    assert found[-1].finished
    assert not any(step.finished for step in found[:-1])
    assert found[-2].share == 1.0


async def test_a_build_that_has_nothing_to_do_ends_with_one_step(many: Path) -> None:
    update(many)
    assert await steps(many) == [Step(finished=True)]


async def test_a_build_that_fails_says_why(tmp_path: Path) -> None:
    (step,) = await steps(tmp_path / "missing")
    assert step.finished
    assert "missing" in step.message
    assert "Traceback" not in step.message


async def test_a_build_that_was_started_keeps_its_reports(many: Path) -> None:
    indexer = Indexer(many)
    started = indexer.start()
    assert indexer.start() is started
    await asyncio.sleep(0.5)
    found = [step async for step in indexer.steps()]
    assert (found[0].cables, found[-1].finished) == (50, True)


async def test_where_there_is_no_room_for_a_build_it_is_said(many: Path) -> None:
    """No room for its pipes: as where there is none for a process, the system gives an error."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, limits[1]))
    try:
        (step,) = await steps(many)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert step == Step(finished=True, message="Cannot check for new cables: Too many open files.")


async def test_a_build_can_be_stopped_and_stopping_twice_is_harmless(many: Path) -> None:
    indexer = Indexer(many)
    await indexer.stop()
    reports = indexer.steps()
    assert (await anext(reports)).cables == 50
    await indexer.stop()
    await indexer.stop()
    assert [step async for step in reports][-1].finished


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"{",
        b"[]",
        b"null",
        b"5",
        b'"text"',
        b'{"unknown": 1}',
        b"Traceback (most recent call last):",
        b"\xff",
    ],
)
def test_a_line_that_is_no_step_is_passed_over(line: bytes) -> None:
    assert read_step(line) is None
