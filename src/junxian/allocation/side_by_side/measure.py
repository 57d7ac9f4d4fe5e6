"""How much, how well and how evenly one plan gives of a factor, by the weights and base of one yardstick."""

from typing import Any

import numpy as np
import polars as pl

from junxian.allocation.programme.gini import measure_gini


def measure_holding(table: pl.DataFrame, yardstick: pl.DataFrame | None) -> dict[str, Any]:
    """Measure a holding (HOLDING_SCHEMA) by a programme's holding of the same areas in the same order.

    Without a yardstick nothing is measured by weight or base. Checked in tests/unit/allocation/test_side_by_side.py.
    """
    quota = table["quota"].to_numpy()
    measured: dict[str, Any] = {
        "allotted": float(quota.sum()),
        "gini": measure_gini(quota, np.ones(quota.size)) if quota.any() else None,
        "at_limits": int((table["bound"] != "none").sum()),
    }
    if yardstick is None:
        return measured
    weight, base = yardstick["weight"].to_numpy(), yardstick["base"].to_numpy()
    own, has_base = float(weight @ yardstick["quota"].to_numpy()), base > 0
    return measured | {
        "efficiency": float(weight @ quota) / own if own else None,
        "gini_base": measure_gini(quota[has_base], base[has_base]) if quota[has_base].any() else None,
        "least_share": float((quota[has_base] / base[has_base]).min()) if has_base.any() else None,
    }
