"""`python -m tests.mutants [--sample 200] [--seed 1] [--layer LAYER] [--jobs 1]`: changes code, counts what tests miss.

Needs `pip install -e '.[test,mutants]'`, and works on a copy. First the tests of each layer run once, to learn which
lines each of them touches. Then each mutant runs those that touch its statement, the fastest first, until one fails.
What survives is printed with its change; some mean the same: read each. Exit code 1 where less than 85 % are killed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from queue import SimpleQueue
from random import Random
from typing import Any

from .places import Mutant, sample, statement

_ROOT = Path(__file__).parents[2]
_TESTS = {
    "cables": "tests/cables",
    "notebook": "tests/notebook",
    "store": "tests/store",
    "archive": "tests/archive",
    "tui/reader": "tests/tui",
}
_SHARES = {"cables": 33, "notebook": 20, "store": 11, "archive": 27, "tui/reader": 9}  # of a hundred
_PYTEST = (sys.executable, *"-m pytest -n0 -x -p no:randomly --hypothesis-seed=0 -p tests.mutants.plugin".split())
_OWN = ("\nimport sys\nsys.path.insert(0, {!r})\n").format


@dataclass(frozen=True)
class Map:
    """Which tests touch a line of a layer; seconds of each test that passes."""

    lines: dict[str, dict[str, list[str]]]
    seconds: dict[str, float]

    def tests(self, mutant: Mutant, source: str) -> dict[str, float]:
        """Those of the statement; of the whole file where it runs on import or in another process only; else all."""
        lines = self.lines.get(mutant.path, {})
        near = {name for line in statement(source, mutant.line) for name in lines.get(str(line), ())}
        names = near or {name for touching in lines.values() for name in touching} or set(self.seconds)
        return {name: self.seconds[name] for name in sorted(names, key=self._seconds) if name in self.seconds}

    def _seconds(self, name: str) -> float:
        return self.seconds.get(name, 0.0)


def copy(target: Path) -> Path:
    """A copy of the working tree; the programs that its tests start import the copy too, not what is installed."""
    ignored = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info")
    shutil.copytree(_ROOT, target, ignore=ignored)
    with (target / "tests/guard/sitecustomize.py").open("a", encoding="utf-8") as file:
        file.write(_OWN(str(target)))
    return target


def learn(tree: Path, layer: str, kept: Path) -> Map:
    """Runs the tests of a layer under coverage, or reads what was learnt from the same files before."""
    files = sorted([*(_ROOT / "cable_tui").rglob("*.py"), *(_ROOT / _TESTS[layer]).rglob("*.py")])
    state = blake2b(b"".join(path.read_bytes() for path in files), digest_size=8)
    known = kept / f"{layer.replace('/', '-')}-{state.hexdigest()}.json"
    if not known.exists():
        kept.mkdir(parents=True, exist_ok=True)
        command = [*_PYTEST, "--maxfail=1000", _TESTS[layer]]
        subprocess.run(command, cwd=tree, env=os.environ | {"MUTANTS_MAP": str(known)}, stdout=sys.stderr, check=False)
    return Map(**json.loads(known.read_text(encoding="utf-8")))


class Server:
    """A copy of the tree, and the process in which the tests of a layer wait for mutants of it."""

    def __init__(self, tree: Path, layer: str) -> None:
        command, settings = [*_PYTEST, _TESTS[layer]], {"MUTANTS_SERVE": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        subprocess.run([*command, "--collect-only"], cwd=tree, stdout=subprocess.DEVNULL, check=True)  # compiles
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        self.tree = tree
        self.process = subprocess.Popen(command, cwd=tree, env=os.environ | settings, **pipes)

    def survives(self, mutant: Mutant, touching: Map) -> bool:
        """Whether every test that touches the mutant passes in the tree that has it."""
        path, source = self.tree / mutant.path, (_ROOT / mutant.path).read_text(encoding="utf-8")
        path.write_text(mutant.code(source), encoding="utf-8")
        (self.tree / "chosen.json").write_text(json.dumps(touching.tests(mutant, source)), encoding="utf-8")
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{self.tree}/chosen.json\n")
        status = int(self.process.stdout.readline())
        shutil.copy2(_ROOT / mutant.path, path)  # with its time: the compiled file stays good
        return status == 0

    def close(self) -> None:
        """Ends the process."""
        self.process.communicate()


def run(layer: str, mutants: list[Mutant], trees: list[Path], kept: Path) -> int:
    """Prints what becomes of each mutant of a layer; returns how many survive."""
    touching, free = learn(trees[0], layer, kept), SimpleQueue[Server]()
    servers = [Server(tree, layer) for tree in trees]
    for server in servers:
        free.put(server)

    def one(mutant: Mutant) -> bool:
        server = free.get()
        survived = server.survives(mutant, touching)
        free.put(server)
        source = (_ROOT / mutant.path).read_text(encoding="utf-8")
        print(f"survived {mutant}\n{mutant.difference(source)}" if survived else f"killed {mutant}", flush=True)
        return survived

    with ThreadPoolExecutor(len(servers)) as pool:
        survivors = sum(pool.map(one, mutants))
    for server in servers:
        server.close()
    print(figures(layer, len(mutants), survivors), flush=True)
    return survivors


def figures(name: str, tried: int, survived: int) -> str:
    """One line of the table."""
    return f"{name:<12} {tried:>4} mutants, {survived:>3} survived: {100 * (1 - survived / max(1, tried)):.1f} % killed"


def main() -> int:
    """Draws the sample, runs it, and prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__.partition("\n")[2])
    parser.add_argument("--sample", type=int, default=200, help="mutants in all, shared among the layers by their size")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layer", action="append", choices=[*_TESTS], help="this one, with its share of the sample")
    parser.add_argument("--only", default="", metavar="FILE:LINE", help="those of the sample with this in their name")
    parser.add_argument("--jobs", type=int, default=1, help="mutants at a time")
    parser.add_argument("--maps", type=Path, default=Path(tempfile.gettempdir(), "cable-tui-mutants"))
    options = parser.parse_args()
    tried = survived = 0
    with tempfile.TemporaryDirectory() as folder:
        trees = [copy(Path(folder, str(number))) for number in range(options.jobs)]
        for layer in options.layer or _TESTS:
            count = -(-options.sample * _SHARES[layer] // 100)
            mutants = sample(_ROOT, f"cable_tui/{layer}", count, Random(f"{options.seed} {layer}"))
            mutants = [mutant for mutant in mutants if options.only in str(mutant)]
            tried += len(mutants)
            survived += run(layer, mutants, trees, options.maps)
    print(
        f"{'all':<12} {tried:>4} mutants, {survived:>3} survived: {100 * (1 - survived / max(1, tried)):.1f} % killed"
    )
    return int(survived > 0.15 * tried)


if __name__ == "__main__":
    sys.exit(main())
