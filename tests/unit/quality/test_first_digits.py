from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from junxian.quality.kinds import MEASURES

RULE = {"kind": "first_digits", "file": "microdata/firms.csv", "column": "revenue", "area": "area", "severity": "note"}


@pytest.fixture
def measure(draw, tmp_path):
    def measure(table, rule=RULE):
        (tmp_path / "microdata").mkdir(exist_ok=True)
        if table is not None:
            path = tmp_path / rule["file"]
            table.write_parquet(path) if path.suffix == ".parquet" else table.write_csv(path)
        province = replace(draw.province([draw.form(["gdp"])], [rule]), folder=tmp_path)
        filed = draw.filed(province, draw.returns(province, []))
        trials = MEASURES["first_digits"].measure(province.rules["first_digits"], filed)
        return trials, MEASURES["first_digits"].suspect(province.rules["first_digits"], filed, trials.filter("odd"))

    return measure


def draw_units():
    rng = np.random.default_rng(1)
    sound = 10 ** rng.uniform(2, 6, 1500)
    repeated = np.where(rng.random(1500) < 0.3, 5000.0, sound)
    return pl.DataFrame({"area": ["990101"] * 1500 + ["990102"] * 1500 + ["990103"] * 100,
                         "revenue": np.round(np.concatenate([sound, repeated, sound[:100]]), 2)})  # fmt: skip


@pytest.mark.parametrize("file", ["microdata/firms.csv", "microdata/firms.parquet"])
def test_an_amount_repeated_in_one_area_is_found(measure, file):
    trials, [s] = measure(draw_units(), RULE | {"file": file})
    assert (s.area, s.period, s.items) == ("990102", "2020", ())
    assert "最突出的是5" in s.message.zh
    assert trials.filter(ref_area="990101")["p_value"][0] > 0.001
    assert trials.filter(ref_area="990103")["reason_zh"][0] == "无法检验：数字不足562个"


def test_all_units_are_one_where_no_area_is_named(measure):
    trials, _ = measure(draw_units(), {k: v for k, v in RULE.items() if k != "area"})
    assert trials["ref_area"].to_list() == ["990000"]
    assert trials["n"][0] == 3100


def test_figures_of_one_size_cannot_be_tested(measure):
    same = pl.DataFrame({"area": "990101", "revenue": np.round(10 ** np.random.default_rng(1).normal(4, 0.2, 900), 2)})
    trials, _ = measure(same)
    assert "数字集中在一个数量级内" in trials["reason_zh"][0]


@pytest.mark.parametrize(("over", "why"), [({}, "没有文件"), ({"file": "../firms.csv"}, "没有文件")])
def test_a_file_that_is_not_there_or_outside_the_folder_cannot_be_tested(measure, over, why):
    trials, found = measure(None, RULE | over)
    assert trials["reason_zh"].to_list() == [f"无法检验：{why}{(RULE | over)['file']}"]
    assert found == []


def test_a_column_that_is_not_there_cannot_be_tested(measure):
    trials, _ = measure(draw_units().rename({"revenue": "income"}))
    assert "没有“revenue”列" in trials["reason_zh"][0]
