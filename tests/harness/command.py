"""The real command in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "cable_tui")


def run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Runs `cable-tui` to its end, without a terminal; text in and out is UTF-8."""
    values = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run([*COMMAND, *map(str, arguments)], timeout=60, encoding="utf-8", check=False, **values)


def python(code: str, *arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs a few lines of Python in a fresh interpreter that imports the program as installed."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        timeout=60,
        encoding="utf-8",
        check=False,
        cwd=cwd,
    )
