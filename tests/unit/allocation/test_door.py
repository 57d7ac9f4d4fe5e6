"""The door of the room: kernels and solvers wait until something is allotted by them."""

import subprocess
import sys

ASKED = (
    "import sys, junxian.runs; print(*sorted({'numba', 'scipy', 'highspy', 'clarabel', 'sklearn'} & set(sys.modules)))"
)


def test_a_run_without_programmes_and_projects_loads_no_solver():
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == ""
