"""Counties priced and combined: the bound holds for every choice and is below the linear one; what comes out keeps all limits."""

from dataclasses import replace

import numpy as np
import pytest

from junxian.allocation.branching.mip import solve_mip
from junxian.allocation.projects.blocks import cut_blocks, price_blocks
from junxian.allocation.projects.choose import choose_projects
from junxian.allocation.projects.combine import agree_on_prices, combine_plans
from junxian.allocation.projects.moves import hold_limits
from junxian.allocation.projects.problem import join_limits, limit_groups
from junxian.allocation.projects.relax import relax_projects


@pytest.mark.parametrize("seed", range(20))
def test_any_prices_prove_a_bound_no_lower_than_the_best(draw_problem, seed):
    problem, random = draw_problem(seed), np.random.default_rng(seed)
    best = choose_projects(problem, 0, None)
    if best.status == "conflict":
        return
    cut = cut_blocks(problem, best.relaxation)
    for _ in range(5):
        price = cut.price + random.normal(size=len(cut.price))
        price = np.where(np.isfinite(cut.high), price, np.minimum(price, 0))
        price = np.where(np.isfinite(cut.low), price, np.maximum(price, 0))
        assert price_blocks(problem, cut, price, 3).bound >= best.benefit - 1e-6
    priced, _ = agree_on_prices(problem, cut, best.picked, 0.0)
    assert best.benefit - 1e-6 <= priced.bound <= best.linear_bound + 1e-6


def _with_sets_and_needs(problem):
    """Some of no county's limit, either-or sets over counties, needs over counties, promised and excluded ones."""
    size, random = problem.size, np.random.default_rng(7)
    sets = np.where(np.arange(size) < 90, np.arange(size) // 3, -1)
    names = tuple(str(k) for k in range(30))
    low = np.where(np.arange(30) < 5, 1.0, -np.inf)
    more = limit_groups("either-or", np.ones(size), sets, names, low, np.ones(30), "number")
    needs = np.array([(j, j + 1) for j in range(100, 160, 2)])
    place = np.arange(size)
    limits = join_limits(problem.limits, more)
    return replace(problem, limits=limits, needs=needs, must=place == 700, excluded=random.random(size) < 0.02)


@pytest.mark.parametrize("change", [lambda problem: problem, _with_sets_and_needs])
def test_plans_combined_keep_all_limits_and_come_near_the_bound(draw_large, change):
    problem = change(draw_large(2, 2000))
    relaxation, start = relax_projects(problem), choose_projects(problem, 0.05, None)
    cut = cut_blocks(problem, relaxation)
    priced, columns = agree_on_prices(problem, cut, start.picked, 1e-4)
    assert priced.bound < relaxation.bound
    combined = combine_plans(problem, cut, priced, columns, start.benefit, np.inf, 5e-4, 200)
    found = combined.make(solve_mip(combined.mip))
    assert hold_limits(problem, found)
    assert start.benefit < problem.benefit[found].sum() <= priced.bound
    assert (priced.bound - problem.benefit[found].sum()) / priced.bound < 2e-3


def test_many_projects_are_certified_by_prices_of_counties(draw_large):
    problem = draw_large(2, 3000)
    choice = choose_projects(problem, 5e-4, None)
    assert (choice.status, choice.by, choice.proved_by) == ("certified", "counties", "county prices")
    assert choice.repeatable
    assert choice.bound < choice.linear_bound
    assert hold_limits(problem, choice.picked)
    assert (choose_projects(problem, 5e-4, None).picked == choice.picked).all()


def test_without_limits_of_counties_there_is_nothing_to_cut(draw_large):
    problem = draw_large(2, 50)
    limits = problem.limits
    budgets = replace(
        limits, matrix=limits.matrix[:3], low=limits.low[:3], high=limits.high[:3], kind=limits.kind[:3],
        name=limits.name[:3], measure=limits.measure[:3],
    )  # fmt: skip
    problem = replace(problem, limits=budgets)
    assert cut_blocks(problem, relax_projects(problem)) is None


def test_projects_of_no_county_are_priced_one_by_one(draw_large):
    problem = draw_large(5, 3000)
    counties = np.array([kind == "county" for kind in problem.limits.kind])
    matrix = problem.limits.matrix.tolil()
    matrix[np.flatnonzero(counties)[:, None], np.arange(0, 3000, 2)[None, :]] = 0
    limits = replace(problem.limits, matrix=matrix.tocsr(), low=np.where(counties, problem.limits.low / 3, -np.inf))
    problem = replace(problem, limits=limits)
    cut = cut_blocks(problem, relax_projects(problem))
    assert len(cut.single) == 1500
    choice = choose_projects(problem, 1e-3, None)
    assert choice.status == "certified"
    assert hold_limits(problem, choice.picked)
    priced, _ = agree_on_prices(problem, cut, choice.picked, 1e-4)
    assert choice.benefit <= priced.bound <= choice.linear_bound + 1e-9


def test_where_no_mixture_of_plans_fits_the_prices_stay(draw_large):
    problem = draw_large(2, 2000)
    cut = cut_blocks(problem, relax_projects(problem))
    priced, columns = agree_on_prices(problem, cut, np.ones(problem.size, bool), 1e-4)
    assert priced.bound >= choose_projects(problem, 1e-3, None).benefit
    assert len(columns.block) > len(cut.blocks)
