from datetime import date

from junxian.declared.forms import Form
from junxian.quality.kinds.punctuality import expect_periods, list_absent
from junxian.terms import Period

RULE = {"kind": "punctuality", "form": "form", "severity": "note"}


def filing(period, filer="bureau", **over):
    return {"file": f"figures/form/{period}/{filer}.1.csv", "form": "form", "period": period, "filer": filer} | over


def months(year, *numbers):
    return [filing(f"{year}-{n:02}") for n in numbers]


def test_a_month_missing_in_the_middle_is_overdue(ask):
    filings = months(2020, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12)
    [s] = ask(RULE, ["a"], [], form={"frequency": "M"}, period="2020-12", filings=filings)
    assert (s.period, s.filer, s.area) == ("2020-03", "bureau", "")
    assert s.message.zh == "统计局未报送《年报》2020年3月报表，应于2020-05-30前报送，至2024-12-31已逾期1676天。"


def test_a_return_after_its_deadline_is_late_by_so_many_days(ask):
    late = filing("2020", filed_at=date(2021, 3, 11))
    [s] = ask(RULE, ["a"], [], filings=[late])
    assert s.message.zh == "统计局《年报》2020年报表于2021-03-11报送，比期限2021-03-01晚10天。"
    assert s.file == late["file"]


def test_a_revision_is_never_late(ask):
    again = filing("2020", vintage=2, filed_at=date(2022, 1, 1), file="figures/form/2020/bureau.2.csv")
    assert ask(RULE, ["a"], [], filings=[filing("2020"), again]) == []


def test_a_return_that_is_not_yet_due_is_not_missed(draw):
    province = draw.province([draw.form(["a"])], [RULE])
    returns = draw.returns(province, [], filings=[filing("2019")])
    on_the_day = draw.filed(province, returns, as_of=date(2021, 3, 1))
    assert list_absent(on_the_day).is_empty()
    assert list_absent(draw.filed(province, returns, as_of=date(2021, 3, 2)))["period"].to_list() == ["2020"]


def test_every_area_of_the_filing_level_owes_a_return(ask, draw):
    filings = [filing("2020", code) for code in draw.counties if code != "990107"]
    [s] = ask(RULE, ["a"], [], form={"filed_by": "county"}, filings=filings)
    assert (s.filer, s.area) == ("990107", "990107")


def test_a_renamed_filer_is_the_same_filer(ask, draw):
    old = {"code": "990107", "valid_to": date(2020, 6, 30)}
    new = {"code": "990187", "name": "七号市", "level": "county", "parent": "990100", "valid_from": date(2020, 7, 1)}
    change = {"date": date(2020, 7, 1), "kind": "recode", "from": "990107", "to": "990187", "share": None}
    filings = [filing("2019", c) for c in draw.counties] + [filing("2020", c) for c in draw.counties]
    assert (
        ask(RULE, ["a"], [], form={"filed_by": "county"}, filings=filings, areas=draw.areas([old, new], [change])) == []
    )


def declare(frequency, **over):
    base = {
        "code": "f",
        "name": {"zh": "f"},
        "kind": "statistical",
        "frequency": frequency,
        "filed_by": "county",
        "due_days": 9,
        "item": [],
    }
    return Form.model_validate(base | over)


def expected(form, filed, last):
    return [str(p) for p in expect_periods(form, filed, Period.parse(last))]


def test_periods_run_from_the_first_filed_to_the_last_of_the_run():
    assert expected(declare("A"), ["2018"], "2020") == ["2018", "2019", "2020"]
    assert expected(declare("Q"), ["2020-Q2"], "2020") == ["2020-Q2", "2020-Q3", "2020-Q4"]
    assert expected(declare("M"), ["2020-11"], "2020-12") == ["2020-11", "2020-12"]


def test_a_form_that_nobody_filed_is_expected_for_the_run():
    assert expected(declare("A"), [], "2020") == ["2020"]
    assert expected(declare("Q"), [], "2020") == ["2020-Q4"]


def test_a_cumulative_form_is_expected_in_the_months_that_are_asked_for():
    filed = ["2019-01..02", "2019-01..03", "2020-01..02"]
    assert expected(declare("C"), filed, "2020-01..03") == ["2019-01..02", "2019-01..03", "2020-01..02", "2020-01..03"]


def test_a_form_past_its_validity_is_no_longer_expected():
    assert expected(declare("A", valid_until=date(2019, 12, 31)), ["2018"], "2020") == ["2018", "2019"]
