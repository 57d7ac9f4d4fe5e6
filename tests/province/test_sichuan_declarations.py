"""The Sichuan sample says what its sources say: figures as carried over, classes by the rule, weights, errors, honesty."""

import csv
import hashlib
import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from statistics import median

import polars as pl
import pytest

from junxian.declared import Province, read_province
from junxian.indicators import IndicatorTable, check_units, derive, verify_examples
from junxian.reported import read_returns
from junxian.terms import Name, Period

FOLDER = Path(__file__).resolve().parents[2] / "sample" / "sichuan"
PUBLISHED_POPULATION = 83_674_866
CHANGNING = "511524"
SOURCES = ("yearbook/2020/nbs.1.csv", "census/2020/census.1.csv", "employment/2020/census.1.csv")


@pytest.fixture(scope="module")
def province() -> Province:
    return read_province(FOLDER)


@pytest.fixture(scope="module")
def filed() -> dict[str, dict[str, str]]:
    """Every column of the three tables of 2020, as printed, by code."""
    found: dict[str, dict[str, str]] = {}
    for name in SOURCES:
        for row in _read(FOLDER / "figures" / name):
            found.setdefault(row["code"], {}).update(row)
    return found


@pytest.fixture(scope="module")
def indicators(province) -> IndicatorTable:
    observations = read_returns(province, date(2022, 12, 31), province.period).observations
    key = pl.when(pl.col("breakdown") == "").then("item").otherwise(pl.concat_str("item", "breakdown", separator="."))
    figures = observations.with_columns(key.alias("key")).drop_nulls("obs_value")
    nothing = pl.DataFrame(
        schema={"ref_area": pl.String, "time_period": pl.String, "item": pl.String, "rule": pl.String}
    )
    return derive(figures, province, [Period(2020)], nothing)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _compute_by_hand(row: dict[str, str]) -> dict[str, float]:
    """The fourteen indicators from the printed columns, written out once more and apart from the engine."""
    x = {name: float(text) for name, text in row.items() if name not in ("code", "name") and text}
    people, gdp, revenue = x["population"], x["gdp_10k_cny"], x["fiscal_revenue_10k_cny"]
    expenditure = x.get("fiscal_expenditure_10k_cny", math.nan)
    services = ("ITSE", "FINA", "LEBS", "RSRC")
    return {
        "E01": math.log(gdp),
        "E02": math.log(gdp * 1e4 / people),
        "E03": math.log(revenue * 1e4 / people),
        "E04": x["industrial_firms"] * 1e4 / people,
        "E05": 100 * x["EMPL_INDU_MANU"],
        "E06": 100 * sum(x[f"EMPL_INDU_{name}"] for name in services),
        "E07": math.log(gdp / x["land_area_km2"]),
        "U01": 100 * x["urbanisation"],
        "U02": people / x["registered_population"],
        "U03": 100 * (1 - x["EMPL_INDU_AGHU"]),
        "L01": math.log(x["household_savings_10k_cny"] * 1e4 / people),
        "L02": x["years_of_schooling"],
        "R01": 100 * revenue / expenditure,
        "R02": 100 * (expenditure - revenue) / gdp,
    }


def _class_by_rule(row: Mapping[str, str | float]) -> tuple[str, float]:
    """Class and margin by the declared limits: 1,500 residents per km2 and 60 % urban; 42 % urban and 45 % farming."""
    urban, farming = float(row["urbanisation"]), float(row["EMPL_INDU_AGHU"])
    if float(row["population"]) / float(row["land_area_km2"]) >= 1500 and urban >= 0.6:
        return "U", urban - 0.6
    room = [urban - 0.42, 0.45 - farming]
    return "K" if min(room) >= 0 else "A", min(abs(r) for r in room)


def _changes_class(row: dict[str, str], by: float) -> bool:
    """Whether moving one limit by less than `by` puts the county into the other class."""
    moves = [(sign * by, 0.0) for sign in (1, -1)] + [(0.0, sign * by) for sign in (1, -1)]
    moved = [
        row | {"urbanisation": float(row["urbanisation"]) + u, "EMPL_INDU_AGHU": float(row["EMPL_INDU_AGHU"]) + f}
        for u, f in moves
    ]
    return any(_class_by_rule(other)[0] != _class_by_rule(row)[0] for other in moved)


def test_every_filed_table_has_the_hash_that_its_filing_states():
    for row in _read(FOLDER / "figures" / "filings.csv"):
        content = (FOLDER / "figures" / row["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"], row["file"]


def test_tables_are_carried_over_cell_by_cell(shared):
    source = shared / "data" / "sichuan_sample"
    for name, file in zip(SOURCES, ("yearbook_2020", "census_2020", "employment_2020"), strict=True):
        kept = {row["code"]: row for row in _read(FOLDER / "figures" / name)}
        for row in _read(source / f"{file}.csv"):
            assert kept[row["code"]] == row
    rows = [r for year in ("2015", "2020") for r in _read(FOLDER / "figures" / "residents" / year / "yearbooks.1.csv")]
    assert {(r["code"], r["year"]): r for r in rows} == {
        (r["code"], r["year"]): r for r in _read(source / "population_resident.csv")
    }


def test_counties_and_zones_of_the_census_sum_to_the_published_province(province):
    rows = _read(FOLDER / "figures" / "census" / "2020" / "census.1.csv")
    levels = {row["code"]: province.areas.level(row["code"]) for row in rows}
    people = {row["code"]: int(row["population"]) for row in rows}
    assert people["510000"] == PUBLISHED_POPULATION
    assert sum(n for code, n in people.items() if levels[code] in ("county", "zone")) == PUBLISHED_POPULATION
    assert sum(level == "county" for level in levels.values()) == 183
    assert sum(level == "zone" for level in levels.values()) == 3


def test_the_fault_is_left_as_printed(filed):
    row = filed[CHANGNING]
    printed = ("fiscal_expenditure_10k_cny", "household_savings_10k_cny", "industrial_firms", "secondary_students")
    assert [row[name] for name in printed] == ["", "369079", "0", "54953"]


def test_classes_and_margins_follow_from_the_figures(province, filed):
    table = province.classifications["main-function/2020"]
    assert dict(table["class"].value_counts().rows()) == {"U": 4, "K": 44, "A": 36, "E": 56}
    for area, declared, margin in table.filter(pl.col("class") != "E").select("area", "class", "margin").rows():
        assert (declared, round(margin, 4)) == _round(_class_by_rule(filed[area])), area
    assert table.filter(pl.col("class") == "E")["margin"].null_count() == 56


def _round(result: tuple[str, float]) -> tuple[str, float]:
    return result[0], round(result[1] + 1e-12, 4)


def test_sixteen_counties_lie_within_one_point_of_a_limit_as_the_bulletin_says(province, filed):
    table = province.classifications["main-function/2020"]
    assert (table["class"] != "E").sum() == 84
    near = table.filter(pl.col("margin") < 0.01)
    assert near.height == 16
    assert sum(_changes_class(filed[area], 0.01) for area in near["area"]) == 11
    note = next(n for n in province.bulletins["county"].note if "84" in n.text.zh)
    smallest = table.drop_nulls("margin").sort("margin").head(len(note.areas))
    assert list(note.areas) == smallest["area"].to_list()
    for area, margin in smallest.select("area", "margin").rows():
        assert f"{province.areas.name(area)[:2]}" in note.text.zh
        assert f"{100 * margin:.2f}" in note.text.zh


def test_weights_are_those_of_the_proposal(province, shared):
    scheme = province.schemes["county/2020"]
    weights = {row[0]: row[1:] for row in scheme.weights.rows()}
    for row in _read(shared / "data" / "sichuan_sample" / "scheme.csv"):
        parent, *points = weights[row["code"]]
        assert parent == row["dimension"]
        assert [int(p) for p in points] == [int(row[c]) for c in ("U", "K", "A", "E")]
        indicator = province.indicators[row["code"]]
        assert indicator.name.zh == row["name_zh"]
        assert indicator.direction == ("more_is_better" if row["direction"] == "+" else "less_is_better")
    assert len(scheme.indicators) == 14


def test_units_follow_and_worked_examples_come_out(province):
    check_units(province)
    assert verify_examples(province).is_empty()
    assert all(indicator.example for indicator in province.indicators.values())


def test_indicators_equal_a_second_computation_by_hand(province, filed, indicators):
    for area in province.classifications["main-function/2020"]["area"]:
        for code, expected in _compute_by_hand(filed[area]).items():
            own = indicators.table.filter((pl.col("ref_area") == area) & (pl.col("indicator") == code))
            value = own["value"][0]
            if math.isnan(expected):
                assert value is None, (area, code)
            else:
                assert value == pytest.approx(expected, rel=1e-12), (area, code)


def test_errors_of_items_give_the_errors_that_the_decision_states(province, filed):
    error = {key: item.data_error for key, (_, item) in province.items.items()}
    services = {"I": "ITSE", "J": "FINA", "L": "LEBS", "M": "RSRC"}
    found: dict[str, list[float]] = {"E06": [], "U03": [], "R01": [], "R02": []}
    for area in province.classifications["main-function/2020"]["area"]:
        row = filed[area]
        parts = {letter: float(row[f"EMPL_INDU_{name}"]) for letter, name in services.items()}
        spread = math.hypot(*(error[f"employment_share.{k}"] * share for k, share in parts.items()))
        found["E06"].append(spread / sum(parts.values()))
        farming = float(row["EMPL_INDU_AGHU"])
        found["U03"].append(error["employment_share.A"] * farming / (1 - farming))
        if area != CHANGNING:
            revenue, expenditure = (float(row[f"fiscal_{n}_10k_cny"]) for n in ("revenue", "expenditure"))
            drawn = (error["fiscal_revenue"] * revenue, error["fiscal_expenditure"] * expenditure)
            found["R01"].append(math.hypot(error["fiscal_revenue"], error["fiscal_expenditure"]))
            found["R02"].append(math.hypot(math.hypot(*drawn) / (expenditure - revenue), error["gdp"]))
    medians = {code: round(median(values), 3) for code, values in found.items()}
    assert medians == {"E06": 0.099, "U03": 0.017, "R01": 0.028, "R02": 0.039}


def test_what_nobody_filed_is_declared_as_not_filed(province):
    assert set(province.lines) == {"farmland", "ecology", "safety", "debt", "statistics"}
    for line in province.lines.values():
        assert line.indicator == ""
        assert line.not_filed
        assert line.not_filed.zh
        assert line.not_filed.en
    scheme = province.schemes["county/2020"]
    assert {"生态环境", "增长速度"} <= {part.name.zh for part in scheme.not_filed}
    assert not scheme.print_overall_rank
    classes = {c.code: c for c in scheme.class_}
    assert not classes["U"].award
    assert classes["U"].bounds_with == ("K",)
    assert classes["E"].heading == Name(zh="仅经济社会部分", en="Economic and social part only")


def test_the_allocation_is_an_illustration_without_collar_or_application(province):
    plan = province.plans["land/2020"]
    assert plan.heading
    assert plan.heading.zh == "测算示例（假设总额）"
    assert (plan.supply.amount, plan.collar, plan.applied, plan.clearance) == (10_000, None, "", None)
    assert {key.of for key in (*plan.need, *plan.efficiency)} <= {*province.items, *province.indicators}


def test_the_bulletin_names_every_oddity_that_an_insider_would_object_to(province):
    notes = province.bulletins["county"].note
    named = {area for note in notes for area in note.areas}
    suburbs = {"510112", "510114", "510115", "510116", "510117"}
    assert {CHANGNING, "510117", "513301", "513201", "510131", "510722", "511824", "513402"} | suburbs <= named
    assert any("凭记忆" in note.text.zh for note in notes)


def test_everything_shown_is_in_both_languages(province):
    for declared in (
        *(item for form in province.forms.values() for item in form.item),
        *province.forms.values(), *province.indicators.values(), *province.rules.values(), *province.lines.values(),
        *province.schemes["county/2020"].node, *province.schemes["county/2020"].class_,
        *province.bulletins["county"].headline,
    ):  # fmt: skip
        assert declared.name.zh
        assert declared.name.en, declared
        assert declared.name.en.isascii(), declared.name.en


def test_english_names_of_areas_are_romanised_once_each(province):
    rows = province.areas.table.select("code", "name", "name_en").rows()
    assert all(english.isascii() for _, _, english in rows)
    twice = {english for _, name, english in rows if [r[2] for r in rows].count(english) > 1}
    assert twice == {"Shizhong District"}  # 市中区 of Neijiang and of Leshan
    read_otherwise = {
        "510117": "Pidu",
        "511123": "Qianwei",
        "511527": "Junlian",
        "511822": "Yingjing",
        "511524": "Changning",
    }
    assert all(province.areas.name(code, "en").split()[0] == name for code, name in read_otherwise.items())
