"""A child that does not come back is killed, and what it gave before is kept."""

import sys
import time

import numpy as np
import pytest
from scipy.sparse import csc_array

from junxian.allocation.branching import limited
from junxian.allocation.branching.mip import Mip, solve_mip

HANGS = (sys.executable, "-c", "import sys, time; sys.stdin.buffer.read(); time.sleep(600)")
DIES = (sys.executable, "-c", "raise SystemExit(3)")
GIVES_ONE_AND_HANGS = (
    sys.executable, "-c",
    "import os, pickle, sys, time, numpy as np\nfrom junxian.allocation.branching.mip import Answer\n"
    "mip = pickle.load(sys.stdin.buffer)\nout = os.fdopen(1, 'wb')\n"
    "pickle.dump(Answer(~mip.start, 7.0, 'time'), out); out.flush(); out.write(b'half'); out.flush(); time.sleep(600)",
)  # fmt: skip


@pytest.fixture
def small():
    random = np.random.default_rng(1)
    weight = random.lognormal(0, 0.6, (3, 60))
    ends = np.full(3, -np.inf), 0.3 * weight.sum(axis=1)
    return Mip(random.lognormal(0, 0.6, 60), csc_array(weight), *ends, np.zeros(60, bool), np.inf, 0.0, 100_000, np.inf)


def test_the_child_gives_the_same_as_this_process(small):
    near, far = solve_mip(small), limited.solve_within(small, 120)
    assert (near.picked == far.picked).all()
    assert (near.bound, near.end) == (far.bound, far.end)


@pytest.mark.parametrize("command", [HANGS, DIES])
def test_a_child_that_gives_nothing_leaves_the_start(small, command):
    begun = time.monotonic()
    answer = limited.solve_within(small, 1.0, command)
    assert time.monotonic() - begun < 60
    assert answer.end == "time"
    assert answer.bound == np.inf
    assert (answer.picked == small.start).all()


def test_what_a_child_gave_before_the_kill_is_kept(small):
    answer = limited.solve_within(small, 10.0, GIVES_ONE_AND_HANGS)
    assert answer.picked.all()
    assert answer.bound == 7.0
