"""Replicates of weights, methods and data beside their own bound and peers, in one run; `--peers` installs and runs these too.

Every figure is the least, and in brackets the median, of many short runs that take turns with the bound's, in seconds of
processor time a replicate: other work on the machine lengthens single runs, not the least of many. The bound is the same
machine's and minute's: the matrix product for the scores, one sort and the scattering of ranks, on one core, without
rounding, ties, weights, means or checks.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from measure import measure
from threadpoolctl import threadpool_limits

from junxian.assessment.robustness import Levels, Model, Noise, Normalisation, run_design, sample_random
from junxian.assessment.tree import grow_tree

ROOT = Path(__file__).resolve().parents[1]
SIZES = {
    "51 × 49": (51, 49, 10_000, 1_000),
    "2,844 × 50": (2_844, 50, 500, 20),
}  # areas, indicators, replicates, redrawn
COINR = {"51 × 49": 0.085, "2,844 × 50": 0.82}  # s a replicate, measured elsewhere (COINr 1.1.14, one core)
MEANS = Levels("aggregation", "aggregation", {"arithmetic": "arithmetic", "geometric": "geometric"})
SCALES = Levels("normalisation", "normalisation", {
    "min-max 1 to 100": Normalisation("min_max", {"base": 1, "span": 99}),
    "z-score 100, 10": Normalisation("z_score", {"mean": 100, "deviation": 10}),
})  # fmt: skip
WEIGHTS, ERROR = Noise("weights", "weights", 0.25), Noise("error", "data", 0.03)


def make_model(areas: int, indicators: int) -> Model:
    """Figures on the tree of the ASEM index: 8 pillars, 2 sub-indexes, 1 index."""
    parent = {"index": "", "connectivity": "index", "sustainability": "index"}
    parent |= {f"p{n}": ("connectivity", "sustainability")[n // 4] for n in range(8)}
    tree = grow_tree(parent | {f"i{n}": f"p{n * 8 // indicators}" for n in range(indicators)})
    values = np.random.default_rng(1).lognormal(2, 0.2, (areas, indicators))
    return Model(values, np.arange(indicators) % 4 != 0, tree, np.ones(len(tree.parts)))


@dataclass
class Bound:
    """The least work that replicates of one size are: arrays that fit the cache, worked over again and again."""

    weights: np.ndarray
    table: np.ndarray
    scores: np.ndarray
    packed: np.ndarray
    ranks: np.ndarray

    @classmethod
    def of(cls, areas: int, indicators: int) -> "Bound":
        rows = max(32, 65_536 // areas)
        rng = np.random.default_rng(2)
        shape = (rows, areas)
        weights = rng.dirichlet(np.ones(indicators), rows)
        table = rng.uniform(1, 100, (indicators, areas))
        return cls(weights, table, np.empty(shape), np.empty(shape, np.int64), np.empty(shape, np.int32))

    def score_and_rank(self) -> None:
        """Product, sort and ranks of every row."""
        areas = self.scores.shape[1]
        bits = int(areas - 1).bit_length()
        np.matmul(self.weights, self.table, out=self.scores)
        np.multiply(self.scores, -1e9, out=self.packed, casting="unsafe")
        self.packed <<= bits
        self.packed |= np.arange(areas)
        self.packed.sort(axis=-1)
        self.packed &= (1 << bits) - 1
        self.packed += np.arange(0, self.scores.size, areas)[:, None]
        self.ranks.reshape(-1)[self.packed] = np.arange(1, areas + 1, dtype=np.int32)

    def redraw(self, noise: np.ndarray, generator: np.random.Generator) -> None:
        """Normal numbers of one replicate, added to the figures, and their least and greatest; product, sort and ranks."""
        generator.standard_normal(out=noise)
        noise += self.table
        noise.min(axis=1), noise.max(axis=1)


def take_turns(jobs: dict[str, tuple[Callable[[], object], int]], rounds: int) -> dict[str, tuple[float, float]]:
    """Least and median processor time a replicate of every job, the jobs taking turns."""
    found: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, (job, replicates) in jobs.items():
            begun = time.process_time()
            job()
            found[name].append((time.process_time() - begun) / replicates)
    return {name: (min(own), statistics.median(own)) for name, own in found.items()}


def compare(areas: int, indicators: int, replicates: int, redrawn: int, rounds: int) -> dict[str, tuple[float, float]]:
    """Replicates of weights and methods, and of data besides, each with its bound."""
    model, bound = make_model(areas, indicators), Bound.of(areas, indicators)
    plain = sample_random([MEANS, SCALES, WEIGHTS], replicates, 3)
    drawn = sample_random([MEANS, SCALES, WEIGHTS, ERROR], redrawn, 3)
    noise, generator, rows = np.empty_like(bound.table), np.random.default_rng(4), len(bound.weights)

    repeat = max(1, 2_000_000 // bound.scores.size)

    def bound_of_plain() -> None:
        with threadpool_limits(1):
            for _ in range(repeat):
                bound.score_and_rank()

    def bound_of_redrawn() -> None:
        for _ in range(rows):
            bound.redraw(noise, generator)
        with threadpool_limits(1):
            bound.score_and_rank()

    return take_turns({
        "bound": (bound_of_plain, rows * repeat), "ours": (lambda: run_design(plain, model), replicates),
        "bound, data redrawn": (bound_of_redrawn, rows), "ours, data redrawn": (lambda: run_design(drawn, model), redrawn),
    }, rounds)  # fmt: skip


NATIONWIDE = """
import sys, json, time
sys.path.insert(0, sys.argv[1])
from replicates import MEANS, SCALES, WEIGHTS, make_model, run_design, sample_random
from junxian.engine import InProcess, InThreads
areas, indicators, replicates, cores = map(int, sys.argv[2:])
model, design = make_model(areas, indicators), sample_random([MEANS, SCALES, WEIGHTS], replicates, 3)
begun, worked = time.perf_counter(), time.process_time()
run_design(design, model, InThreads(2) if cores == 2 else InProcess())
print(json.dumps({"wall": time.perf_counter() - begun, "processor": time.process_time() - worked}))
"""

PEERS = """
import json, statistics, sys, time
import numpy as np
size, rounds = json.loads(sys.argv[1]), int(sys.argv[2])
def least(job):
    found = []
    for _ in range(rounds):
        begun = time.process_time(); job(); found.append(time.process_time() - begun)
    return min(found), statistics.median(found)
out = {}
rng = np.random.default_rng(1)
matrix, weights = rng.lognormal(2, .2, size), rng.dirichlet(np.ones(size[1]))
types = np.where(np.arange(size[1]) % 4 != 0, 1, -1)
from pymcdm.methods import TOPSIS, WSM
from pymcdm.helpers import rrankdata
for name, method in (("pymcdm weighted sum", WSM()), ("pymcdm TOPSIS", TOPSIS())):
    out[name] = least(lambda: rrankdata(method(matrix, weights, types)))
import skcriteria
from skcriteria.agg.simple import WeightedSumModel
from skcriteria.agg.topsis import TOPSIS as SkTOPSIS
from skcriteria.preprocessing.invert_objectives import NegateMinimize
from skcriteria.preprocessing.scalers import MinMaxScaler, VectorScaler
from skcriteria.pipelines import mkpipe
for name, steps in (
    ("scikit-criteria weighted sum", (NegateMinimize(), MinMaxScaler(target="matrix"), WeightedSumModel())),
    ("scikit-criteria TOPSIS", (NegateMinimize(), VectorScaler(target="matrix"), SkTOPSIS())),
):
    pipe = mkpipe(*steps)
    out[name] = least(lambda: pipe.evaluate(skcriteria.mkdm(matrix, types, weights=weights)).rank_)
print(json.dumps(out))
"""


def run_peers(place: Path, size: tuple[int, int], rounds: int) -> dict[str, tuple[float, float]]:
    """One replicate of one level, without tree or rounding, by the peers of requirements/peers.txt."""
    python = place / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        wanted = str(ROOT / "requirements" / "peers.txt")
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", wanted], check=True, stderr=subprocess.DEVNULL)
    done = subprocess.run(
        [str(python), "-c", PEERS, json.dumps(size), str(rounds)], capture_output=True, text=True, check=True
    )
    return {name: tuple(own) for name, own in json.loads(done.stdout.splitlines()[-1]).items()}


def show(seconds: float) -> str:
    """A duration with the unit that fits."""
    unit, factor = ("µs", 1e6) if seconds < 1e-3 else ("ms", 1e3) if seconds < 1 else ("s", 1)
    return f"{seconds * factor:.3g} {unit}"


def print_size(name: str, found: dict[str, tuple[float, float]], peers: dict[str, tuple[float, float]]) -> None:
    """Rows of a table: what, least (median), how many times its bound, how many times faster than COINr."""
    for what, (least, median) in {**found, **peers}.items():
        bound = found.get("bound, data redrawn" if "redrawn" in what else "bound", (1.0, 1.0))
        ratio = f"{least / bound[0]:.1f} ({median / bound[1]:.1f})"
        print(f"| {name} | {what} | {show(least)} ({show(median)}) | {ratio} | {COINR[name] / least:,.0f} |")


def main() -> None:
    """Print the tables of docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", action="store_true", help="install and run the peers in an environment thrown away")
    parser.add_argument("--rounds", type=int, default=25)
    given = parser.parse_args()
    print("| size | what | a replicate | times its bound | times faster than COINr |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        for name, (areas, indicators, replicates, redrawn) in SIZES.items():
            found = compare(areas, indicators, replicates, redrawn, given.rounds)
            peers = run_peers(Path(place) / "peers", (areas, indicators), given.rounds) if given.peers else {}
            print_size(name, found, peers)
    print("\n| replicates | size | cores | seconds | of the processor | peak memory |\n|---|---|---|---|---|---|")
    for areas, indicators, replicates, cores in (
        (51, 49, 1_000, 1), (51, 49, 10_000, 1), (51, 49, 100_000, 1), (2_844, 50, 1_000, 1), (2_844, 50, 10_000, 1),
        (2_844, 50, 10_000, 2),
    ):  # fmt: skip
        words = [str(Path(__file__).parent), *map(str, (areas, indicators, replicates, cores))]
        row = measure(NATIONWIDE, *words, runs=5)
        timed = f"{row.inside['wall']:.3g} | {row.inside['processor']:.3g}"
        print(f"| {replicates:,} | {areas:,} × {indicators} | {cores} | {timed} | {row.peak_mb:.0f} MB |")


if __name__ == "__main__":
    main()
