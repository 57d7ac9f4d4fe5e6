"""Imputation by the mean or median of the indicator over all areas."""

import numpy as np

from junxian.assessment.impute.group import impute_by_group
from junxian.assessment.kinds import Array


def impute_by_mean(values: Array) -> Array:
    """Replace missing values by the column's mean.

    values  (areas, indicators)
    A column with nothing known stays missing. Source: OECD/JRC Handbook (2008), step 3, unconditional mean imputation.
    Checked against COINr (i_mean) in tests/published/test_asem_data.py.
    """
    return impute_by_group(values, [""] * np.shape(values)[0], "mean")


def impute_by_median(values: Array) -> Array:
    """Replace missing values by the column's median.

    values  (areas, indicators)
    A column with nothing known stays missing. Source: OECD/JRC Handbook (2008), step 3. Checked against COINr
    (i_median) in tests/published/test_asem_data.py.
    """
    return impute_by_group(values, [""] * np.shape(values)[0], "median")
