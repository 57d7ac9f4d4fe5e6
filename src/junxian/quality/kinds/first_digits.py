"""First digits: leading digits of microdata against Benford's law, where it can be expected to hold."""

from typing import Any

import polars as pl

from junxian.declared.rules_of_chance import FirstDigits
from junxian.quality.digits.conformity import CUT_OFF, LEAST_SPREAD, MINIMUM, Conformity, measure_conformity
from junxian.quality.filed import Filed
from junxian.quality.suspicion import Suspicion
from junxian.quality.trials import cannot_test, make_trials
from junxian.quality.unit_files import NoUnitsError, read_units
from junxian.quality.wording import say_area
from junxian.terms.name import Name

OWN: dict[str, Any] = {"mad": pl.Float64, "digit": pl.Int64, "share": pl.Float64, "expected": pl.Float64}
DIGITS = {
    "first": Name(zh="首位数字", en="first digits"),
    "second": Name(zh="第二位数字", en="second digits"),
    "first_two": Name(zh="前两位数字", en="first two digits"),
}


def measure_first_digits(rule: FirstDigits, filed: Filed) -> pl.DataFrame:
    """One trial per area, or one of all units: chi2 of the leading digits, odd where the MAD beyond chance is large too.

    Fewer figures than 562 (first digit), 801 (second), 1703 (first two), or figures that spread over less than half a
    power of ten (standard deviation of log10), cannot be tested. County totals are not microdata: real ones fail and pass
    at random. Checked in tests/unit/quality/test_first_digits.py, the statistics in tests/published/test_quality_truth.py.
    """
    period = str(filed.period)
    try:
        units = read_units(filed.province.folder, rule.file, [rule.column, *([rule.area] if rule.area else [])])
    except NoUnitsError as error:
        return make_trials(rule, [cannot_test(filed.province.code, period, rule.column, error.reason)], OWN)
    area = pl.col(rule.area).cast(pl.String).fill_null("") if rule.area else pl.lit(filed.province.code)
    groups = units.with_columns(area.alias("_group")).sort("_group", maintain_order=True).group_by("_group", maintain_order=True)  # fmt: skip
    rows = [_judge(rule, period, str(key[0]), table[rule.column]) for key, table in groups]
    return make_trials(rule, rows, OWN)


def _judge(rule: FirstDigits, period: str, group: str, values: pl.Series) -> dict[str, Any]:
    found = measure_conformity(values, rule.digits)
    if not found.is_testable:
        return cannot_test(group, period, rule.column, _say_why_not(found), found.n)
    gap = found.shares - found.expected
    place = int(gap.argmax())
    return {
        "ref_area": group, "time_period": period, "item": rule.column, "n": found.n, "statistic": found.excess_mad,
        "p_value": found.p_value, "odd": found.is_odd, "mad": found.mad, "digit": int(found.digits[place]),
        "share": float(found.shares[place]), "expected": float(found.expected[place]),
    }  # fmt: skip


def _say_why_not(found: Conformity) -> Name:
    if found.n < (least := MINIMUM[found.position]):
        return Name(zh=f"数字不足{least}个", en=f"fewer than {least} figures")
    return Name(
        zh=f"数字集中在一个数量级内（log10标准差{found.spread:.2f}，应不小于{LEAST_SPREAD}）",
        en=f"figures of one order of magnitude (standard deviation of log10 {found.spread:.2f}, {LEAST_SPREAD} at least)",
    )


def suspect_first_digits(rule: FirstDigits, filed: Filed, rows: pl.DataFrame) -> list[Suspicion]:
    """Word the trials that are asked about."""
    return [_suspect(rule, filed, row) for row in rows.iter_rows(named=True)]


def _suspect(rule: FirstDigits, filed: Filed, row: dict[str, Any]) -> Suspicion:
    area, limit = row["ref_area"], CUT_OFF[rule.digits]
    name, digits = say_area(area, filed.province), DIGITS[rule.digits]
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=row["time_period"], form="", items=(),
        found=f"MAD {row['mad']:.4f}", expected=f"≤ {row['mad'] - row['statistic'] + limit:.4f}",
        message=Name(
            zh=f"{name.zh}{rule.file}中“{rule.column}”的{row['n']}个数字，{digits.zh}偏离本福特分布：平均偏差{row['mad']:.4f}，"
            f"其中超出偶然的部分{row['statistic']:.4f}，高于{limit}；最突出的是{row['digit']}，占{100 * row['share']:.1f}%，"
            f"应约{100 * row['expected']:.1f}%。请先看这些数字是否重复同一金额。",
            en=f"{name.text('en')}: the {digits.en} of {row['n']} figures in {rule.column!r} of {rule.file} depart from Benford's "
            f"law: mean deviation {row['mad']:.4f}, {row['statistic']:.4f} of it beyond chance, above {limit}; most of all "
            f"{row['digit']}, {100 * row['share']:.1f} % where about {100 * row['expected']:.1f} % are expected. "
            f"First see whether one amount is repeated.",
        ),
        shown=(), weight=row["statistic"], p_value=row["p_value"],
    )  # fmt: skip
