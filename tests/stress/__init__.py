"""Long runs of the program in a pseudo-terminal: sizes and bytes at random. See `__main__`."""

from __future__ import annotations

import sys
from pathlib import Path

#: Where the other tests keep what is used here as well.
_TESTS = str(Path(__file__).parents[1])
if _TESTS not in sys.path:
    sys.path.insert(0, _TESTS)
