from junxian.assessment.treat.box_cox import find_box_cox_power, transform_box_cox
from junxian.assessment.treat.columns import Steps, treat_columns
from junxian.assessment.treat.logarithm import (
    take_log,
    take_log_ct,
    take_log_ct_orig,
    take_log_ct_plus,
    take_log_gii,
)
from junxian.assessment.treat.moments import measure_kurtosis, measure_skewness, needs_treatment
from junxian.assessment.treat.plan import METHODS, Rule, plan_treatment
from junxian.assessment.treat.treat import Treatment, treat_indicators
from junxian.assessment.treat.winsorise import Winsorised, winsorise

__all__ = [
    "METHODS",
    "Rule",
    "Steps",
    "Treatment",
    "Winsorised",
    "find_box_cox_power",
    "measure_kurtosis",
    "measure_skewness",
    "needs_treatment",
    "plan_treatment",
    "take_log",
    "take_log_ct",
    "take_log_ct_orig",
    "take_log_ct_plus",
    "take_log_gii",
    "transform_box_cox",
    "treat_columns",
    "treat_indicators",
    "winsorise",
]
