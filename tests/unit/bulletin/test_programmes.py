"""What is said of programmes: prices and limits written out, intervals that hold the quota beside them."""

from types import SimpleNamespace

import polars as pl
import pytest

from junxian.allocation.programme.result import CERTIFICATE_SCHEMA
from junxian.allocation.wording import count_decimals, count_places
from junxian.bulletin.contents.area_content import AreaQuota
from junxian.bulletin.contents.programmes import tell_certificate, tell_interval, tell_limit, tell_price
from junxian.bulletin.terminal import _tell_later, _tell_lines
from junxian.terms import Name


def test_a_small_price_is_written_out():
    factor = {"name_zh": "用地", "name_en": "Land", "unit": "亩", "price": 0.30141, "shadow_price": 3.8063e-05}
    assert tell_price(factor).zh == "用地：统一价0.3014；总量每增加1亩，加权福利增加0.0000381。"
    assert "3.81e" not in tell_price(factor).text("en")


@pytest.mark.parametrize(
    ("kind", "price", "said"),
    [
        ("group", 2e-5, "下限每降低"),
        ("group", -2e-5, "上限每放宽"),
        ("row", 2e-5, "上限每放宽"),
        ("row", -2e-5, "下限每降低"),
    ],
)
def test_a_limit_says_which_side_binds_and_what_easing_it_brings(kind, price, said):
    told = tell_limit({"kind": kind, "price": price, "name_zh": "甲市", "name_en": "A"})
    assert said in told.zh
    assert "增加0.00002。" in told.zh


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (747.5, 747.5, "747–748"),
        (732.0000000001, 732.0, "732"),
        (779.8, 867.6, "779–868"),
        (1234.0, 1300.0, "1,234–1,300"),
    ],
)
def test_an_interval_is_rounded_outward_so_that_the_quota_lies_in_it(low, high, told):
    assert tell_interval(low, high) == told


def test_an_interval_of_a_small_unit_keeps_its_decimals():
    assert tell_interval(5.17281, 5.42849, 4) == "5.1728–5.4285"
    assert tell_interval(0.3, 0.3, 1) == "0.3"


def test_a_quota_of_a_small_unit_is_told_in_full():
    given = AreaQuota(
        "energy/1", Name(zh="用能"), None, "万吨标准煤", 4, 5.4285, 1.0, 4.4285, None, None, "none", Name(zh="。")
    )
    page = SimpleNamespace(lines=(), quotas=(given,), allotments=())
    assert "用能：5.4285万吨标准煤" in _tell_lines(page, "zh")[0]


def test_places_are_those_of_whole_units():
    assert [count_places(unit) for unit in (50.0, 1.0, 0.5, 0.25, 0.0001, 1e-5)] == [0, 0, 1, 2, 4, 5]
    assert count_decimals(1.0) == 2


def test_later_years_are_told_in_the_readers_language():
    own = SimpleNamespace(unit="亩", places=0, later=((2024, 347.0), (2025, 351.0)))
    assert _tell_later(own, "zh") == "以后年度预安排（不是额度）：2024年347亩，2025年351亩"
    assert _tell_later(own, "en") == "Foreseen, no quota: 2024: 347 mu, 2025: 351 mu"


def certify(**changes):
    row = {
        "alpha": 1.0, "primal": 0.5, "dual": 0.5, "gap": 0.0, "relative_gap": 1e-16, "residual": 1e-15, "rise": None,
        "rounding_loss": 1e-5, "solver": "dual Newton", "judged_by": "", "judged_difference": None,
    }  # fmt: skip
    return SimpleNamespace(certificate=pl.DataFrame([row | changes], schema=CERTIFICATE_SCHEMA))


def test_a_certificate_says_best_of_a_sum_and_most_even_of_max_min():
    told = tell_certificate(certify())
    assert "没有更好的分法" in told.zh
    assert "no division is better" in told.text("en")
    even = tell_certificate(certify(alpha=float("inf"), rise=3e-5))
    assert "没有更好的分法" not in even.zh
    assert "占基数比最低者为0.5" in even.zh
    assert "3e-05" in even.zh
    assert "3e-05" in even.text("en")
    assert "任何一地要再增加，必使" in tell_certificate(certify(alpha=float("inf"), rise=3e-12)).zh
    assert "逐级" not in tell_certificate(certify(alpha=float("inf"))).zh
    assert tell_certificate(SimpleNamespace(certificate=pl.DataFrame(schema=CERTIFICATE_SCHEMA))) is None
