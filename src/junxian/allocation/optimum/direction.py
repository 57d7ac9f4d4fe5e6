"""The Newton direction of the prices whose limits bind, by elimination: groups, then supply, then rows."""

from dataclasses import dataclass

import numpy as np

from junxian.allocation.optimum.intake import Intake, Levels
from junxian.allocation.optimum.problem import Array


@dataclass(frozen=True)
class Slack:
    """What is taken beyond every binding limit, by factor, group and row; 0 where none binds."""

    supply: Array
    group: Array
    row: Array

    def greatest(self) -> float:
        """The greatest violation of all."""
        return max(float(np.abs(part).max(initial=0.0)) for part in (self.supply, self.group, self.row))


def find_direction(levels: Levels, intake: Intake, slack: Slack) -> Levels:
    """The change of prices after which, seen from here, every binding limit is met; 0 for prices without slope.

    A bound group meets its own limit, so of the supply only what the others take is left to be met by its price.
    """
    held = levels.bound != 0
    sloped = held & (intake.group_slope > 0)
    group_slope = np.where(sloped, intake.group_slope, 1.0)
    own = intake.supply_slope - np.where(held, intake.group_slope, 0.0).sum(axis=0)
    free = ((levels.supply > 0) | (slack.supply != 0)) & (own > 1e-12 * intake.supply_slope) & (own > 0)
    own = np.where(free, own, 1.0)
    over = slack.supply - np.where(sloped, slack.group, 0.0).sum(axis=0)
    live = np.flatnonzero((levels.row != 0) | (slack.row != 0))
    step, within = np.zeros(0), np.zeros((0, slack.group.size))
    across = np.zeros((0, over.size))
    if live.size:
        coupled, byrow = intake.row_slope[live], intake.row_pair[np.ix_(live, live)]
        within = np.where(sloped, coupled[:, :-1], 0.0).reshape(live.size, -1)
        across = np.where(free, coupled.sum(axis=1) - np.where(held, coupled[:, :-1], 0.0).sum(axis=1), 0.0)
        matrix = byrow - (within / group_slope.ravel()) @ within.T - (across / own) @ across.T
        side = slack.row[live] - within @ (slack.group / group_slope).ravel() - across @ (over / own)
        step = np.linalg.solve(matrix + _least(byrow.diagonal()), side)
    supply = np.where(free, (over - step @ across) / own, 0.0)
    group = np.where(sloped, (slack.group - (step @ within).reshape(slack.group.shape)) / group_slope, 0.0)
    row = np.zeros_like(levels.row)
    row[live] = step
    return Levels(supply, group, levels.bound, row)


def _least(size: Array) -> Array:
    """A little on the diagonal, so that rows that say the same can be solved."""
    return np.diag(1e-12 * np.maximum(size, 1e-6 * size.max(initial=0.0)) + 1e-300)
