"""The steps of an assessment as a scheme declares them, from screening to the replicates of rank intervals."""

from typing import Literal

from pydantic import Field, model_validator

from junxian.declared.declaration import Declaration
from junxian.terms.period import Period

NormaliseMethod = Literal[
    "efficacy", "min_max", "z_score", "rank", "percentile_rank", "borda", "distance_to_maximum", "distance_to_reference",
    "distance_to_target", "fraction_of_maximum", "goalposts", "scaled",
]  # fmt: skip
TreatMethod = Literal["none", "winsorise", "log", "log_ct", "winsorise_else_log", "box_cox"]
WeighMethod = Literal[
    "declared", "equal", "entropy", "critic", "standard_deviation", "gini", "principal_components"
]  # fmt: skip
BETWEEN_BOUNDS = ("efficacy", "min_max", "goalposts", "scaled")  # stretch between a low and a high bound
DECLARED_ONLY = ("goalposts", "scaled")  # know no bounds of the year


class Screen(Declaration):
    """Which areas are ranked: those with the scheme's coverage of weight filed, and what else is asked of them."""

    by: Literal["known", "nonzero", "known_and_nonzero", "zeros_missing"] = "known"
    nonzero: float = Field(default=0.05, ge=0, le=1)  # least share of the filed weight that is not zero
    include: tuple[str, ...] = ()  # areas that are ranked whatever is filed
    exclude: tuple[str, ...] = ()  # areas that are not ranked whatever is filed


class Impute(Declaration):
    """How a missing indicator is filled before scoring. By default it is not: its weight is spread over the others."""

    method: Literal[
        "none", "mean", "median", "class_mean", "class_median", "row_mean", "interpolate", "carry_forward",
        "regression", "iterative", "em",
    ] = "none"  # fmt: skip
    limit: int = Field(default=1, ge=1)  # interpolate, carry_forward: years looked back, and for the first also ahead
    predictors: tuple[str, ...] = ()  # regression: indicators that explain all the others

    @model_validator(mode="after")
    def _predictors_fit_the_method(self) -> "Impute":
        if bool(self.predictors) != (self.method == "regression"):
            raise ValueError("predictors belong to method 'regression', which needs them")
        return self


class TreatIndicator(Declaration):
    """One indicator that is treated otherwise than the scheme says; what is not given is the scheme's."""

    code: str
    method: TreatMethod | None = None
    skewness: float | None = Field(default=None, gt=0)
    kurtosis: float | None = Field(default=None, gt=0)
    at_most: int | None = Field(default=None, ge=1)
    force: bool = False  # treat it although it passes the test


class Treat(Declaration):
    """How outliers are treated: an indicator fails where |skewness| and kurtosis both reach their limits."""

    method: TreatMethod = "none"
    skewness: float = Field(default=2.0, gt=0)
    kurtosis: float = Field(default=3.5, gt=0)
    at_most: int = Field(default=5, ge=1)  # winsorise: most values that are drawn in
    indicator: tuple[TreatIndicator, ...] = ()

    @property
    def is_none(self) -> bool:
        """Whether no indicator can be treated."""
        return self.method == "none" and all(own.method in (None, "none") for own in self.indicator)


class NormaliseIndicator(Declaration):
    """One indicator that is normalised otherwise than the scheme says; what is not given is the scheme's."""

    code: str
    method: NormaliseMethod | None = None
    low: float | None = None  # goalposts in the indicator's unit, whatever the scheme's bounds are
    high: float | None = None
    target: float | None = None  # distance_to_target
    reference: str = ""  # distance_to_reference: code of the area

    @model_validator(mode="after")
    def _goalposts_are_a_range(self) -> "NormaliseIndicator":
        if (self.low is None) != (self.high is None):
            raise ValueError("give low and high together")
        if self.low is not None and self.high is not None and not self.low < self.high:
            raise ValueError(f"low {self.low} is not below high {self.high}")
        return self


class Normalise(Declaration):
    """How indicators are brought to one scale. `base` and `span` give the range (60 + 40 in practice)."""

    method: NormaliseMethod = "efficacy"
    bounds: Literal["same_year", "frozen", "declared"] = "same_year"
    low_percentile: float = 5.0
    high_percentile: float = 95.0
    base: float = Field(default=60.0, ge=-1e6, le=1e6)
    span: float = Field(default=40.0, gt=0, le=1e6)
    base_period: str = ""  # frozen: the period whose percentiles `junxian freeze` writes to bounds.csv
    base_pool: Literal["class", "all"] = "class"  # frozen: percentiles of each class, or of all classes together
    reference: str = ""  # distance_to_reference: code of the area
    is_capped: bool = False  # distance_to_reference, distance_to_target: beyond the aim counts as at it
    indicator: tuple[NormaliseIndicator, ...] = ()

    @model_validator(mode="after")
    def _bounds_fit_the_method(self) -> "Normalise":
        if self.method not in BETWEEN_BOUNDS and self.bounds != "same_year":
            raise ValueError(f"method {self.method!r} knows no {self.bounds} bounds; take efficacy or min_max")
        if self.method in DECLARED_ONLY and self.bounds == "same_year":
            raise ValueError(f"method {self.method!r} needs bounds = 'declared' or 'frozen'")
        if not 0 <= self.low_percentile < self.high_percentile <= 100:
            raise ValueError(
                f"percentiles {self.low_percentile} and {self.high_percentile} are no range within 0 to 100"
            )
        if self.base_period:
            Period.parse(self.base_period)
        for own in self.indicator:
            _check_own_way(own, own.method or self.method, self.bounds)
        return self

    def of(self, code: str) -> NormaliseIndicator:
        """How one indicator is normalised: what is declared for it, completed by what is declared for all."""
        own = next((one for one in self.indicator if one.code == code), NormaliseIndicator(code=code))
        return own.model_copy(
            update={"method": own.method or self.method, "reference": own.reference or self.reference}
        )

    def is_fixed(self, code: str) -> bool:
        """Whether an indicator is scored between bounds that were set before the year, not by figures of the year."""
        own = self.of(code)
        return own.low is not None or (self.bounds != "same_year" and own.method in BETWEEN_BOUNDS)


def _check_own_way(own: NormaliseIndicator, method: str, bounds: str) -> None:
    """ValueError where an indicator is given what its method does not know, or not given what it needs."""
    where = f"indicator {own.code!r}, method {method!r}"
    if own.low is not None and method not in BETWEEN_BOUNDS:
        raise ValueError(f"{where} knows no low and high; give method = 'goalposts' too")
    if own.low is None and method in DECLARED_ONLY and bounds == "same_year":
        raise ValueError(f"{where} needs low and high, or bounds = 'declared' or 'frozen'")
    if own.target is not None and method != "distance_to_target":
        raise ValueError(f"{where} knows no target; give method = 'distance_to_target' too")
    if own.reference and method != "distance_to_reference":
        raise ValueError(f"{where} knows no reference; give method = 'distance_to_reference' too")


class Weigh(Declaration):
    """Where the weights of the indicators under a node come from; the points of nodes are always those of weights.csv."""

    method: WeighMethod = "declared"
    components: int | None = Field(default=None, ge=1)  # principal_components: how many; those above 1 by default
    is_rotated: bool = True  # principal_components


class ChangeIndicator(Declaration):
    """What of one indicator is scored, and how its change is measured."""

    code: str
    score: Literal["level", "change", "both"] = "both"
    method: Literal["growth", "change"] = "growth"  # growth in %, or the difference in the indicator's unit


class Change(Declaration):
    """Level and change: a named indicator scores weight_level · level + weight_change · change (practice: 40 and 60)."""

    weight_level: float = Field(default=0.4, gt=0)
    weight_change: float = Field(default=0.6, gt=0)
    back: int = Field(default=1, ge=1)  # years between the two levels
    indicator: tuple[ChangeIndicator, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _parts_of_a_whole(self) -> "Change":
        if abs(self.weight_level + self.weight_change - 1) > 1e-9:
            raise ValueError(f"weight_level {self.weight_level} and weight_change {self.weight_change} do not sum to 1")
        return self


class Points(Declaration):
    """Bonus or deduction points, filed as an item, within a cap."""

    item: str
    cap: float = Field(ge=0)


class Robustness(Declaration):
    """What is varied for rank intervals."""

    replicates: int = Field(default=1000, ge=0, le=100_000)  # 0: no rank intervals
    weights_vary: float = Field(default=0.25, ge=0, lt=1)
    data_error: bool = True
    normalisations: tuple[Literal["efficacy", "min_max", "z_score"], ...] = Field(
        default=("efficacy", "min_max", "z_score"), min_length=1
    )
    aggregations: tuple[Literal["declared", "arithmetic", "geometric"], ...] = Field(
        default=("arithmetic", "geometric"), min_length=1
    )  # one way at all nodes; declared: each node its own
    interval: float = Field(default=0.90, gt=0, lt=1)
