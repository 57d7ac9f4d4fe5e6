from junxian.allocation.projects.choose import Choice, choose_projects
from junxian.allocation.projects.problem import (
    Limits,
    ProjectProblem,
    join_limits,
    limit_budgets,
    limit_groups,
    state_problem,
)

__all__ = [
    "Choice",
    "Limits",
    "ProjectProblem",
    "choose_projects",
    "join_limits",
    "limit_budgets",
    "limit_groups",
    "state_problem",
]
