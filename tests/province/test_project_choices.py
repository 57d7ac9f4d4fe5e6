"""Choices of projects in a whole run: kept, read back, repeated, told; conflicts and wrong lists leave no traceback."""

import shutil

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from junxian import runs
from junxian.cli import app
from junxian.store import open_run

KEY = "projects/2023"
TOML, LIST = f"allocations/{KEY}.toml", "allocations/projects/projects.csv"


@pytest.fixture(scope="module")
def finished(example_province, tmp_path_factory):
    folder = tmp_path_factory.mktemp("projects") / "example"
    shutil.copytree(example_province, folder, ignore=shutil.ignore_patterns("runs"))
    return runs.run(folder)


@pytest.fixture
def change(example_province, tmp_path):
    """A copy of the example that allots by its choice of projects alone, with texts replaced in a file."""
    folder = tmp_path / "example"
    shutil.copytree(example_province, folder, ignore=shutil.ignore_patterns("runs"))

    def change(file, *pairs):
        path = folder / file
        text = path.read_text("utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
        return folder

    change("province.toml", ('["land/2023", "energy/2023", "coordinated/2023", "projects/2023"]', '["projects/2023"]'))
    return change


def command(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_run_keeps_the_tables_of_a_choice_and_reads_them_back(finished):
    names = [name for name in finished.record.tables if name.startswith("choice.")]
    assert names == [f"choice.projects@2023.{part}" for part in ("projects", "limits", "certificate", "conflicts")]
    plan = open_run(finished.folder).choices[KEY]
    assert plan.projects.equals(finished.choices[KEY].projects)
    picked = plan.projects.filter("picked")
    assert plan.certificate.select("status", "picked", "candidates", "repeatable").row(0) == ("certified", 21, 61, True)
    used = dict(plan.limits.filter(kind="budget").select("measure", "taken").iter_rows())
    assert {code: picked[code].sum() for code in used} == used
    assert all(picked[code].sum() <= high for code, high in plan.limits.filter(kind="budget").select("measure", "high").iter_rows())  # fmt: skip


def test_the_run_chooses_what_the_command_chooses(finished):
    told = command("projects", "choose", finished.folder.parents[1] / TOML, "-l", "en").stdout
    picked = finished.choices[KEY].projects.filter("picked")["code"].to_list()
    assert [line[2:6] for line in told.splitlines() if line.startswith("✓")] == picked


def test_a_run_computed_again_is_identical_until_a_candidate_changes(finished, tmp_path):
    assert "identical" in command("rerun", finished.folder).stdout
    folder = tmp_path / "example"
    shutil.copytree(finished.folder.parents[1], folder)
    path = folder / LIST
    path.write_text(path.read_text("utf-8").replace("工业,,1479,", "工业,,1600,"), "utf-8")
    compared = runs.rerun(folder)
    assert compared.verdict == "different"
    assert compared.changed_inputs == (LIST,)
    changed = [(one.kept, one.now) for one in compared.differences if (one.row, one.column) == ("P003", "benefit")]
    assert changed == [("1479.0", "1600.0")]


def test_bulletin_summary_and_explanation_speak_of_the_choice(finished):
    html = (finished.folder / "bulletin.html").read_text("utf-8")
    for said in ("重大项目遴选", "Choosing major projects", "最接近列入的项目", "Limits that bind, and their prices"):
        assert said in html
    assert html.count("禾屏锂电材料一期") == 2  # chosen, and on the page of its county
    county = command("explain", finished.folder, "990122", "-l", "zh").stdout
    assert "重大项目遴选〔示例：项目为虚构〕：候选5项，列入1项" in county
    assert "P004 禾屏货运站搬迁  未列入：效益152低于按统一价计的占用" in county
    summary = command("run", finished.folder.parents[1], "-l", "en").stdout
    assert "Choosing major projects: 21 of 61 projects, Land 2,200 mu" in summary


def test_the_workbook_has_every_project_and_every_limit(finished):
    book = openpyxl.load_workbook(finished.folder / "bulletin.xlsx", data_only=True)
    projects = list(book["遴选 重大项目遴选"].iter_rows(min_row=4, max_row=64, values_only=True))
    kept = finished.choices[KEY]
    assert [row[0] for row in projects] == kept.projects["code"].to_list()
    assert [row[5:9] for row in projects] == kept.projects.select("land", "energy", "funds", "benefit").rows()
    assert sum(row[9] == "列入 chosen" for row in projects) == 21
    limits = list(book["遴选限制 重大项目遴选"].iter_rows(min_row=4, values_only=True))
    assert [row[2] for row in limits] == kept.limits["en"].to_list()
    assert "遴选冲突 重大项目遴选" not in book.sheetnames


def test_a_name_that_nobody_declares_is_told_with_the_nearest(change):
    told = command("run", change("province.toml", ("projects/2023", "project/2023")))
    assert told.exit_code == 2
    assert "province.toml: allocation 'project/2023' is declared nowhere. Did you mean 'projects/2023'?" in told.stderr


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("at_least = 8", "at_least = 40"), "数不低于40项"),
        (("budget = 2200", "budget = 0"), "用地总量需放宽"),
        (("budget = 40000", "budget = 4000"), "专项资金"),
    ],
)
def test_limits_that_conflict_leave_a_bulletin_that_tells_them(change, pair, said):
    folder = change(TOML, pair)
    told = command("run", folder, "-l", "en")
    assert told.exit_code == 0, told.stderr
    assert "Choosing major projects: not published, limits conflict" in told.stdout
    run = open_run(folder)
    plan = run.choices[KEY]
    assert not plan.projects["picked"].any()
    assert set(plan.conflicts["part"]) == {"conflict", "relax"}
    html = (run.folder / "bulletin.html").read_text("utf-8")
    assert said in html
    assert all(text in html for text in plan.conflicts["zh"])
    sheet = openpyxl.load_workbook(run.folder / "bulletin.xlsx")["遴选冲突 重大项目遴选"]
    assert sheet.max_row == 3 + plan.conflicts.height
    assert "本次未作遴选" in command("explain", folder, "990122", "-l", "zh").stdout


def test_all_projects_promised(change):
    _, *rows = (change("province.toml") / LIST).read_text("utf-8").splitlines()
    cells = [row.split(",") for row in rows]
    folder = change(LIST, ("\n".join(rows), "\n".join(",".join([*c[:4], "在建", *c[5:9], "", ""]) for c in cells)))
    change(TOML, ('[[either_or]] # 联运站两个方案必选其一\nset = "联运站"\nchoose = "exactly one"\n', ""))
    change(TOML, ("budget = 2200", "budget = 9000"), ("budget_share = 0.45 #", "budget_share = 1 #"), ("budget = 40000", "budget = 120000"))  # fmt: skip
    assert command("run", folder).exit_code == 0
    plan = open_run(folder).choices[KEY]
    assert plan.projects["picked"].all()
    assert set(plan.projects["reason"]) == {"promised"}


@pytest.mark.parametrize(
    ("change_list", "said"),
    [
        (lambda text: text.replace("P002,沄东电商直播基地,990103", "P002,沄东电商直播基地,990193"), "projects.csv, line 3: county '990193' is not in areas.csv"),
        (lambda text: text.splitlines()[0] + "\n", "projects.csv: lists no project."),
        (lambda text: text.replace("290,11890", "-1,11890"), "projects.csv, line 4: asks -1 of land"),
    ],
)  # fmt: skip
def test_a_wrong_list_is_told_with_file_and_line(change, change_list, said):
    folder = change("province.toml")
    (folder / LIST).write_text(change_list((folder / LIST).read_text("utf-8")), "utf-8")
    for name in ("run", "check"):
        told = command(name, folder)
        assert told.exit_code == 2
        assert said in told.stderr


def test_a_red_line_closes_a_factor_to_its_county(change):
    folder = change(TOML, ("budget = 2200", 'budget = 2200\ngates = ["farmland"]'))
    assert command("run", folder).exit_code == 0
    run = open_run(folder)
    assert run.lines.breaches.select("ref_area", "line").row(0) == ("990181", "farmland")
    own = run.choices[KEY].projects.filter(county="990181").select("code", "picked", "reason").rows()
    assert own == [("P007", False, "gated"), ("P023", True, "promised"), ("P039", False, "gated")]
    (html,) = run.folder.glob("bulletin.html")
    assert "底线闸门" in html.read_text("utf-8")
    told = command("explain", folder, "990181", "-l", "en").stdout
    assert "P007 砚溪茶叶精制中心  not chosen: Farmland line is red: no Land for it" in told
    assert "Gates are not applied here" in command("projects", "choose", folder / TOML, "-l", "en").stdout


def test_a_gate_that_can_never_close_is_refused(change):
    told = command("check", change(TOML, ("budget = 40000", 'budget = 40000\ngates = ["farmland"]')))
    assert told.exit_code == 2
    assert "red line with a gate of 0 for 'funds': 'farmland' is declared nowhere" in told.stderr


def test_an_end_by_time_is_said(change):
    folder = change(TOML, ('basis = "factors-2023"', 'basis = "factors-2023"\nseconds = 0\ngap = 0'))
    assert command("run", folder, "-l", "zh").exit_code == 0
    certificate = open_run(folder).choices[KEY].certificate.row(0, named=True)
    assert certificate["status"] == "chosen"
    assert not certificate["repeatable"]
    assert "换一台机器结果可能不同" in certificate["zh"]
    assert pl.read_parquet(open_run(folder).folder / "tables" / "choice.projects@2023.limits.parquet").height
