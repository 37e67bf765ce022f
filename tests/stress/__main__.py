"""`python -m tests.stress resizes|keys|kills [--seed 1] ...`: long runs in a pseudo-terminal, until the count is done.

resizes [ARCHIVE] --count 2000   sizes from 1x1 to 300x100, mixed with keys; what is shown equals what is drawn anew
keys [ARCHIVE] --bytes 1000000   bytes and sequences at random; then `Q` quits, and memory has not grown
kills --rounds 200               one of two sessions over one notebook is killed; what was answered is there

Homes are folders of their own. Exit code 1 where the program ended, hung, lost or showed something else.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from . import kills
from .rounds import Failed, keys, resizes

_SAMPLES = Path(__file__).parents[2] / "sample_cables"


def main() -> int:
    """Runs one of them and prints the figures."""
    options = _options()
    try:
        print(options.run(options))
    except (Failed, AssertionError) as error:  # the second where something that is waited for does not come
        print(f"seed {options.seed}: {error}", file=sys.stderr)
        return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.stress", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    kinds = parser.add_subparsers(required=True, metavar="resizes|keys|kills")
    for name, run, count, default in (
        ("resizes", _resizes, "--count", 2000),
        ("keys", _keys, "--bytes", 1_000_000),
        ("kills", _kills, "--rounds", 200),
    ):
        kind = kinds.add_parser(name)
        if name != "kills":
            kind.add_argument("archive", nargs="?", type=Path, default=_SAMPLES, help="default: the sample cables")
        kind.add_argument(count, dest="count", type=int, default=default, help=f"default: {default:,}")
        kind.add_argument("--seed", type=int, default=1, help="of all that is random (default: 1)")
        kind.set_defaults(run=run)
    return parser.parse_args()


def _resizes(options: argparse.Namespace) -> str:
    return _in_own_home(resizes, options)


def _keys(options: argparse.Namespace) -> str:
    return _in_own_home(keys, options)


def _in_own_home(run: Callable[[Path, int, int], str], options: argparse.Namespace) -> str:
    archive = options.archive.resolve()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"HOME": home, "TERM": "xterm-256color", "LANG": "C.UTF-8", "EDITOR": "true"}
        os.environ |= {f"XDG_{kind}_HOME": f"{home}/{kind.lower()}" for kind in ("CACHE", "DATA", "CONFIG", "STATE")}
        os.chdir(home)  # what is saved goes there
        return run(archive, options.count, options.seed)


def _kills(options: argparse.Namespace) -> str:
    report = kills.run_in_own_places(options.count, options.seed)
    if report.lost:
        raise Failed(str(report))
    return f"seed {options.seed}: {report}"


if __name__ == "__main__":
    sys.exit(main())
