"""Laws of the indicator methods that hold for any figures."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from junxian.indicators.methods import KERNELS
from junxian.indicators.units import UNIT_RULES
from junxian.terms import parse_unit

MONEY = ("元", "万元", "亿元")
amounts = st.floats(1e-3, 1e9, allow_nan=False)


def _compute(method, unit, *sources):
    """A method on (value, unit) pairs."""
    units = tuple(parse_unit(own) for _, own in sources)
    repeated = sources if method not in ("growth", "change") else sources[:1]
    factors = UNIT_RULES[method](tuple(parse_unit(own) for _, own in repeated) or units, parse_unit(unit))
    return float(KERNELS[method](tuple(np.array([value]) for value, _ in sources), factors)[0])


def _restate(value, unit, other):
    return value * float(parse_unit(unit).factor / parse_unit(other).factor)


@pytest.mark.parametrize("method", ["share", "ratio", "completion"])
@given(a=amounts, b=amounts, units=st.tuples(*[st.sampled_from(MONEY)] * 4))
def test_a_ratio_does_not_depend_on_the_units_of_its_items(method, a, b, units):
    first = _compute(method, "%", (a, units[0]), (b, units[1]))
    second = _compute(
        method, "%", (_restate(a, units[0], units[2]), units[2]), (_restate(b, units[1], units[3]), units[3])
    )
    assert second == pytest.approx(first, rel=1e-12)


@given(now=amounts, before=amounts, unit=st.sampled_from(MONEY), other=st.sampled_from(MONEY))
def test_growth_does_not_depend_on_the_unit(now, before, unit, other):
    first = _compute("growth", "%", (now, unit), (before, unit))
    second = _compute("growth", "%", (_restate(now, unit, other), other), (_restate(before, unit, other), other))
    assert second == pytest.approx(first, rel=1e-9, abs=1e-9)


@given(a=amounts, unit=st.sampled_from(MONEY), other=st.sampled_from(MONEY))
def test_a_logarithm_in_a_declared_unit_does_not_depend_on_the_unit_filed(a, unit, other):
    first = _compute("log", "ln(万元)", (a, unit))
    assert _compute("log", "ln(万元)", (_restate(a, unit, other), other)) == pytest.approx(first, rel=1e-9, abs=1e-9)


@given(part=st.floats(0, 1), whole=st.floats(0.1, 10))
def test_a_share_and_its_complement_make_the_whole(part, whole):
    share = _compute("share", "%", (part, "人"), (whole, "人"))
    assert share + _compute("complement", "%", (share, "%")) == pytest.approx(100)


@given(a=amounts, b=amounts)
def test_a_sum_less_one_part_is_the_other(a, b):
    total = _compute("sum", "元", (a, "万元"), (b, "元"))
    assert _compute("difference", "元", (total, "元"), (a, "万元")) == pytest.approx(b, rel=1e-6, abs=1e-3)


@given(values=st.lists(st.floats(allow_nan=True, allow_infinity=False), min_size=2, max_size=2))
def test_no_method_ever_gives_infinity_from_figures_of_the_usual_size(values):
    sources = tuple(np.clip(np.array([value]), -1e12, 1e12) for value in values)
    sources = tuple(np.where(np.abs(source) < 1e-9, 0.0, source) for source in sources)
    for method in ("share", "ratio", "completion", "per_resident", "per_area", "growth"):
        assert not np.isinf(KERNELS[method](sources, (Fraction(100),))).any()
