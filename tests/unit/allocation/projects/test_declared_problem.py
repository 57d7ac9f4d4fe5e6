"""Declarations as limits: shares, measures, groups and sets."""

import re

import numpy as np
import pytest

from junxian.allocation.projects.barred import Barred
from junxian.allocation.projects.declared_problem import state_declared
from junxian.declared.project_choices import read_projects
from junxian.terms import Name

TOML = """
code = "p"
edition = "1"
mode = "projects"
name = { zh = "遴选", en = "Choice" }
benefit = { zh = "税收", en = "Tax" }
[[factor]]
code = "land"
name = { zh = "用地", en = "Land" }
unit = "亩"
budget = 10
[[factor]]
code = "funds"
name = { zh = "资金", en = "Funds" }
unit = "万元"
budget_share = 0.5
[[measure]]
code = "all"
name = { zh = "折算", en = "Weighed" }
terms = { land = 2, funds = 1 }
"""
LIST = """code,county,kind,status,benefit,land,funds,either_or,needs
a,x,工业,,5,3,10,s,
b,x,农业,,4,2,20,s,a
c,y,工业,under way,3,4,30,,
d,y,工业,not ready,9,1,40,t,
"""


@pytest.fixture
def state(tmp_path):
    def state(more="", projects=LIST, closed=None, whole=False):
        if "kind" not in more:
            projects = re.sub(",(kind|工业|农业)", "", projects)
        (tmp_path / "projects.csv").write_text(projects, encoding="utf-8")
        (tmp_path / "p.toml").write_text(TOML + more, encoding="utf-8")
        stated = state_declared(read_projects(tmp_path / "p.toml", "p.toml"), closed)
        return stated if whole else stated.problem

    return state


def _row(problem, place):
    limits = problem.limits
    return limits.name[place], limits.matrix.toarray()[place].tolist(), limits.low[place], limits.high[place]


def test_a_share_of_the_budget_is_of_what_is_asked_by_those_that_are_ready(state):
    problem = state()
    assert problem.limits.high[:2].tolist() == [10.0, 30.0]  # half of 10 + 20 + 30
    assert np.flatnonzero(problem.must).tolist() == [2]
    assert np.flatnonzero(problem.excluded).tolist() == [3]
    assert problem.needs.tolist() == [[1, 0]]


def test_limits_of_counties_in_one_measure_and_shares_of_the_ask(state):
    problem = state('[[limit]]\nof = "all"\nat_least = 0.1\nat_most = 1\nshare_of = "ask"\n')
    assert _row(problem, 2) == ("x", [16.0, 24.0, 0.0, 0.0], 4.0, 40.0)
    assert _row(problem, 3) == ("y", [0.0, 0.0, 38.0, 42.0], pytest.approx(3.8), 38.0)
    assert problem.limits.kind[2:4] == ("county", "county")


def test_limits_of_named_groups_in_numbers_and_of_the_budget(state):
    problem = state('[[limit]]\nby = "kind"\nvalues = ["农业"]\nof = "number"\nat_least = 1\n')
    assert _row(problem, 2) == ("农业", [0.0, 1.0, 0.0, 0.0], 1.0, np.inf)
    problem = state('[[limit]]\nby = "kind"\nvalues = ["农业"]\nof = "land"\nat_least = 0.2\nshare_of = "budget"\n')
    assert _row(problem, 2) == ("农业", [0.0, 2.0, 0.0, 0.0], 2.0, np.inf)


def test_sets_are_at_most_one_unless_declared_exact(state):
    assert _row(state(), 2) == ("s", [1.0, 1.0, 0.0, 0.0], -np.inf, 1.0)
    assert _row(state('[[either_or]]\nset = "s"\nchoose = "exactly one"\n'), 2)[2:] == (1.0, 1.0)


def test_a_project_that_alone_exceeds_a_cap_or_the_budget_is_excluded_and_told(state):
    stated = state(projects=LIST.replace(",5,3,", ",5,11,"), whole=True)
    assert stated.barred == {0: Barred("too large", limit=0, amount=11.0)}
    assert np.flatnonzero(stated.problem.excluded).tolist() == [0, 3]
    assert stated.problem.limits.high[1] == 30.0  # what it asks still counts in shares


def test_what_is_promised_and_what_that_needs_is_never_barred(state):
    few = '[[limit]]\nof = "land"\nat_most = 1.5\n'
    assert sorted(state(few, whole=True).barred) == [0, 1]
    assert state(few, projects=LIST.replace(",30,,", ",30,,b"), whole=True).barred == {}  # c needs b, which needs a


def test_a_closed_gate_excludes_what_asks_for_the_factor_and_takes_its_ask_out_of_shares(state):
    closed = {("funds", "x"): Name(zh="红线", en="line"), ("land", "x"): Name(zh="耕地", en="farmland")}
    stated = state(closed=closed, whole=True)
    assert {place: (one.reason, one.text.en) for place, one in stated.barred.items()} == {
        0: ("gated", "farmland"),
        1: ("gated", "farmland"),
    }
    assert stated.problem.limits.high[1] == 15.0  # half of 30
    assert state(closed=closed, projects=LIST.replace("2,20", "0,0"), whole=True).barred.keys() == {0}


def test_one_that_is_not_ready_may_ask_more(state):
    assert state(projects=LIST.replace(",9,1,", ",9,100,")).limits.high[0] == 10.0
