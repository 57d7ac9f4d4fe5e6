"""The invented province holds twelve planted faults: all are found, and hardly anything else is."""

import csv
from pathlib import Path

import pytest

from junxian.declared.province import Province
from junxian.declared.province_folder import read_province
from junxian.quality import Quality, check_returns
from junxian.reported import Returns, read_returns

FOLDER = Path(__file__).resolve().parents[2] / "sample/example-province"
MOST_FALSE_FINDINGS = 3
Row = dict[str, str]


@pytest.fixture(scope="module")
def province() -> Province:
    return read_province(FOLDER)


@pytest.fixture(scope="module")
def returns(province) -> Returns:
    return read_returns(province, as_of=province.date, up_to=province.period)


@pytest.fixture(scope="module")
def quality(province, returns) -> Quality:
    return check_returns(returns, province, province.period, province.date)


@pytest.fixture(scope="module")
def findings(quality) -> list[Row]:
    return quality.findings.to_dicts()


def listed(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


PLANTED, DESERVED = listed("planted_faults.csv"), listed("deserved_findings.csv")


def concerns(finding: Row, fault: Row) -> bool:
    """Whether a finding speaks of the place of a fault: period and area, and the item where both name one."""
    if finding["form"] and finding["form"] != fault["form"]:
        return False
    if finding["time_period"] != fault["period"]:
        return False
    if not finding["ref_area"] and finding["cell"]:
        return finding["file"] == fault["file"] and finding["cell"] == fault["cell"]
    if not {finding["ref_area"], finding["filer"]} & set(fault["ref_area"].split()):
        return False
    items = set(finding["item"].split()) & set(fault["item"].split())
    return bool(items) or not finding["item"] or not fault["item"]


def is_seen(finding: Row, fault: Row) -> bool:
    """Whether a finding is the one that a fault should raise."""
    return finding["rule"] in fault["rules"].split() and concerns(finding, fault)


@pytest.mark.parametrize("fault", PLANTED, ids=[f"{row['fault']} {row['kind']}" for row in PLANTED])
def test_a_planted_fault_is_found_by_its_rule(fault, findings):
    assert [f["rule"] for f in findings if is_seen(f, fault)]


@pytest.mark.parametrize("fault", PLANTED, ids=[f"{row['fault']} {row['kind']}" for row in PLANTED])
def test_a_finding_names_the_file_and_a_cell_of_the_fault(fault, findings):
    seen = [f for f in findings if is_seen(f, fault)]
    assert any(fault["file"] in f["file"] for f in seen)
    assert any(set(f["cell"].split()) & set(fault["cell"].split()) for f in seen)


@pytest.mark.parametrize("fault", DESERVED, ids=[f"{row['fault']} {row['kind']}" for row in DESERVED])
def test_a_late_or_absent_return_is_reported(fault, findings):
    assert [f for f in findings if is_seen(f, fault)]


def test_at_most_three_findings_are_false(findings):
    false = [f for f in findings if not any(concerns(f, fault) for fault in [*PLANTED, *DESERVED])]
    assert len(false) <= MOST_FALSE_FINDINGS, [(f["rule"], f["ref_area"], f["time_period"], f["item"]) for f in false]


def test_no_finding_is_charged_to_anyone_but_the_filer(findings):
    assert all(f["charged_to"] == f["filer"] for f in findings)


def test_the_return_of_the_absent_month_is_overdue(quality):
    overdue = quality.verdicts.filter(verdict="overdue").select("form", "period", "filer").rows()
    assert overdue == [("industry_monthly", "2023-09", "990200")]
