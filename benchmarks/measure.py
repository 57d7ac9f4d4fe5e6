"""Runs a Python script several times, each in a process of its own, and gives medians of wall time, CPU time and peak memory."""

import json
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Measured:
    """Medians over several processes; `inside` is what the script itself printed as seconds."""

    runs: int
    wall_s: float
    cpu_s: float
    peak_mb: float
    inside: dict[str, float]


def measure(code: str, *words: str, runs: int = 5) -> Measured:
    """Run `python -c code words…` once to warm up and `runs` times counted; the script's last line may be a JSON object of seconds."""
    rows = [_once(code, words) for _ in range(runs + 1)][1:]
    insides = [row[3] for row in rows]
    return Measured(
        runs=runs,
        wall_s=round(statistics.median(row[0] for row in rows), 3),
        cpu_s=round(statistics.median(row[1] for row in rows), 3),
        peak_mb=round(statistics.median(row[2] for row in rows), 1),
        inside={key: round(statistics.median(i[key] for i in insides), 4) for key in insides[0]},
    )


def _once(code: str, words: tuple[str, ...]) -> tuple[float, float, float, dict[str, float]]:
    footer = (
        "\nimport resource as _r, sys as _s; print('\\n' + str(_r.getrusage(_r.RUSAGE_SELF).ru_maxrss), file=_s.stderr)"
    )
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code + footer, *words], capture_output=True, text=True, check=True)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lines = done.stdout.strip().splitlines()
    inside = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    return wall, cpu, int(done.stderr.strip().splitlines()[-1]) / 1024, inside


def show(name: str, measured: Measured) -> None:
    """Print one row."""
    print(name, json.dumps(asdict(measured)))
