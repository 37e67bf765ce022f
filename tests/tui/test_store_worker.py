"""One thread owns a store: it answers in the order asked, and says why it cannot."""

from __future__ import annotations

import asyncio
import threading
from contextlib import nullcontext
from pathlib import Path

import pytest

from cable_tui.store import StoreError
from cable_tui.tui.store_worker import StoreWorker


@pytest.fixture
def worker() -> StoreWorker[list[int]]:
    return StoreWorker("numbers", Path("numbers"), nullcontext, RuntimeError("not open"))


async def test_questions_are_answered_in_their_order_by_one_other_thread(worker: StoreWorker[list[int]]) -> None:
    worker.store = []
    await asyncio.gather(*(worker.ask(lambda numbers, n=n: numbers.append(n)) for n in range(50)))
    assert worker.store == list(range(50))
    threads = {await worker.ask(lambda _: threading.get_ident()) for _ in range(5)}
    assert len(threads | {threading.get_ident()}) == 2
    worker.shut(None)


async def test_what_is_not_open_or_closed_says_so(worker: StoreWorker[list[int]]) -> None:
    with pytest.raises(RuntimeError, match="not open"):
        await worker.ask(len)
    worker.store = [1]
    worker.shut(worker.store.clear)
    assert worker.store == []
    with pytest.raises(StoreError):
        await worker.ask(len)
