from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest

from junxian.declared.redlines import LineVersion, RedLine
from junxian.redlines import watch
from junxian.terms import Areas, MethodError, Name, Period
from junxian.terms.area import AREA_SCHEMA, CHANGE_SCHEMA

YEARS = [Period(year) for year in (2021, 2022, 2023)]


def areas(*codes):
    rows = [{"code": c, "name": c, "name_en": "", "level": "county", "parent": "99", "located_in": ""} for c in codes]
    rows.append({"code": "99", "name": "省", "name_en": "", "level": "province", "parent": "", "located_in": ""})
    return Areas(pl.DataFrame(rows, schema=AREA_SCHEMA), pl.DataFrame(schema=CHANGE_SCHEMA))


def indicators(unit, **series):
    """Values of indicator X by area, one for each of YEARS."""
    rows = [
        {"ref_area": a.removeprefix("c"), "time_period": str(p), "indicator": "X", "value": v, "unit": unit,
         "status": "ok" if v is not None else "missing", "missing": "" if v is not None else "stock"}
        for a, values in series.items() for p, v in zip(YEARS, values, strict=True)
    ]  # fmt: skip
    table = pl.DataFrame(rows, schema_overrides={"value": pl.Float64})

    def quantity(key, period):
        return table.filter((pl.col("indicator") == key) & (pl.col("time_period") == str(period))).select(
            "ref_area", "value", "unit"
        )

    return SimpleNamespace(table=table, quantity=quantity)


def farmland(**more):
    return RedLine(
        code="farmland", name=Name(zh="耕地红线"), indicator="X", breach="below",
        version=(LineVersion(valid_from=date(2021, 1, 1), thresholds={"yellow": 101.0, "red": 100.0}),), **more,
    )  # fmt: skip


def debt(**more):
    thresholds = {"yellow": 120.0, "orange": 200.0, "red": 300.0}
    return RedLine(
        code="debt", name=Name(zh="债务警戒线"), indicator="X", breach="above",
        version=(LineVersion(valid_from=date(2021, 1, 1), thresholds=thresholds),), **more,
    )  # fmt: skip


def state(line, *values, unit="%"):
    lines = watch(indicators(unit, c1=values), {line.code: line}, areas("1"), YEARS)
    return lines.table.row(0, named=True)


@pytest.mark.parametrize(
    ("value", "expected", "threshold", "room"),
    [
        (102.0, "green", 101.0, 1.0),
        (101.0, "green", 101.0, 0.0),
        (100.5, "yellow", 100.0, 0.5),
        (100.0, "yellow", 100.0, 0.0),
        (99.2, "red", 100.0, -0.8),
    ],
)
def test_a_below_line_takes_the_state_of_the_threshold_that_the_value_lies_under(value, expected, threshold, room):
    row = state(farmland(), 110.0, value, value)
    assert (row["state"], row["threshold"], row["headroom"]) == (expected, threshold, room)


@pytest.mark.parametrize(
    ("value", "expected", "threshold", "room"),
    [
        (119.99, "green", 120.0, 0.01),
        (120.0, "yellow", 200.0, 80.0),
        (200.0, "orange", 300.0, 100.0),
        (300.0, "red", 300.0, 0.0),
        (345.0, "red", 300.0, -45.0),
    ],
)
def test_an_above_line_takes_the_state_of_the_threshold_that_the_value_reaches(value, expected, threshold, room):
    row = state(debt(), 100.0, value, value)
    assert (row["state"], row["threshold"], row["headroom"]) == (expected, threshold, pytest.approx(room, abs=1e-9))


def test_computing_noise_moves_no_state():
    assert state(debt(), 1.0, 1.0, 299.99999999999994)["state"] == "red"


def test_two_worsening_years_raise_yellow_to_orange_and_one_does_not():
    two = state(debt(), 110.0, 120.0, 130.0)
    one = state(debt(), 125.0, 120.0, 130.0)
    assert (two["state"], two["raised"], two["worsening"]) == ("orange", True, 2)
    assert (one["state"], one["raised"], one["worsening"]) == ("yellow", False, 1)
    assert "由黄色升为橙色" in two["why_zh"]
    assert two["threshold"] == 200.0


def test_worsening_raises_neither_green_nor_orange():
    assert state(debt(), 80.0, 90.0, 100.0)["state"] == "green"
    assert state(debt(), 200.0, 210.0, 220.0)["state"] == "orange"
    assert not state(debt(), 200.0, 210.0, 220.0)["raised"]


def test_a_line_that_declares_no_raising_stays_yellow():
    assert state(debt(raise_after=0), 110.0, 120.0, 130.0)["state"] == "yellow"


def test_a_missing_year_ends_the_run_of_worsening():
    assert state(debt(), 110.0, None, 130.0)["worsening"] == 0


def test_the_version_in_force_at_the_end_of_the_period_decides():
    line = farmland().model_copy(
        update={"version": (*farmland().version, LineVersion(valid_from=date(2024, 1, 1), thresholds={"red": 105.0}))}
    )
    assert state(line, 102.0, 102.0, 102.0)["state"] == "green"


def test_a_line_not_yet_in_force_has_no_state_and_keeps_its_value():
    late = farmland().model_copy(
        update={"version": (LineVersion(valid_from=date(2024, 1, 1), thresholds={"red": 100.0}),)}
    )
    row = state(late, 99.0, 99.0, 99.0)
    assert (row["state"], row["value"], row["threshold"]) == ("unknown", 99.0, None)
    assert "生效" in row["why_zh"]


def test_a_missing_value_is_unknown_and_names_what_was_not_filed():
    row = state(farmland(), 101.0, 101.0, None)
    assert (row["state"], row["value"], row["headroom"]) == ("unknown", None, None)
    assert "stock" in row["why_zh"]
    assert "stock" in row["why_en"]


def test_a_line_that_nobody_files_for_gives_the_declared_reason():
    line = farmland(not_filed=Name(zh="省自然资源厅未公开县级数据。", en="Not public by county."))
    silent = line.model_copy(update={"indicator": ""})
    lines = watch(indicators("%", c1=(1.0, 1.0, 1.0)), {"farmland": silent}, areas("1", "2"), YEARS)
    assert lines.table["state"].to_list() == ["unknown", "unknown"]
    assert lines.table["why_en"].to_list() == ["Not public by county."] * 2


def test_only_red_rows_are_breaches():
    lines = watch(
        indicators("%", c1=(99.0, 99.0, 99.0), c2=(105.0, 105.0, 105.0)),
        {"farmland": farmland()},
        areas("2", "1"),
        YEARS,
    )
    assert lines.breaches["ref_area"].to_list() == ["1"]
    assert lines.table["ref_area"].to_list() == ["1", "2"]


def test_percentages_are_apart_by_percentage_points_in_the_sentence():
    row = state(farmland(), 99.2, 99.2, 99.2)
    assert row["why_zh"] == "本期99.2%，为红色，越过红色界限100%，差0.8个百分点。"
    assert row["why_en"] == "99.2% this period: red, beyond the red threshold 100% by 0.8 pp."


def test_periods_of_two_frequencies_are_refused():
    with pytest.raises(MethodError, match="one frequency"):
        watch(indicators("%", c1=(1.0, 1.0, 1.0)), {}, areas("1"), [Period(2020), Period(2020, 1, "M")])


def test_rounding_in_the_sentence_never_hides_the_distance():
    assert "差0.0004个百分点" in state(farmland(), 99.0, 99.0, 99.9996)["why_zh"]
    assert "本期217.09%" in state(debt(), 1.0, 1.0, 217.0878)["why_zh"]


def test_a_withheld_or_undefined_indicator_says_so():
    figures = indicators("%", c1=(101.0, 101.0, None))
    for status, word in (("withheld", "暂不采用"), ("undefined", "无法计算")):
        figures.table = figures.table.with_columns(pl.lit(status).alias("status"))
        lines = watch(figures, {"farmland": farmland()}, areas("1"), YEARS)
        assert word in lines.table["why_zh"][0]
