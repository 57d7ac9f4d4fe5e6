from datetime import date

import pytest

from junxian.quality.kinds import KINDS

RULE = {"kind": "filing_trace", "severity": "note"}


@pytest.fixture
def trace(draw):
    def trace(filings, rules=(RULE,)):
        province = draw.province([draw.form(["gdp"], filed_by="county")], list(rules))
        rows = [
            {"file": f"figures/form/2020/{filer}.{n}.csv", "form": "form", "period": "2020", "filer": filer, "vintage": n,
             "filed_at": date(2021, 2, 20), "filed_time": at, "address": address,
             "sha256": f"{filer}{n}" if same is None else same}
            for filer, at, address, n, same in filings
        ]  # fmt: skip
        filed = draw.filed(province, draw.returns(province, [], filings=rows))
        return KINDS["filing_trace"](province.rules["filing_trace"], filed)

    return trace


def test_several_filers_from_one_address_are_asked_about(trace, draw):
    filings = [(c, f"9:{n:02}", "10.0.0.7" if n < 5 else f"10.0.1.{n}", 1, None) for n, c in enumerate(draw.counties)]
    [s] = trace(filings)
    assert s.found == "10.0.0.7"
    assert "来自同一地址（10.0.0.7）" in s.message.zh
    assert "1号县" in s.message.zh
    assert s.withholds == ()


def test_filers_within_minutes_far_from_others_are_asked_about(trace, draw):
    calm = [(c, f"{8 + n}:00", "", 1, None) for n, c in enumerate(draw.counties[:10])]
    crowd = [(c, f"23:0{n}:30", "", 1, None) for n, c in enumerate(draw.counties[10:16])]
    [s] = trace(calm + crowd)
    assert s.found == "5′"
    assert "在5分钟内先后报送" in s.message.zh


def test_a_crowd_at_the_deadline_is_no_finding(trace, draw):
    assert trace([(c, f"17:{3 * n:02}", "", 1, None) for n, c in enumerate(draw.counties)]) == []


def test_without_a_time_or_an_address_nothing_is_said(trace, draw):
    assert trace([(c, "", "", 1, None) for c in draw.counties]) == []


def test_a_return_changed_again_and_again_is_asked_about(trace, draw):
    [s] = trace([("990101", "", "", n, None) for n in range(1, 5)] + [("990102", "", "", n, None) for n in range(1, 4)])
    assert (s.area, s.found) == ("990101", "3")
    assert "先后修订3次" in s.message.zh


def test_one_file_of_two_filers_is_left_to_the_rule_of_duplicates_where_there_is_one(trace):
    filings = [("990101", "", "", 1, "same"), ("990102", "", "", 1, "same")]
    [s] = trace(filings)
    assert "内容完全相同" in s.message.zh
    assert trace(filings, [RULE, {"kind": "duplicates", "form": "form"}]) == []
