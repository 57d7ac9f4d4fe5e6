"""The optimum by prices beside Clarabel and modelling layers, in one run; `--peers` installs and runs these too.

2,844 areas × 6 factors, 31 groups with a floor for every factor (about half bind), limits of areas at 0.4 and 2.5 of the population
share, one row over all amounts, log benefit. linopy and pyomo, which have no logarithm, solve chords of 8 pieces by HiGHS: a
different and easier objective, whose plan is worth less. Processor time of one core, the least of several runs.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from measure import measure
from scipy.sparse import csr_array

from junxian.allocation.optimum.judge.conic import solve_conic
from junxian.allocation.optimum.problem import Groups, Problem, Rows
from junxian.allocation.optimum.scenarios import Drawn, summarise_scenarios
from junxian.allocation.optimum.solve import solve

ROOT = Path(__file__).resolve().parents[1]


def make_problem(areas: int = 2_844, factors: int = 6, groups: int = 31) -> Problem:
    """Population shares, weights of efficiency and need, group floors at 0.85 to 1.08 of what groups would get."""
    rng = np.random.default_rng(1)
    share = rng.lognormal(0, 0.8, areas)
    supply = 10.0 ** rng.uniform(2, 6, factors)
    base = (share / share.sum())[:, None] * supply
    weight = rng.uniform(0.1, 1, (areas, 1)) ** 0.5 * rng.uniform(0.2, 1, (areas, factors)) / supply
    member = np.sort(rng.integers(0, groups, areas))
    none = np.full((groups, factors), np.inf)
    free = Problem(base, weight, 0.4 * base, 2.5 * base, supply, 1.0, Groups(member, np.zeros((groups, factors)), none))
    x = solve(free).x
    held = np.array([np.bincount(member, column, groups) for column in x.T]).T
    use = rng.uniform(0.2, 2, (1, base.size)) / np.tile(supply, areas)
    rows = Rows(csr_array(use), np.array([-np.inf]), use @ x.ravel() * 0.99)
    floor = held * rng.uniform(0.85, 1.08, held.shape)
    floor *= np.minimum(1.0, 0.97 * supply / floor.sum(axis=0))
    return replace(free, groups=Groups(member, floor, none), rows=rows)


def least(job: Callable[[], object], runs: int) -> float:
    """Least processor time of a job."""
    found = []
    for _ in range(runs):
        begun = time.process_time()
        job()
        found.append(time.process_time() - begun)
    return min(found)


def draw(problem: Problem, count: int) -> list[Drawn]:
    """Weights ± 25 %, supplies −2 to +3 %."""
    rng = np.random.default_rng(2)
    return [
        Drawn(
            problem.weight * rng.uniform(0.75, 1.25, problem.shape), problem.supply * rng.uniform(0.98, 1.03, problem.shape[1])
        )
        for _ in range(count)
    ]  # fmt: skip


FIRST = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
from allocation_kernel import make_problem, solve
begun = time.process_time()
problem = make_problem(20, 2, 2)
print(json.dumps({"first": time.process_time() - begun}))
"""

LARGE = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
from allocation_kernel import make_problem, solve, least
solve(make_problem(20, 2, 2))
problem = make_problem(100_000, 6, 337)
found = []
seconds = least(lambda: found.append(solve(problem)), 3)
print(json.dumps({"solve": seconds, "gap": found[0].certificate.relative_gap, "bind": int((found[0].prices.groups > 0).sum())}))
"""

PEERS = """
import json, sys, time
import numpy as np
from scipy.sparse import load_npz
data, use = np.load(sys.argv[1] + "/problem.npz"), load_npz(sys.argv[1] + "/use.npz")
base, weight, lower, upper, supply, member, floor, high = (data[k] for k in ("base", "weight", "lower", "upper", "supply", "member", "floor", "high"))
areas, factors = base.shape
worth = base * weight
inside = np.zeros((len(floor), areas)); inside[member, np.arange(areas)] = 1
points = lower[..., None] * (upper / lower)[..., None] ** (np.arange(9) / 8)
value = worth[..., None] * np.log(points / base[..., None])
slope = np.diff(value) / np.diff(points)
out = {}
def timed(name, job):
    begun = time.process_time(); x = job(); seconds = time.process_time() - begun
    out[name] = (seconds, float((worth * np.log(np.asarray(x) / base)).sum()))
def by_cvxpy():
    import cvxpy as cp
    z = cp.Variable((areas, factors))  # shares of supply
    plan = cp.Problem(cp.Maximize(cp.sum(cp.multiply(worth, cp.log(cp.multiply(z, supply / base))))), [
        z >= lower / supply, z <= upper / supply, cp.sum(z, axis=0) <= 1, inside @ z >= floor / supply,
        (use * np.tile(supply, areas)) @ cp.reshape(z, (areas * factors,), order="C") <= high])
    plan.solve(solver=cp.CLARABEL)
    return z.value * supply
def by_linopy():
    import linopy, xarray as xr
    m = linopy.Model()
    dims, wide = ("i", "f"), np.diff(points) / supply[:, None]
    d = m.add_variables(lower=0, upper=xr.DataArray(wide, dims=("i", "f", "k")), name="d")
    z = xr.DataArray(lower / supply, dims=dims) + d.sum("k")
    m.add_constraints(z.sum("i") <= 1, name="supply")
    for g in range(len(floor)):
        m.add_constraints(z.isel(i=np.flatnonzero(member == g)).sum("i") >= xr.DataArray(floor[g] / supply, dims="f"), name=f"g{g}")
    e = xr.DataArray(use.toarray().reshape(areas, factors) * supply, dims=dims)
    m.add_constraints((e * z).sum() <= float(high[0]), name="row")
    m.add_objective(-(xr.DataArray(slope * supply[:, None], dims=("i", "f", "k")) * d).sum())
    m.solve("highs", io_api="direct", output_flag=False)
    return lower + d.solution.values.sum(axis=2) * supply
def by_pyomo():
    import pyomo.environ as po
    m = po.ConcreteModel()
    I, F, K = range(areas), range(factors), range(8)
    wide, gain, low, e = np.diff(points) / supply[:, None], slope * supply[:, None], lower / supply, use.toarray().reshape(areas, factors) * supply
    m.d = po.Var(I, F, K, bounds=lambda _, i, f, k: (0, float(wide[i, f, k])))
    z = {(i, f): float(low[i, f]) + po.quicksum(m.d[i, f, k] for k in K) for i in I for f in F}
    m.supply = po.Constraint(F, rule=lambda _, f: po.quicksum(z[i, f] for i in I) <= 1)
    m.floor = po.Constraint(range(len(floor)), F, rule=lambda _, g, f: po.quicksum(z[i, f] for i in np.flatnonzero(member == g)) >= float(floor[g, f] / supply[f]))
    m.row = po.Constraint(expr=po.quicksum(float(e[i, f]) * z[i, f] for i in I for f in F) <= float(high[0]))
    m.gain = po.Objective(expr=po.quicksum(float(gain[i, f, k]) * m.d[i, f, k] for i in I for f in F for k in K), sense=po.maximize)
    po.SolverFactory("appsi_highs").solve(m)
    return np.array([[po.value(z[i, f]) for f in F] for i in I]) * supply
for name, job in (("cvxpy + Clarabel", by_cvxpy), ("linopy + HiGHS, 8 chords", by_linopy), ("pyomo + HiGHS, 8 chords", by_pyomo)):
    timed(name, job)
print(json.dumps(out))
"""


def run_peers(problem: Problem) -> dict[str, tuple[float, float]]:
    """Seconds with building, and the true value of the plan, by the peers of requirements/peers.txt."""
    from scipy.sparse import save_npz

    with tempfile.TemporaryDirectory() as place:
        python = Path(place) / "peers" / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True)
        wanted = str(ROOT / "requirements" / "peers.txt")
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", wanted], check=True, stderr=subprocess.DEVNULL)
        groups, rows = problem.groups, problem.rows
        np.savez(
            f"{place}/problem.npz", base=problem.base, weight=problem.weight, lower=problem.lower, upper=problem.upper,
            supply=problem.supply, member=groups.member, floor=groups.floor, high=rows.high,
        )  # fmt: skip
        save_npz(f"{place}/use.npz", rows.matrix)
        done = subprocess.run([str(python), "-c", PEERS, place], capture_output=True, text=True, check=True)
        return {name: tuple(own) for name, own in json.loads(done.stdout.splitlines()[-1]).items()}


def main() -> None:
    """Print the figures of docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", action="store_true", help="install and run the peers in an environment thrown away")
    given = parser.parse_args()
    problem = make_problem()
    found = solve(problem)
    c = found.certificate
    print(
        f"{int((found.prices.groups > 0).sum())} of {found.prices.groups.size} group floors bind, row price {found.prices.rows}"
    )
    ours = least(lambda: solve(problem), 20)
    print(
        f"ours: {ours * 1e3:.2f} ms, value {c.primal:.9f}, gap {c.relative_gap:.1e}, residual {max(c.residuals.values()):.1e}"
    )
    judged = solve_conic(problem)
    conic = least(lambda: solve_conic(problem), 3)
    print(f"Clarabel directly: {conic:.3f} s, {conic / ours:.0f} times, value {judged.objective:.9f}, {judged.status}")
    drawn = draw(problem, 1_000)
    print(f"1,000 scenarios: {least(lambda: summarise_scenarios(problem, drawn), 2):.2f} s")
    print("first call of a process", measure(FIRST, str(Path(__file__).parent), runs=3))
    print("100,000 × 6, 337 groups", measure(LARGE, str(Path(__file__).parent), runs=1))
    for name, (seconds, value) in (run_peers(problem) if given.peers else {}).items():
        print(f"{name}: {seconds:.2f} s with building, value {value:.6f}")


if __name__ == "__main__":
    main()
