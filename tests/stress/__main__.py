"""`python -m tests.stress resizes|keys [--count 2000] [--bytes 1000000] [--seed 1] [ARCHIVE]`: until the count is done.

resizes  sizes from 1x1 to 300x100, mixed with keys; at the end of each round the screen equals one drawn anew
keys     bytes and sequences at random on the keyboard; then `Q` quits, and memory has not grown

The home is a folder of its own. Exit code 1 where the program ended, hung, or showed something else.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from .rounds import Failed, keys, resizes

_SAMPLES = Path(__file__).parents[2] / "sample_cables"


def main() -> int:
    """Runs one of the two and prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.stress", description=__doc__.partition("\n")[2])
    parser.add_argument("what", choices=["resizes", "keys"])
    parser.add_argument("archive", nargs="?", type=Path, default=_SAMPLES, help="the sample cables by default")
    parser.add_argument("--count", type=int, default=2000, help="of resizes")
    parser.add_argument("--bytes", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    archive = options.archive.resolve()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"HOME": home, "TERM": "xterm-256color", "LANG": "C.UTF-8", "EDITOR": "true"}
        os.environ |= {f"XDG_{kind}_HOME": f"{home}/{kind.lower()}" for kind in ("CACHE", "DATA", "CONFIG", "STATE")}
        os.chdir(home)  # what is saved goes there
        try:
            if options.what == "resizes":
                print(resizes(archive, options.count, options.seed))
            else:
                print(keys(archive, options.bytes, options.seed))
        except Failed as error:
            print(f"seed {options.seed}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
