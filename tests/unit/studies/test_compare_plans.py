"""Plans are found however they are named, and what is compared comes from where it says."""

from pathlib import Path
from shutil import copytree, ignore_patterns

import polars as pl
import pytest

from junxian import store
from junxian.declared import choose_period, read_province
from junxian.runs import compute
from junxian.studies import compare_plans
from junxian.terms import AllocationError, MethodError, NotPermitted

SAMPLE = Path(__file__).resolve().parents[3] / "sample"
EVEN = "coordinated/2020-even"
TOML = """
code = "land"
edition = "1"
name = { zh = "用地统筹", en = "Land" }
mode = "welfare"
classification = "class"
[weight]
efficiency = { keys = [{ of = "output", weight = 1 }] }
[[factor]]
code = "land"
name = { zh = "用地", en = "Land" }
unit = "亩"
supply = { amount = 1000 }
reserve = 0.1
basic = 0.1
base = [{ of = "people", weight = 1 }]
need = [{ of = "people", weight = 1 }]
[sensitivity]
replicates = 20
"""
CSV = "area,name,people,output\na,甲县,60,9\nb,乙县,50,7\nc,丙县,20,3\nd,丁县,10,1\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Sichuan run once, its bulletin aside; then an edition of its programme with another alpha and power is declared."""
    folder = tmp_path_factory.mktemp("compared") / "sichuan"
    copytree(SAMPLE / "sichuan", folder, ignore=ignore_patterns("runs", ".*"))
    province, step = read_province(folder), store.Steps()
    with store.keep_run(province, compute(province, *choose_period(province, None, None), step), step):
        pass
    first = (folder / "allocations/coordinated/2020.toml").read_text(encoding="utf-8")
    even = first.replace('edition = "2020"', 'edition = "2020-even"').replace("alpha = 1.0", "alpha = 2.0")
    (folder / f"allocations/{EVEN}.toml").write_text(even.replace("power = 0.5", "power = 1.0"), encoding="utf-8")
    return folder


@pytest.fixture
def files(tmp_path):
    """A TOML and a CSV without any province."""
    (tmp_path / "land.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "figures.csv").write_text(CSV, encoding="utf-8")
    return tmp_path


def test_a_stored_programme_and_its_edition_anew_differ_as_the_declarations_do(folder):
    side = compare_plans([f"{folder}/runs/2020.1@coordinated/2020", f"{folder}@{EVEN}"])
    assert side.plans.select("key", "mode", "run", "period").rows() == [
        ("coordinated/2020", "welfare", "2020.1", "2020"), (EVEN, "welfare", "", "2020"),
    ]  # fmt: skip
    assert side.declared.rows() == [
        ("alpha", 1, "1"), ("alpha", 2, "2"), ("weight.need.power", 1, "0.5"), ("weight.need.power", 2, "1"),
    ]  # fmt: skip
    first, even = side.summary.to_dicts()
    assert even["gini_base"] < first["gini_base"]
    assert even["least_share"] > first["least_share"]
    assert even["efficiency"] < first["efficiency"] == 1
    assert first["allotted"] == even["allotted"] == 8000
    assert even["beyond"] > 0


def test_a_plan_stored_and_the_same_allotted_anew_differ_nowhere(folder):
    for key in ("coordinated/2020", "land/2020"):
        side = compare_plans([f"{folder}/runs/2020.1@{key}", f"{folder}@{key}"])
        row = side.summary.row(1, named=True)
        assert (row["gain"], row["lose"], row["moved"]) == (0, 0, 0)
        assert row["beyond"] in (0, None)
        assert row["rank_correlation"] == pytest.approx(1)
        assert side.declared.is_empty()


def test_a_formula_beside_the_programme_says_what_the_run_itself_says(folder):
    side = compare_plans([f"{folder}/runs/2020.1@coordinated/2020", f"{folder}/runs/2020.1@land/2020"])
    stored = pl.read_parquet(folder / "runs/2020.1/tables/programme.coordinated@2020.against.parquet")
    change = (stored["formula"] - stored["plan"]).to_list()
    wide = side.widen("land").sort("ref_area")
    assert dict(wide.select("ref_area", "difference_2").iter_rows()) == dict(
        zip(stored["ref_area"], change, strict=True)
    )
    row = side.summary.row(1, named=True)
    assert row["gain"] == sum(c > 0 for c in change)
    assert sum(change) == 0
    assert row["moved"] == sum(map(abs, change)) / 2
    factors = pl.read_parquet(folder / "runs/2020.1/tables/programme.coordinated@2020.factors.parquet")
    assert side.summary["gini_base"][0] == factors["gini_base"][0]
    assert side.summary["least_share"][0] == factors["least_share"][0]
    assert side.declared.rows() == [("mode", 1, "welfare"), ("mode", 2, "formula")]


def test_areas_are_sorted_by_difference_and_named(folder):
    side = compare_plans([f"{folder}@land/2020", f"{folder}@coordinated/2020"])
    wide = side.widen("land")
    assert wide["difference_2"].is_sorted(descending=True)
    assert wide.filter(pl.col("ref_area") == "511722").select("name_zh", "name_en").row(0) == (
        "宣汉县",
        "Xuanhan County",
    )


def test_a_declaration_that_changed_since_the_run_is_not_compared(folder, tmp_path):
    copy = tmp_path / "changed"
    copytree(folder, copy)
    path = copy / "allocations/coordinated/2020.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("alpha = 1.0", "alpha = 4.0"), encoding="utf-8")
    side = compare_plans([f"{copy}/runs/2020.1@coordinated/2020", f"{copy}@coordinated/2020"])
    assert side.plans["is_declared"].to_list() == [False, True]
    assert side.declared.is_empty()
    assert side.summary["moved"][1] > 0


def test_a_province_alone_is_its_newest_run_where_that_stored_one_plan(folder, tmp_path):
    copy = tmp_path / "one"
    copytree(folder, copy)
    for table in (copy / "runs/2020.1/tables").glob("programme.*"):
        table.unlink()
    side = compare_plans([str(copy), f"{copy}/runs/2020.1", f"{copy}/runs/2020.1/@land/2020"])
    assert side.plans.select("key", "run").rows() == [("land/2020", "2020.1")] * 3
    assert side.summary["moved"].to_list() == [None, 0, 0]
    for table in (copy / "runs/2020.1/tables").glob("plan.*"):
        table.unlink()
    with pytest.raises(NotPermitted, match=r"run 2020\.1 stored no plan"):
        compare_plans([str(copy), f"{copy}@land/2020"])


def test_what_is_not_one_plan_is_told(folder, files):
    with pytest.raises(
        NotPermitted, match=r"stored 2 plans. Name one: .*2020.1@land/2020 or .*2020.1@coordinated/2020"
    ):
        compare_plans([str(folder), f"{folder}@land/2020"])
    with pytest.raises(MethodError, match=r"is not in run 2020.1. Did you mean 'land/2020'"):
        compare_plans([f"{folder}/runs/2020.1@lnd/2020", f"{folder}@land/2020"])
    with pytest.raises(MethodError, match="Did you mean 'coordinated/2020"):
        compare_plans([f"{folder}@cordinated/2020", f"{folder}@land/2020"])
    with pytest.raises(NotPermitted, match="is no plan"):
        compare_plans([str(files / "land.toml"), f"{folder}@land/2020"])
    with pytest.raises(NotPermitted, match="is no plan"):
        compare_plans([f"{folder}@", f"{folder}@land/2020"])
    with pytest.raises(MethodError, match="1 plan is named"):
        compare_plans([f"{folder}@land/2020"])


def test_plans_of_different_provinces_have_nothing_in_common(folder):
    with pytest.raises(MethodError, match=r"have no area in common|measure different things"):
        compare_plans([f"{folder}@land/2020", f"{SAMPLE / 'example-province'}@land/2023"])


def test_a_table_in_gb18030_gives_the_same_plan(files):
    (files / "gb.csv").write_bytes(CSV.encode("gb18030"))
    side = compare_plans(
        [f"{files / 'land.toml'}+{files / 'figures.csv'}", f"{files / 'land.toml'}+{files / 'gb.csv'}"]
    )
    assert side.summary["moved"][1] == 0
    assert set(side.areas["name_zh"]) == {"甲县", "乙县", "丙县", "丁县"}
    assert side.plans.select("run", "period").rows() == [("", ""), ("", "")]


def test_a_plan_without_quotas_is_told_and_left_out(files):
    (files / "none.toml").write_text(TOML.replace("[[factor]]", "[[factor]]\nat_least = 5.0"), encoding="utf-8")
    good, none = f"{files / 'land.toml'}+{files / 'figures.csv'}", f"{files / 'none.toml'}+{files / 'figures.csv'}"
    side = compare_plans([good, none, good])
    assert side.plans["has_quotas"].to_list() == [True, False, True]
    assert side.plans["notes_en"][1].len() > 0
    assert side.summary["plan"].to_list() == [1, 3]
    with pytest.raises(AllocationError, match=r"none.toml.*has no quotas: .*multiple of the base share"):
        compare_plans([good, none])


def test_the_figures_of_a_province_are_read_once(folder, monkeypatch):
    from junxian.studies import find_plan

    read = []
    own = find_plan.read_figures
    monkeypatch.setattr(find_plan, "read_figures", lambda path: read.append(path) or own(path))
    compare_plans([f"{folder}@land/2020", f"{folder}@coordinated/2020", f"{folder}@{EVEN}"])
    assert read == [folder]
