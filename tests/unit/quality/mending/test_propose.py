"""Proposals from declared rules, on a small drawn province and on the invented sample province."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from junxian.declared import choose_period, read_province
from junxian.quality import check_returns
from junxian.quality.mending.asked import Request
from junxian.quality.mending.declared_edits import read_row_edits
from junxian.quality.mending.proposals import PROPOSAL_SCHEMA, REFUSAL_SCHEMA
from junxian.quality.mending.propose import propose
from junxian.reported import read_returns
from junxian.terms import Period
from junxian.terms.errors import MethodError

PARTS = {"kind": "sum_of_parts", "code": "parts", "name": {"zh": "分项之和", "en": "Parts"}, "total": "t", "parts": ["x", "y"], "tolerance": 1}  # fmt: skip
AREAS = {"kind": "sum_of_areas", "code": "areas", "name": {"zh": "各县之和", "en": "Areas"}, "items": ["t", "x", "y"], "of": "city", "tolerance": 0.0}  # fmt: skip
COUNTIES = [f"9901{n:02}" for n in range(1, 21)]


@pytest.fixture
def ask(draw):
    """Propose for rows (area, period, key, value) of one form, under rules."""

    def ask(rows, rules, deeds, items=("t", "x", "y"), form=None, quality=False, **request):
        province = draw.province([draw.form(list(items), **(form or {}))], rules)
        returns, as_of = draw.returns(province, rows), date(2024, 12, 31)
        found = check_returns(returns, province, Period.parse("2020"), as_of) if quality else None
        return propose(returns, province, Period.parse("2020"), as_of, Request(deeds, **request), found)

    return ask


def row(area, t, x, y, period="2020"):
    return [(area, period, "t", t), (area, period, "x", x), (area, period, "y", y)]


def test_the_frames_have_their_schemas_even_where_nothing_is_proposed(ask):
    given = ask(row("990101", 10.0, 4.0, 6.0), [PARTS], ("localise", "deduce", "reconcile", "benchmark"))
    assert given.proposals.schema == pl.Schema(PROPOSAL_SCHEMA)
    assert given.refusals.schema == pl.Schema(REFUSAL_SCHEMA)
    assert given.proposals.is_empty()


def test_a_cell_that_past_years_single_out_is_located_and_its_value_follows(ask):
    rows = [r for n, a in enumerate(COUNTIES) for year in range(2016, 2021) for r in row(a, 10.0 * (n + year - 2000), 4.0 * (n + year - 2000), 6.0 * (n + year - 2000), str(year))]  # fmt: skip
    rows = [(a, p, k, 999.0) if (a, p, k) == ("990103", "2020", "x") else (a, p, k, v) for a, p, k, v in rows]
    given = ask(rows, [PARTS], ("localise",)).proposals.row(0, named=True)
    assert (given["ref_area"], given["item"], given["filed"], given["proposed"]) == ("990103", "x", 999.0, 88.0)
    assert (given["low"], given["high"], given["obs_status"]) == (87.0, 89.0, "I")
    assert "分项之和" in given["why_zh"]
    assert "Parts" in given["why_en"]


def test_where_nothing_singles_a_cell_out_all_choices_are_listed_and_the_proposal_is_unreliable(ask):
    given = ask(row("990101", 20.0, 4.0, 6.0), [PARTS], ("localise",))
    assert given.proposals["obs_status"].to_list() == ["U"]
    assert set(given.solutions["item"]) == {"t", "x", "y"}
    assert given.solutions["all_listed"].all()


def test_a_figure_below_zero_is_located_unless_its_item_is_signed(ask):
    rows = row("990101", -2.0, -6.0, 4.0)
    signed = [{"code": k, "signed": True} for k in ("t", "x", "y")]
    assert ask(rows, [PARTS], ("localise",)).proposals.height == 2
    assert ask(rows, [PARTS], ("localise",), items=signed).proposals.is_empty()


def test_a_missing_part_is_deduced_from_its_total(ask):
    rows = [("990101", "2020", "t", 10.0), ("990101", "2020", "x", 4.0)]
    given = ask(rows, [PARTS], ("deduce",), form={"filed_by": "bureau"}).proposals.row(0, named=True)
    assert (given["item"], given["filed"], given["proposed"]) == ("y", None, 6.0)
    assert (given["low"], given["high"], given["obs_status"]) == (5.0, 7.0, "I")


def test_a_part_is_not_deduced_from_a_record_that_is_broken_or_leaves_it_open(ask):
    assert ask(
        [("990101", "2020", "t", 10.0), ("990101", "2020", "x", 14.0)], [PARTS], ("deduce",)
    ).proposals.is_empty()
    assert ask([("990101", "2020", "t", 10.0)], [PARTS], ("deduce",)).proposals.is_empty()


def test_a_part_beyond_its_total_is_located_though_another_part_is_missing(ask):
    given = ask([("990101", "2020", "t", 10.0), ("990101", "2020", "x", 14.0)], [PARTS], ("localise",))
    assert given.proposals.height == 1
    assert set(given.solutions["item"]) == {"t", "x"}


def grown(period="2020", missing="990105"):
    years = [(a, str(y), k, round((1 + n) * 1000 * 1.1 ** (y - 2015))) for n, a in enumerate(COUNTIES) for y in range(2016, 2021) for k in ("t", "x", "y")]  # fmt: skip
    return [(a, p, k, v) for a, p, k, v in years if (a, p, k) != (missing, period, "x")]


def test_a_missing_figure_is_imputed_with_its_interval_and_what_was_filed_stays(ask):
    given = ask(grown(), [PARTS], ("impute",)).proposals
    assert given.select("ref_area", "item").rows() == [("990105", "x")]
    one = given.row(0, named=True)
    assert one["proposed"] == pytest.approx(5000 * 1.1**5, rel=1e-3)
    assert one["low"] <= one["proposed"] <= one["high"]
    assert (one["filed"], one["obs_status"]) == (None, "I")
    assert one["method"].startswith("impute ")


def test_a_figure_that_cannot_exist_and_an_item_that_is_not_required_are_not_missing(ask):
    blank = ("990105", "2020", "x", None, {"obs_status": "M"})
    assert ask([*grown(), blank], [PARTS], ("impute",)).proposals.is_empty()
    items = ["t", {"code": "x", "required": False}, "y"]
    assert ask(grown(), [PARTS], ("impute",), items=items).proposals.is_empty()


def test_what_nothing_can_tell_is_refused_and_not_invented(ask):
    rows = [r for r in grown() if r[0] in ("990105", "990106", "990107") and r[1] in ("2019", "2020")]
    given = ask(rows, [PARTS], ("impute",))
    assert given.proposals.is_empty()
    assert ("990105", "x") in given.refusals.select("ref_area", "item").rows()
    assert "无法插补" in given.refusals["why_zh"][0]


def test_only_areas_and_items_that_are_asked_about_are_answered(ask):
    rows = [r for r in grown() if (r[0], r[1], r[2]) != ("990106", "2020", "y")]
    assert ask(rows, [], ("impute",)).proposals.height == 2
    assert ask(rows, [], ("impute",), areas=("990106",)).proposals["item"].to_list() == ["y"]


def city_rows(city_total):
    rows = [
        (a, "2020", k, v) for n, a in enumerate(COUNTIES) for k, v in (("t", 10.0 * n), ("x", 4.0 * n), ("y", 6.0 * n))
    ]
    return [*rows, ("990100", "2020", "t", city_total), ("990100", "2020", "x", 760.0), ("990100", "2020", "y", 1140.0)]


def test_levels_are_reconciled_within_the_rules_and_in_declared_decimals(ask):
    given = ask(city_rows(2000.0), [PARTS, AREAS], ("reconcile",)).proposals
    moved = {(a, k): v for a, k, v in given.select("ref_area", "item", "proposed").rows()}
    figures = {(a, k): v for a, _, k, v in city_rows(2000.0)} | moved
    for area in [*COUNTIES, "990100"]:
        assert abs(figures[area, "t"] - figures[area, "x"] - figures[area, "y"]) <= 1
    assert abs(sum(figures[a, "t"] for a in COUNTIES) - figures["990100", "t"]) <= 10.5
    assert all(float(v).is_integer() for v in moved.values())
    assert set(given["obs_status"]) == {"E"}


def test_a_trust_of_zero_keeps_a_level_as_filed(ask):
    trust = {"county": 1.0, "city": 0.0, "province": 0.0}
    given = ask([r for r in city_rows(2000.0) if r[2] == "t"], [AREAS], ("reconcile",), trust=trust).proposals
    assert "990100" not in given["ref_area"]
    assert given.height > 10


def test_sums_that_hold_are_left_alone(ask):
    assert ask(city_rows(1900.0), [PARTS, AREAS], ("reconcile",)).proposals.is_empty()


def test_a_sum_with_a_missing_county_is_refused_by_name(ask):
    rows = [r for r in city_rows(2000.0) if r[0] != "990104"]
    refused = ask(rows, [AREAS], ("reconcile",)).refusals
    assert refused["ref_area"].unique().to_list() == ["990100"]
    assert "4号县" in refused["why_zh"][0]


def test_a_later_deed_builds_on_an_earlier_one_and_keeps_its_reason(ask):
    history = [
        (a, str(y), "t", 10.0 * n * 1.02 ** (y - 2020)) for n, a in enumerate(COUNTIES) for y in range(2016, 2020)
    ]
    rows = [r for r in city_rows(1930.0) if r[2] == "t" and r[0] != "990110"]
    given = ask(
        [*history, *rows],
        [AREAS],
        ("impute", "reconcile"),
        form={"item": [{"code": "t", "name": {"zh": "t"}, "unit": "万元", "decimals": 1}]},
    ).proposals
    one = given.filter(ref_area="990110").row(0, named=True)
    assert one["method"].startswith("impute ")
    assert one["method"].endswith("reconcile least_squares")
    figures = {r[0]: r[3] for r in rows} | dict(given.select("ref_area", "proposed").rows())
    assert abs(sum(figures[a] for a in COUNTIES) - figures["990100"]) <= 1.06


def months(draw, levels):
    monthly = draw.form([{"code": "ytd", "accumulation": "year_to_date"}], code="monthly", frequency="M", due_days=10)
    yearly = draw.form([{"code": "year", "unit": "亿元"}], code="yearly")
    province = draw.province([monthly, yearly], [{"kind": "year_to_date", "code": "ytd", "annual": {"ytd": "year"}}])
    rows = []
    for n, area in enumerate(COUNTIES):
        for year in (2018, 2019, 2020):
            step = 100.0 * (n + 1) * (1 + 0.1 * (year - 2018))
            rows += [(area, f"{year}-{m:02}", "ytd", step * m) for m in range(1, 13 if year < 2020 else 7)]
            if year < 2020:
                rows.append((area, str(year), "year", 12 * step * levels / 10_000))
    return province, draw.returns(province, rows)


def test_months_agree_with_the_year_and_are_carried_on_beyond_the_last(draw):
    province, returns = months(draw, 1.2)
    given = propose(returns, province, Period.parse("2020"), date(2021, 12, 31), Request(("benchmark",))).proposals
    one = given.filter(ref_area="990101", time_period="2020-03").row(0, named=True)
    assert one["proposed"] == pytest.approx(1.2 * 3 * 120, abs=1)
    assert one["method"] == "benchmark denton_cholette"
    inside = propose(returns, province, Period.parse("2019"), date(2021, 12, 31), Request(("benchmark",))).proposals
    december = inside.filter(ref_area="990101", time_period="2019-12")["proposed"][0]
    assert december == pytest.approx(1.2 * 12 * 110, abs=1)
    assert inside["low"].is_null().all()


def test_months_that_agree_already_are_not_proposed(draw):
    province, returns = months(draw, 1.0)
    given = propose(returns, province, Period.parse("2020"), date(2021, 12, 31), Request(("benchmark",)))
    assert given.proposals.is_empty()


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (Request(()), "no deed"),
        (Request(("fix",)), "'fix' is no deed"),
        (Request(("impute",), items=("z",)), "'z' is no item"),
        (Request(("impute",), areas=("1",)), "'1' is no area"),
        (Request(("impute",), growth={"t": "z"}), "'z' is no item"),
        (Request(("impute",), classification="c/1"), "no classification"),
        (Request(("impute",), trust={"village": 1.0}), "no level"),
        (Request(("impute",), coverage=1.0), "coverage"),
    ],
)
def test_a_request_that_names_what_is_not_declared_is_refused(draw, request_, said):
    province = draw.province([draw.form(["t"])], [])
    with pytest.raises(MethodError, match=said):
        propose(draw.returns(province, []), province, Period.parse("2020"), date(2024, 12, 31), request_)


def test_declared_rules_become_edits_on_item_keys(draw):
    rules = [PARTS, {"kind": "bounds", "code": "b", "items": ["x"], "low": 0, "high": 9}, {"kind": "sum_of_parts", "code": "one", "equals": 1, "parts": ["x", "y"], "tolerance": 0.1}]  # fmt: skip
    edits = {e.code: e for e in read_row_edits(draw.province([draw.form(["t", "x", "y"])], rules))}
    assert edits["parts"].terms == {"t": 1.0, "x": -1.0, "y": -1.0}
    assert (edits["b"].low, edits["b"].high) == (0.0, 9.0)
    assert (edits["one"].low, edits["one"].high) == pytest.approx((0.9, 1.1))


@pytest.fixture(scope="module")
def planted(example_province):
    """The sample province with twelve planted faults: returns, findings, and the true values."""
    province = read_province(example_province)
    period, as_of = choose_period(province, None, None)
    returns = read_returns(province, as_of, period)
    quality = check_returns(returns, province, period, as_of)
    faults = pl.read_csv(example_province / "planted_faults.csv", infer_schema=False)
    true = {(a, k): float(v) for a, k, v in faults.filter(~pl.col("true").fill_null("").str.contains(" ") & (pl.col("true") != "") & (pl.col("item") != "")).select("ref_area", "item", "true").rows()}  # fmt: skip
    return province, period, as_of, returns, quality, true


def test_the_planted_slips_of_sums_are_located_and_their_true_values_found(planted):
    province, period, as_of, returns, quality, true = planted
    given = propose(returns, province, period, as_of, Request(("localise",)), quality).proposals
    found = {(a, k): v for a, k, v in given.select("ref_area", "item", "proposed").rows()}
    for cell in (("990202", "livelihood_expenditure"), ("990200", "private_va")):
        assert found[cell] == true[cell]
    assert len(found) == 3


def test_withheld_and_missing_figures_are_imputed_near_the_truth(planted):
    province, period, as_of, returns, quality, true = planted
    given = propose(returns, province, period, as_of, Request(("impute",)), quality).proposals
    found = {(a, k): v for a, k, v in given.select("ref_area", "item", "proposed").rows()}
    for cell in (
        ("990125", "private_investment"),
        ("990222", "retail_sales"),
        ("990121", "doctors"),
        ("990123", "settled"),
    ):
        assert found[cell] == pytest.approx(true[cell], rel=0.05)
    slipped = given.filter(method="impute power_of_ten").sort("ref_area")
    assert slipped.select("ref_area", "item", "proposed").rows() == [
        ("990125", "private_investment", 277_996.0),
        ("990222", "retail_sales", 1_642_134.0),
    ]
    assert "填报数除以10,000即落在推算区间之内" in slipped["why_zh"][0]
    assert (slipped["low"] < slipped["proposed"]).all()
    assert (slipped["proposed"] < slipped["high"]).all()


def test_all_deeds_together_leave_no_sum_broken_and_change_no_filed_value(planted):
    province, period, as_of, returns, quality, _ = planted
    request = Request(("localise", "deduce", "impute", "reconcile"))
    given = propose(returns, province, period, as_of, request, quality).proposals
    filed = returns.observations.select("ref_area", "time_period", "item", "breakdown", "obs_value")
    key = pl.when(pl.col("breakdown") == "").then("item").otherwise(pl.concat_str("item", "breakdown", separator="."))
    filed = filed.with_columns(key.alias("key")).drop("item")
    both = given.join(filed, left_on=["ref_area", "time_period", "item"], right_on=["ref_area", "time_period", "key"])
    cell = ("ref_area", "time_period", "item")
    stands = both.drop_nulls("filed").group_by(cell).agg((pl.col("filed") == pl.col("obs_value")).any().alias("same"))
    assert stands["same"].all()
    changed = returns.observations.with_columns(key.alias("key")).join(
        given.select("ref_area", "time_period", pl.col("item").alias("key"), "proposed"), on=["ref_area", "time_period", "key"], how="left", maintain_order="left"
    )  # fmt: skip
    mended = changed.with_columns(pl.coalesce("proposed", "obs_value").alias("obs_value")).drop("proposed", "key")
    after = check_returns(replace(returns, observations=mended), province, period, as_of)
    sums = [code for code, rule in province.rules.items() if rule.kind in ("sum_of_parts", "sum_of_areas", "bounds")]
    assert quality.findings.filter(pl.col("rule").is_in(sums)).height > 0
    assert after.findings.filter(pl.col("rule").is_in(sums)).is_empty()
