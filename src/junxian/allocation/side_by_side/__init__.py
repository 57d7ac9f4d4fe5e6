from junxian.allocation.side_by_side.compare import (
    ALONE_SCHEMA,
    AREA_SCHEMA,
    SUMMARY_SCHEMA,
    SideBySide,
    set_side_by_side,
)
from junxian.allocation.side_by_side.holding import AnyPlan, has_quotas

__all__ = ["ALONE_SCHEMA", "AREA_SCHEMA", "SUMMARY_SCHEMA", "AnyPlan", "SideBySide", "has_quotas", "set_side_by_side"]
