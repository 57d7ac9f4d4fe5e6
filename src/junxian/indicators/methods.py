"""The named methods: which kernel, which sources are also read one year back, and how the unit follows."""

from dataclasses import dataclass
from fractions import Fraction

from junxian.declared.indicators import Indicator
from junxian.indicators import kernels
from junxian.indicators.kernels import Array, Kernel
from junxian.indicators.units import UNIT_RULES
from junxian.terms.unit import Unit, parse_unit

LAGGED = ("growth", "change")  # read their source in the period and in the same period `back` years before

KERNELS: dict[str, Kernel] = {
    "value": kernels.add,
    "sum": kernels.add,
    "ratio": kernels.divide,
    "share": kernels.divide_by_size,
    "complement": kernels.complement,
    "growth": kernels.grow,
    "change": kernels.change,
    "difference": kernels.subtract,
    "per_resident": kernels.divide_by_size,
    "per_area": kernels.divide_by_size,
    "log": kernels.take_log,
    "completion": kernels.divide_by_size,
}


@dataclass(frozen=True)
class Formula:
    """A method with the exact factors that bring its result to the declared unit."""

    kernel: Kernel
    factors: tuple[Fraction, ...]

    def apply(self, *sources: Array) -> Array:
        """Values in the declared unit from sources in theirs; NaN where missing or not defined."""
        return self.kernel(sources, self.factors)


def fit_formula(indicator: Indicator, units: tuple[Unit, ...]) -> Formula:
    """The formula of an indicator whose sources stand in `units`; MethodError where its unit does not follow."""
    factors = UNIT_RULES[indicator.method](units, parse_unit(indicator.unit))
    return Formula(KERNELS[indicator.method], factors)


def lags(indicator: Indicator) -> tuple[tuple[str, int], ...]:
    """Sources with the years back at which each is read, in the order that the kernel takes them."""
    if indicator.method in LAGGED:
        return tuple((source, back) for source in indicator.sources for back in (0, indicator.back))
    return tuple((source, 0) for source in indicator.sources)
