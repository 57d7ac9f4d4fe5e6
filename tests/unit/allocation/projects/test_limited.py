"""A child that does not come back is killed, and what it gave before is kept."""

import sys
import time

import numpy as np
import pytest

from junxian.allocation.projects import choose_projects, limited
from junxian.allocation.projects.core import find_core, state_core
from junxian.allocation.projects.mip import solve_mip
from junxian.allocation.projects.moves import hold_limits
from junxian.allocation.projects.relax import relax_projects

HANGS = (sys.executable, "-c", "import sys, time; sys.stdin.buffer.read(); time.sleep(600)")
DIES = (sys.executable, "-c", "raise SystemExit(3)")
GIVES_ONE_AND_HANGS = (
    sys.executable, "-c",
    "import os, pickle, sys, time, numpy as np\nfrom junxian.allocation.projects.mip import Answer\n"
    "mip = pickle.load(sys.stdin.buffer)\nout = os.fdopen(1, 'wb')\n"
    "pickle.dump(Answer(~mip.start, 7.0, 'time'), out); out.flush(); out.write(b'half'); out.flush(); time.sleep(600)",
)  # fmt: skip


@pytest.fixture
def small(draw_large):
    problem = draw_large(1, 60, counties=3)
    relaxation = relax_projects(problem)
    core = find_core(problem, relaxation, None, 60)
    return state_core(problem, core, np.zeros(60, bool), np.inf, 0.0, 100_000)[0]


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


def test_a_killed_child_still_leaves_a_certified_choice(draw_large, monkeypatch):
    problem = draw_large(1, 2000)
    monkeypatch.setattr(limited.solve_within, "__defaults__", (HANGS,))
    choice = choose_projects(problem, gap=1e-9, seconds=1.0)
    assert choice.status == "chosen"
    assert not choice.repeatable
    assert (choice.by, choice.proved_by) == ("rounding", "county prices")
    assert hold_limits(problem, choice.picked)
    assert choice.bound >= choice.benefit
    assert choice.gap == pytest.approx((choice.bound - choice.benefit) / choice.benefit)
    assert choose_projects(problem, gap=choice.gap * 1.01, seconds=1.0).status == "certified"
