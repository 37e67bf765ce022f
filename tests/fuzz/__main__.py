"""`python -m tests.fuzz [TARGET ...] [--minutes 1] [--seed 1] [--out FOLDER]`: accidents, until the time is over.

Cables of every form are damaged at random, and of each input it is checked that nothing is raised, that time and
memory stay in proportion to its size, and what `--list` says of the target. Each kind of fault is reduced and
written to the folder as a case. A case becomes a test when it is put, with invented words, into `tests/fuzz/cases`.
Exit code 1 where a fault was found.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
import tempfile
import time
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from .accidents import Accidents
from .seeds import ODD
from .targets import TARGETS, Target
from .trying import Fault, fault_of, reduced

_HUNG = 300  # seconds after which a call that cannot be interrupted ends the process, and says where it is
_OF_A_KIND = 5  # cases that are kept of one kind of fault


@dataclass
class Tally:
    """What came of a run over one target."""

    target: Target
    tried: int = 0
    size: int = 0
    seconds: float = 0.0
    kinds: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        faults = f"{sum(self.kinds.values()):,} faults of {len(self.kinds)} kinds" if self.kinds else "no fault"
        mean = self.size // max(1, self.tried)
        return (
            f"{self.target.name:<10} {self.tried:>9,} inputs of {mean:,} bytes, {self.seconds / 60:.1f} min: {faults}"
        )


def run(target: Target, minutes: float, seed: int, out: Path) -> Tally:
    """Tries inputs until the time is over; writes the cases of what is wrong."""
    accidents = Accidents(seed, target.dictionary, ODD)
    seeds, tally = [*target.invented(), *target.real()], Tally(target)
    began = time.monotonic()
    while (now := time.monotonic() - began) < 60 * minutes:
        tally.seconds = now
        data = accidents.input(seeds)
        tally.tried += 1
        tally.size += len(data)
        faulthandler.dump_traceback_later(_HUNG, exit=True)
        if fault := fault_of(target.check, data, target.floor):
            note(tally, data, fault, out)
    faulthandler.cancel_dump_traceback_later()
    return tally


def note(tally: Tally, data: bytes, fault: Fault, out: Path) -> None:
    """Counts a fault; the first of its kind are reduced and kept."""
    tally.kinds[fault.kind] = tally.kinds.get(fault.kind, 0) + 1
    if tally.kinds[fault.kind] > _OF_A_KIND:
        return
    faulthandler.cancel_dump_traceback_later()
    case = reduced(tally.target.check, data, fault)
    fault = fault_of(tally.target.check, case, tally.target.floor) or fault
    out.mkdir(parents=True, exist_ok=True)
    name = f"{tally.target.name}-{blake2b(case, digest_size=4).hexdigest()}"
    (out / name).write_bytes(case)
    (out / f"{name}.why").write_text(f"{fault.kind}\n{fault.detail}\n", encoding="utf-8", errors="backslashreplace")
    print(f"{name}: {fault.kind} {fault.detail.splitlines()[-1:]} ({len(case):,} bytes)", flush=True)


def main() -> int:
    """Runs the targets one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.partition("\n")[2])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; without one, all")
    parser.add_argument("--minutes", type=float, default=1.0, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir(), "fuzz-cases"))
    parser.add_argument("--list", action="store_true", help="what is checked of each target")
    options = parser.parse_args()
    if unknown := [name for name in options.targets if name not in TARGETS]:
        parser.error(f"no such target: {unknown[0]}")
    chosen = [TARGETS[name] for name in options.targets or TARGETS]
    if options.list:
        print("\n".join(f"{target.name:<10} {target.says}" for target in chosen))
        return 0
    faulthandler.enable()
    tallies = []
    for target in chosen:
        tallies.append(run(target, options.minutes, options.seed, options.out))
        print(tallies[-1], flush=True)
    return 1 if any(tally.kinds for tally in tallies) else 0


if __name__ == "__main__":
    sys.exit(main())
