"""The best plan in the worst of several scenarios: their worst mixture is a set of weights, so its plan is one as any other."""

from dataclasses import replace

import numpy as np
import polars as pl

from junxian.allocation.optimum.certify import value
from junxian.allocation.optimum.problem import Array
from junxian.allocation.optimum.robust.worst_case import plan_for_the_worst, value_scenarios
from junxian.allocation.optimum.solve import solve
from junxian.allocation.programme.build import Case
from junxian.allocation.programme.draw_weights import draw_weights
from junxian.allocation.programme.result import SCENARIO_SCHEMA
from junxian.allocation.programme.wider.wide_plan import WidePlan, measure_size, reweigh, solve_here, tell_wider
from junxian.declared.wider import Scenario, WorstCase
from junxian.terms.name import Name

EXPECTED = Name(zh="预期情形", en="As expected")


def plan_worst_case(case: Case, declared: WorstCase, seed: int) -> WidePlan:
    """The plan that is best in the worst scenario, by value or by regret (what is lost against the scenario's own best plan).

    Every scenario's weights are brought to the same Σ base · weight by factor, so that none counts more by its scale. Less
    supply is never better: the plan is made of the least supply of any scenario. `gain`: what the plan wins over the expected
    one in that one's worst scenario; `loss`: what it gives up where all comes as expected, supplies included.
    """
    expected = solve(case.problem)
    least = _least_supply(case, declared)
    lean = replace(case, problem=replace(case.problem, supply=case.problem.supply * least))
    solve_here(lean, Name(zh="各情形中总量最少时", en="at the least supply of any scenario"))
    names, weights = list_scenarios(case, declared, seed)
    best = np.array([value(own, solve(own).x).sum() for own in (replace(lean.problem, weight=w) for w in weights)])
    off = best if declared.measure == "regret" else np.zeros(len(weights))
    found = plan_for_the_worst(lean.problem, weights, off)
    own = reweigh(lean, np.tensordot(found.mixture, weights, axes=1))
    plain, size = solve(lean.problem).x, measure_size(case)
    worth, before = ((value_scenarios(lean.problem, weights, x) - off) / size for x in (found.optimum.x, plain))
    loss = float(value(case.problem, expected.x).sum() - value(case.problem, found.optimum.x).sum()) / size
    told = tell_wider(declared.measure, "SLSQP", found.relative_gap, float(worth.min() - before.min()), loss)
    return WidePlan(own, found.optimum, told, scenarios=_list(names, found.mixture, worth, before))


def list_scenarios(case: Case, declared: WorstCase, seed: int) -> tuple[list[Name], Array]:
    """Names and weights (scenarios, areas, factors) of the expected scenario, of those declared and of those drawn."""
    spread = case.programme.sensitivity.spread
    drawn = list(draw_weights(case, declared.draws, spread, seed))
    names = [EXPECTED, *(one.name for one in declared.scenario)]
    names += [Name(zh=f"抽取{k + 1}", en=f"Draw {k + 1}") for k in range(len(drawn))]
    weights = [case.problem.weight, *(_weigh(case, one) for one in declared.scenario), *drawn]
    return names, np.array([_level(case, weight) for weight in weights])


def _weigh(case: Case, scenario: Scenario) -> Array:
    powers = case.scores.powers | {name: float(power) for name, power in scenario.powers.items()}
    own = case.scores.weigh()
    changed = replace(case.scores, powers=powers).weigh() / np.where(own > 0, own, 1.0)
    return np.asarray(case.problem.weight * changed[:, None])


def _level(case: Case, weight: Array) -> Array:
    """Weights with the same Σ base · weight by factor as those expected."""
    base = case.problem.base
    wanted, own = (base * case.problem.weight).sum(axis=0), (base * weight).sum(axis=0)
    return np.asarray(weight * np.where(own > 0, wanted / np.where(own > 0, own, 1.0), 0.0))


def _least_supply(case: Case, declared: WorstCase) -> Array:
    codes = [factor.code for factor in case.programme.factor]
    return np.array([min([1.0, *(one.supply.get(code, 1.0) for one in declared.scenario)]) for code in codes])


def _list(names: list[Name], mixture: Array, worth: Array, before: Array) -> pl.DataFrame:
    rows = [
        (k, name.zh, name.text("en"), float(mixture[k]), float(worth[k]), float(before[k]))
        for k, name in enumerate(names)
    ]
    return pl.DataFrame(rows, schema=SCENARIO_SCHEMA, orient="row")
