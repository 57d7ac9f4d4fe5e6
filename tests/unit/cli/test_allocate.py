"""`junxian allocate` by itself: a TOML and a CSV in, a certified plan out; wrong input is told without a traceback."""

import json

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from junxian.cli import app

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
supply = { item = "land_supply" }
reserve = 0.1
basic = 0.1
base = [{ of = "people", weight = 1 }]
need = [{ of = "gap", weight = 1 }]
applied = "applied"
[[group]]
by = "city"
at_least = 0.8
[sensitivity]
replicates = 0
"""
CSV = """area,name,city,class,people,output,gap,applied,land_supply
province,,,,,,,,1000
a,甲县,x,k,60,9,1,500,
b,乙县,x,k,50,7,2,400,
c,丙县,y,s,20,3,5,150,
d,丁县,y,s,10,1,8,90,
"""

ROW = """
[[row]]
name = { zh = "容量", en = "Capacity" }
at_most = 100
terms = [{ factor = "land", times = 0.5 }]
"""
GROUP = """
[[group]]
classification = "class"
classes = ["k"]
at_least = 0.5
"""


@pytest.fixture
def allocate(tmp_path):
    def run(toml=TOML, csv=CSV, *options):
        (tmp_path / "land.toml").write_text(toml, encoding="utf-8")
        (tmp_path / "figures.csv").write_text(csv, encoding="utf-8")
        told = ["allocate", str(tmp_path / "land.toml"), str(tmp_path / "figures.csv"), "--language", "en", *options]
        return CliRunner().invoke(app, told)

    return run


def test_a_toml_and_a_csv_give_a_certified_plan(allocate):
    plan = json.loads(allocate(TOML, CSV, "--json").stdout)
    assert plan["factors"][0]["reserve"] + plan["factors"][0]["allotted"] + plan["factors"][0]["returned"] == 1000
    assert sum(row["quota"] for row in plan["amounts"]) == plan["factors"][0]["allotted"]
    assert abs(plan["certificate"][0]["relative_gap"]) < 1e-9


def test_the_page_tells_certificate_quotas_and_comparison(allocate):
    told = allocate()
    assert told.exit_code == 0
    for words in ("Certificate: objective", "relative gap", "price of fairness", "against equal shares"):
        assert words in told.stdout


def test_tables_are_written_as_a_workbook_or_as_csv(allocate, tmp_path):
    assert allocate(TOML, CSV, "-o", str(tmp_path / "plan.xlsx")).exit_code == 0
    assert {"amounts", "factors", "limits", "certificate"} <= set(
        openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames
    )
    assert allocate(TOML, CSV, "-o", str(tmp_path / "plan.csv")).exit_code == 0
    assert pl.read_csv(tmp_path / "plan.csv").height == 4
    assert allocate(TOML, CSV, "-o", str(tmp_path / "plan.pdf")).exit_code == 2


@pytest.mark.parametrize("name", ["nowhere/plan.xlsx", "nowhere/plan.csv", "plan", "plan.pdf"])
def test_a_file_that_cannot_be_written_is_told_before_anything_is_computed(allocate, tmp_path, name):
    told = allocate(TOML, "", "-o", str(tmp_path / name))
    assert told.exit_code == 2
    assert "NotPermitted" in told.output


@pytest.mark.parametrize("options", [("--plan", "land/1"), ("--period", "2020"), ("--as-of", "2020-01-01")])
def test_what_chooses_in_a_province_is_refused_with_a_table(allocate, options):
    told = allocate(TOML, CSV, *options)
    assert told.exit_code == 2
    assert "--plan, --period or --as-of" in told.output


def test_a_language_that_is_not_spoken_is_told(allocate):
    told = allocate(TOML, CSV, "-l", "fr")
    assert told.exit_code == 2
    assert "'fr' is not spoken; write zh or en." in told.output


def test_more_draws_than_may_be_declared_are_refused(allocate):
    told = allocate(TOML, CSV, "--draws", "100001")
    assert told.exit_code == 2
    assert "less than or equal to 100000" in told.output


def test_tables_as_spreadsheets_save_them_are_read(tmp_path, allocate):
    plain = allocate().stdout
    (tmp_path / "gb.csv").write_bytes(CSV.replace("\n", "\r\n").replace("x,k,60", "x,k,６０").encode("gb18030"))
    (tmp_path / "bom.csv").write_bytes(b"\xef\xbb\xbf" + (CSV + ",,,,,,,,\n\n").encode())
    for name in ("gb.csv", "bom.csv"):
        told = CliRunner().invoke(app, ["allocate", str(tmp_path / "land.toml"), str(tmp_path / name), "-l", "en"])
        assert told.stdout == plain
    assert "甲县  Land  462" in plain
    assert "Land (mu): supply 1,000" in plain


def test_json_knows_no_infinity(allocate):
    plan = json.loads(allocate('alpha = "inf"' + TOML, CSV, "--json").stdout, parse_constant=pytest.fail)
    assert plan["certificate"][0]["alpha"] == "inf"
    assert plan["curve"][-1]["alpha"] == "inf"


def test_an_optimum_that_no_whole_units_keep_is_no_plan(allocate):
    told = allocate(TOML.replace("reserve", "whole_unit = 5000\nreserve"))
    assert told.exit_code == 1
    assert "In whole units (land 5000) the limits cannot hold together" in told.stdout
    assert "floor of y, Land 5,000 mu" in told.stdout
    assert "462" not in told.stdout


def test_one_county_gets_what_there_is(allocate):
    told = allocate(TOML.replace('applied = "applied"', ""), "\n".join(CSV.split("\n")[:3]))
    assert told.exit_code == 0
    assert "甲县  Land  900" in told.stdout


def test_limits_that_conflict_end_in_their_names_and_code_1(allocate):
    told = allocate(TOML.replace("at_least = 0.8", "at_least = 1.5"))
    assert told.exit_code == 1
    assert "No plan to publish" in told.stdout
    assert "relax by" in told.stdout


@pytest.mark.parametrize(
    ("toml", "csv", "told"),
    [
        (TOML.replace("alpha", "x").replace("mode = ", "mood = "), CSV, "mood"),
        (TOML.replace('"welfare"', '"wellfare"'), CSV, "welfare"),
        (TOML.replace('"亩"', '"亩亩"'), CSV, "亩亩"),
        (TOML.replace('of = "people"', 'of = "peple"'), CSV, "'peple'"),
        (TOML, CSV.replace("area,", "county,", 1), "'area'"),
        (TOML, CSV.replace("b,乙县", "a,乙县"), "'a' stands twice"),
        (TOML, CSV.replace("x,k,60", "x,k,many"), "'people' of area 'a' is 'many', no number"),
        (TOML, CSV.replace("x,k,60", "x,k,NaN"), "'people' of area 'a' is 'NaN', no number"),
        (TOML, CSV.replace(",1000", ",lots"), "'land_supply' of area 'province' is 'lots', no number"),
        (TOML, CSV.replace("乙县,x", "乙县,"), "area 'b' has no city"),
        (TOML, CSV.replace("b,乙县", ",乙县"), "line 4: has no area"),
        (TOML, CSV.replace(",gap", ",people"), "'people' stands twice"),
        (TOML, CSV.replace("1,500,", "1,500,,7"), "'7' stands under no column"),
        (
            TOML.replace("reserve = 0.1", "reserve = 1"),
            CSV,
            "factor.0.reserve = 1: Input should be less than 1. Correct",
        ),
        (TOML.replace('mode = "welfare"', ""), CSV, "key 'mode' is missing"),
        ("alpha = -1" + TOML, CSV, "alpha is a number from 0 to 16"),
        ('alpha = "abc"' + TOML, CSV, "alpha = 'abc': alpha is a number from 0 to 16; as even as possible is \"inf\""),
        ("alpha = nan" + TOML, CSV, "alpha is a number from 0 to 16"),
        ("alpha = true" + TOML, CSV, "alpha is a number from 0 to 16"),
        (TOML.replace("{ keys", "{ power = 100, keys"), CSV, "less than or equal to 10"),
        (
            TOML + ROW.replace("at_most = 100", "at_most = 100\nat_least = 200"),
            CSV,
            "at_most 100.0 is below at_least 200.0",
        ),
        (TOML + ROW.replace('"land"', '"lnd"'), CSV, "'lnd' is no factor of this programme; its factors are land"),
        (TOML, CSV.replace(",1000", ",-1000"), "Land is below zero; correct it"),
        (TOML, CSV.replace("1,500", "1,-500"), "applied of 甲县 is below zero; correct it"),
        (TOML, "", "is empty"),
        (TOML, CSV.split("\n")[0], "has no row of an area"),
        (TOML + GROUP.replace('"class"', '"support"'), CSV, "have no column 'support'"),
        (TOML + GROUP.replace('["k"]', '["z"]'), CSV, "have no area of class z"),
    ],
)
def test_wrong_input_is_told_without_a_traceback(allocate, toml, csv, told):
    answer = allocate(toml, csv)
    assert answer.exit_code in (1, 2)
    said = answer.output + str(answer.exception)
    assert told in said


def test_classes_that_are_numbers_are_classes(allocate):
    csv = "\n".join(f"{line},{flag}" for line, flag in zip(CSV.split("\n"), ["support", "", 1, 0, 1, 0], strict=False))
    group = GROUP.replace('"class"', '"support"').replace('"k"', '"1"')
    told = allocate(TOML + group, csv, "--json")
    assert told.exit_code == 0, told.output
    (row,) = [row for row in json.loads(told.stdout)["limits"] if row["kind"] == "row"]
    assert row["at_least"] == pytest.approx(0.5 * 900 * 80 / 140)


def test_quotas_of_a_million_and_more_are_printed_in_full(allocate):
    csv = CSV.replace(",1000\n", ",10000000\n").replace(",500,", ",5000000,").replace(",400,", ",4000001,")
    told = allocate(TOML, csv.replace(",150,", ",1500000,").replace(",90,", ",900000,")).stdout
    assert "supply 10,000,000, reserve 1,000,000" in told
    assert "e+0" not in told.split("Certificate")[0] + told.split("\n", 2)[2]
