"""The twelve faults are found in other draws of the invented province too, and nothing else is: not by luck of one seed."""

import csv
import sys
from pathlib import Path

import pytest

from junxian.declared.province_folder import read_province
from junxian.quality import check_returns
from junxian.reported import read_returns

SAMPLE = Path(__file__).resolve().parents[2] / "sample"


@pytest.fixture(scope="module", params=[1, 2])
def folder(request, tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("draw") / "province"
    sys.path.insert(0, str(SAMPLE))
    try:
        from make_example_province import make_province
    finally:
        sys.path.remove(str(SAMPLE))
    make_province(made, seed=request.param)
    return made


def rules_listed(folder: Path, name: str) -> list[tuple[str, str]]:
    with (folder / name).open(encoding="utf-8") as file:
        return [(row["rules"], row["period"]) for row in csv.DictReader(file)]


def test_findings_are_those_of_the_planted_faults_and_of_nothing_else(folder):
    province = read_province(folder)
    returns = read_returns(province, as_of=province.date, up_to=province.period)
    findings = check_returns(returns, province, province.period, province.date).findings
    expected = rules_listed(folder, "planted_faults.csv") + rules_listed(folder, "deserved_findings.csv")
    assert sorted(findings.select("rule", "time_period").rows()) == sorted(expected)
