"""The pytest plugin of the mutation tester: which test touches which line, and the run of a few tests in a given order.

With MUTANTS_MAP the lines and seconds of each test that passes are written to that file. With MUTANTS_SERVE the process
waits, libraries loaded, for names of files on its input: for each a child runs the tests named in the file, in its
order, and the child's status is printed. A test that takes ten times its seconds ends the child as failed.
"""

from __future__ import annotations

import faulthandler
import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path

import pytest
from coverage import Coverage

_LEAST = 10  # seconds that each test has: the machine may be busy
_LONGEST = 1800  # seconds for all the tests of a mutant
_MEMORY = 8 << 30  # bytes after which a mutant that grows for ever fails


_LIBRARIES = ("hypothesis", "textual.app", "textual.widgets", "tinydb", "orjson", "zstandard", "luqum.parser", "pyte")


def serve() -> Path:
    """Returns in a child for each line of input, with the file that it names; never in the process itself."""
    for name in _LIBRARIES:
        importlib.import_module(name)
    for line in sys.stdin:
        if not (child := os.fork()):
            os.setsid()
            signal.alarm(_LONGEST)
            nothing = os.open(os.devnull, os.O_RDWR)
            for standard in range(3):
                os.dup2(nothing, standard)
            return Path(line.strip())
        status = os.waitpid(child, 0)[1]
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)  # what its tests started
        print(status, flush=True)
    os._exit(0)


class Record:
    """Measures the lines of each test."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._coverage = Coverage(data_file=None, source=["cable_tui"], config_file=False)
        self._coverage.start()
        self._seconds: dict[str, float] = {}
        self._failed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._coverage.switch_context(item.nodeid)
        result = yield
        self._coverage.switch_context("")
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[report.nodeid] = self._seconds.get(report.nodeid, 0) + report.duration
        if not report.passed:
            self._failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self._coverage.stop()
        data = self._coverage.get_data()
        lines = {
            os.path.relpath(path): {
                line: [name for name in names if name] for line, names in data.contexts_by_lineno(path).items()
            }
            for path in data.measured_files()
        }
        seconds = {name: seconds for name, seconds in self._seconds.items() if name not in self._failed}
        self._target.write_text(json.dumps({"lines": lines, "seconds": seconds}), encoding="utf-8")


class Chosen:
    """Runs the tests of a file that gives their names and seconds, in its order."""

    def __init__(self, source: Path) -> None:
        self._seconds: dict[str, float] = json.loads(source.read_text(encoding="utf-8"))
        self._files = {name.partition("::")[0] for name in self._seconds}
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        unwanted = (
            collection_path.suffix == ".py" and collection_path.relative_to(Path.cwd()).as_posix() not in self._files
        )
        return unwanted or None

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        place = {name: at for at, name in enumerate(self._seconds)}
        items[:] = sorted((item for item in items if item.nodeid in place), key=lambda item: place[item.nodeid])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        faulthandler.dump_traceback_later(_LEAST + 10 * self._seconds[item.nodeid], exit=True)
        result = yield
        faulthandler.cancel_dump_traceback_later()
        return result


_CHOSEN = serve() if "MUTANTS_SERVE" in os.environ else None  # before pytest looks for tests


def pytest_configure(config: pytest.Config) -> None:
    """Takes the role that the environment asks for."""
    if target := os.environ.get("MUTANTS_MAP"):
        config.pluginmanager.register(Record(Path(target)))
    if _CHOSEN:
        config.pluginmanager.register(Chosen(_CHOSEN))
