"""`junxian allocate compare`: what is printed and written; and `junxian allocate` without the name of a command."""

import importlib
import json
import re
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from junxian.cli import app
from junxian.cli.compare_plans import KEYS, say_key
from junxian.declared.allocations import Allocation
from junxian.declared.declared_differences import NOT_COMPARED
from junxian.declared.programmes import Programme

SICHUAN = Path(__file__).resolve().parents[3] / "sample" / "sichuan"
LAND, COORDINATED = f"{SICHUAN}@land/2020", f"{SICHUAN}@coordinated/2020"


def invoke(*words):
    return CliRunner().invoke(app, ["allocate", *map(str, words)])


@pytest.fixture(scope="module")
def told():
    return json.loads(invoke("compare", COORDINATED, LAND, "--json").stdout)


def test_the_page_tells_sums_and_the_ten_areas_at_either_end(told):
    page = invoke("compare", COORDINATED, LAND, "-l", "en").stdout
    sums = told["summary"][1]
    assert f"against [1]: {sums['gain']} gain, {sums['lose']} lose, {sums['moved']:g} move" in page
    assert "weights and base of [1]" in page
    assert "  mode: [1] welfare -> [2] formula" in page.splitlines()
    lines = page.splitlines()
    below = lines[next(k for k, line in enumerate(lines) if "[2]-[1]" in line) + 1 :]
    assert len(below) == 21
    assert below[10] == f"  …  {sums['areas'] - 20} more"
    changes = sorted((row["difference"] for row in told["areas"] if row["plan"] == 2), reverse=True)
    shown = [float(line.split()[2].replace(",", "")) for line in below[:10] + below[11:]]
    assert shown == changes[:10] + changes[-10:]


def test_every_area_is_listed_where_asked(told):
    page = invoke("compare", COORDINATED, LAND, "-l", "zh", "--all").stdout
    assert "新增建设用地指标（标准单位），各方案共有140地；权重和基数以[1]为准" in page
    assert "其余" not in page
    assert all(f" {row['name_zh']}\n" in page for row in told["areas"])


def test_the_workbook_reckons_differences_by_formulas_of_quotas(tmp_path, told):
    path = tmp_path / "side.xlsx"
    assert invoke("compare", COORDINATED, LAND, "-o", path).exit_code == 0
    values, formulas = (openpyxl.load_workbook(path, data_only=only) for only in (True, False))
    assert values.sheetnames == ["方案", "汇总", "声明", "未比较", "要素 land"]
    row = [cell.value for cell in values["要素 land"][4]]
    assert row[4] == row[3] - row[2] == max(one["difference"] for one in told["areas"] if one["plan"] == 2)
    assert row[5] == pytest.approx(100 * row[4] / row[2])
    assert [cell.value for cell in formulas["要素 land"][4]][4:6] == ["=$D4-$C4", "=100*($D4-$C4)/$C4"]
    summary = {cell.value.split("\n")[1]: values["汇总"].cell(5, cell.column).value for cell in values["汇总"][3]}
    assert summary["Moved"] == told["summary"][1]["moved"]
    assert values["方案"].cell(4, 2).value == COORDINATED


def test_areas_are_written_as_csv(tmp_path):
    path = tmp_path / "side.csv"
    assert invoke("compare", COORDINATED, LAND, "-o", path).exit_code == 0
    table = pl.read_csv(path, infer_schema_length=None, schema_overrides={"ref_area": pl.String})
    assert table.height == 280
    assert table.filter(pl.col("plan") == 2)["difference"].sum() == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((LAND,), "1 plan is named"),
        ((LAND, f"{SICHUAN}@lnad/2020"), "Did you mean 'land/2020'"),
        ((LAND, "nowhere@land/2020"), "is no plan"),
        ((LAND, COORDINATED, "-o", "side.pdf"), "Write to .xlsx or .csv"),
        ((LAND, COORDINATED, "-o", "nowhere/side.csv"), "does not exist"),
    ],
)
def test_a_wrong_call_is_told_without_a_traceback(words, said):
    done = invoke("compare", *words)
    assert done.exit_code == 2
    assert said in done.output


def test_keys_are_said_in_chinese_beside_what_is_written():
    assert say_key("weight.need.power", "zh") == "权重·需求·指数（weight.need.power）"
    assert say_key("weight.need.power", "en") == "weight.need.power"


def test_a_path_alone_is_planned_and_both_commands_have_a_page():
    short, full = invoke(SICHUAN, "-l", "en", "--draws", 0), invoke("plan", SICHUAN, "-l", "en", "--draws", 0)
    assert short.exit_code == full.exit_code == 0
    assert short.stdout == full.stdout
    assert invoke("-l", "en", SICHUAN, "--draws", 0).stdout == full.stdout
    assert "compare" in invoke("--help").output
    assert "PLAN..." in invoke("compare", "--help").output


def _list_fields(model):
    """Names of all fields of a declaration and of those within it."""
    for name, field in model.model_fields.items():
        yield name
        for inner in re.findall(r"junxian\.declared\.\w+\.\w+", repr(field.annotation)):
            module, _, kind = inner.rpartition(".")
            found = getattr(importlib.import_module(module), kind)
            if hasattr(found, "model_fields"):
                yield from _list_fields(found)


@pytest.mark.parametrize("mode", [Allocation, Programme])
def test_every_key_that_can_differ_has_a_chinese_name(mode):
    assert {name for name in _list_fields(mode) if name not in NOT_COMPARED} <= KEYS.keys()
