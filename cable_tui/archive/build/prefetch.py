"""Runs an iterator ahead of its consumer, in another thread."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import TypeVar

_T = TypeVar("_T")
_PATIENCE = 0.1  # seconds between checks whether the consumer has stopped


class _End:
    """Follows the last item; `error` is the exception that ended the iterator, if any."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def ahead(items: Iterator[_T], most: int) -> Iterator[_T]:
    """The items in order, with at most `most` waiting. Closing this iterator also closes `items`."""
    waiting: queue.Queue[_T | _End] = queue.Queue(most)
    over = threading.Event()
    thread = threading.Thread(target=_make, args=(items, waiting, over), daemon=True)
    thread.start()
    try:
        while not isinstance(item := waiting.get(), _End):
            yield item
        if item.error:
            raise item.error
    finally:
        over.set()
        thread.join()


def _make(items: Iterator[_T], waiting: queue.Queue[_T | _End], over: threading.Event) -> None:
    end = _End()
    try:
        for item in items:
            if not _put(item, waiting, over):
                break
    except BaseException as error:
        end = _End(error)
    finally:
        close = getattr(items, "close", None)
        if close:
            close()
    _put(end, waiting, over)


def _put(item: _T | _End, waiting: queue.Queue[_T | _End], over: threading.Event) -> bool:
    while not over.is_set():
        with suppress(queue.Full):
            waiting.put(item, timeout=_PATIENCE)
            return True
    return False
