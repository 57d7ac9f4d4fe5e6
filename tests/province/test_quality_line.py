"""The quality line of the invented province: scores, questions and answers, what goes back to a filer, the line that watches it."""

import re
import shutil
from datetime import date

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from junxian import runs
from junxian.bulletin.workbook.findings import OUTCOMES
from junxian.cli import app
from junxian.declared.inquiries import read_answers
from junxian.store import open_run


def copy(source, folder):
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("runs"))
    return folder


@pytest.fixture(scope="module")
def done(example_province, tmp_path_factory):
    return runs.run(copy(example_province, tmp_path_factory.mktemp("quality") / "yunlan"))


def find(run, rule):
    return run.quality.findings.filter(rule=rule).row(0, named=True)


def command(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_every_filer_is_scored_for_what_it_left_open_and_no_other(done):
    scores = dict(done.quality.scores.filter(form="", time_period="2023").select("ref_area", "score").rows())
    assert scores["hjt"] == 90.0  # two holds, each 5
    assert scores["990221"] == 98.0  # a question that nobody answered
    assert scores["990203"] == 100.0  # the county that the department's misprint concerns
    assert scores["tjj"] == 100.0  # its answer waits for a decision
    assert scores["990224"] == pytest.approx(100 - 10 / 6)  # one of six returns was late; it was asked a week ago
    assert scores["990200"] == pytest.approx(100 - 20 * 32 / 384 - 10 / 12)  # a month not filed


def test_questions_stand_where_the_register_says(done):
    states = {
        find(done, rule)["id"]: rule
        for rule in ("counties_sum_to_city", "complete_population", "duplicate_livelihood", "investment_to_gdp")
    }
    told = {
        states[code]: state for code, state in done.quality.inquiries.select("id", "state").rows() if code in states
    }
    assert told == {
        "counties_sum_to_city": "answered", "complete_population": "rejected", "duplicate_livelihood": "asked",
        "investment_to_gdp": "unanswered",
    }  # fmt: skip
    assert done.quality.unmatched.is_empty()


def test_an_unanswered_question_is_a_task_of_whoever_owes_the_answer(done):
    tasks = done.tasks.table.filter(source="unanswered_query")
    assert tasks.select("responsible", "subject", "time_period").rows() == [("990221", "economy", "2023")]


def test_the_run_reads_back_and_repeats(done):
    again = open_run(done.folder)
    assert again.quality.scores.equals(done.quality.scores)
    assert again.quality.inquiries.equals(done.quality.inquiries)
    assert runs.rerun(done.folder).verdict == "identical"


def test_the_bulletin_tells_the_line_and_each_question_in_both_languages(done):
    page = (done.folder / "bulletin.html").read_text(encoding="utf-8")
    section = page.partition('<section id="quality">')[2].partition("</section>")[0]
    assert "统计数据质量线" in section
    assert "Quality scores of filers" in section
    assert "省生态环境厅" in section
    findings = page.partition('<section id="findings">')[2].partition("</section>")[0]
    assert findings.count("<svg class=peers") == done.quality.evidence["id"].n_unique()
    for rule in ("counties_sum_to_city", "complete_population"):
        assert find(done, rule)["id"] in findings
    assert "拟随年报终审更正" in findings  # the answer
    assert "公安月报已有落户数" in findings  # why it was not accepted
    assert "A special structure" in findings  # what would explain it


def test_nothing_is_called_fraud(done):
    for name in ("bulletin.html",):
        text = (done.folder / name).read_text(encoding="utf-8")
        assert not re.search("造假|作假|fraud", text, re.IGNORECASE)


def test_findings_xlsx_holds_ids_states_and_scores(done):
    book = openpyxl.load_workbook(done.folder / "findings.xlsx")
    heads = [cell.value.split("\n")[0] for cell in book["问题清单"][3]]
    rows = [dict(zip(heads, (c.value for c in row), strict=True)) for row in book["问题清单"].iter_rows(min_row=4)]
    by_id = {row["编号"]: row for row in rows}
    answered = by_id[find(done, "counties_sum_to_city")["id"]]
    assert answered["办理情况"] == "已答复，待审 answered, to be decided"
    assert answered["核实说明（报送单位填写）"].startswith("栖州市合计数")
    assert "质量得分" in book.sheetnames


def test_a_filer_gets_its_marked_files_and_its_answers_are_taken_in(example_province, tmp_path):
    folder = copy(example_province, tmp_path / "yunlan")
    run = runs.run(folder)
    before = {path: path.read_bytes() for path in (folder / "figures").rglob("*") if path.is_file()}
    told = command("return-findings", run.folder, "hjt", "-l", "zh")
    assert told.exit_code == 0, told.output
    names = [line.rpartition("/")[2] for line in told.output.split()]
    assert names == ["findings.xlsx", "environment.2023.hjt.1.xlsx"]
    marked = openpyxl.load_workbook(run.folder / "returned/hjt/environment.2023.hjt.1.xlsx")
    cells = {c.coordinate for row in marked["上报表"].iter_rows() for c in row if c.comment}
    assert cells == {"D13", "B20"}
    assert {path: path.read_bytes() for path in (folder / "figures").rglob("*") if path.is_file()} == before

    path = run.folder / "returned/hjt/findings.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["问题清单"]
    sheet.cell(4, sheet.max_column - 1).value, sheet.cell(4, sheet.max_column).value = "监测日志如此", OUTCOMES[1]
    book.save(path)
    taken = command("take-answers", folder, path, "--by", "省生态环境厅", "--on", "2024-06-25", "-l", "en")
    assert "1 answers added" in taken.output
    assert command("take-answers", folder, path, "--by", "省生态环境厅", "--on", "2024-06-26", "-l", "en").output.count(
        "0 answers"
    )
    assert read_answers(folder).filter(by="省生态环境厅")["text"].to_list() == ["数据属实；监测日志如此"]
    scores = runs.run(folder).quality.scores.filter(ref_area="hjt", form="", time_period="2023")
    assert scores["score"].to_list() == [95.0]


def test_an_unknown_filer_is_told(done):
    told = command("return-findings", done.folder, "hjtt")
    assert told.exit_code == 2
    assert "hjt" in told.output + (told.stderr or "")


def test_an_accepted_answer_lets_the_held_figure_through(example_province, tmp_path):
    folder = copy(example_province, tmp_path / "yunlan")
    held = runs.run(folder)
    finding = find(held, "days_of_a_year")
    with (folder / "inquiries" / "answers.csv").open("a", encoding="utf-8") as file:
        file.write(
            f"{finding['id']},2024-05-06,answered,省生态环境厅,属实,日志\n{finding['id']},2024-05-08,accepted,省统计局,日志相符,\n"
        )
    through = runs.run(folder)
    cell = {"ref_area": "990203", "time_period": "2023", "item": "good_days"}
    assert held.indicators.items.filter(**cell).is_empty()
    assert through.indicators.items.filter(**cell)["value"].to_list() == [385.0]
    assert find(through, "days_of_a_year")["severity"] == "hold"  # still listed
    assert "已销案" in (through.folder / "bulletin.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def computed(example_province, tmp_path_factory):
    """The province with R04 made of the run's own score."""
    folder = copy(example_province, tmp_path_factory.mktemp("computed") / "yunlan")
    form = folder / "forms" / "review.toml"
    text = form.read_text(encoding="utf-8")
    own = 'unit = "分", measure = "ratio", decimals = 1, computed_by = "quality.score" }'
    form.write_text(text.replace('unit = "分", measure = "ratio", decimals = 1 }', own, 1), encoding="utf-8")
    line = folder / "redlines" / "statistics.toml"
    line.write_text(line.read_text(encoding="utf-8").replace("yellow = 85.0", "yellow = 97.0"), encoding="utf-8")
    return runs.run(folder)


def test_the_score_of_the_run_is_the_indicator_and_the_red_line_watches_it(computed):
    scores = computed.quality.scores.filter(form="", time_period="2023")
    known = dict(scores.select("ref_area", pl.col("score").round(1)).rows())
    values = dict(computed.indicators.quantity("R04", computed.period).select("ref_area", "value").rows())
    assert {area: value for area, value in values.items() if value is not None} == {
        area: score for area, score in known.items() if computed.province.areas.level(area) == "county"
    }
    states = dict(computed.lines.table.filter(line="statistics").select("ref_area", "state").rows())
    assert states == {area: "green" if values[area] >= 97 else "yellow" for area in states}
    assert set(states.values()) == {"green", "yellow"}
    lineage = computed.indicators.lineage.filter(indicator="R04", ref_area="990121", time_period="2023")
    assert lineage.select("raw", "file").rows() == [("94.6", "")]


def test_what_was_filed_for_a_computed_item_is_not_used(computed, done):
    filed = done.indicators.quantity("R04", done.period).filter(ref_area="990122")["value"].to_list()
    assert computed.indicators.quantity("R04", computed.period).filter(ref_area="990122")["value"].to_list() == [95.0]
    assert filed != [95.0]


def test_an_earlier_cut_off_knows_less_and_charges_less(example_province, tmp_path):
    folder = copy(example_province, tmp_path / "yunlan")
    early = runs.run(folder, as_of=date(2024, 3, 6))
    assert set(early.quality.scores.filter(form="", time_period="2023", ref_area="990221")["score"]) == {100.0}
