"""A pool of worker processes that returns results in the order of the jobs.

The standard library's pools hang if the system kills one of their processes, as it does when memory is short:
`multiprocessing.Pool` always, `concurrent.futures` before Python 3.11.5 while a large job is being sent (CPython's
gh-94777). Here the jobs of a killed worker are given to a new one.
"""

from __future__ import annotations

import gc
import os
import pickle
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

_GIVEN = 2  # jobs that a worker holds, so that it need not wait for the next
_MOST_DONE = 24  # results that may wait for an earlier job
_MOST_TRIED = 3  # workers that one job may be given to
_NO_ROOM = 75  # exit code of a worker that cannot start a thread at the user's process limit (EX_TEMPFAIL)


class HelpersLost(Exception):
    """Several workers in turn were killed while they had the same `job`."""

    def __init__(self, job: object) -> None:
        super().__init__(job)
        self.job = job


class _Failed:
    """An exception that a job raised, as its result."""

    def __init__(self, error: Exception) -> None:
        self.error = error


class WorkerPool(Generic[_Job, _Done]):
    """A pool of up to `count` processes that do `work`; fewer if the system allows no more.

    Use it as a context manager; leaving it kills the processes.
    """

    def __init__(self, count: int, work: Callable[[_Job], _Done]) -> None:
        self._work = work
        self._helpers: list[_Helper[_Job]] = []
        self._returned: deque[tuple[int, _Job]] = deque()  # jobs of workers that are gone
        self._lost: dict[int, int] = {}  # how many workers each job has lost
        for _ in range(count):
            self._add_helper()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for helper in self._helpers:
            helper.end()

    def _add_helper(self) -> None:
        with suppress(OSError):  # a limit on processes, open files or memory
            self._helpers.append(_Helper(self._work))

    def run(self, jobs: Iterator[_Job]) -> Iterator[_Done]:
        """The results in the order of the jobs; without any worker, the jobs are done in this process.

        Raises what `work` raises, and HelpersLost.
        """
        numbered = enumerate(jobs)
        done: dict[int, Any] = {}
        wanted = 0
        while True:
            if len(done) < _MOST_DONE or self._returned:
                self._give(numbered)
            if not self._helpers and wanted not in done:
                if (item := self._next(numbered)) is None:
                    return
                done[item[0]] = self._work(item[1])
            while wanted in done:
                yield _result(done.pop(wanted))
                wanted += 1
            if any(helper.given for helper in self._helpers):
                done |= self._take()
            elif self._helpers and not self._returned:
                return

    def _next(self, jobs: Iterator[tuple[int, _Job]]) -> tuple[int, _Job] | None:
        return self._returned.popleft() if self._returned else next(jobs, None)

    def _give(self, jobs: Iterator[tuple[int, _Job]]) -> None:
        """Gives every worker as many jobs as it may hold."""
        for _ in range(_GIVEN):
            for helper in self._helpers:
                if len(helper.given) < _GIVEN and (item := self._next(jobs)):
                    helper.give(*item)

    def _take(self) -> dict[int, Any]:
        """Waits for a result, and takes all that are ready."""
        found: dict[int, Any] = {}
        by_connection: dict[Any, _Helper[_Job]] = {helper.connection: helper for helper in self._helpers}
        for helper in map(by_connection.__getitem__, wait(by_connection)):
            try:
                found.update([helper.take()])
            except (EOFError, OSError):
                self._replace(helper)
        return found

    def _replace(self, gone: _Helper[_Job]) -> None:
        """Replaces a worker that is gone, unless a new one could not run either; its jobs are given out next."""
        self._helpers.remove(gone)
        can_work = gone.end() != _NO_ROOM
        self._returned.extendleft(reversed(gone.given))
        if can_work:
            if gone.given:
                number, job = gone.given[0]
                self._lost[number] = self._lost.get(number, 0) + 1
                if self._lost[number] == _MOST_TRIED:
                    raise HelpersLost(job)
            self._add_helper()


def _result(found: Any) -> Any:
    if isinstance(found, _Failed):
        raise found.error
    return found


class _Helper(Generic[_Job]):
    """One worker process, with its numbered jobs. Raises OSError where it cannot be started."""

    def __init__(self, work: Callable[[_Job], Any]) -> None:
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
        """Sends a job; failures show when results are taken."""
        self.given.append((number, job))
        try:
            self.connection.send(job)
        except OSError:
            self._process.kill()

    def take(self) -> tuple[int, Any]:
        """The next result, with the number of its job. Raises EOFError or OSError where the process is gone."""
        found = self.connection.recv()
        number, _ = self.given.popleft()
        return number, found

    def end(self) -> int | None:
        """Kills the process; returns its exit code."""
        self._process.kill()
        self._process.join()
        self.connection.close()
        return self._process.exitcode


# --- in the other process ------------------------------------------------------------------------------------------


def _serve(others_end: Connection, connection: Connection, work: Callable[[Any], Any]) -> None:
    """Does jobs until the connection ends, which is when no process holds its other end.

    This process closes its copy of that end. Workers started later may hold a copy too, but not earlier ones: so if the
    parent is killed, the workers end one after the other.
    """
    others_end.close()
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the parent gets the signal too, and kills this process
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.disable()  # cables have no cycles, and looking for them takes a thirtieth of the time
    jobs: SimpleQueue[Any] = SimpleQueue()
    try:
        threading.Thread(target=_receive, args=(connection, jobs), daemon=True).start()
    except RuntimeError:
        os._exit(_NO_ROOM)
    try:
        while True:
            connection.send(_done(work, jobs.get()))
    finally:  # the parent is gone, or memory is short; it is not reported here
        os._exit(1)


def _done(work: Callable[[Any], Any], job: Any) -> Any:
    """The result of a job, or its exception in a form that can be sent."""
    try:
        return work(job)
    except Exception as error:
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:
            return _Failed(RuntimeError(type(error).__name__))
        return _Failed(error)


def _receive(connection: Connection, jobs: SimpleQueue[Any]) -> None:
    """Receives jobs as they come, so that the sender never waits for one to be done."""
    try:
        while True:
            jobs.put(connection.recv())
    finally:
        os._exit(1)
