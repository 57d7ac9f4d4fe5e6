from junxian.allocation.formula import CONFLICT_SCHEMA, PART_SCHEMA, PLAN_SCHEMA, TOTAL_SCHEMA, Plan, allocate

__all__ = ["CONFLICT_SCHEMA", "PART_SCHEMA", "PLAN_SCHEMA", "TOTAL_SCHEMA", "Plan", "allocate"]
