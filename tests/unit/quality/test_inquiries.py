from datetime import date

import polars as pl
import pytest

from junxian.declared.inquiries import ANSWER_SCHEMA, read_answers
from junxian.quality.inquiries import (
    NO_ANSWER,
    SAME_PERSON,
    drop_settled,
    follow_up,
    identify_findings,
    release_settled,
)
from junxian.terms import DeclarationError, findings_frame

FILE = "figures/form/2020/990101.1.csv"
FILED = date(2021, 2, 1)
BASE = {
    "rule": "bounds", "severity": "hold", "ref_area": "990101", "time_period": "2020", "form": "form", "item": "gdp",
    "file": FILE, "cell": "C2", "filer": "990101", "charged_to": "990101", "withholds": ["gdp"], "found": "5",
}  # fmt: skip


def make(*rows):
    return identify_findings(findings_frame([BASE | row for row in rows]))


def tell(code, *events):
    rows = [{"finding": code, "date": day, "event": what, "by": by, "text": "因为"} for day, what, by in events]
    return pl.DataFrame(rows, schema=ANSWER_SCHEMA)


def follow(findings, answers=None, as_of=date(2021, 2, 10), filed=FILED, days=15):
    filings = pl.DataFrame({"file": [FILE], "filed_at": [filed], "due": [filed]})
    return follow_up(findings, tell("") if answers is None else answers, filings, as_of, days)


def state(*events, as_of=date(2021, 2, 10), **more):
    [finding] = make({}).to_dicts()
    return follow(make({}), tell(finding["id"], *events), as_of, **more).table.row(0, named=True)


def test_a_finding_keeps_its_identity_while_the_figure_its_place_and_its_wording_change():
    first, again = (make(row)["id"][0] for row in ({}, {"found": "7", "cell": "C9", "message_zh": "另", "file": "f"}))
    assert first == again
    assert len(first) == 10


@pytest.mark.parametrize("name", ["rule", "ref_area", "time_period", "form", "item", "charged_to"])
def test_another_rule_area_period_form_item_or_filer_is_another_finding(name):
    assert make({})["id"][0] != make({name: "other"})["id"][0]


def test_unknown_rows_of_one_file_are_told_apart_by_their_cells_and_equal_findings_are_numbered():
    whole = {"ref_area": "", "item": ""}
    codes = make(whole, whole | {"cell": "C3"}, {}, {})["id"].to_list()
    assert len(set(codes)) == 4
    assert codes[3] == f"{codes[2]}-2"


def test_a_question_has_its_days_from_filing_and_is_unanswered_only_after_them():
    row = state(as_of=date(2021, 2, 16))
    assert (row["state"], row["asked_at"], row["due"]) == ("asked", FILED, date(2021, 2, 16))
    assert state(as_of=date(2021, 2, 17))["state"] == "unanswered"


def test_a_day_recorded_as_asked_begins_the_time():
    row = state((date(2021, 3, 1), "asked", "tjj"), as_of=date(2021, 3, 10))
    assert (row["state"], row["due"]) == ("asked", date(2021, 3, 16))


def test_notes_ask_nothing_and_what_was_never_filed_is_never_unanswered():
    findings = make({"severity": "note"}, {"file": "", "item": "other"})
    table = follow(findings, as_of=date(2030, 1, 1)).table
    assert table.select("id", "state", "due").rows() == [(findings["id"][1], "asked", None)]


def test_an_answer_waits_however_long_the_decision_takes():
    row = state((date(2021, 2, 5), "answered", "县"), as_of=date(2022, 1, 1))
    assert (row["state"], row["answer"], row["answered_by"]) == ("answered", "因为", "县")


def test_an_answer_accepted_by_another_person_settles_the_question():
    row = state((date(2021, 2, 5), "answered", "县"), (date(2021, 2, 8), "accepted", "省"))
    assert (row["state"], row["decided_by"], row["why_zh"]) == ("settled", "省", "")


@pytest.mark.parametrize(
    ("events", "why"),
    [
        ([(date(2021, 2, 5), "answered", "县"), (date(2021, 2, 8), "accepted", "县")], SAME_PERSON),
        ([(date(2021, 2, 8), "accepted", "省")], NO_ANSWER),
    ],
)
def test_an_acceptance_without_an_answer_or_by_whoever_answered_does_not_count(events, why):
    row = state(*events)
    assert row["state"] != "settled"
    assert row["why_en"] == why.en


def test_a_rejection_asks_again_with_a_new_time():
    events = (date(2021, 2, 5), "answered", "县"), (date(2021, 2, 8), "rejected", "省")
    row = state(*events, as_of=date(2021, 2, 20))
    assert (row["state"], row["due"]) == ("rejected", date(2021, 2, 23))
    assert state(*events, as_of=date(2021, 2, 24))["state"] == "unanswered"
    assert state(*events, (date(2021, 2, 21), "answered", "县"), as_of=date(2021, 3, 24))["state"] == "answered"


def test_a_new_question_or_answer_after_settling_opens_it_again():
    events = (
        (date(2021, 2, 5), "answered", "县"),
        (date(2021, 2, 6), "accepted", "省"),
        (date(2021, 2, 9), "asked", "省"),
    )
    assert state(*events)["state"] == "asked"


def test_what_was_said_before_the_return_was_filed_again_is_set_aside():
    events = (date(2021, 2, 5), "answered", "县"), (date(2021, 2, 8), "accepted", "省")
    assert state(*events, filed=date(2021, 2, 9))["state"] == "asked"


def test_events_after_the_cut_off_are_not_read():
    events = (date(2021, 2, 5), "answered", "县"), (date(2021, 2, 8), "accepted", "省")
    assert state(*events, as_of=date(2021, 2, 6))["state"] == "answered"
    assert state(*events, as_of=date(2021, 2, 4))["answer"] == ""


def test_answers_to_what_is_not_found_any_more_are_listed():
    told = follow(make({}), tell("0123456789", (date(2021, 2, 5), "answered", "县")))
    assert told.unmatched["finding"].to_list() == ["0123456789"]
    assert told.table["state"].to_list() == ["asked"]


def test_a_settled_finding_stays_listed_and_withholds_nothing():
    findings = make({}, {"item": "retail", "withholds": ["retail"]})
    events = (date(2021, 2, 5), "answered", "县"), (date(2021, 2, 8), "accepted", "省")
    table = follow(findings, tell(findings["id"][0], *events)).table
    assert release_settled(findings, table)["withholds"].to_list() == [[], ["retail"]]
    assert drop_settled(findings, table)["item"].to_list() == ["retail"]


def test_answers_are_read_in_order_of_finding_and_day(tmp_path):
    (tmp_path / "inquiries").mkdir()
    path = tmp_path / "inquiries" / "answers.csv"
    path.write_text(
        "finding,date,event,by,text,evidence\nb,2021-02-05,answered,县,属实,台账\na,2021-02-08,asked,省,,\n"
    )
    table = read_answers(tmp_path)
    assert table.schema == ANSWER_SCHEMA
    assert table["finding"].to_list() == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a,2021-02-05,acepted,省,,", "event 'acepted' is not known"),
        ("a,2021-02-05,answered,县,,", "has no text"),
        ("a,2021-02-05,rejected,省,,", "has no text"),
        ("a,2021-02-05,accepted,,,", "has no by"),
    ],
)
def test_a_row_that_says_too_little_is_refused(tmp_path, line, said):
    (tmp_path / "inquiries").mkdir()
    (tmp_path / "inquiries" / "answers.csv").write_text(f"finding,date,event,by,text,evidence\n{line}\n")
    with pytest.raises(DeclarationError, match=said):
        read_answers(tmp_path)


def test_no_answers_give_an_empty_table(tmp_path):
    assert read_answers(tmp_path).is_empty()
