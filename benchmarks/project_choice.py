"""Choosing among 10,000 and 100,000 projects; `--peers PYTHON` also runs linopy + HiGHS and SCIP of another environment.

183 counties, six budgets at 25 % of the ask, the county's funds between 10 and 60 % of its ask. Asks are log-normal, benefits follow
them with noise; `--spread` is how much counties differ in benefit (standard deviation of the logarithm): the more, the more county
limits bind. Each run in a process of its own; memory: the
high-water marks of parent and child, and the most that both held at one time.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

DRAW = """
import numpy as np
def draw(size, spread, seed=1, counties=183, factors=6):
    random = np.random.default_rng(seed)
    asks = random.lognormal(0, 0.6, (size, factors)) * random.lognormal(0, 0.5, (size, 1))
    benefit = asks.mean(axis=1) * random.lognormal(0, 0.4, size)
    county = random.integers(0, counties, size)
    return asks, benefit * random.lognormal(0, spread, counties)[county], county
"""
OURS = """
import json, resource, sys, threading, time
from junxian.allocation.projects.choose import choose_projects
from junxian.allocation.projects.problem import join_limits, limit_budgets, limit_groups, state_problem
from junxian.allocation.branching import limited
size, spread, gap, seconds = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
asks, benefit, county = draw(size, spread)
total = np.bincount(county, asks[:, 0], minlength=183)
names = tuple(str(k) for k in range(183))
problem = state_problem(benefit, join_limits(
    limit_budgets(asks, 0.25 * asks.sum(axis=0), tuple("abcdef")),
    limit_groups("county", asks[:, 0], county, names, 0.10 * total, 0.60 * total, "a")))
if sys.argv[5] == "all":
    random = np.random.default_rng(5)
    city, kind, sets = random.integers(0, 21, size), random.integers(0, 4, size), size // 20
    member = np.where(random.random(size) < 0.1, random.integers(0, sets, size), -1)
    exact = (np.arange(sets) % 10 == 0) & (np.bincount(member[member >= 0], minlength=sets) > 0)
    ask = np.bincount(kind, asks[:, 1])
    limits = join_limits(problem.limits,
        limit_groups("group", np.ones(size), city, tuple(f"city {k}" for k in range(21)), np.floor(0.2 * np.bincount(city)), np.full(21, np.inf), "number"),
        limit_groups("group", asks[:, 1], kind, tuple("wxyz"), 0.24 * ask, 0.27 * ask, "b"),
        limit_groups("either-or", np.ones(size), member, tuple(map(str, range(sets))), np.where(exact, 1.0, -np.inf), np.ones(sets), "number"))
    needs, must = random.permutation(size)[: size // 10].reshape(-1, 2), np.zeros(size, bool)
    must[random.choice(size, size // 100)] = True
    problem = state_problem(benefit, limits, needs, must & (member < 0))
peak = {"child_mb": 0.0, "together_mb": 0.0}
def read(pid, name):
    return [int(line.split()[1]) / 1024 for line in open(f"/proc/{pid}/status") if line.startswith(name)][0]
def watch(pid):
    while True:
        try:
            peak["child_mb"] = max(peak["child_mb"], read(pid, "VmHWM"))
            peak["together_mb"] = max(peak["together_mb"], read(pid, "VmRSS") + read("self", "VmRSS"))
        except (OSError, IndexError):
            return
        time.sleep(0.02)
popen = limited.subprocess.Popen
class Watched(popen):
    def __init__(self, *words, **more):
        super().__init__(*words, **more)
        threading.Thread(target=watch, args=(self.pid,), daemon=True).start()
limited.subprocess.Popen = Watched
choose_projects(state_problem(benefit[:1], limit_budgets(asks[:1], asks[0], tuple("abcdef"))), gap, None)
begun, clock = time.process_time(), time.monotonic()
choice = choose_projects(problem, gap, seconds)
child = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"status": choice.status, "by": choice.by, "benefit": choice.benefit, "gap": choice.gap, "proved_by": choice.proved_by,
    "linear_gap": (choice.linear_bound - choice.benefit) / choice.benefit, "cpu_s": time.process_time() - begun,
    "child_cpu_s": child.ru_utime + child.ru_stime, "clock_s": time.monotonic() - clock, "parent_mb": read("self", "VmHWM"), **peak}))
"""
LINOPY = """
import json, resource, sys, time
import linopy, xarray as xr
size, spread, gap, seconds = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
asks, benefit, county = draw(size, spread)
total = np.bincount(county, asks[:, 0], minlength=183)
begun = time.process_time()
model = linopy.Model()
place = xr.DataArray(np.arange(size), dims="project")
x = model.add_variables(binary=True, coords=[range(size)], dims=["project"], name="x")
for f in range(6):
    model.add_constraints((x * xr.DataArray(asks[:, f], dims="project")).sum() <= 0.25 * asks[:, f].sum(), name=f"budget{f}")
funds = (x * xr.DataArray(asks[:, 0], dims="project")).groupby(xr.DataArray(county, dims="project", name="county")).sum()
model.add_constraints(funds >= xr.DataArray(0.10 * total, dims="county"), name="floor")
model.add_constraints(funds <= xr.DataArray(0.60 * total, dims="county"), name="cap")
model.add_objective((x * xr.DataArray(benefit, dims="project")).sum(), sense="max")
built = time.process_time()
model.solve("highs", io_api="direct", threads=1, mip_rel_gap=gap, time_limit=seconds, output_flag=False)
info = model.solver_model.getInfo()
print(json.dumps({"status": str(model.termination_condition), "benefit": float(info.objective_function_value), "gap": info.mip_gap, "build_cpu_s": built - begun,
    "cpu_s": time.process_time() - begun, "parent_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
SCIP = """
import json, resource, sys, time
from pyscipopt import Model, quicksum
size, spread, gap, seconds = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
asks, benefit, county = draw(size, spread)
begun = time.process_time()
model = Model()
model.hideOutput()
model.setParam("limits/gap", gap)
model.setParam("limits/time", seconds)
x = [model.addVar(vtype="B", obj=float(b)) for b in benefit]
model.setMaximize()
for f in range(6):
    model.addCons(quicksum(float(a) * v for a, v in zip(asks[:, f], x)) <= 0.25 * float(asks[:, f].sum()))
for c in range(183):
    member = np.flatnonzero(county == c)
    total = float(asks[member, 0].sum())
    row = quicksum(float(asks[j, 0]) * x[j] for j in member)
    model.addCons((row >= 0.10 * total))
    model.addCons((row <= 0.60 * total))
built = time.process_time()
model.optimize()
print(json.dumps({"status": model.getStatus(), "benefit": model.getPrimalbound(), "gap": model.getGap(), "build_cpu_s": built - begun,
    "cpu_s": time.process_time() - begun, "parent_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def run(python: str, code: str, size: int, spread: float, gap: float, seconds: float, limits: str = "county") -> None:
    """Run one and print what it says; one that does not come back in twice its time is killed and told."""
    words = [python, "-c", DRAW + code, str(size), str(spread), str(gap), str(seconds), limits]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=2 * seconds + 60, check=True)
    except subprocess.TimeoutExpired:
        print("   killed: its time limit passed twice", flush=True)
        return
    row = json.loads(done.stdout.strip().splitlines()[-1])
    print(
        "  ",
        json.dumps({k: float(f"{v:.4g}") if isinstance(v, float) and k != "benefit" else v for k, v in row.items()}),
        flush=True,
    )


def main() -> None:
    """Every size and spread, ours and peers in turn."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--peers", type=Path, help="Python with linopy, highspy and pyscipopt")
    reader.add_argument(
        "--all-limits", action="store_true", help="ours with cities, classes, sets, needs and promises besides"
    )
    reader.add_argument("--spread", type=float, nargs="+", default=[0.0, 0.4, 0.8])
    reader.add_argument("--size", type=int, nargs="+", default=[10_000, 100_000])
    asked = reader.parse_args()
    for size in asked.size:
        gap, seconds = (1e-4, 60) if size <= 10_000 else (5e-4, 90)
        for spread in asked.spread:
            print(f"{size} projects, spread {spread}, gap {gap}", flush=True)
            run(sys.executable, OURS, size, spread, gap, seconds, "all" if asked.all_limits else "county")
            for name, code in (("linopy", LINOPY), ("scip", SCIP)) if asked.peers else ():
                print(f"  {name}", flush=True)
                run(str(asked.peers), code, size, spread, gap, seconds)


if __name__ == "__main__":
    main()
