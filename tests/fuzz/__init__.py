"""Fuzzing: accidents happen to cables of every form, and what always holds is checked. See `__main__`."""

from __future__ import annotations

import sys
from pathlib import Path

#: Where the other tests keep what is used here as well.
_TESTS = Path(__file__).parents[1]
sys.path[:0] = [path for path in map(str, (_TESTS, _TESTS / "cables", _TESTS / "sources")) if path not in sys.path]
