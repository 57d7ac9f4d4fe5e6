from junxian.allocation.formula.allocate import allocate
from junxian.allocation.formula.plan import CONFLICT_SCHEMA, PART_SCHEMA, PLAN_SCHEMA, TOTAL_SCHEMA, Plan

__all__ = ["CONFLICT_SCHEMA", "PART_SCHEMA", "PLAN_SCHEMA", "TOTAL_SCHEMA", "Plan", "allocate"]
