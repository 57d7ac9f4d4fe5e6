from junxian.assessment.impute.carry_forward import impute_by_carry_forward
from junxian.assessment.impute.column import impute_by_mean, impute_by_median
from junxian.assessment.impute.expectation import Normal, fit_normal, impute_by_em
from junxian.assessment.impute.group import impute_by_class_mean, impute_by_class_median, impute_by_group
from junxian.assessment.impute.impute import METHODS, impute, list_imputed
from junxian.assessment.impute.interpolation import impute_by_interpolation
from junxian.assessment.impute.iterative import impute_iteratively
from junxian.assessment.impute.regression import Regressed, Regression, impute_by_regression, regress_missing
from junxian.assessment.impute.row import impute_by_row_mean

__all__ = [
    "METHODS",
    "Normal",
    "Regressed",
    "Regression",
    "fit_normal",
    "impute",
    "impute_by_carry_forward",
    "impute_by_class_mean",
    "impute_by_class_median",
    "impute_by_em",
    "impute_by_group",
    "impute_by_interpolation",
    "impute_by_mean",
    "impute_by_median",
    "impute_by_regression",
    "impute_by_row_mean",
    "impute_iteratively",
    "list_imputed",
    "regress_missing",
]
