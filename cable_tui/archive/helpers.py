"""Processes that help: jobs go to them, and the results come back in the order of the jobs.

The pools of the standard library are not used, as they wait for ever where the system kills one of their processes,
which is what it does when memory is short: `multiprocessing.Pool` always, `concurrent.futures` before Python 3.11.5
while a large job is on its way (CPython's gh-94777). Here a job of a helper that is gone is given to a new one.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

_Job = TypeVar("_Job")
_Done = TypeVar("_Done")

_GIVEN = 2  # jobs that a helper has at once, so that it need not wait for the next
_AHEAD = 24  # jobs that may be done before one that takes longer
_MOST_LOST = 3
_SENTENCE = (
    "The processes that help to read were ended again and again, as happens where memory is short."
    " What was read is kept, and the next start goes on with it."
)


class HelpersLost(Exception):
    """Helpers were ended again and again; `str()` is a sentence for the user."""


class _Failed:
    """What a job raised, on its way back."""

    def __init__(self, error: Exception) -> None:
        self.error = error


class Helpers(Generic[_Job, _Done]):
    """As many as `count` processes that do `work`, which is sent to them once; fewer where the system allows no more.

    A context: leaving it ends them, whatever they do.
    """

    def __init__(self, count: int, work: Callable[[_Job], _Done]) -> None:
        self._work = work
        self._helpers: list[_Helper[_Job]] = []
        self._lost = 0
        with suppress(OSError):  # a limit on processes or open files
            for _ in range(count):
                self._helpers.append(_Helper(work))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for helper in self._helpers:
            helper.end()

    def run(self, jobs: Iterator[_Job]) -> Iterator[_Done]:
        """The results in the order of the jobs; without any helper they are made here.

        Raises what `work` raises, and HelpersLost.
        """
        if not self._helpers:
            yield from map(self._work, jobs)
            return
        numbered = enumerate(jobs)
        done: dict[int, Any] = {}
        wanted = 0
        while True:
            if len(done) < _AHEAD:
                self._give(numbered)
            while wanted in done:
                yield _result(done.pop(wanted))
                wanted += 1
            if not any(helper.given for helper in self._helpers):
                return
            if wanted not in done:
                done |= self._take()

    def _give(self, jobs: Iterator[tuple[int, _Job]]) -> None:
        """Gives every helper as much as it may have."""
        for _ in range(_GIVEN):
            for helper in self._helpers:
                if len(helper.given) < _GIVEN and (item := next(jobs, None)):
                    helper.give(*item)

    def _take(self) -> dict[int, Any]:
        """Waits for a result, and takes all that are there; puts another helper in the place of one that is gone."""
        found: dict[int, Any] = {}
        for ready in wait([helper.connection for helper in self._helpers]):
            place = next(place for place, helper in enumerate(self._helpers) if helper.connection is ready)
            try:
                found.update([self._helpers[place].take()])
            except (EOFError, OSError):
                self._helpers[place] = self._replaced(self._helpers[place])
        return found

    def _replaced(self, gone: _Helper[_Job]) -> _Helper[_Job]:
        gone.end()
        self._lost += 1
        if self._lost > _MOST_LOST:
            raise HelpersLost(_SENTENCE)
        try:
            helper = _Helper(gone.work)
        except OSError as error:
            raise HelpersLost(_SENTENCE) from error
        for number, job in gone.given:
            helper.give(number, job)
        return helper


def _result(found: Any) -> Any:
    if isinstance(found, _Failed):
        raise found.error
    return found


class _Helper(Generic[_Job]):
    """One process, and the jobs that it has, with their numbers. Raises OSError where it cannot be started."""

    def __init__(self, work: Callable[[_Job], Any]) -> None:
        self.work = work
        self.given: deque[tuple[int, _Job]] = deque()
        self.connection, its_own = Pipe()
        try:
            self._process = Process(target=_serve, args=(self.connection, its_own, work), daemon=True)
            self._process.start()
        except OSError:
            self.connection.close()
            raise
        finally:
            its_own.close()

    def give(self, number: int, job: _Job) -> None:
        """Sends it a job. That it is gone is told when its results are taken."""
        self.given.append((number, job))
        with suppress(OSError):
            self.connection.send(job)

    def take(self) -> tuple[int, Any]:
        """Its next result, with the number of the job. Raises EOFError or OSError where it is gone."""
        found = self.connection.recv()
        number, _ = self.given.popleft()
        return number, found

    def end(self) -> None:
        """Ends it, whatever it does."""
        self._process.kill()
        self._process.join()
        self.connection.close()


# --- in the other process ------------------------------------------------------------------------------------------


def _serve(others_end: Connection, connection: Connection, work: Callable[[Any], Any]) -> None:
    """Does jobs until the connection ends, which it does when nobody has its other end any more.

    That end is closed here. A helper that was started later may have it too, but not the other way round: so they end
    one after the other where whoever gave the jobs was killed.
    """
    others_end.close()
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # whoever gave the jobs hears of it, and ends this process
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.disable()  # cables hold no cycles, and looking for some takes a thirtieth of the time
    jobs: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_receive, args=(connection, jobs), daemon=True).start()
    while True:
        job = jobs.get()
        try:
            found = work(job)
        except Exception as error:
            found = _Failed(error)
        try:
            connection.send(found)
        except OSError:  # whoever gave the jobs is gone
            os._exit(1)


def _receive(connection: Connection, jobs: SimpleQueue[Any]) -> None:
    """Takes jobs as they come, so that who sends one never waits for work that is being done."""
    while True:
        try:
            jobs.put(connection.recv())
        except (EOFError, OSError):  # whoever gave the jobs is gone
            os._exit(1)
