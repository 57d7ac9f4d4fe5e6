from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest

from junxian.declared.redlines import LineVersion, RedLine
from junxian.declared.tasks import TaskBatch, TaskDeclared, TaskIssue, read_progress
from junxian.supervision import TASK_SCHEMA, identify_task, issue_tasks
from junxian.terms import Areas, DeclarationError, Name, Period
from junxian.terms.area import AREA_SCHEMA, CHANGE_SCHEMA

DAY = date(2024, 6, 1)
YEAR = Period(2023)
HEADER = "task,date,progress,note,evidence,reported_by,closed_by\n"


def issue(source, days=10, title="{area}{line}{form}（{period}）"):
    name = Name(zh=title, en="{area}: {line}{form} ({period})")
    return TaskIssue(source=source, title=name, issuer="99", due_days=days, evidence=Name(zh="报告", en="Report"))


def batch(**more):
    return TaskBatch(**{"code": "b", "name": Name(zh="批"), "issuer": "99"} | more)


ALL = batch(issue=(issue("breach", 60), issue("held_return"), issue("overdue_form", 5)))


@pytest.fixture
def make_province(tmp_path):
    def make(*batches, progress="", **line_more):
        rows = [{"code": c, "name": n, "name_en": e, "level": "county", "parent": "", "located_in": ""}
                for c, n, e in (("1", "甲县", "Jia"), ("2", "乙县", "Yi"), ("nbs", "统计局", "Bureau"))]  # fmt: skip
        (tmp_path / "tasks").mkdir(exist_ok=True)
        if progress:
            (tmp_path / "tasks" / "progress.csv").write_text(HEADER + progress, encoding="utf-8")
        version = LineVersion(valid_from=date(2021, 1, 1), thresholds={"red": 100.0})
        line = RedLine(
            code="farm", name=Name(zh="耕地红线", en="Farmland"), breach="below", version=(version,), **line_more
        )
        return SimpleNamespace(
            folder=tmp_path, areas=Areas(pl.DataFrame(rows, schema=AREA_SCHEMA), pl.DataFrame(schema=CHANGE_SCHEMA)),
            lines={"farm": line}, forms={"year": SimpleNamespace(name=Name(zh="年报", en="Yearbook"))},
            batches={one.code: one for one in batches}, progress=read_progress(tmp_path),
        )  # fmt: skip

    return make


def quality(*verdicts):
    rows = [{"form": "year", "period": "2023", "filer": filer, "verdict": verdict} for filer, verdict in verdicts]
    schema = dict.fromkeys(("form", "period", "filer", "verdict"), pl.String)
    return SimpleNamespace(verdicts=pl.DataFrame(rows, schema=schema))


ASKED = {"form": "year", "time_period": "2023", "severity": "explain"}


def questions(*rows):
    """A quality with questions by filer, state and severity; nothing is held or overdue."""
    findings = [
        ASKED | {"id": str(n), "charged_to": filer, "severity": severity} for n, (filer, _, severity) in enumerate(rows)
    ]
    states = pl.DataFrame({"id": [str(n) for n in range(len(rows))], "state": [state for _, state, _ in rows]})
    return SimpleNamespace(verdicts=quality().verdicts, findings=pl.DataFrame(findings), inquiries=states)


def breaches(*areas):
    rows = [{"ref_area": area, "line": "farm", "time_period": "2023"} for area in areas]
    return SimpleNamespace(
        breaches=pl.DataFrame(rows, schema=dict.fromkeys(("ref_area", "line", "time_period"), pl.String))
    )


def run(province, verdicts=(), red=(), as_of=DAY):
    return issue_tasks(province, YEAR, as_of, quality(*verdicts), breaches(*red))


def test_breaches_held_returns_and_overdue_forms_become_tasks(make_province):
    tasks = run(make_province(ALL), [("nbs", "held"), ("2", "overdue"), ("1", "accepted")], ["1"])
    assert tasks.table.schema == TASK_SCHEMA
    assert tasks.table.select("source", "responsible", "title_zh", "due").rows() == [
        ("breach", "1", "甲县耕地红线（2023）", date(2024, 7, 31)),
        ("held_return", "nbs", "统计局年报（2023）", date(2024, 6, 11)),
        ("overdue_form", "2", "乙县年报（2023）", date(2024, 6, 6)),
    ]


def test_unanswered_questions_become_one_task_for_each_return(make_province):
    asked = questions(
        ("1", "unanswered", "explain"), ("1", "unanswered", "explain"), ("2", "answered", "explain"), ("2", "asked", "explain"),
        ("2", "unanswered", "hold"),
    )  # fmt: skip
    province = make_province(batch(issue=(issue("unanswered_query"),)))
    tasks = issue_tasks(province, YEAR, DAY, asked, breaches())
    assert tasks.table.select("source", "subject", "responsible", "title_zh").rows() == [
        ("unanswered_query", "year", "1", "甲县年报（2023）")
    ]


def test_questions_become_no_task_where_no_batch_says_so(make_province):
    assert issue_tasks(
        make_province(ALL), YEAR, DAY, questions(("1", "unanswered", "explain")), breaches()
    ).table.is_empty()


def test_a_line_may_set_its_own_days_and_evidence(make_province):
    province = make_province(ALL, task_days=90, task_evidence=Name(zh="核实表"))
    row = run(province, red=["1"]).table.row(0, named=True)
    assert (row["due"], row["evidence_zh"], row["evidence_en"]) == (date(2024, 8, 30), "核实表", "核实表")


def test_a_result_for_which_no_batch_is_declared_issues_nothing(make_province):
    assert run(make_province(batch()), [("1", "held")], ["1"]).table.is_empty()


def test_a_rerun_issues_the_same_tasks_and_keeps_their_dates_once_entered(make_province):
    task = identify_task("breach", "farm", "1", "2023")
    province = make_province(ALL, progress=f"{task},2024-06-01,,已签收,,甲员,\n")
    first, later = (run(province, red=["1"], as_of=day).table.row(0, named=True) for day in (DAY, date(2024, 6, 21)))
    assert first["task"] == later["task"] == task
    assert first["issued"] == later["issued"] == DAY
    assert first["due"] == later["due"]
    assert later["state"] == "received"


def test_entries_after_the_day_are_not_read(make_province):
    task = identify_task("breach", "farm", "1", "2023")
    province = make_province(ALL, progress=f"{task},2024-06-02,0.5,,,甲员,\n")
    assert run(province, red=["1"]).table["state"].to_list() == ["issued"]


def declared(**more):
    dates = {"issued": date(2024, 5, 1), "due": date(2024, 5, 31)}
    given = (
        {"id": "T1", "title": Name(zh="清单"), "responsible": ("1", "2"), "evidence": Name(zh="佐证")} | dates | more
    )
    return TaskDeclared(**given)


def test_declared_batches_give_one_task_to_each_responsible_area(make_province):
    province = make_province(
        batch(task=(declared(),)),
        progress="T1:1,2024-05-20,1.0,,清单,甲员,核验员\nT1:2,2024-05-20,1.0,,清单,乙员,乙员\n",
    )
    tasks = run(province)
    assert tasks.table.select("task", "state", "light", "days_left").rows() == [
        ("T1:1", "closed", "done", None),
        ("T1:2", "returned", "red", -1),
    ]
    assert "同一人" in tasks.table["why_zh"][1]


def test_a_task_to_be_issued_later_is_a_draft_and_no_burden(make_province):
    tasks = run(make_province(batch(task=(declared(issued=date(2024, 7, 1), due=date(2024, 8, 1)),))))
    assert tasks.table["state"].to_list() == ["draft", "draft"]
    assert tasks.burdens.rows() == [("1", 0), ("2", 0)]


def test_burdens_count_open_requests_of_each_area(make_province):
    province = make_province(
        ALL, batch(code="c", task=(declared(),)), progress="T1:1,2024-05-20,1.0,,清单,甲员,核验员\n"
    )
    assert run(province, [("nbs", "held")], ["1"]).burdens.rows() == [("1", 1), ("2", 1), ("nbs", 1)]


def test_entries_that_find_no_task_are_given_back(make_province):
    tasks = run(make_province(ALL, progress="elsewhere,2024-05-20,0.5,,,甲员,\n"))
    assert tasks.unmatched["task"].to_list() == ["elsewhere"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T1:1,2024-05-20,60,,,甲员,", "progress 60 is no share"),
        ("T1:1,,0.5,,,甲员,", "line 2: has no date"),
        ("T1:1,2024-05-20,half,,,甲员,", "progress 'half' is no number"),
    ],
)
def test_a_wrong_entry_is_named(make_province, line, message):
    with pytest.raises(DeclarationError, match=message):
        run(make_province(ALL, progress=line + "\n"))


def test_a_title_with_an_unknown_place_is_refused():
    with pytest.raises(ValueError, match="cannot be filled in"):
        issue("breach", title="{county}")
