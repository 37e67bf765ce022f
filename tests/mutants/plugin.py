"""The pytest plugin of the mutation tester: which test touches which line, and the run of a few tests in a given order.

With MUTANTS_MAP the lines and seconds of each test that passes are written to that file. With MUTANTS_CHOSEN only the
tests in that file run, in its order, and one that takes ten times its seconds ends the run as failed.
"""

from __future__ import annotations

import faulthandler
import json
import os
import resource
from collections.abc import Generator
from pathlib import Path

import pytest
from coverage import Coverage

_LEAST = 10  # seconds that each test has: the machine may be busy
_MEMORY = 8 << 30  # bytes after which a mutant that grows for ever fails


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
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        place = {name: at for at, name in enumerate(self._seconds)}
        items[:] = sorted((item for item in items if item.nodeid in place), key=lambda item: place[item.nodeid])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        faulthandler.dump_traceback_later(_LEAST + 10 * self._seconds[item.nodeid], exit=True)
        result = yield
        faulthandler.cancel_dump_traceback_later()
        return result


def pytest_configure(config: pytest.Config) -> None:
    """Takes the role that the environment asks for."""
    if target := os.environ.get("MUTANTS_MAP"):
        config.pluginmanager.register(Record(Path(target)))
    if source := os.environ.get("MUTANTS_CHOSEN"):
        config.pluginmanager.register(Chosen(Path(source)))
