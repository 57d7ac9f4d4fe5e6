from junxian.allocation.allot import allot
from junxian.allocation.formula import CONFLICT_SCHEMA, PART_SCHEMA, PLAN_SCHEMA, TOTAL_SCHEMA, Plan, allocate
from junxian.allocation.programme import ProgrammePlan, coordinate
from junxian.allocation.projects import ProjectPlan

__all__ = [
    "CONFLICT_SCHEMA",
    "PART_SCHEMA",
    "PLAN_SCHEMA",
    "TOTAL_SCHEMA",
    "Plan",
    "ProgrammePlan",
    "ProjectPlan",
    "allocate",
    "allot",
    "coordinate",
]
