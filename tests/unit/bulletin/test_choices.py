"""What is said of choices of projects: limits with units and prices, lists that are cut, pages of counties, three formats."""

import dataclasses
from pathlib import Path

import docx
import openpyxl
import polars as pl
import pytest

from junxian.allocation.projects.gates import find_closed
from junxian.allocation.projects.plan import choose_declared
from junxian.bulletin import compose, explain_text, write_docx, write_xlsx
from junxian.bulletin.contents.choices import REASON_NAMES, count_shown, pick_shown, tell_limit, tell_rest
from junxian.bulletin.html.page import render_html
from junxian.declared.project_choices import ProjectChoices, join_list

KEY = "projects/2020"
DECLARED = ProjectChoices.model_validate(
    {
        "code": "projects", "edition": "2020", "mode": "projects", "name": {"zh": "项目遴选", "en": "Choice"},
        "heading": {"zh": "虚构", "en": "invented"}, "benefit": {"zh": "新增税收（万元）", "en": "New tax (10k CNY)"},
        "factor": [
            {"code": "land", "name": {"zh": "用地", "en": "Land"}, "unit": "亩", "budget": 300},
            {"code": "funds", "name": {"zh": "资金", "en": "Funds"}, "unit": "万元", "budget_share": 0.5},
        ],
        "limit": [{"of": "number", "at_least": 1, "values": ["990102"]}],
    }
)  # fmt: skip
COUNTIES = ("990101", "990102", "990103")


def _write_list(folder: Path, count: int) -> Path:
    rows = [
        f"P{k:04},项目<{k}>,{COUNTIES[k % 3]},,{(k * 37) % 101 + 1},{(k * 13) % 17 + 3},{(k * 7) % 90 + 10.5}"
        for k in range(count)
    ]
    rows[0] = rows[0].replace(",,", ",在建,")
    path = folder / "projects.csv"
    path.write_text("\n".join(["code,name,county,status,benefit,land,funds", *rows]), "utf-8")
    return folder / "2020.toml"


@pytest.fixture(scope="module")
def make(small_province, small_results, rooms, tmp_path_factory):
    def make(count, declared=DECLARED):
        folder = tmp_path_factory.mktemp("list")
        joined = join_list(declared, _write_list(folder, count), "allocations/projects/2020.toml", small_province.areas)
        plan = choose_declared(joined, find_closed(declared, COUNTIES, small_province.lines, small_results.lines))
        province = dataclasses.replace(small_province, projects={KEY: joined})
        return compose(province, small_results.period, "r", **rooms | {"choices": {KEY: plan}})

    return make


@pytest.fixture(scope="module")
def content(make):
    return make(60)


def test_totals_of_factors_and_counties_add_up_to_the_projects(content):
    (choice,) = content.choices
    picked = choice.projects.filter("picked")
    for factor in choice.factors:
        assert factor.given == pytest.approx(picked[factor.code].sum())
        assert factor.asked == pytest.approx(choice.projects[factor.code].sum())
        assert sum(row[f"given:{factor.code}"] for row in choice.counties) == pytest.approx(factor.given)
    assert choice.factors[1].budget == pytest.approx(choice.factors[1].asked / 2)
    assert [row["county"] for row in choice.counties] == list(COUNTIES)
    assert sum(row["picked"] for row in choice.counties) == choice.picked == picked.height
    assert choice.chosen["benefit"].is_sorted(descending=True)
    assert choice.next_out["merit"].is_sorted(descending=True)


def test_every_reason_has_a_name_in_both_languages(content):
    assert set(content.choices[0].projects["reason"]) <= set(REASON_NAMES)
    assert all(name.en and name.en != name.zh for name in REASON_NAMES.values())


@pytest.mark.parametrize(
    ("limit", "zh", "en"),
    [
        ({"measure": "land", "high": 300.0, "taken": 299.5, "price": 0.25},
         "X：用299.5亩，上限300亩；上限每放宽1亩，效益增加0.25。", "X: 299.5 mu used, at most 300 mu; each mu more of it adds 0.25 of benefit."),
        ({"measure": "number", "low": 1.0, "taken": 1.0, "price": -12.5},
         "X：用1项，下限1项；下限每降低1项，效益增加12.5。", "X: 1 project used, at least 1 project; each project less of its floor adds 12.5 of benefit."),
        ({"measure": "funds", "high": 40000.0, "taken": 40000.0, "price": 0.0},
         "X：用40,000万元，上限40,000万元；已用足，但按项目可拆分计算并不紧缺，价格为0。", None),
    ],
)  # fmt: skip
def test_a_limit_is_told_with_units_and_what_easing_it_brings(limit, zh, en):
    told = tell_limit(DECLARED, {"zh": "X", "en": "x", "low": None, "high": None} | limit)
    assert told.zh == zh
    assert en is None or told.en == en


def test_a_county_page_has_its_own_candidates_chosen_first(content):
    (choice,) = content.area_pages["990102"].choices
    own = content.choices[0].projects.filter(county="990102")
    assert {one.code for one in choice.candidates} == set(own["code"])
    assert [one.picked for one in choice.candidates] == sorted((one.picked for one in choice.candidates), reverse=True)
    assert choice.picked == own["picked"].sum()
    below = [one for one in choice.candidates if one.enough is not None]
    assert below
    assert all(not one.picked and one.enough > one.benefit for one in below)
    told = explain_text(content.area_pages["990102"], "en")
    assert f"Choice〔invented〕: {choice.picked} of 20 candidates chosen (benefit: New tax (10k CNY))" in told
    assert not content.area_pages["990201"].choices


def test_a_page_shows_chosen_ones_and_those_that_are_next(content):
    (choice,) = content.area_pages["990102"].choices
    shown = pick_shown(choice, 6)
    assert [one.picked for one in shown] == [True, True, True, False, False, False]
    assert len(pick_shown(choice, 99)) == 20
    assert tell_rest(choice, 6).zh.startswith("另有14项见工作簿")
    assert (count_shown(16), count_shown(183), count_shown(3000)) == (20, 4, 4)


def test_long_lists_are_cut_and_the_page_says_so(make):
    content = make(900)
    html = render_html(content)
    (choice,) = content.choices
    for count, most in ((choice.chosen.height, 40), (choice.next_out.height, 20)):
        assert (f"共{count}项，此处列前{most}项，其余见工作簿。" in html) == (count > most)
    assert choice.next_out.height > 20
    assert len(html) < len(render_html(make(60))) + 60_000
    assert "项目&lt;" in html
    assert "项目<1" not in html


def test_the_three_formats_print_the_same_certificate(content, tmp_path):
    certificate = content.choices[0].certificate
    write_xlsx(content, tmp_path / "b.xlsx")
    write_docx(content, tmp_path / "b.docx", "en")
    assert certificate.zh in render_html(content)
    assert any(certificate.text("en") in one.text for one in docx.Document(tmp_path / "b.docx").paragraphs)
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["遴选 项目遴选"]
    assert certificate.zh in sheet["A2"].value
    assert [row[0] for row in sheet.iter_rows(min_row=4, max_row=63, values_only=True)] == content.choices[0].projects["code"].to_list()  # fmt: skip


def test_a_conflict_is_told_in_all_formats(make, tmp_path):
    limit = DECLARED.limit[0].model_copy(update={"at_least": 30.0})
    content = make(60, DECLARED.model_copy(update={"limit": (limit,)}))
    (choice,) = content.choices
    assert not choice.is_decided
    told = choice.conflicts.filter(pl.col("part") == "conflict")["zh"].to_list()
    assert told == ["乙县的项目数不低于30项"]
    html = render_html(content)
    assert told[0] in html
    assert "最小的放宽" in html
    write_docx(content, tmp_path / "b.docx")
    assert any(told[0] in one.text for one in docx.Document(tmp_path / "b.docx").paragraphs)
    assert "本次未作遴选" in explain_text(content.area_pages["990102"], "zh")
